/* SPDX-License-Identifier: ISC
 *
 * pdf_canvas.h - A4 sheets of the house: head, ruler, two columns, foot, text
 * set by pango, tags, and a few marks.  Knows type and paper, not reports.
 *
 * Lengths are millimetres from the top left corner; type is in points.  The
 * whole document is drawn twice by the same calls: a first round that only
 * measures, so that "1 of 8" is known, and a second that draws.  The layouts
 * of the first round are used again, so the text is shaped once. */
#ifndef REPORT_PDF_CANVAS_H
#define REPORT_PDF_CANVAS_H

#include "base/text.h"

struct canvas;

/* Where things stand on a sheet. */
#define CANVAS_LEFT   22.0
#define CANVAS_MAIN   66.0 /* main column */
#define CANVAS_MAIN_W 124.0
#define CANVAS_SIDE_W 38.0
#define CANVAS_TOP    28.0
#define CANVAS_FIRST  58.0 /* columns of the title sheet */
#define CANVAS_BOTTOM 279.0

enum canvas_style {
	CANVAS_BODY,
	CANVAS_TITLE,
	CANVAS_H2,
	CANVAS_H3,
	CANVAS_STATEMENT, /* above a chart */
	CANVAS_SOURCE,    /* below it */
	CANVAS_DOC,       /* document line of the title sheet */
	CANVAS_NUMBER,    /* of a part, in the side column */
	CANVAS_QUESTION,
	CANVAS_LABEL,
	CANVAS_FACT,
	CANVAS_ASIDE,
	CANVAS_READING,
	CANVAS_NOTE,    /* second voice under a list item */
	CANVAS_ORDINAL, /* figure before a numbered item */
	CANVAS_NAME,    /* row names and figures of charts */
	CANVAS_NAME_OWN,
	CANVAS_CHART, /* words in charts */
	CANVAS_CHART_SOFT,
	CANVAS_CHART_OWN,
	CANVAS_CHART_STRONG,
	CANVAS_CHART_BRASS,
	CANVAS_CHART_LIGHT, /* on a dark ground */
	CANVAS_STYLE__MAX
};

enum canvas_ink {
	CANVAS_INK,
	CANVAS_SOFT,
	CANVAS_SEA,
	CANVAS_BRASS,
	CANVAS_HAIR,
	CANVAS_LINE,
	CANVAS_BAND,
	CANVAS_EDGE,
	CANVAS_R1,
	CANVAS_R3,
	CANVAS_R5,
	CANVAS_WHITE,
	CANVAS_INK__MAX
};

enum canvas_anchor { CANVAS_START, CANVAS_MIDDLE, CANVAS_END };

struct canvas_document {
	struct text title;        /* also the h1 of the first sheet */
	struct text line;         /* above it */
	struct text confidential; /* head, right */
	struct text foot;         /* left */
	const char *of;           /* the word in "1 of 8" */
	const char *language;
	int64_t     created; /* instant */
};

/* Draw all sheets by calling draw(canvas, thing) twice. */
MUST_CHECK enum err canvas_make(struct arena *, const struct canvas_document *,
    void (*draw)(struct canvas *, void *thing), void *thing, struct bytes *pdf_out);

/* Has this process drawn text, and so looked for fonts? */
bool canvas_has_fonts(void);

/* For words that are put together while drawing. */
struct arena *canvas_arena(struct canvas *);

/* Begin a sheet.  The head, ruler, foot and, on the first, the title. */
void canvas_sheet(struct canvas *);

/* Set text in a column; returns its height.  tag: "P", "H2", ... or NULL inside
 * a figure or where the caller has opened one. */
double canvas_text(struct canvas *, enum canvas_style, const char *tag, double x, double y,
    double width, struct text);

/* The same without a tag, its middle at y. */
void canvas_text_at_middle(struct canvas *, enum canvas_style, double x, double y,
    double width, struct text);

/* The same in the main column at *y, which moves below the text.  Begins a new
 * sheet first when the text and keep millimetres below it do not fit.
 * An absent or empty text takes no room. */
void canvas_flow(struct canvas *, enum canvas_style, const char *tag, double x, double width,
    double keep, double *y, const char *text);

/* A new sheet when height millimetres do not fit below *y. */
void canvas_need(struct canvas *, double height, double *y);

/* One line with its baseline at y; returns its width. */
double canvas_label(struct canvas *, enum canvas_style, enum canvas_anchor, double x,
    double y, struct text);

/* The width that canvas_label() would give. */
double canvas_width(struct canvas *, enum canvas_style, struct text);

void canvas_tag(struct canvas *, const char *tag);
void canvas_tag_end(struct canvas *, const char *tag);

/* A figure with its alternative text. */
void canvas_figure(struct canvas *, struct text alt);
void canvas_figure_end(struct canvas *);

void canvas_line(struct canvas *, enum canvas_ink, double width, double x1, double y1,
    double x2, double y2);
void canvas_dashed(struct canvas *, enum canvas_ink, double width, double x1, double y1,
    double x2, double y2);
void canvas_rect(struct canvas *, enum canvas_ink fill, enum canvas_ink edge, double x,
    double y, double width, double height); /* edge 0.2 */
void canvas_dot(struct canvas *, enum canvas_ink fill, enum canvas_ink edge,
    double edge_width, double x, double y, double r);
void
canvas_arrow(struct canvas *, enum canvas_ink, double x, double y); /* points up to x,y */

#endif
