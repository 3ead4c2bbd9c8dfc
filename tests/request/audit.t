# SPDX-License-Identifier: ISC
# The audit reads as sentences, of every kind of event that there is.
test each event is told in words, with its reason and its figures
as lead ada@longshore.example
sql WITH a AS (INSERT INTO audit_event (at, actor, action, object, detail) SELECT '2020-02-01 12:00Z'::timestamptz + n % 2 * interval '1 day', 'audit-' || n % 2, action, 'letters', '{}' FROM unnest(ARRAY['response.include','response.hold','response.ask','response.identity','response.withdraw','response.erase','response.redact','response.recompute','response.export','response.export-broken','response.export-mended','snapshot.ask','snapshot.build','snapshot.propose','snapshot.unsafe','snapshot.release','snapshot.withdraw','firm.add','firm.identity','firm.merge','person.add','person.withdraw','person.role','person.disable','person.enable','person.reset','person.vouch','person.link','person.sign-in','person.factor-new','person.codes-new','person.codes-wrong','privacy.find','privacy.export','privacy.erase','privacy.tombstones','form.publish','form.open','form.close','outbox.retry','outbox.cancel','retention.run']) WITH ORDINALITY AS a (action, n) RETURNING 1) SELECT count(*) FROM a => 42
GET /review/audit
= 200
- response.
- snapshot.
- firm.
- person.
- privacy.
- form.
- outbox.
- retention.
sql WITH a AS (INSERT INTO audit_event (actor, action, object, detail) VALUES ('ben@longshore.example', 'snapshot.release', 'snapshot 1', '{"alone": false, "letters": 0, "pinned": 218}'), ('respondent', 'response.withdraw', 'response 0000d35c-0000-4000-8000-000000000001', '{"disowned": true}'), ('ben@longshore.example', 'response.hold', 'response 0000d35c-0000-4000-8000-000000000001', '{"from": "waiting", "reason": "odd <b>"}') RETURNING 1) SELECT count(*) FROM a => 3
GET /review/audit?kind=snapshot
= 200
+ Released a snapshot, as the second person<span class="small"><bdi>reports given the comparison: 218; letters: 0</bdi>
+ <a href="/review/snapshots/1">Snapshot 1</a>
- Held a response back
- alone
GET /review/audit?who=respondent
= 200
+ the respondent
+ Said that the answers are not theirs
+ <a href="/review/responses/0000d35c-0000-4000-8000-000000000001">Response 0000d35c</a>
- Released a snapshot
GET /review/audit?kind=response&who=ben@longshore.example&day=
= 200
+ Held a response back<span class="small"><bdi>reason: odd &lt;b&gt;</bdi>
- Said that
GET /review/audit?day=2020-02-01&who=audit-1
= 200
- audit-0</bdi></td><td>
GET /review/audit?day=2020-02-02
= 200
+ 2 February 2020
- 1 February 2020, 12
GET /review/audit?from=2020-02-01&to=2020-02-01
= 200
+ 1 February 2020, 12
- 2 February 2020
+ name="from" value="2020-02-01"
GET /review/audit?from=2020-02-01&to=2020-02-02&who=audit-0
= 200
+ 1 February 2020, 12
GET /review/audit?to=2019-12-31
= 200
+ Nothing that was noted fits what you chose
GET /review/audit?from=2020-02-30
= 422
+ <a href="#from">Give a day as year, month and day
+ id="from-error"
- id="to-error"
GET /review/audit?to=22/11/2026
= 422
+ <a href="#to">Give a day as year
GET /review/audit?from=2020-02-01T10:00
= 422
# What is on none of the lists is not there.
GET /review/audit?kind=pirates
= 404
GET /review/audit?who=nobody
= 404

test whoever did something in the chosen days is offered, however much was done since
as lead ada@longshore.example
sql WITH a AS (INSERT INTO audit_event (at, actor, action, object) SELECT CASE WHEN n = 0 THEN '2020-04-01 12:00Z'::timestamptz ELSE '2020-05-01 12:00Z' END, CASE WHEN n = 0 THEN 'long ago' ELSE 'busy' END, 'form.open', 'form x' FROM generate_series(0, 10000) n RETURNING 1) SELECT count(*) FROM a => 10001
GET /review/audit?from=2020-04-01&to=2020-04-30
= 200
+ <option value="long ago">
- <option value="busy">
# Chosen once, it stays so, whatever the days are.
GET /review/audit?who=long%20ago
= 200
+ 1 April 2020, 12
GET /review/audit?who=long%20ago&from=2020-05-01
= 200
+ Nothing that was noted fits what you chose
+ <option value="long ago" selected>
sql WITH d AS (DELETE FROM audit_event WHERE at < '2021-01-01' RETURNING 1) SELECT count(*) > 0 FROM d => t

test the pages of a chosen part go on with what was chosen
as lead ada@longshore.example
sql WITH a AS (INSERT INTO audit_event (at, actor, action, object) SELECT '2020-03-01 12:00Z', 'many & one', CASE WHEN n % 2 = 0 THEN 'firm.add' ELSE 'form.open' END, 'form x' FROM generate_series(1, 120) n RETURNING 1) SELECT count(*) FROM a => 120
GET /review/audit?kind=firm&who=many%20%26%20one
= 200
+ Recorded a firm
- Opened a survey
take more href="/review/audit?|"
- before=1"
GET /review/audit?kind=firm&who=many%20%26%20one&from=2020-03-01&to=2020-03-31&before=99999999
= 200
+ kind=firm&amp;who=many%20%26%20one&amp;from=2020-03-01&amp;to=2020-03-31&amp;before=
sql WITH d AS (DELETE FROM audit_event WHERE at < '2021-01-01' RETURNING 1) SELECT count(*) > 0 FROM d => t
