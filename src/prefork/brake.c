/* SPDX-License-Identifier: ISC */
#include "prefork/brake.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/err.h"

#define MILLISECOND   (CLOCK_SECOND / 1000)
#define YOUNG         (2 * CLOCK_SECOND) /* dying younger counts for the brake */
#define YOUNG_ALLOWED 5
#define BRAKE_MAX     (5 * CLOCK_SECOND)

void
brake_death(struct brake *brake, int64_t born)
{
	int64_t wait = 100 * MILLISECOND;

	if (clock_monotonic() - born > YOUNG) {
		brake->young_deaths = 0;
		return;
	}
	if (++brake->young_deaths <= YOUNG_ALLOWED)
		return;
	for (int i = YOUNG_ALLOWED + 1; i < brake->young_deaths && wait < BRAKE_MAX; i++)
		wait *= 2;
	brake->after = clock_monotonic() + (wait < BRAKE_MAX ? wait : BRAKE_MAX);
}

void
child_shut_in(pid_t parent, int death_signal)
{
	struct rlimit none = { 0, 0 };

	/* The parent may have died between the fork and this line. */
	if (prctl(PR_SET_PDEATHSIG, death_signal) < 0 || getppid() != parent)
		_exit(0);
	check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	(void)!setrlimit(RLIMIT_CORE, &none); /* a core file would hold answers */
}

const char *
child_end(int status)
{
	return WIFSIGNALED(status) ? strsignal(WTERMSIG(status)) : "exit";
}
