/* SPDX-License-Identifier: ISC
 *
 * report.h - the report in its forms.  Each is drawn from one model; the PDF
 * is in report/pdf.h.
 *
 * Used by page/ (HTML and the receipt's result), the courier (mail) and
 * soundings report show. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "report/model.h"

struct view_set;

/* What goes around the figures and is not of the report: links and the
 * operator.  In a page, url.s == NULL leaves the thing out. */
struct report_frame {
	struct url  report_url; /* absolute; mail and text */
	struct url  pdf_url;    /* page: "To keep" */
	struct url  correct_url, withdraw_url;
	const char *expires;    /* "16 February 2027"; NULL */
	bool        confirmed;  /* the address is confirmed: no question is asked */
	bool        joins;      /* agreed to the comparison: once confirmed, answers count */
	bool        contact_ok; /* FM9 */
	bool        enclosed;   /* the PDF travels with this mail */
	bool        printed;    /* text for a terminal: no reason for a mail */
	bool        comparison_mail; /* the second mail: "there are enough firms now" */
	const char *operator_name, *operator_contact;
	struct html before;   /* page: notes and the question whose answers these
	                          * are; s == NULL: nothing */
	struct url  home_url; /* "/" of this service, in mail absolute */
};

/* The body of the report page, from the facts to part 8: goes into the page
 * frame of page/ between its head and its foot. */
MUST_CHECK enum err report_html(struct arena *, const struct view_set *,
    const struct report_model *, const struct report_frame *, struct html *html_out);

/* The same as a whole document without links, for report show --html. */
MUST_CHECK enum err report_document(struct arena *, const struct view_set *,
    const struct report_model *, struct html *html_out);

/* The receipt's own result: stage, overall, area strips.  No comparison. */
MUST_CHECK enum err report_result_html(struct arena *, const struct view_set *,
    const struct report_model *, struct html *html_out);

/* The mail's two parts and its subject. */
MUST_CHECK enum err report_text(struct arena *, const struct view_set *,
    const struct report_model *, const struct report_frame *, struct text *text_out);
MUST_CHECK enum err report_mail_html(struct arena *, const struct view_set *,
    const struct report_model *, const struct report_frame *, struct html *html_out);

/* One object as in docs/report.md: exact numbers, six decimals. */
struct text report_json(struct arena *, const struct report_model *);

#endif
