/* SPDX-License-Identifier: ISC
 *
 * response/response.h - stored answer sets, from submission to withdrawal.
 *
 * The id is issued with the form, not by the database, so a submission may be
 * repeated freely: the same id and answers find the row that stands already.
 * A submission is one pipelined write: response, contact, firm of record and
 * the letter owed, or nothing.  What a lost COMMIT left behind is found out on
 * a new connection before anything is said to the visitor.
 *
 * Used by page/, report/, command/.  Shows nothing, mails nothing. */
#ifndef RESPONSE_RESPONSE_H
#define RESPONSE_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "base/uuid.h"

struct db;
struct tx;
struct form;
struct form_answers;
struct mail_addr;

#define RESPONSE_MAILS_A_DAY 3 /* to one unverified address */

enum response_pool {
	RESPONSE_WAITING,
	RESPONSE_INCLUDED,
	RESPONSE_HELD,
	RESPONSE_WITHDRAWN
};

/* One stored response as it stands now. */
struct response {
	struct uuid        id;
	int64_t            owner; /* the firm that runs the form */
	int64_t            form;  /* form.id */
	int32_t            version;
	int64_t            firm_of_record; /* 0: none */
	int32_t            wave;           /* calendar year of submission */
	int64_t            submitted_at;
	const char        *language;
	struct text        answers; /* JSON, as given */
	const int32_t     *scores;  /* overall, then dimensions in form order */
	size_t             score_count;
	enum response_pool pool;
	struct text        pool_reason;
	bool               consent;      /* may join the comparison set */
	bool               contact_ok;   /* a consultant may write */
	bool               web;          /* false: an import */
	int64_t            confirmed_at; /* 0: not yet */
	int64_t            disowned_at;  /* 0: no */
	int64_t            snapshot;     /* pinned; 0: none yet */
	bool               compared;     /* carries a comparison */
	uint32_t           generation;   /* of its links */
	int32_t            revision;     /* 1, 2 after a correction, ... */
	struct text        email;        /* absent: none, or erased */
};

/* What a visitor sends. */
struct response_submission {
	struct uuid                id;
	int64_t                    owner;
	int64_t                    form;
	int32_t                    version;
	const struct form         *definition;
	const struct form_answers *answers; /* checked and complete */
	const char                *language;
	int64_t                    begun_at; /* 0: unknown */
	int64_t                    now;
};

enum response_outcome {
	RESPONSE_STORED,    /* new */
	RESPONSE_REPEATED,  /* this id with these answers stands already */
	RESPONSE_DIFFERENT, /* this id stands with other answers */
	RESPONSE_CLOSED     /* the form takes no answers any more */
};

/* Store, or find what stands.  ERR_UNAVAILABLE: nothing was stored.
 * ERR_UNCERTAIN: perhaps stored; sending again cannot count twice. */
MUST_CHECK enum err response_submit(struct arena *, struct db *,
    const struct response_submission *, enum response_outcome *outcome_out);

/* ERR_NOT_FOUND: none with that id under that owner. */
MUST_CHECK enum err response_load(struct arena *, struct db *, int64_t owner, struct uuid id,
    struct response *response_out);

/* The same within a transaction of the caller's (courier, commands). */
MUST_CHECK enum err response_read(struct arena *, struct tx *, int64_t owner, struct uuid id,
    struct response *response_out);

/* New answers for the same response; the old ones go to its history.  Links
 * stay good.  The pool decides anew, but what a consultant held stays held.
 * ERR_CONFLICT: based on an older revision than now stands.  ERR_FORBIDDEN:
 * withdrawn. */
MUST_CHECK enum err response_correct(struct arena *, struct db *,
    const struct response_submission *, int32_t based_on);

/* Takes it out of the pool and stops its letters; repeating is harmless.
 * generation, here and below: of the link that asks.  ERR_NOT_FOUND: void by
 * now, for the address was mended meanwhile. */
MUST_CHECK enum err response_withdraw(struct arena *, struct db *, int64_t owner,
    struct uuid id, uint32_t generation);

enum response_mend { MEND_SENT, MEND_LATER, MEND_CONFIRMED };

/* Another address for the report, only before it is confirmed.  MEND_LATER:
 * that address has had its mails for today, so none is owed. */
MUST_CHECK enum err response_mend(struct arena *, struct db *, int64_t owner, struct uuid id,
    uint32_t generation, const struct mail_addr *, enum response_mend *outcome_out);

/* "I answered this" (true) or "It wasn't me" (false; leaves the pool). */
MUST_CHECK enum err response_confirm(struct arena *, struct db *, int64_t owner,
    struct uuid id, uint32_t generation, bool mine);

/* No more news of comparisons to this response's address. */
MUST_CHECK enum err
response_unsubscribe(struct arena *, struct db *, int64_t owner, struct uuid id);

#endif
