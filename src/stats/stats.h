/* SPDX-License-Identifier: ISC
 *
 * stats.h - the arithmetic of comparison: quantiles, ranks, intervals,
 * reliability, drivers, trend.
 *
 * Whatever is compared with a stored score is exact: integers in micro-points
 * (score x 1,000,000), rounded once, half away from zero.  The rest is double.
 * Pure: no clock, no file, no allocation.  What may be shown is not decided
 * here; that is benchmark/. */
#ifndef STATS_STATS_H
#define STATS_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STATS_MICRO 1000000
#define STATS_Z95   1.959963984540054

/* --- stats_dist.c: a distribution as sorted distinct values --------------- */

/* vals ascending without repetition; cums[i] counts the values <= vals[i].
 * without: values to be left out, ascending, each of them present (the own
 * firm's); most often one, so removing costs nothing. */
struct stats_dist {
	const int32_t *vals;
	const int32_t *cums;
	size_t         distinct;
	const int32_t *without;
	size_t         without_count;
};

/* How many values, those left out not counted. */
int64_t stats_count(const struct stats_dist *);

/* Values lower than v and equal to v. */
void stats_below_equal(const struct stats_dist *, int32_t v, int64_t *below_out,
    int64_t *equal_out);

/* Hyndman-Fan type 7 (PostgreSQL's percentile_cont) at num/den.  check()s
 * that there is a value. */
int32_t stats_quantile7(const struct stats_dist *, int num, int den);

/* 100 (B + E/2) / N of v in micro-percent.  check()s that there is a value. */
int32_t stats_rank(const struct stats_dist *, int32_t v);

/* num/den rounded to an integer, half away from zero; den > 0. */
int64_t stats_divide(int64_t num, int64_t den);

/* --- stats_interval.c: shares and the recommendation score ---------------- */

struct stats_interval {
	double estimate, low, high;
};

/* Wilson score interval of hits among n, z = 1.96; n > 0. */
struct stats_interval stats_wilson(int64_t hits, int64_t n);
/* The same of a share 0..1 that need not be a whole number of hits. */
struct stats_interval stats_wilson_share(double share, int64_t n);

/* Recommendation score -100..100 of an item asked on 0 to 10. */
struct stats_recommendation {
	double score, se, low, high;                               /* plain */
	double adjusted, adjusted_se, adjusted_low, adjusted_high; /* print */
};

struct stats_recommendation
stats_recommend(int64_t promoters, int64_t passives, int64_t detractors);

struct stats_difference {
	double value, se, z, p, low, high;
};

/* b minus a. */
struct stats_difference stats_recommend_difference(const struct stats_recommendation *a,
    const struct stats_recommendation                                                *b);

/* Smallest change of one firm's score that is more than the usual wobble. */
double stats_least_change(double sd, double alpha);

/* Smallest difference between the medians of two groups of n values each that
 * is more than chance: the standard error of a median of normal values. */
double stats_least_median_change(double sd, int64_t n);

/* Two-sided p of a standard normal z. */
double stats_normal_p(double z);

/* --- stats_reliability.c --------------------------------------------------- */

#define STATS_ITEMS_MAX 64

/* rows x k values, complete cases, reversed already.  k >= 2, n >= 2.
 * NaN where nothing varies. */
double stats_alpha(const double *rows, size_t n, size_t k);
/* Correlation of item i with the sum of the others. */
double stats_item_rest(const double *rows, size_t n, size_t k, size_t i);
/* Alpha of the other items; k >= 3. */
double stats_alpha_without(const double *rows, size_t n, size_t k, size_t i);

/* The same alpha from a stream, for sets that do not fit into memory.  Values
 * are whole numbers, so the sums are exact. */
struct stats_alpha_sum {
	int64_t n, sum, square; /* of the row totals */
	int64_t item_sum[STATS_ITEMS_MAX], item_square[STATS_ITEMS_MAX];
	int64_t item_total[STATS_ITEMS_MAX]; /* item times row total */
};
void   stats_alpha_add(struct stats_alpha_sum *, const int *row, size_t k);
double stats_alpha_of(const struct stats_alpha_sum *, size_t k);
double stats_item_rest_of(const struct stats_alpha_sum *, size_t k, size_t i);
double stats_alpha_without_of(const struct stats_alpha_sum *, size_t k, size_t i);

/* Standard deviation (sample) of a distribution, in the values' unit. */
double stats_sd(const struct stats_dist *);

/* --- stats_trend.c: waves --------------------------------------------------- */

#define STATS_WAVES_MAX 64

struct stats_trend {
	int64_t s;
	double  variance, z, p; /* p by the normal approximation */
	bool    exact;          /* n <= 10 and no ties: use p_exact */
	double  p_exact, slope; /* Sen's median pairwise slope */
};

/* 2 <= n <= STATS_WAVES_MAX values in order of time. */
struct stats_trend stats_mann_kendall(const double *x, size_t n);

/* --- stats_group.c: small groups and drivers -------------------------------- */

#define STATS_GROUPS_MAX 256

struct stats_group {
	double mean;             /* in */
	double within;           /* in: sum of squared distances from the mean */
	size_t n;                /* in */
	double weight, estimate; /* out */
};

struct stats_shrinkage {
	double grand, msb, msw, n0, tau2, kappa;
	bool   no_difference; /* tau2 is 0: every group shows the grand mean */
};

/* At least two groups of at least one row, more rows than groups. */
struct stats_shrinkage stats_shrink(struct stats_group *, size_t groups);

#define STATS_DRIVERS_MAX 8

struct stats_driver {
	double r, lmg, share;
};

/* x: n rows of k drivers; y: n values.  Shares of R2 averaged over all orders.
 * false: k is over the maximum, n <= k + 1 or something does not vary. */
bool stats_drivers(const double *x, const double *y, size_t n, size_t k,
    struct stats_driver *drivers_out, double *r2_out);

#endif
