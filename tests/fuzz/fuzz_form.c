/* SPDX-License-Identifier: ISC
 *
 * A form file is refused with problems that point into it, or it is a form
 * that takes answers, scores them between 0 and 100, stores and reads them
 * back unchanged, and prints. */
#include "fuzz.h"

#include "base/utf8.h"
#include "form/preview.h"
#include "form/quality.h"
#include "form/score.h"

static uint32_t seed;

static unsigned
roll(size_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return n == 0 ? 0 : (seed >> 8) % (unsigned)n;
}

static void
problems_point_into_the_file(struct arena *arena, const struct form_problems *problems,
    const uint8_t *data, size_t len)
{
	int lines = 1;

	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n';
	must(problems->count > 0 && problems->count <= 100);
	for (size_t i = 0; i < problems->count; i++) {
		const struct form_problem *p = &problems->list[i];
		const char                *line = form_problem_line(arena, "f", p);

		must(p->line >= 1 && p->line <= lines + 1);
		must(p->pointer[0] == '\0' || p->pointer[0] == '/');
		must(p->wrong[0] != '\0');
		must(utf8_valid(line, strlen(line)));
	}
}

static void
conditions_look_back(const struct form_condition *c, size_t before)
{
	must((c->item < 0) == (c->test == FORM_TEST_ALL || c->test == FORM_TEST_ANY));
	must(c->item < (int)before);
	for (size_t i = 0; i < c->part_count; i++)
		conditions_look_back(&c->parts[i], before);
}

static void
tree_is_whole(const struct form *form)
{
	must(form->language_count >= 1 && form->page_count >= 1);
	must(form->item_count <= FORM_ITEMS_MAX);
	must(form->dimension_count < FORM_MEASURES_MAX);
	must(form->lens_count <= FORM_LENSES_MAX && form->fact_count <= FORM_FACTS_MAX);
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];

		must(item->index == (int)i && item->page < (int)form->page_count);
		must(form_say(form, item->text, "xx") != NULL);
		must(form_item_find(form, text_of(item->id)) == item);
		must(form_kind_has_options(item->kind) == (item->option_count > 0));
		must(item->option_count <= FORM_OPTIONS_MAX);
		must(!form_kind_is_number(item->kind) || item->low < item->high);
		must(!item->required || form_said(item->missing));
		if (item->show_if != NULL)
			conditions_look_back(item->show_if, i);
	}
}

/* Some allowed answer, or none. */
static void
give(struct arena *arena, const struct form_item *item, struct form_answers *answers)
{
	struct form_answer answer;
	const char        *value;
	unsigned           which = roll(item->option_count + 3);

	if (item->kind == FORM_STATEMENT || roll(5) == 0)
		return;
	if (item->dk && which == item->option_count)
		value = "dk";
	else if (item->na && which == item->option_count + 1)
		value = "na";
	else if (item->option_count > 0)
		value = item->options[which % item->option_count].code;
	else if (form_kind_is_number(item->kind))
		value = arena_printf(arena, "%lld",
		    (long long)((item->low + (item->high - item->low) / 5 * roll(6)) /
		                FORM_UNIT));
	else
		value = item->kind == FORM_DATE    ? "2026-11-18"
		        : item->kind == FORM_EMAIL ? "a@b.example"
		                                   : "x";
	if (form_answer_read(arena, item, text_of(value), answers->form, "en", &answer) ==
	    NULL)
		answers->items[item->index] = answer;
}

static void
in_scale(int32_t score)
{
	must(score == SCORE_NONE || (score >= 0 && score <= 100 * SCORE_UNIT));
}

static void
answers_go_round(struct arena *arena, const struct form *form)
{
	struct form_answers answers = form_answers_new(arena, form);
	struct form_answers again = form_answers_new(arena, form);
	struct form_verdict verdict;
	struct score        score;
	struct text         json;
	int32_t             facts[FORM_FACTS_MAX], values[FORM_MEASURES_MAX];
	int                 steps[FORM_MEASURES_MAX];

	for (size_t i = 0; i < form->item_count; i++)
		give(arena, &form->items[i], &answers);
	form_route(&answers);
	json = form_answers_to_json(arena, &answers, NULL, FORM_PARTS_ALL);
	must(form_answers_from_json(arena, json, &again, NULL) == ERR_OK);
	must(text_equal(json, form_answers_to_json(arena, &again, NULL, FORM_PARTS_ALL)));
	must(form_answers_pack(arena, &answers).len == form->item_count);
	form_score(arena, &answers, &score);
	must(form_score_values(form, &score, values) == form->dimension_count + 1);
	for (size_t i = 0; i <= form->dimension_count; i++)
		in_scale(values[i]);
	for (size_t i = 0; i < form->lens_count; i++)
		in_scale(score.lens[i]);
	must(score.answered + score.dk + score.na <= score.asked);
	must((score.stage >= 0) ==
	     (form->stage_rule_count > 0 && score.overall != SCORE_NONE));
	(void)form_stage_sentence(arena, form, &score, "en");
	form_next_steps(form, &score, steps);
	form_facts(&answers, facts);
	(void)form_alerts(&answers);
	(void)form_quality(&answers, &(struct form_setting){ .seconds = 10 });
	form_check_complete(arena, &answers, "en", &verdict);
	must(verdict.accepted == (verdict.error_count == 0));
	for (size_t i = 0; i < form->item_count; i++)
		(void)form_answer_words(arena, &answers, &form->items[i], "en");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena        *arena = fuzz_arena();
	struct bytes         json = { data, len };
	const struct form   *form, *again;
	struct form_problems problems;

	seed = 1;
	for (size_t i = 0; i < len; i++)
		seed = seed * 31 + data[i];
	if (form_read(arena, json, &form, &problems) != ERR_OK) {
		problems_point_into_the_file(arena, &problems, data, len);
		return 0;
	}
	must(problems.count == 0);
	tree_is_whole(form);
	for (int i = 0; i < 4; i++)
		answers_go_round(arena, form);
	must(form_preview_text(arena, form, "en").len > 0);
	must(form_preview_html(arena, form, NULL).len > 0);
	must(form_read(arena, json, &again, &problems) == ERR_OK);
	must(form_same_text(json, json));
	must(form_meaning_changes(arena, form, again).count == 0);
	return 0;
}
