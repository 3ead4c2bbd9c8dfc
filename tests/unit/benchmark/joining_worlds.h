/* SPDX-License-Identifier: ISC
 *
 * joining_worlds.h - worlds whose firms join and leave over releases, for
 * test_joining.c. */
#ifndef TESTS_JOINING_WORLDS_H
#define TESTS_JOINING_WORLDS_H

#include "benchmark/bench_history.h"

#define RELEASES 12
#define FIRMS    96
#define POINT    STATS_MICRO
#define MEAN     75
#define SPREAD   12

extern struct arena *arena;

struct world {
	size_t  n; /* the first two collude */
	int32_t score[FIRMS];
	size_t  joined[FIRMS], left[FIRMS]; /* with which release */
	bool    counted[RELEASES];          /* else the count before is shown */
};

/* Which rule: counted anew from five changes; or at each release; or from five,
 * and the attacker reads the newest count alone. */
enum rule { FIVE, EACH, NEWEST };

/* At least 0, below 1; below n.  A fixed world gives the same everywhere. */
double chance(void);
size_t below(size_t n);

/* What a firm may have scored, whoever it is. */
int32_t a_score(void);

void make_world(struct world *w, uint32_t number, enum rule rule);

/* Is a firm there at a release? */
bool is_in(const struct world *w, size_t release, size_t firm);

#endif
