/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "database/session.h"

int
pipeline_poll(struct db *db, short events, int64_t until, short *ready_out)
{
	struct pollfd fd = { .fd = PQsocket(db->conn), .events = events };
	int64_t       left = until - clock_monotonic();
	int           n;

	if (left <= 0)
		return 0;
	n = poll(&fd, 1, (int)((left + 999) / 1000));
	*ready_out = fd.revents;
	return n;
}

/* Our own limit, beside the server's statement_timeout: an answer that the
 * network swallowed must not hold a worker. */
static bool
wait_socket(struct db *db, short events, int64_t until)
{
	for (;;) {
		short ready;
		int   n = pipeline_poll(db, events, until, &ready);

		if (n > 0) {
			/* While sending, take what comes, or both sides wait. */
			if ((ready & ~POLLOUT) && !PQconsumeInput(db->conn))
				return false;
			return true;
		}
		if (n == 0 || errno != EINTR)
			return false;
	}
}

static int64_t
deadline(const struct db *db)
{
	return clock_monotonic() + db->deadline_ms * INT64_C(1000);
}

bool
pipeline_flush(struct db *db)
{
	int64_t until = deadline(db);
	int     left;

	while ((left = PQflush(db->conn)) > 0)
		if (!wait_socket(db, POLLIN | POLLOUT, until))
			return false;
	return left == 0;
}

bool
pipeline_result(struct db *db, PGresult **result_out)
{
	int64_t until = deadline(db);

	while (PQisBusy(db->conn)) {
		if (PQflush(db->conn) < 0)
			break;
		if (!wait_socket(db, POLLIN, until))
			return false;
	}
	*result_out = PQgetResult(db->conn);
	return PQstatus(db->conn) == CONNECTION_OK || *result_out != NULL;
}

const char *
sql_state(const PGresult *result)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	return state != NULL ? state : "";
}

static enum err
state_err(const char *state)
{
	static const struct {
		const char *prefix;
		enum err    err;
	} table[] = {
		{ "23505", ERR_CONFLICT },
		{ "23P01", ERR_CONFLICT },
		{ "23", ERR_INVALID },
		{ "22", ERR_INVALID },
		{ "P0002", ERR_NOT_FOUND },
		{ "P0001", ERR_INVALID },
		{ "42501", ERR_FORBIDDEN },
		{ "55P03", ERR_UNAVAILABLE }, /* lock timeout */
		{ "57", ERR_UNAVAILABLE },    /* statement timeout, shutdown */
		{ "53", ERR_UNAVAILABLE },    /* disk, memory, connections */
		{ "08", ERR_UNAVAILABLE },
		{ "40", ERR_UNAVAILABLE },
		{ "25006", ERR_UNAVAILABLE }, /* read-only: a standby */
		{ "25P03", ERR_UNAVAILABLE },
		{ "58", ERR_UNAVAILABLE },
		/* A table changed under a prepared statement, or a pooler
		 * forgot it: another session will do. */
		{ "0A000", ERR_UNAVAILABLE },
		{ "26000", ERR_UNAVAILABLE },
	};

	if (state[0] == '\0')
		return ERR_UNAVAILABLE;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strncmp(state, table[i].prefix, strlen(table[i].prefix)) == 0)
			return table[i].err;
	return ERR_INTERNAL;
}

/* Messages of these classes name tables, roles and limits, never values. */
static bool
message_is_safe(const char *state)
{
	static const char *const classes[] = { "42", "53", "55", "57", "25", "58" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strncmp(state, classes[i], 2) == 0)
			return true;
	return false;
}

enum err
sql_failure(struct db *db, struct tx *tx, const PGresult *result, const char *name)
{
	const char *state = sql_state(result);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	const char *message = message_is_safe(state)
	                          ? PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY)
	                          : NULL;
	enum err    err = state_err(state);

	LOG(err == ERR_UNAVAILABLE ? EV_DB_BUSY
	    : err == ERR_CONFLICT || err == ERR_INVALID || err == ERR_NOT_FOUND
	        ? EV_DB_REFUSED
	        : EV_DB_ERROR,
	    log_str("statement", name), log_str("sqlstate", state),
	    log_str("constraint", constraint), log_str("message", message));
	session_problem(db, "%s: SQLSTATE %s%s%s%s%s", name, state,
	    constraint ? ", constraint " : "", constraint ? constraint : "",
	    message ? ": " : "", message ? message : "");
	if (strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0)
		db->stale = true;
	if (tx != NULL && constraint != NULL)
		print_to(tx->constraint, sizeof(tx->constraint), "%s", constraint);
	return err;
}

static bool
queue_prepare(struct db *db, const struct sql_statement *s)
{
	Oid types[DB_PARAMS_MAX];

	for (int i = 0; i < s->param_count; i++)
		types[i] = sql_type_oid(s->params[i].type);
	return PQsendPrepare(db->conn, s->name, s->text, s->param_count, types);
}

static bool
queue_call(struct db *db, const struct sql_call *call)
{
	int formats[DB_PARAMS_MAX];

	for (int i = 0; i < call->count; i++)
		formats[i] = 1;
	return PQsendQueryPrepared(db->conn, call->statement->name, call->count,
	    call->values, call->lengths, formats, 1);
}

/* The result of one step; its end mark is swallowed. */
static bool
take(struct db *db, enum step step, PGresult **result_out)
{
	PGresult *end = NULL;

	if (!pipeline_result(db, result_out) || *result_out == NULL)
		return false;
	if (step == STEP_SYNC)
		return PQresultStatus(*result_out) == PGRES_PIPELINE_SYNC;
	if (PQstatus(db->conn) == CONNECTION_OK && !pipeline_result(db, &end))
		return true; /* the loss shows at the next step */
	PQclear(end);
	return true;
}

/* COMMIT counts only by its own tag: a COMMIT of a failed transaction also
 * succeeds, saying ROLLBACK. */
static enum err
commit_err(struct tx *tx, PGresult *result)
{
	struct db  *db = tx->db;
	const char *state = sql_state(result);
	enum err    err;

	if (PQresultStatus(result) == PGRES_COMMAND_OK) {
		if (strcmp(PQcmdStatus(result), "COMMIT") != 0) {
			LOG(EV_DB_ERROR, log_str("statement", "db_commit"),
			    log_str("tag", PQcmdStatus(result)));
			return ERR_INTERNAL;
		}
		if (!db->warned && !FAULT("db.commit-answered"))
			return ERR_OK;
	} else if (state[0] != '\0' && strncmp(state, "57", 2) != 0 &&
	           strncmp(state, "08", 2) != 0 && strncmp(state, "XX", 2) != 0) {
		err = sql_failure(db, tx, result, "db_commit");
		return err;
	}
	LOG(EV_DB_UNCERTAIN, log_str("sqlstate", state));
	session_problem(db, "the answer to COMMIT was lost or came with a warning");
	return ERR_UNCERTAIN;
}

/* What a loss means depends on what was on its way. */
static enum err
lost(struct tx *tx, bool commit_sent)
{
	session_drop(tx->db, "no answer");
	tx->state = TX_DONE;
	tx->commit = ERR_UNAVAILABLE;
	if (commit_sent) {
		LOG(EV_DB_UNCERTAIN, log_str("sqlstate", "-"));
		tx->commit = ERR_UNCERTAIN;
	}
	return tx->commit;
}

static size_t
queue_steps(struct tx *tx, struct sql_call *call, bool commit, enum step *steps)
{
	struct db *db = tx->db;
	size_t     n = 0;
	bool       ok = true;

	if (tx->state == TX_NEW)
		ok = scope_queue(tx, steps, &n);
	if (call != NULL) {
		if (!session_is_prepared(db, call->statement)) {
			steps[n++] = STEP_PREPARE;
			ok = ok && queue_prepare(db, call->statement);
		}
		steps[n++] = STEP_CALL;
		ok = ok && queue_call(db, call);
	}
	if (commit) {
		steps[n++] = STEP_COMMIT;
		ok = ok && scope_queue_plain(db, "db_commit");
	}
	steps[n++] = STEP_SYNC;
	ok = ok && PQpipelineSync(db->conn);
	return ok ? n : 0;
}

static void
drop_if_stale(struct db *db)
{
	if (db->stale)
		session_drop(db, "its prepared statements no longer hold");
}

enum err
pipeline_run(struct tx *tx, struct sql_call *call, bool commit)
{
	struct db *db = tx->db;
	enum step  steps[STEP__MAX];
	size_t     count;
	enum err   err = ERR_OK;

	if (db->conn == NULL)
		return lost(tx, false);
	if (tx->state == TX_NEW && FAULT("db.begin"))
		return lost(tx, false);
	if (commit && FAULT("db.before-commit"))
		return lost(tx, false);
	count = queue_steps(tx, call, commit, steps);
	if (count == 0) /* queueing writes nothing yet, or fails as a whole */
		return lost(tx, commit);
	if (!pipeline_flush(db))
		return lost(tx, commit);
	if (commit && FAULT("db.commit-sent"))
		return lost(tx, true);
	for (size_t i = 0; i < count; i++) {
		PGresult      *result = NULL;
		ExecStatusType status;

		if (steps[i] == STEP_COMMIT)
			db->warned = false;
		if (!take(db, steps[i], &result)) {
			PQclear(result);
			/* What the server said already stands: an error before
			 * COMMIT, or the answer to COMMIT itself. */
			if (err == ERR_OK && tx->state != TX_DONE)
				return lost(tx, commit);
			session_drop(db, "no answer");
			tx->state = TX_DONE;
			return err;
		}
		status = PQresultStatus(result);
		if (status == PGRES_PIPELINE_ABORTED || status == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			continue;
		}
		if (steps[i] == STEP_COMMIT) {
			tx->commit = commit_err(tx, result);
			tx->state = TX_DONE;
			PQclear(result);
			continue;
		}
		if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
			if (sql_state(result)[0] == '\0') {
				PQclear(result);
				return lost(tx, commit);
			}
			err = sql_failure(db, tx, result,
			    call ? call->statement->name : "db_scope");
			tx->commit = err;
			tx->state = TX_FAILED;
		} else if (steps[i] == STEP_SCOPE) {
			tx->state = TX_OPEN;
		} else if (steps[i] == STEP_PREPARE) {
			session_set_prepared(db, call->statement);
		} else if (steps[i] == STEP_CALL) {
			call->result = result;
			result = NULL;
		}
		PQclear(result);
	}
	if (tx->read) { /* the server has ended it */
		tx->state = TX_DONE;
		tx->commit = err;
		drop_if_stale(db);
	} else if (tx->state == TX_FAILED) {
		pipeline_rollback(tx);
	}
	return err;
}

void
pipeline_rollback(struct tx *tx)
{
	struct db *db = tx->db;
	PGresult  *result = NULL;
	bool       fine;

	tx->state = TX_DONE;
	if (db->conn == NULL)
		return;
	fine = scope_queue_plain(db, "db_rollback") && PQpipelineSync(db->conn) &&
	       pipeline_flush(db) && take(db, STEP_CALL, &result);
	fine = fine && PQresultStatus(result) == PGRES_COMMAND_OK;
	PQclear(result);
	result = NULL;
	fine = fine && take(db, STEP_SYNC, &result);
	PQclear(result);
	if (!fine)
		session_drop(db, "rollback got no answer");
	else
		drop_if_stale(db);
}
