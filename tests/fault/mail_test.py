#!/usr/bin/env python3
# SPDX-License-Identifier: ISC
"""soundings-courier with a real database and a relay that misbehaves.

usage (within tests/db/with-postgres): mail_test.py BUILD_DIR WORK_DIR
Every letter must end in the right state, none may be lost, and a second copy
bears the first one's Message-ID.  Prints one line a case and, last,
'N passed, N failed, N skipped'."""
import json
import os
import re
import signal
import subprocess
import time
import uuid

from couriers import (BUILD, Courier, Relay, clear, config, due_now, lease_ends, letter, object_of_letters, once, report,
                      row, run, sql, until)


def test_arrival():
    relay = Relay()
    courier = Courier(config(relay.port))
    for _ in range(100):
        if "started" in courier.words():
            break
        time.sleep(0.05)
    started = time.monotonic()
    one = letter("lettice.moor@quillfeather.example")
    got = until(one, "sent")
    took = time.monotonic() - started
    report("a letter reaches the relay within two seconds", got["state"] == "sent" and took < 2, (got, took))
    note = relay.copies(one)[0]
    mail = relay.mail(note)
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    report("with a stable Message-ID, sender, recipient and subject",
           mail["Message-ID"] == "<%s@soundings.example>" % one and
           str(mail["From"]) == "Soundings <survey@soundings.example>" and
           str(mail["To"]) == "lettice.moor@quillfeather.example" and
           mail["Auto-Submitted"] == "auto-generated" and str(mail["Subject"]) == "Your preparedness report",
           mail.as_string()[:600])
    link = re.search(r"https://survey\.soundings\.example/report/[A-Za-z0-9_-]+", text)
    report("text and page lead to the same report", link and link.group(0) in html, text)
    report("no tracking, no line of the text over 78 columns",
           "<img" not in html and
           all(len(line) <= 78 or line.startswith("https://") for line in text.splitlines()), text)
    report("only whole lines were sent", not note["bare"] and note["longest"] <= 998)
    sql("""INSERT INTO draft (owner, id, form, version, language)
           SELECT owner, '7d0a1c7e-1111-4222-8333-444444444444', form, version, 'en' FROM form_version LIMIT 1""")
    two = letter(kind="resume", about="7d0a1c7e-1111-4222-8333-444444444444")
    until(two, "sent")
    mail = relay.mail(relay.copies(two)[0])
    report("a resume letter names the form and leads back to it",
           "Preparedness survey" in mail.get_body(("plain",)).get_content() and
           "/continue/" in mail.get_body(("html",)).get_content())
    three = letter(about=str(uuid.uuid4()))
    about = str(uuid.uuid4())
    sql("""INSERT INTO response (owner, id, form, version, language, wave, answers, raw, scores, consent, source,
           body_hash, confirmed_at, submitted_at)
           SELECT owner, '%s', form, version, 'en', 2026, '{}', '', '{}', true, 'web', '', now(), '2026-03-04 09:00+00'
           FROM form_version LIMIT 1""" % about)
    sql("""INSERT INTO response_question (owner, response, asked_by, question, reason, pool, revision)
           SELECT owner, id, 'ann@operator.example', 'Did you mean 40 <b>offices</b>, or 4 & no more?', 'odd', pool, revision
           FROM response WHERE id = '%s'""" % about)
    asked = letter("bea.stone@quillfeather.example", kind="question", about=about)
    until(asked, "sent")
    mail = relay.mail(relay.copies(asked)[0])
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    report("a question goes to the respondent in the consultant's words, about those answers",
           str(mail["To"]) == "bea.stone@quillfeather.example" and
           str(mail["Subject"]) == "A question about your answers" and
           "Did you mean 40 <b>offices</b>, or 4 & no more?" in text and
           "Did you mean 40 &lt;b&gt;offices&lt;/b&gt;, or 4 &amp; no more?" in html and
           "4 March 2026" in text and about in text and about in html and "ann@" not in text + html, text + html)
    link = re.search(r"https://survey\.soundings\.example/report/[A-Za-z0-9_-]+", text)
    report("and leads to their report", link and link.group(0) in html, text)
    sql("UPDATE response SET pool = 'withdrawn' WHERE id = '%s'" % about)
    gone = letter("bea.stone@quillfeather.example", kind="question", about=about)
    report("a question about withdrawn answers is not sent", until(gone, "cancelled")["state"] == "cancelled"
           and not relay.copies(gone))
    report("a letter about erased answers is not sent", until(three, "cancelled")["state"] == "cancelled"
           and not relay.copies(three))
    sql("""INSERT INTO person (email, name) VALUES ('rev@there.example', 'Rev'), ('con@there.example', 'Con');
           INSERT INTO membership SELECT operator_firm(), id, CASE name WHEN 'Rev' THEN 'reviewer' ELSE 'consultant' END
           FROM person WHERE email IN ('rev@there.example', 'con@there.example')""")
    said = {}
    for who in ("rev", "con"):
        one = letter(who + "@there.example", kind="invited",
                     about=sql("SELECT id FROM person WHERE email = '%s@there.example'" % who)[0][0])
        until(one, "sent")
        said[who] = " ".join(relay.mail(relay.copies(one)[0]).get_body(("plain",)).get_content().split())
    report("an invitation tells a reviewer what there is not yet, and nobody else",
           "as an independent reviewer" in said["rev"] and "no page for that yet" in said["rev"] and
           "reviewer" not in said["con"] and "you can sign in" in said["con"], said)
    sql("DELETE FROM person WHERE email IN ('rev@there.example', 'con@there.example')")
    four = letter("a b@there.example")
    report("nor one to no address", until(four, "failed")["state"] == "failed" and not relay.copies(four))
    sql("INSERT INTO suppression (hash, reason) VALUES (address_hash('Stop@there.example'), 'unsubscribed')")
    five = letter("stop@there.example")
    report("nor one to who asked for no more",
           until(five, "cancelled")["state"] == "cancelled" and not relay.copies(five))
    report("SIGTERM ends it cleanly", courier.stop() == 0 and "stopped" in courier.words(), courier.words())
    relay.close()
    clear()


def test_outcomes():
    relay = Relay()
    conf = config(relay.port)
    relay.rules({"at": "rcpt", "to": "later@", "do": "451 4.7.1 greylisted, come again"},
                {"at": "rcpt", "to": "nobody@", "do": "550 5.1.1 no such box"},
                {"at": "dot", "to": "spam@", "do": "554 5.7.1 looks like spam"},
                {"at": "dot", "to": "full@", "do": "452 4.2.2 box full"},
                {"at": "data", "to": "cut@", "do": "drop"},
                {"at": "dot", "to": "doubt@", "do": "drop"},
                {"at": "dot", "to": "hang@", "do": "stall"})
    wanted = [("later", "due", "451 4.7.1 greylisted, come again", "1"),
              ("nobody", "failed", "550 5.1.1 no such box", "0"),
              ("spam", "failed", "554 5.7.1 looks like spam", "0"),
              ("full", "due", "452 4.2.2 box full", "1"), ("cut", "due", "the letter itself", "1"),
              ("doubt", "ambiguous", "before the relay answered", "0"),
              ("hang", "ambiguous", "before the relay answered", "0"),
              ("good", "sent", "250 2.0.0 taken", "0")]
    letters = {name: letter(name + "@there.example") for name, *_ in wanted}
    once(conf)
    for name, state, words, tries in wanted:
        got = row(letters[name])
        report("%s@ ends as %s" % (name, state),
               got["state"] == state and words in got["reply"] and got["tries"] == tries
               and got["leased"] == "f", got)
    once(conf)
    report("an ambiguous letter is not sent again by itself", len(relay.copies(letters["doubt"])) == 1)
    due_now()
    relay.rules()
    once(conf)
    report("what waited is sent when the relay takes it",
           row(letters["later"])["state"] == "sent" and row(letters["full"])["state"] == "sent")
    sql("UPDATE letter SET state = 'due', done_at = NULL, tries = 3, due_at = now(), "
        "retry_from = now() - interval '4 days' WHERE id = '%s'" % letters["later"])
    relay.rules({"at": "rcpt", "do": "451 4.7.1 greylisted"})
    once(conf)
    report("after three days a letter has failed", row(letters["later"])["state"] == "failed", row(letters["later"]))
    relay.close()
    clear()


def test_unconfirmed():
    relay = Relay()
    sql("UPDATE response SET confirmed_at = NULL")
    letters = [letter("typed@there.example") for _ in range(5)]
    once(config(relay.port))
    states = sorted(row(one)["state"] for one in letters)
    report("an unconfirmed address gets three letters a day", states == ["due"] * 2 + ["sent"] * 3
           and len(relay.messages()) == 3, states)
    sql("UPDATE response SET confirmed_at = now()")
    relay.close()
    clear()


def test_relay_trouble():
    one, two = letter(), letter()
    relay = Relay()
    port = relay.port
    relay.close()
    conf = config(port)
    courier = Courier(conf)
    for _ in range(100):
        if row(one)["reply"] or row(two)["reply"]:
            break
        time.sleep(0.05)
    replies = [row(one)["reply"], row(two)["reply"]]
    report("a relay that is away is said in the list, and is not the letter's fault",
           any("connecting" in reply for reply in replies) and row(one)["tries"] == row(two)["tries"] == "0", replies)
    relay = Relay(port=port)
    report("when it is back, all goes out", until(one, "sent", 20)["state"] == until(two, "sent", 20)["state"] == "sent")
    relay.rules({"at": "connect", "do": "421 4.3.2 too many connections"})
    courier.stop()
    three = letter()
    once(conf)
    report("421 at the door neither", row(three)["state"] == "due" and row(three)["tries"] == "0"
           and "421" in row(three)["reply"], row(three))
    relay.rules()
    due_now()
    once(config(relay.port, tls="starttls"))
    got = row(three)
    report("without TLS the letter is held and nothing is said in the open",
           got["state"] == "due" and "held: mail server not trusted" in got["reply"] and
           "three" not in relay.transcript() and not relay.copies(three), got)
    due_now()
    once(config(relay.port))
    report("and goes when the relay is trusted", row(three)["state"] == "sent")
    relay.close()
    clear()


def test_crashes():
    relay = Relay()
    conf = config(relay.port)
    one = letter()
    once(conf, fault="outbox.claimed=crash")
    report("killed after the claim: the lease stands", row(one)["leased"] == "t", row(one))
    once(conf)
    report("and nobody else takes the letter", row(one)["state"] == "due" and not relay.messages())
    lease_ends()
    once(conf)
    report("until it ends; one copy, no doubt",
           row(one)["state"] == "sent" and row(one)["doubts"] == "0" and len(relay.copies(one)) == 1, row(one))
    two = letter()
    once(conf, fault="outbox.sent=crash")
    lease_ends()
    second = once(conf)
    copies = relay.copies(two)
    got = row(two)
    report("killed between dot and note: two copies, one Message-ID, one doubt counted",
           got["state"] == "sent" and got["doubts"] == "1" and len(copies) == 2
           and len({note["id"] for note in copies}) == 1 and "letter.ambiguous" in second.words(), (got, copies))
    three = letter()
    once(conf, fault="outbox.renewed=crash")
    lease_ends()
    once(conf)
    report("killed before the first byte: sent once, and doubted",
           row(three)["state"] == "sent" and row(three)["doubts"] == "1" and len(relay.copies(three)) == 1)
    four = letter()
    once(conf, fault="outbox.noted=crash")
    lease_ends()
    once(conf)
    report("killed after the note: sent once", row(four)["state"] == "sent" and len(relay.copies(four)) == 1)
    relay.close()
    clear()


def test_fence():
    relay = Relay()
    conf = config(relay.port)
    one = letter()
    first = Courier(conf, "--once", fault="outbox.claimed=stop")
    report("the first courier stands still", first.until_stopped())
    lease_ends()
    once(conf)
    first.process.send_signal(signal.SIGCONT)
    first.wait()
    report("stopped past its lease before sending: one copy",
           row(one)["state"] == "sent" and len(relay.copies(one)) == 1 and "letter.lost" in first.words(), first.words())
    two = letter()
    first = Courier(conf, "--once", fault="outbox.sent=stop")
    first.until_stopped()
    lease_ends()
    relay.rules({"at": "rcpt", "do": "550 5.1.1 no such box"})
    once(conf)
    first.process.send_signal(signal.SIGCONT)
    first.wait()
    got = row(two)
    report("stopped past its lease before the note: the late note changes nothing",
           got["state"] == "failed" and got["doubts"] == "1" and "letter.lost" in first.words(), got)
    relay.rules()
    clear()
    letters = [letter("many%d@there.example" % i) for i in range(60)]
    couriers = [Courier(config(relay.port, courier_batch="7"), "--once") for _ in range(3)]
    for courier in couriers:
        courier.wait(60)
    once(conf)
    counts = [len(relay.copies(one)) for one in letters]
    report("three couriers send sixty letters once each",
           counts == [1] * 60 and sql("SELECT count(*) FROM letter WHERE state = 'sent'") == [["60"]], counts)
    relay.close()
    clear()


def test_ending():
    relay = Relay()
    relay.rules({"at": "dot", "do": "wait 0.4"})
    letters = [letter("slow%d@there.example" % i) for i in range(6)]
    courier = Courier(config(relay.port))
    for _ in range(100):
        if relay_has(relay):
            break
        time.sleep(0.05)
    code = courier.stop()
    states = [row(one) for one in letters]
    sent = sum(got["state"] == "sent" for got in states)
    report("SIGTERM: the letter in hand is finished, the others are given back",
           code == 0 and 1 <= sent < 6 and all(got["leased"] == "f" for got in states)
           and len(relay.messages()) == sent, states)
    relay.rules()
    courier = Courier(config(relay.port))
    until(letters[-1], "sent")
    for _ in range(3):
        sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'soundings-courier'")
        time.sleep(0.3)
        one = letter()
        report("a database session that is cut is opened again", until(one, "sent", 15)["state"] == "sent"
               and len(relay.copies(one)) == 1, courier.words()[-600:])
    courier.stop()
    relay.close()
    clear()


def relay_has(relay):
    return len(relay.messages()) > 0


def test_commands():
    def command(*args):
        return subprocess.run([os.path.join(BUILD, "soundings"), *args, "--config", conf, "--no-input"],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL)
    relay = Relay()
    conf = config(relay.port)
    relay.rules({"at": "rcpt", "to": "nobody@", "do": "550 5.1.1 no such box"},
                {"at": "dot", "to": "doubt@", "do": "drop"})
    bad, doubt, good = letter("nobody@there.example"), letter("doubt@there.example"), letter("good@there.example")
    once(conf)
    out = command("outbox", "list", "--json")
    rows = {entry["letter"]: entry for entry in json.loads(out.stdout or "[]")}
    report("outbox list --json", set(rows) == {bad, doubt, good} and rows[bad]["state"] == "failed"
           and "no such box" in rows[bad]["reply"], out)
    out = command("outbox", "list", "--state", "failed")
    report("outbox list --state failed", bad in out.stdout and good not in out.stdout
           and "550 5.1.1" in out.stdout, out)
    report("an unknown state is a usage error", command("outbox", "list", "--state", "lost").returncode == 64)
    relay.rules()
    out = command("outbox", "retry", doubt)
    report("retry of an ambiguous letter asks", out.returncode != 0 and row(doubt)["state"] == "ambiguous"
           and "second copy" in out.stderr, out)
    out = command("outbox", "retry", doubt, "--confirm=second-copy")
    report("and does when told so", out.returncode == 0 and row(doubt)["state"] == "due", out)
    out = command("outbox", "retry", "--failed")
    report("retry --failed", out.returncode == 0 and "1 letter is due again" in out.stdout, out)
    once(conf)
    report("then all are sent, the second copy under the same id",
           {row(one)["state"] for one in (bad, doubt, good)} == {"sent"}
           and len({note["id"] for note in relay.copies(doubt)}) == 1 and len(relay.copies(doubt)) == 2)
    report("a sent letter is not sent again", command("outbox", "retry", good).returncode == 1)
    wait = letter()
    out = command("outbox", "cancel", wait)
    once(conf)
    report("outbox cancel", out.returncode == 0 and row(wait)["state"] == "cancelled" and not relay.copies(wait), out)
    report("of none: 66", command("outbox", "cancel", str(uuid.uuid4())).returncode == 66)
    report("each is in the audit",
           sql("SELECT count(*) FROM audit_event WHERE action LIKE 'outbox.%'") == [["3"]])
    relay.close()
    clear()


def test_chores():
    relay = Relay()
    sql("""INSERT INTO draft (owner, id, form, version, language, saved_at)
           SELECT owner, gen_random_uuid(), form, version, 'en', now() - interval '31 days' FROM form_version LIMIT 1""")
    old = letter()
    sql("UPDATE letter SET state = 'sent', done_at = now() - interval '91 days' WHERE id = '%s'" % old)
    once(config(relay.port))
    report("old drafts and letters long sent are forgotten",
           sql("SELECT count(*) FROM draft WHERE saved_at < now() - interval '30 days'") == [["0"]]
           and sql("SELECT count(*) FROM letter") == [["0"]])
    relay.close()
    clear()


sql("""INSERT INTO form (owner, slug) SELECT id, 'kam-preparedness' FROM firm LIMIT 1;
       INSERT INTO form_version (owner, form, version, content, sha256, published_by)
       SELECT owner, id, 1, c, sha256(convert_to(c, 'UTF8')), 'test'
       FROM form, (VALUES ('{"title": {"en": "Preparedness survey"}}')) v (c)""")
object_of_letters()
run(test_arrival, test_outcomes, test_unconfirmed, test_relay_trouble, test_crashes, test_fence,
    test_ending, test_commands, test_chores)
