/* SPDX-License-Identifier: ISC
 *
 * bins.h - statements that are answered on a scale of five and shown in three
 * bins, in a report and in the consultants' review. */
#ifndef REPORT_BINS_H
#define REPORT_BINS_H

#include "form/form.h"

/* Other kinds have no bins. */
bool bins_fit(const struct form_item *);

/* What each bin means: it depends on how the statements of the area are asked. */
void bins_legend(const struct form *, const struct form_dimension *, const char *language,
    const char *legend_out[3]);

#endif
