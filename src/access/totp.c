/* SPDX-License-Identifier: ISC */
#include "access/totp.h"

#include <liboath/oath.h>
#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"

#define ISSUER "Soundings"

void
totp_code(struct bytes secret, int64_t step, char code_out[TOTP_DIGITS + 1])
{
	check(oath_hotp_generate((const char *)secret.p, secret.len, (uint64_t)step,
	          TOTP_DIGITS, false, OATH_HOTP_DYNAMIC_TRUNCATION, code_out) == OATH_OK);
}

/* The figures alone; false: something else is in it. */
static bool
figures(struct text given, char out[TOTP_DIGITS])
{
	size_t n = 0;

	for (size_t i = 0; i < given.len; i++) {
		if (given.s[i] == ' ')
			continue;
		if (given.s[i] < '0' || given.s[i] > '9' || n == TOTP_DIGITS)
			return false;
		out[n++] = given.s[i];
	}
	return n == TOTP_DIGITS;
}

bool
totp_check(struct bytes secret, struct text code, int64_t now, int64_t *step_out)
{
	int64_t step = now / (TOTP_STEP * CLOCK_SECOND), found = -1;
	char    given[TOTP_DIGITS], want[TOTP_DIGITS + 1];

	if (!figures(code, given))
		return false;
	/* All three are compared, so that time tells nothing. */
	for (int64_t s = step - 1; s <= step + 1; s++) {
		totp_code(secret, s, want);
		if (sodium_memcmp(want, given, TOTP_DIGITS) == 0)
			found = s;
	}
	sodium_memzero(want, sizeof want);
	*step_out = found;
	return found >= 0;
}

static void
base32(struct buf *out, struct bytes secret, bool groups)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

	for (size_t bit = 0, n = 0; bit < secret.len * 8; bit += 5, n++) {
		unsigned v = 0;

		for (size_t i = bit; i < bit + 5; i++)
			v = v << 1 |
			    (i < secret.len * 8 ? secret.p[i / 8] >> (7 - i % 8) & 1 : 0);
		if (groups && n > 0 && n % 4 == 0)
			buf_char(out, ' ');
		buf_char(out, letters[v]);
	}
}

struct text
totp_words(struct arena *arena, struct bytes secret)
{
	struct buf b;

	buf_init(&b, arena, 256);
	base32(&b, secret, true);
	return buf_as_text(&b);
}

struct text
totp_uri(struct arena *arena, struct bytes secret, struct text account)
{
	struct url who = url_make(arena, "{}", account.s, NULL);
	struct buf b;

	buf_init(&b, arena, 2048);
	buf_fmt(&b, "otpauth://totp/" ISSUER ":%s?secret=", who.s);
	base32(&b, secret, false);
	buf_str(&b, "&issuer=" ISSUER "&algorithm=SHA1&digits=6&period=30");
	check(buf_ok(&b));
	return buf_as_text(&b);
}
