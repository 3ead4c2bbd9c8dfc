/* SPDX-License-Identifier: ISC
 *
 * bench_refute.c - who would refute a witness, and whether any two refute all
 * that there are. */
#include "benchmark/bench_search.h"

#include "base/err.h"

int32_t
bench_value_of(struct bench_who w)
{
	return w.bunch->pile.value[w.place];
}

bool
bench_same_firm(struct bench_who a, struct bench_who b)
{
	return a.bunch == b.bunch && a.place == b.place;
}

bool
bench_is_in(const struct bench_bunch *b, uint32_t cell)
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
struct bench_change
bench_change_in(const struct bench_move *moves, size_t n, uint32_t cell)
{
	struct bench_change c = { .n = 0 };
	size_t              i = 0;

	for (size_t m = 0; m < n; m++) {
		if (bench_is_in(moves[m].who.bunch, cell)) {
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

/* Where in the crowd a place lies; low above high: nowhere. */
static void
stretch(const struct bench_bunch *b, size_t place, int32_t *low_out, int32_t *high_out)
{
	int64_t low = b->pile.value[BENCH_CROWD / 2 - 1],
	        span = b->pile.value[BENCH_CROWD / 2] - low + 1,
	        nth = (int64_t)(place - BENCH_CROWD);

	*low_out = (int32_t)(low + span * nth / BENCH_STRETCHES);
	*high_out = (int32_t)(low + span * (nth + 1) / BENCH_STRETCHES - 1);
}

static bool
place_sees(const struct bench_eyes *e, struct bench_who w)
{
	int32_t low, high;

	if (w.place < BENCH_CROWD)
		return bench_told_sees(e, bench_value_of(w));
	stretch(w.bunch, w.place, &low, &high);
	return bench_told_any(e, low, high);
}

bool
bench_sees(const struct bench_told *told, const struct bench_change *c, struct bench_who w)
{
	struct bench_eyes e;

	bench_told_look(told, c, &e);
	return place_sees(&e, w);
}

/* --- who refutes what --------------------------------------------------------------- */

static void
touch(struct bench_search *s, size_t n)
{
	struct bench_touched *t = &s->touched;

	t->count = 0;
	for (size_t i = 0; i < n; i++) {
		const struct bench_bunch *b = s->moves[i].who.bunch;

		for (size_t k = 0; k < b->in_count; k++) {
			bool before = false;

			for (size_t m = 0; m < i && !before; m++)
				before = bench_is_in(s->moves[m].who.bunch, b->in[k]);
			if (before)
				continue;
			check(t->count < BENCH_TOUCHED);
			t->cell[t->count] = b->in[k];
			t->change[t->count] = bench_change_in(s->moves, n, b->in[k]);
			t->count += t->change[t->count].n > 0;
		}
	}
}

static void
open_eyes(struct bench_search *s)
{
	struct bench_touched *t = &s->touched;

	t->eyes = ARENA_ARRAY(s->audit->work, struct bench_eyes, t->count);
	for (size_t i = 0; i < t->count; i++) {
		bench_told_look(&s->audit->cells[t->cell[i]].told, &t->change[i],
		    &t->eyes[i]);
		bench_told_look_all(s->audit->work, &t->eyes[i]);
	}
}

static bool
any_sees(const struct bench_eyes *const *eyes, size_t n, struct bench_who w)
{
	for (size_t i = 0; i < n; i++) {
		if (place_sees(eyes[i], w))
			return true;
	}
	return false;
}

/* Who of a bunch would see the witness of that bit. */
static void
ask_bunch(const struct bench_search *s, const struct bench_bunch *b, uint64_t bit,
    uint64_t *refutes)
{
	const struct bench_touched *t = &s->touched;
	const struct bench_eyes    *eyes[BENCH_TOUCHED];
	size_t                      n = 0, kept = bench_pile_kept(&b->pile),
	       places = b->pile.count > BENCH_CROWD ? BENCH_PLACES : kept;

	for (size_t i = 0; i < t->count; i++) {
		if (bench_is_in(b, t->cell[i]))
			eyes[n++] = &t->eyes[i];
	}
	for (size_t i = 0; n > 0 && i < places; i++) {
		if (i > 0 && i < kept && b->pile.value[i] == b->pile.value[i - 1])
			refutes[i] |= refutes[i - 1] & bit;
		else if (any_sees(eyes, n, (struct bench_who){ b, i }))
			refutes[i] |= bit;
	}
}

static void
show_witness(const struct bench_search *s, size_t n)
{
	struct bench_witness w = { .moves = n };

	for (size_t i = 0; i < n; i++)
		w.move[i] = (struct bench_witness_move){ s->moves[i].who.bunch->in,
			s->moves[i].who.bunch->in_count, s->moves[i].from, s->moves[i].to };
	for (size_t i = 0; i < BENCH_COALITION; i++) {
		const struct bench_bunch *b = s->coalition[i].bunch;

		if (b != NULL && s->coalition[i].place < BENCH_CROWD)
			w.against[w.coalition++] = (struct bench_witness_move){ b->in,
				b->in_count, bench_value_of(s->coalition[i]), 0 };
	}
	s->audit->watch(s->audit->watcher, &w);
}

void
bench_witness_add(struct bench_search *s, size_t n)
{
	const struct bench_audit *a = s->audit;
	struct arena_mark         mark = arena_mark(a->work);
	uint64_t                  bit = UINT64_C(1) << s->count;

	touch(s, n);
	open_eyes(s);
	for (size_t b = 0; b < a->bunch_count; b++)
		ask_bunch(s, &a->bunches[b], bit, s->refutes + b * BENCH_PLACES);
	arena_rewind(a->work, mark);
	for (size_t i = 1; i < n; i++)
		s->refutes[(size_t)(s->moves[i].who.bunch - a->bunches) * BENCH_PLACES +
		           s->moves[i].who.place] |= bit;
	s->to[s->count++] = s->moves[0].to;
	if (a->watch != NULL)
		show_witness(s, n);
}

static void
note_mask(struct bench_search *s, uint64_t mask, size_t owner)
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
	s->mask_count = kept;
	if (kept == BENCH_MASKS) {
		/* One who is both: too strict, never too lax. */
		s->masks[0] |= mask;
		return;
	}
	s->masks[kept] = mask;
	s->owner[kept] = owner;
	s->mask_count++;
}

static bool
spans(const struct bench_search *s, uint64_t refuted)
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

static struct bench_who
who_at(const struct bench_search *s, size_t place)
{
	return (struct bench_who){ &s->audit->bunches[place / BENCH_PLACES],
		place % BENCH_PLACES };
}

/* Whichever two collude, there is a point between what is left.  Else who. */
bool
bench_witness_stands(struct bench_search *s)
{
	struct bench_who none = { NULL, 0 };

	s->coalition[0] = s->coalition[1] = none;
	if (!spans(s, 0))
		return false;
	s->mask_count = 0;
	for (size_t i = 0; i < s->audit->bunch_count * BENCH_PLACES; i++) {
		if (s->refutes[i] != 0 && !bench_same_firm(who_at(s, i), s->firm))
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
