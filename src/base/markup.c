/* SPDX-License-Identifier: ISC */
#include "base/markup.h"

#include <stdarg.h>
#include <stdio.h>

void
markup_init(struct markup *m, struct arena *arena, size_t max)
{
	*m = (struct markup){ .depth = 0 };
	buf_init(&m->buf, arena, max);
}

static void
end_tag(struct markup *m)
{
	if (m->in_tag)
		buf_char(&m->buf, '>');
	m->in_tag = false;
}

void
markup_open(struct markup *m, const char *element)
{
	check(m->depth < MARKUP_DEPTH);
	end_tag(m);
	buf_char(&m->buf, '<');
	buf_str(&m->buf, element);
	m->open[m->depth++] = element;
	m->in_tag = true;
}

void
markup_attr(struct markup *m, const char *name, struct text value)
{
	struct html safe = html_escape(m->buf.arena, value);

	check(m->in_tag);
	buf_char(&m->buf, ' ');
	buf_str(&m->buf, name);
	buf_str(&m->buf, "=\"");
	buf_add(&m->buf, safe.s, safe.len);
	buf_char(&m->buf, '"');
}

void
markup_attr_fmt(struct markup *m, const char *name, const char *fmt, ...)
{
	char    value[256];
	va_list args;
	int     len;

	va_start(args, fmt);
	len = vsnprintf(value, sizeof(value), fmt, args);
	va_end(args);
	check(len >= 0 && (size_t)len < sizeof(value));
	markup_attr(m, name, (struct text){ value, (size_t)len });
}

void
markup_text(struct markup *m, struct text text)
{
	markup_html(m, html_escape(m->buf.arena, text));
}

void
markup_html(struct markup *m, struct html html)
{
	end_tag(m);
	buf_add(&m->buf, html.s, html.len);
}

void
markup_close(struct markup *m)
{
	check(m->depth > 0);
	m->depth--;
	if (m->in_tag) {
		buf_str(&m->buf, "/>");
		m->in_tag = false;
		return;
	}
	buf_str(&m->buf, "</");
	buf_str(&m->buf, m->open[m->depth]);
	buf_char(&m->buf, '>');
}

struct html
markup_done(struct markup *m)
{
	struct text out;

	check(m->depth == 0);
	out = buf_as_text(&m->buf);
	return (struct html){ out.s, out.len };
}
