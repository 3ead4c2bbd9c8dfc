/* SPDX-License-Identifier: ISC
 *
 * sheet.c - the review as a workbook: a sheet for each part of the page, with
 * the page's figures.  A figure is a number where it is one; "withheld", "under
 * 5%" and ranges are words. */
#include "sheet/sheet.h"

#include "base/err.h"
#include "review/review.h"
#include "view/words.h"

struct book {
	struct sheet_book         *book;
	struct sheet              *sheet;
	const struct review_model *m;
};

static const char *
t(const struct book *b, const char *english)
{
	return view_t(b->m->language, english);
}

static void
words(const struct book *b, const char *s)
{
	sheet_text(b->sheet, text_of(s != NULL ? s : ""));
}

/* Micro-units as the figure beside them says; withheld without a figure. */
static void
figure(const struct book *b, const char *shown, int64_t micro)
{
	if (shown != NULL)
		sheet_number(b->sheet, micro / (CHART_MICRO / 10), 1);
	else
		sheet_text_end(b->sheet, text_of(t(b, REVIEW_WITHHELD)));
}

static void
or_withheld(const struct book *b, const char *shown)
{
	sheet_text_end(b->sheet, text_of(shown != NULL ? shown : t(b, REVIEW_WITHHELD)));
}

/* Words that follow figures keep clear of them. */
static void
words_in(const struct book *b, const char *s)
{
	sheet_text_in(b->sheet, text_of(s != NULL ? s : ""));
}

struct column {
	const char *head;
	int         width;
	enum { WORDS, AFTER, FIGURES } kind; /* AFTER: words that follow figures */
};

static void
begin(struct book *b, const char *name, const struct column *columns, size_t count)
{
	static void (*const head[])(struct sheet *, struct text) = { [WORDS] = sheet_head,
		[AFTER] = sheet_head_in,
		[FIGURES] = sheet_head_end };

	b->sheet = sheet_add(b->book, text_of(t(b, name)));
	for (size_t i = 0; i < count; i++)
		sheet_width(b->sheet, (int)i, columns[i].width);
	sheet_freeze(b->sheet, 1, 1);
	for (size_t i = 0; i < count; i++)
		head[columns[i].kind](b->sheet, text_of(t(b, columns[i].head)));
	sheet_end_row(b->sheet);
}

#define BEGIN(b, name, columns) \
	begin((b), (name), (columns), sizeof(columns) / sizeof((columns)[0]))

static void
quantiles(const struct book *b, const struct review_strip *s)
{
	figure(b, s->q1, s->chart.q1);
	figure(b, s->median, s->chart.median);
	figure(b, s->q3, s->chart.q3);
	figure(b, s->p10, s->chart.p10);
	figure(b, s->p90, s->chart.p90);
}

static void
strips(struct book *b)
{
	static const struct column columns[] = { { WORD("Area"), 34, WORDS },
		{ WORD("Q1"), 10, FIGURES }, { WORD("Median"), 10, FIGURES },
		{ WORD("Q3"), 10, FIGURES }, { WORD("10th percentile"), 16, FIGURES },
		{ WORD("90th percentile"), 16, FIGURES },
		{ WORD("Median of all firms"), 20, FIGURES } };

	BEGIN(b, WORD("Strips"), columns);
	for (size_t i = 0; i < b->m->strip_count; i++) {
		const struct review_strip *s = &b->m->strips[i];

		words(b, s->name);
		quantiles(b, s);
		/* Beside itself the whole pool has none. */
		if (s->all != NULL)
			figure(b, s->all, s->chart.guideline);
		sheet_end_row(b->sheet);
	}
}

/* One firm beside its group. */
static void
firm_strips(struct book *b)
{
	static const struct column columns[] = { { WORD("Area"), 34, WORDS },
		{ WORD("Firm"), 10, FIGURES }, { WORD("Standing"), 18, AFTER },
		{ WORD("Q1"), 10, FIGURES }, { WORD("Median"), 10, FIGURES },
		{ WORD("Q3"), 10, FIGURES }, { WORD("10th percentile"), 16, FIGURES },
		{ WORD("90th percentile"), 16, FIGURES } };

	BEGIN(b, WORD("Strips"), columns);
	for (size_t i = 0; i < b->m->strip_count; i++) {
		const struct review_strip *s = &b->m->strips[i];

		words(b, s->name);
		if (s->own != NULL)
			sheet_number(b->sheet, s->chart.own / CHART_MICRO, 0);
		else
			words(b, b->m->no_own);
		words_in(b, s->standing);
		quantiles(b, s);
		sheet_end_row(b->sheet);
	}
}

static void
items(struct book *b)
{
	static const struct column columns[] = { { WORD("Item"), 8, WORDS },
		{ WORD("Area"), 28, WORDS }, { WORD("Statement"), 70, WORDS },
		{ WORD("Answers 1 and 2"), 16, FIGURES }, { WORD("Answer 3"), 12, FIGURES },
		{ WORD("Answers 4 and 5"), 16, FIGURES } };

	BEGIN(b, WORD("Items"), columns);
	for (size_t i = 0; i < b->m->block_count; i++) {
		const struct review_block *block = &b->m->blocks[i];

		for (size_t j = 0; j < block->item_count; j++) {
			words(b, block->items[j].id);
			words(b, block->name);
			words(b, block->items[j].caption);
			for (int k = 0; k < 3; k++)
				or_withheld(b, block->items[j].share[k]);
			sheet_end_row(b->sheet);
		}
	}
}

static void
open_words(struct book *b)
{
	static const struct column columns[] = { { WORD("Item"), 8, WORDS },
		{ WORD("Question"), 40, WORDS }, { WORD("Heading"), 50, WORDS },
		{ WORD("Share of firms"), 16, FIGURES } };

	if (b->m->words_count == 0)
		return;
	BEGIN(b, WORD("Open answers"), columns);
	for (size_t i = 0; i < b->m->words_count; i++) {
		const struct review_words *w = &b->m->words[i];

		for (size_t j = 0; j < w->row_count; j++) {
			words(b, w->id);
			words(b, w->title);
			words(b, w->rows[j].name);
			or_withheld(b, w->rows[j].share);
			sheet_end_row(b->sheet);
		}
	}
}

static void
table(struct book *b, const char *name, const struct review_table *from)
{
	b->sheet = sheet_add(b->book, text_of(t(b, name)));
	sheet_width(b->sheet, 0, 34);
	for (size_t i = 0; i < from->column_count; i++)
		sheet_width(b->sheet, (int)i + 1, 18);
	for (size_t i = 0; i < 2; i++)
		sheet_width(b->sheet, (int)(from->column_count + i) + 1, 30);
	sheet_freeze(b->sheet, 1, 1);
	sheet_head(b->sheet, text_of(from->title));
	for (size_t i = 0; i < from->column_count; i++)
		sheet_head_end(b->sheet, text_of(from->columns[i].name));
	if (from->has_verdicts)
		sheet_head_in(b->sheet, text_of(t(b, "The last two")));
	if (from->has_trends)
		sheet_head_in(b->sheet, text_of(t(b, "All waves")));
	sheet_end_row(b->sheet);
	if (from->note != NULL) {
		words(b, from->note);
		sheet_end_row(b->sheet);
		return;
	}
	words(b, t(b, "Firms"));
	for (size_t i = 0; i < from->column_count; i++)
		or_withheld(b, from->columns[i].band);
	sheet_end_row(b->sheet);
	for (size_t i = 0; i < from->row_count; i++) {
		const struct review_table_row *row = &from->rows[i];

		words(b, row->name);
		for (size_t j = 0; j < from->column_count; j++)
			figure(b, row->cells[j].text, row->cells[j].micro);
		if (from->has_verdicts)
			words_in(b, row->verdict);
		if (from->has_trends)
			words_in(b, row->trend);
		sheet_end_row(b->sheet);
	}
}

static void
facts(struct book *b, const char *name, const struct review_fact *from, size_t count)
{
	static const struct column columns[] = { { WORD("Fact"), 70, WORDS },
		{ WORD("Q1"), 14, FIGURES }, { WORD("Median"), 14, FIGURES },
		{ WORD("Q3"), 14, FIGURES }, { WORD("Share of"), 16, AFTER },
		{ WORD("Share"), 12, FIGURES }, { WORD("Likely"), 14, FIGURES } };

	if (count == 0)
		return;
	BEGIN(b, name, columns);
	for (size_t i = 0; i < count; i++) {
		const struct review_fact *f = &from[i];

		words(b, f->name);
		if (f->bands) {
			or_withheld(b, f->q1);
			or_withheld(b, f->median);
			or_withheld(b, f->q3);
		} else {
			figure(b, f->q1, f->strip.q1);
			figure(b, f->median, f->strip.median);
			figure(b, f->q3, f->strip.q3);
		}
		if (f->has_share) {
			words_in(b, f->share_name);
			or_withheld(b, f->share);
			or_withheld(b, f->likely);
		}
		sheet_end_row(b->sheet);
	}
}

static void
reliability(struct book *b)
{
	static const struct column columns[] = { { WORD("Area"), 28, WORDS },
		{ WORD("Item"), 8, WORDS }, { WORD("Statement"), 70, WORDS },
		{ WORD("Alpha"), 10, FIGURES }, { WORD("Says"), 16, AFTER },
		{ WORD("Complete answers"), 16, FIGURES },
		{ WORD("Item to rest"), 12, FIGURES },
		{ WORD("Alpha without it"), 16, FIGURES },
		{ WORD("Don’t know"), 12, FIGURES }, { WORD("Not applicable"), 14, FIGURES },
		{ WORD("No answer"), 12, FIGURES } };

	BEGIN(b, WORD("Reliability"), columns);
	for (size_t i = 0; i < b->m->dimension_count; i++) {
		const struct review_dimension *d = &b->m->dimensions[i];

		words(b, d->name);
		sheet_skip(b->sheet);
		sheet_skip(b->sheet);
		or_withheld(b, d->alpha);
		words_in(b, d->verdict);
		or_withheld(b, d->band);
		sheet_end_row(b->sheet);
		for (size_t j = 0; j < d->item_count; j++) {
			const struct review_item_row *it = &d->items[j];

			words(b, d->name);
			words(b, it->id);
			words(b, it->caption);
			sheet_skip(b->sheet);
			sheet_skip(b->sheet);
			sheet_skip(b->sheet);
			or_withheld(b, it->rest);
			or_withheld(b, it->without);
			or_withheld(b, it->dk);
			or_withheld(b, it->na);
			or_withheld(b, it->missing);
			sheet_end_row(b->sheet);
		}
	}
}

static void
note(struct book *b, const char *says)
{
	if (says == NULL)
		return;
	sheet_text(b->sheet, text_of(says));
	sheet_end_row(b->sheet);
}

static void
notes(struct book *b)
{
	const struct review_model *m = b->m;

	b->sheet = sheet_add(b->book, text_of(t(b, "Notes")));
	sheet_width(b->sheet, 0, 120);
	sheet_head(b->sheet, text_of(m->title));
	sheet_end_row(b->sheet);
	note(b, m->form_name);
	note(b, m->source);
	note(b, m->preview);
	note(b, m->partner_source);
	note(b, m->words_count > 0 ? m->words_note : NULL);
	for (size_t i = 0; i < m->note_count; i++)
		note(b, m->notes[i]);
	note(b, m->reliability_note);
}

enum err
review_sheet(struct arena *arena, const struct review_model *m, int *file_out)
{
	struct book b = { .m = m };

	TRY(sheet_open(arena, &b.book));
	if (m->firm) {
		firm_strips(&b);
	} else {
		strips(&b);
		items(&b);
		open_words(&b);
		table(&b, WORD("Heat"), &m->heat);
		table(&b, WORD("Waves"), &m->waves);
		facts(&b, WORD("Facts"), m->facts, m->fact_count);
		facts(&b, WORD("Target setting"), m->partner, m->partner_count);
		reliability(&b);
	}
	notes(&b);
	return sheet_close(b.book, file_out);
}
