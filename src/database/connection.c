/* SPDX-License-Identifier: ISC */
#include "database/db.h"

#include <poll.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "database/migration.h"
#include "database/session.h"

#define DEADLINE_MS  10000
#define DELAY_MIN_MS 50
#define DELAY_MAX_MS 500 /* so that a restart of the server costs half a second */
#define DB_ARENA     (1024 * 1024)

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

static enum err
open_session(struct db *db)
{
	enum err err = session_begin(db);

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
