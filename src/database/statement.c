/* SPDX-License-Identifier: ISC */
#include "database/statement.h"

#include "base/log.h"
#include "database/session.h"

static void
release(void *thing)
{
	struct sql_call *call = thing;

	if (call->under_way) /* nobody waits for its answer any more */
		call->tx->under_way.call = NULL;
	PQclear(call->result);
	call->result = NULL;
}

struct sql_call *
sql_call(struct arena *arena, struct tx *tx, const struct sql_statement *statement)
{
	struct sql_call *call = ARENA_NEW(arena, struct sql_call);

	call->arena = arena;
	call->scratch = arena;
	call->tx = tx;
	call->statement = statement;
	call->bad = ARENA_NEW(arena, bool);
	arena_own(arena, call, release);
	return call;
}

/* What was prepared must be what the heading promised. */
static enum err
check_shape(const struct sql_call *call)
{
	const struct sql_statement *s = call->statement;
	int                         n = PQnfields(call->result);

	if (s->shape == SQL_NONE)
		return ERR_OK;
	for (int i = 0; n == s->column_count && i < n; i++)
		if (!sql_type_reads(s->columns[i].type, PQftype(call->result, i)))
			n = -1;
	if (n == s->column_count)
		return ERR_OK;
	LOG(EV_DB_ERROR, log_str("statement", s->name), log_str("at", s->where),
	    log_str("why", "its columns differ from its heading"));
	return ERR_INTERNAL;
}

enum err
sql_send(struct sql_call *call)
{
	struct tx *tx = call->tx;

	check(call->count == call->statement->param_count);
	if (tx->state == TX_DONE || tx->state == TX_FAILED)
		return call->err = tx->commit != ERR_OK ? tx->commit : ERR_INTERNAL;
	return pipeline_send(tx, call, tx->final && !tx->read);
}

/* The whole answer to what was sent. */
static enum err
answer(struct sql_call *call, size_t *rows_out, int64_t *changed_out)
{
	if (call->under_way)
		TRY(pipeline_collect(call->tx));
	TRY(call->err);
	TRY(check_shape(call));
	if (rows_out != NULL)
		*rows_out = (size_t)PQntuples(call->result);
	if (changed_out != NULL &&
	    !parse_int(text_of(PQcmdTuples(call->result)), 0, INT64_MAX, changed_out))
		*changed_out = 0;
	return ERR_OK;
}

enum err
sql_run(struct sql_call *call, size_t *rows_out, int64_t *changed_out)
{
	TRY(sql_send(call));
	return answer(call, rows_out, changed_out);
}

enum err
sql_collect_one(struct sql_call *call)
{
	size_t rows;

	TRY(answer(call, &rows, NULL));
	if (rows == 0)
		return ERR_NOT_FOUND;
	if (rows == 1)
		return ERR_OK;
	LOG(EV_DB_ERROR, log_str("statement", call->statement->name),
	    log_str("at", call->statement->where), log_str("why", "more than one row"));
	return ERR_INTERNAL;
}

enum err
sql_run_one(struct sql_call *call)
{
	TRY(sql_send(call));
	return sql_collect_one(call);
}

enum err
sql_done(const struct sql_call *call)
{
	if (!*call->bad)
		return ERR_OK;
	LOG(EV_DB_ERROR, log_str("statement", call->statement->name),
	    log_str("at", call->statement->where),
	    log_str("why", "a value is null or odd where its heading says otherwise"));
	return ERR_INTERNAL;
}
