/* SPDX-License-Identifier: ISC
 *
 * answers.h - one set of answers to a form: read from posted fields, checked,
 * routed, written as JSON and as packed bytes.
 *
 * What comes in is either an answer of the form or refused with a sentence
 * that says what to do; a refusal is data, not an error.  Hidden items are not
 * applicable: their answers are dropped.  Pure; the fields come through a
 * getter, so nothing here knows HTTP. */
#ifndef FORM_ANSWERS_H
#define FORM_ANSWERS_H

#include "form/form.h"

enum form_state {
	FORM_ABSENT,
	FORM_DK,
	FORM_NA,
	FORM_CHOSEN,   /* options */
	FORM_NUMBERED, /* number */
	FORM_WRITTEN   /* text */
};

struct form_answer {
	enum form_state state;
	bool            mended;  /* read from store with characters replaced, see below */
	uint64_t        options; /* bit per option index */
	int64_t         number;  /* in FORM_UNIT */
	struct text     text;
};

struct form_answers {
	const struct form  *form;
	struct form_answer *items; /* form->item_count of them, form order */
};

/* All absent. */
struct form_answers form_answers_new(struct arena *, const struct form *);
struct form_answers form_answers_copy(struct arena *, const struct form_answers *);

/* Index of the (lowest) chosen option; -1: none. */
int form_answer_option(const struct form_answer *);

/* Code of the chosen option of the item in that role; NULL: none. */
const char *form_answers_code(const struct form_answers *, enum form_role);
/* Its comparison group; -1: none. */
int form_answers_group(const struct form_answers *, enum form_role);
/* The address as written; absent when there is none. */
struct text form_answers_email(const struct form_answers *);

/* Posted names and values in order.  false: no i-th pair. */
struct form_fields {
	void *context;
	bool (*at)(void *context, size_t i, struct text *name_out, struct text *value_out);
};

struct form_error {
	const struct form_item *item;  /* NULL: a field that is no item */
	const char             *field; /* its name; link target on the page */
	const char             *sentence;
};

struct form_verdict {
	bool                     accepted;
	struct form_answers      answers; /* previous ones and what was accepted now */
	const struct text       *given;  /* per item: refused text as typed, to show again */
	const struct form_error *errors; /* in form order, strange fields last */
	size_t                   error_count;
};

/* Take the fields of one page (NULL: of the whole form).  All items of the
 * page are replaced: what is not posted is absent.  Field names that begin
 * with a capital letter are item ids, all others are the page's own business.
 * previous may be NULL. */
void form_check(struct arena *, const struct form *, const struct form_page *page,
    const struct form_fields *, const struct form_answers *previous, const char *language,
    struct form_verdict *verdict_out);

/* Check stored answers before they are sent: required ones are there. */
void form_check_complete(struct arena *, const struct form_answers *, const char *language,
    struct form_verdict *verdict_out);

/* The sentence for an item; NULL: nothing wrong with it. */
const char *form_verdict_sentence(const struct form_verdict *, const struct form_item *);

/* "Three answers need another look" */
const char *
form_verdict_title(struct arena *, const struct form_verdict *, const char *language);

/* Does the condition hold? */
bool form_holds(const struct form_condition *, const struct form_answers *);

/* Is the item asked, given these (routed) answers? */
bool form_shown(const struct form_item *, const struct form_answers *);

/* Drop answers of items that are not asked. */
void form_route(struct form_answers *);

/* First page at or after index `from` with an item to show; -1: none. */
int form_next_page(const struct form_answers *, int from);
/* Last page before index `from` with an item to show; -1: none. */
int form_previous_page(const struct form_answers *, int from);

enum form_parts {
	FORM_PARTS_ALL,
	FORM_PARTS_NO_EMAIL /* without the item in the e-mail role */
};

/* {"KP01":"4","FX2":3,"FX6":["s1","s2"],"FX3":"dk"}: form order, absent items
 * left out; page NULL: all.  The same answers give the same bytes. */
struct text form_answers_to_json(struct arena *, const struct form_answers *,
    const struct form_page *page, enum form_parts);

/* Put stored answers on top of *answers.  ERR_INVALID: no object; a member
 * that is not an answer of this form (its id in *culprit_out, when asked).
 * U+FFFD stands where a text holds what no answer may hold any more: an answer
 * is not lost for a character. */
MUST_CHECK enum err form_answers_from_json(struct arena *, struct text json,
    struct form_answers *answers, const char **culprit_out);

/* One byte an item, form order: 0 absent, 1..n option index + 1, 254 na, 255
 * dk; multi, numbers and texts: 1 present.  Scores of a packed row: score.h. */
struct bytes form_answers_pack(struct arena *, const struct form_answers *);
#define FORM_PACK_NA 254
#define FORM_PACK_DK 255

/* The answer in words, as on the check page; NULL: none. */
const char *form_answer_words(struct arena *, const struct form_answers *,
    const struct form_item *, const char *language);
/* The heading of that row. */
const char *
form_item_heading(const struct form *, const struct form_item *, const char *language);
/* The answer as a code, several by "|", numbers and texts plainly: exports.
 * NULL: absent. */
const char *
form_answer_code(struct arena *, const struct form_answers *, const struct form_item *);

/* Read one answer as exports and imports write it.  NULL: fine; else the
 * sentence. */
const char *form_answer_read(struct arena *, const struct form_item *, struct text value,
    const struct form *, const char *language, struct form_answer *answer_out);

#endif
