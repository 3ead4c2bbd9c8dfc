/* SPDX-License-Identifier: ISC
 *
 * bench_load.h - what bench_load.c and bench_reading.c share: rows into a
 * snapshot in memory. */
#ifndef BENCHMARK_BENCH_LOAD_H
#define BENCHMARK_BENCH_LOAD_H

#include "benchmark/bench_inner.h"
#include "gen/sql_benchmark.h"

/* A snapshot without cells, in whatever state it is.  work: for the row. */
MUST_CHECK enum err bench_load_head(struct arena *, struct arena *work, struct tx *,
    int64_t id, struct bench_snapshot **snapshot_out);

/* ERR_INTERNAL: the row fits no cell of the snapshot. */
MUST_CHECK enum err bench_put_published(struct arena *, struct bench_snapshot *,
    const struct snapshot_published_row *);

void bench_put_own(struct arena *, struct bench_subject *, const struct snapshot_own_row *,
    size_t count);

#endif
