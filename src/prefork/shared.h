/* SPDX-License-Identifier: ISC
 *
 * shared.h - what master and workers see of each other: one anonymous shared
 * mapping.  A slot is written by its worker (and cleared by the master once
 * that worker is gone), the head by the master alone. */
#ifndef PREFORK_SHARED_H
#define PREFORK_SHARED_H

#include <stdatomic.h>

#include "prefork/prefork.h"

/* Successors overlap with those they relieve. */
#define SLOTS_FOR(workers) (2 * (workers) + 2)

enum slot_state { SLOT_FREE, SLOT_STARTING, SLOT_READY, SLOT_LEAVING };

struct slot {
	_Alignas(64) atomic_int state;
	_Atomic int64_t  busy_since; /* monotonic; 0: idle */
	_Atomic uint64_t counters[PREFORK_COUNTERS_MAX];
};

struct shared {
	int              slot_count, workers;
	_Atomic uint64_t started, died, killed;
	int64_t          since;
	struct slot      slots[];
};

struct prefork_worker {
	const struct prefork_settings *settings;
	struct shared                 *shared;
	struct slot                   *slot;
	int                            wake;    /* eventfd: tells the master to look */
	int                            signals; /* signalfd: SIGTERM */
	int                            poll;    /* epoll over listener and signals */
	int64_t                        left;    /* requests until relief; -1 no limit */
	int                            eager;   /* tries left before the next sleep */
};

/* After the fork: descriptors, signals, limits of a worker. */
void worker_start(struct prefork_worker *, pid_t master);

#endif
