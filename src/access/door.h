/* SPDX-License-Identifier: ISC
 *
 * door.h - how somebody comes in: a link by mail, used in the browser that
 * asked for it, then a code from an app (or a recovery code).
 *
 * Every step is one statement that decides and writes at once, so that of two
 * who come with one link or one code, one gets in.  Nothing here says whether
 * an address is known.  Tokens are random; only hashes are stored. */
#ifndef ACCESS_DOOR_H
#define ACCESS_DOOR_H

#include "access/access.h"
#include "access/recovery.h"
#include "base/text.h"
#include "base/uuid.h"

struct db;
struct link_keys;

#define ACCESS_HASH 32

struct access_door {
	struct arena           *arena;
	struct db              *db;
	const struct link_keys *keys;
	struct bytes            proof; /* of the browser's session; p == NULL: none */
	int64_t                 now;
};

enum access_verdict {
	ACCESS_IN,
	ACCESS_CODE,  /* now the code */
	ACCESS_ENROL, /* now the second factor is set up */
	/* Refused, nothing changed: */
	ACCESS_UNKNOWN, /* no such link */
	ACCESS_USED,
	ACCESS_OVER,
	ACCESS_ELSEWHERE, /* another browser asked for it */
	ACCESS_GONE,      /* no session to give a code in */
	/* Refused, and counted: */
	ACCESS_WRONG,
	ACCESS_REUSED, /* that code was taken before */
	ACCESS_ENDED,  /* too many wrong ones: the session is gone */
	ACCESS_VERDICT__MAX
};

struct access_outcome {
	enum access_verdict verdict;
	struct text         next; /* where the visitor wanted to go; absent */
	struct text token; /* of the new session, for the cookie; absent: the old goes on */
	struct uuid person;
	int         tries; /* left, with ACCESS_WRONG and ACCESS_REUSED */
};

/* 43 characters of [A-Za-z0-9_-], 256 random bits. */
struct text access_token(struct arena *);
/* SHA-256 of a token's 32 bytes; false: it is not one. */
bool access_token_hash(struct text token, uint8_t hash_out[ACCESS_HASH]);

/* The network that an address belongs to. */
void access_network(struct text remote_addr, uint8_t network_out[ACCESS_HASH]);

/* One more request at the door, from that network, or from a browser in which
 * that person signed in before: strangers in the same network cannot use up what
 * it has.  *fine_out false: too many of late. */
MUST_CHECK enum err access_knock(const struct access_door *, struct text remote_addr,
    struct uuid known, bool *fine_out);
/* One more page that costs much, by who is signed in. */
MUST_CHECK enum err access_heavy(const struct access_door *, bool *fine_out);

/* Owe the link to the address, if it is anybody's.  nonce: what only the asking
 * browser knows.  known: the person who signed in there before; nil: nobody.
 * *wait_out not 0: too often, one may be asked for in so many minutes. */
MUST_CHECK enum err
access_ask(const struct access_door *, struct text address, struct text nonce,
    struct text remote_addr, struct uuid known, struct text next, int *wait_out);

/* The button behind the link. */
MUST_CHECK enum err access_use(const struct access_door *, struct text token,
    struct text nonce, struct text user_agent, struct access_outcome *outcome_out);

/* A code, of the app or for recovery: the session becomes a full one, or who is
 * signed in proves it once more.  Either way its token is a new one. */
MUST_CHECK enum err access_code(const struct access_door *, struct text code,
    struct access_outcome *outcome_out);

/* A secret that waits to be put into an app.  ERR_NOT_FOUND: there is none. */
struct access_pending {
	struct bytes secret; /* plain */
	struct bytes sealed;
	struct text  email;
	struct uuid  person;
};
MUST_CHECK enum err
access_pending(const struct access_door *, struct access_pending *pending_out);

/* Make one wait, for who is signed in and proved it a moment ago. */
MUST_CHECK enum err access_pend(const struct access_door *);

/* The first code of the new secret: it counts from now on.  ACCESS_WRONG
 * changes nothing and is not counted, for the secret stands on the page. */
MUST_CHECK enum err access_enrol(const struct access_door *, struct text code,
    struct access_outcome *outcome_out, struct recovery_codes *codes_out);

/* New recovery codes; the old ones are void.  ERR_FORBIDDEN: not proved lately. */
MUST_CHECK enum err access_new_codes(const struct access_door *, struct uuid person,
    struct recovery_codes *codes_out);

MUST_CHECK enum err access_sign_out(const struct access_door *);

#endif
