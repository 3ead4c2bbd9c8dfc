/* SPDX-License-Identifier: ISC
 *
 * statement.h - what the functions generated from sql/queries are made of.
 * Nothing else calls this; rooms include gen/sql_ROOM.h.
 *
 * Statements are prepared on each connection when first used, in the same
 * round trip as their first execution.  Parameters and results are binary. */
#ifndef DATABASE_STATEMENT_H
#define DATABASE_STATEMENT_H

#include "database/db.h"

#define DB_PARAMS_MAX 64

enum sql_type {
	SQL_INT4,
	SQL_INT8,
	SQL_BOOL,
	SQL_TEXT,
	SQL_UUID,
	SQL_BYTES,
	SQL_TIME,
	SQL_JSON,
	SQL_FLOAT8,
	SQL_INT4S,
	SQL_INT8S,
	SQL_FLOAT8S,
	SQL_BOOLS,
	SQL_TEXTS,
	SQL_UUIDS,
	SQL_BYTESS,
	SQL__MAX
};

enum sql_shape { SQL_NONE, SQL_ONE, SQL_LATER, SQL_MANY, SQL_COPY_OUT, SQL_COPY_IN };

struct sql_field {
	const char   *name;
	enum sql_type type;
	bool          nullable;
};

struct sql_statement {
	const char             *name;  /* also the name on the server */
	const char             *where; /* "sql/queries/form.sql:12" */
	const char             *text;
	enum sql_shape          shape;
	const struct sql_field *params, *columns;
	int                     param_count, column_count;
};

/* One call being made: parameters in order, run, columns out. */
struct sql_call;
struct sql_call *sql_call(struct arena *, struct tx *, const struct sql_statement *);

void sql_put_int4(struct sql_call *, int32_t);
void sql_put_int8(struct sql_call *, int64_t);
void sql_put_bool(struct sql_call *, bool);
void sql_put_text(struct sql_call *, struct text);
void sql_put_json(struct sql_call *, struct text);
void sql_put_uuid(struct sql_call *, struct uuid);
void sql_put_bytes(struct sql_call *, struct bytes);
void sql_put_time(struct sql_call *, int64_t);
void sql_put_float8(struct sql_call *, double);
void sql_put_opt_int4(struct sql_call *, struct opt_int);
void sql_put_opt_int8(struct sql_call *, struct opt_int);
void sql_put_opt_time(struct sql_call *, struct opt_int);
void sql_put_opt_bool(struct sql_call *, struct opt_bool);
void sql_put_opt_float8(struct sql_call *, struct opt_float);
void sql_put_opt_uuid(struct sql_call *, struct opt_uuid);
void sql_put_int4s(struct sql_call *, struct sql_int4s);
void sql_put_int8s(struct sql_call *, struct sql_int8s);
void sql_put_float8s(struct sql_call *, struct sql_floats);
void sql_put_bools(struct sql_call *, struct sql_bools);
void sql_put_texts(struct sql_call *, struct sql_texts);
void sql_put_uuids(struct sql_call *, struct sql_uuids);
void sql_put_bytess(struct sql_call *, struct sql_bytess);

/* Send, and wait for the whole answer. */
MUST_CHECK enum err sql_run(struct sql_call *, size_t *rows_out, int64_t *changed_out);

/* Exactly one row, else ERR_NOT_FOUND. */
MUST_CHECK enum err sql_run_one(struct sql_call *);
/* The same in two halves: send; and wait, when there is nothing better to do. */
MUST_CHECK enum err sql_send(struct sql_call *);
MUST_CHECK enum err sql_collect_one(struct sql_call *);
/* ERR_INTERNAL: a getter met a null that the heading does not announce. */
MUST_CHECK enum err sql_done(const struct sql_call *);

/* Columns of one row.  Text and bytes point into the answer, which the arena
 * owns. */
int32_t           sql_get_int4(const struct sql_call *, size_t row, int column);
int64_t           sql_get_int8(const struct sql_call *, size_t row, int column);
bool              sql_get_bool(const struct sql_call *, size_t row, int column);
struct text       sql_get_text(const struct sql_call *, size_t row, int column);
struct text       sql_get_json(const struct sql_call *, size_t row, int column);
struct uuid       sql_get_uuid(const struct sql_call *, size_t row, int column);
struct bytes      sql_get_bytes(const struct sql_call *, size_t row, int column);
int64_t           sql_get_time(const struct sql_call *, size_t row, int column);
double            sql_get_float8(const struct sql_call *, size_t row, int column);
struct opt_int    sql_get_opt_int4(const struct sql_call *, size_t row, int column);
struct opt_int    sql_get_opt_int8(const struct sql_call *, size_t row, int column);
struct opt_int    sql_get_opt_time(const struct sql_call *, size_t row, int column);
struct opt_bool   sql_get_opt_bool(const struct sql_call *, size_t row, int column);
struct opt_float  sql_get_opt_float8(const struct sql_call *, size_t row, int column);
struct opt_uuid   sql_get_opt_uuid(const struct sql_call *, size_t row, int column);
struct sql_int4s  sql_get_int4s(const struct sql_call *, size_t row, int column);
struct sql_int8s  sql_get_int8s(const struct sql_call *, size_t row, int column);
struct sql_floats sql_get_float8s(const struct sql_call *, size_t row, int column);
struct sql_bools  sql_get_bools(const struct sql_call *, size_t row, int column);
struct sql_texts  sql_get_texts(const struct sql_call *, size_t row, int column);
struct sql_uuids  sql_get_uuids(const struct sql_call *, size_t row, int column);
struct sql_bytess sql_get_bytess(const struct sql_call *, size_t row, int column);

/* COPY (copy.h): begin after the parameters were put; then the same getters
 * with row 0, or the same putters once per row. */
MUST_CHECK enum err sql_copy_begin(struct sql_call *);
/* *more_out false: the end was reached and the server said all is well.
 * The row is good until the next call. */
MUST_CHECK enum err sql_copy_next(struct sql_call *, bool *more_out);
void                sql_copy_row(struct sql_call *);     /* before the putters */
MUST_CHECK enum err sql_copy_row_end(struct sql_call *); /* after them */
MUST_CHECK enum err sql_copy_end(struct sql_call *, int64_t *rows_out);

/* Every statement of the program by room, for the test that prepares them all
 * and compares types with headings.  Both levels end with NULL. */
extern const struct sql_statement *const *const sql_rooms[];

/* The type's number on the server. */
uint32_t sql_type_oid(enum sql_type);
/* Whether a column of this type may be read as type: a json may be jsonb,
 * json or text. */
bool        sql_type_reads(enum sql_type, uint32_t oid);
const char *sql_type_name(enum sql_type);

#endif
