#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""mailer/smtp against a relay that misbehaves: smtp_test.py BUILD_DIR WORK_DIR

Prints one line a case and, last, 'N passed, N failed, N skipped'."""
import atexit
import json
import os
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD, WORK = sys.argv[1], sys.argv[2]
PROBE = os.path.join(BUILD, "tests/fault/smtp_probe")
passed = failed = 0


def report(name, ok, detail=""):
    global passed, failed
    passed, failed = passed + ok, failed + (not ok)
    print(("ok    " if ok else "FAILED") + " " + name + ("" if ok else ": " + detail), flush=True)


class Relay:
    number = 0

    def __init__(self, *args):
        Relay.number += 1
        self.dir = os.path.join(WORK, "relay%d" % Relay.number)
        os.makedirs(self.dir)
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "smtp_sink.py"), self.dir, *args])
        atexit.register(self.process.kill)
        for _ in range(200):
            if os.path.exists(os.path.join(self.dir, "port")):
                break
            time.sleep(0.02)
        self.port = int(open(os.path.join(self.dir, "port")).read())

    def rules(self, *rules):
        with open(os.path.join(self.dir, "rules.new"), "w") as f:
            json.dump(rules, f)
        os.replace(os.path.join(self.dir, "rules.new"), os.path.join(self.dir, "rules.json"))

    def transcript(self):
        return open(os.path.join(self.dir, "transcript")).read()

    def log(self):
        return [json.loads(line) for line in open(os.path.join(self.dir, "log.jsonl"))]

    def messages(self):
        return [note for note in self.log() if note["event"] == "message"]

    def close(self):
        self.process.terminate()
        self.process.wait()


def probe(relay, to="you@there.example", tls="none", ca="-", user="-", password="x",
          host="127.0.0.1", seconds=5, count=1, unasked=False, env=None, port=None,
          sender="me@here.example"):
    args = [PROBE, host, str(port or relay.port), tls, ca, user, password, str(seconds),
            sender, to, str(count)] + (["no"] if unasked else [])
    out = subprocess.run(args, capture_output=True, text=True, timeout=60,
                         env={**os.environ, **(env or {})})
    return out.stdout.strip().split("\n")


def certificates():
    """An authority, a certificate for this machine and one for another."""
    def run(*args):
        subprocess.run(["openssl", *args], cwd=WORK, check=True, capture_output=True)
    run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test authority")
    for name, host in (("good", "IP:127.0.0.1,DNS:localhost"), ("other", "DNS:mail.elsewhere.example")):
        run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
            "-keyout", name + ".key", "-out", name + ".csr", "-subj", "/CN=relay")
        with open(os.path.join(WORK, name + ".ext"), "w") as f:
            f.write("subjectAltName=" + host + "\n")
        run("x509", "-req", "-in", name + ".csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", name + ".pem", "-days", "2", "-extfile", name + ".ext")


# What the relay does, and how the message must end.
OUTCOMES = [
    ("connect", "554 5.3.2 no service", "unreachable 554"),
    ("connect", "421 4.3.2 not now", "unreachable 421"),
    ("connect", "drop", "unreachable 0"),
    ("connect", "stall", "unreachable 0"),
    ("ehlo", "550 5.7.1 go away", "unreachable 550"),
    ("ehlo", "drop", "unreachable 0"),
    ("mail", "451 4.7.1 later", "retry 451"),
    ("mail", "550 5.7.1 sender refused", "refused 550"),
    ("mail", "421 4.3.2 closing", "retry 421"),
    ("mail", "530 5.7.0 sign in first", "unreachable 530"),
    ("mail", "drop", "retry 0"),
    ("rcpt", "450 4.2.1 greylisted", "retry 450"),
    ("rcpt", "550 5.1.1 no such box", "refused 550"),
    ("rcpt", "421 4.3.2 closing", "retry 421"),
    ("rcpt", "drop", "retry 0"),
    ("rcpt", "stall", "retry 0"),
    ("data", "451 4.3.0 disk", "retry 451"),
    ("data", "554 5.7.1 no", "refused 554"),
    ("data", "drop", "retry 0"),
    ("dot", "451 4.3.0 later", "retry 451"),
    ("dot", "554 5.6.0 spam", "refused 554"),
    ("dot", "421 4.3.2 closing", "retry 421"),
    ("dot", "drop", "ambiguous 354"),
    ("dot", "reset", "ambiguous 354"),
    ("dot", "stall", "ambiguous 354"),
]


def test_outcomes():
    relay = Relay()
    for at, do, want in OUTCOMES:
        relay.rules({"at": at, "do": do})
        got = probe(relay, seconds=2)[0]
        words = got.startswith(want) and (do[:3].isdigit() is False or do[4:] in got)
        report("at %s the relay does '%s': %s" % (at, do, want), words, got)
    relay.rules()
    # A long reply in two lines, with bytes that no log should show.
    relay.rules({"at": "rcpt", "do": "550-5.1.1 first\r\n550 5.1.1 \x07second"})
    got = probe(relay)[0]
    report("a reply of two lines becomes one clean line",
           got == "refused 550 550 5.1.1 first 5.1.1 second", got)
    relay.close()


def test_injection():
    relay = Relay()
    attacks = ["a@b.example>%0D%0ARCPT TO:<victim@c.example", "a@b.example%0D%0ARSET",
               "a@b.example%0ADATA", "<a@b.example>", "a b@c.example", "%0D%0A", "a" * 250 + "@b.example"]
    for attack in attacks:
        got = probe(relay, to=attack)[0]
        report("the address %.40s is not sent" % attack, got.startswith("refused 0"), got)
    got = probe(relay, to="you@there.example", sender="a@b.example>\r\nRCPT TO:<v@c.example")[0]
    report("nor such a sender", got.startswith("refused 0"), got)
    path = os.path.join(relay.dir, "transcript")
    seen = open(path).read()
    report("the relay never saw one of them", seen == "" and relay.messages() == [], seen)
    relay.close()


def test_reuse():
    relay = Relay()
    got = probe(relay, count=230)
    connects = sum(note["event"] == "connect" for note in relay.log())
    report("230 messages go over three connections",
           all(line.startswith("accepted") for line in got) and connects == 3,
           "%d lines, %d connections" % (len(got), connects))
    notes = relay.messages()
    report("each arrives once with whole lines",
           len({note["id"] for note in notes}) == 230 and not any(note["bare"] for note in notes))
    ends = {open(os.path.join(relay.dir, note["file"]), "rb").read()[-17:] for note in notes}
    report("lines of one dot arrive as they were, and end nothing",
           ends == {b"\r\n.\r\n..\r\n.\r\nQUIT\r\n"[-17:]} and "501" not in relay.transcript(), str(ends))
    relay.rules({"at": "mail", "do": "421 4.4.2 idle too long", "times": 1})
    got = probe(relay, count=2)
    report("a first message told 421 may be tried again", got[0].startswith("retry 421"), str(got))
    relay.close()


def test_early_answers():
    """Answers that nobody asked for must not count as the next one."""
    for at in ("mail", "rcpt"):
        relay = Relay()
        relay.rules({"at": at, "do": "250 2.0.0 ok\r\n250 2.0.0 ok"})
        got = probe(relay)[0]
        report("at %s the relay answers twice: not sent" % at, got.startswith("retry") and not relay.messages(), got)
        relay.close()
    relay = Relay()
    relay.rules({"at": "data", "do": "354 go on\r\n250 2.0.0 taken as nothing"})
    got = probe(relay)[0]
    report("a letter acknowledged before it is sent is not sent", got.startswith("retry"), got)
    relay.close()


def test_fence():
    relay = Relay()
    got = probe(relay, unasked=True)[0]
    time.sleep(0.2)
    report("a message that may not go is broken off after 354",
           got.startswith("abandoned 354") and relay.messages() == [], got)
    relay.close()


def test_trust():
    ca = os.path.join(WORK, "ca.pem")
    pair = lambda name: ["--cert", os.path.join(WORK, name + ".pem"), "--key", os.path.join(WORK, name + ".key")]
    good = Relay("--tls", "starttls", *pair("good"))
    report("STARTTLS with a good certificate", probe(good, tls="starttls", ca=ca)[0].startswith("accepted 250"))
    got = probe(good, tls="starttls")[0]
    report("an authority that is not ours is not trusted",
           got.startswith("untrusted") and "held: mail server not trusted" in got, got)
    good.rules({"at": "starttls", "do": "454 4.7.0 not now"})
    got = probe(good, tls="starttls", ca=ca)[0]
    report("STARTTLS refused: no plain text instead", got.startswith("untrusted"), got)
    good.close()
    other = Relay("--tls", "starttls", *pair("other"))
    got = probe(other, tls="starttls", ca=ca)[0]
    report("a certificate for another host is not trusted", got.startswith("untrusted"), got)
    report("and nothing was said in the open",
           "MAIL" not in other.transcript() and other.messages() == [], other.transcript())
    other.close()
    plain = Relay()
    got = probe(plain, tls="starttls", ca=ca)[0]
    report("no STARTTLS offered: held", got.startswith("untrusted") and "offers no TLS" in got, got)
    report("and no MAIL was said", "MAIL" not in plain.transcript())
    got = probe(plain, tls="tls", ca=ca, seconds=3)[0]
    report("TLS from the first byte against a plain port", got.split()[0] in ("untrusted", "unreachable"), got)
    plain.close()
    implicit = Relay("--tls", "tls", *pair("good"))
    report("TLS from the first byte", probe(implicit, tls="tls", ca=ca)[0].startswith("accepted 250"))
    implicit.close()
    login = Relay("--tls", "starttls", "--auth", "svc:s3cret", *pair("good"))
    report("a login", probe(login, tls="starttls", ca=ca, user="svc", password="s3cret")[0].startswith("accepted"))
    got = probe(login, tls="starttls", ca=ca, user="svc", password="wrong")[0]
    report("a wrong password is the relay's trouble", got.startswith("unreachable 535"), got)
    got = probe(login, tls="starttls", ca=ca)[0]
    report("no login where one is wanted likewise", got.startswith("unreachable 530"), got)
    netrc = os.path.join(WORK, "home")
    os.makedirs(netrc)
    with open(os.path.join(netrc, ".netrc"), "w") as f:
        f.write("machine 127.0.0.1 login svc password s3cret\n")
    got = probe(login, tls="starttls", ca=ca, env={"HOME": netrc})[0]
    report("a .netrc is not read", got.startswith("unreachable 530"), got)
    got = probe(login, tls="starttls", ca=ca, user="svc", password="s3cret",
                env={"all_proxy": "http://127.0.0.1:1", "ALL_PROXY": "http://127.0.0.1:1"})[0]
    report("a proxy of the environment is not used", got.startswith("accepted"), got)
    login.close()


def test_utf8():
    relay = Relay()
    got = probe(relay, to="j\u00f6rg@there.example")[0]
    report("an address beyond ASCII waits for SMTPUTF8",
           got.startswith("refused") and "SMTPUTF8" in got and "RCPT" not in relay.transcript(), got)
    got = probe(relay, to="joerg@there.example")[0]
    report("another goes through", got.startswith("accepted"), got)
    relay.close()
    relay = Relay("--smtputf8")
    got = probe(relay, to="j\u00f6rg@there.example", count=2)
    report("a relay with SMTPUTF8 gets it, and is told so",
           all(line.startswith("accepted") for line in got) and "SMTPUTF8" in relay.transcript(), str(got))
    relay.close()


def test_nobody():
    got = probe(None, port=1)[0]
    report("nobody listens", got.startswith("unreachable 0"), got)
    started = time.monotonic()
    got = probe(None, host="mail.invalid", port=25, tls="starttls", seconds=3)[0]
    report("no such host", got.startswith("unreachable 0") and time.monotonic() - started < 8, got)


certificates()
for test in (test_outcomes, test_injection, test_reuse, test_early_answers, test_fence, test_trust, test_utf8, test_nobody):
    test()
print("%d passed, %d failed, 0 skipped" % (passed, failed))
sys.exit(failed > 0)
