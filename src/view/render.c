/* SPDX-License-Identifier: ISC
 *
 * Operations and a model to text.  Nothing is looked up twice and nothing is
 * allocated but the output, so a survey page takes some microseconds. */
#include <string.h>

#include "base/buf.h"
#include "view/template.h"

#define OUTPUT_MAX   ((size_t)4 * 1024 * 1024)
#define OUTPUT_FIRST ((size_t)32 * 1024)
#define CONTEXT_MAX  24
#define FRAMES_MAX   16
#define CALLS_MAX    64
#define INDENT_MAX   256

/* The blocks that one {{<parent}} gives. */
struct frame {
	const struct template *in;
	uint32_t               from, to;
};

struct render {
	const struct render_options *opts;
	struct template_problem     *problem;
	struct buf                   out;
	const struct value          *context[CONTEXT_MAX];
	size_t                       depth;
	struct frame                 frames[FRAMES_MAX];
	size_t                       frame_count;
	size_t                       calls;
	char                         indent[INDENT_MAX];
	size_t                       indent_len;
	bool                         escape;
};

static enum err
fail(struct render *r, const struct op *op, const char *what)
{
	/* The name goes with it: it is ours, never a visitor's text. */
	*r->problem = (struct template_problem){ op->line,
		arena_printf(r->out.arena, "%s: %s", op->s ? op->s : "", what) };
	return ERR_INTERNAL;
}

static const struct value *
member(const struct value *object, uint64_t hash)
{
	return object->kind == VALUE_OBJECT ? value_find(object->object, hash) : NULL;
}

static const struct value *
lookup(const struct render *r, const struct name *name)
{
	const struct value *v = NULL;

	if (name->count == 0)
		return r->context[r->depth - 1];
	for (size_t i = r->depth; v == NULL && i-- > 0;)
		v = member(r->context[i], name->parts[0]);
	for (size_t i = 1; v != NULL && i < name->count; i++)
		v = member(v, name->parts[i]);
	return v;
}

static const char *
entity_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return "&#39;";
	}
}

static void
add_escaped(struct buf *b, const char *s, size_t len)
{
	static const bool special
	    [256] = { ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true };
	size_t from = 0;

	for (size_t i = 0; i < len; i++) {
		if (!special[(unsigned char)s[i]])
			continue;
		buf_add(b, s + from, i - from);
		buf_str(b, entity_of(s[i]));
		from = i + 1;
	}
	buf_add(b, s + from, len - from);
}

static enum err
write_value(struct render *r, const struct op *op, const struct value *v)
{
	bool raw = op->kind == OP_RAW;

	if (v == NULL)
		return r->opts->spec ? ERR_OK : fail(r, op, "the model has no such name");
	switch (v->kind) {
	case VALUE_NULL:
		return ERR_OK;
	case VALUE_INT:
		if (raw && !r->opts->spec)
			break;
		buf_int(&r->out, v->number);
		return ERR_OK;
	case VALUE_TEXT:
		if (raw && !r->opts->spec)
			break;
		if (raw || !r->escape)
			buf_add(&r->out, v->s, v->len);
		else
			add_escaped(&r->out, v->s, v->len);
		return ERR_OK;
	case VALUE_URL:
		if (raw)
			break;
		if (r->escape)
			add_escaped(&r->out, v->s, v->len);
		else
			buf_add(&r->out, v->s, v->len);
		return ERR_OK;
	case VALUE_HTML:
		if (!raw || !r->escape)
			break;
		buf_add(&r->out, v->s, v->len);
		return ERR_OK;
	case VALUE_BOOL:
	case VALUE_OBJECT:
	case VALUE_LIST:
		if (!r->opts->spec)
			break;
		if (v->kind == VALUE_BOOL)
			buf_str(&r->out, v->truth ? "true" : "false");
		return ERR_OK;
	}
	return fail(r, op,
	    raw ? "only what view_set_html gave may be raw"
	        : "a value of this kind cannot be written here");
}

static bool
is_true(const struct value *v)
{
	switch (v->kind) {
	case VALUE_NULL:
		return false;
	case VALUE_BOOL:
		return v->truth;
	case VALUE_INT:
		return v->number != 0;
	case VALUE_TEXT:
	case VALUE_HTML:
	case VALUE_URL:
		return v->len > 0;
	case VALUE_OBJECT:
		return true;
	case VALUE_LIST:
		return v->list->count > 0;
	}
	return false;
}

static enum err run(struct render *r, const struct template *t, uint32_t from, uint32_t to);

static enum err
run_with(struct render *r, const struct template *t, const struct op *op, uint32_t body,
    const struct value *context)
{
	enum err err;

	if (r->depth == CONTEXT_MAX)
		return fail(r, op, "sections are nested too deep");
	r->context[r->depth++] = context;
	err = run(r, t, body, op->end);
	r->depth--;
	return err;
}

static enum err
run_section(struct render *r, const struct template *t, const struct op *op, uint32_t body)
{
	const struct value *v = lookup(r, op->name);
	bool                truth;

	if (v == NULL && !r->opts->spec)
		return fail(r, op, "the model has no such name");
	truth = v != NULL && is_true(v);
	if (op->kind == OP_INVERTED)
		return truth ? ERR_OK : run(r, t, body, op->end);
	if (!truth)
		return ERR_OK;
	if (v->kind != VALUE_LIST)
		return run_with(r, t, op, body, v);
	for (size_t i = 0; i < v->list->count; i++)
		TRY(run_with(r, t, op, body, &v->list->items[i]));
	return ERR_OK;
}

/* Deeper indentation for the time of a call; returns what to come back to. */
static size_t
indent_more(struct render *r, const char *by)
{
	size_t before = r->indent_len, len = by ? strlen(by) : 0;

	if (by == NULL)
		r->indent_len = 0;
	else if (len > 0 && before + len < INDENT_MAX) {
		memcpy(r->indent + before, by, len);
		r->indent_len += len;
	}
	return before;
}

static enum err
run_call(struct render *r, const struct op *op, const struct template *t, uint32_t from,
    uint32_t to)
{
	size_t   before;
	enum err err;

	if (r->calls == CALLS_MAX)
		return fail(r, op, "templates call each other without end");
	r->calls++;
	before = indent_more(r, op->indent);
	err = run(r, t, from, to);
	r->indent_len = before;
	r->calls--;
	return err;
}

static enum err
run_parent(struct render *r, const struct template *t, const struct op *op, uint32_t body)
{
	const struct template *parent;
	enum err               err;

	if (op->target < 0)
		return ERR_OK;
	if (r->frame_count == FRAMES_MAX)
		return fail(r, op, "layouts are nested too deep");
	parent = &r->opts->all[op->target];
	r->frames[r->frame_count++] = (struct frame){ t, body, op->end };
	err = run_call(r, op, parent, 0, (uint32_t)parent->count);
	r->frame_count--;
	return err;
}

/* The outermost page that gives this block wins. */
static enum err
run_block(struct render *r, const struct template *t, const struct op *op, uint32_t body)
{
	for (size_t f = 0; f < r->frame_count; f++) {
		const struct frame *frame = &r->frames[f];
		uint32_t            i = frame->from;

		while (i < frame->to) {
			const struct op *given = &frame->in->ops[i];

			if (given->kind == OP_BLOCK && given->len == op->len &&
			    memcmp(given->s, op->s, op->len) == 0)
				return run_call(r, op, frame->in, i + 1, given->end);
			i = given->end;
		}
	}
	return run_call(r, op, t, body, op->end);
}

static enum err
run_plural(struct render *r, const struct template *t, const struct op *op, uint32_t body)
{
	const struct value *v = lookup(r, op->name);
	uint32_t            form = body;
	int                 which;

	if (v == NULL || v->kind != VALUE_INT)
		return fail(r, op, "a plural needs a whole number");
	if (op->indent[0] != '\0')
		which = po_form(t->po, v->number);
	else
		which = v->number != 1;
	while (which-- > 0)
		form = t->ops[form].end;
	return run(r, t, form + 1, t->ops[form].end);
}

static enum err
run_one(struct render *r, const struct template *t, const struct op *op, uint32_t body)
{
	switch (op->kind) {
	case OP_TEXT:
		buf_add(&r->out, op->s, op->len);
		return ERR_OK;
	case OP_VAR:
	case OP_RAW:
		return write_value(r, op, lookup(r, op->name));
	case OP_SECTION:
	case OP_INVERTED:
		return run_section(r, t, op, body);
	case OP_PARTIAL:
		if (op->target < 0)
			return ERR_OK;
		return run_call(r, op, &r->opts->all[op->target], 0,
		    (uint32_t)r->opts->all[op->target].count);
	case OP_PARENT:
		return run_parent(r, t, op, body);
	case OP_BLOCK:
		return run_block(r, t, op, body);
	case OP_PLURAL:
		return run_plural(r, t, op, body);
	case OP_INDENT:
		if (r->out.len == 0 || r->out.data[r->out.len - 1] == '\n')
			buf_add(&r->out, r->indent, r->indent_len);
		return ERR_OK;
	case OP_FORM:
		break;
	}
	return fail(r, op, "an operation out of place");
}

static enum err
run(struct render *r, const struct template *t, uint32_t from, uint32_t to)
{
	while (from < to) {
		const struct op *op = &t->ops[from];

		TRY(run_one(r, t, op, from + 1));
		from = op->end;
	}
	/* A model that makes a page endless must not run to the arena's cap. */
	return buf_ok(&r->out) ? ERR_OK : ERR_TOO_LARGE;
}

enum err
template_render(struct arena *arena, const struct render_options *opts,
    const struct template *t, const struct value *model, struct text *text_out,
    struct template_problem *problem_out)
{
	struct render r = { .opts = opts,
		.problem = problem_out,
		.depth = 1,
		.escape = !t->text };

	*problem_out = (struct template_problem){ 0, "" };
	buf_init(&r.out, arena, OUTPUT_MAX);
	r.out.data = arena_alloc(arena, OUTPUT_FIRST);
	r.out.size = OUTPUT_FIRST;
	r.context[0] = model;
	TRY(run(&r, t, 0, (uint32_t)t->count));
	*text_out = buf_as_text(&r.out);
	return ERR_OK;
}
