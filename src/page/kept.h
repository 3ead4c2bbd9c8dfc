/* SPDX-License-Identifier: ISC
 *
 * page/kept.h - the answers of a session: from the draft, as a list to read,
 * as hidden inputs to send again. */
#ifndef PAGE_KEPT_H
#define PAGE_KEPT_H

#include "form/answers.h"
#include "page/page.h"
#include "response/draft.h"

struct catalogue_form;
struct page_session;
struct view_model;

struct page_kept {
	bool                   any; /* a draft is stored */
	struct draft           draft;
	struct catalogue_form *form; /* in the version of these answers */
	struct form_answers    answers;
};

/* Asks the database only when the session says that something was saved. */
MUST_CHECK enum err page_kept_load(struct page_context *, struct catalogue_form *current,
    const struct page_session *, struct page_kept                               *kept_out);

/* The answers that one page needs: its own, and all where a question or a page
 * depends on others.  None are asked for where the session knows that the page
 * holds nothing. */
MUST_CHECK enum err
page_kept_load_page(struct page_context *, struct catalogue_form *current,
    const struct page_session *, struct text slug, struct page_kept *kept_out);

/* The same from a draft at hand. */
void page_kept_of(struct page_context *, struct catalogue_form *, const struct draft *,
    struct page_kept *kept_out);

/* The form in the session's version; the current one when there is no such. */
MUST_CHECK enum err page_kept_version(struct page_context *, struct catalogue_form *current,
    int32_t version, struct catalogue_form **form_out);

/* "groups" of answers.mustache.  change: with links; open: unanswered too. */
void
page_answer_list(struct page_context *, struct view_model *, const struct catalogue_form *,
    const struct form_answers *, const struct form_page *only, bool change, bool open);

/* "hidden": id (absent: none), then every answer, of one page or of all. */
void page_hidden(struct page_context *, struct view_model *, const struct form_answers *,
    const struct form_page *only, struct text id);

/* Slug of the first page without answers, in the order of the form; "check" when
 * each has some. */
const char *page_first_open(const struct page_kept *);

/* How many items are answered. */
int page_answered(const struct form_answers *, const struct form_page *only);

#endif
