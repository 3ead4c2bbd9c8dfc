/* SPDX-License-Identifier: ISC */
#include "fixture.h"

#include <math.h>

#include "form/score.h"

#define MICRO(x) ((int32_t)lround((x)*1e6))
#define NONE     (-1.0)

static bool
near(int32_t micro, double want)
{
	if (want == NONE)
		return micro == SCORE_NONE;
	return micro != SCORE_NONE && fabs((double)micro / 1e6 - want) < 0.0001;
}

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

static void
matter_feedback_index_and_alerts_follow_the_table(void **state)
{
	static const struct {
		const char *name;
		const char *drivers[7], *mf01, *mf02, *mf10;
		int         answered;
		double      index;
		bool        alert;
	} rows[] = {
		{ "six drivers", { "5", "4", "4", "na", "5", "3", "4" }, "-", "-", "-", 6,
		    79.1667, false },
		{ "four drivers, one lowest", { "2", "1", "3", "na", "na", "na", "2" }, "-",
		    "-", "-", 4, NONE, true },
		{ "put right", { "5", "5", "5", "5", "5", "5", "5" }, "7", "3", "fixed", 7,
		    100, false },
		{ "not put right", { "-", "-", "-", "-", "-", "-", "-" }, "-", "-", "open",
		    0, NONE, true },
		{ "six of ten alone", { "-", "-", "-", "-", "-", "-", "-" }, "6", "-", "-",
		    0, NONE, true },
		{ "zero of ten", { "-", "-", "-", "-", "-", "-", "-" }, "0", "-", "-", 0,
		    NONE, true },
		{ "dissatisfied", { "-", "-", "-", "-", "-", "-", "-" }, "-", "2", "-", 0,
		    NONE, true },
		{ "nothing said", { "-", "-", "-", "-", "-", "-", "-" }, "-", "na", "no", 0,
		    NONE, false },
	};
	const struct form *form = fixture_form("matter-feedback");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = form_answers_new(arena, form);
		struct score        score;

		for (int d = 0; d < 7; d++)
			fixture_give(&answers, arena_printf(arena, "MF%02d", d + 3),
			    rows[i].drivers[d]);
		fixture_give(&answers, "MF01", rows[i].mf01);
		fixture_give(&answers, "MF02", rows[i].mf02);
		fixture_give(&answers, "MF10", rows[i].mf10);
		form_score(arena, &answers, &score);
		if (!near(score.overall, rows[i].index) ||
		    score.answered != rows[i].answered || score.stage != -1 ||
		    (form_alerts(&answers) != 0) != rows[i].alert)
			fail_msg("%s: index %d, answered %d, alerts %x", rows[i].name,
			    score.overall, score.answered, form_alerts(&answers));
	}
}

/* The partner survey's first dimension: points by option, one item routed. */
static const char partner[] =
    "{\"slug\":\"pa\",\"languages\":[\"en\"],\"title\":\"t\",\"name\":\"n\",\"minutes\":7,"
    "\"layout\":\"pages\",\"words\":{\"dk\":\"d\",\"na\":\"n\",\"send\":\"s\"},"
    "\"start\":{\"heading\":\"h\",\"lead\":\"l\",\"button\":\"b\"},"
    "\"dimensions\":[{\"code\":\"TARG\",\"name\":\"n\",\"low\":\"l\",\"mid\":\"m\","
    "\"high\":\"h\",\"next_step\":\"x\"},{\"code\":\"SHARE\",\"name\":\"n\",\"low\":\"l\","
    "\"mid\":\"m\",\"high\":\"h\",\"next_step\":\"x\"}],"
    "\"scoring\":{\"version\":1,\"share\":\"2/3\",\"overall_needs\":2,\"low_below\":40,"
    "\"high_from\":70},\"pages\":[{\"slug\":\"p1\",\"title\":\"t\",\"items\":["
    "{\"id\":\"PA01\",\"kind\":\"single\",\"text\":\"q\",\"dimension\":\"TARG\",\"options\":["
    "{\"code\":\"nothing\",\"label\":\"l\",\"points\":0},"
    "{\"code\":\"words\",\"label\":\"l\",\"points\":25},"
    "{\"code\":\"one\",\"label\":\"l\",\"points\":75},"
    "{\"code\":\"several\",\"label\":\"l\",\"points\":100}]},"
    "{\"id\":\"PA05\",\"kind\":\"single\",\"text\":\"q\",\"dimension\":\"TARG\","
    "\"show_if\":{\"item\":\"PA01\",\"any_of\":[\"words\",\"one\",\"several\"]},\"options\":["
    "{\"code\":\"never\",\"label\":\"l\",\"points\":0},"
    "{\"code\":\"yearly\",\"label\":\"l\",\"points\":\"100/3\"},"
    "{\"code\":\"quarterly\",\"label\":\"l\",\"points\":\"200/3\"},"
    "{\"code\":\"monthly\",\"label\":\"l\",\"points\":100}]},"
    "{\"id\":\"PA11\",\"kind\":\"integer\",\"text\":\"q\",\"dimension\":\"SHARE\","
    "\"low\":0,\"high\":99,\"points\":[{\"from\":0,\"points\":0},{\"from\":1,\"points\":25},"
    "{\"from\":2,\"points\":50},{\"from\":3,\"points\":75},{\"from\":5,\"points\":100}]}"
    "]}]}";

static void
routing_and_points_by_option_and_band(void **state)
{
	static const struct {
		const char *pa01, *pa05, *pa11;
		double      targ, share, overall;
	} rows[] = {
		{ "nothing", "-", "0", 0, 0, 0 },
		{ "nothing", "monthly", "2", 0, 50, 25 },
		{ "one", "quarterly", "4", 70.8333, 75, 72.9167 },
		{ "one", "yearly", "99", 54.1667, 100, 77.0833 },
		{ "one", "-", "1", NONE, 25, NONE },
	};
	struct bytes       json = { (const uint8_t *)partner, sizeof(partner) - 1 };
	const struct form *form = fixture_form_of(json);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = form_answers_new(arena, form);
		struct score        score;

		fixture_give(&answers, "PA01", rows[i].pa01);
		fixture_give(&answers, "PA05", rows[i].pa05);
		fixture_give(&answers, "PA11", rows[i].pa11);
		form_score(arena, &answers, &score);
		if (!near(score.dim[0], rows[i].targ) || !near(score.dim[1], rows[i].share) ||
		    !near(score.overall, rows[i].overall))
			fail_msg("row %zu: %d %d %d", i, score.dim[0], score.dim[1],
			    score.overall);
	}
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
		cmocka_unit_test(a_firm_of_three_is_staged_from_stored_values),
		cmocka_unit_test(stage_gates_hold_at_their_very_bounds),
		cmocka_unit_test(stage_words_speak_of_the_gate_that_decided),
		cmocka_unit_test(interpretations_change_at_40_and_70),
		cmocka_unit_test(missing_answers_count_as_asked),
		cmocka_unit_test(matter_feedback_index_and_alerts_follow_the_table),
		cmocka_unit_test(routing_and_points_by_option_and_band),
		cmocka_unit_test(slow_reference_agrees_on_random_answers),
		cmocka_unit_test(facts_come_in_thousandths),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
