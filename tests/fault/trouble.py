#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""trouble.py BUILD: a database that is away, slow, full or of another version:
the right page and status each, answers kept, and recovery without a hand on
soundings-web.  Ends with "N passed, N failed, N skipped"."""
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

from respondent import NOTHING, Browser, fill, holds, only_form, pairs_of
from service import PG, Service, kill, until
from tally import last_line, note, report, skip
from torture import last_page

SORRY = "We could not store your answers just now"
AWAY = "We cannot reach our records just now"
FULL_MB = 160


class Person:
    """With a filled one-page survey in hand."""

    number = 0

    def __init__(self, service):
        Person.number += 1
        self.service, self.browser = service, Browser(service.port)
        self.form = only_form(self.browser.get(self.browser.post("/s/matter-feedback", []).location, 10).page)
        self.answers = fill(self.form, random.Random(Person.number), "x", "")
        self.answers["MF12"] = "respondent-%06d" % Person.number
        self.pairs = pairs_of(self.form, self.answers)
        self.took = 0

    def send(self, pairs=None):
        begun = time.monotonic()
        reply = self.browser.post(self.form["action"], pairs or self.pairs)
        self.took = time.monotonic() - begun
        return reply

    def kept(self, reply):
        """Our page, with all answers in it and a time to come back."""
        return (reply.status == 503 and ("could not store" in reply.page or "cannot say yet" in reply.page) and
                holds(only_form(reply.page), self.pairs))

    def send_until_stored(self, reply, seconds=10):
        """As the page says: send again what it kept."""
        pairs = only_form(reply.page)["hidden"] if "<form" in reply.page else self.pairs
        return until(lambda: self.send(pairs).saw() == "receipt", seconds, 0.1)

    def stored(self):
        rows = self.service.rows("SELECT id FROM response WHERE answers->>'MF12' = '%s'" % self.answers["MF12"])
        return len(rows)


def ask(service, path):
    try:
        return Browser(service.port).ask("GET", path)
    except OSError:
        return NOTHING


def our_page(reply, words):
    return reply.status == 503 and words in reply.page and "nginx" not in reply.page


def away_from_the_start(service):
    service.start_web()
    service.start_nginx()
    until(lambda: ask(service, "/healthz").status == 200, 10)
    report("away from the start: alive", ask(service, "/healthz").status == 200)
    ready = ask(service, "/readyz")
    report("and not ready", ready.status == 503 and "database: away" in ready.page, ready.page)
    page = ask(service, "/s/matter-feedback")
    report("a survey says so in our words", our_page(page, AWAY), page.status)
    page = Browser(service.port).post("/s/matter-feedback/answers", [("MF01", "9")])
    report("and takes nothing", our_page(page, AWAY), page.status)
    report("what needs no records is there", ask(service, "/privacy").status == 200)
    service.start_postgres()
    took = until(lambda: ask(service, "/s/matter-feedback").status == 200, 10)
    report("it comes back by itself", took is not None)
    note("after %.2f s" % (took or 0))


def gone_for_a_while(service):
    one, last = Person(service), last_page(service, random.Random(1), 1)
    service.end("postgres", signal.SIGINT)
    reply = one.send()
    report("stopped: 503, and the answers are on the page", one.kept(reply), reply.status)
    report("at once", one.took < 2, one.took)
    wrong = [(name, "no address" if name == "FM7" else value) for name, value in last.pairs]
    shown = last.browser.post(last.form["action"], wrong)
    report("a page with a mistake in it keeps what was written, too",
           shown.status == 503 and holds(only_form(shown.page), wrong), shown.status)
    report("readable pages stay", ask(service, "/s/matter-feedback").status == 200)
    service.start_postgres()
    took = one.send_until_stored(reply)
    report("back: sent again from that page, stored once", took is not None and one.stored() == 1)


def locked(service):
    one, other = Person(service), Person(service)
    holder = subprocess.Popen(
        [PG[0] + "/psql", "-X", "-q", "-h", service.dir, "-U", "postgres", "-d", "soundings", "-c",
         "BEGIN; LOCK TABLE soundings.response; SELECT pg_sleep(60)"], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until(lambda: service.sql("SELECT count(*) FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND granted "
                              "AND relation = 'soundings.response'::regclass") == "1", 10)
    reply = one.send()
    report("a lock held: 503 within 10 s, answers kept", one.kept(reply) and one.took < 10, (reply.status, one.took))
    note("after %.1f s" % one.took)
    report("it says that nothing was stored", SORRY in reply.page)
    report("others read on meanwhile", ask(service, "/s/kam-preparedness/firm").status == 200)
    service.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' "
                "AND pid <> pg_backend_pid()")
    holder.wait(10)
    report("released: stored once", one.send_until_stored(reply) is not None and one.stored() == 1)
    report("and the next one too", other.send().saw() == "receipt")


def standing_still(service):
    """One session's backend is stopped; COMMIT is on its way to it."""
    one = Person(service)
    pids = service.sql("SELECT string_agg(pid::text, ' ') FROM pg_stat_activity "
                       "WHERE usename = 'soundings_web'").split()
    for pid in pids:
        kill(int(pid), signal.SIGSTOP)
    reply = one.send()
    report("a server that stands still: an answer within 15 s", one.took < 15 and
           (reply.saw() == "receipt" or one.kept(reply)), (reply.status, one.took))
    note("%s after %.1f s" % (reply.saw(), one.took))
    for pid in pids:
        kill(int(pid), signal.SIGCONT)
    done = reply.saw() == "receipt" or one.send_until_stored(reply) is not None
    until(lambda: service.sql("SELECT count(*) FROM pg_stat_activity WHERE pid IN (%s)" % ",".join(pids)) == "0", 5)
    report("stored once, whatever the late session does", done and one.stored() == 1, one.stored())


def other_version(service):
    one = Person(service)
    service.sql("INSERT INTO soundings.schema_migration SELECT 9999, 'later', checksum, now() "
                "FROM soundings.schema_migration LIMIT 1")
    service.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'soundings_web'")
    reply = one.send()
    report("another schema version: 503, answers kept", one.kept(reply), reply.status)
    ready = ask(service, "/readyz")
    report("not ready, and says why", ready.status == 503 and "another version" in ready.page, ready.page)
    second = service.second_web()
    report("a program started on it ends with 78, so that nobody insists", second.returncode == 78, second.returncode)
    report("and says what is wrong", "schema version 9999" in second.stderr and "newer" in second.stderr,
           second.stderr[-300:])
    service.sql("DELETE FROM soundings.schema_migration WHERE version = 9999")
    report("the right version again: stored", one.send_until_stored(reply) is not None)


def not_durable(service):
    one = Person(service)
    service.sql("ALTER SYSTEM SET synchronous_commit = off")
    service.sql("SELECT pg_reload_conf()")
    service.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'soundings_web'")
    reply = one.send()
    report("a server that may forget gets no answers", one.kept(reply), reply.status)
    service.sql("ALTER SYSTEM RESET synchronous_commit")
    service.sql("SELECT pg_reload_conf()")
    report("durable again: stored", one.send_until_stored(reply) is not None)


def full(service, mount):
    people = [Person(service) for _ in range(400)]
    service.sql("CHECKPOINT")
    filler = mount + "/filler"
    with open(filler, "wb") as f:
        try:
            while True:
                f.write(bytes(65536))
                f.flush()
        except OSError:
            pass
    refused, receipts, odd = None, [], []
    for one in people: # what fits into files that are there already still goes in
        reply = one.send()
        if reply.saw() == "receipt":
            receipts.append(one)
        elif refused is None and one.kept(reply):
            refused = (one, reply)
        elif not one.kept(reply):
            odd.append(reply.status)
        if refused and len(odd) + 1 > 20 or refused and one is people[-1]:
            break
    report("the disk is full: 503, and the answers are on the page", refused is not None, (len(receipts), odd[:5]))
    report("no other answer than that or a receipt", not odd, odd[:5])
    note("%d receipts before" % len(receipts))
    os.unlink(filler)
    if not service.alive("postgres"):
        note("PostgreSQL gave up and is started again")
        service.start_postgres(60)
    service.await_postgres(60)
    if refused:
        one, reply = refused
        took = one.send_until_stored(reply, 30)
        report("space again: stored, by itself", took is not None and one.stored() == 1)
        note("after %.1f s" % (took or 0))
    lost = [one.answers["MF12"] for one in receipts if one.stored() != 1]
    report("no receipt was false", not lost, lost[:3])


def mounted(size_mb):
    """A small file system of its own, or None with the reason."""
    folder = tempfile.mkdtemp(prefix="snd-full.")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm,mode=755" % size_mb, "tmpfs", folder],
                          capture_output=True, text=True)
    if done.returncode != 0:
        os.rmdir(folder)
        return None
    return folder


def run_full(build):
    folder = mounted(FULL_MB)
    if folder is None:
        skip("the disk is full", "a small file system cannot be mounted here")
        return
    # No WAL kept for reuse: it must grow when it is written.
    service = Service(build, data=folder + "/postgres", postgres=("-c", "min_wal_size=32MB", "-c", "max_wal_size=48MB",
                                                                   "-c", "wal_recycle=off"))
    try:
        service.give(folder)
        service.open()
        full(service, folder)
    finally:
        service.close()
        subprocess.run(["umount", folder], check=False)
        os.rmdir(folder)


def run_all(build):
    service = Service(build, workers=2)
    try:
        service.make_database()
        service.end("postgres", signal.SIGINT)
        for trouble in (away_from_the_start, gone_for_a_while, locked, standing_still, other_version, not_durable):
            try:
                trouble(service)
            except Exception as problem:
                report(trouble.__name__.replace("_", " "), False, "%s: %s" % (type(problem).__name__, problem))
                service.sql("SELECT 1") if service.alive("postgres") else service.start_postgres()
    finally:
        service.close()


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run_all(sys.argv[1])
    run_full(sys.argv[1])
    return last_line()


if __name__ == "__main__":
    sys.exit(main())
