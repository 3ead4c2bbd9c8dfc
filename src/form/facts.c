/* SPDX-License-Identifier: ISC
 * Figures to compare, and alerts. */
#include "form/score.h"

/* a * b / c, half away from zero, all non-negative. */
static int64_t
scaled(int64_t a, int64_t b, int64_t c)
{
	return (int64_t)((2 * (__int128)a * b + c) / (2 * (__int128)c));
}

static int32_t
fact_value(const struct form_answers *answers, const struct form_fact *fact)
{
	const struct form_answer *answer = &answers->items[fact->item], *per;
	int64_t                   value;

	switch (fact->kind) {
	case FORM_FACT_BANDS:
		return answer->state == FORM_CHOSEN ? form_answer_option(answer) * 1000
		                                    : FORM_NO_FACT;
	case FORM_FACT_STEPS:
		return FORM_NO_FACT;
	case FORM_FACT_NUMBER:
		if (answer->state != FORM_NUMBERED || answer->number < 0)
			return FORM_NO_FACT;
		return (int32_t)scaled(answer->number, 1000, FORM_UNIT);
	case FORM_FACT_RATIO:
		break;
	}
	per = &answers->items[fact->per];
	if (answer->state != FORM_NUMBERED || per->state != FORM_NUMBERED ||
	    answer->number < 0 || per->number <= 0)
		return FORM_NO_FACT;
	value = scaled(answer->number, (int64_t)fact->times * 1000, per->number);
	return value > INT32_MAX ? FORM_NO_FACT : (int32_t)value;
}

void
form_facts(const struct form_answers *answers, int32_t values_out[FORM_FACTS_MAX])
{
	for (size_t i = 0; i < answers->form->fact_count; i++)
		values_out[i] = fact_value(answers, &answers->form->facts[i]);
}

uint32_t
form_alerts(const struct form_answers *answers)
{
	uint32_t alerts = 0;

	for (size_t i = 0; i < answers->form->alert_count; i++)
		if (form_holds(answers->form->alerts[i].when, answers))
			alerts |= UINT32_C(1) << i;
	return alerts;
}
