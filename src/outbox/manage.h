/* SPDX-License-Identifier: ISC
 *
 * manage.h - what an operator sees of the outbox and may do with it.
 * Every change is noted in the audit. */
#ifndef OUTBOX_MANAGE_H
#define OUTBOX_MANAGE_H

#include "base/text.h"
#include "base/uuid.h"

struct db;

struct outbox_entry {
	struct uuid id, object;
	struct text kind, address, state;
	int64_t     created_at, due_at;
	bool        leased; /* a courier has it in hand */
	int32_t     tries;
	int32_t     doubts;  /* copies that may have left unseen */
	int64_t     done_at; /* 0: not done */
	struct text reply;   /* absent: none yet */
};

/* Newest first.  state NULL: all. */
MUST_CHECK enum err outbox_entries(struct arena *, struct db *, const char *state, int most,
    struct outbox_entry **entries_out, size_t *count_out);

/* ERR_NOT_FOUND: no such letter. */
struct outbox_spot {
	int64_t     owner;
	struct uuid id;
	struct text state;
};
MUST_CHECK enum err
outbox_find(struct arena *, struct db *, struct uuid id, struct outbox_spot *spot_out);

/* By whom: for the audit.  ERR_CONFLICT: it is not in that state any more, or a
 * courier has it in hand. */
MUST_CHECK enum err
outbox_retry(struct arena *, struct db *, const struct outbox_spot *, const char *by);
MUST_CHECK enum err
outbox_cancel(struct arena *, struct db *, const struct outbox_spot *, const char *by);
MUST_CHECK enum err
outbox_retry_failed(struct arena *, struct db *, const char *by, int64_t *changed_out);

#endif
