/* SPDX-License-Identifier: ISC
 *
 * bench_items.h - while a snapshot is counted: how often each item went
 * unanswered, and how it sits in its dimension.  Kept with the pool's cell of
 * that dimension: new when that is counted anew, carried when it is carried. */
#ifndef BENCHMARK_BENCH_ITEMS_H
#define BENCHMARK_BENCH_ITEMS_H

#include "benchmark/bench_inner.h"

struct bench_past;

struct bench_items {
	int64_t firms; /* with answers to this version of the form */
	int64_t dk[BENCH_ITEMS_MAX], na[BENCH_ITEMS_MAX], absent[BENCH_ITEMS_MAX];
};

/* One firm's packed answers; len 0: of another version, not counted. */
void bench_items_add(struct bench_items *, const uint8_t *packed, size_t len);

/* The items of one dimension, counted anew.  measure: its place, from 1. */
MUST_CHECK enum err bench_items_store(struct arena *, struct tx *, int64_t owner,
    int64_t snapshot, const struct form *, size_t measure, const struct bench_items *,
    const struct stats_alpha_sum *);
/* The same as an earlier snapshot showed them. */
MUST_CHECK enum err bench_items_carry(struct arena *, struct tx *, int64_t owner,
    int64_t snapshot, size_t measure, int64_t shown_in);

#endif
