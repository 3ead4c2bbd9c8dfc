/* SPDX-License-Identifier: ISC */
#include "database/db.h"

#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/random.h"
#include "database/migration.h"
#include "database/session.h"

#define DEADLINE_MS  10000
#define DELAY_MIN_MS 50
#define DELAY_MAX_MS 500 /* so that a restart of the server costs half a second */
#define DB_ARENA     (1024 * 1024)
/* Statements that may take longer end with the program that waits for them, or
 * they would hold their locks until they are done. */
#define LONG_MS 60000

struct db *
db_open(const char *conninfo, const char *application_name)
{
	struct arena *arena = arena_new(DB_ARENA);
	struct db    *db = ARENA_NEW(arena, struct db);

	db->arena = arena;
	db->conninfo = arena_strdup(arena, conninfo);
	db->application = arena_strdup(arena, application_name);
	db->deadline_ms = DEADLINE_MS;
	db->delay_ms = DELAY_MIN_MS;
	return db;
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	if (db->tx != NULL)
		db_rollback(db->tx);
	if (db->conn != NULL)
		PQfinish(db->conn);
	arena_free(db->arena);
}

/* libpq ends its messages with a line end and breaks them over lines. */
void
session_tidy_problem(struct db *db)
{
	size_t len = strlen(db->problem);

	while (len > 0 && db->problem[len - 1] == '\n')
		db->problem[--len] = '\0';
	for (char *p = db->problem; *p != '\0'; p++)
		if (*p == '\n' || *p == '\t')
			*p = ' ';
}

void
session_drop(struct db *db, const char *why)
{
	if (db->conn == NULL)
		return;
	/* What it had begun is gone with it; on the next connection its
	 * statements would run alone, and with the login's own rights. */
	if (db->tx != NULL && (db->tx->state == TX_OPEN || db->tx->under_way.count > 0)) {
		db->tx->state = TX_DONE;
		db->tx->commit = pipeline_landed(db->tx,
		    db->tx->under_way.commit ? ERR_UNCERTAIN : ERR_UNAVAILABLE);
	}
	LOG(EV_DB_LOST, log_str("why", why));
	session_problem(db, "connection lost: %s", why);
	PQfinish(db->conn);
	db->conn = NULL;
}

bool
session_is_prepared(const struct db *db, const struct sql_statement *statement)
{
	size_t slot = ((uintptr_t)statement / sizeof(*statement)) % PREPARED_SLOTS;

	for (size_t n = 0; n < PREPARED_SLOTS && db->prepared[slot] != NULL; n++) {
		if (db->prepared[slot] == statement)
			return true;
		slot = (slot + 1) % PREPARED_SLOTS;
	}
	return false;
}

void
session_set_prepared(struct db *db, const struct sql_statement *statement)
{
	size_t slot = ((uintptr_t)statement / sizeof(*statement)) % PREPARED_SLOTS;

	for (size_t n = 0; n < PREPARED_SLOTS; n++) {
		if (db->prepared[slot] == NULL || db->prepared[slot] == statement) {
			db->prepared[slot] = statement;
			return;
		}
		slot = (slot + 1) % PREPARED_SLOTS;
	}
	check(!"PREPARED_SLOTS is too small");
}

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

/* Settings, our own small statements, channels and the schema version: two
 * round trips, always the same way. */
static enum err
build_session(struct db *db)
{
	char        limit[16], idle[16];
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
	ok &= PQpipelineSync(db->conn);
	ok &= PQsendQueryParams(db->conn, "SELECT max(version) FROM schema_migration", 0,
	    NULL, NULL, NULL, NULL, 0);
	ok &= PQpipelineSync(db->conn);
	if (!ok || !pipeline_flush(db))
		return ERR_UNAVAILABLE;
	db->limit_ms = db->deadline_ms;
	for (int i = 0; i < 1 + sent + db->channel_count + 1; i++) {
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
	if (!fine || !take_result(db, &result))
		return ERR_UNAVAILABLE;
	/* No such table, or not for us: no schema that we could use. */
	db->version = 0;
	if (PQresultStatus(result) == PGRES_TUPLES_OK) {
		int64_t version;

		if (parse_int(text_of(PQgetvalue(result, 0, 0)), 0, 9999, &version))
			db->version = (int)version;
	}
	PQclear(result);
	if (!take_result(db, &result))
		return ERR_UNAVAILABLE;
	PQclear(result);
	return ERR_OK;
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

static enum err
open_session(struct db *db)
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
	if (err == ERR_OK) {
		LOG(EV_DB_CONNECTED, log_int("schema", db->version));
		db->problem[0] = '\0';
		db->delay_ms = DELAY_MIN_MS;
		return ERR_OK;
	}
	LOG(EV_DB_DOWN, log_str("why", db->problem));
	PQfinish(db->conn);
	db->conn = NULL;
	/* Workers that lost the server together should not come back together. */
	db->next_try = clock_monotonic() +
	               (db->delay_ms / 2 + random_below((uint32_t)db->delay_ms / 2 + 1)) *
	                   INT64_C(1000);
	db->delay_ms = db->delay_ms * 2 > DELAY_MAX_MS ? DELAY_MAX_MS : db->delay_ms * 2;
	return err;
}

/* The server says goodbye before it closes; a line that died while idle must
 * not cost the next visitor an uncertain COMMIT. */
static void
drop_if_dead(struct db *db)
{
	struct pollfd fd = { .fd = PQsocket(db->conn), .events = POLLIN };

	if (poll(&fd, 1, 0) <= 0)
		return;
	if (!PQconsumeInput(db->conn) || PQstatus(db->conn) != CONNECTION_OK) {
		session_drop(db, "the server closed it");
		return;
	}
	(void)PQisBusy(db->conn); /* reads a farewell */
	if (fd.revents & (POLLHUP | POLLERR) || PQstatus(db->conn) != CONNECTION_OK)
		session_drop(db, "the server closed it");
}

enum err
session_ensure(struct db *db)
{
	if (db->conn != NULL)
		drop_if_dead(db);
	if (db->conn != NULL)
		return ERR_OK;
	if (clock_monotonic() < db->next_try)
		return ERR_UNAVAILABLE;
	return open_session(db);
}

enum err
db_ready(struct db *db)
{
	db->next_try = 0;
	return session_ensure(db);
}

const char *
db_problem(const struct db *db)
{
	return db->problem;
}

struct db_durability
db_durability(const struct db *db)
{
	return db->durability;
}

void
db_require_durable(struct db *db, bool require)
{
	db->require_durable = require;
}

void
db_plan_once(struct db *db)
{
	db->plan_once = true;
}

void
db_set_deadline(struct db *db, int milliseconds)
{
	check(milliseconds > 0);
	db->deadline_ms = milliseconds;
}

int
db_schema_version(void)
{
	return migrations[migration_count - 1].version;
}

void
db_listen(struct db *db, const char *channel)
{
	check(db->channel_count < CHANNELS_MAX);
	db->channels[db->channel_count++] = arena_strdup(db->arena, channel);
	/* A session that stands already is built anew, with the channel. */
	if (db->conn != NULL && db->tx == NULL) {
		PQfinish(db->conn);
		db->conn = NULL;
	}
}

static bool
take_notifications(struct db *db)
{
	PGnotify *notify;
	bool      any = false;

	while ((notify = PQnotifies(db->conn)) != NULL) {
		any = true;
		PQfreemem(notify);
	}
	return any;
}

enum err
db_wait(struct db *db, int milliseconds, bool *notified_out)
{
	int64_t until = clock_monotonic() + milliseconds * INT64_C(1000);
	short   ready = 0;

	*notified_out = false;
	/* An early return may have left one to its arena, which lives on. */
	if (db->tx != NULL)
		db_rollback(db->tx);
	if (session_ensure(db) != ERR_OK) {
		poll(NULL, 0, milliseconds < DELAY_MAX_MS ? milliseconds : DELAY_MAX_MS);
		return ERR_UNAVAILABLE;
	}
	*notified_out = take_notifications(db);
	while (!*notified_out) {
		int n = pipeline_poll(db, POLLIN, until, &ready);

		if (n == 0)
			return ERR_OK;
		if (n < 0) /* a signal: the caller looks at its flags */
			return ERR_OK;
		if (!PQconsumeInput(db->conn)) {
			session_drop(db, "the server closed it");
			return ERR_UNAVAILABLE;
		}
		*notified_out = take_notifications(db);
	}
	return ERR_OK;
}
