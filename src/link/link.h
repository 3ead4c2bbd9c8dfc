/* SPDX-License-Identifier: ISC
 *
 * link.h - links that prove themselves: nothing about them is stored.
 *
 * A token names a purpose, an object, the object's generation and an end, and
 * carries a MAC over all of it, so that a token for one purpose is worthless
 * for another.  Raising the object's generation revokes its links: the caller
 * compares.  Keys are a file with several ids, so that a new key can take
 * over while old links stay good. */
#ifndef LINK_LINK_H
#define LINK_LINK_H

#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

enum link_purpose {          /* never renumber: they are inside the MAC */
	LINK_RECEIPT = 1,    /* good for 24 hours */
	LINK_RESUME = 2,     /* 14 days */
	LINK_REPORT = 3,     /* 90 days */
	LINK_INVITATION = 4, /* by its own date */
	LINK_UNSUBSCRIBE = 5,
	LINK_DRAFT = 6,   /* the cookie that finds a draft, 30 days */
	LINK_CONFIRM = 7, /* erase, change of consent */
	LINK_PLAN = 8,
	LINK_KNOWN = 9 /* the cookie of a browser that somebody signed in with, 90 days */
};

#define LINK_TOKEN_MAX 64 /* characters of any token made here */

struct link_keys;

/* Read the key file: one "id key" line each, newest first ("#" comments);
 * id 1..255, key 64 hexadecimal digits.  It must not be readable by others.
 * On failure *problem_out says in the operator's words what to do. */
MUST_CHECK enum err link_keys_load(struct arena *, const char *path,
    struct link_keys **keys_out, const char **problem_out);

/* The same from the file's text. */
MUST_CHECK enum err link_keys_parse(struct arena *, struct text, struct link_keys **keys_out,
    const char **problem_out);

/* The text of a key file with a fresh key first; old (may be NULL): its keys
 * follow. */
struct text link_keys_generate(struct arena *, const struct link_keys *old);

/* The token: at most LINK_TOKEN_MAX characters of [A-Za-z0-9_-].
 * expires: an instant (microseconds), kept to the second, rounded up. */
struct text link_make(struct arena *, const struct link_keys *, enum link_purpose,
    struct uuid object, uint32_t generation, int64_t expires);

/* base_url + "/receipt/" + token and so on; path: "/receipt/{}". */
struct url
link_url(struct arena *, struct url base_url, const char *path, struct text token);

/* ERR_INVALID: altered, of another purpose, or of a key no longer held.
 * ERR_NOT_FOUND: genuine, but its time is over (object_out is set). */
MUST_CHECK enum err link_read(const struct link_keys *, enum link_purpose, struct text token,
    int64_t now, struct uuid *object_out, uint32_t *generation_out);

/* The id of one form served: a fresh uuid with a MAC, bound to scope (the
 * form's slug), so that nobody can choose the id of a response. */
struct text link_form_id_make(struct arena *, const struct link_keys *, struct text scope,
    struct uuid id);
MUST_CHECK enum err link_form_id_check(const struct link_keys *, struct text scope,
    struct text form_id, struct uuid *id_out);

/* Encrypt what the database keeps for us and must not know, such as the secret
 * of a second factor.  label: what for; another label does not open it. */
struct bytes
link_seal(struct arena *, const struct link_keys *, const char *label, struct bytes plain);
/* ERR_INVALID: altered, for something else, or of a key no longer held. */
MUST_CHECK enum err link_unseal(struct arena *, const struct link_keys *, const char *label,
    struct bytes sealed, struct bytes *plain_out);

/* A name for something that nobody without our keys can work out; it changes
 * with the first key.  label: what for. */
#define LINK_NAME 32
void link_name(const struct link_keys *, const char *label, struct bytes,
    uint8_t name_out[LINK_NAME]);

#endif
