# SPDX-License-Identifier: ISC
"""respondent.py - somebody who answers a survey over HTTP: reads the form as
served, fills what is visible, sends it with its hidden inputs, and when the
answer is lost sends the same again."""
import hashlib
import html.parser
import http.client
import json
import re
import time
import urllib.parse

LOST = (OSError, http.client.HTTPException)


class Forms(html.parser.HTMLParser):
    """The POST forms of a page: action, hidden pairs, visible controls, and
    what is filled in already."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.area = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append({"action": a["action"], "hidden": [], "controls": {}, "filled": []})
        name = a.get("name")
        if not self.forms or not name or tag not in ("input", "textarea"):
            return
        form, value = self.forms[-1], a.get("value", "")
        if a.get("type") == "hidden":
            form["hidden"].append((name, value))
            return
        kind = "long" if tag == "textarea" else a.get("type") or a.get("inputmode") or "text"
        control = form["controls"].setdefault(name, {"kind": kind, "values": []})
        if tag == "textarea":
            self.area = name, ""
        elif kind in ("radio", "checkbox"):
            control["values"].append(value)
            if "checked" in a:
                form["filled"].append((name, value))
        else:
            form["filled"].append((name, value))

    def handle_data(self, data):
        if self.area:
            self.area = self.area[0], self.area[1] + data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            # HTML drops the line end that follows the tag.
            self.forms[-1]["filled"].append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None


def only_form(page):
    forms = Forms(page).forms
    assert len(forms) == 1, "a survey page has one POST form, not %d" % len(forms)
    return forms[0]


def fill(form, random, who, email):
    """Answers by item, as they should be stored: a code, or a list of codes."""
    answers = {}
    for name, control in form["controls"].items():
        kind, values = control["kind"], control["values"]
        if kind == "email":
            answers[name] = email
        elif name == "FM2n": # within the band chosen beside it
            answers[name] = re.match(r"\d+", answers["FM2"])[0]
        elif kind == "long":
            answers[name] = "%s: “%s” <&> æøå %d" % (who, name, random.randrange(10 ** 6))
        elif kind == "radio":
            if name.startswith("F") or random.random() < 0.9:
                answers[name] = random.choice(values)
        elif kind == "checkbox":
            answers[name] = sorted(random.sample(values, random.randint(1, len(values))))
        elif values and random.random() < 0.3: # a number with "don't know" beside it
            answers[name] = values[0]
        else:
            answers[name] = str(random.randint(1, 10))
    return answers


def pairs_of(form, answers):
    pairs = list(form["hidden"])
    for name in form["controls"]:
        value = answers.get(name)
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                pairs.append((name, one))
    return pairs


def holds(form, pairs):
    """Would the page, sent as it is, send all of this?"""
    want = {pair for pair in pairs if pair[1] != "" and pair[0] != "back"}
    return {pair for pair in form["hidden"] + form["filled"] if pair[1] != "" and pair[0] != "back"} == want


def digest(answers):
    return hashlib.sha256(json.dumps(answers, sort_keys=True).encode()).hexdigest()[:16]


def plain(value):
    return sorted(map(str, value)) if isinstance(value, list) else str(value)


def stored_answers(row):
    answers = {name: plain(value) for name, value in row["answers"].items()}
    if row.get("email"):
        answers["FM7"] = row["email"]
    return answers


def who_wrote(answers):
    for name in ("MF12", "FX9", "FM7"):
        if str(answers.get(name, "")).startswith("respondent-"):
            return answers[name][:17]
    return None


class Answer:
    def __init__(self, status, location, page, cookies):
        self.status, self.location, self.page, self.cookies = status, location, page, cookies

    def saw(self):
        """What a respondent may conclude."""
        if self.status == 303:
            return "receipt" if self.location.startswith("/receipt/") else "saved"
        if 400 <= self.status < 500:
            return "refused"
        if self.status == 503 and "We could not store your answers just now" in self.page:
            return "not stored"
        return "error" if self.status == 500 else "unknown"


NOTHING = Answer(0, "", "", [])


class Browser:
    def __init__(self, port):
        self.port, self.cookies = port, {}

    def ask(self, method, path, pairs=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=45)
        origin = "http://127.0.0.1:%d" % self.port
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        if self.cookies:
            headers["Cookie"] = "; ".join("%s=%s" % pair for pair in self.cookies.items())
        body = None
        if pairs is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urllib.parse.urlencode(pairs)
        try:
            connection.request(method, path, body, headers)
            reply = connection.getresponse()
            page = reply.read().decode()
            for cookie in reply.headers.get_all("Set-Cookie", []):
                name, value = cookie.split(";")[0].split("=", 1)
                self.cookies[name] = value
            return Answer(reply.status, reply.headers.get("Location", ""), page, self.cookies)
        finally:
            connection.close()

    def post(self, path, pairs):
        try:
            return self.ask("POST", path, pairs)
        except LOST:
            return NOTHING

    def get(self, path, patience):
        """The page, asked for until it comes: reading changes nothing."""
        end = time.monotonic() + patience
        while True:
            try:
                answer = self.ask("GET", path)
            except LOST:
                answer = NOTHING
            if 200 <= answer.status < 500 or time.monotonic() > end:
                return answer
            time.sleep(0.1)


def reference(page):
    found = re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", page)
    return found[0] if len(set(found)) == 1 else None
