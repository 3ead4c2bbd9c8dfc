/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "benchmark/bench_history.h"
#include "tests/unit/arena.h"

static const struct bench_shape shape = { 3, 4, 3, 1, 1, 0, 0 };

static const struct bench_key law_cell = { 4, 1, 0, 0 };

static struct bench_own
firm(int profession, int size, int32_t score, int32_t fact)
{
	struct bench_own f;

	memset(&f, 0, sizeof(f));
	f.profession = profession;
	f.size = size;
	f.region = 1;
	f.score[0] = score;
	f.fact[0] = fact;
	return f;
}

/* The law cell as shown by each source, in both channels. */
static struct bench_history *
history_of(const struct bench_past *past, size_t count)
{
	struct bench_history *h = bench_history_new(arena, &shape);

	for (size_t i = 0; i < count; i++) {
		bench_history_add(arena, h, law_cell, 0, &past[i]);
		bench_history_add(arena, h, law_cell, 1, &past[i]);
	}
	return h;
}

static void
join(struct bench_history *h, int64_t source, int count)
{
	struct bench_own now = firm(1, 2, 50, BENCH_NONE);

	bench_history_begin(h, source);
	for (int i = 0; i < count; i++)
		bench_history_note(h, source, NULL, &now);
}

static enum bench_fate
fate(const struct bench_history *h, size_t channel, int64_t *source_out)
{
	const struct bench_past *past;
	enum bench_fate          f =
	    bench_history_fate(h, bench_cell_index(&shape, law_cell), channel, &past);

	*source_out = past == NULL ? 0 : past->source;
	return f;
}

static void
a_cell_never_shown_is_counted(void **state)
{
	struct bench_history *h = history_of(NULL, 0);
	int64_t               source;

	(void)state;
	assert_int_equal(fate(h, 0, &source), BENCH_FRESH);
}

static void
five_changed_firms_renew_a_cell_and_four_do_not(void **state)
{
	static const struct bench_past past = { .source = 3,
		.shown_in = 3,
		.n = 20,
		.standing = true };
	int64_t                        source;

	(void)state;
	for (int changes = 0; changes <= 6; changes++) {
		struct bench_history *h = history_of(&past, 1);

		join(h, 3, changes);
		assert_int_equal(fate(h, 0, &source),
		    changes < 5 ? BENCH_CARRIED : BENCH_FRESH);
		assert_int_equal(source, changes < 5 ? 3 : 0);
		/* They have no fact, so that channel is as it was. */
		assert_int_equal(fate(h, 1, &source), BENCH_CARRIED);
	}
}

static void
joining_leaving_and_changing_count_alike(void **state)
{
	static const struct bench_past past = { .source = 3,
		.shown_in = 3,
		.n = 20,
		.standing = true };
	struct bench_own               a = firm(1, 2, 50, 1), b = firm(1, 2, 60, 1),
	                 moved = firm(2, 2, 50, 1);
	struct bench_own silent = firm(1, 2, BENCH_NONE, 1), resized = firm(1, 4, 50, 1);
	struct bench_history *h = history_of(&past, 1);
	int64_t               source;

	(void)state;
	bench_history_begin(h, 3);
	bench_history_note(h, 3, NULL, &a);     /* joined */
	bench_history_note(h, 3, &a, NULL);     /* left */
	bench_history_note(h, 3, &a, &b);       /* another score */
	bench_history_note(h, 3, &a, &moved);   /* another profession */
	bench_history_note(h, 3, &a, &resized); /* still the same law firm */
	assert_int_equal(fate(h, 0, &source), BENCH_CARRIED);
	bench_history_note(h, 3, &a, &silent); /* no score any more */
	assert_int_equal(fate(h, 0, &source), BENCH_FRESH);
	/* joined, left, moved: three of the fact */
	assert_int_equal(fate(h, 1, &source), BENCH_CARRIED);
}

static void
an_older_count_may_not_stand_beside_a_new_one_either(void **state)
{
	static const struct bench_past past[] = {
		{ .source = 3, .shown_in = 3, .n = 20, .standing = true },
		{ .source = 5, .shown_in = 6, .n = 25, .standing = true }
	};
	struct bench_history *h = history_of(past, 2);
	int64_t               source;

	(void)state;
	/* Five came after the first snapshot and all but one went again. */
	join(h, 3, 1);
	join(h, 5, 5);
	assert_int_equal(fate(h, 0, &source), BENCH_CARRIED);
	assert_int_equal(source, 5);
	join(h, 3, 4);
	assert_int_equal(fate(h, 0, &source), BENCH_FRESH);
}

static void
a_withdrawn_count_is_not_carried_and_not_compared_with(void **state)
{
	static const struct bench_past past = { .source = 3,
		.shown_in = 3,
		.n = 20,
		.standing = false };
	int64_t                        source;

	(void)state;
	for (int changes = 0; changes <= 5; changes++) {
		struct bench_history *h = history_of(&past, 1);

		join(h, 3, changes);
		assert_int_equal(fate(h, 0, &source),
		    changes == 0 || changes == 5 ? BENCH_FRESH : BENCH_SILENT);
		assert_int_equal(source, 0);
	}
}

static void
a_change_reaches_the_windows_on_both_sides(void **state)
{
	static const struct bench_past past = { .source = 3,
		.shown_in = 3,
		.n = 20,
		.standing = true };
	struct bench_own               z2 = firm(1, 2, 50, 1);
	struct bench_history          *h = bench_history_new(arena, &shape);
	const struct bench_past       *out;

	(void)state;
	for (int size = 1; size <= 4; size++)
		bench_history_add(arena, h, (struct bench_key){ 5, 0, size, 0 }, 0, &past);
	bench_history_begin(h, 3);
	for (int i = 0; i < 5; i++)
		bench_history_note(h, 3, NULL, &z2);
	for (int size = 1; size <= 4; size++)
		assert_int_equal(
		    bench_history_fate(h,
		        bench_cell_index(&shape, (struct bench_key){ 5, 0, size, 0 }), 0,
		        &out),
		    size <= 3 ? BENCH_FRESH : BENCH_CARRIED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_never_shown_is_counted),
		cmocka_unit_test(five_changed_firms_renew_a_cell_and_four_do_not),
		cmocka_unit_test(joining_leaving_and_changing_count_alike),
		cmocka_unit_test(an_older_count_may_not_stand_beside_a_new_one_either),
		cmocka_unit_test(a_withdrawn_count_is_not_carried_and_not_compared_with),
		cmocka_unit_test(a_change_reaches_the_windows_on_both_sides),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
