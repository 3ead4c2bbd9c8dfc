# SPDX-License-Identifier: ISC
"""data.py - much data at once: comparison, snapshot, export, import."""
import csv
import json
import os
import random
import re
import subprocess
import tempfile
import time

from bench import line
from web import KAM, form_file

LEVELS = """
SELECT 6 level, 0 a, 0 b, 0 c, {q} FROM f
UNION ALL SELECT 4, p, 0, 0, {q} FROM f GROUP BY p
UNION ALL SELECT 5, 0, w, 0, {q} FROM f JOIN near USING (z) GROUP BY w
UNION ALL SELECT 3, p, w, 0, {q} FROM f JOIN near USING (z) GROUP BY p, w
UNION ALL SELECT 2, p, z, 0, {q} FROM f GROUP BY p, z
UNION ALL SELECT 1, p, z, r, {q} FROM f GROUP BY p, z, r"""


def fill(service, database, firms):
    """A pool of so many firms, written straight into the tables."""
    items = sum(len(p["items"]) for p in form_file(service, KAM)["pages"])
    service.copy_database(database)
    service.sql(f"""
SET session_replication_role = replica; SET search_path = soundings;
CREATE TEMP TABLE packed AS SELECT k, decode(string_agg(lpad(to_hex(1 + floor(random() * 5)::int), 2, '0'), ''), 'hex') AS raw
FROM generate_series(0, 999) k, generate_series(1, {items}) GROUP BY k;
INSERT INTO firm (name) SELECT 'Firm ' || i FROM generate_series(1, {firms}) i;
ANALYZE packed; ANALYZE firm;
INSERT INTO response (owner, id, form, version, firm_of_record, wave, submitted_at, language, answers, raw,
  scores, pool, consent, confirmed_at, source, body_hash)
SELECT v.owner, ('00000000-0000-4000-8000-' || lpad(to_hex(f.id), 12, '0'))::uuid, v.form, 1, f.id,
  extract(year FROM now() AT TIME ZONE 'UTC'), now() - interval '1 minute', 'en',
  jsonb_build_object('FM1', (ARRAY['law','accounting','consulting','architecture','engineering','other'])[1 + f.id % 6],
    'FM2', (ARRAY['10-24','50-99','100-249','1000+'])[1 + f.id / 6 % 4],
    'FM5', (ARRAY['uki','eur','nam','lam','mea','apac'])[1 + f.id / 24 % 6],
    'FX1', f.id % 40, 'FX2', f.id % 11, 'FX3', f.id % 9, 'FX4', '26-50'),
  p.raw, ARRAY[(s.a + s.b + s.c + s.d + s.e + s.f + s.g) / 7, s.a, s.b, s.c, s.d, s.e, s.f, s.g],
  'included', true, now(), 'import', '\\x00'
FROM firm f JOIN form_version v ON true JOIN form k ON k.id = v.form AND k.slug = '{KAM}'
JOIN packed p ON p.k = f.id % 1000
JOIN LATERAL (SELECT (6250000 * floor(random() * 17 + 0 * f.id))::int a, (6250000 * floor(random() * 17))::int b,
  (5000000 * floor(random() * 21))::int c, (6250000 * floor(random() * 17))::int d,
  (6250000 * floor(random() * 17))::int e, (6250000 * floor(random() * 17))::int f,
  (6250000 * floor(random() * 17))::int g) s ON true
WHERE NOT f.operator;""", database)
    service.sql("VACUUM ANALYZE soundings.response, soundings.firm", database)
    config = f"{service.work}/{database}.conf"
    service.write_config(database, config)
    return config


def high_water(pid):
    """Peak resident MB of a process so far, 0 once it has ended."""
    try:
        with open(f"/proc/{pid}/status") as f:
            return int(re.search(r"^VmHWM:\s+(\d+)", f.read(), re.M)[1]) / 1024
    except (OSError, TypeError):
        return 0.0


def measured(*words, out=None):
    """Run a program: seconds, CPU seconds, peak resident MB, standard output."""
    begun = time.perf_counter()
    with open(out or os.devnull, "wb") as to, tempfile.TemporaryFile() as err:
        child = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=to, stderr=err)
        # Not ru_maxrss, which knows how large this process was when it made that one.
        peak = 0.0
        while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            peak = max(peak, high_water(child.pid))
            time.sleep(0.005)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        took = time.perf_counter() - begun
        if status != 0:
            err.seek(0)
            raise RuntimeError(f"{' '.join(words[:4])} ended with {status}: {err.read()[-1000:].decode()}")
    return took, used.ru_utime + used.ru_stime, peak


def build(service, config):
    out = f"{service.work}/build.json"
    got = measured(f"{service.program}/soundings", "snapshot", "build", KAM, "--by", "A", "--json",
                   "--config", config, out=out)
    with open(out) as f:
        return got, json.load(f)["snapshot"]


def lay_flat(service, database, snapshot):
    """The values that a build counted, as SQL likes them best: a row for each
    firm.  Made beforehand and not timed."""
    service.sql(f"""SET search_path = soundings; CREATE TABLE flat AS
SELECT firm, profession, size, region, scores, facts FROM snapshot_firm WHERE snapshot = {snapshot}; ANALYZE flat""", database)


def percentiles(service, database):
    """One pass of SQL over the same cells, measures and facts; its seconds.  It
    writes nothing down, and leaves the item answers out."""
    facts = int(service.sql("SELECT cardinality(facts) FROM soundings.flat LIMIT 1", database))
    figures = [f"scores[{k}]" for k in range(1, 9)] + [f"facts[{k}]" for k in range(1, facts + 1)]
    quantiles = ", ".join(
        f"percentile_cont(ARRAY[0.1, 0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY {figure}) q{n}"
        for n, figure in enumerate(figures))
    begun = time.perf_counter()
    service.sql("""SET work_mem = '256MB'; SET search_path = soundings;
CREATE TEMP TABLE near (z int, w int); INSERT INTO near VALUES (1,1),(2,1),(1,2),(2,2),(3,2),(2,3),(3,3),(4,3),(3,4),(4,4);
CREATE TEMP TABLE result AS WITH f AS MATERIALIZED (SELECT profession p, size z, region r, scores, facts
  FROM flat) """ + LEVELS.format(q=quantiles), database)
    return time.perf_counter() - begun


@line("comparison")
def comparison(bench):
    """One response beside a snapshot of 100, 10,000 and 1,000,000 firms."""
    service = bench.service
    for firms in (100, 10_000) if bench.quick else (100, 10_000, 1_000_000):
        name = f"firms{firms}"
        config = fill(service, name, firms)
        _, snapshot = build(service, config)
        # Without the release that would pin each of a million responses.
        service.sql(f"UPDATE soundings.snapshot SET state = 'proposed', proposed_at = now(), proposed_by = 'A' "
                    f"WHERE id = {snapshot}; UPDATE soundings.snapshot SET state = 'released', "
                    f"released_at = now(), released_by = 'B' WHERE id = {snapshot}", name)
        response = service.sql("SELECT id FROM soundings.response LIMIT 1", name)
        out = service.run(service.tool("inside"), "compare", service.conninfo(name, "soundings_operator"),
                          str(snapshot), response)
        yield bench.limit_row(f"comparison, {firms:,} firms", float(out), 10, "us CPU")
        if firms < 1_000_000:
            service.sql(f"DROP DATABASE {name}", "postgres")


def copied(service, database, query):
    """Seconds of a psql that copies what the query gives to nowhere."""
    begun = time.perf_counter()
    service.sql(f"\\copy ({query}) TO '/dev/null' (FORMAT binary)", database)
    return time.perf_counter() - begun


@line("distributions")
def distributions(bench):
    """How a group answered each item, over 100,000 responses, beside COPY of the packed answers."""
    service = bench.service
    firms = 100_000
    name = f"answers{firms}"
    config = fill(service, name, firms)
    _, snapshot = build(service, config)
    slowest, groups = 0.0, 0

    def ours():
        nonlocal slowest, groups
        out = service.run(service.tool("inside"), "distributions",
                          service.conninfo(name, "soundings_operator"), str(snapshot)).split()
        slowest, groups = max(slowest, float(out[1])), int(out[2])
        return float(out[1])

    def ceiling():
        answers = "SELECT raw FROM soundings.response WHERE pool = 'included'"
        return 1000 * (copied(service, name, answers) - copied(service, name, "SELECT 1"))
    pairs = bench.alternate(ours, ceiling)
    yield bench.ratio_row(f"answers of a group, {firms:,} responses", pairs, 1.5, "ms", "less",
                          f"slowest of {groups} groups; COPY")
    yield bench.limit_row("the same, slowest ever", slowest, 200, "ms")
    service.sql(f"DROP DATABASE {name}", "postgres")


@line("snapshot")
def snapshot(bench):
    """Building a snapshot, beside one pass of percentile_cont over the same cells."""
    service = bench.service
    for firms, rounds in ((100_000, 3),) if bench.quick else ((100_000, 3), (1_000_000, 1)):
        name = f"firms{firms}"
        config = f"{service.work}/{name}.conf"
        if not os.path.exists(config):
            config = fill(service, name, firms)
        peak = 0.0
        lay_flat(service, name, build(service, config)[1])

        def ours():
            nonlocal peak
            (took, _, rss), _ = build(service, config)
            peak = max(peak, rss)
            return took
        pairs = bench.alternate(ours, lambda: percentiles(service, name), rounds)
        yield bench.ratio_row(f"snapshot of {firms:,} firms", pairs, 0.5, "s", "less", f"{rounds} rounds")
        yield bench.limit_row(f"snapshot of {firms:,} firms, memory", peak, 64, "MB RSS")
        service.sql(f"DROP DATABASE {name}", "postgres")


def answers_file(service, rows):
    """A CSV file of so many responses, each its own firm."""
    form = form_file(service, KAM)
    items = [i for p in form["pages"] for i in p["items"] if "joins" not in i]
    dice = random.Random(1)

    def one(item):
        if item["kind"] in ("agreement", "maturity"):
            return str(dice.randint(1, 5))
        if item["kind"] == "integer":
            return str(dice.randint(item["low"], min(item["high"], 10)))
        if item["kind"] == "multi":
            return "|".join(o["code"] for o in item["options"] if dice.random() < 0.5)
        if item["kind"] == "single":
            return "yes" if item.get("role") == "consent" else dice.choice(item["options"])["code"]
        return "Time, mostly." if item["kind"] == "long-text" else ""
    models = [[one(i) for i in items] for _ in range(500)]
    email = [i["kind"] for i in items].index("email")
    path = f"{service.work}/answers.csv"
    with open(path, "w", newline="") as f:
        out = csv.writer(f, lineterminator="\r\n")
        out.writerow([i["id"] for i in items] + ["submitted_at", "firm", "confirmed"])
        for n in range(rows):
            row = list(models[n % 500])
            row[email] = f"partner{n}@firm{n % 20000}.example"
            out.writerow(row + [f"2026-0{1 + n % 9}-11T10:{n % 60:02d}:00Z", f"Firm {n % 20000}", "yes"])
    return path


@line("export")
def export(bench):
    """Responses to a spreadsheet, beside COPY of the same columns."""
    service = bench.service
    rows = 50_000 if bench.quick else 300_000
    config = fill(service, "export", rows)
    form = form_file(service, KAM)
    # Answers as people give them: some sixty of them each.
    scales = [i["id"] for p in form["pages"] for i in p["items"] if i["kind"] in ("agreement", "maturity")]
    service.sql("SET session_replication_role = replica; SET search_path = soundings;"
                "UPDATE response SET answers = answers || jsonb_build_object("
                + ", ".join(f"'{name}', get_byte(raw, {n})::text" for n, name in enumerate(scales)) + ");"
                # What one in three wrote is sorted, the ceiling's COPY knows nothing of it.
                "INSERT INTO response_coding (owner, response, item, codes, revision, coded_by)"
                " SELECT owner, id, 'FX9', '{time,data}', revision, 'bench' FROM response WHERE get_byte(uuid_send(id), 15) % 3 = 0;", "export")
    service.sql("VACUUM (FULL, ANALYZE) soundings.response, soundings.response_coding", "export")
    items = [i["id"] for p in form["pages"] for i in p["items"] if i["kind"] != "email"]
    columns = (["id", "version", "to_char(submitted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')", "wave", "pool"]
               + [f"answers ->> '{name}'" for name in items]
               + [f"round(scores[{k}] / 1000000.0, 6)" for k in range(1, 9)])
    copy = (f"COPY (SELECT {', '.join(columns)} FROM soundings.response "
            "ORDER BY submitted_at, id) TO STDOUT (FORMAT csv)")
    peak = 0.0

    def ours():
        nonlocal peak
        took, used, rss = measured(f"{service.program}/soundings", "response", "export", KAM, "--csv",
                                   "--config", config)
        peak = max(peak, rss)
        return 1 / took

    def ceiling():
        # By the same login, behind the same walls.
        return 1 / measured(f"{service.bins}/psql", "-Xq", "-d", service.conninfo("export", "soundings_operator"),
                            "-c", "SET soundings.scope = 'all'", "-c", copy)[0]
    ours(), ceiling()
    pairs = bench.alternate(ours, ceiling, min(bench.rounds, 5))
    yield bench.ratio_row(f"CSV export of {rows:,} responses", [(a * rows, b * rows) for a, b in pairs], 0.7, "rows/s")
    yield bench.limit_row("CSV export, memory", peak, 32, "MB RSS")
    took, _, rss = measured(f"{service.program}/soundings", "response", "export", KAM, "--xlsx",
                            "--output", f"{service.work}/book.xlsx", "--config", config)
    yield bench.limit_row("workbook export, memory", rss, 32, "MB RSS", f"{rows / took:,.0f} rows/s")
    service.sql("DROP DATABASE export", "postgres")


@line("import")
def import_(bench):
    """Responses from a CSV file, beside COPY into the same tables plus the scoring.

    The scoring (reading, checking, scoring) is what --dry-run does."""
    service = bench.service
    rows = 20_000 if bench.quick else 100_000
    path = answers_file(service, rows)
    config = f"{service.work}/import.conf"
    service.write_config("import", config)
    tables = ("firm", "response", "response_contact")
    words = (f"{service.program}/soundings", "response", "import", KAM, path, "--config", config)
    scoring = peak = 0.0

    def ours():
        nonlocal peak
        service.copy_database("import")
        took, _, rss = measured(*words)
        peak = max(peak, rss)
        return 1 / took
    ours()
    # Without what the server works out itself.
    columns = {t: service.sql("SELECT string_agg(attname, ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = "
                              f"'soundings.{t}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''", "import")
               for t in tables}
    for table in tables:
        service.sql(f"COPY (SELECT {columns[table]} FROM soundings.{table}" + (" WHERE NOT operator" if table == "firm" else "")
                    + f") TO '{service.work}/{table}.copy'", "import")

    def ceiling():
        nonlocal scoring
        service.copy_database("import")
        scoring = measured(*words, "--dry-run")[0]
        took = measured(f"{service.bins}/psql", "-Xq", "-v", "ON_ERROR_STOP=1", "-d", service.conninfo("import"),
                        "-c", "BEGIN", *(w for t in tables for w in
                                         ("-c", f"COPY soundings.{t} ({columns[t]}) FROM '{service.work}/{t}.copy'")), "-c", "COMMIT")[0]
        return 1 / (took + scoring)
    pairs = bench.alternate(ours, ceiling, 1 if bench.quick else 3)
    yield bench.ratio_row(f"import of {rows:,} responses", [(a * rows, b * rows) for a, b in pairs], 0.7, "rows/s",
                          note=f"reading and scoring {scoring:.2f} s; {len(pairs)} rounds")
    yield bench.limit_row("import, memory", peak, 64, "MB RSS")
    service.sql("DROP DATABASE import", "postgres")
