/* SPDX-License-Identifier: ISC */
#include "fixture.h"

#include "form/quality.h"

#define BIT(flag) (1u << (flag))

static void
flags_follow_the_answers(void **state)
{
	static const struct {
		const char *name, *raw;
		int         seconds;
		unsigned    want;
	} rows[] = {
		{ "an ordinary firm", "43422333432145234332423-12232", 600, 0 },
		{ "three seconds an answer", "43422333432145234332423312232", 87, 0 },
		{ "a second faster", "43422333432145234332423312232", 86,
		    BIT(FORM_FLAG_FAST) },
		{ "time not known", "43422333432145234332423312232", -1, 0 },
		{ "nothing answered", "-----------------------------", 1, 0 },
		{ "all threes", "33333333333333333333333333333", 600,
		    BIT(FORM_FLAG_STRAIGHT) },
		{ "27 of 29 threes", "33333333333333333333333333311", 600,
		    BIT(FORM_FLAG_STRAIGHT) },
		{ "26 of 29 threes", "33333333333333333333333333112", 600, 0 },
		{ "all fives contradict themselves", "55555555555555555555555555555", 600,
		    BIT(FORM_FLAG_STRAIGHT) | BIT(FORM_FLAG_REVERSE) },
		{ "contradicts in one dimension", "55553333332322343332333333322", 600, 0 },
		{ "contradicts in two dimensions", "55553333444422343332333333322", 600,
		    BIT(FORM_FLAG_REVERSE) },
		{ "mean of the others just below 4", "55433333443422343332333333322", 600,
		    0 },
	};
	const struct form *form = fixture_form("kam-preparedness");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = fixture_raw(form, rows[i].raw);
		unsigned            got = form_quality(&answers,
		               &(struct form_setting){ .seconds = rows[i].seconds });

		if (got != rows[i].want)
			fail_msg("%s: %x", rows[i].name, got);
	}
}

static void
dont_know_counts_from_over_thirty_per_cent(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = fixture_raw(form, "43422333432145234332423312232");
	struct form_setting setting = { .seconds = -1 };

	(void)state;
	for (int i = 1; i <= 8; i++)
		fixture_give(&answers, arena_printf(arena, "KP%02d", i), "dk");
	assert_int_equal(form_quality(&answers, &setting), 0);
	fixture_give(&answers, "KP09", "dk");
	assert_int_equal(form_quality(&answers, &setting), BIT(FORM_FLAG_DONT_KNOW));
}

static void
one_answer_everywhere_may_be_meant_without_reverse_items(void **state)
{
	const struct form  *form = fixture_form("matter-feedback");
	struct form_answers answers = form_answers_new(arena, form);

	(void)state;
	for (int i = 2; i <= 9; i++)
		fixture_give(&answers, arena_printf(arena, "MF%02d", i), "5");
	assert_int_equal(form_quality(&answers, &(struct form_setting){ .seconds = 90 }), 0);
}

static void
what_others_found_out_is_passed_on(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = form_answers_new(arena, form);
	struct form_setting setting = { -1, true, true, true };

	(void)state;
	assert_int_equal(form_quality(&answers, &setting),
	    BIT(FORM_FLAG_THROW_AWAY) | BIT(FORM_FLAG_DUPLICATE) | BIT(FORM_FLAG_TEST));
	assert_string_equal(form_flag_name(FORM_FLAG_STRAIGHT), "straight-lining");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flags_follow_the_answers),
		cmocka_unit_test(dont_know_counts_from_over_thirty_per_cent),
		cmocka_unit_test(one_answer_everywhere_may_be_meant_without_reverse_items),
		cmocka_unit_test(what_others_found_out_is_passed_on),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
