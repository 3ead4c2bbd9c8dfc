/* SPDX-License-Identifier: ISC */
#include "access/recovery.h"

#include <sodium.h>
#include <string.h>

#include "base/random.h"

#define LETTERS 24

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void
hash(const char letters[LETTERS], struct uuid person, uint8_t out[RECOVERY_HASH])
{
	check(crypto_generichash(out, RECOVERY_HASH, (const uint8_t *)letters, LETTERS,
	          person.b, sizeof person.b) == 0);
}

struct recovery_codes
recovery_make(struct arena *arena, struct uuid person)
{
	struct recovery_codes codes;

	for (int i = 0; i < RECOVERY_CODES; i++) {
		char     letters[LETTERS];
		uint8_t *h = arena_alloc(arena, RECOVERY_HASH);

		for (int k = 0; k < LETTERS; k++)
			letters[k] = alphabet[random_below(32)];
		hash(letters, person, h);
		codes.hashes[i] = (struct bytes){ h, RECOVERY_HASH };
		codes.words[i] = text_of(
		    arena_printf(arena, "%.4s-%.4s-%.4s-%.4s-%.4s-%.4s", letters,
		        letters + 4, letters + 8, letters + 12, letters + 16, letters + 20));
	}
	return codes;
}

bool
recovery_hash(struct text given, struct uuid person, uint8_t hash_out[RECOVERY_HASH])
{
	char   letters[LETTERS];
	size_t n = 0;

	for (size_t i = 0; i < given.len; i++) {
		char c = given.s[i];

		if (c == ' ' || c == '-')
			continue;
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		c = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
		if (c == '\0' || strchr(alphabet, c) == NULL || n == LETTERS)
			return false;
		letters[n++] = c;
	}
	if (n != LETTERS)
		return false;
	hash(letters, person, hash_out);
	return true;
}
