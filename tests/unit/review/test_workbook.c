/* SPDX-License-Identifier: ISC
 *
 * The workbook holds what the page says, each figure where it belongs: it is read
 * cell by cell beside the words of the model, which the page prints as they stand. */
#include <jansson.h>

#include "tests/unit/review/outside.h"

struct reading {
	json_t     *book;
	const char *sheet;
	json_t     *rows;
	size_t      row, column, sheets;
};

static json_t *
next_cell(struct reading *r)
{
	return json_array_get(json_array_get(r->rows, r->row), r->column++);
}

static void
differs(const struct reading *r, json_t *got, const char *want)
{
	fail_msg("%s, row %zu, column %zu: %s instead of %s", r->sheet, r->row + 1,
	    r->column, got != NULL ? json_dumps(got, JSON_ENCODE_ANY) : "nothing", want);
}

static void
words(struct reading *r, const char *want)
{
	json_t     *got = next_cell(r);
	const char *says = got != NULL ? json_string_value(got) : "";

	want = want != NULL ? want : "";
	if (says == NULL || strcmp(says, want) != 0)
		differs(r, got, want);
}

static void
or_withheld(struct reading *r, const char *shown)
{
	words(r, shown != NULL ? shown : REVIEW_WITHHELD);
}

/* A number, as the page prints it; withheld without one. */
static void
number(struct reading *r, const char *shown)
{
	json_t     *got;
	const char *digits;
	char       *end;
	double      want;

	if (shown == NULL) {
		words(r, REVIEW_WITHHELD);
		return;
	}
	got = next_cell(r);
	digits = json_string_value(json_object_get(got, "n"));
	want = strtod(shown, &end);
	assert_true(end > shown && *end == '\0');
	if (digits == NULL || strtod(digits, &end) != want || *end != '\0')
		differs(r, got, shown);
}

/* The row has no more than was read of it. */
static void
end_row(struct reading *r)
{
	if (json_array_size(json_array_get(r->rows, r->row)) > r->column)
		differs(r, next_cell(r), "an end of the row");
	r->row++;
	r->column = 0;
}

static void
end_sheet(struct reading *r)
{
	if (json_array_size(r->rows) != r->row)
		fail_msg("%s has %zu rows instead of %zu", r->sheet,
		    json_array_size(r->rows), r->row);
}

/* Its head as well; heads end with NULL. */
static void
begin_sheet(struct reading *r, const char *name, const char *const *heads)
{
	r->sheet = name;
	r->rows = json_object_get(r->book, name);
	r->row = r->column = 0;
	r->sheets++;
	if (r->rows == NULL)
		fail_msg("there is no sheet %s", name);
	for (; *heads != NULL; heads++)
		words(r, *heads);
	end_row(r);
}

#define HEADS(...)                \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

static void
quantiles(struct reading *r, const struct review_strip *s)
{
	number(r, s->q1);
	number(r, s->median);
	number(r, s->q3);
	number(r, s->p10);
	number(r, s->p90);
}

static void
strips(struct reading *r, const struct review_model *m)
{
	if (m->firm)
		begin_sheet(r, "Strips",
		    HEADS("Area", "Firm", "Standing", "Q1", "Median", "Q3",
		        "10th percentile", "90th percentile"));
	else
		begin_sheet(r, "Strips",
		    HEADS("Area", "Q1", "Median", "Q3", "10th percentile", "90th percentile",
		        "Median of all firms"));
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		words(r, s->name);
		if (m->firm) {
			if (s->own != NULL)
				number(r, s->own);
			else
				words(r, m->no_own);
			words(r, s->standing);
		}
		quantiles(r, s);
		if (s->all != NULL)
			number(r, s->all);
		end_row(r);
	}
	end_sheet(r);
}

static void
items(struct reading *r, const struct review_model *m)
{
	begin_sheet(r, "Items",
	    HEADS("Item", "Area", "Statement", "Answers 1 and 2", "Answer 3",
	        "Answers 4 and 5"));
	for (size_t i = 0; i < m->block_count; i++)
		for (size_t j = 0; j < m->blocks[i].item_count; j++) {
			const struct review_bins *item = &m->blocks[i].items[j];

			words(r, item->id);
			words(r, m->blocks[i].name);
			words(r, item->caption);
			for (int k = 0; k < 3; k++)
				or_withheld(r, item->share[k]);
			end_row(r);
		}
	end_sheet(r);
}

static void
open_answers(struct reading *r, const struct review_model *m)
{
	begin_sheet(r, "Open answers",
	    HEADS("Item", "Question", "Heading", "Share of firms"));
	for (size_t i = 0; i < m->words_count; i++)
		for (size_t j = 0; j < m->words[i].row_count; j++) {
			words(r, m->words[i].id);
			words(r, m->words[i].title);
			words(r, m->words[i].rows[j].name);
			or_withheld(r, m->words[i].rows[j].share);
			end_row(r);
		}
	end_sheet(r);
}

static void
table(struct reading *r, const char *name, const struct review_table *t)
{
	const char *heads[16] = { t->title };
	size_t      n = 1;

	for (size_t i = 0; i < t->column_count; i++)
		heads[n++] = t->columns[i].name;
	if (t->has_verdicts)
		heads[n++] = "The last two";
	if (t->has_trends)
		heads[n++] = "All waves";
	begin_sheet(r, name, heads);
	words(r, t->note != NULL ? t->note : "Firms");
	for (size_t i = 0; t->note == NULL && i < t->column_count; i++)
		or_withheld(r, t->columns[i].band);
	end_row(r);
	for (size_t i = 0; t->note == NULL && i < t->row_count; i++) {
		const struct review_table_row *row = &t->rows[i];

		words(r, row->name);
		for (size_t j = 0; j < t->column_count; j++)
			number(r, row->cells[j].text);
		if (t->has_verdicts)
			words(r, row->verdict);
		if (t->has_trends)
			words(r, row->trend);
		end_row(r);
	}
	end_sheet(r);
}

static void
facts(struct reading *r, const char *name, const struct review_fact *of, size_t count)
{
	if (count == 0)
		return;
	begin_sheet(r, name,
	    HEADS("Fact", "Q1", "Median", "Q3", "Share of", "Share", "Likely"));
	for (size_t i = 0; i < count; i++) {
		const struct review_fact *f = &of[i];

		words(r, f->name);
		(f->bands ? or_withheld : number)(r, f->q1);
		(f->bands ? or_withheld : number)(r, f->median);
		(f->bands ? or_withheld : number)(r, f->q3);
		if (f->has_share) {
			words(r, f->share_name);
			or_withheld(r, f->share);
			or_withheld(r, f->likely);
		}
		end_row(r);
	}
	end_sheet(r);
}

static void
reliability(struct reading *r, const struct review_model *m)
{
	begin_sheet(r, "Reliability",
	    HEADS("Area", "Item", "Statement", "Alpha", "Says", "Complete answers",
	        "Item to rest", "Alpha without it", "Don’t know", "Not applicable",
	        "No answer"));
	for (size_t i = 0; i < m->dimension_count; i++) {
		const struct review_dimension *d = &m->dimensions[i];

		words(r, d->name);
		words(r, "");
		words(r, "");
		or_withheld(r, d->alpha);
		words(r, d->verdict);
		or_withheld(r, d->band);
		end_row(r);
		for (size_t j = 0; j < d->item_count; j++) {
			const struct review_item_row *it = &d->items[j];

			words(r, d->name);
			words(r, it->id);
			words(r, it->caption);
			for (int k = 0; k < 3; k++)
				words(r, "");
			or_withheld(r, it->rest);
			or_withheld(r, it->without);
			or_withheld(r, it->dk);
			or_withheld(r, it->na);
			or_withheld(r, it->missing);
			end_row(r);
		}
	}
	end_sheet(r);
}

static void
workbook_is(const struct review_model *m)
{
	const char *text =
	    read_by("python3 " SRCDIR "/tests/unit/sheet/read_book.py", workbook_of(m), "");
	struct reading r = { .book = json_loads(text, 0, NULL) };

	assert_non_null(r.book);
	strips(&r, m);
	if (!m->firm) {
		items(&r, m);
		open_answers(&r, m);
		table(&r, "Heat", &m->heat);
		table(&r, "Waves", &m->waves);
		facts(&r, "Facts", m->facts, m->fact_count);
		facts(&r, "Target setting", m->partner, m->partner_count);
		reliability(&r, m);
	}
	assert_non_null(json_object_get(r.book, "Notes"));
	assert_int_equal(json_object_size(r.book), r.sheets + 1);
	json_decref(r.book);
}

/* --- of groups and of a firm ----------------------------------------------------------- */

static struct review_input
six_waves(void)
{
	struct review_input in = input_of(four_groups(100, NOW, 40), law);

	in.wave_count = 6;
	for (int i = 1; i < 6; i++)
		in.waves[i] =
		    (struct review_wave){ four_groups(100 - i, NOW - i * YEAR, 40 - 6 * i),
			    2026 - i };
	return in;
}

static void
the_workbook_holds_the_pages_figures_each_in_its_row(void **state)
{
	/* All firms; a group with quartiles alone; with nothing; one size by regions. */
	static const struct review_pick row[] = {
		{ { 6, 0, 0, 0 }, REVIEW_BY_PROFESSION },
		{ { 4, CON, 0, 0 }, REVIEW_BY_PROFESSION },
		{ { 4, ARC, 0, 0 }, REVIEW_BY_PROFESSION },
		{ { 2, LAW, 3, 0 }, REVIEW_BY_REGION },
	};
	struct review_input  in = two_waves(), waves = six_waves();
	struct review_model *m;

	(void)state;
	needs("python3");
	for (size_t i = 0; i < COUNT(row); i++) {
		in.pick = row[i];
		/* Any form with facts will do. */
		in.partner = i == 0 ? form : NULL;
		in.partner_snapshot = i == 0 ? in.waves[0].snapshot : NULL;
		m = review_build(arena, &in);
		assert_int_equal(m->partner_count > 0, i == 0);
		workbook_is(m);
	}
	m = review_build(arena, &waves);
	assert_true(m->waves.has_trends && m->waves.has_verdicts);
	workbook_is(m);
}

static void
so_does_the_workbook_of_a_firm(void **state)
{
	struct review_input  in = input_of(four_groups(4, NOW, 14), all);
	struct review_model *m = firm_beside(&in, true);

	(void)state;
	needs("python3");
	assert_string_equal(m->file_name, "benchmark-review-kam-preparedness-4-f-7k3q9x");
	assert_string_equal(m->strips[0].own, "48");
	keep("KEEP_FIRM_WORKBOOK", workbook_of(m));
	workbook_is(m);
	/* Without a comparison its own scores stand alone. */
	workbook_is(firm_beside(&in, false));
}

static void
words_keep_clear_of_the_figures_before_them_and_have_room(void **state)
{
	struct review_input in = two_waves();
	struct bytes        book = workbook_of(review_build(arena, &in));
	const char         *parts;

	(void)state;
	keep("KEEP_WORKBOOK", book);
	needs("unzip");
	parts = read_by("unzip -p", book, "2>/dev/null");
	assert_null(strstr(parts, "<f>"));
	assert_null(strstr(parts, "<f "));
	assert_non_null(strstr(parts, "<col min=\"4\" max=\"4\" width=\"30."));
	assert_non_null(strstr(parts, "indent=\"2\""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_workbook_holds_the_pages_figures_each_in_its_row),
		cmocka_unit_test(so_does_the_workbook_of_a_firm),
		cmocka_unit_test(words_keep_clear_of_the_figures_before_them_and_have_room),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
