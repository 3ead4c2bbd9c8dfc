/* SPDX-License-Identifier: ISC
 *
 * demo.c - "soundings demo load": invented firms and a released snapshot, by
 * the same doors that a person would use. */
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
#include "gen/sql_command.h"
#include "response/catalogue.h"

#define FORM  "kam-preparedness"
#define FIRMS 150
#define SEED  20261118

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

static enum err
newest_snapshot(struct command_run *run, int64_t form, int64_t *id_out)
{
	struct demo_snapshot_row row;
	struct tx               *tx;

	TRY(db_begin(run->db, run->arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR },
	    &tx));
	TRY(sql_demo_snapshot(run->arena, tx, &(struct demo_snapshot_in){ .form = form },
	    &row));
	TRY(db_commit(tx));
	*id_out = row.id;
	return ERR_OK;
}

/* Build, propose and release, as two invented people would. */
static int
release(struct command_run *run, int64_t form)
{
	int64_t     id;
	const char *number;
	int         code;

	code = call(run, "snapshot", "build",
	    (const char *[]){ FORM, "--by=Ada Example", NULL });
	if (code != EXIT_DONE)
		return code;
	if (newest_snapshot(run, form, &id) != ERR_OK)
		return EXIT_UNREACHED;
	number = arena_printf(run->arena, "%lld", (long long)id);
	code = call(run, "snapshot", "propose",
	    (const char *[]){ number, "--by=Ada Example", NULL });
	if (code == EXIT_DONE)
		code = call(run, "snapshot", "release",
		    (const char *[]){ number, "--by=Bruno Example", NULL });
	return code;
}

int
command_demo_load(struct command_run *run)
{
	const char            *given = command_value(run, "firms");
	struct catalogue      *catalogue = catalogue_new(run->arena, DB_ROLE_OPERATOR);
	struct catalogue_form *form;
	struct import          import = { .tell = tell_row, .progress = go_on };
	struct import_result   result;
	struct memory          memory = { .at = 0 };
	int64_t                firms = FIRMS;
	int                    code;
	enum err               err;

	if (given != NULL && !parse_int(text_of(given), 1, 20000, &firms)) {
		command_say(run, "--firms takes a whole number from 1 to 20000");
		return EXIT_USAGE;
	}
	if (!command_db(run, &code))
		return code;
	err = catalogue_refresh(catalogue, run->db, clock_monotonic());
	if (err == ERR_OK)
		err = catalogue_current(catalogue, FORM, &form);
	if (err != ERR_OK) {
		command_say(run, "the form is not there yet: soundings form publish "
		                 "forms/" FORM ".json");
		return EXIT_NO_INPUT;
	}
	import.now = clock_now();
	memory.text = demo_csv(run->arena, form->definition, (int)firms, SEED,
	    import.now / CLOCK_DAY * CLOCK_DAY);
	import.db = run->db;
	import.form = form;
	import.language = "en";
	import.reader = csv_reader_new(run->arena, read_memory, &memory);
	err = import_run(run->arena, &import, &result);
	if (err != ERR_OK)
		return command_failed(run, err, "the demonstration could not be loaded");
	fprintf(stderr, "%lld invented responses of %lld firms, %lld of them new.\n",
	    (long long)result.rows, (long long)firms, (long long)result.added);
	if (result.broken > 0)
		return EXIT_BUG;
	return result.added > 0 ? release(run, form->form) : EXIT_DONE;
}
