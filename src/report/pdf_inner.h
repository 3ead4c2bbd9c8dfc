/* SPDX-License-Identifier: ISC
 *
 * pdf_inner.h - the canvas from within, for the two files that make it. */
#ifndef REPORT_PDF_INNER_H
#define REPORT_PDF_INNER_H

#include <pango/pangocairo.h>

#include "base/buf.h"
#include "report/pdf_canvas.h"

#define POINTS(mm) ((mm) * (72.0 / 25.4))
#define MM(points) ((points) * (25.4 / 72.0))
#define ALTS_MAX   160
#define SETS_MAX   4096 /* pieces of text in a document */

struct canvas {
	struct arena                 *arena;
	const struct canvas_document *doc;
	cairo_t                      *cr;
	PangoContext                 *pango;
	PangoLayout                  *sets[SETS_MAX]; /* in the order of setting */
	size_t                        set, set_count;
	struct text                   alts[ALTS_MAX];
	size_t                        alt_count;
	struct buf                    out;
	bool                          drawing; /* second round */
	int                           sheet, sheets;
};

void canvas_use_ink(struct canvas *, enum canvas_ink);

#endif
