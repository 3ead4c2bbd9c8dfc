/* SPDX-License-Identifier: ISC
 *
 * rows.h - the rows of config.def as data, for the files of this room. */
#ifndef CONFIG_ROWS_H
#define CONFIG_ROWS_H

#include "base/text.h"
#include "config/config.h"

enum row_type { ROW_STR, ROW_INT, ROW_BOOL, ROW_ONE };

enum row_kind { KIND_TEXT, KIND_FILE, KIND_FOLDER, KIND_URL, KIND_CONN, KIND_MAIL };

struct row {
	const char   *key;
	enum row_type type;
	size_t        offset; /* of the field in struct config */
	const char   *preset; /* strings and choices */
	int64_t       number, low, high;
	bool          yes;
	enum row_kind kind;
	const char   *choices; /* "a|b|c" */
	bool          live;
	const char   *prose;
};

extern const struct row config_rows[];
extern const size_t     config_row_count;

/* "a whole number from 1 to 256" and the like. */
const char *config_accepts(struct arena *, const struct row *);

/* The row with that key, or NULL. */
const struct row *config_row_find(struct text key);

/* The key most like it, or NULL when none is. */
const char *config_nearest(struct text key);

#endif
