/* SPDX-License-Identifier: ISC
 *
 * releases.h - pools that were counted twice, and who bounds their firms from
 * outside: each figure says between how many and how many firms of a set have
 * at most so much; so do two sets of how they differ, whether in one snapshot or
 * across both; and overall is the mean of the areas. */
#ifndef TESTS_BENCHMARK_RELEASES_H
#define TESTS_BENCHMARK_RELEASES_H

#include "benchmark/bench_inner.h"

#define MEASURES 3 /* overall, and the areas that it is the mean of */
#define FIRMS    64
#define WHO_MAX  (2 * FIRMS)
#define POINT    STATS_MICRO

/* A firm, as long as its answers are the same. */
struct who {
	size_t           firm;
	bool             in[2], colludes;
	struct bench_own as[2]; /* groups and scores in each snapshot */
	int32_t          above[MEASURES], most[MEASURES]; /* what is known of it */
};

struct world {
	struct who who[WHO_MAX];
	size_t     whos, firms, cells;
	bool       published[2][MEASURES][BENCH_CELLS_MAX]; /* counted there, and shown */
	struct stats_dist dist[2][MEASURES][BENCH_CELLS_MAX];
};

extern const struct bench_shape release_shape;

/* All that the colluders work out, who are marked: into above and most. */
void release_attack(struct world *);

#endif
