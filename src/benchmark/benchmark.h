/* SPDX-License-Identifier: ISC
 *
 * benchmark.h - the one place that decides what may be shown of other firms.
 *
 * A snapshot is counted once from the pool, proposed by one person, released
 * by another and never changes.  A report compares one response with the
 * snapshot it is pinned to: one level of cells for the whole report, the own
 * firm taken out exactly, and of each measure no more than the number of
 * other firms allows.  Pages, mail, PDF, JSON and chart texts draw what stands
 * in struct bench_comparison; nothing else about other firms leaves this room,
 * no exact n, no mean, no lowest or highest value. */
#ifndef BENCHMARK_BENCHMARK_H
#define BENCHMARK_BENCHMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

#define BENCH_MEASURES_MAX 16  /* overall and the dimensions, form order */
#define BENCH_FACTS_MAX    32  /* the form's facts, form order */
#define BENCH_ITEMS_MAX    250 /* one byte an item of the form, its order */
#define BENCH_GROUPS_MAX   12  /* professions, sizes, regions of a form: most of each */
#define BENCH_NONE         INT32_MIN /* no score, no fact */

struct tx;
struct form;
struct form_answers;
struct score;
struct bench_snapshot; /* a released snapshot in memory, never changed */

/* profession, size, region: a comparison group by its place in the form's role
 * item, from 1; 0 is "not known" in a firm and "any" in a cell.  A size window
 * is a size group with its neighbours. */

/* --- what a report gets ----------------------------------------------------- */

enum bench_band {
	BENCH_BAND_NONE,
	BENCH_BAND_5,
	BENCH_BAND_10,
	BENCH_BAND_20,
	BENCH_BAND_40
};
/* "5-9", "10-19", "20-39", "40+"; "" for none. */
const char *bench_band_text(enum bench_band);

enum bench_quarter {
	BENCH_QUARTER_NONE,
	BENCH_QUARTER_BOTTOM,
	BENCH_QUARTER_THIRD,
	BENCH_QUARTER_SECOND,
	BENCH_QUARTER_TOP
};
/* "bottom", "third", "second", "top"; NULL for none. */
const char *bench_quarter_text(enum bench_quarter);

/* One measure or fact beside the group.  Figures are exact; use bench_paper_*
 * for anything a person reads.  Without `any` nothing else is set, whatever
 * the reason was. */
struct bench_shown {
	bool               any;           /* median */
	bool               has_quartiles; /* q1, q3, quarter */
	bool               has_rank;      /* rank */
	bool               has_tails;     /* p10, p90 */
	bool               has_own; /* there is an own value: side, quarter, rank are set */
	enum bench_band    band;
	int32_t            q1, median, q3, p10, p90; /* micro-points */
	int32_t            rank;                     /* micro-percent, unclipped */
	int                side;                     /* of the median: -1, 0, 1 */
	enum bench_quarter quarter;
};

/* Answers of the group to one item: per cent in steps of 5 with answers 1-2,
 * 3 and 4-5.  BENCH_UNDER_5 and BENCH_OVER_95 stand for the ends. */
#define BENCH_UNDER_5 0
#define BENCH_OVER_95 100
struct bench_bins {
	bool    any;
	uint8_t low, middle, high;
};

struct bench_comparison {
	bool               any;                      /* false: nothing below is set */
	int                level;                    /* 1..6 */
	int                profession, size, region; /* of the cell, 0 any; at levels
	                                              3 and 5 size is the middle of the window */
	int64_t            snapshot;
	int64_t            counted_at; /* oldest count among what is shown */
	enum bench_band    band;       /* smallest among the measures shown */
	size_t             measures;
	struct bench_shown measure[BENCH_MEASURES_MAX];
	size_t             facts;
	struct bench_shown fact[BENCH_FACTS_MAX]; /* figures as form_facts: thousandths */
	size_t             items;
	struct bench_bins  item[BENCH_ITEMS_MAX]; /* by the item's place in the form; behind
	                                           them its headings: high, of firms whose
	                                           words were sorted there */
};

/* "law firms with 100 or more fee-earners, all regions": names from the form,
 * the phrases between them through say (view_t); NULL leaves English. */
typedef const char *bench_say(const char *language, const char *english);
const char         *bench_group_words(struct arena *, const struct form *,
            const struct bench_comparison *, const char *language, bench_say *say);
/* "law, 100 or more fee-earners": codes, for lists and JSON. */
const char *
bench_group_short(struct arena *, const struct form *, const struct bench_comparison *);

/* A firm's own groups: "law firms, 25 to 49 fee-earners, Europe".  What is not
 * known is left out; "" when nothing is. */
const char *bench_firm_words(struct arena *, const struct form *, int profession, int size,
    int region, const char *language, bench_say *say);

/* What a channel of a snapshot counts: "overall", a dimension's, a fact's, an
 * item's code, an item's with a heading's ("FX9 time"). */
const char *bench_counted(const struct form *, size_t channel);

/* For people: quantiles to 0.5 (micro-points stay micro-points, facts stay
 * thousandths), ranks to steps of 5 within 5..95 (whole per cent). */
int32_t bench_paper_quantile(int32_t micro);
int32_t bench_paper_fact(int32_t thousandths);
int     bench_paper_rank(int32_t micro_percent);

/* --- comparing --------------------------------------------------------------- */

/* What a snapshot keeps of one firm; also what is taken out again. */
struct bench_own {
	int64_t snapshot; /* the snapshot whose row this is */
	int     profession, size, region;
	int32_t score[BENCH_MEASURES_MAX]; /* BENCH_NONE: not in that measure */
	int32_t fact[BENCH_FACTS_MAX];
	uint8_t item[BENCH_ITEMS_MAX]; /* as packed: 1..5, else not counted */
};

struct bench_subject {
	int               profession, size, region;
	int32_t           score[BENCH_MEASURES_MAX];
	int32_t           fact[BENCH_FACTS_MAX];
	struct bench_own *own; /* from bench_own_load */
	size_t            own_count;
	int32_t          *without; /* room for own_count values while comparing */
};

/* Groups, scores and facts of one response; no own rows yet. */
void bench_subject_of(const struct form_answers *, const struct score *,
    struct bench_subject *subject_out);

/* Pure, 10 microseconds at most.  snapshot NULL: nothing to compare with. */
void bench_compare(const struct bench_snapshot *, const struct bench_subject *,
    struct bench_comparison *comparison_out);

/* For "is this a change?": the pool's spread of a measure (0: overall) and its
 * reliability.  false: fewer than 30 firms. */
bool bench_wobble(const struct bench_snapshot *, size_t measure, double *sd_out,
    double *alpha_out);

/* --- from the database -------------------------------------------------------- */

struct bench_info {
	int64_t         id, form;
	int             version; /* of the form it was built for */
	int64_t         built_at, released_at;
	bool            alone;        /* released by one person, */
	const char     *alone_reason; /* for this reason; the method page tells */
	enum bench_band firms;        /* in the whole pool */
};

/* A released (or withdrawn: old reports stay) snapshot, read into the arena.
 * ERR_NOT_FOUND: no such snapshot, or it was never released. */
MUST_CHECK enum err      bench_snapshot_load(struct arena *, struct tx *, int64_t id,
         const struct bench_snapshot **snapshot_out);
const struct bench_info *bench_snapshot_info(const struct bench_snapshot *);

/* Snapshots of this process, loaded when first asked for; at most 16 are kept,
 * so a pointer is good until the next call.  Belongs to one worker. */
struct bench_cache;
struct bench_cache *bench_cache_new(void);
void                bench_cache_free(struct bench_cache *);
MUST_CHECK enum err bench_cache_get(struct bench_cache *, struct tx *, int64_t id,
    const struct bench_snapshot **snapshot_out);

/* Stored rows of the response's own firm and of all merged with it, in every
 * snapshot that this one carries values from.  A respondent's transaction gets
 * them for the response in scope only (soundings.subject).  A firm that is in
 * many snapshots and has many merged into it has many rows. */
MUST_CHECK enum err bench_own_load(struct arena *, struct tx *, int64_t snapshot,
    struct uuid response, struct bench_subject *subject);

/* May a response that no snapshot is pinned to yet still be compared: at most
 * two compared reports per address and per firm of record in a wave. */
MUST_CHECK enum err
bench_may_compare(struct arena *, struct tx *, struct uuid response, bool *may_out);

#endif
