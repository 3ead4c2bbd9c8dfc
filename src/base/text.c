/* SPDX-License-Identifier: ISC */
#include "base/text.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

struct text
text_of(const char *s)
{
	return (struct text){ s, s ? strlen(s) : 0 };
}

enum err
text_check(struct arena *arena, const void *p, size_t len, struct text *text_out)
{
	if (memchr(p, '\0', len) != NULL || !utf8_valid(p, len))
		return ERR_INVALID;
	*text_out = (struct text){ arena_strndup(arena, p, len), len };
	return ERR_OK;
}

bool
text_equal(struct text a, struct text b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.s, b.s, a.len) == 0);
}

bool
text_is(struct text text, const char *s)
{
	return text.s != NULL && text_equal(text, text_of(s));
}

bool
text_empty(struct text text)
{
	return text.s == NULL || text.len == 0;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

int
text_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

struct text
text_trim(struct arena *arena, struct text text)
{
	size_t from = 0, to = text.len;

	while (from < to && is_blank(text.s[from]))
		from++;
	while (to > from && is_blank(text.s[to - 1]))
		to--;
	return (struct text){ arena_strndup(arena, text.s + from, to - from), to - from };
}

struct html
html_escape(struct arena *arena, struct text text)
{
	struct buf  b;
	struct text out;

	buf_init(&b, arena, text.len * 6 + 1);
	for (size_t i = 0; i < text.len; i++) {
		switch (text.s[i]) {
		case '&':
			buf_str(&b, "&amp;");
			break;
		case '<':
			buf_str(&b, "&lt;");
			break;
		case '>':
			buf_str(&b, "&gt;");
			break;
		case '"':
			buf_str(&b, "&quot;");
			break;
		case '\'':
			buf_str(&b, "&#39;");
			break;
		default:
			buf_char(&b, text.s[i]);
		}
	}
	out = buf_as_text(&b);
	return (struct html){ out.s, out.len };
}

/* RFC 3986 unreserved characters stay; all else is percent-encoded. */
static void
percent_encode(struct buf *b, const char *s)
{
	for (; *s != '\0'; s++) {
		unsigned char c = (unsigned char)*s;

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-._~", c) != NULL)
			buf_char(b, (char)c);
		else
			buf_fmt(b, "%%%02X", c);
	}
}

struct url
url_make(struct arena *arena, const char *path, ...)
{
	struct buf  b;
	struct text out;
	va_list     args;

	buf_init(&b, arena, 64 * 1024);
	va_start(args, path);
	for (; *path != '\0'; path++) {
		if (path[0] == '{' && path[1] == '}') {
			const char *arg = va_arg(args, const char *);

			check(arg != NULL);
			percent_encode(&b, arg);
			path++;
		} else {
			buf_char(&b, *path);
		}
	}
	check(va_arg(args, const char *) == NULL);
	va_end(args);
	out = buf_as_text(&b);
	return (struct url){ out.s, out.len };
}

struct url
url_absolute(struct arena *arena, struct url base, struct url path)
{
	size_t len = base.len;

	check(path.len > 0 && path.s[0] == '/');
	while (len > 0 && base.s[len - 1] == '/')
		len--;
	return (struct url){ arena_printf(arena, "%.*s%s", (int)len, base.s, path.s),
		len + path.len };
}
