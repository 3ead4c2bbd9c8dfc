/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "base/clock.h"
#include "report/pdf.h"
#include "report/pdf_apart.h"
#include "report/pdf_canvas.h"
#include "report/pdf_chart.h"
#include "report/pdf_finish.h"
#include "tests/unit/report/cases.h"

#define ANSWERED (INT64_C(1795012320) * CLOCK_SECOND)

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new(64 * 1024 * 1024);
	case_load_form(arena);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static size_t
count(struct bytes pdf, const char *word)
{
	size_t      n = 0, len = strlen(word);
	const char *p = (const char *)pdf.p, *end = p + pdf.len;

	while ((p = memmem(p, (size_t)(end - p), word, len)) != NULL) {
		n++;
		p += len;
	}
	return n;
}

static struct bytes
make(enum case_group group, const char *raw, const char *earlier)
{
	struct report_case c = { .raw = raw,
		.facts = case_facts,
		.group = group,
		.earlier = earlier };
	struct bytes       pdf;

	assert_int_equal(report_pdf(arena, case_build(arena, &c, NULL), ANSWERED, &pdf),
	    ERR_OK);
	return pdf;
}

/* KEEP_PDF=FOLDER keeps each to look at. */
static void
keep(const char *name, struct bytes pdf)
{
	FILE *file;

	if (getenv("KEEP_PDF") == NULL)
		return;
	file = fopen(arena_printf(arena, "%s/%s.pdf", getenv("KEEP_PDF"), name), "wb");
	assert_non_null(file);
	fwrite(pdf.p, 1, pdf.len, file);
	fclose(file);
}

static void
every_figure_has_its_alternative_text(void **state)
{
	struct bytes pdf = make(GROUP_FULL, RAW_A, NULL);

	(void)state;
	/* Each figure stands twice: as cairo wrote it, and again with its text. */
	assert_true(count(pdf, "/S /Figure") > 10);
	assert_int_equal(count(pdf, "/Alt <FEFF"), count(pdf, "/S /Figure") / 2);
}

static void
a_report_says_its_language_and_shows_its_title(void **state)
{
	struct bytes pdf = make(GROUP_FULL, RAW_A, NULL);

	(void)state;
	assert_int_equal(count(pdf, "/Lang (en-GB)"), 1);
	assert_int_equal(count(pdf, "/DisplayDocTitle true"), 1);
	assert_int_equal(count(pdf, "<dc:title>"), 1);
	assert_int_equal(count(pdf, "/MarkInfo << /Marked true >>"), 2);
}

static void
the_same_model_makes_the_same_file(void **state)
{
	struct bytes a = make(GROUP_FULL, RAW_A, NULL), b = make(GROUP_FULL, RAW_A, NULL);

	(void)state;
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.p, b.p, a.len);
}

static void
every_kind_of_report_makes_its_pages(void **state)
{
	static const struct {
		const char     *name, *raw, *earlier;
		enum case_group group;
		size_t          pages;
	} rows[] = {
		{ "full", RAW_A, NULL, GROUP_FULL, 7 },
		{ "forty", RAW_D, NULL, GROUP_FORTY, 7 },
		{ "few", RAW_E, NULL, GROUP_FEW, 7 },
		{ "mixed", RAW_E, NULL, GROUP_MIXED, 7 },
		{ "none", RAW_C, NULL, GROUP_NONE, 7 },
		{ "no-result", RAW_B, NULL, GROUP_FULL, 7 },
		{ "change", RAW_A, RAW_C, GROUP_FULL, 8 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bytes pdf = make(rows[i].group, rows[i].raw, rows[i].earlier);
		size_t       pages = count(pdf, "/Type /Page") - count(pdf, "/Type /Pages");

		keep(rows[i].name, pdf);
		if (pages != rows[i].pages)
			fail_msg("%s has %zu pages", rows[i].name, pages);
		arena_reset(arena);
		case_load_form(arena);
	}
}

/* A form's statement may have 4,000 characters. */
static void
a_long_statement_keeps_its_end(void **state)
{
	struct report_case c = { .raw = RAW_A, .facts = case_facts };
	struct bytes       pdf[2];

	(void)state;
	for (int known = 0; known < 2; known++) {
		for (int i = 0; i < 2; i++) {
			struct report_model *m;
			struct report_item  *item;

			c.group = known ? GROUP_FULL : GROUP_NONE;
			m = case_build(arena, &c, NULL);
			assert_int_equal(m->weakest.block[0].known, known);
			item = &m->weakest.block[0].item[0];
			item->caption = arena_printf(arena, "%0420d", 0);
			item->tag = i == 0 ? "withheld" : "shown";
			assert_int_equal(report_pdf(arena, m, ANSWERED, &pdf[i]), ERR_OK);
		}
		assert_true(
		    pdf[0].len != pdf[1].len || memcmp(pdf[0].p, pdf[1].p, pdf[0].len) != 0);
	}
}

struct key_drawn {
	struct report_key key;
	double            height;
};

static void
draw_key(struct canvas *c, void *thing)
{
	struct key_drawn *drawn = thing;

	canvas_sheet(c);
	drawn->height = pdf_key(c, CANVAS_MAIN, CANVAS_TOP, &drawn->key);
}

static void
a_key_too_wide_for_its_column_takes_another_line(void **state)
{
	static const struct canvas_document document = { .title = TEXT_LIT("t"),
		.of = "of",
		.language = "en-GB" };
	struct key_drawn                    rows[] = {
		                   { { .you = "your firm", .median = "their median" }, PDF_KEY_HEIGHT },
		                   { { .you = "your firm",
		                         .band = "middle half of comparable firms",
		                         .median = "their median",
		                         .reach = "the middle 80 in 100 of them" },
		                       PDF_KEY_HEIGHT + PDF_KEY_LINE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		double       wanted = rows[i].height;
		struct bytes pdf;

		assert_int_equal(canvas_make(arena, &document, draw_key, &rows[i], &pdf),
		    ERR_OK);
		assert_float_equal(rows[i].height, wanted, 0.01);
	}
}

/* A part that runs over by two lines leaves an empty sheet behind it. */
static void
every_part_fits_its_sheet(void **state)
{
	static const char answers[] = "12345-";
	uint32_t          seed = 1;

	(void)state;
	for (int round = 0; round < 120; round++) {
		char                       raw[30] = "";
		struct report_case         c = { .raw = raw,
			        .facts = round % 3 ? case_facts : "",
			        .group = (enum case_group)(round % (GROUP_MIXED + 1)),
			        .earlier = round % 5 ? NULL : RAW_C };
		const struct report_model *m;
		struct bytes               pdf;
		size_t                     pages;

		for (int i = 0; i < 29; i++) {
			seed = seed * 1664525u + 1013904223u;
			raw[i] = answers[(seed >> 16) % (round % 2 ? 5 : 6)];
		}
		m = case_build(arena, &c, NULL);
		assert_int_equal(report_pdf(arena, m, ANSWERED, &pdf), ERR_OK);
		pages = count(pdf, "/Type /Page") - count(pdf, "/Type /Pages");
		keep(arena_printf(arena, "round-%d", round), pdf);
		if (pages != m->page_count)
			fail_msg("%s in round %d has %zu sheets for %zu parts", raw, round,
			    pages, m->page_count);
		arena_reset(arena);
		case_load_form(arena);
	}
}

static void
a_file_of_another_shape_is_refused(void **state)
{
	static const char *const rows[] = { "", "%PDF-1.4", "startxref", "startxref\n9",
		"xref\n0 9999999\nstartxref\n0\n", "xref\n0 1\n0 0 f\nstartxref\n0\n%%EOF" };
	struct pdf_extra         extra = { TEXT_LIT("t"), "en", NULL, 0 };
	struct bytes             out;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (pdf_finish(arena,
		        (struct bytes){ (const uint8_t *)rows[i], strlen(rows[i]) }, &extra,
		        &out) == ERR_OK)
			fail_msg("row %zu was taken", i);
}

/* Before the others: a process that has drawn does so itself. */
static void
a_child_draws_the_same_file_and_leaves_no_fonts_behind(void **state)
{
	struct report_case c = { .raw = RAW_A, .facts = case_facts, .group = GROUP_FULL };
	const struct report_model *m = case_build(arena, &c, NULL);
	struct bytes               apart, here;

	(void)state;
	for (int i = 0; i < 2; i++)
		assert_int_equal(report_pdf_apart(arena, m, ANSWERED, &apart), ERR_OK);
	assert_false(canvas_has_fonts());
#ifdef WITH_FAULTS
	setenv("SOUNDINGS_FAULT", "report.drawing=crash", 1);
	assert_int_equal(report_pdf_apart(arena, m, ANSWERED, &here), ERR_INTERNAL);
	setenv("SOUNDINGS_FAULT", "report.drawing=error", 1);
	assert_int_equal(report_pdf_apart(arena, m, ANSWERED, &here), ERR_INTERNAL);
	unsetenv("SOUNDINGS_FAULT");
#endif
	assert_int_equal(report_pdf(arena, m, ANSWERED, &here), ERR_OK);
	assert_true(canvas_has_fonts());
	assert_int_equal(apart.len, here.len);
	assert_memory_equal(apart.p, here.p, here.len);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* nobody is left over */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_child_draws_the_same_file_and_leaves_no_fonts_behind),
		cmocka_unit_test(every_figure_has_its_alternative_text),
		cmocka_unit_test(a_report_says_its_language_and_shows_its_title),
		cmocka_unit_test(the_same_model_makes_the_same_file),
		cmocka_unit_test(every_kind_of_report_makes_its_pages),
		cmocka_unit_test(a_long_statement_keeps_its_end),
		cmocka_unit_test(a_key_too_wide_for_its_column_takes_another_line),
		cmocka_unit_test(every_part_fits_its_sheet),
		cmocka_unit_test(a_file_of_another_shape_is_refused),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
