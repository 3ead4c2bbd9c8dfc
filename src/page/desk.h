/* SPDX-License-Identifier: ISC
 *
 * page/desk.h - what the pages of the response desk share: one response as
 * consultants see it, under its pseudonym.  Inside page/ only. */
#ifndef PAGE_DESK_H
#define PAGE_DESK_H

#include "base/uuid.h"
#include "form/answers.h"
#include "page/page.h"

struct catalogue_form;
struct view_model;

#define DESK_REASON_MIN 5   /* characters */
#define DESK_REASON_MAX 500 /* characters */

/* The first 8 characters of the id: enough to tell rows apart, and to say. */
const char *desk_name(struct page_context *, struct uuid response);

/* The answers in the version that they were given to. */
MUST_CHECK enum err desk_answers(struct page_context *, int64_t form, int32_t version,
    struct text json, struct form_answers *answers_out);

/* "Law, 500 to 999, UK and Ireland"; "" without any of them. */
const char *desk_group(struct page_context *, const struct form_answers *);

/* The respondent agreed to be written to. */
bool desk_contact_agreed(const struct form_answers *);

/* "held"; "waiting, asked" */
const char *desk_pool(struct page_context *, struct text pool);

/* A stored flag in words; NULL: unknown to this program. */
const char *desk_flag(struct page_context *, struct text flag);

/* What the audit notes, in words ("opened the identity"); NULL: none for it. */
const char *desk_act(struct page_context *, struct text action);

/* The form that ?form= names, else the first public one.  When there is none,
 * the page for it is written and *form_out stays NULL. */
MUST_CHECK enum err
desk_form(struct page_context *, struct http_response *, struct catalogue_form **form_out);

/* A form of the firm that the reader works for. */
bool desk_form_here(const struct page_context *, const struct catalogue_form *);
/* Can its answers be compared?  Only where the form asks for that consent. */
bool desk_form_compares(const struct form *);

/* Where a list goes on, as its last row: "1763990000000000.9632aae0-...".  false: it
 * is none. */
bool desk_after(struct text value, int64_t *at_out, struct uuid *id_out);

/* A posted reason, without blanks around it.  NULL: fine; else the sentence. */
const char *desk_reason(struct page_context *, const char *field, struct text *reason_out);

/* A page of that title with "errors" of errors.mustache: one sentence that leads
 * to a field, and the title says so; NULL: none. */
struct view_model *desk_model(struct page_context *, struct text title, const char *sentence,
    const char *field);

/* The sentence under a field, by the name that its part of a page reads
 * ("reason_error"); refused: the field it is about, NULL for none. */
void desk_field_error(struct view_model *, const char *name, const char *refused,
    const char *sentence);

/* The uuid of the route's first {name}; ERR_NOT_FOUND: it is none. */
MUST_CHECK enum err desk_id(struct page_context *, struct uuid *id_out);

#endif
