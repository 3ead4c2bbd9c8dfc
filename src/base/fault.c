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

#define PLANS_MAX 32

/* How often each entry of the plan was met. */
static long visits[PLANS_MAX];

/* "db.*" is every point of that room. */
static bool
names(const char *plan, size_t len, const char *name)
{
	if (len > 0 && plan[len - 1] == '*')
		return strncmp(plan, name, len - 1) == 0;
	return strlen(name) == len && strncmp(plan, name, len) == 0;
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

	for (int i = 0; i < PLANS_MAX && plan != NULL && *plan != '\0'; i++) {
		size_t len = strcspn(plan, "@#=,");
		char   which = plan[len];

		if (names(plan, len, name)) {
			char *rest = (char *)(uintptr_t)(plan + len);
			long  visit = ++visits[i], round = 1;

			if (which == '@' || which == '#')
				round = strtol(plan + len + 1, &rest, 10);
			if ((which == '#' ? visit == round : visit >= round) && *rest == '=')
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
