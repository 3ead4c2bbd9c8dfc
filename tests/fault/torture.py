#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""torture.py BUILD: each call to the database fails once, or kills the worker,
for each kind of request that stores something.  Never a false receipt, never a
half state; the answers stay on the page; the same form sent again succeeds; no
answer, address or key is in a log.  Ends with "N passed, N failed, N skipped"."""
import glob
import os
import random
import signal
import sys

from respondent import Browser, fill, holds, only_form, pairs_of, plain, stored_answers
from service import Service, has_faults, until
from tally import last_line, report, skip

CALLS_MAX = 16
CANARY = "kingfisher"


class Sent:
    """A form filled and ready, and what must be in the database after it."""

    def __init__(self, browser, form, pairs, answers, done):
        self.browser, self.form, self.pairs, self.answers, self.done = browser, form, pairs, answers, done

    def post(self):
        return self.browser.post(self.form["action"], self.pairs)


def begin(service, slug):
    browser = Browser(service.port)
    return browser, browser.post("/s/" + slug, []).location


def one_page(service, rng, number):
    browser, path = begin(service, "matter-feedback")
    form = only_form(browser.get(path, 10).page)
    answers = fill(form, rng, CANARY, "")
    answers["MF12"] = "respondent-%06d %s" % (number, CANARY)
    return Sent(browser, form, pairs_of(form, answers), answers, "receipt")


def pages(service, rng, number, upto=None):
    """A page-by-page survey as far as its page upto, or its check page."""
    browser, path = begin(service, "kam-preparedness")
    answers = {}
    while True:
        form = only_form(browser.get(path, 10).page)
        if path.endswith("/check"):
            return Sent(browser, form, pairs_of(form, {}), answers, "receipt")
        these = fill(form, rng, CANARY, "respondent-%06d@%s.example" % (number, CANARY))
        if path.endswith("/" + str(upto)):
            return Sent(browser, form, pairs_of(form, these), these, "saved")
        reply = browser.post(form["action"], pairs_of(form, these))
        assert reply.saw() == "saved", reply.status
        answers.update(these)
        path = reply.location


def first_page(service, rng, number):
    return pages(service, rng, number, "firm")


def last_page(service, rng, number):
    return pages(service, rng, number, "report")


REQUESTS = {"a one-page survey": one_page, "the check page": pages, "the first page of several": first_page,
            "the last page of several": last_page}


def stored(service):
    """All that a failed request could have left: everything is empty before."""
    rows = service.rows("SELECT r.id, r.answers, c.email, "
                        "(SELECT count(*) FROM letter l WHERE l.object = r.id) AS letters "
                        "FROM response r LEFT JOIN response_contact c ON c.response = r.id")
    saved = service.rows("SELECT p.page, p.answers FROM draft_page p JOIN draft d ON d.id = p.draft")
    return rows, saved


def in_order(sent, before, now):
    """What is wrong with the new rows; "" when they are whole or absent."""
    rows, saved = now
    new = [row for row in rows if row["id"] not in {old["id"] for old in before[0]}]
    if len(new) > 1:
        return "stored %d times" % len(new)
    for row in new:
        have, want = stored_answers(row), {name: plain(value) for name, value in sent.answers.items()}
        if have != want:
            return "stored other answers than were sent"
        if row["letters"] != ("FM7" in want):
            return "%d letters" % row["letters"]
    return ""


def is_there(sent, before, now):
    if sent.done == "receipt":
        return len(now[0]) == len(before[0]) + 1
    want = {name: plain(value) for name, value in sent.answers.items()}
    return any({name: plain(value) for name, value in page["answers"].items()} == want for page in now[1])


def judge(sent, reply, before, now, action):
    """The sentence that is broken, or ""."""
    saw, there = reply.saw(), is_there(sent, before, now)
    wrong = in_order(sent, before, now)
    if wrong:
        return wrong
    if saw == sent.done:
        return "" if there else "a false receipt"
    if saw == "not stored" and there:
        return "said not stored, and it is"
    if saw not in ("not stored", "unknown"):
        return "status %d" % reply.status
    if action == "error" and '<input type="hidden" name="id"' in reply.page:
        if not holds(only_form(reply.page), sent.pairs):
            return "answers were not kept on the page"
    elif action == "error" and "go back and send them again" not in reply.page.replace("\n", " "):
        return "a page that neither keeps the answers nor says what to do"
    return ""


def torture(service, what, prepare, action, secrets):
    """How many calls there were, and what went wrong."""
    rng, wrong = random.Random(what + action), []
    service.start_web()
    until(service.ready, 10)
    number = random.randrange(10 ** 5) * 10
    prepared = [prepare(service, rng, number + i) for i in range(CALLS_MAX)]
    for sent in prepared:
        secrets.update(value for name, value in sent.pairs if name == "id")
    service.end("web")
    for n in range(1, CALLS_MAX + 1):
        sent, before = prepared[n - 1], stored(service)
        service.start_web("db.*#%d=%s" % (n, action))
        if until(lambda: service.get("/healthz")[0] == 200, 1.5) is None:
            service.end("web") # a worker that dies of its first calls never serves
            continue
        at = len(service.log("web"))
        reply = sent.post()
        hit = "fault.hit" in service.log("web")[at:]
        problem = judge(sent, reply, before, stored(service), action)
        if problem:
            wrong.append("call %d: %s" % (n, problem))
        if until(lambda: service.get("/healthz")[0] == 200, 5) is None:
            wrong.append("call %d: no worker afterwards" % n)
        again, now = sent.post(), None
        if action == "crash" and again.saw() == "unknown":
            again = sent.post() # the new worker counts anew
        now = stored(service)
        problem = in_order(sent, before, now)
        if sent.done == "receipt" and again.saw() != "receipt" and hit and action == "error" or problem:
            wrong.append("call %d, sent again: %s, %s" % (n, again.saw(), problem))
        if again.location.startswith("/receipt/"):
            secrets.add(again.location.split("/")[2])
        service.end("web")
        if not hit and n > 3:
            return n - 1, wrong
    return CALLS_MAX, wrong + ["still failing after %d calls" % CALLS_MAX]


def main():
    build = sys.argv[1]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if not has_faults(build):
        skip("torture", "built without --enable-faults")
        return last_line()
    service, secrets = Service(build, workers=1), {CANARY}
    try:
        service.make_database()
        service.start_nginx()
        for what, prepare in REQUESTS.items():
            for action, words in (("error", "fails"), ("crash", "kills the worker")):
                calls, wrong = torture(service, what, prepare, action, secrets)
                report("%s: each of %d calls %s once" % (what, calls, words), not wrong, "; ".join(wrong[:4]))
        told = [os.path.basename(path) for path in glob.glob(service.dir + "/log/*") for secret in secrets
                if secret in open(path, errors="replace").read()]
        report("no log holds an answer, an address or a key", not told, sorted(set(told)))
        report("and there were logs to look into", all(service.log(name) for name in ("web", "access", "postgres")))
    finally:
        service.close()
    return last_line()


if __name__ == "__main__":
    sys.exit(main())
