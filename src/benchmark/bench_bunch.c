/* SPDX-License-Identifier: ISC
 *
 * bench_bunch.c - firms that are counted in the same published cells, and of
 * whom it was proved that they are safe. */
#include "benchmark/bench_search.h"

#include <stdlib.h>
#include <string.h>

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

/* The first place of that value; beyond the last: it is not kept. */
static size_t
place_of(const struct bench_pile *p, int32_t value)
{
	size_t i = 0, kept = bench_pile_kept(p);

	while (i < kept && p->value[i] != value)
		i++;
	return i;
}

/* What was proved of firms holds for all of their value in their bunch now, who
 * may change places with them; and the other way round. */
static void
share_proofs(struct bench_audit *a, bool keep)
{
	for (size_t i = 0; i < a->roll->lines; i++) {
		const struct bench_pile *p = &a->roll->piles[i][a->channel];
		struct bench_bunch      *b;

		if (a->bunch_of[i] == 0)
			continue;
		b = &a->bunches[a->bunch_of[i] - 1];
		for (size_t k = 0;
		     (keep ? b->safe : a->safe[i]) != 0 && k < bench_pile_kept(p); k++) {
			size_t place = place_of(&b->pile, p->value[k]);

			if (place == bench_pile_kept(&b->pile))
				continue;
			if (keep)
				a->safe[i] |= (b->safe >> place & 1) << k;
			else
				b->safe |= (a->safe[i] >> k & 1) << place;
		}
	}
}

void
bench_bunch_all(struct bench_audit *a)
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
	a->bunch_of = ARENA_ARRAY(a->work, uint32_t, r->lines + 1);
	if (a->safe == NULL)
		a->safe = ARENA_ARRAY(a->arena, uint32_t, r->lines + 1);
	for (size_t i = 0; i < r->lines; i++) {
		const struct bench_pile *pile = &r->piles[i][a->channel];
		struct bench_bunch      *b;
		size_t                   n;

		if (pile->count == 0)
			continue;
		n = cells_of(a, &l, &r->line[i], in);
		if (n == 0)
			continue;
		b = bunch_of(a, slots, size, in, n);
		bench_pile_join(&b->pile, pile);
		a->bunch_of[i] = (uint32_t)(b - a->bunches) + 1;
	}
	share_proofs(a, false);
}

void
bench_bunch_forget(struct bench_audit *a)
{
	memset(a->safe, 0, (a->roll->lines + 1) * sizeof(a->safe[0]));
}

void
bench_bunch_keep(struct bench_audit *a)
{
	share_proofs(a, true);
}
