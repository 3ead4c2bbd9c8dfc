/* SPDX-License-Identifier: ISC */
#include "chart/chart.h"

#include "base/err.h"

/* A label nearer than this (percent) takes the place of a scale word. */
#define NEAR 15.0

struct chart_strip
chart_strip_on(int64_t low, int64_t high)
{
	check(low < high);
	return (struct chart_strip){ .low = low,
		.high = high,
		.own = CHART_NONE,
		.q1 = CHART_NONE,
		.q3 = CHART_NONE,
		.median = CHART_NONE,
		.p10 = CHART_NONE,
		.p90 = CHART_NONE,
		.guideline = CHART_NONE };
}

double
chart_percent(int64_t low, int64_t high, int64_t v)
{
	if (v <= low)
		return 0;
	if (v >= high)
		return 100;
	return 100.0 * (double)(v - low) / (double)(high - low);
}

enum chart_anchor
chart_anchor_at(double percent)
{
	if (percent < 8)
		return CHART_START;
	return percent > 92 ? CHART_END : CHART_MIDDLE;
}

static bool
too_near(const struct chart_label *labels, size_t count, double x, bool above)
{
	for (size_t i = 0; i < count; i++) {
		double gap = labels[i].x - x;
		/* A word at an end lies all on one side of its mark. */
		double near = labels[i].anchor == CHART_MIDDLE ? NEAR : 2 * NEAR;

		if (labels[i].above != above)
			continue;
		if (gap < near && gap > -near)
			return true;
	}
	return false;
}

static void
add_label(struct chart_label *labels, size_t *count, double x, bool above,
    enum chart_voice voice, const char *word)
{
	check(*count < CHART_LABELS_MAX);
	labels[(*count)++] = (struct chart_label){ .x = x,
		.anchor = chart_anchor_at(x),
		.voice = voice,
		.above = above,
		.word = word };
}

size_t
chart_strip_labels(const struct chart_strip *strip,
    struct chart_label                       labels_out[CHART_LABELS_MAX])
{
	size_t count = 0, spoken;

	if (strip->own != CHART_NONE && strip->own_word)
		add_label(labels_out, &count,
		    chart_percent(strip->low, strip->high, strip->own), true,
		    CHART_VOICE_OWN, strip->own_word);
	if (strip->median != CHART_NONE && strip->median_word)
		add_label(labels_out, &count,
		    chart_percent(strip->low, strip->high, strip->median), false,
		    CHART_VOICE_MEDIAN, strip->median_word);
	if (strip->guideline != CHART_NONE && strip->guideline_word) {
		double x = chart_percent(strip->low, strip->high, strip->guideline);

		/* Two words over each other can be read by nobody. */
		add_label(labels_out, &count, x,
		    too_near(labels_out, count, x, false) &&
		        !too_near(labels_out, count, x, true),
		    CHART_VOICE_GUIDELINE, strip->guideline_word);
	}
	spoken = count;
	for (size_t i = 0; i < strip->tick_count; i++) {
		double x = chart_percent(strip->low, strip->high, strip->ticks[i].at);

		if (strip->ticks[i].word && !too_near(labels_out, spoken, x, false))
			add_label(labels_out, &count, x, false, CHART_VOICE_SCALE,
			    strip->ticks[i].word);
	}
	return count;
}

/* Shares that are only known to be at an end are drawn in the middle of what
 * they may be. */
double
chart_share_drawn(int share)
{
	if (share == CHART_SHARE_UNDER)
		return 2.5;
	if (share == CHART_SHARE_OVER)
		return 97.5;
	return share;
}

struct chart_answers_unit
chart_answers_unit(const struct chart_answers *rows, size_t count)
{
	double left = 0, right = 0;

	for (size_t i = 0; i < count; i++) {
		double half = chart_share_drawn(rows[i].share[1]) / 2;
		double l = chart_share_drawn(rows[i].share[0]) + half;
		double r = chart_share_drawn(rows[i].share[2]) + half;

		if (!rows[i].known)
			continue;
		if (l > left)
			left = l;
		if (r > right)
			right = r;
	}
	if (left + right <= 0)
		return (struct chart_answers_unit){ 1, 50 };
	return (
	    struct chart_answers_unit){ 100 / (left + right), 100 * left / (left + right) };
}

struct chart_answers_layout
chart_answers_layout(const struct chart_answers *row, struct chart_answers_unit unit)
{
	struct chart_answers_layout out = { .centre = unit.centre, .arrow = -1 };
	double                      x;
	int                         bin;

	if (!row->known)
		return out;
	x = unit.centre - unit.unit * (chart_share_drawn(row->share[0]) +
	                                  chart_share_drawn(row->share[1]) / 2);
	for (int i = 0; i < 3; i++) {
		double width = unit.unit * chart_share_drawn(row->share[i]);

		out.segment[i] = (struct chart_segment){ .x = x,
			.width = width,
			.middle = x + width / 2,
			.word = width > 7.999 ? row->share_word[i] : NULL };
		x += width;
	}
	if (row->own == 0)
		return out;
	bin = row->own <= 2 ? 0 : row->own == 3 ? 1 : 2;
	out.arrow = out.segment[bin].middle;
	if (row->own == 1 || row->own == 4)
		out.arrow -= out.segment[bin].width / 4;
	if (row->own == 2 || row->own == 5)
		out.arrow += out.segment[bin].width / 4;
	return out;
}

/* Push places apart to gap, keeping order: down first, then, where the foot
 * is passed, up again from there. */
static void
spread(double **place, size_t count, double height, double gap)
{
	for (size_t i = 1; i < count; i++) { /* insertion sort: at most 16 */
		double *p = place[i];
		size_t  j = i;

		for (; j > 0 && *place[j - 1] > *p; j--)
			place[j] = place[j - 1];
		place[j] = p;
	}
	for (size_t i = 1; i < count; i++)
		if (*place[i] < *place[i - 1] + gap)
			*place[i] = *place[i - 1] + gap;
	if (count > 0 && *place[count - 1] > height)
		*place[count - 1] = height;
	for (size_t i = count; i-- > 1;)
		if (*place[i - 1] > *place[i] - gap)
			*place[i - 1] = *place[i] - gap;
}

static bool
is_drawn(const struct chart_slope_row *row)
{
	return row->from != CHART_NONE && row->to != CHART_NONE;
}

/* Lowest and highest figure, with 5 points of air and at least 40 between. */
static void
slope_range(const struct chart_slope *slope, int64_t *low_out, int64_t *high_out)
{
	int64_t low = 100 * CHART_MICRO, high = 0, lack;

	for (size_t i = 0; i < slope->count; i++) {
		const struct chart_slope_row *row = &slope->row[i];

		if (!is_drawn(row))
			continue;
		if (row->from < low)
			low = row->from;
		if (row->to < low)
			low = row->to;
		if (row->from > high)
			high = row->from;
		if (row->to > high)
			high = row->to;
	}
	low -= 5 * CHART_MICRO;
	high += 5 * CHART_MICRO;
	lack = 40 * CHART_MICRO - (high - low);
	if (lack > 0) {
		low -= lack / 2;
		high += lack / 2;
	}
	*low_out = low;
	*high_out = high;
}

void
chart_slope_spread(struct chart_slope *slope, double height, double gap)
{
	double *ends[CHART_SLOPE_MAX], *starts[CHART_SLOPE_MAX];
	size_t  end_count = 0, start_count = 0;
	int64_t low, high;

	check(slope->count <= CHART_SLOPE_MAX);
	slope_range(slope, &low, &high);
	for (size_t i = 0; i < slope->count; i++) {
		struct chart_slope_row *row = &slope->row[i];

		if (!is_drawn(row))
			continue;
		row->from_y = height - height * chart_percent(low, high, row->from) / 100;
		row->to_y = height - height * chart_percent(low, high, row->to) / 100;
		row->label_y = row->to_y;
		row->figure_y = row->from_y;
		row->figure_shared = false;
		ends[end_count++] = &row->label_y;
		for (size_t j = 0; j < i; j++)
			if (is_drawn(&slope->row[j]) && slope->row[j].from == row->from)
				row->figure_shared = true;
		if (!row->figure_shared)
			starts[start_count++] = &row->figure_y;
	}
	spread(ends, end_count, height, gap);
	spread(starts, start_count, height, gap);
}
