/* SPDX-License-Identifier: ISC */
#include "form/quality.h"

#define SECONDS_AN_ANSWER 3
#define CONFLICT_FROM     4 /* raw answer of a worded scale, 1..5 */
#define CONFLICTS         2 /* dimensions */

static const char *const names[FORM_FLAG__MAX] = {
	[FORM_FLAG_FAST] = "fast",
	[FORM_FLAG_STRAIGHT] = "straight-lining",
	[FORM_FLAG_REVERSE] = "contradiction",
	[FORM_FLAG_DONT_KNOW] = "dont-know",
	[FORM_FLAG_THROW_AWAY] = "throw-away-address",
	[FORM_FLAG_DUPLICATE] = "duplicate",
	[FORM_FLAG_TEST] = "test",
};

const char *
form_flag_name(enum form_flag flag)
{
	check(flag < FORM_FLAG__MAX);
	return names[flag];
}

/* As answered, before reversing: 1..5; 0: not answered so. */
static int
raw_of(const struct form_answers *answers, int index)
{
	const struct form_item *item = &answers->form->items[index];

	if (item->kind != FORM_MATURITY && item->kind != FORM_AGREEMENT &&
	    item->kind != FORM_RATING)
		return 0;
	return form_answer_option(&answers->items[index]) + 1;
}

static bool
is_fast(const struct form_answers *answers, int seconds)
{
	int given = 0;

	for (size_t i = 0; i < answers->form->item_count; i++)
		given += answers->items[i].state != FORM_ABSENT;
	return seconds >= 0 && given > 0 && seconds < given * SECONDS_AN_ANSWER;
}

/* Without reverse items the same answer everywhere may well be meant. */
static bool
is_straight(const struct form_answers *answers)
{
	int  counts[6] = { 0 }, asked = 0;
	bool reverse = false;

	for (size_t i = 0; i < answers->form->item_count; i++) {
		const struct form_item *item = &answers->form->items[i];

		if (!form_item_scored(answers->form, item) || !form_shown(item, answers))
			continue;
		asked++;
		reverse = reverse || item->reverse;
		counts[raw_of(answers, (int)i)]++;
	}
	for (int raw = 1; reverse && raw <= 5; raw++)
		if (counts[raw] * 10 >= asked * 9)
			return true;
	return false;
}

/* Agrees with a reverse item and with the rest of its dimension. */
static bool
contradicts(const struct form_answers *answers, const struct form_dimension *d)
{
	int sum = 0, count = 0, reverse = 0;

	for (size_t i = 0; i < d->item_count; i++) {
		int raw = raw_of(answers, d->items[i]);

		if (raw == 0)
			continue;
		if (answers->form->items[d->items[i]].reverse) {
			reverse = raw > reverse ? raw : reverse;
		} else {
			sum += raw;
			count++;
		}
	}
	return reverse >= CONFLICT_FROM && count > 0 && sum >= CONFLICT_FROM * count;
}

static bool
knows_little(const struct form_answers *answers)
{
	int asked = 0, dk = 0;

	for (size_t i = 0; i < answers->form->item_count; i++) {
		const struct form_item *item = &answers->form->items[i];

		if (!form_item_scored(answers->form, item) || !form_shown(item, answers))
			continue;
		asked++;
		dk += answers->items[i].state == FORM_DK;
	}
	return dk * 10 > asked * 3;
}

unsigned
form_quality(const struct form_answers *answers, const struct form_setting *setting)
{
	bool found[FORM_FLAG__MAX] = {
		[FORM_FLAG_FAST] = is_fast(answers, setting->seconds),
		[FORM_FLAG_STRAIGHT] = is_straight(answers),
		[FORM_FLAG_DONT_KNOW] = knows_little(answers),
		[FORM_FLAG_THROW_AWAY] = setting->throw_away,
		[FORM_FLAG_DUPLICATE] = setting->duplicate,
		[FORM_FLAG_TEST] = setting->test,
	};
	unsigned flags = 0;
	int      conflicts = 0;

	for (size_t i = 0; i < answers->form->dimension_count; i++)
		conflicts += contradicts(answers, &answers->form->dimensions[i]);
	found[FORM_FLAG_REVERSE] = conflicts >= CONFLICTS;
	for (int i = 0; i < FORM_FLAG__MAX; i++)
		if (found[i])
			flags |= 1u << i;
	return flags;
}
