/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "fixture.h"

#include "form/values.h"

static const struct form *
small(void)
{
	return fixture_form_of(fixture_file("tests/unit/form/small.json"));
}

static struct form_verdict
post(const struct form *form, const char *page, const char *const *pairs,
    const struct form_answers *previous)
{
	struct fixture_post post = { pairs };
	struct form_fields  fields = { &post, fixture_at };
	struct form_verdict verdict;

	form_check(arena, form, page != NULL ? form_page_find(form, text_of(page)) : NULL,
	    &fields, previous, "en", &verdict);
	return verdict;
}

/* "ITEM: sentence" lines. */
static const char *
errors_of(const struct form_verdict *verdict)
{
	struct buf b;

	buf_init(&b, arena, 65536);
	buf_str(&b, "");
	for (size_t i = 0; i < verdict->error_count; i++)
		buf_fmt(&b, "%s%s: %s", i > 0 ? "\n" : "", verdict->errors[i].field,
		    verdict->errors[i].sentence);
	return buf_as_text(&b).s;
}

static const char *
json_of(const struct form_answers *answers)
{
	return form_answers_to_json(arena, answers, NULL, FORM_PARTS_ALL).s;
}

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
json_goes_out_and_comes_back_the_same(void **state)
{
	static const char   whole[] = "{\"A1\":\"na\",\"A2\":\"1\",\"A3\":\"yes\",\"A4\":20,"
	                              "\"B1\":[\"a\",\"c\"],\"B2\":\"tab\\u0009 é 😀\","
	                              "\"B3\":-0.000001,\"B4\":33.3,\"B5\":\"2026-12-31\","
	                              "\"B6\":\"a@b.example\",\"B7\":\"5\",\"B8\":\"10\","
	                              "\"B9\":\"x\\ny\",\"C2\":\"big\",\"C3\":1000}";
	const struct form  *form = small();
	struct form_answers answers = form_answers_new(arena, form);
	const char         *culprit;

	(void)state;
	assert_int_equal(form_answers_from_json(arena, text_of(whole), &answers, &culprit),
	    ERR_OK);
	assert_string_equal(json_of(&answers), whole);
	assert_string_equal(
	    form_answers_to_json(arena, &answers, &form->pages[0], FORM_PARTS_ALL).s,
	    "{\"A1\":\"na\",\"A2\":\"1\",\"A3\":\"yes\",\"A4\":20}");
	assert_null(strstr(
	    form_answers_to_json(arena, &answers, NULL, FORM_PARTS_NO_EMAIL).s, "B6"));
	assert_string_equal(form_answers_email(&answers).s, "a@b.example");
}

static void
stored_answers_that_are_none_are_refused_by_name(void **state)
{
	static const struct {
		const char *json, *culprit;
	} rows[] = {
		{ "[]", NULL },
		{ "{\"A1\":\"4\",\"A1\":\"5\"}", NULL },
		{ "{\"A1\":\"9\"}", "A1" },
		{ "{\"A1\":4}", "A1" },
		{ "{\"A1\":[\"4\"]}", "A1" },
		{ "{\"A1\":null}", "A1" },
		{ "{\"A4\":21}", "A4" },
		{ "{\"A4\":1.5}", "A4" },
		{ "{\"A4\":1e300}", "A4" },
		{ "{\"B1\":[]}", "B1" },
		{ "{\"B1\":[\"z\"]}", "B1" },
		{ "{\"B2\":\"\"}", "B2" },
		{ "{\"B5\":\"soon\"}", "B5" },
		{ "{\"C1\":\"x\"}", "C1" },
		{ "{\"XX\":\"x\"}", "XX" },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = form_answers_new(arena, form);
		const char         *culprit;

		if (form_answers_from_json(arena, text_of(rows[i].json), &answers,
		        &culprit) != ERR_INVALID)
			fail_msg("%s was accepted", rows[i].json);
		if (rows[i].culprit == NULL)
			assert_null(culprit);
		else
			assert_string_equal(culprit, rows[i].culprit);
	}
}

static void
a_stored_answer_is_not_lost_for_a_character_that_cannot_be_printed(void **state)
{
	static const struct {
		const char *json, *want;
		bool        mended;
	} rows[] = {
		{ "{\"B2\": \"a\\u0001b\\u007fc\\nd\"}",
		    "{\"B2\":\"a\xef\xbf\xbd\x62\xef\xbf\xbd\x63\xef\xbf\xbd\x64\"}", true },
		{ "{\"B2\": \"a\x7f\"}", "{\"B2\":\"a\xef\xbf\xbd\"}", true },
		{ "{\"B9\": \"two\\nlines\\t\"}", "{\"B9\":\"two\\nlines\\u0009\"}", false },
		{ "{\"B2\": \"plain\"}", "{\"B2\":\"plain\"}", false },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers answers = form_answers_new(arena, form);
		bool                mended = false;

		assert_int_equal(
		    form_answers_from_json(arena, text_of(rows[i].json), &answers, NULL),
		    ERR_OK);
		assert_string_equal(json_of(&answers), rows[i].want);
		for (size_t k = 0; k < form->item_count; k++)
			mended = mended || answers.items[k].mended;
		assert_int_equal(mended, rows[i].mended);
	}
}

/* A line end before it sends any answers to the full reader. */
static void
the_quick_reader_says_what_the_full_one_says_or_nothing(void **state)
{
	static const struct {
		const char *json;
		bool        quick;
	} rows[] = {
		{ "{}", true },
		{ "{\"A1\": \"na\", \"A2\": \"1\", \"A3\": \"yes\", \"A4\": 20, "
		  "\"B1\": [\"a\", \"c\"], \"B2\": \"plain\", \"B4\": 33, "
		  "\"B5\": \"2026-12-31\", \"B6\": \"a@b.example\", \"B7\": \"5\"}",
		    true },
		{ "{\"A4\":0,\"B1\":[\"a\"]}", true },
		{ "{\"A2\": \"1\", \"A1\": \"na\"}", false }, /* another order */
		{ "{\"A1\": \"4\", \"A1\": \"5\"}", false },
		{ "{\"B2\": \"caf\xc3\xa9\"}", false },
		{ "{\"B2\": \"two\\nlines\"}", false },
		{ "{\"B4\": 33.3}", false },
		{ "{\"B3\": -2}", false },
		{ "{\"A4\": 020}", false },
		{ "{\"A4\": 21}", false },
		{ "{\"A4\": }", false },
		{ "{\"A4\": 1000000000001}", false },
		{ "{\"B1\": []}", false },
		{ "{\"B1\": [\"a\",]}", false },
		{ "{\"B1\": [\"a\"", false },
		{ "{\"A1\": \"na\"", false },
		{ "{\"A1\": \"na", false },
		{ "{\"A1\"", false },
		{ "{\"A1\": null}", false },
		{ "{\"A1\": \"\"}", false },
		{ "{\"A1\": \"na\"} x", false },
		{ "{\"XX\": \"x\"}", false },
		{ "[]", false },
		{ "", false },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answers quick = form_answers_new(arena, form);
		struct form_answers full = form_answers_new(arena, form);
		const char         *slow = arena_printf(arena, "\n%s", rows[i].json);
		size_t              len = strlen(rows[i].json);
		char *exact = memcpy(malloc(len > 0 ? len : 1), rows[i].json, len);
		bool  read = answers_read_flat(arena, (struct text){ exact, len }, &quick);

		free(exact);
		assert_false(answers_read_flat(arena, text_of(slow), &full));
		full = form_answers_new(arena, form);
		if (read != rows[i].quick)
			fail_msg("%s", rows[i].json);
		if (read &&
		    (form_answers_from_json(arena, text_of(slow), &full, NULL) != ERR_OK ||
		        strcmp(json_of(&quick), json_of(&full)) != 0))
			fail_msg("%s: %s", rows[i].json, json_of(&quick));
	}
}

static void
packing_spends_one_byte_an_item(void **state)
{
	const struct form   *form = small();
	struct form_answers  answers = form_answers_new(arena, form);
	struct bytes         raw;
	static const uint8_t want[] = { 254, 255, 2, 1, 1, 0, 1, 0, 0, 1, 0, 11, 0, 0, 3, 0 };

	(void)state;
	fixture_give(&answers, "A1", "na");
	fixture_give(&answers, "A2", "dk");
	fixture_give(&answers, "A3", "yes");
	fixture_give(&answers, "A4", "0");
	fixture_give(&answers, "B1", "b|c");
	fixture_give(&answers, "B3", "2");
	fixture_give(&answers, "B6", "a@b.example");
	fixture_give(&answers, "B8", "10");
	fixture_give(&answers, "C2", "big");
	raw = form_answers_pack(arena, &answers);
	assert_int_equal(raw.len, sizeof(want));
	assert_memory_equal(raw.p, want, sizeof(want));
}

static void
the_check_page_says_answers_in_words(void **state)
{
	static const struct {
		const char *id, *value, *heading, *words, *code;
	} rows[] = {
		{ "FM1", "law", "Profession", "Law", "law" },
		{ "FM2", "500-999", "Fee-earners", "500 to 999; exactly 640", "500-999" },
		{ "FM6", "managing", "Your role",
		    "Managing or senior partner, or chief executive", "managing" },
		{ "KP01", "4",
		    "Our most senior leaders talk about key clients as often as "
		    "they talk about hours and fees.",
		    "Agree", "4" },
		{ "KP05", "2", "We ask for feedback when a matter or project ends.",
		    "Talked about, or one person’s habit", "2" },
		{ "KP06", "dk", NULL, "Don’t know", "dk" },
		{ "FX1", "9", "Clients in your key client programme today", "9", "9" },
		{ "FX4", "1-25",
		    "Share of key clients with at least one target that has a "
		    "figure and a date",
		    "1 to 25%", "1-25" },
		{ "FX6", "s1|s2|s3", "Steps completed",
		    "Aims and business case; data and criteria; pilot and team", "s1|s2|s3" },
		{ "FM7", "j.ashgrove@quillfeather.example", "Work email",
		    "j.ashgrove@quillfeather.example", "j.ashgrove@quillfeather.example" },
		{ "FM8", "yes", "May your answers join the anonymous comparison set?", "Yes",
		    "yes" },
		{ "KP07", "-", NULL, NULL, NULL },
	};
	const struct form  *form = fixture_form("kam-preparedness");
	struct form_answers answers = form_answers_new(arena, form);

	(void)state;
	fixture_give(&answers, "FM2n", "640");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct form_item *item = form_item_find(form, text_of(rows[i].id));
		const char             *words, *code;

		fixture_give(&answers, rows[i].id, rows[i].value);
		words = form_answer_words(arena, &answers, item, "en");
		code = form_answer_code(arena, &answers, item);
		if (rows[i].words == NULL) {
			assert_null(words);
			assert_null(code);
			continue;
		}
		assert_string_equal(words, rows[i].words);
		assert_string_equal(code, rows[i].code);
		if (rows[i].heading != NULL)
			assert_string_equal(form_item_heading(form, item, "en"),
			    rows[i].heading);
	}
	assert_string_equal(form_answers_code(&answers, FORM_ROLE_PROFESSION), "law");
	assert_int_equal(form_answers_group(&answers, FORM_ROLE_SIZE), 3);
	assert_int_equal(form_answers_group(&answers, FORM_ROLE_REGION), -1);
}

static void
import_cells_are_read_by_code(void **state)
{
	static const struct {
		const char *id, *cell, *want;
	} rows[] = {
		{ "B1", "a|c", NULL },
		{ "B1", " a | c ", NULL },
		{ "B1", "a|", "“” is not one of the answers offered" },
		{ "B1", "a|x", "“x” is not one of the answers offered" },
		{ "A1", "4|5", "Choose one answer only" },
		{ "A1", "na", NULL },
		{ "A4", "dk", NULL },
		{ "A4", "twelve", "Write a whole number from 0 to 20, or leave it empty" },
		{ "C1", "x", "This is a heading, it takes no answer" },
		{ "C1", "", NULL },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct form_answer answer;
		const char        *got = form_answer_read(arena,
		           form_item_find(form, text_of(rows[i].id)), text_of(rows[i].cell), form,
		           "en", &answer);

		if ((got == NULL) != (rows[i].want == NULL) ||
		    (got != NULL && strcmp(got, rows[i].want) != 0))
			fail_msg("%s=%s: %s", rows[i].id, rows[i].cell, got ? got : "taken");
		if (got != NULL)
			assert_int_equal(answer.state, FORM_ABSENT);
	}
}

static void
words_fall_back_to_the_first_language(void **state)
{
	const struct form *form = small();

	(void)state;
	assert_string_equal(form_say(form, form->title, "de"), "Ein kleiner Bogen");
	assert_string_equal(form_say(form, form->title, "fr"), "A small form");
	assert_string_equal(form_say(form, form->title, NULL), "A small form");
	assert_string_equal(form_say(form, form->name, "de"), "Small");
	assert_null(form_say(form, form->start.cap, "en"));
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

static void
the_shipped_forms_are_what_the_domain_says(void **state)
{
	const struct form       *form = fixture_form("kam-preparedness");
	static const char *const slugs[] = { "firm", "lead", "found", "select", "cult",
		"team", "plan", "deliv", "facts", "report" };
	size_t                   scored = 0, required = 0, reversed = 0;

	(void)state;
	for (size_t i = 0; i < 10; i++)
		assert_string_equal(form->pages[i].slug, slugs[i]);
	for (size_t i = 0; i < form->item_count; i++) {
		scored += form_item_scored(form, &form->items[i]);
		required += form->items[i].required;
		reversed += form->items[i].reverse;
	}
	assert_int_equal(scored, 29);
	assert_int_equal(required, 5);
	assert_int_equal(reversed, 4);
	assert_int_equal(form->dimension_count, 7);
	assert_string_equal(form_item_of(form, FORM_ROLE_EMAIL)->id, "FM7");
	assert_string_equal(form_item_of(form, FORM_ROLE_CONSENT)->id, "FM8");
	assert_string_equal(form->items[form_item_of(form, FORM_ROLE_CONTACT)->index].id,
	    "FM9");
	form = fixture_form("matter-feedback");
	assert_true(form->one_page);
	assert_int_equal(form->item_count, 15);
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
		cmocka_unit_test(json_goes_out_and_comes_back_the_same),
		cmocka_unit_test(stored_answers_that_are_none_are_refused_by_name),
		cmocka_unit_test(
		    a_stored_answer_is_not_lost_for_a_character_that_cannot_be_printed),
		cmocka_unit_test(the_quick_reader_says_what_the_full_one_says_or_nothing),
		cmocka_unit_test(packing_spends_one_byte_an_item),
		cmocka_unit_test(the_check_page_says_answers_in_words),
		cmocka_unit_test(import_cells_are_read_by_code),
		cmocka_unit_test(words_fall_back_to_the_first_language),
		cmocka_unit_test(pages_without_shown_items_are_passed_by),
		cmocka_unit_test(the_shipped_forms_are_what_the_domain_says),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
