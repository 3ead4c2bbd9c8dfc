/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/clock.h"
#include "view/po.h"
#include "view/words.h"
#include "tests/unit/arena.h"

static void
catalogs_are_refused_with_line_and_reason(void **state)
{
	static const struct {
		const char *source;
		int         line; /* 0: good */
	} rows[] = {
		{ "", 0 },
		{ "# a comment\n\n#~ msgid \"old\"\n", 0 },
		{ "msgid \"a\"\nmsgstr \"b\"\n", 0 },
		{ "msgid \"\"\n\"a\"\nmsgstr \"b\"\n\"c\"", 0 },
		{ "msgid \"a\"\r\nmsgstr \"b\"\r\n", 0 },
		{ "msgid \"a\\\"\\n\\t\\\\\"\nmsgstr \"b\"\n", 0 },
		{ "msgid \"a\"\n", 2 },
		{ "\nmsgid \"a\nmsgstr \"b\"\n", 2 },
		{ "msgid \"a\" x\nmsgstr \"b\"\n", 1 },
		{ "msgid \"a\\x\"\nmsgstr \"b\"\n", 1 },
		{ "msgid \"a", 1 },
		{ "msgid a\n", 1 },
		{ "msgctxt \"c\"\nmsgid \"a\"\n", 1 },
		{ "msgstr \"b\"\n", 1 },
		{ "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\n", 3 },
		{ "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\nmsgstr[1] \"c\"\n"
		  "msgstr[2] \"d\"\n",
		    5 },
		{ "msgid \"\"\nmsgstr \"Plural-Forms: plural=n*7;\\n\"\n", 3 },
		{ "msgid \"a\"\nmsgstr \"b\"\nmsgid \"a\"\nmsgstr \"c\"\n", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct po        *po;
		struct po_problem problem = { 0, "" };
		enum err err = po_parse(arena, text_of(rows[i].source), &po, &problem);

		if ((err == ERR_OK) != (rows[i].line == 0) ||
		    (rows[i].line > 0 && problem.line != rows[i].line))
			fail_msg("row %zu: %s, line %d: %s", i, err_name(err), problem.line,
			    problem.what);
	}
}

static void
only_finished_translations_are_found(void **state)
{
	static const char source[] =
	    "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n"
	    "\"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n\n"
	    "msgid \"b\"\nmsgstr \"B\"\n"
	    "msgid \"empty\"\nmsgstr \"\"\n"
	    "#, c-format, fuzzy\nmsgid \"fuzzy\"\nmsgstr \"F\"\n"
	    "msgid \"a\"\nmsgstr \"A\\n\"\n"
	    "msgid \"one\"\nmsgid_plural \"many\"\nmsgstr[0] \"un\"\nmsgstr[1] \"des\"\n"
	    "msgid \"half\"\nmsgid_plural \"halves\"\nmsgstr[0] \"x\"\n";
	struct po             *po, *again;
	struct po_problem      problem;
	const struct po_entry *e;

	(void)state;
	assert_int_equal(po_parse(arena, text_of(source), &po, &problem), ERR_OK);
	assert_int_equal(po_count(po), 3);
	assert_string_equal(po_find(po, TEXT_LIT("a"))->forms[0].s, "A\n");
	assert_string_equal(po_find(po, TEXT_LIT("b"))->forms[0].s, "B");
	assert_null(po_find(po, TEXT_LIT("empty")));
	assert_null(po_find(po, TEXT_LIT("fuzzy")));
	assert_null(po_find(po, TEXT_LIT("half")));
	e = po_find(po, TEXT_LIT("one"));
	assert_string_equal(e->forms[po_form(po, 0)].s, "un");
	assert_string_equal(e->forms[po_form(po, 2)].s, "des");
	assert_int_equal(po_parse(arena, po_write(arena, po), &again, &problem), ERR_OK);
	assert_string_equal(po_write(arena, again).s, po_write(arena, po).s);
}

static void
plural_rules_choose_as_the_languages_do(void **state)
{
	static const struct {
		const char *rule;
		int64_t     n;
		int         form;
	} rows[] = {
		{ "n != 1", 1, 0 },
		{ "(n != 1)", 0, 1 },
		{ "n>1", 1, 0 },
		{ "n > 1", 0, 0 },
		{ "0", 5, 0 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
		  " ? 1 : 2",
		    21, 0 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
		  " ? 1 : 2",
		    11, 2 },
		{ "n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20)"
		  " ? 1 : 2",
		    22, 1 },
		{ "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)", 4, 1 },
		{ "n==1 ? 0 : n>=2 && n<=4 ? 1 : 2", 5, 2 },
		{ "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 "
		  "? 4 : 5",
		    103, 3 },
		{ "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 "
		  "? 4 : 5",
		    100, 5 },
		{ "n != 1", -1, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char       *source = arena_printf(arena,
		          "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=9; plural=%s;\"\n",
		          rows[i].rule);
		struct po        *po;
		struct po_problem problem;

		assert_int_equal(po_parse(arena, text_of(source), &po, &problem), ERR_OK);
		if (po_form(po, rows[i].n) != rows[i].form)
			fail_msg("%s: %lld", rows[i].rule, (long long)rows[i].n);
	}
}

static void
dates_and_numbers_are_written_as_english_readers_expect(void **state)
{
	static const struct {
		const char *iso, *date, *both;
	} dates[] = {
		{ "2026-11-18T14:32:07Z", "18 November 2026", "18 November 2026, 14:32" },
		{ "2024-02-29T00:05Z", "29 February 2024", "29 February 2024, 00:05" },
	};
	static const struct {
		int64_t     micro;
		int         decimals;
		const char *language, *want;
	} decimals[] = {
		{ 48035714, 1, "en", "48.0" },
		{ 48035714, 6, "en", "48.035714" },
		{ 48500000, 0, "en", "49" },
		{ -500000, 0, "en", "\u22121" },
		{ -400000, 0, "en", "0" },
		{ 0, 1, "en", "0.0" },
		{ 1234567890000, 1, "en", "1,234,567.9" },
		{ 1234567890000, 1, "de", "1.234.567,9" },
		{ 999999, 2, "en-GB", "1.00" },
		{ 50000, 2, "xx", "0.05" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		int64_t instant;

		assert_true(clock_parse_iso(text_of(dates[i].iso), &instant));
		assert_string_equal(view_date(arena, "en", instant, false).s, dates[i].date);
		assert_string_equal(view_date(arena, "en", instant, true).s, dates[i].both);
	}
	for (size_t i = 0; i < sizeof(decimals) / sizeof(*decimals); i++)
		assert_string_equal(view_decimal(arena, decimals[i].language,
		                        decimals[i].micro, decimals[i].decimals)
		                        .s,
		    decimals[i].want);
	assert_string_equal(view_number(arena, "en", 1234567).s, "1,234,567");
	assert_string_equal(view_number(arena, "en", -999).s, "\u2212999");
	assert_string_equal(view_number(arena, "en", INT64_MIN).s,
	    "\u22129,223,372,036,854,775,808");
}

static void
sentences_without_a_catalog_stay_english(void **state)
{
	(void)state;
	assert_string_equal(view_t("en", "Save and continue"), "Save and continue");
	assert_string_equal(view_tn("en", "{n} firm", "{n} firms", 1), "{n} firm");
	assert_string_equal(view_tn("en", "{n} firm", "{n} firms", 0), "{n} firms");
	assert_string_equal(
	    view_say(arena, "en", "{n} of {m} {x} {", "m", "40", "n", "{m}", NULL).s,
	    "{m} of 40 {x} {");
	assert_string_equal(view_direction("ar-EG"), "rtl");
	assert_string_equal(view_direction("en"), "ltr");
	assert_string_equal(view_language_name("de"), "Deutsch");
	assert_string_equal(view_language_name("xx"), "xx");
	assert_true(view_language_known("en-GB"));
	assert_false(view_language_known("xx"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(catalogs_are_refused_with_line_and_reason),
		cmocka_unit_test(only_finished_translations_are_found),
		cmocka_unit_test(plural_rules_choose_as_the_languages_do),
		cmocka_unit_test(dates_and_numbers_are_written_as_english_readers_expect),
		cmocka_unit_test(sentences_without_a_catalog_stay_english),
	};

	return cmocka_run_group_tests_name("words", tests, setup, teardown);
}
