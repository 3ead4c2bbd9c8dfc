/* SPDX-License-Identifier: ISC
 *
 * What a snapshot shows otherwise than the last one: by thing counted, in the
 * figures that are printed, and nothing of what neither may show. */
#include <string.h>

#include "benchmark/bench_inner.h"
#include "benchmark/bench_preview.h"
#include "form/form.h"
#include "tests/unit/arena.h"

#define MICRO    STATS_MICRO
#define CHANNELS 6 /* two measures, two facts, two items */

static const struct bench_shape shape = { 6, 4, 6, 2, 2, 2, 0 };
static const struct form_fact   facts[] = { { .kind = FORM_FACT_NUMBER, .compared = true },
	  { .kind = FORM_FACT_BANDS, .compared = true } };
static const struct form_fact   kept[] = { { .kind = FORM_FACT_NUMBER, .compared = false },
	  { .kind = FORM_FACT_STEPS, .compared = true } };
static const struct form        form = { .facts = facts, .fact_count = 2 };
static const struct form        kept_back = { .facts = kept, .fact_count = 2 };
static const struct bench_pick  all = { 6, 0, 0, 0 }, law = { 4, 1, 0, 0 };

/* n law firms around a middle, the answers to the second item all 3. */
static struct bench_snapshot *
world(int64_t id, int n, int32_t middle, int32_t wide, int32_t fact, int32_t range,
    uint8_t answer)
{
	struct bench_counter *c = bench_counter_new(arena, &shape);

	for (int i = 0; i < n; i++) {
		int32_t place = i - (n - 1) / 2;
		int32_t score[BENCH_MEASURES_MAX] = { middle + place * wide, 50 * MICRO };
		int32_t fact_of[BENCH_FACTS_MAX] = { fact, range };
		uint8_t item[BENCH_ITEMS_MAX] = { answer, 3 };

		bench_counter_add(c, 1, 1, 1, score, fact_of, item);
	}
	return bench_snapshot_count(arena, c, &shape,
	    &(struct bench_info){ .id = id, .built_at = id });
}

static struct bench_moves
moves_of(const struct bench_snapshot *now, const struct bench_snapshot *before,
    const struct form *f, struct bench_pick pick)
{
	struct bench_moves m = { .list = ARENA_ARRAY(arena, struct bench_moved, CHANNELS) };

	bench_moves_of(now, before, f, pick, CHANNELS, &m);
	return m;
}

static void
each_thing_counted_moves_by_itself(void **state)
{
	struct bench_moves m = moves_of(world(2, 21, 60 * MICRO, MICRO, 3000, 2000, 5),
	    world(1, 21, 55 * MICRO, MICRO, 2000, 1000, 1), &form, law);

	(void)state;
	assert_int_equal(m.was, 55 * MICRO);
	assert_int_equal(m.is, 60 * MICRO);
	assert_int_equal(m.count, 4); /* not the second measure, not the second item */
	for (size_t i = 0; i < m.count; i++)
		assert_int_equal(m.list[i].move, BENCH_MOVES);
	assert_int_equal(m.list[0].channel, 0);
	assert_int_equal(m.list[0].was[0], 55 * MICRO);
	assert_int_equal(m.list[0].is[0], 60 * MICRO);
	assert_int_equal(m.list[1].channel, 2);
	assert_int_equal(m.list[1].is[0], 3000);
	assert_int_equal(m.list[2].channel, 3);
	assert_int_equal(m.list[2].was[0], 1000);
	assert_int_equal(m.list[3].channel, 4);
	assert_int_equal(m.list[3].figure, BENCH_ANSWERS);
	assert_int_equal(m.list[3].was[0], BENCH_OVER_95);
	assert_int_equal(m.list[3].is[0], BENCH_UNDER_5);
	assert_int_equal(m.list[3].is[2], BENCH_OVER_95);
}

/* A median that prints the same is told to stand; what is told instead is the
 * first figure that does not. */
static void
only_what_is_printed_moves(void **state)
{
	struct bench_moves m = moves_of(world(2, 21, 60 * MICRO, MICRO, 0, 0, 3),
	    world(1, 21, 60 * MICRO + MICRO / 5, MICRO, 0, 0, 3), &form, law);

	(void)state;
	assert_int_equal(m.count, 0);
	m = moves_of(world(2, 21, 60 * MICRO, MICRO, 0, 0, 3),
	    world(1, 21, 60 * MICRO, 2 * MICRO, 0, 0, 3), &form, law);
	assert_int_equal(m.count, 1);
	assert_int_equal(m.list[0].figure, BENCH_MIDDLE);
	assert_int_equal(m.list[0].was[0], 50 * MICRO);
	assert_int_equal(m.list[0].was[1], 70 * MICRO);
	assert_int_equal(m.list[0].is[0], 55 * MICRO);
	assert_int_equal(m.list[0].is[1], 65 * MICRO);
	/* Fewer firms show no quartiles: those are not moved, they are not there. */
	m = moves_of(world(2, 9, 60 * MICRO, MICRO, 0, 0, 3),
	    world(1, 21, 60 * MICRO, 2 * MICRO, 0, 0, 3), &form, all);
	assert_int_equal(m.count, 2); /* the answers of both items vanish */
	assert_int_equal(m.list[0].move, BENCH_VANISHES);
	assert_int_equal(m.list[0].figure, BENCH_ANSWERS);
}

/* 40 law firms whose words were sorted, so many of them under the heading. */
static struct bench_snapshot *
headed(int64_t id, int named)
{
	static const struct bench_shape one = { 6, 4, 6, 2, 2, 2, 1 };
	struct bench_counter           *c = bench_counter_new(arena, &one);

	for (int i = 0; i < 40; i++) {
		int32_t score[BENCH_MEASURES_MAX] = { 50 * MICRO, 50 * MICRO };
		int32_t fact[BENCH_FACTS_MAX] = { 0 };
		uint8_t item[BENCH_ITEMS_MAX] = { 3,
			i < named ? BENCH_CODE_NAMED : BENCH_CODE_NOT };

		bench_counter_add(c, 1, 1, 1, score, fact, item);
	}
	return bench_snapshot_count(arena, c, &one,
	    &(struct bench_info){ .id = id, .built_at = id });
}

static void
a_heading_moves_by_the_share_of_firms_under_it(void **state)
{
	struct bench_moves m = moves_of(headed(2, 20), headed(1, 10), &form, law);

	(void)state;
	assert_int_equal(m.count, 1);
	assert_int_equal(m.list[0].channel, 5);
	assert_int_equal(m.list[0].move, BENCH_MOVES);
	assert_int_equal(m.list[0].figure, BENCH_SORTED);
	assert_int_equal(m.list[0].was[0], 25);
	assert_int_equal(m.list[0].is[0], 50);
}

static void
a_group_appears_and_vanishes_with_all_it_shows(void **state)
{
	struct bench_snapshot *few = world(1, 9, 60 * MICRO, MICRO, 3000, 0, 4),
	                      *many = world(2, 21, 60 * MICRO, MICRO, 3000, 0, 4);
	struct bench_moves m = moves_of(many, few, &form, law);

	(void)state;
	assert_int_equal(m.count, CHANNELS);
	for (size_t i = 0; i < m.count; i++)
		assert_int_equal(m.list[i].move, BENCH_APPEARS);
	assert_int_equal(m.list[0].is[0], 60 * MICRO);
	assert_int_equal(m.was, BENCH_NONE);
	m = moves_of(few, many, &form, law);
	assert_int_equal(m.count, CHANNELS);
	for (size_t i = 0; i < m.count; i++)
		assert_int_equal(m.list[i].move, BENCH_VANISHES);
	assert_int_equal(m.list[0].was[0], 60 * MICRO);
	assert_int_equal(m.is, BENCH_NONE);
}

static void
what_is_compared_nowhere_is_not_compared_here(void **state)
{
	struct bench_moves m = moves_of(world(2, 21, 60 * MICRO, MICRO, 3000, 2000, 3),
	    world(1, 21, 60 * MICRO, MICRO, 2000, 1000, 3), &kept_back, law);

	(void)state;
	assert_int_equal(m.count, 0);
	m = moves_of(world(2, 21, 60 * MICRO, MICRO, 3000, 2000, 3), NULL, &form, law);
	assert_int_equal(m.count, 0);
	assert_int_equal(m.is, 60 * MICRO);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_thing_counted_moves_by_itself),
		cmocka_unit_test(only_what_is_printed_moves),
		cmocka_unit_test(a_heading_moves_by_the_share_of_firms_under_it),
		cmocka_unit_test(a_group_appears_and_vanishes_with_all_it_shows),
		cmocka_unit_test(what_is_compared_nowhere_is_not_compared_here),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
