/* SPDX-License-Identifier: ISC */
#include "prefork/shared.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "prefork/brake.h"
#include "prefork/heirs.h"

#define MILLISECOND (CLOCK_SECOND / 1000)

struct child {
	pid_t   pid; /* 0: none */
	int64_t born;
	int64_t told; /* when it was asked to end; 0: not yet */
	bool    killed;
};

struct master {
	const struct prefork_settings *settings;
	struct shared                 *shared;
	struct child                   children[SLOTS_FOR(PREFORK_WORKERS_MAX)];
	struct heirs                   heirs;
	int                            signals, wake;
	struct brake                   brake;
	bool                           was_ready, ending;
	int                            status;
	int64_t                        watchdog, watchdog_next;
};

static struct shared *
shared_new(int workers)
{
	size_t size = sizeof(struct shared) +
	              (size_t)SLOTS_FOR(workers) * sizeof(struct slot);
	struct shared *shared =
	    mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	check(shared != MAP_FAILED);
	shared->slot_count = SLOTS_FOR(workers);
	shared->workers = workers;
	shared->since = clock_now();
	return shared;
}

static int
be_worker(struct master *m, int slot, pid_t master)
{
	struct prefork_worker worker = {
		.settings = m->settings,
		.shared = m->shared,
		.slot = &m->shared->slots[slot],
		.wake = m->wake,
		.left = m->settings->requests_per_worker,
	};

	close(m->signals);
	if (worker.left == 0)
		worker.left = -1;
	else /* spread, so that a generation does not leave in one moment */
		worker.left += worker.left * (slot % 16) / 64;
	worker_start(&worker, master);
	return m->settings->work(&worker, m->settings->arg);
}

static void
fork_worker(struct master *m, int slot)
{
	pid_t master = getpid();
	pid_t pid;

	atomic_store(&m->shared->slots[slot].state, SLOT_STARTING);
	pid = fork();
	if (pid == 0)
		exit(be_worker(m, slot, master));
	if (pid < 0) {
		atomic_store(&m->shared->slots[slot].state, SLOT_FREE);
		LOG(EV_FAILED, log_str("what", "fork"), log_str("why", strerror(errno)));
		m->brake.after = clock_monotonic() + CLOCK_SECOND;
		return;
	}
	m->children[slot] = (struct child){ .pid = pid, .born = clock_monotonic() };
	atomic_fetch_add(&m->shared->started, 1);
	LOG(EV_WORKER_STARTED, log_int("pid", pid));
}

static void
end_child(struct child *child)
{
	if (child->told == 0) {
		child->told = clock_monotonic();
		kill(child->pid, SIGTERM);
	}
}

static void
buried(struct master *m, int slot, int status)
{
	struct child child = m->children[slot];
	bool         planned = WIFEXITED(status) && WEXITSTATUS(status) == 0;

	m->children[slot] = (struct child){ 0 };
	atomic_store(&m->shared->slots[slot].busy_since, 0);
	atomic_store(&m->shared->slots[slot].state, SLOT_FREE);
	if (planned) {
		LOG(EV_WORKER_ENDED, log_int("pid", child.pid));
		return;
	}
	atomic_fetch_add(&m->shared->died, 1);
	LOG(EV_WORKER_DIED, log_int("pid", child.pid),
	    log_str("how", child.killed ? "killed by the watchdog" : child_end(status)),
	    log_int("status", WIFEXITED(status) ? WEXITSTATUS(status) : 0));
	if (WIFEXITED(status) && WEXITSTATUS(status) == PREFORK_EXIT_CONFIG &&
	    !m->was_ready) {
		m->status = PREFORK_EXIT_CONFIG; /* never worked: do not insist */
		m->ending = true;
	}
	brake_death(&m->brake, child.born);
}

static void
take_over(struct master *m)
{
	static pid_t pids[SLOTS_FOR(PREFORK_WORKERS_MAX)];
	int          count = 0;

	for (int i = 0; i < m->shared->slot_count; i++)
		if (m->children[i].pid != 0)
			pids[count++] = m->children[i].pid;
	heirs_take_over(&m->heirs, m->settings, pids, count);
}

static void
reap(struct master *m)
{
	int   status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
		if (heirs_buried(&m->heirs, pid, status)) {
			take_over(m); /* comes back only when exec failed */
			continue;
		}
		for (int i = 0; i < m->shared->slot_count; i++)
			if (m->children[i].pid == pid)
				buried(m, i, status);
	}
}

static void
read_signals(struct master *m)
{
	struct signalfd_siginfo info;

	while (read(m->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
		if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT)
			m->ending = true;
		else if (info.ssi_signo == SIGHUP && !m->ending)
			heirs_check(&m->heirs, m->settings);
	}
}

/* Kill what is stuck: in a request, or in its end. */
static void
watch(struct master *m)
{
	int64_t now = clock_monotonic();

	heirs_watch(&m->heirs, m->settings->drain);
	for (int i = 0; i < m->shared->slot_count; i++) {
		struct child *child = &m->children[i];
		int64_t       busy = atomic_load(&m->shared->slots[i].busy_since);

		if (child->pid == 0 || child->killed)
			continue;
		if ((busy != 0 && now - busy > m->settings->deadline) ||
		    (child->told != 0 && now - child->told > m->settings->drain)) {
			child->killed = true;
			atomic_fetch_add(&m->shared->killed, 1);
			kill(child->pid, SIGKILL);
		}
	}
}

/* Start who is missing, relieve who has done his share. */
static void
tend(struct master *m)
{
	int serving = 0, ready = 0, workers = m->settings->workers;

	for (int i = 0; i < m->shared->slot_count; i++) {
		int state = atomic_load(&m->shared->slots[i].state);

		if (m->children[i].pid == 0 || m->children[i].told != 0)
			continue;
		serving += state != SLOT_LEAVING;
		ready += state == SLOT_READY;
	}
	for (int i = 0; i < m->shared->slot_count && serving < workers; i++) {
		if (clock_monotonic() < m->brake.after)
			break;
		if (m->children[i].pid == 0) {
			fork_worker(m, i);
			serving++;
		}
	}
	if (ready < workers)
		return;
	for (int i = 0; i < m->shared->slot_count; i++)
		if (m->children[i].pid != 0 &&
		    atomic_load(&m->shared->slots[i].state) == SLOT_LEAVING)
			end_child(&m->children[i]);
	if (!m->was_ready) {
		m->was_ready = true;
		heirs_relieve(&m->heirs);
		LOG(EV_STARTED, log_int("workers", workers));
		prefork_notify("READY=1\nSTATUS=serving");
	}
}

static int
milliseconds_to_sleep(struct master *m)
{
	int64_t now = clock_monotonic();
	int64_t sleep = 500 * MILLISECOND;

	if (m->brake.after > now && m->brake.after - now < sleep)
		sleep = m->brake.after - now;
	if (m->watchdog > 0) {
		if (now >= m->watchdog_next) {
			prefork_notify("WATCHDOG=1");
			m->watchdog_next = now + m->watchdog / 2;
		}
		if (m->watchdog_next - now < sleep)
			sleep = m->watchdog_next - now;
	}
	return (int)(sleep / MILLISECOND) + 1;
}

static bool
anyone_left(const struct master *m)
{
	for (int i = 0; i < m->shared->slot_count; i++)
		if (m->children[i].pid != 0)
			return true;
	return m->heirs.old_count > 0;
}

static void
sleep_until_something(struct master *m)
{
	struct pollfd fds[] = { { .fd = m->signals, .events = POLLIN },
		{ .fd = m->wake, .events = POLLIN } };
	uint64_t      count;

	(void)!poll(fds, 2, milliseconds_to_sleep(m));
	(void)!read(m->wake, &count, sizeof(count));
	read_signals(m);
	reap(m);
	watch(m);
}

static void
drain(struct master *m)
{
	prefork_notify("STOPPING=1");
	for (int i = 0; i < m->shared->slot_count; i++)
		if (m->children[i].pid != 0)
			end_child(&m->children[i]);
	heirs_relieve(&m->heirs);
	while (anyone_left(m))
		sleep_until_something(m);
}

int
prefork_run(const struct prefork_settings *settings)
{
	static struct master m; /* large, and there is one */
	sigset_t             all;
	const char          *watchdog = getenv("WATCHDOG_USEC");

	check(settings->workers >= 1 && settings->workers <= PREFORK_WORKERS_MAX);
	m = (struct master){ .settings = settings };
	m.shared = shared_new(settings->workers);
	heirs_inherit(&m.heirs);
	if (watchdog != NULL && !parse_int(text_of(watchdog), 1000, INT64_MAX, &m.watchdog))
		m.watchdog = 0;
	sigemptyset(&all);
	sigaddset(&all, SIGTERM);
	sigaddset(&all, SIGINT);
	sigaddset(&all, SIGHUP);
	sigaddset(&all, SIGCHLD);
	check(sigprocmask(SIG_BLOCK, &all, NULL) == 0);
	signal(SIGPIPE, SIG_IGN);
	m.signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	m.wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	check(m.signals >= 0 && m.wake >= 0);
	while (!m.ending) {
		tend(&m);
		sleep_until_something(&m);
	}
	drain(&m);
	prefork_unlisten();
	LOG(EV_STOPPED, log_int("status", m.status));
	return m.status;
}
