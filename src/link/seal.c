/* SPDX-License-Identifier: ISC */
#include <sodium.h>
#include <string.h>

#include "base/random.h"
#include "link/keys.h"
#include "link/link.h"

#define NONCE crypto_secretbox_xchacha20poly1305_NONCEBYTES
#define MAC   crypto_secretbox_xchacha20poly1305_MACBYTES
#define KEY   crypto_secretbox_xchacha20poly1305_KEYBYTES

/* A key of its own: what signs links must not also encrypt. */
static void
derive(uint8_t out[KEY], const struct link_key *key, const char *label)
{
	check(crypto_generichash(out, KEY, (const uint8_t *)label, strlen(label), key->bytes,
	          sizeof key->bytes) == 0);
}

struct bytes
link_seal(struct arena *arena, const struct link_keys *keys, const char *label,
    struct bytes plain)
{
	size_t   len = 1 + NONCE + MAC + plain.len;
	uint8_t *out = arena_alloc(arena, len);
	uint8_t  key[KEY];

	derive(key, &keys->keys[0], label);
	out[0] = keys->keys[0].id;
	random_bytes(out + 1, NONCE);
	check(crypto_secretbox_xchacha20poly1305_easy(out + 1 + NONCE, plain.p, plain.len,
	          out + 1, key) == 0);
	sodium_memzero(key, sizeof key);
	return (struct bytes){ out, len };
}

enum err
link_unseal(struct arena *arena, const struct link_keys *keys, const char *label,
    struct bytes sealed, struct bytes *plain_out)
{
	uint8_t *out, key[KEY];
	int      bad = -1;

	if (sealed.p == NULL || sealed.len < 1 + NONCE + MAC)
		return ERR_INVALID;
	out = arena_alloc(arena, sealed.len);
	for (size_t i = 0; i < keys->count && bad != 0; i++) {
		if (keys->keys[i].id != sealed.p[0])
			continue;
		derive(key, &keys->keys[i], label);
		bad = crypto_secretbox_xchacha20poly1305_open_easy(out, sealed.p + 1 + NONCE,
		    sealed.len - 1 - NONCE, sealed.p + 1, key);
	}
	sodium_memzero(key, sizeof key);
	if (bad != 0)
		return ERR_INVALID;
	*plain_out = (struct bytes){ out, sealed.len - 1 - NONCE - MAC };
	return ERR_OK;
}

void
link_name(const struct link_keys *keys, const char *label, struct bytes what,
    uint8_t name_out[LINK_NAME])
{
	uint8_t key[KEY];

	derive(key, &keys->keys[0], label);
	check(
	    crypto_generichash(name_out, LINK_NAME, what.p, what.len, key, sizeof key) == 0);
	sodium_memzero(key, sizeof key);
}
