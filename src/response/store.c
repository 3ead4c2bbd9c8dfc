/* SPDX-License-Identifier: ISC
 *
 * Storing a submission, and finding out what became of one. */
#include <sodium.h>

#include "address/address.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"
#include "database/db.h"
#include "form/answers.h"
#include "form/quality.h"
#include "form/score.h"
#include "gen/sql_response.h"
#include "response/prepare.h"
#include "response/response.h"

#define HASH_BYTES 32
/* The first attempt, and one more when a session ended under it. */
#define ATTEMPTS 2
/* A server that takes long to say no is not asked twice. */
#define PATIENCE (2 * CLOCK_SECOND)

struct sql_texts
response_flag_names(struct arena *arena, unsigned flags)
{
	struct text *names = ARENA_ARRAY(arena, struct text, FORM_FLAG__MAX);
	size_t       n = 0;

	for (unsigned i = 0; i < FORM_FLAG__MAX; i++)
		if (flags & (1U << i))
			names[n++] = text_of(form_flag_name((enum form_flag)i));
	return (struct sql_texts){ names, n };
}

static struct sql_int4s
scores_of(struct arena *arena, const struct form_answers *answers)
{
	struct score score;
	int32_t     *values = ARENA_ARRAY(arena, int32_t, FORM_MEASURES_MAX);
	bool        *null = ARENA_ARRAY(arena, bool, FORM_MEASURES_MAX);
	size_t       n;

	form_score(arena, answers, &score);
	n = form_score_values(answers->form, &score, values);
	for (size_t i = 0; i < n; i++)
		null[i] = values[i] == SCORE_NONE;
	return (struct sql_int4s){ values, null, n };
}

void
response_prepare(struct arena *arena, const struct response_submission *sub,
    struct response_prepared *prepared_out)
{
	const struct form_answers *answers = sub->answers;
	struct response_prepared  *p = prepared_out;
	struct text         all = form_answers_to_json(arena, answers, NULL, FORM_PARTS_ALL);
	struct text         email = form_answers_email(answers);
	const char         *consent, *contact;
	struct mail_addr    address;
	uint8_t            *hash = arena_alloc(arena, HASH_BYTES);
	int64_t             seconds = -1;
	struct form_setting setting = { 0 };

	*p = (struct response_prepared){ 0 };
	if (sub->begun_at > 0 && sub->begun_at <= sub->now)
		seconds = (sub->now - sub->begun_at) / CLOCK_SECOND;
	if (seconds > 30 * 86400)
		seconds = -1;
	if (!text_empty(email) && address_parse(arena, email, &address) == ADDRESS_FINE) {
		p->email = address.full;
		p->email_domain = address.domain;
		p->firm_key = address_firm_key(arena, &address);
		setting.throw_away = address_is_throwaway(address.domain);
		setting.test = address_is_trial(&address);
	}
	crypto_generichash(hash, HASH_BYTES, (const unsigned char *)all.s, all.len, NULL, 0);
	p->body_hash = (struct bytes){ hash, HASH_BYTES };
	p->answers = form_answers_to_json(arena, answers, NULL, FORM_PARTS_NO_EMAIL);
	p->raw = form_answers_pack(arena, answers);
	p->scores = scores_of(arena, answers);
	setting.seconds = (int)seconds;
	p->flags = response_flag_names(arena, form_quality(answers, &setting));
	p->seconds = seconds < 0 ? OPT_INT_NONE : opt_int(seconds);
	consent = form_answers_code(answers, FORM_ROLE_CONSENT);
	contact = form_answers_code(answers, FORM_ROLE_CONTACT);
	p->consent = consent != NULL && strcmp(consent, "yes") == 0;
	p->contact_ok = contact != NULL && strcmp(contact, "no") != 0;
}

/* What stands under the id already. */
static enum err
standing(struct arena *arena, struct db *db, const struct response_submission *sub,
    struct bytes hash, enum response_outcome *outcome_out)
{
	struct db_scope           scope = respondent_of(sub->owner, sub->id);
	struct response_touch_row row;
	struct tx                *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_touch(arena, tx,
	    &(struct response_touch_in){ .owner = sub->owner, .id = sub->id }, &row));
	TRY(db_commit(tx));
	*outcome_out = row.body_hash.len == hash.len &&
	                       memcmp(row.body_hash.p, hash.p, hash.len) == 0
	                   ? RESPONSE_REPEATED
	                   : RESPONSE_DIFFERENT;
	return ERR_OK;
}

static enum err
insert(struct arena *arena, struct db *db, const struct response_submission *sub,
    const struct response_prepared *p, bool *open_out, bool *stored_out)
{
	struct db_scope            scope = respondent_of(sub->owner, sub->id);
	struct response_insert_row row;
	struct tx                 *tx;
	enum err                   err;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	err = sql_response_insert(arena, tx,
	    &(struct response_insert_in){ .owner = sub->owner,
	        .id = sub->id,
	        .form = sub->form,
	        .version = sub->version,
	        .language = text_of(sub->language),
	        .wave = clock_civil(sub->now).year,
	        .answers = p->answers,
	        .raw = p->raw,
	        .scores = p->scores,
	        .flags = p->flags,
	        .consent = p->consent,
	        .body_hash = p->body_hash,
	        .seconds = p->seconds,
	        .email = p->email,
	        .email_domain = p->email_domain,
	        .firm_key = p->firm_key,
	        .contact_ok = p->contact_ok,
	        .duplicate = text_of(form_flag_name(FORM_FLAG_DUPLICATE)) },
	    &row);
	/* What the ledger must find out: a receipt that does not wait for COMMIT. */
	if (FAULT("response.acknowledge-early")) {
		*open_out = *stored_out = true;
		return ERR_OK;
	}
	TRY(err);
	TRY(db_commit(tx));
	*open_out = row.open;
	*stored_out = row.stored;
	return ERR_OK;
}

enum err
response_submit(struct arena *arena, struct db *db, const struct response_submission *sub,
    enum response_outcome *outcome_out)
{
	struct response_prepared prepared;
	bool                     open = false, stored = false, unsure = false;
	int64_t                  begun = clock_monotonic();
	enum err                 err = ERR_OK;

	response_prepare(arena, sub, &prepared);
	for (int i = 0; i < ATTEMPTS; i++) {
		err = insert(arena, db, sub, &prepared, &open, &stored);
		/* The statement is harmless when repeated, and tells by itself
		 * whether the first one arrived. */
		unsure = unsure || err == ERR_UNCERTAIN;
		if ((err != ERR_UNCERTAIN && err != ERR_UNAVAILABLE) ||
		    clock_monotonic() - begun > PATIENCE)
			break;
	}
	if (err != ERR_OK)
		return unsure ? ERR_UNCERTAIN : err;
	if (stored) {
		*outcome_out = RESPONSE_STORED;
		return ERR_OK;
	}
	err = standing(arena, db, sub, prepared.body_hash, outcome_out);
	if (err == ERR_NOT_FOUND && !open) {
		*outcome_out = RESPONSE_CLOSED;
		return ERR_OK;
	}
	/* The row was there a moment ago: withdrawn from under us, or the
	 * connection failed.  Either way the visitor may safely send again. */
	return err == ERR_OK ? ERR_OK : ERR_UNCERTAIN;
}
