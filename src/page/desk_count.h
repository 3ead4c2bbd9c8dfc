/* SPDX-License-Identifier: ISC
 *
 * page/desk_count.h - the figures of the flow, counted in one pass over the
 * responses of the last two years as they come from the database: however many
 * there are, each is read once.  Inside page/ only. */
#ifndef PAGE_DESK_COUNT_H
#define PAGE_DESK_COUNT_H

#include "base/err.h"
#include "base/text.h"

struct arena;
struct catalogue_form;
struct tx;

#define DESK_WEEKS       26
#define DESK_SPEAKS_FROM 10 /* firms, or responses with a time */

struct desk_week {
	int64_t from; /* Monday, UTC */
	int64_t came, confirmed, included, held, withdrawn;
};

struct desk_item {
	size_t  item;
	int64_t asked, unknown;
};

struct desk_counts {
	struct desk_week weeks[DESK_WEEKS]; /* this one first */
	int64_t          timed;             /* responses with a time */
	double           q1, median, q3;    /* seconds */
	/* Items that enough firms answered. */
	struct desk_item *items;
	size_t            item_count;
};

MUST_CHECK enum err desk_count(struct arena *, struct tx *, const struct catalogue_form *,
    int64_t now, struct desk_counts *out);

#endif
