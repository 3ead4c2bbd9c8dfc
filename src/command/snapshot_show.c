/* SPDX-License-Identifier: ISC
 *
 * snapshot_show.c - soundings snapshot show, list. */
#include "command/snapshot_show.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/clock.h"
#include "benchmark/bench_build.h"
#include "database/db.h"
#include "form/form.h"
#include "gen/sql_form.h"

enum err
command_snapshot_form(struct command_run *run, struct tx *tx, int64_t owner, int64_t form,
    int version, const struct form **form_out)
{
	struct form_version_content_row row;
	struct form_problems            problems;

	TRY(sql_form_version_content(run->arena, tx,
	    &(struct form_version_content_in){ .owner = owner,
	        .form = form,
	        .version = version },
	    &row));
	return form_read(run->arena,
	    (struct bytes){ (const uint8_t *)row.content.s, row.content.len }, form_out,
	    &problems);
}

bool
command_snapshot_id(struct command_run *run, int64_t *id_out)
{
	if (parse_int(text_of(run->args[0]), 1, INT64_MAX, id_out))
		return true;
	command_say(run, "a snapshot is named by its number: soundings snapshot list");
	return false;
}

void
command_snapshot_pair(const char *name, const char *value)
{
	printf(", \"%s\": ", name);
	if (value == NULL)
		fputs("null", stdout);
	else
		command_json_string(stdout, text_of(value));
}

int
command_snapshot_show(struct command_run *run)
{
	struct tx *tx;
	int64_t    id;
	int        code;
	enum err   err;

	if (!command_snapshot_id(run, &id))
		return EXIT_USAGE;
	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err != ERR_OK)
		return command_failed(run, err, "the snapshot could not be read");
	return command_snapshot_print(run, tx, id);
}

int
command_snapshot_list(struct command_run *run)
{
	struct bench_listed *rows;
	struct tx           *tx;
	size_t               count;
	bool                 json = command_flag(run, "json");
	int                  code;
	enum err             err;

	if (!command_db(run, &code))
		return code;
	err = command_begin(run, &tx);
	if (err == ERR_OK)
		err = bench_list(run->arena, tx, &rows, &count);
	if (err != ERR_OK)
		return command_failed(run, err, "the snapshots could not be read");
	if (!json)
		printf("%8s %-24s %-10s %8s %-20s %s\n", "snapshot", "form", "state",
		    "firms", "built", "by");
	for (size_t i = 0; i < count; i++) {
		const struct bench_listed *s = &rows[i];

		if (!json) {
			printf("%8lld %-24s %-10s %8d %-20s %s\n", (long long)s->id, s->form,
			    s->state, s->firms, clock_iso(run->arena, s->built_at),
			    s->built_by);
			continue;
		}
		printf("{\"snapshot\": %lld", (long long)s->id);
		command_snapshot_pair("form", s->form);
		printf(", \"form_version\": %d", s->version);
		command_snapshot_pair("state", s->state);
		printf(", \"firms\": %d", s->firms);
		command_snapshot_pair("built_at", clock_iso(run->arena, s->built_at));
		command_snapshot_pair("built_by", s->built_by);
		command_snapshot_pair("proposed_by", s->proposed_by);
		command_snapshot_pair("released_at",
		    s->released_at ? clock_iso(run->arena, s->released_at) : NULL);
		command_snapshot_pair("released_by", s->released_by);
		puts("}");
	}
	return EXIT_DONE;
}
