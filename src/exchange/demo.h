/* SPDX-License-Identifier: ISC
 *
 * demo.h - invented firms with plausible answers in two years, as CSV files for
 * the import, and how those of this year came and were received.  The same seed,
 * moment and form give the same bytes; the same seed the same ids for ever. */
#ifndef EXCHANGE_DEMO_H
#define EXCHANGE_DEMO_H

#include "base/text.h"
#include "base/uuid.h"

struct form;

/* When what was counted: of the year before, and of this one. */
struct demo_count {
	int64_t built, proposed, released;
};

/* Beside each other, for statements: the responses of this year. */
struct demo_web {
	struct uuid *id;
	int32_t     *seconds; /* from start to end */
	bool        *hasty, *confirmed;
	int64_t     *at;
	size_t       count;
	/* Those that were included, and the Mondays on which they were. */
	struct uuid *included;
	int64_t     *monday;
	size_t       included_count;
	struct uuid  held, asked;
};

/* What firms write to an open question, and how a consultant sorts it: codes of
 * the form joined by |. */
struct demo_said {
	struct text *words, *codes;
	size_t       count;
};

struct demo {
	struct text       before, now; /* of the year before, of this one */
	struct demo_count counts[2];   /* likewise */
	struct demo_web   web;
	struct demo_said  said;
	int64_t           moment;
};

/* firms: how many; of them about three in five answered the year before too. */
void demo_make(struct arena *, const struct form *, int firms, uint64_t seed, int64_t now,
    struct demo *out);

#endif
