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

#define WITNESSES 64
#define TRIES     1000 /* mendings tried from one beginning */
#define TOUCHED   1024
#define CROWD     BENCH_ROLL_VALUES /* place of the firms that a pile does not keep */
#define PLACES    (CROWD + 1)
#define MASKS     512

/* A firm by its bunch and its place in the bunch's pile. */
struct who {
	const struct bench_bunch *bunch; /* NULL: nobody */
	size_t                    place;
};

struct move {
	struct who who;
	int32_t    from, to;
};

struct touched {
	uint32_t            cell[TOUCHED];
	struct bench_change change[TOUCHED];
	size_t              count;
};

struct search {
	const struct bench_audit *audit;
	struct who                firm;
	int32_t                   value;
	int32_t                   to[WITNESSES];
	size_t                    count;
	uint64_t                 *refutes; /* [bunch * PLACES + place] */
	uint64_t                  masks[MASKS];
	size_t                    owner[MASKS], mask_count;
	struct who                coalition[BENCH_COALITION]; /* refutes all so far */
	struct move               moves[BENCH_CHANGES];
	size_t                    tries;
	struct touched            touched;
};

static int32_t
value_of(struct who w)
{
	return w.bunch->pile.value[w.place];
}

static bool
same_firm(struct who a, struct who b)
{
	return a.bunch == b.bunch && a.place == b.place;
}

static bool
is_in(const struct bench_bunch *b, uint32_t cell)
{
	size_t low = 0, high = b->in_count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (b->in[mid] == cell)
			return true;
		if (b->in[mid] < cell)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

/* What the moves change in a cell, less what cancels out. */
static struct bench_change
change_in(const struct move *moves, size_t n, uint32_t cell)
{
	struct bench_change c = { .n = 0 };
	size_t              i = 0;

	for (size_t m = 0; m < n; m++) {
		if (is_in(moves[m].who.bunch, cell)) {
			c.from[c.n] = moves[m].from;
			c.to[c.n++] = moves[m].to;
		}
	}
	while (i < c.n) {
		size_t k = 0;

		while (k < c.n && c.to[k] != c.from[i])
			k++;
		if (k == c.n) {
			i++;
			continue;
		}
		c.to[k] = c.to[i];
		c.n--;
		c.from[i] = c.from[c.n];
		c.to[i] = c.to[c.n];
		i = 0;
	}
	return c;
}

static bool
sees(const struct bench_told *told, const struct bench_change *c, struct who w)
{
	const int32_t *v = w.bunch->pile.value;

	return w.place == CROWD ? bench_told_crowd(told, c, v[CROWD / 2 - 1], v[CROWD / 2])
	                        : bench_told_member(told, c, v[w.place]);
}

/* Does anybody of the coalition, or a reader outside, see it in this cell? */
static bool
seen(const struct search *s, uint32_t cell, const struct bench_change *c)
{
	const struct bench_told *told = &s->audit->cells[cell].told;

	if (c->n == 0)
		return false;
	if (bench_told_outside(told, c))
		return true;
	for (size_t i = 0; i < BENCH_COALITION; i++) {
		struct who w = s->coalition[i];

		if (w.bunch != NULL && is_in(w.bunch, cell) && sees(told, c, w))
			return true;
	}
	return false;
}

/* The first cell in which the moves are seen; false: none. */
static bool
first_seen(const struct search *s, size_t n, uint32_t *cell_out)
{
	for (size_t i = n; i-- > 0;) {
		const struct bench_bunch *b = s->moves[i].who.bunch;

		for (size_t k = b->in_count; k-- > 0;) {
			struct bench_change c = change_in(s->moves, n, b->in[k]);

			if (seen(s, b->in[k], &c)) {
				*cell_out = b->in[k];
				return true;
			}
		}
	}
	return false;
}

/* --- who refutes what --------------------------------------------------------------- */

static void
touch(struct search *s, size_t n)
{
	struct touched *t = &s->touched;

	t->count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct bench_bunch *b = s->moves[i].who.bunch;

		for (size_t k = 0; k < b->in_count; k++) {
			bool before = false;

			for (size_t m = 0; m < i && !before; m++)
				before = is_in(s->moves[m].who.bunch, b->in[k]);
			if (before)
				continue;
			check(t->count < TOUCHED);
			t->cell[t->count] = b->in[k];
			t->change[t->count] = change_in(s->moves, n, b->in[k]);
			t->count += t->change[t->count].n > 0;
		}
	}
}

static bool
member_sees(const struct search *s, const struct bench_bunch *b, size_t place)
{
	struct who            w = { b, place };
	const struct touched *t = &s->touched;

	for (size_t i = 0; i < t->count; i++) {
		if (is_in(b, t->cell[i]) &&
		    sees(&s->audit->cells[t->cell[i]].told, &t->change[i], w))
			return true;
	}
	return false;
}

static void
show_witness(const struct search *s, size_t n)
{
	struct bench_witness w = { .moves = n };

	for (size_t i = 0; i < n; i++)
		w.move[i] = (struct bench_witness_move){ s->moves[i].who.bunch->in,
			s->moves[i].who.bunch->in_count, s->moves[i].from, s->moves[i].to };
	for (size_t i = 0; i < BENCH_COALITION; i++) {
		const struct bench_bunch *b = s->coalition[i].bunch;

		if (b != NULL && s->coalition[i].place != CROWD)
			w.against[w.coalition++] = (struct bench_witness_move){ b->in,
				b->in_count, value_of(s->coalition[i]), 0 };
	}
	s->audit->watch(s->audit->watcher, &w);
}

static void
add_witness(struct search *s, size_t n)
{
	const struct bench_audit *a = s->audit;
	uint64_t                  bit = UINT64_C(1) << s->count;

	touch(s, n);
	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];
		uint64_t                 *refutes = s->refutes + b * PLACES;

		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			if (i > 0 && bunch->pile.value[i] == bunch->pile.value[i - 1])
				refutes[i] |= refutes[i - 1] & bit;
			else if (member_sees(s, bunch, i))
				refutes[i] |= bit;
		}
		if (bunch->pile.count > CROWD && member_sees(s, bunch, CROWD))
			refutes[CROWD] |= bit;
	}
	for (size_t i = 1; i < n; i++)
		s->refutes[(size_t)(s->moves[i].who.bunch - a->bunches) * PLACES +
		           s->moves[i].who.place] |= bit;
	s->to[s->count++] = s->moves[0].to;
	if (a->watch != NULL)
		show_witness(s, n);
}

static void
note_mask(struct search *s, uint64_t mask, size_t owner)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->mask_count; i++) {
		if ((s->masks[i] | mask) == s->masks[i])
			return;
	}
	for (size_t i = 0; i < s->mask_count; i++) {
		if ((s->masks[i] | mask) != mask) {
			s->masks[kept] = s->masks[i];
			s->owner[kept++] = s->owner[i];
		}
	}
	check(kept < MASKS);
	s->masks[kept] = mask;
	s->owner[kept] = owner;
	s->mask_count = kept + 1;
}

static bool
spans(const struct search *s, uint64_t refuted)
{
	int64_t low = s->value, high = s->value;

	for (size_t i = 0; i < s->count; i++) {
		if (refuted >> i & 1)
			continue;
		if (s->to[i] < low)
			low = s->to[i];
		if (s->to[i] > high)
			high = s->to[i];
	}
	return high - low >= s->audit->point;
}

static struct who
who_at(const struct search *s, size_t place)
{
	return (struct who){ &s->audit->bunches[place / PLACES], place % PLACES };
}

/* Whichever two collude, there is a point between what is left.  Else who. */
static bool
stands(struct search *s)
{
	struct who none = { NULL, 0 };

	s->coalition[0] = s->coalition[1] = none;
	if (!spans(s, 0))
		return false;
	s->mask_count = 0;
	for (size_t i = 0; i < s->audit->bunch_count * PLACES; i++) {
		if (s->refutes[i] != 0 && !same_firm(who_at(s, i), s->firm))
			note_mask(s, s->refutes[i], i);
	}
	for (size_t i = 0; i < s->mask_count; i++) {
		for (size_t k = i; k < s->mask_count; k++) {
			if (spans(s, s->masks[i] | s->masks[k]))
				continue;
			s->coalition[0] = who_at(s, s->owner[i]);
			s->coalition[1] = who_at(s, s->owner[k]);
			return false;
		}
	}
	return true;
}

/* --- worlds ----------------------------------------------------------------------------- */

static bool
is_free(const struct search *s, size_t n, struct who w)
{
	for (size_t i = 0; i < n; i++) {
		if (same_firm(s->moves[i].who, w))
			return false;
	}
	return !same_firm(w, s->coalition[0]) && !same_firm(w, s->coalition[1]);
}

static bool repaired(struct search *s, size_t n);

/* One more firm goes where it mends the cell; what it breaks is mended next. */
static bool
mend_by(struct search *s, size_t n, uint32_t cell, struct who w, int64_t to)
{
	struct bench_change c;

	if (to < s->audit->low || to > s->audit->high || to == value_of(w) || s->tries == 0)
		return false;
	s->tries--;
	s->moves[n] = (struct move){ w, value_of(w), (int32_t)to };
	c = change_in(s->moves, n + 1, cell);
	if (seen(s, cell, &c))
		return false;
	return repaired(s, n + 1);
}

static bool
mend(struct search *s, size_t n, uint32_t cell)
{
	const struct bench_audit *a = s->audit;
	struct bench_change       c = change_in(s->moves, n, cell);
	int64_t                   p = a->point;

	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];

		if (!is_in(bunch, cell))
			continue;
		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			struct who w = { bunch, i };
			int64_t    y = value_of(w);

			if ((i > 0 && y == bunch->pile.value[i - 1] &&
			        is_free(s, n, (struct who){ bunch, i - 1 })) ||
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
repaired(struct search *s, size_t n)
{
	uint32_t cell;

	if (!first_seen(s, n, &cell)) {
		add_witness(s, n);
		return true;
	}
	return n < BENCH_CHANGES && mend(s, n, cell);
}

static bool
starts(struct search *s, int64_t to)
{
	if (to < s->audit->low || to > s->audit->high)
		return false;
	s->tries = TRIES;
	s->moves[0] = (struct move){ s->firm, s->value, (int32_t)to };
	return repaired(s, 1);
}

/* The firm changes places with another, which may be mended too. */
static bool
swaps(struct search *s)
{
	const struct bench_audit *a = s->audit;

	for (size_t b = 0; b < a->bunch_count; b++) {
		const struct bench_bunch *bunch = &a->bunches[b];

		for (size_t i = 0; i < bench_pile_kept(&bunch->pile); i++) {
			struct who w = { bunch, i };
			int64_t    far = (int64_t)value_of(w) - s->value;

			if (same_firm(w, s->firm) || !is_free(s, 0, w) ||
			    (far < a->point && -far < a->point))
				continue;
			s->tries = TRIES / 20;
			s->moves[0] = (struct move){ s->firm, s->value, value_of(w) };
			s->moves[1] = (struct move){ w, value_of(w), s->value };
			if (repaired(s, 2))
				return true;
		}
	}
	return false;
}

/* A world that stands against the coalition. */
static bool
finds_one(struct search *s)
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
	struct arena_mark mark = arena_mark(a->work);
	struct search    *s = ARENA_NEW(a->work, struct search);
	bool              safe;

	s->audit = a;
	s->firm = (struct who){ b, place };
	s->value = value_of(s->firm);
	s->refutes = ARENA_ARRAY(a->work, uint64_t, a->bunch_count * PLACES);
	while (!(safe = stands(s)) && s->count < WITNESSES && finds_one(s))
		continue;
	arena_rewind(a->work, mark);
	return safe;
}
