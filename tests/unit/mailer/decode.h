/* SPDX-License-Identifier: ISC
 *
 * decode.h - as much of a mail reader as the tests of the builder need, written
 * from the RFCs and not from the builder.  Also used by tests/fuzz. */
#ifndef TEST_DECODE_H
#define TEST_DECODE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

static inline int
decode_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* RFC 2045, 6.7, CR LF kept. */
static inline bool
decode_quoted(struct arena *arena, struct text in, struct text *out)
{
	struct buf b;

	buf_init(&b, arena, in.len + 1);
	for (size_t i = 0; i < in.len; i++) {
		if (in.s[i] != '=') {
			buf_char(&b, in.s[i]);
			continue;
		}
		if (i + 2 >= in.len)
			return false;
		if (in.s[i + 1] == '\r' && in.s[i + 2] == '\n') {
			i += 2;
			continue;
		}
		if (decode_hex(in.s[i + 1]) < 0 || decode_hex(in.s[i + 2]) < 0)
			return false;
		buf_char(&b, (char)(decode_hex(in.s[i + 1]) * 16 + decode_hex(in.s[i + 2])));
		i += 2;
	}
	*out = buf_as_text(&b);
	return true;
}

/* RFC 3676, 4.5: flowed lines joined, stuffing taken off, LF between lines. */
static inline struct text
decode_flowed(struct arena *arena, struct text in)
{
	struct buf b;

	buf_init(&b, arena, in.len + 1);
	for (size_t at = 0; at < in.len;) {
		const char *end = memmem(in.s + at, in.len - at, "\r\n", 2);
		size_t      len = end ? (size_t)(end - in.s) - at : in.len - at;
		size_t      start = at;
		bool        signature = len == 3 && memcmp(in.s + at, "-- ", 3) == 0;
		bool        flowed;

		at += len + 2;
		if (len > 0 && in.s[start] == ' ') {
			start++;
			len--;
		}
		flowed = len > 0 && in.s[start + len - 1] == ' ' && !signature;
		buf_add(&b, in.s + start, len);
		if (!flowed)
			buf_char(&b, '\n');
	}
	return buf_as_text(&b);
}

/* Headers up to the blank line. */
static inline size_t
decode_header_count(struct text mail)
{
	size_t count = 0;

	for (size_t at = 0; at < mail.len;) {
		const char *end = memmem(mail.s + at, mail.len - at, "\r\n", 2);

		if (end == NULL || end == mail.s + at)
			break;
		count += mail.s[at] != ' ' && mail.s[at] != '\t';
		at = (size_t)(end - mail.s) + 2;
	}
	return count;
}

/* The unfolded value of the first header of that name; absent: none. */
static inline struct text
decode_header(struct arena *arena, struct text mail, const char *name)
{
	size_t     n = strlen(name);
	struct buf b;

	buf_init(&b, arena, mail.len + 1);
	for (size_t at = 0; at < mail.len;) {
		const char *end = memmem(mail.s + at, mail.len - at, "\r\n", 2);
		size_t      len;

		if (end == NULL || end == mail.s + at)
			break;
		len = (size_t)(end - mail.s) - at;
		if (b.len > 0 && mail.s[at] == ' ') {
			buf_add(&b, mail.s + at, len);
		} else if (b.len > 0) {
			break;
		} else if (len > n + 1 && strncasecmp(mail.s + at, name, n) == 0 &&
		           mail.s[at + n] == ':') {
			buf_add(&b, mail.s + at + n + 1, len - n - 1);
		}
		at += len + 2;
	}
	if (b.len == 0)
		return TEXT_NONE;
	return (struct text){ b.data + 1, b.len - 1 }; /* the blank after the colon */
}

/* RFC 2047 with UTF-8 and Q only: all this builder makes. */
static inline struct text
decode_words(struct arena *arena, struct text in)
{
	struct buf b;
	bool       after_word = false;

	buf_init(&b, arena, in.len + 1);
	for (size_t i = 0; i < in.len;) {
		const char *end;

		if (in.len - i > 12 && memcmp(in.s + i, "=?UTF-8?Q?", 10) == 0 &&
		    (end = memmem(in.s + i + 10, in.len - i - 10, "?=", 2)) != NULL) {
			for (const char *p = in.s + i + 10; p < end; p++) {
				if (*p == '_') {
					buf_char(&b, ' ');
				} else if (*p == '=') {
					buf_char(&b, (char)(decode_hex(p[1]) * 16 +
					                    decode_hex(p[2])));
					p += 2;
				} else {
					buf_char(&b, *p);
				}
			}
			i = (size_t)(end - in.s) + 2;
			after_word = true;
			continue;
		}
		if (after_word && in.s[i] == ' ' && in.len - i > 11 &&
		    memcmp(in.s + i + 1, "=?UTF-8?Q?", 10) == 0) {
			i++;
			continue;
		}
		after_word = false;
		buf_char(&b, in.s[i++]);
	}
	return buf_as_text(&b);
}

#endif
