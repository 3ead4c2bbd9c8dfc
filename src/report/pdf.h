/* SPDX-License-Identifier: ISC
 *
 * pdf.h - the report on paper: tagged PDF, A4, as the report model says.
 * Nothing is worded or decided here. */
#ifndef REPORT_PDF_H
#define REPORT_PDF_H

#include "report/model.h"

/* answered: instant that stands as the file's date, so that the same report
 * is the same file. */
MUST_CHECK enum err report_pdf(struct arena *, const struct report_model *, int64_t answered,
    struct bytes *pdf_out);

/* The same by a child that ends with the drawing, for a process that lives long
 * and draws now and then: fonts and what their libraries keep stay out of it
 * (3.5 MB), and so does a crash among them.  Not for a process that has called
 * report_pdf().  ERR_UNAVAILABLE: no child to be had. */
MUST_CHECK enum err report_pdf_apart(struct arena *, const struct report_model *,
    int64_t answered, struct bytes *pdf_out);

#endif
