/* SPDX-License-Identifier: ISC
 *
 * bench_count.c - a pool as counts of distinct values.
 *
 * Scores are fractions with small denominators, so a million firms have few
 * distinct values in each smallest group (profession, size, region).  Wider
 * cells are made by adding up the smallest ones, one at a time. */
#include "benchmark/bench_inner.h"

#include <stdlib.h>

#include "base/err.h"

/* Open addressing; a slot with times == 0 is free. */
struct tally {
	int32_t value, times;
};

struct histogram {
	struct tally *slots;
	uint32_t      size, used; /* size: 0 or a power of two */
	int64_t       n;
};

struct bench_counter {
	struct arena      *arena;
	struct bench_shape shape;
	struct histogram  *histograms; /* [smallest group * channels + channel] */
};

static size_t
smallest(const struct bench_shape *s, int profession, int size, int region)
{
	check(profession >= 0 && profession <= s->professions);
	check(size >= 0 && size <= s->sizes);
	check(region >= 0 && region <= s->regions);
	return ((size_t)profession * ((size_t)s->sizes + 1) + (size_t)size) *
	           ((size_t)s->regions + 1) +
	       (size_t)region;
}

struct bench_counter *
bench_counter_new(struct arena *arena, const struct bench_shape *shape)
{
	struct bench_counter *c = ARENA_NEW(arena, struct bench_counter);
	size_t groups = smallest(shape, shape->professions, shape->sizes, shape->regions) + 1;

	c->arena = arena;
	c->shape = *shape;
	c->histograms = ARENA_ARRAY(arena, struct histogram, groups * bench_channels(shape));
	return c;
}

static struct tally *
slot_of(const struct histogram *h, int32_t value)
{
	uint32_t i = (uint32_t)value * UINT32_C(2654435761);

	/* The high bits of the product are the well-mixed ones. */
	for (i ^= i >> 15;; i++) {
		struct tally *t = &h->slots[i & (h->size - 1)];

		if (t->times == 0 || t->value == value)
			return t;
	}
}

static void
grow(struct arena *arena, struct histogram *h)
{
	struct histogram wider = { .size = h->size == 0 ? 8 : 2 * h->size,
		.used = h->used,
		.n = h->n };

	wider.slots = ARENA_ARRAY(arena, struct tally, wider.size);
	for (uint32_t i = 0; i < h->size; i++) {
		if (h->slots[i].times > 0)
			*slot_of(&wider, h->slots[i].value) = h->slots[i];
	}
	*h = wider;
}

static void
add(struct bench_counter *c, struct histogram *h, int32_t value)
{
	struct tally *t;

	if (h->used >= h->size / 4 * 3)
		grow(c->arena, h);
	t = slot_of(h, value);
	h->used += t->times == 0;
	t->value = value;
	t->times++;
	h->n++;
}

void
bench_counter_add(struct bench_counter *c, int profession, int size, int region,
    const int32_t *score, const int32_t *fact, const uint8_t *item)
{
	const struct bench_shape *s = &c->shape;
	struct histogram         *h = c->histograms +
	                      smallest(s, profession, size, region) * bench_channels(s);

	for (size_t i = 0; i < s->measures; i++, h++) {
		if (score[i] != BENCH_NONE)
			add(c, h, score[i]);
	}
	for (size_t i = 0; i < s->facts; i++, h++) {
		if (fact[i] != BENCH_NONE)
			add(c, h, fact[i]);
	}
	for (size_t i = 0; i < s->items; i++, h++) {
		if (item[i] >= 1 && item[i] <= 5)
			add(c, h, item[i]);
	}
}

/* The tallies of all smallest groups within the cell, unsorted; into NULL: only
 * how many there are. */
static int64_t
gather(const struct bench_counter *c, struct bench_key key, size_t channel,
    struct tally *into, size_t *used_out)
{
	const struct bench_shape *s = &c->shape;
	int64_t                   n = 0;
	size_t                    used = 0;

	for (int p = 0; p <= s->professions; p++) {
		for (int z = 0; z <= s->sizes; z++) {
			for (int r = 0; r <= s->regions; r++) {
				const struct histogram *h =
				    c->histograms +
				    smallest(s, p, z, r) * bench_channels(s) + channel;

				if (h->n == 0 || !bench_cell_holds(s, key, p, z, r))
					continue;
				n += h->n;
				if (into == NULL) {
					used += h->used;
					continue;
				}
				for (uint32_t i = 0; i < h->size; i++) {
					if (h->slots[i].times > 0)
						into[used++] = h->slots[i];
				}
			}
		}
	}
	*used_out = used;
	return n;
}

int64_t
bench_counter_n(const struct bench_counter *c, struct bench_key key, size_t channel)
{
	size_t used;

	return gather(c, key, channel, NULL, &used);
}

static int
by_value(const void *a, const void *b)
{
	int32_t x = ((const struct tally *)a)->value, y = ((const struct tally *)b)->value;

	return (x > y) - (x < y);
}

void
bench_counter_dist(struct arena *arena, const struct bench_counter *c, struct bench_key key,
    size_t channel, struct stats_dist *dist_out)
{
	struct tally *all;
	int32_t      *vals, *cums, sum = 0;
	size_t        used, distinct = 0;

	*dist_out = (struct stats_dist){ 0 };
	if (gather(c, key, channel, NULL, &used) == 0)
		return;
	all = ARENA_ARRAY(arena, struct tally, used);
	gather(c, key, channel, all, &used);
	qsort(all, used, sizeof(all[0]), by_value);
	for (size_t i = 0; i < used; i++)
		distinct += i == 0 || all[i].value != all[i - 1].value;
	vals = ARENA_ARRAY(arena, int32_t, distinct);
	cums = ARENA_ARRAY(arena, int32_t, distinct);
	distinct = 0;
	for (size_t i = 0; i < used; i++) {
		distinct += i == 0 || all[i].value != all[i - 1].value;
		sum += all[i].times;
		vals[distinct - 1] = all[i].value;
		cums[distinct - 1] = sum;
	}
	*dist_out = (struct stats_dist){ vals, cums, distinct, NULL, 0 };
}
