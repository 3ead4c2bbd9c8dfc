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

enum err
pipeline_landed(struct tx *tx, enum err err)
{
	if (tx->under_way.call != NULL) {
		tx->under_way.call->under_way = false;
		tx->under_way.call->err = err;
	}
	memset(&tx->under_way, 0, sizeof(tx->under_way));
	return err;
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
	return pipeline_landed(tx, tx->commit);
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
pipeline_send(struct tx *tx, struct sql_call *call, bool commit)
{
	struct db *db = tx->db;

	check(tx->under_way.count == 0);
	tx->under_way.call = call;
	tx->under_way.statement = call != NULL ? call->statement : NULL;
	if (call != NULL)
		call->under_way = true;
	if (db->conn == NULL)
		return lost(tx, false);
	if (tx->state == TX_NEW && FAULT("db.begin"))
		return lost(tx, false);
	if (commit && FAULT("db.before-commit"))
		return lost(tx, false);
	tx->under_way.commit = commit;
	tx->under_way.count = queue_steps(tx, call, commit, tx->under_way.steps);
	if (tx->under_way.count == 0) /* queueing writes nothing yet, or fails as a whole */
		return lost(tx, commit);
	if (!pipeline_flush(db))
		return lost(tx, commit);
	if (commit && FAULT("db.commit-sent"))
		return lost(tx, true);
	return ERR_OK;
}

/* The answer to one step; *result NULL: it was kept. */
static enum err
take_in(struct tx *tx, enum step step, PGresult **result)
{
	const struct sql_statement *statement = tx->under_way.statement;
	ExecStatusType              status = PQresultStatus(*result);

	if (status == PGRES_PIPELINE_ABORTED || status == PGRES_PIPELINE_SYNC)
		return ERR_OK;
	if (step == STEP_COMMIT) {
		tx->commit = commit_err(tx, *result);
		tx->state = TX_DONE;
	} else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
		tx->commit = sql_failure(tx->db, tx, *result,
		    statement != NULL ? statement->name : "db_scope");
		tx->state = TX_FAILED;
		return tx->commit;
	} else if (step == STEP_SCOPE) {
		tx->state = TX_OPEN;
	} else if (step == STEP_PREPARE) {
		session_set_prepared(tx->db, statement);
	} else if (step == STEP_CALL && tx->under_way.call != NULL) {
		tx->under_way.call->result = *result;
		*result = NULL;
	}
	return ERR_OK;
}

/* A failure that libpq made up itself: the connection is gone. */
static bool
is_loss(enum step step, const PGresult *result)
{
	return step != STEP_COMMIT && PQresultStatus(result) == PGRES_FATAL_ERROR &&
	       sql_state(result)[0] == '\0';
}

enum err
pipeline_collect(struct tx *tx)
{
	struct db *db = tx->db;
	enum err   err = ERR_OK;

	for (size_t i = 0; i < tx->under_way.count; i++) {
		enum step step = tx->under_way.steps[i];
		PGresult *result = NULL;
		bool      got;

		if (step == STEP_COMMIT)
			db->warned = false;
		got = take(db, step, &result);
		/* What the server said already stands: an error before
		 * COMMIT, or the answer to COMMIT itself. */
		if (!got && (err != ERR_OK || tx->state == TX_DONE)) {
			PQclear(result);
			tx->state = TX_DONE;
			(void)pipeline_landed(tx, err);
			session_drop(db, "no answer");
			return err;
		}
		if (!got || is_loss(step, result)) {
			PQclear(result);
			return lost(tx, tx->under_way.commit);
		}
		if (err == ERR_OK)
			err = take_in(tx, step, &result);
		PQclear(result);
	}
	(void)pipeline_landed(tx, err);
	if (tx->read) { /* the server has ended it */
		tx->state = TX_DONE;
		tx->commit = err;
		drop_if_stale(db);
	} else if (tx->state == TX_FAILED) {
		pipeline_rollback(tx);
	}
	return err;
}

enum err
pipeline_run(struct tx *tx, struct sql_call *call, bool commit)
{
	TRY(pipeline_send(tx, call, commit));
	return pipeline_collect(tx);
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
