/* SPDX-License-Identifier: ISC
 *
 * posts.h - answers posted to the small form, and what comes of them. */
#ifndef TESTS_FORM_POSTS_H
#define TESTS_FORM_POSTS_H

#include "tests/unit/form/fixture.h"

static inline const struct form *
small(void)
{
	return fixture_form_of(fixture_file("tests/unit/form/small.json"));
}

static inline struct form_verdict
post(const struct form *form, const char *page, const char *const *pairs,
    const struct form_answers *previous)
{
	struct fixture_post post = { pairs };
	struct form_fields  fields = { &post, fixture_at };
	struct form_verdict verdict;

	form_check(arena, form, page != NULL ? form_page_find(form, text_of(page)) : NULL,
	    &fields, previous, "en", &verdict);
	return verdict;
}

/* "ITEM: sentence" lines. */
static inline const char *
errors_of(const struct form_verdict *verdict)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	buf_str(&b, "");
	for (size_t i = 0; i < verdict->error_count; i++)
		buf_fmt(&b, "%s%s: %s", i > 0 ? "\n" : "", verdict->errors[i].field,
		    verdict->errors[i].sentence);
	return buf_as_text(&b).s;
}

static inline const char *
json_of(const struct form_answers *answers)
{
	return form_answers_to_json(arena, answers, NULL, FORM_PARTS_ALL).s;
}

#endif
