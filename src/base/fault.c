/* SPDX-License-Identifier: ISC */
#include "base/fault.h"

#ifdef WITH_FAULTS

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"

#define POINTS_MAX 32

static struct {
	char name[64];
	long from; /* first round that counts, 1 = at once */
	long seen;
} points[POINTS_MAX];

/* How often this process came by name, this time included. */
static long
count_visit(const char *name)
{
	for (size_t i = 0; i < POINTS_MAX; i++) {
		if (points[i].name[0] == '\0')
			snprintf(points[i].name, sizeof(points[i].name), "%s", name);
		if (strcmp(points[i].name, name) == 0)
			return ++points[i].seen;
	}
	return 1;
}

static bool
act(const char *name, const char *action)
{
	LOG(EV_FAULT_HIT, log_str("point", name), log_str("action", action));
	if (strncmp(action, "crash", 5) == 0)
		kill(getpid(), SIGKILL);
	if (strncmp(action, "stop", 4) == 0)
		kill(getpid(), SIGSTOP);
	if (strncmp(action, "delay:", 6) == 0) {
		usleep((useconds_t)strtoul(action + 6, NULL, 10) * 1000);
		return false;
	}
	return strncmp(action, "error", 5) == 0;
}

bool
fault_hit(const char *name)
{
	const char *plan = getenv("SOUNDINGS_FAULT");
	size_t      len = strlen(name);
	long        visit = count_visit(name);

	while (plan != NULL && *plan != '\0') {
		if (strncmp(plan, name, len) == 0 &&
		    (plan[len] == '=' || plan[len] == '@')) {
			char *rest = NULL;
			long  from = 1;

			if (plan[len] == '@')
				from = strtol(plan + len + 1, &rest, 10);
			else
				rest = (char *)(uintptr_t)(plan + len);
			if (visit >= from && *rest == '=')
				return act(name, rest + 1);
		}
		plan = strchr(plan, ',');
		if (plan != NULL)
			plan++;
	}
	return false;
}

#else
/* ISO C forbids an empty unit. */
typedef int fault_points_are_compiled_out;
#endif
