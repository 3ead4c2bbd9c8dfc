/* SPDX-License-Identifier: ISC
 *
 * template.h - inside view/: a template as a flat list of operations.
 *
 * A construct with a body (section, block, parent, plural, form) is one
 * operation whose body follows it and ends before `end`.  Sentences are
 * already translated, so there is one list per template and language. */
#ifndef VIEW_TEMPLATE_H
#define VIEW_TEMPLATE_H

#include "base/asset.h"
#include "view/po.h"
#include "view/value.h"

#define TEMPLATE_DEPTH 32

enum op_kind {
	OP_TEXT,     /* s, len as they stand */
	OP_VAR,      /* {{name}} */
	OP_RAW,      /* {{{name}}} */
	OP_SECTION,  /* {{#name}} */
	OP_INVERTED, /* {{^name}} */
	OP_PARTIAL,  /* {{>s}} */
	OP_PARENT,   /* {{<s}} */
	OP_BLOCK,    /* {{$s}} */
	OP_PLURAL,   /* [[..|..|name]], its body: one OP_FORM for each form */
	OP_FORM,
	OP_INDENT /* spec mode: a line of the source begins */
};

struct name {             /* of a value: "a.b" has two parts */
	size_t   count;   /* 0: "." */
	uint64_t parts[]; /* value_hash of each */
};

struct op {
	enum op_kind       kind;
	int                line;
	uint32_t           end;    /* index behind the construct */
	int                target; /* of partials and parents; -1: none */
	const char        *s;      /* text, or the name as written */
	size_t             len;
	const struct name *name;
	const char        *indent; /* spec mode: of partial, parent, block; NULL:
	                            * amid a line, so its lines get none at all */
};

struct template
{
	const char      *name;
	bool             text; /* nothing is escaped */
	struct op       *ops;
	size_t           count;
	const struct po *po; /* for the plural rule; NULL: English */
};

struct template_problem {
	int         line;
	const char *what;
};

struct template_options {
	bool             spec; /* the public specification, not our stricter rules */
	bool             text;
	const struct po *po;
};

/* targets of partials are left at -1. */
MUST_CHECK enum err template_parse(struct arena *, const char *name, struct text source,
    const struct template_options *, struct template *template_out,
    struct template_problem *problem_out);

/* Every tag of the HTML template all[which] stands where escaping protects:
 * parents and partials are followed. */
MUST_CHECK enum err template_check_context(const struct template *all, size_t count,
    size_t which, const char **template_out, struct template_problem *problem_out);

struct render_options {
	bool                   spec;
	const struct template *all;
	size_t                 count;
};

/* ERR_INTERNAL with the problem: a value is missing or of the wrong kind. */
MUST_CHECK enum err
template_render(struct arena *, const struct render_options *, const struct template *,
    const struct value *model, struct text *text_out, struct template_problem *problem_out);

#endif
