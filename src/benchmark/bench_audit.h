/* SPDX-License-Identifier: ISC
 *
 * bench_audit.h - could somebody work out one firm's score?
 *
 * The attacker is any two firms that pool their reports.  They know who is
 * counted in which cell and when, their own values, and every figure that any
 * snapshot released so far shows of any cell, to outsiders and with either of
 * their firms taken out.  A firm is safe in a channel if there is another
 * world that shows them the very same and in which its value is a point or
 * more away: the auditor takes nobody for safe for whom it has not found such
 * worlds.  Of the others it asks what follows from the figures.  Who is bounded
 * to less than a point is known, and a cell must go; who is neither is open:
 * not proved, and not broken by the means that are known here.
 *
 * Each channel is judged by itself: that overall is the mean of the areas is
 * not used, nor what an attacker knows of a firm from elsewhere.  Pure. */
#ifndef BENCHMARK_BENCH_AUDIT_H
#define BENCHMARK_BENCH_AUDIT_H

#include "benchmark/bench_inner.h"

#define BENCH_COALITION     2
#define BENCH_AUDIT_SOURCES 16 /* counts looked at together: the newest */
#define BENCH_AUDIT_POINT   STATS_MICRO
#define BENCH_AUDIT_UNIT    1000 /* of a fact: one, in thousandths */
#define BENCH_ROLL_MAX      20000
#define BENCH_ROLL_VALUES   12

/* --- bench_told.c: what one published cell tells -------------------------------- */

#define BENCH_CHANGES 6 /* firms whose values another world has otherwise */

/* Values that a cell has in this world and in another. */
struct bench_change {
	size_t  n;
	int32_t from[BENCH_CHANGES], to[BENCH_CHANGES];
};

struct bench_told {
	struct stats_dist dist;
	int64_t           n;
	int               least, group, tails; /* others for a median, quartiles, all */
	int               rank; /* others for the own rank; 0: none is shown */
	bool              bins; /* answers to an item, else quantiles */
	int32_t           step; /* of quantiles on paper */
	int64_t           bin[3];
	size_t            quantiles;
	int64_t           paper[5]; /* as read outside, in steps */
	size_t            index[5]; /* of the value at the quantile's place */
};

/* Borrows the distribution's arrays.  everything: as if each group showed all,
 * for tests. */
void bench_told_of(const struct bench_shape *, size_t channel, int level,
    const struct stats_dist *, bool everything, struct bench_told *told_out);

/* Would a reader outside see the other world? */
bool bench_told_outside(const struct bench_told *, const struct bench_change *);
/* What members read in both: each has the own value, which is not among the
 * changes, taken out.  Borrows told and change. */
struct bench_eyes {
	const struct bench_told   *told;
	const struct bench_change *change;
	int32_t   was[5][3], is[5][3]; /* by quantile: values at its place and the next */
	bool      bin[3];              /* of an item: whoever answered so would see it */
	uint32_t *seers; /* [distinct + 1] how many of the values before; NULL: not counted */
};
void bench_told_look(const struct bench_told *, const struct bench_change *,
    struct bench_eyes *eyes_out);
void bench_told_look_all(struct arena *, struct bench_eyes *); /* many will be asked */
/* Would a member with that value see the other world? */
bool bench_told_sees(const struct bench_eyes *, int32_t own);
/* Would any with a value from low to high, of those that there are? */
bool bench_told_any(const struct bench_eyes *, int32_t low, int32_t high);

/* Between what an exact quantile lies by its print; false: it is not shown. */
bool bench_told_printed(const struct bench_told *, size_t quantile, int64_t range[2]);
/* How many firms have at most the threshold, how many answered 1 or 2 (bin 0), 3,
 * 4 or 5: by the print. */
void bench_told_up_to(const struct bench_told *, int64_t threshold, int64_t *low_out,
    int64_t *high_out);
void bench_told_bin(const struct bench_told *, int bin, int64_t *low_out, int64_t *high_out);

/* --- bench_roll.c: who is counted together ------------------------------------------ */

/* Firms (or stretches of a firm's history with the same answers) by the groups
 * they had in each count: whoever stands in the same line may change places
 * unseen. */
struct bench_line {
	uint16_t group[BENCH_AUDIT_SOURCES]; /* 0: not counted there */
};
struct bench_pile { /* the values of one line and channel */
	int64_t count;
	int32_t value[BENCH_ROLL_VALUES]; /* sorted; of more, the lowest and the highest half */
};

struct bench_roll {
	struct arena       *arena;
	struct bench_shape  shape;
	size_t              sources, lines, room;
	uint32_t           *slots;
	struct bench_line  *line;
	struct bench_pile **piles; /* [line][channel] */
	bool                full;  /* too many histories to tell apart */
};

struct bench_roll          *
bench_roll_new(struct arena *, const struct bench_shape *, size_t sources);
uint16_t bench_roll_group(const struct bench_shape *, int profession, int size, int region);
bool     bench_roll_holds(const struct bench_shape *, struct bench_key, uint16_t group);
void     bench_roll_add(struct bench_roll *, const struct bench_line *, const int32_t *score,
        const int32_t *fact, const uint8_t *item);
void     bench_pile_add(struct bench_pile *, int32_t value);
size_t   bench_pile_kept(const struct bench_pile *);
void     bench_pile_join(struct bench_pile *, const struct bench_pile *);

/* --- bench_audit.c ---------------------------------------------------------------- */

struct bench_audit;
struct bench_audit *
bench_audit_new(struct arena *, const struct bench_roll *, size_t channel);

/* A cell that is published: source is its count's place in the roll; ours: it
 * stands in the snapshot judged and may be withheld.  Its distribution is asked
 * for when it is needed, and must last as long as the auditor. */
typedef void
bench_audit_fetch(void *context, size_t source, size_t cell, struct stats_dist *dist_out);
void bench_audit_ask(struct bench_audit *, bench_audit_fetch *, void *context);
void bench_audit_put(struct bench_audit *, size_t source, size_t cell, bool ours);

struct bench_found {
	int64_t known; /* firms that can be worked out by cells of ours */
	size_t  cell;  /* narrowest of ours that holds some of them, or has lost them */
	bool    ours;  /* there is such a cell */
	int64_t open;  /* firms of whom it is not proved that they cannot */
};

void bench_audit_find(struct bench_audit *, struct bench_found *found_out);
/* Does the cell hold firms that the last find left open, in none narrower; or has
 * it lost such? */
bool bench_audit_is_open(const struct bench_audit *, size_t cell);
void bench_audit_withhold(struct bench_audit *, size_t cell);
/* Each world that the search relies on, for a test to look at: firms named by
 * the cells that they are in, in the order of putting, and by their values. */
struct bench_witness_move {
	const uint32_t *in;
	size_t          in_count;
	int32_t         from, to;
};
struct bench_witness {
	size_t                    moves, coalition;
	struct bench_witness_move move[BENCH_CHANGES], against[BENCH_COALITION];
};
void bench_audit_watch(struct bench_audit *, void (*)(void *, const struct bench_witness *),
    void *context);

#endif
