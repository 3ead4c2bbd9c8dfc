/* SPDX-License-Identifier: ISC
 *
 * book.c - libxlsxwriter in its constant-memory mode: a row is written to the
 * sheet's own temporary file when the next one begins. */
#include "sheet/sheet.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"

#define SHEETS_MAX   16
#define PAPER_A4     9
#define SET_IN       2
#define TWO_LINES    30.0 /* points */
#define CELL_MEMORY  (512u * 1024)
#define DIGITS_EXACT INT64_C(999999999999999) /* what every program keeps of a number */
#define FIRST_DAY    (-INT64_C(2203891200) * CLOCK_SECOND) /* 1 March 1900 */

struct sheet {
	struct sheet_book *book;
	lxw_worksheet     *sheet;
	lxw_row_t          row;
	lxw_col_t          column;
};

struct sheet_book {
	struct arena *arena, *cell;
	lxw_workbook *book;
	lxw_format   *head, *head_in, *head_end, *in, *end, *tenths, *time, *day;
	struct sheet  sheets[SHEETS_MAX];
	size_t        count;
	int           file;
	enum err      trouble;
};

static void
release(void *thing)
{
	struct sheet_book *b = thing;

	if (b->book != NULL)
		lxw_workbook_free(b->book);
	if (b->file >= 0)
		close(b->file);
	b->book = NULL;
	b->file = -1;
}

static const char *
folder(void)
{
	const char *named = getenv("TMPDIR");

	return named != NULL && *named != '\0' ? named : "/tmp";
}

static lxw_format *
head_format(lxw_workbook *book)
{
	lxw_format *format = workbook_add_format(book);

	format_set_bold(format);
	format_set_text_wrap(format);
	format_set_bottom(format, LXW_BORDER_THIN);
	return format;
}

enum err
sheet_open(struct arena *arena, struct sheet_book **book_out)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE,
		.use_zip64 = LXW_FALSE };
	struct sheet_book   *b = ARENA_NEW(arena, struct sheet_book);
	char                *name;

	b->arena = arena;
	b->cell = arena_new_in(arena, CELL_MEMORY);
	name = arena_printf(arena, "%s/soundings-XXXXXX", folder());
	b->file = mkostemp(name, O_CLOEXEC);
	if (b->file < 0)
		return ERR_UNAVAILABLE;
	/* Without a name nobody else finds it, and nothing stays behind. */
	(void)unlink(name);
	arena_own(arena, b, release);
	options.tmpdir = arena_strdup(arena, folder());
	b->book =
	    workbook_new_opt(arena_printf(arena, "/proc/self/fd/%d", b->file), &options);
	if (b->book == NULL)
		return ERR_UNAVAILABLE;
	b->head = head_format(b->book);
	b->head_in = head_format(b->book);
	format_set_indent(b->head_in, SET_IN);
	b->head_end = head_format(b->book);
	format_set_align(b->head_end, LXW_ALIGN_RIGHT);
	b->in = workbook_add_format(b->book);
	format_set_indent(b->in, SET_IN);
	b->end = workbook_add_format(b->book);
	format_set_align(b->end, LXW_ALIGN_RIGHT);
	/* 44 below 46.5 is 44.0. */
	b->tenths = workbook_add_format(b->book);
	format_set_num_format(b->tenths, "0.0");
	b->time = workbook_add_format(b->book);
	format_set_num_format(b->time, "yyyy-mm-dd hh:mm:ss");
	b->day = workbook_add_format(b->book);
	format_set_num_format(b->day, "yyyy-mm-dd");
	*book_out = b;
	return ERR_OK;
}

static void
note(struct sheet_book *b, lxw_error error)
{
	if (error == LXW_NO_ERROR || b->trouble != ERR_OK)
		return;
	switch ((int)error) {
	case LXW_ERROR_CREATING_XLSX_FILE:
	case LXW_ERROR_CREATING_TMPFILE:
	case LXW_ERROR_READING_TMPFILE:
	case LXW_ERROR_ZIP_FILE_OPERATION:
	case LXW_ERROR_ZIP_FILE_ADD:
	case LXW_ERROR_ZIP_CLOSE:
		b->trouble = ERR_UNAVAILABLE;
		break;
	case LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE:
	case LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED:
		b->trouble = ERR_TOO_LARGE;
		break;
	default:
		b->trouble = ERR_INTERNAL;
	}
}

/* Two sheets of one name are refused, in whatever case. */
static lxw_worksheet *
add_named(struct sheet_book *b, struct text name)
{
	struct text fit = sheet_fit_name(b->arena, name);
	const char *wanted = fit.s;

	for (int twin = 2; workbook_validate_sheet_name(b->book, wanted) != LXW_NO_ERROR;
	     twin++) {
		check(twin < 100);
		wanted = arena_printf(b->arena, "%s %d",
		    arena_strndup(b->arena, fit.s, utf8_cut(fit.s, fit.len, 24)), twin);
	}
	return workbook_add_worksheet(b->book, wanted);
}

struct sheet *
sheet_add(struct sheet_book *b, struct text name)
{
	struct sheet *s = &b->sheets[b->count++];

	check(b->count <= SHEETS_MAX);
	s->book = b;
	s->sheet = add_named(b, name);
	check(s->sheet != NULL);
	/* On paper: as broad as the sheet, its heads on every page. */
	worksheet_set_paper(s->sheet, PAPER_A4);
	worksheet_set_landscape(s->sheet);
	worksheet_fit_to_pages(s->sheet, 1, 0);
	note(b, worksheet_repeat_rows(s->sheet, 0, 0));
	note(b, worksheet_set_row(s->sheet, 0, TWO_LINES, NULL)); /* heads may break */
	note(b, worksheet_set_footer(s->sheet, "&L&A&R&P / &N"));
	return s;
}

void
sheet_width(struct sheet *s, int column, int characters)
{
	note(s->book, worksheet_set_column(s->sheet, (lxw_col_t)column, (lxw_col_t)column,
	                  characters, NULL));
}

void
sheet_freeze(struct sheet *s, int rows, int columns)
{
	worksheet_freeze_panes(s->sheet, (lxw_row_t)rows, (lxw_col_t)columns);
}

static void
put_text(struct sheet *s, struct text text, lxw_format *format)
{
	struct sheet_book *b = s->book;
	struct arena_mark  mark = arena_mark(b->cell);

	if (!text_empty(text))
		note(b, worksheet_write_string(s->sheet, s->row, s->column,
		            sheet_fit_text(b->cell, text).s, format));
	s->column++;
	arena_rewind(b->cell, mark);
}

void
sheet_head(struct sheet *s, struct text text)
{
	put_text(s, text, s->book->head);
}

void
sheet_text(struct sheet *s, struct text text)
{
	put_text(s, text, NULL);
}

void
sheet_head_in(struct sheet *s, struct text text)
{
	put_text(s, text, s->book->head_in);
}

void
sheet_head_end(struct sheet *s, struct text text)
{
	put_text(s, text, s->book->head_end);
}

void
sheet_text_in(struct sheet *s, struct text text)
{
	put_text(s, text, s->book->in);
}

void
sheet_text_end(struct sheet *s, struct text text)
{
	put_text(s, text, s->book->end);
}

void
sheet_number(struct sheet *s, int64_t value, int decimals)
{
	int64_t scale = 1;
	char    digits[48];

	check(decimals >= 0 && decimals <= 9);
	for (int i = 0; i < decimals; i++)
		scale *= 10;
	if (value <= DIGITS_EXACT && value >= -DIGITS_EXACT) {
		/* One division of two exact numbers: the nearest there is. */
		note(s->book, worksheet_write_number(s->sheet, s->row, s->column,
		                  (double)value / (double)scale,
		                  decimals == 1 ? s->book->tenths : NULL));
		s->column++;
		return;
	}
	/* The sign apart: -0.5 has no whole part to carry it. */
	if (decimals == 0)
		(void)print_to(digits, sizeof(digits), "%lld", (long long)value);
	else
		(void)print_to(digits, sizeof(digits), "%s%llu.%0*llu", value < 0 ? "-" : "",
		    (unsigned long long)(value < 0 ? -(value / scale) : value / scale),
		    decimals,
		    (unsigned long long)(value < 0 ? -(value % scale) : value % scale));
	put_text(s, text_of(digits), NULL);
}

static void
put_date(struct sheet *s, int64_t instant, bool with_time)
{
	struct civil c = clock_civil(instant);
	lxw_datetime date = { c.year, c.month, c.day, 0, 0, 0 };

	if (with_time) {
		date.hour = c.hour;
		date.min = c.minute;
		date.sec = c.second;
	}
	/* Before that day programs differ about the calendar, behind the year
	 * 9999 they know none. */
	if (instant < FIRST_DAY || c.year > 9999) {
		struct arena_mark mark = arena_mark(s->book->cell);

		put_text(s, text_of(clock_iso(s->book->cell, instant)), NULL);
		arena_rewind(s->book->cell, mark);
		return;
	}
	note(s->book, worksheet_write_datetime(s->sheet, s->row, s->column, &date,
	                  with_time ? s->book->time : s->book->day));
	s->column++;
}

void
sheet_time(struct sheet *s, int64_t instant)
{
	put_date(s, instant, true);
}

void
sheet_day(struct sheet *s, int64_t instant)
{
	put_date(s, instant, false);
}

void
sheet_skip(struct sheet *s)
{
	s->column++;
}

void
sheet_end_row(struct sheet *s)
{
	s->row++;
	s->column = 0;
}

bool
sheet_full(const struct sheet *s)
{
	return s->row >= SHEET_ROWS_MAX;
}

enum err
sheet_close(struct sheet_book *b, int *file_out)
{
	lxw_workbook *book = b->book;

	b->book = NULL; /* closing frees it, come what may */
	note(b, workbook_close(book));
	if (b->trouble == ERR_OK && lseek(b->file, 0, SEEK_SET) != 0)
		b->trouble = ERR_UNAVAILABLE;
	*file_out = b->file;
	return b->trouble;
}
