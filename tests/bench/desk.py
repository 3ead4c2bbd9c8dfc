# SPDX-License-Identifier: ISC
"""desk.py - what a consultant waits for where many have answered."""
import statistics
import time

from bench import line
from data import fill
from web import KAM, body_of, signed_in

# A pool as it looks after years: states, flags, firms that became one, addresses
# that others typed, words of which nearly all are sorted, letters, and pages of
# those who did not send.
WORLD = """
SET session_replication_role = replica; SET search_path = soundings;
UPDATE response r SET pool = CASE d WHEN 17 THEN 'held' WHEN 18 THEN 'waiting' WHEN 19 THEN 'waiting' ELSE 'included' END,
  flags = CASE WHEN k % 11 = 0 THEN ARRAY['fast'] ELSE '{}' END, consent = k % 10 <> 3, seconds = 300 + k % 1700,
  submitted_at = now() - (k % 730) * interval '1 day' - k * interval '1 millisecond',
  answers = answers || jsonb_build_object('FX9', 'What we saw was this and that, ' ||
    CASE WHEN k % 200 = 0 THEN 'ask joe' || k || '@other.example.' ELSE 'and more than once.' END)
FROM (SELECT id, row_number() OVER () AS k, floor(random() * 20) AS d FROM response) n WHERE n.id = r.id;
INSERT INTO response_coding (owner, response, item, codes, revision, coded_by)
SELECT owner, id, 'FX9', '{time}', revision, 'lead@desk.example' FROM response WHERE firm_of_record % 1000 <> 5;
SELECT count(response_unsorted_find(owner, id)) FROM response;
UPDATE firm SET merged_into = (SELECT min(id) FROM firm WHERE NOT operator)
 WHERE id % 97 = 0 AND id <> (SELECT min(id) FROM firm WHERE NOT operator) AND NOT operator;
INSERT INTO response_contact SELECT owner, id, 'p' || firm_of_record || '@firm' || firm_of_record || '.example',
  'firm' || firm_of_record || '.example', true FROM response;
INSERT INTO letter (owner, kind, object, address, state, done_at)
SELECT owner, 'report', response, email, 'sent', now() FROM response_contact;
INSERT INTO draft (owner, id, form, version, language, done_at)
SELECT owner, gen_random_uuid(), form, version, 'en', CASE WHEN random() < 0.6 THEN now() END FROM response
 WHERE firm_of_record % 10 = 0;
INSERT INTO draft_page (owner, draft, page, answers)
SELECT owner, id, p, '{"KP01": "3"}' FROM draft, unnest(ARRAY['firm', 'lead', 'found']) AS p WHERE done_at IS NULL;"""


@line("desk")
def desk(bench):
    """Pages of a consultant at 100,000 responses of as many firms (quick: 20,000)."""
    service = bench.web()
    count = 20_000 if bench.quick else 100_000
    name = f"desk{count}"
    config = fill(service, name, count)
    service.sql(WORLD, name)
    service.sql("VACUUM ANALYZE", name)
    cookie = signed_in(service, name)
    service.restart_web(config)

    def page(what, path, body=b"", has=b""):
        took = []
        for _ in range(bench.rounds):
            begun = time.perf_counter()
            status, _, got, _ = service.get(path, [cookie], "POST" if body else "GET", body)
            took.append(1000 * (time.perf_counter() - begun))
            if status != 200 or has not in got:
                raise RuntimeError(f"{path} gave {status}: {got[:2000].decode()}")
        return bench.limit_row(what, statistics.median(took), 200, "ms", f"slowest {max(took):.0f}")
    try:
        row = b'href="/review/responses/'
        after = service.sql("SELECT (extract(epoch FROM submitted_at) * 1000000)::bigint || '.' || id FROM soundings.response "
                            f"ORDER BY submitted_at, id OFFSET {count // 10} LIMIT 1", name)
        code = service.sql("SELECT code FROM soundings.firm WHERE NOT operator AND id % 97 <> 0 "
                           "ORDER BY id OFFSET 500 LIMIT 1", name)
        start = f"/review/responses?form={KAM}"
        yield page(f"what waits, {count:,} responses", "/review")
        yield page("list, first page", start, has=row)
        yield page("list, a page far down", f"{start}&after={after}", has=row)
        yield page("list, held, law, 10-24", f"{start}&pool=held&profession=law&size=Z1", has=row)
        yield page("list, a flag that nobody bears", f"{start}&flag=test")
        yield page("list, one firm", f"{start}&firm={code}", has=row)
        yield page("words that wait", f"/review/words/{KAM}?item=FX9", has=b'name="code-')
        yield page("words that are sorted", f"/review/words/{KAM}?item=FX9&state=sorted", has=b'name="code-')
        yield page("flow", f"/review/flow?form={KAM}")
        yield page("exports", "/review/exports")
        yield page("what is held about a person", "/review/people-data",
                   body_of([("do", "find"), ("address", "p777@firm777.example"), ("reason", "asked by letter")]),
                   has=b"Own answers")
    finally:
        service.restart_web()
        service.sql(f"DROP DATABASE {name} WITH (FORCE)", "postgres")
