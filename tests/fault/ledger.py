#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""ledger.py BUILD [--seconds N | --minutes N] [--seed N] [--respondents N]
ledger.py BUILD --controls

Respondents answer while processes are killed.  For each attempt they write to
a ledger (fsync) what they sent and what they saw; at the end the database and
the relay must agree with it.  --controls: four services with a promise broken
on purpose, each of which the ledger must find out.  Ends with
"N passed, N failed, N skipped"."""
import argparse
import json
import os
import random
import signal
import sys
import threading
import time

from audit import OF_MAIL, WORDS, Audit
from chaos import Chaos
from respondent import Browser, digest, fill, holds, only_form, pairs_of, reference
from service import Service, has_faults, until
from tally import last_line, note, report, skip


class Ledger:
    """One line an attempt, on disk before the respondent goes on."""

    def __init__(self, path):
        self.file, self.lock = open(path, "a"), threading.Lock()
        self.lines, self.bodies, self.receipts = [], {}, []

    def note(self, **line):
        line["at"] = round(time.time(), 3)
        if "answers" in line:
            line["hash"] = digest(line.pop("answers"))
        with self.lock:
            self.file.write(json.dumps(line) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.lines.append(line)
            if line["saw"] == "receipt":
                self.receipts.append(time.monotonic())

    def keep_body(self, answers):
        self.bodies[digest(answers)] = answers

    def receipt_since(self, moment):
        return bool(self.receipts) and self.receipts[-1] >= moment


class Respondents:
    """Threads, each answering one survey after the other."""

    def __init__(self, service, ledger, seed, count, one_page=0.7, patience=60):
        self.service, self.ledger, self.one_page, self.patience = service, ledger, one_page, patience
        self.stop, self.problems, self.number = threading.Event(), [], 0
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.live, args=(random.Random("%s/%d" % (seed, n)),),
                                         daemon=True)
                        for n in range(count)]
        for thread in self.threads:
            thread.start()

    def live(self, rng):
        while not self.stop.is_set():
            with self.lock:
                self.number += 1
                who = "respondent-%06d" % self.number
            try:
                Visit(self, rng, who).run()
            except Exception as problem: # told at the end, with what was seen
                self.problems.append("%s: %s: %s" % (who, type(problem).__name__, problem))
                time.sleep(0.2)

    def finish(self):
        self.stop.set()
        for thread in self.threads:
            thread.join(self.patience + 60)


class Visit:
    def __init__(self, those, rng, who):
        self.those, self.rng, self.who = those, rng, who
        self.ledger, self.browser = those.ledger, Browser(those.service.port)
        self.email = "%s@firm%d.example" % (who, rng.randrange(40))
        self.id = None

    def get(self, path):
        answer = self.browser.get(path, self.those.patience)
        assert answer.status == 200, "GET %s: %d" % (path.split("/")[1], answer.status)
        return answer.page

    def send(self, kind, form, answers, pairs):
        """Until the outcome is known.  Gives up only where nothing was stored."""
        end = time.monotonic() + self.those.patience
        self.ledger.keep_body(answers)
        while True:
            reply = self.browser.post(form["action"], pairs)
            saw = reply.saw()
            self.ledger.note(who=self.who, id=self.id, what=kind, saw=saw, status=reply.status, answers=answers)
            if saw in ("receipt", "saved", "refused"):
                return reply
            if saw == "not stored" and kind == "submission" and self.rng.random() < 0.1:
                return reply
            if time.monotonic() > end:
                return reply
            if reply.status == 503 and '<input type="hidden" name="id"' in reply.page:
                # The page that asks to send again holds every answer itself.
                again = only_form(reply.page)
                assert holds(again, pairs), "answers were not kept: %s, not %s" % (
                    again["hidden"] + again["filled"], pairs)
                pairs = again["hidden"] + again["filled"]
            time.sleep(self.rng.uniform(0.02, 0.3))

    def begin(self, slug):
        """The first page, with the id that the answers will have."""
        end = time.monotonic() + self.those.patience
        while True:
            reply = self.browser.post("/s/" + slug, [])
            if reply.saw() == "saved" or time.monotonic() > end:
                break
            time.sleep(0.1)
        assert reply.saw() == "saved", "the start button: %d" % reply.status
        return reply.location

    def see_receipt(self, reply):
        page = self.get(reply.location)
        found = reference(page)
        assert "We have your answers" in page and found, "a receipt without a reference"
        assert self.id in (None, found), "a receipt for somebody else"
        self.ledger.note(who=self.who, id=found, what="reference", saw="reference")

    def run(self):
        if self.rng.random() < self.those.one_page:
            self.one_page()
        else:
            self.page_by_page()

    def one_page(self):
        path = self.begin("matter-feedback")
        form = only_form(self.get(path))
        answers = fill(form, self.rng, self.who, self.email)
        answers["MF12"] = "%s was here" % self.who
        if self.rng.random() < 0.1: # a value that is not on the form: refused
            wrong = {**answers, "MF01": "11"}
            reply = self.send("submission", form, wrong, pairs_of(form, wrong))
            assert reply.saw() != "receipt", "a receipt for a wrong value"
        reply = self.send("submission", form, answers, pairs_of(form, answers))
        if reply.saw() != "receipt":
            return
        self.see_receipt(reply)
        if self.rng.random() < 0.15: # the button once more
            self.send("submission", form, answers, pairs_of(form, answers))
        if self.rng.random() < 0.1: # other answers under the same id
            other = {**answers, "MF12": answers["MF12"] + ", and changed"}
            reply = self.send("submission", form, other, pairs_of(form, other))
            assert reply.status in (409, 503, 0), "other answers under the same id: %d" % reply.status

    def page_by_page(self):
        path, answers = self.begin("kam-preparedness"), {}
        leave_after = self.rng.randint(1, 9) if self.rng.random() < 0.15 else None
        for step in range(20):
            page = self.get(path)
            form = only_form(page)
            if path.endswith("/check"):
                break
            these = fill(form, self.rng, self.who, self.email)
            if "FX9" in these:
                these["FX9"] = "%s was here" % self.who
            if these.get("FM7") and self.rng.random() < 0.1:
                wrong = {**these, "FM7": "no address"}
                reply = self.send("page", form, wrong, pairs_of(form, wrong))
                assert reply.saw() != "saved", "an address that is none was taken"
            reply = self.send("page", form, these, pairs_of(form, these))
            assert reply.saw() == "saved", "page %s: %d" % (path, reply.status)
            answers.update(these)
            path = reply.location
            if step == leave_after:
                self.ledger.keep_body(answers)
                self.ledger.note(who=self.who, what="draft", saw="left", answers=answers)
                return
        reply = self.send("submission", form, answers, pairs_of(form, {}))
        if reply.saw() != "receipt":
            return
        self.see_receipt(reply)
        if self.rng.random() < 0.1:
            self.send("submission", form, answers, pairs_of(form, {}))


def drain_outbox(service, seconds=180):
    """All that is owed leaves.  The leases of couriers that were killed would
    hold for two minutes; here those minutes pass at once."""
    if not service.has_courier:
        return
    service.end("courier", seconds=130)
    service.sql("UPDATE soundings.letter SET lease_until = NULL, due_at = now() WHERE state = 'due'")
    service.start("courier")
    service.mind("courier")
    if until(lambda: service.sql("SELECT count(*) FROM soundings.letter WHERE state = 'due'") == "0",
             seconds, 0.3) is None:
        note("letters are still due after %d s" % seconds)


def run_ledger(service, seconds, seed, respondents, acts, pace, one_page=0.7):
    """Answer and break things, then wait until all is quiet, then audit."""
    ledger = Ledger(service.dir + "/ledger.jsonl")
    service.mind("web", "courier")
    those = Respondents(service, ledger, seed, respondents, one_page)
    chaos = Chaos(service, ledger, seed, acts, pace)
    time.sleep(seconds)
    chaos.finish()
    those.finish()
    drain_outbox(service)
    return Audit(service, ledger), chaos, those


def tell(service, audit, chaos, those):
    for kind, words in WORDS.items():
        if kind in OF_MAIL and not service.has_courier:
            skip(words, "there is no soundings-courier")
            continue
        found = audit.findings.get(kind, [])
        report(words, not found, "%d times, such as: %s" % (len(found), "; ".join(found[:3])))
    report("respondents met nothing unexpected", not those.problems,
           "%d times, such as: %s" % (len(those.problems), "; ".join(those.problems[:3])))
    report("no page said that something went wrong on our side", audit.counts["error"] == 0,
           "%d times" % audit.counts["error"])
    report("there was something to count", audit.counts["receipts"] >= 20, audit.counts["receipts"])
    stored, sure = audit.counts["stored"], audit.counts["receipts"] + audit.counts["stored, never confirmed"]
    report("counts match", stored == sure, "%d stored, %d accounted for" % (stored, sure))
    for name, limit, words in (("receipt", 10, "the first receipt comes soon after PostgreSQL is back"),
                               ("worker", 8, "a killed worker is replaced"),
                               ("master", 12, "a killed master is followed by a new one"),
                               ("nginx", 5, "a reloaded web server answers")):
        took = chaos.took[name]
        if took:
            note("%s: %d times, median %.3f s, slowest %.3f s" % (
                words, len(took), sorted(took)[len(took) // 2], max(took)))
            report(words, max(took) <= limit, "%.1f s" % max(took))
    for name in ("web", "courier"):
        broken = [line for line in service.log(name).splitlines() if "Sanitizer" in line or " bug " in line]
        report("%s broke no invariant" % name, not broken, broken[:2])
    note("%s" % ", ".join("%s %d" % pair for pair in sorted(audit.counts.items())))
    note("%s" % ", ".join("%s %d" % pair for pair in sorted(chaos.done.items())))


def controls(build, seed):
    """A promise broken on purpose, in trouble that is borne while it stands."""
    if not has_faults(build):
        skip("negative controls", "built without --enable-faults")
        return
    asleep = {"settings": {"require_durable": "no"}}
    one = lambda *words, **more: control(build, seed, *words, **more)
    one("a receipt that does not wait for COMMIT", "lost", ["postgres"], 1.5, one_page=1,
        web=("db.before-commit=delay:100", "response.acknowledge-early=error"))
    one("no unique key on the id of a response", "twice", [], 1, prepare=drop_unique_key)
    one("synchronous_commit=off, and a crash", "lost", ["postgres-crash"], 2, **asleep,
        postgres=("-c", "synchronous_commit=off", "-c", "wal_writer_delay=10s"))
    what = "a letter noted as sent before it is"
    if os.path.exists(build + "/soundings-courier"):
        one(what, "mail lost", ["courier"], 0.5, courier=("outbox.renewed=delay:150", "outbox.sent-first=error"))
    else:
        skip(what, "there is no soundings-courier")


def control(build, seed, what, kind, acts, pace, web=("", ""), courier=("", ""), postgres=(), settings=None,
            prepare=None, one_page=0.7, seconds=12):
    """web, courier: the trouble, and the fault that breaks the promise."""
    def findings(broken):
        service = Service(build, settings=settings, postgres=postgres if broken else ())
        try:
            service.open(",".join(web[:1 + broken]), ",".join(courier[:1 + broken]))
            if broken and prepare:
                prepare(service)
            audit, _, _ = run_ledger(service, seconds if broken else seconds / 3, seed, 8, acts, pace, one_page)
            return audit.findings
        finally:
            service.close()

    if acts:
        found = findings(False)
        report("nothing found without it", not found, dict(found))
    found = findings(True)
    if kind not in found: # a crash may once have met nobody
        found = findings(True)
    counts = {name: len(them) for name, them in found.items()}
    report("found out: " + what, kind in found, counts)
    note("%s" % counts)


def drop_unique_key(service):
    """The statement names (owner, id) in ON CONFLICT and would not run without
    a unique index; this one has an order in which no two values are equal."""
    service.sql("""
        CREATE FUNCTION never(uuid, uuid) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT false';
        CREATE OPERATOR === (LEFTARG = uuid, RIGHTARG = uuid, FUNCTION = never);
        CREATE FUNCTION apart(uuid, uuid) RETURNS integer IMMUTABLE LANGUAGE sql
            AS 'SELECT CASE WHEN $1 < $2 THEN -1 ELSE 1 END';
        CREATE OPERATOR CLASS apart FOR TYPE uuid USING btree AS
            OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 ===, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 apart(uuid, uuid);
        ALTER TABLE soundings.response DROP CONSTRAINT response_pkey CASCADE;
        CREATE UNIQUE INDEX ON soundings.response (owner, id apart)""")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(3), "big"))
    parser.add_argument("--respondents", type=int, default=10)
    parser.add_argument("--controls", action="store_true")
    args = parser.parse_args()
    note("seed %d" % args.seed)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if args.controls:
        controls(args.build, args.seed)
    else:
        service = Service(args.build)
        try:
            service.open()
            tell(service, *run_ledger(service, args.minutes * 60 if args.minutes else args.seconds, args.seed,
                                      args.respondents, Chaos.ALL, 0.6))
        finally:
            service.close()
    return last_line()


if __name__ == "__main__":
    sys.exit(main())
