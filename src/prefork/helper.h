/* SPDX-License-Identifier: ISC
 *
 * helper.h - one process beside the program's own work, for what takes long.
 *
 * The program goes on while the helper works, and starts it again when it
 * died; the helper never outlives the program.  Used by main/courier.c. */
#ifndef PREFORK_HELPER_H
#define PREFORK_HELPER_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

struct arena;

struct helper_settings {
	const char *name;  /* in the log and in the list of processes; 15 bytes */
	int64_t     drain; /* most microseconds between SIGTERM and SIGKILL */

	/* The helper's life, after the fork: sockets and random state begin here.
	 * It ends soon after *told is set; its result is the exit status. */
	int (*work)(const volatile sig_atomic_t *told, void *arg);
	void *arg;
};

struct helper;

/* Starts nothing yet.  The settings are kept, not copied. */
struct helper *helper_new(struct arena *, const struct helper_settings *);

/* Bury it if it ended, and start it if none runs.  One that dies young again
 * and again waits for ever longer. */
void helper_tend(struct helper *);

/* It may end what it has in hand; helper_tend starts another one then. */
void helper_relieve(struct helper *);

/* Tell it to end and wait.  false: it took too long, or was killed. */
bool helper_stop(struct helper *);

/* Wait until it ends of itself, or *told.  false: it did not, or not well. */
bool helper_await(struct helper *, const volatile sig_atomic_t *told);

#endif
