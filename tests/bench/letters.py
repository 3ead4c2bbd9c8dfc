# SPDX-License-Identifier: ISC
"""letters.py - the report as page and PDF, and mail."""
import os
import subprocess
import time

from bench import line
from web import KAM, middle


def report_figures(service):
    """CPU milliseconds of HTML, PDF, and mail parts with message; and the
    message, as a file."""
    response = service.sql("SELECT id FROM soundings.response r WHERE compared AND NOT (scores[1] IS NULL) "
                           "ORDER BY submitted_at, id LIMIT 1")
    path = f"{service.work}/message.eml"
    out = service.run(service.tool("inside"), "report", service.conninfo(user="soundings_operator"),
                      response, path).split()
    return [float(x) for x in out], path


@line("report")
def report(bench):
    """A report as HTML and as PDF, after warm-up."""
    (html, pdf, message, pdf_size, size), _ = report_figures(bench.web())
    yield bench.limit_row("report as HTML", html, 1, "ms CPU")
    yield bench.limit_row("report as PDF", pdf, 40, "ms CPU", f"{pdf_size / 1024:.0f} KB")
    yield bench.told_row("mail's two parts and message", message, "ms CPU", f"{size / 1024:.0f} KB")


def start_sink(service):
    if "sink" not in service.processes:
        path = f"{service.work}/sink.port"
        service.start("sink", service.tool("mail"), "sink", path)
        service.until("the mail sink", lambda: os.path.exists(path) and os.path.getsize(path) > 0)
        with open(path) as f:
            service.smtp_port = int(f.read())
    return service.smtp_port


@line("mail")
def mail(bench):
    """A mail with the PDF given, one connection, beside a sender that does the
    least that SMTP asks."""
    service = bench.web()
    port, count = start_sink(service), 300 if bench.quick else 1000
    _, message = report_figures(service)
    cpu = {"ours": 0.0, "plain": 0.0}

    def send(how):
        took, used = service.run(service.tool("mail"), how, str(port), str(count), message).split()
        cpu[how] = 1000 * float(used) / count
        return count / float(took)
    send("ours"), send("plain")
    pairs = bench.alternate(lambda: send("ours"), lambda: send("plain"))
    yield bench.ratio_row("mail with the PDF given, one connection", pairs, 0.7, "letters/s",
                          note=f"CPU ms {cpu['ours']:.3f}, plain {cpu['plain']:.3f}")


def owe(service, letters):
    """So many letters due, of the demonstration's responses."""
    service.sql(f"""DELETE FROM soundings.letter;
INSERT INTO soundings.letter (owner, kind, object, address, dedupe)
SELECT r.owner, 'report', r.id, 'partner' || n || '@firm' || n || '.example', 'bench ' || n
FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS k, owner, id FROM soundings.response WHERE compared AND source = 'import') r
JOIN generate_series(0, {letters - 1}) n ON r.k = n % (SELECT count(*) FROM soundings.response WHERE compared AND source = 'import')""")


def run_couriers(service, couriers, letters):
    """Seconds and CPU seconds until all letters are sent."""
    owe(service, letters)
    begun = time.perf_counter()
    children = [subprocess.Popen([f"{service.program}/soundings-courier", "--once", "--config", service.config],
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                for _ in range(couriers)]
    used = 0.0
    for child in children:
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = status
        used += usage.ru_utime + usage.ru_stime
    took = time.perf_counter() - begun
    sent = int(service.sql("SELECT count(*) FROM soundings.letter WHERE state = 'sent'"))
    if sent != letters:
        raise RuntimeError(f"{sent} of {letters} letters were sent: " + service.sql(
            "SELECT state, relay_reply, count(*) FROM soundings.letter GROUP BY 1, 2"))
    return took, used


@line("courier")
def courier(bench):
    """Letters rendered and sent by couriers, beside the same letters drawn and
    built alone."""
    service = bench.web()
    start_sink(service)
    service.write_config("soundings")
    letters, start = 60 if bench.quick else 120, 20
    ids = service.sql("SELECT id FROM soundings.response WHERE compared AND source = 'import' ORDER BY id").split()
    ids = [ids[n % len(ids)] for n in range(letters)]
    rates = []

    # What a courier spends before and with its first letters (templates,
    # fonts) is taken out: the difference of two runs.
    def ours():
        took, many = run_couriers(service, 1, letters)
        rates.append(letters / took)
        return 1000 * (many - run_couriers(service, 1, start)[1]) / (letters - start)

    def alone():
        return float(service.run(service.tool("inside"), "letters", service.conninfo(user="soundings_operator"),
                                 str(start), *ids))
    pairs = bench.alternate(ours, alone, 3 if bench.quick else 7)
    yield bench.ratio_row("letter rendered and sent, CPU", pairs, 1.1, "ms CPU", "less",
                          "ceiling: PDF, parts and message alone")
    rate = middle(rates)
    for couriers in (2, 4):
        took, _ = run_couriers(service, couriers, letters)
        yield bench.told_row(f"letters with {couriers} couriers", letters / took, "letters/s",
                             f"one: {rate:.1f}/s, {letters / took / rate:.2f} times")
