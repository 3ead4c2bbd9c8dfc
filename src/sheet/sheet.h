/* SPDX-License-Identifier: ISC
 *
 * sheet.h - a workbook (XLSX) written as a stream.
 *
 * Cells come row by row and leave memory with their row; sheets may take
 * turns.  Text is always a string cell, whatever it begins with: there is no
 * way to write a formula.  A number keeps every digit, or becomes text.  What
 * goes wrong on the way is told once, by sheet_close().
 *
 * The only user of libxlsxwriter.  Used by exchange/ and page/. */
#ifndef SHEET_SHEET_H
#define SHEET_SHEET_H

#include <stdbool.h>

#include "base/text.h"

#define SHEET_ROWS_MAX 1048576 /* of the format, heading included */
#define SHEET_TEXT_MAX 32767   /* characters in a cell, as UTF-16 counts them */

struct sheet_book;
struct sheet;

/* A book in a temporary file without a name, gone with the arena.
 * ERR_UNAVAILABLE: there is no room for one. */
MUST_CHECK enum err sheet_open(struct arena *, struct sheet_book **book_out);

/* The next sheet.  name: made fit (31 characters, none of []:*?/\, no twin). */
struct sheet *sheet_add(struct sheet_book *, struct text name);

/* Width of a column in characters, before the first row. */
void sheet_width(struct sheet *, int column, int characters);
/* Keep so many rows and columns in sight, before the first row. */
void sheet_freeze(struct sheet *, int rows, int columns);

/* The next cell of the row. */
void sheet_head(struct sheet *, struct text);     /* text in bold */
void sheet_head_in(struct sheet *, struct text);  /* over sheet_text_in() */
void sheet_head_end(struct sheet *, struct text); /* over figures */
void sheet_text(struct sheet *, struct text);     /* absent or "": an empty cell */
void sheet_text_in(struct sheet *, struct text);  /* set in, clear of figures before it */
void sheet_text_end(struct sheet *, struct text); /* at the end side, as numbers stand */
void sheet_number(struct sheet *, int64_t value, int decimals); /* 4803, 2: 48.03 */
void sheet_time(struct sheet *, int64_t instant);               /* UTC, to the second */
void sheet_day(struct sheet *, int64_t instant);                /* UTC, the day alone */
void sheet_skip(struct sheet *);                                /* an empty cell */
void sheet_end_row(struct sheet *);

/* No further row has room. */
bool sheet_full(const struct sheet *);

/* The finished file, to be read from its beginning; it closes with the arena.
 * ERR_TOO_LARGE: rows or cells had no room.  ERR_UNAVAILABLE: no disk space. */
MUST_CHECK enum err sheet_close(struct sheet_book *, int *file_out);

/* What sheet_add() and sheet_text() write, for tests: a name made fit, and text
 * as the format can hold it. */
struct text sheet_fit_name(struct arena *, struct text name);
struct text sheet_fit_text(struct arena *, struct text);

#endif
