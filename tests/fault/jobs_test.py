#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""What takes soundings-courier long, beside its letters: snapshots that
consultants asked for, and retention.

usage (within tests/db/with-postgres): jobs_test.py BUILD_DIR WORK_DIR
Letters leave meanwhile, what a process died over is taken up again, nothing is
done twice and no process is left behind.  Prints one line a case and, last,
'N passed, N failed, N skipped'."""
import os
import re
import signal
import subprocess
import time

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SERVER = "host=%s user=postgres dbname=" % os.environ["SOUNDINGS_TEST_HOST"]


def psql(database, *args):
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", SERVER + database, *args], check=True,
                   stdout=subprocess.DEVNULL)


psql("postgres", "-c", "CREATE DATABASE jobs TEMPLATE soundings_template")
psql("jobs", "-f", SOURCE + "/sql/roles.sql")
with open(SOURCE + "/forms/kam-preparedness.json") as f:
    psql("jobs", "-v", "content=" + f.read(), "-f", SOURCE + "/tests/db/benchmark_world.sql")
for login in ("ADMIN", "COURIER", "OPERATOR"):
    os.environ["SOUNDINGS_TEST_" + login] = os.environ["SOUNDINGS_TEST_" + login].replace("dbname=soundings", "dbname=jobs")

from couriers import BUILD, Courier, Relay, clear, config, letter, once, report, run, sql, until  # noqa: E402

LONG = 30  # seconds that a paused job takes, if nobody ends it


def ask(kind="build", snapshot="NULL"):
    return sql("""INSERT INTO snapshot_request (owner, kind, form, snapshot, person, asked_by)
                  SELECT f.owner, '%s', f.id, %s, p.id, p.email FROM form f, person p RETURNING id"""
               % (kind, snapshot))[0][0]


def request(one):
    names = "state attempt deaths answer snapshot".split()
    return dict(zip(names, sql("""SELECT state, attempt, deaths, coalesce(answer, ''), coalesce(snapshot, 0)
                                  FROM snapshot_request WHERE id = '%s'""" % one)[0]))


def becomes(one, state, seconds=15):
    for _ in range(seconds * 20):
        if request(one)["state"] == state:
            break
        time.sleep(0.05)
    return request(one)


def snapshots():
    return int(sql("SELECT count(*) FROM snapshot")[0][0])


def said(courier, words, times=1, seconds=15):
    for _ in range(seconds * 50):
        if len(re.findall(words, courier.words())) >= times:
            return True
        time.sleep(0.02)
    return False


def helper_of(courier):
    """The process beside the letters; 0: none."""
    with open("/proc/%d/task/%d/children" % (courier.process.pid, courier.process.pid)) as f:
        pids = f.read().split()
    return int(pids[0]) if pids else 0


def lives(pid):
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def gone(pid, seconds=3):
    for _ in range(seconds * 50):
        if not lives(pid):
            return True
        time.sleep(0.02)
    return False


def resume_letter():
    return letter(kind="resume", about=DRAFT)


def beside(relay, what, fault, one):
    """A letter that falls due while the other process stands still."""
    courier = Courier(config(relay.port), fault="%s=delay:%d" % (fault, LONG * 1000))
    held = said(courier, "point=" + fault)
    begun = time.monotonic()
    mail = resume_letter()
    got = until(mail, "sent")
    took = time.monotonic() - begun
    report("a letter leaves within two seconds " + what, held and got["state"] == "sent" and took < 2
           and (one is None or request(one)["state"] == "working"), (held, got, took, courier.words()[-800:]))
    return courier


def test_letters_do_not_wait():
    relay = Relay()
    one = ask()
    courier = beside(relay, "of falling due while a pool is counted", "bench.collected", one)
    report("SIGTERM lets the count come to its end", courier.stop() == 0 and request(one)["state"] == "done"
           and request(one)["deaths"] == "0", (request(one), courier.words()[-800:]))
    two = ask("propose", request(one)["snapshot"])
    courier = beside(relay, "while a snapshot is audited", "snapshot.audited", two)
    courier.stop()
    report("and the proposal to its end", request(two)["state"] == "done" and
           sql("SELECT state FROM snapshot WHERE id = %s" % request(one)["snapshot"]) == [["proposed"]], request(two))
    courier = beside(relay, "while what is past its time is deleted", "courier.chores", None)
    courier.stop()
    relay.close()
    clear()


def test_killed_helper():
    relay = Relay()
    before = snapshots()
    courier = Courier(config(relay.port), fault="bench.collected#1=delay:2000")
    one = ask()
    said(courier, "point=bench.collected")
    helper = helper_of(courier)
    os.kill(helper, signal.SIGKILL)
    got = becomes(one, "done")
    report("kill -9 in the middle of a count: it is taken up again, and counted once",
           got["state"] == "done" and got["attempt"] == "2" and got["deaths"] == "1" and snapshots() == before + 1
           and sql("SELECT state FROM snapshot WHERE id = " + got["snapshot"]) == [["built"]], (got, courier.words()))
    report("by a new process, which the log tells", helper_of(courier) not in (0, helper)
           and said(courier, "worker.died what=courier-jobs") and said(courier, "snapshot.again"), courier.words())
    courier.stop()
    courier = Courier(config(relay.port), fault="bench.collected#1=delay:2000")
    two = ask()
    said(courier, "point=bench.collected")
    sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'soundings-courier-build'")
    got = becomes(two, "done")
    report("so is one whose database session was cut", got["state"] == "done" and got["deaths"] == "1"
           and snapshots() == before + 2, (got, courier.words()[-800:]))
    courier.stop()
    courier = Courier(config(relay.port), fault="snapshot.taken=crash")
    three = ask()
    got = becomes(three, "failed")
    mail = resume_letter()
    report("what kills three processes has failed, and letters go on",
           got["state"] == "failed" and got["attempt"] == "3" and said(courier, "snapshot.failed")
           and until(mail, "sent")["state"] == "sent" and lives(courier.process.pid), (got, courier.words()[-800:]))
    courier.stop()
    relay.close()
    clear()


def test_killed_courier():
    relay = Relay()
    before = snapshots()
    courier = Courier(config(relay.port), fault="bench.collected=delay:%d" % (LONG * 1000))
    one = ask()
    said(courier, "point=bench.collected")
    helper = helper_of(courier)
    courier.process.kill()
    courier.wait()
    report("kill -9 of the courier leaves no process behind", helper and gone(helper))
    report("and what was worked on to the next", request(one)["state"] == "working" and snapshots() == before)
    once(config(relay.port))
    got = request(one)
    report("which does it", got["state"] == "done" and got["deaths"] == "1" and snapshots() == before + 1, got)
    relay.close()
    clear()


def test_end():
    relay = Relay()
    before = snapshots()
    courier = Courier(config(relay.port), fault="bench.collected=stop")
    one = ask()
    said(courier, "point=bench.collected")
    helper, begun = helper_of(courier), time.monotonic()
    code = courier.stop()
    took = time.monotonic() - begun
    got = request(one)
    report("SIGTERM breaks off what takes longer than ten seconds", code == 0 and 9 < took < 15 and gone(helper), (code, took))
    report("which waits for the next courier, and counts against nobody",
           got["state"] == "waiting" and got["deaths"] == "0" and snapshots() == before, got)
    courier = Courier(config(relay.port))
    report("which does it", becomes(one, "done")["attempt"] == "2" and snapshots() == before + 1, request(one))
    said(courier, "started")
    helper = helper_of(courier)
    courier.process.send_signal(signal.SIGHUP)
    report("SIGHUP: the helper makes room for one with the new settings", gone(helper)
           and said(courier, "courier.chores", 2) and helper_of(courier) not in (0, helper), courier.words())
    helper = helper_of(courier)
    courier.stop()
    report("an idle one ends with the courier", gone(helper, 1))
    relay.close()
    clear()


def test_two_couriers():
    relay = Relay()
    before = snapshots()
    couriers = [Courier(config(relay.port), fault="bench.collected=delay:2500") for _ in range(2)]
    for courier in couriers:
        said(courier, "courier.chores")
    one = ask()
    got = becomes(one, "done")
    taken = sum("snapshot.taken" in courier.words() for courier in couriers)
    report("of two couriers one counts", got["state"] == "done" and got["attempt"] == "1" and taken == 1
           and snapshots() == before + 1, (got, taken))
    # What the first backend of a dead process may still hold, for a moment.
    held = subprocess.Popen(["psql", "-X", "-q", "-d", os.environ["SOUNDINGS_TEST_ADMIN"], "-c",
                             "SELECT pg_advisory_lock(hashtextextended('soundings.snapshot ' || id, 0)), pg_sleep(3)"
                             " FROM soundings.form"], stdout=subprocess.DEVNULL)
    while sql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid IN (SELECT pid FROM pg_stat_activity"
              " WHERE query LIKE '%pg_sleep(3)%')") != [["1"]]:
        time.sleep(0.05)
    two = ask()
    report("a count beside another one is refused", becomes(two, "refused")["answer"] == "busy", request(two))
    three = ask()
    sql("UPDATE snapshot_request SET state = 'working', attempt = 1 WHERE id = '%s'" % three)
    report("but one that was broken off waits for the end of that", held.poll() is None
           and becomes(three, "done")["attempt"] > "2", request(three))
    held.wait()
    for courier in couriers:
        courier.stop()
    relay.close()
    clear()


def doctor(conf):
    out = subprocess.run([os.path.join(BUILD, "soundings"), "doctor", "--config", conf], capture_output=True, text=True).stdout
    return dict(re.findall(r"^\w+ +(courier|jobs) +(.*)$", out, re.M))


def test_doctor():
    relay = Relay()
    conf = config(relay.port)
    told = doctor(conf)
    report("doctor sees that none runs", told["courier"].startswith("none") and told["jobs"].startswith("no courier's"), told)
    courier = Courier(conf, fault="bench.collected=delay:3000")
    said(courier, "courier.chores")
    told = doctor(conf)
    report("that one does, with its helper", told == {"courier": "1 running", "jobs": "1 running, 0 waiting"}, told)
    one = ask()
    said(courier, "point=bench.collected")
    told = doctor(conf)
    report("and what that is at", told["jobs"] == "at a snapshot for 0 minutes, 0 waiting", told)
    becomes(one, "done")
    courier.stop()
    relay.close()
    clear()


sql("INSERT INTO person (email, name) VALUES ('ann@operator.example', 'Ann')")
sql("""INSERT INTO membership (firm, person, role)
       SELECT operator_firm(), id, 'consultant' FROM person""")
DRAFT = sql("""INSERT INTO draft (owner, id, form, version, language)
               SELECT owner, gen_random_uuid(), form, version, 'en' FROM form_version RETURNING id""")[0][0]
run(test_letters_do_not_wait, test_killed_helper, test_killed_courier, test_end, test_two_couriers, test_doctor)
