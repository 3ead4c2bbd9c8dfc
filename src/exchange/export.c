/* SPDX-License-Identifier: ISC */
#include "exchange/export.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "csv/csv.h"
#include "database/db.h"
#include "form/answers.h"
#include "form/form.h"
#include "form/score.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"

#define ROW_MEMORY (16u * 1024 * 1024)
#define LINE_MAX   (4u * 1024 * 1024)

static void
head(const struct export *x, struct buf *b)
{
	const struct form *form = x->form->definition;

	if (x->mark)
		buf_str(b, "\xef\xbb\xbf");
	csv_cell(b, true, TEXT_LIT("response"));
	csv_cell(b, false, TEXT_LIT("form_version"));
	csv_cell(b, false, TEXT_LIT("submitted_at"));
	csv_cell(b, false, TEXT_LIT("wave"));
	csv_cell(b, false, TEXT_LIT("pool"));
	for (size_t i = 0; i < form->item_count; i++)
		if (form->items[i].role != FORM_ROLE_EMAIL &&
		    form->items[i].kind != FORM_STATEMENT)
			csv_cell(b, false, text_of(form->items[i].id));
	for (size_t i = 0; i <= form->dimension_count; i++)
		csv_cell(b, false, text_of(form_measure_code(form, i)));
	if (x->identities) {
		csv_cell(b, false, TEXT_LIT("firm"));
		csv_cell(b, false, TEXT_LIT("email"));
	}
	csv_end_row(b);
}

/* An item of the newest version, looked up in the version that was answered:
 * an id never changes its meaning. */
static const char *
code_of(struct arena *arena, const struct form_answers *answers,
    const struct form_item *wanted)
{
	const struct form      *form = answers->form;
	const struct form_item *item = NULL;

	/* Mostly the same version, else mostly the same place. */
	if ((size_t)wanted->index < form->item_count)
		item = &form->items[wanted->index];
	if (item != wanted && (item == NULL || strcmp(item->id, wanted->id) != 0))
		item = form_item_find(form, text_of(wanted->id));
	return item ? form_answer_code(arena, answers, item) : NULL;
}

static const char *
score_of(struct arena *arena, const struct export_rows_row *row, size_t measure)
{
	if (measure >= row->scores.n ||
	    (row->scores.null != NULL && row->scores.null[measure]))
		return NULL;
	return form_score_text(arena, row->scores.v[measure]);
}

static void
csv_line(struct arena *arena, const struct export *x, const struct export_rows_row *row,
    const struct form_answers *answers, struct buf *b)
{
	const struct form *form = x->form->definition;

	csv_cell(b, true, text_of(uuid_text(arena, row->id)));
	csv_number(b, false, arena_printf(arena, "%d", row->version));
	csv_cell(b, false, text_of(clock_iso(arena, row->submitted_at)));
	csv_number(b, false, arena_printf(arena, "%d", row->wave));
	csv_cell(b, false, row->pool);
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item = &form->items[i];
		const char             *code;

		if (item->role == FORM_ROLE_EMAIL || item->kind == FORM_STATEMENT)
			continue;
		code = code_of(arena, answers, item);
		csv_cell(b, false, text_of(code ? code : ""));
	}
	for (size_t i = 0; i <= form->dimension_count; i++) {
		const char *score = score_of(arena, row, i);

		csv_number(b, false, score ? score : "");
	}
	if (x->identities) {
		csv_cell(b, false, row->firm.s ? row->firm : TEXT_LIT(""));
		csv_cell(b, false, row->email.s ? row->email : TEXT_LIT(""));
	}
	csv_end_row(b);
}

static void
json_string(struct buf *b, struct text text)
{
	if (text.s == NULL) {
		buf_str(b, "null");
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c == '"' || c == '\\')
			buf_char(b, '\\');
		if (c < 0x20)
			buf_fmt(b, "\\u%04x", c);
		else
			buf_char(b, (char)c);
	}
	buf_char(b, '"');
}

static void
json_line(struct arena *arena, const struct export *x, const struct export_rows_row *row,
    struct buf *b)
{
	const struct form *form = x->form->definition;

	buf_fmt(b,
	    "{\"response\": \"%s\", \"form_version\": %d, \"submitted_at\": \"%s\", "
	    "\"wave\": %d, \"pool\": ",
	    uuid_text(arena, row->id), row->version, clock_iso(arena, row->submitted_at),
	    row->wave);
	json_string(b, row->pool);
	buf_str(b, ", \"answers\": ");
	buf_text(b, row->answers);
	buf_str(b, ", \"scores\": {");
	for (size_t i = 0; i <= form->dimension_count; i++) {
		const char *score = score_of(arena, row, i);

		buf_fmt(b, "%s\"%s\": %s", i > 0 ? ", " : "", form_measure_code(form, i),
		    score ? score : "null");
	}
	buf_char(b, '}');
	if (x->identities) {
		buf_str(b, ", \"firm\": ");
		json_string(b, row->firm);
		buf_str(b, ", \"email\": ");
		json_string(b, row->email);
	}
	buf_str(b, "}\n");
}

static enum err
write_row(struct arena *arena, const struct export *x, const struct export_rows_row *row)
{
	struct catalogue_form *version;
	struct form_answers    answers;
	const char            *culprit;
	struct buf             b;

	buf_init(&b, arena, LINE_MAX);
	if (x->format == EXPORT_JSON) {
		json_line(arena, x, row, &b);
	} else {
		TRY(catalogue_version(x->catalogue, x->db, x->form->owner, x->form->form,
		    row->version, &version));
		answers = form_answers_new(arena, version->definition);
		TRY(form_answers_from_json(arena, row->answers, &answers, &culprit));
		csv_line(arena, x, row, &answers, &b);
	}
	check(buf_ok(&b));
	return fwrite(b.data, 1, b.len, x->out) == b.len ? ERR_OK : ERR_INTERNAL;
}

/* Every version, so that none is asked for while the stream holds the
 * connection. */
static enum err
load_versions(const struct export *x)
{
	struct catalogue_form *version;

	for (int32_t v = 1; v <= x->form->version; v++) {
		enum err err = catalogue_version(x->catalogue, x->db, x->form->owner,
		    x->form->form, v, &version);

		if (err != ERR_OK && err != ERR_NOT_FOUND)
			return err;
	}
	return ERR_OK;
}

enum err
export_run(struct arena *arena, const struct export *x, int64_t *rows_out)
{
	struct arena          *scratch = arena_new_in(arena, ROW_MEMORY);
	struct export_rows_row row;
	struct sql_call       *copy;
	struct tx             *tx;
	struct buf             b;
	bool                   more;

	*rows_out = 0;
	TRY(load_versions(x));
	TRY(db_begin(x->db, arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR }, &tx));
	TRY(sql_export_rows_open(arena, tx,
	    &(struct export_rows_in){ .owner = x->form->owner,
	        .form = x->form->form,
	        .identities = x->identities },
	    &copy));
	if (x->format == EXPORT_CSV) {
		buf_init(&b, scratch, LINE_MAX);
		head(x, &b);
		if (fwrite(b.data, 1, b.len, x->out) != b.len)
			return ERR_INTERNAL;
	}
	for (;;) {
		TRY(sql_export_rows_next(copy, &row, &more));
		if (!more)
			break;
		TRY(write_row(scratch, x, &row));
		arena_reset(scratch);
		(*rows_out)++;
	}
	return db_commit(tx);
}
