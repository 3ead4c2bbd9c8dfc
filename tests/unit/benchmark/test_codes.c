/* SPDX-License-Identifier: ISC
 *
 * Headings of written answers: how many firms it takes to show a share, who
 * counts in it, and that the auditor asks of each firm whether it was sorted
 * there, for which the bin of an answer is too coarse a question. */
#include "benchmark/bench_audit.h"
#include "benchmark/bench_view.h"
#include "tests/unit/arena.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* One item, then two headings of it. */
static const struct bench_shape shape = { 2, 1, 1, 1, 0, 3, 2 };
static const struct bench_pick  all = { 6, 0, 0, 0 }, first = { 4, 1, 0, 0 };
#define HEADING 1

/* n firms whose words were sorted, so many of them under the first heading. */
static void
add(struct bench_counter *c, int profession, int n, int named)
{
	static const int32_t score[BENCH_MEASURES_MAX] = { 1 };

	for (int i = 0; i < n; i++) {
		const uint8_t item[BENCH_ITEMS_MAX] = { 0,
			i < named ? BENCH_CODE_NAMED : BENCH_CODE_NOT, BENCH_CODE_NOT };

		bench_counter_add(c, profession, 1, 1, score, NULL, item);
	}
}

static void
add_unsorted(struct bench_counter *c, int profession, int n)
{
	static const int32_t score[BENCH_MEASURES_MAX] = { 1 };
	static const uint8_t item[BENCH_ITEMS_MAX] = { 0 };

	for (int i = 0; i < n; i++)
		bench_counter_add(c, profession, 1, 1, score, NULL, item);
}

static struct bench_bins
seen(const struct bench_counter *c, struct bench_pick pick)
{
	struct bench_comparison view;

	bench_view(bench_snapshot_count(arena, c, &shape, &(struct bench_info){ .id = 1 }),
	    pick, &view);
	return view.item[HEADING];
}

static void
shares_are_shown_from_twenty_sorted_firms(void **state)
{
	static const struct {
		int  n, named;
		bool any;
		int  share;
	} row[] = {
		{ 0, 0, false, 0 },
		{ 19, 10, false, 0 },
		{ 20, 0, true, BENCH_UNDER_5 },
		{ 20, 1, true, 5 },
		{ 21, 1, true, BENCH_UNDER_5 },
		{ 20, 10, true, 50 },
		{ 27, 10, true, 35 },
		{ 20, 19, true, 95 },
		{ 20, 20, true, BENCH_OVER_95 },
		{ 100, 95, true, 95 },
		{ 100, 96, true, BENCH_OVER_95 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_counter *c = bench_counter_new(arena, &shape);
		struct bench_bins     b;

		add(c, 1, row[i].n, row[i].named);
		/* Whose words nobody sorted counts neither in the share nor in its base. */
		add_unsorted(c, 1, 50);
		b = seen(c, all);
		if (b.any != row[i].any || b.high != row[i].share)
			fail_msg("%d of %d: %d, %d", row[i].named, row[i].n, b.any, b.high);
	}
}

static void
a_group_within_another_needs_five_firms_between(void **state)
{
	static const struct {
		int  others;
		bool any;
	} row[] = { { 0, true }, { 1, false }, { 4, false }, { 5, true } };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_counter *c = bench_counter_new(arena, &shape);
		struct bench_bins     b;

		add(c, 1, 20, 8);
		add(c, 2, row[i].others, 1);
		add_unsorted(c, 2, 30);
		assert_true(seen(c, all).any);
		b = seen(c, first);
		assert_int_equal(b.any, row[i].any);
		assert_int_equal(b.high, row[i].any ? 40 : 0);
	}
}

/* --- the auditor ----------------------------------------------------------------------- */

static void
fetch(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	(void)source;
	*dist_out = ((const struct stats_dist *)context)[cell];
}

/* What is found of one published group of all; as: the shape that is believed. */
static struct bench_found
audited(const struct bench_shape *as, int n, int named)
{
	const struct bench_line line = { { bench_roll_group(as, 1, 1, 1) } };
	static const int32_t    score[BENCH_MEASURES_MAX] = { 1 };
	struct bench_counter   *c = bench_counter_new(arena, as);
	struct bench_roll      *roll = bench_roll_new(arena, as, 1);
	struct bench_audit     *a;
	struct bench_found      found;
	struct stats_dist       dist;
	size_t                  channel = as->measures + as->facts + HEADING;

	add(c, 1, n, named);
	for (int i = 0; i < n; i++) {
		const uint8_t item[BENCH_ITEMS_MAX] = { 0,
			i < named ? BENCH_CODE_NAMED : BENCH_CODE_NOT, BENCH_CODE_NOT };

		bench_roll_add(roll, &line, score, NULL, item);
	}
	bench_counter_dist(arena, c, (struct bench_key){ 6, 0, 0, 0 }, channel, &dist);
	a = bench_audit_new(arena, roll, channel);
	bench_audit_ask(a, fetch, &dist);
	bench_audit_put(a, 0, 0, true);
	bench_audit_find(a, &found);
	return found;
}

static void
who_is_the_only_one_left_is_known(void **state)
{
	static const struct {
		int n, named, known, open;
	} row[] = {
		{ 20, 10, 0, 0 },
		{ 20, 3, 0, 0 },
		{ 20, 0, 20, 0 },  /* "under 5%" of 20 is nobody, */
		{ 20, 20, 20, 0 }, /* and "over 95%" everybody */
		{ 21, 0, 0, 21 },  /* nobody or one; but a member reads it of 20 */
		{ 21, 1, 20, 0 },  /* the one knows it of all others, */
		{ 60, 2, 58, 0 },  /* two do together, */
		{ 61, 2, 0, 0 },   /* but not where a third may be */
		{ 100, 3, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_found found = audited(&shape, row[i].n, row[i].named);

		if (found.known != row[i].known || found.open != row[i].open)
			fail_msg("%d of %d: %d known, %d open", row[i].named, row[i].n,
			    (int)found.known, (int)found.open);
	}
}

/* Taken for an answer on a scale of five, the same shares would give nobody away:
 * 1 and 2 read alike.  So a heading is judged as one. */
static void
a_plain_item_would_hide_what_a_heading_tells(void **state)
{
	struct bench_shape plain = shape;

	(void)state;
	plain.codes = 0;
	assert_int_equal(audited(&plain, 20, 0).known, 0);
	assert_int_equal(audited(&shape, 20, 0).known, 20);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shares_are_shown_from_twenty_sorted_firms),
		cmocka_unit_test(a_group_within_another_needs_five_firms_between),
		cmocka_unit_test(who_is_the_only_one_left_is_known),
		cmocka_unit_test(a_plain_item_would_hide_what_a_heading_tells),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
