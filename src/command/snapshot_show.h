/* SPDX-License-Identifier: ISC
 *
 * snapshot_show.h - what the snapshot commands share. */
#ifndef COMMAND_SNAPSHOT_SHOW_H
#define COMMAND_SNAPSHOT_SHOW_H

#include <stdio.h>

#include "command/command.h"

struct bench_named;
struct form;
struct tx;

/* A published version of a form, read from the database. */
MUST_CHECK enum err command_snapshot_form(struct command_run *, struct tx *, int64_t owner,
    int64_t form, int version, const struct form **form_out);

/* The number that names a snapshot; false: it is none, and that was said. */
bool command_snapshot_id(struct command_run *, int64_t *id_out);

/* One more member of an object: a string; NULL: null. */
void command_snapshot_pair(const char *name, const char *value);

/* What a snapshot shows, as text or --json; the exit code. */
int command_snapshot_print(struct command_run *, struct tx *, int64_t id);

/* A line a group: why, its name, and what is counted in it, of those that are
 * (not) known. */
#define COMMAND_SNAPSHOT_KNOWN "two firms could work out a third: "
#define COMMAND_SNAPSHOT_OPEN  "not proved that they cannot: "
void command_snapshot_named(struct command_run *, FILE *, const struct form *,
    const struct bench_named *, const char *why, bool known);

#endif
