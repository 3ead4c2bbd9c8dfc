/* SPDX-License-Identifier: ISC
 *
 * bench_search.c - other worlds in which one firm has another value and
 * everybody reads the same.
 *
 * A witness moves the firm and up to three more.  It is refuted by whom it
 * moves, if that firm colludes, and by members who would read other figures;
 * so the search goes on until no two firms refute them all: it looks for the
 * two that do, and for a world that stands against these two. */
#include "benchmark/bench_search.h"

#include "base/err.h"

#define SCORES  4    /* whose values another world has otherwise, unless answers */
#define TRIES   1000 /* mendings tried from one beginning */
#define ANSWER  8    /* cells that are as bad as another answer */
#define NEAREST 8    /* of them first, for what came into a cell */

/* Does anybody of the coalition, or a reader outside, see it in this cell? */
static bool
seen(const struct bench_search *s, uint32_t cell, const struct bench_change *c)
{
	const struct bench_told *told = &s->audit->cells[cell].told;

	if (c->n == 0)
		return false;
	if (bench_told_outside(told, c))
		return true;
	for (size_t i = 0; i < BENCH_COALITION; i++) {
		struct bench_who w = s->coalition[i];

		if (w.bunch != NULL && bench_is_in(w.bunch, cell) && bench_sees(told, c, w))
			return true;
	}
	return false;
}

/* The first cell in which the moves are seen; false: none. */
static bool
first_seen(const struct bench_search *s, size_t n, uint32_t *cell_out)
{
	for (size_t i = n; i-- > 0;) {
		const struct bench_bunch *b = s->moves[i].who.bunch;

		for (size_t k = b->in_count; k-- > 0;) {
			struct bench_change c = bench_change_in(s->moves, n, b->in[k]);

			if (seen(s, b->in[k], &c)) {
				*cell_out = b->in[k];
				return true;
			}
		}
	}
	return false;
}

/* --- worlds ----------------------------------------------------------------------------- */

static bool
is_free(const struct bench_search *s, size_t n, struct bench_who w)
{
	for (size_t i = 0; i < n; i++) {
		if (bench_same_firm(s->moves[i].who, w))
			return false;
	}
	return !bench_same_firm(w, s->coalition[0]) && !bench_same_firm(w, s->coalition[1]);
}

static bool repaired(struct bench_search *s, size_t n);

/* One more firm goes where it mends the cell; what it breaks is mended next. */
static bool
mend_by(struct bench_search *s, size_t n, uint32_t cell, struct bench_who w, int64_t to)
{
	struct bench_change c;

	if (to < s->audit->low || to > s->audit->high || to == bench_value_of(w) ||
	    (to - s->audit->low) % s->audit->step != 0 || s->tries == 0)
		return false;
	s->tries--;
	s->moves[n] = (struct bench_move){ w, bench_value_of(w), (int32_t)to };
	c = bench_change_in(s->moves, n + 1, cell);
	if (seen(s, cell, &c))
		return false;
	return repaired(s, n + 1);
}

/* Menders in the order to try them. */
struct near {
	struct bench_who who[NEAREST];
	int64_t          far[NEAREST];
	size_t           n;
};

static void
near_add(struct near *near, struct bench_who w, int64_t far)
{
	size_t i = near->n < NEAREST ? near->n++ : NEAREST;

	for (; i > 0 && near->far[i - 1] > far; i--) {
		if (i < NEAREST) {
			near->who[i] = near->who[i - 1];
			near->far[i] = near->far[i - 1];
		}
	}
	if (i < NEAREST) {
		near->who[i] = w;
		near->far[i] = far;
	}
}

/* Marks the cells that the moves change; how many. */
static size_t
mark_changed(struct bench_search *s, size_t n, bool to)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		const struct bench_bunch *b = s->moves[i].who.bunch;

		for (size_t k = 0; k < b->in_count; k++) {
			uint32_t cell = b->in[k];

			if (s->changed[cell] == to ||
			    (to && bench_change_in(s->moves, n, cell).n == 0))
				continue;
			s->changed[cell] = to;
			count++;
		}
	}
	return count;
}

/* Cells that a firm of the bunch would leave to be mended, or break. */
static int64_t
unlike(const struct bench_search *s, const struct bench_bunch *b, size_t changed)
{
	size_t both = 0;

	for (size_t k = 0; k < b->in_count; k++)
		both += s->changed[b->in[k]];
	return (int64_t)(changed + b->in_count - 2 * both);
}

/* Who has about the value that came in, in about the cells that are to be mended,
 * takes the one that went out: with many firms there nobody can tell. */
static bool
mend_nearly(struct bench_search *s, size_t n, uint32_t cell, const struct bench_change *c,
    size_t k)
{
	const struct bench_audit *a = s->audit;
	struct near               near = { .n = 0 };
	size_t                    changed = mark_changed(s, n, true);
	/* Of an answer the next one is far off, of a score a point is near. */
	int64_t weight = a->cells[cell].told.bins ? ANSWER : 1;

	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];
		int64_t                   cost;

		if (!bench_is_in(bunch, cell))
			continue;
		cost = unlike(s, bunch, changed) * a->point;
		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			struct bench_who w = { bunch, i };
			int64_t          far = (int64_t)bench_value_of(w) - c->to[k];

			if (is_free(s, n, w) && bench_value_of(w) != c->from[k])
				near_add(&near, w, cost + (far < 0 ? -far : far) * weight);
		}
	}
	(void)mark_changed(s, n, false);
	for (size_t i = 0; i < near.n; i++) {
		if (mend_by(s, n, cell, near.who[i], c->from[k]))
			return true;
	}
	return false;
}

static bool
mend(struct bench_search *s, size_t n, uint32_t cell)
{
	const struct bench_audit *a = s->audit;
	struct bench_change       c = bench_change_in(s->moves, n, cell);
	int64_t                   p = a->point;

	for (size_t k = 0; k < c.n; k++) {
		if (mend_nearly(s, n, cell, &c, k))
			return true;
	}
	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];

		if (!bench_is_in(bunch, cell))
			continue;
		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			struct bench_who w = { bunch, i };
			int64_t          y = bench_value_of(w);

			if ((i > 0 && y == bunch->pile.value[i - 1] &&
			        is_free(s, n, (struct bench_who){ bunch, i - 1 })) ||
			    !is_free(s, n, w))
				continue;
			for (size_t k = 0; k < c.n; k++) {
				int64_t back = c.from[k] > c.to[k] ? p : -p;

				if (mend_by(s, n, cell, w, c.from[k]) ||
				    mend_by(s, n, cell, w, y + back) ||
				    mend_by(s, n, cell, w, y + 3 * back) ||
				    mend_by(s, n, cell, w, y + back / 3))
					return true;
			}
		}
	}
	return false;
}

/* Is the world of n moves, or one with a few more, unseen? */
static bool
repaired(struct bench_search *s, size_t n)
{
	uint32_t cell;

	if (!first_seen(s, n, &cell)) {
		bench_witness_add(s, n);
		return true;
	}
	/* Answers are few, so that each mending is exact; values drift apart. */
	return n < (size_t)(s->audit->cells[cell].told.bins ? BENCH_CHANGES : SCORES) &&
	       mend(s, n, cell);
}

static bool
starts(struct bench_search *s, int64_t to)
{
	if (to < s->audit->low || to > s->audit->high)
		return false;
	s->tries = TRIES;
	s->moves[0] = (struct bench_move){ s->firm, s->value, (int32_t)to };
	return repaired(s, 1);
}

/* The firm changes places with another, which may be mended too. */
static bool
swaps(struct bench_search *s)
{
	const struct bench_audit *a = s->audit;

	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];

		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			struct bench_who w = { bunch, i };
			int64_t          far = (int64_t)bench_value_of(w) - s->value;

			if (bench_same_firm(w, s->firm) || !is_free(s, 0, w) ||
			    (far < a->point && -far < a->point))
				continue;
			s->tries = TRIES / 20;
			s->moves[0] =
			    (struct bench_move){ s->firm, s->value, bench_value_of(w) };
			s->moves[1] = (struct bench_move){ w, bench_value_of(w), s->value };
			if (repaired(s, 2))
				return true;
		}
	}
	return false;
}

/* A world that stands against the coalition. */
static bool
finds_one(struct bench_search *s)
{
	static const int far[] = { 1, -1, 5, -5, 20, -20 };

	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
		if (starts(s, s->value + (int64_t)far[i] * s->audit->point))
			return true;
	}
	return swaps(s);
}

bool
bench_search_safe(const struct bench_audit *a, const struct bench_bunch *b, size_t place)
{
	struct arena_mark    mark = arena_mark(a->work);
	struct bench_search *s = ARENA_NEW(a->work, struct bench_search);
	bool                 safe;

	s->audit = a;
	s->firm = (struct bench_who){ b, place };
	s->value = bench_value_of(s->firm);
	s->changed = ARENA_ARRAY(a->work, bool, a->count + 1);
	s->refutes = ARENA_ARRAY(a->work, uint64_t, a->bunch_count * BENCH_PLACES);
	while (
	    !(safe = bench_witness_stands(s)) && s->count < BENCH_WITNESSES && finds_one(s))
		continue;
	arena_rewind(a->work, mark);
	return safe;
}
