/* SPDX-License-Identifier: ISC
 *
 * bench_build.h - counting a snapshot and bringing it to its readers.
 *
 * A build is one transaction: the firms of the pool are written down, counted,
 * compared with what earlier reports showed, and the cells that may be
 * published are stored; whole or not at all.  Used by command/ alone. */
#ifndef BENCHMARK_BENCH_BUILD_H
#define BENCHMARK_BENCH_BUILD_H

#include "benchmark/benchmark.h"

struct db;

struct bench_build {
	int64_t            owner, form;
	int                version;
	const struct form *definition;
	const char        *by, *os_user;
	/* Called now and then; total is 0 while it is not known.  May be NULL. */
	void (*progress)(void *context, const char *step, int64_t done, int64_t total);
	void  *context;
};

/* ERR_CONFLICT: somebody else is building one of this form.  ERR_INVALID: the
 * form has more groups, facts or items than there is room for. */
MUST_CHECK enum err bench_build(struct arena *, struct db *, const struct bench_build *,
    int64_t *id_out);

/* What a snapshot shows, for the people who release it. */
struct bench_group {
	int             level, profession, size, region;
	int             measures;       /* published of all */
	enum bench_band band;           /* of overall */
	bool            carried;        /* counted in an earlier snapshot */
	bool            was, is;        /* overall published in the last one, in this */
};

struct bench_preview {
	int64_t             id, last; /* last: released before, 0 none */
	int64_t             owner, form;
	int                 version, measures;
	const char         *state;
	int64_t             firms;
	int64_t             built_at, released_at; /* 0: not yet */
	const char         *built_by, *proposed_by, *released_by, *alone_reason, *reason;
	struct bench_group *groups; /* wide to narrow; those published now or before */
	size_t              group_count, withheld;
};

MUST_CHECK enum err bench_preview(struct arena *, struct tx *, int64_t id,
    struct bench_preview *preview_out);

#endif
