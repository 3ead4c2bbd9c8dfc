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
/* As what somebody was invited.  ERR_NOT_FOUND: the account is gone. */
MUST_CHECK enum err access_invited_as(struct arena *, struct db *, struct uuid person,
    enum access_role *role_out);
/* And to delete what is past its time; links and sessions after so many days. */
MUST_CHECK enum err
access_purge(struct arena *, struct db *, int64_t days, int64_t *count_out);

MUST_CHECK enum err access_codes_left(const struct access_door *, int64_t *left_out);

/* Those whom the signed-in person looks after: a lead everybody, an
 * administrator the people of the own firm.  The database decides. */
struct access_person {
	struct uuid      id;
	struct text      email, name;
	struct text      firm; /* recorded name; absent */
	enum access_role role;
	bool             operators, disabled, factor;
	bool             mine; /* may be changed: not oneself */
	/* On whose word the account stands: who added it on a page, and who took
	 * its second factor away there.  Absent: nobody, the operator knows them;
	 * empty: somebody whose name the reader is not told. */
	struct text let_in, reset;
	bool        vouched; /* the operator vouched since */
	bool        waiting; /* has not signed in yet; id is the invitation's */
};
MUST_CHECK enum err access_people(const struct access_door *,
    struct access_person **rows_out, size_t *count_out);

enum access_invited {
	ACCESS_ADDED,
	ACCESS_TAKEN,    /* the address is somebody's already, whom they see */
	ACCESS_NO_FIRM,  /* no firm is recorded under that name */
	ACCESS_NO_ROLE,  /* not a role of that firm, or not theirs to give */
	ACCESS_BAD_NAME, /* too long, of several lines, or with an address of the web */
	ACCESS_MANY      /* an administrator's for today are used up */
};
/* firm: a recorded name, absent: the own firm; record: a lead records it when it
 * is not. */
MUST_CHECK enum err
access_invite(const struct access_door *, struct text email, struct text name,
    enum access_role, struct text firm, bool record, enum access_invited *result_out);

/* Take back the invitation of somebody who has not come.  ERR_NOT_FOUND: there
 * is none, or none of theirs. */
MUST_CHECK enum err access_withdraw(const struct access_door *, struct uuid invitation);

/* what: "role", "disable", "enable", "reset".  ERR_NOT_FOUND: nobody of theirs, or
 * no role there.  Not changed: it was so already. */
MUST_CHECK enum err access_change(const struct access_door *, struct uuid person,
    const char *what, struct text role, struct text reason, bool *changed_out);

/* The audit as far as it concerns them, newest first.  What is NULL or not set
 * asks nothing. */
struct access_audit_asked {
	struct opt_int before;
	struct text    kind, who;  /* "snapshot", an actor */
	struct opt_int from, upto; /* moments: at the first or later, before the second */
};
struct access_event {
	int64_t          id, at;
	struct text      actor, action, object;
	struct sql_texts keys, vals; /* its details */
};
MUST_CHECK enum err
access_audit(const struct access_door *, const struct access_audit_asked *, int most,
    struct access_event **rows_out, size_t *count_out);

/* Who did something of it in those days, if not too much else was done later in
 * them; and who was asked for, if known at all. */
MUST_CHECK enum err access_audit_actors(const struct access_door *,
    const struct access_audit_asked *, struct text **actors_out, size_t *count_out);

#endif
