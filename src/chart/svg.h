/* SPDX-License-Identifier: ISC
 *
 * svg.h - charts as inline SVG for pages.  x is in percent of the scale, y in
 * pixels, no viewBox: dots and words keep their size at any width.  Colours
 * come from the stylesheet by class. */
#ifndef CHART_SVG_H
#define CHART_SVG_H

#include "chart/chart.h"

/* A single bar with its words: 78 px. */
struct html chart_svg_bar(struct arena *, const struct chart_strip *);

/* A number line with a guideline: 76 px, ticks under the line. */
struct html chart_svg_line(struct arena *, const struct chart_strip *);

/* The strip of a table row, 36 or 48 px high, hidden from screen readers. */
struct html chart_svg_row(struct arena *, const struct chart_strip *, int height);

/* The scale's words for the table's head: 18 px. */
struct html chart_svg_scale(struct arena *, const struct chart_strip *);

struct html
chart_svg_answers(struct arena *, const struct chart_answers *, struct chart_answers_unit);
struct html chart_svg_bands(struct arena *, const struct chart_bands *);
struct html chart_svg_own_bar(struct arena *, const struct chart_bar *);
/* A share with its interval: 60 px. */
struct html chart_svg_proportion(struct arena *, const struct chart_proportion *);
struct html chart_svg_slope(struct arena *, const struct chart_slope *);

/* Marks of the legend. */
enum chart_mark {
	CHART_MARK_YOU,
	CHART_MARK_BAND,
	CHART_MARK_MEDIAN,
	CHART_MARK_LOW,
	CHART_MARK_MIDDLE,
	CHART_MARK_HIGH,
	CHART_MARK_REACH,
	CHART_MARK_GUIDELINE,
	CHART_MARK_HEAT_2,
	CHART_MARK_HEAT_4
};
struct html chart_svg_mark(struct arena *, enum chart_mark);

#endif
