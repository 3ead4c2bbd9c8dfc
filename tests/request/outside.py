#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""outside.py BUILD [SOURCE]: what an attacker tries first, against the whole
service: headers of every row and status, verbs, other sites' posts, cookies,
tokens with one character changed, encodings, what lies about, what is logged.
docs/asvs.md names these checks by their words."""
import collections
import glob
import http.client
import json
import os
import re
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.abspath(os.path.dirname(os.path.abspath(__file__)) + "/../scan"))
import visitor as browser  # noqa: E402
import whole  # noqa: E402

checks = []
POLICY = {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'"}
ALWAYS = {"x-content-type-options": "nosniff", "referrer-policy": "same-origin", "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin"}
LINE = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z (debug|info|warn|error) soundings-web [a-z.-]+( [a-z_]+=("[^"]*"|[^ "]*))*$')


def check(test):
    checks.append(test)
    return test


def sample(pattern):
    """An address of that row; what is in braces is made up."""
    return re.sub(r"\{(\w+)\}", lambda m: {"form": "kam-preparedness", "page": "you"}.get(m.group(1), "A" * 43), pattern)


def person(site, role, firm=None):
    site.people = getattr(site, "people", 0) + 1
    address = "p%d@outside.example" % site.people
    site.soundings("person", "add", address, "P %d" % site.people, "--role", role, *(["--firm", firm] if firm else []))
    v = browser.Visitor(site.port)
    v.address = address
    return v.sign_in(site.soundings("person", "link", address).stdout.strip())


def state(site):
    return site.sql("SELECT (SELECT count(*) FROM response), (SELECT count(*) FROM draft), (SELECT count(*) FROM draft_page), "
                    "(SELECT count(*) FROM letter), (SELECT count(*) FROM sign_in), (SELECT count(*) FROM person), "
                    "(SELECT string_agg(pool || coalesce(confirmed_at::text, ''), '') FROM response), (SELECT count(*) FROM suppression), "
                    "(SELECT count(*) FROM recovery_code), (SELECT count(*) FROM session)")


def headers_are_whole(v, where):
    policy = {p.strip() for p in v.headers.get("content-security-policy", "").split(";")}
    assert POLICY <= policy, (where, v.status, policy)
    assert "unsafe" not in str(policy) and "http:" not in str(policy), (where, policy)
    for name, value in ALWAYS.items():
        assert v.headers.get(name) == value, (where, v.status, name, v.headers.get(name))
    assert "access-control-allow-origin" not in v.headers, where
    assert v.headers.get("cache-control", "").split(",")[0] in ("private", "no-store"), (where, v.headers.get("cache-control"))
    assert not re.search(r"\d", v.headers.get("server", "")) and "x-powered-by" not in v.headers, v.headers
    if v.body:
        kind = v.headers.get("content-type", "")
        assert re.fullmatch(r"(text/(html|plain); ?charset=utf-8)|application/(pdf|vnd\.openxml[a-z.-]+)|text/plain; version=[\d.]+; charset=utf-8",
                            kind), (where, kind)


@check
def a_fresh_installation_has_nobody_who_can_sign_in(site):
    assert site.sql("SELECT count(*) FROM person") == "0"


@check
def every_row_of_the_table_answers_with_every_header(site):
    site.lead = person(site, "lead")
    seen = set()
    for route in site.routes:
        for v in (browser.Visitor(site.port), site.lead):
            before = v.headers
            v.ask(route["method"], sample(route["pattern"]), [] if route["method"] == "POST" else None)
            if route["pattern"] == "/sign-out":
                site.lead = person(site, "lead")
            seen.add(v.status)
            assert v.status < 500 and v.headers is not before
            headers_are_whole(v, "%s %s" % (route["method"], route["pattern"]))
            if v is site.lead and v.status == 200 and re.match("/(review|me|firm)", route["pattern"]):
                assert v.headers["cache-control"] == "no-store", route
                assert "text/html" not in v.headers["content-type"] or "Sign out" in v.body, route
    assert {200, 303, 403, 404, 422} <= seen, seen


@check
def pages_of_people_are_not_compressed_and_others_are(site):
    """How long a compressed page is tells what it repeats (BREACH)."""
    for v, path, want in ((browser.Visitor(site.port), "/", "gzip"), (browser.Visitor(site.port), "/sign-in", None),
                          (site.lead, "/me", None), (site.lead, "/review", None), (site.lead, "/review/responses", None),
                          (site.lead, "/review/exports", None), (site.lead, "/firm/people", None)):
        v.ask("GET", path, headers={"Accept-Encoding": "gzip"})
        assert v.status in (200, 404) and v.headers.get("content-encoding") == want, (path, v.status, v.headers.get("content-encoding"))


@check
def every_refusal_has_the_headers_and_names_nothing_inside(site):
    v = browser.Visitor(site.port)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for want, method, path, body, more in (
            (404, "GET", "/nothing", None, {}), (405, "PUT", "/sign-in", "", {}), (405, "DELETE", "/s/kam-preparedness", None, {}),
            (403, "POST", "/sign-in", "email=a%40b.example", {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}),
            (400, "POST", "/sign-in", "email=%ff", {}), (415, "POST", "/sign-in", "{}", {"Content-Type": "application/json"}),
            (413, "POST", "/sign-in", "x=" + "y" * 70000, {}), (422, "POST", "/sign-in", "email=none", {}),
            (404, "GET", "/review/responses/" + "0" * 36, None, {}), (404, "GET", "/s/%2e%2e/x", None, {})):
        c = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        c.request(method, path, body, dict(v.own, **dict(form, **more) if body is not None else more))
        r = c.getresponse()
        v.body, v.status = r.read().decode("utf-8", "replace"), r.status
        v.headers = {k.lower(): x for k, x in r.getheaders()}
        c.close()
        if want == 404 and v.status in (303, 400):
            continue
        assert v.status == want, (method, path, v.status, want)
        headers_are_whole(v, path)
        assert not re.search(r"SELECT|soundings_web|/src/|postgres|\.c:\d|nginx|libpq|0x[0-9a-f]{6}", v.body), v.body
        assert want == 422 or re.search(r"request [0-9a-f]{8,}", v.body), v.body


@check
def only_the_verbs_of_the_table_are_taken(site):
    taken = {}
    for route in site.routes:
        taken.setdefault(route["pattern"], set()).add(route["method"])
    for pattern, methods in taken.items():
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "FROB", *({"GET", "POST"} - methods)):
            v = browser.Visitor(site.port).ask(method, sample(pattern))
            assert v.status == 405 or (v.status in (400, 404, 501) and method in ("TRACE", "FROB", "PROPFIND")), (method, pattern, v.status)
            if v.status == 405 and method not in ("TRACE",):
                assert methods & set(re.split(", *", v.headers.get("allow", ""))), (method, pattern, v.headers)


@check
def no_row_takes_what_another_site_sends(site):
    """Sec-Fetch-Site x Origin for each row that changes something, with and without a session."""
    ours = "http://127.0.0.1:%d" % site.port
    before, asked = state(site), 0
    for route in site.routes:
        if route["method"] != "POST" or route["pattern"] in ("/unsubscribe/{token}", "/sign-out"):
            continue
        for v in (browser.Visitor(site.port), site.lead):
            for fetch in ("cross-site", "same-site", None):
                for origin in ("https://evil.example", "null", ours + ".evil.example", ours if fetch else None, None):
                    v.own = {k: x for k, x in (("Sec-Fetch-Site", fetch), ("Origin", origin)) if x}
                    if not v.own and not re.match("/(sign|me|review|firm)", route["pattern"]):
                        continue  # an old browser that says neither may answer a survey
                    v.ask("POST", sample(route["pattern"]), [["email", "x@outside.example"], ["do", "factor"], ["end", "others"]])
                    asked += 1
                    assert v.status in (403, 404), (route["pattern"], fetch, origin, v.status)
        site.lead.own = browser.Visitor(site.port).own
    assert asked > 400, asked
    assert state(site) == before


@check
def cookies_are_for_this_host_and_for_no_script(site):
    v = browser.Visitor(site.port)
    lines = []
    for method, path in (("POST", "/s/kam-preparedness"), ("POST", "/sign-in")):
        c = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
        c.request(method, path, "email=cookie%40outside.example", dict(v.own, **{"Content-Type": "application/x-www-form-urlencoded"}))
        r = c.getresponse()
        r.read()
        lines += r.headers.get_all("Set-Cookie") or []
        c.close()
    assert len(lines) >= 2, lines
    for line in lines:
        # Without HTTPS there is no Secure and no __Host-: the unit test has both.
        assert "; Path=/" in line and "HttpOnly" in line and "SameSite=Lax" in line and "Domain" not in line, line
        assert len(line.split(";")[0]) < 4096


@check
def a_session_that_was_there_before_signing_in_is_worth_nothing_after(site):
    v = browser.Visitor(site.port)
    planted = "A" * 43
    v.cookies["session"] = planted
    site.soundings("person", "add", "fixed@outside.example", "Fixed", "--role", "consultant")
    link = re.sub(r"^https?://[^/]*", "", site.soundings("person", "link", "fixed@outside.example").stdout.strip())
    v.ask("POST", link, [])
    half = v.cookies["session"]
    assert half != planted
    v.get("/sign-in/code")
    v.key = re.search(r"<code>([A-Z2-7 ]+)</code>", v.body).group(1)
    v.post("/sign-in/code", code=browser.app_code(v.key))
    full = v.cookies["session"]
    assert full not in (half, planted) and v.get("/me").status == 200
    site.sql("UPDATE session SET code_at = now() - interval '11 minutes'")
    v.ask("POST", "/me/again", [["next", "/me"], ["fresh_code", browser.app_code(v.key, 1)]])
    again = v.cookies["session"]
    assert again not in (full, half, planted), "a code given once more renews the session"
    for old in (planted, half, full):
        w = browser.Visitor(site.port)
        w.cookies["session"] = old
        assert w.get("/me").status == 303, old
    assert site.sql("SELECT count(*) FROM session WHERE octet_length(hash) = 32 AND person = (SELECT id FROM person WHERE email LIKE 'fixed@%')") == "1"


@check
def a_session_ends_for_good_when_it_is_signed_out(site):
    v = person(site, "consultant")
    kept = dict(v.cookies)
    v.ask("POST", "/sign-out", [])
    assert "session" not in {k for k, x in v.cookies.items() if x}, v.cookies
    w = browser.Visitor(site.port)
    w.cookies = kept
    assert w.get("/me").status == 303 and w.get("/review").status == 303
    assert v.headers.get("clear-site-data") == '"cache"', v.headers


@check
def one_changed_character_makes_any_token_worthless(site):
    v = person(site, "consultant")
    token = v.cookies["session"]
    for i in range(len(token)):
        other = token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1:]
        w = browser.Visitor(site.port)
        w.cookies["session"] = other
        assert w.get("/me").status == 303, i
    w = whole.Visitor(site)
    whole.answer(w, "flip@outside.example")
    w.send()
    assert w.path.startswith("/receipt/"), w.path
    token = w.path.rsplit("/", 1)[1]
    for i in range(len(token)):
        other = token[:i] + ("A" if token[i] != "A" else "B") + token[i + 1:]
        status = browser.Visitor(site.port).get("/receipt/" + other).status
        assert status == 404, (i, status)
    # For another purpose it is none either.
    for other in ("report", "continue", "unsubscribe", "sign-in"):
        assert browser.Visitor(site.port).get("/%s/%s" % (other, token)).status == 404 or other == "sign-in", other
    site.token = token


@check
def what_is_encoded_twice_is_decoded_once(site):
    v = browser.Visitor(site.port)
    assert v.get("/s/kam%252Dpreparedness").status == 404
    assert v.get("/s/kam%2Dpreparedness").status in (200, 400, 404)
    assert v.get("/static/%252e%252e/soundings").status == 404 and v.get("/%252e%252e/%252e%252e/etc/passwd").status == 404
    w = whole.Visitor(site)
    w.get("/s/kam-preparedness").send()
    w.send(FM1="law", FM2="100-249", FM2n="180", FM5="uki")
    w.get("/s/kam-preparedness/facts").send(FX9="%3Cb%3E &lt;i&gt; %2541 %n%s${7*7}{{title}}")
    w.get("/s/kam-preparedness/facts")
    assert "%3Cb%3E &amp;lt;i&amp;gt; %2541 %n%s${7*7}{{title}}" in w.body, re.findall(r"FX9[^<]*<?[^<]{0,200}", w.body)[:3]


@check
def fields_that_nobody_asked_for_change_nothing(site):
    w = whole.Visitor(site)
    w.get("/s/kam-preparedness").send()
    fields = [f for f in whole.Page(w.body).fields if f[0] == "id"]
    path = w.path
    answers = [["FM1", "law"], ["FM2", "100-249"], ["FM2n", "180"], ["FM5", "uki"]]
    more = [["pool", "included"], ["owner", "1"], ["consent", "true"], ["confirmed_at", "2020-01-01"], ["scores", "{100}"], ["role", "lead"]]
    w.ask("POST", path, fields + answers + more + [["FM1", "accounting"]])
    assert w.status in (303, 400, 422), w.status
    assert site.sql("SELECT count(*) FROM draft_page WHERE answers::text ~ 'pool|owner|scores|role'") == "0"
    assert site.sql("SELECT count(*) FROM draft_page WHERE answers->>'FM1' = 'accounting'") == "0"
    # What stands in the query is not taken for a field of the body.
    v = browser.Visitor(site.port)
    assert v.ask("POST", "/sign-in?email=query%40outside.example", []).status == 422


@check
def nothing_lies_about_to_be_fetched(site):
    for path in (".git/config", ".git/HEAD", ".svn/entries", ".env", "soundings.conf", "link.keys", "nginx.conf", "server-status", "status",
                 "debug", "phpinfo.php", "admin", "api", "swagger.json", "static", "static/", "static/../link.keys", "static/errors/unavailable.html",
                 "backup.sql", "index.php", "robots.txt~", "sql/roles.sql", "static/.htaccess", "log/web.log"):
        v = browser.Visitor(site.port).get("/" + path)
        assert v.status in (400, 404), (path, v.status)
        assert "Index of" not in v.body and "root:" not in v.body
    v = browser.Visitor(site.port).ask("TRACE", "/", None, {"X-Canary": "canary-trace"})
    assert v.status == 405 or v.status == 400, v.status
    assert "canary-trace" not in v.body


@check
def what_visitors_send_stays_one_line_of_the_log(site):
    evil = ["a\x1b[2Jb", "x\u202ey", "%0d%0a2026-01-01T00:00:00.000Z INFO access.in who=forged", "\u2028forged", "a b=c \"q\""]
    for word in evil:
        for head in ({"User-Agent": word.encode("utf-8").decode("latin-1")}, {"Origin": word.encode("utf-8").decode("latin-1")},
                     {"Cookie": "session=" + word.encode("utf-8").decode("latin-1")}, {"Accept-Language": word.encode("utf-8").decode("latin-1")}):
            browser.Visitor(site.port).ask("GET", "/s/" + urllib.parse.quote(word), None, head)
    time.sleep(0.2)
    with open(site.dir + "/state/log/web.log", "rb") as f:
        for raw in f.read().split(b"\n")[:-1]:
            line = raw.decode("utf-8")
            assert LINE.match(line), line
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u2028\u202e]", line), line
            assert "forged" not in line, line


@check
def no_log_holds_a_token_an_address_or_an_answer(site):
    w = whole.Visitor(site)
    whole.answer(w, "canary-address@outside.example")
    w.get("/s/kam-preparedness/facts").send(FX9="canary-answer")
    w.get("/s/kam-preparedness/check").send()
    v = person(site, "consultant")
    v.get("/review/responses?canary=query")
    v.post("/sign-in", email="canary-unknown@outside.example")
    v.post("/me/again", fresh_code="987123")
    time.sleep(1)
    secrets = ["canary", v.cookies["session"], v.address, "987123", site.token, w.path.rsplit("/", 1)[-1], v.key.replace(" ", "")]
    secrets += [x for x in w.cookies.values() if len(x) > 20]
    logs = glob.glob(site.dir + "/state/log/*") + [site.dir + "/log"]
    assert len(logs) > 5
    for name in logs:
        with open(name, encoding="utf-8", errors="replace") as f:
            text = f.read()
        for secret in secrets:
            assert secret not in text, (os.path.basename(name), secret[:12])


@check
def who_came_and_who_was_turned_away_stands_in_the_log(site):
    log = site.dir + "/state/log/web.log"
    start = os.path.getsize(log)
    v = person(site, "consultant")
    site.sql("DELETE FROM throttle")
    w = browser.Visitor(site.port)
    w.ask("POST", "/sign-in/" + "B" * 43, [])
    for _ in range(22):
        w.ask("POST", "/sign-in", [["email", "often@outside.example"]])
    assert w.status == 429, w.status
    v.get("/firm/people")
    assert v.ask("POST", "/me/again", [["fresh_code", "000000"]]).status == 422, v.status
    w.own = {"Sec-Fetch-Site": "cross-site"}
    w.ask("POST", "/sign-in", [["email", "often@outside.example"]])
    time.sleep(0.2)
    with open(log) as f:
        f.seek(start)
        text = f.read()
    told = re.findall(r"Z (?:info|warn) soundings-web (access\.\S+) .*request=([0-9a-f]{32})", text)
    # Each once: the link, the code, 17 of 22 asked too often, the page of others, the other site.
    count = collections.Counter(event for event, _ in told)
    assert count.pop("access.in") > 0
    assert count == {"access.refused": 2, "access.often": 17, "access.denied": 1, "access.foreign": 1}, count
    assert len({request for _, request in told}) == len(told)
    assert re.search(r" request .*status=404", text), "what was refused is logged with its request id"
    # Times are UTC, and every line says when.
    now = time.strftime("%Y-%m-%dT%H", time.gmtime())
    assert text.strip().split("\n")[-1].startswith(now[:10])
    site.sql("DELETE FROM throttle")


@check
def a_known_and_an_unknown_address_cost_the_same_statements(site):
    site.soundings("person", "add", "known@outside.example", "Known", "--role", "consultant")

    def admin(query):
        whole.subprocess.run(["psql", "-XqAt", "-d", site.run["conninfo"], "-c", query], check=True, capture_output=True, **site.as_user)

    admin("ALTER SYSTEM SET log_min_duration_statement = 0")
    admin("SELECT pg_reload_conf()")
    time.sleep(0.5)
    log = site.dir + "/state/log/postgres.log"
    seen = []
    for address in ("known@outside.example", "knewn@outside.example"):
        site.sql("DELETE FROM throttle")
        start = os.path.getsize(log)
        v = browser.Visitor(site.port).ask("POST", "/sign-in", [["email", address]])
        assert v.status == 200
        time.sleep(0.3)
        with open(log) as f:
            f.seek(start)
            text = f.read()
        body = re.sub(r"k(no|ne)wn@", "@", v.body)
        said = re.findall(r"execute \S+: (.*)|statement: (.*)", text)
        # The courier, which looks on its own, asks for all rows.
        ours = [re.sub(r"\s+", " ", a or b) for a, b in said if "door_take" in (a or b) or "sign_in_ask" in (a or b) or "'role'" in (a or b)]
        seen.append((body, ours))
    admin("ALTER SYSTEM RESET log_min_duration_statement")
    admin("SELECT pg_reload_conf()")
    assert len(seen[0][1]) == 4 and seen[0][1] == seen[1][1], (seen[0][1], seen[1][1])
    same = [re.sub(r"[0-9a-f]{32}", "", b) for b, _ in seen]
    assert same[0] == same[1]


@check
def who_answers_too_often_is_told_and_others_are_not_hurt(site):
    site.sql("DELETE FROM throttle")
    v = browser.Visitor(site.port)
    status = [v.ask("POST", "/sign-in", [["email", "many@outside.example"]]).status for _ in range(7)]
    assert status[:5] == [200] * 5 and status[5:] == [429] * 2, status
    headers_are_whole(v, "429")
    other = browser.Visitor(site.port).ask("POST", "/sign-in", [["email", "other@outside.example"]])
    assert other.status == 200
    site.sql("DELETE FROM throttle")


def main():
    site, failed = whole.Site(), 0
    try:
        site.open()
        site.routes = [json.loads(line) for line in site.soundings("routes", "--json").stdout.splitlines()]
        for test in checks:
            try:
                test(site)
                print("ok   " + test.__name__.replace("_", " "))
            except Exception as problem:  # each check speaks for itself
                failed += 1
                lines = [f.lineno for f in whole.traceback.extract_tb(problem.__traceback__)]
                print("FAIL %s: lines %s: %s: %s" % (test.__name__.replace("_", " "), lines, type(problem).__name__, str(problem)[:900]))
    finally:
        site.close()
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
