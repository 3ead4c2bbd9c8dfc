/* SPDX-License-Identifier: ISC
 *
 * Matter feedback, alerts, routing, and points by option and band. */
#include "fixture.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(matter_feedback_index_and_alerts_follow_the_table),
		cmocka_unit_test(routing_and_points_by_option_and_band),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
