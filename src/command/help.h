/* SPDX-License-Identifier: ISC
 *
 * help.h - what the program says of itself and its commands, and what it answers
 * to words that are none.  main.c decides when. */
#ifndef COMMAND_HELP_H
#define COMMAND_HELP_H

#include <stdio.h>

#include "command/command.h"

/* The row of that noun and verb; of a noun alone whatever the verb.  NULL: none. */
const struct command *command_find(const char *noun, const char *verb);

/* Usage, options and an example of one command. */
void help_command(FILE *, const struct command *);

/* "soundings help WORD..."; returns the exit code, as those below. */
int help_main(int argc, char **argv);

/* Called bare: usage and examples on stderr. */
int help_short(void);

/* Words that begin no command: what they may have meant. */
int help_unknown(int argc, char **argv);

/* An option in front of the noun that the program itself has not. */
int help_no_option(const char *word);

#endif
