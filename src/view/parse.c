/* SPDX-License-Identifier: ISC
 *
 * Source text to operations.  The rules of white space around tags that stand
 * alone on a line, and of re-indented blocks, are those of the public
 * specification; indentation is kept track of in spec mode only, since HTML
 * does not care. */
#include <string.h>

#include "base/buf.h"
#include "view/template.h"

struct range {
	const char *s, *end;
};

struct open {
	enum op_kind kind;
	uint32_t     op;
	struct range name;
	struct range margin; /* blocks in spec mode: taken off each line inside */
};

struct parser {
	struct arena                  *arena;
	const struct template_options *opts;
	struct template_problem       *problem;
	struct range src;
	const char  *at;
	struct op   *ops;
	size_t       count, room;
	struct open  stack[TEMPLATE_DEPTH];
	size_t       depth;
	struct range open, close; /* delimiters */
	int          fixed_line;  /* inside a sentence: the line it began on */
	bool         line_begins; /* nothing was written for this line yet */
};

struct tag {
	const char  *begin, *end; /* with delimiters */
	char         sigil;       /* 0: plain name */
	struct range inner;
	bool         alone;
};

static struct range
range_of(const char *s)
{
	return (struct range){ s, s + strlen(s) };
}

static size_t
range_len(struct range r)
{
	return (size_t)(r.end - r.s);
}

static bool
same(struct range a, struct range b)
{
	return range_len(a) == range_len(b) && memcmp(a.s, b.s, range_len(a)) == 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static struct range
trim(struct range r)
{
	while (r.s < r.end && is_space(*r.s))
		r.s++;
	while (r.end > r.s && is_space(r.end[-1]))
		r.end--;
	return r;
}

static const char *
find(const char *s, const char *end, struct range what)
{
	return memmem(s, (size_t)(end - s), what.s, range_len(what));
}

static int
line_at(const struct parser *p, const char *at)
{
	int line = 1;

	if (p->fixed_line > 0)
		return p->fixed_line;
	for (const char *s = p->src.s; s < at; s++)
		line += *s == '\n';
	return line;
}

static enum err
fail(struct parser *p, const char *at, const char *what)
{
	*p->problem = (struct template_problem){ line_at(p, at), what };
	return ERR_INVALID;
}

static struct op *
emit(struct parser *p, enum op_kind kind, const char *at)
{
	struct op *op;

	if (p->count == p->room) {
		size_t     room = p->room ? p->room * 2 : 32;
		struct op *more = ARENA_ARRAY(p->arena, struct op, room);

		if (p->count > 0)
			memcpy(more, p->ops, p->count * sizeof(*more));
		p->ops = more;
		p->room = room;
	}
	op = &p->ops[p->count++];
	*op = (struct op){ .kind = kind, .line = line_at(p, at),
		.end = (uint32_t)p->count, .target = -1, .indent = "" };
	return op;
}

static void
emit_raw_text(struct parser *p, const char *s, const char *end)
{
	struct op *op;

	if (s == end)
		return;
	op = emit(p, OP_TEXT, s);
	op->s = s;
	op->len = (size_t)(end - s);
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

static const char *
without_margin(const struct parser *p, struct range line)
{
	struct range m = margin(p);

	while (line.s < line.end && m.s < m.end && *line.s == *m.s) {
		line.s++;
		m.s++;
	}
	return line.s;
}

static void
emit_text(struct parser *p, const char *s, const char *end)
{
	if (!p->opts->spec) {
		emit_raw_text(p, s, end);
		return;
	}
	while (s < end) {
		const char *line = memchr(s, '\n', (size_t)(end - s));

		line = line ? line + 1 : end;
		if (p->line_begins) {
			if (*s != '\n' && *s != '\r')
				emit(p, OP_INDENT, s);
			s = without_margin(p, (struct range){ s, line });
		}
		emit_raw_text(p, s, line);
		p->line_begins = line[-1] == '\n';
		s = line;
	}
}

static struct name *
make_name(struct parser *p, struct range r)
{
	size_t       count = 1, i = 0;
	struct name *name;

	if (same(r, range_of(".")))
		return arena_alloc(p->arena, sizeof(*name));
	for (const char *s = r.s; s < r.end; s++)
		count += *s == '.';
	name = arena_alloc(p->arena, sizeof(*name) + count * sizeof(name->parts[0]));
	name->count = count;
	while (i < count) {
		const char *dot = memchr(r.s, '.', range_len(r));
		const char *end = dot ? dot : r.end;

		name->parts[i++] = value_hash(r.s, (size_t)(end - r.s));
		r.s = dot ? dot + 1 : r.end;
	}
	return name;
}

/* Strict names are [a-z0-9_.] so that a typing error cannot look like one;
 * templates have names with / and - as well. */
static bool
name_ok(const struct parser *p, struct range r, const char *also)
{
	if (r.s == r.end)
		return false;
	for (const char *s = r.s; s < r.end; s++) {
		if (p->opts->spec) {
			if (is_space(*s))
				return false;
		} else if (!(*s >= 'a' && *s <= 'z') && !(*s >= '0' && *s <= '9') &&
		    strchr(also, *s) == NULL) {
			return false;
		}
	}
	return true;
}

static enum err
named_op(struct parser *p, enum op_kind kind, const struct tag *tag, struct op **op_out)
{
	bool value = kind == OP_VAR || kind == OP_RAW || kind == OP_SECTION ||
	    kind == OP_INVERTED || kind == OP_PLURAL;

	if (!name_ok(p, tag->inner, value ? "_." : "_./-"))
		return fail(p, tag->begin, "a tag whose name is not one");
	*op_out = emit(p, kind, tag->begin);
	(*op_out)->s = arena_strndup(p->arena, tag->inner.s, range_len(tag->inner));
	(*op_out)->len = range_len(tag->inner);
	if (value)
		(*op_out)->name = make_name(p, tag->inner);
	return ERR_OK;
}

static enum err
push(struct parser *p, const struct tag *tag, enum op_kind kind, struct range m)
{
	if (p->depth == TEMPLATE_DEPTH)
		return fail(p, tag->begin, "tags are nested too deep");
	p->stack[p->depth++] = (struct open){ kind, (uint32_t)p->count - 1, tag->inner, m };
	return ERR_OK;
}

/* Read the tag that begins at `at`. */
static enum err
read_tag(struct parser *p, const char *at, struct tag *tag)
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
			return fail(p, at, "a tag is not closed");
		tag->end = close + 1 + range_len(p->close);
	} else {
		close = find(s, end, p->close);
		if (close == NULL)
			return fail(p, at, "a tag is not closed");
		tag->end = close + range_len(p->close);
	}
	tag->inner = trim((struct range){ s, close });
	return ERR_OK;
}

static const char *
line_begin(const struct parser *p, const char *at)
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
static const char *
line_rest(const struct parser *p, const char *at)
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
	const char             *s = line_begin(p, at);
	struct template_problem keep = *p->problem;
	bool                    parent = false;

	while (line_rest(p, s) == NULL) {
		struct tag tag;

		while (is_blank(*s))
			s++;
		if ((size_t)(p->src.end - s) < range_len(p->open) ||
		    memcmp(s, p->open.s, range_len(p->open)) != 0)
			return false;
		if (read_tag(p, s, &tag) != ERR_OK) {
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

static bool
stands_alone(struct parser *p, const struct tag *tag)
{
	if (tag->sigil == '\0' || tag->sigil == '{' || tag->sigil == '&' ||
	    p->fixed_line > 0)
		return false;
	if (only_blanks(line_begin(p, tag->begin), tag->begin) &&
	    line_rest(p, tag->end) != NULL)
		return true;
	return strchr("<$/", tag->sigil) != NULL && is_parent_line(p, tag->begin);
}

/* Blanks that begin the line of a tag, less what the block takes off. */
static const char *
indent_of(struct parser *p, const struct tag *tag)
{
	const char *begin = line_begin(p, tag->begin), *end = begin;

	while (end < tag->begin && is_blank(*end))
		end++;
	begin = without_margin(p, (struct range){ begin, end });
	return arena_strndup(p->arena, begin, (size_t)(end - begin));
}

static enum err
read_block(struct parser *p, const struct tag *tag)
{
	struct op   *op;
	struct range m = range_of("");

	TRY(named_op(p, OP_BLOCK, tag, &op));
	if (p->opts->spec) {
		/* The first line inside says how far the block is indented. */
		const char *s = tag->alone ? p->at : line_begin(p, tag->begin);

		m = (struct range){ s, s };
		while (m.end < p->src.end && is_blank(*m.end))
			m.end++;
		if (!tag->alone && m.end != tag->begin)
			m.end = m.s;
		s = without_margin(p, m);
		op->indent = arena_strndup(p->arena, s, (size_t)(m.end - s));
	}
	return push(p, tag, OP_BLOCK, m);
}

static enum err
read_close(struct parser *p, const struct tag *tag)
{
	struct open *open;

	if (p->depth == 0)
		return fail(p, tag->begin, "a closing tag without its opening one");
	open = &p->stack[p->depth - 1];
	if (!same(open->name, tag->inner) || open->kind == OP_FORM)
		return fail(p, tag->begin, "a closing tag does not fit the one that is open");
	p->ops[open->op].end = (uint32_t)p->count;
	p->depth--;
	return ERR_OK;
}

static enum err
set_delimiters(struct parser *p, const struct tag *tag)
{
	struct range r = tag->inner, open = { r.s, r.s }, close;

	if (!p->opts->spec)
		return fail(p, tag->begin, "other delimiters are not used here");
	while (open.end < r.end && !is_space(*open.end))
		open.end++;
	close = trim((struct range){ open.end, r.end });
	if (open.s == open.end || close.s == close.end)
		return fail(p, tag->begin, "delimiters come in pairs");
	for (const char *s = close.s; s < close.end; s++)
		if (is_space(*s))
			return fail(p, tag->begin, "delimiters come in pairs");
	p->open = open;
	p->close = close;
	return ERR_OK;
}

static enum err
apply_tag(struct parser *p, const struct tag *tag)
{
	struct op *op;

	switch (tag->sigil) {
	case '!':
		return ERR_OK;
	case '=':
		return set_delimiters(p, tag);
	case '#':
	case '^':
		TRY(named_op(p, tag->sigil == '#' ? OP_SECTION : OP_INVERTED, tag, &op));
		return push(p, tag, op->kind, range_of(""));
	case '/':
		return read_close(p, tag);
	case '$':
		return read_block(p, tag);
	case '>':
	case '<':
		TRY(named_op(p, tag->sigil == '>' ? OP_PARTIAL : OP_PARENT, tag, &op));
		if (p->opts->spec && tag->alone)
			op->indent = indent_of(p, tag);
		return op->kind == OP_PARENT ? push(p, tag, OP_PARENT, range_of("")) :
		                               ERR_OK;
	case '&':
		if (!p->opts->spec)
			return fail(p, tag->begin, "write {{{name}}} instead of {{&name}}");
		return named_op(p, OP_RAW, tag, &op);
	case '{':
		if (p->opts->text)
			return fail(p, tag->begin, "a text template has no raw values");
		return named_op(p, OP_RAW, tag, &op);
	default:
		return named_op(p, OP_VAR, tag, &op);
	}
}

static enum err
read_until_next(struct parser *p, const char *at)
{
	struct tag  tag;
	const char *text_end = at;

	TRY(read_tag(p, at, &tag));
	tag.alone = stands_alone(p, &tag);
	if (tag.alone)
		while (text_end > p->at && is_blank(text_end[-1]))
			text_end--;
	emit_text(p, p->at, text_end);
	p->at = tag.end;
	if (tag.alone) {
		const char *rest = line_rest(p, tag.end);

		if (rest != NULL) {
			p->at = rest < p->src.end ? rest + 1 : rest;
			p->line_begins = true;
		}
	} else if (p->opts->spec && p->line_begins) {
		emit(p, OP_INDENT, tag.begin);
		p->line_begins = false;
	}
	return apply_tag(p, &tag);
}

static enum err read_all(struct parser *p);

/* Parse a translated piece in place; it must close what it opens. */
static enum err
read_piece(struct parser *p, struct text piece, const char *at)
{
	struct range src = p->src;
	const char  *keep = p->at;
	size_t       depth = p->depth;
	int          line = line_at(p, at);

	p->fixed_line = line;
	p->src = (struct range){ piece.s, piece.s + piece.len };
	p->at = piece.s;
	TRY(read_all(p));
	if (p->depth != depth)
		return fail(p, at, "a sentence leaves a tag open");
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

	while ((s = find(s, end, range_of("{{"))) != NULL) {
		const char  *close = find(s, end, range_of("}}"));
		struct range tag;

		if (close == NULL)
			return false;
		tag = (struct range){ s, close + 2 };
		if (find(one.s, one.s + one.len, tag) == NULL &&
		    (many.s == NULL || find(many.s, many.s + many.len, tag) == NULL))
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
	TRY(named_op(p, OP_PLURAL, &tag, &op));
	op->indent = e ? "translated" : ""; /* whose rule counts */
	whole = (uint32_t)p->count - 1;
	for (int i = 0; i < forms; i++) {
		struct text piece = e ? e->forms[i] : i == 0 ? one : many;
		uint32_t    form = (uint32_t)p->count;

		if (!tags_are_known(piece, one, many))
			return fail(p, at, "a translation has a tag that the English has not");
		emit(p, OP_FORM, at);
		TRY(push(p, &tag, OP_FORM, range_of("")));
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

	r = trim(r);
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
static enum err
read_sentence(struct parser *p, const char *at)
{
	const char  *close = find(at, p->src.end, range_of("]]"));
	struct range inner, part[3];
	size_t       parts = 1;
	struct text  one, many;

	if (p->fixed_line > 0)
		return fail(p, at, "a sentence inside a sentence");
	if (close == NULL)
		return fail(p, at, "a sentence is not closed by ]]");
	inner = (struct range){ at + 2, close };
	part[0] = inner;
	for (const char *s = inner.s; s < inner.end; s++) {
		if (*s != '|')
			continue;
		if (parts == 3)
			return fail(p, at, "a sentence with too many |");
		part[parts - 1].end = s;
		part[parts++] = (struct range){ s + 1, inner.end };
	}
	emit_text(p, p->at, at);
	p->at = close + 2;
	one = collapse(p->arena, part[0]);
	if (one.len == 0)
		return fail(p, at, "an empty sentence");
	if (parts == 1) {
		const struct po_entry *e = p->opts->po ? po_find(p->opts->po, one) : NULL;
		struct text piece = e ? e->forms[0] : one;

		if (!tags_are_known(piece, one, TEXT_NONE))
			return fail(p, at, "a translation has a tag that the English has not");
		return read_piece(p, piece, at);
	}
	if (parts == 2)
		return fail(p, at, "a plural is written [[one|many|name]]");
	many = collapse(p->arena, part[1]);
	return read_plural(p, at, one, many, trim(part[2]));
}

static enum err
read_all(struct parser *p)
{
	for (;;) {
		const char *tag = find(p->at, p->src.end, p->open);
		const char *sentence =
		    p->opts->spec ? NULL : find(p->at, p->src.end, range_of("[["));

		if (tag == NULL && sentence == NULL)
			break;
		if (sentence != NULL && (tag == NULL || sentence < tag))
			TRY(read_sentence(p, sentence));
		else
			TRY(read_until_next(p, tag));
	}
	emit_text(p, p->at, p->src.end);
	p->at = p->src.end;
	return ERR_OK;
}

enum err
template_parse(struct arena *arena, const char *name, struct text source,
    const struct template_options *opts, struct template *template_out,
    struct template_problem *problem_out)
{
	struct parser p = { .arena = arena, .opts = opts, .problem = problem_out,
		.src = { source.s, source.s + source.len }, .at = source.s,
		.open = range_of("{{"), .close = range_of("}}"), .line_begins = true };

	*problem_out = (struct template_problem){ 0, "" };
	TRY(read_all(&p));
	if (p.depth > 0) {
		*problem_out = (struct template_problem){
			p.ops[p.stack[p.depth - 1].op].line, "a tag is never closed" };
		return ERR_INVALID;
	}
	*template_out = (struct template){ name, opts->text, p.ops, p.count, opts->po };
	return ERR_OK;
}
