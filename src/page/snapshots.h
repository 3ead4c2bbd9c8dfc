/* SPDX-License-Identifier: ISC
 *
 * page/snapshots.h - what the pages about snapshots share.  Inside page/ only. */
#ifndef PAGE_SNAPSHOTS_H
#define PAGE_SNAPSHOTS_H

#include "database/value.h"
#include "page/page.h"

struct bench_preview;
struct view_model;

/* "released" in words. */
const char *snapshots_state(struct page_context *, const char *state);

/* Of how many measures something may be shown: "7 of 8". */
struct text
snapshots_measures(struct page_context *, const struct bench_preview *, int measures);

/* "requests": what consultants asked couriers for; of one snapshot or all. */
MUST_CHECK enum err snapshots_requests(struct page_context *, struct tx *,
    struct opt_int snapshot, struct view_model *);

#endif
