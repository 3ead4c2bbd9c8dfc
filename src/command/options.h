/* SPDX-License-Identifier: ISC
 *
 * options.h - the option column of a command's row, and how it is read. */
#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include "command/command.h"

#define OPTIONS_MAX 24

struct option_name {
	char name[32];
	char value[32]; /* what it takes, in capitals; "": a flag */
};

/* The row's options and behind them those of every command. */
size_t options_of(const struct command *, struct option_name names_out[OPTIONS_MAX]);

/* What it does, from options.def; check()s that it is there. */
const char *option_prose(const char *name);

/* Does any command have an option of that name? */
bool option_exists(struct text name);

/* Index of that name among them; check()s that it is there. */
size_t options_index(const struct command *, const char *name);

/* Take the options out of argv[from..]; what stays is run->args.
 * false: *problem_out says what is wrong; help_out: --help was given. */
bool options_read(struct command_run *, int argc, const char *const *argv, int from,
    bool *help_out, const char **problem_out);

#endif
