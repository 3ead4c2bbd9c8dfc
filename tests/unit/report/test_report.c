/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "cases.h"
#include "view/view.h"

static struct arena          *process, *arena;
static const struct view_set *views;

static int
setup(void **state)
{
	(void)state;
	process = arena_new(64 * 1024 * 1024);
	arena = arena_new(256 * 1024 * 1024);
	case_load_form(process);
	return view_open(process, &views) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	arena_free(process);
	return 0;
}

static const struct report_frame *
frame(void)
{
	static struct report_frame f;

	f = (struct report_frame){ .expires = "16 February 2027",
		.enclosed = true,
		.joins = true,
		.operator_name = "Longshore and Vane, consultants",
		.operator_contact = "help@soundings.example" };
	f.report_url = URL_LIT("https://survey.soundings.example/report/4Kq7vX2mPz9");
	f.pdf_url = URL_LIT("/report/4Kq7vX2mPz9.pdf");
	f.correct_url = URL_LIT("/correct");
	f.withdraw_url = URL_LIT("/withdraw");
	return &f;
}

static struct html
html_of(const struct report_model *m)
{
	struct html out = { NULL, 0 };

	assert_int_equal(report_html(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

static struct text
text_of_report(const struct report_model *m)
{
	struct text out = { NULL, 0 };

	assert_int_equal(report_text(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

static struct html
mail_of(const struct report_model *m)
{
	struct html out = { NULL, 0 };

	assert_int_equal(report_mail_html(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

/* --- golden files -------------------------------------------------------- */

static void
golden(const char *name, const char *got, size_t len)
{
	char  *path = arena_printf(arena, SRCDIR "/tests/unit/report/golden/%s", name);
	char  *want = arena_alloc(arena, 2 * 1024 * 1024);
	FILE  *f;
	size_t n;

	if (getenv("UPDATE_GOLDEN")) {
		f = fopen(path, "wb");
		assert_non_null(f);
		assert_int_equal(fwrite(got, 1, len, f), len);
		fclose(f);
		return;
	}
	f = fopen(path, "rb");
	if (!f)
		fail_msg("%s is not there", path);
	n = fread(want, 1, 2 * 1024 * 1024 - 1, f);
	fclose(f);
	for (size_t i = 0; i < n && i < len; i++)
		if (want[i] != got[i])
			fail_msg("%s differs at byte %zu: wanted \"%.60s\", got \"%.60s\"",
			    name, i, want + i, got + i);
	assert_int_equal(n, len);
}

static const struct {
	const char        *name;
	struct report_case given;
} goldens[] = {
	{ "full", { RAW_A, case_facts, GROUP_FULL, NULL, false, NULL } },
	{ "few", { RAW_A, case_facts, GROUP_FEW, NULL, false, NULL } },
	{ "none", { RAW_E, ",\"FM1\":\"other\"", GROUP_NONE, NULL, false, NULL } },
	{ "null", { RAW_B, ",\"FX2\":\"dk\"", GROUP_MIXED, NULL, false, NULL } },
	{ "wave2", { RAW_E, case_facts, GROUP_FORTY, RAW_C, false, NULL } },
};

static void
reports_are_as_they_were_read_and_approved(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(goldens) / sizeof(goldens[0]); i++) {
		struct report_model *m = case_build(arena, &goldens[i].given, NULL);
		struct html          html = { NULL, 0 };

		assert_int_equal(report_document(arena, views, m, &html), ERR_OK);
		golden(arena_printf(arena, "%s.html", goldens[i].name), html.s, html.len);
		if (strcmp(goldens[i].name, "wave2") != 0) {
			struct text text = text_of_report(m);

			golden(arena_printf(arena, "%s.txt", goldens[i].name), text.s,
			    text.len);
		}
		if (strcmp(goldens[i].name, "full") == 0 ||
		    strcmp(goldens[i].name, "null") == 0) {
			struct text json = report_json(arena, m);

			golden(arena_printf(arena, "%s.json", goldens[i].name), json.s,
			    json.len);
		}
		if (strcmp(goldens[i].name, "full") == 0) {
			struct html mail = mail_of(m);

			golden("full.mail.html", mail.s, mail.len);
			assert_int_equal(report_result_html(arena, views,
			                     case_build(arena,
			                         &(struct report_case){ RAW_A, "",
			                             GROUP_NONE, NULL, false, NULL },
			                         NULL),
			                     &html),
			    ERR_OK);
			golden("result.html", html.s, html.len);
		}
	}
	arena_reset(arena);
}

/* --- the same figures everywhere ------------------------------------------ */

static uint32_t seed = 12345;

static uint32_t
dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

static void
random_case(struct report_case *out, char raw[30])
{
	static const char kinds[] = "12345555544443-k";

	for (int i = 0; i < 29; i++)
		raw[i] = dice(4) ? (char)('1' + (int)dice(5)) : kinds[dice(16)];
	raw[29] = '\0';
	*out = (struct report_case){ raw, dice(2) ? case_facts : "",
		(enum case_group)dice(6), dice(4) ? NULL : RAW_E, dice(8) == 0, NULL };
}

/* What follows `name` in `in` after `from`, up to `end`. */
static const char *
between(const char *in, const char *from, const char *name)
{
	const char *start = strstr(in, from);

	if (!start || !(start = strstr(start, name)))
		fail_msg("no %s after %s", name, from);
	return start + strlen(name);
}

static void
same_row(const struct report_model *m, const struct report_area *a, const char *html,
    const char *text, const char *mail, const char *json)
{
	const char *own = a->score_text ? a->score_text : "-";
	const char *cell =
	    a->score_text ? arena_printf(arena, "<td class=\"n own\">%s</td>", a->score_text)
	                  : "<td class=\"n\">no score</td>";
	const char *median =
	    a->median_text
	        ? arena_printf(arena, "%s<td class=\"n\">%s</td>", cell, a->median_text)
	        : arena_printf(arena, "%s<td class=\"withheld\"><span>withheld</span></td>",
	              cell);
	const char *at = between(html, "<table class=\"strips\">",
	    arena_printf(arena, "<span>%s", a->name));
	const char *row_end = strstr(at, "</tr>");
	const char *figures = strstr(at, median);

	if (!figures || figures > row_end)
		fail_msg("page: %s is not %s", a->name, median);
	at = between(text, "WHERE YOU STAND", arena_printf(arena, "\n  %s", a->name));
	at += strspn(at, " ");
	if (strncmp(at, own, strlen(own)) != 0)
		fail_msg("text: %s is not %s: %.60s", a->name, own, at);
	at += strlen(own);
	at += strspn(at, " ");
	if (m->compared) {
		const char *want = a->median_text ? a->median_text : "withheld";

		if (strncmp(at, want, strlen(want)) != 0)
			fail_msg("text: median of %s is not %s: %.60s", a->name, want, at);
	} else if (*at != '\n')
		fail_msg("text: something stands after the score of %s", a->name);
	at = between(mail, "<h2", arena_printf(arena, ">%s</td>", a->name));
	if (a->score_text && strncmp(strchr(at, '>') + 1, own, strlen(own)) != 0)
		fail_msg("mail: %s is not %s", a->name, own);
	if (m->compared && a->median_said && a->score_text)
		assert_non_null(strstr(at,
		    arena_printf(arena, "edian%s %s",
		        a->middle ? "" : " of comparable firms:", a->median_said)));
	at = between(json, "\"scores\"", arena_printf(arena, "\"%s\": ", a->code));
	if (!a->score_text)
		assert_memory_equal(at, "null", 4);
	else {
		double exact = strtod(at, NULL);

		if ((int)(exact + 0.5) != a->whole)
			fail_msg("JSON: %s is %f, printed %d", a->code, exact, a->whole);
	}
	if (!m->compared) {
		assert_non_null(strstr(json, "\"comparison\": null"));
		return;
	}
	at = between(json, "\"comparison\"", arena_printf(arena, "\"%s\": ", a->code));
	assert_int_equal(strncmp(at, "null", 4) == 0, a->median_text == NULL);
}

static void
no_line_is_wider_than_72(const char *text)
{
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n"), columns = 0;

		for (size_t i = 0; i < len; i++)
			columns += ((unsigned char)line[i] & 0xC0) != 0x80;
		if (columns > 72 && strncmp(line, "https:", 6) != 0)
			fail_msg("too wide: %.*s", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

static void
the_same_figures_stand_in_page_text_mail_and_json(void **state)
{
	(void)state;
	for (int round = 0; round < 300; round++) {
		struct report_case   given;
		char                 raw[30];
		struct report_model *m;
		struct html          html, mail;
		struct text          text, json;

		random_case(&given, raw);
		m = case_build(arena, &given, NULL);
		html = html_of(m);
		mail = mail_of(m);
		text = text_of_report(m);
		json = report_json(arena, m);
		for (size_t i = 0; i < m->profile.area_count; i++)
			same_row(m, &m->profile.area[i], html.s, text.s, mail.s, json.s);
		no_line_is_wider_than_72(text.s);
		assert_true(mail.len < 60 * 1024);
		arena_reset(arena);
	}
}

/* --- never shown ----------------------------------------------------------- */

static const char *
everything(const struct report_model *m)
{
	struct html html = html_of(m), mail = mail_of(m);
	struct text text = text_of_report(m), json = report_json(arena, m);

	return arena_printf(arena, "%s\f%s\f%s\f%s", html.s, mail.s, text.s, json.s);
}

static void
what_is_withheld_leaves_no_trace(void **state)
{
	(void)state;
	for (int g = GROUP_NONE; g <= GROUP_MIXED; g++) {
		struct report_case   given = { RAW_A, case_facts, (enum case_group)g, NULL,
			  false, NULL };
		struct report_model *plain = case_build(arena, &given, NULL);
		struct bench_comparison *bad = ARENA_NEW(arena, struct bench_comparison);

		case_compare((enum case_group)g, plain->score, bad);
		if (!bad->any)
			bad->profession = 1, bad->level = 3, bad->measures = 8;
		case_poison(bad);
		assert_string_equal(everything(plain),
		    everything(case_build(arena, &given, bad)));
		arena_reset(arena);
	}
}

static void
a_limited_report_is_the_same_with_and_without_a_group(void **state)
{
	struct report_case with = { RAW_A, case_facts, GROUP_FORTY, NULL, true, NULL };
	struct report_case without = { RAW_A, case_facts, GROUP_NONE, NULL, true, NULL };

	(void)state;
	assert_string_equal(everything(case_build(arena, &with, NULL)),
	    everything(case_build(arena, &without, NULL)));
	arena_reset(arena);
}

static void
every_withheld_cell_has_the_same_bytes(void **state)
{
	static const char cell[] = "<td class=\"withheld\"><span>withheld</span></td>";
	size_t            seen = 0;

	(void)state;
	for (int g = GROUP_NONE; g <= GROUP_MIXED; g++) {
		struct report_case given = { RAW_B, case_facts, (enum case_group)g, NULL,
			false, NULL };
		struct html        html = html_of(case_build(arena, &given, NULL));

		for (const char *at = html.s; (at = strstr(at, "class=\"withheld")); seen++) {
			assert_memory_equal(at - 4, cell, sizeof(cell) - 1);
			at++;
		}
	}
	assert_true(seen > 10);
	arena_reset(arena);
}

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
		        "Seven of seven areas lie above their median, none in the bottom quarter",
		        "These steps keep the lowest of them from slipping." },
		    "widest gap" },
		{ "all the same",
		    { "33333333333333333333333333333", "", GROUP_NONE, NULL, false, NULL },
		    { "All areas score the same, 50", "within 0 points", "Pilot" }, NULL },
		{ "ties at both ends",
		    { "44444444444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Three areas share the lowest score, 63, and three the highest, 75",
		        "Two of the three lowest areas, at 63 each",
		        "The three Is: Involve comes last at 63, the others are at 75" },
		    "scores lowest" },
		{ "ties at both ends, in sentences",
		    { "44444444444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Targets and follow-through score 75, as high as any area.",
		        "Why here: leadership and ownership scores 63, and no area scores lower.",
		        "Ownership of relationships comes last at 25, the others are at 75" },
		    "score highest, 75." },
		{ "the gate's area without a score",
		    { "4444----444444444444444444444", "", GROUP_NONE, NULL, false, NULL },
		    { "Prepare: client experience basics have no score yet",
		        "Client experience basics have too few answers for a score", NULL },
		    "put the client basics right" },
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
a_withheld_statement_says_so_beside_its_caption(void **state)
{
	const struct report_case given = { RAW_E, case_facts, GROUP_MIXED, NULL, false,
		NULL };
	struct report_model     *m = case_build(arena, &given, NULL);
	struct html              html = html_of(m);
	int                      withheld = 0;

	(void)state;
	for (size_t b = 0; b < m->weakest.block_count; b++)
		for (size_t i = 0; i < m->weakest.block[b].item_count; i++) {
			const struct report_item *item = &m->weakest.block[b].item[i];

			if (!m->weakest.block[b].known || item->chart.known)
				continue;
			withheld++;
			assert_non_null(item->tag);
			assert_non_null(strstr(item->tag, REPORT_WITHHELD));
			assert_non_null(strstr(html.s,
			    arena_printf(arena, "%s <span class=\"tag\">%s</span>",
			        item->caption, item->tag)));
			assert_non_null(item->bare.own_word);
		}
	assert_true(withheld > 0);
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
		cmocka_unit_test(reports_are_as_they_were_read_and_approved),
		cmocka_unit_test(the_same_figures_stand_in_page_text_mail_and_json),
		cmocka_unit_test(what_is_withheld_leaves_no_trace),
		cmocka_unit_test(a_limited_report_is_the_same_with_and_without_a_group),
		cmocka_unit_test(every_withheld_cell_has_the_same_bytes),
		cmocka_unit_test(sentences_follow_the_data),
		cmocka_unit_test(no_sentence_has_a_hole),
		cmocka_unit_test(other_languages_fit_and_leave_no_english),
		cmocka_unit_test(subject_preheader_and_file_name_tell_nothing),
		cmocka_unit_test(a_withheld_statement_says_so_beside_its_caption),
		cmocka_unit_test(the_comparison_mail_begins_with_where_the_firm_stands),
		cmocka_unit_test(a_mail_calls_no_shared_score_the_highest_or_lowest),
		cmocka_unit_test(
		    who_stays_out_of_the_comparison_is_not_told_that_answers_begin_to_count),
	};

	return cmocka_run_group_tests_name("report", tests, setup, teardown);
}
