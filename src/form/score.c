/* SPDX-License-Identifier: ISC
 * Scores as exact fractions. */
#include "form/score.h"

#include <string.h>

/* Non-negative.  Points have denominators that divide 60, a dimension at most
 * 40 items and a form at most 15 dimensions: numbers stay below 2^90. */
struct fraction {
	unsigned __int128 num, den;
};

static unsigned __int128
gcd(unsigned __int128 a, unsigned __int128 b)
{
	while (b != 0) {
		unsigned __int128 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static struct fraction
add(struct fraction a, struct fraction b)
{
	unsigned __int128 common = gcd(a.den, b.den);
	struct fraction   sum;

	sum.den = a.den / common * b.den;
	sum.num = a.num * (b.den / common) + b.num * (a.den / common);
	common = gcd(sum.num, sum.den);
	sum.num /= common;
	sum.den /= common;
	return sum;
}

/* To micro-points, half away from zero. */
static int32_t
rounded(struct fraction f)
{
	return (int32_t)((2 * f.num * SCORE_UNIT + f.den) / (2 * f.den));
}

/* What the packed or the full answers say about one scored item. */
struct given {
	bool               shown;
	enum form_state    state; /* CHOSEN or NUMBERED when it has points */
	struct form_points points;
};

static struct form_points
band_points(const struct form_item *item, int64_t number)
{
	struct form_points points = { 0, 0 };

	for (size_t i = 0; i < item->band_count && item->bands[i].from <= number; i++)
		points = item->bands[i].points;
	return points;
}

static struct given
given_of(const struct form_answers *answers, const struct form_item *item)
{
	const struct form_answer *answer = &answers->items[item->index];
	struct given              given = { .state = answer->state };

	given.shown = form_shown(item, answers);
	if (!given.shown)
		given.state = FORM_ABSENT;
	else if (answer->state == FORM_CHOSEN)
		given.points = item->options[form_answer_option(answer)].points;
	else if (answer->state == FORM_NUMBERED)
		given.points = band_points(item, answer->number);
	if (given.state >= FORM_CHOSEN && given.points.den == 0)
		given.state = FORM_ABSENT;
	return given;
}

/* Mean points of the items; false: fewer than the least share has points. */
static bool
mean_of(const struct form_answers *answers, const int *items, size_t count,
    struct fraction *mean_out)
{
	const struct form_scoring *scoring = &answers->form->scoring;
	struct fraction            sum = { 0, 1 };
	size_t                     applicable = 0, answered = 0;

	for (size_t i = 0; i < count; i++) {
		struct given given = given_of(answers, &answers->form->items[items[i]]);

		applicable += given.shown;
		if (given.state < FORM_CHOSEN)
			continue;
		answered++;
		sum = add(sum, (struct fraction){ (unsigned)given.points.num,
		                   (unsigned)given.points.den });
	}
	if (answered == 0 ||
	    answered * (size_t)scoring->share_den < applicable * (size_t)scoring->share_num)
		return false;
	sum.den *= answered;
	*mean_out = add(sum, (struct fraction){ 0, 1 });
	return true;
}

static void
count_answers(const struct form_answers *answers, struct score *score)
{
	for (size_t i = 0; i < answers->form->item_count; i++) {
		const struct form_item *item = &answers->form->items[i];
		struct given            given;

		if (!form_item_scored(answers->form, item))
			continue;
		given = given_of(answers, item);
		score->asked += given.shown;
		score->answered += given.state >= FORM_CHOSEN;
		score->dk += given.state == FORM_DK;
		score->na += given.state == FORM_NA;
	}
}

static void
clear(struct score *score)
{
	*score = (struct score){ .overall = SCORE_NONE,
		.stage = -1,
		.rule = -1,
		.gate = -1,
		.gate_dimension = -1 };
	for (size_t i = 0; i < FORM_MEASURES_MAX; i++)
		score->dim[i] = SCORE_NONE;
	for (size_t i = 0; i < FORM_LENSES_MAX; i++)
		score->lens[i] = SCORE_NONE;
}

void
form_score(struct arena *arena, const struct form_answers *answers, struct score *score)
{
	const struct form *form = answers->form;
	struct fraction    sum = { 0, 1 }, mean;
	int                valid = 0;

	clear(score);
	count_answers(answers, score);
	for (size_t i = 0; i < form->dimension_count; i++) {
		if (!mean_of(answers, form->dimensions[i].items,
		        form->dimensions[i].item_count, &mean))
			continue;
		score->dim[i] = rounded(mean);
		sum = add(sum, mean);
		valid++;
	}
	if (form->scoring.overall_needs > 0 && valid >= form->scoring.overall_needs) {
		sum.den *= (unsigned)valid;
		score->overall = rounded(sum);
	}
	for (size_t i = 0; i < form->lens_count; i++)
		if (mean_of(answers, form->lenses[i].items, form->lenses[i].item_count,
		        &mean))
			score->lens[i] = rounded(mean);
	form_stage_find(arena, form, score);
}

/* Of multi, numbers and texts a packed row only tells that they are there:
 * FORM_WRITTEN counts as answered and has no points. */
static struct form_answer
unpacked(const struct form_item *item, uint8_t byte)
{
	struct form_answer answer = { .state = FORM_ABSENT };

	if (byte == FORM_PACK_DK) {
		answer.state = FORM_DK;
	} else if (byte == FORM_PACK_NA) {
		answer.state = FORM_NA;
	} else if (byte != 0 && form_kind_has_options(item->kind) &&
	           item->kind != FORM_MULTI) {
		if (byte <= item->option_count) {
			answer.state = FORM_CHOSEN;
			answer.options = UINT64_C(1) << (byte - 1);
		}
	} else if (byte != 0) {
		answer.state = FORM_WRITTEN;
	}
	return answer;
}

void
form_score_packed(struct arena *arena, const struct form *form, struct bytes raw,
    struct score *score_out)
{
	struct form_answers answers = form_answers_new(arena, form);

	for (size_t i = 0; i < form->item_count && i < raw.len; i++)
		answers.items[i] = unpacked(&form->items[i], raw.p[i]);
	form_score(arena, &answers, score_out);
}

size_t
form_score_values(const struct form *form, const struct score *score,
    int32_t values_out[FORM_MEASURES_MAX])
{
	values_out[0] = score->overall;
	for (size_t i = 0; i < form->dimension_count; i++)
		values_out[i + 1] = score->dim[i];
	return form->dimension_count + 1;
}

void
form_score_from_values(struct arena *arena, const struct form *form, const int32_t *values,
    size_t count, struct score *score_out)
{
	clear(score_out);
	if (count > 0)
		score_out->overall = values[0];
	for (size_t i = 0; i < form->dimension_count && i + 1 < count; i++)
		score_out->dim[i] = values[i + 1];
	form_stage_find(arena, form, score_out);
}

const char *
form_measure_code(const struct form *form, size_t measure)
{
	check(measure <= form->dimension_count);
	return measure == 0 ? "overall" : form->dimensions[measure - 1].code;
}
