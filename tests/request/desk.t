# SPDX-License-Identifier: ISC
# The response desk: what consultants see and decide.  Pseudonyms everywhere,
# identities only as a recorded act.
test without a session the desk leads to the door, and nothing is taken
GET /review
= 303
head Location /sign-in
GET /review/responses
= 303
POST /review/unflagged?form=kam-preparedness
site same-origin
x: y
= 403
+ nothing was changed

test whoever is no consultant finds nothing there
as partner partner@desk.example Desk Test Partners
GET /review
= 404
GET /review/responses
= 404
GET /review/flow
= 404

test an answer comes in, is looked at, held with a reason, and included
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: canary-person@canary-desk.example
FM8: yes
FM9: yes
KP01: 4
KP02: 4
KP03: 4
KP05: 4
FX9: write to canary-typed@canary-desk.example
= 303
link report REPORT SELECT response FROM response_contact WHERE email = 'canary-person@canary-desk.example'
POST /report/{report}
mine: yes
= 303
as consultant ann@operator.example
GET /review
= 200
+ Ready to include
- canary
GET /review/responses?form=kam-preparedness&pool=waiting&profession=law&size=Z2&region=uki
= 200
+ Law, 25 to 49, UK and Ireland
- canary
take one /review/responses/|"
GET /review/responses/{one}
= 200
+ Response 
+ Include it in the comparison
+ Nothing yet.
+ write to […]
+ kept apart from the answers
+ No answer<
- No answer yet
- canary
# What was written is for who agreed to be read.
sql UPDATE response SET consent = false WHERE id = '{one}'
GET /review/responses/{one}
= 200
+ not shown without consent
- write to
sql UPDATE response SET consent = true WHERE id = '{one}'
POST /review/responses/{one}
site same-origin
decision: hold
reason: no
= 422
+ Give a reason of at least 5 characters
+ checked> Hold it back
POST /review/responses/{one}
site same-origin
reason: something was odd
= 422
+ Choose to include, to hold or to ask
+ something was odd
POST /review/responses/{one}
site same-origin
decision: hold
reason: straight lines everywhere
= 303
go
+ straight lines everywhere
+ ann@operator.example
+ held
sql SELECT pool || ' ' || pool_reason FROM response WHERE id = '{one}' => held straight lines everywhere
sql SELECT actor || ' ' || action FROM audit_event WHERE object = 'response {one}' => ann@operator.example response.hold
POST /review/responses/{one}
site cross-site
decision: include
reason: looked again, it is fine
= 403
POST /review/responses/{one}
site same-origin
decision: include
reason: looked again, it is fine
= 303
sql SELECT pool FROM response WHERE id = '{one}' => included

# An identity is opened for a reason, recorded before it is shown.
GET /review/responses/{one}/identity
= 200
- canary
POST /review/responses/{one}/identity
site same-origin
reason: x
= 422
- canary
sql SELECT count(*) FROM audit_event WHERE action = 'response.identity' => 0
POST /review/responses/{one}/identity
site same-origin
reason: the firm asked us to call back
= 200
+ canary-person@canary-desk.example
+ canary-desk.example
sql SELECT detail->>'reason' FROM audit_event WHERE action = 'response.identity' AND object = 'response {one}' => the firm asked us to call back
GET /review/responses/{one}
= 200
+ opened the identity
- canary

# What is noted is told to whoever asks for all that is held about them.
GET /review/responses/{one}
= 200
+ whoever asks for all that is held about them is given it
- Respondents do not see it
# A question goes out in the consultant's words, once a day, and not without a reason.
POST /review/responses/{one}
site same-origin
decision: ask
question: Did you mean 40 offices, or 4?
= 422
+ id="reason-error"
+ Did you mean 40 offices, or 4?</textarea>
POST /review/responses/{one}
site same-origin
decision: ask
reason: figures look odd
question: Eh?
= 422
+ id="question-error"
# What was typed for a letter stays, whatever else is chosen.
POST /review/responses/{one}
site same-origin
decision: hold
question: Did you mean 40 offices, or 4?
= 422
+ Did you mean 40 offices, or 4?</textarea>
sql SELECT count(*) FROM response_question => 0
GET /review/responses?form=kam-preparedness&pool=asked
= 200
+ No response fits.
POST /review/responses/{one}
site same-origin
decision: ask
reason: figures look odd
question: Did you mean 40 offices, or 4?
= 303
go
+ Did you mean 40 offices, or 4?
sql SELECT count(*) FROM letter WHERE kind = 'question' AND object = '{one}' AND address = 'canary-person@canary-desk.example' => 1
POST /review/responses/{one}
site same-origin
decision: ask
reason: figures look odd
question: And another thing?
= 409
+ Ask again tomorrow
+ And another thing?
sql SELECT count(*) FROM letter WHERE kind = 'question' => 1
# Why it was asked stands beside it, and it is found until something came of it.
sql SELECT detail->>'reason' FROM audit_event WHERE action = 'response.ask' => figures look odd
GET /review/responses/{one}
= 200
+ <bdi>figures look odd</bdi></p>
+ Nothing has come of it yet
GET /review
= 200
+ pool=asked">1</a>
GET /review/responses?form=kam-preparedness&pool=asked
= 200
+ /review/responses/{one}
+ asked, no answer yet
sql UPDATE response SET revision = revision + 1 WHERE id = '{one}'
GET /review/responses?form=kam-preparedness&pool=asked
= 200
+ No response fits.
GET /review/responses/{one}
= 200
- Nothing has come of it yet
sql UPDATE response SET revision = revision - 1 WHERE id = '{one}'
POST /review/responses/{one}
site same-origin
decision: hold
reason: they wrote back
= 303
GET /review/responses?form=kam-preparedness&pool=asked
= 200
+ No response fits.

test what is not there, and what is no id, look the same
as consultant ann@operator.example
GET /review/responses/00000000-0000-4000-8000-000000000000
= 404
GET /review/responses/nonsense
= 404
POST /review/responses/00000000-0000-4000-8000-000000000000
site same-origin
decision: hold
reason: is not there
= 404
GET /review/firms/f-000000
= 404
GET /review/firms/%27%20OR%201=1
= 404

test filters come from closed lists
as consultant ann@operator.example
GET /review/responses?pool=everything
= 400
+ Choose one of those offered
GET /review/responses?answers=KP01
= 400
+ There is no such filter
GET /review/responses?wave=1999
= 400
GET /review/responses?after=x
= 400
GET /review/responses?form=nonsense
= 400
GET /review/responses?pool=&flag=none
= 200

test all without flags at once, but none with a flag or a question
sql UPDATE response SET pool = 'waiting', flags = '{}', consent = true, confirmed_at = now() WHERE id = (SELECT response FROM response_contact WHERE email = 'canary-person@canary-desk.example')
as consultant ann@operator.example
sql SELECT count(*) FROM response WHERE pool = 'waiting' AND flags = '{}' AND consent AND confirmed_at IS NOT NULL AND NOT EXISTS (SELECT FROM response_question q WHERE q.response = response.id) => 0
POST /review/unflagged?form=kam-preparedness
site same-origin
x: y
= 200
+ There was none left to include
sql DELETE FROM response_question
GET /review/unflagged?form=kam-preparedness
= 200
+ 1 response waits without a flag
# What comes in between question and answer was not looked at.
value fresh INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, consent, confirmed_at, source, body_hash) SELECT r.owner, gen_random_uuid(), r.form, r.version, r.wave, 'en', r.answers, r.raw, r.scores, true, now(), 'web', r.body_hash FROM response r JOIN response_contact c ON c.response = r.id WHERE c.email = 'canary-person@canary-desk.example' RETURNING id
POST /review/unflagged?form=kam-preparedness
form
site same-origin
= 409
+ 1 more came in meanwhile, so none was included. Look again.
+ 2 responses wait without a flag
sql SELECT count(*) FROM response WHERE pool = 'waiting' AND flags = '{}' AND consent AND confirmed_at IS NOT NULL => 2
# As many as before, but others.
sql UPDATE response SET confirmed_at = NULL WHERE id = (SELECT response FROM response_contact WHERE email = 'canary-person@canary-desk.example') RETURNING 'x' => x
GET /review/unflagged?form=kam-preparedness
= 200
+ 1 response waits without a flag
sql UPDATE response SET confirmed_at = CASE WHEN id = '{fresh}' THEN NULL ELSE now() END WHERE id IN ('{fresh}', (SELECT response FROM response_contact WHERE email = 'canary-person@canary-desk.example')) RETURNING 'x' => x
POST /review/unflagged?form=kam-preparedness
form
site same-origin
= 409
+ They are not the same as before, so none was included.
sql DELETE FROM response WHERE id = '{fresh}' RETURNING 'x' => x
POST /review/unflagged?form=kam-preparedness
form
site same-origin
= 200
+ 1 response counts from the next snapshot on.
GET /review/unflagged?form=kam-preparedness
= 200
+ None waits without a flag
- <button class="button" type="submit"
sql SELECT pool FROM response WHERE id = (SELECT response FROM response_contact WHERE email = 'canary-person@canary-desk.example') => included

test a consultant who is demoted meanwhile decides nothing
as consultant bea@operator.example
sql UPDATE membership SET role = 'reviewer' WHERE person = (SELECT id FROM person WHERE email = 'bea@operator.example')
POST /review/unflagged?form=kam-preparedness
site same-origin
x: y
= 404
GET /review/responses
= 404

test two firms that look alike are put side by side and merged
sql WITH f AS (INSERT INTO firm (name) VALUES ('Twin Desk') RETURNING id) INSERT INTO firm_domain SELECT 'canary-desk.com', id FROM f
sql SELECT f.code FROM firm f JOIN firm_domain d ON d.firm = f.id WHERE d.domain = 'canary-desk.com'
as consultant ann@operator.example
GET /review/firms
= 200
+ the mail domain, but for its ending
- canary
take pair /review/firms/|?with=
take twin ?with=|"
# Also where the worker has to read the form first.
publish forms/kam-preparedness.json
sql UPDATE response SET version = 1 + (SELECT count(*) FROM form_version v WHERE v.form = response.form AND v.version > 1) WHERE firm_of_record IN (SELECT id FROM firm WHERE code IN ('{pair}', '{twin}'))
GET /review/firms/{pair}?with={twin}
= 200
+ Which one stays?
- canary
POST /review/firms/{pair}
site same-origin
with: {twin}
reason: same firm, two endings
= 422
+ Choose the firm that stays
+ same firm, two endings
POST /review/firms/{pair}
site same-origin
with: {twin}
into: one
reason: same firm, two endings
= 303
sql SELECT g.code FROM firm f JOIN firm g ON g.id = f.merged_into WHERE f.code = '{twin}' => {pair}
sql SELECT actor || ' ' || (detail->>'into') FROM audit_event WHERE action = 'firm.merge' => ann@operator.example {pair}
POST /review/firms/{pair}
site same-origin
with: {twin}
into: one
reason: once more, the same
= 404
POST /review/firms/{pair}/identity
site same-origin
reason: to be sure it is the same
= 200
+ canary-desk.
sql SELECT count(*) FROM audit_event WHERE action = 'firm.identity' => 1

test a code that no firm has is told so
as consultant ann@operator.example
GET /review/firms/f-aaaaaa?with=f-bbbbbb
= 404
+ There is no such pair of firms

test the flow speaks of numbers only
as consultant ann@operator.example
GET /review/flow?form=kam-preparedness
= 200
+ Week by week
+ Responses this week: 
+ Where people stop
+ Fewer than ten firms: nothing to say yet.
- canary

test what cannot be done is not offered, and refused in the right words
as consultant ann@operator.example
sql INSERT INTO response (owner, id, form, version, wave, language, answers, raw, scores, flags, consent, source, body_hash) SELECT operator_firm(), '0000d35c-0000-4000-8000-000000000001', id, 1, 2026, 'en', '{"FM1": "law", "FM9": "no"}', '', array_fill(50000000, ARRAY[8]), '{}', false, 'web', '' FROM form WHERE slug = 'kam-preparedness' RETURNING 1 => 1
GET /review/responses/0000d35c-0000-4000-8000-000000000001
= 200
+ Nobody has confirmed the address yet
- value="include"
- value="ask"
+ value="hold" id="decision"
POST /review/responses/0000d35c-0000-4000-8000-000000000001
decision: include
reason: it looks fine to me
site same-origin
= 409
+ There is a problem
+ Nobody has confirmed the address yet, so they cannot be included. They can be held.
- One answer needs another look
- Your other answers
GET /review
= 200
sql WITH u AS (UPDATE response SET confirmed_at = now(), consent = true, answers = '{"FM1": "law", "FM9": "yes"}' WHERE id = '0000d35c-0000-4000-8000-000000000001' RETURNING 1) SELECT count(*) FROM u => 1
GET /review/responses/0000d35c-0000-4000-8000-000000000001
= 200
+ value="include" id="decision"
+ value="ask"
POST /review/responses/0000d35c-0000-4000-8000-000000000001
decision: hold
reason: looked odd to me
site same-origin
= 303
go
+ role="status"><p>It is held back
sql WITH d AS (DELETE FROM response WHERE id = '0000d35c-0000-4000-8000-000000000001' RETURNING 1) SELECT count(*) FROM d => 1

test a survey that asks for no consent has nothing to decide
POST /s/matter-feedback
= 303
go
POST /s/matter-feedback/answers
form
MF01: 3
MF13: canary words
= 303
sql SELECT count(*) FROM response WHERE answers->>'MF01' = '3' => 1
as consultant ann@operator.example
GET /review
= 200
+ Kept, and compared with nobody
GET /review/responses?form=matter-feedback
= 200
take one /review/responses/|"
GET /review/responses/{one}
= 200
+ there is nothing to decide
- Include it in the comparison
- Hold it back
GET /review/snapshots
= 200
+ value="kam-preparedness"
- value="matter-feedback"
POST /review/snapshots
site same-origin
form: matter-feedback
= 404
