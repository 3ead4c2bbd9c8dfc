/* SPDX-License-Identifier: ISC */
#include "access/inner.h"

#include <sodium.h>

#include "access/device.h"
#include "access/totp.h"
#include "base/log.h"
#include "base/random.h"
#include "database/db.h"
#include "gen/sql_access.h"
#include "link/link.h"

#define TOKEN_BYTES 32

struct text
access_token(struct arena *arena)
{
	const int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	uint8_t   bytes[TOKEN_BYTES];
	size_t    size = sodium_base64_encoded_len(sizeof bytes, variant);
	char     *s = arena_alloc(arena, size);

	random_bytes(bytes, sizeof bytes);
	sodium_bin2base64(s, size, bytes, sizeof bytes, variant);
	sodium_memzero(bytes, sizeof bytes);
	return (struct text){ s, size - 1 };
}

bool
access_token_hash(struct text token, uint8_t hash_out[ACCESS_HASH])
{
	return access_proof(token, hash_out);
}

enum err
access_begin(const struct access_door *door, struct tx **tx_out)
{
	const struct db_scope scope = { .role = DB_ROLE_REVIEW, .session = door->proof };

	TRY(db_begin(door->db, door->arena, &scope, tx_out));
	db_final(*tx_out);
	return ERR_OK;
}

/* The row's key of a session whose cookie holds that token. */
static struct bytes
session_key(struct arena *arena, struct text token)
{
	uint8_t  proof[ACCESS_PROOF_BYTES];
	uint8_t *key = arena_alloc(arena, ACCESS_HASH);

	check(access_proof(token, proof));
	crypto_hash_sha256(key, proof, sizeof proof);
	return (struct bytes){ key, ACCESS_HASH };
}

static enum access_verdict
verdict_of(struct text word)
{
	static const char *const words[ACCESS_VERDICT__MAX] = {
		[ACCESS_IN] = "in",
		[ACCESS_CODE] = "code",
		[ACCESS_ENROL] = "enrol",
		[ACCESS_UNKNOWN] = "unknown",
		[ACCESS_USED] = "used",
		[ACCESS_OVER] = "over",
		[ACCESS_ELSEWHERE] = "elsewhere",
		[ACCESS_GONE] = "gone",
		[ACCESS_WRONG] = "wrong",
		[ACCESS_REUSED] = "reused",
		[ACCESS_ENDED] = "ended",
	};

	for (int i = 0; i < ACCESS_VERDICT__MAX; i++)
		if (text_is(word, words[i]))
			return (enum access_verdict)i;
	check(!"a verdict that the database does not give");
	return ACCESS_GONE;
}

/* One line for each: what was refused is never told with whose it was. */
static void
tell(const char *what, struct text verdict)
{
	if (text_is(verdict, "in"))
		LOG(EV_ACCESS_IN, log_str("by", what));
	else if (!text_is(verdict, "code") && !text_is(verdict, "enrol"))
		LOG(EV_ACCESS_REFUSED, log_str("what", what), log_str("why", verdict.s));
}

/* Buckets are named by our keys: foreign SQL can name nobody else's. */
static struct bytes
network_name(const struct access_door *door, struct text remote_addr)
{
	uint8_t network[ACCESS_HASH], *name = arena_alloc(door->arena, LINK_NAME);

	access_network(remote_addr, network);
	link_name(door->keys, "soundings network", (struct bytes){ network, sizeof network },
	    name);
	return (struct bytes){ name, LINK_NAME };
}

static struct bytes
known_name(const struct access_door *door, struct uuid known)
{
	uint8_t *name = arena_alloc(door->arena, LINK_NAME);

	link_name(door->keys, "soundings known browser",
	    (struct bytes){ known.b, sizeof known.b }, name);
	return (struct bytes){ name, LINK_NAME };
}

static void
tell_often(bool fine, const char *what)
{
	if (!fine)
		LOG(EV_ACCESS_OFTEN, log_str("what", what));
}

enum err
access_knock(const struct access_door *door, struct text remote_addr, struct uuid known,
    bool *fine_out)
{
	struct access_door_row row;
	struct tx             *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_door(door->arena, tx,
	    &(struct access_door_in){ .key = uuid_is_nil(known)
	                                         ? network_name(door, remote_addr)
	                                         : known_name(door, known) },
	    &row));
	TRY(db_commit(tx));
	*fine_out = row.fine;
	tell_often(row.fine, "door");
	return ERR_OK;
}

enum err
access_heavy(const struct access_door *door, bool *fine_out)
{
	struct access_heavy_row row;
	struct tx              *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_heavy(door->arena, tx, &row));
	TRY(db_commit(tx));
	*fine_out = row.fine;
	tell_often(row.fine, "heavy");
	return ERR_OK;
}

enum err
access_ask(const struct access_door *door, struct text address, struct text nonce,
    struct text remote_addr, struct uuid known, struct text next, int *wait_out)
{
	uint8_t               browser[ACCESS_HASH];
	struct access_ask_row row;
	struct tx            *tx;

	if (!access_token_hash(nonce, browser))
		return ERR_INVALID;
	TRY(access_begin(door, &tx));
	TRY(sql_access_ask(door->arena, tx,
	    &(struct access_ask_in){ .address = address,
	        .browser = { browser, sizeof browser },
	        .network = network_name(door, remote_addr),
	        .known = { !uuid_is_nil(known), known },
	        .own = known_name(door, known),
	        .next = next },
	    &row));
	TRY(db_commit(tx));
	*wait_out = row.wait;
	tell_often(row.wait == 0, "ask");
	return ERR_OK;
}

enum err
access_use(const struct access_door *door, struct text token, struct text nonce,
    struct text user_agent, struct access_outcome *out)
{
	uint8_t hash[ACCESS_HASH], browser[ACCESS_HASH], secret[TOTP_SECRET_BYTES];
	bool    has_nonce = access_token_hash(nonce, browser);
	struct access_use_row row;
	struct tx            *tx;

	*out = (struct access_outcome){ .verdict = ACCESS_UNKNOWN };
	if (!access_token_hash(token, hash)) {
		tell("link", TEXT_LIT("unknown"));
		return ERR_OK;
	}
	out->token = access_token(door->arena);
	random_bytes(secret, sizeof secret);
	TRY(access_begin(door, &tx));
	TRY(sql_access_use(door->arena, tx,
	    &(struct access_use_in){ .hash = { hash, sizeof hash },
	        .browser = { has_nonce ? browser : NULL, has_nonce ? sizeof browser : 0 },
	        .session = session_key(door->arena, out->token),
	        .device = device_words(door->arena, user_agent),
	        .pending = link_seal(door->arena, door->keys, FACTOR_LABEL,
	            (struct bytes){ secret, sizeof secret }) },
	    &row));
	sodium_memzero(secret, sizeof secret);
	TRY(db_commit(tx));
	tell("link", row.verdict);
	out->verdict = verdict_of(row.verdict);
	out->next = row.next;
	out->person = row.person.v;
	return ERR_OK;
}

enum err
access_code(const struct access_door *door, struct text code, struct access_outcome *out)
{
	uint8_t                  recovery[RECOVERY_HASH];
	struct access_factor_row factor;
	struct access_code_row   row;
	struct access_code_in    in = { .factor = { NULL, 0 } };
	struct bytes             secret;
	int64_t                  step;
	struct tx               *tx;
	enum err                 err;

	*out = (struct access_outcome){ .verdict = ACCESS_GONE };
	TRY(access_begin(door, &tx));
	err = sql_access_factor(door->arena, tx, &factor);
	if (err == ERR_NOT_FOUND || (err == ERR_OK && factor.factor.p == NULL))
		return ERR_OK;
	TRY(err);
	TRY(db_commit(tx));
	in.factor = factor.factor;
	/* Sealed with a key that was thrown away: as good as lost. */
	if (link_unseal(door->arena, door->keys, FACTOR_LABEL, factor.factor, &secret) ==
	        ERR_OK &&
	    totp_check(secret, code, door->now, &step))
		in.step = opt_int(step);
	else if (recovery_hash(code, factor.person, recovery))
		in.recovery = (struct bytes){ recovery, sizeof recovery };
	out->token = access_token(door->arena);
	in.session = session_key(door->arena, out->token);
	TRY(access_begin(door, &tx));
	TRY(sql_access_code(door->arena, tx, &in, &row));
	TRY(db_commit(tx));
	tell(in.recovery.p != NULL ? "recovery code" : "code", row.verdict);
	out->verdict = verdict_of(row.verdict);
	out->next = row.next;
	out->person = row.person.v;
	out->tries = row.tries.set ? (int)row.tries.v : 0;
	return ERR_OK;
}

enum err
access_sign_out(const struct access_door *door)
{
	struct tx *tx;

	if (door->proof.p == NULL)
		return ERR_OK;
	TRY(access_begin(door, &tx));
	TRY(sql_access_sign_out(door->arena, tx, NULL));
	return db_commit(tx);
}
