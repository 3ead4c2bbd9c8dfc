/* SPDX-License-Identifier: ISC
 *
 * parse.h - inside view/: the parser's state and its three files.  scan.c finds
 * tags, sentence.c translates, parse.c makes operations. */
#ifndef VIEW_PARSE_H
#define VIEW_PARSE_H

#include <string.h>

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
	struct range                   src;
	const char                    *at;
	struct op                     *ops;
	size_t                         count, room;
	struct open                    stack[TEMPLATE_DEPTH];
	size_t                         depth;
	struct range                   open, close; /* delimiters */
	int  fixed_line;  /* inside a sentence: the line it began on */
	bool line_begins; /* nothing was written for this line yet */
};

struct tag {
	const char  *begin, *end; /* with delimiters */
	char         sigil;       /* 0: plain name */
	struct range inner;
	bool         alone;
};

static inline struct range
range_of(const char *s)
{
	return (struct range){ s, s + strlen(s) };
}

static inline size_t
range_len(struct range r)
{
	return (size_t)(r.end - r.s);
}

static inline bool
same(struct range a, struct range b)
{
	return range_len(a) == range_len(b) && memcmp(a.s, b.s, range_len(a)) == 0;
}

static inline bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static inline bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* scan.c */
struct range        parse_trim(struct range r);
const char         *parse_find(const char *s, const char *end, struct range what);
int                 parse_line_at(const struct parser *p, const char *at);
enum err            parse_fail(struct parser *p, const char *at, const char *what);
const char         *parse_without_margin(const struct parser *p, struct range line);
MUST_CHECK enum err parse_read_tag(struct parser *p, const char *at, struct tag *tag);
const char         *parse_line_begin(const struct parser *p, const char *at);
const char         *parse_line_rest(const struct parser *p, const char *at);
bool                parse_stands_alone(struct parser *p, const struct tag *tag);
const char         *parse_indent_of(struct parser *p, const struct tag *tag);

/* parse.c */
struct op          *parse_emit(struct parser *p, enum op_kind kind, const char *at);
void                parse_emit_text(struct parser *p, const char *s, const char *end);
MUST_CHECK enum err parse_named_op(struct parser *p, enum op_kind kind,
    const struct tag *tag, struct op **op_out);
MUST_CHECK enum err
parse_push(struct parser *p, const struct tag *tag, enum op_kind kind, struct range m);
MUST_CHECK enum err parse_all(struct parser *p);

/* sentence.c: [[...]], its beginning at `at`. */
MUST_CHECK enum err parse_sentence(struct parser *p, const char *at);

#endif
