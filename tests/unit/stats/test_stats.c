/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "stats/stats.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define LIST_MAX 600

/* A distribution made the slow way from a list of values. */
struct list {
	int32_t           vals[LIST_MAX], cums[LIST_MAX];
	struct stats_dist dist;
};

static int
by_value(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;

	return (x > y) - (x < y);
}

static void
make_list(struct list *l, const int32_t *values, size_t n)
{
	int32_t sorted[LIST_MAX];
	size_t  distinct = 0;

	memcpy(sorted, values, n * sizeof(values[0]));
	qsort(sorted, n, sizeof(sorted[0]), by_value);
	for (size_t i = 0; i < n; i++) {
		if (distinct == 0 || l->vals[distinct - 1] != sorted[i])
			l->vals[distinct++] = sorted[i];
		l->cums[distinct - 1] = (int32_t)i + 1;
	}
	l->dist = (struct stats_dist){ l->vals, l->cums, distinct, NULL, 0 };
}

static void
make_points(struct list *l, const double *points, size_t n)
{
	int32_t micro[LIST_MAX];

	for (size_t i = 0; i < n; i++)
		micro[i] = (int32_t)lround(points[i] * STATS_MICRO);
	make_list(l, micro, n);
}

static const double n12[] = { 31.25, 37.5, 43.75, 43.75, 50, 50, 50, 56.25, 62.5, 62.5, 75,
	81.25 };
static const double n11[] = { 25, 31.25, 37.5, 37.5, 43.75, 50, 50, 62.5, 68.75, 75, 93.75 };
static const double n10[] = { 18.75, 25, 25, 37.5, 43.75, 56.25, 56.25, 68.75, 75, 87.5 };
static const double n5[] = { 25, 40, 55, 60, 85 };

static void
near(const char *what, double got, double want)
{
	if (!(fabs(got - want) <= 0.0001))
		fail_msg("%s: got %.6f, want %.6f", what, got, want);
}

static void
rank_counts_lower_and_half_of_equal(void **state)
{
	static const struct {
		double own, rank;
	} row[] = { { 50, 45.8333 }, { 62.5, 75 }, { 60, 66.6667 }, { 31.25, 4.1667 },
		{ 81.25, 95.8333 }, { 20, 0 }, { 90, 100 } };
	struct list l;

	(void)state;
	make_points(&l, n12, COUNT(n12));
	for (size_t i = 0; i < COUNT(row); i++)
		near("rank", stats_rank(&l.dist, (int32_t)(row[i].own * STATS_MICRO)) / 1e6,
		    row[i].rank);
}

static void
quartiles_are_of_type_7(void **state)
{
	static const struct {
		const char   *name;
		const double *list;
		size_t        n;
		double        q1, q2, q3;
	} row[] = {
		{ "n12", n12, COUNT(n12), 43.75, 50, 62.5 },
		{ "n11", n11, COUNT(n11), 37.5, 50, 65.625 },
		{ "n10", n10, COUNT(n10), 28.125, 50, 65.625 },
		{ "n5", n5, COUNT(n5), 40, 55, 60 },
	};
	struct list l;

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		make_points(&l, row[i].list, row[i].n);
		near(row[i].name, stats_quantile7(&l.dist, 1, 4) / 1e6, row[i].q1);
		near(row[i].name, stats_quantile7(&l.dist, 1, 2) / 1e6, row[i].q2);
		near(row[i].name, stats_quantile7(&l.dist, 3, 4) / 1e6, row[i].q3);
	}
	make_points(&l, n12, COUNT(n12));
	near("p10", stats_quantile7(&l.dist, 1, 10) / 1e6, 38.125);
	near("p90", stats_quantile7(&l.dist, 9, 10) / 1e6, 73.75);
}

static void
halves_are_rounded_away_from_zero(void **state)
{
	static const int32_t odd[] = { 0, 1 }, minus[] = { -1, 0 };
	struct list          l;

	(void)state;
	make_list(&l, odd, 2);
	assert_int_equal(stats_quantile7(&l.dist, 1, 2), 1);
	make_list(&l, minus, 2);
	assert_int_equal(stats_quantile7(&l.dist, 1, 2), -1);
	assert_int_equal(stats_divide(-7, 2), -4);
	assert_int_equal(stats_divide(7, 3), 2);
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void
leaving_values_out_equals_a_list_without_them(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 400; round++) {
		int32_t     values[LIST_MAX], without[8], rest[LIST_MAX];
		size_t      n = 2 + next_random(&seed) % 60, gone, left = 0;
		struct list whole, part;

		for (size_t i = 0; i < n; i++)
			values[i] = (int32_t)(next_random(&seed) % 13) * 6250000;
		gone = 1 + next_random(&seed) % 3;
		gone = gone < n ? gone : n - 1;
		/* The first `gone` of a random list are as good as any. */
		memcpy(without, values, gone * sizeof(values[0]));
		qsort(without, gone, sizeof(without[0]), by_value);
		for (size_t i = gone; i < n; i++)
			rest[left++] = values[i];
		make_list(&whole, values, n);
		whole.dist.without = without;
		whole.dist.without_count = gone;
		make_list(&part, rest, left);
		assert_int_equal(stats_count(&whole.dist), left);
		for (int p = 0; p <= 20; p++)
			assert_int_equal(stats_quantile7(&whole.dist, p, 20),
			    stats_quantile7(&part.dist, p, 20));
		for (int v = -1; v < 14; v++)
			assert_int_equal(stats_rank(&whole.dist, v * 6250000),
			    stats_rank(&part.dist, v * 6250000));
	}
}

static void
wilson_gives_the_published_intervals(void **state)
{
	static const struct {
		int    hits, n;
		double p, low, high;
	} row[] = { { 22, 25, 0.88, 0.7004, 0.9583 }, { 0, 8, 0, 0, 0.3244 },
		{ 8, 8, 1, 0.6756, 1 }, { 5, 12, 0.4167, 0.1933, 0.6805 },
		{ 3, 40, 0.075, 0.0258, 0.1986 } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct stats_interval w = stats_wilson(row[i].hits, row[i].n);

		near("p", w.estimate, row[i].p);
		near("low", w.low, row[i].low);
		near("high", w.high, row[i].high);
	}
}

static const struct {
	int    p, n, d;
	double s, se, low, high, as, ase, alow, ahigh;
} recommendations[] = {
	{ 19, 8, 9, 27.7778, 13.9505, 0.4353, 55.1202, 25.6410, 13.3076, -0.4415, 51.7235 },
	{ 6, 0, 0, 100, 0, 100, 100, 66.6667, 20.7870, 25.9249, 100 },
	{ 3, 1, 1, 40, 35.7771, -30.1218, 100, 25, 27.9508, -29.7827, 79.7827 },
	{ 60, 25, 15, 45, 7.3993, 30.4976, 59.5024, 43.6893, 7.3196, 29.3431, 58.0355 },
	{ 4, 5, 9, -27.7778, 18.9306, -64.8811, 9.3255, -23.8095, 17.3725, -57.8590,
	    10.2399 },
};

static void
recommendation_score_has_an_adjusted_interval(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(recommendations); i++) {
		struct stats_recommendation r = stats_recommend(recommendations[i].p,
		    recommendations[i].n, recommendations[i].d);

		near("S", r.score, recommendations[i].s);
		near("SE", r.se, recommendations[i].se);
		near("low", r.low, recommendations[i].low);
		near("high", r.high, recommendations[i].high);
		near("S'", r.adjusted, recommendations[i].as);
		near("SE'", r.adjusted_se, recommendations[i].ase);
		near("low'", r.adjusted_low, recommendations[i].alow);
		near("high'", r.adjusted_high, recommendations[i].ahigh);
	}
}

static void
two_recommendation_scores_differ_by_more_than_chance_or_not(void **state)
{
	struct stats_recommendation a = stats_recommend(19, 8, 9);
	struct stats_recommendation b = stats_recommend(60, 25, 15);
	struct stats_difference     d = stats_recommend_difference(&a, &b);

	(void)state;
	near("difference", d.value, 17.2222);
	near("SE", d.se, 15.7913);
	near("z", d.z, 1.0906);
	near("p", d.p, 0.2754);
	near("low", d.low, -13.7282);
	near("high", d.high, 48.1726);
}

static void
least_change_follows_spread_and_reliability(void **state)
{
	(void)state;
	near("MDC", stats_least_change(16, 0.8), 19.8334);
	near("nothing wobbles", stats_least_change(16, 1), 0);
	near("medians of 40", stats_least_median_change(16, 40), 8.7885);
	near("medians of 10", stats_least_median_change(16, 10), 17.5769);
}

static void
alpha_needs_the_reversed_item_reversed(void **state)
{
	static const char *const raw[] = { "4432", "2324", "5451", "3333", "1225", "4542",
		"2214", "3432" };
	static const double      rest[] = { 0.9456, 0.8552, 0.8790, 0.9493 };
	static const double      without[] = { 0.9344, 0.9637, 0.9542, 0.9340 };
	double                   rows[8 * 4], wrong[8 * 4];
	struct stats_alpha_sum   sum = { 0 };

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		int whole[4];

		for (size_t j = 0; j < 4; j++) {
			wrong[i * 4 + j] = raw[i][j] - '0';
			rows[i * 4 + j] = j == 3 ? '6' - raw[i][j] : raw[i][j] - '0';
			whole[j] = (int)rows[i * 4 + j];
		}
		stats_alpha_add(&sum, whole, 4);
	}
	near("alpha", stats_alpha(rows, 8, 4), 0.9602);
	near("alpha of a stream", stats_alpha_of(&sum, 4), 0.9602);
	near("alpha, reversal forgotten", stats_alpha(wrong, 8, 4), -0.4360);
	for (size_t j = 0; j < 4; j++) {
		near("item-rest", stats_item_rest(rows, 8, 4, j), rest[j]);
		near("without", stats_alpha_without(rows, 8, 4, j), without[j]);
		near("item-rest of a stream", stats_item_rest_of(&sum, 4, j), rest[j]);
		near("without, of a stream", stats_alpha_without_of(&sum, 4, j), without[j]);
	}
}

static void
spread_is_the_sample_standard_deviation(void **state)
{
	static const double three[] = { 2, 4, 9 };
	struct list         l;

	(void)state;
	make_points(&l, three, 3);
	near("sd", stats_sd(&l.dist) / 1e6, sqrt(13));
}

static void
small_groups_are_drawn_to_the_whole(void **state)
{
	static const double    rows[4][8] = { { 25, 75, 50 },
		   { 75, 100, 50, 75, 75, 100, 50, 75 }, { 100 }, { 25, 75, 50, 50, 75, 50 } };
	static const size_t    n[] = { 3, 8, 1, 6 };
	static const double    want[] = { 56.3121, 72.9693, 76.4349, 57.0596 };
	static const double    weight[] = { 0.5868, 0.7911, 0.3213, 0.7396 };
	struct stats_group     group[4] = { { 0 } };
	struct stats_shrinkage s;

	(void)state;
	for (size_t j = 0; j < 4; j++) {
		group[j].n = n[j];
		for (size_t i = 0; i < n[j]; i++)
			group[j].mean += rows[j][i] / (double)n[j];
		for (size_t i = 0; i < n[j]; i++)
			group[j].within += (rows[j][i] - group[j].mean) *
			                   (rows[j][i] - group[j].mean);
	}
	s = stats_shrink(group, 4);
	near("grand", s.grand, 65.2778);
	near("MSB", s.msb, 1134.2593);
	near("MSW", s.msw, 394.3452);
	near("n0", s.n0, 3.9630);
	near("tau2", s.tau2, 186.7073);
	near("kappa", s.kappa, 2.1121);
	for (size_t j = 0; j < 4; j++) {
		near("weight", group[j].weight, weight[j]);
		near("estimate", group[j].estimate, want[j]);
	}
}

static void
drivers_share_the_explained_part(void **state)
{
	static const double y[] = { 9, 7, 10, 4, 8, 6, 9, 3, 7, 10 };
	static const double x[] = { 5, 3, 3, 4, 3, 4, 5, 4, 4, 2, 2, 3, 4, 3, 5, 3, 2, 4, 5,
		4, 3, 2, 1, 3, 3, 2, 2, 5, 4, 4 };
	static const struct stats_driver want[] = { { 0.9617, 0.4881, 0.5239 },
		{ 0.9211, 0.4131, 0.4434 }, { 0.2989, 0.0305, 0.0328 } };
	struct stats_driver              got[3];
	double                           r2;

	(void)state;
	assert_true(stats_drivers(x, y, 10, 3, got, &r2));
	near("R2", r2, 0.9317);
	for (size_t i = 0; i < 3; i++) {
		near("r", got[i].r, want[i].r);
		near("LMG", got[i].lmg, want[i].lmg);
		near("share", got[i].share, want[i].share);
	}
	assert_false(stats_drivers(x, y, 4, 3, got, &r2));
}

static void
trend_is_claimed_by_the_exact_distribution_where_there_are_no_ties(void **state)
{
	static const double a[] = { 21, 24, 19, 27, 29, 26, 33, 35 };
	static const double b[] = { 50, 50, 55, 53, 58, 60 };
	static const double c[] = { 40, 45, 44, 50, 52 };
	static const struct {
		const double *x;
		size_t        n;
		int           s;
		double        var, z, p, exact, slope;
	} row[] = { { a, 8, 20, 65.3333, 2.3506, 0.0187, 0.0141, 2 },
		{ b, 6, 12, 27.3333, 2.1040, 0.0354, -1, 2 },
		{ c, 5, 8, 16.6667, 1.7146, 0.0864, 0.0833, 2.75 } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct stats_trend t = stats_mann_kendall(row[i].x, row[i].n);

		assert_int_equal(t.s, row[i].s);
		near("var", t.variance, row[i].var);
		near("Z", t.z, row[i].z);
		near("p", t.p, row[i].p);
		near("slope", t.slope, row[i].slope);
		assert_int_equal(t.exact, row[i].exact >= 0);
		if (t.exact)
			near("exact", t.p_exact, row[i].exact);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rank_counts_lower_and_half_of_equal),
		cmocka_unit_test(quartiles_are_of_type_7),
		cmocka_unit_test(halves_are_rounded_away_from_zero),
		cmocka_unit_test(leaving_values_out_equals_a_list_without_them),
		cmocka_unit_test(wilson_gives_the_published_intervals),
		cmocka_unit_test(recommendation_score_has_an_adjusted_interval),
		cmocka_unit_test(two_recommendation_scores_differ_by_more_than_chance_or_not),
		cmocka_unit_test(least_change_follows_spread_and_reliability),
		cmocka_unit_test(alpha_needs_the_reversed_item_reversed),
		cmocka_unit_test(spread_is_the_sample_standard_deviation),
		cmocka_unit_test(small_groups_are_drawn_to_the_whole),
		cmocka_unit_test(drivers_share_the_explained_part),
		cmocka_unit_test(
		    trend_is_claimed_by_the_exact_distribution_where_there_are_no_ties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
