/* SPDX-License-Identifier: ISC
 *
 * stats_interval.c - Wilson's interval and the recommendation score with the
 * adjusted Wald interval, which holds its level on small samples best. */
#include "stats/stats.h"

#include <math.h>

#include "base/err.h"

struct stats_interval
stats_wilson_share(double p, int64_t n)
{
	const double z2 = STATS_Z95 * STATS_Z95;
	double       total = (double)n, centre, half;

	check(n > 0 && p >= 0 && p <= 1);
	centre = (p + z2 / (2 * total)) / (1 + z2 / total);
	half = STATS_Z95 * sqrt(p * (1 - p) / total + z2 / (4 * total * total)) /
	       (1 + z2 / total);
	return (struct stats_interval){ p, p <= 0 ? 0 : centre - half,
		p >= 1 ? 1 : centre + half };
}

struct stats_interval
stats_wilson(int64_t hits, int64_t n)
{
	check(n > 0 && hits >= 0 && hits <= n);
	return stats_wilson_share((double)hits / (double)n, n);
}

static void
score_of(double promoters, double passives, double detractors, double *score_out,
    double *se_out)
{
	double n = promoters + passives + detractors;
	double p = promoters / n, d = detractors / n;
	double variance = p + d - (p - d) * (p - d);

	*score_out = 100 * (p - d);
	*se_out = 100 * sqrt(fmax(0, variance) / n);
}

struct stats_recommendation
stats_recommend(int64_t promoters, int64_t passives, int64_t detractors)
{
	struct stats_recommendation r;

	check(promoters >= 0 && passives >= 0 && detractors >= 0);
	check(promoters + passives + detractors > 0);
	score_of((double)promoters, (double)passives, (double)detractors, &r.score, &r.se);
	r.low = fmax(-100, r.score - STATS_Z95 * r.se);
	r.high = fmin(100, r.score + STATS_Z95 * r.se);
	score_of((double)promoters + 0.75, (double)passives + 1.5, (double)detractors + 0.75,
	    &r.adjusted, &r.adjusted_se);
	r.adjusted_low = fmax(-100, r.adjusted - STATS_Z95 * r.adjusted_se);
	r.adjusted_high = fmin(100, r.adjusted + STATS_Z95 * r.adjusted_se);
	return r;
}

double
stats_normal_p(double z)
{
	return erfc(fabs(z) / sqrt(2));
}

struct stats_difference
stats_recommend_difference(const struct stats_recommendation *a,
    const struct stats_recommendation                        *b)
{
	struct stats_difference d;

	d.value = b->score - a->score;
	d.se = sqrt(a->se * a->se + b->se * b->se);
	d.z = d.se > 0 ? d.value / d.se : 0;
	d.p = d.se > 0 ? stats_normal_p(d.z) : 1;
	d.low = d.value - STATS_Z95 * d.se;
	d.high = d.value + STATS_Z95 * d.se;
	return d;
}

double
stats_least_change(double sd, double alpha)
{
	check(alpha <= 1);
	return STATS_Z95 * sqrt(2) * sd * sqrt(1 - alpha);
}

double
stats_least_median_change(double sd, int64_t n)
{
	check(n > 0);
	/* sqrt(pi / 2): how much wider a median strays than a mean. */
	return STATS_Z95 * sqrt(2) * 1.2533141373155003 * sd / sqrt((double)n);
}
