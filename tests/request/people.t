# SPDX-License-Identifier: ISC
# Who looks after whom, and what those see who may not.
test a lead adds people, changes and disables them
as lead ada@longshore.example
GET /review/people
= 200
+ Ada
+ aria-current="page">People
+ <main id="main" class="wrap broad"
POST /review/people
form
do: invite
name: Ben <b>
email: Ben@longshore.example
role: consultant
site same-origin
= 303
head Location /review/people
go
+ role="status"><p>Ben &lt;b&gt; was added; the letter is on its way.
GET /review/people
= 200
- letter is on its way
+ Ben &lt;b&gt;
+ href="/review/people-data"
sql SELECT kind || ' ' || state FROM letter WHERE address = 'ben@longshore.example' => invited due
sql SELECT actor || ' ' || object || ' ' || (detail->>'role') FROM audit_event WHERE action = 'person.add' ORDER BY id DESC LIMIT 1 => ada@longshore.example person ben@longshore.example consultant
POST /review/people
do: invite
name: Ben
email: ben@longshore.example
role: lead
site same-origin
= 422
+ already
POST /review/people
do: invite
name: Cass
email: cass@firm.example
role: administrator
firm: No Such Firm
site same-origin
= 422
+ No firm is recorded
POST /review/people
do: invite
name: Cass
email: cass@firm.example
role: administrator
site same-origin
= 422
+ no role in that firm
POST /review/people
do: invite
name:  
email: cass@firm.example
role: consultant
site same-origin
= 422
# Two hundred letters are two hundred, however many bytes; one more is too long.
sql SELECT person_name_fits(repeat('ü', 200)) AND NOT person_name_fits(repeat('ü', 201)) => t
POST /review/people
do: invite
long name 201
email: kept@firm.example
role: consultant
site same-origin
= 422
+ This name is too long: it has at most 200 characters</a>
+ href="#name"
+ id="name-error"
+ kept@firm.example
- on one line
POST /review/people
do: invite
name: Cass
email: cass
role: consultant
site same-origin
= 422
+ href="#email"
- id="name-error"
POST /review/people
do: invite
name: Cass
email: cass@firm.example
role: king
site same-origin
= 422
sql SELECT count(*) FROM person WHERE email LIKE 'cass%' => 0
GET /review/people
= 200
take ben name="person" value="|"
POST /review/people
do: role
person: {ben}
role: lead
site same-origin
= 303
sql SELECT role FROM membership JOIN person ON person = id WHERE email LIKE 'ben@%' => lead
# An administrator is of a firm, never of the operator.
POST /review/people
do: role
person: {ben}
role: administrator
site same-origin
= 404
POST /review/people
do: disable
person: {ben}
site same-origin
= 200
+ Disable Ben &lt;b&gt;?
+ Leave it as it is
sql SELECT disabled_at IS NULL FROM person WHERE email LIKE 'ben@%' => t
POST /review/people
form
reason: no
site same-origin
= 422
+ There is a problem
+ Give a reason of at least 5 characters
- other answers
POST /review/people
form
reason: left the firm
site same-origin
= 303
go
+ Ben &lt;b&gt; is disabled, and signed out everywhere.
sql SELECT detail ->> 'reason' FROM audit_event WHERE action = 'person.disable' ORDER BY id DESC LIMIT 1 => left the firm
sql SELECT disabled_at IS NOT NULL FROM person WHERE email LIKE 'ben@%' => t
# A second click finds it done.
POST /review/people
do: disable
person: {ben}
reason: left the firm
site same-origin
= 303
go
+ It was so already: nothing changed for Ben &lt;b&gt;.
sql SELECT count(*) FROM audit_event WHERE action = 'person.disable' => 1
POST /review/people
do: enable
person: {ben}
site same-origin
= 303
go
+ is let in again
POST /review/people
do: explode
person: {ben}
site same-origin
= 400
POST /review/people
do: disable
person: 00000000-0000-4000-8000-000000000001
site same-origin
= 404
GET /review/audit
= 200
+ Disabled an account
+ ben@longshore.example
- person.disable
GET /review/audit?before=1
= 200
+ Nothing has been noted yet
GET /review/audit?before=x
= 404

test nobody changes themselves, or resets their own factor
person lead ada@longshore.example
id ada ada@longshore.example
in ada@longshore.example
POST /review/people
do: disable
person: {ada}
site same-origin
= 404
sql UPDATE person SET factor = 'x', factor_at = now() WHERE email = 'ada@longshore.example'
POST /review/people
do: reset
person: {ada}
site same-origin
= 404
sql SELECT factor IS NOT NULL AND disabled_at IS NULL FROM person WHERE email = 'ada@longshore.example' => t

test a lead resets the second factor of another, who is told and signed out
person lead ada@longshore.example
person consultant dot@longshore.example
id dot dot@longshore.example
sql UPDATE person SET factor = 'x', factor_at = now() WHERE email IN ('dot@longshore.example', 'ada@longshore.example')
browser B
in dot@longshore.example
GET /me
= 200
browser A
in ada@longshore.example
GET /review/people
= 200
+ value="reset"
# Not with a code of long ago.
sql UPDATE session SET code_at = now() - interval '11 minutes'
POST /review/people
do: reset
person: {dot}
site same-origin
= 200
+ Nothing was changed yet
sql SELECT factor IS NOT NULL FROM person WHERE email = 'dot@longshore.example' => t
sql UPDATE session SET code_at = now()
POST /review/people
do: reset
person: {dot}
site same-origin
= 200
+ Reset the second factor of
+ void
POST /review/people
form
reason: lost the phone, called back
site same-origin
= 303
sql SELECT factor IS NULL FROM person WHERE email = 'dot@longshore.example' => t
sql SELECT kind FROM letter WHERE address = 'dot@longshore.example' => factor_reset
sql SELECT actor FROM audit_event WHERE action = 'person.reset' ORDER BY id DESC LIMIT 1 => ada@longshore.example
browser B
GET /me
= 303
head Location /sign-in?

test an administrator looks after the own firm and no other
person administrator kit@quill.example Quill
person member lou@quill.example Quill
person member max@ash.example Ash
person lead ada@longshore.example
in kit@quill.example
GET /firm/people
= 200
+ lou@quill.example
- max@ash.example
- ada@longshore.example
- value="reset"
- value="lead"
- name="firm"
POST /firm/people
do: invite
name: Nan
email: nan@quill.example
role: partner
site same-origin
= 303
sql SELECT f.name || ' ' || role FROM membership m JOIN person p ON p.id = m.person JOIN firm f ON f.id = m.firm WHERE email LIKE 'nan@%' => Quill partner
POST /firm/people
do: invite
name: Evil
email: evil@quill.example
role: lead
site same-origin
= 422
POST /firm/people
do: invite
name: Evil
email: evil@quill.example
role: member
firm: Ash
site same-origin
= 422
sql SELECT count(*) FROM person WHERE email LIKE 'evil@%' => 0
# Somebody of another firm, and nobody at all, look alike.
id max max@ash.example
POST /firm/people
do: disable
person: 00000000-0000-4000-8000-000000000001
site same-origin
= 404
page absent
POST /firm/people
do: disable
person: {max}
site same-origin
= 404
same absent
sql SELECT count(*) FROM person WHERE disabled_at IS NOT NULL AND email LIKE 'max@%' => 0
GET /firm/audit
= 200
+ nan@quill.example
- ben@longshore.example
# The pages of consultants are not there for an administrator.
GET /nothing/here
= 404
page nothing
GET /review/people
= 404
same nothing
GET /review/audit
= 404
same nothing
POST /review/people
do: disable
person: 00000000-0000-4000-8000-000000000001
site same-origin
= 404
same nothing
# Nor those of administrators for a member or a consultant.
browser B
in lou@quill.example
GET /nothing/here
= 404
page lous
GET /firm/people
= 404
same lous
GET /firm/audit
= 404
same lous
GET /me
= 200
+ Member
browser C
in ada@longshore.example
GET /nothing/here
= 404
page adas
GET /firm/people
= 404
same adas

test an administrator is not told who signs in elsewhere
person administrator kit@quill.example Quill
person member far@ash.example Ash
in kit@quill.example
GET /firm/people
= 200
+ Up to 20 people a day
POST /firm/people
do: invite
name: Far Away
email: Far@ash.example
role: partner
site same-origin
= 303
head Location /firm/people
POST /firm/people
do: invite
name: Fay Away
email: fay@ash.example
role: partner
site same-origin
= 303
head Location /firm/people
go
= 200
+ far@ash.example
+ fay@ash.example
+ has not signed in yet
+ value="withdraw"
sql SELECT count(*) FROM invitation WHERE role = 'partner' AND lower(email) IN ('far@ash.example', 'fay@ash.example') => 2
sql SELECT string_agg(kind, ' ' ORDER BY address) FROM letter WHERE address IN ('far@ash.example', 'fay@ash.example') => invited_known invited
sql SELECT f.name || ' ' || role FROM membership m JOIN person p ON p.id = m.person JOIN firm f ON f.id = m.firm WHERE email = 'far@ash.example' => Ash member
GET /firm/audit
= 200
+ far@ash.example
+ fay@ash.example
POST /firm/people
do: invite
name: Far
email: far@ash.example
role: member
site same-origin
= 422
+ already
POST /firm/people
do: invite
name: Fay
email: fay@ash.example
role: member
site same-origin
= 422
+ already
# Neither can be changed as a person before they came.
id far far@ash.example
id fay fay@ash.example
POST /firm/people
do: disable
person: {far}
site same-origin
= 404
page absent
POST /firm/people
do: disable
person: {fay}
site same-origin
= 404
same absent
sql SELECT count(*) FROM person WHERE disabled_at IS NOT NULL AND email LIKE '%@ash.example' AND email LIKE 'fa%' => 0

test an invitation is taken back, or ends when its person comes
as administrator kit@quill.example Quill
POST /firm/people
do: invite
name: Gil Ember
email: gil@quill.example
role: member
site same-origin
= 303
go
+ has not signed in yet
browser B
POST /sign-in
email: gil@quill.example
site same-origin
= 200
mailed token gil@quill.example
POST /sign-in/{token}
site same-origin
= 303
browser A
sql SELECT count(*) FROM invitation WHERE email = 'gil@quill.example' => 0
id gil gil@quill.example
POST /firm/people
do: role
person: {gil}
role: partner
site same-origin
= 303
POST /firm/people
do: invite
name: Hal Frost
email: hal@quill.example
role: administrator
site same-origin
= 303
sql UPDATE invitation SET id = '00000000-0000-4000-8000-00000000aaaa' WHERE email = 'hal@quill.example'
# Another firm's administrator has no such invitation.
person administrator zoe@ash.example Ash
browser C
in zoe@ash.example
POST /firm/people
do: withdraw
person: 00000000-0000-4000-8000-00000000aaaa
site same-origin
= 404
browser A
POST /firm/people
do: withdraw
person: 00000000-0000-4000-8000-00000000aaaa
site same-origin
= 303
go
- hal@quill.example
sql SELECT count(*) FROM person WHERE email = 'hal@quill.example' => 0
POST /firm/people
do: withdraw
person: 00000000-0000-4000-8000-00000000aaaa
site same-origin
= 404
GET /firm/audit
= 200
+ Took an invitation back

test an administrator adds no more than twenty people a day, and one address three times
as administrator kit@quill.example Quill
sql INSERT INTO throttle SELECT 'invite firm', int8send(id), now(), 19 FROM firm WHERE name = 'Quill' ON CONFLICT (class, key) DO UPDATE SET count = 19
POST /firm/people
do: invite
name: Ida Gale
email: ida@quill.example
role: member
site same-origin
= 303
POST /firm/people
do: invite
name: Jon Hart
email: jon@quill.example
role: member
site same-origin
= 422
+ the most for a day
sql SELECT count(*) FROM person WHERE email = 'jon@quill.example' => 0
sql UPDATE throttle SET since = now() - interval '25 hours' WHERE class = 'invite firm'
POST /firm/people
do: invite
name: Jon Hart
email: jon@quill.example
role: member
site same-origin
= 303
sql UPDATE throttle SET count = 3 WHERE class = 'invite address'
sql DELETE FROM person WHERE email = 'jon@quill.example'
POST /firm/people
do: invite
name: Jon Hart
email: jon@quill.example
role: member
site same-origin
= 422
+ the most for a day

test a name stands on one line and leads nowhere
as lead ada@longshore.example
POST /review/people
body do=invite&role=consultant&email=lee@longshore.example&name=Lee%0D%0AMarsh
site same-origin
= 422
+ on one line, without a web address
POST /review/people
body do=invite&role=consultant&email=lee@longshore.example&name=Lee%E2%80%AEhsraM
site same-origin
= 422
POST /review/people
body do=invite&role=administrator&email=kim@quire.example&name=Kim&record=yes&firm=Quire%0D%0AHouse
site same-origin
= 422
+ A firm’s name stands on one line
+ href="#firm"
sql SELECT count(*) FROM firm WHERE name LIKE 'Quire%' => 0
POST /review/people
do: invite
name: Win at https://evil
email: lee@longshore.example
role: consultant
site same-origin
= 422
POST /review/people
do: invite
name: Go to evil.example now
email: lee@longshore.example
role: consultant
site same-origin
= 422
POST /review/people
do: invite
name: Dr. J.R. van St.John-Łęcki
email: lee@longshore.example
role: consultant
site same-origin
= 303
sql SELECT count(*) FROM person WHERE email = 'lee@longshore.example' => 1

test somebody demoted or disabled is out at the next request
as lead ada@longshore.example
GET /review/people
= 200
sql UPDATE membership SET role = 'consultant' WHERE person = (SELECT id FROM person WHERE email LIKE 'ada@%')
GET /review/people
= 404
POST /review/people
do: invite
name: Late
email: late@longshore.example
role: consultant
site same-origin
= 404
sql SELECT count(*) FROM person WHERE email LIKE 'late@longshore%' => 0
GET /review/audit
= 200
sql UPDATE person SET disabled_at = now() WHERE email LIKE 'ada@%'
GET /review/audit
= 303
POST /review/people
do: invite
site same-origin
= 403
+ nothing was changed

test a role in a firm where it means nothing opens nothing
as lead odd@quill.example Quill
GET /review/people
= 303
GET /me
= 303

test people of a merged firm belong to the one that it became part of
person lead ada@longshore.example
person administrator old@brindle.example Brindle Old
person member new@brindle.example Brindle
sql WITH u AS (UPDATE firm SET merged_into = (SELECT id FROM firm WHERE name = 'Brindle') WHERE name = 'Brindle Old' RETURNING 1) SELECT count(*) FROM u => 1
sql SELECT string_agg(DISTINCT f.name, ' ') FROM membership m JOIN person p ON p.id = m.person JOIN firm f ON f.id = m.firm WHERE email LIKE '%@brindle.example' => Brindle
browser B
in old@brindle.example
GET /firm/people
= 200
+ new@brindle.example
browser A
in ada@longshore.example
GET /review/people
= 200
- Brindle Old
# The name that is gone still finds the firm.
POST /review/people
do: invite
name: Ida
email: ida@brindle.example
role: partner
firm: brindle old
site same-origin
= 303
sql SELECT f.name FROM membership m JOIN person p ON p.id = m.person JOIN firm f ON f.id = m.firm WHERE email = 'ida@brindle.example' => Brindle

test a lead records a firm on the page
as lead ada@longshore.example
POST /review/people
do: invite
name: Jo Fen
email: jo@fen.example
role: partner
firm: Fen and Moor
site same-origin
= 422
+ No firm is recorded under that name
+ name="record"
+ soundings firm add
sql SELECT count(*) FROM firm WHERE name = 'Fen and Moor' => 0
POST /review/people
do: invite
name: Jo Fen
email: jo@fen.example
role: partner
firm: Fen and Moor
record: yes
site same-origin
= 303
go
+ Jo Fen was added
+ Fen and Moor
sql SELECT f.name || ' ' || role FROM membership m JOIN person p ON p.id = m.person JOIN firm f ON f.id = m.firm WHERE email = 'jo@fen.example' => Fen and Moor partner
sql SELECT actor || ' ' || (object = 'firm ' || (SELECT code FROM firm WHERE name = 'Fen and Moor')) FROM audit_event WHERE action = 'firm.add' => ada@longshore.example true
# Nobody is added, so no firm is either.
POST /review/people
do: invite
name: Jo Fen
email: jo@fen.example
role: partner
firm: Moor and Fen
record: yes
site same-origin
= 422
+ already
sql SELECT count(*) FROM firm WHERE name = 'Moor and Fen' => 0
# An administrator records none.
person administrator kit@quill.example Quill
browser B
in kit@quill.example
POST /firm/people
do: invite
name: Evil
email: evil@quill.example
role: member
firm: Evil Firm
record: yes
site same-origin
= 422
sql SELECT count(*) FROM firm WHERE name = 'Evil Firm' => 0

test what an act has done is told to whoever did it, once, and nobody else puts words there
person lead ada@longshore.example
person consultant uma@longshore.example
id uma uma@longshore.example
in ada@longshore.example
POST /review/people
do: role
person: {uma}
role: lead
site same-origin
= 303
# The cookie of one person tells another nothing.
in uma@longshore.example
GET /review/people
= 200
- The role of
in ada@longshore.example
GET /review/people
= 200
+ <p>The role of
GET /review/people
= 200
- <p>The role of
