/* SPDX-License-Identifier: ISC
 *
 * No token but the one made is good: the input is taken as a token, and as a
 * change (position, value) of a genuine one.  Key files never crash. */
#include "fuzz.h"

#include "link/link.h"

#define KEY_1 "1111111111111111111111111111111111111111111111111111111111111111"

static void
check_token(struct link_keys *keys, struct text genuine, struct text token)
{
	struct uuid object;
	uint32_t    generation;
	enum err    err = link_read(keys, LINK_REPORT, token, 1000000, &object, &generation);

	must((err == ERR_OK) == text_equal(genuine, token));
	must(link_read(keys, LINK_RESUME, token, 0, &object, &generation) == ERR_INVALID);
	must(link_form_id_check(keys, TEXT_LIT("kam"), token, &object) == ERR_INVALID);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena     *arena = fuzz_arena();
	struct link_keys *keys, *other;
	const char       *problem;
	struct text       genuine, text;
	struct uuid       object = { { 1, 2, 3 } };

	must(link_keys_parse(arena, TEXT_LIT("1 " KEY_1), &keys, &problem) == ERR_OK);
	genuine = link_make(arena, keys, LINK_REPORT, object, 5, 1000000);
	check_token(keys, genuine, (struct text){ (const char *)data, len });
	if (len == 2) {
		char *s = arena_strdup(arena, genuine.s);

		s[data[0] % genuine.len] = (char)data[1];
		check_token(keys, genuine, (struct text){ s, genuine.len });
	}
	if (text_check(arena, data, len, &text) == ERR_OK &&
	    link_keys_parse(arena, text, &other, &problem) == ERR_OK) {
		struct text written = link_keys_generate(arena, other);

		must(link_keys_parse(arena, written, &other, &problem) == ERR_OK);
	}
	return 0;
}
