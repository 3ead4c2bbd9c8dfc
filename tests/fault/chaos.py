# SPDX-License-Identifier: ISC
"""chaos.py - kills, stops and reloads parts of a service at random moments.
Pids come from the service that was started here, never from a name."""
import collections
import random
import signal
import threading
import time

from service import children, kill, until


class Chaos:
    # How often each is chosen.
    ALL = (["worker"] * 6 + ["courier"] * 3 + ["master"] + ["postgres"] * 2 + ["backend"] + ["session"] * 2 +
           ["nginx"] * 2 + ["reload"] + ["stall"])
    POSTGRES_REST = 3 # seconds between two crashes of the server

    def __init__(self, service, ledger, seed, acts, pace):
        self.service, self.ledger, self.acts, self.pace = service, ledger, acts, pace
        self.random = random.Random("%s/chaos" % seed)
        self.done, self.took = collections.Counter(), collections.defaultdict(list)
        self.postgres_at = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self.live, daemon=True)
        self.thread.start()

    def finish(self):
        self.stop.set()
        self.thread.join()

    def live(self):
        while self.acts and not self.stop.wait(self.random.uniform(self.pace / 2, self.pace * 1.5)):
            act = self.random.choice(self.acts)
            if act in ("postgres", "postgres-crash", "backend"):
                if time.monotonic() - self.postgres_at < self.POSTGRES_REST and len(set(self.acts)) > 1:
                    continue
                self.postgres_at = time.monotonic()
            if getattr(self, act.replace("-", "_"))():
                self.done[act] += 1

    def measure(self, name, what, seconds):
        took = until(what, seconds, 0.005)
        self.took[name].append(seconds if took is None else took)

    def one_of(self, name):
        them = children(self.service.pid(name)) if self.service.alive(name) else []
        return self.random.choice(them) if them else None

    def worker(self):
        master, pid = self.service.pid("web"), self.one_of("web")
        # While settings are read again, those of before are there, too, and leave.
        count = min(len(children(master)), self.service.workers)
        if pid is None or not kill(pid, signal.SIGKILL):
            return False
        self.measure("worker", lambda: pid not in children(master) and len(children(master)) >= count or
                     self.service.pid("web") != master, 15)
        return True

    def stall(self):
        pid = self.one_of("web")
        if pid is None or not kill(pid, signal.SIGSTOP):
            return False
        self.stop.wait(0.5)
        kill(pid, signal.SIGCONT)
        return True

    def master(self):
        old = self.service.pid("web")
        if not self.service.alive("web"):
            return False
        kill(old, signal.SIGKILL)
        self.measure("master", lambda: self.service.pid("web") != old and self.alive(), 30)
        return True

    def alive(self):
        try:
            return self.service.get("/healthz", 2)[0] == 200
        except Exception:
            return False

    def courier(self):
        return self.service.alive("courier") and kill(self.service.pid("courier"), signal.SIGKILL)

    def reload(self):
        return self.service.alive("web") and kill(self.service.pid("web"), signal.SIGHUP)

    def nginx(self):
        if not kill(self.service.pid("nginx"), signal.SIGHUP):
            return False
        self.measure("nginx", self.alive, 10)
        return True

    def session(self):
        """The server ends one session of ours."""
        try:
            return self.service.sql(
                "SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM pg_stat_activity "
                "WHERE usename LIKE 'soundings%' ORDER BY random() LIMIT 1) s") == "1"
        except RuntimeError:
            return False

    def first_receipt(self):
        if not self.ledger.receipts:
            return
        accepted = time.monotonic()
        self.measure("receipt", lambda: self.ledger.receipt_since(accepted), 30)

    def backend(self):
        """The postmaster sees a child killed, and restarts all."""
        try:
            pid = self.service.sql("SELECT pid FROM pg_stat_activity WHERE usename LIKE 'soundings%' "
                                   "ORDER BY random() LIMIT 1")
        except RuntimeError:
            return False
        if not pid or not kill(int(pid), signal.SIGKILL):
            return False
        time.sleep(0.05)
        self.service.await_postgres()
        self.first_receipt()
        return True

    def postgres(self):
        self.service.end("postgres", signal.SIGQUIT)
        return self.back_again()

    def postgres_crash(self):
        self.service.kill_tree("postgres")
        return self.back_again()

    def back_again(self):
        self.stop.wait(self.random.uniform(0, 0.5))
        self.service.start_postgres(60)
        self.first_receipt()
        return True
