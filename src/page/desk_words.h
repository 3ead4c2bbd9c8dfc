/* SPDX-License-Identifier: ISC
 *
 * page/desk_words.h - sorting what was written under the headings of a form:
 * which answers wait for it, and what was done with those that did.  Only what
 * may be read is sorted, under pseudonyms.  Inside page/ only. */
#ifndef PAGE_DESK_WORDS_H
#define PAGE_DESK_WORDS_H

#include "gen/sql_desk.h"
#include "page/page.h"

struct catalogue_form;
struct form;
struct form_answers;
struct view_model;

/* An open question, with the headings that each version of its form has. */
struct desk_question {
	const struct catalogue_form *form;
	const struct form_item      *item; /* of the current version */
	int32_t                     *versions;
	const struct form_item     **items; /* by version */
	const struct form          **forms;
	size_t                       version_count;
};

/* The item of that id, absent: the first with headings.  ERR_NOT_FOUND: none.
 * Outside a transaction: versions may have to be loaded. */
MUST_CHECK enum err desk_question_of(struct page_context *, struct catalogue_form *,
    struct text item, struct desk_question *question_out);

/* How many of its answers wait, DESK_WORDS_MANY at most. */
#define DESK_WORDS_MANY 1000
MUST_CHECK enum err desk_question_waiting(struct page_context *, struct tx *,
    const struct desk_question *, int64_t *waiting_out);

/* "No time, Something else"; of no codes: "nothing to sort". */
const char *desk_headings(struct page_context *, const struct form *,
    const struct form_item *, const struct sql_texts *codes);

/* Adds to "sorted": the headings of one response's answers, and the way to change
 * them, or why there is none while it is in that pool. */
void desk_sorted_list(struct page_context *, struct view_model *,
    const struct catalogue_form *, const struct form_answers *, struct uuid id,
    struct text pool, const struct desk_codings_row *, size_t count);

/* ---- the page ---- */

#define DESK_WORDS_ROWS 10  /* answers on it */
#define DESK_WORDS_NONE "-" /* ticked for: nothing to sort */

/* What was asked for. */
struct desk_words_asked {
	struct desk_question question;
	bool                 sorted, one, after; /* one: a single response */
	struct uuid          one_id, after_id;
	int64_t              after_at;
};

/* *wrong_out: the sentence for a query that asks for something else; NULL. */
MUST_CHECK enum err desk_words_read(struct page_context *,
    struct desk_words_asked *asked_out, const char **wrong_out);
MUST_CHECK enum err desk_words_refuse(struct page_context *, struct http_response *,
    const struct desk_words_asked *, const char *wrong);

/* The page's own address, with everything that was asked for. */
struct url desk_words_self(struct page_context *, const struct desk_words_asked *);

/* An answer on it.  ticked: instead of what is stored; sentence: why it was not
 * kept, NULL: nothing was tried. */
struct desk_words_shown {
	const struct desk_words_row *row;
	const struct sql_texts      *ticked;
	const char                  *sentence;
};
/* sentence: of all of them, with field to lead to; NULL: none. */
MUST_CHECK enum err desk_words_show(struct page_context *, struct http_response *,
    const struct desk_words_asked *, const struct desk_words_shown *, size_t count,
    bool more, int status, const char *sentence, const char *field);

/* The item in the version that was answered. */
size_t desk_question_version(const struct desk_question *, int32_t version);

#endif
