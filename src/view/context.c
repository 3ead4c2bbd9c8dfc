/* SPDX-License-Identifier: ISC
 *
 * Where in the HTML does each tag stand?  Escaping protects element content
 * and quoted attribute values; it does not protect scripts, styles, comments,
 * event handlers, unquoted values or the scheme of an address.  Tags there are
 * refused at load, so that no page can be written that way by mistake. */
#include <string.h>

#include "view/place.h"
#include "view/template.h"

#define CALLS_MAX 32

struct given {
	const struct template *in;
	uint32_t               from, to;
};

struct checker {
	const struct template   *all;
	size_t                   count;
	const char             **where;
	struct template_problem *problem;
	const struct template   *calls[CALLS_MAX];
	size_t                   call_count;
	struct given             given[CALLS_MAX];
	size_t                   given_count;
};

static enum err
fail(struct checker *c, const struct template *t, const struct op *op, const char *what)
{
	*c->where = t->name;
	*c->problem = (struct template_problem){ op ? op->line : 0, what };
	return ERR_INVALID;
}

static enum err
check_value(struct checker *c, const struct template *t, const struct op *op, struct place *x)
{
	switch (x->kind) {
	case IN_CONTENT:
		return ERR_OK;
	case IN_RCDATA:
		if (op->kind == OP_RAW)
			return fail(c, t, op, "a raw value in title or textarea");
		return ERR_OK;
	case IN_RAWTEXT:
		return fail(c, t, op, "a tag inside script or style");
	case IN_COMMENT:
	case IN_DECLARATION:
		return fail(c, t, op, "a tag inside a comment or declaration");
	case IN_DOUBLE_QUOTES:
	case IN_SINGLE_QUOTES:
		break;
	case IN_TAG_NAME:
	case IN_TAG:
	case IN_ATTRIBUTE_NAME:
	case BEFORE_VALUE:
	case IN_UNQUOTED:
		return fail(c, t, op, "a tag in an element but not in a quoted value");
	}
	if (op->kind == OP_RAW)
		return fail(c, t, op, "a raw value in an attribute");
	if (place_takes_no_tag(x->attribute))
		return fail(c, t, op, "a tag in style, srcset or an event handler");
	if (!place_holds_address(x->attribute) || x->address == ADDRESS_FRAGMENT)
		return ERR_OK;
	if (x->address != ADDRESS_START)
		return fail(c, t, op, "a tag must be the whole address");
	if (op->len < 4 || memcmp(op->s + op->len - 4, "_url", 4) != 0)
		return fail(c, t, op, "an address takes only a name that ends in _url");
	x->address = ADDRESS_TAG;
	return ERR_OK;
}

static enum err walk(struct checker *c, const struct template *t, uint32_t from, uint32_t to,
    struct place *x);

/* A body that may run no time or often must end where it began. */
static enum err
walk_body(struct checker *c, const struct template *t, const struct op *op, uint32_t body,
    const struct place *x)
{
	struct place inside = place_settled(*x);

	TRY(walk(c, t, body, op->end, &inside));
	if (!place_same(inside, *x))
		return fail(c, t, op,
		    "a section ends in another place of the HTML "
		    "than it begins");
	return ERR_OK;
}

static enum err
walk_call(struct checker *c, const struct template *t, const struct op *op, struct place *x)
{
	const struct template *callee;

	if (op->target < 0)
		return fail(c, t, op, "no such template");
	callee = &c->all[op->target];
	for (size_t i = 0; i < c->call_count; i++)
		if (c->calls[i] == callee)
			return ERR_OK; /* its outer round is being looked at */
	if (c->call_count == CALLS_MAX)
		return fail(c, t, op, "templates call each other too deep");
	c->calls[c->call_count++] = callee;
	TRY(walk(c, callee, 0, (uint32_t)callee->count, x));
	c->call_count--;
	return ERR_OK;
}

static enum err
walk_parent(struct checker *c, const struct template *t, const struct op *op, uint32_t body,
    struct place *x)
{
	if (c->given_count == CALLS_MAX)
		return fail(c, t, op, "layouts are nested too deep");
	c->given[c->given_count++] = (struct given){ t, body, op->end };
	TRY(walk_call(c, t, op, x));
	c->given_count--;
	return ERR_OK;
}

static enum err
walk_block(struct checker *c, const struct template *t, const struct op *op, uint32_t body,
    struct place *x)
{
	for (size_t f = 0; f < c->given_count; f++) {
		const struct given *g = &c->given[f];

		for (uint32_t i = g->from; i < g->to; i = g->in->ops[i].end) {
			const struct op *o = &g->in->ops[i];

			if (o->kind == OP_BLOCK && strcmp(o->s, op->s) == 0) {
				if (o == op)
					return fail(c, t, op, "a block inside itself");
				return walk(c, g->in, i + 1, o->end, x);
			}
		}
	}
	return walk(c, t, body, op->end, x);
}

static enum err
walk_plural(struct checker *c, const struct template *t, const struct op *op, uint32_t body,
    const struct place *x)
{
	for (uint32_t i = body; i < op->end; i = t->ops[i].end)
		TRY(walk_body(c, t, &t->ops[i], i + 1, x));
	return ERR_OK;
}

static enum err
walk(struct checker *c, const struct template *t, uint32_t from, uint32_t to, struct place *x)
{
	for (uint32_t i = from; i < to; i = t->ops[i].end) {
		const struct op *op = &t->ops[i];

		switch (op->kind) {
		case OP_TEXT:
			if (!place_feed(x, op->s, op->s + op->len))
				return fail(c, t, op, "a tag must be the whole address");
			break;
		case OP_VAR:
		case OP_RAW:
			TRY(check_value(c, t, op, x));
			break;
		case OP_SECTION:
		case OP_INVERTED:
			TRY(walk_body(c, t, op, i + 1, x));
			*x = place_settled(*x);
			break;
		case OP_PARTIAL:
			TRY(walk_call(c, t, op, x));
			break;
		case OP_PARENT:
			TRY(walk_parent(c, t, op, i + 1, x));
			break;
		case OP_BLOCK:
			TRY(walk_block(c, t, op, i + 1, x));
			break;
		case OP_PLURAL:
			TRY(walk_plural(c, t, op, i + 1, x));
			break;
		case OP_FORM:
		case OP_INDENT:
			break;
		}
	}
	return ERR_OK;
}

enum err
template_check_context(const struct template *all, size_t count, size_t which,
    const char **template_out, struct template_problem *problem_out)
{
	struct checker c = { .all = all,
		.count = count,
		.where = template_out,
		.problem = problem_out };
	struct place   x = { .kind = IN_CONTENT };

	c.calls[c.call_count++] = &all[which];
	TRY(walk(&c, &all[which], 0, (uint32_t)all[which].count, &x));
	if (x.kind != IN_CONTENT)
		return fail(&c, &all[which], NULL, "the template ends inside a tag");
	return ERR_OK;
}
