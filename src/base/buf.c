/* SPDX-License-Identifier: ISC */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
buf_init(struct buf *b, struct arena *arena, size_t max)
{
	*b = (struct buf){ .arena = arena, .max = max };
}

/* Room for len more bytes and the NUL, or the sticky mark. */
static bool
make_room(struct buf *b, size_t len)
{
	size_t size;
	char  *data;

	if (b->overflow || len > b->max || b->len > b->max - len) {
		b->overflow = true;
		return false;
	}
	if (b->len + len < b->size)
		return true;
	size = b->size ? b->size : 256;
	while (size <= b->len + len)
		size *= 2;
	data = arena_alloc(b->arena, size);
	if (b->len > 0)
		memcpy(data, b->data, b->len);
	b->data = data;
	b->size = size;
	return true;
}

void
buf_add(struct buf *b, const void *p, size_t len)
{
	if (!make_room(b, len))
		return;
	if (len > 0)
		memcpy(b->data + b->len, p, len);
	b->len += len;
	b->data[b->len] = '\0';
}

void
buf_str(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void
buf_char(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void
buf_text(struct buf *b, struct text text)
{
	buf_add(b, text.s, text.len);
}

void
buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list args;
	int     len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	check(len >= 0);
	if (!make_room(b, (size_t)len))
		return;
	va_start(args, fmt);
	vsnprintf(b->data + b->len, (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
}

void
buf_int(struct buf *b, int64_t value)
{
	/* By hand: exports write two of them a row. */
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;
	char     digits[24], *p = digits + sizeof(digits);

	do {
		*--p = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (value < 0)
		*--p = '-';
	buf_add(b, p, (size_t)(digits + sizeof(digits) - p));
}

const char *
json_escape(char c)
{
	static const char low[0x20][7] = { "\\u0000", "\\u0001", "\\u0002", "\\u0003",
		"\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\u0008", "\\u0009", "\\n",
		"\\u000b", "\\u000c", "\\u000d", "\\u000e", "\\u000f", "\\u0010", "\\u0011",
		"\\u0012", "\\u0013", "\\u0014", "\\u0015", "\\u0016", "\\u0017", "\\u0018",
		"\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f" };

	if ((unsigned char)c < sizeof(low) / sizeof(low[0]))
		return low[(unsigned char)c];
	return c == '"' ? "\\\"" : c == '\\' ? "\\\\" : NULL;
}

void
buf_json(struct buf *b, struct text text)
{
	size_t plain = 0; /* where the run begins that stands as it is */

	if (text.s == NULL) {
		buf_str(b, "null");
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		const char *escape = json_escape(text.s[i]);

		if (escape == NULL)
			continue;
		buf_add(b, text.s + plain, i - plain);
		buf_str(b, escape);
		plain = i + 1;
	}
	buf_add(b, text.s + plain, text.len - plain);
	buf_char(b, '"');
}

void
buf_clear(struct buf *b)
{
	b->len = 0;
	b->overflow = false;
	if (b->data != NULL)
		b->data[0] = '\0';
}

struct text
buf_as_text(const struct buf *b)
{
	check(!b->overflow);
	return (struct text){ b->data ? b->data : "", b->len };
}

bool
parse_int(struct text text, int64_t low, int64_t high, int64_t *value_out)
{
	int64_t value = 0;
	size_t  i = 0;
	bool    negative = text.len > 0 && text.s[0] == '-';

	if (negative)
		i = 1;
	if (i == text.len)
		return false;
	for (; i < text.len; i++) {
		int digit = text.s[i] - '0';

		if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, digit, &value))
			return false;
	}
	/* Built up negative, since -INT64_MIN has no positive twin. */
	if (!negative && __builtin_sub_overflow(0, value, &value))
		return false;
	if (value < low || value > high)
		return false;
	*value_out = value;
	return true;
}

bool
print_to(char *dst, size_t size, const char *fmt, ...)
{
	va_list args;
	int     len;

	va_start(args, fmt);
	len = vsnprintf(dst, size, fmt, args);
	va_end(args);
	check(len >= 0);
	return (size_t)len < size;
}
