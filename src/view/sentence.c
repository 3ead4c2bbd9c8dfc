/* SPDX-License-Identifier: ISC
 *
 * [[sentences]]: translated and then parsed in place. */
#include <string.h>

#include "base/buf.h"
#include "view/parse.h"

/* Parse a translated piece in place; it must close what it opens. */
static enum err
read_piece(struct parser *p, struct text piece, const char *at)
{
	struct range src = p->src;
	const char  *keep = p->at;
	size_t       depth = p->depth;
	int          line = parse_line_at(p, at);

	p->fixed_line = line;
	p->src = (struct range){ piece.s, piece.s + piece.len };
	p->at = piece.s;
	TRY(parse_all(p));
	if (p->depth != depth)
		return parse_fail(p, at, "a sentence leaves a tag open");
	p->src = src;
	p->at = keep;
	p->fixed_line = 0;
	return ERR_OK;
}

/* Every tag of a translation must stand in the English too, or a translator's
 * slip would be a page that fails. */
static bool
tags_are_known(struct text piece, struct text one, struct text many)
{
	const char *s = piece.s, *end = piece.s + piece.len;

	while ((s = parse_find(s, end, range_of("{{"))) != NULL) {
		const char  *close = parse_find(s, end, range_of("}}"));
		struct range tag;

		if (close == NULL)
			return false;
		tag = (struct range){ s, close + 2 };
		if (parse_find(one.s, one.s + one.len, tag) == NULL &&
		    (many.s == NULL || parse_find(many.s, many.s + many.len, tag) == NULL))
			return false;
		s = close + 2;
	}
	return true;
}

static enum err
read_plural(struct parser *p, const char *at, struct text one, struct text many,
    struct range counted)
{
	const struct po_entry *e = p->opts->po ? po_find(p->opts->po, one) : NULL;
	struct tag             tag = { .begin = at, .inner = counted };
	struct op             *op;
	uint32_t               whole;
	int                    forms;

	if (e != NULL && (e->plural.s == NULL || !text_equal(e->plural, many)))
		e = NULL;
	forms = e ? po_forms(p->opts->po) : 2;
	TRY(parse_named_op(p, OP_PLURAL, &tag, &op));
	op->indent = e ? "translated" : ""; /* whose rule counts */
	whole = (uint32_t)p->count - 1;
	for (int i = 0; i < forms; i++) {
		struct text piece = e ? e->forms[i] : i == 0 ? one : many;
		uint32_t    form = (uint32_t)p->count;

		if (!tags_are_known(piece, one, many))
			return parse_fail(p, at,
			    "a translation has a tag that the English has not");
		parse_emit(p, OP_FORM, at);
		TRY(parse_push(p, &tag, OP_FORM, range_of("")));
		TRY(read_piece(p, piece, at));
		p->depth--;
		p->ops[form].end = (uint32_t)p->count;
	}
	p->ops[whole].end = (uint32_t)p->count;
	return ERR_OK;
}

static struct text
collapse(struct arena *arena, struct range r)
{
	struct buf b;

	r = parse_trim(r);
	buf_init(&b, arena, range_len(r) + 1);
	for (const char *s = r.s; s < r.end; s++) {
		if (!is_space(*s))
			buf_char(&b, *s);
		else if (!is_space(s[-1]))
			buf_char(&b, ' ');
	}
	return buf_as_text(&b);
}

/* [[...]], its beginning at `at`. */
enum err
parse_sentence(struct parser *p, const char *at)
{
	const char  *close = parse_find(at, p->src.end, range_of("]]"));
	struct range inner, part[3];
	size_t       parts = 1;
	struct text  one, many;

	if (p->fixed_line > 0)
		return parse_fail(p, at, "a sentence inside a sentence");
	if (close == NULL)
		return parse_fail(p, at, "a sentence is not closed by ]]");
	inner = (struct range){ at + 2, close };
	part[0] = inner;
	for (const char *s = inner.s; s < inner.end; s++) {
		if (*s != '|')
			continue;
		if (parts == 3)
			return parse_fail(p, at, "a sentence with too many |");
		part[parts - 1].end = s;
		part[parts++] = (struct range){ s + 1, inner.end };
	}
	parse_emit_text(p, p->at, at);
	p->at = close + 2;
	one = collapse(p->arena, part[0]);
	if (one.len == 0)
		return parse_fail(p, at, "an empty sentence");
	if (parts == 1) {
		const struct po_entry *e = p->opts->po ? po_find(p->opts->po, one) : NULL;
		struct text            piece = e ? e->forms[0] : one;

		if (!tags_are_known(piece, one, TEXT_NONE))
			return parse_fail(p, at,
			    "a translation has a tag that the English has not");
		return read_piece(p, piece, at);
	}
	if (parts == 2)
		return parse_fail(p, at, "a plural is written [[one|many|name]]");
	many = collapse(p->arena, part[1]);
	return read_plural(p, at, one, many, parse_trim(part[2]));
}
