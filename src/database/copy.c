/* SPDX-License-Identifier: ISC
 *
 * copy.c - COPY in binary form: many rows out or in without a round trip each.
 * COPY takes no parameters; the few typed ones of a heading are written into
 * its text as literals here, by their type, so nothing can be glued in. */
#include <endian.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "database/session.h"

#define HEADER   19 /* signature, flags, length of an extension */
#define SEND_AT  (64 * 1024)
#define ROW_MAX  (64 * 1024 * 1024)
#define TEXT_MAX (64 * 1024)

static uint64_t
number(const char *p, int len)
{
	uint64_t v = 0;

	for (int i = 0; i < len; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static void
add_literal(struct buf *out, PGconn *conn, const struct sql_field *field, const char *p,
    int len)
{
	char        digits[UUID_TEXT + 1];
	struct uuid uuid;
	char       *quoted;

	if (p == NULL) {
		buf_str(out, "NULL");
		return;
	}
	switch (field->type) {
	case SQL_INT4:
		buf_fmt(out, "('%d'::int4)", (int32_t)number(p, len));
		return;
	case SQL_INT8:
		buf_fmt(out, "('%lld'::int8)", (long long)number(p, len));
		return;
	case SQL_BOOL:
		buf_str(out, *p ? "true" : "false");
		return;
	case SQL_UUID:
		memcpy(uuid.b, p, 16);
		buf_fmt(out, "('%s'::uuid)", uuid_format(uuid, digits));
		return;
	case SQL_TIME:
		buf_fmt(out, "('2000-01-01Z'::timestamptz + %lld * interval '1 microsecond')",
		    (long long)number(p, len));
		return;
	case SQL_TEXT:
		quoted = PQescapeLiteral(conn, p, (size_t)len);
		check(quoted != NULL);
		buf_fmt(out, "(%s::text)", quoted);
		PQfreemem(quoted);
		return;
	case SQL_BYTES:
	case SQL_JSON:
	case SQL_FLOAT8:
	case SQL_INT4S:
	case SQL_INT8S:
	case SQL_FLOAT8S:
	case SQL_BOOLS:
	case SQL_TEXTS:
	case SQL_UUIDS:
	case SQL_BYTESS:
	case SQL__MAX:
	default:
		check(!"sql2c.awk lets no other type pass");
	}
}

static void
write_text(struct sql_call *call, struct buf *out)
{
	const struct sql_statement *s = call->statement;

	for (const char *p = s->text; *p != '\0'; p++) {
		int n = 0;

		if (*p != '$' || p[1] < '1' || p[1] > '9') {
			buf_char(out, *p);
			continue;
		}
		while (p[1] >= '0' && p[1] <= '9')
			n = n * 10 + (*++p - '0');
		check(n <= s->param_count);
		add_literal(out, call->tx->db->conn, &s->params[n - 1], call->values[n - 1],
		    call->lengths[n - 1]);
	}
}

static void
release_line(void *thing)
{
	struct sql_call *call = thing;

	PQfreemem(call->line);
	call->line = NULL;
}

/* The transaction ended under the copy. */
static bool
is_over(const struct sql_call *call)
{
	return call->tx->state == TX_DONE;
}

static enum err
over(const struct sql_call *call)
{
	return call->tx->commit != ERR_OK ? call->tx->commit : ERR_INTERNAL;
}

/* A copy that broke leaves the connection in the middle of it. */
static enum err
broken(struct sql_call *call, const char *why)
{
	struct tx *tx = call->tx;

	session_drop(tx->db, why);
	tx->state = TX_DONE;
	tx->commit = ERR_UNAVAILABLE;
	return ERR_UNAVAILABLE;
}

/* Read results to their end and go back to pipeline mode. */
static enum err
finish(struct sql_call *call)
{
	struct db *db = call->tx->db;
	PGresult  *result;
	enum err   err = ERR_OK;

	for (;;) {
		if (!pipeline_flush(db) || !pipeline_result(db, &result))
			return broken(call, "no answer");
		if (result == NULL)
			break;
		if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
			err = sql_failure(db, call->tx, result, call->statement->name);
		} else if (PQresultStatus(result) == PGRES_COMMAND_OK &&
		           !parse_int(text_of(PQcmdTuples(result)), 0, INT64_MAX,
		               &call->rows)) {
			call->rows = 0;
		}
		PQclear(result);
	}
	call->copying = false;
	if (PQstatus(db->conn) != CONNECTION_OK || !PQenterPipelineMode(db->conn))
		return broken(call, "the server closed it");
	if (err != ERR_OK) {
		call->tx->commit = err;
		pipeline_rollback(call->tx);
	}
	return err;
}

enum err
sql_copy_begin(struct sql_call *call)
{
	struct tx                  *tx = call->tx;
	const struct sql_statement *s = call->statement;
	struct buf                  text;
	PGresult                   *result = NULL;
	ExecStatusType              want;

	check(call->count == s->param_count && tx->under_way.count == 0);
	if (is_over(call))
		return over(call);
	if (tx->state == TX_NEW)
		TRY(pipeline_run(tx, NULL, false));
	buf_init(&text, call->arena, TEXT_MAX);
	write_text(call, &text);
	check(buf_ok(&text));
	call->scratch = arena_new_in(call->arena, ROW_MAX);
	arena_own(call->arena, call, release_line);
	buf_init(&call->out, call->arena, ROW_MAX);
	if (!PQexitPipelineMode(tx->db->conn) || !PQsendQuery(tx->db->conn, text.data) ||
	    !pipeline_flush(tx->db) || !pipeline_result(tx->db, &result))
		return broken(call, "no answer");
	want = s->shape == SQL_COPY_OUT ? PGRES_COPY_OUT : PGRES_COPY_IN;
	if (PQresultStatus(result) != want) {
		enum err err = sql_failure(tx->db, tx, result, s->name);

		PQclear(result);
		(void)finish(call);
		if (tx->state != TX_DONE)
			pipeline_rollback(tx);
		tx->commit = err;
		return err;
	}
	call->copying = true;
	if (PQbinaryTuples(result) != 1 || PQnfields(result) != s->column_count) {
		LOG(EV_DB_ERROR, log_str("statement", s->name), log_str("at", s->where),
		    log_str("why", "not binary, or its columns differ from its heading"));
		PQclear(result);
		(void)broken(call, "copy given up");
		return ERR_INTERNAL;
	}
	PQclear(result);
	if (want == PGRES_COPY_IN)
		buf_add(&call->out, "PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", HEADER);
	return ERR_OK;
}

/* One message of the copy: 1 got it, 0 the end, -1 lost. */
static int
next_line(struct sql_call *call, int *len_out)
{
	struct db *db = call->tx->db;
	int64_t    until = clock_monotonic() + db->deadline_ms * INT64_C(1000);

	PQfreemem(call->line);
	call->line = NULL;
	for (;;) {
		short ready;

		*len_out = PQgetCopyData(db->conn, &call->line, 1);
		if (*len_out > 0)
			return 1;
		if (*len_out == -1)
			return 0;
		if (*len_out < -1)
			return -1;
		if (pipeline_poll(db, POLLIN, until, &ready) == 0 ||
		    !PQconsumeInput(db->conn))
			return -1;
	}
}

/* Cut one row into cells; false: it is not a row of this shape. */
static bool
cut_row(struct sql_call *call, char *p, size_t len)
{
	int count = call->statement->column_count;

	for (int i = 0; i < count; i++) {
		int32_t n;

		if (len < 4)
			return false;
		n = (int32_t)number(p, 4);
		/* Text ends with NUL: the length just read gives its place up. */
		*p = '\0';
		p += 4;
		len -= 4;
		call->cells[i] = NULL;
		call->cell_lengths[i] = 0;
		if (n == -1)
			continue;
		if (n < 0 || (size_t)n > len)
			return false;
		call->cells[i] = p;
		call->cell_lengths[i] = n;
		p += n;
		len -= (size_t)n;
	}
	return len == 0; /* libpq put a NUL behind the last one */
}

enum err
sql_copy_next(struct sql_call *call, bool *more_out)
{
	int got, len, skip;

	*more_out = false;
	if (is_over(call))
		return over(call);
	check(call->copying);
	arena_reset(call->scratch);
	for (;;) {
		got = next_line(call, &len);
		if (got < 0)
			return broken(call, "no answer");
		if (got == 0)
			return finish(call);
		skip = 0;
		if (!call->header_seen) {
			if (len < HEADER || memcmp(call->line, "PGCOPY\n\377\r\n", 11) != 0)
				return broken(call, "not a binary copy");
			skip = HEADER + (int)number(call->line + HEADER - 4, 4);
			call->header_seen = true;
		}
		if (skip == len)
			continue;
		if (len - skip >= 2 && number(call->line + skip, 2) == 0xffff)
			continue; /* the trailer; the end follows */
		if (len - skip < 2 ||
		    number(call->line + skip, 2) != (uint64_t)call->statement->column_count ||
		    !cut_row(call, call->line + skip + 2, (size_t)(len - skip - 2)))
			return broken(call, "odd copy data");
		*more_out = true;
		return ERR_OK;
	}
}

void
sql_copy_row(struct sql_call *call)
{
	check(call->copying);
	arena_reset(call->scratch);
	call->count = 0;
}

static enum err
send_rows(struct sql_call *call)
{
	struct db *db = call->tx->db;
	int        sent;

	check(buf_ok(&call->out));
	while ((sent = PQputCopyData(db->conn, call->out.data, (int)call->out.len)) == 0)
		if (!pipeline_flush(db))
			return broken(call, "no answer");
	if (sent < 0 || !pipeline_flush(db))
		return broken(call, "no answer");
	buf_clear(&call->out);
	return ERR_OK;
}

enum err
sql_copy_row_end(struct sql_call *call)
{
	uint16_t columns = htobe16((uint16_t)call->count);

	check(call->count == call->statement->column_count);
	buf_add(&call->out, &columns, 2);
	for (int i = 0; i < call->count; i++) {
		uint32_t len = htobe32(
		    call->values[i] == NULL ? UINT32_MAX : (uint32_t)call->lengths[i]);

		buf_add(&call->out, &len, 4);
		if (call->values[i] != NULL)
			buf_add(&call->out, call->values[i], (size_t)call->lengths[i]);
	}
	if (is_over(call))
		return over(call);
	return call->out.len >= SEND_AT ? send_rows(call) : ERR_OK;
}

enum err
sql_copy_end(struct sql_call *call, int64_t *rows_out)
{
	int ended;

	if (is_over(call))
		return over(call);
	check(call->copying);
	buf_add(&call->out, "\377\377", 2);
	TRY(send_rows(call));
	while ((ended = PQputCopyEnd(call->tx->db->conn, NULL)) == 0)
		if (!pipeline_flush(call->tx->db))
			return broken(call, "no answer");
	if (ended < 0)
		return broken(call, "no answer");
	TRY(finish(call));
	if (rows_out != NULL)
		*rows_out = call->rows;
	return ERR_OK;
}
