/* SPDX-License-Identifier: ISC
 *
 * bench_view.h - a snapshot as it shows itself to somebody who belongs to no
 * firm in it: consultants.
 *
 * The same walls stand as before a report: published cells alone, and of each
 * no more than its number of firms allows.  A group that may not be shown is
 * all zeros, whatever the reason; so is one that nobody belongs to. */
#ifndef BENCHMARK_BENCH_VIEW_H
#define BENCHMARK_BENCH_VIEW_H

#include "benchmark/benchmark.h"

/* A group of firms of the closed list, by places of the form's role items;
 * 0: any.  At levels 3 and 5 size is the middle of a window. */
struct bench_pick {
	int level, profession, size, region;
};

/* How many groups of each kind the snapshot knows. */
struct bench_groups {
	int professions, sizes, regions;
};
struct bench_groups bench_groups_of(const struct bench_snapshot *);
struct bench_groups bench_groups_of_form(const struct form *);

/* The group of these filters.  window: the size with its neighbours.  false:
 * no such group is counted, so that nobody can ask for it. */
bool bench_pick_of(struct bench_groups, int profession, int size, bool window, int region,
    struct bench_pick *pick_out);

bool bench_pick_same(const struct bench_pick *, const struct bench_pick *);
/* As bench_group_words() and bench_group_short() have them. */
const char *bench_pick_words(struct arena *, const struct form *, struct bench_pick,
    const char *language, bench_say *say);
const char *bench_pick_short(struct arena *, const struct form *, struct bench_pick);

/* Both ends of a pick's sizes, from 1; 0 and 0 for any. */
void bench_pick_sizes(struct bench_groups, struct bench_pick, int *first_out, int *last_out);

/* All that may be shown of the group.  any: at least one measure is. */
void bench_view(const struct bench_snapshot *, struct bench_pick,
    struct bench_comparison *view_out);

/* The snapshot whose firms this measure counts there; 0: withheld. */
int64_t bench_view_source(const struct bench_snapshot *, struct bench_pick, size_t measure);

/* The share of the group with a fact of at least (at most) that value, from
 * 20 firms: per cent in steps of 5, BENCH_UNDER_5 and BENCH_OVER_95 for the
 * ends, and its 95 % interval (Wilson), both ends rounded outwards to 5. */
struct bench_share {
	bool            any;
	enum bench_band band;
	uint8_t         share, low, high;
};
enum bench_side { BENCH_AT_LEAST, BENCH_AT_MOST };
struct bench_share bench_view_share(const struct bench_snapshot *, struct bench_pick,
    size_t fact, enum bench_side, int32_t bound);

/* --- items over the whole pool ----------------------------------------------- */

/* How an item sits in its dimension, over firms with all answers of it, from
 * 30 of them; and how often it went unanswered, from 20 firms, as shares like
 * those of struct bench_bins. */
struct bench_item {
	int             item;    /* its place in the form */
	int             measure; /* of its dimension */
	enum bench_band band;    /* firms with complete answers; NONE: too few */
	int             rest;    /* correlation with the rest, hundredths; */
	int             without; /* alpha if dropped, hundredths; INT_MIN: none */
	bool            rates;
	uint8_t         dk, na, absent;
};

/* Of a snapshot, in form order; none where nothing may be shown. */
MUST_CHECK enum err bench_items_load(struct arena *, struct tx *, int64_t snapshot,
    struct bench_item **items_out, size_t *count_out);

/* Alpha of a measure in hundredths and the snapshot's spread behind the usual
 * wobble; false: fewer than 30 firms. */
bool bench_view_alpha(const struct bench_snapshot *, size_t measure, int *alpha_out);

/* --- from the database ---------------------------------------------------------- */

/* Some groups of a snapshot that the reader may see, each once: everything of the
 * first, measures of the others; whatever else is looked at is withheld.
 * ERR_NOT_FOUND: no such snapshot for this reader. */
MUST_CHECK enum err bench_groups_load(struct arena *, struct tx *, int64_t id,
    const struct bench_pick *, size_t count, const struct bench_snapshot **snapshot_out);

/* The newest counted answers of a firm, by its pseudonym, whose respondent
 * agreed to be contacted.  ERR_NOT_FOUND: there are none. */
struct bench_agreed {
	int         version;
	struct text answers; /* JSON */
	int64_t     submitted_at;
};
MUST_CHECK enum err bench_agreed_load(struct arena *, struct tx *, int64_t form,
    struct text code, struct bench_agreed *agreed_out);

#endif
