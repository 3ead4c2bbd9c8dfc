/* SPDX-License-Identifier: ISC
 *
 * stats_reliability.c - do the items of a dimension measure one thing. */
#include "stats/stats.h"

#include <math.h>

#include "base/err.h"

/* Sample variance of the sum of the items in mask. */
static double
variance(const double *rows, size_t n, size_t k, uint64_t mask)
{
	double mean = 0, square = 0;

	for (size_t i = 0; i < n; i++) {
		double sum = 0, step;

		for (size_t j = 0; j < k; j++) {
			if (mask >> j & 1)
				sum += rows[i * k + j];
		}
		step = sum - mean;
		mean += step / (double)(i + 1);
		square += step * (sum - mean);
	}
	return square / (double)(n - 1);
}

static double
alpha_of_mask(const double *rows, size_t n, size_t k, uint64_t mask)
{
	double items = 0, total = variance(rows, n, k, mask);
	int    count = 0;

	for (size_t j = 0; j < k; j++) {
		if (!(mask >> j & 1))
			continue;
		items += variance(rows, n, k, UINT64_C(1) << j);
		count++;
	}
	if (total <= 0)
		return (double)NAN;
	return count / (count - 1.0) * (1 - items / total);
}

static uint64_t
all_of(size_t k)
{
	return k >= 64 ? UINT64_MAX : (UINT64_C(1) << k) - 1;
}

double
stats_alpha(const double *rows, size_t n, size_t k)
{
	check(n >= 2 && k >= 2 && k <= STATS_ITEMS_MAX);
	return alpha_of_mask(rows, n, k, all_of(k));
}

double
stats_alpha_without(const double *rows, size_t n, size_t k, size_t i)
{
	check(n >= 2 && k >= 3 && k <= STATS_ITEMS_MAX && i < k);
	return alpha_of_mask(rows, n, k, all_of(k) & ~(UINT64_C(1) << i));
}

double
stats_item_rest(const double *rows, size_t n, size_t k, size_t i)
{
	uint64_t item, rest;
	double   a, b, both;

	check(n >= 2 && k >= 2 && k <= STATS_ITEMS_MAX && i < k);
	item = UINT64_C(1) << i;
	rest = all_of(k) & ~item;
	a = variance(rows, n, k, item);
	b = variance(rows, n, k, rest);
	both = variance(rows, n, k, item | rest);
	if (a <= 0 || b <= 0)
		return (double)NAN;
	return (both - a - b) / 2 / sqrt(a * b);
}

void
stats_alpha_add(struct stats_alpha_sum *s, const int *row, size_t k)
{
	int64_t total = 0;

	check(k <= STATS_ITEMS_MAX);
	for (size_t j = 0; j < k; j++) {
		s->item_sum[j] += row[j];
		s->item_square[j] += (int64_t)row[j] * row[j];
		total += row[j];
	}
	for (size_t j = 0; j < k; j++)
		s->item_total[j] += row[j] * total;
	s->n++;
	s->sum += total;
	s->square += total * total;
}

/* n times the sum of squared distances from the mean, from exact sums. */
static double
spread(int64_t n, int64_t sum, int64_t square)
{
	return (double)n * (double)square - (double)sum * (double)sum;
}

double
stats_alpha_of(const struct stats_alpha_sum *s, size_t k)
{
	double items = 0, total = spread(s->n, s->sum, s->square);

	check(k >= 2 && k <= STATS_ITEMS_MAX);
	for (size_t j = 0; j < k; j++)
		items += spread(s->n, s->item_sum[j], s->item_square[j]);
	if (s->n < 2 || total <= 0)
		return (double)NAN;
	return (double)k / ((double)k - 1) * (1 - items / total);
}

/* n times the sum of squared distances of the other items' sum from its mean,
 * and of its products with item i. */
static double
rest_spread(const struct stats_alpha_sum *s, size_t i, double *with_item_out)
{
	double total = spread(s->n, s->sum, s->square);
	double item = spread(s->n, s->item_sum[i], s->item_square[i]);
	double both = (double)s->n * (double)s->item_total[i] -
	              (double)s->item_sum[i] * (double)s->sum;

	*with_item_out = both - item;
	return total + item - 2 * both;
}

double
stats_item_rest_of(const struct stats_alpha_sum *s, size_t k, size_t i)
{
	double with_item, rest, item;

	check(k >= 2 && k <= STATS_ITEMS_MAX && i < k);
	rest = rest_spread(s, i, &with_item);
	item = spread(s->n, s->item_sum[i], s->item_square[i]);
	if (s->n < 2 || rest <= 0 || item <= 0)
		return (double)NAN;
	return with_item / sqrt(rest * item);
}

double
stats_alpha_without_of(const struct stats_alpha_sum *s, size_t k, size_t i)
{
	double with_item, rest, items = 0;

	check(k >= 3 && k <= STATS_ITEMS_MAX && i < k);
	rest = rest_spread(s, i, &with_item);
	for (size_t j = 0; j < k; j++)
		if (j != i)
			items += spread(s->n, s->item_sum[j], s->item_square[j]);
	if (s->n < 2 || rest <= 0)
		return (double)NAN;
	return (double)(k - 1) / (double)(k - 2) * (1 - items / rest);
}

double
stats_sd(const struct stats_dist *d)
{
	int64_t n = stats_count(d);
	double  mean = 0, square = 0;

	check(d->without_count == 0);
	if (n < 2)
		return (double)NAN;
	for (size_t i = 0; i < d->distinct; i++) {
		int64_t times = d->cums[i] - (i == 0 ? 0 : d->cums[i - 1]);

		mean += (double)d->vals[i] * (double)times / (double)n;
	}
	for (size_t i = 0; i < d->distinct; i++) {
		int64_t times = d->cums[i] - (i == 0 ? 0 : d->cums[i - 1]);
		double  step = (double)d->vals[i] - mean;

		square += step * step * (double)times;
	}
	return sqrt(square / (double)(n - 1));
}
