/* SPDX-License-Identifier: ISC
 *
 * columns.h - the columns of an export, in one order for rows, codebook and
 * scripts: reference, form version, date, wave, pool, items (behind one whose
 * words are sorted, its headings), scores, and who it was where that may be told. */
#ifndef EXCHANGE_COLUMNS_H
#define EXCHANGE_COLUMNS_H

#include "form/form.h"

/* Who looks. */
enum export_view {
	EXPORT_OPERATOR,     /* references and times in full, no names */
	EXPORT_NAMED,        /* with firm and address, which the caller has logged first */
	EXPORT_REVIEW,       /* pseudonyms, days, written answers only with consent */
	EXPORT_REVIEW_FIRMS, /* and the firm's code, which the caller has logged first */
};

enum export_column_kind {
	COLUMN_RESPONSE,
	COLUMN_VERSION,
	COLUMN_SUBMITTED,
	COLUMN_WAVE,
	COLUMN_POOL,
	COLUMN_ITEM,
	COLUMN_CODES,
	COLUMN_SCORE,
	COLUMN_FIRM,
	COLUMN_EMAIL,
};

struct export_column {
	enum export_column_kind kind;
	const char             *name;
	const struct form_item *item;    /* COLUMN_ITEM; of COLUMN_CODES a made one, whose
	                                  * options are the headings: several fit */
	const struct form_item *coded;   /* COLUMN_CODES: what was written */
	size_t                  measure; /* COLUMN_SCORE: 0 overall, then dimensions */
};

struct export_columns {
	const struct export_column *list;
	size_t                      count;
};

struct export_columns export_columns(struct arena *, const struct form *, enum export_view);

/* What the column holds, in a sentence of the form or of ours. */
const char *export_column_title(struct arena *, const struct form *,
    const struct export_column *, const char *language);

/* 1..5 or 0..10: codes that are numbers. */
bool export_item_is_scale(const struct form_item *);

/* The option in words; its code where a scale names only its ends. */
const char *export_option_label(struct arena *, const struct form *,
    const struct form_item *, const struct form_option *, const char *language);

/* "37.5", of points; NULL: none. */
const char *export_points_text(struct arena *, struct form_points);

#endif
