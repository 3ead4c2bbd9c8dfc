/* SPDX-License-Identifier: ISC
 *
 * bench_guard.h - the auditor beside the database: when a snapshot is built,
 * to withhold, and again when it is proposed, to refuse.
 *
 * It looks at the cells of one snapshot together with all that earlier ones
 * have shown.  Of counts older than the newest BENCH_AUDIT_SOURCES it takes no
 * notice.  Used by bench_build.c, bench_publish.c and bench_state.c. */
#ifndef BENCHMARK_BENCH_GUARD_H
#define BENCHMARK_BENCH_GUARD_H

#include "benchmark/bench_audit.h"
#include "benchmark/bench_build.h"

struct bench_guard {
	struct arena      *arena;
	struct bench_shape shape;
	struct bench_roll *roll;
	int64_t            owner, form, snapshot;
	int                version;
	bool               only_proved; /* what is left open goes, too */
	size_t             sources;     /* the last is the snapshot's own count */
	int64_t            source[BENCH_AUDIT_SOURCES];
	/* what came of it */
	int64_t              withheld; /* groups, each for one thing counted */
	struct bench_unsafe *gone;     /* these, withheld of them */
	size_t               gone_room;
	int64_t open; /* the most firms in one thing counted that are not proved safe */
};

/* Finds the counts to look at together.  shape and the first numbers are
 * filled; ours: that of the snapshot. */
MUST_CHECK enum err bench_guard_open(struct arena *, struct tx *, struct bench_guard *);

/* No earlier count is shown: the roll is filled while firms are counted. */
bool bench_guard_is_first(const struct bench_guard *);
void bench_guard_add(struct bench_guard *, int profession, int size, int region,
    const int32_t *score, const int32_t *fact, const uint8_t *item);

/* Reads from the database who was counted where, once all firms are stored. */
MUST_CHECK enum err bench_guard_read(struct bench_guard *, struct tx *);

/* Judges one thing counted: published[] loses what is not safe.  fresh: counted
 * in this snapshot, by cell; fetch gives their distributions. */
MUST_CHECK enum err bench_guard_channel(struct bench_guard *, struct tx *, size_t channel,
    const bool *fresh, bool *published, bench_audit_fetch *fetch, void *context);

/* bench_recheck.c: the cells of a stored snapshot, judged again as they are read
 * from the database.  The guard's groups, form and owner come from the snapshot. */
MUST_CHECK enum err bench_recheck(struct arena *, struct tx *, int64_t snapshot,
    bool only_proved, struct bench_named *unsafe_out);

/* bench_named.c: the names of what it withheld, kept with the snapshot; */
MUST_CHECK enum err
bench_name_withheld(struct arena *, struct tx *, const struct bench_guard *);
/* and of what it refused, instead of those before; *named comes back by group. */
MUST_CHECK enum err bench_name_refused(struct arena *, struct tx *, int64_t owner,
    int64_t id, struct bench_named *named);

#endif
