/* SPDX-License-Identifier: ISC
 *
 * bench_history.h - what earlier reports showed of each cell, and how many of
 * its firms differ now.  Two counts of one cell that differ by few firms would
 * give those firms away, as two cells of one snapshot would. */
#ifndef BENCHMARK_BENCH_HISTORY_H
#define BENCHMARK_BENCH_HISTORY_H

#include "benchmark/bench_inner.h"

enum bench_fate {
	BENCH_FRESH,   /* count it anew */
	BENCH_CARRIED, /* show again what was shown */
	BENCH_SILENT   /* neither: what was shown was withdrawn, and too few
	                 * firms have changed since */
};

struct bench_past {
	int64_t source;   /* whose firms were counted */
	int64_t shown_in; /* newest snapshot that showed it */
	int64_t n;
	bool    standing; /* in a snapshot that is not withdrawn */
	int     changes;  /* firms that joined, left or changed, up to BENCH_STEP */
	struct bench_past *next;
};

struct bench_history {
	struct bench_shape  shape;
	struct bench_past **past; /* [cell * channels + channel] */
	size_t             *open; /* by cell: pasts of the present source with few changes */
};

struct bench_history *bench_history_new(struct arena *, const struct bench_shape *);
void bench_history_add(struct arena *, struct bench_history *, struct bench_key,
    size_t channel, const struct bench_past *);

/* One firm, as counted by source and as it is now; NULL: not in the pool. */
void bench_history_begin(struct bench_history *, int64_t source);
void bench_history_note(struct bench_history *, int64_t source,
    const struct bench_own *before, const struct bench_own *now);

/* *past_out: what to carry, or NULL. */
enum bench_fate bench_history_fate(const struct bench_history *, size_t cell, size_t channel,
    const struct bench_past **past_out);

#endif
