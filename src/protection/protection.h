/* SPDX-License-Identifier: ISC
 *
 * protection.h - what is held about an address: found, given out, erased.
 *
 * An address is looked for as contact of responses, on letters and drafts, and
 * within what others typed.  Erasing deletes what is theirs, takes the address
 * out of what is not, and leaves a tombstone (a hash) for restored backups;
 * released snapshots stay.  Every call is audited by the database with its
 * reason (addresses taken out); it also asks whether a consultant who calls leads. */
#ifndef PROTECTION_PROTECTION_H
#define PROTECTION_PROTECTION_H

#include "address/address.h"
#include "base/uuid.h"
#include "database/value.h"

struct db;
struct db_scope;

/* One thing that is held.  kind: response, draft, mention (another's answers in
 * which the address was typed; items says where), letter, suppression, firm,
 * account. */
struct protection_trace {
	struct text      kind, form; /* form may be absent */
	struct opt_uuid  id;
	int64_t          at;
	struct sql_texts items;
};

struct protection_who {
	struct db             *db;
	const struct db_scope *scope;
	const char            *by;      /* ignored for who is signed in */
	const char            *os_user; /* NULL: none */
	struct text            reason;  /* whoever is signed in must give one */
};

/* typed: the address as it was written; it may be spelt otherwise there. */
MUST_CHECK enum err
protection_find(struct arena *, const struct protection_who *, const struct mail_addr *,
    struct text typed, struct protection_trace **traces_out, size_t *count_out);
/* One JSON value. */
MUST_CHECK enum err protection_export(struct arena *, const struct protection_who *,
    const struct mail_addr *, struct text typed, struct text *json_out);
/* What was erased (of suppression and account: what stays). */
MUST_CHECK enum err
protection_erase(struct arena *, const struct protection_who *, const struct mail_addr *,
    struct text typed, struct protection_trace **traces_out, size_t *count_out);

/* How many of a kind. */
size_t protection_count(const struct protection_trace *, size_t count, const char *kind);

/* ---- tombstones ---- */

/* All of them as text: a head, a line each, and how many at the end. */
MUST_CHECK enum err protection_tombstones(struct arena *, struct db *, struct text *file_out,
    int64_t *count_out);

struct protection_applied {
	int64_t     tombstones, erased;
	int64_t     line;  /* ERR_INVALID: where */
	const char *wrong; /* and what */
};

/* Erase again what they name.  ERR_INVALID: the text is broken or not whole;
 * nothing was erased. */
MUST_CHECK enum err protection_apply(struct arena *, struct db *, struct text file,
    const char *by, const char *os_user, struct protection_applied *applied_out);

/* ---- what is forgotten by itself ---- */

/* Days, of the settings. */
struct protection_keep {
	int64_t drafts, letters, failed_letters, contacts, history, audit;
};

struct protection_forgotten {
	int64_t drafts, letters, contacts, history, audit;
};

/* In batches, each a transaction of its own; audited when anything went. */
MUST_CHECK enum err protection_forget(struct arena *, struct db *,
    const struct protection_keep *, struct protection_forgotten *forgotten_out);

#endif
