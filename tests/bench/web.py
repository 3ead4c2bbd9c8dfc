# SPDX-License-Identifier: ISC
"""web.py - what a visitor waits for: pages, a submission, a journey, memory."""
import base64
import hashlib
import json
import os
import random
import re
import statistics
import time
import urllib.parse

import pgbench
from bench import line
from service import cpu, family, write_requests

CONNECTIONS = 16
KAM, FEEDBACK = "kam-preparedness", "matter-feedback"


def form_file(service, slug):
    with open(f"{service.program}/forms/{slug}.json") as f:
        return json.load(f)


def answer(form, item, number):
    """A plausible answer to one item, as form fields."""
    kind, name = item["kind"], item["id"]
    scale = {"rating": 5, "agreement": 5, "maturity": 5, "scale10": 10}
    if kind in scale:
        return [(name, str(number % scale[kind] + 1))]
    if kind in ("single", "multi"):
        options = item.get("options") or form["scales"][item["scale"]]["options"]
        code = options[number % len(options)]["code"]
        return [(name, "yes" if item.get("role") == "consent" else code)]
    if kind == "integer":
        low = item.get("low", item.get("min", 0))
        return [(name, str(low + 3))]
    if kind == "email":
        return [(name, f"partner{number}@firm{number % 5000}.example")]
    if kind == "long-text":
        return [(name, "They were quick, and said plainly what it would cost.")]
    return []


def page_answers(form, page, number):
    fields = []
    for item in page["items"]:
        if "show_if" not in item and "joins" not in item:
            fields += answer(form, item, number + len(fields))
    return fields


def body_of(fields):
    return urllib.parse.urlencode(fields).encode()


def head_for_fcgi(head):
    """The program's own headers again, from what nginx made of them."""
    added = ("server", "date", "connection", "transfer-encoding", "vary", "content-length",
             "x-request-id")
    kept = [h for h in head.split("\r\n")[1:] if h.split(":")[0].lower() not in added]
    return ("Status: 200 OK\r\n" + "\r\n".join(kept) + "\r\n\r\n").encode("latin-1")


def per(result, count="answers"):
    """CPU milliseconds by name for one of what was counted."""
    return {name: 1000 * used / max(1, result[count]) for name, used in result["cpu"].items()}


def middle(values):
    return statistics.median(values)


@line("pages")
def pages(bench):
    """Start page and first question page, and what rendering costs.

    The bare program answers the same bytes through the same nginx."""
    service = bench.web()
    token = service.tokens("form", KAM, 1, 1)[0]
    cookie = [f"Cookie: survey-{KAM}={token}.0"]
    targets = {f"/s/{KAM}": ("start page, 16 connections", []),
               f"/s/{KAM}/firm": ("first question page, 16 connections", cookie)}
    answers = {}
    for path, (_, headers) in targets.items():
        status, head, body, _ = service.get(path, headers)
        if status != 200:
            raise RuntimeError(f"{path} gave {status}")
        answers[path] = head_for_fcgi(head) + body
    service.start_bare(answers)
    seconds = 1.0 if bench.quick else 1.5
    for path, (what, headers) in targets.items():
        file = write_requests(f"{bench.work}/get.req", [[(service.request("GET", path, headers), 200)]])

        def ours():
            return service.load(service.port, CONNECTIONS, seconds, file, "again", ("web", "nginx"))

        def bare():
            return service.load(service.bare_port, CONNECTIONS, seconds, file, "again",
                                ("bare", "nginx"))
        ours(), bare()
        pairs = bench.alternate(ours, bare)
        wrong = sum(a["wrong"] + b["wrong"] for a, b in pairs)
        web = middle(1000 * per(a)["web"] for a, _ in pairs)
        plain = middle(1000 * per(b)["bare"] for _, b in pairs)
        nginx = middle(1000 * per(a)["nginx"] for a, _ in pairs)
        yield bench.ratio_row(
            what, [(a["answers"] / a["seconds"], b["answers"] / b["seconds"]) for a, b in pairs],
            0.85, "answers/s", note=f"CPU web {web:.0f} us, bare {plain:.0f} us, nginx {nginx:.0f} us"
            + (f"; {wrong} WRONG" if wrong else ""), bytes=len(answers[path]))
    service.stop("bare")
    for path, (what, headers) in targets.items():
        out = service.run(service.tool("inside"), "render", service.config, path,
                          headers[0][8:] if headers else "", "2000")
        yield bench.limit_row(f"rendering, {what.split(',')[0]}", float(out), 12, "us CPU")


@line("first-visit")
def first_visit(bench):
    """Bytes and requests of a first visit: start page and what it draws in."""
    service = bench.web()
    gzip = ["Accept-Encoding: gzip"]
    size = requests = 0
    _, _, body, _ = service.get(f"/s/{KAM}")
    wanted = [f"/s/{KAM}"] + re.findall(
        r'<(?:link|script|img)[^>]*(?:href|src)="(/[^"]+)"', body.decode())
    for path in dict.fromkeys(wanted):
        status, _, _, wire = service.get(path, gzip)
        if status != 200:
            raise RuntimeError(f"{path} gave {status}")
        size, requests = size + wire, requests + 1
    yield bench.limit_row("first visit on the wire", size / 1024, 14, "KB", ", ".join(dict.fromkeys(wanted)))
    yield bench.limit_row("first visit, requests", requests, 3, "")


def submissions(service, count):
    form = form_file(service, FEEDBACK)
    page = form["pages"][0]
    path = f"/s/{FEEDBACK}/{page.get('slug') or page['id']}"
    for i, token in enumerate(service.tokens("form", FEEDBACK, 1, count)):
        body = body_of([("id", token)] + page_answers(form, page, random.randrange(10000)))
        yield [(service.request("POST", path, body=body), 303)]


@line("submission")
def submission(bench):
    """A one-page form, durable, beside pgbench with the same statements."""
    service = bench.web()
    seconds = 1.5 if bench.quick else 2
    script = pgbench.submission(service, FEEDBACK)

    most = {CONNECTIONS: 3000, 1: 1500}  # a second; raised as it turns out

    def ours(connections):
        file = write_requests(f"{bench.work}/post.req",
                              submissions(service, int(seconds * most[connections])))
        got = service.load(service.port, connections, seconds, file, "once",
                           ("web", "nginx", "postgres"))
        if got["wrong"]:
            raise RuntimeError(f"{got['wrong']} submissions were not taken")
        most[connections] = max(300, 1.6 * got["answers"] / got["seconds"])
        return got

    def ceiling(connections, pipelined):
        return pgbench.run(service, script, connections, seconds, pipelined)
    ours(CONNECTIONS), ceiling(CONNECTIONS, False)
    for what, connections, pipelined, budget in (
            ("submission, 16 connections, one by one", CONNECTIONS, False, 0.80),
            ("submission, 16 connections, pipelined", CONNECTIONS, True, 0.65),
            ("submission, one connection", 1, False, 0.5)):
        pairs = bench.alternate(lambda: ours(connections), lambda: ceiling(connections, pipelined))
        web = middle(per(a)["web"] for a, _ in pairs)
        nginx = middle(per(a)["nginx"] for a, _ in pairs)
        postgres = middle(per(a)["postgres"] for a, _ in pairs)
        theirs = middle(b["cpu"] for _, b in pairs)
        yield bench.ratio_row(
            what, [(a["answers"] / a["seconds"], b["rate"]) for a, b in pairs], budget, "/s",
            note=f"CPU ms web {web:.3f} nginx {nginx:.3f} postgres {postgres:.3f}; "
            f"under pgbench {theirs:.3f}")
        if connections > 1 and not pipelined:
            yield bench.limit_row("submission, CPU of web and nginx", web + nginx, 0.25, "ms")


def journeys(service, count):
    form = form_file(service, KAM)
    for token in service.tokens("form", KAM, 1, count):
        number = random.randrange(1000000)
        cookie = [f"Cookie: survey-{KAM}={token}.0"] # nothing stored yet; the answers set it anew
        steps = [(service.request("POST", f"/s/{KAM}"), 303)]
        given = []
        for page in form["pages"]:
            path = f"/s/{KAM}/{page.get('slug') or page['id']}"
            answers = page_answers(form, page, number)
            given += answers
            body = body_of([("id", token)] + answers)
            steps.append((service.request("GET", path, cookie), 200))
            steps.append((service.request("POST", path, cookie, body), 303))
        steps.append((service.request("GET", f"/s/{KAM}/check", cookie), 200))
        # As from a browser: that page carries all answers.
        steps.append((service.request("POST", f"/s/{KAM}/check", cookie, body_of([("id", token)] + given)), 303))
        yield steps


@line("journey")
def journey(bench):
    """The whole survey: begin, ten pages read and saved, checked, sent."""
    service = bench.web()
    seconds = 2 if bench.quick else 3
    script = pgbench.journey(service, KAM, form_file(service, KAM))
    steps = 0

    def ours():
        nonlocal steps
        every = list(journeys(service, int(seconds * 500)))
        steps = len(every[0])
        got = service.load(service.port, CONNECTIONS, seconds,
                           write_requests(f"{bench.work}/journey.req", every), "once",
                           ("web", "nginx", "postgres"))
        if got["wrong"]:
            raise RuntimeError(f"{got['wrong']} steps of journeys went wrong")
        return got
    pairs = bench.alternate(ours, lambda: pgbench.run(service, script, CONNECTIONS, seconds, False))
    web, nginx, postgres = (middle(per(a)[k] * steps for a, _ in pairs) for k in ("web", "nginx", "postgres"))
    yield bench.ratio_row(
        "whole journey, 16 connections", [(a["answers"] / steps / a["seconds"], b["rate"]) for a, b in pairs],
        0.6, "journeys/s", note=f"{steps} requests; CPU ms web {web:.2f} nginx {nginx:.2f} postgres "
        f"{postgres:.2f}; under pgbench {middle(b['cpu'] for _, b in pairs):.2f}")


def proportional(pid):
    with open(f"/proc/{pid}/smaps_rollup") as f:
        return int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M)[1]) / 1024


def signed_in(service, database="soundings"):
    """A lead consultant who just typed a code; the cookie."""
    token = os.urandom(32)
    proof = hashlib.sha256(token).digest()
    service.sql(f"""SET session_replication_role = replica; SET search_path = soundings;
WITH p AS (INSERT INTO person (email, name) VALUES ('{proof.hex()[:12]}@bench.example', 'Lee Lead') RETURNING id),
m AS (INSERT INTO membership SELECT f.id, p.id, 'lead' FROM firm f, p WHERE f.operator)
INSERT INTO session (hash, person, full_at, code_at) SELECT '\\x{hashlib.sha256(proof).hexdigest()}', id, now(), now() FROM p""", database)
    return "Cookie: session=" + base64.urlsafe_b64encode(token).decode().rstrip("=")


def consultants_pages(service):
    """Every page of a lead consultant of the demonstration, and what it draws."""
    response = service.sql("SELECT id FROM soundings.response WHERE pool = 'included' ORDER BY submitted_at, id LIMIT 1")
    code = service.sql("SELECT code FROM soundings.firm WHERE NOT operator AND merged_into IS NULL ORDER BY id LIMIT 1")
    snapshot = service.sql("SELECT max(id) FROM soundings.snapshot")
    pages = ["/review", f"/review/responses?form={KAM}", f"/review/responses/{response}",
             f"/review/responses/{response}/identity", f"/review/unflagged?form={KAM}", f"/review/words/{KAM}",
             f"/review/flow?form={KAM}", "/review/firms", f"/review/firms/{code}", f"/review/firms/{code}/identity",
             "/review/snapshots", f"/review/snapshots/{snapshot}", f"/review/snapshots/{snapshot}/firms",
             f"/review/benchmarks/{KAM}", "/me", "/me/code", "/me/sessions", "/review/people", "/review/audit",
             "/review/exports", "/review/exports/firms", "/review/people-data"]
    return pages, [f"/review/benchmarks/{KAM}.pdf", f"/review/benchmarks/{KAM}.xlsx"]


def visit_all(bench, service, with_pdf):
    """Every page, until each of the workers must have shown it."""
    session = signed_in(service)
    pages, papers = consultants_pages(service)
    token = service.tokens("form", KAM, 1, 1)[0]
    response = service.sql("SELECT id FROM soundings.response WHERE compared ORDER BY submitted_at, id LIMIT 1")
    report, receipt = (service.tokens(kind, response)[0] for kind in ("report", "receipt"))
    cookie = [f"Cookie: survey-{KAM}={token}.0"]
    slugs = [p.get("slug") or p["id"] for p in form_file(service, KAM)["pages"]]
    paths = ["/", f"/s/{KAM}", f"/s/{FEEDBACK}", f"/s/{KAM}/questions", f"/s/{KAM}/clear",
             "/privacy", "/accessibility", "/how-we-compare", "/healthz",
             f"/report/{report}", f"/receipt/{receipt}", f"/receipt/{receipt}/correct",
             f"/receipt/{receipt}/withdraw", f"/receipt/{receipt}/address", "/metrics", "/none"]
    paths += [f"/s/{KAM}/{slug}" for slug in slugs]
    if with_pdf:
        paths, pages = [f"/report/{report}.pdf"], papers
    visits = [(p, cookie) for p in paths] + [(p, [session]) for p in pages]
    known = [(p, has, service.get(p, has)[0]) for p, has in visits]
    for path, _, status in known:
        if status != {"/none": 404, f"/receipt/{receipt}/address": 409}.get(path, 200):
            raise RuntimeError(f"{path} gave {status}")
    file = write_requests(f"{bench.work}/all.req",
                          [[(service.request("GET", p, has), s)] for p, has, s in known])
    return service.load(service.port, CONNECTIONS, 4 if not bench.quick else 2, file, "again"), known


@line("memory")
def memory(bench):
    """Sixteen workers that have shown every page and hold the snapshot."""
    service = bench.web()
    service.restart_web()
    time.sleep(1)
    master = service.pid("web")
    got, known = visit_all(bench, service, False)
    workers = [pid for pid in family(master) if pid != master]
    idle = sum(1 for pid in workers if cpu(pid) < 0.02)
    total = sum(proportional(pid) for pid in family(master))
    yield bench.limit_row(f"memory of {len(workers)} workers and the master", total, 64, "MB PSS",
                          f"{len(known)} addresses, {got['answers']:,.0f} answers"
                          + (f"; {idle} workers hardly worked" if idle else ""))
    visit_all(bench, service, True)
    time.sleep(1) # what was under way when the load ended
    total = sum(proportional(pid) for pid in family(master))
    yield bench.limit_row("the same after each drew PDFs too", total, 64, "MB PSS")


@line("growth")
def growth(bench):
    """Growth of a worker over a million requests, replacement off."""
    service = bench.web()
    wanted = 100_000 if bench.quick else 1_000_000
    visit_all(bench, service, False)
    master = service.pid("web")
    token = service.tokens("form", KAM, 1, 1)[0]
    cookie = [f"Cookie: survey-{KAM}={token}.0"]
    saved = body_of([("id", token), ("page", "firm"), ("FM1", "law"), ("FM2", "25-49"), ("FM5", "uki")])
    file = write_requests(f"{bench.work}/grow.req", [
        *([(service.request("GET", path, cookie), 200)] for path in (f"/s/{KAM}", f"/s/{KAM}/firm", "/privacy")),
        [(service.request("POST", f"/s/{KAM}/firm", cookie, saved), 303)]])

    def sizes():
        out = {}
        for pid in family(master):
            with open(f"/proc/{pid}/smaps_rollup") as f:
                out[pid] = int(re.search(r"^Private_Dirty:\s+(\d+)", f.read(), re.M)[1]) / 1024
        return out
    service.load(service.port, CONNECTIONS, 2, file, "again")
    before, done, begun = sizes(), 0, time.monotonic()
    while done < wanted and time.monotonic() - begun < 600:
        got = service.load(service.port, CONNECTIONS, 5, file, "again")
        if got["wrong"]:
            raise RuntimeError(f"{got['wrong']} of {got['answers']} answers were not what was expected")
        done += got["answers"]
    if done < wanted:
        raise RuntimeError(f"only {done:,.0f} of {wanted:,} requests in ten minutes")
    after = sizes()
    worst = max(after[pid] - before[pid] for pid in after if pid in before)
    yield bench.limit_row("growth of a worker", worst, 1, "MB", f"{done:,.0f} requests, all {CONNECTIONS} workers")


@line("cli")
def cli(bench):
    """The command line's help."""
    service = bench.service
    took = []
    for _ in range(30):
        begun = time.perf_counter()
        service.run(f"{service.program}/soundings", "--help")
        took.append((time.perf_counter() - begun) * 1000)
    yield bench.limit_row("soundings --help", middle(took), 20, "ms", "with starting a process from Python")
