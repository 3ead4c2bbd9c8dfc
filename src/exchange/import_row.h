/* SPDX-License-Identifier: ISC
 *
 * import_row.h - inside the exchange room: what a row of an import says. */
#ifndef EXCHANGE_IMPORT_ROW_H
#define EXCHANGE_IMPORT_ROW_H

#include "csv/csv.h"
#include "exchange/import.h"
#include "form/answers.h"

/* Names of the columns, and what each holds. */
struct import_columns {
	const char **names;
	int         *holds;
	size_t       count;
};

struct import_row {
	struct form_answers answers;
	struct text         firm;
	int64_t             submitted_at;
	bool                confirmed;
	struct uuid         id; /* as an export names it; nil: made of the contents */
};

/* What each column of the first row holds.  false: told what is wrong. */
bool import_header(struct arena *, const struct import *, const struct csv_row *,
    struct import_columns *columns_out);

/* One row, checked as a whole.  false: told. */
bool import_row(struct arena *, const struct import *, const struct import_columns *,
    const struct csv_row *, struct import_row *row_out);

#endif
