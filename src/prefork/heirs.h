/* SPDX-License-Identifier: ISC
 *
 * heirs.h - SIGHUP: the program starts itself afresh in the same process.
 *
 * First a child calls it with --check: a bad configuration or a broken new
 * binary changes nothing.  Then exec keeps the process id, the listening
 * socket and the old workers, which go on serving until the new ones do. */
#ifndef PREFORK_HEIRS_H
#define PREFORK_HEIRS_H

#include "prefork/prefork.h"

struct heirs {
	pid_t   checker; /* the child that reads the new configuration; 0 none */
	pid_t   old[2 * PREFORK_WORKERS_MAX + 2];
	int     old_count;
	int64_t relieved; /* when the old ones were told to end */
};

/* After exec: the workers of before. */
void heirs_inherit(struct heirs *);

/* SIGHUP came. */
void heirs_check(struct heirs *, const struct prefork_settings *);

/* pid ended.  true: it was the checker, and all is well. */
bool heirs_buried(struct heirs *, pid_t pid, int status);

/* exec, handing on the listener, these workers and those of before.  Returns
 * only when that failed. */
void heirs_take_over(struct heirs *, const struct prefork_settings *, const pid_t *workers,
    int count);

/* The new workers serve: the old ones may end; after limit they must. */
void heirs_relieve(struct heirs *);
void heirs_watch(struct heirs *, int64_t limit);

#endif
