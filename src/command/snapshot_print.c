/* SPDX-License-Identifier: ISC
 *
 * snapshot_print.c - one snapshot as text and as JSON: its groups, what they
 * show otherwise than before, and what the auditor named. */
#include <stdio.h>

#include "base/clock.h"
#include "benchmark/bench_preview.h"
#include "command/snapshot_show.h"
#include "form/form.h"
#include "review/moves.h"

/* All that is printed. */
struct printing {
	struct command_run  *run;
	const struct form   *form;
	struct bench_preview p;
	struct bench_moves  *moves; /* of each group */
	struct bench_audited audited;
};

static const char *
words(const struct printing *s, struct bench_pick pick)
{
	return bench_pick_words(s->run->arena, s->form, pick, "en", NULL);
}

/* Of overall; NULL: as before, or there is nothing to set it beside. */
static const char *
change_of(const struct bench_preview *p, const struct bench_group *g)
{
	return g->is == g->was || !p->beside ? NULL : g->is ? "appears" : "vanishes";
}

/* --- JSON ----------------------------------------------------------------------- */

/* On paper there are halves at most. */
static void
json_number(int64_t micro)
{
	printf("%s%lld.%lld", micro < 0 ? "-" : "", (long long)(llabs(micro) / 1000000),
	    (long long)(llabs(micro) % 1000000 / 100000));
}

static void
json_one(const struct printing *s, const struct bench_moved *m, int32_t value)
{
	size_t                  measures = (size_t)s->p.measures;
	const struct form_fact *fact = m->channel >= measures &&
	                                       m->channel - measures < s->form->fact_count
	                                   ? &s->form->facts[m->channel - measures]
	                                   : NULL;

	if (m->figure == BENCH_ANSWERS || m->figure == BENCH_SORTED)
		printf("%d", value);
	else if (fact == NULL)
		json_number(value);
	else if (fact->kind != FORM_FACT_BANDS)
		json_number((int64_t)value * 1000);
	else
		command_json_string(stdout,
		    text_of(s->form->items[fact->item].options[value / 1000].code));
}

static void
json_figure(const struct printing *s, const char *name, const struct bench_moved *m,
    const int32_t v[3], bool any)
{
	size_t n = m->figure == BENCH_ANSWERS                               ? 3
	           : m->figure == BENCH_MEDIAN || m->figure == BENCH_SORTED ? 1
	                                                                    : 2;

	printf(", \"%s\": ", name);
	if (!any) {
		fputs("null", stdout);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		fputs(i > 0 ? ", " : n > 1 ? "[" : "", stdout);
		json_one(s, m, v[i]);
	}
	if (n > 1)
		putchar(']');
}

static void
json_moves(const struct printing *s, const struct bench_moves *moves)
{
	static const char *const figure[] = { "median", "quartiles", "tails", "answers",
		"share" };

	fputs(", \"moves\": [", stdout);
	for (size_t i = 0; i < moves->count; i++) {
		const struct bench_moved *m = &moves->list[i];

		printf("%s{\"counted\": ", i > 0 ? ", " : "");
		command_json_string(stdout, text_of(bench_counted(s->form, m->channel)));
		command_snapshot_pair("change", review_move_word(m->move));
		command_snapshot_pair("figure", figure[m->figure]);
		json_figure(s, "from", m, m->was, m->move != BENCH_APPEARS);
		json_figure(s, "to", m, m->is, m->move != BENCH_VANISHES);
		putchar('}');
	}
	putchar(']');
}

static void
json_named(const struct printing *s, const char *name, const struct bench_named *named,
    bool why)
{
	printf(", \"%s\": [", name);
	for (size_t i = 0; i < named->count; i++) {
		const struct bench_unsafe *u = &named->cells[i];

		printf("%s{\"level\": %d, \"cell\": ", i > 0 ? ", " : "", u->group.level);
		command_json_string(stdout,
		    text_of(bench_pick_short(s->run->arena, s->form, u->group)));
		command_snapshot_pair("counted", bench_counted(s->form, u->channel));
		if (why)
			command_snapshot_pair("why", u->known ? "known" : "unproved");
		else
			command_snapshot_pair("before", u->was_shown      ? "shown"
			                                : u->was_withheld ? "withheld"
			                                                  : NULL);
		putchar('}');
	}
	putchar(']');
}

static void
print_json(const struct printing *s)
{
	const struct bench_preview *p = &s->p;
	struct arena               *arena = s->run->arena;
	int64_t                     refused = s->audited.refused_at;

	printf("{\"snapshot\": %lld", (long long)p->id);
	command_snapshot_pair("form", s->form->slug);
	printf(", \"form_version\": %d", p->version);
	command_snapshot_pair("state", p->state);
	printf(", \"firms\": %lld", (long long)p->firms);
	command_snapshot_pair("built_at", clock_iso(arena, p->built_at));
	command_snapshot_pair("built_by", p->built_by);
	command_snapshot_pair("proposed_by", p->proposed_by);
	command_snapshot_pair("released_at",
	    p->released_at ? clock_iso(arena, p->released_at) : NULL);
	command_snapshot_pair("released_by", p->released_by);
	command_snapshot_pair("released_alone_because", p->alone_reason);
	command_snapshot_pair("withdrawn_because", p->reason);
	if (p->last != 0)
		printf(", \"last\": %lld", (long long)p->last);
	else
		fputs(", \"last\": null", stdout);
	printf(", \"withheld\": %zu, \"cells\": [", p->withheld);
	for (size_t i = 0; i < p->group_count; i++) {
		const struct bench_group *g = &p->groups[i];

		printf("%s{\"level\": %d, \"cell\": ", i ? ", " : "", g->pick.level);
		command_json_string(stdout,
		    text_of(bench_pick_short(arena, s->form, g->pick)));
		command_snapshot_pair("n_band", g->is ? bench_band_text(g->band) : NULL);
		printf(", \"measures\": %d, \"published\": %s, \"carried\": %s", g->measures,
		    g->is ? "true" : "false", g->carried ? "true" : "false");
		command_snapshot_pair("change", change_of(p, g));
		json_moves(s, &s->moves[i]);
		putchar('}');
	}
	putchar(']');
	json_named(s, "withheld_by_auditor", &s->audited.withheld, false);
	command_snapshot_pair("refused_at", refused != 0 ? clock_iso(arena, refused) : NULL);
	json_named(s, "refused", &s->audited.refused, true);
	puts("}");
}

/* --- text ------------------------------------------------------------------------ */

static void
text_head(const struct printing *s)
{
	const struct bench_preview *p = &s->p;
	struct arena               *arena = s->run->arena;

	printf("snapshot %lld of %s, version %d: %s\n", (long long)p->id, s->form->slug,
	    p->version, p->state);
	printf("built %s by %s from %lld firms\n", clock_iso(arena, p->built_at),
	    p->built_by, (long long)p->firms);
	if (p->proposed_by != NULL)
		printf("proposed by %s\n", p->proposed_by);
	if (p->released_by != NULL)
		printf("released %s by %s\n", clock_iso(arena, p->released_at),
		    p->released_by);
	if (p->alone_reason != NULL)
		printf("by one person alone: %s\n", p->alone_reason);
	if (p->reason != NULL)
		printf("withdrawn: %s\n", p->reason);
}

static void
text_moves(const struct printing *s)
{
	static const enum bench_move order[] = { BENCH_APPEARS, BENCH_VANISHES, BENCH_MOVES };

	if (s->p.last == 0)
		return;
	printf("\nbeside snapshot %lld, the last one released%s\n", (long long)s->p.last,
	    s->p.beside ? ":" : ", which counts other groups: not compared");
	for (size_t g = 0; g < s->p.group_count; g++) {
		const struct bench_moves *moves = &s->moves[g];

		if (moves->count > 0)
			printf("%s\n", words(s, s->p.groups[g].pick));
		for (size_t k = 0; k < 3; k++) {
			bool any = false;

			for (size_t i = 0; i < moves->count; i++) {
				const struct bench_moved *m = &moves->list[i];

				if (m->move != order[k])
					continue;
				if (!any)
					printf("  %s:", review_move_word(m->move));
				printf("%s %s %s", any ? "," : "",
				    bench_counted(s->form, m->channel),
				    review_moved(s->run->arena, s->form, m, "en"));
				any = true;
			}
			if (any)
				putchar('\n');
		}
	}
}

void
command_snapshot_named(struct command_run *run, FILE *out, const struct form *form,
    const struct bench_named *named, const char *why, bool known)
{
	for (size_t i = 0, end; i < named->count; i = end) {
		bool any = false;

		end = bench_named_group(named, i);
		for (size_t k = i; k < end; k++) {
			if (named->cells[k].known != known)
				continue;
			if (!any)
				fprintf(out, "%s%s:", why,
				    bench_pick_words(run->arena, form, named->cells[i].group,
				        "en", NULL));
			fprintf(out, " %s", bench_counted(form, named->cells[k].channel));
			any = true;
		}
		if (any)
			fputc('\n', out);
	}
}

static void
text_audited(const struct printing *s)
{
	const struct bench_audited *a = &s->audited;

	if (a->withheld.count > 0)
		puts("\nwithheld by the auditor, lest two firms work out a third:");
	command_snapshot_named(s->run, stdout, s->form, &a->withheld, "", false);
	if (a->refused_at != 0)
		printf("\nthe auditor refused to propose it, %s:\n",
		    clock_iso(s->run->arena, a->refused_at));
	command_snapshot_named(s->run, stdout, s->form, &a->refused, COMMAND_SNAPSHOT_KNOWN,
	    true);
	command_snapshot_named(s->run, stdout, s->form, &a->refused, COMMAND_SNAPSHOT_OPEN,
	    false);
}

static void
print_text(const struct printing *s)
{
	const struct bench_preview *p = &s->p;

	text_head(s);
	printf("\n%-5s %-7s %-8s %-9s %s\n", "level", "firms", "measures", "", "group");
	for (size_t i = 0; i < p->group_count; i++) {
		const struct bench_group *g = &p->groups[i];
		const char               *change = change_of(p, g);

		printf("%-5d %-7s %d of %-3d %-9s %s%s\n", g->pick.level,
		    g->is ? bench_band_text(g->band) : "-", g->measures, p->measures,
		    change != NULL ? change : "", words(s, g->pick),
		    g->carried ? " (carried)" : "");
	}
	printf(
	    "\n%zu groups are withheld: too few firms, or too few between them and a group "
	    "around them.\n",
	    p->withheld);
	if (p->beside)
		puts(
		    "A group that was shown is counted anew once 5 of its firms have joined, left "
		    "or changed:\nfewer would be given away by what differs.  Until then it is "
		    "carried.");
	text_moves(s);
	text_audited(s);
	if (p->firms == 0)
		command_say(s->run,
		    "nobody stands in the pool yet: soundings response include");
}

/* --- both ------------------------------------------------------------------------- */

static enum err
load(struct printing *s, struct tx *tx, int64_t id)
{
	struct arena *arena = s->run->arena;

	TRY(bench_preview(arena, tx, id, &s->p));
	TRY(command_snapshot_form(s->run, tx, s->p.owner, s->p.form, s->p.version, &s->form));
	s->moves = ARENA_ARRAY(arena, struct bench_moves, s->p.group_count + 1);
	for (size_t i = 0; i < s->p.group_count; i += BENCH_MOVES_AT_ONCE) {
		size_t left = s->p.group_count - i;

		TRY(bench_moves_load(arena, tx, &s->p, s->form, i,
		    left < BENCH_MOVES_AT_ONCE ? left : BENCH_MOVES_AT_ONCE, &s->moves[i]));
	}
	return bench_audited(arena, tx, &s->p, &s->audited);
}

int
command_snapshot_print(struct command_run *run, struct tx *tx, int64_t id)
{
	struct printing *s = ARENA_NEW(run->arena, struct printing);
	enum err         err;

	s->run = run;
	err = load(s, tx, id);
	if (err == ERR_NOT_FOUND) {
		command_say(run, "there is no snapshot %lld: soundings snapshot list",
		    (long long)id);
		return EXIT_NO_INPUT;
	}
	if (err != ERR_OK)
		return command_failed(run, err, "the snapshot could not be read");
	if (command_flag(run, "json"))
		print_json(s);
	else
		print_text(s);
	return EXIT_DONE;
}
