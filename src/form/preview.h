/* SPDX-License-Identifier: ISC
 *
 * preview.h - a form on paper: all its questions with their codes, for those
 * who write and review it.  Nobody answers on it. */
#ifndef FORM_PREVIEW_H
#define FORM_PREVIEW_H

#include "form/form.h"

struct text form_preview_text(struct arena *, const struct form *, const char *language);

/* A whole page, to print; it needs no other file. */
struct html form_preview_html(struct arena *, const struct form *, const char *language);

/* "B1 is a or b", "A4 is at most 2 and B5 is answered" */
const char *
form_condition_words(struct arena *, const struct form *, const struct form_condition *);

#endif
