/* SPDX-License-Identifier: ISC
 *
 * page/desk_filter.h - which responses a list shows: choices from closed
 * lists, each a name of the query string.  Inside page/ only. */
#ifndef PAGE_DESK_FILTER_H
#define PAGE_DESK_FILTER_H

#include "base/uuid.h"
#include "form/form.h"
#include "page/page.h"

struct tx;
struct view_model;
struct catalogue_form;
struct desk_list_in;

enum desk_choice {
	DESK_WAVE,
	DESK_POOL,
	DESK_FLAG,
	DESK_PROFESSION,
	DESK_SIZE,
	DESK_REGION,
	DESK__CHOICES
};

struct desk_filter {
	const struct catalogue_form *form;
	struct text                  chosen[DESK__CHOICES]; /* absent: any */
	struct text                  firm;                  /* a firm's code; absent: any */
	bool                         after;
	int64_t                      after_at; /* the last row of the page before */
	struct uuid                  after_id;
	const int32_t               *waves; /* those with responses, newest first */
	size_t                       wave_count;
};

/* Read the query string.  ERR_OK with *wrong_out set: a name or value that is
 * not in the lists, said in a sentence. */
MUST_CHECK enum err desk_filter_read(struct page_context *, struct tx *,
    const struct catalogue_form *, struct desk_filter *filter_out, const char **wrong_out);

/* The same as parameters of the statement. */
void desk_filter_apply(struct page_context *, const struct desk_filter *,
    struct desk_list_in *in_out);

/* "selects" of the filter form. */
void
desk_filter_model(struct page_context *, const struct desk_filter *, struct view_model *);

/* The list from the row after this one on, under the same filter. */
struct url desk_filter_after(struct page_context *, const struct desk_filter *, int64_t at,
    struct uuid);

#endif
