/* SPDX-License-Identifier: ISC
 *
 * bench_making.h - a snapshot while it is being counted; shared by
 * bench_build.c, bench_pool.c, bench_past.c and bench_publish.c alone. */
#ifndef BENCHMARK_BENCH_MAKING_H
#define BENCHMARK_BENCH_MAKING_H

#include "base/err.h"
#include "benchmark/bench_build.h"
#include "benchmark/bench_guard.h"
#include "benchmark/bench_history.h"
#include "benchmark/bench_items.h"
#include "database/db.h"

struct bench_batch;

struct bench_making {
	const struct bench_build *plan;
	struct arena             *arena; /* until the end */
	struct arena             *work;  /* one call */
	struct arena             *merge; /* one cell */
	struct bench_batch       *batch; /* cells on their way to the database */
	struct tx                *tx;
	struct bench_shape        shape;
	struct bench_counter     *counter;
	struct bench_history     *history;
	struct bench_guard        guard;
	struct stats_alpha_sum    alpha[BENCH_MEASURES_MAX];
	size_t                    alpha_items[BENCH_MEASURES_MAX];
	struct bench_items        items; /* unanswered */
	int64_t                   id, built_at, firms;
};

void bench_tell(const struct bench_making *, const char *step, int64_t done, int64_t total);

/* bench_pool.c: write the firms of the pool down and count them. */
MUST_CHECK enum err bench_collect(struct bench_making *);

/* bench_past.c: what reports have shown, and which firms changed since. */
MUST_CHECK enum err bench_recall(struct bench_making *);

/* bench_publish.c: decide and store every cell. */
MUST_CHECK enum err bench_publish_all(struct bench_making *);

#endif
