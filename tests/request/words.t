# SPDX-License-Identifier: ISC
# What was written to an open question, sorted under the headings of its form.
test without a session nothing of it is read or kept
GET /review/words/kam-preparedness
= 303
head Location /sign-in
POST /review/words/kam-preparedness
site same-origin
x: y
= 403
as partner partner@words.example Words Test Partners
GET /review/words/kam-preparedness
= 404

test answers are sorted once, changed, and asked for again when they were corrected
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: canary-writer@canary-words.example
FM8: yes
FX9: No time & <no> money; ask canary-typed@canary-words.example
= 303
value one SELECT response FROM response_contact WHERE email = 'canary-writer@canary-words.example'
value two INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash) SELECT r.owner, gen_random_uuid(), r.form, r.version, r.wave, 'en', r.answers || '{"FX9": "-"}', r.raw, r.scores, true, 'web', r.body_hash FROM response r WHERE r.id = '{one}' RETURNING id
value three INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash) SELECT r.owner, gen_random_uuid(), r.form, r.version, r.wave, 'en', r.answers || '{"FX9": "secret-without-consent"}', r.raw, r.scores, false, 'web', r.body_hash FROM response r WHERE r.id = '{one}' RETURNING id
as consultant ann@operator.example
GET /review
= 200
+ 2 open answers wait to be sorted under headings
GET /review/words/kam-preparedness
= 200
+ What most holds you back?
+ No time &amp; &lt;no&gt; money; ask […]
+ no heading stands for a person
+ Pay and promotion reward own clients
- canary
- secret-without-consent
- Older
# Nothing ticked is nothing kept.
POST /review/words/kam-preparedness?item=FX9
site same-origin
form
= 303
go
+ Nothing was ticked
sql SELECT count(*) FROM response_coding => 0
POST /review/words/kam-preparedness?item=FX9
site cross-site
body seen-{one}=1.0&code-{one}=time
= 403
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=1.0&code-{one}=time&code-{one}=weather
= 400
+ not in the list
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=x&code-{one}=time
= 400
sql SELECT count(*) FROM response_coding => 0
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=1.0&code-{one}=rewards&code-{one}=time&seen-{two}=1.0&code-{two}=-&code-{two}=other
= 422
+ but not both
+ The others are saved
+ value="other" checked
- No time &amp;
sql SELECT array_to_string(codes, '|') || ' ' || coded_by || ' ' || edition || ' ' || revision FROM response_coding WHERE response = '{one}' => time|rewards ann@operator.example 1 1
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{two}=1.0&code-{two}=-
= 303
go
+ 1 answer is sorted.
+ Nothing waits to be sorted
# The same once more is harmless.
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=1.0&code-{one}=time&code-{one}=rewards&seen-{two}=1.0&code-{two}=-
= 303
sql SELECT count(*) || ' ' || sum(edition) FROM response_coding => 2 2
sql SELECT count(*) FROM audit_event WHERE action = 'response.code' AND actor = 'ann@operator.example' AND detail = '{"item": "FX9"}' => 2
GET /review
= 200
- open answer
GET /review/words/kam-preparedness?item=FX9&state=sorted
= 200
+ Sorted by ann@operator.example
+ value="time" id="code-{one}" checked
+ value="-" checked
GET /review/responses/{one}
= 200
+ Sorted under: No time beside client work; Pay and promotion reward own clients.
+ sorted what was written
# They go out with the rest, for words that are read; one of an earlier version, too.
sql UPDATE response_coding SET codes = '{time,rewards,earlier}' WHERE response = '{one}' RETURNING 'done' => done
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 200
+ FX9,FX9_codes,
+ ,time|rewards|earlier,
+ ,none,
POST /review/exports
site same-origin
form: kam-preparedness
kind: jsonl
= 200
+ "codes": {"FX9": ["time", "rewards", "earlier"]}
+ "codes": {"FX9": []}
+ "codes": {}
sql UPDATE response_coding SET codes = '{time,rewards}' WHERE response = '{one}' RETURNING 'done' => done
GET /review/exports/kam-preparedness.codebook.csv
= 200
+ FX9_codes,multi,Sorted under headings: What most holds you back?,rewards,Pay and promotion reward own clients
+ FX9_codes,multi,Sorted under headings: What most holds you back?,none
GET /review/exports/kam-preparedness.R
= 200
+ several("FX9_codes", "time", "No time beside client work")
GET /review/exports/kam-preparedness.sps
= 200
+ VARIABLE LABELS FX9_codes_1
sql UPDATE response SET consent = false WHERE id = '{one}' RETURNING 'done' => done
POST /review/exports
site same-origin
form: kam-preparedness
kind: csv-bare
= 200
+ ,none,
- time|rewards
sql UPDATE response SET consent = true WHERE id = '{one}' RETURNING 'done' => done
GET /review/responses/{three}
= 200
- Not sorted yet
- secret-without-consent
GET /review/words/kam-preparedness?item=FX9&one={three}
= 404

# Somebody else's word stands until it is put aside knowingly.
browser other
as consultant ben@operator.example
POST /review/words/kam-preparedness?item=FX9&one={one}
site same-origin
body seen-{one}=1.0&code-{one}=data
= 409
+ ann@operator.example sorted this meanwhile, under: No time beside client work; Pay and promotion reward own clients.
+ value="data" checked
- value="time" id="code-{one}" checked
sql SELECT array_to_string(codes, '|') FROM response_coding WHERE response = '{one}' => time|rewards
POST /review/words/kam-preparedness?item=FX9&one={one}
site same-origin
form
= 303
sql SELECT array_to_string(codes, '|') || ' ' || coded_by || ' ' || edition FROM response_coding WHERE response = '{one}' => data ben@operator.example 2

# A correction elsewhere leaves it; one of the words asks for it again.
sql UPDATE response SET revision = 2, answers = answers || '{"FX1": "3"}' WHERE id = '{one}' RETURNING 'done' => done
sql SELECT revision FROM response_coding WHERE response = '{one}' => 2
GET /review
= 200
- open answer
sql UPDATE response SET revision = 3, answers = answers || '{"FX9": "Other words"}' WHERE id = '{one}' RETURNING 'done' => done
GET /review
= 200
+ 1 open answer waits to be sorted
GET /review/words/kam-preparedness?item=FX9
= 200
+ Other words
+ Before, they stood under: Too little known about clients.
- checked
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=2.2&code-{one}=data
= 409
+ corrected meanwhile
- checked
POST /review/words/kam-preparedness?item=FX9
site same-origin
form
code-{one}: skills
= 303
sql SELECT array_to_string(codes, '|') || ' ' || revision || ' ' || edition FROM response_coding WHERE response = '{one}' => skills 3 3
# What is held back is not sorted, and nobody is sent to sort it.
sql UPDATE response SET pool = 'held', answers = answers - 'FX1' WHERE id IN ('{one}', '{two}') RETURNING 'done' => done
GET /review/responses/{one}
= 200
+ Sorted under: Skills or confidence are missing.
+ It is held back, so this is not sorted now.
- Sort what was written
GET /review/words/kam-preparedness?item=FX9&one={one}
= 404
GET /review/words/kam-preparedness?item=FX9&state=sorted
= 200
+ Nothing is sorted yet.
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=3.3&code-{one}=time
= 409
+ withdrawn meanwhile, or held back
sql UPDATE response SET pool = 'included' WHERE id IN ('{one}', '{two}') RETURNING 'done' => done
GET /review/responses/{one}
= 200
+ Sort what was written
# What could not be read when it was sent, and can when it is shown again.
sql CREATE FUNCTION public.agreed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN UPDATE soundings.response SET consent = true WHERE id = ''{three}''; RETURN NULL; END'
sql CREATE TRIGGER agreed AFTER UPDATE ON response_coding FOR EACH ROW EXECUTE FUNCTION public.agreed()
sql ALTER FUNCTION public.agreed() SECURITY DEFINER
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=3.3&code-{one}=skills&code-{one}=time&seen-{three}=1.0&code-{three}=data
= 409
+ 1 answer was not saved and stands here once more. The others are saved
+ This could not be sorted a moment ago, and now it can. Save again
+ value="data" checked
- sorted this meanwhile
sql DROP FUNCTION public.agreed() CASCADE
# Nobody is named who sorted it but by a page that was not ours.
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{three}=1.7&code-{three}=data
= 409
+ Save again
- sorted this meanwhile
POST /review/words/kam-preparedness?item=FX9
site same-origin
form
= 303
sql SELECT array_to_string(codes, '|') FROM response_coding WHERE response = '{three}' => data
sql SELECT array_to_string(codes, '|') || ' ' || edition FROM response_coding WHERE response = '{one}' => time|skills 4
sql UPDATE response SET pool = 'withdrawn' WHERE id = '{one}' RETURNING 'done' => done
POST /review/words/kam-preparedness?item=FX9
site same-origin
body seen-{one}=3.4&code-{one}=time
= 409
+ withdrawn meanwhile
sql SELECT array_to_string(codes, '|') FROM response_coding WHERE response = '{one}' => time|skills
sql DELETE FROM response WHERE id = '{one}' RETURNING 'done' => done
sql SELECT count(*) FROM response_coding WHERE response = '{one}' => 0

test what is not there is not there, and filters come from closed lists
as consultant cat@operator.example
GET /review/words/no-such-survey
= 404
GET /review/words/kam-preparedness?item=KP01
= 404
GET /review/words/kam-preparedness?item=FX9&one=00000000-0000-4000-8000-000000000000
= 404
GET /review/words/kam-preparedness?state=everything
= 400
GET /review/words/kam-preparedness?after=x
= 400
GET /review/words/kam-preparedness?one=x
= 400
GET /review/words/matter-feedback
= 404

test a long list comes page by page, oldest first
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, source, body_hash, submitted_at) SELECT r.owner, gen_random_uuid(), r.form, r.version, r.wave, 'en', jsonb_build_object('FX9', 'answer number ' || i || '.'), r.raw, r.scores, true, 'web', r.body_hash, now() - interval '1 day' + i * interval '1 minute' FROM (SELECT * FROM response WHERE answers ? 'FX9' LIMIT 1) r, generate_series(1, 12) i RETURNING 'made' => made
as consultant dan@operator.example
GET /review/words/kam-preparedness?item=FX9
= 200
+ answer number 1.
+ answer number 10.
- answer number 11.
take next &amp;after=|"
GET /review/words/kam-preparedness?item=FX9&after={next}
= 200
+ answer number 11.
+ answer number 12.
- answer number 1.
- Leave these
