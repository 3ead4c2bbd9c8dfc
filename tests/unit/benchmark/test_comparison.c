/* SPDX-License-Identifier: ISC
 *
 * What one firm is told of the others. */
#include <math.h>

#include "base/clock.h"
#include "tests/unit/benchmark/worlds.h"

static const struct firm thirty[] = {
	FIRM(LAW, 3, UKI, 47.5),
	FIRM(LAW, 3, UKI, 60),
	FIRM(LAW, 3, UKI, 48.75),
	FIRM(LAW, 3, UKI, 47.5),
	FIRM(LAW, 3, UKI, 37.5),
	FIRM(LAW, 3, UKI, 48.75),
	FIRM(LAW, 3, EUR, 70),
	FIRM(LAW, 3, EUR, 58.75),
	FIRM(LAW, 3, EUR, 68.75),
	FIRM(LAW, 4, UKI, 56.25),
	FIRM(LAW, 4, UKI, 58.75),
	FIRM(LAW, 4, NAM, 55),
	FIRM(LAW, 4, NAM, 25),
	FIRM(LAW, 2, UKI, 66.25),
	FIRM(LAW, 2, UKI, 60),
	FIRM(LAW, 2, UKI, 60),
	FIRM(ACC, 2, UKI, 25),
	FIRM(ACC, 2, UKI, 23.75),
	FIRM(ACC, 3, EUR, 37.5),
	FIRM(ACC, 3, EUR, 45),
	FIRM(ACC, 3, EUR, 57.5),
	FIRM(ACC, 4, NAM, 51.25),
	FIRM(ACC, 4, NAM, 60),
	FIRM(CON, 1, EUR, 41.25),
	FIRM(CON, 1, EUR, 57.5),
	FIRM(CON, 2, NAM, 58.75),
	FIRM(CON, 2, NAM, 41.25),
	FIRM(CON, 2, NAM, 80),
	FIRM(ARC, 1, UKI, 61.25),
	FIRM(ARC, 1, UKI, 71.25),
};

static void
near(const char *what, double got, double want)
{
	if (!(fabs(got - want) <= 0.0001))
		fail_msg("%s: got %.6f, want %.6f", what, got, want);
}

static void
ladder_gives_each_firm_the_level_and_figures_of_the_thirty(void **state)
{
	static const struct {
		int                firm, n[BENCH_LEVELS], level, chosen;
		double             q1, q2, q3, rank;
		bool               has_rank;
		enum bench_quarter quarter;
	} row[] = {
		{ 1, { 5, 8, 15, 15, 25, 29 }, 3, 15, 48.75, 58.75, 60, 16.6667, false,
		    BENCH_QUARTER_BOTTOM },
		{ 8, { 2, 8, 15, 15, 25, 29 }, 3, 15, 48.125, 56.25, 60, 56.6667, false,
		    BENCH_QUARTER_SECOND },
		{ 17, { 1, 1, 4, 6, 23, 29 }, 5, 23, 46.25, 57.5, 60.625, 4.3478, true,
		    BENCH_QUARTER_BOTTOM },
		{ 20, { 2, 2, 6, 6, 25, 29 }, 6, 29, 47.5, 57.5, 60, 24.1379, true,
		    BENCH_QUARTER_BOTTOM },
		{ 25, { 1, 1, 4, 4, 11, 29 }, 5, 11, 41.25, 60, 63.75, 36.3636, false,
		    BENCH_QUARTER_THIRD },
		{ 29, { 1, 1, 1, 1, 11, 29 }, 5, 11, 41.25, 58.75, 63.125, 72.7273, false,
		    BENCH_QUARTER_SECOND },
	};
	struct bench_counter        *counter;
	const struct bench_snapshot *s = snapshot_of(&small, thirty, COUNT(thirty), &counter);

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		const struct firm      *firm = &thirty[row[i].firm - 1];
		struct bench_subject    subject;
		struct bench_comparison c;
		struct stats_dist       dist;
		int32_t                 own = firm->score[0];
		struct bench_key        key;

		for (int level = 1; level <= BENCH_LEVELS; level++) {
			assert_true(bench_cell_of(level, firm->profession, firm->size,
			    firm->region, &key));
			assert_int_equal(bench_counter_n(counter, key, 0) - 1,
			    row[i].n[level - 1]);
		}
		subject_of(firm, true, &subject);
		bench_compare(s, &subject, &c);
		assert_true(c.any);
		assert_int_equal(c.level, row[i].level);
		assert_int_equal(c.measure[0].band,
		    row[i].chosen < 20 ? BENCH_BAND_10 : BENCH_BAND_20);
		near("q1", c.measure[0].q1 / 1e6, row[i].q1);
		near("median", c.measure[0].median / 1e6, row[i].q2);
		near("q3", c.measure[0].q3 / 1e6, row[i].q3);
		assert_int_equal(c.measure[0].quarter, row[i].quarter);
		assert_int_equal(c.measure[0].has_rank, row[i].has_rank);
		assert_false(c.measure[0].has_tails);
		/* The rank is right even where it is too early to show it. */
		bench_cell_of(c.level, firm->profession, firm->size, firm->region, &key);
		bench_counter_dist(arena, counter, key, 0, &dist);
		dist.without = &own;
		dist.without_count = 1;
		near("rank", stats_rank(&dist, own) / 1e6, row[i].rank);
		if (row[i].has_rank)
			near("rank shown", c.measure[0].rank / 1e6, row[i].rank);
	}
}

static void
paper_says_5_where_the_rank_is_4(void **state)
{
	(void)state;
	assert_int_equal(bench_paper_rank(4347826), 5);
	assert_int_equal(bench_paper_rank(0), 5);
	assert_int_equal(bench_paper_rank(100 * MICRO), 95);
	assert_int_equal(bench_paper_rank(24137931), 25);
	assert_int_equal(bench_paper_rank(22499999), 20);
	assert_int_equal(bench_paper_rank(22500000), 25);
	assert_int_equal(bench_paper_quantile(48125000), 48000000);
	assert_int_equal(bench_paper_quantile(48250000), 48500000);
	assert_int_equal(bench_paper_fact(1406), 1500);
}

static void
the_whole_pool_speaks_from_five_others(void **state)
{
	static const struct {
		size_t          firms;
		bool            any, quartiles, rank, tails;
		enum bench_band band;
	} row[] = { { 5, false, false, false, false, BENCH_BAND_NONE },
		{ 6, true, false, false, false, BENCH_BAND_5 },
		{ 9, true, false, false, false, BENCH_BAND_5 },
		{ 10, true, false, false, false, BENCH_BAND_5 },
		{ 11, true, true, false, false, BENCH_BAND_10 },
		{ 20, true, true, false, false, BENCH_BAND_10 },
		{ 21, true, true, true, false, BENCH_BAND_20 },
		{ 40, true, true, true, false, BENCH_BAND_20 },
		{ 41, true, true, true, true, BENCH_BAND_40 } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct firm             firms[41] = { { 0 } };
		struct bench_subject    subject;
		struct bench_comparison c;

		for (size_t f = 0; f < row[i].firms; f++)
			firms[f].score[0] = (int32_t)f * MICRO;
		subject_of(&firms[0], true, &subject);
		bench_compare(snapshot_of(&small, firms, row[i].firms, NULL), &subject, &c);
		assert_int_equal(c.any, row[i].any);
		assert_int_equal(c.band, row[i].band);
		assert_int_equal(c.measure[0].has_quartiles, row[i].quartiles);
		assert_int_equal(c.measure[0].has_rank, row[i].rank);
		assert_int_equal(c.measure[0].has_tails, row[i].tails);
	}
}

static int
by_value(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

/* Every figure shown is that of a list of the others, made the slow way, and
 * no figure is shown that the number of others does not allow. */
static void
a_comparison_is_that_of_the_others_alone(void **state)
{
	struct firm firms[150];
	int         shown = 0, silent = 0;

	(void)state;
	for (uint32_t world = 100; world < 200; world++) {
		size_t                       n = random_world(world, firms, COUNT(firms));
		struct arena_mark            mark = arena_mark(arena);
		const struct bench_snapshot *s = snapshot_of(&wide, firms, n, NULL);

		for (size_t i = 0; i < n && i < 20; i++) {
			struct bench_subject    subject;
			struct bench_comparison c;
			struct bench_key        key;

			subject_of(&firms[i], true, &subject);
			bench_compare(s, &subject, &c);
			silent += !c.any;
			if (!c.any)
				continue;
			bench_cell_of(c.level, subject.profession, subject.size,
			    subject.region, &key);
			for (size_t m = 0; m < wide.measures; m++) {
				int32_t list[150];
				size_t  others = 0;

				for (size_t o = 0; o < n; o++) {
					if (o != i && firms[o].score[m] != BENCH_NONE &&
					    bench_cell_holds(&wide, key, firms[o].profession,
					        firms[o].size, firms[o].region))
						list[others++] = firms[o].score[m];
				}
				if (!c.measure[m].any)
					continue;
				shown++;
				qsort(list, others, sizeof(list[0]), by_value);
				assert_true(others >= (c.level == 6 ? 5u : 10u));
				assert_int_equal(c.measure[m].has_quartiles, others >= 10);
				assert_int_equal(c.measure[m].has_rank,
				    others >= 20 && subject.score[m] != BENCH_NONE);
				assert_int_equal(c.measure[m].has_tails, others >= 40);
				assert_int_equal(c.measure[m].median,
				    stats_divide(
				        (int64_t)list[(others - 1) / 2] + list[others / 2],
				        2));
			}
		}
		arena_rewind(arena, mark);
	}
	assert_true(shown > 1000 && silent > 10);
}

static void
silence_has_one_face(void **state)
{
	static const size_t     sizes[] = { 0, 1, 4, 5 };
	struct bench_comparison none, c;
	struct bench_subject    subject;
	struct firm             firms[6] = { { 0 } };

	(void)state;
	for (int i = 0; i < 6; i++)
		firms[i].score[0] = i * MICRO;
	subject_of(&firms[0], true, &subject);
	bench_compare(NULL, &subject, &none);
	for (size_t i = 0; i < COUNT(sizes); i++) {
		subject.own_count = sizes[i] > 0;
		bench_compare(snapshot_of(&small, firms, sizes[i], NULL), &subject, &c);
		assert_memory_equal(&c, &none, sizeof(c));
	}
	/* Six are enough, so the test above is not idle. */
	bench_compare(snapshot_of(&small, firms, 6, NULL), &subject, &c);
	assert_true(c.any);
}

static void
a_merged_firm_takes_all_its_rows_out(void **state)
{
	struct firm             firms[13] = { { 0 } };
	struct bench_subject    subject;
	struct bench_comparison c;

	(void)state;
	for (int i = 0; i < 13; i++)
		firms[i].score[0] = i * MICRO;
	subject_of(&firms[0], true, &subject);
	subject.own_count = 3;
	subject.own[1] = subject.own[2] = subject.own[0];
	subject.own[1].score[0] = 12 * MICRO;
	subject.own[2].score[0] = 6 * MICRO;
	bench_compare(snapshot_of(&small, firms, 13, NULL), &subject, &c);
	/* Left: 1 2 3 4 5 7 8 9 10 11. */
	assert_int_equal(c.measure[0].median, 6 * MICRO);
	assert_int_equal(c.measure[0].q1, 3250000);
	assert_int_equal(c.measure[0].q3, 8750000);
	/* A row of another snapshot is not in these cells. */
	subject.own[1].snapshot = 2;
	bench_compare(snapshot_of(&small, firms, 13, NULL), &subject, &c);
	assert_int_equal(c.measure[0].q3, 9500000);
}

static void
a_firm_with_many_merged_into_it_takes_them_all_out(void **state)
{
	struct firm             firms[OWN_MOST + 5] = { { 0 } };
	struct bench_subject    subject;
	struct bench_comparison c;

	(void)state;
	for (int i = 0; i < OWN_MOST + 5; i++)
		firms[i].score[0] = (OWN_MOST + 5 - i) * MICRO;
	subject_of(&firms[0], true, &subject);
	for (int i = 1; i < OWN_MOST; i++) {
		subject.own[i] = subject.own[0];
		subject.own[i].score[0] = firms[i].score[0];
	}
	subject.own_count = OWN_MOST;
	bench_compare(snapshot_of(&small, firms, OWN_MOST + 5, NULL), &subject, &c);
	/* Left: 1 2 3 4 5. */
	assert_true(c.any);
	assert_int_equal(c.band, BENCH_BAND_5);
	assert_int_equal(c.measure[0].median, 3 * MICRO);
}

static void
answers_come_in_three_bins_from_twenty_firms(void **state)
{
	static const struct bench_shape shape = { 6, 4, 6, 1, 0, 1, 0 };
	struct firm                     firms[41] = { { 0 } };
	struct bench_subject            subject;
	struct bench_comparison         c;

	(void)state;
	for (int i = 0; i < 41; i++)
		firms[i].item[0] = i == 0 ? 3 : i <= 1 ? 1 : i <= 8 ? 3 : 5;
	subject_of(&firms[0], true, &subject);
	bench_compare(snapshot_of(&shape, firms, 41, NULL), &subject, &c);
	assert_true(c.item[0].any);
	assert_int_equal(c.item[0].low, BENCH_UNDER_5); /* 1 of 40 */
	assert_int_equal(c.item[0].middle, 20);         /* 7 of 40: 17.5 */
	assert_int_equal(c.item[0].high, 80);           /* 32 of 40 */
	for (int i = 0; i < 41; i++)
		firms[i].item[0] = 4;
	subject_of(&firms[0], true, &subject);
	bench_compare(snapshot_of(&shape, firms, 41, NULL), &subject, &c);
	assert_int_equal(c.item[0].high, BENCH_OVER_95);
	assert_int_equal(c.item[0].low, BENCH_UNDER_5);
	firms[0].item[0] = 255; /* don't know is no answer: 20 others of 20 */
	subject_of(&firms[0], true, &subject);
	bench_compare(snapshot_of(&shape, firms, 21, NULL), &subject, &c);
	assert_true(c.item[0].any);
	bench_compare(snapshot_of(&shape, firms, 20, NULL), &subject, &c);
	assert_false(c.item[0].any);
}

static void
one_level_serves_the_whole_report(void **state)
{
	static const struct bench_shape shape = { 6, 4, 6, 2, 1, 0, 0 };
	struct firm                     firms[40];
	struct bench_subject            subject;
	struct bench_comparison         c;

	(void)state;
	/* Twenty law firms, ten of which lack the second measure. */
	for (int i = 0; i < 40; i++) {
		firms[i] = (struct firm)FIRM(i < 20 ? LAW : ACC, 2, UKI, i);
		firms[i].score[1] = i >= 10 && i < 20 ? BENCH_NONE : i * MICRO;
		firms[i].fact[0] = i * 1000;
	}
	subject_of(&firms[0], true, &subject);
	bench_compare(snapshot_of(&shape, firms, 40, NULL), &subject, &c);
	assert_int_equal(c.level, 5); /* law has 19 and 9 others */
	assert_true(c.measure[0].any && c.measure[1].any && c.fact[0].any);
	assert_int_equal(c.fact[0].median, 20000);
	/* A response without that measure is served by the narrowest cell. */
	subject_of(&firms[10], true, &subject);
	bench_compare(snapshot_of(&shape, firms, 40, NULL), &subject, &c);
	assert_int_equal(c.level, 1);
	assert_true(c.measure[0].any);
	assert_false(c.fact[0].has_rank || c.fact[0].has_tails);
}

static void
comparing_with_a_million_firms_takes_microseconds(void **state)
{
	static const struct bench_shape shape = { 6, 4, 6, 8, 0, 0, 0 };
	struct arena                   *big = arena_new((size_t)1 << 30);
	struct bench_counter           *counter = bench_counter_new(big, &shape);
	struct bench_info               info = { .id = 1 };
	struct bench_snapshot          *s;
	struct bench_subject            subject;
	struct bench_comparison         c;
	struct firm                     firm;
	int64_t                         begun, spent, best = INT64_MAX;

	(void)state;
	seed = 3;
	memset(&firm, 0, sizeof(firm));
	for (int i = 0; i < 1000000; i++) {
		int64_t sum = 0;

		firm.profession = 1 + below(6);
		firm.size = 1 + below(4);
		firm.region = 1 + below(6);
		for (int m = 1; m < 8; m++) {
			firm.score[m] = below(17) * 6250000;
			sum += firm.score[m];
		}
		firm.score[0] = (int32_t)stats_divide(sum, 7);
		bench_counter_add(counter, firm.profession, firm.size, firm.region,
		    firm.score, firm.fact, firm.item);
	}
	s = bench_snapshot_count(big, counter, &shape, &info);
	subject_of(&firm, true, &subject);
	for (int round = 0; round < 50; round++) {
		begun = clock_monotonic();
		for (int i = 0; i < 20; i++)
			bench_compare(s, &subject, &c);
		spent = clock_monotonic() - begun;
		best = spent < best ? spent : best;
	}
	assert_int_equal(c.level, 1);
	print_message("comparison: %.2f us, memory %zu KB\n", (double)best / 20,
	    arena_used(big) / 1024);
	/* Sanitizers and other load may slow it down; the bench measures it. */
	assert_true(best / 20 < 100);
	arena_free(big);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ladder_gives_each_firm_the_level_and_figures_of_the_thirty),
		cmocka_unit_test(paper_says_5_where_the_rank_is_4),
		cmocka_unit_test(the_whole_pool_speaks_from_five_others),
		cmocka_unit_test(a_comparison_is_that_of_the_others_alone),
		cmocka_unit_test(silence_has_one_face),
		cmocka_unit_test(a_merged_firm_takes_all_its_rows_out),
		cmocka_unit_test(a_firm_with_many_merged_into_it_takes_them_all_out),
		cmocka_unit_test(answers_come_in_three_bins_from_twenty_firms),
		cmocka_unit_test(one_level_serves_the_whole_report),
		cmocka_unit_test(comparing_with_a_million_firms_takes_microseconds),
	};

	return cmocka_run_group_tests_name("comparison", tests, setup, teardown);
}
