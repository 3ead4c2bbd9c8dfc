/* SPDX-License-Identifier: ISC
 *
 * html_parts.h - inside report/: what page and receipt share of the report. */
#ifndef REPORT_HTML_PARTS_H
#define REPORT_HTML_PARTS_H

#include "chart/svg.h"
#include "report/report.h"

struct view_model;

/* One line of a key: the mark, and what it means.  words NULL: nothing. */
void html_mark(struct arena *, struct view_model *, const char *list, enum chart_mark,
    const char *words);
void html_stages(struct view_model *, const struct report_model *);
/* Other views of the same statements: on page 4, and on the receipt. */
void html_lenses(struct arena *, struct view_model *, const struct report_model *);

/* Each part under its name; null for one that this report has not. */
void html_parts(struct arena *, struct view_model *root, const struct report_model *,
    const struct report_frame *);

#endif
