/* SPDX-License-Identifier: ISC
 *
 * worlds.h - small worlds made by hand, and what is asked of them. */
#ifndef TESTS_REVIEW_WORLDS_H
#define TESTS_REVIEW_WORLDS_H

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "benchmark/bench_inner.h"
#include "review/review.h"
#include "tests/unit/kam.h"
#include "view/view.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define YEAR      (365 * CLOCK_DAY)
#define NOW       INT64_C(1795012320000000) /* 18 November 2026 */
#define PAGE_MOST (1024 * 1024)

static struct arena          *arena;
static const struct form     *form;
static const struct view_set *views;
static struct bench_shape     shape;

static inline int
setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)512 * 1024 * 1024);
	form = kam_form(arena);
	if (view_open(arena, &views) != ERR_OK)
		return -1;
	return bench_shape_of(form, &shape) == ERR_OK ? 0 : -1;
}

static inline int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* --- worlds ------------------------------------------------------------------ */

struct world {
	struct bench_counter *counter;
	uint32_t              dice;
};

static inline struct world
world(uint32_t seed)
{
	return (struct world){ bench_counter_new(arena, &shape), seed };
}

static inline int
roll(struct world *w, int sides)
{
	w->dice = w->dice * UINT32_C(1664525) + UINT32_C(1013904223);
	return (int)((w->dice >> 16) % (uint32_t)sides);
}

/* n firms of a group, so many points better than others. */
static inline void
settle(struct world *w, int profession, int size, int region, int n, int better)
{
	for (int i = 0; i < n; i++) {
		int32_t score[BENCH_MEASURES_MAX], fact[BENCH_FACTS_MAX];
		uint8_t item[BENCH_ITEMS_MAX] = { 0 };

		for (size_t m = 0; m < BENCH_MEASURES_MAX; m++)
			score[m] = BENCH_NONE;
		for (size_t f = 0; f < BENCH_FACTS_MAX; f++)
			fact[f] = BENCH_NONE;
		score[0] = 0;
		for (size_t m = 1; m < shape.measures; m++) {
			score[m] = (20 + 3 * (int)m + better + roll(w, 9) * 5) * 1000000;
			score[0] += score[m] / (int)(shape.measures - 1);
		}
		for (size_t f = 0; f < shape.facts; f++)
			fact[f] = roll(w, form->facts[f].kind == FORM_FACT_BANDS ? 4 : 9) *
			          1000;
		for (size_t q = 0; q < form->item_count; q++)
			if (form->items[q].dimension >= 0)
				item[q] = (uint8_t)(1 + roll(w, 5));
		/* Every tenth firm's words nobody sorted. */
		for (size_t q = 0; q < form->code_count && i % 10 != 9; q++)
			item[form->item_count + q] =
			    (size_t)i % (q + 2) == 0 ? BENCH_CODE_NAMED : BENCH_CODE_NOT;
		bench_counter_add(w->counter, profession, size, region, score, fact, item);
	}
}

static inline struct bench_snapshot *
counted(struct world *w, int64_t id, int64_t at)
{
	struct bench_snapshot *s = bench_snapshot_count(arena, w->counter, &shape,
	    &(struct bench_info){ .id = id, .built_at = at, .released_at = at });

	for (size_t m = 0; m < shape.measures; m++) {
		s->sd[m] = 16;
		s->alpha[m] = 0.55 + 0.06 * (double)m;
	}
	return s;
}

enum { LAW = 1, ACC, CON, ARC, ENG, OTHER };

/* Law of 60, accounting of 24, consulting of 14, architecture of 9. */
static inline struct bench_snapshot *
four_groups(int64_t id, int64_t at, int better)
{
	struct world w = world((uint32_t)id * 77);

	settle(&w, LAW, 3, 1, 30, better);
	settle(&w, LAW, 4, 1, 12, better + 5);
	settle(&w, LAW, 2, 2, 18, better);
	settle(&w, ACC, 2, 1, 24, better - 4);
	settle(&w, CON, 1, 2, 14, better + 9);
	settle(&w, ARC, 1, 1, 9, better);
	return counted(&w, id, at);
}

static inline struct review_input
input_of(const struct bench_snapshot *s, struct bench_pick pick)
{
	static struct review_offer offers[] = { { 4, "4, 18 November 2026", true },
		{ 3, "3, 18 November 2025", false } };
	static struct bench_item   items[64];
	size_t                     count = 0;

	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].dimension >= 0)
			items[count++] = (struct bench_item){ .item = (int)i,
				.measure = form->items[i].dimension + 1,
				.band = BENCH_BAND_40,
				.rest = 30 + (int)i,
				.without = i % 9 == 0 ? INT_MIN : 60 + (int)i % 20,
				.rates = true,
				.dk = (uint8_t)(5 * (i % 3)),
				.na = BENCH_UNDER_5,
				.absent = 10 };
	return (struct review_input){ .language = "en",
		.form = form,
		.form_name = "Preparedness survey",
		.pick = { pick, REVIEW_BY_PROFESSION },
		.waves = { { s, 2026 } },
		.wave_count = 1,
		.offers = offers,
		.offer_count = COUNT(offers),
		.items = items,
		.item_count = count };
}

static const struct bench_pick all = { 6, 0, 0, 0 }, law = { 4, LAW, 0, 0 };

static inline struct html
page_of(const struct review_model *m)
{
	const struct review_links links = { URL_LIT("/review/benchmarks/kam-preparedness"),
		URL_LIT("/review/benchmarks/kam-preparedness.pdf?by=profession"),
		URL_LIT("/review/benchmarks/kam-preparedness.xlsx?by=profession") };
	struct html               html;

	assert_int_equal(review_html(arena, views, m, &links, &html), ERR_OK);
	return html;
}

static inline struct review_input
two_waves(void)
{
	struct review_input in = input_of(four_groups(4, NOW, 14), law);

	in.waves[1] = (struct review_wave){ four_groups(3, NOW - YEAR, 10), 2025 };
	in.wave_count = 2;
	return in;
}

/* A law firm of the third size with 48 everywhere, beside groups of so many. */
static inline struct review_model *
firm_beside(struct review_input *in, bool compared)
{
	struct bench_comparison *comparison = ARENA_NEW(arena, struct bench_comparison);
	struct bench_subject     subject = { .profession = LAW, .size = 3, .region = 1 };

	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		subject.score[i] = i < shape.measures ? 48035714 : BENCH_NONE;
	for (size_t i = 0; i < BENCH_FACTS_MAX; i++)
		subject.fact[i] = BENCH_NONE;
	if (compared)
		bench_compare(in->waves[0].snapshot, &subject, comparison);
	return review_build_firm(arena, in,
	    &(struct review_firm){ "f-7k3q9x", subject.score, comparison, NOW });
}

#endif
