/* SPDX-License-Identifier: ISC
 *
 * The page of a review: thresholds, what is withheld, a firm beside its group.
 * Golden pages: UPDATE_GOLDEN=1 make check rewrites them; read the diff. */
#include "tests/unit/review/worlds.h"

static void
golden(const char *name, struct html got)
{
	char  *path = arena_printf(arena, SRCDIR "/tests/unit/review/golden/%s", name);
	char  *want = arena_alloc(arena, PAGE_MOST);
	FILE  *f = fopen(path, getenv("UPDATE_GOLDEN") != NULL ? "w" : "r");
	size_t n;

	assert_non_null(f);
	if (getenv("UPDATE_GOLDEN") != NULL) {
		assert_int_equal(fwrite(got.s, 1, got.len, f), got.len);
		fclose(f);
		return;
	}
	n = fread(want, 1, PAGE_MOST, f);
	fclose(f);
	for (size_t i = 0; i < n && i < got.len; i++)
		if (want[i] != got.s[i])
			fail_msg("%s differs at byte %zu: wanted \"%.60s\", got \"%.60s\"",
			    name, i, want + i, got.s + i);
	assert_int_equal(n, got.len);
}

static void
pages_are_as_they_were_read_and_approved(void **state)
{
	struct review_input in = two_waves();
	struct html         html;

	(void)state;
	html = page_of(review_build(arena, &in));
	assert_in_range(html.len, 1000, 290 * 1024);
	golden("law.html", html);
	in.pick.pick = (struct bench_pick){ 4, ARC, 0, 0 };
	golden("withheld.html", page_of(review_build(arena, &in)));
	in.pick = (struct review_pick){ { 2, LAW, 3, 0 }, REVIEW_BY_REGION };
	in.preview = true;
	golden("preview.html", page_of(review_build(arena, &in)));
}

static void
a_firm_stands_beside_its_group(void **state)
{
	struct review_input       in = input_of(four_groups(4, NOW, 14), all);
	struct review_model      *m = firm_beside(&in, true);
	const struct review_links links = { URL_LIT("/review/benchmarks/kam-preparedness"),
		URL_LIT("/review/benchmarks/kam-preparedness/firm/f-7k3q9x.pdf"),
		URL_LIT("/review/benchmarks/kam-preparedness/firm/f-7k3q9x.xlsx") };
	struct html               html;

	(void)state;
	assert_string_equal(m->strips[0].own, "48");
	assert_non_null(m->strips[0].standing);
	assert_int_equal(review_html_firm(arena, views, m, &links, &html), ERR_OK);
	golden("firm.html", html);
	/* Without a comparison its own scores stand alone. */
	m = firm_beside(&in, false);
	assert_string_equal(m->strips[0].own, "48");
	assert_null(m->strips[0].median);
	assert_null(m->strips[0].standing);
}

/* --- what may be shown ---------------------------------------------------------------- */

static void
number_of_firms_decides_what_stands_on_the_page(void **state)
{
	static const struct {
		int  n;
		bool median, quartiles, answers, tails;
	} row[] = {
		{ 4, false, false, false, false },
		{ 5, true, false, false, false },
		{ 9, true, false, false, false },
		{ 10, true, true, false, false },
		{ 19, true, true, false, false },
		{ 20, true, true, true, false },
		{ 29, true, true, true, false },
		{ 30, true, true, true, false },
		{ 39, true, true, true, false },
		{ 40, true, true, true, true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct world         w = world(3);
		struct review_input  in;
		struct review_model *m;

		settle(&w, LAW, 3, 1, row[i].n, 10);
		in = input_of(counted(&w, 4, NOW), all);
		m = review_build(arena, &in);
		print_message("%d firms\n", row[i].n);
		assert_int_equal(m->any, row[i].median);
		for (size_t s = 0; s < m->strip_count; s++) {
			assert_int_equal(m->strips[s].median != NULL, row[i].median);
			assert_int_equal(m->strips[s].q1 != NULL, row[i].quartiles);
			assert_int_equal(m->strips[s].p10 != NULL, row[i].tails);
			assert_int_equal(m->strips[s].chart.q1 != CHART_NONE,
			    row[i].quartiles);
			assert_int_equal(m->strips[s].chart.p10 != CHART_NONE, row[i].tails);
		}
		assert_int_equal(m->blocks_known, row[i].answers);
		assert_int_equal(m->words_count, 1);
		/* A tenth of the firms' words nobody sorted. */
		assert_int_equal(m->words[0].statement != NULL, row[i].n >= 29);
		for (size_t h = 0; h < m->words[0].row_count; h++)
			assert_int_equal(m->words[0].rows[h].share != NULL, row[i].n >= 29);
		for (size_t f = 0; f < m->fact_count; f++) {
			assert_int_equal(m->facts[f].median != NULL, row[i].median);
			assert_int_equal(m->facts[f].q1 != NULL, row[i].quartiles);
			assert_int_equal(m->facts[f].share != NULL,
			    m->facts[f].has_share && row[i].answers);
		}
	}
}

static const char *
without(const char *page, const char *word)
{
	size_t     len = strlen(word);
	struct buf b;

	buf_init(&b, arena, PAGE_MOST);
	while (*page != '\0') {
		if (strncmp(page, word, len) == 0)
			page += len;
		else
			buf_char(&b, *page++);
	}
	return buf_as_text(&b).s;
}

static void
groups_below_the_threshold_look_all_alike(void **state)
{
	static const struct {
		int         profession;
		const char *words, *option;
	} row[] = {
		{ ARC, "Architecture firms, all regions", "<option value=\"architecture\"" },
		{ OTHER, "Other professional service firms, all regions",
		    "<option value=\"other\"" },
	};
	struct review_input in = two_waves();
	const char         *page[2];

	(void)state;
	/* One has nine firms, the other none. */
	for (size_t i = 0; i < COUNT(row); i++) {
		in.pick.pick = (struct bench_pick){ 4, row[i].profession, 0, 0 };
		page[i] = page_of(review_build(arena, &in)).s;
		assert_non_null(strstr(page[i], row[i].words));
		assert_non_null(
		    strstr(page[i], arena_printf(arena, "%s selected>", row[i].option)));
		page[i] = without(without(page[i], row[i].words), " selected");
	}
	assert_string_equal(page[0], page[1]);
}

static void
withheld_cells_are_the_same_bytes(void **state)
{
	struct review_input in = two_waves();
	struct html         html = page_of(review_build(arena, &in));
	const char         *p = html.s;
	size_t              cells = 0;

	(void)state;
	while ((p = strstr(p, "class=\"withheld\"")) != NULL) {
		static const char cell[] =
		    "<td class=\"withheld\"><span>withheld</span></td>";

		/* The legend shows the look once. */
		if (strncmp(p - 4, "<li ", 4) != 0)
			assert_memory_equal(p - 4, cell, sizeof cell - 1);
		p++;
		cells++;
	}
	assert_in_range(cells, 20, 1000);
}

static bool
counts_in_figures(const char *sentence)
{
	static const char *const counted[] = { " areas", " statements", " headings" };

	for (size_t i = 0; sentence != NULL && i < COUNT(counted); i++) {
		const char *at = strstr(sentence, counted[i]);

		if (at != NULL && at > sentence && at[-1] >= '0' && at[-1] <= '9')
			return true;
	}
	return false;
}

static void
sentences_spell_what_they_count(void **state)
{
	size_t spelled = 0;

	(void)state;
	for (int64_t seed = 1; seed <= 12; seed++) {
		struct review_input  in = input_of(four_groups(seed, NOW, 14), law);
		struct review_model *m = review_build(arena, &in);

		assert_false(counts_in_figures(m->strips_statement));
		for (size_t i = 0; i < m->block_count; i++) {
			const char *says = m->blocks[i].statement;

			assert_false(counts_in_figures(says));
			spelled += strstr(says, "each of two statements") != NULL;
		}
		for (size_t i = 0; i < m->words_count; i++)
			assert_false(counts_in_figures(m->words[i].statement));
		m = firm_beside(&in, true);
		assert_false(counts_in_figures(m->strips_statement));
		assert_non_null(strstr(m->strips_statement, "seven areas"));
	}
	assert_in_range(spelled, 1, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_as_they_were_read_and_approved),
		cmocka_unit_test(a_firm_stands_beside_its_group),
		cmocka_unit_test(number_of_firms_decides_what_stands_on_the_page),
		cmocka_unit_test(groups_below_the_threshold_look_all_alike),
		cmocka_unit_test(withheld_cells_are_the_same_bytes),
		cmocka_unit_test(sentences_spell_what_they_count),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
