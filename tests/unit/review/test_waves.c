/* SPDX-License-Identifier: ISC
 *
 * Years side by side, and the second survey that appears with its data. */
#include "tests/unit/review/worlds.h"

/* Newest first.  The same dice each year: only what is added differs. */
static struct review_model *
waves_of(const int *better, size_t count, bool carried)
{
	struct review_input in = input_of(four_groups(100, NOW, better[0]), all);

	for (size_t i = 1; i < count; i++) {
		struct bench_snapshot *s =
		    four_groups(100, NOW - (int64_t)i * YEAR, better[i]);

		for (size_t c = 0; c < bench_cell_count(&shape) * bench_channels(&shape); c++)
			if (s->cells[c] != NULL && !carried)
				((struct bench_cell *)(uintptr_t)s->cells[c])->source -=
				    (int64_t)i;
		in.waves[i] = (struct review_wave){ s, 2026 - (int)i };
	}
	in.wave_count = count;
	return review_build(arena, &in);
}

static void
change_is_claimed_only_beyond_the_usual_wobble(void **state)
{
	static const struct {
		int         better[2];
		bool        carried;
		const char *verdict;
	} row[] = {
		{ { 14, 13 }, false, "within the usual wobble" },
		{ { 30, 10 }, false, "up, more than wobble" },
		{ { 10, 30 }, false, "down, more than wobble" },
		{ { 30, 10 }, true, "not counted anew" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct review_model *m = waves_of(row[i].better, 2, row[i].carried);

		assert_int_equal(m->waves.column_count, 2);
		assert_string_equal(m->waves.columns[0].name, "2025");
		assert_string_equal(m->waves.rows[0].verdict, row[i].verdict);
		assert_false(m->waves.has_trends);
	}
}

static void
a_trend_is_claimed_from_five_waves_of_their_own_counts(void **state)
{
	static const int rising[6] = { 40, 34, 28, 22, 16, 10 };
	static const int level[6] = { 14, 15, 13, 14, 15, 13 };

	(void)state;
	assert_null(waves_of(rising, 4, false)->waves.rows[0].trend);
	assert_null(waves_of(rising, 6, true)->waves.rows[0].trend);
	assert_string_equal(waves_of(rising, 5, false)->waves.rows[0].trend,
	    "rising by about 6.0 a wave");
	assert_string_equal(waves_of(level, 6, false)->waves.rows[0].trend,
	    "no trend claimed");
}

/* --- the partner survey ------------------------------------------------------------------ */

static void
target_setting_appears_with_the_partner_survey(void **state)
{
	struct review_input in = two_waves();

	(void)state;
	assert_null(strstr(page_of(review_build(arena, &in)).s, "Target setting"));
	/* Any form with facts will do. */
	in.partner = form;
	in.partner_snapshot = in.waves[0].snapshot;
	assert_non_null(strstr(page_of(review_build(arena, &in)).s, "Target setting"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(change_is_claimed_only_beyond_the_usual_wobble),
		cmocka_unit_test(a_trend_is_claimed_from_five_waves_of_their_own_counts),
		cmocka_unit_test(target_setting_appears_with_the_partner_survey),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
