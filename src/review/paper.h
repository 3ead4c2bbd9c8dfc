/* SPDX-License-Identifier: ISC
 *
 * paper.h - inside review/: what the files share that draw the review on A4. */
#ifndef REVIEW_PAPER_H
#define REVIEW_PAPER_H

#include "report/pdf_canvas.h"
#include "review/review.h"
#include "view/words.h"

#define PAPER_MAIN  CANVAS_MAIN
#define PAPER_WIDE  CANVAS_MAIN_W
#define PAPER_LEFT  CANVAS_LEFT
#define PAPER_BROAD 168.0 /* both columns and the gutter */

struct paper {
	struct canvas             *c;
	const struct review_model *m;
	double                     y; /* where the next thing stands */
};

static inline const char *
t(const struct paper *p, const char *english)
{
	return view_t(p->m->language, english);
}

/* A paragraph of the main column, if there is one; keep: millimetres that must
 * follow it on the sheet. */
void paper_words(struct paper *, enum canvas_style, double keep, const char *text);

/* pdf_strips.c: statement, strips, legend and source; of a firm its own score
 * beside the median.  The alternative text is made once for both rounds. */
const char *paper_strips_alt(struct arena *, const struct review_model *);
void        paper_strips(struct paper *, const char *alt);

/* pdf_words.c: open questions, each with its heading, from the title on. */
void paper_open_words(struct paper *);

/* pdf_table.c: medians in columns with their heading, and how well items hang
 * together. */
void paper_table(struct paper *, const struct review_table *);
void paper_reliability(struct paper *);

/* A heading of a part. */
void paper_heading(struct paper *, const char *text, double keep);

#endif
