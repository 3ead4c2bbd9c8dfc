/* SPDX-License-Identifier: ISC
 *
 * What reports and mails say in words. */
#include "tests/unit/report/drawn.h"

/* --- sentences ------------------------------------------------------------- */

#define ONE_AREA "4342-------------------------"

static void
sentences_follow_the_data(void **state)
{
	static const struct {
		const char        *name;
		struct report_case given;
		const char        *says[3]; /* somewhere on the page */
		const char        *never;
	} row[] = {
		{ "gate and gap", { RAW_A, "", GROUP_FULL, NULL, false, NULL },
		    { "Prepare: put the client basics right first",
		        "in the third quarter of the field and ahead of about 30 in 100",
		        "Insight and planning shows the widest gap: 25 against a median of 44." },
		    NULL },
		{ "no ranks below 20", { RAW_A, "", GROUP_TEN, NULL, false, NULL },
		    { "in the third quarter of the field.",
		        "10\xe2\x80\x93"
		        "19",
		        "Bottom quarter" },
		    "in 100" },
		{ "medians only", { RAW_A, "", GROUP_FEW, NULL, false, NULL },
		    { "Overall you score 48, below the median of 55.",
		        "5\xe2\x80\x93"
		        "9",
		        "lie below their median" },
		    "quarter" },
		{ "nothing to compare with", { RAW_A, "", GROUP_NONE, NULL, false, NULL },
		    { "Too few comparable firms yet. We write to you when there are enough.",
		        "Leadership and ownership scores highest, 69.",
		        "Overall you score 48 of 100, the mean of seven areas." },
		    "median" },
		{ "no overall", { RAW_B, "", GROUP_NONE, NULL, false, NULL },
		    { "Too few answers for a result", "five of yours have one", "no score" },
		    "first of four" },
		{ "everything low", { RAW_C, "", GROUP_FULL, NULL, false, NULL },
		    { "Six of seven areas trail, and no area lies above its median",
		        "Leadership and ownership is what you can build on",
		        "Prepare: build the base first" },
		    "are what you can build on" },
		{ "lowest of all",
		    { "11151111115151111115111111111", "", GROUP_FULL, NULL, false, NULL },
		    { "All seven areas lie in the bottom quarter of the field", "still low",
		        "Prepare: build the base first" },
		    NULL },
		{ "everything high", { RAW_D, "", GROUP_FULL, NULL, false, NULL },
		    { "Embed: make it the way the firm works",
		        "All seven areas lie above their median",
		        "These steps keep the lowest of them from slipping." },
		    "widest gap" },
		{ "all the same",
		    { "33333333333333333333333333333", "", GROUP_NONE, NULL, false, NULL },
		    { "All areas score the same, 50",
		        "All areas score the same: no single one pulls the overall score down.",
		        "All seven areas score 50; here are two of them" },
		    "comes next" },
		{ "ties at both ends",
		    { "44444444444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Three areas share the lowest score, 63, and three the highest, 75",
		        "Three areas share the lowest score, 63; here are two of them",
		        "The three Is: Involve comes last at 63, the others are at 75" },
		    "scores lowest" },
		{ "ties at both ends, in sentences",
		    { "44444444444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Targets and follow-through score 75, as high as any area.",
		        "Why here: leadership and ownership scores 63, and no area scores lower.",
		        "Ownership of relationships comes last at 25, the others are at 75" },
		    "score highest, 75." },
		{ "a part of three without a score",
		    { "----5555----55555555555555555", "", GROUP_NONE, NULL, false, NULL },
		    { "The three Is: all that have a score are at 100", NULL, NULL },
		    "The three Is: all at" },
		{ "the gate's area without a score",
		    { "4444----444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Prepare: client experience basics have no score yet",
		        "Client experience basics have too few answers for a score", NULL },
		    "put the client basics right" },
		{ "the step that fills it",
		    { "4444----444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Four steps, the gate first", "Fill the gap: client experience basics",
		        "client experience basics have no score, and the stage depends on "
		        "them." },
		    "Drawn from" },
		{ "a tie in second place",
		    { "11153333333324444442433334444", "", GROUP_NONE, NULL, false, NULL },
		    { "Leadership and ownership is lowest at 0, then three areas at 50",
		        NULL, NULL },
		    NULL },
		{ "the highest area trails",
		    { "33232222224242222224222222222", "", GROUP_FULL, NULL, false, NULL },
		    { "Leadership and ownership scores highest, though in the bottom quarter "
		      "of the field",
		        NULL, NULL },
		    "what you can build on" },
		{ "the second highest area trails",
		    { "44423323224242222224222222222", "", GROUP_FULL, NULL, false, NULL },
		    { "Leadership and ownership is what you can build on", NULL, NULL },
		    "are what you can build on" },
		{ "a tie below",
		    { "44444444444444444444444445555", "", GROUP_NONE, NULL, false, NULL },
		    { "Three areas share the lowest score, 63; targets and follow-through score "
		      "highest",
		        "Targets and follow-through score highest, 100.", NULL },
		    NULL },
		{ "a tie above",
		    { "33334444444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Leadership and ownership scores lowest; three areas share the highest "
		      "score, 75",
		        "Why here: leadership and ownership scores lowest, 50.", NULL },
		    "share the lowest" },
		{ "one area alone", { ONE_AREA, "", GROUP_NONE, NULL, false, NULL },
		    { "One area has enough answers for a score: leadership and ownership, 69.",
		        "one of yours has one", "no score" },
		    "one areas" },
		{ "one area beside others", { ONE_AREA, "", GROUP_FULL, NULL, false, NULL },
		    { "One area has enough answers for a score: leadership and ownership, 69.",
		        "Leadership and ownership lies", NULL },
		    "one areas" },
		{ "no change claimed", { RAW_A, "", GROUP_FULL, RAW_A, false, NULL },
		    { "Everything is within the usual wobble", "no change overall",
		        "within wobble" },
		    "more than wobble" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct report_model *m = case_build(arena, &row[i].given, NULL);
		struct html          html = html_of(m);

		for (int j = 0; j < 3; j++)
			if (row[i].says[j] && !strstr(html.s, row[i].says[j])) {
				print_error("%s: does not say: %s\n", row[i].name,
				    row[i].says[j]);
				fail();
			}
		if (row[i].never && strstr(html.s, row[i].never))
			fail_msg("%s: says: %s", row[i].name, row[i].never);
		arena_reset(arena);
	}
}

/* Beside the link that corrects, which the receipt has and the report has not. */
static void
a_receipt_says_how_to_fill_what_decides_the_stage(void **state)
{
	static const struct {
		const char *raw;
		bool        says;
	} row[] = { { "4444----444444444444444444444", true },
		{ "44444444444444444444444444444", false } };

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct report_case c = { .raw = row[i].raw, .facts = "" };
		struct html        html;

		assert_int_equal(
		    report_result_html(arena, views, case_build(arena, &c, NULL), &html),
		    ERR_OK);
		assert_int_equal(
		    strstr(html.s,
		        "complete the statements about client experience "
		        "basics. \u201cCorrect my answers\u201d stands below.") != NULL,
		    row[i].says);
	}
}

/* Random reports: no sentence is left with a hole, a doubled stop or a blank. */
static void
no_sentence_has_a_hole(void **state)
{
	static const char *const holes[] = { "{", "..", " .", " ,", "(null)", "  ", ",,",
		"none none", "!" };

	(void)state;
	for (int round = 0; round < 400; round++) {
		struct report_case   given;
		char                 raw[30];
		struct report_model *m;
		const char          *said;

		random_case(&given, raw);
		m = case_build(arena, &given, NULL);
		for (size_t p = 0; p < m->page_count; p++)
			for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++)
				if (strstr(m->page[p].heading, holes[i]))
					fail_msg("\"%s\"", m->page[p].heading);
		for (size_t s = 0; s < m->summary.sentence_count + 3; s++) {
			said = s == 0   ? m->summary.statement
			       : s == 1 ? m->mail.opening
			       : s == 2 ? m->mail.overall
			                : m->summary.sentence[s - 3];
			for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++)
				if (strstr(said, holes[i]))
					fail_msg("\"%s\" (%s)", said, raw);
		}
		arena_reset(arena);
	}
}

/* en-XA: long words with accents, made from every sentence that was marked. */
static void
other_languages_fit_and_leave_no_english(void **state)
{
	static const char *const english[] = { "in 100 comparable", "You are in the",
		"quarter of the field", "next steps", "Why here", "Weakest first" };

	(void)state;
#ifndef WITH_FAULTS
	skip(); /* only test builds speak en-XA */
#endif
	for (int round = 0; round < 60; round++) {
		struct report_case   given;
		char                 raw[30];
		struct report_model *m;
		struct html          html;

		random_case(&given, raw);
		given.language = "en-XA";
		m = case_build(arena, &given, NULL);
		html = html_of(m);
		no_line_is_wider_than_72(text_of_report(m).s);
		assert_true(mail_of(m).len < 60 * 1024);
		for (size_t i = 0; i < sizeof(english) / sizeof(english[0]); i++)
			if (strstr(html.s, english[i]))
				fail_msg("English is left: %.80s",
				    strstr(html.s, english[i]));
		arena_reset(arena);
	}
}

static void
subject_preheader_and_file_name_tell_nothing(void **state)
{
	static const enum case_group groups[] = { GROUP_NONE, GROUP_FULL };
	const char                  *subject[2][3];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct report_case given = { i ? RAW_C : RAW_D, case_facts, groups[i], NULL,
			false, NULL };
		struct report_model *m = case_build(arena, &given, NULL);

		subject[i][0] = m->mail.subject;
		subject[i][1] = m->mail.comparison_subject;
		subject[i][2] = m->file_name;
		assert_null(strpbrk(m->mail.preheader, "0123456789"));
	}
	for (int j = 0; j < 3; j++)
		assert_string_equal(subject[0][j], subject[1][j]);
	arena_reset(arena);
}

static void
who_stays_out_of_the_comparison_is_not_told_that_answers_begin_to_count(void **state)
{
	const struct report_case given = { RAW_A, case_facts, GROUP_FULL, NULL, false, NULL };
	const struct report_model *m = case_build(arena, &given, NULL);

	(void)state;
	for (int joins = 0; joins < 2; joins++) {
		struct report_frame f = *frame();
		struct text         plain = { NULL, 0 };
		struct html         mail = { NULL, 0 };

		f.joins = joins;
		assert_int_equal(report_text(arena, views, m, &f, &plain), ERR_OK);
		assert_int_equal(report_mail_html(arena, views, m, &f, &mail), ERR_OK);
		assert_int_equal(strstr(plain.s, "count nowhere") != NULL, joins);
		assert_int_equal(strstr(mail.s, "count nowhere") != NULL, joins);
		assert_int_equal(strstr(plain.s, "for your report only") == NULL, joins);
		assert_int_equal(strstr(mail.s, "for your report only") == NULL, joins);
	}
	arena_reset(arena);
}

static void
the_comparison_mail_begins_with_where_the_firm_stands(void **state)
{
	const struct report_case given = { RAW_A, case_facts, GROUP_FULL, NULL, false, NULL };
	const struct report_model *m = case_build(arena, &given, NULL);
	struct report_frame        f = *frame();
	struct text                plain = { NULL, 0 };
	struct html                mail = { NULL, 0 };

	(void)state;
	f.comparison_mail = f.confirmed = true;
	assert_int_equal(report_text(arena, views, m, &f, &plain), ERR_OK);
	assert_int_equal(report_mail_html(arena, views, m, &f, &mail), ERR_OK);
	assert_memory_equal(plain.s, report_page_of(m, REPORT_PROFILE)->heading, 30);
	assert_non_null(strstr(mail.s, report_page_of(m, REPORT_PROFILE)->heading));
	assert_non_null(strstr(mail.s, m->summary.statement));
	assert_non_null(strstr(mail.s, "There are now enough firms"));
	assert_null(strstr(mail.s, m->mail.heading));
	assert_null(strstr(plain.s, "{"));
	arena_reset(arena);
}

static void
a_mail_calls_no_shared_score_the_highest_or_lowest(void **state)
{
	const struct report_case   given = { "44444444444444444444444444444", "", GROUP_NONE,
		  NULL, false, NULL };
	const struct report_model *m = case_build(arena, &given, NULL);

	(void)state;
	assert_string_equal(m->mail.strength,
	    "Targets and follow-through, 75: as high as any area.");
	assert_string_equal(m->mail.weakness,
	    "Leadership and ownership, 63: as low as any area.");
	arena_reset(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_follow_the_data),
		cmocka_unit_test(a_receipt_says_how_to_fill_what_decides_the_stage),
		cmocka_unit_test(no_sentence_has_a_hole),
		cmocka_unit_test(other_languages_fit_and_leave_no_english),
		cmocka_unit_test(subject_preheader_and_file_name_tell_nothing),
		cmocka_unit_test(the_comparison_mail_begins_with_where_the_firm_stands),
		cmocka_unit_test(a_mail_calls_no_shared_score_the_highest_or_lowest),
		cmocka_unit_test(
		    who_stays_out_of_the_comparison_is_not_told_that_answers_begin_to_count),
	};

	return cmocka_run_group_tests_name("sentences", tests, setup, teardown);
}
