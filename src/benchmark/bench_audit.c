/* SPDX-License-Identifier: ISC
 *
 * bench_audit.c - look for the other world.
 *
 * Firms that are counted in the same published cells, a bunch, may change
 * places: no figure tells.  That alone makes nearly every firm of a large pool
 * safe.  For the rest the auditor tries to move the firm by itself, and to
 * let it change places with a firm of another bunch, looking at every figure of
 * every cell that holds only one of the two.  A change of places is worth
 * nothing if the other one colludes, so two of them may be struck out before
 * what is left must still span a point. */
#include "benchmark/bench_search.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"

#define AUDIT_WORK ((size_t)1 << 30)

struct bench_audit *
bench_audit_new(struct arena *arena, const struct bench_roll *roll, size_t channel)
{
	struct bench_audit *a = ARENA_NEW(arena, struct bench_audit);
	size_t scores = roll->shape.measures, facts = scores + roll->shape.facts;

	a->arena = arena;
	a->work = arena_new_in(arena, AUDIT_WORK);
	a->roll = roll;
	a->channel = channel;
	a->point = channel < scores  ? BENCH_AUDIT_POINT
	           : channel < facts ? BENCH_AUDIT_UNIT
	                             : 1;
	a->low = channel < facts ? 0 : 1;
	a->high = channel < scores ? 100 * STATS_MICRO : channel < facts ? INT32_MAX : 5;
	return a;
}

void
bench_audit_put(struct bench_audit *a, size_t source, size_t cell, bool ours,
    const struct stats_dist *dist)
{
	struct bench_audit_cell *c;

	check(source < a->roll->sources);
	if (a->count == a->room) {
		struct bench_audit_cell *more;

		a->room = a->room == 0 ? 64 : 2 * a->room;
		more = ARENA_ARRAY(a->arena, struct bench_audit_cell, a->room);
		if (a->count > 0)
			memcpy(more, a->cells, a->count * sizeof(more[0]));
		a->cells = more;
	}
	c = &a->cells[a->count++];
	c->source = source;
	c->cell = cell;
	c->key = bench_cell_key(&a->roll->shape, cell);
	c->ours = ours;
	bench_told_of(&a->roll->shape, a->channel, c->key.level, dist, &c->told);
}

void
bench_audit_withhold(struct bench_audit *a, size_t cell)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (!a->cells[i].ours || a->cells[i].cell != cell)
			a->cells[kept++] = a->cells[i];
	}
	a->count = kept;
}

void
bench_audit_watch(struct bench_audit *a, void (*watch)(void *, const struct bench_witness *),
    void                             *context)
{
	a->watch = watch;
	a->watcher = context;
}

int64_t
bench_audit_known(const struct bench_audit *a)
{
	return a->known;
}

/* --- bunches ------------------------------------------------------------------- */

/* The cells that hold a group in a count, made when first asked for. */
struct lists {
	uint32_t **in;
	size_t    *count;
	size_t     groups;
};

static const uint32_t *
list_of(struct bench_audit *a, struct lists *l, size_t source, uint16_t group,
    size_t *count_out)
{
	size_t place = source * l->groups + group, n = 0;

	if (l->in[place] == NULL) {
		l->in[place] = ARENA_ARRAY(a->work, uint32_t, a->count + 1);
		for (size_t i = 0; i < a->count; i++) {
			if (a->cells[i].source == source &&
			    bench_roll_holds(&a->roll->shape, a->cells[i].key, group))
				l->in[place][n++] = (uint32_t)i;
		}
		l->count[place] = n;
	}
	*count_out = l->count[place];
	return l->in[place];
}

static int
by_number(const void *x, const void *y)
{
	uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;

	return (a > b) - (a < b);
}

static size_t
cells_of(struct bench_audit *a, struct lists *l, const struct bench_line *line, uint32_t *in)
{
	size_t n = 0;

	for (size_t s = 0; s < a->roll->sources; s++) {
		size_t          count;
		const uint32_t *list;

		if (line->group[s] == 0)
			continue;
		list = list_of(a, l, s, line->group[s], &count);
		memcpy(in + n, list, count * sizeof(in[0]));
		n += count;
	}
	if (n > 1)
		qsort(in, n, sizeof(in[0]), by_number);
	return n;
}

static struct bench_bunch *
bunch_of(struct bench_audit *a, uint32_t *slots, size_t size, const uint32_t *in, size_t n)
{
	uint32_t h = UINT32_C(2166136261);

	for (size_t i = 0; i < n; i++)
		h = (h ^ in[i]) * UINT32_C(16777619);
	for (h ^= h >> 15;; h++) {
		uint32_t           *slot = &slots[h & (size - 1)];
		struct bench_bunch *b;

		if (*slot == 0) {
			uint32_t *kept = ARENA_ARRAY(a->work, uint32_t, n);

			memcpy(kept, in, n * sizeof(in[0]));
			b = &a->bunches[a->bunch_count++];
			*slot = (uint32_t)a->bunch_count;
			*b = (struct bench_bunch){ .in = kept, .in_count = n };
			return b;
		}
		b = &a->bunches[*slot - 1];
		if (b->in_count == n && memcmp(b->in, in, n * sizeof(in[0])) == 0)
			return b;
	}
}

static void
gather(struct bench_audit *a)
{
	const struct bench_roll  *r = a->roll;
	const struct bench_shape *s = &r->shape;
	struct lists l = { .groups = (size_t)bench_roll_group(s, s->professions, s->sizes,
		                         s->regions) +
		                     1 };
	size_t       size = 16;
	uint32_t    *slots, *in;

	arena_reset(a->work);
	while (size < 2 * r->lines)
		size *= 2;
	l.in = ARENA_ARRAY(a->work, uint32_t *, r->sources * l.groups);
	l.count = ARENA_ARRAY(a->work, size_t, r->sources * l.groups);
	slots = ARENA_ARRAY(a->work, uint32_t, size);
	in = ARENA_ARRAY(a->work, uint32_t, a->count + 1);
	a->bunches = ARENA_ARRAY(a->work, struct bench_bunch, r->lines + 1);
	a->bunch_count = 0;
	for (size_t i = 0; i < r->lines; i++) {
		const struct bench_pile *pile = &r->piles[i][a->channel];
		size_t                   n;

		if (pile->count == 0)
			continue;
		n = cells_of(a, &l, &r->line[i], in);
		if (n > 0)
			bench_pile_join(&bunch_of(a, slots, size, in, n)->pile, pile);
	}
}

/* --- judging -------------------------------------------------------------------- */

/* Firms of a bunch that could be worked out. */
static int64_t
unsafe_in(const struct bench_audit *a, const struct bench_bunch *b)
{
	const struct bench_pile *p = &b->pile;
	size_t                   kept = bench_pile_kept(p), last = kept - 1;
	int64_t                  unsafe = 0;
	bool                     apart = kept > BENCH_COALITION;

	/* Most bunches: whoever of them collude, the others span a point. */
	for (size_t i = 0; apart && i <= BENCH_COALITION; i++)
		apart = (int64_t)p->value[last - (BENCH_COALITION - i)] - p->value[i] >=
		        a->point;
	if (apart)
		return 0;
	for (size_t i = 0; i < kept; i++) {
		size_t same = i;

		while (same + 1 < kept && p->value[same + 1] == p->value[i])
			same++;
		if (!bench_search_safe(a, b, i))
			unsafe += (int64_t)(same - i + 1) +
			          (i <= kept / 2 && same >= kept / 2
			                  ? p->count - (int64_t)kept
			                  : 0);
		i = same;
	}
	/* Of those in between nothing is known but that they lie close together. */
	if (p->count > (int64_t)kept && p->value[kept / 2 - 1] != p->value[kept / 2])
		unsafe += p->count - (int64_t)kept;
	return unsafe;
}

bool
bench_audit_find(struct bench_audit *a, struct bench_found *out)
{
	bool some = false;

	*out = (struct bench_found){ 0, 0 };
	a->known = 0;
	gather(a);
	for (size_t i = 0; i < a->bunch_count; i++) {
		const struct bench_bunch *b = &a->bunches[i];
		int64_t                   unsafe = unsafe_in(a, b);
		bool                      ours = false;

		if (unsafe == 0)
			continue;
		for (size_t k = 0; k < b->in_count; k++) {
			const struct bench_audit_cell *c = &a->cells[b->in[k]];

			if (!c->ours)
				continue;
			ours = true;
			if (!some || c->cell > out->cell)
				out->cell = c->cell;
			some = true;
		}
		*(ours ? &out->firms : &a->known) += unsafe;
	}
	return some;
}
