/* SPDX-License-Identifier: ISC
 *
 * pdf_flow.h - text that runs down the main column of a part, sheet after
 * sheet, and what stands beside it.  Inner header of report/pdf*.c. */
#ifndef REPORT_PDF_FLOW_H
#define REPORT_PDF_FLOW_H

#include "report/model.h"
#include "report/pdf_canvas.h"

#define MAIN   CANVAS_MAIN
#define WIDE   CANVAS_MAIN_W
#define INDENT 6.0

struct sheets {
	struct canvas             *c;
	const struct report_model *m;
	double                     y; /* main column */
	double                     side_y;
};

/* A new sheet with the part's number and question at the side. */
void flow_part(struct sheets *, const struct report_page *);

/* A heading of that style; keep: room that must follow on the same sheet. */
void flow_heading(struct sheets *, enum canvas_style, const char *tag, double above,
    double below, double keep, const char *text);

/* Paragraphs; NULL: none. */
void flow_body(struct sheets *, const char *text);
void flow_source(struct sheets *, const char *text);
void flow_note(struct sheets *, const char *text);
void flow_aside(struct sheets *, const char *text);        /* in the side column */
void flow_key(struct sheets *, const struct report_key *); /* legend of the charts */

/* A dash or a figure (ordinal) in the margin of the column, and the item. */
void flow_item(struct sheets *, const char *ordinal, const char *text, const char *second);

/* "1" for 0. */
const char *flow_ordinal(size_t i);

/* The part of the two lowest areas: pdf_weakest.c. */
void pdf_weakest(struct sheets *);

#endif
