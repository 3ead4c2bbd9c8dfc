#!/usr/bin/python3
# SPDX-License-Identifier: ISC
"""serve.py BUILD [SOURCE]: the shipped site, a master and its workers, looked
at from outside.  Starts nginx with nginx/demonstration.conf.in over
tests/request/echo_server in a folder of its own; one line a check."""
import http.client
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback

build = os.path.abspath(sys.argv[1])
source = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else build)
checks = []
SECURITY = ["content-security-policy", "x-content-type-options"]


def check(test):
    checks.append(test)
    return test


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Site:
    """nginx and echo_server, as an unprivileged user when we are root."""

    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="snd-serve.")
        self.port = free_port()
        self.sock = self.dir + "/web.sock"
        self.log = self.dir + "/echo.log"
        for name in ("log", "nginx", "mail", "program"):
            os.mkdir(self.dir + "/" + name)
        shutil.copytree(source + "/nginx", self.dir + "/program/nginx")
        shutil.copytree(build + "/gen/static", self.dir + "/program/gen/static")
        shutil.copy(build + "/tests/request/echo_server", self.dir + "/program")
        with open(source + "/nginx/demonstration.conf.in") as f:
            conf = f.read()
        for key, value in (("STATE", self.dir), ("RUN", self.dir), ("PORT", str(self.port)),
                           ("PROGRAM", self.dir + "/program")):
            conf = conf.replace("@%s@" % key, value)
        with open(self.dir + "/nginx.conf", "w") as f:
            f.write(conf)
        self.as_user = {}
        if os.getuid() == 0:
            self.as_user = {"user": 65534, "group": 65534, "extra_groups": []}
            subprocess.run(["chown", "-R", "65534:65534", self.dir], check=True)

    def open(self, workers=3, requests=0):
        self.start_echo(workers, requests)
        nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.nginx = subprocess.Popen(
            [nginx, "-p", self.dir, "-c", self.dir + "/nginx.conf", "-e", self.dir + "/start.log"], **self.as_user)
        self.wait(lambda: self.get("/pid")[0] == 200)

    def start_echo(self, workers, requests):
        self.echo = subprocess.Popen(
            [self.dir + "/program/echo_server", self.sock, str(workers), str(requests)],
            stderr=open(self.log, "a"), cwd=self.dir, **self.as_user)

    def wait(self, what, seconds=5):
        end = time.time() + seconds
        while True:
            try:
                if what():
                    return
            except OSError:
                pass
            if time.time() > end:
                raise AssertionError("nothing within %d s" % seconds)
            time.sleep(0.02)

    def last_words(self):
        """What nginx and the workers said last, for who reads a failure."""
        for name in (self.dir + "/log/nginx-error.log", self.log):
            with open(name) as f:
                yield from f.readlines()[-8:]

    def close(self):
        for process in (self.nginx, self.echo):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in (self.nginx, self.echo):
            process.wait(10)
        shutil.rmtree(self.dir)

    def ask(self, method, path, body=None, headers=None, host="127.0.0.1"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=40)
        try:
            c.request(method, path, body, dict(headers or {}, Host=host))
            r = c.getresponse()
            return r.status, {k.lower(): v for k, v in r.getheaders()}, r.read().decode("utf-8", "replace")
        finally:
            c.close()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.port), 10) as s:
            s.sendall(data)
            out = b""
            while True:
                try:
                    piece = s.recv(65536)
                except ConnectionResetError:
                    break
                if not piece:
                    break
                out += piece
        return out.decode("latin-1")

    def logged(self):
        with open(self.log) as f:
            return f.read()


def field(body, name):
    found = re.search(r"^%s=\[(.*)\]$" % name, body, re.M)
    return found.group(1) if found else None


def our_page(answer, status, words):
    code, headers, body = answer
    assert code == status, (code, body[:200])
    assert words in body, body[:300]
    for name in SECURITY:
        assert name in headers, name
    assert "nginx" not in body and "nginx/" not in headers.get("server", "")
    return headers


@check
def what_the_program_uses_arrives_and_nothing_else(site):
    _, _, body = site.ask("POST", "/a%20b?x=1", "q=1&r=2", {
        "Cookie": "a=b", "Origin": "https://x.example", "Sec-Fetch-Site": "same-origin",
        "Accept-Language": "de", "Content-Type": "application/x-www-form-urlencoded", "Proxy": "evil"})
    assert field(body, "method") == "POST" and field(body, "uri") == "/a%20b?x=1"
    assert field(body, "cookie") == "a=b" and field(body, "origin") == "https://x.example"
    assert field(body, "site") == "same-origin" and field(body, "language") == "de"
    assert field(body, "bytes") == "7" and field(body, "address") == "127.0.0.1"
    assert re.fullmatch("[0-9a-f]{32}", field(body, "request"))


@check
def a_chunked_body_has_a_length_when_it_arrives(site):
    answer = site.raw(b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
                      b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n")
    assert "bytes=[7]" in answer, answer


@check
def smuggling_attempts_are_refused(site):
    both = site.raw(b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n"
                    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n")
    assert " 400 " in both.split("\r\n")[0], both[:80]
    two = site.raw(b"POST /x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4\r\n"
                   b"Content-Length: 5\r\nConnection: close\r\n\r\nabcd")
    assert " 400 " in two.split("\r\n")[0], two[:80]
    nul = site.raw(b"GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=\0b\r\nConnection: close\r\n\r\n")
    assert " 400 " in nul.split("\r\n")[0], nul[:80]


@check
def a_body_over_the_limit_gets_our_page(site):
    our_page(site.ask("POST", "/x", "x" * (1024 * 1024 + 1)), 413, "go back one page")
    assert field(site.ask("POST", "/x", "x" * (1024 * 1024))[2], "bytes") == str(1024 * 1024)


@check
def an_overlong_address_gets_our_page(site):
    our_page(site.get("/" + "x" * 9000), 400, "could not read that request")


@check
def a_file_that_is_not_there_gets_our_page(site):
    our_page(site.get("/static/nothing.css"), 404, "no page at this address")
    our_page(site.get("/static/"), 404, "no page at this address")
    our_page(site.get("/static/errors/unavailable.html"), 404, "no page at this address")


@check
def the_programs_own_errors_pass_unchanged(site):
    status, _, body = site.get("/refused")
    assert status == 503 and field(body, "uri") == "/refused"


@check
def an_accel_header_of_the_program_is_not_obeyed(site):
    status, _, body = site.get("/redirect-trick")
    assert status == 200 and field(body, "uri") == "/redirect-trick"


@check
def static_files_keep_for_ever_and_travel_compressed(site):
    name = [n for n in os.listdir(build + "/gen/static") if n.endswith(".css")][0]
    status, headers, _ = site.get("/static/" + name, headers={"Accept-Encoding": "gzip"})
    assert status == 200 and headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"] and headers["content-type"].startswith("text/css")
    assert headers["x-content-type-options"] == "nosniff"


@check
def a_host_that_is_not_ours_is_told_nothing(site):
    assert site.raw(b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n") == ""


@check
def the_access_log_holds_no_address(site):
    site.get("/receipt/SECRETTOKEN?also=SECRETTOKEN")
    time.sleep(0.1)
    for name in os.listdir(site.dir + "/log"):
        with open(site.dir + "/log/" + name) as f:
            assert "SECRET" not in f.read(), name


@check
def a_worker_that_crashes_costs_one_request_and_is_replaced_within_100_ms(site):
    headers = our_page(site.get("/crash"), 503, "counted once")
    assert headers["retry-after"] == "60"
    pids = set()
    start = time.time()
    while len(pids) < 1 or time.time() - start < 0.3:
        pids.add(field(site.get("/pid")[2], "pid"))
    times = re.findall(r"T\d\d:\d\d:(\S+)Z .* worker\.(died|started)", site.logged())
    died = [i for i, t in enumerate(times) if t[1] == "died"][-1]
    assert float(times[died + 1][0]) - float(times[died][0]) <= 0.1, times[died:]


@check
def a_worker_that_hangs_is_killed_and_others_serve(site):
    answers = []
    hung = threading.Thread(target=lambda: answers.append(site.get("/hang")))
    hung.start()
    time.sleep(0.2)
    assert site.get("/pid")[0] == 200
    hung.join(10)
    our_page(answers[0], 503, "counted once")
    site.wait(lambda: "killed by the watchdog" in site.logged())


def stream(site, path, most=None):
    """Status, bytes, and whether it ended as it should; most: leave after so many."""
    c = http.client.HTTPConnection("127.0.0.1", site.port, timeout=40)
    try:
        c.request("GET", path)
        r = c.getresponse()
        assert r.getheader("content-length") is None or r.status != 200, r.getheaders()
        got = 0
        while True:
            piece = r.read(65536)
            got += len(piece)
            if not piece or (most and got >= most):
                return r.status, got, not most
    except (http.client.IncompleteRead, ConnectionResetError) as e:
        return r.status, got + len(getattr(e, "partial", b"")), False
    finally:
        c.close()


def peak_of_workers(site):
    peak = 0
    for pid in os.listdir("/proc"):
        try:
            with open("/proc/%s/cmdline" % pid) as f:
                if site.dir + "/program/echo_server" not in f.read():
                    continue
            with open("/proc/%s/status" % pid) as f:
                peak = max(peak, int(re.search(r"VmHWM:\s+(\d+)", f.read()).group(1)))
        except (OSError, AttributeError):
            continue
    return peak


@check
def a_long_reply_arrives_whole_and_takes_no_memory(site):
    before = peak_of_workers(site)
    assert stream(site, "/stream") == (200, 1600 * 65536, True)
    assert peak_of_workers(site) < before + 2048, (before, peak_of_workers(site))


@check
def a_long_reply_that_breaks_off_is_told_from_a_whole_one(site):
    status, got, whole = stream(site, "/stream-broken")
    assert status == 200 and got <= 800 * 65536 and not whole, (status, got, whole)
    assert site.get("/pid")[0] == 200


@check
def a_long_reply_that_never_begins_is_an_error_page(site):
    assert site.get("/stream-never")[0] == 503
    assert stream(site, "/stream-empty") == (200, 0, True)


@check
def a_long_reply_that_goes_on_outlives_the_deadline(site):
    assert stream(site, "/stream-slow") == (200, 12 * 65536, True)


@check
def a_reader_who_leaves_frees_the_worker(site):
    died = site.logged().count("worker.died")
    for _ in range(6):
        stream(site, "/stream", 200000)
    site.wait(lambda: all(site.get("/pid")[0] == 200 for _ in range(12)))
    assert site.logged().count("worker.died") == died


@check
def one_connection_alone_meets_one_warm_worker(site):
    time.sleep(0.1)
    pids = [field(site.get("/pid")[2], "pid") for _ in range(40)]
    # Not all: one may come while that worker is on its way back to sleep.
    assert max(pids.count(p) for p in pids) >= 30, pids


def children(pid):
    with open("/proc/%d/task/%d/children" % (pid, pid)) as f:
        return f.read().split()


def load(site, seconds, during):
    """Four clients ask all the time; what they saw that was not 200."""
    wrong, asked, stop = [], [0], threading.Event()

    def client():
        while not stop.is_set():
            try:
                status, _, _ = site.get("/pid")
                asked[0] += 1
                if status != 200:
                    wrong.append(status)
            except OSError as problem:
                wrong.append(problem)

    clients = [threading.Thread(target=client) for _ in range(4)]
    for c in clients:
        c.start()
    until = time.time() + seconds
    while time.time() < until:
        during()
    stop.set()
    for c in clients:
        c.join()
    assert asked[0] > 100, asked
    return wrong


@check
def reloading_under_load_fails_no_request(site):
    def reload():
        site.echo.send_signal(signal.SIGHUP)
        time.sleep(0.05)

    wrong = load(site, 3, reload)
    assert wrong == [], wrong[:5]
    assert site.logged().count(" reloaded ") >= 5, site.logged().count(" reloaded ")
    assert site.echo.poll() is None


@check
def a_reload_that_would_not_start_changes_nothing(site):
    open(site.sock + ".bad", "w").close()
    site.echo.send_signal(signal.SIGHUP)
    site.wait(lambda: "reload.refused" in site.logged())
    os.unlink(site.sock + ".bad")
    assert site.get("/pid")[0] == 200


@check
def a_second_server_does_not_take_over_the_socket(site):
    other = subprocess.run([site.dir + "/program/echo_server", site.sock, "1", "0"], stderr=subprocess.PIPE,
                           stdin=subprocess.DEVNULL, timeout=10, **site.as_user)
    assert other.returncode == 1 and b"another server answers" in other.stderr
    assert site.get("/pid")[0] == 200


@check
def sigterm_lets_the_request_under_way_finish(site):
    answers = []
    slow = threading.Thread(target=lambda: answers.append(site.get("/sleep")))
    slow.start()
    time.sleep(0.1)
    site.echo.send_signal(signal.SIGTERM)
    slow.join(5)
    assert answers[0][0] == 200, answers
    assert site.echo.wait(5) == 0 and not os.path.exists(site.sock)
    our_page(site.get("/pid"), 503, "counted once")
    site.start_echo(3, 0)
    site.wait(lambda: site.get("/pid")[0] == 200)


@check
def workers_end_with_a_master_that_was_killed(site):
    # All of them, for one that is left would answer in place of the next master's.
    site.wait(lambda: len(children(site.echo.pid)) == 3)
    pids = children(site.echo.pid)
    assert field(site.get("/pid")[2], "pid") in pids, pids
    site.echo.kill()
    site.echo.wait()
    site.wait(lambda: not any(os.path.exists("/proc/" + p) for p in pids))
    site.start_echo(3, 25)
    site.wait(lambda: site.get("/pid")[0] == 200)


@check
def workers_that_served_their_share_are_relieved_without_a_gap(site):
    before = site.logged().count("worker.died")
    wrong = load(site, 2, lambda: time.sleep(0.1))
    assert wrong == [], wrong[:5]
    assert site.logged().count("worker.ended") > 10
    assert site.logged().count("worker.died") == before


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
                line = traceback.extract_tb(problem.__traceback__)[-1].lineno
                print("FAIL %s: line %d: %s: %s" % (test.__name__.replace("_", " "), line,
                                                    type(problem).__name__, problem))
                print("".join("FAIL says: " + said for said in site.last_words()))
    finally:
        site.close()
    print("%d passed, %d failed" % (len(checks) - failed, failed))
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
