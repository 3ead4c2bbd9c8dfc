/* SPDX-License-Identifier: ISC
 *
 * bench_bound.c - what an attacker works out from outside.
 *
 * For a threshold each printed quantile says how many firms of its cell have
 * at most that, at least and at most; a cell less one within it, or less all
 * of one level within it, says so of the rest.  If no more firms of a rest can
 * lie above the threshold than those who collude, every other firm of it lies
 * below.  The two colluders may be any, and as many of them as it takes above
 * or below. */
#include "benchmark/bench_search.h"

#include <string.h>

#include "base/err.h"

static const int families[] = { 1, 2, 4 }; /* levels whose cells are disjoint */

/* A cell less others within it. */
struct rest {
	const struct bench_audit *audit;
	uint32_t                  whole;
	uint32_t                  less[512];
	size_t                    less_count;
};

struct bounds {
	int32_t value;
	int64_t low[BENCH_COALITION + 1],
	    high[BENCH_COALITION + 1]; /* by colluders needed */
};

/* Is every firm of narrow in wide? */
static bool
within(const struct bench_audit *a, uint32_t narrow, uint32_t wide)
{
	for (size_t i = 0; i < a->bunch_count; i++) {
		if (bench_is_in(&a->bunches[i], narrow) && !bench_is_in(&a->bunches[i], wide))
			return false;
	}
	return true;
}

static int64_t
true_count(const struct bench_told *t, int64_t threshold)
{
	const struct stats_dist *d = &t->dist;
	size_t                   low = 0, high = d->distinct;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->vals[mid] <= threshold)
			low = mid + 1;
		else
			high = mid;
	}
	return low == 0 ? 0 : d->cums[low - 1];
}

/* How many firms of the rest have at most the threshold: least and most by
 * what is printed, and in truth. */
static void
count_rest(const struct rest *r, int64_t threshold, int64_t count[3])
{
	const struct bench_audit_cell *cells = r->audit->cells;
	int64_t                        low, high;

	bench_told_up_to(&cells[r->whole].told, threshold, &count[0], &count[1]);
	count[2] = true_count(&cells[r->whole].told, threshold);
	for (size_t i = 0; i < r->less_count; i++) {
		bench_told_up_to(&cells[r->less[i]].told, threshold, &low, &high);
		count[0] -= high;
		count[1] -= low;
		count[2] -= true_count(&cells[r->less[i]].told, threshold);
	}
}

static void
try_threshold(const struct rest *r, int64_t threshold, struct bounds *b)
{
	int64_t n = r->audit->cells[r->whole].told.n, count[3], above;

	for (size_t i = 0; i < r->less_count; i++)
		n -= r->audit->cells[r->less[i]].told.n;
	count_rest(r, threshold, count);
	above = n - count[0];
	for (int k = 0; k <= BENCH_COALITION; k++) {
		if (b->value <= threshold && above == k && n - count[2] == k &&
		    threshold < b->high[k])
			b->high[k] = threshold;
		if (b->value > threshold && count[1] == k && count[2] == k &&
		    threshold + 1 > b->low[k])
			b->low[k] = threshold + 1;
	}
}

static void
try_rest(const struct rest *r, struct bounds *b)
{
	int64_t at[2];

	for (size_t i = 0; i <= r->less_count; i++) {
		uint32_t                 cell = i == r->less_count ? r->whole : r->less[i];
		const struct bench_told *t = &r->audit->cells[cell].told;

		for (size_t q = 0; bench_told_printed(t, q, at); q++) {
			try_threshold(r, at[0] - 1, b);
			try_threshold(r, at[1], b);
		}
	}
}

/* All rests of one cell that hold the bunch. */
static void
try_cell(const struct bench_audit *a, const struct bench_bunch *bunch, uint32_t cell,
    struct bounds *b)
{
	struct rest r = { .audit = a, .whole = cell };

	try_rest(&r, b);
	for (uint32_t c = 0; c < a->count; c++) {
		if (c == cell || a->cells[c].told.n >= a->cells[cell].told.n ||
		    bench_is_in(bunch, c) || !within(a, c, cell))
			continue;
		r.less[0] = c;
		r.less_count = 1;
		try_rest(&r, b);
	}
	for (size_t f = 0; f < sizeof(families) / sizeof(families[0]); f++) {
		r.less_count = 0;
		for (uint32_t c = 0; c < a->count && r.less_count < 512; c++) {
			if (c != cell && a->cells[c].key.level == families[f] &&
			    a->cells[c].source == a->cells[cell].source &&
			    !bench_is_in(bunch, c) && within(a, c, cell))
				r.less[r.less_count++] = c;
		}
		if (r.less_count > 1)
			try_rest(&r, b);
	}
}

/* Are all firms of the rest, but for colluders, known to be in that bin? */
static bool
all_there(const struct bench_audit *a, int bin, uint32_t whole, const uint32_t *less)
{
	const struct bench_told *w = &a->cells[whole].told;
	int64_t                  n = w->n, truth = w->bin[bin], low, high, most;

	bench_told_bin(w, bin, &low, &high);
	if (less != NULL) {
		const struct bench_told *l = &a->cells[*less].told;

		bench_told_bin(l, bin, &high, &most);
		low -= most;
		n -= l->n;
		truth -= l->bin[bin];
	}
	return n - low <= BENCH_COALITION && truth == low;
}

static bool
bin_known(const struct bench_audit *a, int bin, const struct bench_bunch *bunch)
{
	for (size_t i = 0; i < bunch->in_count; i++) {
		if (all_there(a, bin, bunch->in[i], NULL))
			return true;
		for (uint32_t c = 0; c < a->count; c++) {
			if (c != bunch->in[i] && !bench_is_in(bunch, c) &&
			    within(a, c, bunch->in[i]) && all_there(a, bin, bunch->in[i], &c))
				return true;
		}
	}
	return false;
}

bool
bench_bound_known(const struct bench_audit *a, const struct bench_bunch *bunch, int32_t value)
{
	struct bounds b = { .value = value };

	/* Of an answer the bin is not enough: 1 and 2 read the same. */
	if (bench_is_code(&a->roll->shape, a->channel))
		return bin_known(a, value == BENCH_CODE_NAMED ? 2 : 0, bunch);
	if (a->cells[bunch->in[0]].told.bins)
		return value == 3 && bin_known(a, 1, bunch);
	for (int k = 0; k <= BENCH_COALITION; k++) {
		b.low[k] = a->low;
		b.high[k] = a->high;
	}
	for (size_t i = 0; i < bunch->in_count; i++)
		try_cell(a, bunch, bunch->in[i], &b);
	for (int k = 0; k <= BENCH_COALITION; k++) {
		for (int j = 0; j <= BENCH_COALITION - k; j++) {
			if (b.high[k] - b.low[j] < a->point)
				return true;
		}
	}
	return false;
}
