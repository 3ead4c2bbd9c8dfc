/* SPDX-License-Identifier: ISC */
#include "exchange/import_row.h"

#include <string.h>

#include "base/clock.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "form/form.h"
#include "response/catalogue.h"

#define NAME_MAX_CHARACTERS 200

/* What a column holds: an item, or one of ours. */
enum {
	COLUMN_SUBMITTED = -1,
	COLUMN_FIRM = -2,
	COLUMN_CONFIRMED = -3,
	COLUMN_IGNORED = -4,
	COLUMN_RESPONSE = -5
};

/* Index of the item with that id; -1: none. */
static int
item_index(const struct form *form, struct text id)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (text_is(id, form->items[i].id))
			return (int)i;
	return -1;
}

static const char *
nearest_column(const struct form *form, struct text name)
{
	const char *words[FORM_ITEMS_MAX + 3] = { "submitted_at", "firm", "confirmed" };
	size_t      n = 3;

	for (size_t i = 0; i < form->item_count; i++)
		words[n++] = form->items[i].id;
	return nearest_word(name, words, n);
}

static bool
has_column(const struct import_columns *columns, int holds)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->holds[i] == holds)
			return true;
	return false;
}

/* Exports carry these; an import has no use for them. */
static bool
is_export_column(struct arena *arena, const struct form *form, struct text name)
{
	static const char *const words[] = { "form_version", "wave", "pool", "overall" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(name, words[i]))
			return true;
	for (size_t i = 0; i < form->dimension_count; i++)
		if (text_is(name, form->dimensions[i].code))
			return true;
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].code_count > 0 &&
		    text_is(name, arena_printf(arena, "%s_codes", form->items[i].id)))
			return true;
	return false;
}

bool
import_header(struct arena *arena, const struct import *import, const struct csv_row *row,
    struct import_columns *columns)
{
	const struct form *form = import->form->definition;
	bool               fine = true;

	columns->count = 0;
	columns->names = ARENA_ARRAY(arena, const char *, row->count);
	columns->holds = ARENA_ARRAY(arena, int, row->count);
	for (size_t i = 0; i < row->count; i++) {
		struct text name = text_trim(arena, row->cells[i]);
		int         holds = item_index(form, name);
		const char *near;

		if (text_is(name, "submitted_at"))
			holds = COLUMN_SUBMITTED;
		else if (text_is(name, "firm"))
			holds = COLUMN_FIRM;
		else if (text_is(name, "confirmed"))
			holds = COLUMN_CONFIRMED;
		else if (text_is(name, "response"))
			holds = COLUMN_RESPONSE;
		else if (text_is(name, "email"))
			holds = form->roles[FORM_ROLE_EMAIL];
		else if (holds < 0 && is_export_column(arena, form, name))
			holds = COLUMN_IGNORED;
		if (holds == -1 && !text_is(name, "submitted_at")) {
			near = nearest_column(form, name);
			import->tell(import->thing, row->line, name.s,
			    near ? arena_printf(arena,
			               "the form has no item of this name; "
			               "did you mean \"%s\"?",
			               near)
			         : "the form has no item of this name; columns are named by "
			           "item id, or submitted_at, firm, confirmed");
			fine = false;
		} else if (holds != COLUMN_IGNORED && has_column(columns, holds)) {
			import->tell(import->thing, row->line, name.s,
			    "this column stands twice");
			fine = false;
		}
		columns->names[i] = name.s;
		columns->holds[columns->count++] = holds;
	}
	return fine;
}

/* One cell into the row; NULL: fine, else the sentence. */
static const char *
read_cell(struct arena *arena, const struct import *import, int holds, struct text cell,
    struct import_row *row)
{
	const struct form *form = import->form->definition;

	if (holds == COLUMN_IGNORED || cell.len == 0)
		return NULL;
	if (holds == COLUMN_SUBMITTED) {
		if (!clock_parse_iso(cell, &row->submitted_at))
			return "is no date: write 2026-11-18 or 2026-11-18T14:32:00Z";
		if (row->submitted_at > import->now + CLOCK_DAY)
			return "lies in the future";
		return NULL;
	}
	if (holds == COLUMN_RESPONSE)
		return uuid_parse(cell, &row->id) ? NULL
		                                  : "is no reference of 36 characters";
	if (holds == COLUMN_FIRM) {
		if (utf8_count(cell.s, cell.len) > NAME_MAX_CHARACTERS)
			return "is longer than 200 characters";
		if (!utf8_one_line(cell.s, cell.len))
			return "holds a line end or a character that cannot be seen: a "
			       "name stands on one line";
		row->firm = cell;
		return NULL;
	}
	if (holds == COLUMN_CONFIRMED) {
		row->confirmed = text_is(cell, "yes");
		return row->confirmed || text_is(cell, "no") ? NULL : "is yes or no";
	}
	return form_answer_read(arena, &form->items[holds], cell, form, import->language,
	    &row->answers.items[holds]);
}

/* What is missing of the row as a whole. */
static bool
check_whole(struct arena *arena, const struct import *import, const struct import_row *row,
    int64_t line)
{
	struct form_verdict verdict;
	bool                fine = true;

	form_check_complete(arena, &row->answers, import->language, &verdict);
	for (size_t i = 0; i < verdict.error_count; i++) {
		const struct form_error *e = &verdict.errors[i];

		/* A firm of record is known without an address. */
		if (e->item != NULL && e->item->role == FORM_ROLE_EMAIL &&
		    !text_empty(row->firm) &&
		    row->answers.items[e->item->index].state == FORM_ABSENT)
			continue;
		import->tell(import->thing, line, e->field, e->sentence);
		fine = false;
	}
	if (row->confirmed && text_empty(form_answers_email(&row->answers))) {
		import->tell(import->thing, line, "confirmed",
		    "there is no address that could be confirmed");
		fine = false;
	}
	return fine;
}

bool
import_row(struct arena *arena, const struct import *import,
    const struct import_columns *columns, const struct csv_row *csv, struct import_row *row)
{
	bool fine = true;

	*row = (struct import_row){ .answers =
		                        form_answers_new(arena, import->form->definition),
		.submitted_at = import->now };
	if (csv->count != columns->count) {
		import->tell(import->thing, csv->line, NULL,
		    arena_printf(arena, "has %zu cells where the header has %zu", csv->count,
		        columns->count));
		return false;
	}
	for (size_t i = 0; i < csv->count; i++) {
		struct text cell = text_trim(arena, csv->cells[i]);
		const char *why;

		/* The guard that our own exports put before a formula. */
		if (cell.len > 1 && cell.s[0] == '\'' && strchr("=+-@", cell.s[1]) != NULL)
			cell = (struct text){ cell.s + 1, cell.len - 1 };
		why = read_cell(arena, import, columns->holds[i], cell, row);
		if (why != NULL) {
			import->tell(import->thing, csv->line, columns->names[i], why);
			fine = false;
		}
	}
	if (!fine)
		return false;
	form_route(&row->answers);
	return check_whole(arena, import, row, csv->line);
}
