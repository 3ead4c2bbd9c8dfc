/* SPDX-License-Identifier: ISC
 *
 * bench_preview.h - what a snapshot shows, beside the last one released, and
 * what the auditor named of it: for the people who propose and release it.
 *
 * No wall is lower here than before a report: the reader of a figure may read
 * it on the pages of benchmarks as well, group by group. */
#ifndef BENCHMARK_BENCH_PREVIEW_H
#define BENCHMARK_BENCH_PREVIEW_H

#include "benchmark/bench_build.h"

struct bench_group {
	struct bench_pick pick;
	size_t            place;    /* in the order of publication, from 1 */
	int               measures; /* published of all */
	enum bench_band   band;     /* of overall */
	bool              carried;  /* counted in an earlier snapshot */
	bool              was, is;  /* overall published in the last one, in this */
};

struct bench_preview {
	int64_t             id, last; /* last: released before, 0 none */
	bool                beside;   /* last counts the same groups and measures */
	size_t              channels; /* of these last counts the same; 0: none */
	int64_t             owner, form;
	int                 version, measures;
	const char         *state;
	int64_t             firms;
	int64_t             built_at, released_at; /* 0: not yet */
	const char         *built_by, *proposed_by, *released_by, *alone_reason, *reason;
	struct bench_group *groups; /* wide to narrow; those with anything published, now or
	                               before */
	size_t              group_count, withheld;
};

MUST_CHECK enum err
bench_preview(struct arena *, struct tx *, int64_t id, struct bench_preview *preview_out);

/* --- bench_moves.c: what it shows otherwise -------------------------------------- */

enum bench_move { BENCH_APPEARS, BENCH_VANISHES, BENCH_MOVES };
enum bench_figure {
	BENCH_MEDIAN,
	BENCH_MIDDLE,  /* quartiles */
	BENCH_TAILED,  /* 10th and 90th percentile */
	BENCH_ANSWERS, /* shares of answers 1-2, 3 and 4-5 */
	BENCH_SORTED   /* of a heading: share of firms whose words were sorted there */
};

/* One thing counted in a group.  The figure is the first that differs; of what
 * appears or vanishes the median, or the answers. */
struct bench_moved {
	size_t            channel;
	enum bench_move   move;
	enum bench_figure figure;
	int32_t           was[3], is[3]; /* as on paper: micro-points; thousandths of a fact,
	                                    whole ones where it is a range; per cent */
};

#define BENCH_MOVES_AT_ONCE 50

struct bench_moves {
	int32_t             was, is; /* median overall on paper; BENCH_NONE: not shown */
	struct bench_moved *list;    /* by channel */
	size_t              count;
};

/* Of one group, before NULL: nothing to set it beside; room in list for channels.  Pure. */
void bench_moves_of(const struct bench_snapshot *now, const struct bench_snapshot *before,
    const struct form *, struct bench_pick, size_t channels, struct bench_moves *moves);

/* Of at most BENCH_MOVES_AT_ONCE groups of the preview from first on.  Nothing is shown of what the
 * reader may not see. */
MUST_CHECK enum err
bench_moves_load(struct arena *, struct tx *, const struct bench_preview *,
    const struct form *, size_t first, size_t count, struct bench_moves *moves_out);

/* --- bench_named.c: what the auditor named, by group, wide to narrow ---------------- */

struct bench_audited {
	struct bench_named withheld; /* when it was built; those that the reader may know */
	struct bench_named refused;  /* when it was last to be proposed */
	int64_t            refused_at;     /* 0: it was not refused */
	int64_t            withheld_count; /* groups, each for one thing counted */
	int64_t            unproved;       /* the most firms in one thing counted */
};
MUST_CHECK enum err bench_audited(struct arena *, struct tx *, const struct bench_preview *,
    struct bench_audited *audited_out);
/* Where the group that stands there ends. */
size_t bench_named_group(const struct bench_named *, size_t from);

#endif
