/* SPDX-License-Identifier: ISC
 *
 * script_spss.c - syntax for SPSS (and PSPP) that reads the CSV and labels it.
 *
 * Codes that are numbers become numbers, with values of their own for "don't
 * know" and "not applicable".  The file begins with a byte order mark: without
 * it SPSS reads the words in the alphabet of the machine. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "exchange/codebook.h"
#include "response/catalogue.h"

#define SCRIPT_MAX  (8u * 1024 * 1024)
#define LINE_BYTES  150 /* a line may have 256 */
#define LABEL_BYTES 250 /* of a variable; SPSS cuts behind 256 */
#define VALUE_BYTES 118 /* of a value; behind 120 */
#define DK          (-8)
#define NA          (-9)

struct script {
	const struct codebook *book;
	struct arena          *arena;
	struct buf             b;
};

/* 'text', in pieces that fit a line; a quote is doubled, a line end a blank. */
static void
quote(struct buf *b, const char *text, size_t most)
{
	size_t len = utf8_cut(text, strlen(text), most), on_line = 0, n;

	buf_char(b, '\'');
	for (size_t at = 0; at < len; at += n) {
		uint32_t code;

		n = utf8_next(text + at, len - at, &code);
		if (n == 0)
			break;
		if (on_line + n > LINE_BYTES) {
			buf_str(b, "' +\n    '");
			on_line = 0;
		}
		if (code == '\'')
			buf_str(b, "''");
		else if (code < 0x20 || code == 0x7f)
			buf_char(b, ' ');
		else
			buf_add(b, text + at, n);
		on_line += n;
	}
	buf_char(b, '\'');
}

/* Words that the language keeps for itself. */
static const char *
name_of(struct script *s, const char *id)
{
	static const char *const kept[] = { "ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT",
		"NE", "NOT", "OR", "TO", "WITH" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (strcasecmp(id, kept[i]) == 0)
			return arena_printf(s->arena, "%s_", id);
	return id;
}

/* Becomes a number, with codes for what is none. */
static bool
is_recoded(const struct export_column *column)
{
	const struct form_item *item = column->item;

	return column->kind == COLUMN_ITEM &&
	       (export_item_is_scale(item) ||
	           (form_kind_is_number(item->kind) && (item->dk || item->na)));
}

/* Becomes a yes or no for each of its options. */
static bool
is_several(const struct export_column *column)
{
	return column->kind == COLUMN_CODES ||
	       (column->kind == COLUMN_ITEM && column->item->kind == FORM_MULTI);
}

/* Below everything that may be answered. */
static int64_t
missing_code(const struct form_item *item, int code)
{
	int64_t low = item->option_count > 0 ? 0 : item->low / FORM_UNIT;

	return low > code ? code : low - 10 + code;
}

static size_t
longest_code(const struct form_item *item)
{
	size_t most = 8;

	for (size_t i = 0; i < item->option_count; i++)
		if (strlen(item->options[i].code) > most)
			most = strlen(item->options[i].code);
	return most;
}

/* How the column is read. */
static const char *
format_of(struct script *s, const struct export_column *column)
{
	const struct form_item *item = column->item;
	size_t                  width = 0;

	switch (column->kind) {
	case COLUMN_VERSION:
	case COLUMN_WAVE:
		return "F8.0";
	case COLUMN_SCORE:
		return "F12.6";
	case COLUMN_RESPONSE:
		return "A36";
	case COLUMN_SUBMITTED:
		return "A20";
	case COLUMN_POOL:
		return "A9";
	case COLUMN_FIRM:
		return "A800";
	case COLUMN_EMAIL:
		return "A254";
	case COLUMN_ITEM:
	case COLUMN_CODES:
	default:
		break;
	}
	if (is_recoded(column))
		return "A24";
	if (form_kind_is_number(item->kind))
		return "F20.6";
	if (item->kind == FORM_DATE)
		return "A10";
	if (item->kind == FORM_MULTI)
		for (size_t i = 0; i < item->option_count; i++)
			width += strlen(item->options[i].code) + 1;
	else if (item->option_count > 0)
		width = longest_code(item);
	else /* four bytes a character at most, and no string is longer */
		width =
		    (size_t)(item->high > 0 && item->high < 8000 ? item->high * 4 : 32000);
	return arena_printf(s->arena, "A%zu", width > 0 ? width : 1);
}

static void
put_get_data(struct script *s, const struct export_columns *columns, const char *csv)
{
	struct buf *b = &s->b;

	buf_str(b, "GET DATA\n  /TYPE=TXT\n  /FILE=");
	quote(b, csv, 1000);
	buf_str(b, "\n  /ENCODING='UTF-8'\n  /ARRANGEMENT=DELIMITED\n  /DELCASE=LINE\n"
	           "  /FIRSTCASE=2\n  /DELIMITERS=','\n  /QUALIFIER='\"'\n  /VARIABLES=");
	for (size_t i = 0; i < columns->count; i++) {
		const struct export_column *column = &columns->list[i];

		buf_fmt(b, "\n    %s%s %s", is_recoded(column) ? "raw_" : "",
		    name_of(s, column->name), format_of(s, column));
	}
	buf_str(b, ".\n\n");
}

static void
put_recode(struct script *s, const struct export_column *column)
{
	const char *name = name_of(s, column->name);
	struct buf *b = &s->b;

	buf_fmt(b, "RECODE raw_%s", name);
	if (column->item->dk)
		buf_fmt(b, " ('dk'=%lld)", (long long)missing_code(column->item, DK));
	if (column->item->na)
		buf_fmt(b, " ('na'=%lld)", (long long)missing_code(column->item, NA));
	buf_fmt(b, " (CONVERT) INTO %s.\n", name);
}

/* A yes or no for each answer of a question with several. */
static void
put_several(struct script *s, const struct export_column *column)
{
	const char *name = name_of(s, column->name);
	struct buf *b = &s->b;

	for (size_t i = 0; i < column->item->option_count; i++)
		buf_fmt(b,
		    "DO IF (%s NE '').\n"
		    "  COMPUTE %s_%zu = (INDEX(CONCAT('|', RTRIM(%s), '|'), '|%s|') > 0).\n"
		    "END IF.\n",
		    name, name, i + 1, name, column->item->options[i].code);
}

static void
put_recodes(struct script *s, const struct export_columns *columns)
{
	struct buf *b = &s->b;

	for (size_t i = 0; i < columns->count; i++) {
		const struct export_column *column = &columns->list[i];

		if (is_recoded(column))
			put_recode(s, column);
		else if (is_several(column))
			put_several(s, column);
	}
	buf_str(b, "EXECUTE.\n\n* The order of the file, without what was read raw.\n"
	           "MATCH FILES /FILE=*\n  /KEEP=");
	for (size_t i = 0; i < columns->count; i++) {
		const struct export_column *column = &columns->list[i];
		const char                 *name = name_of(s, column->name);

		buf_fmt(b, "\n    %s", name);
		if (is_several(column))
			for (size_t o = 0; o < column->item->option_count; o++)
				buf_fmt(b, " %s_%zu", name, o + 1);
	}
	buf_str(b, ".\nEXECUTE.\n\n");
}

static void
put_label(struct script *s, const char *name, const char *words)
{
	buf_fmt(&s->b, "VARIABLE LABELS %s\n    ", name);
	quote(&s->b, words, LABEL_BYTES);
	buf_str(&s->b, ".\n");
}

static void
put_value(struct script *s, const char *code, bool number, const char *label)
{
	buf_str(&s->b, "\n    ");
	if (number)
		buf_str(&s->b, code);
	else
		quote(&s->b, code, 200);
	buf_char(&s->b, ' ');
	quote(&s->b, label, VALUE_BYTES);
}

/* One answer, on a scale or not, and numbers with words for "don't know". */
static void
put_values(struct script *s, const struct export_column *column)
{
	const struct form      *form = s->book->form->definition;
	const struct form_item *item = column->item;
	const char             *language = s->book->language;
	const char             *name = name_of(s, column->name);
	bool                    number = is_recoded(column);
	const char             *dk = form_say(form, form->dk_label, language);
	const char             *na = form_say(form, form->na_label, language);
	const char             *dk_code = "dk", *na_code = "na";
	struct buf             *b = &s->b;

	if (item->option_count == 0 && !number)
		return;
	if (number) {
		dk_code = arena_printf(s->arena, "%lld", (long long)missing_code(item, DK));
		na_code = arena_printf(s->arena, "%lld", (long long)missing_code(item, NA));
	}
	buf_fmt(b, "VALUE LABELS %s", name);
	for (size_t i = 0; i < item->option_count; i++)
		put_value(s, item->options[i].code, number,
		    export_option_label(s->arena, form, item, &item->options[i], language));
	if (item->dk)
		put_value(s, dk_code, number, dk ? dk : "dk");
	if (item->na)
		put_value(s, na_code, number, na ? na : "na");
	buf_str(b, ".\n");
	if (!item->dk && !item->na)
		return;
	buf_fmt(b, "MISSING VALUES %s (", name);
	if (item->dk)
		buf_fmt(b, number ? "%s" : "'%s'", dk_code);
	if (item->dk && item->na)
		buf_str(b, ", ");
	if (item->na)
		buf_fmt(b, number ? "%s" : "'%s'", na_code);
	buf_str(b, ").\n");
	if (number)
		buf_fmt(b, "FORMATS %s (%s).\n", name,
		    item->kind == FORM_NUMBER || item->kind == FORM_PERCENT ? "F12.2"
		                                                            : "F8.0");
}

static void
put_labels(struct script *s, const struct export_column *column)
{
	const struct form *form = s->book->form->definition;
	const char        *name = name_of(s, column->name);

	put_label(s, name, export_column_title(s->arena, form, column, s->book->language));
	if (column->kind == COLUMN_POOL)
		buf_fmt(&s->b,
		    "VALUE LABELS %s\n    'waiting' 'waiting'\n    'included' 'included'\n"
		    "    'held' 'held'\n    'withdrawn' 'withdrawn'.\n",
		    name);
	if (column->kind != COLUMN_ITEM && column->kind != COLUMN_CODES)
		return;
	if (!is_several(column)) {
		put_values(s, column);
		return;
	}
	for (size_t i = 0; i < column->item->option_count; i++) {
		const char *part = arena_printf(s->arena, "%s_%zu", name, i + 1);

		put_label(s, part,
		    export_option_label(s->arena, form, column->item,
		        &column->item->options[i], s->book->language));
		buf_fmt(&s->b, "VALUE LABELS %s 0 'no' 1 'yes'.\nFORMATS %s (F1.0).\n", part,
		    part);
	}
}

enum err
script_spss(struct arena *arena, const struct codebook *book, const char *csv,
    const struct export_sink *sink)
{
	struct export_columns columns =
	    export_columns(arena, book->form->definition, book->view);
	struct script s = { .book = book, .arena = arena };

	buf_init(&s.b, arena, SCRIPT_MAX);
	buf_fmt(&s.b,
	    "\xef\xbb\xbf* %s, version %d.\n"
	    "* Set the path of the CSV below, which was exported plain, then run all.\n\n",
	    book->form->slug, book->form->version);
	put_get_data(&s, &columns, csv);
	put_recodes(&s, &columns);
	for (size_t i = 0; i < columns.count; i++)
		put_labels(&s, &columns.list[i]);
	buf_str(&s.b, "EXECUTE.\n");
	return sink_flush(sink, &s.b);
}
