/* SPDX-License-Identifier: ISC
 *
 * progress.h - how far a long command is: on a terminal a bar with count, rate
 * and time left, drawn again in place; elsewhere a line every ten seconds. */
#ifndef COMMAND_PROGRESS_H
#define COMMAND_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
	const char *what;        /* "rows"; one of them without the s */
	int64_t     total;       /* in the unit of `at`; 0: unknown */
	int64_t     begun, last; /* monotonic */
	bool        bar, drawn;
};

void progress_begin(struct progress *, const char *what, int64_t total);

/* at of total is done; count of `what` so far. */
void progress_show(struct progress *, int64_t at, int64_t count);

void progress_end(struct progress *, int64_t count);

#endif
