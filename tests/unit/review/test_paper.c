/* SPDX-License-Identifier: ISC
 *
 * A review on paper: what its sheets hold, and what they are. */
#include "tests/unit/review/outside.h"

/* What stands on each sheet, as lines; sheets_out[i] begins sheet i. */
static size_t
sheets_of(struct bytes pdf, char *sheets_out[32])
{
	char  *text = read_by("pdftotext -layout", pdf, "-"), *end;
	size_t count = 0;

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
	needs("pdftotext");
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
	keep("KEEP_REVIEW", pdf);
	assert_in_range(pdf.len, 10000, 2 * 1024 * 1024);
	assert_non_null(memmem(pdf.p, pdf.len, "/MarkInfo", 9));
	assert_non_null(memmem(pdf.p, pdf.len, "(en-GB)", 7));
	assert_int_equal(review_pdf(arena, m, &again), ERR_OK);
	assert_int_equal(again.len, pdf.len);
	in.pick.pick = (struct bench_pick){ 4, OTHER, 0, 0 };
	assert_int_equal(review_pdf(arena, review_build(arena, &in), &pdf), ERR_OK);
}

/* --- the page's figures, each in its line ------------------------------------------------ */

/* Without a blank too many: lines stay lines, none is empty; or all of it is one. */
static const char *
plainly(const char *text, char parted)
{
	struct buf b;

	buf_init(&b, arena, 4 * PAGE_MOST);
	buf_char(&b, '\n');
	while (*(text += strspn(text, " \f\n")) != '\0') {
		size_t word = strcspn(text, " \f\n");
		size_t blank = strspn(text + word, " \f\n");

		buf_add(&b, text, word);
		buf_char(&b, strcspn(text + word, "\f\n") < blank ? parted : ' ');
		text += word;
	}
	buf_char(&b, '\n');
	return buf_as_text(&b).s;
}

/* What stands behind those words, after `from`. */
static const char *
behind(const char *from, const char *words)
{
	const char *at = strstr(from, words);

	if (at == NULL)
		fail_msg("no \"%s\" after \"%.300s\"", words, from);
	return at + strlen(words);
}

/* A line that begins so and ends with those figures. */
static const char *
line_of(const char *from, const char *name, const char *const *figures, size_t count)
{
	const char *at = behind(from, arena_printf(arena, "\n%s", name));
	size_t      len = strcspn(at, "\n");
	struct buf  b;

	buf_init(&b, arena, 4000);
	for (size_t i = 0; i < count; i++)
		buf_fmt(&b, " %s", figures[i] != NULL ? figures[i] : REVIEW_WITHHELD);
	if (len < buf_as_text(&b).len || memcmp(at + len - buf_as_text(&b).len,
	                                     buf_as_text(&b).s, buf_as_text(&b).len) != 0)
		fail_msg("the line of %s does not end with\"%s\": \"%.*s\"", name,
		    buf_as_text(&b).s, (int)len, at);
	return at + len;
}

static void
lines_of_table(const char *paper, const struct review_table *table)
{
	paper = behind(paper, arena_printf(arena, "\n%s\n", table->title));
	for (size_t i = 0; i < table->row_count; i++) {
		const char *cells[16];
		size_t      n = 0;

		for (size_t j = 0; j < table->column_count; j++)
			cells[n++] = table->rows[i].cells[j].text;
		if (table->has_verdicts)
			cells[n++] = table->rows[i].verdict;
		paper = line_of(paper, table->rows[i].name, cells, n);
	}
}

/* Enough of a caption to know it by, and not so much that it breaks. */
static const char *
begins(const char *caption)
{
	size_t len = strlen(caption);

	return len < 40 ? caption : arena_strndup(arena, caption, 40);
}

static void
the_paper_holds_the_pages_figures_each_in_its_line(void **state)
{
	static const struct bench_pick picks[] = { { 4, LAW, 0, 0 }, { 4, CON, 0, 0 },
		{ 4, ARC, 0, 0 } };
	struct review_input            in = two_waves();

	(void)state;
	needs("pdftotext");
	for (size_t p = 0; p < COUNT(picks); p++) {
		const struct review_model *m;
		struct bytes               pdf;
		const char                *text, *at;

		in.pick.pick = picks[p];
		m = review_build(arena, &in);
		assert_int_equal(review_pdf(arena, m, &pdf), ERR_OK);
		text = read_by("pdftotext -layout", pdf, "-");
		at = plainly(text, '\n');
		for (size_t i = 0; i < m->strip_count; i++)
			line_of(behind(at, "Q1 Median Q3"), m->strips[i].name,
			    (const char *[]){ m->strips[i].q1, m->strips[i].median,
			        m->strips[i].q3 },
			    3);
		lines_of_table(at, &m->heat);
		lines_of_table(at, &m->waves);
		at = behind(at, "How well the items hang together");
		for (size_t i = 0; i < m->dimension_count; i++) {
			const struct review_dimension *d = &m->dimensions[i];

			at = behind(at,
			    arena_printf(arena, "\n%s %s", d->name, begins(d->says)));
			for (size_t j = 0; j < d->item_count; j++) {
				const struct review_item_row *it = &d->items[j];

				at = line_of(at, begins(it->caption),
				    (const char *[]){ it->rest, it->without, it->dk, it->na,
				        it->missing },
				    5);
			}
		}
		/* Captions and sentences break where they do. */
		at = plainly(text, ' ');
		for (size_t i = 0; i < m->block_count && m->blocks_known; i++)
			for (size_t j = 0; j < m->blocks[i].item_count; j++) {
				const struct review_bins *item = &m->blocks[i].items[j];

				const char *caption = item->caption;

				if (item->tag != NULL)
					caption = arena_printf(arena, "%s (%s)", caption,
					    item->tag);
				/* All of them a tenth or more, so that each stands on its bar. */
				behind(at, arena_printf(arena, "%s %d %d %d ", caption,
				               atoi(item->share[0]), atoi(item->share[1]),
				               atoi(item->share[2])));
			}
		at = behind(at, "Hard facts");
		for (size_t i = 0; i < m->fact_count; i++) {
			at = behind(at, m->facts[i].statement);
			if (m->facts[i].share != NULL)
				at = behind(at, m->facts[i].share_says);
		}
	}
}

static void
so_does_the_paper_of_a_firm(void **state)
{
	struct review_input  in = input_of(four_groups(4, NOW, 14), all);
	struct review_model *m = firm_beside(&in, true);
	struct bytes         pdf;
	const char          *paper;

	(void)state;
	assert_int_equal(review_pdf(arena, m, &pdf), ERR_OK);
	keep("KEEP_FIRM_REVIEW", pdf);
	/* The alternative text of the strips says what stands in the rows. */
	assert_non_null(memmem(pdf.p, pdf.len, "/Figure", 7));
	needs("pdftotext");
	paper = behind(plainly(read_by("pdftotext -raw", pdf, "-"), ' '), m->area_head);
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		assert_non_null(s->standing);
		paper = behind(paper,
		    arena_printf(arena, " %s %s %s %s ", s->name, s->standing, s->own,
		        s->median != NULL ? s->median : REVIEW_WITHHELD));
		paper--;
	}
}

/* A form's statement may have 4,000 characters. */
static void
a_long_statement_keeps_its_end(void **state)
{
	struct review_input  in = two_waves();
	struct review_model *m = review_build(arena, &in);
	struct bytes         pdf[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		m->blocks[0].items[0].caption = arena_printf(arena, "%0420d", 0);
		m->blocks[0].items[0].tag = i == 0 ? "withheld" : "shown";
		assert_int_equal(review_pdf(arena, m, &pdf[i]), ERR_OK);
	}
	assert_true(pdf[0].len != pdf[1].len || memcmp(pdf[0].p, pdf[1].p, pdf[0].len) != 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_long_table_has_its_head_on_every_sheet),
		cmocka_unit_test(paper_is_tagged_and_small),
		cmocka_unit_test(the_paper_holds_the_pages_figures_each_in_its_line),
		cmocka_unit_test(so_does_the_paper_of_a_firm),
		cmocka_unit_test(a_long_statement_keeps_its_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
