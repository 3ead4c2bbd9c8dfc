/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "access/access.h"
#include "database/db.h"
#include "gen/sql_access.h"
#include "http/http.h"

#define TOKEN_BYTES 32

static const struct {
	const char *name;
	bool        operators;
} roles[ACCESS_ROLE__MAX] = {
	[ACCESS_ROLE_CONSULTANT] = { "consultant", true },
	[ACCESS_ROLE_LEAD] = { "lead", true },
	[ACCESS_ROLE_REVIEWER] = { "reviewer", true },
	[ACCESS_ROLE_ADMINISTRATOR] = { "administrator", false },
	[ACCESS_ROLE_PARTNER] = { "partner", false },
	[ACCESS_ROLE_MEMBER] = { "member", false },
};

const char *
access_role_name(enum access_role role)
{
	return roles[role].name;
}

bool
access_role_of(struct text name, enum access_role *role_out)
{
	for (int i = 0; i < ACCESS_ROLE__MAX; i++)
		if (text_is(name, roles[i].name)) {
			*role_out = (enum access_role)i;
			return true;
		}
	return false;
}

bool
access_role_is_operators(enum access_role role)
{
	return roles[role].operators;
}

bool
access_may(const struct access_session *s, enum access_who who)
{
	if (who == ACCESS_ANYONE)
		return true;
	if (s == NULL)
		return false;
	if (who == ACCESS_HALF)
		return !s->full;
	if (!s->full)
		return false;
	switch (who) {
	case ACCESS_PERSON:
		return true;
	case ACCESS_CONSULTANT:
		return s->role == ACCESS_ROLE_CONSULTANT || s->role == ACCESS_ROLE_LEAD;
	case ACCESS_LEAD:
		return s->role == ACCESS_ROLE_LEAD;
	case ACCESS_REVIEWER:
		return s->role == ACCESS_ROLE_REVIEWER;
	case ACCESS_ADMINISTRATOR:
		return s->role == ACCESS_ROLE_ADMINISTRATOR;
	case ACCESS_FIRM:
		return !roles[s->role].operators;
	case ACCESS_ANYONE:
	case ACCESS_HALF:
	case ACCESS_WHO__MAX:
	default:
		return false;
	}
}

bool
access_proof(struct text token, uint8_t proof_out[ACCESS_PROOF_BYTES])
{
	uint8_t bytes[TOKEN_BYTES];
	size_t  len = 0;

	if (token.s == NULL ||
	    sodium_base642bin(bytes, sizeof bytes, token.s, token.len, NULL, &len, NULL,
	        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    len != sizeof bytes)
		return false;
	crypto_hash_sha256(proof_out, bytes, sizeof bytes);
	sodium_memzero(bytes, sizeof bytes);
	return true;
}

enum err
access_find(struct arena *arena, struct db *db, const struct http_request *request,
    const struct access_session **session_out)
{
	struct text            token = http_cookie(arena, request, "session");
	uint8_t               *proof = arena_alloc(arena, ACCESS_PROOF_BYTES);
	struct db_scope        scope = { .role = DB_ROLE_REVIEW };
	struct access_session *s;
	struct access_open_row row;
	struct tx             *tx;
	enum err               err;

	*session_out = NULL;
	if (!access_proof(token, proof))
		return ERR_OK;
	scope.session = (struct bytes){ proof, ACCESS_PROOF_BYTES };
	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	err = sql_access_open(arena, tx, &row);
	if (err == ERR_OK || err == ERR_NOT_FOUND) {
		enum err end = db_commit(tx);

		/* Who it is was read, whatever becomes of the note that it was seen. */
		if (end != ERR_OK && end != ERR_UNCERTAIN)
			return end;
	}
	if (err == ERR_NOT_FOUND)
		return ERR_OK;
	TRY(err);
	s = ARENA_NEW(arena, struct access_session);
	*s = (struct access_session){
		.id = row.session,
		.person = row.person,
		.email = row.email,
		.name = row.name,
		.firm = row.firm,
		.full = row.complete,
		.factor = row.factor,
		.code_at = row.code_at.set ? row.code_at.v : 0,
		.proof = scope.session,
	};
	/* A role in a firm where it means nothing is none. */
	if (!access_role_of(row.role, &s->role) || roles[s->role].operators != row.operator)
		return ERR_OK;
	*session_out = s;
	return ERR_OK;
}
