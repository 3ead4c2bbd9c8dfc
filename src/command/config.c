/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "command/command.h"

int
command_config_check(struct command_run *run)
{
	int code;

	if (!command_config(run, &code))
		return code;
	fprintf(stderr, "%s: fine\n", run->config->path);
	return EXIT_DONE;
}

int
command_config_show(struct command_run *run)
{
	bool json = command_flag(run, "json");
	int  code;

	if (!command_config(run, &code))
		return code;
	if (json)
		putchar('{');
	for (size_t i = 0; i < config_count(); i++) {
		struct config_row row = config_row(run->arena, run->config, i);

		if (!json) {
			printf("%-22s %-40s ", row.key, row.value);
			if (row.line > 0)
				printf("%s:%d\n", run->config->path, row.line);
			else
				puts("default");
			continue;
		}
		printf("%s\n\"%s\": {\"value\": ", i > 0 ? "," : "", row.key);
		command_json_string(stdout, text_of(row.value));
		printf(", \"default\": ");
		command_json_string(stdout, text_of(row.preset));
		printf(", \"line\": %d}", row.line);
	}
	if (json)
		puts("\n}");
	return EXIT_DONE;
}

int
command_config_example(struct command_run *run)
{
	(void)run;
	config_print_example(stdout);
	return EXIT_DONE;
}

int
command_config_manual(struct command_run *run)
{
	(void)run;
	config_print_manual(stdout);
	return EXIT_DONE;
}
