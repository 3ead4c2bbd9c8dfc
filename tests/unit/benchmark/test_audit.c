/* SPDX-License-Identifier: ISC
 *
 * An attacker knows who is in which group and the values of a few colluding
 * firms, and reads every published quantile.  For a threshold t each quantile
 * says between how many and how many firms of its group have at most t; a
 * group less the groups within it says so of the rest.  Where all or none of
 * the unknown firms of a rest must be below t, each of them is bounded.  No
 * firm may be bounded to less than a point; under a rule that publishes groups
 * of two it is, so the attack works. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "benchmark/bench_inner.h"

#define FIRMS_MAX  120
#define WORLDS     200
#define COLLUDERS  2
#define POINT      STATS_MICRO
#define THRESHOLDS 2000

static const struct bench_shape shape = { 6, 4, 6, 1, 0, 0 };
static uint32_t                 seed;
static struct arena            *arena;

struct firm {
	int     profession, size, region;
	int32_t score;
	int32_t above, most; /* what the attacker knows: above < score <= most */
	bool    colludes;
};

struct world {
	struct firm       firms[FIRMS_MAX];
	size_t            n, cells;
	bool              published[BENCH_CELLS_MAX];
	struct bench_key  key[BENCH_CELLS_MAX];
	struct stats_dist dist[BENCH_CELLS_MAX];
	bool              holds[BENCH_CELLS_MAX][FIRMS_MAX];
	int32_t           thresholds[THRESHOLDS];
	size_t            threshold_count;
};

static int
below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* The rule tried: floors of the law, or groups of two next to each other. */
struct rule {
	bool law;
};

static void
publish(struct world *w, struct rule rule)
{
	struct bench_counter *c = bench_counter_new(arena, &shape);
	int64_t               n[BENCH_CELLS_MAX], source[BENCH_CELLS_MAX] = { 0 };

	for (size_t i = 0; i < w->n; i++)
		bench_counter_add(c, w->firms[i].profession, w->firms[i].size,
		    w->firms[i].region, &w->firms[i].score, NULL, NULL);
	w->cells = bench_cell_count(&shape);
	for (size_t i = 0; i < w->cells; i++) {
		w->key[i] = bench_cell_key(&shape, i);
		n[i] = bench_counter_n(c, w->key[i], 0);
		bench_counter_dist(arena, c, w->key[i], 0, &w->dist[i]);
		w->published[i] = n[i] >= 2;
		for (size_t f = 0; f < w->n; f++)
			w->holds[i][f] = bench_cell_holds(&shape, w->key[i],
			    w->firms[f].profession, w->firms[f].size, w->firms[f].region);
	}
	if (rule.law)
		bench_publish(&shape, bench_floor_of(&shape, 0), n, source, w->published);
}

static void
make_world(struct world *w, uint32_t number, struct rule rule)
{
	memset(w, 0, sizeof(*w));
	seed = number * 2246822519u + 3;
	w->n = 6 + (size_t)below(FIRMS_MAX - 6);
	for (size_t i = 0; i < w->n; i++)
		w->firms[i] = (struct firm){ 1 + below(1 + below(6)), 1 + below(4),
			1 + below(1 + below(6)), below(100 * POINT), -1, 100 * POINT, false };
	for (int i = 0; i < COLLUDERS; i++)
		w->firms[below((int)w->n)].colludes = true;
	publish(w, rule);
}

/* The quantiles shown of a group of n, in tenths and quarters. */
static size_t
shown(int64_t n, struct rule rule, int quantiles[5][2])
{
	static const int all[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };

	memcpy(quantiles, all, sizeof(all));
	if (!rule.law)
		return 5;
	return n >= BENCH_TAILS ? 5 : n >= BENCH_GROUP ? 3 : n >= BENCH_SHOW ? 1 : 0;
}

/* How many of the group have at most t: from low_out to high_out. */
static void
count_up_to(const struct world *w, size_t cell, int32_t t, struct rule rule,
    int64_t *low_out, int64_t *high_out)
{
	const struct stats_dist *d = &w->dist[cell];
	int64_t                  n = stats_count(d);
	int                      p[5][2];
	size_t                   count = shown(n, rule, p);

	*low_out = 0;
	*high_out = n;
	for (size_t i = 0; i < count; i++) {
		int64_t place = (n - 1) * p[i][0] / p[i][1];
		bool    between = (n - 1) * p[i][0] % p[i][1] != 0;

		if (stats_quantile7(d, p[i][0], p[i][1]) <= t) {
			if (place + 1 > *low_out)
				*low_out = place + 1;
		} else if (place + between < *high_out) {
			*high_out = place + between;
		}
	}
}

static void
learn(struct world *w, const bool *rest, int64_t low, int64_t high, int32_t t)
{
	int64_t unknown = 0, known = 0;

	for (size_t f = 0; f < w->n; f++) {
		if (!rest[f])
			continue;
		if (w->firms[f].colludes)
			known += w->firms[f].score <= t;
		else
			unknown++;
	}
	for (size_t f = 0; f < w->n; f++) {
		struct firm *firm = &w->firms[f];

		if (!rest[f] || firm->colludes)
			continue;
		if (low - known >= unknown && t < firm->most)
			firm->most = t;
		if (high - known <= 0 && t > firm->above)
			firm->above = t;
	}
}

/* A group, less the published groups of one level within it (0: none, which
 * are disjoint but for windows) or less a single one. */
static void
look_at(struct world *w, size_t wide, int level, size_t single, int32_t t, struct rule rule)
{
	bool    rest[FIRMS_MAX];
	int64_t low, high, in_low, in_high;

	memcpy(rest, w->holds[wide], sizeof(rest));
	count_up_to(w, wide, t, rule, &low, &high);
	for (size_t c = 0; c < w->cells; c++) {
		if (c == wide || !w->published[c] ||
		    (c != single && w->key[c].level != level) ||
		    !bench_cell_contains(&shape, w->key[wide], w->key[c]))
			continue;
		count_up_to(w, c, t, rule, &in_low, &in_high);
		low -= in_high;
		high -= in_low;
		for (size_t f = 0; f < w->n; f++)
			rest[f] = rest[f] && !w->holds[c][f];
	}
	learn(w, rest, low, high, t);
}

static void
add_thresholds(struct world *w, size_t cell, struct rule rule)
{
	int    p[5][2];
	size_t count = shown(stats_count(&w->dist[cell]), rule, p);

	for (size_t i = 0; i < count && w->threshold_count + 2 < THRESHOLDS; i++) {
		int32_t q = stats_quantile7(&w->dist[cell], p[i][0], p[i][1]);

		w->thresholds[w->threshold_count++] = q;
		w->thresholds[w->threshold_count++] = q - 1;
	}
}

/* Firms that the attacker knows to less than a point; truth is never lost. */
static size_t
isolated(struct world *w, struct rule rule)
{
	static const int disjoint[] = { 0, 1, 2, 4 };
	size_t           count = 0;

	for (size_t c = 0; c < w->cells; c++) {
		if (w->published[c])
			add_thresholds(w, c, rule);
	}
	for (size_t i = 0; i < w->threshold_count; i++) {
		int32_t t = w->thresholds[i];

		for (size_t c = 0; c < w->cells; c++) {
			if (!w->published[c])
				continue;
			for (size_t l = 0; l < 4; l++)
				look_at(w, c, disjoint[l], c, t, rule);
			for (size_t s = 0; s < w->cells; s++) {
				if (s != c && w->published[s] && w->key[s].level != 1 &&
				    bench_cell_contains(&shape, w->key[c], w->key[s]))
					look_at(w, c, 0, s, t, rule);
			}
		}
	}
	for (size_t f = 0; f < w->n; f++) {
		const struct firm *firm = &w->firms[f];

		if (firm->colludes)
			continue;
		assert_true(firm->above < firm->score && firm->score <= firm->most);
		count += firm->most - firm->above < POINT;
	}
	return count;
}

static size_t
isolated_in_all_worlds(struct rule rule, uint32_t worlds)
{
	static struct world w;
	size_t              count = 0;

	for (uint32_t number = 0; number < worlds; number++) {
		arena = arena_new((size_t)256 << 20);
		make_world(&w, number, rule);
		count += isolated(&w, rule);
		arena_free(arena);
	}
	return count;
}

static void
nobody_is_isolated_under_the_rules(void **state)
{
	(void)state;
	assert_int_equal(isolated_in_all_worlds((struct rule){ .law = true }, WORLDS), 0);
}

static void
groups_of_two_would_give_firms_away(void **state)
{
	(void)state;
	assert_true(isolated_in_all_worlds((struct rule){ .law = false }, 3) > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_isolated_under_the_rules),
		cmocka_unit_test(groups_of_two_would_give_firms_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
