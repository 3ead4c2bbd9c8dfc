# SPDX-License-Identifier: ISC
"""sqlmap and wapiti: called so that they end, and what they say looked into."""
import concurrent.futures
import http.server
import json
import os
import re
import subprocess
import threading
import time
import urllib.parse

from visitor import Visitor

# ---- sqlmap ----


def request_file(service, target, visitor, path):
    """The request as it goes over the wire; a star after what stands in the path."""
    place, _, query = target.path.partition("?")
    parts, pattern = place.split("/"), target.row.split("/")
    for i, name in enumerate(pattern):
        if "{" in name:
            parts[i] += "*"
    lines = ["%s %s HTTP/1.1" % (target.method, "/".join(parts) + ("?" + query if query else "")),
             "Host: 127.0.0.1:%d" % service.port, "Origin: http://127.0.0.1:%d" % service.port,
             "Sec-Fetch-Site: same-origin", "User-Agent: scan", "Connection: close"]
    if visitor.cookies:
        lines.append("Cookie: " + visitor.cookie())
    body = urllib.parse.urlencode([tuple(f) for f in target.fields])
    if target.method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", "Content-Length: %d" % len(body), "", body]
    with open(path, "w") as f:
        f.write("\r\n".join(lines) + ("\r\n\r\n" if target.method == "GET" else ""))


def parameters(target):
    return len(target.fields) + target.row.count("{") + len(urllib.parse.parse_qsl(target.path.partition("?")[2], True))


def try_one(service, target, folder, seconds, deep, more=()):
    """ok, hit or late, and what sqlmap said."""
    os.makedirs(folder, exist_ok=True)
    visitor = service.somebody(None if target.role == "half" else target.role)
    if target.role == "half":
        visitor.half(service)
    elif target.role is None:
        visitor.get("/s/kam-preparedness").send().send(FM1="law", FM2="100-249", FM2n="180", FM5="uki")
    request_file(service, target, visitor, folder + "/request")
    level = ["--level=5", "--risk=3"] if deep else ["--level=%d" % (1 if parameters(target) > 20 else 2), "--risk=1"]
    command = ["sqlmap", "-r", folder + "/request", "--batch", "--flush-session", "--output-dir", folder, "--dbms=PostgreSQL",
               "--disable-coloring", "--drop-set-cookie", "--time-sec=2", "--timeout=20", "--retries=1", "--threads=1", "--ignore-code=400,403,404,409,410,422", *level, *more]
    ours, its = os.openpty()  # from a pipe it would read addresses
    try:
        done = subprocess.run(command, stdin=its, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired as late:
        return "late", (late.stdout or b"").decode("utf-8", "replace")
    finally:
        os.close(ours)
        os.close(its)
    with open(folder + "/said", "w") as f:
        f.write(done.stdout + done.stderr)
    if "following injection point" in done.stdout:
        return "hit", done.stdout
    if not re.search(r"all tested parameters do not appear|not appear to be injectable", done.stdout):
        return "odd", done.stdout[-600:]
    return "ok", done.stdout


def sqlmap(service, asked, until, deep, unfinished):
    begun = time.monotonic()
    wanted = sorted((t for t in asked if parameters(t) > 0), key=parameters, reverse=True)
    # What no form shows: the headers that the program reads.
    headers = [t for t in asked if t.row in ("/me", "/s/{form}/{page}", "/sign-in") and t.method == "GET"][:4]
    found, tried, again = [], 0, []

    def run(i):
        target, more = jobs[i]
        left = until - time.monotonic()
        if left < 5:
            return "late", "not begun"
        try:
            return try_one(service, target, "%s/sqlmap/%d" % (service.dir, i), left, deep, more)
        except Exception as problem:  # one target speaks for itself
            return "odd", repr(problem)

    jobs = [(t, ()) for t in wanted]
    jobs += [(t, ("--level=3", "-p", "user-agent,session,soundings,cookie,origin,accept-language")) for t in headers]
    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        for i, (result, said) in zip(range(len(jobs)), pool.map(run, range(len(jobs)))):
            target = jobs[i][0]
            name = "%s %s as %s (%d parameters)" % (target.method, target.row, target.role or "anybody", parameters(target))
            tried += result == "ok"
            if result in ("late", "odd"):
                unfinished.append("sqlmap %s: %s" % (name, " ".join(said.split())[-160:]))
            if result == "hit":
                again.append((i, target, name, said))
    # A guess by time may be the machine's own: what is real comes again, alone.
    for i, target, name, said in again:
        result, second = try_one(service, target, "%s/sqlmap/%d.again" % (service.dir, i), 600, deep, jobs[i][1])
        if result == "hit":
            found.append("sqlmap: %s\n%s" % (name, second[second.find("---"):][:1500]))
        else:
            print("scan: sqlmap suspected %s once, and not again" % name)
    print("sqlmap: %d of %d requests tried to the end, %d found, %d s" % (tried, len(jobs), len(found), time.monotonic() - begun))
    return found


# ---- wapiti ----

# What speaks for itself, or would ask others than this machine.
MODULES = "backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,sql,ssrf,xss,xxe"
QUICK = "backup,blindsql,cookieflags,crlf,csp,csrf,exec,file,http_headers,methods,permanentxss,redirect,sql,ssrf,xss,xxe"


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Where a program that fetches what visitors name would call; wapiti asks here who did."""
    called = []

    def do_GET(self):
        if "get_ssrf" not in self.path and "get_xxe" not in self.path:
            self.called.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}")

    do_POST = do_GET

    def log_message(self, *words):
        pass


# Debian 12's wapiti cannot read its own -x with the Python beside it.
WAPITI = """import re, wapitiCore.net.crawler as crawler
crawler.wildcard_translate = lambda words: re.compile(".*".join(map(re.escape, words.split("*"))), re.S)
from wapitiCore.main.wapiti import wapiti_main
wapiti_main()"""


def wapiti_once(service, role, starts, leave, seconds, endpoint, deep):
    folder = "%s/wapiti-%s" % (service.dir, role or "anybody")
    os.makedirs(folder)
    base = "http://127.0.0.1:%d" % service.port
    visitor = service.somebody(role)
    if role is None:
        visitor.get("/s/kam-preparedness").send()
    cookies = {name: {"value": value, "expires": None, "secure": False, "port": None, "version": 0} for name, value in visitor.cookies.items()}
    with open(folder + "/cookies", "w") as f:
        json.dump({"127.0.0.1": {"/": cookies}}, f)
    modules = MODULES if deep else QUICK
    command = ["/usr/bin/python3", "-c", WAPITI, "-u", base + "/", "--scope", "folder", "-m", modules, "-f", "json", "-o", folder + "/found.json",
               "--flush-session", "--store-session", folder + "/session", "-c", folder + "/cookies", "-v", "1", "--no-bugreport",
               "-H", "Sec-Fetch-Site: same-origin", "-H", "Origin: " + base, "--endpoint", endpoint, "-d", "6",
               "--max-files-per-dir", "12", "--max-parameters", "40", "-t", "20", "-l", "2" if deep else "1"]
    if not deep:
        command += ["--max-scan-time", str(int(seconds * 0.2)), "--max-attack-time", str(max(5, int(seconds * 0.8 / modules.count(","))))]
    for start in starts:
        command += ["-s", base + start]
    for path in leave:
        command += ["-x", base + path]
    try:
        with open(folder + "/said", "w") as said:
            subprocess.run(command, stdout=said, stderr=said, timeout=seconds * 1.3 + 60 if not deep else None)
    except subprocess.TimeoutExpired:
        return role, visitor, None
    if not os.path.exists(folder + "/found.json"):
        return role, visitor, None
    with open(folder + "/found.json") as f:
        return role, visitor, json.load(f)


def explained(service, visitor, kind, entry):
    """Why this is none, or None.  What can be asked is asked again here."""
    info = entry.get("info", "")
    if kind == "Cross Site Request Forgery":
        # Forms carry no token: the browser's own word for where a request comes from is asked.
        place = entry["path"]
        other = Visitor(service.port)
        other.cookies = dict(visitor.cookies)
        status = []
        for head in ({"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
                     {"Origin": "https://evil.example"}):
            other.own = {}
            status.append(other.ask("POST", place, [], head).status)
        return "refused from another site: %s" % status if set(status) <= {403, 404} else None
    if kind == "HTTP Secure Headers" and "Strict-Transport-Security" in info:
        return "no HTTPS on this machine's own port; with HTTPS it is sent (tests/unit/http/test_reply.c)"
    if kind == "HTTP Secure Headers" and "X-XSS-Protection" in info:
        return "browsers took that filter out; the Content-Security-Policy stands in its place"
    if kind == "Secure Flag cookie":
        return "no HTTPS on this machine's own port; with HTTPS it is set (tests/unit/http/test_reply.c)"
    if kind == "Internal Server Error":
        return None
    return None


def wapiti(service, until, deep):
    begun = time.monotonic()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    endpoint = "http://127.0.0.1:%d/" % server.server_port
    leave = ["/sign-out", "/me/sessions", "/mail/"]
    rounds = [[(None, ["/s/kam-preparedness", "/sign-in", "/s/kam-preparedness/later"], leave),
               ("administrator", ["/me", "/firm/people", "/firm/audit"], leave + ["/s/"])],
              [("lead", ["/me", "/review", "/review/responses", "/review/flow", "/review/firms", "/review/benchmarks", "/review/people",
                         "/review/audit"], leave + ["/s/"])]]
    found, pages, looked = [], 0, {}
    for i, one in enumerate(rounds):
        seconds = max(60, (until - time.monotonic()) / (len(rounds) - i))
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            results = list(pool.map(lambda r: wapiti_once(service, *r, seconds, endpoint, deep), one))
        for role, visitor, got in results:
            if got is None:
                found.append("wapiti as %s came to no report" % (role or "anybody"))
                continue
            pages += got["infos"].get("crawled_pages_nbr", 0)
            for kind, entries in list(got["vulnerabilities"].items()) + list(got["anomalies"].items()):
                for entry in entries:
                    why = explained(service, visitor, kind, entry)
                    line = "wapiti: %s: %s %s %s" % (kind, entry["method"], entry["path"], " ".join(entry.get("info", "").split())[:200])
                    if why is None:
                        found.append(line)
                    else:
                        looked.setdefault((kind, why), []).append(line)
    if Endpoint.called:
        found.append("wapiti: something fetched %s" % Endpoint.called[:3])
    server.shutdown()
    for (kind, why), lines in sorted(looked.items()):
        print("scan: %s, %d times, is none: %s" % (kind, len(lines), why))
    print("wapiti: %d found, %d s" % (len(found), time.monotonic() - begun))
    return found
