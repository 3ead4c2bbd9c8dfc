/* SPDX-License-Identifier: ISC */
#include "exchange/import_batch.h"

#include <sodium.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "database/db.h"
#include "exchange/known.h"
#include "form/form.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"
#include "response/prepare.h"

void
import_batch_new(struct import_batch *b, struct arena *arena)
{
	arena_reset(arena);
	*b = (struct import_batch){
		.arena = arena,
		.id = ARENA_ARRAY(arena, struct uuid, IMPORT_BATCH),
		.name = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.domain = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.email = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.email_domain = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.answers = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.scores = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.flags = ARENA_ARRAY(arena, struct text, IMPORT_BATCH),
		.submitted = ARENA_ARRAY(arena, int64_t, IMPORT_BATCH),
		.line = ARENA_ARRAY(arena, int64_t, IMPORT_BATCH),
		.wave = ARENA_ARRAY(arena, int32_t, IMPORT_BATCH),
		.raw = ARENA_ARRAY(arena, struct bytes, IMPORT_BATCH),
		.hash = ARENA_ARRAY(arena, struct bytes, IMPORT_BATCH),
		.consent = ARENA_ARRAY(arena, bool, IMPORT_BATCH),
		.confirmed = ARENA_ARRAY(arena, bool, IMPORT_BATCH),
		.contact_ok = ARENA_ARRAY(arena, bool, IMPORT_BATCH),
	};
}

bool
import_batch_full(const struct import_batch *b)
{
	return b->n == IMPORT_BATCH || arena_used(b->arena) >= IMPORT_BATCH_FULL;
}

/* The same row of the same form has the same id for ever; a row that was
 * exported here has the id it had. */
static struct uuid
row_id(const struct import *import, const struct import_row *row,
    const struct response_prepared *p)
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

void
import_batch_add(const struct import *import, const struct import_row *row, int64_t line,
    struct import_batch *b)
{
	struct arena                *arena = b->arena;
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

/* Firms first: the rows look them up. */
static enum err
send_rows(const struct import *import, struct import_batch *b)
{
	static const struct db_scope scope = { .role = DB_ROLE_OPERATOR };
	const struct catalogue_form *form = import->form;
	struct arena                *arena = b->arena;
	struct import_domains_row    domains;
	struct tx                   *tx;

	TRY(db_begin(import->db, arena, &scope, &tx));
	TRY(sql_import_firms(arena, tx,
	    &(struct import_firms_in){ .names = { b->name, b->n } }, NULL));
	TRY(sql_import_domains(arena, tx,
	    &(struct import_domains_in){ .domains = { b->domain, b->n } }, &domains));
	db_final(tx);
	TRY(sql_import_rows_send(arena, tx,
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
	    &b->sent));
	b->tx = tx;
	return ERR_OK;
}

void
import_batch_start(const struct import *import, struct import_batch *b)
{
	b->err = b->n > 0 && !import->check_only ? send_rows(import, b) : ERR_OK;
}

static enum err
collect(struct import_batch *b, int64_t *added_out)
{
	struct import_rows_row stored;

	TRY(b->err);
	TRY(sql_import_rows_collect(b->sent, &stored));
	TRY(db_commit(b->tx));
	*added_out = stored.added;
	return ERR_OK;
}

enum err
import_batch_finish(const struct import *import, struct import_batch *b, int64_t *added_out)
{
	int64_t  known;
	enum err err;

	*added_out = 0;
	if (b->n == 0)
		return ERR_OK;
	if (import->check_only) {
		TRY(known_rows(b->arena, import, b->id, b->line, b->n, &known));
		*added_out = (int64_t)b->n - known;
		return ERR_OK;
	}
	err = collect(b, added_out);
	if (err == ERR_UNCERTAIN || err == ERR_UNAVAILABLE) {
		import_batch_start(import, b);
		err = collect(b, added_out);
	}
	return err;
}
