/* SPDX-License-Identifier: ISC
 *
 * prefork.h - a master that starts, watches, replaces and drains workers.
 *
 * The master owns the listening socket, handles no request and holds nothing
 * that a request could break.  A worker that dies is replaced within 100 ms,
 * one that is stuck beyond the deadline is killed, one that served its share
 * is relieved only when its successor is ready.  SIGTERM drains, SIGHUP
 * starts the program afresh over the same socket, without a refused request.
 *
 * Used by main/web.c.  Knows no FastCGI and no database: what a worker does
 * is a function, called after the fork. */
#ifndef PREFORK_PREFORK_H
#define PREFORK_PREFORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"

#define PREFORK_WORKERS_MAX  256
#define PREFORK_COUNTERS_MAX 1024

/* A worker's view of itself: its place in the shared memory. */
struct prefork_worker;

struct prefork_settings {
	int     listener;            /* from prefork_listen */
	int     workers;             /* 1 .. PREFORK_WORKERS_MAX */
	int64_t requests_per_worker; /* 0: no limit */
	int64_t deadline;            /* most microseconds for one request */
	int64_t drain;               /* most microseconds between SIGTERM and SIGKILL */
	char  **argv;                /* how this program was called, for SIGHUP */

	/* The worker's life, after the fork: everything with sockets and random
	 * state begins here.  Its result is the exit status. */
	int (*work)(struct prefork_worker *, void *arg);
	void *arg;
};

/* Workers end with this when a restart cannot help: wrong schema, bad key. */
#define PREFORK_EXIT_CONFIG 78

/* The socket to serve: the one handed down (by an earlier self on SIGHUP, or
 * LISTEN_FDS of systemd, or descriptor 0), else bound at path with 0660 and
 * a backlog of 1024.  Refuses to take over from a living server.  Failures
 * are logged with the path and the reason. */
MUST_CHECK enum err prefork_listen(const char *path, int *listener_out);

/* Remove the socket, if prefork_listen bound it and nobody replaced it. */
void prefork_unlisten(void);

/* Runs until SIGTERM or SIGINT.  Returns the program's exit status. */
int prefork_run(const struct prefork_settings *);

/* In a worker.  Ready to serve: until then the predecessor stays. */
void prefork_ready(struct prefork_worker *);

/* In a worker: sleep until a connection waits (true) or it is time to end
 * (false).  Another worker may still be quicker to accept. */
MUST_CHECK bool prefork_wait(struct prefork_worker *);

/* In a worker: a request may begin; it ended.  The deadline counts in between.
 * served: there was one, no other worker was quicker. */
void prefork_busy(struct prefork_worker *);
void prefork_idle(struct prefork_worker *, bool served);

/* Counters that outlive workers, for /metrics.  index < PREFORK_COUNTERS_MAX;
 * what they mean is the caller's business. */
void     prefork_count(struct prefork_worker *, size_t index, uint64_t add);
uint64_t prefork_counted(const struct prefork_worker *, size_t index);

struct prefork_state {
	int      workers, ready, busy;
	uint64_t started, died, killed; /* since the master began */
	int64_t  since;                 /* wall clock */
};
struct prefork_state prefork_state(const struct prefork_worker *);

/* Tell systemd (NOTIFY_SOCKET), if it asked; one datagram. */
void prefork_notify(const char *state);

#endif
