/* SPDX-License-Identifier: ISC
 *
 * snapshots.c - see snapshots.h. */
#include "main/snapshots.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "benchmark/bench_build.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_snapshots.h"
#include "response/catalogue.h"

#define PROPOSE_WAIT (3600 * 1000) /* milliseconds: the auditor reads every firm */

struct asked {
	struct snapshot_request_claim_row row;
	const char                       *state, *answer; /* how it ended */
	struct opt_int                    snapshot;       /* built */
};

static enum err
build(struct courier *c, struct asked *a, struct db *db, struct db *reader)
{
	struct catalogue_form *form;
	struct bench_build     plan;
	int64_t                id;
	enum err               err;

	TRY(catalogue_refresh(c->desk.forms, c->desk.db, clock_monotonic()));
	TRY(catalogue_current(c->desk.forms, a->row.slug.s, &form));
	plan = (struct bench_build){ .owner = a->row.owner,
		.form = a->row.form,
		.version = form->version,
		.definition = form->definition,
		.by = a->row.asked_by.s,
		.reader = reader,
		.only_proved = c->desk.config->snapshot_only_proved };
	err = bench_build(c->arena, db, &plan, &id);
	if (err == ERR_CONFLICT) {
		a->state = "refused";
		a->answer = "busy";
		return ERR_OK;
	}
	if (err == ERR_OK)
		a->snapshot = (struct opt_int){ true, id };
	return err;
}

static enum err
propose(struct courier *c, struct asked *a, struct db *db)
{
	struct bench_proposal p;
	struct tx            *tx;

	db_set_deadline(db, PROPOSE_WAIT);
	TRY(db_begin(db, c->arena,
	    &(struct db_scope){ .role = DB_ROLE_COURIER, .firm = a->row.owner }, &tx));
	TRY(bench_propose(c->arena, tx, a->row.snapshot.v,
	    (struct bench_person){ a->row.asked_by.s, NULL }, &p));
	TRY(db_commit(tx));
	if (p.verdict != BENCH_PROPOSED) {
		a->state = "refused";
		a->answer = p.verdict == BENCH_UNSAFE ? "unsafe" : "state";
	}
	return ERR_OK;
}

static enum err
do_it(struct courier *c, struct asked *a)
{
	const char *where = c->desk.config->database_courier;
	struct db  *db, *reader;
	enum err    err;

	a->state = "done";
	if (!a->row.allowed) {
		a->state = "refused";
		a->answer = "role";
		return ERR_OK;
	}
	db = db_open(where, "soundings-courier");
	reader = db_open(where, "soundings-courier");
	err = text_is(a->row.kind, "build") ? build(c, a, db, reader) : propose(c, a, db);
	db_close(reader);
	db_close(db);
	return err;
}

enum err
courier_snapshots(struct courier *c)
{
	struct asked a = { .answer = NULL };
	struct tx   *tx;
	enum err     err;

	arena_reset(c->arena);
	TRY(db_begin(c->desk.db, c->arena, &(struct db_scope){ .role = DB_ROLE_COURIER },
	    &tx));
	err = sql_snapshot_request_claim(c->arena, tx, &a.row);
	/* What another died over is marked, also when nothing waits. */
	if (err == ERR_NOT_FOUND)
		return db_commit(tx);
	TRY(err);
	TRY(db_commit(tx));
	if (do_it(c, &a) != ERR_OK)
		a.state = "failed";
	TRY(db_begin(c->desk.db, c->arena, &(struct db_scope){ .role = DB_ROLE_COURIER },
	    &tx));
	TRY(sql_snapshot_request_end(c->arena, tx,
	    &(struct snapshot_request_end_in){ .owner = a.row.owner,
	        .id = a.row.id,
	        .state = text_of(a.state),
	        .snapshot = a.snapshot,
	        .answer = a.answer ? text_of(a.answer) : TEXT_NONE },
	    NULL));
	return db_commit(tx);
}
