/* SPDX-License-Identifier: ISC
 *
 * Who would see another world: each member, by what is printed of the group
 * without its own value, counted anew in both worlds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "benchmark/bench_audit.h"
#include "tests/unit/arena.h"

#define MOST   70
#define WORLDS 300

static const struct bench_shape shape = { 6, 4, 6, 1, 1, 1, 0 };
static uint64_t                 seed = 7;

static int
below(int n)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ z >> 31) % (uint64_t)n);
}

/* Scores in steps or any, numbers, answers. */
static int32_t
a_value(size_t channel, int kind)
{
	if (channel == 2)
		return 1 + below(5);
	if (channel == 1)
		return below(30) * 1000;
	return kind == 0 ? below(100 * STATS_MICRO + 1) : below(17) * 6250000;
}

static int
by_value(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

	return (a > b) - (a < b);
}

static void
dist_of(const int32_t *values, size_t n, struct stats_dist *d)
{
	int32_t *vals = ARENA_ARRAY(arena, int32_t, n),
	        *cums = ARENA_ARRAY(arena, int32_t, n);
	int32_t sorted[MOST];

	memcpy(sorted, values, n * sizeof(sorted[0]));
	qsort(sorted, n, sizeof(sorted[0]), by_value);
	*d = (struct stats_dist){ vals, cums, 0, NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		if (d->distinct == 0 || vals[d->distinct - 1] != sorted[i])
			vals[d->distinct++] = sorted[i];
		cums[d->distinct - 1] = (int32_t)i + 1;
	}
}

/* All that a member reads. */
static void
read_without(const struct stats_dist *whole, size_t channel, int level, int32_t own,
    int64_t read[12])
{
	static const int  p[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };
	struct stats_dist d = *whole;
	int64_t           n, bin[3] = { 0, 0, 0 };

	memset(read, 0, 12 * sizeof(read[0]));
	d.without = &own;
	d.without_count = 1;
	n = stats_count(&d);
	for (size_t i = 0; channel == 2 && i < d.distinct; i++)
		bin[d.vals[i] < 3    ? 0
		    : d.vals[i] == 3 ? 1
		                     : 2] += d.cums[i] - (i > 0 ? d.cums[i - 1] : 0) -
		                             (d.vals[i] == own);
	for (int i = 0; channel == 2 && n >= 20 && i < 3; i++)
		read[i] = bench_show_share(bin[i], n);
	for (int i = 0; channel < 2 && i < (channel == 0 ? 5 : 3); i++) {
		int32_t q;

		if (n < (i == 0 && level == 6 ? 5 : i < 3 ? 10 : 40))
			break;
		q = stats_quantile7(&d, p[i][0], p[i][1]);
		read[2 * i] = channel == 0 ? bench_paper_quantile(q) : bench_paper_fact(q);
		if (n < 10)
			read[2 * i + 1] = (own > q) - (own < q);
		else if (i < 3)
			read[2 * i + 1] = own >= q;
	}
	if (channel == 0 && n >= 20)
		read[10] = bench_paper_rank(stats_rank(&d, own));
}

static void
members_see_what_is_printed_otherwise(void **state)
{
	size_t seen = 0, unseen = 0;

	(void)state;
	for (int number = 0; number < WORLDS; number++) {
		size_t  channel = (size_t)below(3), n = 6 + (size_t)below(MOST - 6);
		int     kind = below(2), level = below(2) == 0 ? 6 : 4;
		int32_t was[MOST], is[MOST];
		struct stats_dist   before, after;
		struct bench_told   told;
		struct bench_change c = { .n = 1 + (size_t)below(BENCH_CHANGES) };
		struct bench_eyes   eyes, all;

		for (size_t i = 0; i < n; i++)
			is[i] = was[i] = a_value(channel, kind);
		for (size_t i = 0; i < c.n; i++) {
			is[i] = a_value(channel, kind);
			c.from[i] = was[i];
			c.to[i] = is[i];
		}
		dist_of(was, n, &before);
		dist_of(is, n, &after);
		bench_told_of(&shape, channel, level, &before, false, &told);
		bench_told_look(&told, &c, &eyes);
		all = eyes;
		bench_told_look_all(arena, &all);
		for (size_t i = c.n; i < n; i++) {
			int64_t old[12], new[12];
			bool    differs;

			read_without(&before, channel, level, was[i], old);
			read_without(&after, channel, level, was[i], new);
			differs = memcmp(old, new, sizeof(old)) != 0;
			assert_int_equal(bench_told_sees(&eyes, was[i]), differs);
			seen += differs;
			unseen += !differs;
		}
		/* Of many who lie between two values: whoever there may be. */
		for (int k = 0; k < 20; k++) {
			int32_t a = was[below((int)n)], b = was[below((int)n)];
			int32_t low = a < b ? a : b, high = a < b ? b : a;
			bool    any = false;

			for (size_t i = 0; i < n; i++)
				any = any || (was[i] >= low && was[i] <= high &&
				                 bench_told_sees(&eyes, was[i]));
			assert_int_equal(bench_told_any(&eyes, low, high), any);
			assert_int_equal(bench_told_any(&all, low, high), any);
		}
	}
	assert_true(seen > WORLDS && unseen > WORLDS);
}

/* Now and then only those who answered 3 would see it. */
static void
of_many_those_in_the_middle_are_asked_too(void **state)
{
	size_t found = 0;

	(void)state;
	for (int number = 0; number < 20 * WORLDS; number++) {
		size_t              n = 20 + (size_t)below(MOST - 20);
		struct bench_change c = { 1, { 1 }, { 3 + 2 * below(2) } };
		int32_t             answers[MOST] = { 1, 5, 3 };
		struct stats_dist   d;
		struct bench_told   told;
		struct bench_eyes   eyes;

		for (size_t i = 3; i < n; i++)
			answers[i] = a_value(2, 0);
		dist_of(answers, n, &d);
		bench_told_of(&shape, 2, 6, &d, false, &told);
		bench_told_look(&told, &c, &eyes);
		if (!bench_told_sees(&eyes, 3) || bench_told_sees(&eyes, 1) ||
		    bench_told_sees(&eyes, 5))
			continue;
		found++;
		assert_true(bench_told_any(&eyes, 1, 5));
	}
	assert_true(found > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_see_what_is_printed_otherwise),
		cmocka_unit_test(of_many_those_in_the_middle_are_asked_too),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
