/* SPDX-License-Identifier: ISC
 *
 * bench_cells.c - which groups of firms there are, and which of them may be
 * published together.
 *
 * Two published groups, one within the other, let a reader take one from the
 * other.  So the wider ones are decided first, and a narrower one joins them
 * only if it is the same firms or leaves at least BENCH_STEP of them out. */
#include "benchmark/bench_inner.h"

#include "base/err.h"

/* Wide to narrow; 4 before 5 because a profession is what firms ask for. */
static const int publication_order[BENCH_LEVELS] = { 6, 4, 5, 3, 2, 1 };

static size_t
level_count(const struct bench_shape *s, int level)
{
	size_t p = (size_t)s->professions, z = (size_t)s->sizes, r = (size_t)s->regions;

	switch (level) {
	case 1:
		return p * z * r;
	case 2:
	case 3:
		return p * z;
	case 4:
		return p;
	case 5:
		return z;
	default:
		return 1;
	}
}

size_t
bench_cell_count(const struct bench_shape *s)
{
	size_t n = 0;

	for (int level = 1; level <= BENCH_LEVELS; level++)
		n += level_count(s, level);
	return n;
}

/* Windows from the largest: those in the middle, then the two at the ends. */
static int
window_at(const struct bench_shape *s, int place)
{
	if (s->sizes < 3)
		return place + 1;
	if (place < s->sizes - 2)
		return place + 2;
	return place == s->sizes - 2 ? 1 : s->sizes;
}

static int
window_place(const struct bench_shape *s, int size)
{
	if (s->sizes < 3)
		return size - 1;
	if (size == 1)
		return s->sizes - 2;
	return size == s->sizes ? s->sizes - 1 : size - 2;
}

struct bench_key
bench_cell_key(const struct bench_shape *s, size_t cell)
{
	struct bench_key k = { 0 };
	int              i, sizes = s->sizes;

	for (size_t o = 0; o < BENCH_LEVELS; o++) {
		size_t here = level_count(s, publication_order[o]);

		k.level = publication_order[o];
		if (cell < here)
			break;
		check(o + 1 < BENCH_LEVELS);
		cell -= here;
	}
	i = (int)cell;
	switch (k.level) {
	case 1:
		k.region = i % s->regions + 1;
		i /= s->regions;
		k.size = i % sizes + 1;
		k.profession = i / sizes + 1;
		break;
	case 2:
		k.size = i % sizes + 1;
		k.profession = i / sizes + 1;
		break;
	case 3:
		/* All professions' large windows come before the small ones. */
		k.profession = i % s->professions + 1;
		k.size = window_at(s, i / s->professions);
		break;
	case 4:
		k.profession = i + 1;
		break;
	case 5:
		k.size = window_at(s, i);
		break;
	default:
		break;
	}
	return k;
}

size_t
bench_cell_index(const struct bench_shape *s, struct bench_key k)
{
	size_t index = 0;
	int    i = 0, p = k.profession - 1, z = k.size - 1;

	for (size_t o = 0; publication_order[o] != k.level; o++)
		index += level_count(s, publication_order[o]);
	switch (k.level) {
	case 1:
		i = (p * s->sizes + z) * s->regions + k.region - 1;
		break;
	case 2:
		i = p * s->sizes + z;
		break;
	case 3:
		i = window_place(s, k.size) * s->professions + p;
		break;
	case 4:
		i = p;
		break;
	case 5:
		i = window_place(s, k.size);
		break;
	default:
		break;
	}
	check(i >= 0 && (size_t)i < level_count(s, k.level));
	return index + (size_t)i;
}

bool
bench_cell_of(int level, int profession, int size, int region, struct bench_key *key_out)
{
	bool p = level <= 4, z = level <= 3 || level == 5, r = level == 1;

	*key_out =
	    (struct bench_key){ level, p ? profession : 0, z ? size : 0, r ? region : 0 };
	return (!p || profession > 0) && (!z || size > 0) && (!r || region > 0);
}

/* The sizes of a cell, both ends; 0 to the last for any (unknown included). */
static void
size_span(const struct bench_shape *s, struct bench_key k, int *first_out, int *last_out)
{
	*first_out = k.size;
	*last_out = k.size == 0 ? s->sizes : k.size;
	if (k.size != 0 && (k.level == 3 || k.level == 5)) {
		*first_out -= k.size > 1;
		*last_out += k.size < s->sizes;
	}
}

bool
bench_cell_holds(const struct bench_shape *s, struct bench_key k, int profession, int size,
    int region)
{
	int first, last;

	size_span(s, k, &first, &last);
	return (k.profession == 0 || k.profession == profession) && size >= first &&
	       size <= last && (k.region == 0 || k.region == region);
}

bool
bench_cell_contains(const struct bench_shape *s, struct bench_key wide,
    struct bench_key narrow)
{
	int wide_first, wide_last, first, last;

	size_span(s, wide, &wide_first, &wide_last);
	size_span(s, narrow, &first, &last);
	return (wide.profession == 0 || wide.profession == narrow.profession) &&
	       (wide.region == 0 || wide.region == narrow.region) && wide_first <= first &&
	       last <= wide_last;
}

struct bench_floor
bench_floor_of(const struct bench_shape *s, size_t channel)
{
	if (channel < s->measures + s->facts)
		return (struct bench_floor){ BENCH_SHOW, BENCH_GROUP };
	return (struct bench_floor){ BENCH_RANK, BENCH_RANK };
}

/* Counts of two snapshots only tell that two cells are far enough apart, not
 * that they are the same firms with the same values. */
static bool
may_stand_beside(int64_t wide_n, int64_t wide_source, int64_t n, int64_t source)
{
	return wide_n >= n + BENCH_STEP || (wide_n == n && wide_source == source);
}

void
bench_publish(const struct bench_shape *s, struct bench_floor floor, const int64_t *n,
    const int64_t *source, bool *published_out)
{
	size_t cells = bench_cell_count(s);

	for (size_t i = 0; i < cells; i++) {
		struct bench_key key = bench_cell_key(s, i);

		published_out[i] = n[i] >= (key.level == 6 ? floor.all : floor.narrow);
		for (size_t w = 0; w < i && published_out[i]; w++) {
			if (published_out[w] &&
			    bench_cell_contains(s, bench_cell_key(s, w), key))
				published_out[i] =
				    may_stand_beside(n[w], source[w], n[i], source[i]);
		}
	}
}
