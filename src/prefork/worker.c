/* SPDX-License-Identifier: ISC */
#include "prefork/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "prefork/brake.h"

/* Far above what any request needs; a runaway one dies alone. */
#define MEMORY_MAX (512UL * 1024 * 1024)

/* Under load the next connection waits already: accept finds it without a
 * look at epoll.  So many times, then signals get their turn. */
#define EAGER 16

static void
limit_memory(void)
{
#if !defined(__SANITIZE_ADDRESS__)
	struct rlimit now;

	if (getrlimit(RLIMIT_DATA, &now) == 0 && now.rlim_max > MEMORY_MAX) {
		now.rlim_cur = now.rlim_max = MEMORY_MAX;
		(void)!setrlimit(RLIMIT_DATA, &now);
	}
#endif
}

void
worker_start(struct prefork_worker *worker, pid_t master)
{
	struct epoll_event event = { .events = EPOLLIN };
	sigset_t           end;

	child_shut_in(master, SIGTERM);
	limit_memory();
	sigemptyset(&end);
	sigaddset(&end, SIGTERM);
	sigaddset(&end, SIGINT);
	check(sigprocmask(SIG_SETMASK, &end, NULL) == 0);
	signal(SIGHUP, SIG_IGN); /* a closed terminal; the master decides */
	/* A signal that comes between a look and the sleep stays readable here;
	 * and under load, unlike with epoll_pwait, it is not starved. */
	worker->signals = signalfd(-1, &end, SFD_CLOEXEC | SFD_NONBLOCK);
	worker->poll = epoll_create1(EPOLL_CLOEXEC);
	check(worker->signals >= 0 && worker->poll >= 0);
	event.data.fd = worker->signals;
	check(epoll_ctl(worker->poll, EPOLL_CTL_ADD, worker->signals, &event) == 0);
	/* Exclusive: one worker wakes for one connection, and always the first
	 * idle one, whose caches and database session are warm. */
	event.events = EPOLLIN | EPOLLEXCLUSIVE;
	event.data.fd = worker->settings->listener;
	check(
	    epoll_ctl(worker->poll, EPOLL_CTL_ADD, worker->settings->listener, &event) == 0);
}

static void
wake_master(const struct prefork_worker *worker)
{
	uint64_t one = 1;

	(void)!write(worker->wake, &one, sizeof(one));
}

void
prefork_ready(struct prefork_worker *worker)
{
	atomic_store(&worker->slot->state, SLOT_READY);
	wake_master(worker);
}

bool
prefork_wait(struct prefork_worker *worker)
{
	struct epoll_event events[2];

	if (worker->left == 0) {
		worker->left = -1; /* ask once, then serve until relieved */
		atomic_store(&worker->slot->state, SLOT_LEAVING);
		wake_master(worker);
	}
	if (worker->eager > 0) {
		worker->eager--;
		return true;
	}
	for (;;) {
		int count = epoll_wait(worker->poll, events, 2, -1);

		if (count < 0) {
			check(errno == EINTR);
			continue;
		}
		for (int i = 0; i < count; i++)
			if (events[i].data.fd == worker->signals)
				return false;
		if (count > 0) {
			worker->eager = EAGER;
			return true;
		}
	}
}

void
prefork_busy(struct prefork_worker *worker)
{
	atomic_store_explicit(&worker->slot->busy_since, clock_monotonic(),
	    memory_order_relaxed);
}

void
prefork_idle(struct prefork_worker *worker, bool served)
{
	atomic_store_explicit(&worker->slot->busy_since, 0, memory_order_relaxed);
	if (!served)
		worker->eager = 0;
	else if (worker->left > 0)
		worker->left--;
}

void
prefork_count(struct prefork_worker *worker, size_t index, uint64_t add)
{
	check(index < PREFORK_COUNTERS_MAX);
	atomic_fetch_add_explicit(&worker->slot->counters[index], add, memory_order_relaxed);
}

uint64_t
prefork_counted(const struct prefork_worker *worker, size_t index)
{
	uint64_t sum = 0;

	check(index < PREFORK_COUNTERS_MAX);
	for (int i = 0; i < worker->shared->slot_count; i++)
		sum += atomic_load_explicit(&worker->shared->slots[i].counters[index],
		    memory_order_relaxed);
	return sum;
}

struct prefork_state
prefork_state(const struct prefork_worker *worker)
{
	const struct shared *shared = worker->shared;
	struct prefork_state out = {
		.workers = shared->workers,
		.started = atomic_load(&shared->started),
		.died = atomic_load(&shared->died),
		.killed = atomic_load(&shared->killed),
		.since = shared->since,
	};

	for (int i = 0; i < shared->slot_count; i++) {
		int state = atomic_load(&shared->slots[i].state);

		out.ready += state == SLOT_READY || state == SLOT_LEAVING;
		out.busy += atomic_load(&shared->slots[i].busy_since) != 0;
	}
	return out;
}
