/* SPDX-License-Identifier: ISC
 *
 * bench_paper.c - figures as people read them. */
#include "benchmark/benchmark.h"

#include "stats/stats.h"

const char *
bench_band_text(enum bench_band band)
{
	static const char *const text[] = { "", "5-9", "10-19", "20-39", "40+" };

	return text[band];
}

const char *
bench_quarter_text(enum bench_quarter quarter)
{
	static const char *const text[] = { NULL, "bottom", "third", "second", "top" };

	return text[quarter];
}

int32_t
bench_paper_quantile(int32_t micro)
{
	return (int32_t)(stats_divide(micro, STATS_MICRO / 2) * (STATS_MICRO / 2));
}

int32_t
bench_paper_fact(int32_t thousandths)
{
	return (int32_t)(stats_divide(thousandths, 500) * 500);
}

int
bench_paper_rank(int32_t micro_percent)
{
	int64_t steps = stats_divide(micro_percent, 5 * STATS_MICRO);

	return (int)(steps < 1 ? 5 : steps > 19 ? 95 : 5 * steps);
}
