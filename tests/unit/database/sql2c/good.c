/* SPDX-License-Identifier: ISC */
/* Made from good.sql by tools/sql2c.awk: change that file. */
#include "gen/sql_good.h"

#include "database/statement.h"

static const struct sql_field good_find_params[] = {
	{ "id", SQL_UUID, false },
	{ "note", SQL_TEXT, true },
	{ "n", SQL_INT4, true },
	{ "marks", SQL_INT4S, false },
};
static const struct sql_field good_find_columns[] = {
	{ "id", SQL_UUID, false },
	{ "n", SQL_INT4, true },
	{ "at", SQL_TIME, false },
};
static const struct sql_statement good_find_statement = {
	.name = "good_find",
	.where = "good.sql:4",
	.text =
	    "SELECT id, n, at FROM good -- a remark, kept\n"
	    "WHERE id = $1 AND note = 'a \"quoted\\n\" word' || $2\n"
	    "    AND n = $3 AND marks = $4",
	.shape = SQL_ONE,
	.params = good_find_params,
	.param_count = 4,
	.columns = good_find_columns,
	.column_count = 3,
};

enum err
sql_good_find(struct arena *arena, struct tx *tx,
    const struct good_find_in *in,
    struct good_find_row *row_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_find_statement);

	sql_put_uuid(call, in->id);
	sql_put_text(call, in->note);
	sql_put_opt_int4(call, in->n);
	sql_put_int4s(call, in->marks);
	TRY(sql_run_one(call));
	row_out->id = sql_get_uuid(call, 0, 0);
	row_out->n = sql_get_opt_int4(call, 0, 1);
	row_out->at = sql_get_time(call, 0, 2);
	return sql_done(call);
}

static const struct sql_field good_all_columns[] = {
	{ "n", SQL_INT8, false },
};
static const struct sql_statement good_all_statement = {
	.name = "good_all",
	.where = "good.sql:11",
	.text =
	    "SELECT n FROM good",
	.shape = SQL_MANY,
	.columns = good_all_columns,
	.column_count = 1,
};

enum err
sql_good_all(struct arena *arena, struct tx *tx,
    struct good_all_row **rows_out, size_t *count_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_all_statement);
	struct good_all_row *rows;
	size_t count;

	TRY(sql_run(call, &count, NULL));
	rows = ARENA_ARRAY(arena, struct good_all_row, count);
	for (size_t i = 0; i < count; i++) {
		rows[i].n = sql_get_int8(call, i, 0);
	}
	*rows_out = rows;
	*count_out = count;
	return sql_done(call);
}

static const struct sql_field good_drop_params[] = {
	{ "n", SQL_INT8, false },
};
static const struct sql_statement good_drop_statement = {
	.name = "good_drop",
	.where = "good.sql:14",
	.text =
	    "DELETE FROM good WHERE n = $1",
	.shape = SQL_NONE,
	.params = good_drop_params,
	.param_count = 1,
};

enum err
sql_good_drop(struct arena *arena, struct tx *tx,
    const struct good_drop_in *in,
    int64_t *changed_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_drop_statement);

	sql_put_int8(call, in->n);
	return sql_run(call, NULL, changed_out);
}

static const struct sql_field good_read_params[] = {
	{ "above", SQL_INT8, false },
};
static const struct sql_field good_read_columns[] = {
	{ "n", SQL_INT8, false },
	{ "words", SQL_JSON, true },
};
static const struct sql_statement good_read_statement = {
	.name = "good_read",
	.where = "good.sql:17",
	.text =
	    "COPY (SELECT n, words FROM good WHERE n > $1) TO STDOUT (FORMAT binary)",
	.shape = SQL_COPY_OUT,
	.params = good_read_params,
	.param_count = 1,
	.columns = good_read_columns,
	.column_count = 2,
};

enum err
sql_good_read_open(struct arena *arena, struct tx *tx,
    const struct good_read_in *in,
    struct sql_call **copy_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_read_statement);

	sql_put_int8(call, in->above);
	*copy_out = call;
	return sql_copy_begin(call);
}

enum err
sql_good_read_next(struct sql_call *call, struct good_read_row *row_out, bool *more_out)
{
	TRY(sql_copy_next(call, more_out));
	if (!*more_out)
		return ERR_OK;
	row_out->n = sql_get_int8(call, 0, 0);
	row_out->words = sql_get_json(call, 0, 1);
	return sql_done(call);
}

static const struct sql_field good_write_columns[] = {
	{ "n", SQL_INT4, true },
	{ "words", SQL_JSON, true },
};
static const struct sql_statement good_write_statement = {
	.name = "good_write",
	.where = "good.sql:20",
	.text =
	    "COPY good (n, words) FROM STDIN (FORMAT binary)",
	.shape = SQL_COPY_IN,
	.columns = good_write_columns,
	.column_count = 2,
};

enum err
sql_good_write_open(struct arena *arena, struct tx *tx,
    struct sql_call **copy_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_write_statement);

	*copy_out = call;
	return sql_copy_begin(call);
}

enum err
sql_good_write_put(struct sql_call *call, const struct good_write_row *row)
{
	sql_copy_row(call);
	sql_put_opt_int4(call, row->n);
	sql_put_json(call, row->words);
	return sql_copy_row_end(call);
}

enum err
sql_good_write_close(struct sql_call *call, int64_t *rows_out)
{
	return sql_copy_end(call, rows_out);
}

static const struct sql_field good_count_params[] = {
	{ "above", SQL_INT8, false },
};
static const struct sql_field good_count_columns[] = {
	{ "n", SQL_INT8, false },
};
static const struct sql_statement good_count_statement = {
	.name = "good_count",
	.where = "good.sql:23",
	.text =
	    "SELECT count(*) FROM good WHERE n > $1",
	.shape = SQL_LATER,
	.params = good_count_params,
	.param_count = 1,
	.columns = good_count_columns,
	.column_count = 1,
};

enum err
sql_good_count_send(struct arena *arena, struct tx *tx,
    const struct good_count_in *in,
    struct sql_call **sent_out)
{
	struct sql_call *call = sql_call(arena, tx, &good_count_statement);

	sql_put_int8(call, in->above);
	*sent_out = call;
	return sql_send(call);
}

enum err
sql_good_count_collect(struct sql_call *call, struct good_count_row *row_out)
{
	TRY(sql_collect_one(call));
	row_out->n = sql_get_int8(call, 0, 0);
	return sql_done(call);
}

extern const struct sql_statement *const sql_good_statements[];
const struct sql_statement *const sql_good_statements[] = {
	&good_find_statement,
	&good_all_statement,
	&good_drop_statement,
	&good_read_statement,
	&good_write_statement,
	&good_count_statement,
	NULL,
};
