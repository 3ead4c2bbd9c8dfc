/* SPDX-License-Identifier: ISC
 *
 * job_snapshot.c - what consultants ask about snapshots: to count a pool, to
 * audit and propose.  What is done and that it is done are one transaction. */
#include "main/jobs.h"

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "benchmark/bench_build.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_snapshots.h"
#include "response/catalogue.h"

#define PROPOSE_WAIT (3600 * 1000) /* milliseconds: the auditor reads every firm */
#define APPLICATION  "soundings-courier-build"

struct asked {
	struct snapshot_request_claim_row row;
	const char                       *state, *answer; /* how it ended; NULL: not yet */
};

/* ERR_NOT_FOUND: it is another's by now, and what was done counts for nothing. */
static enum err
note(struct asked *a, struct arena *arena, struct tx *tx, const char *state,
    const char *answer, struct opt_int snapshot)
{
	int64_t changed = 0;

	TRY(sql_snapshot_request_end(arena, tx,
	    &(struct snapshot_request_end_in){ .owner = a->row.owner,
	        .id = a->row.id,
	        .attempt = a->row.attempt,
	        .state = text_of(state),
	        .snapshot = snapshot,
	        .answer = answer ? text_of(answer) : TEXT_NONE },
	    &changed));
	if (changed == 0)
		return ERR_NOT_FOUND;
	a->state = state;
	a->answer = answer;
	return ERR_OK;
}

static enum err
note_built(void *context, struct arena *arena, struct tx *tx, int64_t id)
{
	return note(context, arena, tx, "done", NULL, (struct opt_int){ true, id });
}

static enum err
build(struct jobs *j, struct asked *a, struct db *db, struct db *reader)
{
	struct catalogue_form *form;
	struct bench_build     plan;
	int64_t                id;

	TRY(catalogue_refresh(j->forms, j->db, clock_monotonic()));
	TRY(catalogue_current(j->forms, a->row.slug.s, &form));
	plan = (struct bench_build){ .owner = a->row.owner,
		.form = a->row.form,
		.version = form->version,
		.definition = form->definition,
		.by = a->row.asked_by.s,
		.reader = reader,
		.only_proved = j->config->snapshot_only_proved,
		.last = note_built,
		.context = a };
	return bench_build(j->arena, db, &plan, &id);
}

static struct bench_person
asker(const struct asked *a)
{
	return (struct bench_person){ a->row.asked_by.s, NULL };
}

static enum err
note_refused(struct jobs *j, struct asked *a, struct tx *tx, const struct bench_proposal *p)
{
	struct catalogue_form *form;

	TRY(catalogue_version(j->forms, j->db, p->owner, p->form, p->version, &form));
	return bench_note_refused(j->arena, tx, a->row.snapshot.v, asker(a),
	    form->definition, &p->unsafe);
}

static enum err
propose(struct jobs *j, struct asked *a, struct db *db)
{
	struct bench_proposal p;
	struct tx            *tx;

	db_set_deadline(db, PROPOSE_WAIT);
	TRY(db_begin(db, j->arena,
	    &(struct db_scope){ .role = DB_ROLE_COURIER, .firm = a->row.owner }, &tx));
	TRY(bench_propose(j->arena, tx, a->row.snapshot.v, asker(a),
	    j->config->snapshot_only_proved, &p));
	(void)FAULT("snapshot.audited");
	if (p.verdict == BENCH_UNSAFE)
		TRY(note_refused(j, a, tx, &p));
	TRY(note(a, j->arena, tx, p.verdict == BENCH_PROPOSED ? "done" : "refused",
	    p.verdict == BENCH_PROPOSED ? NULL
	    : p.verdict == BENCH_UNSAFE ? "unsafe"
	                                : "state",
	    (struct opt_int){ false, 0 }));
	return db_commit(tx);
}

static enum err
do_it(struct jobs *j, struct asked *a)
{
	const char *where = j->config->database_courier;
	struct db  *db, *reader;
	enum err    err;

	db = db_open(where, APPLICATION);
	reader = db_open(where, APPLICATION);
	err = text_is(a->row.kind, "build") ? build(j, a, db, reader) : propose(j, a, db);
	db_close(reader);
	db_close(db);
	return err;
}

/* What did not come to its end by itself. */
static enum err
end(struct jobs *j, struct asked *a, const char *state, const char *answer)
{
	struct tx *tx;

	TRY(db_begin(j->db, j->arena, &(struct db_scope){ .role = DB_ROLE_COURIER }, &tx));
	db_final(tx);
	TRY(note(a, j->arena, tx, state, answer, (struct opt_int){ false, 0 }));
	return db_commit(tx);
}

static enum err
again(struct jobs *j, const struct asked *a, bool died)
{
	struct tx *tx;

	LOG(EV_SNAPSHOT_AGAIN, log_str("kind", a->row.kind.s), log_str("form", a->row.slug.s),
	    log_int("attempt", a->row.attempt), log_int("deaths", a->row.deaths + died));
	TRY(db_begin(j->db, j->arena, &(struct db_scope){ .role = DB_ROLE_COURIER }, &tx));
	db_final(tx);
	TRY(sql_snapshot_request_again(j->arena, tx,
	    &(struct snapshot_request_again_in){ .owner = a->row.owner,
	        .id = a->row.id,
	        .attempt = a->row.attempt,
	        .died = died },
	    NULL));
	TRY(db_commit(tx));
	return ERR_UNAVAILABLE; /* not at once */
}

static enum err
claim(struct jobs *j, struct asked *a)
{
	struct snapshot_request_orphans_row orphans;
	struct tx                          *tx;
	enum err                            err;

	TRY(db_begin(j->db, j->arena, &(struct db_scope){ .role = DB_ROLE_COURIER }, &tx));
	TRY(sql_snapshot_request_orphans(j->arena, tx,
	    &(struct snapshot_request_orphans_in){ .died = true }, &orphans));
	db_final(tx);
	err = sql_snapshot_request_claim(j->arena, tx, &a->row);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	TRY(db_commit(tx));
	if (orphans.again > 0)
		LOG(EV_SNAPSHOT_AGAIN, log_int("orphans", orphans.again));
	if (orphans.failed > 0)
		LOG(EV_SNAPSHOT_FAILED, log_int("orphans", orphans.failed),
		    log_str("why", "three processes died over it"));
	return err;
}

/* It may have ended in the transaction that did it. */
static enum err
finish(struct jobs *j, struct asked *a, enum err err)
{
	if (err == ERR_OK)
		return ERR_OK;
	a->state = NULL;
	/* Behind one that broke off the database may still be at it. */
	if (err == ERR_CONFLICT && a->row.deaths > 0)
		return again(j, a, false);
	if (err == ERR_CONFLICT)
		return end(j, a, "refused", "busy");
	if (err == ERR_UNAVAILABLE)
		return again(j, a, true);
	LOG(EV_SNAPSHOT_FAILED, log_str("kind", a->row.kind.s),
	    log_str("form", a->row.slug.s), log_str("why", err_name(err)));
	return end(j, a, "failed", NULL);
}

enum err
jobs_snapshot(struct jobs *j, bool *worked_out)
{
	struct asked a = { .answer = NULL };
	int64_t      begun = clock_monotonic();
	enum err     err = claim(j, &a);

	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(err);
	*worked_out = true;
	LOG(EV_SNAPSHOT_TAKEN, log_str("kind", a.row.kind.s), log_str("form", a.row.slug.s),
	    log_int("attempt", a.row.attempt));
	(void)FAULT("snapshot.taken");
	TRY(a.row.allowed ? finish(j, &a, do_it(j, &a)) : end(j, &a, "refused", "role"));
	LOG(EV_SNAPSHOT_ENDED, log_str("kind", a.row.kind.s), log_str("form", a.row.slug.s),
	    log_str("state", a.state), log_str("answer", a.answer),
	    log_int("milliseconds", (clock_monotonic() - begun) / 1000));
	return ERR_OK;
}
