/* SPDX-License-Identifier: ISC
 *
 * response_list.c - "soundings response list": what came in, newest first, by
 * reference and without address or firm. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "command/command.h"
#include "command/form_file.h"
#include "database/db.h"
#include "form/quality.h"
#include "form/score.h"
#include "gen/sql_command.h"
#include "response/catalogue.h"

#define LIST_MOST 100

static const char *const pools[] = { "waiting", "included", "held", "withdrawn" };

/* Why the value of an option is none; NULL: it is one, or was not given. */
static const char *
wrong_pool(const char *given)
{
	for (size_t i = 0; given != NULL && i < sizeof(pools) / sizeof(pools[0]); i++)
		if (strcmp(given, pools[i]) == 0)
			return NULL;
	return given != NULL ? "--pool is one of waiting, included, held, withdrawn" : NULL;
}

static const char *
wrong_flag(struct command_run *run, const char *given)
{
	struct buf names;

	buf_init(&names, run->arena, 1000);
	for (int i = 0; given != NULL && i < FORM_FLAG__MAX; i++) {
		const char *name = form_flag_name((enum form_flag)i);

		if (strcmp(given, name) == 0)
			return NULL;
		buf_fmt(&names, "%s%s", i > 0 ? ", " : "", name);
	}
	return given != NULL
	           ? arena_printf(run->arena, "--flag is one of %s", buf_as_text(&names).s)
	           : NULL;
}

/* The filters and the place to go on from.  false: told. */
static bool
read_filters(struct command_run *run, struct response_list_in *in)
{
	const char *pool = command_value(run, "pool"), *flag = command_value(run, "flag");
	const char *wave = command_value(run, "wave"), *after = command_value(run, "after");
	const char *wrong = wrong_pool(pool);

	if (wrong == NULL)
		wrong = wrong_flag(run, flag);
	if (wrong == NULL && wave != NULL &&
	    !parse_int(text_of(wave), 2000, 2999, &in->wave.v))
		wrong = "--wave is a year, such as 2026";
	if (wrong == NULL && after != NULL && !uuid_parse(text_of(after), &in->after.v))
		wrong =
		    "--after takes the reference of a response, the last one of the page before";
	if (wrong != NULL) {
		command_say(run, "%s", wrong);
		return false;
	}
	in->wave.set = wave != NULL;
	in->after.set = after != NULL;
	in->pool = pool != NULL ? text_of(pool) : TEXT_NONE;
	in->flag = flag != NULL ? text_of(flag) : TEXT_NONE;
	return true;
}

static enum err
load(struct command_run *run, const struct response_list_in *in,
    struct response_list_row **rows_out, size_t *count_out)
{
	struct tx *tx;

	TRY(command_begin(run, &tx));
	db_final(tx);
	TRY(sql_response_list(run->arena, tx, in, rows_out, count_out));
	return db_commit(tx);
}

static void
print_json(struct command_run *run, const struct response_list_row *row, bool first)
{
	printf("%s\n  {\"response\": \"%s\", \"form_version\": %d, \"submitted_at\": \"%s\", "
	       "\"wave\": %d, \"pool\": \"%s\", \"reason\": ",
	    first ? "" : ",", uuid_text(run->arena, row->id), row->version,
	    clock_iso(run->arena, row->submitted_at), row->wave, row->pool.s);
	command_json_string(stdout, row->reason);
	fputs(", \"flags\": [", stdout);
	for (size_t i = 0; i < row->flags.n; i++)
		printf("%s\"%s\"", i > 0 ? ", " : "", row->flags.v[i].s);
	printf("], \"consent\": %s, \"confirmed\": %s, \"source\": \"%s\", \"overall\": %s}",
	    row->consent ? "true" : "false", row->confirmed ? "true" : "false", row->source.s,
	    row->overall.set ? form_score_text(run->arena, (int32_t)row->overall.v) : "null");
}

static void
print_line(struct command_run *run, const struct response_list_row *row)
{
	printf("%s  %s  %d  %-9s  %7s ", uuid_text(run->arena, row->id),
	    clock_iso(run->arena, row->submitted_at), row->wave, row->pool.s,
	    row->overall.set
	        ? arena_printf(run->arena, "%d", form_score_whole((int32_t)row->overall.v))
	        : "-");
	for (size_t i = 0; i < row->flags.n; i++)
		printf(" %s", row->flags.v[i].s);
	if (!row->consent)
		fputs(" no-consent", stdout);
	if (!row->confirmed)
		fputs(" unconfirmed", stdout);
	if (!text_empty(row->reason))
		printf(" (%s)", row->reason.s);
	putchar('\n');
}

int
command_response_list(struct command_run *run)
{
	struct response_list_in   in = { .most = LIST_MOST + 1 };
	struct response_list_row *rows;
	struct catalogue         *catalogue;
	struct catalogue_form    *form;
	bool                      json = command_flag(run, "json"), more;
	size_t                    count;
	int                       code;
	enum err                  err;

	if (!read_filters(run, &in))
		return EXIT_USAGE;
	if (!command_db(run, &code) ||
	    !command_find_form(run, run->args[0], &catalogue, &form, &code))
		return code;
	in.owner = form->owner;
	in.form = form->form;
	err = load(run, &in, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the responses could not be read");
	more = count > LIST_MOST;
	count = more ? LIST_MOST : count;
	if (json)
		fputs("{\"responses\": [", stdout);
	else if (count > 0)
		puts("RESPONSE                              SUBMITTED             WAVE  POOL       "
		     "OVERALL  FLAGS");
	for (size_t i = 0; i < count; i++) {
		if (json)
			print_json(run, &rows[i], i == 0);
		else
			print_line(run, &rows[i]);
	}
	if (json && more)
		printf("],\n\"next\": \"%s\"}\n", uuid_text(run->arena, rows[count - 1].id));
	else if (json)
		puts("],\n\"next\": null}");
	if (count == 0)
		command_say(run, "no such responses");
	else if (more)
		command_say(run, "there are more: --after %s",
		    uuid_text(run->arena, rows[count - 1].id));
	return EXIT_DONE;
}
