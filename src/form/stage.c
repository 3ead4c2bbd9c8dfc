/* SPDX-License-Identifier: ISC
 * The stage a firm is at, its reason, and what to do next. */
#include <string.h>

#include "base/buf.h"
#include "form/score.h"
#include "form/values.h"

/* Does the gate hold?  *dimension_out: the one it speaks of, or -1. */
static bool
gate_holds(const struct form *form, const struct form_gate *gate, const struct score *score,
    int *dimension_out)
{
	int32_t value = score->overall;
	int     lowest = -1;

	*dimension_out = -1;
	if (gate->measure == FORM_EACH) {
		for (size_t i = 0; i < form->dimension_count; i++)
			if (score->dim[i] != SCORE_NONE &&
			    (lowest < 0 || score->dim[i] < score->dim[lowest]))
				lowest = (int)i;
		*dimension_out = lowest;
		value = lowest < 0 ? SCORE_NONE : score->dim[lowest];
	} else if (gate->measure >= 0) {
		*dimension_out = gate->measure;
		value = score->dim[gate->measure];
	}
	if (value == SCORE_NONE)
		return gate->or_missing;
	return gate->below ? value < gate->bound : value >= gate->bound;
}

/* The first gate of "any" that holds, 0 for "all" when all do; -1: no. */
static int
rule_holds(const struct form *form, const struct form_stage_rule *rule,
    const struct score *score, int *dimension_out)
{
	int first = 0;

	*dimension_out = -1;
	if (rule->gate_count == 0)
		return 0;
	for (size_t i = 0; i < rule->gate_count; i++) {
		int  dimension;
		bool holds = gate_holds(form, &rule->gates[i], score, &dimension);

		if (holds && rule->any) {
			*dimension_out = dimension;
			return (int)i;
		}
		if (!holds && !rule->any)
			return -1;
	}
	return rule->any ? -1 : first;
}

static const char *
measure_name(const struct form *form, const struct form_gate *gate, int dimension)
{
	if (gate->measure == FORM_OVERALL)
		return "overall";
	if (gate->measure == FORM_EACH && (!gate->below || dimension < 0))
		return "each dimension";
	return form->dimensions[dimension].code;
}

static void
add_reason(struct buf *b, const struct form *form, const struct form_gate *gate,
    const struct score *score, int dimension)
{
	const char *name = measure_name(form, gate, dimension);

	if (gate->measure >= 0 && score->dim[gate->measure] == SCORE_NONE)
		buf_fmt(b, "%s without a score", name);
	else
		buf_fmt(b, "%s %s %s", name, gate->below ? "below" : "at least",
		    value_number_text(b->arena, gate->bound));
}

static const char *
reason(struct arena *arena, const struct form *form, const struct form_stage_rule *rule,
    const struct score *score)
{
	struct buf b;

	if (rule->gate_count == 0)
		return "no other stage fits";
	buf_init(&b, arena, 4096);
	if (rule->any) {
		add_reason(&b, form, &rule->gates[score->gate], score, score->gate_dimension);
	} else {
		for (size_t i = 0; i < rule->gate_count; i++) {
			if (i > 0)
				buf_str(&b, " and ");
			add_reason(&b, form, &rule->gates[i], score, rule->gates[i].measure);
		}
	}
	return buf_as_text(&b).s;
}

void
form_stage_find(struct arena *arena, const struct form *form, struct score *score)
{
	score->stage = score->rule = score->gate = score->gate_dimension = -1;
	score->stage_reason = NULL;
	if (score->overall == SCORE_NONE)
		return;
	for (size_t i = 0; i < form->stage_rule_count; i++) {
		int dimension;
		int gate = rule_holds(form, &form->stage_rules[i], score, &dimension);

		if (gate < 0)
			continue;
		score->stage = form->stage_rules[i].stage;
		score->rule = (int)i;
		score->gate = form->stage_rules[i].gate_count > 0 ? gate : -1;
		score->gate_dimension = dimension;
		score->stage_reason = reason(arena, form, &form->stage_rules[i], score);
		return;
	}
}

/* The words of the gate that decided, else those of the rule. */
static struct form_words
stage_words(const struct form *form, const struct score *score, bool title)
{
	const struct form_stage_rule *rule;
	struct form_words             words = { NULL };

	if (score->rule < 0)
		return words;
	rule = &form->stage_rules[score->rule];
	if (score->gate >= 0 && rule->any)
		words = title ? rule->gates[score->gate].title
		              : rule->gates[score->gate].sentence;
	if (!form_said(words))
		words = title ? rule->title : rule->sentence;
	return words;
}

const char *
form_stage_title(struct arena *arena, const struct form *form, const struct score *score,
    const char *language)
{
	(void)arena;
	return form_say(form, stage_words(form, score, true), language);
}

const char *
form_stage_sentence(struct arena *arena, const struct form *form, const struct score *score,
    const char *language)
{
	const char *words = form_say(form, stage_words(form, score, false), language);
	int         d = score->gate_dimension;
	int32_t     value = d >= 0 ? score->dim[d] : score->overall;
	const char *area = d >= 0 ? form_say(form, form->dimensions[d].name, language)
	                          : "Overall";

	if (words == NULL)
		return NULL;
	if (value == SCORE_NONE)
		return arena_printf(arena,
		    "%s %s too few answers for a score, and the "
		    "next stage asks for one.",
		    area, d >= 0 && form->dimensions[d].plural ? "have" : "has");
	return value_fill(arena, words,
	    (const struct value_hole[]){
	        { "{score}", arena_printf(arena, "%d", form_score_whole(value)) },
	        { "{area}", area }, { NULL, NULL } });
}

int
form_score_whole(int32_t micro)
{
	int half = micro < 0 ? -SCORE_UNIT / 2 : SCORE_UNIT / 2;

	check(micro != SCORE_NONE);
	return (micro + half) / SCORE_UNIT;
}

const char *
form_score_text(struct arena *arena, int32_t micro)
{
	int64_t size = micro < 0 ? -(int64_t)micro : micro;
	char    text[16], *p = text + sizeof(text);

	/* By hand: exports write eight of them a row. */
	check(micro != SCORE_NONE);
	*--p = '\0';
	for (int digits = 0; digits < 7 || size > 0; digits++, size /= 10) {
		if (digits == 6)
			*--p = '.';
		*--p = (char)('0' + size % 10);
	}
	if (micro < 0)
		*--p = '-';
	return arena_strdup(arena, p);
}

const char *
form_band_word(const struct form *form, int32_t micro)
{
	if (micro == SCORE_NONE)
		return NULL;
	if (micro < form->scoring.low_below * SCORE_UNIT)
		return "low";
	return micro < form->scoring.high_from * SCORE_UNIT ? "mid" : "high";
}

struct form_words
form_interpretation(const struct form *form, int dimension, int32_t micro)
{
	const struct form_dimension *d = &form->dimensions[dimension];
	const char                  *word = form_band_word(form, micro);

	if (word == NULL)
		return (struct form_words){ NULL };
	return word[0] == 'l' ? d->low : word[0] == 'm' ? d->mid : d->high;
}

/* Fails a gate of its own in the first rule: comes before all others. */
static bool
is_gated(const struct form *form, const struct score *score, int dimension)
{
	int spoken_of;

	if (form->stage_rule_count == 0)
		return false;
	for (size_t i = 0; i < form->stage_rules[0].gate_count; i++) {
		const struct form_gate *gate = &form->stage_rules[0].gates[i];

		if (gate->measure == dimension && score->dim[dimension] != SCORE_NONE &&
		    gate_holds(form, gate, score, &spoken_of))
			return true;
	}
	return false;
}

void
form_next_steps(const struct form *form, const struct score *score,
    int dimensions_out[FORM_MEASURES_MAX])
{
	int64_t keys[FORM_MEASURES_MAX];

	for (size_t i = 0; i < form->dimension_count; i++) {
		int64_t key = score->dim[i];
		size_t  j = i;

		if (score->dim[i] == SCORE_NONE)
			key = INT64_MAX;
		else if (is_gated(form, score, (int)i))
			key -= INT64_C(1000) * SCORE_UNIT;
		for (; j > 0 && keys[j - 1] > key; j--) {
			keys[j] = keys[j - 1];
			dimensions_out[j] = dimensions_out[j - 1];
		}
		keys[j] = key;
		dimensions_out[j] = (int)i;
	}
}
