/* SPDX-License-Identifier: ISC
 *
 * bench_search.h - an auditor from inside: shared by bench_audit.c,
 * bench_search.c (other worlds) and bench_bound.c (what follows) alone. */
#ifndef BENCHMARK_BENCH_SEARCH_H
#define BENCHMARK_BENCH_SEARCH_H

#include "benchmark/bench_audit.h"

struct bench_audit_cell {
	size_t            source, cell;
	struct bench_key  key;
	bool              ours;
	struct bench_told told;
};

/* Firms in the same published cells. */
struct bench_bunch {
	const uint32_t   *in; /* cells, ascending */
	size_t            in_count;
	struct bench_pile pile;
};

struct bench_audit {
	struct arena            *arena, *work; /* work: one look at the whole */
	const struct bench_roll *roll;
	size_t                   channel;
	int32_t                  point, low, high;
	struct bench_audit_cell *cells;
	size_t                   count, room;
	struct bench_bunch      *bunches;
	size_t                   bunch_count;
	bool                    *open; /* [cell of the shape] */
	void (*watch)(void *, const struct bench_witness *);
	void *watcher;
};

/* Is the firm of that bunch and value known, to some two colluders? */
bool
bench_bound_known(const struct bench_audit *, const struct bench_bunch *, int32_t value);

/* Is the firm at that place of the bunch's pile safe, whoever collude? */
bool bench_search_safe(const struct bench_audit *, const struct bench_bunch *, size_t place);

#endif
