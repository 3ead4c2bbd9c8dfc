/* SPDX-License-Identifier: ISC
 *
 * access.h - who is signed in, and what that person may open.
 *
 * A browser holds a random token; its proof (SHA-256 of it) travels to the
 * database with every transaction, which asks by itself whether the session
 * still lives and whose it is: what this room says decides which page is
 * shown, what the database says decides which rows are read.  Neither trusts
 * the other. */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

struct db;
struct http_request;

enum access_role {
	ACCESS_ROLE_CONSULTANT,
	ACCESS_ROLE_LEAD,
	ACCESS_ROLE_REVIEWER, /* independent; these three are of the operator's firm */
	ACCESS_ROLE_ADMINISTRATOR,
	ACCESS_ROLE_PARTNER,
	ACCESS_ROLE_MEMBER, /* these three of any other firm */
	ACCESS_ROLE__MAX
};

/* "consultant": the word of the database and the command line. */
const char *access_role_name(enum access_role);
bool        access_role_of(struct text, enum access_role *role_out);
/* Of the operator's firm? */
bool access_role_is_operators(enum access_role);

/* Who a row of the route table is for. */
enum access_who {
	ACCESS_ANYONE,
	ACCESS_HALF,       /* the link was used, the code is not given yet */
	ACCESS_PERSON,     /* anybody signed in */
	ACCESS_CONSULTANT, /* a consultant or lead */
	ACCESS_LEAD,
	ACCESS_REVIEWER,
	ACCESS_ADMINISTRATOR,
	ACCESS_FIRM, /* any role in a firm that is not the operator's */
	ACCESS_WHO__MAX
};

#define ACCESS_PROOF_BYTES 32

struct access_session {
	struct uuid      id; /* names it to its owner; no proof */
	struct uuid      person;
	struct text      email, name;
	int64_t          firm;
	enum access_role role;
	bool             full;    /* false: only the link was used */
	bool             factor;  /* has a second factor */
	int64_t          code_at; /* when a code was given last; 0: never */
	struct bytes     proof;   /* for struct db_scope */
};

/* The live session of the browser that sent this request; NULL: none.  Asks
 * nothing of the database when the request has no such cookie. */
MUST_CHECK enum err access_find(struct arena *, struct db *, const struct http_request *,
    const struct access_session **session_out);

bool access_may(const struct access_session *, enum access_who);

/* The cookie's token as the proof; false: not a token of ours. */
bool access_proof(struct text token, uint8_t proof_out[ACCESS_PROOF_BYTES]);

#endif
