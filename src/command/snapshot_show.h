/* SPDX-License-Identifier: ISC
 *
 * snapshot_show.h - what the snapshot commands share. */
#ifndef COMMAND_SNAPSHOT_SHOW_H
#define COMMAND_SNAPSHOT_SHOW_H

#include "command/command.h"

struct form;
struct tx;

/* A published version of a form, read from the database. */
MUST_CHECK enum err command_snapshot_form(struct command_run *, struct tx *, int64_t owner,
    int64_t form, int version, const struct form **form_out);

/* The number that names a snapshot; false: it is none, and that was said. */
bool command_snapshot_id(struct command_run *, int64_t *id_out);

/* What a snapshot shows, as text or --json; the exit code. */
int command_snapshot_print(struct command_run *, struct tx *, int64_t id);

#endif
