/* SPDX-License-Identifier: ISC
 * What the tests of the form room share: reading forms and answers. */
#ifndef TESTS_FORM_FIXTURE_H
#define TESTS_FORM_FIXTURE_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "form/answers.h"
#include "form/score.h"

/* Scores as they are written by hand. */
#define MICRO(x) ((int32_t)lround((x)*1e6))
#define NONE     (-1.0)

static struct arena *arena;

static inline bool
near(int32_t micro, double want)
{
	if (want == NONE)
		return micro == SCORE_NONE;
	return micro != SCORE_NONE && fabs((double)micro / 1e6 - want) < 0.0001;
}

static int
fixture_setup(void **state)
{
	(void)state;
	arena = arena_new(64 * 1024 * 1024);
	return 0;
}

static int
fixture_teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static inline struct bytes
fixture_file(const char *path)
{
	const char *full = arena_printf(arena, SRCDIR "/%s", path);
	FILE       *file = fopen(full, "rb");
	char       *data = arena_alloc(arena, 2 * 1024 * 1024);
	size_t      len;

	if (file == NULL)
		fail_msg("cannot open %s", full);
	len = fread(data, 1, 2 * 1024 * 1024 - 1, file);
	fclose(file);
	return (struct bytes){ (const uint8_t *)data, len };
}

static inline const struct form *
fixture_form_of(struct bytes json)
{
	const struct form   *form;
	struct form_problems problems;

	if (form_read(arena, json, &form, &problems) != ERR_OK)
		fail_msg("%s", form_problem_line(arena, "form", &problems.list[0]));
	return form;
}

static inline const struct form *
fixture_form(const char *slug)
{
	return fixture_form_of(fixture_file(arena_printf(arena, "forms/%s.json", slug)));
}

static inline struct form_answer *
fixture_answer(struct form_answers *answers, const char *id)
{
	const struct form_item *item = form_item_find(answers->form, text_of(id));

	if (item == NULL)
		fail_msg("no item %s", id);
	return &answers->items[item->index];
}

/* "3" option code, "-" absent, "dk", "na", numbers, text. */
static inline void
fixture_give(struct form_answers *answers, const char *id, const char *value)
{
	const struct form_item *item = form_item_find(answers->form, text_of(id));
	const char             *sentence;

	if (item == NULL)
		fail_msg("no item %s", id);
	if (strcmp(value, "-") == 0)
		value = "";
	sentence = form_answer_read(arena, item, text_of(value), answers->form, "en",
	    &answers->items[item->index]);
	if (sentence != NULL)
		fail_msg("%s=%s: %s", id, value, sentence);
}

/* Raw answers of KP01.. in order, one character each. */
static inline struct form_answers
fixture_raw(const struct form *form, const char *raw)
{
	struct form_answers answers = form_answers_new(arena, form);

	for (int i = 0; raw[i] != '\0'; i++) {
		char value[2] = { raw[i], '\0' };

		fixture_give(&answers, arena_printf(arena, "KP%02d", i + 1), value);
	}
	return answers;
}

/* Posted fields from "name=value" texts, NULL-terminated. */
struct fixture_post {
	const char *const *pairs;
};

static inline bool
fixture_at(void *context, size_t i, struct text *name, struct text *value)
{
	const struct fixture_post *post = context;
	const char                *equals;

	if (post->pairs[i] == NULL)
		return false;
	equals = strchr(post->pairs[i], '=');
	*name = (struct text){ arena_strndup(arena, post->pairs[i],
		                   (size_t)(equals - post->pairs[i])),
		(size_t)(equals - post->pairs[i]) };
	*value = text_of(equals + 1);
	return true;
}

#endif
