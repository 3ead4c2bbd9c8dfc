/* SPDX-License-Identifier: ISC
 *
 * script_r.c - an R script that reads the CSV and labels it.  All of it is
 * ASCII: R reads a script in the alphabet of whoever runs it. */
#include <string.h>

#include "base/utf8.h"
#include "exchange/codebook.h"
#include "response/catalogue.h"

#define SCRIPT_MAX (8u * 1024 * 1024)

struct script {
	const struct codebook *book;
	struct arena          *arena;
	struct buf             b;
};

/* "text" as R reads it, whatever is in it. */
static void
quote(struct buf *b, const char *s)
{
	size_t   left = strlen(s), len;
	uint32_t code;

	buf_char(b, '"');
	for (; left > 0; s += len, left -= len) {
		len = utf8_next(s, left, &code);
		if (len == 0)
			break;
		if (code == '"' || code == '\\')
			buf_fmt(b, "\\%c", (char)code);
		else if (code == '\n' || code == '\t' || code == '\r')
			buf_char(b, ' ');
		else if (code < 0x20 || code == 0x7f)
			continue;
		else if (code < 0x80)
			buf_char(b, (char)code);
		else if (code > 0xffff)
			buf_fmt(b, "\\U%08x", code);
		else
			buf_fmt(b, "\\u%04x", code);
	}
	buf_char(b, '"');
}

/* The same word for two codes would make them one level. */
static bool
is_twin(struct script *s, const struct form_item *item, size_t at, const char *label)
{
	for (size_t i = 0; i < item->option_count; i++)
		if (i != at && strcmp(export_option_label(s->arena, s->book->form->definition,
		                          item, &item->options[i], s->book->language),
		                   label) == 0)
			return true;
	return false;
}

static const char *
level_of(struct script *s, const struct form_item *item, size_t at)
{
	const struct form *form = s->book->form->definition;
	const char        *label =
	    export_option_label(s->arena, form, item, &item->options[at], s->book->language);
	const char *dk = form_say(form, form->dk_label, s->book->language);
	const char *na = form_say(form, form->na_label, s->book->language);

	if (is_twin(s, item, at, label) || (item->dk && dk && strcmp(label, dk) == 0) ||
	    (item->na && na && strcmp(label, na) == 0))
		return arena_printf(s->arena, "%s (%s)", label, item->options[at].code);
	return label;
}

/* c("1", "2", ...), of codes or of words. */
static void
put_levels(struct script *s, const struct form_item *item, bool words)
{
	const struct form *form = s->book->form->definition;
	struct buf        *b = &s->b;
	const char        *between = "";

	buf_str(b, "c(");
	for (size_t i = 0; i < item->option_count; i++) {
		buf_str(b, between);
		quote(b, words ? level_of(s, item, i) : item->options[i].code);
		between = ", ";
	}
	if (item->dk) {
		const char *dk = words ? form_say(form, form->dk_label, s->book->language)
		                       : "dk";

		buf_str(b, between);
		quote(b, dk ? dk : "dk");
		between = ", ";
	}
	if (item->na) {
		const char *na = words ? form_say(form, form->na_label, s->book->language)
		                       : "na";

		buf_str(b, between);
		quote(b, na ? na : "na");
	}
	buf_char(b, ')');
}

static void
put_item(struct script *s, const struct form_item *item)
{
	struct buf *b = &s->b;

	if (item->kind == FORM_MULTI) {
		for (size_t i = 0; i < item->option_count; i++) {
			buf_str(b, "several(");
			quote(b, item->id);
			buf_str(b, ", ");
			quote(b, item->options[i].code);
			buf_str(b, ", ");
			quote(b, level_of(s, item, i));
			buf_str(b, ")\n");
		}
	} else if (item->option_count > 0) {
		buf_fmt(b, "%s(", export_item_is_scale(item) ? "scale_of" : "one_of");
		quote(b, item->id);
		buf_str(b, ",\n    ");
		put_levels(s, item, false);
		buf_str(b, ",\n    ");
		put_levels(s, item, true);
		buf_str(b, ")\n");
	} else if (form_kind_is_number(item->kind)) {
		buf_str(b, "number(");
		quote(b, item->id);
		buf_str(b, ")\n");
	} else if (item->kind == FORM_DATE) {
		buf_str(b, "day(");
		quote(b, item->id);
		buf_str(b, ")\n");
	}
}

static void
put_column(struct script *s, const struct export_column *column)
{
	struct buf *b = &s->b;

	switch (column->kind) {
	case COLUMN_ITEM:
	case COLUMN_CODES:
		put_item(s, column->item);
		break;
	case COLUMN_VERSION:
	case COLUMN_WAVE:
	case COLUMN_SCORE:
		buf_str(b, "number(");
		quote(b, column->name);
		buf_str(b, ")\n");
		break;
	case COLUMN_SUBMITTED:
		buf_str(b, s->book->view >= EXPORT_REVIEW ? "day(" : "instant(");
		quote(b, column->name);
		buf_str(b, ")\n");
		break;
	case COLUMN_POOL:
		buf_str(b, "one_of(");
		quote(b, column->name);
		buf_str(b, ", c(\"waiting\", \"included\", \"held\", \"withdrawn\"), "
		           "c(\"waiting\", \"included\", \"held\", \"withdrawn\"))\n");
		break;
	case COLUMN_RESPONSE:
	case COLUMN_FIRM:
	case COLUMN_EMAIL:
	default:
		break;
	}
	buf_str(b, "label(");
	quote(b, column->name);
	buf_str(b, ", ");
	quote(b, export_column_title(s->arena, s->book->form->definition, column,
	             s->book->language));
	buf_str(b, ")\n");
}

static const char preamble[] =
    "# Rscript THIS-FILE [CSV]: the answers as the data frame \"responses\", with words for\n"
    "# codes.  The data frame \"values\" holds scales and numbers as numbers; there don't know\n"
    "# and not applicable are NA.  A question with several answers becomes a column for each.\n";
static const char functions[] =
    "responses <- read.csv(csv, colClasses = \"character\", na.strings = \"\",\n"
    "    check.names = FALSE, encoding = \"UTF-8\", stringsAsFactors = FALSE)\n"
    "names(responses)[1] <- \"response\"\n"
    "values <- responses\n"
    "there <- function(id) id %in% names(responses)\n"
    "label <- function(id, words) if (there(id)) {\n"
    "    attr(responses[[id]], \"label\") <<- words\n"
    "    attr(values[[id]], \"label\") <<- words\n"
    "}\n"
    "number <- function(id) if (there(id)) {\n"
    "    given <- responses[[id]]\n"
    "    values[[id]] <<- suppressWarnings(as.numeric(given))\n"
    "    if (!any(given %in% c(\"dk\", \"na\"))) responses[[id]] <<- values[[id]]\n"
    "}\n"
    "one_of <- function(id, codes, words) if (there(id))\n"
    "    responses[[id]] <<- factor(responses[[id]], levels = codes, labels = words)\n"
    "scale_of <- function(id, codes, words) if (there(id)) {\n"
    "    values[[id]] <<- suppressWarnings(as.numeric(responses[[id]]))\n"
    "    one_of(id, codes, words)\n"
    "}\n"
    "several <- function(id, code, words) if (there(id)) {\n"
    "    given <- strsplit(responses[[id]], \"|\", fixed = TRUE)\n"
    "    name <- paste(id, code, sep = \".\")\n"
    "    responses[[name]] <<- vapply(given, function(x)\n"
    "        if (length(x) == 1 && is.na(x)) NA else code %in% x, NA)\n"
    "    values[[name]] <<- responses[[name]]\n"
    "    label(name, words)\n"
    "}\n"
    "day <- function(id) if (there(id)) {\n"
    "    responses[[id]] <<- as.Date(responses[[id]])\n"
    "    values[[id]] <<- responses[[id]]\n"
    "}\n"
    "instant <- function(id) if (there(id)) {\n"
    "    responses[[id]] <<- as.POSIXct(responses[[id]], tz = \"UTC\", "
    "format = \"%Y-%m-%dT%H:%M:%S\")\n"
    "    values[[id]] <<- responses[[id]]\n"
    "}\n";

enum err
script_r(struct arena *arena, const struct codebook *book, const char *csv,
    const struct export_sink *sink)
{
	const struct form    *form = book->form->definition;
	struct export_columns columns = export_columns(arena, form, book->view);
	struct script         s = { .book = book, .arena = arena };

	buf_init(&s.b, arena, SCRIPT_MAX);
	buf_fmt(&s.b, "# %s, version %d\n", book->form->slug, book->form->version);
	buf_str(&s.b, preamble);
	buf_str(&s.b, "csv <- commandArgs(trailingOnly = TRUE)\ncsv <- if (length(csv) > 0) "
	              "csv[1] else ");
	quote(&s.b, csv);
	buf_char(&s.b, '\n');
	buf_str(&s.b, functions);
	for (size_t i = 0; i < columns.count; i++)
		put_column(&s, &columns.list[i]);
	return sink_flush(sink, &s.b);
}
