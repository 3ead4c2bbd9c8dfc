/* SPDX-License-Identifier: ISC */
#include "fixture.h"

static void
preparedness_vectors_hold_to_four_decimals(void **state)
{
	static const struct {
		const char *name, *raw;
		double      dims[7], overall, lenses[3];
		const char *stage, *reason;
	} rows[] = {
		{ "A", "43422333432145234332423-12232",
		    { 68.75, 43.75, 50, 55, 62.5, 25, 31.25 }, 48.0357, { 68.75, 62.5, 50 },
		    "prepare", "FOUND below 50" },
		{ "B", "3-2-443-22223-3-2443332322323",
		    { NONE, 66.6667, 37.5, NONE, 62.5, 37.5, 37.5 }, NONE,
		    { NONE, 50, 58.3333 }, NULL, NULL },
		{ "C", "21411221115252222215111111111", { 50, 12.5, 6.25, 20, 6.25, 0, 0 },
		    13.5714, { 50, 25, 8.3333 }, "prepare", "overall below 40" },
		{ "D", "54514545451515545451545454544",
		    { 93.75, 87.5, 93.75, 95, 93.75, 87.5, 81.25 }, 90.3571,
		    { 93.75, 87.5, 100 }, "embed",
		    "overall at least 75 and each dimension at least 65" },
		{ "E", "44324433332333334343233332332",
		    { 68.75, 62.5, 56.25, 55, 50, 50, 37.5 }, 54.2857, { 68.75, 62.5, 50 },
		    "pilot", "overall below 60" },
	};
	const struct form *form = fixture_form("kam-preparedness");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = fixture_raw(form, rows[i].raw);
		struct score        score;

		form_score(arena, &answers, &score);
		for (int d = 0; d < 7; d++)
			if (!near(score.dim[d], rows[i].dims[d]))
				fail_msg("%s %s: %d", rows[i].name, form->dimensions[d].code,
				    score.dim[d]);
		for (int l = 0; l < 3; l++)
			if (!near(score.lens[l], rows[i].lenses[l]))
				fail_msg("%s %s: %d", rows[i].name, form->lenses[l].code,
				    score.lens[l]);
		if (!near(score.overall, rows[i].overall))
			fail_msg("%s overall: %d", rows[i].name, score.overall);
		if (rows[i].stage == NULL) {
			assert_int_equal(score.stage, -1);
			assert_null(score.stage_reason);
			continue;
		}
		assert_string_equal(form->stages[score.stage].code, rows[i].stage);
		assert_string_equal(score.stage_reason, rows[i].reason);
	}
}

static void
scores_are_rounded_once_to_micro_points(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = fixture_raw(form, "43422333432145234332423-12232");
	struct score        score;

	(void)state;
	form_score(arena, &answers, &score);
	assert_int_equal(score.overall, 48035714);
	assert_string_equal(form_score_text(arena, score.overall), "48.035714");
	answers = fixture_raw(form, "3-2-443-22223-3-2443332322323");
	form_score(arena, &answers, &score);
	assert_int_equal(score.dim[1], 66666667);
	assert_int_equal(form_score_whole(47500000), 48);
	assert_int_equal(form_score_whole(-47500000), -48);
	assert_int_equal(form_score_whole(47499999), 47);
}

static void
missing_answers_count_as_asked(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = fixture_raw(form, "43422333432145234332423-12232");
	struct score        score;

	(void)state;
	fixture_give(&answers, "KP29", "dk");
	fixture_give(&answers, "KP28", "na");
	form_score(arena, &answers, &score);
	assert_int_equal(score.asked, 29);
	assert_int_equal(score.answered, 26);
	assert_int_equal(score.dk, 1);
	assert_int_equal(score.na, 1);
	/* DELIV has two of four: too few for two thirds. */
	assert_int_equal(score.dim[6], SCORE_NONE);
}

static uint32_t seed = 2463534242u;

static unsigned
roll(unsigned n)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % n;
}

/* Long division by hand over integers: points x a common multiple of every
 * possible count, no fractions shared with the code under test. */
static void
slow_reference_agrees_on_random_answers(void **state)
{
	const struct form *form = fixture_form("kam-preparedness");

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct form_answers answers = form_answers_new(arena, form);
		struct arena_mark   mark = arena_mark(arena);
		struct score        score, packed;
		int64_t             sums = 0; /* x 60, x 7! below */
		int                 valid = 0;

		for (int i = 1; i <= 29; i++) {
			static const char *const values[] = { "1", "2", "3", "4", "5", "dk",
				"na", "-" };

			fixture_give(&answers, arena_printf(arena, "KP%02d", i),
			    values[roll(round % 2 ? 8 : 6)]);
		}
		form_score(arena, &answers, &score);
		for (size_t d = 0; d < 7; d++) {
			int     asked = 0, given = 0;
			int64_t sum = 0, want;

			for (size_t i = 0; i < form->item_count; i++) {
				int raw = form_answer_option(&answers.items[i]) + 1;

				if (form->items[i].dimension != (int)d)
					continue;
				asked++;
				given += raw > 0;
				if (raw > 0)
					sum += 25 * (strstr("KP04 KP11 KP13 KP20",
					                 form->items[i].id)
					                    ? 5 - raw
					                    : raw - 1);
			}
			if (3 * given < 2 * asked) {
				assert_int_equal(score.dim[d], SCORE_NONE);
				continue;
			}
			want = (sum * 2000000 + given) / (2 * given);
			assert_int_equal(score.dim[d], want);
			valid++;
			sums += sum * 60 / given;
			assert_int_equal(sum * 60 % given, 0);
		}
		if (valid < 6)
			assert_int_equal(score.overall, SCORE_NONE);
		else
			assert_int_equal(score.overall,
			    (sums * 2000000 + 60 * valid) / (120 * valid));
		form_score_packed(arena, form, form_answers_pack(arena, &answers), &packed);
		assert_int_equal(packed.overall, score.overall);
		assert_memory_equal(packed.dim, score.dim, sizeof(score.dim));
		assert_memory_equal(packed.lens, score.lens, sizeof(score.lens));
		assert_int_equal(packed.dk, score.dk);
		arena_rewind(arena, mark);
	}
}

static void
facts_come_in_thousandths(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = form_answers_new(arena, form);
	int32_t             facts[FORM_FACTS_MAX];

	(void)state;
	form_facts(&answers, facts);
	for (size_t i = 0; i < form->fact_count; i++)
		assert_int_equal(facts[i], FORM_NO_FACT);
	fixture_give(&answers, "FX1", "9");
	fixture_give(&answers, "FM2n", "640");
	fixture_give(&answers, "FX2", "dk");
	fixture_give(&answers, "FX4", "1-25");
	fixture_give(&answers, "FX5", "80+");
	fixture_give(&answers, "FX7", "8");
	form_facts(&answers, facts);
	assert_string_equal(form->facts[0].code, "per-100");
	assert_int_equal(facts[0], 1406); /* 1.40625 */
	assert_int_equal(form->facts[0].guideline, 1000);
	assert_int_equal(facts[1], 9000);
	assert_int_equal(facts[2], FORM_NO_FACT);
	assert_int_equal(facts[4], 1000);
	assert_int_equal(facts[5], 3000);
	assert_int_equal(facts[6], FORM_NO_FACT);
	assert_int_equal(facts[7], 8000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(preparedness_vectors_hold_to_four_decimals),
		cmocka_unit_test(scores_are_rounded_once_to_micro_points),
		cmocka_unit_test(missing_answers_count_as_asked),
		cmocka_unit_test(slow_reference_agrees_on_random_answers),
		cmocka_unit_test(facts_come_in_thousandths),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
