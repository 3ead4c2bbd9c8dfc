/* SPDX-License-Identifier: ISC
 *
 * bench_sees.h - what the firms of a snapshot would see of the others: with
 * which group each would be compared, and how much of it shown.
 *
 * For consultants who judge a snapshot before it is released.  No value of a
 * firm is read: the bands of the groups decide all that is told here, the firm
 * itself among them.  Its report leaves it out, and so shows one band less, or
 * the next wider group, where it makes up a band's number: to say which firms
 * those are would tell the group's exact number. */
#ifndef BENCHMARK_BENCH_SEES_H
#define BENCHMARK_BENCH_SEES_H

#include "benchmark/bench_view.h"

/* Beside the last snapshot that was released, for a report with the answers
 * counted here. */
enum bench_turn {
	BENCH_TURN_NONE, /* nothing to set it beside */
	BENCH_TURN_SAME, /* the same group, or none in either */
	BENCH_TURN_GAINS,
	BENCH_TURN_LOSES,
	BENCH_TURN_OTHER /* another group */
};

struct bench_sees {
	const char       *code;                     /* the firm's pseudonym */
	int               profession, size, region; /* as counted; 0: not known */
	bool              any;                      /* else it is compared with nobody */
	struct bench_pick group;
	enum bench_band   band;     /* of the group, the smallest among the measures shown */
	int               measures; /* shown */
	enum bench_turn   turn;
};

/* At most that many firms after the pseudonym ("": from the first), in its
 * order.  last: the snapshot to set it beside; 0: none.  *more_out: there are
 * others after them; *beside_out: last counts the same groups and measures.
 * Nobody, where the reader may not see the snapshot's groups. */
MUST_CHECK enum err bench_sees_load(struct arena *, struct tx *, int64_t snapshot,
    int64_t last, struct text after, size_t most, struct bench_sees **firms_out,
    size_t *count_out, bool *more_out, bool *beside_out);

#endif
