/* SPDX-License-Identifier: ISC
 *
 * opening.c - how a connection begins: what every session of ours sets, and
 * whether the database is one that we may work on. */
#include <string.h>

#include "base/fault.h"
#include "base/log.h"
#include "database/migration.h"
#include "database/session.h"

/* Statements that may take longer end with the program that waits for them, or
 * they would hold their locks until they are done. */
#define LONG_MS 60000

/* Never logged: a notice may carry values.  A warning on COMMIT means that
 * it is not as safe as promised (a cancelled wait for the standby). */
static void
notice(void *arg, const PGresult *result)
{
	struct db  *db = arg;
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (state != NULL && strncmp(state, "01", 2) == 0)
		db->warned = true;
}

static PGconn *
connect_now(struct db *db)
{
	/* Before dbname, so that the connection string overrides them. */
	static const char *const keys[] = { "connect_timeout", "tcp_user_timeout",
		"keepalives_idle", "keepalives_interval", "keepalives_count",
		"target_session_attrs", "client_encoding", "fallback_application_name",
		"dbname", NULL };
	const char *values[] = { "3", "10000", "30", "5", "3", "read-write", "UTF8",
		db->application, db->conninfo, NULL };

	return PQconnectdbParams(keys, values, 1);
}

/* What every session of ours begins with. */
static const char session_settings[] =
    "SELECT current_setting('fsync'), current_setting('full_page_writes'),"
    " current_setting('synchronous_commit'),"
    " set_config('search_path', 'soundings, pg_temp', false),"
    " set_config('TimeZone', 'UTC', false),"
    " set_config('statement_timeout', $1, false),"
    " set_config('lock_timeout', '3000', false),"
    " set_config('idle_in_transaction_session_timeout', $2, false),"
    " set_config('plan_cache_mode', $3, false),"
    " set_config('enable_seqscan', $4, false), set_config('jit', $4, false),"
    " set_config('client_connection_check_interval', $5, false)";

/* No such table, or not for us: no schema that we could use. */
static const char schema_is_there[] =
    "SELECT has_table_privilege(to_regclass('schema_migration'), 'SELECT')";

/* The result of a command, followed by its end mark. */
static bool
take_result(struct db *db, PGresult **result_out)
{
	PGresult *end = NULL;

	if (!pipeline_result(db, result_out) || *result_out == NULL)
		return false;
	if (PQresultStatus(*result_out) == PGRES_PIPELINE_SYNC)
		return true;
	if (!pipeline_result(db, &end)) {
		PQclear(*result_out);
		*result_out = NULL;
		return false;
	}
	PQclear(end);
	return true;
}

static bool
is_on(const PGresult *result, int column)
{
	return strcmp(PQgetvalue(result, 0, column), "off") != 0;
}

/* The next result is that of a row; what its only column says, or "". */
static bool
take_word(struct db *db, char *word, size_t size)
{
	PGresult *result = NULL;

	word[0] = '\0';
	if (!take_result(db, &result))
		return false;
	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		(void)print_to(word, size, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return true;
}

/* The version of the schema, once its table is known to be there and for us: a
 * question for a table that is not there would be an error in the server's log. */
static bool
ask_version(struct db *db)
{
	char    word[16], end[16];
	int64_t version;

	if (PQsendQueryParams(db->conn, "SELECT max(version) FROM schema_migration", 0, NULL,
	        NULL, NULL, NULL, 0) != 1 ||
	    PQpipelineSync(db->conn) != 1 || !pipeline_flush(db) ||
	    !take_word(db, word, sizeof(word)) || !take_word(db, end, sizeof(end)))
		return false;
	if (parse_int(text_of(word), 0, 9999, &version))
		db->version = (int)version;
	return true;
}

/* Settings, our own small statements, channels and whether there is a schema;
 * then its version. */
static enum err
build_session(struct db *db)
{
	char        limit[16], idle[16], there[16], end[16];
	const char *values[] = { limit, idle, db->plan_once ? "force_generic_plan" : "auto",
		db->plan_once ? "off" : "on", db->deadline_ms > LONG_MS ? "1000" : "0" };
	int         ok = 1, sent = 0;
	PGresult   *result = NULL;
	bool        fine = true;

	print_to(limit, sizeof(limit), "%d", db->deadline_ms);
	/* A transaction that computes for long must be allowed to. */
	print_to(idle, sizeof(idle), "%d",
	    db->deadline_ms > LONG_MS ? db->deadline_ms : LONG_MS);
	ok &= PQsendQueryParams(db->conn, session_settings, 5, NULL, values, NULL, NULL, 0);
	ok &= scope_prepare(db, &sent);
	for (int i = 0; i < db->channel_count; i++) {
		char listen[80];

		print_to(listen, sizeof(listen), "LISTEN \"%s\"", db->channels[i]);
		ok &= PQsendQueryParams(db->conn, listen, 0, NULL, NULL, NULL, NULL, 0);
	}
	ok &= PQsendQueryParams(db->conn, schema_is_there, 0, NULL, NULL, NULL, NULL, 0);
	ok &= PQpipelineSync(db->conn);
	if (!ok || !pipeline_flush(db))
		return ERR_UNAVAILABLE;
	db->limit_ms = db->deadline_ms;
	for (int i = 0; i < 1 + sent + db->channel_count; i++) {
		if (!take_result(db, &result))
			return ERR_UNAVAILABLE;
		if (PQresultStatus(result) == PGRES_FATAL_ERROR) {
			(void)sql_failure(db, NULL, result, "session");
			fine = false;
		}
		if (i == 0 && fine)
			db->durability = (struct db_durability){ is_on(result, 0),
				is_on(result, 1), is_on(result, 2) };
		PQclear(result);
	}
	db->version = 0;
	if (!fine || !take_word(db, there, sizeof(there)) || !take_word(db, end, sizeof(end)))
		return ERR_UNAVAILABLE;
	return strcmp(there, "t") != 0 || ask_version(db) ? ERR_OK : ERR_UNAVAILABLE;
}

static enum err
check_session(struct db *db)
{
	if (!db->any_version && db->version != db_schema_version()) {
		if (db->version == 0)
			session_problem(db, "the database has no schema of ours yet"
			                    "; run: soundings db migrate");
		else if (db->version < db_schema_version())
			session_problem(db,
			    "the database has schema version %d,"
			    " this program needs %d; run: soundings db migrate",
			    db->version, db_schema_version());
		else
			session_problem(db,
			    "the database has schema version %d,"
			    " this program knows %d; install the newer program",
			    db->version, db_schema_version());
		return ERR_CONFLICT;
	}
	if (db->require_durable &&
	    !(db->durability.fsync && db->durability.full_page_writes &&
	        db->durability.synchronous_commit)) {
		LOG(EV_DB_NOT_DURABLE, log_int("fsync", db->durability.fsync),
		    log_int("full_page_writes", db->durability.full_page_writes),
		    log_int("synchronous_commit", db->durability.synchronous_commit));
		session_problem(db,
		    "the database may forget what it confirmed:"
		    "%s%s%s off; switch it on, or set require_durable = no for a test",
		    db->durability.fsync ? "" : " fsync",
		    db->durability.full_page_writes ? "" : " full_page_writes",
		    db->durability.synchronous_commit ? "" : " synchronous_commit");
		return ERR_UNAVAILABLE;
	}
	return ERR_OK;
}

enum err
session_begin(struct db *db)
{
	enum err err = ERR_UNAVAILABLE;

	memset(db->prepared, 0, sizeof(db->prepared));
	db->stale = false;
	db->conn = FAULT("db.connect") ? NULL : connect_now(db);
	if (db->conn == NULL || PQstatus(db->conn) != CONNECTION_OK) {
		session_problem(db, "%s",
		    db->conn ? PQerrorMessage(db->conn) : "no connection");
	} else {
		PQsetNoticeReceiver(db->conn, notice, db);
		PQsetnonblocking(db->conn, 1);
		PQenterPipelineMode(db->conn);
		err = build_session(db);
		if (err == ERR_OK)
			err = check_session(db);
		else if (db->problem[0] == '\0')
			session_problem(db, "%s", PQerrorMessage(db->conn));
	}
	return err;
}
