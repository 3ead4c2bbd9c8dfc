/* SPDX-License-Identifier: ISC
 *
 * scope.c - how a transaction begins: BEGIN, and whose it is. */
#include <string.h>

#include "database/session.h"

/* Each setting costs a transaction some microseconds: only what it needs.  All
 * of them end with it, and what a visitor's role may see does not depend on
 * soundings.scope. */
#define WITHIN                                                                         \
	"SELECT set_config('role', $1, true), set_config('soundings.firm', $2, true)," \
	" set_config('soundings.subject', $3, true)"
static const char scope_within[] = WITHIN;
static const char scope_reading[] = WITHIN
    ", set_config('transaction_read_only', 'on', true)";
static const char scope_across[] =
    "SELECT set_config('soundings.firm', $1, true),"
    " set_config('soundings.subject', $2, true), set_config('soundings.scope', 'all', true)";
static const char time_limit[] = "SELECT set_config('statement_timeout', $1, true)";

/* Of who signed in, with the proof of a session.  What they look for differs from
 * call to call: a plan for these very values costs a millisecond, one for any
 * values may read all there is. */
static const char scope_signed_in[] = WITHIN
    ", set_config('soundings.session', $4, true), set_config('plan_cache_mode', 'force_custom_plan', true),"
    " set_config('enable_seqscan', 'on', true)";

static const struct {
	const char *name, *text;
	int         count;
} small[] = {
	{ "db_begin", "BEGIN", 0 },
	{ "db_begin_frozen", "BEGIN ISOLATION LEVEL REPEATABLE READ", 0 },
	{ "db_commit", "COMMIT", 0 },
	{ "db_rollback", "ROLLBACK", 0 },
	{ "db_scope_within", scope_within, 3 },
	{ "db_scope_across", scope_across, 2 },
	{ "db_scope_reading", scope_reading, 3 },
	{ "db_scope_signed_in", scope_signed_in, 4 },
	{ "db_limit", time_limit, 1 },
};

bool
scope_prepare(struct db *db, int *sent_out)
{
	bool ok = true;

	*sent_out = sizeof(small) / sizeof(small[0]);
	for (int i = 0; i < *sent_out; i++)
		ok = ok && PQsendPrepare(db->conn, small[i].name, small[i].text,
		               small[i].count, NULL);
	return ok;
}

/* The logins that work across firms keep their own rights. */
static bool
across(const struct tx *tx)
{
	return tx->scope.role >= DB_ROLE_COURIER;
}

static bool
queue_scope(struct tx *tx)
{
	char        firm[24] = "", subject[UUID_TEXT + 1] = "", proof[65] = "";
	const char *role = tx->scope.role == DB_ROLE_REVIEW ? "soundings_review"
	                                                    : "soundings_respondent";
	const char *values[] = { role, firm, subject, proof };
	PGconn     *conn = tx->db->conn;

	if (tx->scope.firm != 0)
		print_to(firm, sizeof(firm), "%lld", (long long)tx->scope.firm);
	if (!uuid_is_nil(tx->scope.subject))
		uuid_format(tx->scope.subject, subject);
	if (across(tx))
		return PQsendQueryPrepared(conn, "db_scope_across", 2, values + 1, NULL,
		    NULL, 0);
	if (tx->scope.session.p == NULL)
		return PQsendQueryPrepared(conn,
		    tx->read ? "db_scope_reading" : "db_scope_within", 3, values, NULL, NULL,
		    0);
	check(tx->scope.session.len == 32);
	for (size_t i = 0; i < 32; i++)
		print_to(proof + 2 * i, 3, "%02x", tx->scope.session.p[i]);
	return PQsendQueryPrepared(conn, "db_scope_signed_in", 4, values, NULL, NULL, 0);
}

static int
limit_of(const struct tx *tx)
{
	return tx->limit_ms > 0 ? tx->limit_ms : tx->db->deadline_ms;
}

static bool
queue_limit(struct db *db, int milliseconds)
{
	char        limit[16];
	const char *values[] = { limit };

	print_to(limit, sizeof(limit), "%d", milliseconds);
	return PQsendQueryPrepared(db->conn, "db_limit", 1, values, NULL, NULL, 0);
}

bool
scope_queue_plain(struct db *db, const char *name)
{
	return PQsendQueryPrepared(db->conn, name, 0, NULL, NULL, NULL, 0);
}

/* Before anything else in the transaction, and no statement that could be
 * prepared; so the name, which is the server's, is written into it. */
static bool
queue_moment(struct tx *tx)
{
	char text[128];

	check(strspn(tx->moment, "0123456789ABCDEF-") == strlen(tx->moment));
	print_to(text, sizeof(text), "SET TRANSACTION SNAPSHOT '%s'", tx->moment);
	return PQsendQueryParams(tx->db->conn, text, 0, NULL, NULL, NULL, NULL, 0);
}

bool
scope_queue(struct tx *tx, enum step *steps, size_t *n)
{
	struct db *db = tx->db;
	bool       ok = true;

	/* Without it the server makes one transaction of all up to the
	 * end mark, and says so by no tag. */
	if (!tx->read) {
		steps[(*n)++] = STEP_BEGIN;
		ok = ok && scope_queue_plain(db, tx->frozen ? "db_begin_frozen" : "db_begin");
	}
	if (tx->moment != NULL) {
		steps[(*n)++] = STEP_MOMENT;
		ok = ok && queue_moment(tx);
	}
	steps[(*n)++] = STEP_SCOPE;
	ok = ok && queue_scope(tx);
	if (db->limit_ms != limit_of(tx)) {
		steps[(*n)++] = STEP_LIMIT;
		ok = ok && queue_limit(db, limit_of(tx));
	}
	return ok;
}
