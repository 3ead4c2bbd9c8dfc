/* SPDX-License-Identifier: ISC
 *
 * Stored responses: reading, correcting, leaving, confirming. */
#include "response/response.h"

#include "address/address.h"
#include "base/arena.h"
#include "database/db.h"
#include "form/score.h"
#include "form/quality.h"
#include "gen/sql_response.h"
#include "response/prepare.h"

static enum response_pool
pool_of(struct text word)
{
	return text_is(word, "included")    ? RESPONSE_INCLUDED
	       : text_is(word, "held")      ? RESPONSE_HELD
	       : text_is(word, "withdrawn") ? RESPONSE_WITHDRAWN
	                                    : RESPONSE_WAITING;
}

static const int32_t *
scores_of(struct arena *arena, struct sql_int4s scores)
{
	int32_t *v = ARENA_ARRAY(arena, int32_t, scores.n + 1);

	for (size_t i = 0; i < scores.n; i++)
		v[i] = scores.null && scores.null[i] ? SCORE_NONE : scores.v[i];
	return v;
}

static int64_t
or_zero(struct opt_int value)
{
	return value.set ? value.v : 0;
}

enum err
response_read(struct arena *arena, struct tx *tx, int64_t owner, struct uuid id,
    struct response *response_out)
{
	struct response_one_row row;

	TRY(sql_response_one(arena, tx,
	    &(struct response_one_in){ .owner = owner, .id = id }, &row));
	*response_out = (struct response){
		.id = id,
		.owner = owner,
		.form = row.form,
		.version = row.version,
		.firm_of_record = or_zero(row.firm_of_record),
		.wave = row.wave,
		.submitted_at = row.submitted_at,
		.language = arena_strndup(arena, row.language.s, row.language.len),
		.answers = row.answers,
		.scores = scores_of(arena, row.scores),
		.score_count = row.scores.n,
		.pool = pool_of(row.pool),
		.pool_reason = row.pool_reason,
		.consent = row.consent,
		.contact_ok = row.contact_ok.set && row.contact_ok.v,
		.web = row.web,
		.confirmed_at = or_zero(row.confirmed_at),
		.disowned_at = or_zero(row.disowned_at),
		.snapshot = or_zero(row.snapshot),
		.compared = row.compared,
		.generation = (uint32_t)row.generation,
		.revision = row.revision,
		.email = row.email,
	};
	return ERR_OK;
}

enum err
response_load(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    struct response *response_out)
{
	struct db_scope scope = respondent_of(owner, id);
	struct tx      *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(response_read(arena, tx, owner, id, response_out));
	return db_commit(tx);
}

enum err
response_correct(struct arena *arena, struct db *db, const struct response_submission *sub,
    int32_t based_on)
{
	struct db_scope             scope = respondent_of(sub->owner, sub->id);
	struct response_prepared    p;
	struct response_replace_row row;
	struct tx                  *tx;

	response_prepare(arena, sub, &p);
	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_replace(arena, tx,
	    &(struct response_replace_in){ .owner = sub->owner,
	        .id = sub->id,
	        .based_on = based_on,
	        .answers = p.answers,
	        .raw = p.raw,
	        .scores = p.scores,
	        .flags = p.flags,
	        .kept = response_flag_names(arena, FORM_FLAGS_FIRST),
	        .consent = p.consent },
	    &row));
	TRY(db_commit(tx));
	if (row.done || row.same)
		return ERR_OK;
	return row.gone ? ERR_FORBIDDEN : ERR_CONFLICT;
}

static enum err
leave(struct arena *arena, struct db *db, int64_t owner, struct uuid id, uint32_t generation,
    bool disowned)
{
	struct db_scope           scope = respondent_of(owner, id);
	struct response_leave_row row;
	struct tx                *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_leave(arena, tx,
	    &(struct response_leave_in){ .owner = owner,
	        .id = id,
	        .generation = (int32_t)generation,
	        .reason = disowned ? TEXT_LIT("disowned at the address given")
	                           : TEXT_LIT("withdrawn by the respondent"),
	        .disowned = disowned },
	    &row));
	return db_commit(tx);
}

enum err
response_withdraw(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    uint32_t generation)
{
	return leave(arena, db, owner, id, generation, false);
}

enum err
response_confirm(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    uint32_t generation, bool mine)
{
	struct db_scope          scope = respondent_of(owner, id);
	struct response_mine_row row;
	struct tx               *tx;

	if (!mine)
		return leave(arena, db, owner, id, generation, true);
	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_mine(arena, tx,
	    &(struct response_mine_in){ .owner = owner,
	        .id = id,
	        .generation = (int32_t)generation },
	    &row));
	return db_commit(tx);
}

enum err
response_mend(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    uint32_t generation, const struct mail_addr *address, enum response_mend *outcome_out)
{
	struct db_scope             scope = respondent_of(owner, id);
	struct response_address_row row;
	struct tx                  *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_address(arena, tx,
	    &(struct response_address_in){ .owner = owner,
	        .id = id,
	        .email = address->full,
	        .email_domain = address->domain,
	        .firm_key = address_firm_key(arena, address),
	        .generation = (int32_t)generation,
	        .most = RESPONSE_MAILS_A_DAY },
	    &row));
	TRY(db_commit(tx));
	if (!row.mended && !row.confirmed && row.today < RESPONSE_MAILS_A_DAY)
		return ERR_NOT_FOUND;
	*outcome_out = row.confirmed                       ? MEND_CONFIRMED
	               : row.today >= RESPONSE_MAILS_A_DAY ? MEND_LATER
	                                                   : MEND_SENT;
	return ERR_OK;
}

enum err
response_unsubscribe(struct arena *arena, struct db *db, int64_t owner, struct uuid id)
{
	struct db_scope scope = respondent_of(owner, id);
	struct tx      *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_response_stop(arena, tx,
	    &(struct response_stop_in){ .owner = owner, .id = id }, NULL));
	return db_commit(tx);
}
