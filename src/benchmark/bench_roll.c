/* SPDX-License-Identifier: ISC
 *
 * bench_roll.c - who is counted together, and with which values.
 *
 * Of a line with many firms the lowest and the highest values are enough: its
 * firms may stand for each other, and two colluders cannot rule more than two
 * of them out.  So memory follows lines, not firms. */
#include "benchmark/bench_audit.h"

#include <string.h>

#include "base/err.h"

#define HALF (BENCH_ROLL_VALUES / 2)

struct bench_roll *
bench_roll_new(struct arena *arena, const struct bench_shape *shape, size_t sources)
{
	struct bench_roll *r = ARENA_NEW(arena, struct bench_roll);

	check(sources <= BENCH_AUDIT_SOURCES);
	r->arena = arena;
	r->shape = *shape;
	r->sources = sources;
	return r;
}

uint16_t
bench_roll_group(const struct bench_shape *s, int profession, int size, int region)
{
	check(profession <= s->professions && size <= s->sizes && region <= s->regions);
	return (
	    uint16_t)((profession * (s->sizes + 1) + size) * (s->regions + 1) + region + 1);
}

bool
bench_roll_holds(const struct bench_shape *s, struct bench_key key, uint16_t group)
{
	int g = group - 1, region, size;

	if (group == 0)
		return false;
	region = g % (s->regions + 1);
	g /= s->regions + 1;
	size = g % (s->sizes + 1);
	return bench_cell_holds(s, key, g / (s->sizes + 1), size, region);
}

/* --- values ------------------------------------------------------------------ */

/* Put value among the sorted v[0..n), which has room for one more. */
static void
insert(int32_t *v, size_t n, int32_t value)
{
	for (; n > 0 && v[n - 1] > value; n--)
		v[n] = v[n - 1];
	v[n] = value;
}

void
bench_pile_add(struct bench_pile *p, int32_t value)
{
	int32_t *high = p->value + HALF;

	if (p->count++ < BENCH_ROLL_VALUES) {
		insert(p->value, (size_t)p->count - 1, value);
		return;
	}
	if (value < p->value[HALF - 1]) {
		insert(p->value, HALF - 1, value);
	} else if (value > high[0]) {
		size_t i = 0;

		for (; i + 1 < HALF && high[i + 1] < value; i++)
			high[i] = high[i + 1];
		high[i] = value;
	}
}

size_t
bench_pile_kept(const struct bench_pile *p)
{
	return p->count < BENCH_ROLL_VALUES ? (size_t)p->count : BENCH_ROLL_VALUES;
}

void
bench_pile_join(struct bench_pile *p, const struct bench_pile *other)
{
	size_t  n = bench_pile_kept(other);
	int64_t sum = p->count + other->count;

	/* The outermost of both are among the outermost of each. */
	if (p->count == 0) {
		*p = *other;
		return;
	}
	for (size_t i = 0; i < n; i++)
		bench_pile_add(p, other->value[i]);
	p->count = sum;
}

/* --- lines --------------------------------------------------------------------- */

static uint32_t
hash_of(const struct bench_line *line)
{
	uint32_t h = UINT32_C(2166136261);

	for (size_t i = 0; i < BENCH_AUDIT_SOURCES; i++)
		h = (h ^ line->group[i]) * UINT32_C(16777619);
	return h ^ h >> 15;
}

static uint32_t *
slot_of(struct bench_roll *r, const struct bench_line *line)
{
	for (uint32_t i = hash_of(line);; i++) {
		uint32_t *slot = &r->slots[i & (2 * r->room - 1)];

		if (*slot == 0 || memcmp(&r->line[*slot - 1], line, sizeof(*line)) == 0)
			return slot;
	}
}

static void
grow(struct bench_roll *r)
{
	size_t              room = r->room == 0 ? 256 : 2 * r->room;
	struct bench_line  *line = ARENA_ARRAY(r->arena, struct bench_line, room);
	struct bench_pile **piles = ARENA_ARRAY(r->arena, struct bench_pile *, room);

	if (r->lines > 0) {
		memcpy(line, r->line, r->lines * sizeof(line[0]));
		memcpy(piles, r->piles, r->lines * sizeof(piles[0]));
	}
	r->line = line;
	r->piles = piles;
	r->room = room;
	r->slots = ARENA_ARRAY(r->arena, uint32_t, 2 * room);
	for (size_t i = 0; i < r->lines; i++)
		*slot_of(r, &r->line[i]) = (uint32_t)i + 1;
}

void
bench_roll_add(struct bench_roll *r, const struct bench_line *line, const int32_t *score,
    const int32_t *fact, const uint8_t *item)
{
	const struct bench_shape *s = &r->shape;
	struct bench_pile        *p;
	uint32_t                 *slot;

	if (r->lines == r->room)
		grow(r);
	slot = slot_of(r, line);
	if (*slot == 0) {
		if (r->lines == BENCH_ROLL_MAX) {
			r->full = true;
			return;
		}
		r->line[r->lines] = *line;
		r->piles[r->lines] =
		    ARENA_ARRAY(r->arena, struct bench_pile, bench_channels(s));
		*slot = (uint32_t)++r->lines;
	}
	p = r->piles[*slot - 1];
	for (size_t i = 0; i < s->measures; i++, p++) {
		if (score[i] != BENCH_NONE)
			bench_pile_add(p, score[i]);
	}
	for (size_t i = 0; i < s->facts; i++, p++) {
		if (fact[i] != BENCH_NONE)
			bench_pile_add(p, fact[i]);
	}
	for (size_t i = 0; i < s->items; i++, p++) {
		if (item[i] >= 1 && item[i] <= 5)
			bench_pile_add(p, item[i]);
	}
}
