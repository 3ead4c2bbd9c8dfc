/* SPDX-License-Identifier: ISC
 *
 * Attacks A and B on two snapshots, one after the other, of three measures:
 * what two firms can work out that pool all they read, and know who is counted
 * where and who joined, left, moved or changed its answers in between.
 *
 *   test_releases            as a test: 20 worlds
 *   test_releases FROM TO    worlds of these numbers, with figures
 *
 * Both snapshots are published as the product does: groups by rule, counted
 * anew or carried, judged with what was shown before, and only what is proved
 * is shown.  The attacker is in releases.c. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "benchmark/bench_history.h"
#include "benchmark/bench_search.h"
#include "tests/unit/benchmark/releases.h"

#define WORLDS     20
#define COALITIONS 2

static const struct bench_shape *const shape = &release_shape;
static struct arena                   *arena;
static uint64_t                        seed;

/* Everything counted anew in the second snapshot; no auditor. */
struct rule {
	bool anew, blind;
};

struct figures {
	size_t firms, shown, carried, withheld, isolated;
};

static int
below(int n)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ z >> 31) % (uint64_t)n);
}

/* --- the world ------------------------------------------------------------------ */

static void
answer(struct bench_own *o, int kind)
{
	int64_t sum = 0, count = 0;

	for (size_t i = 1; i < MEASURES; i++) {
		o->score[i] = kind == 0   ? below(100 * POINT + 1)
		              : kind == 1 ? below(81) * (POINT * 5 / 4)
		                          : below(17) * (POINT * 25 / 4);
		if (i == 2 && below(10) == 0)
			o->score[i] = BENCH_NONE;
		sum += o->score[i] == BENCH_NONE ? 0 : o->score[i];
		count += o->score[i] != BENCH_NONE;
	}
	o->score[0] = (int32_t)stats_divide(sum, count);
}

static struct bench_own
a_firm(int kind, int professions)
{
	struct bench_own o = { .profession = 1 + below(professions),
		.size = 1 + below(4),
		.region = 1 + below(3) };

	answer(&o, kind);
	return o;
}

static struct who *
add(struct world *w, size_t firm, const struct bench_own *o, bool first, bool second)
{
	struct who *x = &w->who[w->whos++];

	*x = (struct who){ .firm = firm, .in = { first, second }, .as = { *o, *o } };
	return x;
}

static void
make_world(struct world *w, uint32_t number)
{
	int kind, professions, changes;

	memset(w, 0, sizeof(*w));
	seed = number * UINT64_C(2246822519) + 5;
	kind = below(3);
	professions = 1 + below(4);
	w->firms = 8 + (size_t)below(number % 20 == 19 ? 40 : 20);
	/* A firm alone gives most away; twelve make new counts. */
	changes = number % 3 == 0 ? 1 : below(13);
	for (size_t f = 0; f < w->firms; f++) {
		struct bench_own o = a_firm(kind, professions);
		bool             touched = (int)f < changes && number % 3 != 0;
		int              how = below(4);
		struct who      *x = add(w, f, &o, true, !touched || how == 1);

		if (touched && how == 1)
			x->as[1].profession = 1 + below(professions);
		if (!touched || how == 1 || how == 2)
			continue;
		answer(&o, kind);
		add(w, f, &o, false, true);
	}
	for (int i = 0; i < changes / 2 + (number % 3 == 0); i++) {
		struct bench_own o = a_firm(kind, professions);

		add(w, w->firms++, &o, false, true);
	}
	w->cells = bench_cell_count(shape);
}

/* --- two snapshots ------------------------------------------------------------------- */

static void
count(struct world *w, size_t source)
{
	struct bench_counter *c = bench_counter_new(arena, shape);

	for (size_t i = 0; i < w->whos; i++) {
		const struct bench_own *o = &w->who[i].as[source];

		if (w->who[i].in[source])
			bench_counter_add(c, o->profession, o->size, o->region, o->score,
			    NULL, NULL);
	}
	for (size_t m = 0; m < MEASURES; m++)
		for (size_t i = 0; i < w->cells; i++)
			bench_counter_dist(arena, c, bench_cell_key(shape, i), m,
			    &w->dist[source][m][i]);
}

static struct bench_history *
history(const struct world *w)
{
	struct bench_history *h = bench_history_new(arena, shape);

	for (size_t m = 0; m < MEASURES; m++)
		for (size_t i = 0; i < w->cells; i++)
			if (w->published[0][m][i])
				bench_history_add(arena, h, bench_cell_key(shape, i), m,
				    &(struct bench_past){ .source = 1,
				        .shown_in = 1,
				        .n = stats_count(&w->dist[0][m][i]),
				        .standing = true });
	bench_history_begin(h, 1);
	for (size_t f = 0; f < w->firms; f++) {
		const struct bench_own *as[2] = { NULL, NULL };

		for (size_t i = 0; i < w->whos; i++)
			for (size_t s = 0; s < 2; s++)
				if (w->who[i].firm == f && w->who[i].in[s])
					as[s] = &w->who[i].as[s];
		bench_history_note(h, 1, as[0], as[1]);
	}
	return h;
}

struct give {
	const struct world *w;
	size_t              measure;
};

static void
give_dist(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	const struct give *g = context;

	*dist_out = g->w->dist[source][g->measure][cell];
}

static struct bench_audit *
auditor_of(struct world *w, size_t source, struct give *give)
{
	struct bench_roll  *r = bench_roll_new(arena, shape, source + 1);
	struct bench_audit *a;

	for (size_t i = 0; i < w->whos; i++) {
		const struct who *x = &w->who[i];
		struct bench_line line = { { 0 } };

		for (size_t s = 0; s <= source; s++)
			if (x->in[s])
				line.group[s] = bench_roll_group(shape, x->as[s].profession,
				    x->as[s].size, x->as[s].region);
		if (x->in[0] || source > 0)
			bench_roll_add(r, &line, x->as[0].score, NULL, NULL);
	}
	a = bench_audit_new(arena, r, give->measure);
	bench_audit_ask(a, give_dist, give);
	for (size_t s = 0; s <= source; s++)
		for (size_t i = 0; i < w->cells; i++)
			if (w->published[s][give->measure][i])
				bench_audit_put(a, s, i, s == source);
	return a;
}

static void
judge(struct world *w, size_t source, size_t measure, struct figures *f)
{
	struct give         give = { w, measure };
	struct bench_audit *a = auditor_of(w, source, &give);
	struct bench_found  found;
	bool                gone = true;

	while (gone) {
		bench_audit_find(a, &found);
		gone = found.known > 0 && found.ours;
		for (size_t i = w->cells; !gone && i-- > 0;) {
			gone = bench_audit_is_open(a, i);
			found.cell = i;
		}
		if (gone) {
			assert_true(w->published[source][measure][found.cell]);
			w->published[source][measure][found.cell] = false;
			bench_audit_withhold(a, found.cell);
			f->withheld++;
		}
	}
	/* Whoever proposes looks with a fresh eye, and proves as much. */
	bench_audit_find(auditor_of(w, source, &give), &found);
	assert_int_equal(found.known + found.open, 0);
}

static void
release(struct world *w, size_t source, struct rule rule, struct figures *f)
{
	struct bench_history *h = source > 0 && !rule.anew ? history(w) : NULL;

	for (size_t m = 0; m < MEASURES; m++) {
		int64_t n[BENCH_CELLS_MAX], from[BENCH_CELLS_MAX];
		bool   *published = w->published[source][m];

		for (size_t i = 0; i < w->cells; i++) {
			const struct bench_past *past = NULL;

			if (h != NULL)
				(void)bench_history_fate(h, i, m, &past);
			n[i] = past != NULL ? past->n : stats_count(&w->dist[source][m][i]);
			from[i] = past != NULL ? 1 : 2;
		}
		bench_publish(shape, bench_floor_of(shape, m), n, from, published);
		/* What is carried is shown already. */
		for (size_t i = 0; i < w->cells; i++) {
			f->carried += published[i] && from[i] == 1;
			published[i] = published[i] && from[i] == 2;
			f->shown += published[i];
		}
		if (!rule.blind)
			judge(w, source, m, f);
	}
}

/* --- the attack --------------------------------------------------------------------- */

static size_t
isolated_by_some(struct world *w)
{
	size_t count = 0;

	for (int k = 0; k < COALITIONS; k++) {
		size_t colluders[BENCH_COALITION];

		for (int i = 0; i < BENCH_COALITION; i++)
			colluders[i] = (size_t)below((int)w->firms);
		for (size_t i = 0; i < w->whos; i++) {
			struct who *x = &w->who[i];

			x->colludes = x->firm == colluders[0] || x->firm == colluders[1];
			for (size_t m = 0; m < MEASURES; m++) {
				int32_t v = x->as[0].score[m];
				bool    told = x->colludes && v >= 0; /* has a score */

				x->above[m] = told ? v - 1 : -1;
				x->most[m] = told ? v : 100 * POINT;
			}
		}
		release_attack(w);
		for (size_t i = 0; i < w->whos; i++)
			for (size_t m = 0; m < MEASURES; m++) {
				const struct who *x = &w->who[i];

				if (x->colludes || x->as[0].score[m] == BENCH_NONE)
					continue;
				/* What he knows is true. */
				assert_true(x->above[m] < x->as[0].score[m] &&
				            x->as[0].score[m] <= x->most[m]);
				count += x->most[m] - x->above[m] < POINT;
			}
	}
	return count;
}

static void
try_worlds(struct rule rule, uint32_t from, uint32_t to, struct figures *f)
{
	static struct world w;

	for (uint32_t number = from; number < to; number++) {
		size_t isolated;

		arena = arena_new((size_t)1 << 30);
		make_world(&w, number);
		for (size_t s = 0; s < 2; s++) {
			count(&w, s);
			release(&w, s, rule, f);
		}
		f->firms += w.firms;
		isolated = isolated_by_some(&w);
		f->isolated += isolated;
		if (isolated > 0 && getenv("TELL") != NULL)
			printf("world %" PRIu32 ": %zu\n", number, isolated);
		arena_free(arena);
	}
}

static void
nobody_is_isolated_by_two_snapshots_of_three_measures(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .anew = false }, 0, WORLDS, &f);
	assert_int_equal(f.isolated, 0);
	assert_true(f.shown > WORLDS && f.carried > WORLDS && f.withheld < f.shown / 2);
}

/* The control: the second counts everything anew, and no auditor looks. */
static void
a_second_count_gives_away_who_joined(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .anew = true, .blind = true }, 0, WORLDS, &f);
	assert_true(f.isolated > 0);
}

/* Firms that left, or changed their answers, are in no group counted anew. */
static void
the_auditor_alone_keeps_who_left(void **state)
{
	static const uint32_t numbers[] = { 29, 148, 268, 304, 308, 329 };
	struct figures        blind = { 0 }, f = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		try_worlds((struct rule){ .anew = true }, numbers[i], numbers[i] + 1, &f);
		try_worlds((struct rule){ .anew = true, .blind = true }, numbers[i],
		    numbers[i] + 1, &blind);
	}
	assert_true(blind.isolated > 0);
	assert_int_equal(f.isolated, 0);
	assert_true(f.withheld < f.shown);
}

/* A proof from when more was shown is not always found again. */
static void
what_is_published_is_proved_by_whoever_looks_later(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .anew = false }, 44, 44 + 1, &f);
	assert_true(f.withheld > 0);
}

static void
tell(const char *what, struct rule rule, uint32_t from, uint32_t to)
{
	struct figures f = { 0 };

	try_worlds(rule, from, to, &f);
	printf("%s: %zu firms, %zu groups counted, %zu carried, %zu withheld by the auditor, "
	       "%zu times a firm isolated\n",
	    what, f.firms, f.shown, f.carried, f.withheld, f.isolated);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_isolated_by_two_snapshots_of_three_measures),
		cmocka_unit_test(a_second_count_gives_away_who_joined),
		cmocka_unit_test(the_auditor_alone_keeps_who_left),
		cmocka_unit_test(what_is_published_is_proved_by_whoever_looks_later),
	};

	if (argc == 3) {
		uint32_t from = (uint32_t)strtoul(argv[1], NULL, 10),
		         to = (uint32_t)strtoul(argv[2], NULL, 10);

		tell("as published", (struct rule){ .anew = false }, from, to);
		tell("no auditor", (struct rule){ .blind = true }, from, to);
		tell("all counted anew", (struct rule){ .anew = true }, from, to);
		tell("all counted anew, no auditor",
		    (struct rule){ .anew = true, .blind = true }, from, to);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
