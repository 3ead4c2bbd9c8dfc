/* SPDX-License-Identifier: ISC
 *
 * outbox.h - mails we owe, kept as rows until a relay has taken them.
 *
 * A letter is added by the statement that owes it (a submission, a resume
 * link): answer and letter are stored together or not at all.  A courier
 * claims due letters under a lease by the database's clock; a lease that ran
 * out is claimed again, so a letter may leave twice but is never lost.  Each
 * claim raises the attempt number, and only the holder of the newest number
 * may say what became of a letter.  The Message-ID is fixed by the first
 * claim, so that a receiver can tell a second copy.
 *
 * Used by main/courier.c and command/.  Never speaks SMTP: that is mailer/. */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

struct db;

/* The courier's whole work on one letter must stay below this. */
#define OUTBOX_LEASE_SECONDS 120
/* How long a letter is tried before it counts as failed. */
#define OUTBOX_DAYS 3
/* To an address that nobody has confirmed. */
#define OUTBOX_UNCONFIRMED_A_DAY 3
/* Letters long sent or called off are forgotten. */

enum letter_kind {
	LETTER_REPORT,
	LETTER_RESUME,
	LETTER_COMPARISON,
	LETTER_QUESTION,        /* a consultant asks a respondent */
	LETTER_SIGN_IN,         /* object: the link asked for */
	LETTER_INVITED,         /* this and the next: a person */
	LETTER_INVITED_KNOWN,   /* invited, but the address signs in already */
	LETTER_FACTOR_NEW,      /* a second factor was set up */
	LETTER_FACTOR_RECOVERY, /* a recovery code was used */
	LETTER_FACTOR_RESET,    /* the second factor was taken away */
	LETTER__MAX
};

/* "report", "resume" and so on: as stored. */
const char *letter_kind_name(enum letter_kind);
bool        letter_kind_of(struct text, enum letter_kind *kind_out);

/* One claimed letter. */
struct outbox_letter {
	int64_t          owner;
	struct uuid      id;
	enum letter_kind kind;
	struct uuid      object; /* the response or the draft it is about */
	struct text      address, language, message_id;
	int32_t          attempt; /* the fence */
	int32_t          tries;
	int64_t          created_at;
};

/* Lease up to limit letters, those due longest first; *count_out may be 0.
 * domain: ours, for the Message-ID of letters that have none yet. */
MUST_CHECK enum err outbox_claim(struct arena *, struct db *, const char *domain, int limit,
    struct outbox_letter **letters_out, size_t *count_out);

enum outbox_hold { OUTBOX_FREE, OUTBOX_UNWANTED, OUTBOX_ENOUGH_TODAY };

/* The letter is about to be handed over: the lease from now on, unless the
 * address, which nobody confirmed, has just had its share from other couriers.
 * ERR_CONFLICT: another courier has the letter. */
MUST_CHECK enum err outbox_renew(struct arena *, struct db *, const struct outbox_letter *,
    bool confirmed, enum outbox_hold *hold_out);

/* Each of these ends the claim; ERR_CONFLICT: it was not ours any more and
 * nothing was changed.  reply: the relay's words or ours, cut at 500 bytes. */
MUST_CHECK enum err
outbox_sent(struct arena *, struct db *, const struct outbox_letter *, struct text reply);
MUST_CHECK enum err
outbox_failed(struct arena *, struct db *, const struct outbox_letter *, struct text reply);
MUST_CHECK enum err outbox_ambiguous(struct arena *, struct db *,
    const struct outbox_letter *, struct text reply);
MUST_CHECK enum err outbox_cancelled(struct arena *, struct db *,
    const struct outbox_letter *, struct text reply);

/* Try again after a while (outbox_pause); failed once OUTBOX_DAYS are over.
 * own_fault: counts against the letter; trouble of the relay does not. */
MUST_CHECK enum err outbox_later(struct arena *, struct db *, const struct outbox_letter *,
    bool own_fault, int64_t pause_seconds, struct text reply);

/* Due again at once, as if never claimed: the courier stops or lost the relay. */
MUST_CHECK enum err outbox_give_back(struct arena *, struct db *,
    const struct outbox_letter *letters, size_t count);

/* Does the address want no such letters, or has it had its share for today? */
MUST_CHECK enum err outbox_may_go(struct arena *, struct db *, const struct outbox_letter *,
    bool *confirmed_out, enum outbox_hold *hold_out);

/* What a resume letter needs of its draft.  ERR_NOT_FOUND: it waits no more. */
struct outbox_draft {
	uint32_t    generation;
	struct text form; /* its title */
};
MUST_CHECK enum err outbox_draft(struct arena *, struct db *, const struct outbox_letter *,
    struct outbox_draft *draft_out);

/* And a report letter of its response.  ERR_NOT_FOUND: erased or withdrawn. */
struct outbox_response {
	uint32_t generation;
	bool     confirmed;
	bool     consent; /* to the comparison */
	int64_t  submitted_at;
};
MUST_CHECK enum err outbox_response(struct arena *, struct db *,
    const struct outbox_letter *, struct outbox_response *response_out);

/* The newest question to that response.  ERR_NOT_FOUND: erased or withdrawn. */
struct outbox_question {
	uint32_t    generation;
	int64_t     submitted_at;
	struct text question; /* in the consultant's words */
};
MUST_CHECK enum err outbox_question(struct arena *, struct db *,
    const struct outbox_letter *, struct outbox_question *question_out);

/* Seconds until try number tries + 1: 15 s doubling to 4 h, +-25 %.
 * random: any 32 bits. */
int64_t outbox_pause(int32_t tries, uint32_t random);

#endif
