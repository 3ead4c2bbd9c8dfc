/* SPDX-License-Identifier: ISC
 *
 * Answers as they are kept, packed, imported and said again. */
#include <stdlib.h>

#include "form/values.h"
#include "tests/unit/form/posts.h"

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
		cmocka_unit_test(json_goes_out_and_comes_back_the_same),
		cmocka_unit_test(stored_answers_that_are_none_are_refused_by_name),
		cmocka_unit_test(
		    a_stored_answer_is_not_lost_for_a_character_that_cannot_be_printed),
		cmocka_unit_test(the_quick_reader_says_what_the_full_one_says_or_nothing),
		cmocka_unit_test(packing_spends_one_byte_an_item),
		cmocka_unit_test(the_check_page_says_answers_in_words),
		cmocka_unit_test(import_cells_are_read_by_code),
		cmocka_unit_test(words_fall_back_to_the_first_language),
		cmocka_unit_test(the_shipped_forms_are_what_the_domain_says),
	};

	return cmocka_run_group_tests_name("stored answers", tests, fixture_setup,
	    fixture_teardown);
}
