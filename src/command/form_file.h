/* SPDX-License-Identifier: ISC
 *
 * form_file.h - form files as the form commands take them. */
#ifndef COMMAND_FORM_FILE_H
#define COMMAND_FORM_FILE_H

#include "command/command.h"
#include "form/form.h"

/* The bytes of a file ("-": standard input), at most one more than a form may
 * have.  false: it cannot be read, and that was said. */
bool command_form_bytes(struct command_run *, const char *path, struct bytes *bytes_out);

struct catalogue;
struct catalogue_form;

/* The current version of a published form by its name.  false: said so. */
bool command_find_form(struct command_run *, const char *slug,
    struct catalogue **catalogue_out, struct catalogue_form **form_out, int *exit_out);

#endif
