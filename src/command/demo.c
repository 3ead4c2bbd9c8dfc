/* SPDX-License-Identifier: ISC
 *
 * demo.c - "soundings demo load": invented firms, their answers of two years and
 * a released snapshot of each, by the same doors that a person would use.  Then,
 * as the owner of the schema, all of it is dated back. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/options.h"
#include "csv/csv.h"
#include "database/db.h"
#include "exchange/demo.h"
#include "exchange/import.h"
#include "form/form.h"
#include "gen/sql_demo.h"
#include "response/catalogue.h"

#define FORM  "kam-preparedness"
#define FIRMS 180
#define SEED  20261127
#define LEAD  "ada.vane@longshore.example" /* names, not accounts */
#define OTHER "ben.marsh@longshore.example"

struct load {
	struct command_run    *run;
	struct catalogue_form *form;
	struct db             *owner;
	struct demo            demo;
};

struct memory {
	struct text text;
	size_t      at;
};

static int64_t
read_memory(void *thing, void *dst, size_t size)
{
	struct memory *m = thing;
	size_t         n = m->text.len - m->at;

	if (n > size)
		n = size;
	memcpy(dst, m->text.s + m->at, n);
	m->at += n;
	return (int64_t)n;
}

static void
tell_row(void *thing, int64_t line, const char *column, const char *why)
{
	(void)thing;
	fprintf(stderr, "line %lld, %s: %s\n", (long long)line, column ? column : "row", why);
}

static bool
go_on(void *thing, int64_t bytes, int64_t rows)
{
	(void)thing;
	(void)bytes;
	(void)rows;
	return true;
}

/* Run another command of ours with these words, silent on stdout. */
static int
call(struct command_run *run, const char *noun, const char *verb, const char *const *words)
{
	struct command_run sub = { .arena = run->arena,
		.config = run->config,
		.db = run->db,
		.no_input = true };
	const char        *problem;
	bool               help;
	int                count = 0;

	while (words[count] != NULL)
		count++;
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(commands[i].noun, noun) == 0 &&
		    strcmp(commands[i].verb, verb) == 0)
			sub.command = &commands[i];
	check(sub.command != NULL);
	check(options_read(&sub, count, words, 0, &help, &problem));
	return sub.command->run(&sub);
}

static const struct db_scope as_owner = { .role = DB_ROLE_OWNER };

/* Take over the rows of one wave.  false: told why not. */
static bool
take(struct load *load, struct text csv, int *code_out)
{
	struct command_run  *run = load->run;
	struct memory        memory = { .text = csv };
	struct import_result result;
	struct import        import = { .db = run->db,
		       .form = load->form,
		       .language = "en",
		       .reader = csv_reader_new(run->arena, read_memory, &memory),
		       .now = load->demo.moment,
		       .tell = tell_row,
		       .progress = go_on };
	enum err             err = import_run(run->arena, &import, &result);

	*code_out = EXIT_BUG;
	if (err != ERR_OK)
		*code_out = command_failed(run, err, "the demonstration could not be loaded");
	else
		fprintf(stderr, "%lld invented responses\n", (long long)result.added);
	return err == ERR_OK && result.broken == 0;
}

static enum err
newest_snapshot(struct load *load, int64_t *id_out)
{
	struct demo_snapshot_row row;
	struct tx               *tx;

	TRY(db_begin(load->owner, load->run->arena, &as_owner, &tx));
	TRY(sql_demo_snapshot(load->run->arena, tx,
	    &(struct demo_snapshot_in){ .form = load->form->form }, &row));
	TRY(db_commit(tx));
	*id_out = row.id;
	return ERR_OK;
}

static const char *const *
words(struct load *load, int64_t id, const char *by)
{
	const char **w = ARENA_ARRAY(load->run->arena, const char *, 3);

	w[0] = arena_printf(load->run->arena, "%lld", (long long)id);
	w[1] = by;
	w[2] = NULL;
	return w;
}

/* Count the pool and propose it. */
static int
propose(struct load *load, int64_t *id_out)
{
	int code = call(load->run, "snapshot", "build",
	    (const char *[]){ FORM, "--by=" LEAD, NULL });

	if (code != EXIT_DONE)
		return code;
	if (newest_snapshot(load, id_out) != ERR_OK)
		return EXIT_UNREACHED;
	return call(load->run, "snapshot", "propose", words(load, *id_out, "--by=" LEAD));
}

/* When a snapshot was counted, proposed and released; at: not released yet, but
 * it was at that time. */
static enum err
date_back(struct load *load, struct tx *tx, int64_t id, const struct demo_count *then,
    bool release)
{
	struct arena            *arena = load->run->arena;
	struct demo_released_row row;

	TRY(sql_demo_thaw(arena, tx, NULL));
	TRY(sql_demo_thaw_cells(arena, tx, NULL));
	if (release)
		TRY(sql_demo_released(arena, tx,
		    &(struct demo_released_in){ .snapshot = id,
		        .by = TEXT_LIT(OTHER),
		        .at = then->released },
		    &row));
	TRY(sql_demo_dated(arena, tx,
	    &(struct demo_dated_in){ .snapshot = id,
	        .built = then->built,
	        .proposed = then->proposed,
	        .released = then->released },
	    NULL));
	TRY(sql_demo_freeze(arena, tx, NULL));
	return sql_demo_freeze_cells(arena, tx, NULL);
}

/* The year before: counted, proposed and released in its December. */
static enum err
settle_before(struct load *load, int64_t id)
{
	struct arena *arena = load->run->arena;
	struct tx    *tx;

	TRY(db_begin(load->owner, arena, &as_owner, &tx));
	TRY(sql_demo_domains(arena, tx,
	    &(struct demo_domains_in){ .form = load->form->form }, NULL));
	TRY(date_back(load, tx, id, &load->demo.counts[0], true));
	return db_commit(tx);
}

/* What was written to open questions, under the headings of the form. */
static enum err
sort_words(struct load *load, const struct demo_count *then)
{
	const struct demo_said *said = &load->demo.said;
	const struct form      *form = load->form->definition;
	struct tx              *tx;

	TRY(db_begin(load->owner, load->run->arena, &as_owner, &tx));
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].code_count > 0)
			TRY(sql_demo_sorted(load->run->arena, tx,
			    &(struct demo_sorted_in){ .form = load->form->form,
			        .item = text_of(form->items[i].id),
			        .words = { said->words, said->count },
			        .codes = { said->codes, said->count },
			        .counted = then->built,
			        .by = TEXT_LIT(OTHER) },
			    NULL));
	return db_commit(tx);
}

/* This year's came one by one, and were included week by week. */
static enum err
receive(struct load *load)
{
	const struct demo_web  *web = &load->demo.web;
	struct arena           *arena = load->run->arena;
	struct demo_include_row row;
	struct tx              *tx;

	TRY(db_begin(load->owner, arena, &as_owner, &tx));
	TRY(sql_demo_domains(arena, tx,
	    &(struct demo_domains_in){ .form = load->form->form }, NULL));
	TRY(sql_demo_received(arena, tx,
	    &(struct demo_received_in){ .ids = { web->id, NULL, web->count },
	        .seconds = { web->seconds, NULL, web->count },
	        .hasty = { web->hasty, NULL, web->count },
	        .confirmed = { web->confirmed, NULL, web->count } },
	    NULL));
	TRY(sql_demo_include(arena, tx,
	    &(struct demo_include_in){ .ids = { web->included, NULL, web->included_count },
	        .mondays = { web->monday, NULL, web->included_count },
	        .by = TEXT_LIT(OTHER) },
	    &row));
	TRY(sql_demo_told(arena, tx,
	    &(struct demo_told_in){ .ids = { web->included, NULL, web->included_count },
	        .at = { web->monday, NULL, web->included_count } },
	    NULL));
	return db_commit(tx);
}

/* Who began and went no further: most at the facts of the firm. */
static enum err
leave_drafts(struct load *load, struct tx *tx)
{
	static const int32_t most[] = { 5, 2, 1, 1, 2, 1, 1, 0, 4, 2 };
	const struct form   *form = load->form->definition;
	struct text          pages[FORM_PAGES_MAX];
	int32_t              stopped[FORM_PAGES_MAX];
	size_t               n = form->page_count;

	for (size_t i = 0; i < n; i++) {
		pages[i] = text_of(form->pages[i].slug);
		stopped[i] = most[i % (sizeof(most) / sizeof(most[0]))];
	}
	return sql_demo_drafts(load->run->arena, tx,
	    &(struct demo_drafts_in){ .form = load->form->form,
	        .version = load->form->version,
	        .pages = { pages, n },
	        .stopped = { stopped, NULL, n } },
	    NULL);
}

/* What lies on the desk since. */
static enum err
settle_now(struct load *load, int64_t id)
{
	const struct demo_web *web = &load->demo.web;
	struct arena          *arena = load->run->arena;
	int64_t                lately = load->demo.moment - load->demo.counts[1].released;
	int64_t                looked_at = load->demo.moment - lately / 4;
	struct demo_hold_row   row;
	struct tx             *tx;

	TRY(db_begin(load->owner, arena, &as_owner, &tx));
	TRY(date_back(load, tx, id, &load->demo.counts[1], false));
	TRY(sql_demo_over_web(arena, tx,
	    &(struct demo_over_web_in){ .ids = { web->id, NULL, web->count } }, NULL));
	TRY(sql_demo_hold(arena, tx,
	    &(struct demo_hold_in){ .ids = { &web->held, NULL, 1 },
	        .reason = TEXT_LIT("the same answer throughout, within a minute or so"),
	        .by = TEXT_LIT(OTHER) },
	    &row));
	TRY(sql_demo_told(arena, tx,
	    &(struct demo_told_in){ .ids = { &web->held, NULL, 1 },
	        .at = { &looked_at, NULL, 1 } },
	    NULL));
	TRY(sql_demo_ask(arena, tx,
	    &(struct demo_ask_in){ .response = web->asked,
	        .question = TEXT_LIT("Are your answers about the whole firm, or about one "
	                             "office of it?"),
	        .reason = TEXT_LIT("small figures for a firm of this size"),
	        .by = TEXT_LIT(OTHER),
	        .at = looked_at },
	    NULL));
	TRY(leave_drafts(load, tx));
	TRY(sql_demo_firms(arena, tx, NULL));
	return db_commit(tx);
}

static int
failed(struct load *load, enum err err)
{
	return command_failed(load->run, err, "the demonstration could not be loaded");
}

/* The year before, then this one. */
static int
load_waves(struct load *load)
{
	const char *const *second;
	int64_t            id;
	int                code;
	enum err           err;

	if (!take(load, load->demo.before, &code))
		return code;
	if ((err = sort_words(load, &load->demo.counts[0])) != ERR_OK)
		return failed(load, err);
	if ((code = propose(load, &id)) != EXIT_DONE)
		return code;
	if ((err = settle_before(load, id)) != ERR_OK)
		return failed(load, err);
	if (!take(load, load->demo.now, &code))
		return code;
	if ((err = receive(load)) != ERR_OK ||
	    (err = sort_words(load, &load->demo.counts[1])) != ERR_OK)
		return failed(load, err);
	if ((code = propose(load, &id)) != EXIT_DONE)
		return code;
	second = words(load, id, "--by=" OTHER);
	if ((code = call(load->run, "snapshot", "release", second)) != EXIT_DONE)
		return code;
	if ((err = settle_now(load, id)) != ERR_OK)
		return failed(load, err);
	return EXIT_DONE;
}

/* What was counted before keeps its dates, and nobody who really answered is to be
 * compared with invented firms unasked. */
static bool
may_load(struct load *load, int *code_out)
{
	struct demo_empty_row row;
	struct tx            *tx;
	enum err              err = db_begin(load->owner, load->run->arena, &as_owner, &tx);

	if (err == ERR_OK)
		err = sql_demo_empty(load->run->arena, tx,
		    &(struct demo_empty_in){ .form = load->form->form }, &row);
	if (err == ERR_OK)
		err = db_commit(tx);
	*code_out = err != ERR_OK ? failed(load, err) : EXIT_FAILED;
	if (err == ERR_OK && row.snapshots > 0)
		command_say(load->run, "there are snapshots of " FORM " already; the "
		                       "demonstration is for a service without any");
	return err == ERR_OK && row.snapshots == 0 &&
	       (row.responses == 0 || command_confirm(load->run,
	                                  "There are responses to " FORM
	                                  " already; they would be compared with "
	                                  "invented firms, and letters about it sent",
	                                  "load"));
}

int
command_demo_load(struct command_run *run)
{
	const char       *given = command_value(run, "firms");
	struct catalogue *catalogue = catalogue_new(run->arena, DB_ROLE_OPERATOR);
	struct load       load = { .run = run };
	int64_t           firms = FIRMS;
	int               code;
	enum err          err;

	if (given != NULL && !parse_int(text_of(given), 1, 20000, &firms)) {
		command_say(run, "--firms takes a whole number from 1 to 20000");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code))
		return code;
	err = catalogue_refresh(catalogue, run->db, clock_monotonic());
	if (err == ERR_OK)
		err = catalogue_current(catalogue, FORM, &load.form);
	if (err != ERR_OK) {
		command_say(run, "the form is not there yet: soundings form publish "
		                 "forms/" FORM ".json");
		return EXIT_NO_INPUT;
	}
	load.owner = db_open(run->config->database_owner, "soundings demo");
	if (may_load(&load, &code)) {
		demo_make(run->arena, load.form->definition, (int)firms, SEED, clock_now(),
		    &load.demo);
		code = load_waves(&load);
	}
	db_close(load.owner);
	return code;
}
