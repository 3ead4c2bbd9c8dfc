/* SPDX-License-Identifier: ISC */
#include "exchange/book.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "exchange/codebook.h"
#include "form/score.h"
#include "response/catalogue.h"
#include "sheet/sheet.h"

#define PIECE      (64u * 1024)
#define LABELS_MAX (256u * 1024)

struct export_book {
	const struct export *export;
	struct export_columns columns;
	struct sheet_book    *book;
	struct sheet         *data, *labels;
};

static void
head(struct export_book *b, struct sheet *sheet)
{
	sheet_width(sheet, 0, 12);
	sheet_width(sheet, 2, 20);
	sheet_freeze(sheet, 1, 1);
	for (size_t i = 0; i < b->columns.count; i++)
		sheet_head(sheet, text_of(b->columns.list[i].name));
	sheet_end_row(sheet);
}

enum err
book_open(struct arena *arena, const struct export *x, struct export_book **book_out)
{
	struct export_book *b = ARENA_NEW(arena, struct export_book);

	b->export = x;
	b->columns = export_columns(arena, x->form->definition, x->view);
	TRY(sheet_open(arena, &b->book));
	b->data = sheet_add(b->book, TEXT_LIT("data"));
	b->labels = sheet_add(b->book, TEXT_LIT("labels"));
	head(b, b->data);
	head(b, b->labels);
	*book_out = b;
	return ERR_OK;
}

/* 3.5 of 3500000 without noughts behind. */
static void
put_number(struct sheet *sheet, int64_t micro)
{
	int decimals = 6;

	while (decimals > 0 && micro % 10 == 0) {
		micro /= 10;
		decimals--;
	}
	sheet_number(sheet, micro, decimals);
}

static void
put_date(struct sheet *sheet, struct text text)
{
	int64_t instant;

	if (clock_parse_iso(text, &instant))
		sheet_day(sheet, instant);
	else
		sheet_text(sheet, text);
}

/* The codes, and numbers where they are numbers. */
static void
put_data(struct arena *arena, struct sheet *sheet, const struct form_answers *answers,
    const struct form_item *item)
{
	const struct form_answer *answer = &answers->items[item->index];
	const char               *code;
	int64_t                   number;

	if (answer->state == FORM_NUMBERED) {
		put_number(sheet, answer->number);
		return;
	}
	code = form_answer_code(arena, answers, item);
	if (code == NULL)
		sheet_skip(sheet);
	else if (answer->state == FORM_CHOSEN && export_item_is_scale(item) &&
	         parse_int(text_of(code), 0, 10, &number))
		sheet_number(sheet, number, 0);
	else if (answer->state == FORM_WRITTEN && item->kind == FORM_DATE)
		put_date(sheet, text_of(code));
	else
		sheet_text(sheet, text_of(code));
}

static void
put_label(struct arena *arena, struct sheet *sheet, const struct form_answers *answers,
    const struct form_item *item, const char *language)
{
	const struct form        *form = answers->form;
	const struct form_answer *answer = &answers->items[item->index];
	struct buf                words;

	if (answer->state == FORM_DK || answer->state == FORM_NA) {
		sheet_text(sheet,
		    text_of(form_say(form,
		        answer->state == FORM_DK ? form->dk_label : form->na_label,
		        language)));
		return;
	}
	if (answer->state != FORM_CHOSEN) {
		put_data(arena, sheet, answers, item);
		return;
	}
	buf_init(&words, arena, LABELS_MAX);
	for (size_t i = 0; i < item->option_count; i++) {
		if (!(answer->options & (UINT64_C(1) << i)))
			continue;
		if (words.len > 0)
			buf_str(&words, "; ");
		buf_str(&words,
		    export_option_label(arena, form, item, &item->options[i], language));
	}
	sheet_text(sheet, words.len > 0 ? buf_as_text(&words) : TEXT_NONE);
}

static void
put_item(struct arena *arena, struct export_book *b, const struct form_answers *answers,
    const struct form_item *wanted)
{
	const struct form_item *item = export_item_of(answers->form, wanted);

	if (item == NULL) {
		sheet_skip(b->data);
		sheet_skip(b->labels);
		return;
	}
	put_data(arena, b->data, answers, item);
	put_label(arena, b->labels, answers, item, b->export->language);
}

/* Headings by their codes on one sheet, in words on the other. */
static void
put_headings(struct arena *arena, struct export_book *b, const struct export_row *row,
    const struct export_column *column)
{
	const struct form      *form = b->export->form->definition;
	const struct form_item *item = column->item;
	struct text             codes = export_codes_of(row, column->coded);
	struct buf              words;

	if (codes.s == NULL) {
		sheet_skip(b->data);
		sheet_skip(b->labels);
		return;
	}
	sheet_text(b->data, codes);
	buf_init(&words, arena, LABELS_MAX);
	buf_str(&words, "");
	for (size_t i = 0; i < item->option_count; i++)
		if (export_code_is_in(codes, item->options[i].code))
			buf_fmt(&words, "%s%s", words.len > 0 ? "; " : "",
			    export_option_label(arena, form, item, &item->options[i],
			        b->export->language));
	sheet_text(b->labels, words.len > 0 ? buf_as_text(&words) : codes);
}

/* What stands on both sheets alike. */
static void
put_same(struct arena *arena, struct export_book *b, struct sheet *sheet,
    const struct export_row *row, const struct export_column *column)
{
	int32_t micro;

	switch (column->kind) {
	case COLUMN_RESPONSE:
		sheet_text(sheet, text_of(export_reference(arena, b->export, row)));
		break;
	case COLUMN_VERSION:
		sheet_number(sheet, row->version, 0);
		break;
	case COLUMN_SUBMITTED:
		if (b->export->view >= EXPORT_REVIEW)
			sheet_day(sheet, row->submitted_at);
		else
			sheet_time(sheet, row->submitted_at);
		break;
	case COLUMN_WAVE:
		sheet_number(sheet, row->wave, 0);
		break;
	case COLUMN_POOL:
		sheet_text(sheet, row->pool);
		break;
	case COLUMN_SCORE:
		if (export_score_of(row, column->measure, &micro))
			put_number(sheet, micro);
		else
			sheet_skip(sheet);
		break;
	case COLUMN_FIRM:
		sheet_text(sheet, row->firm);
		break;
	case COLUMN_EMAIL:
		sheet_text(sheet, row->email);
		break;
	case COLUMN_ITEM:
	case COLUMN_CODES:
	default:
		check(!"every kind of column has a cell");
	}
}

enum err
book_add(struct arena *arena, struct export_book *b, const struct export_row *row,
    const struct form_answers *answers)
{
	if (sheet_full(b->data) || FAULT("export.book-full"))
		return ERR_TOO_LARGE;
	for (size_t i = 0; i < b->columns.count; i++) {
		const struct export_column *column = &b->columns.list[i];

		if (column->kind == COLUMN_ITEM) {
			put_item(arena, b, answers, column->item);
			continue;
		}
		if (column->kind == COLUMN_CODES) {
			put_headings(arena, b, row, column);
			continue;
		}
		put_same(arena, b, b->data, row, column);
		put_same(arena, b, b->labels, row, column);
	}
	sheet_end_row(b->data);
	sheet_end_row(b->labels);
	return ERR_OK;
}

enum err
book_end(struct arena *arena, struct export_book *b)
{
	const struct export *x = b->export;

	codebook_sheet(arena,
	    &(struct codebook){ .form = x->form, .view = x->view, .language = x->language },
	    sheet_add(b->book, TEXT_LIT("codebook")));
	return book_send(b->book, &x->sink);
}

enum err
book_send(struct sheet_book *book, const struct export_sink *sink)
{
	char    piece[PIECE];
	ssize_t got;
	int     file;

	TRY(sheet_close(book, &file));
	while ((got = read(file, piece, sizeof(piece))) > 0)
		TRY(sink->write(sink->thing, piece, (size_t)got));
	return got == 0 ? ERR_OK : ERR_UNAVAILABLE;
}
