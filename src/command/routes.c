/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "command/command.h"

static const struct {
	const char *method, *pattern;
	long        limit;
	const char *prose;
} rows[] = {
#define ROUTE(method, pattern, handler, role, csrf, who, fresh, rate, limit, prose) \
	{ #method, pattern, limit, prose },
#include "page/routes.def"
#undef ROUTE
};

int
command_routes(struct command_run *run)
{
	bool json = command_flag(run, "json");

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (json) {
			printf("{\"method\": \"%s\", \"pattern\": \"%s\", \"limit\": %ld, "
			       "\"about\": ",
			    rows[i].method, rows[i].pattern, rows[i].limit);
			command_json_string(stdout, text_of(rows[i].prose));
			puts("}");
		} else {
			printf("%-5s %-32s %s\n", rows[i].method, rows[i].pattern,
			    rows[i].prose);
		}
	return EXIT_DONE;
}
