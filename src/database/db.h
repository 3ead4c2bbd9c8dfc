/* SPDX-License-Identifier: ISC
 *
 * db.h - one connection to PostgreSQL, and transactions on it.
 *
 * A process opens one, after fork.  It connects when first needed and again
 * after a loss.  BEGIN, role and scope travel with the first statement, and
 * after db_final COMMIT travels with the last: a write is one round trip.
 * After db_only_read neither is needed: a transaction of its own that the
 * server begins and ends by itself, and in which it refuses to write.
 * ERR_OK from db_commit means the server said COMMIT without a warning.
 *
 * Statements live in sql/queries and come as generated functions
 * (gen/sql_ROOM.h); there is no way to run a string.  Parameter values are
 * never logged, only statement names, SQLSTATEs and constraint names.
 *
 * Statement failures: unique key ERR_CONFLICT; foreign key, check, not null,
 * bad value ERR_INVALID; rights and row security ERR_FORBIDDEN; time limits,
 * lost connection before COMMIT, full disk, deadlock ERR_UNAVAILABLE. */
#ifndef DATABASE_DB_H
#define DATABASE_DB_H

#include "database/value.h"

struct db;
struct tx;

/* Taken with SET LOCAL ROLE.  COURIER, OPERATOR and OWNER are logins of their
 * own and keep their login's rights; they work across firms (soundings.scope
 * is 'all'), the others never do. */
enum db_role {
	DB_ROLE_RESPONDENT,
	DB_ROLE_REVIEW,
	DB_ROLE_COURIER,
	DB_ROLE_OPERATOR,
	DB_ROLE_OWNER,
};

struct db_scope {
	enum db_role role;
	int64_t      firm;    /* whose rows: soundings.firm; 0: none */
	struct uuid  subject; /* the one response or draft a respondent may
	                       * touch: soundings.subject; nil: none */
	struct bytes session; /* proof of a signed-in browser, 32 bytes:
	                       * soundings.session; p == NULL: none */
};

/* Process lifetime; both strings are copied.  Connects to nothing yet. */
struct db *db_open(const char *conninfo, const char *application_name);
void       db_close(struct db *);

/* Connect if need be and check the schema version.  ERR_UNAVAILABLE: not
 * reachable (or not durable, where that is required).  ERR_CONFLICT: another
 * schema version.  db_problem says more. */
MUST_CHECK enum err db_ready(struct db *);

/* The last failure in words for the operator: doctor, logs, the command line.
 * Never answers.  "" when there was none. */
const char *db_problem(const struct db *);

/* What the server said about keeping promises, as of the last connect. */
struct db_durability {
	bool fsync, full_page_writes, synchronous_commit;
};
struct db_durability db_durability(const struct db *);

/* From the next connect on, a server that may forget committed data counts
 * as unavailable.  Off at first. */
void db_require_durable(struct db *, bool require);

/* From the next connect on, the server plans each statement once a session, not
 * anew for the values of a call: for visitors, whose statements all go by keys,
 * so that the plan takes longer than what it is for.  A transaction with the proof
 * of a session is planned for its values all the same: consultants search.  Such a plan outlives the
 * size that its tables had, so it never reads a whole table where an index can
 * serve, empty as that table may be.  The same holds for the plans of functions
 * and foreign keys, so also for a program that fills tables.  Off at first. */
void db_plan_once(struct db *);

/* Limit for each answer of the server, also its statement_timeout.
 * 10 seconds at first. */
void db_set_deadline(struct db *, int milliseconds);

/* The schema version this program was built for. */
int db_schema_version(void);

/* Sends nothing.  The arena owns *tx_out: an early return rolls back.
 * ERR_UNAVAILABLE: no connection.  One transaction at a time: one that is
 * still open is rolled back, and its statements answer ERR_INTERNAL. */
MUST_CHECK enum err
db_begin(struct db *, struct arena *, const struct db_scope *, struct tx **tx_out);

/* A statement of this transaction may take so long, before the first one:
 * somebody reads along.  Each answer still has to begin within the deadline. */
void db_patient(struct tx *, int milliseconds);

/* Before the first statement: all of them read the database as it is at the
 * first (REPEATABLE READ); without it each reads it as it is then.  moment: a
 * name that pg_export_snapshot() gave to another transaction, still open, to
 * read what that one reads; NULL: none.  It must live until the first one. */
void db_freeze(struct tx *, const char *moment);

/* The next statement is the last one: COMMIT travels with it.  Its rows are
 * returned by its call but count only once db_commit said ERR_OK. */
void db_final(struct tx *);

/* A statement "-> later" has two functions: sql_X_send() sends it and does not
 * wait, sql_X_collect() waits for its answer.  Between them the server works and
 * the caller does something else; nothing else is asked of this connection, and
 * what was given to the first is not needed any more.  Behind db_final COMMIT
 * has gone along: only db_commit says what became of it. */

/* The next statement is the only one, and reads.  Its rows are good when its
 * call returns. */
void db_only_read(struct tx *);

/* ERR_UNCERTAIN: the answer was lost, or came with a warning; it may be
 * committed.  ERR_CONFLICT and others: a deferred check failed, it is not. */
MUST_CHECK enum err db_commit(struct tx *);

/* Harmless after db_commit. */
void db_rollback(struct tx *);

/* The name of the constraint that the last failed statement of this tx broke,
 * "" if none. */
const char *db_constraint(const struct tx *);

/* LISTEN on a channel (a literal of ours), now and after each reconnect. */
void db_listen(struct db *, const char *channel);

/* Wait for a notification, outside any transaction: one that is still open is
 * rolled back.  A hint only: the caller polls too.  ERR_UNAVAILABLE: no connection (it has slept a little). */
MUST_CHECK enum err db_wait(struct db *, int milliseconds, bool *notified_out);

#endif
