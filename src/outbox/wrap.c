/* SPDX-License-Identifier: ISC */
#include "outbox/wrap.h"

#include "base/buf.h"
#include "base/utf8.h"

static void
wrap_line(struct buf *out, const char *line, size_t len)
{
	size_t column = 0;

	for (size_t at = 0; at < len;) {
		const char *blank = memchr(line + at, ' ', len - at);
		size_t      word = blank ? (size_t)(blank - line) - at : len - at;
		size_t      wide = utf8_count(line + at, word);

		if (column > 0 && column + 1 + wide > WRAP_COLUMNS) {
			buf_char(out, '\n');
			column = 0;
		} else if (column > 0) {
			buf_char(out, ' ');
			column++;
		}
		buf_add(out, line + at, word);
		column += wide;
		at += word + 1;
	}
}

struct text
wrap_text(struct arena *arena, struct text text)
{
	struct buf out;

	buf_init(&out, arena, text.len * 2 + 16);
	for (size_t at = 0; at < text.len;) {
		const char *end = memchr(text.s + at, '\n', text.len - at);
		size_t      len = end ? (size_t)(end - text.s) - at : text.len - at;

		if (utf8_count(text.s + at, len) <= WRAP_COLUMNS)
			buf_add(&out, text.s + at, len);
		else
			wrap_line(&out, text.s + at, len);
		buf_char(&out, '\n');
		at += len + 1;
	}
	return buf_as_text(&out);
}
