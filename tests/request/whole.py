#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""whole.py BUILD [SOURCE]: the whole service as script/run starts it, and one
respondent without a browser: survey, mail, report, comparison.  Starts
everything in a folder of its own, without demonstration data at first."""
import email
import email.policy
import glob
import html.parser
import http.client
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

build = os.path.abspath(sys.argv[1])
source = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else build)
checks = []
HEADERS = ["content-security-policy", "x-content-type-options", "referrer-policy", "cross-origin-opener-policy"]
A = "43422333432145234332423-12232"


def check(test):
    checks.append(test)
    return test


def until(what, seconds):
    """What it gave, as soon as that is something."""
    end = time.monotonic() + seconds
    while True:
        got = what()
        if got or time.monotonic() > end:
            return got
        time.sleep(0.02)


class Page(html.parser.HTMLParser):
    """The fields of the page's forms as they stand, and its links."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.links, self.area = [], [], None
        self.feed(text)

    def handle_starttag(self, tag, given):
        a = dict(given)
        if tag == "a":
            self.links.append(a.get("href", ""))
        if tag == "input" and a.get("name") and (
                a.get("type") not in ("radio", "checkbox") or "checked" in a):
            self.fields.append([a["name"], a.get("value") or ""])
        if tag == "textarea":
            self.area = [a["name"], ""]

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.fields.append([self.area[0], self.area[1].lstrip("\n")])
            self.area = None


class Visitor:
    """A browser without scripts."""

    def __init__(self, site):
        self.site, self.cookies = site, {}
        self.body, self.status, self.headers, self.path = "", 0, {}, "/"

    def ask(self, method, path, body=None, headers=None):
        head = {"Sec-Fetch-Site": "same-origin"} if method == "POST" else {}
        if self.cookies:
            head["Cookie"] = "; ".join("%s=%s" % c for c in self.cookies.items())
        if isinstance(body, list):
            body = urllib.parse.urlencode([tuple(pair) for pair in body])
            head["Content-Type"] = "application/x-www-form-urlencoded"
        head.update(headers or {})
        path = re.sub(r"^https?://[^/]*", "", path).split("#")[0]
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=20)
        connection.request(method, path, body, head)
        reply = connection.getresponse()
        self.raw = reply.read()
        connection.close()
        self.status, self.path = reply.status, path
        self.headers = {k.lower(): v for k, v in reply.getheaders()}
        self.body = self.raw.decode("utf-8", "replace")
        for line in reply.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return self

    def get(self, path):
        return self.ask("GET", path)

    def send(self, **answers):
        """The page's form with these answers, and on to where it leads."""
        fields = [f for f in Page(self.body).fields if f[0] not in answers]
        fields += list(answers.items())
        self.ask("POST", self.path, fields)
        if self.status == 303:
            self.get(self.headers["location"])
        return self


class Site:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="snd-whole.")
        self.program = self.dir + "/program"
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        os.mkdir(self.program)
        for name in ("soundings", "soundings-web", "soundings-courier"):
            shutil.copy(build + "/" + name, self.program)
        shutil.copytree(build + "/gen/static", self.program + "/gen/static")
        for name in ("nginx", "forms", "sql", "script"):
            shutil.copytree(source + "/" + name, self.program + "/" + name)
        self.as_user = {}
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", "postgres:", self.dir], check=True)
            self.as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def open(self):
        self.services = subprocess.Popen(
            [self.program + "/script/services", self.program, self.dir + "/state", str(self.port), "empty"],
            stdin=subprocess.DEVNULL, stdout=open(self.dir + "/log", "w"), stderr=subprocess.STDOUT, cwd=self.dir, **self.as_user)
        until(lambda: self.services.poll() is not None or os.path.exists(self.dir + "/state/run.json"), 60)
        with open(self.dir + "/state/run.json") as f:
            self.run = json.load(f)

    def close(self):
        self.services.send_signal(signal.SIGTERM)
        self.services.wait(30)
        shutil.rmtree(self.dir, ignore_errors=True)

    def sql(self, query):
        return subprocess.run(["psql", "-XqAt", "-d", self.run["conninfo"], "-c", "SET search_path = soundings", "-c", query],
                              check=True, capture_output=True, text=True, **self.as_user).stdout.strip()

    def soundings(self, *words):
        return subprocess.run([self.program + "/soundings", "--config", self.run["config"], *words],
                              capture_output=True, text=True, cwd=self.dir, **self.as_user)

    def mails(self, to):
        found = []
        for name in sorted(glob.glob(self.run["mail_dir"] + "/*.eml")):
            with open(name, "rb") as f:
                mail = email.message_from_bytes(f.read(), policy=email.policy.default)
            if mail["To"].addresses[0].addr_spec == to:
                found.append(mail)
        return found


def answer(visitor, address, raw=A, consent="yes"):
    """The whole survey up to the page that checks the answers."""
    visitor.get("/s/kam-preparedness").send()
    visitor.send(FM1="law", FM2="100-249", FM2n="180", FM5="uki")
    for _ in range(7):
        names = set(re.findall(r'name="(KP\d\d)"', visitor.body))
        visitor.send(**{n: raw[int(n[2:]) - 1] for n in names if raw[int(n[2:]) - 1] != "-"})
    visitor.send(FX1="9", FX2="4", FX3="dk", FX4="26-50")
    visitor.send(FM7=address, FM8=consent)
    assert visitor.path == "/s/kam-preparedness/check", visitor.path


def link_of(mail):
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"http://\S+/report/\S+", text.replace("=\n", "")).group(0)


def is_ours(visitor, status):
    assert visitor.status == status, visitor.status
    for name in HEADERS:
        assert name in visitor.headers, "no " + name
    return visitor.body


@check
def ready_tells_what_the_database_keeps(site):
    visitor = Visitor(site).get("/readyz")
    assert visitor.status == 200
    assert "durability: fsync on, full_page_writes on, synchronous_commit on" in visitor.body, visitor.body
    said = site.soundings("doctor").stdout
    assert re.search(r"^ok +durability +fsync on, full_page_writes on, synchronous_commit on$", said, re.M), said


@check
def the_socket_is_for_the_web_server_and_each_processor_has_two_workers(site):
    path = site.dir + "/state/run/web.sock"
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o660, oct(os.stat(path).st_mode)
    master = site.run["pids"]["web"]
    with open(f"/proc/{master}/task/{master}/children") as f:
        assert len(f.read().split()) == 2 * os.cpu_count(), master
    if shutil.which("ss"):
        # It was bound under another name and moved into place, so it is never there without its rights.
        line = subprocess.run(["ss", "-xlH", "src", path + ".new"], check=True, capture_output=True, text=True).stdout.split()
        assert int(line[3]) >= 1024, line


@check
def a_survey_sent_is_a_receipt_at_once_and_a_mail_within_two_seconds(site):
    v = site.first = Visitor(site)
    answer(v, "j.ashgrove@quillfeather.example")
    # The courier was asleep for a while, as in real life.
    time.sleep(1)
    v.send()
    sent = time.monotonic()
    assert v.path.startswith("/receipt/"), v.path
    mail = until(lambda: site.mails("j.ashgrove@quillfeather.example"), 10)
    took = time.monotonic() - sent
    assert took < 2, "%.1f s" % took
    assert len(mail) == 1
    site.receipt, site.mail = v.body, mail[0]
    site.reference = re.findall(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", v.body)
    assert len(set(site.reference)) == 1
    site.reference = site.reference[0]


@check
def receipt_mail_page_and_json_say_the_same(site):
    report = json.loads(site.soundings("report", "show", site.reference, "--json").stdout)
    assert report["scores"]["overall"] == 48.035714 and report["stage"] == "prepare", report
    assert report["comparison"] is None
    names = {"LEAD": "Leadership and ownership", "FOUND": "Client experience basics", "SELECT": "Focus and selection",
             "CULT": "Culture and reward", "TEAM": "Teams and roles", "PLAN": "Insight and planning",
             "DELIV": "Targets and follow-through"}
    text = site.mail.get_body(("plain",)).get_content()
    page = site.mail.get_body(("html",)).get_content()
    for code, name in names.items():
        whole = str(int(report["scores"][code] + 0.5))
        assert re.search(re.escape(name) + r"\s+" + whole + r"\b", text), (code, text)
        assert name in page and name in site.receipt
        assert re.search(r">%s<|\b%s\b" % (whole, whole), site.receipt)
    assert "Prepare" in text and "Prepare" in page and "Prepare" in site.receipt
    for code in ("involve", "influence", "integrate"):
        assert re.search(code.capitalize() + ".{0,600}>%d<" % (report["lenses"][code] + 0.5), site.receipt, re.S), code
    assert len(page.encode()) <= 60 * 1024


@check
def the_paper_is_attached_and_says_it_too(site):
    papers = [p for p in site.mail.iter_attachments() if p.get_content_type() == "application/pdf"]
    assert len(papers) == 1
    assert papers[0].get_filename() == "preparedness-report.pdf", papers[0].get_filename()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as f:
        f.write(papers[0].get_content())
        f.flush()
        text = subprocess.run(["pdftotext", "-layout", f.name, "-"], capture_output=True, text=True).stdout
        info = subprocess.run(["pdfinfo", f.name], capture_output=True, text=True).stdout
    assert "Prepare" in text and re.search(r"Leadership and ownership\s+.*69", text), text[:2000]
    assert re.search(r"Tagged: +yes", info), info


@check
def the_mail_tells_nothing_outside_its_body(site):
    assert not re.search(r"\d|[Qq]uill", site.mail["Subject"]), site.mail["Subject"]
    assert site.mail["Auto-Submitted"] == "auto-generated"
    assert site.mail["Message-ID"] and site.mail["Date"]
    assert "<img" not in site.mail.get_body(("html",)).get_content()


@check
def scanners_that_open_every_link_change_nothing(site):
    state = "SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM letter), (SELECT count(*) FROM draft), " \
            "(SELECT count(confirmed_at) + count(disowned_at) FROM response)"
    before = site.sql(state)
    links = set(re.findall(r'href="(http://127\.0\.0\.1[^"]*)"', site.mail.get_body(("html",)).get_content()))
    links |= {link_of(site.mail), link_of(site.mail) + ".pdf", "/s/kam-preparedness", "/s/matter-feedback"}
    unsubscribe = re.search(r"<(http[^>]*)>", site.mail["List-Unsubscribe"] or "")
    if unsubscribe:
        links.add(unsubscribe.group(1))
    assert len(links) >= 4, links
    for link in links:
        for method in ("GET", "HEAD"):
            for more in ({}, {"Sec-Purpose": "prefetch"}):
                assert Visitor(site).ask(method, link, headers=more).status in (200, 404), link
    assert site.sql(state) == before


@check
def the_report_asks_whose_it_is_and_counts_from_then(site):
    v = Visitor(site).get(link_of(site.mail))
    assert "I answered this" in v.body and "It wasn" in v.body
    choice = re.search(r'<input[^>]*type="radio"[^>]*checked', v.body)
    assert choice is None, choice
    name, value = re.search(r'name="(\w+)" value="(\w+)"[^>]*>[^<]*(?:<[^>]*>)*\s*I answered this', v.body).groups() \
        if re.search(r'type="radio"', v.body) else re.search(
            r'<button[^>]*name="(\w+)" value="(\w+)"[^>]*>\s*I answered this', v.body).groups()
    v.send(**{name: value})
    assert v.status == 200, v.status
    assert site.sql("SELECT confirmed_at IS NOT NULL FROM response WHERE id = '%s'" % site.reference) == "t"


@check
def a_released_snapshot_brings_the_comparison_once(site):
    done = site.soundings("demo", "load")  # somebody has answered: not unasked
    assert done.returncode == 1 and "--confirm=load" in done.stderr, done
    assert site.sql("SELECT count(*) FROM firm WHERE name IS NOT NULL") == "0"
    done = site.soundings("demo", "load", "--confirm=load")
    assert done.returncode == 0, done.stderr
    mails = until(lambda: (lambda m: m if len(m) > 1 else None)(site.mails("j.ashgrove@quillfeather.example")), 10)
    assert mails, "no second mail"
    second = mails[1]
    report = json.loads(site.soundings("report", "show", site.reference, "--json").stdout)
    assert report["comparison"]["overall"]["median"] is not None, report
    median = "%g" % (round(report["comparison"]["PLAN"]["median"] * 2) / 2)
    text = second.get_body(("plain",)).get_content()
    assert re.search(r"Insight and planning\s+25\s+%s" % re.escape("%.1f" % float(median)), text), text
    v = Visitor(site).get(link_of(second))
    assert "%.1f" % float(median) in v.body, median
    assert second["Subject"] == "Your comparison is ready", (second["Subject"], site.mail["Subject"], site.sql("SELECT kind, state FROM letter"))
    for by, word in (("A", "build"), ("A", "propose"), ("B", "release")):
        what = "kam-preparedness" if word == "build" else site.sql("SELECT max(id) FROM snapshot")
        done = site.soundings("snapshot", word, what, "--by", by)
        assert done.returncode == 0, done.stderr
    time.sleep(2.5)
    assert len(site.mails("j.ashgrove@quillfeather.example")) == 2
    assert site.sql("SELECT count(*) FROM letter WHERE state <> 'sent'") == "0"


@check
def the_demonstration_is_a_pool_to_compare_with(site):
    pool = "FROM response r WHERE pool = 'included' AND substr(id::text, 15, 1) = '8'"  # ids of our own making
    assert site.sql("SELECT count(DISTINCT firm_of_record), count(DISTINCT answers->>'FM1'), count(DISTINCT answers->>'FM2'), "
                    "count(DISTINCT answers->>'FM5'), string_agg(DISTINCT (date_part('year', now() AT TIME ZONE 'UTC') - wave)::text, ' ') "
                    + pool) == "180|6|8|6|0 1"
    low, mid, high = (float(x) / 1e6 for x in site.sql(
        "SELECT percentile_cont(ARRAY[0.1, 0.5, 0.9]) WITHIN GROUP (ORDER BY scores[1]) " + pool).strip("{}").split(","))
    assert 25 < low < 40 < mid < 60 < high < 85, (low, mid, high)
    # One for each wave, and the one of the check before.
    assert site.sql("SELECT string_agg((date_part('year', now() AT TIME ZONE 'UTC') - date_part('year', released_at AT TIME ZONE 'UTC'))::text, "
                    "' ' ORDER BY id) FROM snapshot WHERE state = 'released' AND built_at <= proposed_at AND proposed_at <= released_at") == "1 0 0"
    assert site.sql("SELECT count(*) FROM response_contact c JOIN response r ON r.id = c.response "
                    "WHERE substr(r.id::text, 15, 1) = '8' AND email NOT LIKE '%.example'") == "0"


@check
def the_demonstration_leaves_work_on_the_desk(site):
    desk = ("FROM response r JOIN form f ON f.id = r.form WHERE f.slug = 'kam-preparedness' AND source = 'web' AND substr(r.id::text, 15, 1) = '8' ")
    assert site.sql("SELECT count(*) FILTER (WHERE flags = '{}'), count(*) FILTER (WHERE flags <> '{}') "
                    + desk + "AND pool = 'waiting' AND confirmed_at IS NOT NULL") == "4|5"
    assert set(site.sql("SELECT DISTINCT unnest(flags) " + desk + "AND pool = 'waiting'").split()) == {
        "straight-lining", "fast", "test", "duplicate", "dont-know"}
    assert site.sql("SELECT count(*) " + desk + "AND pool = 'held' AND pool_reason <> ''") == "1"
    assert site.sql("SELECT count(*) FROM response_question q JOIN letter l ON l.dedupe = 'question/' || q.id WHERE l.state = 'sent'") == "1"
    assert site.sql("SELECT count(*) FROM firm a JOIN firm b ON b.name_key = a.name_key AND b.id > a.id WHERE b.name = a.name || ' LLP'") == "1"
    assert int(site.sql("SELECT count(DISTINCT page) FROM draft_page p JOIN draft d ON d.id = p.draft WHERE d.done_at IS NULL")) > 5
    assert site.sql("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'") == "0"  # what never changes is frozen again
    assert site.sql("SELECT count(*) FROM audit_event WHERE at > now()") == "0"


@check
def the_demonstration_is_loaded_once(site):
    before = site.sql("SELECT count(*), max(at) FROM audit_event")
    done = site.soundings("demo", "load")
    assert done.returncode == 1 and "snapshots of kam-preparedness already" in done.stderr, done
    assert site.sql("SELECT count(*), max(at) FROM audit_event") == before


@check
def who_did_not_confirm_gets_no_comparison_by_mail(site):
    # Answered before the release above, never confirmed: told at once, then compared where asked.
    v = Visitor(site)
    answer(v, "later@brindle.example", consent="no")
    v.send()
    assert v.path.startswith("/receipt/")
    mails = until(lambda: site.mails("later@brindle.example"), 5)
    assert len(mails) == 1
    report = json.loads(site.soundings("report", "show", re.search(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b", v.body).group(0),
                                       "--json").stdout)
    assert report["comparison"]["overall"]["n_band"], report  # compared though not counted


@check
def limits_are_told_with_the_field_on_our_own_pages(site):
    v = Visitor(site)
    v.get("/s/kam-preparedness").send()
    identity = [f for f in Page(v.body).fields if f[0] == "id"]
    path, form = "/s/kam-preparedness/facts", {"Content-Type": "application/x-www-form-urlencoded"}
    body = is_ours(v.ask("POST", path, identity + [["FX9", "x" * 10001]]), 413)
    assert "FX9" in body and "10,000" in body
    is_ours(v.ask("POST", path, identity + [["FX9", "x" * 10000]]), 303)
    body = is_ours(v.ask("POST", path, identity + [["f%d" % i, "1"] for i in range(2000)]), 413)
    assert "2,000" in body
    v.ask("POST", path, "FX9=" + "x" * (1 << 20), form)
    assert v.status == 413 and "1 MB" in v.body.replace("megabyte", "1 MB"), v.body[:600]
    assert "FX9" in is_ours(v.ask("POST", path, b"FX9=%ff", form), 400)
    assert "FX9" in is_ours(v.ask("POST", path, b"FX9=\xff", form), 400)
    assert "FX9" in is_ours(v.ask("POST", path, b"FX9=a%00", form), 400)
    assert "application/x-www-form-urlencoded" in is_ours(v.ask("POST", path, b"{}", {"Content-Type": "application/json"}), 415)
    assert "Allow" in str(v.ask("PUT", path).headers) or v.headers.get("allow")
    is_ours(v, 405)


@check
def every_status_has_its_page_and_headers(site):
    v = Visitor(site)
    for path, status in (("/", 200), ("/nothing", 404), ("/receipt/none", 404), ("/s/none", 404), ("/s/none/none", 404)):
        body = is_ours(v.get(path), status)
        if status >= 400:
            assert re.search(r"request [0-9a-f]{8,}", body), body
    token = link_of(site.mail).rsplit("/", 1)[1]
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    body = is_ours(v.get("/report/" + altered), 404)
    assert "not whole" in body, body


def main():
    site, failed = Site(), 0
    try:
        site.open()
        for test in checks:
            try:
                test(site)
                print("ok   " + test.__name__.replace("_", " "))
            except Exception as problem:  # each check speaks for itself
                failed += 1
                lines = [f.lineno for f in traceback.extract_tb(problem.__traceback__)]
                print("FAIL %s: lines %s: %s: %s" % (test.__name__.replace("_", " "), lines,
                                                     type(problem).__name__, str(problem)[:2500]))
    finally:
        site.close()
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
