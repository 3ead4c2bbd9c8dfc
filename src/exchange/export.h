/* SPDX-License-Identifier: ISC
 *
 * export.h - the responses of a form as CSV, JSON lines or a workbook, as a
 * stream in constant memory.
 *
 * One row or line a response: response, form_version, submitted_at, wave, pool,
 * every item id, overall and every dimension; who it was only in the views
 * that name it (columns.h). */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include "base/buf.h"
#include "base/uuid.h"
#include "database/db.h"
#include "exchange/columns.h"
#include "exchange/sink.h"

struct catalogue;
struct catalogue_form;

enum export_format { EXPORT_CSV, EXPORT_JSON, EXPORT_XLSX };

struct export
{
	struct db                   *db;
	struct db_scope              scope; /* who asks */
	struct catalogue            *catalogue;
	const struct catalogue_form *form; /* its columns are the newest version's */
	enum export_format           format;
	enum export_view             view;
	bool                         mark; /* begin CSV with a byte order mark */
	bool               plain;    /* CSV for programs: no guard, no line end in a cell */
	const char        *language; /* of labels in a workbook */
	struct export_sink sink;
	/* Of the views for consultants: which responses. */
	int32_t     wave; /* 0: all */
	const char *pool; /* NULL: all that were not withdrawn */
};

struct export_done {
	int64_t rows;
	int64_t mended; /* answers in which U+FFFD stands for what cannot be printed */
};

/* One response as it is written. */
struct export_row {
	struct uuid      id;
	int32_t          version, wave;
	int64_t          submitted_at;
	struct text      pool, answers, firm, email; /* the last two may be absent */
	struct text      codes; /* a line for each item that is sorted: "FX9:time|data" */
	struct sql_int4s scores;
};

/* done_out tells also how far it came.  ERR_UNAVAILABLE: broken off, or (before the first byte) too many consultants
 * export at a time; what was written is a part.  ERR_TOO_LARGE: a
 * workbook cannot hold that many.  ERR_INTERNAL: a stored answer is none of its
 * form; no row is left out for that. */
MUST_CHECK enum err
export_run(struct arena *, const struct export *, struct export_done *done_out);

/* Two consultants export at a time, each of them once: is there room for who is
 * signed in?  It is theirs until the transaction ends. */
MUST_CHECK enum err export_slot_take(struct arena *, struct tx *, bool *taken_out);

/* Shared with the workbook: an item of the newest version, looked up in the
 * version that was answered; NULL: it did not ask. */
const struct form_item *export_item_of(const struct form *, const struct form_item *wanted);
/* "time|data", FORM_CODE_NONE; absent: nobody sorted its words. */
struct text export_codes_of(const struct export_row *, const struct form_item *);
bool        export_code_is_in(struct text codes, const char *code);
void
export_codes_json(struct buf *, const struct export_columns *, const struct export_row *);
/* Items that respondents write, of whatever version: "FX9,FX10". */
MUST_CHECK enum err
export_written_items(struct arena *, const struct export *, struct text *items_out);
/* false: no score. */
bool export_score_of(const struct export_row *, size_t measure, int32_t *micro_out);
/* Reference and date as the view shows them. */
const char *
export_reference(struct arena *, const struct export *, const struct export_row *);

#endif
