# SPDX-License-Identifier: ISC
# What consultants take out: under pseudonyms, by closed choices, recorded first.
test whoever is no consultant finds nothing to take out
GET /review/exports
= 303
head Location /sign-in
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv
= 403
- response,
as partner partner@exports.example Exports Test Partners
GET /review/exports
= 404
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv
= 404
sql SELECT count(*) FROM audit_event WHERE action = 'response.export' => 0

test answers come in, one with consent and one without
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: canary-yes@canary-exports.example
FM8: yes
FM9: no
KP01: 4
FX9: =SUM(A1) call canary-typed@canary-exports.example
= 303
test and the other
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: canary-no@canary-exports.example
FM8: no
FM9: no
KP01: 2
FX9: canary-words-without-consent
= 303

test a consultant chooses, and gets rows without names
as consultant ann@exports.example
GET /review/exports
= 200
+ Preparedness survey
+ How many rows a whole file has
+ kam-preparedness.sps
- With the codes of firms
- canary
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 200
head Content-Disposition attachment; filename="kam-preparedness-
head Cache-Control no-store
+ response,form_version,submitted_at,wave,pool,FM1,
value shown SELECT left(r.id::text, 13) || ',' || r.version FROM response r JOIN form f ON f.id = r.form WHERE f.slug = 'kam-preparedness' AND r.consent ORDER BY r.submitted_at DESC LIMIT 1
+ {shown}
+ "'=SUM(A1) call […]"
- canary
- ,firm
sql SELECT string_agg(actor || ' ' || object || ' ' || (detail->>'format') || ' ' || (detail->>'firms'), ';') FROM audit_event WHERE action = 'response.export' => ann@exports.example form kam-preparedness csv-bare false
sql SELECT (detail->>'rows')::int = (SELECT count(*) FROM response WHERE pool <> 'withdrawn' AND disowned_at IS NULL) FROM audit_event WHERE action = 'response.export' => t
POST /review/exports
site same-origin
form: kam-preparedness
kind: jsonl
pool: waiting
= 200
+ "pool": "waiting"
- canary
- "firm"
POST /review/exports
site same-origin
form: kam-preparedness
kind: jsonl
pool: held
= 200
- response
POST /review/exports
site same-origin
form: kam-preparedness
kind: xlsx
= 200
head Content-Disposition .xlsx"
GET /review/exports
= 200
+ ann@exports.example
+ form kam-preparedness, all, held, jsonl
- broke off

test what is not in the lists is refused, and nothing is noted
in ann@exports.example
sql SELECT count(*) FROM audit_event WHERE action = 'response.export' => 4
POST /review/exports
site same-origin
form: no-such
kind: csv
= 422
+ Choose a survey of the list
POST /review/exports
site same-origin
form: kam-preparedness
kind: exe
= 422
+ Choose what kind of file you need
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv
pool: withdrawn
= 422
+ Choose a state of the list
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv
wave: 1' OR 1=1
= 422
+ Choose a wave of the list
POST /review/exports
site cross-site
form: kam-preparedness
kind: csv
= 403
GET /review/exports/firms
= 404
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: csv
reason: I only want to look
= 404
sql SELECT count(*) FROM audit_event WHERE action = 'response.export' => 4

test what the columns mean needs no note
in ann@exports.example
GET /review/exports/kam-preparedness.codebook.csv
= 200
head Content-Disposition kam-preparedness.codebook.csv
+ variable,type,question,code,label
GET /review/exports/kam-preparedness.R
= 200
+ read.csv
GET /review/exports/kam-preparedness.sps
= 200
+ GET DATA
GET /review/exports/kam-preparedness.codebook.xlsx
= 200
GET /review/exports/passwd
= 404
GET /review/exports/passwd.R
= 404
sql SELECT count(*) FROM audit_event WHERE action = 'response.export' => 4

test a lead takes the codes of firms out, with a reason
as lead lena@exports.example
GET /review/exports
= 200
+ With the codes of firms
GET /review/exports/firms
= 200
+ Why do you need to know
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: csv-bare
reason: x
= 422
+ Give a reason of at least 5 characters
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: csv-bare
reason: "two waves" of one firm
= 200
+ ,firm
+ ,f-
- canary
sql SELECT actor || ' ' || (detail->>'reason') FROM audit_event WHERE action = 'response.export' AND detail->>'firms' = 'true' => lena@exports.example "two waves" of one firm
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: jsonl
reason: the same as lines
= 200
+ "firm": "f-
- canary

test while two exports run a third waits, says so and notes nothing
in lena@exports.example
sql SELECT pg_advisory_lock(hashtext('soundings.export slot'), 1) IS NOT NULL AND pg_advisory_lock(hashtext('soundings.export slot'), 2) IS NOT NULL => t
value noted SELECT count(*) FROM audit_event WHERE action = 'response.export'
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: csv-plain
reason: kept while one waits
= 503
head Retry-After 60
+ Two exports run already
+ kept while one waits
+ value="csv-plain" checked
- cannot reach our records
sql SELECT count(*) = {noted} FROM audit_event WHERE action = 'response.export' => t
sql SELECT pg_advisory_unlock_all() IS NOT NULL => t
POST /review/exports/firms
site same-origin
form: kam-preparedness
kind: csv-plain
reason: now that there is room
= 200

test an export that breaks off changes nothing and is noted as such
in ann@exports.example
fault export.row#2=error
POST /review/exports?language=en
site same-origin
form: kam-preparedness
kind: csv-bare
= 503
# What the reply set in the browser counts all the same: a renewed session is one.
head Set-Cookie language=en
- response,
fault
sql SELECT actor || ' ' || (detail->>'rows') || ' ' || (SELECT count(*) FROM audit_event b WHERE b.action = 'response.export' AND b.id::text = a.detail->>'export') FROM audit_event a WHERE action = 'response.export-broken' => ann@exports.example 1 1
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash, submitted_at) SELECT r.owner, gen_random_uuid(), r.form, r.version, 2025, 'en', r.answers || jsonb_build_object('FX9', repeat('long ', 1000)), r.raw, r.scores, true, 'import', r.body_hash, now() - interval '1 year' FROM response r JOIN form f ON f.id = r.form, generate_series(1, 20) WHERE f.slug = 'kam-preparedness' AND r.consent RETURNING 'in' => in
fault export.row#20=error
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
wave: 2025
= 200
+ response,
+ [broken off]
fault
GET /review/exports
= 200
+ broke off
database down
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 503
database up
sql SELECT count(*) FROM audit_event WHERE action = 'response.export-broken' => 2
sql DELETE FROM response WHERE wave = 2025 RETURNING 'out' => out

test an old answer with a character that cannot be printed costs no row
in ann@exports.example
sql UPDATE response SET answers = answers || '{"FX9": "old\u0001words\u007f"}' WHERE answers->>'FX9' LIKE '=SUM%' RETURNING 'done' => done
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 200
+ old�words�
sql SELECT actor || ' ' || (detail->>'mended') || ' ' || ((detail->>'rows')::int = (SELECT count(*) FROM response)) FROM audit_event WHERE action = 'response.export-mended' => ann@exports.example 1 true
GET /review/exports
= 200
+ for which � stands: 1
POST /review/exports
site same-origin
form: kam-preparedness
kind: xlsx
= 200
POST /review/exports
site same-origin
form: kam-preparedness
kind: jsonl
= 200
+ old\u0001words
GET /review/responses?form=kam-preparedness
= 200
# What is none of the form at all breaks off; no row is left out in silence.
sql UPDATE response SET answers = answers || '{"KP01": "9"}' WHERE answers->>'FX9' LIKE 'old%' RETURNING 'done' => done
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 503
- response,
sql UPDATE response SET answers = answers || '{"KP01": "4", "FX9": "fine"}' WHERE answers->>'FX9' LIKE 'old%' RETURNING 'done' => done

test somebody else's export, or two of others, make it wait
in ann@exports.example
sql SELECT pg_advisory_lock(hashtext('soundings.export slot'), 1) IS NOT NULL AND pg_advisory_lock(hashtext('soundings.export slot'), 2) IS NOT NULL => t
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 503
sql SELECT pg_advisory_unlock_all() IS NOT NULL => t
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 200

test a workbook that would be too large is refused, and nothing is cut
in ann@exports.example
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash, submitted_at) SELECT r.owner, gen_random_uuid(), r.form, r.version, 2024, 'en', '{}', r.raw, r.scores, true, 'import', r.body_hash, '2024-05-02' FROM (SELECT r.* FROM response r JOIN form f ON f.id = r.form WHERE f.slug = 'kam-preparedness' LIMIT 1) r, generate_series(1, 100001)
sql SELECT count(*) FROM audit_event WHERE action LIKE 'response.export%' AND detail->>'choice' LIKE '2024%' => 0
POST /review/exports
site same-origin
form: kam-preparedness
kind: xlsx
wave: 2024
= 422
+ A workbook holds 100,000 responses at most here: choose CSV, or one wave
+ <option value="2024" selected>
sql SELECT count(*) FROM audit_event WHERE action LIKE 'response.export%' AND detail->>'choice' LIKE '2024%' => 0
# All of them as CSV, and as a workbook what just goes in: it is begun.
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
wave: 2024
= 200
sql SELECT detail->>'rows' FROM audit_event WHERE action = 'response.export' AND detail->>'choice' LIKE '2024%' => 100001
sql SELECT count(*) FROM audit_event WHERE action = 'response.export-broken' AND (detail->>'rows')::int > 0 => 2
sql DELETE FROM response WHERE id = (SELECT id FROM response WHERE wave = 2024 LIMIT 1) RETURNING 'one less' => one less
fault export.row@1=error
POST /review/exports
site same-origin
form: kam-preparedness
kind: xlsx
wave: 2024
= 503
fault
sql SELECT (detail->>'rows') FROM audit_event WHERE action = 'response.export' ORDER BY id DESC LIMIT 1 => 100000
sql SELECT b.object = 'export ' || max(a.id) FROM audit_event a, (SELECT object FROM audit_event WHERE action = 'response.export-broken' ORDER BY id DESC LIMIT 1) b WHERE a.action = 'response.export' GROUP BY b.object => t
sql DELETE FROM response WHERE wave = 2024
sql VACUUM ANALYZE response
