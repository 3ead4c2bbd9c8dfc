/* SPDX-License-Identifier: ISC
 *
 * jobs.c - see jobs.h. */
#include "main/jobs.h"

#include <poll.h>

#include "access/people.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/random.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_snapshots.h"
#include "prefork/helper.h"
#include "protection/protection.h"
#include "response/catalogue.h"

#define PROCESS_BYTES ((size_t)256 * 1024 * 1024)
#define JOB_BYTES     ((size_t)256 * 1024 * 1024)
#define POLL_MS       1000
#define AWAY_MAX      30 /* seconds between looks for the database */
#define DRAIN         (10 * CLOCK_SECOND)
#define CHORES_EVERY  CLOCK_DAY
#define CHORES_RETRY  (600 * CLOCK_SECOND)
#define RETURN_TRIES  20
#define RETURN_MS     50

/* Forget what nobody needs any more.  false: not all of it was possible. */
static bool
do_chores(struct jobs *j)
{
	const struct config         *config = j->config;
	const struct protection_keep keep = {
		.drafts = config->keep_drafts,
		.letters = config->keep_letters,
		.failed_letters = config->keep_failed_letters,
		.contacts = config->keep_contacts,
		.history = config->keep_history,
		.audit = config->keep_audit,
	};
	struct protection_forgotten f;
	int64_t                     sessions = 0;

	(void)FAULT("courier.chores");
	if (access_purge(j->arena, j->db, config->keep_sessions, &sessions) != ERR_OK ||
	    protection_forget(j->arena, j->db, &keep, &f) != ERR_OK)
		return false;
	LOG(EV_COURIER_CHORES, log_int("drafts", f.drafts), log_int("letters", f.letters),
	    log_int("contacts", f.contacts), log_int("history", f.history),
	    log_int("sessions", sessions), log_int("audit", f.audit));
	return true;
}

static void
connect_anew(struct jobs *j)
{
	arena_reset(j->arena); /* its transactions belong to the connection */
	db_close(j->db);
	j->db = db_open(j->config->database_courier, "soundings-courier-jobs");
	db_require_durable(j->db, j->config->require_durable);
	db_listen(j->db, "soundings_snapshot");
}

static int
work(struct jobs *j, const volatile sig_atomic_t *told, bool once)
{
	int64_t next_chores = 0;
	int     away = 0;

	while (!*told) {
		bool     worked = false, notified;
		enum err err = db_ready(j->db);

		arena_reset(j->arena);
		if (err == ERR_OK && clock_monotonic() >= next_chores)
			next_chores = clock_monotonic() +
			              (do_chores(j) ? CHORES_EVERY : CHORES_RETRY);
		if (err == ERR_OK && !*told)
			err = jobs_snapshot(j, &worked);
		if (err != ERR_OK && once)
			return 1;
		if (err != ERR_OK) {
			connect_anew(j);
			away = away == 0 ? 1 : away < AWAY_MAX ? away * 2 : AWAY_MAX;
			if (!*told)
				poll(NULL, 0, away * 1000);
			continue;
		}
		away = 0;
		if (once && !worked)
			return 0;
		if (!worked && !*told && db_wait(j->db, POLL_MS, &notified) != ERR_OK)
			poll(NULL, 0, POLL_MS);
	}
	return 0;
}

/* The life of the process. */
static int
live(const volatile sig_atomic_t *told, void *arg)
{
	const struct courier *c = arg;
	struct jobs           j = {
		          .process = arena_new(PROCESS_BYTES),
		          .arena = arena_new(JOB_BYTES),
		          .config = c->desk.config,
	};
	int status;

	random_start();
	j.forms = catalogue_new(j.process, DB_ROLE_COURIER);
	connect_anew(&j);
	status = work(&j, told, c->once);
	arena_free(j.arena);
	db_close(j.db);
	arena_free(j.process);
	return status;
}

struct helper *
jobs_new(struct courier *c)
{
	struct helper_settings *settings = ARENA_NEW(c->process, struct helper_settings);

	*settings = (struct helper_settings){
		.name = "courier-jobs",
		.drain = DRAIN,
		.work = live,
		.arg = c,
	};
	return helper_new(c->process, settings);
}

void
jobs_stop(struct courier *c, struct helper *helper)
{
	struct snapshot_request_orphans_row orphans = { .again = 0 };

	if (helper_stop(helper))
		return;
	/* Told to end, it did not die over its work: that counts against nobody.
	 * The database notices a moment later that it is gone. */
	for (int i = 0; i < RETURN_TRIES && orphans.again == 0; i++) {
		struct tx *tx;

		poll(NULL, 0, RETURN_MS);
		arena_reset(c->arena);
		if (db_begin(c->desk.db, c->arena,
		        &(struct db_scope){ .role = DB_ROLE_COURIER }, &tx) != ERR_OK)
			return;
		db_final(tx);
		if (sql_snapshot_request_orphans(c->arena, tx,
		        &(struct snapshot_request_orphans_in){ .died = false },
		        &orphans) != ERR_OK ||
		    db_commit(tx) != ERR_OK)
			return;
	}
}
