/* SPDX-License-Identifier: ISC */
#include "tests/unit/report/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "tests/unit/kam.h"

const struct form *case_form;

const char case_facts[] = ",\"FM1\":\"law\",\"FM2\":\"500-999\",\"FM2n\":640,\"FM5\":\"uki\","
                          "\"FX1\":9,\"FX2\":4,\"FX3\":2,\"FX4\":\"1-25\",\"FX5\":\"60-79\","
                          "\"FX6\":[\"s1\",\"s2\",\"s3\"],\"FX7\":8";

void
case_load_form(struct arena *arena)
{
	struct form *own = (struct form *)arena_alloc(arena, sizeof(*own));

	*own = *kam_form(arena);
	own->version = 1; /* the store's part */
	case_form = own;
}

static void
fill(struct arena *arena, const char *raw, const char *facts,
    struct form_answers *answers_out, struct score *score_out)
{
	struct buf  json;
	const char *culprit = NULL;

	buf_init(&json, arena, 65536);
	buf_str(&json, "{\"FM8\":\"yes\"");
	for (int i = 0; raw[i]; i++)
		if (raw[i] == 'k')
			buf_fmt(&json, ",\"KP%02d\":\"dk\"", i + 1);
		else if (raw[i] != '-')
			buf_fmt(&json, ",\"KP%02d\":\"%c\"", i + 1, raw[i]);
	buf_str(&json, facts);
	buf_char(&json, '}');
	*answers_out = form_answers_new(arena, case_form);
	if (form_answers_from_json(arena, buf_as_text(&json), answers_out, &culprit) !=
	    ERR_OK) {
		fprintf(stderr, "answers: %s\n", culprit ? culprit : "?");
		exit(1);
	}
	form_score(arena, answers_out, score_out);
}

/* Median, quartiles of the example pages, form order after overall. */
static const double median[8] = { 55, 62.5, 58.5, 50, 50, 56.5, 44, 44 };
static const double low[8] = { 46, 50, 50, 37.5, 40, 44, 31.5, 34.5 };
static const double high[8] = { 63, 75, 69, 62.5, 60, 62.5, 56.5, 56.5 };

static struct bench_shown
shown(enum case_group group, size_t measure, int32_t own)
{
	struct bench_shown s = { .any = true, .band = BENCH_BAND_5 };

	s.median = MICRO(median[measure]);
	s.has_own = own != SCORE_NONE;
	s.side = own < s.median ? -1 : own > s.median;
	if (group == GROUP_FEW)
		return s;
	s.band = BENCH_BAND_10;
	s.has_quartiles = true;
	s.q1 = MICRO(low[measure]);
	s.q3 = MICRO(high[measure]);
	if (s.has_own)
		s.quarter = own >= s.q3       ? BENCH_QUARTER_TOP
		            : own >= s.median ? BENCH_QUARTER_SECOND
		            : own >= s.q1     ? BENCH_QUARTER_THIRD
		                              : BENCH_QUARTER_BOTTOM;
	if (group == GROUP_TEN)
		return s;
	s.band = BENCH_BAND_20;
	s.has_rank = true;
	s.rank = MICRO(31.25);
	if (group != GROUP_FORTY)
		return s;
	s.band = BENCH_BAND_40;
	s.has_tails = true;
	s.p10 = s.q1 - MICRO(12);
	s.p90 = s.q3 + MICRO(12.25);
	return s;
}

static void
add_facts(enum case_group group, struct bench_comparison *c)
{
	static const int32_t fact[][3] = { { 1000, 500, 2000 }, { 8000, 5000, 12000 },
		{ 3000, 2000, 5000 }, { 4000, 2000, 6000 }, { 1000, 0, 2000 },
		{ 1000, 1000, 2000 } };

	c->facts = case_form->fact_count;
	for (size_t i = 0; i < sizeof(fact) / sizeof(fact[0]); i++)
		c->fact[i] = (struct bench_shown){ .any = true,
			.has_own = true,
			.has_quartiles = group != GROUP_FEW,
			.band = BENCH_BAND_20,
			.median = fact[i][0],
			.q1 = fact[i][1],
			.q3 = fact[i][2] };
}

static void
add_bins(struct bench_comparison *c)
{
	static const uint8_t bins[][3] = { { 50, 30, 20 }, { 45, 35, 20 }, { 40, 30, 30 },
		{ 70, 20, 10 }, { BENCH_UNDER_5, 5, 90 }, { 60, 20, 20 } };
	size_t               next = 0;

	c->items = case_form->item_count;
	for (size_t i = 0; i < c->items; i++)
		if (case_form->items[i].dimension >= 0) {
			const uint8_t *b = bins[next++ % 6];

			c->item[i] = (struct bench_bins){ true, b[0], b[1], b[2] };
		}
}

void
case_compare(enum case_group group, const struct score *score,
    struct bench_comparison *comparison_out)
{
	struct bench_comparison *c = comparison_out;

	*c = (struct bench_comparison){ .any = group != GROUP_NONE };
	if (!c->any)
		return;
	c->level = 4;
	c->profession = 1;
	c->snapshot = 3;
	c->measures = case_form->dimension_count + 1;
	for (size_t i = 0; i < c->measures; i++)
		c->measure[i] = shown(group, i, i == 0 ? score->overall : score->dim[i - 1]);
	c->band = c->measure[0].band;
	add_facts(group, c);
	if (group >= GROUP_FULL)
		add_bins(c);
	if (group == GROUP_MIXED) {
		c->measure[0] = c->measure[3] = (struct bench_shown){ .any = false };
		c->fact[2] = c->fact[4] = (struct bench_shown){ .any = false };
		for (size_t i = 0; i < c->items; i += 2)
			c->item[i] = (struct bench_bins){ .any = false };
	}
}

static void
poison_shown(struct bench_shown *s)
{
	if (!s->any) {
		s->median = s->q1 = s->q3 = s->p10 = s->p90 = MICRO(77.7);
		s->rank = MICRO(77.7);
		s->side = 1;
		s->band = BENCH_BAND_40;
	}
	if (!s->has_quartiles)
		s->q1 = s->q3 = MICRO(77.7);
	if (!s->has_rank)
		s->rank = MICRO(77.7);
	if (!s->has_tails)
		s->p10 = s->p90 = MICRO(77.7);
}

void
case_poison(struct bench_comparison *c)
{
	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		poison_shown(&c->measure[i]);
	for (size_t i = 0; i < BENCH_FACTS_MAX; i++)
		poison_shown(&c->fact[i]);
	for (size_t i = 0; i < BENCH_ITEMS_MAX; i++)
		if (!c->item[i].any)
			c->item[i] = (struct bench_bins){ false, 77, 77, 77 };
}

struct report_model *
case_build(struct arena *arena, const struct report_case *given,
    const struct bench_comparison *changed)
{
	struct form_answers     *answers = ARENA_NEW(arena, struct form_answers);
	struct form_answers      before;
	struct score            *score = ARENA_NEW(arena, struct score);
	struct score            *earlier_score = ARENA_NEW(arena, struct score);
	struct report_earlier   *earlier = ARENA_NEW(arena, struct report_earlier);
	struct bench_comparison *group = ARENA_NEW(arena, struct bench_comparison);
	struct report_input      in = { .language = given->language ? given->language : "en",
		     .form = case_form,
		     .wave = 2026,
		     .limited = given->limited };

	fill(arena, given->raw, given->facts, answers, score);
	case_compare(given->group, score, group);
	check(uuid_parse(TEXT_LIT("5f0c91d2-7a3e-4b68-9c1d-e0f423ab8871"), &in.response));
	in.answers = answers;
	in.score = score;
	in.submitted_at = clock_instant((struct civil){ 2026, 11, 18, 14, 32, 0 });
	in.comparison = changed ? changed : group;
	in.snapshot = 3;
	in.snapshot_at = clock_instant((struct civil){ 2026, 10, 1, 9, 0, 0 });
	if (given->earlier) {
		fill(arena, given->earlier, "", &before, earlier_score);
		*earlier = (struct report_earlier){ 2025, earlier_score };
		in.earlier = earlier;
		for (size_t i = 0; i <= case_form->dimension_count; i++)
			in.wobble[i] = MICRO(19.8334);
	}
	return report_build(arena, &in);
}
