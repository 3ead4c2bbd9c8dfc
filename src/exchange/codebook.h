/* SPDX-License-Identifier: ISC
 *
 * codebook.h - what the columns of an export mean: one row for each code that
 * may stand in a column, one for a column without codes. */
#ifndef EXCHANGE_CODEBOOK_H
#define EXCHANGE_CODEBOOK_H

#include "exchange/columns.h"
#include "exchange/sink.h"

struct catalogue_form;
struct sheet;

struct codebook {
	const struct catalogue_form *form;
	enum export_view             view;
	const char                  *language;
	bool                         mark;  /* CSV begins with a byte order mark */
	bool                         plain; /* no guard before what looks like a formula */
};

MUST_CHECK enum err
     codebook_csv(struct arena *, const struct codebook *, const struct export_sink *);
void codebook_sheet(struct arena *, const struct codebook *, struct sheet *);
/* A whole workbook with that sheet alone. */
MUST_CHECK enum err
codebook_book(struct arena *, const struct codebook *, const struct export_sink *);

/* Scripts that read the CSV (written plain) and label it.  csv: its file name. */
MUST_CHECK enum err script_spss(struct arena *, const struct codebook *, const char *csv,
    const struct export_sink *);
MUST_CHECK enum err script_r(struct arena *, const struct codebook *, const char *csv,
    const struct export_sink *);

#endif
