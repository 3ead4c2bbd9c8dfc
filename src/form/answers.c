/* SPDX-License-Identifier: ISC
 * A set of answers: making, asking, routing. */
#include "form/answers.h"

#include <string.h>

struct form_answers
form_answers_new(struct arena *arena, const struct form *form)
{
	return (struct form_answers){ form,
		ARENA_ARRAY(arena, struct form_answer, form->item_count + 1) };
}

struct form_answers
form_answers_copy(struct arena *arena, const struct form_answers *answers)
{
	struct form_answers copy = form_answers_new(arena, answers->form);

	for (size_t i = 0; i < answers->form->item_count; i++)
		copy.items[i] = answers->items[i];
	return copy;
}

int
form_answer_option(const struct form_answer *answer)
{
	if (answer->state != FORM_CHOSEN || answer->options == 0)
		return -1;
	return __builtin_ctzll(answer->options);
}

const char *
form_answers_code(const struct form_answers *answers, enum form_role role)
{
	const struct form_item *item = form_item_of(answers->form, role);
	int                     option;

	if (item == NULL)
		return NULL;
	option = form_answer_option(&answers->items[item->index]);
	return option < 0 ? NULL : item->options[option].code;
}

int
form_answers_group(const struct form_answers *answers, enum form_role role)
{
	const struct form_item *item = form_item_of(answers->form, role);
	int                     option;

	if (item == NULL)
		return -1;
	option = form_answer_option(&answers->items[item->index]);
	return option < 0 ? -1 : item->options[option].group;
}

struct text
form_answers_email(const struct form_answers *answers)
{
	const struct form_item *item = form_item_of(answers->form, FORM_ROLE_EMAIL);

	if (item == NULL || answers->items[item->index].state != FORM_WRITTEN)
		return TEXT_NONE;
	return answers->items[item->index].text;
}

/* A number, or the place on a scale; false: neither was given. */
static bool
number_of(const struct form_item *item, const struct form_answer *answer, int64_t *number_out)
{
	if (answer->state == FORM_NUMBERED) {
		*number_out = answer->number;
		return true;
	}
	if (answer->state != FORM_CHOSEN)
		return false;
	*number_out = (form_answer_option(answer) + (item->kind == FORM_SCALE10 ? 0 : 1)) *
	              FORM_UNIT;
	return true;
}

bool
form_holds(const struct form_condition *condition, const struct form_answers *answers)
{
	const struct form_answer *answer;
	int64_t                   number;

	switch (condition->test) {
	case FORM_TEST_ALL:
		for (size_t i = 0; i < condition->part_count; i++)
			if (!form_holds(&condition->parts[i], answers))
				return false;
		return true;
	case FORM_TEST_ANY:
		for (size_t i = 0; i < condition->part_count; i++)
			if (form_holds(&condition->parts[i], answers))
				return true;
		return false;
	case FORM_TEST_ANSWERED:
		return answers->items[condition->item].state != FORM_ABSENT;
	case FORM_TEST_CHOSEN:
		answer = &answers->items[condition->item];
		return answer->state == FORM_CHOSEN &&
		       (answer->options & condition->options) != 0;
	case FORM_TEST_AT_LEAST:
	case FORM_TEST_AT_MOST:
		if (!number_of(&answers->form->items[condition->item],
		        &answers->items[condition->item], &number))
			return false;
		return condition->test == FORM_TEST_AT_LEAST ? number >= condition->number
		                                             : number <= condition->number;
	}
	check(!"a test that is not known");
	return false;
}

bool
form_shown(const struct form_item *item, const struct form_answers *answers)
{
	return item->show_if == NULL || form_holds(item->show_if, answers);
}

/* Conditions look at earlier items only, so one pass in form order settles. */
void
form_route(struct form_answers *answers)
{
	for (size_t i = 0; i < answers->form->item_count; i++)
		if (!form_shown(&answers->form->items[i], answers))
			answers->items[i] = (struct form_answer){ .state = FORM_ABSENT };
}

static bool
page_shown(const struct form_page *page, const struct form_answers *answers)
{
	for (size_t i = 0; i < page->item_count; i++)
		if (form_shown(page->items[i], answers))
			return true;
	return false;
}

int
form_next_page(const struct form_answers *answers, int from)
{
	for (int i = from < 0 ? 0 : from; i < (int)answers->form->page_count; i++)
		if (page_shown(&answers->form->pages[i], answers))
			return i;
	return -1;
}

int
form_previous_page(const struct form_answers *answers, int from)
{
	if (from > (int)answers->form->page_count)
		from = (int)answers->form->page_count;
	for (int i = from - 1; i >= 0; i--)
		if (page_shown(&answers->form->pages[i], answers))
			return i;
	return -1;
}

struct bytes
form_answers_pack(struct arena *arena, const struct form_answers *answers)
{
	size_t   count = answers->form->item_count;
	uint8_t *raw = arena_alloc(arena, count);

	for (size_t i = 0; i < count; i++) {
		const struct form_answer *answer = &answers->items[i];

		switch (answer->state) {
		case FORM_ABSENT:
			raw[i] = 0;
			break;
		case FORM_DK:
			raw[i] = FORM_PACK_DK;
			break;
		case FORM_NA:
			raw[i] = FORM_PACK_NA;
			break;
		case FORM_CHOSEN:
			raw[i] = answers->form->items[i].kind == FORM_MULTI
			             ? 1
			             : (uint8_t)(form_answer_option(answer) + 1);
			break;
		case FORM_NUMBERED:
		case FORM_WRITTEN:
			raw[i] = 1;
			break;
		}
	}
	return (struct bytes){ raw, count };
}
