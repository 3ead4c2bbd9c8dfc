/* SPDX-License-Identifier: ISC
 *
 * pdf_chart.h - the chart model on a canvas.  x and y are the top left corner
 * in millimetres; each function says how high it draws. */
#ifndef REPORT_PDF_CHART_H
#define REPORT_PDF_CHART_H

#include "chart/chart.h"
#include "report/model.h"
#include "report/pdf_canvas.h"

#define PDF_BAR_HEIGHT     21.0 /* a single bar with words */
#define PDF_LINE_HEIGHT    17.5 /* the same, one of several */
#define PDF_ANSWERS_HEIGHT 12.4 /* answers, or the own one on a bare scale */
#define PDF_ROW_HEIGHT     10.4
#define PDF_HEAD_HEIGHT    9.0
#define PDF_KEY_HEIGHT     6.0
#define PDF_KEY_LINE       4.5 /* more for each line behind the first */

/* One strip with its words, as a figure of that height. */
void pdf_bar(struct canvas *, double x, double y, double height, const struct chart_strip *);

/* The marks of one strip in their order, without grid; axis at y. */
void pdf_strip_marks(struct canvas *, const struct chart_strip *, double x, double width,
    double y);

/* Head, grid and marks of strips in rows, names as wide as name_width (45 by
 * default of the house); the caller opens the figure.  Returns the height. */
#define PDF_NAME_WIDTH 45.0
struct pdf_row {
	const char *name, *second; /* second line, NULL: none */
	const char *own, *median;  /* NULL: withheld for median, remark for own */
	const char *no_own;        /* in place of own */
	bool        alone;         /* cannot be compared: no median cell */
	const struct chart_strip *strip;
};
double pdf_rows(struct canvas *, double x, double y, double name_width, const char *head,
    const char *you_head, const char *median_head, const struct pdf_row *rows, size_t count);

/* Plain bars in rows; returns the height. */
double
pdf_bars(struct canvas *, double x, double y, const struct report_lens *, size_t count);

/* A statement, and what must be known of it (NULL: nothing). */
const char *pdf_caption(struct canvas *, const char *statement, const char *tag);

/* Stacked answers, as a figure; returns the height. */
double pdf_answers(struct canvas *, double x, double y, const struct chart_answers *,
    struct chart_answers_unit);

/* Ordered bands, as a figure; 17 high. */
double pdf_bands(struct canvas *, double x, double y, const struct chart_bands *);

/* A share with its interval, as a figure; 17 high. */
void pdf_proportion(struct canvas *, double x, double y, const struct chart_proportion *);

/* Two waves, as a figure. */
void
pdf_slope(struct canvas *, double x, double y, double height, const struct chart_slope *);

/* Position on the path of stages, as a figure; 9 high. */
void pdf_stages(struct canvas *, double x, double y, const struct report_summary *);

/* Legend in the order of the marks; gives its height: another line where one is
 * too short. */
double pdf_key(struct canvas *, double x, double y, const struct report_key *);

#endif
