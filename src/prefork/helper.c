/* SPDX-License-Identifier: ISC */
#include "prefork/helper.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "prefork/brake.h"

#define LOOK_MS 20

struct helper {
	const struct helper_settings *settings;
	pid_t                         pid; /* 0: none */
	int64_t                       born;
	bool                          well; /* how the last one ended */
	struct brake                  brake;
};

static volatile sig_atomic_t told;

static void
note_end(int number)
{
	(void)number;
	told = 1;
}

struct helper *
helper_new(struct arena *arena, const struct helper_settings *settings)
{
	struct helper *h = ARENA_NEW(arena, struct helper);

	h->settings = settings;
	return h;
}

static int
be_helper(const struct helper_settings *settings, pid_t parent, const sigset_t *mask)
{
	struct sigaction end = { .sa_handler = note_end };

	/* What it holds is the database's to give back; nothing is tidied up. */
	child_shut_in(parent, SIGKILL);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	signal(SIGHUP, SIG_IGN); /* the program decides */
	sigprocmask(SIG_SETMASK, mask, NULL);
	(void)!prctl(PR_SET_NAME, settings->name);
	return settings->work(&told, settings->arg);
}

static void
start(struct helper *h)
{
	pid_t    parent = getpid(), pid;
	sigset_t ends, before;

	/* An end that is told before the child listens must not be lost. */
	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigprocmask(SIG_BLOCK, &ends, &before);
	pid = fork();
	if (pid == 0)
		exit(be_helper(h->settings, parent, &before));
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (pid < 0) {
		LOG(EV_FAILED, log_str("what", "fork"), log_str("why", strerror(errno)));
		h->brake.after = clock_monotonic() + CLOCK_SECOND;
		return;
	}
	h->pid = pid;
	h->born = clock_monotonic();
	LOG(EV_WORKER_STARTED, log_str("what", h->settings->name), log_int("pid", pid));
}

/* false: it lives. */
static bool
bury(struct helper *h)
{
	int status = 0;

	if (h->pid == 0)
		return true;
	if (waitpid(h->pid, &status, WNOHANG) == 0)
		return false;
	h->well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	if (h->well) {
		LOG(EV_WORKER_ENDED, log_str("what", h->settings->name),
		    log_int("pid", h->pid));
	} else {
		LOG(EV_WORKER_DIED, log_str("what", h->settings->name),
		    log_int("pid", h->pid), log_str("how", child_end(status)),
		    log_int("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0));
		brake_death(&h->brake, h->born);
	}
	h->pid = 0;
	return true;
}

void
helper_tend(struct helper *h)
{
	if (bury(h) && clock_monotonic() >= h->brake.after)
		start(h);
}

void
helper_relieve(struct helper *h)
{
	if (h->pid != 0)
		kill(h->pid, SIGTERM);
}

bool
helper_stop(struct helper *h)
{
	int64_t until = clock_monotonic() + h->settings->drain;

	h->well = true;
	helper_relieve(h);
	while (!bury(h)) {
		if (clock_monotonic() >= until)
			kill(h->pid, SIGKILL);
		poll(NULL, 0, LOOK_MS);
	}
	return h->well;
}

bool
helper_await(struct helper *h, const volatile sig_atomic_t *stop)
{
	while (!*stop && !bury(h))
		poll(NULL, 0, LOOK_MS);
	return h->pid == 0 && h->well;
}
