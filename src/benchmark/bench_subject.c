/* SPDX-License-Identifier: ISC
 *
 * bench_subject.c - what of a form and of a response is compared. */
#include "benchmark/bench_inner.h"

#include <string.h>

#include "benchmark/bench_view.h"
#include "form/answers.h"
#include "form/form.h"
#include "form/score.h"

static int
groups_of(const struct form *form, enum form_role role)
{
	const struct form_item *item = form_item_of(form, role);

	if (item == NULL)
		return 0;
	return (int)(item->group_count > 0 ? item->group_count : item->option_count);
}

enum err
bench_shape_of(const struct form *form, struct bench_shape *shape_out)
{
	struct bench_shape s = {
		.professions = groups_of(form, FORM_ROLE_PROFESSION),
		.sizes = groups_of(form, FORM_ROLE_SIZE),
		.regions = groups_of(form, FORM_ROLE_REGION),
		.measures = 1 + form->dimension_count,
		.facts = form->fact_count,
		.items = form->item_count + form->code_count,
		.codes = form->code_count,
	};

	if (s.professions > BENCH_GROUPS_MAX || s.sizes > BENCH_GROUPS_MAX ||
	    s.regions > BENCH_GROUPS_MAX || s.measures > BENCH_MEASURES_MAX ||
	    s.facts > BENCH_FACTS_MAX || s.items > BENCH_ITEMS_MAX)
		return ERR_INVALID;
	*shape_out = s;
	return ERR_OK;
}

struct bench_groups
bench_groups_of_form(const struct form *form)
{
	return (struct bench_groups){ groups_of(form, FORM_ROLE_PROFESSION),
		groups_of(form, FORM_ROLE_SIZE), groups_of(form, FORM_ROLE_REGION) };
}

void
bench_subject_of(const struct form_answers *answers, const struct score *score,
    struct bench_subject *s)
{
	const struct form *form = answers->form;

	memset(s, 0, sizeof(*s));
	s->profession = form_answers_group(answers, FORM_ROLE_PROFESSION) + 1;
	s->size = form_answers_group(answers, FORM_ROLE_SIZE) + 1;
	s->region = form_answers_group(answers, FORM_ROLE_REGION) + 1;
	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		s->score[i] = BENCH_NONE;
	form_score_values(form, score, s->score);
	form_facts(answers, s->fact);
	for (size_t i = form->fact_count; i < BENCH_FACTS_MAX; i++)
		s->fact[i] = BENCH_NONE;
}
