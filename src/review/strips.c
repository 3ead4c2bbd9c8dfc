/* SPDX-License-Identifier: ISC
 *
 * strips.c - median and middle half of each measure, lowest median first. */
#include "base/err.h"
#include "review/inner.h"

#define POINT CHART_MICRO

static int64_t
paper(int32_t micro)
{
	return bench_paper_quantile(micro);
}

static const char *
quarter_word(struct sketch *d, const struct bench_shown *b)
{
	switch (b->quarter) {
	case BENCH_QUARTER_BOTTOM:
		return T(d, "bottom quarter");
	case BENCH_QUARTER_THIRD:
		return T(d, "third quarter");
	case BENCH_QUARTER_SECOND:
		return T(d, "second quarter");
	case BENCH_QUARTER_TOP:
		return T(d, "top quarter");
	case BENCH_QUARTER_NONE:
	default:
		break;
	}
	if (!b->any || !b->has_own)
		return NULL;
	return b->side < 0   ? T(d, "below the median")
	       : b->side > 0 ? T(d, "above the median")
	                     : T(d, "at the median");
}

/* "; 10th percentile 12.5, 90th 69; all firms 43": what the marks say. */
static const char *
hidden_words(struct sketch *d, const struct review_strip *s, bool firm)
{
	const char *tails = "", *all = "", *middle = "";

	/* The firm's page has no columns for the quartiles. */
	if (firm && s->q1 != NULL)
		middle = SAY(d, "; middle half {low} to {high}", "low",
		    sketch_said(d, s->chart.q1), "high", sketch_said(d, s->chart.q3), NULL);

	if (s->p10 != NULL)
		tails = SAY(d, "; 10th percentile {low}, 90th {high}", "low",
		    sketch_said(d, s->chart.p10), "high", sketch_said(d, s->chart.p90), NULL);
	if (s->all != NULL)
		all = SAY(d, "; all firms {median}", "median", s->all, NULL);
	return arena_printf(d->arena, "%s%s%s", middle, tails, all);
}

static void
put_shown(struct sketch *d, struct review_strip *s, const struct bench_shown *b)
{
	if (!b->any)
		return;
	s->chart.median = paper(b->median);
	s->median = sketch_column(d, s->chart.median);
	if (b->has_quartiles) {
		s->chart.q1 = paper(b->q1);
		s->chart.q3 = paper(b->q3);
		s->q1 = sketch_column(d, s->chart.q1);
		s->q3 = sketch_column(d, s->chart.q3);
	}
	if (b->has_tails) {
		s->chart.p10 = paper(b->p10);
		s->chart.p90 = paper(b->p90);
		s->p10 = sketch_column(d, s->chart.p10);
		s->p90 = sketch_column(d, s->chart.p90);
	}
}

static struct review_strip
strip_of(struct sketch *d, size_t measure, const int32_t *own)
{
	const struct bench_shown *b = &d->shown->measure[measure];
	const struct bench_shown *all = &d->all->measure[measure];
	struct review_strip       s = { .code = sketch_measure_code(d, measure),
		      .name = sketch_measure_name(d, measure),
		      .chart = chart_strip_on(0, 100 * POINT) };

	s.chart.ticks[0] = (struct chart_tick){ 0, "0" };
	s.chart.ticks[1] = (struct chart_tick){ 50 * POINT, "50" };
	s.chart.ticks[2] = (struct chart_tick){ 100 * POINT, "100" };
	s.chart.tick_count = 3;
	put_shown(d, &s, b);
	/* Beside itself the whole pool has no mark. */
	if (own == NULL && all->any && d->in->pick.pick.level != 6) {
		s.chart.guideline = paper(all->median);
		s.all = sketch_said(d, s.chart.guideline);
	}
	if (own != NULL && own[measure] != BENCH_NONE) {
		int64_t whole = (own[measure] + POINT / 2) / POINT;

		s.chart.own = whole * POINT;
		s.own = view_number(d->arena, d->language, whole).s;
		s.standing = quarter_word(d, b);
	}
	s.hidden = hidden_words(d, &s, own != NULL);
	return s;
}

/* The areas from `from` on that share its median on paper; which: their words. */
static size_t
alike(struct sketch *d, const size_t *areas, size_t from, size_t count, const char **which)
{
	const struct bench_shown *all = d->shown->measure;
	size_t                    n = 1;

	while (from + n < count &&
	       paper(all[areas[from + n]].median) == paper(all[areas[from]].median))
		n++;
	*which = sketch_measure_subject(d, areas[from]);
	if (n == 2)
		*which = SAY(d, "{one} and in {other}", "one", *which, "other",
		    sketch_measure_subject(d, areas[from + 1]), NULL);
	else if (n > 2)
		*which = SAY(d, "{n} areas", "n",
		    view_count(d->arena, d->language, (int64_t)n), NULL);
	return n;
}

/* "Half of these firms score below 44 in insight and planning, the lowest, and
 * half below 62.5 in leadership and ownership, the highest" */
static const char *
statement(struct sketch *d, const size_t *order, size_t count)
{
	const struct bench_comparison *c = d->shown;
	size_t                         areas[BENCH_MEASURES_MAX], shown = 0, high;
	const char                    *weak, *strong;

	for (size_t i = 0; i < count; i++)
		if (order[i] != 0 && c->measure[order[i]].any)
			areas[shown++] = order[i];
	if (shown == 0)
		return c->any ? T(d, "Only the overall score of these firms may be shown")
		              : T(d, "Nothing about these firms may be shown");
	if (alike(d, areas, 0, shown, &weak) == shown)
		return SAY(d, "Half of these firms score below {median} in {area}", "median",
		    sketch_said(d, paper(c->measure[areas[0]].median)), "area", weak, NULL);
	for (high = shown - 1; paper(c->measure[areas[high - 1]].median) ==
	                       paper(c->measure[areas[high]].median);)
		high--;
	(void)alike(d, areas, high, shown, &strong);
	return SAY(d,
	    "Half of these firms score below {low} in {weak}, the lowest, and half below "
	    "{high} in {strong}, the highest",
	    "low", sketch_said(d, paper(c->measure[areas[0]].median)), "weak", weak, "high",
	    sketch_said(d, paper(c->measure[areas[high]].median)), "strong", strong, NULL);
}

/* Where the firm stands, area by area: in quarters of its group, or beside the
 * median where the group is too small for quarters. */
static const char *
standing(struct sketch *d, size_t measures)
{
	int64_t     low = 0, high = 0, below = 0, quarters = 0, areas = 0;
	const char *said;

	for (size_t m = 1; m < measures; m++) {
		const struct bench_shown *b = &d->shown->measure[m];

		if (!b->any || !b->has_own)
			continue;
		areas++;
		below += b->side < 0;
		quarters += b->quarter != BENCH_QUARTER_NONE;
		low += b->quarter == BENCH_QUARTER_BOTTOM;
		high += b->quarter == BENCH_QUARTER_TOP;
	}
	if (areas == 0)
		return T(d, "This firm stands alone: nothing beside it may be shown");
	if (quarters < areas)
		said = WORD(
		    "This firm is below the median of its group in {below} of {areas} "
		    "areas");
	else if (low + high == 0)
		said = WORD(
		    "This firm is in the middle half of its group in all {areas} areas");
	else if (low == 0)
		said = WORD(
		    "This firm is in the top quarter of its group in {high} of {areas} "
		    "areas, and in the bottom quarter in none");
	else if (high == 0)
		said = WORD("This firm is in the bottom quarter of its group in {low} of "
		            "{areas} areas, and in the top quarter in none");
	else
		said = WORD("This firm is in the bottom quarter of its group in {low} of "
		            "{areas} areas, and in the top quarter in {high}");
	return view_say(d->arena, d->language, said, "below",
	    view_count(d->arena, d->language, below), "low",
	    view_count(d->arena, d->language, low), "high",
	    view_count(d->arena, d->language, high), "areas",
	    view_count(d->arena, d->language, areas), NULL)
	    .s;
}

void
sketch_strips(struct sketch *d, const int32_t *own)
{
	struct review_model *m = d->m;
	size_t               order[BENCH_MEASURES_MAX];
	size_t               count = sketch_measure_order(d->shown, order);

	m->strips = ARENA_ARRAY(d->arena, struct review_strip, count);
	m->strip_count = count;
	m->area_head = T(d, "Area, lowest median first");
	m->own_head = T(d, "Firm");
	m->no_own = T(d, "no score");
	m->strips_statement = own != NULL ? standing(d, count) : statement(d, order, count);
	for (size_t i = 0; i < count; i++) {
		const struct review_strip *s = &m->strips[i];

		m->strips[i] = strip_of(d, order[i], own);
		if (s->own != NULL)
			m->key.you = T(d, "this firm");
		if (s->p10 != NULL)
			m->key.reach = T(d, "10th to 90th percentile");
		if (s->q1 != NULL)
			m->key.band = T(d, "middle half");
		if (s->median != NULL)
			m->key.median = T(d, "median");
		if (s->all != NULL)
			m->key.all = T(d, "median of all firms");
	}
}
