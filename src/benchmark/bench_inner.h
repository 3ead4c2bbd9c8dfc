/* SPDX-License-Identifier: ISC
 *
 * bench_inner.h - what the files of benchmark/ share; no other room reads it.
 *
 * A cell is one group of firms; a channel is one thing counted in it: the
 * measures first, then the facts, then the items, then the headings of what was
 * written.  Each cell and channel is published or withheld on its own. */
#ifndef BENCHMARK_BENCH_INNER_H
#define BENCHMARK_BENCH_INNER_H

#include "benchmark/benchmark.h"
#include "database/value.h"
#include "stats/stats.h"

#define BENCH_LEVELS 6
#define BENCH_SHOW   5  /* other firms for a median */
#define BENCH_GROUP  10 /* firms in a published cell; others for quartiles */
#define BENCH_RANK   20 /* others for a percentile rank and for item answers */
#define BENCH_TAILS  40
#define BENCH_STEP   5  /* firms by which published cells and counts differ */
#define BENCH_SPREAD 30 /* firms for SD and alpha */
#define BENCH_CELLS_MAX                                                       \
	(1 + 2 * BENCH_GROUPS_MAX + 2 * BENCH_GROUPS_MAX * BENCH_GROUPS_MAX + \
	    BENCH_GROUPS_MAX * BENCH_GROUPS_MAX * BENCH_GROUPS_MAX)

/* How many groups the form has, and what is counted. */
struct bench_shape {
	int    professions, sizes, regions;
	size_t measures, facts, items;
	size_t codes; /* of the items, the last: headings of written answers */
};

/* A heading is an item answered like this, by firms whose words were sorted. */
#define BENCH_CODE_NOT   1
#define BENCH_CODE_NAMED 5

struct bench_key {
	int level;
	int profession, size, region; /* 0: any; levels 3 and 5: middle of the window */
};

static inline size_t
bench_channels(const struct bench_shape *shape)
{
	return shape->measures + shape->facts + shape->items;
}

static inline bool
bench_is_code(const struct bench_shape *shape, size_t channel)
{
	return channel >= bench_channels(shape) - shape->codes;
}

/* --- bench_cells.c ----------------------------------------------------------- */

/* ERR_INVALID: more groups, facts or items than there is room for. */
MUST_CHECK enum err bench_shape_of(const struct form *, struct bench_shape *shape_out);

/* Cells in the order of publication: wide to narrow, larger windows first. */
size_t           bench_cell_count(const struct bench_shape *);
struct bench_key bench_cell_key(const struct bench_shape *, size_t cell);
size_t           bench_cell_index(const struct bench_shape *, struct bench_key);

/* The cell of a firm at a level; false: a group that it needs is not known. */
bool
bench_cell_of(int level, int profession, int size, int region, struct bench_key *key_out);

/* Is a firm of these groups in the cell? */
bool bench_cell_holds(const struct bench_shape *, struct bench_key, int profession, int size,
    int region);

/* Every firm of narrow is in wide, whatever firms there are. */
bool bench_cell_contains(const struct bench_shape *, struct bench_key wide,
    struct bench_key narrow);

/* One channel's publication.  n and source (the snapshot whose members a cell
 * counts) by cell. */
struct bench_floor {
	int all, narrow; /* least n of the all-cell, of any other */
};
struct bench_floor bench_floor_of(const struct bench_shape *, size_t channel);
void bench_publish(const struct bench_shape *, struct bench_floor, const int64_t *n,
    const int64_t *source, bool *published_out);

/* --- bench_count.c ------------------------------------------------------------ */

/* Counts how often each value occurs, by smallest group and channel.  Memory
 * follows the number of distinct values, not that of firms. */
struct bench_counter;
struct bench_counter *bench_counter_new(struct arena *, const struct bench_shape *);

/* fact and item as in struct bench_own. */
void bench_counter_add(struct bench_counter *, int profession, int size, int region,
    const int32_t *score, const int32_t *fact, const uint8_t *item);

int64_t bench_counter_n(const struct bench_counter *, struct bench_key, size_t channel);
/* The distribution of a cell, in the arena. */
void bench_counter_dist(struct arena *, const struct bench_counter *, struct bench_key,
    size_t channel, struct stats_dist *dist_out);

/* --- bench_snapshot.c ---------------------------------------------------------- */

/* A published cell and channel. */
struct bench_cell {
	int64_t           source, counted_at;
	struct stats_dist dist;
};

struct bench_snapshot {
	struct bench_info         info;
	struct bench_shape        shape;
	const struct bench_cell **cells; /* [cell * channels + channel], NULL: withheld */
	double sd[BENCH_MEASURES_MAX], alpha[BENCH_MEASURES_MAX]; /* NaN: none */
};

struct bench_snapshot *
bench_snapshot_new(struct arena *, const struct bench_shape *, const struct bench_info *);
void bench_snapshot_put(struct bench_snapshot *, size_t cell, size_t channel,
    const struct bench_cell *);

/* Everything of a counter that may be published, as one snapshot of its own. */
struct bench_snapshot *bench_snapshot_count(struct arena *, const struct bench_counter *,
    const struct bench_shape *, const struct bench_info *);

const struct bench_cell *
bench_snapshot_cell(const struct bench_snapshot *, struct bench_key, size_t channel);

/* --- bench_compare.c --------------------------------------------------------------- */

/* What a stored row says in a channel; BENCH_NONE: nothing. */
int32_t
bench_own_value(const struct bench_shape *, const struct bench_own *, size_t channel);

/* What a group of others may show: the one place with the bands of n. */
enum bench_band    bench_band_of(int64_t n);
struct bench_shown bench_show(const struct stats_dist *, int32_t own);
struct bench_shown bench_show_fact(const struct stats_dist *, int32_t own);
struct bench_bins  bench_show_bins(const struct stats_dist *);
/* Per cent to steps of 5; the ends say "under 5" and "over 95" only. */
uint8_t bench_show_share(int64_t part, int64_t n);

/* --- bench_view.c ---------------------------------------------------------------- */

/* INT_MIN for NaN. */
int bench_hundredths(double);

/* --- bench_load.c ---------------------------------------------------------------- */

/* n values of a stored row, absent ones as BENCH_NONE. */
void bench_take_values(struct sql_int4s from, size_t n, int32_t *to);
void bench_take_items(struct bytes from, uint8_t to[BENCH_ITEMS_MAX]);

#endif
