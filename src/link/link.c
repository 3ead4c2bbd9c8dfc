/* SPDX-License-Identifier: ISC
 *
 * A token is URL-safe base64 of
 *     key id (1)  object (16)  generation (4)  end in seconds (5)  MAC (16)
 * and a form id of
 *     key id (1)  uuid (16)  MAC (16).
 * The MAC is keyed BLAKE2b over a label, the purpose or scope, and all that
 * stands before it.  128 bits of MAC: a forger gets one try a request. */
#include "link/link.h"

#include <sodium.h>
#include <string.h>

#include "base/clock.h"
#include "link/keys.h"

#define MAC_BYTES   16
#define TOKEN_BODY  26
#define FORM_BODY   17
#define BYTES_MAX   (TOKEN_BODY + MAC_BYTES)
#define SCOPE_MAX   200
#define SECONDS_MAX ((INT64_C(1) << 40) - 1)

static void
mac(uint8_t out[MAC_BYTES], const struct link_key *key, const char *label, struct text scope,
    const uint8_t *body, size_t len)
{
	crypto_generichash_state state;
	uint8_t                  scope_len = (uint8_t)scope.len;

	check(scope.len <= SCOPE_MAX);
	check(
	    crypto_generichash_init(&state, key->bytes, sizeof(key->bytes), MAC_BYTES) == 0);
	/* The label's NUL and the scope's length keep the parts apart. */
	crypto_generichash_update(&state, (const uint8_t *)label, strlen(label) + 1);
	crypto_generichash_update(&state, &scope_len, 1);
	crypto_generichash_update(&state, (const uint8_t *)scope.s, scope.len);
	crypto_generichash_update(&state, body, len);
	check(crypto_generichash_final(&state, out, MAC_BYTES) == 0);
}

static struct text
encode(struct arena *arena, const uint8_t *bytes, size_t len)
{
	const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t    size = sodium_base64_encoded_len(len, variant);
	char     *s = arena_alloc(arena, size);

	sodium_bin2base64(s, size, bytes, len, variant);
	return (struct text){ s, size - 1 };
}

/* Exactly len bytes, in the one way that we write them. */
static bool
decode(struct text text, uint8_t *bytes, size_t len)
{
	const int   variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t      got = 0;
	const char *end = NULL;

	if (text.s == NULL || text.len + 1 != sodium_base64_encoded_len(len, variant))
		return false;
	return sodium_base642bin(bytes, len, text.s, text.len, NULL, &got, &end, variant) ==
	           0 &&
	       got == len && end == text.s + text.len;
}

static const struct link_key *
find_key(const struct link_keys *keys, uint8_t id)
{
	for (size_t i = 0; i < keys->count; i++)
		if (keys->keys[i].id == id)
			return &keys->keys[i];
	return NULL;
}

/* Is the MAC behind the body ours? */
static bool
genuine(const struct link_keys *keys, const char *label, struct text scope,
    const uint8_t *bytes, size_t body)
{
	const struct link_key *key = find_key(keys, bytes[0]);
	uint8_t                want[MAC_BYTES];

	if (key == NULL)
		return false;
	mac(want, key, label, scope, bytes, body);
	return sodium_memcmp(want, bytes + body, MAC_BYTES) == 0;
}

static void
put_number(uint8_t *dst, size_t len, uint64_t n)
{
	for (size_t i = len; i-- > 0; n >>= 8)
		dst[i] = (uint8_t)n;
}

static uint64_t
get_number(const uint8_t *src, size_t len)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++)
		n = n << 8 | src[i];
	return n;
}

static struct text
purpose_scope(enum link_purpose purpose, char s[1])
{
	s[0] = (char)purpose;
	return (struct text){ s, 1 };
}

struct text
link_make(struct arena *arena, const struct link_keys *keys, enum link_purpose purpose,
    struct uuid object, uint32_t generation, int64_t expires)
{
	uint8_t bytes[BYTES_MAX];
	int64_t seconds = expires / CLOCK_SECOND + (expires % CLOCK_SECOND > 0);
	char    s[1];

	check(seconds >= 0 && seconds <= SECONDS_MAX);
	bytes[0] = keys->keys[0].id;
	memcpy(bytes + 1, object.b, 16);
	put_number(bytes + 17, 4, generation);
	put_number(bytes + 21, 5, (uint64_t)seconds);
	mac(bytes + TOKEN_BODY, &keys->keys[0], "soundings link", purpose_scope(purpose, s),
	    bytes, TOKEN_BODY);
	return encode(arena, bytes, BYTES_MAX);
}

struct url
link_url(struct arena *arena, struct url base_url, const char *path, struct text token)
{
	return url_absolute(arena, base_url, url_make(arena, path, token.s, NULL));
}

enum err
link_read(const struct link_keys *keys, enum link_purpose purpose, struct text token,
    int64_t now, struct uuid *object_out, uint32_t *generation_out)
{
	uint8_t bytes[BYTES_MAX];
	int64_t seconds;
	char    s[1];

	if (!decode(token, bytes, BYTES_MAX) ||
	    !genuine(keys, "soundings link", purpose_scope(purpose, s), bytes, TOKEN_BODY))
		return ERR_INVALID;
	memcpy(object_out->b, bytes + 1, 16);
	*generation_out = (uint32_t)get_number(bytes + 17, 4);
	seconds = (int64_t)get_number(bytes + 21, 5);
	return now <= seconds * CLOCK_SECOND ? ERR_OK : ERR_NOT_FOUND;
}

struct text
link_form_id_make(struct arena *arena, const struct link_keys *keys, struct text scope,
    struct uuid id)
{
	uint8_t bytes[FORM_BODY + MAC_BYTES];

	bytes[0] = keys->keys[0].id;
	memcpy(bytes + 1, id.b, 16);
	mac(bytes + FORM_BODY, &keys->keys[0], "soundings form", scope, bytes, FORM_BODY);
	return encode(arena, bytes, sizeof(bytes));
}

enum err
link_form_id_check(const struct link_keys *keys, struct text scope, struct text form_id,
    struct uuid *id_out)
{
	uint8_t bytes[FORM_BODY + MAC_BYTES];

	if (scope.len > SCOPE_MAX || !decode(form_id, bytes, sizeof(bytes)) ||
	    !genuine(keys, "soundings form", scope, bytes, FORM_BODY))
		return ERR_INVALID;
	memcpy(id_out->b, bytes + 1, 16);
	return ERR_OK;
}
