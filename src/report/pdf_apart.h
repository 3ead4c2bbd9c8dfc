/* SPDX-License-Identifier: ISC
 *
 * pdf_apart.h - a PDF drawn by a child that ends with the drawing, for a
 * process that lives long and draws now and then: fonts and what their
 * libraries keep stay out of it (3.5 MB), and so does a crash among them. */
#ifndef REPORT_PDF_APART_H
#define REPORT_PDF_APART_H

#include <stdint.h>

#include "base/text.h"

struct arena;
struct report_model;

/* draw(arena, thing, out), there.  A process that has drawn before draws here.
 * ERR_UNAVAILABLE: no child to be had; ERR_INTERNAL: it failed. */
MUST_CHECK enum err pdf_apart(struct arena *,
    enum err (*draw)(struct arena *, const void *thing, struct bytes *out),
    const void *thing, struct bytes *pdf_out);

/* report_pdf() so. */
MUST_CHECK enum err report_pdf_apart(struct arena *, const struct report_model *,
    int64_t answered, struct bytes *pdf_out);

#endif
