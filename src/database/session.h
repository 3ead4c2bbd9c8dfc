/* SPDX-License-Identifier: ISC
 *
 * session.h - the inside of this room: the connection, its pipeline, and the
 * calls on it.  Only files of database/ include it. */
#ifndef DATABASE_SESSION_H
#define DATABASE_SESSION_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "database/statement.h"

#define PREPARED_SLOTS 1024 /* several times the statements we have */
#define CHANNELS_MAX   4

struct db {
	struct arena        *arena; /* as old as the process */
	PGconn              *conn;  /* NULL: not connected */
	const char          *conninfo, *application;
	char                 problem[512];
	int                  deadline_ms, limit_ms; /* wanted; the session's */
	bool                 plan_once;
	bool                 require_durable;
	bool                 any_version; /* the migration runner's */
	int                  version;     /* found in the database, 0: no schema */
	struct db_durability durability;
	const char          *channels[CHANNELS_MAX];
	int                  channel_count;
	int64_t              next_try; /* monotonic: no attempt before that */
	int                  delay_ms;
	bool                 warned; /* a warning came; see notice() */
	bool                 stale;  /* its prepared statements no longer hold */
	struct tx           *tx;     /* the one that is open */
	/* Statements prepared on this connection, by address. */
	const struct sql_statement *prepared[PREPARED_SLOTS];
};

/* What travels in one pipeline, in this order. */
enum step {
	STEP_BEGIN,
	STEP_MOMENT,
	STEP_SCOPE,
	STEP_LIMIT,
	STEP_PREPARE,
	STEP_CALL,
	STEP_COMMIT,
	STEP_SYNC,
	STEP__MAX
};

enum tx_state {
	TX_NEW, /* nothing sent yet */
	TX_OPEN,
	TX_FAILED, /* a statement failed; only rollback is left */
	TX_DONE,   /* committed, rolled back or lost */
};

struct tx {
	struct db      *db;
	struct db_scope scope;
	enum tx_state   state;
	int             limit_ms; /* for a statement; 0: the connection's */
	bool            final;    /* COMMIT goes with the next statement */
	bool            read;     /* the next statement stands alone, and reads */
	bool            frozen;
	const char     *moment; /* of another transaction, or NULL */
	enum err        commit; /* its result, once TX_DONE */
	char            constraint[64];
	/* Sent, and its answers not taken yet; no steps: nothing is. */
	struct {
		enum step                   steps[STEP__MAX];
		size_t                      count;
		const struct sql_statement *statement; /* or NULL */
		struct sql_call            *call;      /* gets the answer, or NULL */
		bool                        commit;    /* COMMIT is among them */
	} under_way;
};

struct sql_call {
	struct arena               *arena;
	struct tx                  *tx;
	const struct sql_statement *statement;
	/* Parameters, in network form.  Of a copy: those of the row. */
	struct arena *scratch;
	int           count;
	const char   *values[DB_PARAMS_MAX];
	int           lengths[DB_PARAMS_MAX];
	PGresult     *result;
	bool          under_way; /* its transaction points here */
	enum err      err;       /* of the answer, once it is not */
	bool         *bad;       /* a null where the heading says there is none */
	/* COPY: one row out, its cells; or rows in, not yet sent. */
	bool       copying, header_seen;
	char      *line;
	char      *cells[DB_PARAMS_MAX];
	int        cell_lengths[DB_PARAMS_MAX];
	struct buf out;
	int64_t    rows;
};

/* Connected, and if not: try again, unless the last attempt was just now. */
MUST_CHECK enum err session_ensure(struct db *);

/* Connect, set what every session of ours sets, look whether the database is one
 * that we may work on; db->problem says why not. */
MUST_CHECK enum err session_begin(struct db *);

/* Give the connection up.  event_why goes to the log. */
void session_drop(struct db *, const char *why);

/* Keep words for db_problem(). */
#define session_problem(db, ...)                                      \
	(print_to((db)->problem, sizeof((db)->problem), __VA_ARGS__), \
	    session_tidy_problem(db))
void session_tidy_problem(struct db *);

bool session_is_prepared(const struct db *, const struct sql_statement *);
void session_set_prepared(struct db *, const struct sql_statement *);

/* Send what is queued.  false: the connection is lost. */
bool pipeline_flush(struct db *);

/* The next result within the deadline; *result_out NULL: the end of this
 * command's results.  false: lost. */
bool pipeline_result(struct db *, PGresult **result_out);

/* Our own small statements: prepared on each new connection (so many answers
 * will come), put into the pipeline by name, and those that begin a transaction
 * with its role and scope. */
bool scope_prepare(struct db *, int *sent_out);
bool scope_queue_plain(struct db *, const char *name);
bool scope_queue(struct tx *, enum step *steps, size_t *n);

/* BEGIN (if new), preparation (if needed), call (may be NULL), COMMIT (if
 * final or asked): one round trip.  A read goes without BEGIN and COMMIT. */
MUST_CHECK enum err pipeline_run(struct tx *, struct sql_call *, bool commit);

/* Its two halves.  Between them nothing else of this connection goes out. */
MUST_CHECK enum err pipeline_send(struct tx *, struct sql_call *, bool commit);
MUST_CHECK enum err pipeline_collect(struct tx *);

/* Nothing is under way any more; whoever made the call will read err there. */
enum err pipeline_landed(struct tx *, enum err);

/* ROLLBACK at once. */
void pipeline_rollback(struct tx *);

/* Wait until the socket is ready (POLLIN, POLLOUT).  0: time is up. */
int pipeline_poll(struct db *, short events, int64_t until, short *ready_out);

/* Log a failed result once and say which err it is. */
enum err sql_failure(struct db *, struct tx *, const PGresult *, const char *name);

/* An answer that only the server can have given carries a SQLSTATE. */
const char *sql_state(const PGresult *);

#endif
