/* SPDX-License-Identifier: ISC */
#include "prefork/heirs.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"

#define ARGS_MAX 32
#define OLD      "SOUNDINGS_OLD_WORKERS"

void
heirs_inherit(struct heirs *heirs)
{
	const char *list = getenv(OLD);
	int64_t     pid;

	while (list != NULL && *list != '\0') {
		size_t len = strcspn(list, " ");

		/* Only a child of ours is waited for, so a stale number does
		 * no harm but a kill that fails. */
		if (parse_int((struct text){ list, len }, 2, INT32_MAX, &pid) &&
		    waitpid((pid_t)pid, NULL, WNOHANG) == 0 &&
		    heirs->old_count < (int)(sizeof(heirs->old) / sizeof(heirs->old[0])))
			heirs->old[heirs->old_count++] = (pid_t)pid;
		list += len + strspn(list + len, " ");
	}
	unsetenv(OLD);
}

static void
call_self(const struct prefork_settings *settings, const char *last)
{
	const char *args[ARGS_MAX + 2];
	int         count = 0;

	for (; settings->argv[count] != NULL && count < ARGS_MAX; count++)
		args[count] = settings->argv[count];
	args[count] = last;
	args[count + 1] = NULL;
	/* By its name, not /proc/self/exe: that would be the old file after an
	 * upgrade. */
	execvp(args[0], (char *const *)(uintptr_t)args);
}

void
heirs_check(struct heirs *heirs, const struct prefork_settings *settings)
{
	sigset_t none;

	if (heirs->checker != 0)
		return;
	heirs->checker = fork();
	if (heirs->checker == 0) {
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		call_self(settings, "--check");
		_exit(127);
	}
	if (heirs->checker < 0) {
		heirs->checker = 0;
		LOG(EV_RELOAD_REFUSED, log_str("why", strerror(errno)));
	}
}

bool
heirs_buried(struct heirs *heirs, pid_t pid, int status)
{
	for (int i = 0; i < heirs->old_count; i++)
		if (heirs->old[i] == pid) {
			heirs->old[i] = heirs->old[--heirs->old_count];
			return false;
		}
	if (pid != heirs->checker)
		return false;
	heirs->checker = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	LOG(EV_RELOAD_REFUSED, log_str("why", "the new configuration is not usable"),
	    log_int("status", WIFEXITED(status) ? WEXITSTATUS(status) : -1));
	return false;
}

static void
put_list(const pid_t *pids, int count, char *list, size_t size)
{
	size_t used = strlen(list);

	for (int i = 0; i < count; i++) {
		check(print_to(list + used, size - used, "%d ", (int)pids[i]));
		used += strlen(list + used);
	}
}

/* Everything but the listener closes on exec. */
void
heirs_take_over(struct heirs *heirs, const struct prefork_settings *settings,
    const pid_t *workers, int count)
{
	static char list[4 * PREFORK_WORKERS_MAX * 12];
	char        number[16];

	list[0] = '\0';
	put_list(workers, count, list, sizeof(list));
	put_list(heirs->old, heirs->old_count, list, sizeof(list));
	check(print_to(number, sizeof(number), "%d", settings->listener));
	LOG(EV_RELOADED, log_int("pid", getpid()));
	if (setenv(OLD, list, 1) == 0 && setenv("SOUNDINGS_LISTENER", number, 1) == 0 &&
	    fcntl(settings->listener, F_SETFD, 0) == 0)
		call_self(settings, NULL);
	LOG(EV_RELOAD_REFUSED, log_str("why", strerror(errno)));
	(void)!fcntl(settings->listener, F_SETFD, FD_CLOEXEC);
	unsetenv("SOUNDINGS_LISTENER");
	unsetenv(OLD);
}

void
heirs_relieve(struct heirs *heirs)
{
	heirs->relieved = clock_monotonic();
	for (int i = 0; i < heirs->old_count; i++)
		kill(heirs->old[i], SIGTERM);
}

void
heirs_watch(struct heirs *heirs, int64_t limit)
{
	if (heirs->relieved == 0 || clock_monotonic() - heirs->relieved < limit)
		return;
	for (int i = 0; i < heirs->old_count; i++)
		kill(heirs->old[i], SIGKILL);
}
