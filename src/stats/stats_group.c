/* SPDX-License-Identifier: ISC
 *
 * stats_group.c - small groups drawn towards the whole, and what drives an
 * outcome.  For a firm's own view of its offices and answers only; what firms
 * see of each other widens the cell instead. */
#include "stats/stats.h"

#include <math.h>

#include "base/err.h"

struct stats_shrinkage
stats_shrink(struct stats_group *group, size_t groups)
{
	struct stats_shrinkage s = { 0 };
	double                 rows = 0, squares = 0, between = 0, within = 0;

	check(groups >= 2 && groups <= STATS_GROUPS_MAX);
	for (size_t j = 0; j < groups; j++) {
		double n = (double)group[j].n;

		check(group[j].n > 0);
		rows += n;
		squares += n * n;
		s.grand += n * group[j].mean;
		within += group[j].within;
	}
	check(rows > (double)groups);
	s.grand /= rows;
	for (size_t j = 0; j < groups; j++) {
		double step = group[j].mean - s.grand;

		between += (double)group[j].n * step * step;
	}
	s.msb = between / (double)(groups - 1);
	s.msw = within / (rows - (double)groups);
	s.n0 = (rows - squares / rows) / (double)(groups - 1);
	s.tau2 = fmax(0, (s.msb - s.msw) / s.n0);
	s.no_difference = s.tau2 <= 0;
	s.kappa = s.no_difference ? (double)INFINITY : s.msw / s.tau2;
	for (size_t j = 0; j < groups; j++) {
		double n = (double)group[j].n;

		group[j].weight = s.no_difference ? 0 : n / (n + s.kappa);
		group[j].estimate = group[j].weight * group[j].mean +
		                    (1 - group[j].weight) * s.grand;
	}
	return s;
}

/* Covariances of the drivers (0 .. k-1) and the outcome (k). */
struct covariance {
	double c[STATS_DRIVERS_MAX + 1][STATS_DRIVERS_MAX + 1];
};

static double
value(const double *x, const double *y, size_t k, size_t row, size_t i)
{
	return i == k ? y[row] : x[row * k + i];
}

static void
covariances(const double *x, const double *y, size_t n, size_t k, struct covariance *out)
{
	double mean[STATS_DRIVERS_MAX + 1] = { 0 };

	for (size_t i = 0; i <= k; i++) {
		for (size_t row = 0; row < n; row++)
			mean[i] += value(x, y, k, row, i) / (double)n;
	}
	for (size_t i = 0; i <= k; i++) {
		for (size_t j = 0; j <= k; j++) {
			out->c[i][j] = 0;
			for (size_t row = 0; row < n; row++)
				out->c[i][j] += (value(x, y, k, row, i) - mean[i]) *
				                (value(x, y, k, row, j) - mean[j]);
		}
	}
}

/* R2 of the outcome on the drivers in mask: sweep them one after the other
 * out of the covariance matrix.  A driver that the others explain already
 * adds nothing. */
static double
r2_of(const struct covariance *full, size_t k, unsigned mask)
{
	struct covariance m = *full;

	for (size_t p = 0; p < k; p++) {
		double pivot = m.c[p][p];

		if (!(mask >> p & 1) || pivot <= 1e-10 * full->c[p][p])
			continue;
		for (size_t i = 0; i <= k; i++) {
			double factor = m.c[i][p] / pivot;

			if (i == p)
				continue;
			for (size_t j = 0; j <= k; j++)
				m.c[i][j] -= factor * m.c[p][j];
		}
	}
	return 1 - m.c[k][k] / full->c[k][k];
}

bool
stats_drivers(const double *x, const double *y, size_t n, size_t k,
    struct stats_driver *drivers_out, double *r2_out)
{
	struct covariance cov;
	double r2[1 << STATS_DRIVERS_MAX], factorial[STATS_DRIVERS_MAX + 1] = { 1 };

	if (k == 0 || k > STATS_DRIVERS_MAX || n <= k + 1)
		return false;
	covariances(x, y, n, k, &cov);
	for (size_t i = 0; i <= k; i++) {
		if (cov.c[i][i] <= 0)
			return false;
	}
	for (size_t i = 1; i <= k; i++)
		factorial[i] = factorial[i - 1] * (double)i;
	for (unsigned mask = 0; mask < 1u << k; mask++)
		r2[mask] = mask == 0 ? 0 : r2_of(&cov, k, mask);
	*r2_out = r2[(1u << k) - 1];
	for (size_t i = 0; i < k; i++) {
		struct stats_driver *d = &drivers_out[i];

		d->r = cov.c[i][k] / sqrt(cov.c[i][i] * cov.c[k][k]);
		d->lmg = 0;
		for (unsigned mask = 0; mask < 1u << k; mask++) {
			int before = __builtin_popcount(mask);

			if (mask >> i & 1)
				continue;
			d->lmg += factorial[before] * factorial[k - 1 - (size_t)before] /
			          factorial[k] * (r2[mask | 1u << i] - r2[mask]);
		}
		d->share = *r2_out > 0 ? d->lmg / *r2_out : 0;
	}
	return true;
}
