/* SPDX-License-Identifier: ISC
 *
 * What moves, in words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "form/form.h"
#include "review/moves.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define POINT    1000000

static const char *const none[] = { "none at all" }, *const few[] = { "1 to 25 %" },
                         *const few_short[] = { "1–25" };

static void
a_move_is_told_from_and_to(void **state)
{
	static const struct form_option ranges[] = {
		{ .code = "none", .label = { none } },
		{ .code = "1-25", .label = { few }, .short_label = { few_short } },
	};
	static const struct form_item items[] = {
		{ .id = "FX4", .options = ranges, .option_count = 2 }
	};
	static const struct form_fact facts[] = { { .kind = FORM_FACT_NUMBER },
		{ .kind = FORM_FACT_BANDS, .item = 0 } };
	static const struct form      form = { .items = items,
		     .item_count = 1,
		     .facts = facts,
		     .fact_count = 2,
		     .dimension_count = 7 };
	static const struct {
		struct bench_moved moved;
		const char        *want;
	} row[] = {
		{ { 0, BENCH_MOVES, BENCH_MEDIAN, { 56 * POINT + POINT / 2 },
		      { 58 * POINT } },
		    "56.5 → 58.0" },
		{ { 7, BENCH_APPEARS, BENCH_MEDIAN, { 0 }, { 58 * POINT } }, "58.0" },
		{ { 7, BENCH_VANISHES, BENCH_MEDIAN, { 56 * POINT }, { 0 } }, "56.0" },
		{ { 1, BENCH_MOVES, BENCH_MIDDLE, { 50 * POINT, 60 * POINT },
		      { 51 * POINT, 60 * POINT } },
		    "middle half 50.0–60.0 → 51.0–60.0" },
		{ { 1, BENCH_MOVES, BENCH_TAILED, { 5 * POINT, 90 * POINT },
		      { 6 * POINT, 90 * POINT } },
		    "10th to 90th percentile 5.0–90.0 → 6.0–90.0" },
		{ { 8, BENCH_MOVES, BENCH_MEDIAN, { 12000 }, { 12500 } }, "12 → 12.5" },
		{ { 9, BENCH_MOVES, BENCH_MEDIAN, { 0 }, { 1000 } }, "none at all → 1–25" },
		{ { 10, BENCH_MOVES, BENCH_ANSWERS, { 0, 35, 65 }, { 0, 0, 100 } },
		    "<5/35/65 → <5/<5/>95" },
		{ { 11, BENCH_MOVES, BENCH_SORTED, { 0 }, { 35 } }, "<5 → 35" },
	};
	struct arena *arena = arena_new(1024 * 1024);

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_string_equal(review_moved(arena, &form, &row[i].moved, "en"),
		    row[i].want);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_move_is_told_from_and_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
