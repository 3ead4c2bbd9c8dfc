/* SPDX-License-Identifier: ISC
 *
 * jobs.h - what takes a courier long, in a process of its own beside the
 * letters: snapshots that consultants asked for, and what is forgotten. */
#ifndef MAIN_JOBS_H
#define MAIN_JOBS_H

#include <signal.h>

#include "main/deliver.h"

struct helper;

struct jobs {
	struct arena        *process, *arena; /* life, one job */
	const struct config *config;
	struct db           *db;
	struct catalogue    *forms;
};

/* The process, not started yet. */
struct helper *jobs_new(struct courier *);

/* Tell it to end.  What it has in hand beyond a few seconds is broken off, and
 * waits for the next courier. */
void jobs_stop(struct courier *, struct helper *);

/* Inside the process: does the next thing that was asked about snapshots, if
 * there is one, on connections of its own.  Any error: let this session go, for
 * it may still hold what was asked. */
MUST_CHECK enum err jobs_snapshot(struct jobs *, bool *worked_out);

#endif
