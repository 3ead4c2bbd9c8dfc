/* SPDX-License-Identifier: ISC
 *
 * csv.h - comma-separated values as in RFC 4180, read and written as streams.
 *
 * The reader takes a byte order mark, LF or CRLF, comma, semicolon or tab
 * (found from the first line), quotes with doubled quotes inside, and line
 * ends within quotes.  It holds one row at a time, so a file may be of any
 * size.  The writer quotes where needed and guards cells that a spreadsheet
 * would take for a formula. */
#ifndef CSV_CSV_H
#define CSV_CSV_H

#include "base/buf.h"

#define CSV_CELLS_MAX 512
#define CSV_CELL_MAX  (64 * 1024) /* bytes */
#define CSV_ROW_MAX   (1024 * 1024)

struct csv_reader;

struct csv_row {
	const struct text *cells; /* count of them; live until the next row */
	size_t             count;
	int64_t            line;   /* where the row begins, from 1 */
	int64_t            offset; /* bytes before the row */
};

/* read(thing, dst, size): bytes read, 0 at the end, -1 on an error. */
struct csv_reader *csv_reader_new(struct arena *,
    int64_t (*read)(void *thing, void *dst, size_t size), void *thing);

enum csv_state { CSV_ROW, CSV_END, CSV_BROKEN };

/* The next row; empty lines are passed over.  CSV_BROKEN: problem_out says in
 * one sentence what is wrong with the row at row_out->line; reading goes on
 * behind it, but for a read error, which csv_reader_failed() tells.  A row that
 * does not end within 16 MB is broken, and the last. */
enum csv_state
csv_read(struct csv_reader *, struct csv_row *row_out, const char **problem_out);

bool csv_reader_failed(const struct csv_reader *);

/* Bytes taken so far, for progress and for going on later. */
int64_t csv_reader_offset(const struct csv_reader *);

/* Append one cell, with a comma before it unless it is the row's first.
 * Leading = + - @, tab, CR and their full-width forms get an apostrophe. */
void csv_cell(struct buf *, bool first, struct text);
/* The same for programs that calculate nothing: no guard, and line ends within
 * the text become blanks, for some read line by line. */
void csv_plain(struct buf *, bool first, struct text);
/* The same for text that is a number of ours: no guard. */
void csv_number(struct buf *, bool first, const char *digits);
void csv_end_row(struct buf *); /* CRLF */

#endif
