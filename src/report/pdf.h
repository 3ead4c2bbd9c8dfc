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

#endif
