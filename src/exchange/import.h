/* SPDX-License-Identifier: ISC
 *
 * import.h - responses from a CSV file, in constant memory.
 *
 * Columns are named by item id, plus submitted_at, firm and confirmed.  A
 * broken row is told with line, column and reason, and breaks only itself.  A
 * row's id is made of its contents: the same row never counts twice, so an
 * import that was cut off, or whose broken rows were mended, is simply run
 * again.  Rows are stored in batches, each whole or not at all. */
#ifndef EXCHANGE_IMPORT_H
#define EXCHANGE_IMPORT_H

#include "base/text.h"
#include "base/uuid.h"

struct catalogue_form;
struct csv_reader;
struct db;

struct import {
	struct db                   *db;
	const struct catalogue_form *form;
	struct csv_reader           *reader;
	const char                  *language;
	bool                         check_only;   /* store nothing */
	bool                         send_reports; /* owe the letters of confirmed rows */
	int64_t                      now;          /* for rows without submitted_at */
	void                        *thing;        /* for the two calls below */
	/* One broken row, or a broken header (column NULL: the row as a whole). */
	void (*tell)(void *thing, int64_t line, const char *column, const char *why);
	/* With check_only: one row that is there already, or was erased and stays so. */
	void (*tell_known)(void *thing, int64_t line, struct uuid id, bool erased);
	/* After each batch: bytes read, rows seen.  false: stop, keeping the rest. */
	bool (*progress)(void *thing, int64_t bytes, int64_t rows);
};

/* added: with check_only, what would be. */
struct import_result {
	int64_t rows, added, known, broken;
	bool    stopped;
};

/* ERR_INVALID: the header is broken, and rows is 0, or the file could not be read
 * to its end.  But for the header, what *result_out counts is stored. */
MUST_CHECK enum err
import_run(struct arena *, const struct import *, struct import_result *result_out);

#endif
