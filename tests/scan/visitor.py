# SPDX-License-Identifier: ISC
"""A browser without scripts, people who sign in, and what a page offers to send."""
import base64
import hashlib
import hmac
import html.parser
import http.client
import re
import struct
import time
import urllib.parse


def app_code(key, step=0):
    """What an authenticator app shows for that key (RFC 6238)."""
    secret = base64.b32decode(re.sub(r"\s", "", key) + "=" * (-len(re.sub(r"\s", "", key)) % 8))
    mac = hmac.new(secret, struct.pack(">Q", int(time.time()) // 30 + step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7FFFFFFF) % 10 ** 6)


class Page(html.parser.HTMLParser):
    """Links, and forms as (method, action, fields); of buttons the first that has a name."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.area, self.select = [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, given):
        a = {k: v or "" for k, v in given}
        if tag == "a" and a.get("href"):
            self.links.append(a["href"])
        if tag == "form":
            self.forms.append([a.get("method", "get").upper(), a.get("action", ""), []])
        if not self.forms:
            return
        fields, name = self.forms[-1][2], a.get("name")
        if tag == "select" and name:
            self.select = name
        elif tag == "option" and self.select and not any(f[0] == self.select for f in fields):
            fields.append([self.select, a.get("value", "")])
        elif tag == "textarea" and name:
            self.area = [name, ""]
        elif tag in ("input", "button") and name:
            if a.get("type") in ("radio", "submit") or tag == "button":
                if any(f[0] == name for f in fields):
                    return
            fields.append([name, a.get("value", "")])

    def handle_data(self, data):
        if self.area:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.forms[-1][2].append([self.area[0], self.area[1].lstrip("\n") or "words"])
            self.area = None
        if tag == "select":
            self.select = None


class Visitor:
    def __init__(self, port):
        self.port, self.cookies = port, {}
        self.own = {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:%d" % port}
        self.status, self.body, self.headers, self.path = 0, "", {}, "/"

    def cookie(self):
        return "; ".join("%s=%s" % c for c in self.cookies.items())

    def ask(self, method, path, fields=None, headers=None):
        head = dict(self.own, **(headers or {}))
        if self.cookies:
            head["Cookie"] = self.cookie()
        body = None
        if fields is not None:
            body = urllib.parse.urlencode([tuple(f) for f in fields])
            head["Content-Type"] = "application/x-www-form-urlencoded"
        path = re.sub(r"^https?://[^/]*", "", path).split("#")[0]
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        c.request(method, path, body, head)
        r = c.getresponse()
        self.body = r.read().decode("utf-8", "replace")
        c.close()
        self.status, self.path = r.status, path
        self.headers = {k.lower(): v for k, v in r.getheaders()}
        for line in r.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return self

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **fields):
        self.ask("POST", path, list(fields.items()))
        if self.status == 303:
            self.get(self.headers["location"])
        return self

    def send(self, **answers):
        """The last POST form of the page with these answers, and on."""
        form = [f for f in Page(self.body).forms if f[0] == "POST"][-1]
        fields = [f for f in form[2] if f[0] not in answers and not re.match(r"[A-Z]{2}\d|clear|go$", f[0])]
        self.ask("POST", form[1] or self.path, fields + list(answers.items()))
        if self.status == 303:
            self.get(self.headers["location"])
        return self

    def sign_in(self, link):
        """Behind a link of the command line: the button, and a factor set up if one is asked."""
        path = re.sub(r"^https?://[^/]*", "", link)
        self.get(path)
        self.ask("POST", path, [])
        if self.status == 303 and self.headers["location"].endswith("/sign-in/code"):
            self.get("/sign-in/code")
            self.key = re.search(r"<code>([A-Z2-7 ]+)</code>", self.body).group(1)
            self.post("/sign-in/code", code=app_code(self.key))
        assert "session" in self.cookies and self.get("/me").status == 200, (self.status, self.body[:300])
        return self

    def half(self, service):
        """Behind the link, and the code not given yet."""
        address = "half%s@scan.example" % base64.b32encode(hashlib.sha1(str(time.time_ns()).encode()).digest())[:10].decode().lower()
        service.soundings("person", "add", address, "Half", "--role", "consultant")
        path = re.sub(r"^https?://[^/]*", "", service.soundings("person", "link", address).strip())
        self.get(path)
        self.ask("POST", path, [])
        return self
