/* SPDX-License-Identifier: ISC
 *
 * Source text to operations.  The rules of white space around tags that stand
 * alone on a line, and of re-indented blocks, are those of the public
 * specification; indentation is kept track of in spec mode only, since HTML
 * does not care. */
#include <string.h>

#include "view/parse.h"

struct op *
parse_emit(struct parser *p, enum op_kind kind, const char *at)
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
	*op = (struct op){ .kind = kind,
		.line = parse_line_at(p, at),
		.end = (uint32_t)p->count,
		.target = -1,
		.indent = "" };
	return op;
}

static void
emit_raw_text(struct parser *p, const char *s, const char *end)
{
	struct op *op;

	if (s == end)
		return;
	op = parse_emit(p, OP_TEXT, s);
	op->s = s;
	op->len = (size_t)(end - s);
}

void
parse_emit_text(struct parser *p, const char *s, const char *end)
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
				parse_emit(p, OP_INDENT, s);
			s = parse_without_margin(p, (struct range){ s, line });
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

enum err
parse_named_op(struct parser *p, enum op_kind kind, const struct tag *tag, struct op **op_out)
{
	bool value = kind == OP_VAR || kind == OP_RAW || kind == OP_SECTION ||
	             kind == OP_INVERTED || kind == OP_PLURAL;

	if (!name_ok(p, tag->inner, value ? "_." : "_./-"))
		return parse_fail(p, tag->begin, "a tag whose name is not one");
	*op_out = parse_emit(p, kind, tag->begin);
	(*op_out)->s = arena_strndup(p->arena, tag->inner.s, range_len(tag->inner));
	(*op_out)->len = range_len(tag->inner);
	if (value)
		(*op_out)->name = make_name(p, tag->inner);
	return ERR_OK;
}

enum err
parse_push(struct parser *p, const struct tag *tag, enum op_kind kind, struct range m)
{
	if (p->depth == TEMPLATE_DEPTH)
		return parse_fail(p, tag->begin, "tags are nested too deep");
	p->stack[p->depth++] = (struct open){ kind, (uint32_t)p->count - 1, tag->inner, m };
	return ERR_OK;
}

static enum err
read_block(struct parser *p, const struct tag *tag)
{
	struct op   *op;
	struct range m = range_of("");

	TRY(parse_named_op(p, OP_BLOCK, tag, &op));
	if (p->opts->spec) {
		/* The first line inside says how far the block is indented. */
		const char *s = tag->alone ? p->at : parse_line_begin(p, tag->begin);

		m = (struct range){ s, s };
		while (m.end < p->src.end && is_blank(*m.end))
			m.end++;
		if (!tag->alone && m.end != tag->begin)
			m.end = m.s;
		s = parse_without_margin(p, m);
		op->indent = arena_strndup(p->arena, s, (size_t)(m.end - s));
	}
	return parse_push(p, tag, OP_BLOCK, m);
}

static enum err
read_close(struct parser *p, const struct tag *tag)
{
	struct open *open;

	if (p->depth == 0)
		return parse_fail(p, tag->begin, "a closing tag without its opening one");
	open = &p->stack[p->depth - 1];
	if (!same(open->name, tag->inner) || open->kind == OP_FORM)
		return parse_fail(p, tag->begin,
		    "a closing tag does not fit the one that is open");
	p->ops[open->op].end = (uint32_t)p->count;
	p->depth--;
	return ERR_OK;
}

static enum err
set_delimiters(struct parser *p, const struct tag *tag)
{
	struct range r = tag->inner, open = { r.s, r.s }, close;

	if (!p->opts->spec)
		return parse_fail(p, tag->begin, "other delimiters are not used here");
	while (open.end < r.end && !is_space(*open.end))
		open.end++;
	close = parse_trim((struct range){ open.end, r.end });
	if (open.s == open.end || close.s == close.end)
		return parse_fail(p, tag->begin, "delimiters come in pairs");
	for (const char *s = close.s; s < close.end; s++)
		if (is_space(*s))
			return parse_fail(p, tag->begin, "delimiters come in pairs");
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
		TRY(parse_named_op(p, tag->sigil == '#' ? OP_SECTION : OP_INVERTED, tag,
		    &op));
		return parse_push(p, tag, op->kind, range_of(""));
	case '/':
		return read_close(p, tag);
	case '$':
		return read_block(p, tag);
	case '>':
	case '<':
		TRY(parse_named_op(p, tag->sigil == '>' ? OP_PARTIAL : OP_PARENT, tag, &op));
		if (p->opts->spec)
			op->indent = tag->alone ? parse_indent_of(p, tag) : NULL;
		return op->kind == OP_PARENT ? parse_push(p, tag, OP_PARENT, range_of(""))
		                             : ERR_OK;
	case '&':
		if (!p->opts->spec)
			return parse_fail(p, tag->begin,
			    "write {{{name}}} instead of {{&name}}");
		return parse_named_op(p, OP_RAW, tag, &op);
	case '{':
		if (p->opts->text)
			return parse_fail(p, tag->begin, "a text template has no raw values");
		return parse_named_op(p, OP_RAW, tag, &op);
	default:
		return parse_named_op(p, OP_VAR, tag, &op);
	}
}

static enum err
read_until_next(struct parser *p, const char *at)
{
	struct tag  tag;
	const char *text_end = at;

	TRY(parse_read_tag(p, at, &tag));
	tag.alone = parse_stands_alone(p, &tag);
	if (tag.alone)
		while (text_end > p->at && is_blank(text_end[-1]))
			text_end--;
	parse_emit_text(p, p->at, text_end);
	p->at = tag.end;
	if (tag.alone) {
		const char *rest = parse_line_rest(p, tag.end);

		if (rest != NULL) {
			p->at = rest < p->src.end ? rest + 1 : rest;
			p->line_begins = true;
		}
	} else if (p->opts->spec && p->line_begins) {
		parse_emit(p, OP_INDENT, tag.begin);
		p->line_begins = false;
	}
	return apply_tag(p, &tag);
}

enum err
parse_all(struct parser *p)
{
	for (;;) {
		const char *tag = parse_find(p->at, p->src.end, p->open);
		const char *sentence =
		    p->opts->spec ? NULL : parse_find(p->at, p->src.end, range_of("[["));

		if (tag == NULL && sentence == NULL)
			break;
		if (sentence != NULL && (tag == NULL || sentence < tag))
			TRY(parse_sentence(p, sentence));
		else
			TRY(read_until_next(p, tag));
	}
	parse_emit_text(p, p->at, p->src.end);
	p->at = p->src.end;
	return ERR_OK;
}

enum err
template_parse(struct arena *arena, const char *name, struct text source,
    const struct template_options *opts, struct template *template_out,
    struct template_problem *problem_out)
{
	struct parser p = { .arena = arena,
		.opts = opts,
		.problem = problem_out,
		.src = { source.s, source.s + source.len },
		.at = source.s,
		.open = range_of("{{"),
		.close = range_of("}}"),
		.line_begins = true };

	*problem_out = (struct template_problem){ 0, "" };
	TRY(parse_all(&p));
	if (p.depth > 0) {
		*problem_out = (struct template_problem){ p.ops[p.stack[p.depth - 1].op].line,
			"a tag is never closed" };
		return ERR_INVALID;
	}
	*template_out = (struct template){ name, opts->text, p.ops, p.count, opts->po };
	return ERR_OK;
}
