/* SPDX-License-Identifier: ISC */
#include "exchange/export.h"

#include <string.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "csv/csv.h"
#include "exchange/book.h"
#include "form/score.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"

#define ROW_MEMORY (16u * 1024 * 1024)
#define LINE_MAX   (4u * 1024 * 1024)
#define SEND_AT    (64u * 1024)

#define ALIVE_EVERY 256
#define PATIENCE    (15 * 60 * 1000) /* milliseconds: whoever reads may be slow */

/* One export under way. */
struct run {
	const struct export  *x;
	struct export_columns columns;
	struct arena         *scratch; /* one row */
	struct buf            out;     /* rows on their way */
	struct export_book   *book;
	struct export_done   *done;
};

enum err
sink_flush(const struct export_sink *sink, struct buf *b)
{
	enum err err;

	check(buf_ok(b));
	err = b->len > 0 ? sink->write(sink->thing, b->data, b->len) : ERR_OK;
	buf_clear(b);
	return err;
}

static void
cell(const struct run *run, struct buf *b, bool first, const char *s)
{
	if (run->x->plain)
		csv_plain(b, first, text_of(s ? s : ""));
	else
		csv_cell(b, first, text_of(s ? s : ""));
}

static const char *
code_of(struct arena *arena, const struct form_answers *answers,
    const struct form_item *wanted)
{
	const struct form_item *item = export_item_of(answers->form, wanted);

	return item ? form_answer_code(arena, answers, item) : NULL;
}

bool
export_score_of(const struct export_row *row, size_t measure, int32_t *micro_out)
{
	if (measure >= row->scores.n ||
	    (row->scores.null != NULL && row->scores.null[measure]))
		return false;
	*micro_out = row->scores.v[measure];
	return true;
}

static const char *
score_text(struct arena *arena, const struct export_row *row, size_t measure)
{
	int32_t micro;

	return export_score_of(row, measure, &micro) ? form_score_text(arena, micro) : NULL;
}

/* Twelve digits and the hyphen in between: among 300,000 responses eight would be
 * shared by some ten pairs, and a table is joined by them. */
#define REFERENCE_CHARS 13

const char *
export_reference(struct arena *arena, const struct export *x, const struct export_row *row)
{
	char *full = arena_strdup(arena, uuid_text(arena, row->id));

	if (x->view >= EXPORT_REVIEW)
		full[REFERENCE_CHARS] = '\0';
	return full;
}

static const char *
date_of(struct arena *arena, const struct export *x, const struct export_row *row)
{
	char *full = arena_strdup(arena, clock_iso(arena, row->submitted_at));

	if (x->view >= EXPORT_REVIEW)
		full[strcspn(full, "T")] = '\0';
	return full;
}

static void
csv_head(struct run *run)
{
	if (run->x->mark)
		buf_str(&run->out, "\xef\xbb\xbf");
	for (size_t i = 0; i < run->columns.count; i++)
		cell(run, &run->out, i == 0, run->columns.list[i].name);
	csv_end_row(&run->out);
}

static void
csv_line(struct run *run, const struct export_row *row, const struct form_answers *answers)
{
	const struct export *x = run->x;
	struct arena        *arena = run->scratch;
	struct buf          *b = &run->out;
	const char          *score;
	struct text          codes;

	for (size_t i = 0; i < run->columns.count; i++) {
		const struct export_column *column = &run->columns.list[i];

		switch (column->kind) {
		case COLUMN_RESPONSE:
			csv_number(b, i == 0, export_reference(arena, x, row));
			break;
		case COLUMN_VERSION:
			csv_number(b, false, "");
			buf_int(b, row->version);
			break;
		case COLUMN_SUBMITTED:
			csv_number(b, false, date_of(arena, x, row));
			break;
		case COLUMN_WAVE:
			csv_number(b, false, "");
			buf_int(b, row->wave);
			break;
		case COLUMN_POOL:
			csv_number(b, false, row->pool.s);
			break;
		case COLUMN_ITEM:
			cell(run, b, false, code_of(arena, answers, column->item));
			break;
		case COLUMN_CODES:
			codes = export_codes_of(row, column->coded);
			csv_number(b, false, "");
			if (codes.s != NULL)
				buf_text(b, codes);
			break;
		case COLUMN_SCORE:
			score = score_text(arena, row, column->measure);
			csv_number(b, false, score ? score : "");
			break;
		case COLUMN_FIRM:
			cell(run, b, false, row->firm.s);
			break;
		case COLUMN_EMAIL:
			cell(run, b, false, row->email.s);
			break;
		default:
			check(!"every kind of column has a cell");
		}
	}
	csv_end_row(b);
}

static void
json_line(struct run *run, const struct export_row *row)
{
	const struct export *x = run->x;
	const struct form   *form = x->form->definition;
	struct arena        *arena = run->scratch;
	struct buf          *b = &run->out;

	buf_fmt(b,
	    "{\"response\": \"%s\", \"form_version\": %d, \"submitted_at\": \"%s\", "
	    "\"wave\": %d, \"pool\": ",
	    export_reference(arena, x, row), row->version, date_of(arena, x, row), row->wave);
	buf_json(b, row->pool);
	buf_str(b, ", \"answers\": ");
	buf_text(b, row->answers);
	if (form->code_count > 0)
		export_codes_json(b, &run->columns, row);
	buf_str(b, ", \"scores\": {");
	for (size_t i = 0; i <= form->dimension_count; i++) {
		const char *score = score_text(arena, row, i);

		buf_fmt(b, "%s\"%s\": %s", i > 0 ? ", " : "", form_measure_code(form, i),
		    score ? score : "null");
	}
	buf_char(b, '}');
	if (x->view == EXPORT_NAMED || x->view == EXPORT_REVIEW_FIRMS) {
		buf_str(b, ", \"firm\": ");
		buf_json(b, row->firm);
	}
	if (x->view == EXPORT_NAMED) {
		buf_str(b, ", \"email\": ");
		buf_json(b, row->email);
	}
	buf_str(b, "}\n");
}

static enum err
write_row(struct run *run, const struct export_row *row)
{
	const struct export   *x = run->x;
	struct catalogue_form *version;
	struct form_answers    answers;
	const char            *culprit;

	if (x->format == EXPORT_JSON) {
		json_line(run, row);
	} else {
		TRY(catalogue_version(x->catalogue, x->db, x->form->owner, x->form->form,
		    row->version, &version));
		answers = form_answers_new(run->scratch, version->definition);
		if (form_answers_from_json(run->scratch, row->answers, &answers, &culprit) !=
		    ERR_OK) {
			LOG(EV_EXPORT_UNREADABLE,
			    log_str("response", uuid_text(run->scratch, row->id)),
			    log_str("item", culprit ? culprit : "-"));
			return ERR_INTERNAL;
		}
		for (size_t i = 0; i < version->definition->item_count; i++)
			run->done->mended += answers.items[i].mended;
		if (run->book != NULL)
			return book_add(run->scratch, run->book, row, &answers);
		csv_line(run, row, &answers);
	}
	return run->out.len >= SEND_AT ? sink_flush(&x->sink, &run->out) : ERR_OK;
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

static enum err
take_row(struct run *run, const struct export_row *row)
{
	const struct export_sink *sink = &run->x->sink;

	TRY(write_row(run, row));
	if (FAULT("export.row"))
		return ERR_UNAVAILABLE;
	arena_reset(run->scratch);
	if (++run->done->rows % ALIVE_EVERY == 0 && sink->alive != NULL)
		sink->alive(sink->thing);
	return ERR_OK;
}

static enum err
read_rows(struct run *run, struct arena *arena, struct tx *tx)
{
	const struct export   *x = run->x;
	struct export_rows_row row;
	struct sql_call       *copy;
	bool                   more;

	TRY(sql_export_rows_open(arena, tx,
	    &(struct export_rows_in){ .owner = x->form->owner,
	        .form = x->form->form,
	        .named = x->view == EXPORT_NAMED,
	        .sorted = x->form->definition->code_count > 0 },
	    &copy));
	for (;;) {
		TRY(sql_export_rows_next(copy, &row, &more));
		if (!more)
			return ERR_OK;
		TRY(take_row(run, &(struct export_row){ .id = row.id,
		                      .version = row.version,
		                      .wave = row.wave,
		                      .submitted_at = row.submitted_at,
		                      .pool = row.pool,
		                      .answers = row.answers,
		                      .firm = row.firm,
		                      .email = row.email,
		                      .codes = row.codes,
		                      .scores = row.scores }));
	}
}

enum err
export_slot_take(struct arena *arena, struct tx *tx, bool *free_out)
{
	struct export_slot_row slot;

	TRY(sql_export_slot(arena, tx, &slot));
	*free_out = slot.mine;
	return ERR_OK;
}

static enum err
read_review(struct run *run, struct arena *arena, struct tx *tx, struct text written)
{
	const struct export   *x = run->x;
	struct review_rows_row row;
	struct sql_call       *copy;
	bool                   taken, more;

	TRY(export_slot_take(arena, tx, &taken));
	if (!taken)
		return ERR_UNAVAILABLE;
	TRY(sql_review_rows_open(arena, tx,
	    &(struct review_rows_in){ .form = x->form->form,
	        .wave = x->wave,
	        .pool = text_of(x->pool != NULL ? x->pool : ""),
	        .firms = x->view == EXPORT_REVIEW_FIRMS,
	        .written = written,
	        .sorted = x->form->definition->code_count > 0 },
	    &copy));
	for (;;) {
		TRY(sql_review_rows_next(copy, &row, &more));
		if (!more)
			return ERR_OK;
		TRY(take_row(run, &(struct export_row){ .id = row.id,
		                      .version = row.version,
		                      .wave = row.wave,
		                      .submitted_at = row.submitted_at,
		                      .pool = row.pool,
		                      .answers = row.answers,
		                      .firm = row.firm,
		                      .codes = row.codes,
		                      .scores = row.scores }));
	}
}

enum err
export_run(struct arena *arena, const struct export *x, struct export_done *done_out)
{
	struct run run = {
		.x = x,
		.columns = export_columns(arena, x->form->definition, x->view),
		.scratch = arena_new_in(arena, ROW_MEMORY),
		.done = done_out,
	};
	bool        review = x->view >= EXPORT_REVIEW;
	struct text written = TEXT_NONE;
	struct tx  *tx;

	*done_out = (struct export_done){ 0 };
	buf_init(&run.out, arena, LINE_MAX);
	TRY(load_versions(x));
	if (review)
		TRY(export_written_items(arena, x, &written));
	if (x->format == EXPORT_XLSX)
		TRY(book_open(arena, x, &run.book));
	TRY(db_begin(x->db, arena, &x->scope, &tx));
	db_patient(tx, PATIENCE);
	if (x->format == EXPORT_CSV)
		csv_head(&run);
	TRY(review ? read_review(&run, arena, tx, written) : read_rows(&run, arena, tx));
	if (run.book != NULL)
		TRY(book_end(arena, run.book));
	TRY(sink_flush(&x->sink, &run.out));
	return db_commit(tx);
}
