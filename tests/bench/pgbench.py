# SPDX-License-Identifier: ISC
"""pgbench.py - the ceiling of everything that writes: pgbench with the very
statements of sql/queries, at the same roles and settings, by the same login."""
import re
import time

from service import cpu

TYPES = {"int4": "integer", "int8": "bigint", "bool": "boolean", "text": "text", "uuid": "uuid",
         "json": "jsonb", "bytes": "bytea", "int4[]": "integer[]", "text[]": "text[]",
         "time": "timestamptz"}
FRESH = "('00000000-0000-4000-8000-' || lpad(:n::text, 12, '0'))::uuid"


def statement(service, room, name, values):
    """The statement of that name, each parameter replaced by its value with
    the type that its heading declares."""
    with open(f"{service.program}/sql/queries/{room}.sql") as f:
        text = f.read()
    found = re.search(rf"^-- name: {name} \((.*?)\) ->.*?\n(.*?)(?=^-- name:|\Z)", text, re.M | re.S)
    names = [part.strip().split() for part in re.sub(r"\s*--\s*", " ", found[1]).split(",")]
    sql = "\n".join(l for l in found[2].splitlines() if not l.startswith("--")).strip().rstrip(";")
    for number in range(len(names), 0, -1):
        name, kind = names[number - 1][0], names[number - 1][1].rstrip("?")
        value = values[name]
        sql = re.sub(rf"\${number}(?!\d)", lambda _: f"({value})::{TYPES[kind]}", sql)
    return " ".join(sql.split()) + ";"


def scope(service, owner):
    return ("SELECT set_config('role', 'soundings_respondent', true), "
            f"set_config('soundings.firm', '{owner}', true), "
            f"set_config('soundings.subject', ({FRESH})::text, true), "
            "set_config('soundings.scope', '', true), set_config('statement_timeout', '5000', true);")


def quote(text):
    return "'" + text.replace("'", "''") + "'"


def real_values(service, slug):
    """Values of the last real answer to the form: so both sides write the same."""
    row = service.sql(f"""SELECT r.owner, r.form, r.version, r.wave, r.answers, r.raw, r.scores,
        r.body_hash FROM soundings.response r JOIN soundings.form f ON f.id = r.form
        WHERE f.slug = '{slug}' AND r.source = 'web' ORDER BY submitted_at DESC LIMIT 1""").split("|")
    owner, form, version, wave, answers, raw, scores, body_hash = row
    return {"owner": owner, "id": FRESH, "form": form, "version": version, "language": "'en'",
            "wave": wave, "answers": quote(answers), "raw": quote(raw), "scores": quote(scores),
            "flags": "'{}'", "consent": "true", "body_hash": quote(body_hash), "seconds": "300",
            "email": "NULL", "email_domain": "NULL", "firm_key": "NULL", "contact_ok": "false",
            "duplicate": "'duplicate'"}


def first_answer(service, slug):
    import web
    if not service.sql("SELECT 1 FROM soundings.response r JOIN soundings.form f ON f.id = r.form "
                       f"WHERE f.slug = '{slug}' AND r.source = 'web' LIMIT 1"):
        steps = next(web.submissions(service, 1)) if slug == web.FEEDBACK else next(web.journeys(service, 1))
        for request, status in steps:
            method, path = request.split(b" ")[:2]
            head, _, body = request.partition(b"\r\n\r\n")
            cookie = re.search(rb"Cookie: [^\r]+", head)
            got = service.get(path.decode(), [cookie[0].decode()] if cookie else [], method.decode(), body)
            if got[0] != status:
                raise RuntimeError(f"{path.decode()} gave {got[0]}, not {status}: {got[2][:2000]!r}")


def scripts(service, name, transactions, setup):
    """Two files: each transaction one by one, and pipelined."""
    plain = [setup]
    piped = [setup]
    for statements in transactions:
        body = ["BEGIN;", *statements, "COMMIT;"]
        plain += body
        piped += ["\\startpipeline", *body, "\\endpipeline"]
    paths = {}
    for kind, lines in (("plain", plain), ("piped", piped)):
        paths[kind] = f"{service.work}/{name}-{kind}.sql"
        with open(paths[kind], "w") as f:
            f.write("\n".join(lines) + "\n")
    return paths


def submission(service, slug):
    first_answer(service, slug)
    values = real_values(service, slug)
    insert = statement(service, "response", "response_insert", values)
    return scripts(service, "submission", [[scope(service, values["owner"]), insert]],
                   "\\set n random(1, 999999999999)")


def journey(service, slug, form):
    first_answer(service, slug)
    values = real_values(service, slug)
    values.update(email="'partner' || :m || '@firm' || (:m % 5000) || '.example'",
                  email_domain="'firm' || (:m % 5000) || '.example'",
                  firm_key="'firm' || (:m % 5000) || '.example'", contact_ok="true",
                  begun_at="now()")
    whole = values["answers"]
    transactions = []
    for page in form["pages"]:
        ids = [item["id"] for item in page["items"]]
        part = service.sql(f"SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM jsonb_each({whole}::jsonb) "
                           f"WHERE key = ANY ('{{{','.join(ids)}}}')")
        put = statement(service, "response", "draft_put",
                        {**values, "page": quote(page.get("slug") or page["id"]), "answers": quote(part)})
        transactions.append([scope(service, values["owner"]), put])
    insert = statement(service, "response", "response_insert", values)
    transactions.append([scope(service, values["owner"]), insert])
    return scripts(service, "journey", transactions,
                   "\\set n random(1, 999999999999)\n\\set m random(1, 1000000)")


def run(service, paths, clients, seconds, pipelined):
    """Transactions (whole scripts) a second, and CPU of the server for one."""
    before = cpu(service.pid("postgres"))
    out = service.run(f"{service.bins}/pgbench", "-n", "-M", "prepared", "-c", str(clients),
                      "-j", str(min(2, clients)), "-T", str(max(1, round(seconds))),
                      "-f", paths["piped" if pipelined else "plain"],
                      service.conninfo(user="soundings_web"))
    time.sleep(0.2)  # until the server has counted the sessions that ended
    done = int(re.search(r"number of transactions actually processed: (\d+)", out)[1])
    rate = float(re.search(r"tps = ([\d.]+) \(without", out)[1])
    failed = re.search(r"number of failed transactions: (\d+)", out)
    if failed and int(failed[1]):
        raise RuntimeError(out)
    return {"rate": rate, "cpu": 1000 * (cpu(service.pid("postgres")) - before) / max(1, done)}
