/* SPDX-License-Identifier: ISC
 *
 * page/snapshots.h - what the pages about snapshots share.  Inside page/ only. */
#ifndef PAGE_SNAPSHOTS_H
#define PAGE_SNAPSHOTS_H

#include "database/value.h"
#include "page/page.h"

struct bench_audited;
struct bench_preview;
struct form;
struct review_requests_row;
struct view_model;

/* What was posted and could not be done; all absent: nothing was. */
struct snapshots_refusal {
	const char *sentence, *field;
	struct text given;
};

/* What consultants asked couriers for: what is not done yet, then the newest. */
struct snapshots_asked {
	const struct review_requests_row *rows;
	size_t                            count;
};

/* What waits for its turn or is being done, "build" or "propose", of that survey
 * (NULL: of any); NULL: nothing is. */
const struct review_requests_row *
snapshots_under_way(const struct snapshots_asked *, const char *kind, const char *slug);

/* The snapshot that the address names, and its page or an act on it. */
MUST_CHECK enum err snapshots_id(struct page_context *, int64_t *id_out);
struct url          snapshots_url(struct page_context *, const char *act);

/* The whole page; ends the transaction. */
MUST_CHECK enum err snapshots_show(struct page_context *, struct http_response *,
    struct tx *, int64_t id, const struct snapshots_refusal *, int status);

/* Why who is signed in is not the second person. */
const char *snapshots_not_second(struct page_context *, bool hand);

/* Why this reader sees no groups of it at all, so that nobody takes what is
 * hidden for lost; NULL: the reader sees what it publishes. */
const char *snapshots_hidden(struct page_context *, const struct bench_preview *);

/* snapshot_told.c: a part of the page each.  The groups are read in a transaction
 * of their own. */
void                snapshots_auditor(struct page_context *, const struct form *,
                   const struct bench_preview *, const struct bench_audited *, struct view_model *);
MUST_CHECK enum err snapshots_groups(struct page_context *, const struct form *,
    const struct bench_preview *, const struct bench_audited *, struct view_model *);

/* "released" in words. */
const char *snapshots_state(struct page_context *, const char *state);

/* Of how many measures something may be shown: "7 of 8". */
struct text
snapshots_measures(struct page_context *, const struct bench_preview *, int measures);

/* "requests", of one snapshot or all. */
MUST_CHECK enum err snapshots_requests(struct page_context *, struct tx *,
    struct opt_int snapshot, struct view_model *, struct snapshots_asked *asked_out);

#endif
