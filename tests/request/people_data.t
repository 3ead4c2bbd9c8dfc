# SPDX-License-Identifier: ISC
# What is held about a person: for leads, each step recorded without the address.
test whoever does not lead finds nothing here
as consultant ann@people.example
GET /review/people-data
= 404
POST /review/people-data
site same-origin
address: pat@people-data.example
do: erase
again: pat@people-data.example
= 404

test somebody answers, and is spoken of by another
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: pat@people-data.example
FM8: yes
FM9: no
KP01: 4
= 303
test the other
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: other@people-data-2.example
FM8: yes
FM9: no
KP01: 4
FX9: ask Pat@people-data.example
= 303

test a lead finds, gives out and erases
as lead lena@people.example
GET /review/people-data
= 200
+ href="/review/people">
- href="/sign-in"
- aria-current="page"
+ Email address of the person
POST /review/people-data
site same-origin
address: pat
do: find
reason: a letter of hers, pat@people-data.example
= 422
+ The email address
POST /review/people-data
site same-origin
address: nobody@people-data.example
do: find
reason: a letter of hers, pat@people-data.example
= 200
+ Nothing is held about that address
POST /review/people-data
site same-origin
address: PAT@people-data.example
do: find
reason: a letter of hers, pat@people-data.example
= 200
+ Own answers
+ Typed into somebody else
+ FX9
+ Give it out as JSON
sql SELECT actor || ' ' || (a::text LIKE '%people-data.example%')::text FROM audit_event a WHERE action = 'privacy.find' ORDER BY id DESC LIMIT 1 => lena@people.example false
sql SELECT string_agg(DISTINCT detail->>'reason', '|') FROM audit_event WHERE action LIKE 'privacy.%' => a letter of hers, […]
POST /review/people-data
site same-origin
address: pat@people-data.example
do: export
reason: a letter of hers, pat@people-data.example
= 200
head Content-Disposition personal-data.json
head Cache-Control no-store
+ "email": "pat@people-data.example"
- other@people-data-2.example
POST /review/people-data
site same-origin
address: pat@people-data.example
do: erase
reason: a letter of hers, pat@people-data.example
again: tap@people-data.example
= 422
+ Type the address once more
sql SELECT count(*) FROM response_contact WHERE email = 'pat@people-data.example' => 1
POST /review/people-data
site cross-site
address: pat@people-data.example
do: erase
reason: a letter of hers, pat@people-data.example
again: pat@people-data.example
= 403
POST /review/people-data
site same-origin
address: pat@people-data.example
do: erase
reason: a letter of hers, pat@people-data.example
again: pat@people-data.example
= 200
+ Erased.
+ Own answers
+ FX9
sql SELECT count(*) FROM response_contact WHERE email = 'pat@people-data.example' => 0
sql SELECT answers->>'FX9' FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'other@people-data-2.example' => ask […]
sql SELECT actor || ' ' || (detail->>'response') || ' ' || (detail->>'reason') FROM audit_event WHERE action = 'privacy.erase' ORDER BY id DESC LIMIT 1 => lena@people.example 1 a letter of hers, […]
sql SELECT count(*) FROM address_tombstone => 1
POST /review/people-data
site same-origin
address: pat@people-data.example
do: find
reason: a letter of hers, pat@people-data.example
= 200
+ Nothing is held about that address

test nobody is looked up, given out or erased without a reason
in lena@people.example
sql SELECT count(*) FROM audit_event WHERE action LIKE 'privacy.%' AND detail->>'reason' IS NULL => 0
POST /review/people-data
site same-origin
address: other@people-data-2.example
do: find
= 422
+ Give a reason of at least 5 characters
- Own answers
POST /review/people-data
site same-origin
address: other@people-data-2.example
reason:   no  
do: export
= 422
+ Give a reason of at least 5 characters
- KP01
POST /review/people-data
site same-origin
address: other@people-data-2.example
again: other@people-data-2.example
do: erase
= 422
+ Give a reason of at least 5 characters
sql SELECT count(*) FROM response_contact WHERE email = 'other@people-data-2.example' => 1
sql SELECT count(*) FROM audit_event WHERE action LIKE 'privacy.%' AND object = 'address ' || left(encode(address_hash('other@people-data-2.example'), 'hex'), 12) => 0

test a code older than ten minutes is asked for again before anything is shown
in lena@people.example
sql UPDATE session SET full_at = now() - interval '11 minutes' WHERE person = (SELECT id FROM person WHERE email = 'lena@people.example') RETURNING 'old' => old
GET /review/people-data
= 303
head Location /me/again
POST /review/people-data
site same-origin
address: other@people-data-2.example
reason: a letter of his
do: export
= 403
+ Please sign in again first
- KP01
POST /review/people-data
site same-origin
address: other@people-data-2.example
again: other@people-data-2.example
reason: a letter of his
do: erase
= 403
+ Please sign in again first
sql SELECT count(*) FROM response_contact WHERE email = 'other@people-data-2.example' => 1

test other consultants read that somebody was looked up, but neither who nor why
as consultant bert@people.example
GET /review/audit
= 200
+ Looked up what is held about a person
- a letter of hers
in lena@people.example
GET /review/audit
= 200
+ a letter of hers, […]
