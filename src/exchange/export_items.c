/* SPDX-License-Identifier: ISC
 *
 * export_items.c - items of whatever version in an export: looked up, written,
 * sorted under headings. */
#include <string.h>

#include "base/buf.h"
#include "exchange/export.h"
#include "response/catalogue.h"

const struct form_item *
export_item_of(const struct form *form, const struct form_item *wanted)
{
	const struct form_item *item = NULL;

	/* Mostly the same version, else mostly the same place: an id never
	 * changes its meaning. */
	if ((size_t)wanted->index < form->item_count)
		item = &form->items[wanted->index];
	if (item != wanted && (item == NULL || strcmp(item->id, wanted->id) != 0))
		item = form_item_find(form, text_of(wanted->id));
	return item;
}

struct text
export_codes_of(const struct export_row *row, const struct form_item *item)
{
	const char *p = row->codes.s, *end = p + row->codes.len;
	size_t      id = strlen(item->id);

	while (p != NULL && p < end) {
		const char *line = memchr(p, '\n', (size_t)(end - p));
		size_t      len = line != NULL ? (size_t)(line - p) : (size_t)(end - p);

		if (len > id && p[id] == ':' && memcmp(p, item->id, id) == 0)
			return (struct text){ p + id + 1, len - id - 1 };
		p = line != NULL ? line + 1 : NULL;
	}
	return TEXT_NONE;
}

/* Takes the first off "time|data"; false: there is none left. */
static bool
next_code(struct text *codes, struct text *code_out)
{
	const char *bar = codes->len > 0 ? memchr(codes->s, '|', codes->len) : NULL;
	size_t      len = bar != NULL ? (size_t)(bar - codes->s) : codes->len;

	if (codes->len == 0)
		return false;
	*code_out = (struct text){ codes->s, len };
	len += bar != NULL;
	*codes = (struct text){ codes->s + len, codes->len - len };
	return true;
}

bool
export_code_is_in(struct text codes, const char *wanted)
{
	struct text code;

	while (next_code(&codes, &code))
		if (text_is(code, wanted))
			return true;
	return false;
}

/* "codes": {"FX9": ["time", "data"]}, of all items whose words are sorted; also
 * what only an earlier version has. */
void
export_codes_json(struct buf *b, const struct export_columns *columns,
    const struct export_row *row)
{
	const char *between = "";

	buf_str(b, ", \"codes\": {");
	for (size_t i = 0; i < columns->count; i++) {
		const struct export_column *column = &columns->list[i];
		struct text                 codes, code;
		const char                 *comma = "";

		if (column->kind != COLUMN_CODES)
			continue;
		codes = export_codes_of(row, column->coded);
		if (codes.s == NULL)
			continue;
		buf_fmt(b, "%s\"%s\": [", between, column->coded->id);
		while (next_code(&codes, &code)) {
			if (text_is(code, FORM_CODE_NONE))
				continue;
			buf_str(b, comma);
			buf_json(b, code);
			comma = ", ";
		}
		buf_char(b, ']');
		between = ", ";
	}
	buf_char(b, '}');
}

/* Items that respondents write, of whatever version: "FX9,FX10". */
enum err
export_written_items(struct arena *arena, const struct export *x, struct text *items_out)
{
	struct catalogue_form *version;
	struct buf             b;

	buf_init(&b, arena, 64 * 1024);
	buf_str(&b, "");
	for (int32_t v = 1; v <= x->form->version; v++) {
		enum err err = catalogue_version(x->catalogue, x->db, x->form->owner,
		    x->form->form, v, &version);

		if (err == ERR_NOT_FOUND)
			continue;
		TRY(err);
		for (size_t i = 0; i < version->definition->item_count; i++) {
			const struct form_item *item = &version->definition->items[i];

			if (item->kind == FORM_TEXT || item->kind == FORM_LONG_TEXT ||
			    item->kind == FORM_EMAIL)
				buf_fmt(&b, "%s%s", b.len > 0 ? "," : "", item->id);
		}
	}
	*items_out = buf_as_text(&b);
	return ERR_OK;
}
