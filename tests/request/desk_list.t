# SPDX-License-Identifier: ISC
# The list of the desk: which responses a filter shows, and page by page every
# one of them once.  What each number is follows from its remainders.
test a filter shows its responses and no others
as consultant ann@operator.example
sql INSERT INTO firm (name) VALUES ('List Desk')
value code SELECT code FROM firm WHERE name = 'List Desk'
sql INSERT INTO response (owner, id, form, version, firm_of_record, wave, submitted_at, language, answers, raw, scores, flags, pool, consent, confirmed_at, source, body_hash) SELECT f.owner, (lpad(i::text, 8, '0') || '-0000-4000-8000-000000000000')::uuid, f.id, 1, CASE WHEN i % 11 = 0 THEN (SELECT id FROM firm WHERE name = 'List Desk') END, 2025 + i % 2, '2026-03-02 09:00+00'::timestamptz + i / 7 * interval '1 minute', 'en', jsonb_build_object('FM1', (ARRAY['law', 'accounting', 'consulting'])[1 + i % 3], 'FM2', (ARRAY['1-9', '10-24', '25-49', '100-249'])[1 + i % 4], 'FM5', (ARRAY['uki', 'eur', 'nam', 'lam', 'mea'])[1 + i % 5]), '', array_fill(50000000, ARRAY[8]), CASE i % 7 WHEN 0 THEN ARRAY['straight-lining'] WHEN 1 THEN ARRAY['fast', 'straight-lining'] ELSE '{}' END, (ARRAY['waiting', 'included', 'held', 'withdrawn', 'included'])[1 + i % 5], true, now(), 'web', '' FROM form f, generate_series(1, 130) AS i WHERE f.slug = 'kam-preparedness'
sql SELECT count(*) FROM response => 130
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 3 = 0 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&profession=law
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 4 IN (0, 1) ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&size=Z1
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 4 = 2 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&size=Z2
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 5 = 2 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&region=nam
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 2 = 0 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&wave=2025
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 5 = 2 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&pool=held
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 7 IN (0, 1) ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&flag=straight-lining
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 7 = 1 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&flag=fast
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 7 > 1 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&flag=none
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 11 = 0 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&firm={code}
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 3 = 0 AND i % 4 IN (0, 1) AND i % 5 = 0 AND i % 2 = 0 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&profession=law&size=Z1&region=uki&wave=2025
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 3 = 1 AND i % 5 = 2 AND i % 7 > 1 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&profession=accounting&pool=held&flag=none
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 4 = 3 AND i % 5 = 1 AND i % 7 IN (0, 1) ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&size=Z3&region=eur&flag=straight-lining
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 2 = 1 AND i % 11 = 0 AND i % 3 = 2 ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&wave=2026&firm={code}&profession=consulting
= 200
each /review/responses/|-0000 => {want}
value want SELECT coalesce(string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i / 7 DESC, i DESC), '') FROM (SELECT i FROM generate_series(1, 130) AS i WHERE false ORDER BY i DESC LIMIT 50) AS s
GET /review/responses?form=kam-preparedness&profession=law&size=Z4
= 200
each /review/responses/|-0000 => {want}
+ No response fits.

test page by page every response comes once, the newest first
as consultant ann@operator.example
value first SELECT string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i DESC) FROM generate_series(81, 130) AS i
value second SELECT string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i DESC) FROM generate_series(31, 80) AS i
value third SELECT string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i DESC) FROM generate_series(1, 30) AS i
GET /review/responses?form=kam-preparedness
= 200
each /review/responses/|-0000 => {first}
+ Older responses
take after after=|"
# One that came meanwhile moves nothing.
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash) SELECT owner, '99999999-0000-4000-8000-000000000000', form, 1, 2026, 'en', '{}', '', scores, true, 'web', '' FROM response LIMIT 1
GET /review/responses?form=kam-preparedness&after={after}
= 200
each /review/responses/|-0000 => {second}
take after after=|"
GET /review/responses?form=kam-preparedness&after={after}
= 200
each /review/responses/|-0000 => {third}
- Older responses
sql DELETE FROM response WHERE id = '99999999-0000-4000-8000-000000000000'

test a filter goes along from page to page
as consultant ann@operator.example
value rest SELECT string_agg(lpad(i::text, 8, '0'), ' ' ORDER BY i DESC) FROM (SELECT i FROM generate_series(1, 130) AS i WHERE i % 2 = 1 ORDER BY i DESC OFFSET 50) AS s
GET /review/responses?form=kam-preparedness&wave=2026
= 200
+ wave=2026&amp;after=
take after after=|"
GET /review/responses?form=kam-preparedness&wave=2026&after={after}
= 200
each /review/responses/|-0000 => {rest}
- Older responses
