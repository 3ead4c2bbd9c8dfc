# SPDX-License-Identifier: ISC
# The desk's figures, each worked out by hand from a world of known numbers.
test weeks are counted as they were
as consultant ann@operator.example
# This week 3, last week 7, three weeks ago 2, 25 weeks ago 1, and 9 that are older.
sql INSERT INTO response (owner, id, form, version, wave, submitted_at, language, answers, raw, scores, pool, consent, confirmed_at, source, body_hash, seconds) SELECT f.owner, gen_random_uuid(), f.id, 1, 2026, date_trunc('week', now(), 'UTC') - w.ago * interval '1 week', 'en', '{}', '', array_fill(50000000, ARRAY[8]), CASE WHEN i <= w.included THEN 'included' WHEN i <= w.included + w.held THEN 'held' WHEN i <= w.included + w.held + w.withdrawn THEN 'withdrawn' ELSE 'waiting' END, true, CASE WHEN i <= w.confirmed THEN now() END, 'web', '', CASE WHEN w.ago = 1 AND i <= 5 THEN 120 + 60 * i WHEN w.ago = 0 THEN 600 WHEN w.ago IN (3, 25) THEN 1200 END FROM form f, (VALUES (0, 3, 2, 1, 1, 0), (1, 7, 6, 3, 2, 1), (3, 2, 0, 0, 0, 0), (25, 1, 1, 1, 0, 0), (26, 9, 9, 9, 0, 0)) AS w (ago, came, confirmed, included, held, withdrawn), generate_series(1, w.came) AS i WHERE f.slug = 'kam-preparedness'
value figures SELECT string_agg(coalesce(v.n, '0 0 0 0 0'), ' ' ORDER BY w) FROM generate_series(0, 25) AS w LEFT JOIN (VALUES (0, '3 2 1 1 0'), (1, '7 6 3 2 1'), (3, '2 0 0 0 0'), (25, '1 1 1 0 0')) AS v (w, n) USING (w)
value bars SELECT string_agg(coalesce(v.n, '0'), ' ' ORDER BY w) FROM generate_series(0, 25) AS w LEFT JOIN (VALUES (0, '42'), (1, '100'), (3, '28'), (25, '14')) AS v (w, n) USING (w)
GET /review/flow?form=kam-preparedness
= 200
+ Responses this week: 3; in the last 26 weeks: 13
each <td class="n">|</td> => {figures}
each <rect class="r3" y="2" width="|% => {bars}

test the time taken is in minutes, and quiet below ten responses
as consultant ann@operator.example
# Minutes 3 4 5 6 7 10 10 10 20 20 20: a quarter took up to 5.5, half up to 10, three quarters up to 15.
GET /review/flow?form=kam-preparedness
= 200
+ Half of all took between 6 and 15 minutes; the median is 10.
sql UPDATE response SET seconds = NULL WHERE seconds IN (180, 240)
GET /review/flow?form=kam-preparedness
= 200
+ Fewer than ten responses with a known time
- Half of all took

test where people stop is counted by the page they saved last
as consultant ann@operator.example
# Ten begin: three go no further than the first page, two than the second, one
# came back to it from the third, and four send.
sql DELETE FROM draft
sql INSERT INTO draft (owner, id, form, version, language, done_at) SELECT f.owner, (lpad(i::text, 8, '0') || '-0000-4000-8000-000000000000')::uuid, f.id, 1, 'en', CASE WHEN i > 6 THEN now() END FROM form f, generate_series(1, 10) AS i WHERE f.slug = 'kam-preparedness'
sql INSERT INTO draft_page (owner, draft, page, answers, saved_at) SELECT d.owner, d.id, p.page, '{}', now() + p.place * interval '1 second' FROM (SELECT owner, id, left(id::text, 8)::int AS i FROM draft) d, (VALUES ('firm', 1), ('lead', 2), ('found', 3)) AS p (page, place) WHERE d.i > 5 OR d.i > 3 AND p.place <= 2 OR p.place = 1
sql UPDATE draft_page SET saved_at = now() + interval '1 minute' WHERE page = 'lead' AND draft::text LIKE '00000006%'
GET /review/flow?form=kam-preparedness
= 200
+ <td class="n">10</td><td class="n">3</td><td class="n">30</td></tr>
+ <td class="n">7</td><td class="n">3</td><td class="n">43</td></tr>
+ <td class="n">5</td><td class="n">0</td><td class="n">0</td></tr>

test firms that look alike are told in pairs, with what each has sent
as consultant ann@operator.example
sql DELETE FROM response
sql DELETE FROM firm_domain
sql UPDATE firm SET name = NULL WHERE NOT operator
sql INSERT INTO firm (name) VALUES ('Harbour and Pike LLP'), ('The Harbour Pike Limited'), ('Harbour Pike Lane'), ('Oak'), ('Oak Ltd'), ('Merged Stone LLP'), ('Merged Stone')
sql UPDATE firm SET merged_into = (SELECT id FROM firm WHERE name = 'Merged Stone') WHERE name = 'Merged Stone LLP'
sql WITH f AS (INSERT INTO firm (name) VALUES ('One'), ('Two'), ('Three') RETURNING id, name) INSERT INTO firm_domain SELECT (CASE name WHEN 'One' THEN 'tidewater.example' WHEN 'Two' THEN 'mail.tidewater.co.uk' ELSE 'tidewaters.example' END), id FROM f
sql INSERT INTO response (owner, id, form, version, firm_of_record, wave, language, answers, raw, scores, consent, source, body_hash) SELECT k.owner, gen_random_uuid(), k.id, 1, f.id, 2026, 'en', '{}', '', array_fill(50000000, ARRAY[8]), true, 'web', '' FROM form k, firm f, generate_series(1, CASE f.name WHEN 'Harbour and Pike LLP' THEN 2 WHEN 'Two' THEN 4 WHEN 'One' THEN 1 ELSE 0 END) WHERE k.slug = 'kam-preparedness'
value want SELECT string_agg(format('%s?with=%s', a.code, b.code), ' ' ORDER BY b.id DESC) FROM firm a, firm b WHERE (a.name, b.name) IN (('Harbour and Pike LLP', 'The Harbour Pike Limited'), ('One', 'Two'))
GET /review/firms
= 200
each <a href="/review/firms/|"> => {want}
each <td class="n">|</td> => 1 and 4 2 and 0
+ the mail domain, but for its ending
+ the name, but for its legal form

test a question is mailed to nobody who did not agree, or whom nobody confirmed
as consultant ann@operator.example
sql DELETE FROM letter
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, pool, consent, confirmed_at, disowned_at, source, body_hash) SELECT k.owner, (v.n || '0000000-0000-4000-8000-000000000000')::uuid, k.id, 1, 2026, 'en', '{}', '', array_fill(50000000, ARRAY[8]), v.pool, true, CASE WHEN v.confirmed THEN now() END, CASE WHEN v.disowned THEN now() END, 'web', '' FROM form k, (VALUES (1, 'waiting', true, false), (2, 'waiting', false, false), (3, 'withdrawn', true, false), (4, 'waiting', true, true), (5, 'waiting', true, false), (6, 'waiting', true, false)) AS v (n, pool, confirmed, disowned) WHERE k.slug = 'kam-preparedness'
# The first said no; the fifth has no address; the sixth may be asked.
sql INSERT INTO response_contact SELECT owner, id, 'asked-' || left(id::text, 1) || '@figures.example', 'figures.example', left(id::text, 1) <> '1' FROM response WHERE id::text LIKE '_0000000%' AND id::text NOT LIKE '5%'
POST /review/responses/10000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 409
+ The respondent did not agree to be written to
POST /review/responses/20000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 409
+ Nobody has confirmed the address yet
POST /review/responses/30000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 409
+ These answers were withdrawn meanwhile
POST /review/responses/40000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 409
+ These answers were withdrawn meanwhile
POST /review/responses/50000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 409
+ Nobody has confirmed the address yet
sql SELECT count(*) FROM response_question => 0
sql SELECT count(*) FROM letter => 0
sql SELECT count(*) FROM audit_event WHERE action = 'response.ask' AND object LIKE 'response %0000000-0000-4000-8000-000000000000' => 0
POST /review/responses/60000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 303
sql SELECT string_agg(kind || ' ' || address, ', ') FROM letter => question asked-6@figures.example
# One a day; and none once the answers are withdrawn.
sql UPDATE response_question SET asked_at = now() - interval '23 hours 59 minutes'
POST /review/responses/60000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: And are they all in one country?
= 409
+ Ask again tomorrow
sql UPDATE response_question SET asked_at = now() - interval '24 hours 1 minute'
POST /review/responses/60000000-0000-4000-8000-000000000000
site same-origin
decision: ask
reason: figures look odd
question: And are they all in one country?
= 303
sql SELECT count(*) FROM letter => 2

test what people do not know is told from ten firms on
as consultant ann@operator.example
sql DELETE FROM response
sql INSERT INTO firm (name) SELECT 'Knows ' || i FROM generate_series(1, 11) AS i
sql UPDATE firm SET merged_into = (SELECT id FROM firm WHERE name = 'Knows 1') WHERE name = 'Knows 11'
# KP01: 3 of 12 answers of ten firms, but for one that is held and one of long ago.
# KP02: nine firms, for the eleventh is part of the first.  KP03: 1 of 11, for
# what does not apply to a firm was not asked of it.  In each version, for the
# page may know a newer one or not yet.
sql INSERT INTO response (owner, id, form, version, firm_of_record, wave, submitted_at, language, answers, raw, scores, pool, consent, source, body_hash) SELECT k.owner, gen_random_uuid(), k.id, v.version, f.id, 2026, CASE WHEN i = 14 THEN now() - interval '25 months' ELSE now() END, 'en', '{}', set_byte(set_byte(set_byte(decode(repeat('00', 48), 'hex'), 7, CASE WHEN i <= 3 OR i > 12 THEN 255 ELSE 4 END), 8, CASE WHEN i <= 9 OR i = 11 THEN 255 ELSE 0 END), 9, CASE i WHEN 5 THEN 255 WHEN 12 THEN 254 WHEN 13 THEN 0 WHEN 14 THEN 0 ELSE 2 END), array_fill(50000000, ARRAY[8]), CASE i WHEN 13 THEN 'held' ELSE 'included' END, true, 'web', '' FROM form k JOIN form_version v ON v.form = k.id CROSS JOIN generate_series(1, 14) AS i JOIN firm f ON f.name = 'Knows ' || CASE WHEN i > 11 THEN 10 ELSE i END WHERE k.slug = 'kam-preparedness'
GET /review/flow?form=kam-preparedness
= 200
each <tr><th scope="row"><span class="small soft">|</span> => KP01 KP03
+ </th><td class="n">25</td></tr>
+ </th><td class="n">9</td></tr>
sql DELETE FROM response WHERE firm_of_record = (SELECT id FROM firm WHERE name = 'Knows 10')
GET /review/flow?form=kam-preparedness
= 200
+ Fewer than ten firms: nothing to say yet.
- KP01

test a figure of the start page is the number of rows behind its link
as consultant ann@operator.example
# Each state, with or without consent, confirmation, disowning, a flag; asked nothing,
# asked without an answer, asked and corrected since.
sql DELETE FROM response
sql DELETE FROM response_question
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, flags, pool, consent, confirmed_at, disowned_at, source, body_hash, revision) SELECT k.owner, (lpad((p.n * 1000 + q * 100 + c * 8 + m * 4 + d * 2 + f)::text, 8, '0') || '-0000-4000-8000-000000000000')::uuid, k.id, 1, 2026, 'en', '{}', '', array_fill(50000000, ARRAY[8]), CASE f WHEN 1 THEN ARRAY['fast'] ELSE '{}' END, p.pool, c = 1, CASE m WHEN 1 THEN now() END, CASE d WHEN 1 THEN now() END, 'web', '', 2 FROM form k, (VALUES (0, 'waiting'), (1, 'included'), (2, 'held'), (3, 'withdrawn')) AS p (n, pool), generate_series(0, 1) AS c, generate_series(0, 1) AS m, generate_series(0, 1) AS d, generate_series(0, 1) AS f, generate_series(0, 2) AS q WHERE k.slug = 'kam-preparedness'
sql INSERT INTO response_question (owner, response, asked_by, question, reason, pool, revision) SELECT owner, id, 'ann@operator.example', 'How many?', 'looks odd', pool, substr(id::text, 6, 1)::int FROM response WHERE substr(id::text, 6, 1) <> '0'
sql SELECT count(*) || ' ' || count(DISTINCT q.response) FROM response r LEFT JOIN response_question q ON q.response = r.id => 192 128
GET /review
= 200
+ 1 response without flags can be included
+ 5 responses with flags or questions wait to be decided one by one
each kam-preparedness&amp;pool=|</ => single">5 responses with flags or questions wait to be decided one by one ready">1 single">5 unready">18 asked">24 included">48 held">48
GET /review/unflagged?form=kam-preparedness
= 200
+ 1 response waits without a flag
GET /review/responses?form=kam-preparedness&pool=ready
= 200
each "row"><a |="/review => href
+ <option value="ready" selected>ready to include</option>
value rows SELECT rtrim(repeat('href ', 5))
GET /review/responses?form=kam-preparedness&pool=single
= 200
each "row"><a |="/review => {rows}
value rows SELECT rtrim(repeat('href ', 18))
GET /review/responses?form=kam-preparedness&pool=unready
= 200
each "row"><a |="/review => {rows}
value rows SELECT rtrim(repeat('href ', 24))
GET /review/responses?form=kam-preparedness&pool=asked
= 200
each "row"><a |="/review => {rows}
value rows SELECT rtrim(repeat('href ', 48))
GET /review/responses?form=kam-preparedness&pool=included
= 200
each "row"><a |="/review => {rows}
GET /review/responses?form=kam-preparedness&pool=held
= 200
each "row"><a |="/review => {rows}
# Where there is nothing to compare, all that was not taken back is kept.
sql DELETE FROM response WHERE pool = 'included'
sql UPDATE response SET form = (SELECT id FROM form WHERE slug = 'matter-feedback')
value rows SELECT rtrim(repeat('href ', 48))
GET /review
= 200
+ matter-feedback&amp;pool=kept">48</a>
GET /review/responses?form=matter-feedback&pool=kept
= 200
each "row"><a |="/review => {rows}
