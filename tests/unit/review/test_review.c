/* SPDX-License-Identifier: ISC
 *
 * The review of small worlds made by hand: thresholds, what is withheld, waves,
 * and that page, PDF and workbook say the same.  Golden pages: UPDATE_GOLDEN=1
 * make check rewrites them; read the diff. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "benchmark/bench_inner.h"
#include "form/form.h"
#include "review/review.h"
#include "view/view.h"

#define COUNT(a)  (sizeof(a) / sizeof((a)[0]))
#define YEAR      (365 * CLOCK_DAY)
#define NOW       INT64_C(1795012320000000) /* 18 November 2026 */
#define PAGE_MOST (1024 * 1024)

static struct arena          *arena;
static const struct form     *form;
static const struct view_set *views;
static struct bench_shape     shape;

static int
setup(void **state)
{
	static char          text[1024 * 1024];
	FILE                *f = fopen(SRCDIR "/forms/kam-preparedness.json", "r");
	struct form_problems problems;
	size_t               n;

	(void)state;
	arena = arena_new((size_t)512 * 1024 * 1024);
	if (f == NULL)
		return -1;
	n = fread(text, 1, sizeof text, f);
	fclose(f);
	if (form_read(arena, (struct bytes){ (const uint8_t *)text, n }, &form, &problems) !=
	        ERR_OK ||
	    view_open(arena, &views) != ERR_OK)
		return -1;
	return bench_shape_of(form, &shape) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* --- worlds ------------------------------------------------------------------ */

struct world {
	struct bench_counter *counter;
	uint32_t              dice;
};

static struct world
world(uint32_t seed)
{
	return (struct world){ bench_counter_new(arena, &shape), seed };
}

static int
roll(struct world *w, int sides)
{
	w->dice = w->dice * UINT32_C(1664525) + UINT32_C(1013904223);
	return (int)((w->dice >> 16) % (uint32_t)sides);
}

/* n firms of a group, so many points better than others. */
static void
settle(struct world *w, int profession, int size, int region, int n, int better)
{
	for (int i = 0; i < n; i++) {
		int32_t score[BENCH_MEASURES_MAX], fact[BENCH_FACTS_MAX];
		uint8_t item[BENCH_ITEMS_MAX] = { 0 };

		for (size_t m = 0; m < BENCH_MEASURES_MAX; m++)
			score[m] = BENCH_NONE;
		for (size_t f = 0; f < BENCH_FACTS_MAX; f++)
			fact[f] = BENCH_NONE;
		score[0] = 0;
		for (size_t m = 1; m < shape.measures; m++) {
			score[m] = (20 + 3 * (int)m + better + roll(w, 9) * 5) * 1000000;
			score[0] += score[m] / (int)(shape.measures - 1);
		}
		for (size_t f = 0; f < shape.facts; f++)
			fact[f] = roll(w, form->facts[f].kind == FORM_FACT_BANDS ? 4 : 9) *
			          1000;
		for (size_t q = 0; q < form->item_count; q++)
			if (form->items[q].dimension >= 0)
				item[q] = (uint8_t)(1 + roll(w, 5));
		/* Every tenth firm's words nobody sorted. */
		for (size_t q = 0; q < form->code_count && i % 10 != 9; q++)
			item[form->item_count + q] =
			    (size_t)i % (q + 2) == 0 ? BENCH_CODE_NAMED : BENCH_CODE_NOT;
		bench_counter_add(w->counter, profession, size, region, score, fact, item);
	}
}

static struct bench_snapshot *
counted(struct world *w, int64_t id, int64_t at)
{
	struct bench_snapshot *s = bench_snapshot_count(arena, w->counter, &shape,
	    &(struct bench_info){ .id = id, .built_at = at, .released_at = at });

	for (size_t m = 0; m < shape.measures; m++) {
		s->sd[m] = 16;
		s->alpha[m] = 0.55 + 0.06 * (double)m;
	}
	return s;
}

enum { LAW = 1, ACC, CON, ARC, ENG, OTHER };

/* Law of 60, accounting of 24, consulting of 14, architecture of 9. */
static struct bench_snapshot *
four_groups(int64_t id, int64_t at, int better)
{
	struct world w = world((uint32_t)id * 77);

	settle(&w, LAW, 3, 1, 30, better);
	settle(&w, LAW, 4, 1, 12, better + 5);
	settle(&w, LAW, 2, 2, 18, better);
	settle(&w, ACC, 2, 1, 24, better - 4);
	settle(&w, CON, 1, 2, 14, better + 9);
	settle(&w, ARC, 1, 1, 9, better);
	return counted(&w, id, at);
}

static struct review_input
input_of(const struct bench_snapshot *s, struct bench_pick pick)
{
	static struct review_offer offers[] = { { 4, "4, 18 November 2026", true },
		{ 3, "3, 18 November 2025", false } };
	static struct bench_item   items[64];
	size_t                     count = 0;

	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].dimension >= 0)
			items[count++] = (struct bench_item){ .item = (int)i,
				.measure = form->items[i].dimension + 1,
				.band = BENCH_BAND_40,
				.rest = 30 + (int)i,
				.without = i % 9 == 0 ? INT_MIN : 60 + (int)i % 20,
				.rates = true,
				.dk = (uint8_t)(5 * (i % 3)),
				.na = BENCH_UNDER_5,
				.absent = 10 };
	return (struct review_input){ .language = "en",
		.form = form,
		.form_name = "Preparedness survey",
		.pick = { pick, REVIEW_BY_PROFESSION },
		.waves = { { s, 2026 } },
		.wave_count = 1,
		.offers = offers,
		.offer_count = COUNT(offers),
		.items = items,
		.item_count = count };
}

static const struct bench_pick all = { 6, 0, 0, 0 }, law = { 4, LAW, 0, 0 };

static struct html
page_of(const struct review_model *m)
{
	const struct review_links links = { URL_LIT("/review/benchmarks/kam-preparedness"),
		URL_LIT("/review/benchmarks/kam-preparedness.pdf?by=profession"),
		URL_LIT("/review/benchmarks/kam-preparedness.xlsx?by=profession") };
	struct html               html;

	assert_int_equal(review_html(arena, views, m, &links, &html), ERR_OK);
	return html;
}

/* --- golden pages -------------------------------------------------------------- */

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

static struct review_input
two_waves(void)
{
	struct review_input in = input_of(four_groups(4, NOW, 14), law);

	in.waves[1] = (struct review_wave){ four_groups(3, NOW - YEAR, 10), 2025 };
	in.wave_count = 2;
	return in;
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

/* A law firm of the third size with 48 everywhere, beside groups of so many. */
static struct review_model *
firm_beside(struct review_input *in, bool compared)
{
	struct bench_comparison *comparison = ARENA_NEW(arena, struct bench_comparison);
	struct bench_subject     subject = { .profession = LAW, .size = 3, .region = 1 };

	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		subject.score[i] = i < shape.measures ? 48035714 : BENCH_NONE;
	for (size_t i = 0; i < BENCH_FACTS_MAX; i++)
		subject.fact[i] = BENCH_NONE;
	if (compared)
		bench_compare(in->waves[0].snapshot, &subject, comparison);
	return review_build_firm(arena, in,
	    &(struct review_firm){ "f-7k3q9x", subject.score, comparison, NOW });
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

/* --- what may be asked for ------------------------------------------------------------- */

static void
filters_take_nothing_but_what_they_offer(void **state)
{
	static const struct {
		const char *profession, *size, *region, *by;
		int         level; /* 0: refused */
	} row[] = {
		{ NULL, NULL, NULL, NULL, 6 },
		{ "", "", "", "", 6 },
		{ "law", NULL, NULL, "size", 4 },
		{ "law", "Z3", NULL, NULL, 2 },
		{ "law", "Z2-Z4", NULL, NULL, 3 },
		{ NULL, "Z1-Z2", NULL, NULL, 5 },
		{ "law", "Z3", "uki", "region", 1 },
		{ NULL, "Z3", NULL, NULL, 0 },
		{ "law", "Z2-Z4", "uki", NULL, 0 },
		{ "law", NULL, "uki", NULL, 0 },
		{ NULL, NULL, "uki", NULL, 0 },
		{ "Law", NULL, NULL, NULL, 0 },
		{ "1", NULL, NULL, NULL, 0 },
		{ "law", "Z9", NULL, NULL, 0 },
		{ "law", "Z1-Z4", NULL, NULL, 0 },
		{ "law", "Z3", "mars", NULL, 0 },
		{ NULL, NULL, NULL, "wave", 0 },
		{ "law' OR 1=1", NULL, NULL, NULL, 0 },
	};
	const struct bench_groups groups = { shape.professions, shape.sizes, shape.regions };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
#define ASKED(x) (row[i].x == NULL ? TEXT_NONE : text_of(row[i].x))
		const struct review_asked asked = { ASKED(profession), ASKED(size),
			ASKED(region), ASKED(by) };
		struct review_pick        pick;
		bool                      got = review_pick_of(form, groups, &asked, &pick);

		print_message("row %zu\n", i);
		assert_int_equal(got, row[i].level > 0);
		if (got)
			assert_int_equal(pick.pick.level, row[i].level);
	}
}

static void
a_query_leads_back_to_its_group(void **state)
{
	static const struct {
		struct review_pick pick;
		const char        *query;
	} row[] = {
		{ { { 6, 0, 0, 0 }, REVIEW_BY_PROFESSION }, "by=profession" },
		{ { { 1, 1, 3, 1 }, REVIEW_BY_REGION },
		    "by=region&profession=law&size=Z3&region=uki" },
		{ { { 3, 2, 2, 0 }, REVIEW_BY_SIZE },
		    "by=size&profession=accounting&size=Z1-Z3" },
		{ { { 5, 0, 4, 0 }, REVIEW_BY_SIZE }, "by=size&size=Z3-Z4" },
	};
	const struct bench_groups groups = { shape.professions, shape.sizes, shape.regions };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_string_equal(review_query(arena, form, groups, &row[i].pick),
		    row[i].query);
}

static void
a_review_looks_at_no_group_that_was_not_wanted(void **state)
{
	static const struct review_pick row[] = {
		{ { 6, 0, 0, 0 }, REVIEW_BY_PROFESSION },
		{ { 6, 0, 0, 0 }, REVIEW_BY_SIZE },
		{ { 4, LAW, 0, 0 }, REVIEW_BY_SIZE },
		{ { 3, LAW, 3, 0 }, REVIEW_BY_PROFESSION },
		{ { 2, LAW, 3, 0 }, REVIEW_BY_REGION },
		{ { 1, LAW, 3, 1 }, REVIEW_BY_SIZE },
	};
	struct review_input          in = two_waves();
	const struct bench_snapshot *full = in.waves[0].snapshot;
	const struct bench_groups    groups = bench_groups_of(full);

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_pick      wanted[REVIEW_WANTED_MAX];
		struct bench_snapshot *some = bench_snapshot_new(arena, &shape, &full->info);
		size_t                 count = review_wanted(groups, &row[i], wanted);
		struct html            page;

		memcpy(some->sd, full->sd, sizeof some->sd);
		memcpy(some->alpha, full->alpha, sizeof some->alpha);
		for (size_t w = 0; w < count; w++)
			for (size_t c = 0; c < bench_channels(&shape); c++) {
				struct bench_key key = { wanted[w].level,
					wanted[w].profession, wanted[w].size,
					wanted[w].region };

				if (w == 0 || c < shape.measures)
					bench_snapshot_put(some,
					    bench_cell_index(&shape, key), c,
					    bench_snapshot_cell(full, key, c));
			}
		in.pick = row[i];
		in.waves[0].snapshot = full;
		page = page_of(review_build(arena, &in));
		in.waves[0].snapshot = some;
		assert_string_equal(page_of(review_build(arena, &in)).s, page.s);
	}
}

/* --- waves ---------------------------------------------------------------------------------- */

/* Newest first.  The same dice each year: only what is added differs. */
static struct review_model *
waves_of(const int *better, size_t count, bool carried)
{
	struct review_input in = input_of(four_groups(100, NOW, better[0]), all);

	for (size_t i = 1; i < count; i++) {
		struct bench_snapshot *s =
		    four_groups(100, NOW - (int64_t)i * YEAR, better[i]);

		for (size_t c = 0; c < bench_cell_count(&shape) * bench_channels(&shape); c++)
			if (s->cells[c] != NULL && !carried)
				((struct bench_cell *)(uintptr_t)s->cells[c])->source -=
				    (int64_t)i;
		in.waves[i] = (struct review_wave){ s, 2026 - (int)i };
	}
	in.wave_count = count;
	return review_build(arena, &in);
}

static void
change_is_claimed_only_beyond_the_usual_wobble(void **state)
{
	static const struct {
		int         better[2];
		bool        carried;
		const char *verdict;
	} row[] = {
		{ { 14, 13 }, false, "within the usual wobble" },
		{ { 30, 10 }, false, "up, more than wobble" },
		{ { 10, 30 }, false, "down, more than wobble" },
		{ { 30, 10 }, true, "not counted anew" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct review_model *m = waves_of(row[i].better, 2, row[i].carried);

		assert_int_equal(m->waves.column_count, 2);
		assert_string_equal(m->waves.columns[0].name, "2025");
		assert_string_equal(m->waves.rows[0].verdict, row[i].verdict);
		assert_false(m->waves.has_trends);
	}
}

static void
a_trend_is_claimed_from_five_waves_of_their_own_counts(void **state)
{
	static const int rising[6] = { 40, 34, 28, 22, 16, 10 };
	static const int level[6] = { 14, 15, 13, 14, 15, 13 };

	(void)state;
	assert_null(waves_of(rising, 4, false)->waves.rows[0].trend);
	assert_null(waves_of(rising, 6, true)->waves.rows[0].trend);
	assert_string_equal(waves_of(rising, 5, false)->waves.rows[0].trend,
	    "rising by about 6.0 a wave");
	assert_string_equal(waves_of(level, 6, false)->waves.rows[0].trend,
	    "no trend claimed");
}

/* --- the partner survey ------------------------------------------------------------------ */

static void
target_setting_appears_with_the_partner_survey(void **state)
{
	struct review_input in = two_waves();

	(void)state;
	assert_null(strstr(page_of(review_build(arena, &in)).s, "Target setting"));
	/* Any form with facts will do. */
	in.partner = form;
	in.partner_snapshot = in.waves[0].snapshot;
	assert_non_null(strstr(page_of(review_build(arena, &in)).s, "Target setting"));
}

/* --- the same on paper and in the workbook ------------------------------------------------ */

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
		cmocka_unit_test(pages_are_as_they_were_read_and_approved),
		cmocka_unit_test(a_firm_stands_beside_its_group),
		cmocka_unit_test(number_of_firms_decides_what_stands_on_the_page),
		cmocka_unit_test(groups_below_the_threshold_look_all_alike),
		cmocka_unit_test(withheld_cells_are_the_same_bytes),
		cmocka_unit_test(filters_take_nothing_but_what_they_offer),
		cmocka_unit_test(a_query_leads_back_to_its_group),
		cmocka_unit_test(a_review_looks_at_no_group_that_was_not_wanted),
		cmocka_unit_test(change_is_claimed_only_beyond_the_usual_wobble),
		cmocka_unit_test(a_trend_is_claimed_from_five_waves_of_their_own_counts),
		cmocka_unit_test(target_setting_appears_with_the_partner_survey),
		cmocka_unit_test(paper_is_tagged_and_small),
		cmocka_unit_test(the_workbook_holds_the_pages_figures_and_no_formula),
		cmocka_unit_test(a_firm_is_the_same_on_paper_and_in_its_workbook),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
