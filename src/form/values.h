/* SPDX-License-Identifier: ISC
 *
 * values.h - inside the form room: one answer as people and files write it. */
#ifndef FORM_VALUES_H
#define FORM_VALUES_H

#include "form/answers.h"

/* "12", "-3.5", "12.25 %" (percent only) in FORM_UNIT; at most six decimals,
 * integers none. */
bool value_read_number(struct text, enum form_kind, int64_t *number_out);
/* Shortest decimal text. */
const char *value_number_text(struct arena *, int64_t number);

/* Read a trimmed, non-empty value of a number or text item.  NULL: fine; else
 * the sentence for the visitor. */
const char *value_read(struct arena *, const struct form *, const struct form_item *,
    struct text value, const char *language, struct form_answer *answer_out);

/* Words of the form with each hole, such as "{score}", filled in. */
struct value_hole {
	const char *name, *value; /* NULL: the end of the list */
};
const char *value_fill(struct arena *, const char *words, const struct value_hole *holes);

/* Index of the option with that code; -1: none. */
int value_option(const struct form_item *, struct text code);

/* A value as the database keeps it: a code, a text or a number of FORM_UNIT,
 * into an empty answer.  false: it is none of this item. */
bool value_stored_text(struct arena *, const struct form *, const struct form_item *,
    struct text value, struct form_answer *answer);
bool
value_stored_number(const struct form_item *, int64_t number, struct form_answer *answer);

/* answers_flat.c: stored answers in their usual shape, in one pass.  false:
 * not in that shape; read them with form_answers_from_json's full reader. */
bool answers_read_flat(struct arena *, struct text json, struct form_answers *);

/* Line ends as LF, blanks around taken off. */
struct text value_tidy(struct arena *, struct text);

#endif
