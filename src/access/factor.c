/* SPDX-License-Identifier: ISC
 *
 * factor.c - a second factor being set up, and codes for when it is lost. */
#include <sodium.h>

#include "access/inner.h"
#include "access/totp.h"
#include "base/log.h"
#include "base/random.h"
#include "database/db.h"
#include "gen/sql_access.h"
#include "link/link.h"

enum err
access_pending(const struct access_door *door, struct access_pending *out)
{
	struct access_factor_row row;
	struct tx               *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_factor(door->arena, tx, &row));
	TRY(db_commit(tx));
	if (row.pending.p == NULL || link_unseal(door->arena, door->keys, FACTOR_LABEL,
	                                 row.pending, &out->secret) != ERR_OK)
		return ERR_NOT_FOUND;
	out->sealed = row.pending;
	out->email = row.email;
	out->person = row.person;
	return ERR_OK;
}

enum err
access_pend(const struct access_door *door)
{
	uint8_t                secret[TOTP_SECRET_BYTES];
	struct access_pend_row row;
	struct tx             *tx;

	random_bytes(secret, sizeof secret);
	TRY(access_begin(door, &tx));
	TRY(sql_access_pend(door->arena, tx,
	    &(struct access_pend_in){
	        .pending = link_seal(door->arena, door->keys, FACTOR_LABEL,
	            (struct bytes){ secret, sizeof secret }) },
	    &row));
	sodium_memzero(secret, sizeof secret);
	TRY(db_commit(tx));
	return row.done ? ERR_OK : ERR_FORBIDDEN;
}

enum err
access_enrol(const struct access_door *door, struct text code, struct access_outcome *out,
    struct recovery_codes *codes)
{
	struct access_pending   pending;
	struct access_enrol_row row;
	struct text             token = access_token(door->arena);
	uint8_t                 proof[ACCESS_PROOF_BYTES], key[ACCESS_HASH];
	int64_t                 step;
	struct tx              *tx;
	enum err                err;

	*out = (struct access_outcome){ .verdict = ACCESS_GONE };
	err = access_pending(door, &pending);
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(err);
	if (!totp_check(pending.secret, code, door->now, &step)) {
		LOG(EV_ACCESS_REFUSED, log_str("what", "first code"),
		    log_str("why", "wrong"));
		out->verdict = ACCESS_WRONG;
		return ERR_OK;
	}
	check(access_proof(token, proof));
	crypto_hash_sha256(key, proof, sizeof proof);
	*codes = recovery_make(door->arena, pending.person);
	TRY(access_begin(door, &tx));
	TRY(sql_access_enrol(door->arena, tx,
	    &(struct access_enrol_in){ .pending = pending.sealed,
	        .step = step,
	        .codes = { codes->hashes, RECOVERY_CODES },
	        .session = { key, sizeof key } },
	    &row));
	TRY(db_commit(tx));
	if (!text_is(row.verdict, "in")) {
		LOG(EV_ACCESS_REFUSED, log_str("what", "first code"), log_str("why", "gone"));
		return ERR_OK;
	}
	LOG(EV_ACCESS_IN, log_str("by", "first code"));
	*out = (struct access_outcome){ .verdict = ACCESS_IN,
		.next = row.next,
		.token = token,
		.person = row.person.v };
	return ERR_OK;
}

enum err
access_new_codes(const struct access_door *door, struct uuid person,
    struct recovery_codes *codes)
{
	struct access_new_codes_row row;
	struct tx                  *tx;

	*codes = recovery_make(door->arena, person);
	TRY(access_begin(door, &tx));
	TRY(sql_access_new_codes(door->arena, tx,
	    &(struct access_new_codes_in){ .codes = { codes->hashes, RECOVERY_CODES } },
	    &row));
	TRY(db_commit(tx));
	return row.done ? ERR_OK : ERR_FORBIDDEN;
}
