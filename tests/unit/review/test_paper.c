/* SPDX-License-Identifier: ISC
 *
 * PDF and workbook say what the page says. */
#include <unistd.h>

#include "tests/unit/review/worlds.h"

static void
keep(const char *variable, const void *p, size_t len)
{
	FILE *f;

	if (getenv(variable) == NULL)
		return;
	f = fopen(getenv(variable), "w");
	assert_non_null(f);
	assert_int_equal(fwrite(p, 1, len, f), len);
	fclose(f);
}

/* What stands on each sheet, as lines; sheets_out[i] begins sheet i. */
static size_t
sheets_of(struct bytes pdf, char *sheets_out[32])
{
	char   path[] = "/tmp/review-XXXXXX", command[200];
	char  *text = arena_alloc(arena, PAGE_MOST), *end;
	int    file = mkstemp(path);
	size_t count = 0;
	FILE  *pipe;

	assert_true(file >= 0);
	assert_int_equal(write(file, pdf.p, pdf.len), pdf.len);
	close(file);
	print_to(command, sizeof command, "pdftotext -layout %s -", path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	text[fread(text, 1, PAGE_MOST - 1, pipe)] = '\0';
	pclose(pipe);
	unlink(path);
	while ((end = strchr(text, '\f')) != NULL) {
		assert_true(count < 32);
		*end = '\0';
		sheets_out[count++] = text;
		text = end + 1;
	}
	return count;
}

static void
a_long_table_has_its_head_on_every_sheet(void **state)
{
	struct review_input  in = two_waves();
	struct review_model *m = review_build(arena, &in);
	struct bytes         pdf;
	char                *sheet[32];
	size_t               heads = 0;

	(void)state;
	if (system("command -v pdftotext >/dev/null") != 0)
		skip();
	assert_int_equal(review_pdf(arena, m, &pdf), ERR_OK);
	for (size_t n = sheets_of(pdf, sheet), i = 0; i < n; i++) {
		bool head = strstr(sheet[i], "Item to rest") != NULL;

		heads += head;
		assert_int_equal(head,
		    strstr(sheet[i], "firms with complete answers") != NULL);
		/* A share is not parted. */
		assert_null(strstr(sheet[i], "under   "));
		assert_null(strstr(sheet[i], "under\n"));
		/* What is short is not parted either. */
		for (size_t k = 0; k < m->waves.row_count; k++)
			if (strstr(sheet[i], m->waves.title) != NULL)
				assert_non_null(strstr(sheet[i], m->waves.rows[k].name));
	}
	assert_in_range(heads, 2, 3);
}

static void
paper_is_tagged_and_small(void **state)
{
	struct review_input  in = two_waves();
	struct review_model *m = review_build(arena, &in);
	struct bytes         pdf, again;

	(void)state;
	assert_int_equal(review_pdf(arena, m, &pdf), ERR_OK);
	keep("KEEP_REVIEW", pdf.p, pdf.len);
	assert_in_range(pdf.len, 10000, 2 * 1024 * 1024);
	assert_non_null(memmem(pdf.p, pdf.len, "/MarkInfo", 9));
	assert_non_null(memmem(pdf.p, pdf.len, "(en-GB)", 7));
	assert_int_equal(review_pdf(arena, m, &again), ERR_OK);
	assert_int_equal(again.len, pdf.len);
	in.pick.pick = (struct bench_pick){ 4, OTHER, 0, 0 };
	assert_int_equal(review_pdf(arena, review_build(arena, &in), &pdf), ERR_OK);
}

/* All of the workbook's parts, one behind the other. */
static char *
unzipped(int file)
{
	char  path[] = "/tmp/review-XXXXXX", command[200];
	char *out = arena_alloc(arena, 4 * PAGE_MOST), *book = arena_alloc(arena, PAGE_MOST);
	int   copy = mkstemp(path);
	FILE *pipe;
	ssize_t got = read(file, book, PAGE_MOST);

	assert_true(copy >= 0 && got > 0);
	keep("KEEP_WORKBOOK", book, (size_t)got);
	assert_int_equal(write(copy, book, (size_t)got), got);
	close(copy);
	print_to(command, sizeof command, "unzip -p %s 2>/dev/null", path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	out[fread(out, 1, 4 * PAGE_MOST - 1, pipe)] = '\0';
	pclose(pipe);
	unlink(path);
	return out;
}

static void
the_workbook_holds_the_pages_figures_and_no_formula(void **state)
{
	static const char *const sheets[] = { "Strips", "Items", "Heat", "Waves", "Facts",
		"Reliability", "Notes" };
	struct review_input      in = two_waves();
	struct review_model     *m = review_build(arena, &in);
	char                    *parts;
	int                      file;

	(void)state;
	if (system("command -v unzip >/dev/null") != 0)
		skip();
	assert_int_equal(review_sheet(arena, m, &file), ERR_OK);
	parts = unzipped(file);
	assert_non_null(strstr(parts, "<worksheet"));
	assert_null(strstr(parts, "<f>"));
	assert_null(strstr(parts, "<f "));
	for (size_t i = 0; i < COUNT(sheets); i++)
		assert_non_null(strstr(parts, arena_printf(arena, "name=\"%s\"", sheets[i])));
	assert_null(strstr(parts, "name=\"Target setting\""));
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		/* The median as a number, "44" or "44.5". */
		assert_non_null(strstr(parts, s->name));
		assert_non_null(
		    strstr(parts, arena_printf(arena, "<v>%g</v>",
		                      (double)s->chart.median / (double)CHART_MICRO)));
	}
	assert_non_null(strstr(parts, "withheld"));
	/* Words keep clear of the figures before them, and have room. */
	assert_non_null(strstr(parts, "<col min=\"4\" max=\"4\" width=\"30."));
	assert_non_null(strstr(parts, "indent=\"2\""));
}

static void
a_firm_is_the_same_on_paper_and_in_its_workbook(void **state)
{
	struct review_input  in = input_of(four_groups(4, NOW, 14), all);
	struct review_model *m = firm_beside(&in, true);
	struct bytes         pdf;
	char                *parts;
	int                  file;

	(void)state;
	assert_string_equal(m->file_name, "benchmark-review-kam-preparedness-4-f-7k3q9x");
	assert_int_equal(review_pdf(arena, m, &pdf), ERR_OK);
	keep("KEEP_FIRM_REVIEW", pdf.p, pdf.len);
	/* The alternative text of the strips says what stands in the rows. */
	assert_non_null(memmem(pdf.p, pdf.len, "/Figure", 7));
	if (system("command -v unzip >/dev/null") != 0)
		skip();
	assert_int_equal(review_sheet(arena, m, &file), ERR_OK);
	parts = unzipped(file);
	assert_null(strstr(parts, "<f>"));
	assert_null(strstr(parts, "<f "));
	assert_null(strstr(parts, "name=\"Items\""));
	assert_non_null(strstr(parts, "Standing"));
	assert_non_null(strstr(parts, "<v>48</v>"));
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		assert_non_null(strstr(parts, s->standing));
		assert_non_null(
		    strstr(parts, arena_printf(arena, "<v>%g</v>",
		                      (double)s->chart.median / (double)CHART_MICRO)));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_table_has_its_head_on_every_sheet),
		cmocka_unit_test(paper_is_tagged_and_small),
		cmocka_unit_test(the_workbook_holds_the_pages_figures_and_no_formula),
		cmocka_unit_test(a_firm_is_the_same_on_paper_and_in_its_workbook),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
