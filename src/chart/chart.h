/* SPDX-License-Identifier: ISC
 *
 * chart.h - what a chart shows, without saying how it is drawn.
 *
 * Two renderers read these values: chart/svg.h for pages, report/pdf*.c by
 * cairo.  Values are micro-units of their scale (a score of 48 is 48000000),
 * already rounded as they are printed: a mark stands where the figure says.
 * Words are finished sentences of the reader's language.  What may be shown
 * was decided before: a value that may not be shown is CHART_NONE, and its
 * mark is not drawn.
 *
 * The functions here do the arithmetic that both renderers share: position,
 * side and dropping of words, widths of answer bars, spreading of labels. */
#ifndef CHART_CHART_H
#define CHART_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

#define CHART_NONE       INT64_MIN
#define CHART_MICRO      INT64_C(1000000)
#define CHART_TICKS_MAX  8
#define CHART_LABELS_MAX 12

/* A line across the strip; word NULL: a line only. */
struct chart_tick {
	int64_t     at;
	const char *word;
};

/* Dot, band, median and reach on one scale.  In a row of a table the ticks'
 * words stand in the table's head and the three words below are NULL; on a
 * single bar they stand on it. */
struct chart_strip {
	int64_t           low, high; /* the scale, e.g. 0 and 100 * CHART_MICRO */
	int64_t           own;       /* the reader's dot */
	int64_t           q1, q3;    /* quartile band: both or neither */
	int64_t           median;    /* tick of the group */
	int64_t           p10, p90;  /* reach line: both, or the whole scale when
	                             * there is no band either */
	int64_t           guideline; /* dashed, brass */
	struct chart_tick ticks[CHART_TICKS_MAX];
	size_t            tick_count;
	const char       *own_word;       /* "you 48", above */
	const char       *median_word;    /* "median 55", below */
	const char       *guideline_word; /* "guideline 1", below */
	const char       *aria;           /* the chart as one sentence; NULL in rows */
};

enum chart_anchor { CHART_START, CHART_MIDDLE, CHART_END };
enum chart_voice {
	CHART_VOICE_SCALE,
	CHART_VOICE_OWN,
	CHART_VOICE_MEDIAN,
	CHART_VOICE_GUIDELINE
};

struct chart_label {
	double            x; /* percent of the scale */
	enum chart_anchor anchor;
	enum chart_voice  voice;
	bool              above;
	const char       *word;
};

/* An empty strip on low..high: every mark CHART_NONE. */
struct chart_strip chart_strip_on(int64_t low, int64_t high);

/* Where v stands, in percent of low..high, clipped to 0..100. */
double chart_percent(int64_t low, int64_t high, int64_t v);

/* Middle, start under 8 %, end over 92 %. */
enum chart_anchor chart_anchor_at(double percent);

/* The words of a single bar in drawing order: own above, median, guideline
 * and scale words below, the guideline above where the median's word is in its way
 * and the own is not; a word at a scale mark is dropped when the median's
 * or guideline's label comes within 15 % of it, or 30 % where that label stands
 * at an end.  Returns how many. */
size_t chart_strip_labels(const struct chart_strip *,
    struct chart_label labels_out[CHART_LABELS_MAX]);

/* How a group answered one statement, in three bins (1-2, 3, 4-5). */
enum { CHART_SHARE_UNDER = -5, CHART_SHARE_OVER = 105 }; /* "under 5 %", "over 95 %" */

struct chart_answers {
	bool        known;         /* shares may be shown; else only the own answer */
	int         share[3];      /* 0..100 in fives, or one of the two above */
	const char *share_word[3]; /* "50", "over 95"; NULL: none */
	int         own;           /* 1..5; 0: no own answer, no arrow */
	const char *own_word;      /* "you 2"; NULL without own answer */
	const char *aria;
};

struct chart_segment {
	double      x, width, middle; /* percent of the strip */
	const char *word;             /* the share, where it is at least 8 % wide */
};

struct chart_answers_layout {
	struct chart_segment segment[3]; /* r1, r3, r5; width 0: not drawn */
	double               centre;     /* middle of bin 3: where bars balance */
	double               arrow;      /* x of the own answer; < 0: none */
};

/* One block shares one unit, so that its bars compare: percent of the strip
 * per share point, u = 100 / (max left + max right), and the place of the
 * common centre.  Rows that are not known do not count. */
struct chart_answers_unit {
	double unit, centre;
};

struct chart_answers_unit chart_answers_unit(const struct chart_answers *rows, size_t count);
struct chart_answers_layout
chart_answers_layout(const struct chart_answers *, struct chart_answers_unit);

/* Facts asked as ranges: slots of equal width. */
struct chart_bands {
	int         slots;          /* 2..CHART_TICKS_MAX */
	int         own;            /* slot 0..; -1: none */
	int         q1, q3, median; /* slots; -1: none; band covers whole slots */
	const char *border[CHART_TICKS_MAX + 1]; /* word at border i, or NULL */
	const char *inside[CHART_TICKS_MAX];     /* word under slot i, or NULL */
	const char *own_word;                    /* "you" */
	const char *aria;
};

/* Words of the slots from what each range is called: borders carry the round
 * number that parts two ranges; a range without a number ("none") is named
 * inside its slot. */
void chart_label_bands(struct arena *, struct chart_bands *, const char *const *labels);

/* The end of an open number line: what is on the strip, and air, in whole steps. */
int64_t chart_line_end(const struct chart_strip *);

/* A plain own figure as a bar. */
struct chart_bar {
	int64_t     low, high, value; /* value CHART_NONE: no bar */
	const char *aria;             /* NULL in rows */
};

/* A share of a group with its likely range: per cent, the share in fives or
 * CHART_SHARE_UNDER, CHART_SHARE_OVER. */
struct chart_proportion {
	int         share, low, high;
	const char *word; /* "90", above the bar's end */
	const char *aria;
};

/* The length of its bar in per cent: the middle of what an end stands for. */
double chart_share_drawn(int share);

/* Two waves.  The scale covers the figures in it; no axis is drawn, each
 * line carries its own figures. */
#define CHART_SLOPE_MAX 16
struct chart_slope_row {
	const char *name;     /* short: "Leadership" */
	int64_t     from, to; /* whole points in micro-units; CHART_NONE: not drawn */
	const char *from_word, *to_word; /* "38", "69" */
	bool        moved;               /* more than wobble: sea, thick */
	double      from_y, to_y;        /* set by chart_slope_spread: ends of the line, */
	double      label_y;             /* of its label at the right and */
	double      figure_y;            /* of its figure at the left, 0 top .. height */
	bool        figure_shared;       /* another row prints this left figure */
};

struct chart_slope {
	const char            *from_head, *to_head; /* "2025", "2026" */
	struct chart_slope_row row[CHART_SLOPE_MAX];
	size_t                 count;
	bool                   rtl;
	const char            *aria;
};

/* Place lines and labels on that height: labels at their value, pushed apart
 * to gap, keeping order; equal starts share a figure at the left. */
void chart_slope_spread(struct chart_slope *, double height, double gap);

#endif
