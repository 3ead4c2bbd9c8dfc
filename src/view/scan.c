/* SPDX-License-Identifier: ISC
 *
 * Finding tags in a template's source, and what stands around them. */
#include <string.h>

#include "view/parse.h"

struct range
parse_trim(struct range r)
{
	while (r.s < r.end && is_space(*r.s))
		r.s++;
	while (r.end > r.s && is_space(r.end[-1]))
		r.end--;
	return r;
}

const char *
parse_find(const char *s, const char *end, struct range what)
{
	return memmem(s, (size_t)(end - s), what.s, range_len(what));
}

int
parse_line_at(const struct parser *p, const char *at)
{
	int line = 1;

	if (p->fixed_line > 0)
		return p->fixed_line;
	for (const char *s = p->src.s; s < at; s++)
		line += *s == '\n';
	return line;
}

enum err
parse_fail(struct parser *p, const char *at, const char *what)
{
	*p->problem = (struct template_problem){ parse_line_at(p, at), what };
	return ERR_INVALID;
}

/* What the innermost block takes off the beginning of its lines. */
static struct range
margin(const struct parser *p)
{
	for (size_t i = p->depth; i-- > 0;)
		if (p->stack[i].kind == OP_BLOCK)
			return p->stack[i].margin;
	return range_of("");
}

const char *
parse_without_margin(const struct parser *p, struct range line)
{
	struct range m = margin(p);

	while (line.s < line.end && m.s < m.end && *line.s == *m.s) {
		line.s++;
		m.s++;
	}
	return line.s;
}

/* Read the tag that begins at `at`. */
enum err
parse_read_tag(struct parser *p, const char *at, struct tag *tag)
{
	const char *s = at + range_len(p->open), *close;
	const char *end = p->src.end;

	*tag = (struct tag){ .begin = at };
	if (s < end && strchr("#^/><$!=&{", *s) != NULL && *s != '\0')
		tag->sigil = *s++;
	if (tag->sigil == '{' || tag->sigil == '=') {
		char twin = tag->sigil == '{' ? '}' : '=';

		for (close = s; (close = memchr(close, twin, (size_t)(end - close)));
		     close++) {
			size_t left = (size_t)(end - close - 1);

			if (left >= range_len(p->close) &&
			    memcmp(close + 1, p->close.s, range_len(p->close)) == 0)
				break;
		}
		if (close == NULL)
			return parse_fail(p, at, "a tag is not closed");
		tag->end = close + 1 + range_len(p->close);
	} else {
		close = parse_find(s, end, p->close);
		if (close == NULL)
			return parse_fail(p, at, "a tag is not closed");
		tag->end = close + range_len(p->close);
	}
	tag->inner = parse_trim((struct range){ s, close });
	return ERR_OK;
}

const char *
parse_line_begin(const struct parser *p, const char *at)
{
	while (at > p->src.s && at[-1] != '\n')
		at--;
	return at;
}

static bool
only_blanks(const char *s, const char *end)
{
	while (s < end && is_blank(*s))
		s++;
	return s == end;
}

/* End of the line behind at, before its line end; NULL: something follows. */
const char *
parse_line_rest(const struct parser *p, const char *at)
{
	while (at < p->src.end && is_blank(*at))
		at++;
	if (at < p->src.end && *at == '\r' && at + 1 < p->src.end && at[1] == '\n')
		at++;
	return at == p->src.end || *at == '\n' ? at : NULL;
}

static bool
is_open_parent(const struct parser *p, struct range name)
{
	for (size_t i = 0; i < p->depth; i++)
		if (p->stack[i].kind == OP_PARENT && same(p->stack[i].name, name))
			return true;
	return false;
}

/* A line of nothing but parent, block and closing tags, at least one of them a
 * parent's, stands alone as a whole. */
static bool
is_parent_line(struct parser *p, const char *at)
{
	const char             *s = parse_line_begin(p, at);
	struct template_problem keep = *p->problem;
	bool                    parent = false;

	while (parse_line_rest(p, s) == NULL) {
		struct tag tag;

		while (is_blank(*s))
			s++;
		if ((size_t)(p->src.end - s) < range_len(p->open) ||
		    memcmp(s, p->open.s, range_len(p->open)) != 0)
			return false;
		if (parse_read_tag(p, s, &tag) != ERR_OK) {
			*p->problem = keep;
			return false;
		}
		if (tag.sigil == '<' || (tag.sigil == '/' && is_open_parent(p, tag.inner)))
			parent = true;
		else if (tag.sigil != '$' && tag.sigil != '/')
			return false;
		s = tag.end;
	}
	return parent;
}

bool
parse_stands_alone(struct parser *p, const struct tag *tag)
{
	if (tag->sigil == '\0' || tag->sigil == '{' || tag->sigil == '&' || p->fixed_line > 0)
		return false;
	if (only_blanks(parse_line_begin(p, tag->begin), tag->begin) &&
	    parse_line_rest(p, tag->end) != NULL)
		return true;
	return strchr("<$/", tag->sigil) != NULL && is_parent_line(p, tag->begin);
}

/* Blanks that begin the line of a tag, less what the block takes off. */
const char *
parse_indent_of(struct parser *p, const struct tag *tag)
{
	const char *begin = parse_line_begin(p, tag->begin), *end = begin;

	while (end < tag->begin && is_blank(*end))
		end++;
	begin = parse_without_margin(p, (struct range){ begin, end });
	return arena_strndup(p->arena, begin, (size_t)(end - begin));
}
