/* SPDX-License-Identifier: ISC
 *
 * Stages and what scores are said to mean, at their very bounds. */
#include "fixture.h"

static void
a_firm_of_three_is_staged_from_stored_values(void **state)
{
	const struct form *form = fixture_form("kam-preparedness");
	const int32_t      values[] = { MICRO(64.226190), MICRO(77.083333), MICRO(64.583333),
		     MICRO(66.666667), MICRO(68.333333), MICRO(68.75), MICRO(54.166667),
		     MICRO(50) };
	struct score       score;
	int32_t            back[FORM_MEASURES_MAX];

	(void)state;
	form_score_from_values(arena, form, values, 8, &score);
	assert_string_equal(form->stages[score.stage].code, "extend");
	assert_int_equal(form_score_values(form, &score, back), 8);
	assert_memory_equal(back, values, sizeof(values));
	assert_string_equal(form_measure_code(form, 0), "overall");
	assert_string_equal(form_measure_code(form, 7), "DELIV");
}

static void
stage_gates_hold_at_their_very_bounds(void **state)
{
	static const struct {
		const char *name;
		int32_t     values[8];
		const char *stage, *reason;
	} rows[] = {
		{ "lead just below",
		    { 60000000, 49999999, 70000000, 60000000, 60000000, 60000000, 60000000,
		        60000000 },
		    "prepare", "LEAD below 50" },
		{ "lead missing",
		    { 60000000, SCORE_NONE, 70000000, 60000000, 60000000, 60000000, 60000000,
		        60000000 },
		    "prepare", "LEAD without a score" },
		{ "overall at 40",
		    { 40000000, 50000000, 50000000, 40000000, 40000000, 40000000, 40000000,
		        40000000 },
		    "pilot", "overall below 60" },
		{ "overall just below 40",
		    { 39999999, 50000000, 50000000, 40000000, 40000000, 40000000, 40000000,
		        40000000 },
		    "prepare", "overall below 40" },
		{ "60 and all at 50",
		    { 60000000, 50000000, 50000000, 50000000, 50000000, 50000000, 50000000,
		        50000000 },
		    "extend", "overall at least 60 and each dimension at least 50" },
		{ "one below 50",
		    { 60000000, 50000000, 50000000, 50000000, 49999999, 50000000, 50000000,
		        50000000 },
		    "pilot", "CULT below 50" },
		{ "a missing one does not hold back",
		    { 75000000, 65000000, 65000000, 65000000, 65000000, 65000000, 65000000,
		        SCORE_NONE },
		    "embed", "overall at least 75 and each dimension at least 65" },
		{ "64.999999 keeps from embed",
		    { 80000000, 65000000, 65000000, 65000000, 65000000, 65000000, 65000000,
		        64999999 },
		    "extend", "overall at least 60 and each dimension at least 50" },
	};
	const struct form *form = fixture_form("kam-preparedness");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct score score;

		form_score_from_values(arena, form, rows[i].values, 8, &score);
		if (strcmp(form->stages[score.stage].code, rows[i].stage) != 0 ||
		    strcmp(score.stage_reason, rows[i].reason) != 0)
			fail_msg("%s: %s, %s", rows[i].name, form->stages[score.stage].code,
			    score.stage_reason);
	}
}

static void
stage_words_speak_of_the_gate_that_decided(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = fixture_raw(form, "43422333432145234332423-12232");
	struct score        score;
	int                 steps[FORM_MEASURES_MAX];
	int32_t values[8] = { 60000000, 60000000, SCORE_NONE, 60000000, 60000000, 60000000,
		60000000, 60000000 };

	(void)state;
	form_score(arena, &answers, &score);
	assert_string_equal(form_stage_title(arena, form, &score, "en"),
	    "put the client basics right first");
	assert_string_equal(form_stage_sentence(arena, form, &score, "en"),
	    "Client experience basics score 44, and a firm below 50 does better to mend "
	    "them before it widens its key client work.");
	form_next_steps(form, &score, steps);
	assert_string_equal(form->dimensions[steps[0]].code, "FOUND");
	assert_string_equal(form->dimensions[steps[1]].code, "PLAN");
	assert_string_equal(form->dimensions[steps[2]].code, "DELIV");
	assert_string_equal(form->dimensions[steps[3]].code, "SELECT");
	form_score_from_values(arena, form, values, 8, &score);
	assert_string_equal(form_stage_sentence(arena, form, &score, "en"),
	    "Client experience basics have too few answers for a score, and the next "
	    "stage asks for one.");
	form_next_steps(form, &score, steps);
	assert_string_equal(form->dimensions[steps[6]].code, "FOUND");
}

static void
interpretations_change_at_40_and_70(void **state)
{
	const struct form *form = fixture_form("kam-preparedness");

	(void)state;
	assert_string_equal(form_band_word(form, 39999999), "low");
	assert_string_equal(form_band_word(form, 40000000), "mid");
	assert_string_equal(form_band_word(form, 69999999), "mid");
	assert_string_equal(form_band_word(form, 70000000), "high");
	assert_null(form_band_word(form, SCORE_NONE));
	assert_string_equal(form_say(form, form_interpretation(form, 5, 25000000), "en"),
	    "Plans are missing or are piles of data.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_firm_of_three_is_staged_from_stored_values),
		cmocka_unit_test(stage_gates_hold_at_their_very_bounds),
		cmocka_unit_test(stage_words_speak_of_the_gate_that_decided),
		cmocka_unit_test(interpretations_change_at_40_and_70),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
