/* SPDX-License-Identifier: ISC */
#include "report/build.h"

static const char *
quarter_word(struct builder *b, enum bench_quarter quarter)
{
	switch (quarter) {
	case BENCH_QUARTER_BOTTOM:
		return T(b, "bottom quarter");
	case BENCH_QUARTER_THIRD:
		return T(b, "third quarter");
	case BENCH_QUARTER_SECOND:
		return T(b, "second quarter");
	case BENCH_QUARTER_TOP:
		return T(b, "top quarter");
	case BENCH_QUARTER_NONE:
	default:
		return NULL;
	}
}

enum area_side
area_side(const struct report_area *area)
{
	if (area->gap == CHART_NONE)
		return AREA_UNKNOWN;
	if (area->gap > -CHART_MICRO && area->gap < CHART_MICRO)
		return AREA_CLOSE;
	return area->gap < 0 ? AREA_BELOW : AREA_ABOVE;
}

static const char *
side_word(struct builder *b, enum area_side side)
{
	switch (side) {
	case AREA_BELOW:
		return T(b, "below the median");
	case AREA_CLOSE:
		return T(b, "close to the median");
	case AREA_ABOVE:
		return T(b, "above the median");
	case AREA_UNKNOWN:
	default:
		return NULL;
	}
}

static const char *
level_word(struct builder *b, int32_t score)
{
	const char *band = form_band_word(b->form, score);

	if (!band)
		return NULL;
	if (strcmp(band, "low") == 0)
		return T(b, "low");
	return strcmp(band, "high") == 0 ? T(b, "high") : T(b, "middle");
}

static void
add_group(struct builder *b, struct report_area *area, const struct bench_shown *shown)
{
	int64_t median = bench_paper_quantile(shown->median);
	bool    own = area->score_text && shown->has_own;

	area->median_text = word_half(b, median);
	area->median_said = word_half_said(b, median);
	area->chart.median = median;
	if (area->score_text)
		area->gap = area->whole * CHART_MICRO - median;
	if (own)
		area->standing = side_word(b, area_side(area));
	if (shown->has_quartiles) {
		area->chart.q1 = bench_paper_quantile(shown->q1);
		area->chart.q3 = bench_paper_quantile(shown->q3);
		area->middle = SAY(b, "{low} to {high}", "low",
		    word_half_said(b, area->chart.q1), "high",
		    word_half_said(b, area->chart.q3), NULL);
		area->middle_text = SAY(b, "{low} to {high}", "low",
		    word_half(b, area->chart.q1), "high", word_half(b, area->chart.q3), NULL);
		area->hidden = SAY(b, "; middle half {middle}", "middle", area->middle, NULL);
	}
	if (own && shown->quarter != BENCH_QUARTER_NONE) {
		area->quarter = (int)shown->quarter;
		area->standing = quarter_word(b, shown->quarter);
	}
	if (own && shown->has_rank)
		area->rank = bench_paper_rank(shown->rank);
	if (shown->has_tails) {
		area->chart.p10 = bench_paper_quantile(shown->p10);
		area->chart.p90 = bench_paper_quantile(shown->p90);
	}
}

/* The row as one sentence: under a bar of the mail, in the alternative text
 * of the drawn chart. */
static const char *
row_sentence(struct builder *b, const struct report_area *area)
{
	if (!area->score_text)
		return area->median_said ? SAY(b, "No score of your own; median {median}.",
		                               "median", area->median_said, NULL)
		                         : T(b, "No score: too few answers.");
	if (!area->median_said)
		return T(b, "Nothing about comparable firms is shown.");
	if (!area->middle)
		return SAY(b, "Median of comparable firms: {median}. You are {standing}.",
		    "median", area->median_said, "standing", area->standing, NULL);
	if (area->quarter)
		return SAY(b,
		    "Half of comparable firms: {middle}; median {median}. "
		    "You are in the {quarter}.",
		    "middle", area->middle, "median", area->median_said, "quarter",
		    area->standing, NULL);
	return SAY(b, "Half of comparable firms: {middle}; median {median}.", "middle",
	    area->middle, "median", area->median_said, NULL);
}

static struct report_area
make_area(struct builder *b, const char *code, const char *name, int32_t score,
    const struct bench_shown *shown)
{
	struct report_area area = { .code = code,
		.name = name,
		.score = score,
		.gap = CHART_NONE,
		.chart = chart_strip_on(0, 100 * CHART_MICRO) };

	if (score == SCORE_NONE)
		area.no_score = T(b, "no score");
	else {
		area.whole = form_score_whole(score);
		area.score_text = word_whole(b, area.whole);
		area.level = level_word(b, score);
		area.chart.own = area.whole * CHART_MICRO;
	}
	area.chart.ticks[0] = (struct chart_tick){ 0, "0" };
	area.chart.ticks[1] = (struct chart_tick){ 50 * CHART_MICRO, "50" };
	area.chart.ticks[2] = (struct chart_tick){ 100 * CHART_MICRO, "100" };
	area.chart.tick_count = 3;
	if (shown && shown->any)
		add_group(b, &area, shown);
	area.sentence = row_sentence(b, &area);
	return area;
}

/* Weakest first; ties in form order; without a score last. */
static bool
comes_before(const struct report_area *a, const struct report_area *b)
{
	if ((a->score == SCORE_NONE) != (b->score == SCORE_NONE))
		return b->score == SCORE_NONE;
	return a->score < b->score;
}

static const struct bench_shown *
shown_of(const struct builder *b, size_t measure)
{
	return b->group && measure < b->group->measures ? &b->group->measure[measure] : NULL;
}

void
build_areas(struct builder *b)
{
	struct report_profile *p = &b->m->profile;

	b->m->overall =
	    make_area(b, "overall", T(b, "Overall"), b->score->overall, shown_of(b, 0));
	check(b->form->dimension_count <= REPORT_AREAS_MAX);
	for (size_t i = 0; i < b->form->dimension_count; i++) {
		const struct form_dimension *dim = &b->form->dimensions[i];
		struct report_area area = make_area(b, dim->code, word_say(b, dim->name),
		    b->score->dim[i], shown_of(b, i + 1));
		size_t             at = p->area_count++;

		area.reading =
		    word_say(b, form_interpretation(b->form, (int)i, b->score->dim[i]));
		if (area.score_text && !area.reading)
			area.reading = "";
		for (; at > 0 && comes_before(&area, &p->area[at - 1]); at--)
			p->area[at] = p->area[at - 1];
		p->area[at] = area;
	}
}

size_t
scored_count(const struct report_model *m)
{
	size_t count = 0;

	while (count < m->profile.area_count && m->profile.area[count].score_text)
		count++;
	return count;
}

size_t
sharing(const struct report_model *m, int whole)
{
	size_t count = 0;

	for (size_t i = 0; i < scored_count(m); i++)
		count += m->profile.area[i].whole == whole;
	return count;
}

size_t
sharing_lowest(const struct report_model *m)
{
	return scored_count(m) ? sharing(m, m->profile.area[0].whole) : 0;
}

size_t
sharing_highest(const struct report_model *m)
{
	size_t count = scored_count(m);

	return count ? sharing(m, m->profile.area[count - 1].whole) : 0;
}

const char *
tied_heading(struct builder *b, const struct report_area *area)
{
	size_t lowest = sharing_lowest(b->m), highest = sharing_highest(b->m);
	bool   all = lowest == scored_count(b->m);
	bool   low = area->whole == b->m->profile.area[0].whole;
	size_t tied = low ? lowest : highest;

	return SAY(b,
	    all   ? "All {all} areas score {score}; here are two of them"
	    : low ? "{count} areas share the lowest score, {score}; here are two of them"
	          : "{count} areas share the highest score, {score}; here are two of them",
	    "all", word_count(b, (int64_t)tied), "count", word_count_first(b, (int64_t)tied),
	    "score", area->score_text, NULL);
}

const char *
own_statement(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	size_t                       count = scored_count(b->m);
	size_t                       lowest = sharing_lowest(b->m);
	size_t                       highest = sharing_highest(b->m);
	const struct report_area    *low = &p->area[0];
	const struct report_area    *high = &p->area[count ? count - 1 : 0];

	if (count == 0)
		return T(b, "No area has enough answers for a score");
	if (count == 1)
		return SAY(b, "One area has enough answers for a score: {area}, {score}",
		    "area", area_subject(b, low), "score", low->score_text, NULL);
	if (low->whole == high->whole)
		return SAY(b, "All areas score the same, {score}", "score", low->score_text,
		    NULL);
	if (lowest > 1 && highest > 1)
		return SAY(b,
		    "{lowest} areas share the lowest score, {low}, and {highest} the "
		    "highest, {high}",
		    "lowest", word_count_first(b, (int64_t)lowest), "low", low->score_text,
		    "highest", word_count(b, (int64_t)highest), "high", high->score_text,
		    NULL);
	if (lowest > 1)
		return SAY(b,
		    area_plural(b, high) ? "{lowest} areas share the lowest score, {low}; "
		                           "{high} score highest"
		                         : "{lowest} areas share the lowest score, {low}; "
		                           "{high} scores highest",
		    "lowest", word_count_first(b, (int64_t)lowest), "low", low->score_text,
		    "high", area_subject(b, high), NULL);
	if (highest > 1)
		return SAY(b,
		    area_plural(b, low) ? "{low} score lowest; {highest} areas share the "
		                          "highest score, {high}"
		                        : "{low} scores lowest; {highest} areas share the "
		                          "highest score, {high}",
		    "low", word_first(b, area_subject(b, low)), "highest",
		    word_count(b, (int64_t)highest), "high", high->score_text, NULL);
	return SAY(b,
	    area_plural(b, low) ? "{low} score lowest, {high} highest"
	                        : "{low} scores lowest, {high} highest",
	    "low", word_first(b, area_subject(b, low)), "high", area_subject(b, high), NULL);
}
