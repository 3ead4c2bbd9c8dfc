/* SPDX-License-Identifier: ISC
 *
 * bench_build.h - counting a snapshot and bringing it to its readers.
 *
 * A build is one transaction: the firms of the pool are written down, counted,
 * compared with what earlier reports showed, and the cells that may be
 * published are stored; whole or not at all.  Used by command/ and main/. */
#ifndef BENCHMARK_BENCH_BUILD_H
#define BENCHMARK_BENCH_BUILD_H

#include "benchmark/bench_view.h"

struct db;

struct bench_build {
	int64_t            owner, form;
	int                version;
	const struct form *definition;
	const char        *by, *os_user;
	struct db         *reader;      /* a second connection, for reading the pool */
	bool               only_proved; /* withhold what the auditor leaves open, too */
	/* Called now and then; done and total are 0 while not known.  May be NULL. */
	void (*progress)(void *context, const char *step, int64_t done, int64_t total);
	/* The last of its transaction: what stands or falls with the snapshot.  May
	 * be NULL. */
	enum err (*last)(void *context, struct arena *, struct tx *, int64_t id);
	void *context;
};

/* ERR_CONFLICT: somebody else is building one of this form.  ERR_INVALID: the
 * form has more groups, facts or items than there is room for. */
MUST_CHECK enum err
bench_build(struct arena *, struct db *, const struct bench_build *, int64_t *id_out);

/* One row of the list, newest first. */
struct bench_listed {
	int64_t     id, built_at, released_at; /* 0: not yet */
	int         version, firms;
	const char *form, *state, *built_by, *proposed_by, *released_by; /* may be NULL */
	bool        tried; /* to propose it was asked for and is under way, or was refused */
};
MUST_CHECK enum err
bench_list(struct arena *, struct tx *, struct bench_listed **rows_out, size_t *count_out);

/* --- bench_state.c: the way to the readers, each step audited ------------------- */

/* Who does it, for the service and for the system. */
struct bench_person {
	const char *by, *os_user;
};

/* A group and what is counted in it. */
struct bench_unsafe {
	struct bench_pick group;
	size_t            channel; /* bench_counted() names it */
	bool              known;   /* two firms could work out a third, to less than a point;
	                            else it is not proved that they could not */
	bool              was_shown, was_withheld; /* of what is withheld: in the last one
	                                              released */
};
struct bench_named {
	struct bench_unsafe *cells;
	size_t               count;
};

enum bench_proposed {
	BENCH_PROPOSED,
	BENCH_NOT_BUILT, /* proposed, released or withdrawn already */
	BENCH_UNSAFE     /* the auditor finds firms that could be worked out, or might be */
};
struct bench_proposal {
	enum bench_proposed verdict;
	int64_t             owner, form;
	int                 version;
	struct bench_named  unsafe; /* cells that hold them, by group */
};

/* ERR_NOT_FOUND: no such snapshot.  The caller commits.  What the auditor named
 * is kept with the snapshot; who knows the form's words notes the refusal. */
MUST_CHECK enum err bench_propose(struct arena *, struct tx *, int64_t id,
    struct bench_person, bool only_proved, struct bench_proposal *proposal_out);
MUST_CHECK enum err bench_note_refused(struct arena *, struct tx *, int64_t id,
    struct bench_person, const struct form *, const struct bench_named *);

/* *done_out false: it is not in a state for this step, and nothing was changed. */
MUST_CHECK enum err bench_withdraw(struct arena *, struct tx *, int64_t id,
    struct bench_person, const char *reason, bool *done_out);

enum bench_verdict {
	BENCH_RELEASED,
	BENCH_NOT_PROPOSED,
	BENCH_SAME_PERSON, /* two are needed */
	BENCH_SAME_HAND,   /* two accounts, but both stand on one person's word */
	BENCH_NOT_TOLD,    /* one may by the settings, but the database does not know */
	BENCH_NO_REASON    /* one may, with a reason */
};
struct bench_release {
	enum bench_verdict verdict;
	const char        *proposed_by;
	const char        *vouch; /* with BENCH_SAME_HAND: an address to vouch for */
	int64_t            pinned, letters;
};

/* Pins the responses that waited for a comparison and get one, and owes the
 * letters about it.  reason: for one person alone; NULL: none given. */
MUST_CHECK enum err
bench_release(struct arena *, struct tx *, int64_t id, struct bench_person, bool two_people,
    const char *reason, struct bench_release *release_out);

/* --- who stands in the pool ------------------------------------------------------- */

enum bench_pool_outcome {
	BENCH_POOL_DONE,
	BENCH_POOL_SAME,
	BENCH_POOL_UNKNOWN,
	BENCH_POOL_WITHDRAWN,
	BENCH_POOL_REFUSED /* no consent, or no confirmed address */
};
struct bench_pool_change {
	struct uuid             response;
	enum bench_pool_outcome outcome;
};

/* Include or hold responses of public forms, audited.  ids NULL: include all
 * that wait and bear no flag. */
MUST_CHECK enum err bench_pool_change(struct arena *, struct tx *, const struct uuid *ids,
    size_t count, bool include, const char *reason, struct bench_person,
    struct bench_pool_change **changes_out, size_t *changes_count_out);

#endif
