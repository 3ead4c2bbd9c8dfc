/* SPDX-License-Identifier: ISC
 *
 * Answers as they are given: taken or refused, and which questions are asked. */
#include "form/values.h"
#include "tests/unit/form/posts.h"

#define POST(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
each_kind_is_taken_and_refused_with_its_sentence(void **state)
{
	static const struct {
		const char *pairs[4], *want_json, *want_error;
	} rows[] = {
		{ { "A1=4" }, "{\"A1\":\"4\"}", "" },
		{ { "A1=dk" }, "{\"A1\":\"dk\"}", "" },
		{ { "A1=na" }, "{\"A1\":\"na\"}", "" },
		{ { "A1=" }, "{}", "" },
		{ { "A1=6" }, "{}",
		    "A1: Choose one of the answers offered; “6” is not among them" },
		{ { "A1=<b>" }, "{}",
		    "A1: Choose one of the answers offered; “<b>” is not among them" },
		{ { "A2=na" }, "{}",
		    "A2: Choose one of the answers offered; “na” is not among them" },
		{ { "A1=4", "A1=4" }, "{\"A1\":\"4\"}", "" },
		{ { "A1=4", "A1=5" }, "{}", "A1: Choose one answer only" },
		{ { "A1=4", "A1=dk" }, "{}", "A1: Choose one answer only" },
		{ { "A3=yes" }, "{\"A3\":\"yes\"}", "" },
		{ { "A4= 7 " }, "{\"A4\":7}", "" },
		{ { "A4=", "A4=dk" }, "{\"A4\":\"dk\"}", "" },
		{ { "A4=7", "A4=dk" }, "{}",
		    "A4: Write a number or choose “Don’t know”, not both" },
		{ { "A4=dk", "A4=7" }, "{}",
		    "A4: Write a number or choose “Don’t know”, not both" },
		{ { "A4=about 7" }, "{}",
		    "A4: Write a whole number from 0 to 20, or leave it empty" },
		{ { "A4=21" }, "{}",
		    "A4: Write a whole number from 0 to 20, or leave it empty" },
		{ { "A4=-1" }, "{}",
		    "A4: Write a whole number from 0 to 20, or leave it empty" },
		{ { "A4=1.5" }, "{}",
		    "A4: Write a whole number from 0 to 20, or leave it empty" },
		{ { "A4=3", "A4=4" }, "{}", "A4: Write one answer only" },
		{ { "ZZ9=1" }, "{}", "ZZ9: This form has no question ZZ9" },
		{ { "B1=a" }, "{}", "B1: B1 is asked on another page" },
		{ { "page=one", "token=x", "csrf=y" }, "{}", "" },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_verdict verdict = post(form, "one", rows[i].pairs, NULL);

		if (strcmp(json_of(&verdict.answers), rows[i].want_json) != 0 ||
		    strcmp(errors_of(&verdict), rows[i].want_error) != 0 ||
		    verdict.accepted != (rows[i].want_error[0] == '\0'))
			fail_msg("row %zu (%s): %s %s", i, rows[i].pairs[0],
			    json_of(&verdict.answers), errors_of(&verdict));
	}
}

static void
texts_numbers_dates_and_addresses(void **state)
{
	static const struct {
		const char *pair, *want_json, *want_error;
	} rows[] = {
		{ "B1=a", "\"B1\":[\"a\"]", NULL },
		{ "B3=-4.25", "\"B3\":-4.25", NULL },
		{ "B3=9.5", "\"B3\":9.5", NULL },
		{ "B3=9.500001", "{",
		    "B3: Write a number from -5 to 9.5, or leave it empty" },
		{ "B3=.5", "{", "B3: Write a number from -5 to 9.5, or leave it empty" },
		{ "B3=1.2345678", "{",
		    "B3: Write a number from -5 to 9.5, or leave it empty" },
		{ "B3=1e3", "{", "B3: Write a number from -5 to 9.5, or leave it empty" },
		{ "B4=12.5 %", "\"B4\":12.5", NULL },
		{ "B4=100%", "\"B4\":100", NULL },
		{ "B4=101", "{", "B4: Write a number from 0 to 100, or leave it empty" },
		{ "B5=2026-11-18", "\"B5\":\"2026-11-18\"", NULL },
		{ "B5=2026-02-30", "{",
		    "B5: Write the date as year, month and day, such as 2026-11-18" },
		{ "B5=18 November", "{",
		    "B5: Write the date as year, month and day, such as 2026-11-18" },
		{ "B9=two\r\nlines \"here\"", "\"B9\":\"two\\nlines \\\"here\\\"\"", NULL },
		{ "B9=  \r\n ", "{", NULL },
		{ "B9=a\x01", "{", "B9: Take out the characters that cannot be printed" },
		{ "B9=123456789012345678901234567890123456789012345678901", "{",
		    "B9: Use at most 50 characters. There are 51" },
		{ "B9=ééééééééééééééééééééééééééééééééééééééééééééééééé!", "\"B9\":", NULL },
		{ "C1=x", "{", "C1: C1 is no question" },
		{ "C3=12", "\"C3\":12", NULL },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *pairs[] = { rows[i].pair, "B6=x@y.example", "C2=big", "B2=why",
			NULL };
		struct form_verdict verdict = post(form, "two", pairs, NULL);
		const char         *errors = errors_of(&verdict);

		if (strstr(json_of(&verdict.answers), rows[i].want_json) == NULL ||
		    strcmp(errors, rows[i].want_error ? rows[i].want_error : "") != 0)
			fail_msg("%s: %s %s", rows[i].pair, json_of(&verdict.answers),
			    errors);
	}
}

static void
required_items_ask_with_their_own_sentence(void **state)
{
	const struct form  *form = small();
	struct form_verdict verdict = post(form, "two", POST("B1=a"), NULL);

	(void)state;
	assert_false(verdict.accepted);
	assert_string_equal(errors_of(&verdict),
	    "B2: Write why\nB6: Write the address\nC2: Choose a size");
	assert_string_equal(form_verdict_title(arena, &verdict, "en"),
	    "Three answers need another look");
	assert_string_equal(
	    form_verdict_sentence(&verdict, form_item_find(form, TEXT_LIT("B6"))),
	    "Write the address");
	assert_null(form_verdict_sentence(&verdict, form_item_find(form, TEXT_LIT("B1"))));
	/* B2 is not asked without a or b. */
	verdict = post(form, "two", POST("B1=c", "B6=a@b.example", "C2=big"), NULL);
	assert_true(verdict.accepted);
}

static void
a_number_outside_the_chosen_band_is_refused_in_the_form_s_words(void **state)
{
	static const struct {
		const char *size, *number, *want_error;
	} rows[] = {
		{ "C2=small", "C3=5", "" },
		{ "C2=small", "C3=9", "" },
		{ "C2=big", "C3=1000", "" },
		{ "C2=small", "C3=4", "C3: 4 is not in “5 to 9”" },
		{ "C2=small", "C3=10", "C3: 10 is not in “5 to 9”" },
		{ "C2=big", "C3=9", "C3: 9 is not in “10 or more”" },
		{ "C2=small", "C3=", "" },
		{ "C2=", "C3=300", "C2: Choose a size" },
		{ "C2=huge", "C3=300",
		    "C2: Choose one of the answers offered; “huge” is not among them" },
		{ "C2=tiny", "C3=many",
		    "C3: Write a whole number from 1 to 1000, or leave it empty" },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_verdict verdict = post(form, "two",
		    POST("B6=a@b.example", rows[i].size, rows[i].number), NULL);

		if (strcmp(errors_of(&verdict), rows[i].want_error) != 0)
			fail_msg("%s %s: %s", rows[i].size, rows[i].number,
			    errors_of(&verdict));
	}
}

static void
a_number_outside_its_band_is_shown_again_and_said_before_sending(void **state)
{
	const struct form  *form = small();
	int                 c3 = form_item_find(form, TEXT_LIT("C3"))->index;
	struct form_answers stored = form_answers_new(arena, form);
	struct form_verdict verdict =
	    post(form, "two", POST("B6=a@b.example", "C2=tiny", "C3=300"), NULL);

	(void)state;
	assert_string_equal(verdict.given[c3].s, "300");
	assert_int_equal(verdict.answers.items[c3].state, FORM_ABSENT);
	/* What was stored before the rule is read, and its page only asks there. */
	assert_int_equal(form_answers_from_json(arena,
	                     TEXT_LIT("{\"B6\":\"a@b.example\",\"C2\":\"tiny\",\"C3\":300}"),
	                     &stored, NULL),
	    ERR_OK);
	verdict = post(form, "one", POST("A1=4"), &stored);
	assert_true(verdict.accepted);
	assert_int_equal(verdict.answers.items[c3].state, FORM_NUMBERED);
	form_check_complete(arena, &stored, "en", &verdict);
	assert_string_equal(errors_of(&verdict), "C3: 300 is not in “1 to 4”");
}

static void
the_survey_says_what_to_do_with_a_number_outside_its_band(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_verdict verdict =
	    post(form, "firm", POST("FM1=law", "FM2=50-99", "FM2n=300", "FM5=uki"), NULL);

	(void)state;
	assert_string_equal(errors_of(&verdict),
	    "FM2n: 300 fee-earners do not fit the band “50 to 99”: choose the band that "
	    "holds this number, correct the number, or leave it empty");
	verdict =
	    post(form, "firm", POST("FM1=law", "FM2=1000+", "FM2n=1000", "FM5=uki"), NULL);
	assert_true(verdict.accepted);
}

static void
refused_text_is_kept_to_be_shown_again(void **state)
{
	const struct form  *form = small();
	struct form_verdict verdict = post(form, "one", POST("A4=about 7", "A1=3"), NULL);
	int                 a4 = form_item_find(form, TEXT_LIT("A4"))->index;

	(void)state;
	assert_string_equal(verdict.given[a4].s, "about 7");
	assert_int_equal(verdict.answers.items[a4].state, FORM_ABSENT);
	assert_string_equal(json_of(&verdict.answers), "{\"A1\":\"3\"}");
	verdict = post(form, "one", POST("A4=dk", "A4=7"), NULL);
	assert_string_equal(verdict.given[a4].s, "7");
	verdict = post(form, "one", POST("A4=7"), NULL);
	assert_null(verdict.given[a4].s);
}

static void
a_page_replaces_its_own_answers_only(void **state)
{
	const struct form  *form = small();
	struct form_verdict one, two;

	(void)state;
	one = post(form, "one", POST("A1=4", "A3=yes"), NULL);
	two = post(form, "two",
	    POST("B1=b", "B1=a", "B2=so", "B6=a@b.example", "B7=2", "C2=small"),
	    &one.answers);
	assert_string_equal(json_of(&two.answers),
	    "{\"A1\":\"4\",\"A3\":\"yes\","
	    "\"B1\":[\"a\",\"b\"],\"B2\":\"so\",\"B6\":\"a@b.example\",\"B7\":\"2\","
	    "\"C2\":\"small\"}");
	/* Clearing A3 hides B7 on the other page: its answer goes. */
	one = post(form, "one", POST("A1=4"), &two.answers);
	assert_string_equal(json_of(&one.answers),
	    "{\"A1\":\"4\","
	    "\"B1\":[\"a\",\"b\"],\"B2\":\"so\",\"B6\":\"a@b.example\",\"C2\":\"small\"}");
}

static void
the_whole_form_is_checked_before_it_is_sent(void **state)
{
	const struct form  *form = small();
	struct form_verdict verdict = post(form, "one", POST("A1=4"), NULL);

	(void)state;
	form_check_complete(arena, &verdict.answers, "en", &verdict);
	assert_string_equal(errors_of(&verdict), "B6: Write the address\nC2: Choose a size");
	verdict = post(form, NULL, POST("A1=4", "B6=a@b.example", "C2=tiny"), NULL);
	assert_true(verdict.accepted);
	form_check_complete(arena, &verdict.answers, "en", &verdict);
	assert_true(verdict.accepted);
}

static void
conditions_combine_all_any_and_bounds(void **state)
{
	static const struct {
		const char *a1, *a3, *a4, *b5;
		bool        shown;
	} rows[] = {
		{ "3", "yes", "-", "-", true },
		{ "2", "yes", "-", "-", false },
		{ "dk", "yes", "-", "-", false },
		{ "2", "yes", "2", "-", true },
		{ "2", "yes", "3", "-", false },
		{ "-", "yes", "-", "2026-01-01", true },
		{ "5", "no", "0", "2026-01-01", false },
		{ "5", "-", "0", "2026-01-01", false },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = form_answers_new(arena, form);

		fixture_give(&answers, "A1", rows[i].a1);
		fixture_give(&answers, "A3", rows[i].a3);
		fixture_give(&answers, "A4", rows[i].a4);
		fixture_give(&answers, "B5", rows[i].b5);
		if (form_shown(form_item_find(form, TEXT_LIT("B7")), &answers) !=
		    rows[i].shown)
			fail_msg("row %zu", i);
	}
}

static void
pages_without_shown_items_are_passed_by(void **state)
{
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = form_answers_new(arena, form);

	(void)state;
	assert_int_equal(form->page_count, 10);
	assert_int_equal(form_next_page(&answers, 0), 0);
	assert_int_equal(form_next_page(&answers, 10), -1);
	assert_int_equal(form_previous_page(&answers, 10), 9);
	assert_int_equal(form_previous_page(&answers, 0), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_is_taken_and_refused_with_its_sentence),
		cmocka_unit_test(texts_numbers_dates_and_addresses),
		cmocka_unit_test(required_items_ask_with_their_own_sentence),
		cmocka_unit_test(
		    a_number_outside_the_chosen_band_is_refused_in_the_form_s_words),
		cmocka_unit_test(
		    a_number_outside_its_band_is_shown_again_and_said_before_sending),
		cmocka_unit_test(the_survey_says_what_to_do_with_a_number_outside_its_band),
		cmocka_unit_test(refused_text_is_kept_to_be_shown_again),
		cmocka_unit_test(a_page_replaces_its_own_answers_only),
		cmocka_unit_test(the_whole_form_is_checked_before_it_is_sent),
		cmocka_unit_test(conditions_combine_all_any_and_bounds),
		cmocka_unit_test(pages_without_shown_items_are_passed_by),
	};

	return cmocka_run_group_tests_name("answers", tests, fixture_setup, fixture_teardown);
}
