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

/* Index of the option with that code; -1: none. */
int value_option(const struct form_item *, struct text code);

/* Line ends as LF, blanks around taken off. */
struct text value_tidy(struct arena *, struct text);

#endif
