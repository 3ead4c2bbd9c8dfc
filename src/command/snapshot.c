/* SPDX-License-Identifier: ISC
 *
 * snapshot.c - soundings snapshot build, propose, release, withdraw. */
#include <stdio.h>
#include <string.h>

#include "benchmark/bench_build.h"
#include "command/command.h"
#include "command/progress.h"
#include "command/snapshot_show.h"
#include "config/config.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_form.h"

/* --by, asked for because the audit and the rule of two people need it. */
static const char *
by_whom(struct command_run *run)
{
	const char *by = command_value(run, "by");

	if (by != NULL && !text_empty(text_trim(run->arena, text_of(by))))
		return by;
	command_say(run, "say who does this: --by NAME");
	return NULL;
}

static const char *
reason_of(struct command_run *run)
{
	const char *reason = command_value(run, "reason");

	return reason != NULL && !text_empty(text_trim(run->arena, text_of(reason))) ? reason
	                                                                             : NULL;
}

static struct bench_person
person(struct command_run *run, const char *by)
{
	return (struct bench_person){ by, command_os_user(run->arena) };
}

/* --- building ----------------------------------------------------------------------- */

struct bar {
	struct progress progress;
	const char     *step; /* NULL: none is drawn */
	int64_t         at;
};

static void
advance(void *context, const char *step, int64_t done, int64_t total)
{
	struct bar *bar = context;

	if (bar->step != NULL && strcmp(bar->step, step) != 0) {
		progress_end(&bar->progress, bar->at);
		bar->step = NULL;
	}
	if (done == 0)
		return;
	if (bar->step == NULL) {
		progress_begin(&bar->progress,
		    strcmp(step, "counting") == 0 ? "firms" : "figures", total);
		bar->step = step;
	}
	bar->at = done;
	progress_show(&bar->progress, done, done);
}

static enum err
find_form(struct command_run *run, const char *slug, struct form_by_slug_row *row,
    const struct form **form_out)
{
	struct tx *tx;

	TRY(command_begin(run, &tx));
	TRY(sql_form_by_slug(run->arena, tx,
	    &(struct form_by_slug_in){ .slug = text_of(slug) }, row));
	TRY(command_snapshot_form(run, tx, row->owner, row->id, row->version, form_out));
	return db_commit(tx);
}

int
command_snapshot_build(struct command_run *run)
{
	struct form_by_slug_row row;
	const struct form      *form;
	struct bench_build      plan;
	struct bar              bar = { .step = NULL };
	struct tx              *tx;
	int64_t                 id;
	int                     code;
	enum err                err;

	if (!command_db(run, &code))
		return code;
	err = find_form(run, run->args[0], &row, &form);
	if (err == ERR_NOT_FOUND) {
		command_say(run, "there is no form \"%s\": soundings form list",
		    run->args[0]);
		return EXIT_NO_INPUT;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "the form could not be read");
	plan = (struct bench_build){ .owner = row.owner,
		.form = row.id,
		.version = row.version,
		.definition = form,
		.by = command_value(run, "by"),
		.os_user = command_os_user(run->arena),
		.reader = db_open(run->config->database_operator, "soundings snapshot"),
		.only_proved = run->config->snapshot_only_proved,
		.progress = advance,
		.context = &bar };
	if (plan.by == NULL)
		plan.by = plan.os_user;
	err = bench_build(run->arena, run->db, &plan, &id);
	db_close(plan.reader);
	if (bar.step != NULL)
		progress_end(&bar.progress, bar.at);
	if (err == ERR_CONFLICT) {
		command_say(run,
		    "somebody else is building a snapshot of %s; try again later",
		    form->slug);
		return EXIT_LATER;
	}
	if (err == ERR_OK)
		err = command_begin(run, &tx);
	if (err != ERR_OK)
		return command_failed(run, err, "the snapshot could not be built");
	return command_snapshot_print(run, tx, id);
}

/* --- the way to the readers ----------------------------------------------------------- */

static int
wrong_state(struct command_run *run, int64_t id, const char *needed)
{
	command_say(run, "snapshot %lld is not %s: soundings snapshot list", (long long)id,
	    needed);
	return EXIT_FAILED;
}

static int
no_such(struct command_run *run, enum err err, int64_t id, const char *what)
{
	if (err != ERR_NOT_FOUND)
		return command_failed(run, err, what);
	command_say(run, "there is no snapshot %lld: soundings snapshot list", (long long)id);
	return EXIT_NO_INPUT;
}

static int
done(struct command_run *run, int64_t id, const char *state, const char *more)
{
	if (command_flag(run, "json"))
		printf("{\"snapshot\": %lld, \"state\": \"%s\"%s}\n", (long long)id, state,
		    more);
	else
		printf("snapshot %lld is %s\n", (long long)id, state);
	return EXIT_DONE;
}

/* Names the groups and never a figure of them. */
static enum err
note_unsafe(struct command_run *run, struct tx *tx, int64_t id, const char *by,
    const struct bench_proposal *p)
{
	const struct form *form;

	TRY(command_snapshot_form(run, tx, p->owner, p->form, p->version, &form));
	TRY(bench_note_refused(run->arena, tx, id, person(run, by), form, &p->unsafe));
	command_say(run,
	    "snapshot %lld is not proposed, beside what was released since; build a new one",
	    (long long)id);
	command_snapshot_named(run, stderr, form, &p->unsafe, COMMAND_SNAPSHOT_KNOWN, true);
	command_snapshot_named(run, stderr, form, &p->unsafe, COMMAND_SNAPSHOT_OPEN, false);
	return ERR_OK;
}

int
command_snapshot_propose(struct command_run *run)
{
	const char           *by = by_whom(run);
	struct bench_proposal p = { .verdict = BENCH_NOT_BUILT };
	struct tx            *tx;
	int64_t               id;
	int                   code;
	enum err              err;

	if (by == NULL || !command_snapshot_id(run, &id))
		return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	/* The auditor reads every firm again. */
	db_set_deadline(run->db, 600 * 1000);
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = bench_propose(run->arena, tx, id, person(run, by),
		    run->config->snapshot_only_proved, &p);
	if (err == ERR_OK && p.verdict == BENCH_UNSAFE)
		err = note_unsafe(run, tx, id, by, &p);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return no_such(run, err, id, "the snapshot could not be proposed");
	return p.verdict == BENCH_PROPOSED ? done(run, id, "proposed", "")
	       : p.verdict == BENCH_UNSAFE ? EXIT_FAILED
	                                   : wrong_state(run, id, "newly built");
}

/* Why it was not released, and what to do. */
static int
refused(struct command_run *run, int64_t id, const struct bench_release *r)
{
	if (r->verdict == BENCH_NOT_PROPOSED)
		return wrong_state(run, id, "proposed");
	if (r->verdict == BENCH_SAME_PERSON) {
		command_say(run, "%s proposed this snapshot; another person releases it",
		    r->proposed_by);
		return EXIT_FORBIDDEN;
	}
	if (r->verdict == BENCH_SAME_HAND) {
		command_say(run,
		    "%s proposed this snapshot, and both accounts were let in by the same "
		    "person; if you know that they are two people: soundings person vouch "
		    "%s --reason TEXT",
		    r->proposed_by, r->vouch);
		return EXIT_FORBIDDEN;
	}
	if (r->verdict == BENCH_NOT_TOLD) {
		command_say(run,
		    "the settings let one person release, but the database was not told: "
		    "soundings db migrate");
		return EXIT_FORBIDDEN;
	}
	command_say(run, "one person alone needs a reason, which the method page tells: "
	                 "--reason TEXT");
	return EXIT_USAGE;
}

int
command_snapshot_release(struct command_run *run)
{
	const char          *by = by_whom(run);
	struct bench_release r = { .verdict = BENCH_NOT_PROPOSED };
	struct tx           *tx;
	int64_t              id;
	int                  code;
	enum err             err;

	if (by == NULL || !command_snapshot_id(run, &id))
		return EXIT_USAGE;
	if (!command_config(run, &code) || !command_db(run, &code))
		return code;
	/* Pinning what waited for a comparison may take a while. */
	db_set_deadline(run->db, 600 * 1000);
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = bench_release(run->arena, tx, id, person(run, by),
		    run->config->snapshot_two_people, reason_of(run), &r);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return no_such(run, err, id, "the snapshot could not be released");
	if (r.verdict != BENCH_RELEASED)
		return refused(run, id, &r);
	if (!command_flag(run, "json"))
		printf(
		    "%lld waiting responses now have a comparison, %lld letters are owed\n",
		    (long long)r.pinned, (long long)r.letters);
	return done(run, id, "released",
	    arena_printf(run->arena, ", \"pinned\": %lld, \"letters\": %lld",
	        (long long)r.pinned, (long long)r.letters));
}

int
command_snapshot_withdraw(struct command_run *run)
{
	const char *by = by_whom(run), *reason = reason_of(run);
	struct tx  *tx;
	int64_t     id;
	bool        withdrawn = false;
	int         code;
	enum err    err;

	if (by == NULL || !command_snapshot_id(run, &id))
		return EXIT_USAGE;
	if (reason == NULL) {
		command_say(run, "say why it is withdrawn: --reason TEXT");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = bench_withdraw(run->arena, tx, id, person(run, by), reason, &withdrawn);
	if (err == ERR_OK)
		err = db_commit(tx);
	if (err != ERR_OK)
		return no_such(run, err, id, "the snapshot could not be withdrawn");
	return withdrawn ? done(run, id, "withdrawn", "") : wrong_state(run, id, "in use");
}
