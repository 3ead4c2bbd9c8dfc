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

static struct bench_comparison
as_comparison(const struct bench_group *g)
{
	return (struct bench_comparison){ .any = true,
		.level = g->level,
		.profession = g->profession,
		.size = g->size,
		.region = g->region };
}

static void
json_pair(const char *name, const char *value)
{
	printf(", \"%s\": ", name);
	if (value == NULL)
		fputs("null", stdout);
	else
		command_json_string(stdout, text_of(value));
}

static void
print_json(struct command_run *run, const struct form *form, const struct bench_preview *p)
{
	printf("{\"snapshot\": %lld", (long long)p->id);
	json_pair("form", form->slug);
	printf(", \"form_version\": %d", p->version);
	json_pair("state", p->state);
	printf(", \"firms\": %lld", (long long)p->firms);
	json_pair("built_at", clock_iso(run->arena, p->built_at));
	json_pair("built_by", p->built_by);
	json_pair("proposed_by", p->proposed_by);
	json_pair("released_at",
	    p->released_at ? clock_iso(run->arena, p->released_at) : NULL);
	json_pair("released_by", p->released_by);
	json_pair("released_alone_because", p->alone_reason);
	json_pair("withdrawn_because", p->reason);
	if (p->last != 0)
		printf(", \"last\": %lld", (long long)p->last);
	else
		fputs(", \"last\": null", stdout);
	printf(", \"withheld\": %zu, \"cells\": [", p->withheld);
	for (size_t i = 0; i < p->group_count; i++) {
		const struct bench_group *g = &p->groups[i];
		struct bench_comparison   c = as_comparison(g);

		printf("%s{\"level\": %d, \"cell\": ", i ? ", " : "", g->level);
		command_json_string(stdout, text_of(bench_group_short(run->arena, form, &c)));
		json_pair("n_band", g->is ? bench_band_text(g->band) : NULL);
		printf(", \"measures\": %d, \"published\": %s, \"carried\": %s", g->measures,
		    g->is ? "true" : "false", g->carried ? "true" : "false");
		json_pair("change", g->is == g->was ? NULL : g->is ? "appears" : "vanishes");
		putchar('}');
	}
	puts("]}");
}

static void
print_text(struct command_run *run, const struct form *form, const struct bench_preview *p)
{
	printf("snapshot %lld of %s, version %d: %s\n", (long long)p->id, form->slug,
	    p->version, p->state);
	printf("built %s by %s from %lld firms\n", clock_iso(run->arena, p->built_at),
	    p->built_by, (long long)p->firms);
	if (p->proposed_by != NULL)
		printf("proposed by %s\n", p->proposed_by);
	if (p->released_by != NULL)
		printf("released %s by %s\n", clock_iso(run->arena, p->released_at),
		    p->released_by);
	if (p->alone_reason != NULL)
		printf("by one person alone: %s\n", p->alone_reason);
	if (p->reason != NULL)
		printf("withdrawn: %s\n", p->reason);
	printf("\n%-5s %-7s %-8s %-9s %s\n", "level", "firms", "measures", "", "group");
	for (size_t i = 0; i < p->group_count; i++) {
		const struct bench_group *g = &p->groups[i];
		struct bench_comparison   c = as_comparison(g);

		printf("%-5d %-7s %d of %-3d %-9s %s%s\n", g->level,
		    g->is ? bench_band_text(g->band) : "-", g->measures, p->measures,
		    g->is == g->was || p->last == 0 ? ""
		    : g->is                         ? "appears"
		                                    : "vanishes",
		    bench_group_words(run->arena, form, &c, "en", NULL),
		    g->carried ? " (carried)" : "");
	}
	printf("\n%zu groups are withheld.\n", p->withheld);
	if (p->firms == 0)
		command_say(run, "nobody stands in the pool yet: soundings response include");
}

int
command_snapshot_print(struct command_run *run, struct tx *tx, int64_t id)
{
	struct bench_preview p;
	const struct form   *form;
	enum err             err;

	err = bench_preview(run->arena, tx, id, &p);
	if (err == ERR_NOT_FOUND) {
		command_say(run, "there is no snapshot %lld: soundings snapshot list",
		    (long long)id);
		return EXIT_NO_INPUT;
	}
	if (err == ERR_OK)
		err = command_snapshot_form(run, tx, p.owner, p.form, p.version, &form);
	if (err != ERR_OK)
		return command_failed(run, err, "the snapshot could not be read");
	if (command_flag(run, "json"))
		print_json(run, form, &p);
	else
		print_text(run, form, &p);
	return EXIT_DONE;
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
		json_pair("form", s->form);
		printf(", \"form_version\": %d", s->version);
		json_pair("state", s->state);
		printf(", \"firms\": %d", s->firms);
		json_pair("built_at", clock_iso(run->arena, s->built_at));
		json_pair("built_by", s->built_by);
		json_pair("proposed_by", s->proposed_by);
		json_pair("released_at",
		    s->released_at ? clock_iso(run->arena, s->released_at) : NULL);
		json_pair("released_by", s->released_by);
		puts("}");
	}
	return EXIT_DONE;
}
