/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command/command.h"
#include "link/link.h"

int
command_config_key(struct command_run *run)
{
	const char       *path = run->args[0];
	struct link_keys *old = NULL;
	const char       *problem;

	if (access(path, F_OK) == 0 &&
	    link_keys_load(run->arena, path, &old, &problem) != ERR_OK) {
		command_say(run, "%s", problem);
		return EXIT_BAD_DATA;
	}
	if (!command_replace(run->arena, path, link_keys_generate(run->arena, old))) {
		command_say(run, "%s could not be written: %s", path, strerror(errno));
		return EXIT_IO;
	}
	fprintf(stderr,
	    old != NULL ? "%s has a new first key. Restart soundings-web and "
	                  "soundings-courier; links made before stay good.\n"
	                : "%s is made. Let only the service read it, and keep a copy: "
	                  "without it no mailed link works.\n",
	    path);
	return EXIT_DONE;
}
