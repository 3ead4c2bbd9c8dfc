# SPDX-License-Identifier: ISC
"""pgbench.py - the ceiling of everything that writes: pgbench with the very
statements of sql/queries, at the same roles and settings, by the same login.

Every value is a variable, and so with -M prepared a parameter: written into
the statement it would be parsed and folded away once, where answers are parsed
each time they come."""
import os
import re
import time

from service import cpu

TYPES = {"int4": "integer", "int8": "bigint", "bool": "boolean", "text": "text", "uuid": "uuid",
         "json": "jsonb", "bytes": "bytea", "int4[]": "integer[]", "text[]": "text[]",
         "time": "timestamptz"}
# As soundings-web has it.
SESSION = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off"
FRESH = "('00000000-0000-4000-8000-' || lpad(:n::text, 12, '0'))::uuid"


def statement(service, room, name, values):
    """The statement of that name, each parameter replaced by its expression
    with the type that its heading declares."""
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


def scope():
    return ("SELECT set_config('role', 'soundings_respondent', true), "
            "set_config('soundings.firm', :owner, true), "
            f"set_config('soundings.subject', ({FRESH})::text, true);")


def real_values(service, slug):
    """Values of the last real answer to the form, so that both sides write the
    same: as expressions, and the variables in them."""
    row = service.sql(f"""SELECT r.owner, r.form, r.version, r.wave, r.answers, r.raw, r.scores,
        r.body_hash FROM soundings.response r JOIN soundings.form f ON f.id = r.form
        WHERE f.slug = '{slug}' AND r.source = 'web' ORDER BY submitted_at DESC LIMIT 1""").split("|")
    names = ("owner", "form", "version", "wave", "answers", "raw", "scores", "body_hash")
    variables = dict(zip(names, row))
    variables.update(language="en", flags="{}", consent="true", seconds="300", contact_ok="false",
                     duplicate="duplicate", none="none")
    values = {name: f":{name}" for name in variables}
    values.update(id=FRESH, **dict.fromkeys(("email", "email_domain", "firm_key"), "NULLIF(:none, 'none')"))
    return values, variables


def first_answer(service, slug):
    import web
    if not service.sql("SELECT 1 FROM soundings.response r JOIN soundings.form f ON f.id = r.form "
                       f"WHERE f.slug = '{slug}' AND r.source = 'web' LIMIT 1"):
        steps = next(web.submissions(service, 1)) if slug == web.FEEDBACK else next(web.journeys(service, 1))
        held = None
        for request, status in steps:
            method, path = request.split(b" ")[:2]
            head, _, body = request.partition(b"\r\n\r\n")
            cookie = re.search(rb"Cookie: [^\r]+", head)
            got = service.get(path.decode(), [held or cookie[0].decode()] if cookie else [], method.decode(), body)
            told = re.search(r"Set-Cookie: ([^;\r]+)", got[1])
            if cookie and told:
                held = f"Cookie: {told[1]}"
            if got[0] != status:
                raise RuntimeError(f"{path.decode()} gave {got[0]}, not {status}: {got[2][:2000]!r}")


def scripts(service, name, transactions, setup, variables):
    """Two files: each transaction one by one, and pipelined; and their variables."""
    plain = [setup]
    piped = [setup]
    for statements in transactions:
        body = ["BEGIN;", *statements, "COMMIT;"]
        plain += body
        piped += ["\\startpipeline", *body, "\\endpipeline"]
    paths = {"variables": [w for name, value in variables.items() for w in ("-D", f"{name}={value}")]}
    for kind, lines in (("plain", plain), ("piped", piped)):
        paths[kind] = f"{service.work}/{name}-{kind}.sql"
        with open(paths[kind], "w") as f:
            f.write("\n".join(lines) + "\n")
    return paths


def submission(service, slug):
    first_answer(service, slug)
    values, variables = real_values(service, slug)
    insert = statement(service, "response", "response_insert", values)
    return scripts(service, "submission", [[scope(), insert]],
                   "\\set n random(1, 999999999999)", variables)


def journey(service, slug, form):
    first_answer(service, slug)
    values, variables = real_values(service, slug)
    firm = "'firm' || (:m % 5000) || '.example'"
    values.update(email=f"'partner' || :m || '@' || {firm}", email_domain=firm, firm_key=firm, begun_at="now()")
    variables["contact_ok"] = "true"
    whole = variables["answers"].replace("'", "''")
    transactions = []
    for n, page in enumerate(form["pages"]):
        ids = [item["id"] for item in page["items"]]
        variables[f"answers{n}"] = service.sql(
            f"SELECT coalesce(jsonb_object_agg(key, value), '{{}}') FROM jsonb_each('{whole}'::jsonb) "
            f"WHERE key = ANY ('{{{','.join(ids)}}}')")
        variables[f"page{n}"] = page.get("slug") or page["id"]
        put = statement(service, "response", "draft_put",
                        {**values, "page": f":page{n}", "answers": f":answers{n}",
                         "next": f":page{n + 1}" if n + 1 < len(form["pages"]) else "NULL"})
        transactions.append([scope(), put])
    insert = statement(service, "response", "response_insert", values)
    transactions.append([scope(), insert])
    return scripts(service, "journey", transactions,
                   "\\set n random(1, 999999999999)\n\\set m random(1, 1000000)", variables)


def run(service, paths, clients, seconds, pipelined):
    """Transactions (whole scripts) a second, and CPU of the server for one."""
    before = cpu(service.pid("postgres"))
    out = service.run(f"{service.bins}/pgbench", "-n", "-M", "prepared", "-c", str(clients),
                      "-j", str(min(2, clients)), "-T", str(max(1, round(seconds))),
                      *paths["variables"], "-f", paths["piped" if pipelined else "plain"],
                      service.conninfo(user="soundings_web"), env={**os.environ, "PGOPTIONS": SESSION})
    time.sleep(0.2)  # until the server has counted the sessions that ended
    done = int(re.search(r"number of transactions actually processed: (\d+)", out)[1])
    rate = float(re.search(r"tps = ([\d.]+) \(without", out)[1])
    failed = re.search(r"number of failed transactions: (\d+)", out)
    if failed and int(failed[1]):
        raise RuntimeError(out)
    return {"rate": rate, "cpu": 1000 * (cpu(service.pid("postgres")) - before) / max(1, done)}
