/* SPDX-License-Identifier: ISC
 *
 * What a reader without a firm sees of a snapshot: by number of firms, by
 * group, and that all that is withheld looks the same. */
#include <limits.h>
#include <string.h>

#include "benchmark/bench_inner.h"
#include "benchmark/bench_view.h"
#include "tests/unit/arena.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MICRO    STATS_MICRO

static const struct bench_shape shape = { 6, 4, 6, 2, 1, 2, 0 };

/* n firms of that group, the i-th with measure i, fact i and item answer 1..5. */
static void
add(struct bench_counter *c, int profession, int size, int region, int n)
{
	for (int i = 0; i < n; i++) {
		int32_t score[BENCH_MEASURES_MAX] = { i * MICRO, (99 - i) * MICRO };
		int32_t fact[BENCH_FACTS_MAX] = { i * 1000 };
		uint8_t item[BENCH_ITEMS_MAX] = { (uint8_t)(1 + i % 5), 255 };

		bench_counter_add(c, profession, size, region, score, fact, item);
	}
}

static struct bench_snapshot *
counted(const struct bench_counter *c)
{
	return bench_snapshot_count(arena, c, &shape,
	    &(struct bench_info){ .id = 7, .built_at = 5 });
}

static const struct bench_pick all = { 6, 0, 0, 0 }, law = { 4, 1, 0, 0 };

static void
number_of_firms_decides_what_is_shown(void **state)
{
	static const struct {
		int             n;
		bool            whole, part, quartiles, bins, tails;
		enum bench_band band;
	} row[] = {
		{ 4, false, false, false, false, false, BENCH_BAND_NONE },
		{ 5, true, false, false, false, false, BENCH_BAND_5 },
		{ 9, true, false, false, false, false, BENCH_BAND_5 },
		{ 10, true, true, true, false, false, BENCH_BAND_10 },
		{ 19, true, true, true, false, false, BENCH_BAND_10 },
		{ 20, true, true, true, true, false, BENCH_BAND_20 },
		{ 29, true, true, true, true, false, BENCH_BAND_20 },
		{ 30, true, true, true, true, false, BENCH_BAND_20 },
		{ 39, true, true, true, true, false, BENCH_BAND_20 },
		{ 40, true, true, true, true, true, BENCH_BAND_40 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_counter   *c = bench_counter_new(arena, &shape);
		struct bench_comparison whole, part;
		struct bench_share      share;
		struct bench_snapshot  *s;

		add(c, 1, 2, 3, row[i].n);
		s = counted(c);
		bench_view(s, all, &whole);
		bench_view(s, law, &part);
		share = bench_view_share(s, all, 0, BENCH_AT_LEAST, 10000);
		print_message("%d firms\n", row[i].n);
		assert_int_equal(whole.any, row[i].whole);
		assert_int_equal(part.any, row[i].part);
		assert_int_equal(whole.band, row[i].band);
		for (size_t m = 0; m < 2; m++) {
			assert_int_equal(whole.measure[m].any, row[i].whole);
			assert_int_equal(whole.measure[m].has_quartiles, row[i].quartiles);
			assert_int_equal(whole.measure[m].has_tails, row[i].tails);
			assert_false(whole.measure[m].has_rank);
			assert_false(whole.measure[m].has_own);
		}
		assert_int_equal(whole.fact[0].any, row[i].whole);
		assert_int_equal(whole.fact[0].has_quartiles, row[i].quartiles);
		assert_false(whole.fact[0].has_tails);
		assert_int_equal(whole.item[0].any, row[i].bins);
		assert_false(whole.item[1].any); /* nobody answered it */
		assert_int_equal(share.any, row[i].bins);
	}
}

static void
what_is_withheld_is_the_same_bytes_whatever_the_reason(void **state)
{
	struct bench_counter   *c = bench_counter_new(arena, &shape);
	struct bench_comparison few, none, close, seen;
	struct bench_snapshot  *s;

	(void)state;
	add(c, 1, 1, 1, 40);
	add(c, 1, 2, 1, 3); /* law is 43: its first size would give three away */
	add(c, 2, 1, 1, 9);
	s = counted(c);
	bench_view(s, (struct bench_pick){ 4, 2, 0, 0 }, &few);
	bench_view(s, (struct bench_pick){ 4, 3, 0, 0 }, &none);
	bench_view(s, (struct bench_pick){ 2, 1, 1, 0 }, &close);
	assert_memory_equal(&few, &none, sizeof(few));
	assert_memory_equal(&few, &close, sizeof(few));
	assert_int_equal(bench_view_source(s, (struct bench_pick){ 2, 1, 1, 0 }, 0), 0);
	/* The control: with the three others its own group, it is shown. */
	c = bench_counter_new(arena, &shape);
	add(c, 1, 1, 1, 40);
	add(c, 1, 2, 1, 5);
	bench_view(counted(c), (struct bench_pick){ 2, 1, 1, 0 }, &seen);
	assert_true(seen.any);
}

static void
groups_come_from_a_closed_list(void **state)
{
	static const struct {
		int  profession, size, region, level;
		bool window;
	} row[] = {
		{ 0, 0, 0, 6, false },
		{ 1, 0, 0, 4, false },
		{ 0, 2, 0, 5, true },
		{ 0, 2, 0, 0, false },
		{ 1, 2, 0, 3, true },
		{ 1, 2, 0, 2, false },
		{ 1, 2, 3, 1, false },
		{ 1, 2, 3, 0, true },
		{ 1, 0, 3, 0, false },
		{ 0, 0, 3, 0, false },
		{ 7, 0, 0, 0, false },
		{ 1, 5, 0, 0, false },
		{ 1, 2, 7, 0, false },
		{ -1, 0, 0, 0, false },
	};
	const struct bench_groups groups = { 6, 4, 6 };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_pick pick;
		bool              got = bench_pick_of(groups, row[i].profession, row[i].size,
		                 row[i].window, row[i].region, &pick);

		print_message("row %zu\n", i);
		assert_int_equal(got, row[i].level > 0);
		if (got)
			assert_int_equal(pick.level, row[i].level);
	}
}

static void
windows_end_where_the_sizes_end(void **state)
{
	static const int row[][3] = { { 1, 1, 2 }, { 2, 1, 3 }, { 3, 2, 4 }, { 4, 3, 4 } };
	const struct bench_groups groups = { 6, 4, 6 };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		int first, last;

		bench_pick_sizes(groups, (struct bench_pick){ 5, 0, row[i][0], 0 }, &first,
		    &last);
		assert_int_equal(first, row[i][1]);
		assert_int_equal(last, row[i][2]);
		bench_pick_sizes(groups, (struct bench_pick){ 2, 1, row[i][0], 0 }, &first,
		    &last);
		assert_int_equal(first, row[i][0]);
		assert_int_equal(last, row[i][0]);
	}
}

static void
shares_come_in_fives_and_their_interval_covers_them(void **state)
{
	static const struct {
		int     n, bound; /* facts are 0..n-1 thousand */
		uint8_t share, low, high;
	} row[] = {
		{ 25, 3, 90, 70, 100 }, /* 22 of 25 */
		{ 25, 25, BENCH_UNDER_5, 0, 15 },
		{ 25, 0, BENCH_OVER_95, 85, 100 },
		{ 20, 10, 50, 25, 75 },
		{ 99, 50, 50, 40, 60 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_counter  *c = bench_counter_new(arena, &shape);
		struct bench_share     least, most;
		struct bench_snapshot *s;

		add(c, 1, 1, 1, row[i].n);
		s = counted(c);
		least = bench_view_share(s, all, 0, BENCH_AT_LEAST, row[i].bound * 1000);
		most = bench_view_share(s, all, 0, BENCH_AT_MOST, row[i].bound * 1000 - 1000);
		print_message("row %zu: %d, %d to %d\n", i, least.share, least.low,
		    least.high);
		assert_true(least.any);
		assert_int_equal(least.share, row[i].share);
		assert_int_equal(least.low, row[i].low);
		assert_int_equal(least.high, row[i].high);
		assert_int_equal(least.share + most.share, 100);
	}
}

static void
alpha_needs_a_spread_that_was_kept(void **state)
{
	struct bench_counter  *c = bench_counter_new(arena, &shape);
	struct bench_snapshot *s;
	int                    alpha = 0;

	(void)state;
	add(c, 1, 1, 1, 40);
	s = counted(c);
	assert_false(bench_view_alpha(s, 1, &alpha));
	s->sd[1] = 16;
	s->alpha[1] = 0.784;
	assert_true(bench_view_alpha(s, 1, &alpha));
	assert_int_equal(alpha, 78);
	assert_int_equal(bench_hundredths((double)__builtin_nan("")), INT_MIN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_of_firms_decides_what_is_shown),
		cmocka_unit_test(what_is_withheld_is_the_same_bytes_whatever_the_reason),
		cmocka_unit_test(groups_come_from_a_closed_list),
		cmocka_unit_test(windows_end_where_the_sizes_end),
		cmocka_unit_test(shares_come_in_fives_and_their_interval_covers_them),
		cmocka_unit_test(alpha_needs_a_spread_that_was_kept),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
