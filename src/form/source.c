/* SPDX-License-Identifier: ISC */
#include "form/source.h"

#include <string.h>

struct cursor {
	const uint8_t *p, *end;
	int            line;
};

static void
skip_blank(struct cursor *c)
{
	while (c->p < c->end &&
	       (*c->p == ' ' || *c->p == '\t' || *c->p == '\r' || *c->p == '\n')) {
		if (*c->p == '\n')
			c->line++;
		c->p++;
	}
}

/* Behind the closing quote; the caller stands on the opening one. */
static void
skip_string(struct cursor *c)
{
	c->p++;
	while (c->p < c->end && *c->p != '"')
		c->p += *c->p == '\\' && c->p + 1 < c->end ? 2 : 1;
	if (c->p < c->end)
		c->p++;
}

static void
skip_value(struct cursor *c)
{
	size_t depth = 0;

	do {
		skip_blank(c);
		if (c->p >= c->end)
			return;
		switch (*c->p) {
		case '"':
			skip_string(c);
			break;
		case '{':
		case '[':
			depth++;
			c->p++;
			break;
		case '}':
		case ']':
			depth--;
			c->p++;
			break;
		case ',':
		case ':':
			c->p++;
			break;
		default: /* a number or a word */
			do
				c->p++;
			while (c->p < c->end && strchr(",:]}\"[{ \t\r\n", *c->p) == NULL);
		}
	} while (depth > 0);
}

static int
hex4(const uint8_t *p, const uint8_t *end)
{
	int code = 0;

	for (int i = 0; i < 4; i++, p++) {
		if (p >= end)
			return -1;
		code = code * 16 + (*p <= '9' ? *p - '0' : (*p | 0x20) - 'a' + 10);
	}
	return code;
}

/* One character of a JSON string as UTF-8; returns its length in out. */
static size_t
next_char(struct cursor *c, char out[4])
{
	uint32_t code;
	int      low;

	if (*c->p != '\\') {
		out[0] = (char)*c->p++;
		return 1;
	}
	c->p++;
	if (*c->p != 'u') {
		static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
		const char       *at = strchr(from, *c->p);

		out[0] = at != NULL && *at != '\0' ? to[at - from] : (char)*c->p;
		c->p++;
		return 1;
	}
	code = (uint32_t)hex4(c->p + 1, c->end);
	c->p += 5;
	if (code >= 0xd800 && code < 0xdc00 && c->end - c->p >= 6 && c->p[0] == '\\' &&
	    (low = hex4(c->p + 2, c->end)) >= 0xdc00) {
		code = 0x10000 + ((code - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
		c->p += 6;
	}
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

/* Is the member name at the cursor the pointer token from..to?  Moves behind
 * the name. */
static bool
name_is(struct cursor *c, const char *from, const char *to)
{
	struct cursor reader = *c;
	bool          same = true;

	skip_string(c);
	reader.p++;
	while (reader.p < c->p - 1) {
		char   bytes[4];
		size_t len = next_char(&reader, bytes);

		for (size_t i = 0; i < len && same; i++) {
			char want;

			if (from >= to) {
				same = false;
				break;
			}
			want = *from++;
			if (want == '~' && from < to)
				want = *from++ == '1' ? '/' : '~';
			same = want == bytes[i];
		}
	}
	return same && from == to;
}

/* Step into the member or element; false: it is not there. */
static bool
enter(struct cursor *c, const char *from, const char *to)
{
	int64_t want = -1, index = 0;
	bool    object;

	skip_blank(c);
	if (c->p >= c->end || (*c->p != '{' && *c->p != '['))
		return false;
	object = *c->p++ == '{';
	if (!object) {
		want = 0;
		for (const char *s = from; s < to; s++)
			want = want * 10 + (*s - '0');
	}
	for (;;) {
		skip_blank(c);
		if (c->p >= c->end || *c->p == '}' || *c->p == ']')
			return false;
		if (object) {
			bool here = name_is(c, from, to);

			skip_blank(c);
			c->p++; /* : */
			skip_blank(c);
			if (here)
				return true;
		} else if (index++ == want) {
			return true;
		}
		skip_value(c);
		skip_blank(c);
		if (c->p < c->end && *c->p == ',')
			c->p++;
	}
}

int
source_line(struct bytes json, const char *pointer)
{
	struct cursor c = { json.p, json.p + json.len, 1 };

	skip_blank(&c);
	while (*pointer == '/') {
		struct cursor next = c;
		const char   *to = strchr(pointer + 1, '/');

		if (to == NULL)
			to = pointer + strlen(pointer);
		if (!enter(&next, pointer + 1, to))
			break;
		c = next;
		pointer = to;
	}
	return c.line;
}

size_t
source_depth(struct bytes json)
{
	size_t depth = 0, deepest = 0;
	bool   in_string = false;

	for (size_t i = 0; i < json.len; i++) {
		uint8_t b = json.p[i];

		if (in_string) {
			if (b == '\\')
				i++;
			else if (b == '"')
				in_string = false;
		} else if (b == '"') {
			in_string = true;
		} else if (b == '{' || b == '[') {
			if (++depth > deepest)
				deepest = depth;
		} else if ((b == '}' || b == ']') && depth > 0) {
			depth--;
		}
	}
	return deepest;
}
