# SPDX-License-Identifier: ISC
"""What there is to scan: every row of the route table as a request with each
of its parameters filled in, found by walking the pages as they link."""
import collections
import email
import email.policy
import glob
import re
import time
import urllib.parse

from visitor import Page, Visitor  # noqa: F401

Target = collections.namedtuple("Target", "role method path fields row")


def row_of(service, method, path):
    """The pattern of the route table that a path belongs to, and its parameters."""
    path = path.split("?")[0]
    for route in sorted(service.routes, key=lambda r: r["pattern"].count("{")):
        pattern = re.sub(r"\\\{\w+\\\}", "([^/]+)", re.escape(route["pattern"]))
        if route["method"] == method and re.fullmatch(pattern, path):
            return route["pattern"]
    return None


class Walk:
    def __init__(self, service, role, visitor):
        self.service, self.role, self.visitor = service, role, visitor
        self.seen, self.targets, self.queue = set(), {}, []

    def note(self, method, path, fields):
        row = row_of(self.service, method, path)
        if row is None:
            return
        query = urllib.parse.parse_qsl(path.partition("?")[2], keep_blank_values=True)
        names = tuple(sorted({f[0] for f in fields} | {q[0] for q in query}))
        key = (method, row, names if len(names) < 12 or method == "POST" else "many")
        if key not in self.targets:
            self.targets[key] = Target(self.role, method, path, fields, row)

    def page(self, body, path):
        """What a page offers: its links and forms."""
        page = Page(body)
        for link in page.links:
            link = re.sub(r"^http://127\.0\.0\.1:\d+", "", link).split("#")[0]
            if link.startswith("?"):
                link = path.split("?")[0] + link
            if link.startswith("/") and not link.startswith("/static"):
                self.note("GET", link, [])
                self.queue.append(link)
        for method, action, fields in page.forms:
            action = action or path.split("?")[0]
            if method == "GET":
                self.note("GET", action.split("?")[0] + "?" + urllib.parse.urlencode([tuple(f) for f in fields]), [])
            else:
                self.note("POST", action, fields)

    def go(self, most=250):
        """Breadth first; of each row a few addresses."""
        count = collections.Counter()
        while self.queue and len(self.seen) < most:
            link = self.queue.pop(0)
            row = row_of(self.service, "GET", link)
            kind = (row, tuple(sorted(q[0] for q in urllib.parse.parse_qsl(link.partition("?")[2]))))
            if row is None or link in self.seen or count[kind] >= 3 or re.search(r"\.(pdf|xlsx|csv|zip)", link):
                continue
            self.seen.add(link)
            count[kind] += 1
            self.visitor.get(link)
            if self.visitor.status in (200, 409, 422):
                self.page(self.visitor.body, link)


def mails(service, to):
    found = []
    for name in sorted(glob.glob(service.run["mail_dir"] + "/*.eml")):
        with open(name, "rb") as f:
            mail = email.message_from_bytes(f.read(), policy=email.policy.default)
        if mail["To"].addresses[0].addr_spec == to:
            found.append(mail)
    return found


def mailed(service, to, what):
    """The link in a mail to that address."""
    for _ in range(150):
        for mail in mails(service, to):
            text = mail.get_body(("plain",)).get_content() + str(mail["List-Unsubscribe"])
            link = re.search(r"http://127[^\s>]*" + what + r"[^\s>]+", text)
            if link:
                return link.group(0)
        time.sleep(0.1)
    raise AssertionError("no mail to %s with %s" % (to, what))


def respondent(service):
    """A whole survey: its pages, receipt, report and what hangs on them."""
    v = Visitor(service.port)
    walk = Walk(service, None, v)
    v.get("/")
    walk.page(v.body, "/")

    def seen():
        walk.page(v.body, v.path)

    v.get("/s/kam-preparedness")
    seen()
    v.send()
    cookies = dict(v.cookies)
    first = v.path
    for _ in range(14):
        seen()
        if v.path.endswith("/check"):
            break
        asked = {f[0]: f[1] for f in Page(v.body).forms[-1][2] if re.match(r"[A-Z]{2}\d", f[0])}
        asked.update({k: x for k, x in {"FM1": "law", "FM2": "100-249", "FM2n": "180", "FM5": "uki", "FM7": "scan@quill.example",
                                        "FM8": "yes", "FX1": "9", "FX2": "4", "FX3": "dk"}.items() if k in asked})
        asked = {k: "" if x == "words" else x for k, x in asked.items()}
        v.send(**asked)
    assert v.path.endswith("/check"), (v.path, v.status)
    walk.note("GET", v.path, [])
    v.send()
    assert v.path.startswith("/receipt/"), (v.path, v.status)
    seen()
    for what in ("/receipt/", "/report/"):
        link = v.path if what == "/receipt/" else mailed(service, "scan@quill.example", what)
        v.get(link)
        seen()
        path = re.sub(r"^http://[^/]*", "", link)
        for end in ("/correct", "/withdraw", "/address"):
            if v.get(path + end).status == 200:
                walk.note("GET", path + end, [])
                seen()
        walk.note("GET", path, [])
        walk.note("GET", path + ".pdf", [])
    # Whoever confirmed is told of the first release, and may stop such mail.
    link = mailed(service, "scan@quill.example", "/report/")
    v.get(link)
    name, value = re.search(r'name="(\w+)" value="(\w+)"[^>]*>(?:\s|<[^>]*>)*I answered this', v.body).groups()
    v.ask("POST", re.sub(r"^http://[^/]*", "", link), [[name, value]])
    service.soundings("demo", "load", "--confirm=load")
    link = mailed(service, "scan@quill.example", "/unsubscribe/")
    walk.note("GET", re.sub(r"^http://[^/]*", "", link), [])
    v.get(link)
    seen()
    w = Visitor(service.port)
    w.get("/s/kam-preparedness").send().send(FM1="law", FM2="100-249", FM2n="180", FM5="uki")
    for end in ("clear", "later"):
        w.get("/s/kam-preparedness/" + end)
        walk.note("GET", w.path, [])
        walk.page(w.body, w.path)
    w.send(address="scan.later@quill.example")
    link = mailed(service, "scan.later@quill.example", "/continue/")
    walk.note("GET", re.sub(r"^http://[^/]*", "", link), [])
    w.get(link)
    walk.page(w.body, w.path)
    v.cookies = cookies
    walk.queue += [first, "/sign-in", "/sign-in?next=/me", "/healthz", "/readyz", "/metrics"]
    for link in ("/healthz", "/readyz", "/metrics", "/sign-in"):
        walk.note("GET", link, [])
    walk.go()
    return list(walk.targets.values())


def door(service):
    """The way in, step by step; each step has what the next one needs."""
    v = Visitor(service.port)
    walk = Walk(service, None, v)
    service.soundings("person", "add", "door@scan.example", "Door", "--role", "consultant")
    v.get("/sign-in").post("/sign-in", email="door@scan.example")
    link = re.sub(r"^http://[^/]*", "", mailed(service, "door@scan.example", "/sign-in/"))
    walk.note("GET", link, [])
    walk.note("POST", link, [])
    walk.note("GET", "/sign-in/code", [])
    walk.note("POST", "/sign-in/code", [["code", "123456"]])
    walk.note("POST", "/sign-out", [])
    return [t._replace(role="half" if "code" in t.row else None) for t in walk.targets.values()]


STARTS = {"lead": ["/me", "/me/again?next=/me/sessions", "/me/code", "/me/sessions", "/review", "/review/responses", "/review/unflagged",
                   "/review/flow", "/review/firms", "/review/benchmarks", "/review/people", "/review/audit", "/review/snapshots",
                   "/review/exports", "/review/people-data"],
          "administrator": ["/me", "/firm/people", "/firm/audit"]}


def signed_in(service, role):
    v = service.somebody(role)
    walk = Walk(service, role, v)
    for start in STARTS[role]:
        walk.note("GET", start, [])
        walk.queue.append(start)
    walk.go()
    if role == "lead":
        code = service.sql("SELECT code FROM firm WHERE NOT operator ORDER BY id LIMIT 1")
        one = service.sql("SELECT id FROM response ORDER BY id LIMIT 1")
        other = service.sql("SELECT code FROM firm WHERE NOT operator ORDER BY id OFFSET 1 LIMIT 1")
        form = "/review/benchmarks/kam-preparedness"
        words = "/review/words/kam-preparedness"
        walk.note("POST", words + "?item=FX9", [["seen-" + one, "1.0"], ["code-" + one, "time"]])
        walk.queue += [words, words + "?item=FX9&state=sorted&one=" + one, "/review/firms/" + code, "/review/firms/%s?with=%s" % (code, other), "/review/firms/%s/identity" % code,
                       "/review/responses/%s" % one, "/review/responses/%s/identity" % one, form]
        for link in walk.queue + [form + ".pdf?group=all", form + ".xlsx?group=all", form + "/firm/" + code]:
            walk.note("GET", link, [])
        walk.go(400)
        snapshot = service.sql("SELECT max(id) FROM snapshot")
        for act in ("propose", "release", "withdraw"):
            walk.note("POST", "/review/snapshots/%s/%s" % (snapshot, act), [["reason", "because"], ["generation", "1"]])
    walk.note("POST", "/me/sessions", [["end", "others"]])
    walk.note("POST", "/me/again", [["fresh_code", "123456"], ["next", "/me/sessions"]])
    return list(walk.targets.values())


def collect(service):
    found = respondent(service) + door(service) + signed_in(service, "lead") + signed_in(service, "administrator")
    once = {}
    for t in found:  # a page that everybody has is scanned once
        once.setdefault((t.method, t.row, tuple(sorted(f[0] for f in t.fields)), t.path.partition("?")[2] and
                         tuple(q[0] for q in urllib.parse.parse_qsl(t.path.partition("?")[2]))), t)
    return list(once.values())


def not_reached(service, asked):
    have = {(t.method, t.row) for t in asked}
    return [(r["method"], r["pattern"]) for r in service.routes if (r["method"], r["pattern"]) not in have]
