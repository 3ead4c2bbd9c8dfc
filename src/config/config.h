/* SPDX-License-Identifier: ISC
 *
 * config.h - the settings, as rows of config.def.
 *
 * A file of "key = value" lines; # begins a comment line.  An unknown key, a
 * key given twice or a bad value stops the program with file and line.
 * Secrets are paths to files, so showing all settings gives none away. */
#ifndef CONFIG_CONFIG_H
#define CONFIG_CONFIG_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

struct config {
#define CONFIG_STR(field, key, value, kind, when, prose)      const char *field;
#define CONFIG_INT(field, key, value, low, high, when, prose) int64_t field;
#define CONFIG_BOOL(field, key, value, when, prose)           bool field;
#define CONFIG_ONE(field, key, value, choices, when, prose)   const char *field;
#include "config/config.def"
#undef CONFIG_STR
#undef CONFIG_INT
#undef CONFIG_BOOL
#undef CONFIG_ONE
	const char *path; /* the file; NULL: defaults only */
	const int  *line; /* per row, where it was set; 0: default */
};

/* Strings are never NULL; "" means not set.  Everything lives in the arena.
 * ERR_NOT_FOUND: no such file.  ERR_INVALID: *problem_out names each bad line
 * ("file:line: what is wrong, what is accepted"), one per line. */
MUST_CHECK enum err config_load(struct arena *, const char *path, struct config **config_out,
    const char **problem_out);

/* The same from memory; name stands for the file in messages. */
MUST_CHECK enum err config_parse(struct arena *, const char *name, const char *text,
    size_t len, struct config **config_out, const char **problem_out);

/* The file to read: flag if not NULL, else $SOUNDINGS_CONFIG, else
 * /etc/soundings/soundings.conf. */
const char *config_path(const char *flag);

/* One setting as text, for showing. */
struct config_row {
	const char *key, *value, *preset, *accepts, *prose;
	int         line; /* 0: default */
	bool        live; /* taken over on SIGHUP */
};
size_t            config_count(void);
struct config_row config_row(struct arena *, const struct config *, size_t index);

/* Print the commented sample file. */
void config_print_example(FILE *);

/* Print the rows as mdoc list items for soundings.conf(5). */
void config_print_manual(FILE *);

#endif
