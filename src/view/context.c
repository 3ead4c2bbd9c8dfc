/* SPDX-License-Identifier: ISC
 *
 * Where in the HTML does each tag stand?  Escaping protects element content
 * and quoted attribute values; it does not protect scripts, styles, comments,
 * event handlers, unquoted values or the scheme of an address.  Tags there are
 * refused at load, so that no page can be written that way by mistake.
 *
 * A small reading of HTML's tokenizer, exact enough for templates that we
 * write ourselves: what it does not understand it refuses. */
#include <string.h>

#include "view/template.h"

#define CALLS_MAX 32

enum place {
	IN_CONTENT,
	IN_RCDATA,  /* title, textarea: references count, tags do not */
	IN_RAWTEXT, /* script, style */
	IN_COMMENT,
	IN_DECLARATION,
	IN_TAG_NAME,
	IN_TAG, /* between attributes */
	IN_ATTRIBUTE_NAME,
	BEFORE_VALUE,
	IN_DOUBLE_QUOTES,
	IN_SINGLE_QUOTES,
	IN_UNQUOTED
};

enum address { /* of an attribute that holds one */
	ADDRESS_START,
	ADDRESS_LITERAL,
	ADDRESS_TAG,
	ADDRESS_FRAGMENT
};

struct context {
	enum place   place;
	enum address address;
	bool         closing;
	char         element[16];
	char         attribute[16];
};

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

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* A name that is too long stays cut: none that matters is that long. */
static void
add_to_name(char name[16], char c)
{
	size_t len = strlen(name);

	if (len < 15) {
		name[len] = lower(c);
		name[len + 1] = '\0';
	}
}

static bool
is_any(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

static bool
holds_address(const char *attribute)
{
	static const char *const names[] = { "href", "src", "action", "formaction", "poster",
		"cite", "background", "data", "manifest", "ping", "xlink:href", NULL };

	return is_any(attribute, names);
}

static bool
takes_no_tag(const char *attribute)
{
	static const char *const names[] = { "style", "srcdoc", "srcset", "imagesrcset",
		"http-equiv", NULL };

	return strncmp(attribute, "on", 2) == 0 || is_any(attribute, names);
}

static void
end_tag(struct context *x)
{
	static const char *const raw[] = { "script", "style", "xmp", "iframe", "noembed",
		"noframes", "noscript", "plaintext", NULL };
	static const char *const rcdata[] = { "title", "textarea", NULL };

	x->place = IN_CONTENT;
	if (!x->closing && is_any(x->element, raw))
		x->place = IN_RAWTEXT;
	else if (!x->closing && is_any(x->element, rcdata))
		x->place = IN_RCDATA;
	if (x->place == IN_CONTENT)
		x->element[0] = '\0';
	x->attribute[0] = '\0';
	x->closing = false;
}

/* "</element" at s? */
static bool
closes(const struct context *x, const char *s, const char *end)
{
	size_t len = strlen(x->element);

	if ((size_t)(end - s) < len + 2 || s[0] != '<' || s[1] != '/')
		return false;
	for (size_t i = 0; i < len; i++)
		if (lower(s[2 + i]) != x->element[i])
			return false;
	return true;
}

/* Take "<...": returns how many characters were used. */
static size_t
open_angle(struct context *x, const char *s, const char *end)
{
	size_t left = (size_t)(end - s);

	if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
		x->place = IN_COMMENT;
		return 4;
	}
	if (left >= 2 && (s[1] == '!' || s[1] == '?')) {
		x->place = IN_DECLARATION;
		return 2;
	}
	x->closing = left >= 2 && s[1] == '/';
	x->element[0] = '\0';
	x->place = IN_TAG_NAME;
	return x->closing ? 2 : 1;
}

static void
in_tag(struct context *x, char c)
{
	if (c == '>') {
		end_tag(x);
	} else if (is_space(c) || c == '/') {
		x->place = IN_TAG;
	} else if (x->place == IN_TAG_NAME) {
		add_to_name(x->element, c);
	} else if (x->place == IN_ATTRIBUTE_NAME && c == '=') {
		x->place = BEFORE_VALUE;
	} else {
		if (x->place == IN_TAG)
			x->attribute[0] = '\0';
		x->place = IN_ATTRIBUTE_NAME;
		add_to_name(x->attribute, c);
	}
}

static void
before_value(struct context *x, char c)
{
	x->address = ADDRESS_START;
	if (c == '"')
		x->place = IN_DOUBLE_QUOTES;
	else if (c == '\'')
		x->place = IN_SINGLE_QUOTES;
	else if (c == '>')
		end_tag(x);
	else if (!is_space(c))
		x->place = IN_UNQUOTED;
}

/* false: an address goes on behind its tag with something but a fragment. */
static bool
in_quotes(struct context *x, char c)
{
	if (c == (x->place == IN_DOUBLE_QUOTES ? '"' : '\'')) {
		x->place = IN_TAG;
		x->attribute[0] = '\0';
		x->address = ADDRESS_START;
		return true;
	}
	if (!holds_address(x->attribute))
		return true;
	if (x->address == ADDRESS_TAG && c != '#')
		return false;
	if (x->address == ADDRESS_START || x->address == ADDRESS_TAG)
		x->address = c == '#' ? ADDRESS_FRAGMENT : ADDRESS_LITERAL;
	return true;
}

static bool
feed(struct context *x, const char *s, const char *end)
{
	while (s < end) {
		size_t used = 1;

		switch (x->place) {
		case IN_CONTENT:
			if (*s == '<')
				used = open_angle(x, s, end);
			break;
		case IN_RCDATA:
		case IN_RAWTEXT:
			if (closes(x, s, end))
				used = open_angle(x, s, end);
			break;
		case IN_COMMENT:
			if (end - s >= 3 && memcmp(s, "-->", 3) == 0) {
				x->place = IN_CONTENT;
				used = 3;
			}
			break;
		case IN_DECLARATION:
			if (*s == '>')
				x->place = IN_CONTENT;
			break;
		case IN_TAG_NAME:
		case IN_TAG:
		case IN_ATTRIBUTE_NAME:
			in_tag(x, *s);
			break;
		case BEFORE_VALUE:
			before_value(x, *s);
			break;
		case IN_DOUBLE_QUOTES:
		case IN_SINGLE_QUOTES:
			if (!in_quotes(x, *s))
				return false;
			break;
		case IN_UNQUOTED:
			if (*s == '>')
				end_tag(x);
			else if (is_space(*s))
				x->place = IN_TAG;
			break;
		}
		s += used;
	}
	return true;
}

/* <input{{#on}} checked{{/on}}>: all places between attributes are one. */
static struct context
settled(struct context x)
{
	if (x.place == IN_TAG || x.place == IN_TAG_NAME || x.place == IN_ATTRIBUTE_NAME) {
		x.place = IN_TAG;
		x.attribute[0] = '\0';
	}
	return x;
}

static bool
same_place(struct context a, struct context b)
{
	a = settled(a);
	b = settled(b);
	return a.place == b.place && a.closing == b.closing &&
	       (a.place == IN_CONTENT || strcmp(a.element, b.element) == 0) &&
	       strcmp(a.attribute, b.attribute) == 0 &&
	       (!holds_address(a.attribute) || a.address == b.address);
}

static enum err
check_value(struct checker *c, const struct template *t, const struct op *op,
    struct context *x)
{
	switch (x->place) {
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
	if (takes_no_tag(x->attribute))
		return fail(c, t, op, "a tag in style, srcset or an event handler");
	if (!holds_address(x->attribute) || x->address == ADDRESS_FRAGMENT)
		return ERR_OK;
	if (x->address != ADDRESS_START)
		return fail(c, t, op, "a tag must be the whole address");
	if (op->len < 4 || memcmp(op->s + op->len - 4, "_url", 4) != 0)
		return fail(c, t, op, "an address takes only a name that ends in _url");
	x->address = ADDRESS_TAG;
	return ERR_OK;
}

static enum err walk(struct checker *c, const struct template *t, uint32_t from, uint32_t to,
    struct context *x);

/* A body that may run no time or often must end where it began. */
static enum err
walk_body(struct checker *c, const struct template *t, const struct op *op, uint32_t body,
    const struct context *x)
{
	struct context inside = settled(*x);

	TRY(walk(c, t, body, op->end, &inside));
	if (!same_place(inside, *x))
		return fail(c, t, op,
		    "a section ends in another place of the HTML "
		    "than it begins");
	return ERR_OK;
}

static enum err
walk_call(struct checker *c, const struct template *t, const struct op *op, struct context *x)
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
    struct context *x)
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
    struct context *x)
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
    const struct context *x)
{
	for (uint32_t i = body; i < op->end; i = t->ops[i].end)
		TRY(walk_body(c, t, &t->ops[i], i + 1, x));
	return ERR_OK;
}

static enum err
walk(struct checker *c, const struct template *t, uint32_t from, uint32_t to,
    struct context *x)
{
	for (uint32_t i = from; i < to; i = t->ops[i].end) {
		const struct op *op = &t->ops[i];

		switch (op->kind) {
		case OP_TEXT:
			if (!feed(x, op->s, op->s + op->len))
				return fail(c, t, op, "a tag must be the whole address");
			break;
		case OP_VAR:
		case OP_RAW:
			TRY(check_value(c, t, op, x));
			break;
		case OP_SECTION:
		case OP_INVERTED:
			TRY(walk_body(c, t, op, i + 1, x));
			*x = settled(*x);
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
	struct context x = { .place = IN_CONTENT };

	c.calls[c.call_count++] = &all[which];
	TRY(walk(&c, &all[which], 0, (uint32_t)all[which].count, &x));
	if (x.place != IN_CONTENT)
		return fail(&c, &all[which], NULL, "the template ends inside a tag");
	return ERR_OK;
}
