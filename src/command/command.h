/* SPDX-License-Identifier: ISC
 *
 * command.h - "soundings NOUN VERB": the table of commands and what each gets.
 *
 * A command is a row of commands.def and a function in a file of its noun.
 * It prints data on stdout and everything else on stderr, and returns an exit
 * code.  Options are named in the row; asking for one that the row does not
 * name is a bug. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/text.h"
#include "base/uuid.h"
#include "config/config.h"

struct db;
struct command;
struct tx;

/* As in sysexits(3), where one fits. */
enum command_exit {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,     /* failed, or differences were found */
	EXIT_USAGE = 64,     /* wrong words on the command line */
	EXIT_BAD_DATA = 65,  /* the input breaks its rules */
	EXIT_NO_INPUT = 66,  /* no such file, form, response ... */
	EXIT_UNREACHED = 69, /* a service is not there */
	EXIT_BUG = 70,
	EXIT_IO = 74,
	EXIT_LATER = 75, /* try again */
	EXIT_FORBIDDEN = 77,
	EXIT_CONFIG = 78
};

struct command_run {
	struct arena         *arena; /* ends with the command */
	const struct command *command;
	const char          **args; /* words behind noun, verb and options */
	int                   count;
	/* filled on demand */
	const char   **values; /* per option of the row */
	const char    *config_flag;
	struct config *config;
	struct db     *db;
	bool           no_input; /* never ask */
	bool           no_color;
	bool           fills_tables; /* before command_db: see db_plan_once() */
};

/* Options: --json is a flag, --by takes a value. */
bool        command_flag(const struct command_run *, const char *name);
const char *command_value(const struct command_run *, const char *name); /* or NULL */

/* The settings, read and checked once.  On trouble it has said so, and the
 * caller returns *exit_out. */
bool command_config(struct command_run *, int *exit_out);

/* The operator's connection, ready (schema checked).  Likewise. */
bool command_db(struct command_run *, int *exit_out);

/* A transaction of the operator's in it; it ends with the command at the latest. */
MUST_CHECK enum err command_begin(struct command_run *, struct tx **tx_out);

/* A sentence on stderr, "soundings noun verb: ..." */
void command_say(const struct command_run *, const char *fmt, ...) PRINTF(2, 3);

/* Say what failed in plain words and give the exit code for it.  what: "the
 * snapshot could not be built". */
int command_failed(struct command_run *, enum err, const char *what);

/* "wrong number of words" with the usage line; EXIT_USAGE. */
int command_usage(const struct command_run *);

/* May that be a response's reference, or its beginning?  false: told. */
bool command_reference(struct command_run *, const char *given);
/* Which response it is; once command_db() has opened.  false: told, and
 * *code_out says how it ends. */
bool command_referred(struct command_run *, const char *given, struct uuid *id_out,
    int *code_out);

/* Ask for the word on the terminal before something severe.  --confirm=WORD on
 * the command line answers too; without a terminal or with --no-input the
 * answer is no, and what to do is said. */
bool command_confirm(const struct command_run *, const char *what, const char *word);

/* The name of the person at the system, for the audit. */
const char *command_os_user(struct arena *);

/* A file to write personal data to: a new one is its owner's alone.  NULL: errno. */
FILE *command_file(const char *path);

/* A file of that text, its owner's alone, whole or not at all: the old one stays
 * where it fails.  What is no plain file is written to.  false: errno. */
bool command_replace(struct arena *, const char *path, struct text);

/* Print one string as a JSON string. */
void command_json_string(FILE *, struct text);

/* Table of the program, for help, completion and the manual. */
struct command {
	const char *noun, *verb;
	int (*run)(struct command_run *);
	const char *args;        /* "FILE", "RESPONSE..." or "" */
	int         least, most; /* words; most -1: any number */
	const char *options;     /* "json by=NAME reason=TEXT" */
	const char *prose;
	const char *example;
};
extern const struct command commands[];
extern const size_t         command_count;

#define COMMAND(n, v, f, a, least, most, o, p, e) int f(struct command_run *);
#include "command/commands.def"
#undef COMMAND

/* The whole program but for main(). */
int command_main(int argc, char **argv);

#endif
