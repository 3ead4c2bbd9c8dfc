/* SPDX-License-Identifier: ISC
 *
 * bench_search.h - an auditor from inside: shared by bench_audit.c,
 * bench_search.c (other worlds), bench_refute.c (who would refute them) and bench_bound.c (what follows) alone. */
#ifndef BENCHMARK_BENCH_SEARCH_H
#define BENCHMARK_BENCH_SEARCH_H

#include "benchmark/bench_audit.h"

struct bench_audit_cell {
	size_t            source, cell;
	struct bench_key  key;
	bool              ours, asked;
	struct bench_told told;
};

/* Firms in the same published cells. */
struct bench_bunch {
	const uint32_t   *in; /* cells, ascending */
	size_t            in_count;
	struct bench_pile pile;
	uint32_t          safe; /* bits of its places: of these it is proved */
};

struct bench_audit {
	struct arena            *arena, *work; /* work: one look at the whole */
	const struct bench_roll *roll;
	size_t                   channel;
	int32_t                  point, low, high;
	int32_t                  step; /* values lie so far apart */
	struct bench_audit_cell *cells;
	size_t                   count, room;
	struct bench_bunch      *bunches;
	size_t                   bunch_count;
	uint32_t                *bunch_of; /* [line]: its bunch and 1; 0: in none */
	uint32_t                *safe;   /* [line]: places of its pile proved safe so far */
	bool                     relied; /* this look relied on such a proof */
	bool                    *open;   /* [cell of the shape] */
	struct bench_audit      *before; /* as it was without ours, once asked for */
	int64_t           *told; /* [its bunch] firms not safe then, and 1; 0: not asked */
	bool               everything;
	bench_audit_fetch *fetch;
	void              *context;
	void (*watch)(void *, const struct bench_witness *);
	void *watcher;
};

/* --- bench_bunch.c --------------------------------------------------------------- */

/* Makes the bunches anew, of the cells that there are, with what was proved. */
void bench_bunch_all(struct bench_audit *);
/* What is proved of them now is known when they are made next. */
void bench_bunch_keep(struct bench_audit *);
void bench_bunch_forget(struct bench_audit *);

/* Whoever of the bunch collude, the others span a point: so it is with most. */
bool bench_bunch_apart(const struct bench_audit *, const struct bench_bunch *);

/* --- bench_refute.c ------------------------------------------------------------- */

#define BENCH_WITNESSES 64
#define BENCH_TOUCHED   1024
/* Firms that a pile does not keep lie between those that it keeps: in which
 * stretch is not known, so each of these is a place, too. */
#define BENCH_CROWD     BENCH_ROLL_VALUES
#define BENCH_STRETCHES 20
#define BENCH_PLACES    (BENCH_CROWD + BENCH_STRETCHES)
#define BENCH_MASKS     512

/* A firm by its bunch and its place in the bunch's pile. */
struct bench_who {
	const struct bench_bunch *bunch; /* NULL: nobody */
	size_t                    place;
};

struct bench_move {
	struct bench_who who;
	int32_t          from, to;
};

struct bench_touched {
	uint32_t            cell[BENCH_TOUCHED];
	struct bench_change change[BENCH_TOUCHED];
	struct bench_eyes  *eyes; /* while a witness is added */
	size_t              count;
};

struct bench_search {
	const struct bench_audit *audit;
	struct bench_who          firm;
	int32_t                   value;
	int32_t                   to[BENCH_WITNESSES];
	size_t                    count;
	uint64_t                 *refutes; /* [bunch * BENCH_PLACES + place] */
	uint64_t                  masks[BENCH_MASKS];
	size_t                    owner[BENCH_MASKS], mask_count;
	struct bench_who          coalition[BENCH_COALITION]; /* refutes all so far */
	struct bench_move         moves[BENCH_CHANGES];
	size_t                    tries;
	bool                     *changed; /* [cell] for a moment: by the moves */
	struct bench_touched      touched;
};

int32_t bench_value_of(struct bench_who);
bool    bench_same_firm(struct bench_who, struct bench_who);
bool    bench_is_in(const struct bench_bunch *, uint32_t cell);
/* What the moves change in a cell, less what cancels out. */
struct bench_change bench_change_in(const struct bench_move *, size_t n, uint32_t cell);
/* Would that member see it? */
bool bench_sees(const struct bench_told *, const struct bench_change *, struct bench_who);

/* The moves of the search are a world against its coalition. */
void bench_witness_add(struct bench_search *, size_t n);
/* Whichever two collude, there is a point between what is left.  Else who
 * stands in coalition. */
bool bench_witness_stands(struct bench_search *);

/* --- bench_bound.c, bench_search.c --------------------------------------------------- */

/* Is the firm of that bunch and value known, to some two colluders? */
bool
bench_bound_known(const struct bench_audit *, const struct bench_bunch *, int32_t value);

/* Is the firm at that place of the bunch's pile safe, whoever collude? */
bool bench_search_safe(const struct bench_audit *, const struct bench_bunch *, size_t place);

#endif
