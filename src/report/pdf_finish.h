/* SPDX-License-Identifier: ISC
 *
 * pdf_finish.h - what cairo leaves out of a tagged PDF: alternative texts of
 * figures, the document's language, the wish to show its title, and XMP.
 *
 * They are appended as an incremental update (ISO 32000-1, 7.5.6), so the
 * bytes that cairo wrote stay as they are.  Needs a file of version 1.4 with a
 * plain cross-reference table, which the canvas asks cairo for. */
#ifndef REPORT_PDF_FINISH_H
#define REPORT_PDF_FINISH_H

#include "base/text.h"

struct pdf_extra {
	struct text        title;
	const char        *language; /* BCP 47, such as "en-GB" */
	const struct text *alts;     /* one for each Figure, in drawing order */
	size_t             alt_count;
};

/* ERR_INTERNAL: the file is not shaped as expected, or its figures and the
 * texts differ in number. */
MUST_CHECK enum err
pdf_finish(struct arena *, struct bytes pdf, const struct pdf_extra *, struct bytes *out);

#endif
