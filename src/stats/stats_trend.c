/* SPDX-License-Identifier: ISC
 *
 * stats_trend.c - Mann-Kendall's test and Sen's slope over waves. */
#include "stats/stats.h"

#include <math.h>
#include <stdlib.h>

#include "base/err.h"

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
tie_correction(const double *x, size_t n, bool *ties_out)
{
	double sorted[STATS_WAVES_MAX], sum = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = x[i];
	qsort(sorted, n, sizeof(sorted[0]), by_size);
	*ties_out = false;
	for (size_t i = 0, j; i < n; i = j) {
		double t;

		for (j = i + 1; j < n && sorted[j] == sorted[i];)
			j++;
		t = (double)(j - i);
		sum += t * (t - 1) * (2 * t + 5);
		*ties_out = *ties_out || j - i > 1;
	}
	return sum;
}

/* Share of the n! orders whose |S| is at least |s|: inversions are counted by
 * inserting one value after the other, each adding 0 .. i of them. */
static double
exact_p(int64_t s, size_t n)
{
	double ways[64] = { 1 }, next[64], all = 1, hit = 0;
	int    pairs = (int)(n * (n - 1) / 2), top = 0;

	check(pairs < 64);
	for (int i = 1; i < (int)n; i++) {
		for (int v = 0; v <= top + i; v++) {
			next[v] = 0;
			for (int d = 0; d <= i && d <= v; d++)
				next[v] += v - d <= top ? ways[v - d] : 0;
		}
		top += i;
		for (int v = 0; v <= top; v++)
			ways[v] = next[v];
		all *= i + 1;
	}
	for (int v = 0; v <= pairs; v++) {
		if (llabs((long long)pairs - 2 * v) >= llabs((long long)s))
			hit += ways[v];
	}
	return hit / all;
}

struct stats_trend
stats_mann_kendall(const double *x, size_t n)
{
	double slopes[STATS_WAVES_MAX * (STATS_WAVES_MAX - 1) / 2], count = (double)n;
	struct stats_trend t = { 0 };
	size_t             pairs = 0;
	bool               ties;

	check(n >= 2 && n <= STATS_WAVES_MAX);
	for (size_t i = 0; i < n; i++) {
		for (size_t j = i + 1; j < n; j++) {
			t.s += (x[j] > x[i]) - (x[j] < x[i]);
			slopes[pairs++] = (x[j] - x[i]) / (double)(j - i);
		}
	}
	t.variance = (count * (count - 1) * (2 * count + 5) - tie_correction(x, n, &ties)) /
	             18;
	if (t.variance > 0 && t.s != 0)
		t.z = ((double)t.s - (t.s > 0 ? 1 : -1)) / sqrt(t.variance);
	t.p = stats_normal_p(t.z);
	t.exact = n <= 10 && !ties;
	t.p_exact = t.exact ? exact_p(t.s, n) : (double)NAN;
	qsort(slopes, pairs, sizeof(slopes[0]), by_size);
	t.slope = (slopes[(pairs - 1) / 2] + slopes[pairs / 2]) / 2;
	return t;
}
