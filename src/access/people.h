/* SPDX-License-Identifier: ISC
 *
 * people.h - one's own browsers, and the people that one looks after. */
#ifndef ACCESS_PEOPLE_H
#define ACCESS_PEOPLE_H

#include "access/door.h"
#include "database/value.h"

/* Where somebody is signed in; the own browser comes first. */
struct access_browser {
	struct uuid id;
	struct text device; /* "Firefox, Windows", or "" */
	int64_t     created_at, seen_at;
	bool        mine;
};
MUST_CHECK enum err access_sessions(const struct access_door *,
    struct access_browser **rows_out, size_t *count_out);

/* End one, or (not set) all others. */
MUST_CHECK enum err access_end(const struct access_door *, struct opt_uuid);

/* The courier's part: a token for the link of a letter, good from now on.
 * ERR_NOT_FOUND: nobody wants it any more. */
MUST_CHECK enum err access_letter(struct arena *, struct db *, struct uuid sign_in,
    struct text *token_out, int64_t *expires_out);
/* And to delete what is past its time. */
MUST_CHECK enum err access_purge(struct arena *, struct db *, int64_t *count_out);

MUST_CHECK enum err access_codes_left(const struct access_door *, int64_t *left_out);

#endif
