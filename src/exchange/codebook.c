/* SPDX-License-Identifier: ISC */
#include "exchange/codebook.h"

#include "csv/csv.h"
#include "exchange/book.h"
#include "response/catalogue.h"
#include "sheet/sheet.h"

#define TABLE_MAX (8u * 1024 * 1024)

enum {
	VARIABLE,
	TYPE,
	QUESTION,
	CODE,
	LABEL,
	POINTS,
	DIMENSION,
	REVERSED,
	MISSING,
	PAGE,
	FORM,
	FORM_V,
	CELLS
};

static const char *const heads[CELLS] = { "variable", "type", "question", "code", "label",
	"points", "dimension", "reversed", "missing", "page", "form", "form_version" };
static const int         widths[CELLS] = { 12, 12, 60, 12, 40, 8, 12, 9, 9, 30, 20, 12 };

/* One row of the table, to whoever writes it. */
struct table {
	const struct codebook *book;
	struct arena          *arena;
	struct buf            *csv; /* or */
	struct sheet          *sheet;
};

static void
put(struct table *t, const char *const cells[CELLS], bool head)
{
	for (int i = 0; i < CELLS; i++) {
		struct text cell = text_of(cells[i] != NULL ? cells[i] : "");

		if (t->csv != NULL && t->book->plain)
			csv_plain(t->csv, i == 0, cell);
		else if (t->csv != NULL)
			csv_cell(t->csv, i == 0, cell);
		else if (head)
			sheet_head(t->sheet, cell);
		else
			sheet_text(t->sheet, cell);
	}
	if (t->csv != NULL)
		csv_end_row(t->csv);
	else
		sheet_end_row(t->sheet);
}

static void
put_code(struct table *t, const char *cells[CELLS], const char *code, const char *label,
    const char *points, bool missing)
{
	cells[CODE] = code;
	cells[LABEL] = label;
	cells[POINTS] = points;
	cells[MISSING] = missing ? "yes" : NULL;
	put(t, cells, false);
}

static void
put_item(struct table *t, const char *cells[CELLS], const struct form_item *item)
{
	const struct form *form = t->book->form->definition;
	const char        *language = t->book->language;

	cells[TYPE] = form_kind_name(item->kind);
	if (item->dimension >= 0)
		cells[DIMENSION] = form->dimensions[item->dimension].code;
	cells[REVERSED] = item->reverse ? "yes" : NULL;
	cells[PAGE] = form_say(form, form->pages[item->page].title, language);
	if (item->option_count == 0)
		put_code(t, cells, NULL, NULL, NULL, false);
	for (size_t i = 0; i < item->option_count; i++)
		put_code(t, cells, item->options[i].code,
		    export_option_label(t->arena, form, item, &item->options[i], language),
		    export_points_text(t->arena, item->options[i].points), false);
	if (item->dk)
		put_code(t, cells, "dk", form_say(form, form->dk_label, language), NULL,
		    true);
	if (item->na)
		put_code(t, cells, "na", form_say(form, form->na_label, language), NULL,
		    true);
}

static void
put_pool(struct table *t, const char *cells[CELLS])
{
	cells[TYPE] = "single";
	put_code(t, cells, "waiting", "Nobody has decided yet", NULL, false);
	put_code(t, cells, "included", "It counts", NULL, false);
	put_code(t, cells, "held", "It is kept out, with a reason", NULL, false);
	put_code(t, cells, "withdrawn", "The respondent took it back", NULL, false);
}

static void
put_table(struct table *t)
{
	const struct catalogue_form *form = t->book->form;
	struct export_columns        columns =
	    export_columns(t->arena, form->definition, t->book->view);
	const char *version = arena_printf(t->arena, "%d", form->version);

	put(t, heads, true);
	for (size_t i = 0; i < columns.count; i++) {
		const struct export_column *column = &columns.list[i];
		const char                 *cells[CELLS] = {
			                [VARIABLE] = column->name,
			                [QUESTION] = export_column_title(t->arena, form->definition, column,
			                    t->book->language),
			                [FORM] = form->slug,
			                [FORM_V] = version,
		};

		switch (column->kind) {
		case COLUMN_ITEM:
			put_item(t, cells, column->item);
			continue;
		case COLUMN_CODES:
			put_item(t, cells, column->item);
			put_code(t, cells, FORM_CODE_NONE, "Read, and under none of them",
			    NULL, false);
			continue;
		case COLUMN_POOL:
			put_pool(t, cells);
			continue;
		case COLUMN_SCORE:
			cells[TYPE] = "score";
			cells[DIMENSION] = column->measure > 0 ? column->name : NULL;
			break;
		case COLUMN_VERSION:
		case COLUMN_WAVE:
			cells[TYPE] = "integer";
			break;
		case COLUMN_SUBMITTED:
			cells[TYPE] = "date";
			break;
		case COLUMN_RESPONSE:
		case COLUMN_FIRM:
		case COLUMN_EMAIL:
		default:
			cells[TYPE] = "text";
		}
		put(t, cells, false);
	}
}

enum err
codebook_csv(struct arena *arena, const struct codebook *book, const struct export_sink *sink)
{
	struct buf   csv;
	struct table table = { .book = book, .arena = arena, .csv = &csv };

	buf_init(&csv, arena, TABLE_MAX);
	if (book->mark)
		buf_str(&csv, "\xef\xbb\xbf");
	put_table(&table);
	return sink_flush(sink, &csv);
}

void
codebook_sheet(struct arena *arena, const struct codebook *book, struct sheet *sheet)
{
	struct table table = { .book = book, .arena = arena, .sheet = sheet };

	for (int i = 0; i < CELLS; i++)
		sheet_width(sheet, i, widths[i]);
	sheet_freeze(sheet, 1, 1);
	put_table(&table);
}

enum err
codebook_book(struct arena *arena, const struct codebook *book,
    const struct export_sink *sink)
{
	struct sheet_book *workbook;

	TRY(sheet_open(arena, &workbook));
	codebook_sheet(arena, book, sheet_add(workbook, TEXT_LIT("codebook")));
	return book_send(workbook, sink);
}
