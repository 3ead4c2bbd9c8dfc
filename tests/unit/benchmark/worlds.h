/* SPDX-License-Identifier: ISC
 *
 * worlds.h - snapshots of given firms and of random ones. */
#ifndef TESTS_BENCHMARK_WORLDS_H
#define TESTS_BENCHMARK_WORLDS_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "benchmark/bench_inner.h"
#include "tests/unit/arena.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define MICRO    STATS_MICRO

enum { LAW = 1, ACC, CON, ARC };
enum { UKI = 1, EUR, NAM };

#define FIRM(p, z, r, points)                                  \
	{                                                      \
		p, z, r, { (int32_t)((points)*MICRO) }, { 0 }, \
		{                                              \
			0                                      \
		}                                              \
	}

/* --- a world: firms, their counter, a snapshot of it ------------------------ */

static const struct bench_shape small = { 6, 4, 6, 1, 0, 0, 0 };

struct firm {
	int     profession, size, region;
	int32_t score[BENCH_MEASURES_MAX], fact[BENCH_FACTS_MAX];
	uint8_t item[BENCH_ITEMS_MAX];
};

static inline const struct bench_snapshot *
snapshot_of(const struct bench_shape *shape, const struct firm *firms, size_t n,
    struct bench_counter **counter_out)
{
	struct bench_counter *c = bench_counter_new(arena, shape);
	struct bench_info     info = { .id = 1, .built_at = 5 };

	for (size_t i = 0; i < n; i++)
		bench_counter_add(c, firms[i].profession, firms[i].size, firms[i].region,
		    firms[i].score, firms[i].fact, firms[i].item);
	if (counter_out != NULL)
		*counter_out = c;
	return bench_snapshot_count(arena, c, shape, &info);
}

#define OWN_MOST 45

/* The subject that this firm's own response is. */
static inline void
subject_of(const struct firm *firm, bool in_pool, struct bench_subject *s)
{
	memset(s, 0, sizeof(*s));
	s->profession = firm->profession;
	s->size = firm->size;
	s->region = firm->region;
	memcpy(s->score, firm->score, sizeof(s->score));
	memcpy(s->fact, firm->fact, sizeof(s->fact));
	if (!in_pool)
		return;
	s->own = ARENA_ARRAY(arena, struct bench_own, OWN_MOST);
	s->without = ARENA_ARRAY(arena, int32_t, OWN_MOST);
	s->own_count = 1;
	s->own[0].snapshot = 1;
	s->own[0].profession = firm->profession;
	s->own[0].size = firm->size;
	s->own[0].region = firm->region;
	memcpy(s->own[0].score, firm->score, sizeof(s->score));
	memcpy(s->own[0].fact, firm->fact, sizeof(s->fact));
	memcpy(s->own[0].item, firm->item, sizeof(firm->item));
}

/* --- random worlds ------------------------------------------------------------ */

static uint32_t seed;

static inline int
below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

static const struct bench_shape wide = { 6, 4, 6, 8, 2, 3, 0 };

static inline size_t
random_world(uint32_t number, struct firm *firms, size_t max)
{
	size_t n;
	int    professions, regions;

	seed = number * 2654435761u + 1;
	n = 3 + (size_t)below((int)max - 3);
	professions = 1 + below(6);
	regions = 1 + below(6);
	for (size_t i = 0; i < n; i++) {
		struct firm *f = &firms[i];

		memset(f, 0, sizeof(*f));
		f->profession = 1 + below(professions);
		f->size = 1 + below(4);
		f->region = 1 + below(regions);
		for (size_t m = 0; m < wide.measures; m++)
			f->score[m] = below(12) == 0 ? BENCH_NONE : below(17) * 6250000;
		for (size_t m = 0; m < wide.facts; m++)
			f->fact[m] = below(4) == 0 ? BENCH_NONE : below(11) * 1000;
		for (size_t m = 0; m < wide.items; m++)
			f->item[m] = (uint8_t)below(6);
	}
	return n;
}

#endif
