/* SPDX-License-Identifier: ISC */
#include "exchange/import.h"

#include <sodium.h>
#include <string.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/nearest.h"
#include "csv/csv.h"
#include "database/db.h"
#include "exchange/known.h"
#include "form/answers.h"
#include "form/form.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"
#include "response/prepare.h"

#define BATCH        1000
#define BATCH_MEMORY (48u * 1024 * 1024)
#define BATCH_FULL   (14u * 1024 * 1024) /* and as much again, twice, to send it */
#define NAME_MAX_LEN 200

/* What a column holds: an item, or one of ours. */
enum {
	COLUMN_SUBMITTED = -1,
	COLUMN_FIRM = -2,
	COLUMN_CONFIRMED = -3,
	COLUMN_IGNORED = -4,
	COLUMN_RESPONSE = -5
};

struct columns {
	const char **names;
	int         *holds;
	size_t       count;
};

/* Parallel arrays, as the statement takes them. */
struct batch {
	struct uuid  *id;
	struct text  *name, *domain, *email, *email_domain, *answers, *scores, *flags;
	int64_t      *submitted, *line;
	int32_t      *wave;
	struct bytes *raw, *hash;
	bool         *consent, *confirmed, *contact_ok;
	size_t        n;
};

struct row {
	struct form_answers answers;
	struct text         firm;
	int64_t             submitted_at;
	bool                confirmed;
	struct uuid         id; /* as an export names it; nil: made of the contents */
};

static struct batch
new_batch(struct arena *arena)
{
	return (struct batch){
		.id = ARENA_ARRAY(arena, struct uuid, BATCH),
		.name = ARENA_ARRAY(arena, struct text, BATCH),
		.domain = ARENA_ARRAY(arena, struct text, BATCH),
		.email = ARENA_ARRAY(arena, struct text, BATCH),
		.email_domain = ARENA_ARRAY(arena, struct text, BATCH),
		.answers = ARENA_ARRAY(arena, struct text, BATCH),
		.scores = ARENA_ARRAY(arena, struct text, BATCH),
		.flags = ARENA_ARRAY(arena, struct text, BATCH),
		.submitted = ARENA_ARRAY(arena, int64_t, BATCH),
		.line = ARENA_ARRAY(arena, int64_t, BATCH),
		.wave = ARENA_ARRAY(arena, int32_t, BATCH),
		.raw = ARENA_ARRAY(arena, struct bytes, BATCH),
		.hash = ARENA_ARRAY(arena, struct bytes, BATCH),
		.consent = ARENA_ARRAY(arena, bool, BATCH),
		.confirmed = ARENA_ARRAY(arena, bool, BATCH),
		.contact_ok = ARENA_ARRAY(arena, bool, BATCH),
	};
}

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
has_column(const struct columns *columns, int holds)
{
	for (size_t i = 0; i < columns->count; i++)
		if (columns->holds[i] == holds)
			return true;
	return false;
}

/* Exports carry these; an import has no use for them. */
static bool
is_export_column(const struct form *form, struct text name)
{
	static const char *const words[] = { "form_version", "wave", "pool", "overall" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (text_is(name, words[i]))
			return true;
	for (size_t i = 0; i < form->dimension_count; i++)
		if (text_is(name, form->dimensions[i].code))
			return true;
	return false;
}

/* What each column of the first row holds.  false: told. */
static bool
read_header(struct arena *arena, const struct import *import, const struct csv_row *row,
    struct columns *columns)
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
		else if (holds < 0 && is_export_column(form, name))
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
    struct row *row)
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
		if (cell.len > NAME_MAX_LEN)
			return "is longer than 200 bytes";
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
check_whole(struct arena *arena, const struct import *import, const struct row *row,
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

static bool
read_row(struct arena *arena, const struct import *import, const struct columns *columns,
    const struct csv_row *csv, struct row *row)
{
	bool fine = true;

	*row = (struct row){ .answers = form_answers_new(arena, import->form->definition),
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

/* The same row of the same form has the same id for ever; a row that was
 * exported here has the id it had. */
static struct uuid
row_id(const struct import *import, const struct row *row, const struct response_prepared *p)
{
	crypto_generichash_state state;
	struct uuid              id;
	const char              *slug = import->form->slug;
	bool                     dated = row->submitted_at != import->now;

	if (!uuid_is_nil(row->id))
		return row->id;

	crypto_generichash_init(&state, NULL, 0, sizeof(id.b));
	crypto_generichash_update(&state, (const unsigned char *)slug, strlen(slug) + 1);
	crypto_generichash_update(&state, p->body_hash.p, p->body_hash.len);
	if (dated)
		crypto_generichash_update(&state, (const unsigned char *)&row->submitted_at,
		    sizeof(row->submitted_at));
	if (row->firm.s != NULL)
		crypto_generichash_update(&state, (const unsigned char *)row->firm.s,
		    row->firm.len);
	crypto_generichash_final(&state, id.b, sizeof(id.b));
	id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x80); /* version 8: our own making */
	id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80);
	return id;
}

/* "{1,NULL,3}" and "{a,b}": names of ours, no quoting needed. */
static struct text
array_text(struct arena *arena, const struct sql_int4s *numbers,
    const struct sql_texts *words)
{
	struct buf b;
	size_t     n = numbers != NULL ? numbers->n : words->n;

	buf_init(&b, arena, 4096);
	buf_char(&b, '{');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_char(&b, ',');
		if (words != NULL)
			buf_text(&b, words->v[i]);
		else if (numbers->null != NULL && numbers->null[i])
			buf_str(&b, "NULL");
		else
			buf_int(&b, numbers->v[i]);
	}
	buf_char(&b, '}');
	return buf_as_text(&b);
}

static void
add_row(struct arena *arena, const struct import *import, const struct row *row,
    int64_t line, struct batch *b)
{
	const struct catalogue_form *form = import->form;
	struct response_prepared     p;
	size_t                       i = b->n++;
	bool                         named;

	response_prepare(arena,
	    &(struct response_submission){ .owner = form->owner,
	        .form = form->form,
	        .version = form->version,
	        .definition = form->definition,
	        .answers = &row->answers,
	        .language = import->language,
	        .now = row->submitted_at },
	    &p);
	/* An export names a firm that has no name by its mail domain. */
	named = !text_empty(row->firm) && !text_equal(row->firm, p.email_domain);
	b->id[i] = row_id(import, row, &p);
	b->line[i] = line;
	b->name[i] = named ? row->firm : TEXT_NONE;
	b->domain[i] = named ? TEXT_NONE : p.firm_key;
	b->email[i] = p.email;
	b->email_domain[i] = p.email_domain;
	b->submitted[i] = row->submitted_at;
	b->wave[i] = clock_civil(row->submitted_at).year;
	b->answers[i] = p.answers;
	b->raw[i] = p.raw;
	b->hash[i] = p.body_hash;
	b->scores[i] = array_text(arena, &p.scores, NULL);
	b->flags[i] = array_text(arena, NULL, &p.flags);
	b->consent[i] = p.consent;
	b->confirmed[i] = row->confirmed;
	b->contact_ok[i] = p.contact_ok;
}

static enum err
store(struct arena *arena, const struct import *import, const struct batch *b,
    int64_t *added_out)
{
	const struct catalogue_form *form = import->form;
	struct import_domains_row    domains;
	struct import_rows_row       stored;
	struct tx                   *tx;
	int64_t                      changed;

	*added_out = 0;
	if (b->n == 0)
		return ERR_OK;
	if (import->check_only) {
		TRY(known_rows(arena, import, b->id, b->line, b->n, &changed));
		*added_out = (int64_t)b->n - changed;
		return ERR_OK;
	}
	TRY(db_begin(import->db, arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR }, &tx));
	TRY(sql_import_firms(arena, tx,
	    &(struct import_firms_in){ .names = { b->name, b->n } }, &changed));
	TRY(sql_import_domains(arena, tx,
	    &(struct import_domains_in){ .domains = { b->domain, b->n } }, &domains));
	db_final(tx);
	TRY(sql_import_rows(arena, tx,
	    &(struct import_rows_in){ .owner = form->owner,
	        .form = form->form,
	        .version = form->version,
	        .language = text_of(import->language),
	        .ids = { b->id, NULL, b->n },
	        .names = { b->name, b->n },
	        .domains = { b->domain, b->n },
	        .emails = { b->email, b->n },
	        .email_domains = { b->email_domain, b->n },
	        .submitted = { b->submitted, NULL, b->n },
	        .waves = { b->wave, NULL, b->n },
	        .answers = { b->answers, b->n },
	        .raws = { b->raw, b->n },
	        .scores = { b->scores, b->n },
	        .flags = { b->flags, b->n },
	        .consents = { b->consent, NULL, b->n },
	        .confirmed = { b->confirmed, NULL, b->n },
	        .contact_oks = { b->contact_ok, NULL, b->n },
	        .hashes = { b->hash, b->n },
	        .send = import->send_reports },
	    &stored));
	TRY(db_commit(tx));
	*added_out = stored.added;
	return ERR_OK;
}

enum err
import_run(struct arena *arena, const struct import *import, struct import_result *result_out)
{
	struct arena         *scratch = arena_new_in(arena, BATCH_MEMORY);
	struct import_result *r = result_out;
	struct columns        columns;
	struct csv_row        csv;
	const char           *problem;
	enum csv_state        state = csv_read(import->reader, &csv, &problem);
	enum err              err = ERR_OK;

	*r = (struct import_result){ 0 };
	if (state != CSV_ROW) {
		import->tell(import->thing, csv.line, NULL,
		    state == CSV_END ? "is missing: the file is empty" : problem);
		return ERR_INVALID;
	}
	if (!read_header(arena, import, &csv, &columns))
		return ERR_INVALID;
	while (state != CSV_END && err == ERR_OK && !r->stopped) {
		struct batch batch = new_batch(scratch);
		int64_t      added;

		while (batch.n < BATCH && arena_used(scratch) < BATCH_FULL &&
		       (state = csv_read(import->reader, &csv, &problem)) != CSV_END) {
			struct row row;

			r->rows++;
			if (state == CSV_BROKEN)
				import->tell(import->thing, csv.line, NULL, problem);
			if (state == CSV_ROW &&
			    read_row(scratch, import, &columns, &csv, &row))
				add_row(scratch, import, &row, csv.line, &batch);
			else
				r->broken++;
			if (csv_reader_failed(import->reader))
				return ERR_INVALID;
		}
		err = store(scratch, import, &batch, &added);
		if (err == ERR_UNCERTAIN || err == ERR_UNAVAILABLE)
			err = store(scratch, import, &batch, &added); /* ids make it safe */
		if (err == ERR_OK) {
			r->added += added;
			r->known += (int64_t)batch.n - added;
			r->stopped = !import->progress(import->thing,
			    csv_reader_offset(import->reader), r->rows);
		}
		arena_reset(scratch);
	}
	return err;
}
