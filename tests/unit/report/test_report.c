/* SPDX-License-Identifier: ISC
 *
 * Reports as they were read and approved, and the same figures in each form. */
#include "base/buf.h"
#include "tests/unit/report/drawn.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reports_are_as_they_were_read_and_approved),
		cmocka_unit_test(the_same_figures_stand_in_page_text_mail_and_json),
		cmocka_unit_test(what_is_withheld_leaves_no_trace),
		cmocka_unit_test(a_limited_report_is_the_same_with_and_without_a_group),
		cmocka_unit_test(every_withheld_cell_has_the_same_bytes),
		cmocka_unit_test(a_withheld_statement_says_so_beside_its_caption),
	};

	return cmocka_run_group_tests_name("report", tests, setup, teardown);
}
