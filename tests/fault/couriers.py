# SPDX-License-Identifier: ISC
"""What the tests of soundings-courier share: a relay that misbehaves, couriers
with fault points, and letters.  SOUNDINGS_TEST_... name the database; the first
two arguments of the program are BUILD_DIR and WORK_DIR."""
import atexit
import email
import email.policy
import json
import os
import signal
import subprocess
import sys
import time
import uuid

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD, WORK = sys.argv[1], sys.argv[2]
counts = {True: 0, False: 0}
responses = []


def report(name, ok, detail=""):
    counts[bool(ok)] += 1
    print(("ok    " if ok else "FAILED") + " " + name + ("" if ok else ": %s" % (detail,)), flush=True)


def sql(text):
    out = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1",
                          "-d", os.environ["SOUNDINGS_TEST_ADMIN"]],
                         input="SET search_path = soundings;\n" + text,
                         capture_output=True, text=True)
    if out.returncode != 0:
        raise RuntimeError(out.stderr)
    return [line.split("\t") for line in out.stdout.splitlines()]


class Relay:
    number = 0

    def __init__(self, *args, port=0):
        Relay.number += 1
        self.dir = os.path.join(WORK, "relay%d" % Relay.number)
        os.makedirs(self.dir)
        self.process = subprocess.Popen([sys.executable, os.path.join(HERE, "smtp_sink.py"),
                                         self.dir, "--port", str(port), *args])
        atexit.register(self.process.kill)
        for _ in range(250):
            if os.path.exists(os.path.join(self.dir, "port")):
                break
            time.sleep(0.02)
        self.port = int(open(os.path.join(self.dir, "port")).read())

    def rules(self, *rules):
        with open(os.path.join(self.dir, "rules.new"), "w") as f:
            json.dump(rules, f)
        os.replace(os.path.join(self.dir, "rules.new"), os.path.join(self.dir, "rules.json"))

    def messages(self):
        notes = [json.loads(line) for line in open(os.path.join(self.dir, "log.jsonl"))]
        return [note for note in notes if note["event"] == "message"]

    def copies(self, letter):
        return [note for note in self.messages() if letter in (note["id"] or "")]

    def mail(self, note):
        with open(os.path.join(self.dir, note["file"]), "rb") as f:
            return email.message_from_bytes(f.read(), policy=email.policy.default)

    def transcript(self):
        return open(os.path.join(self.dir, "transcript")).read()

    def close(self):
        self.process.terminate()
        self.process.wait()


def config(port, tls="none", **more):
    path = os.path.join(WORK, "courier%d.conf" % port)
    keys = os.path.join(WORK, "link.keys")
    if not os.path.exists(keys):
        with open(os.open(keys, os.O_WRONLY | os.O_CREAT, 0o600), "w") as f:
            f.write("1 " + "5a" * 32 + "\n")
    settings = {"database_courier": os.environ["SOUNDINGS_TEST_COURIER"],
                "database_operator": os.environ["SOUNDINGS_TEST_OPERATOR"],
                "require_durable": "no", "key_file": keys, "base_url": "https://survey.soundings.example",
                "mail_from": "survey@soundings.example", "mail_name": "Soundings",
                "operator_name": "Longshore and Vane, consultants",
                "operator_contact": "help@soundings.example",
                "smtp_host": "127.0.0.1", "smtp_port": str(port), "smtp_tls": tls,
                "smtp_seconds": "4", **more}
    with open(path, "w") as f:
        f.writelines("%s = %s\n" % pair for pair in settings.items())
    return path


class Courier:
    number = 0

    def __init__(self, conf, *args, fault=""):
        Courier.number += 1
        self.log = os.path.join(WORK, "courier%d.log" % Courier.number)
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "soundings-courier"), "--config", conf, *args],
            stderr=open(self.log, "w"), stdin=subprocess.DEVNULL,
            env={**os.environ, "SOUNDINGS_FAULT": fault})
        atexit.register(self.process.kill)

    def wait(self, seconds=30):
        return self.process.wait(seconds)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def words(self):
        return open(self.log).read()

    def until_stopped(self):
        for _ in range(500):
            stat = open("/proc/%d/stat" % self.process.pid).read()
            if stat.rpartition(")")[2].split()[0] == "T":
                return True
            time.sleep(0.02)
        return False


def once(conf, **more):
    courier = Courier(conf, "--once", **more)
    courier.wait()
    return courier


def object_of_letters():
    """A response that letters are about by default; confirmed, so that none is held."""
    new = str(uuid.uuid4())
    sql("""INSERT INTO response (owner, id, form, version, language, wave, answers, raw, scores,
           consent, source, body_hash, confirmed_at)
           SELECT owner, '%s', form, version, 'en', 2026, '{}', '', '{}', true, 'web', '', now()
           FROM form_version LIMIT 1""" % new)
    responses.append(new)


def letter(address="you@there.example", kind="report", about=None):
    new = str(uuid.uuid4())
    sql("""INSERT INTO letter (owner, id, kind, object, address)
           SELECT owner, '%s', '%s', '%s', '%s' FROM form_version LIMIT 1"""
        % (new, kind, about or responses[0], address))
    return new


def row(letter_id):
    names = "state tries doubts attempt reply leased".split()
    got = sql("""SELECT state, tries, doubts, attempt, coalesce(relay_reply, ''), lease_until IS NOT NULL
                 FROM letter WHERE id = '%s'""" % letter_id)[0]
    return dict(zip(names, got))


def until(letter_id, state, seconds=8):
    for _ in range(int(seconds * 20)):
        got = row(letter_id)
        if got["state"] == state:
            return got
        time.sleep(0.05)
    return row(letter_id)


def lease_ends():
    sql("UPDATE letter SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL")


def due_now():
    sql("UPDATE letter SET due_at = now() WHERE state = 'due'")


def clear():
    sql("DELETE FROM letter; DELETE FROM suppression")


def run(*tests):
    """Each of them, then the last line; the program's end."""
    for test in tests:
        try:
            test()
        except Exception as problem:
            report(test.__name__, False, repr(problem))
            clear()
    print("%d passed, %d failed, 0 skipped" % (counts[True], counts[False]))
    sys.exit(counts[False] > 0)
