# SPDX-License-Identifier: ISC
# People: the ways in, and the ways that are not.
test a consultant signs in by link, sets up an app, and comes again with its code
person lead ada@longshore.example
GET /sign-in
= 200
POST /sign-in
form
email: Ada@Longshore.example
site same-origin
= 200
+ Look into your mail
sql SELECT address || ' ' || state FROM letter WHERE kind = 'sign_in' => ada@longshore.example due
sql SELECT count(*) FROM sign_in WHERE hash IS NOT NULL => 0
mailed token ada@longshore.example
# A mail scanner looks, and looks again.
GET /sign-in/{token}
= 200
head X-Robots-Tag noindex
GET /sign-in/{token}
= 200
POST /sign-in/{token}
form
site same-origin
= 303
head Location /sign-in/code
head Set-Cookie HttpOnly; SameSite=Lax
# The link alone opens nothing.
GET /me
= 303
head Location /sign-in/code
go
head Cache-Control no-store
+ <svg width=
+ Set up your second factor
take key <code>|</code>
POST /sign-in/code
form
code: 000000
site same-origin
= 422
+ not the code that the app shows now
sql SELECT count(*) FROM person WHERE factor IS NOT NULL => 0
code first 0 {key}
POST /sign-in/code
form
code: {first}
site same-origin
= 200
+ Your recovery codes
+ <a class="button" href="/review">
take spare <li><code>|</code>
sql SELECT count(*) FROM recovery_code => 10
sql SELECT string_agg(kind, ' ' ORDER BY kind) FROM letter WHERE kind <> 'sign_in' => factor_new
sql SELECT count(*) FROM session WHERE pending IS NOT NULL OR full_at IS NULL => 0
GET /me
= 200
+ Lead consultant
+ ada@longshore.example
head Cache-Control no-store
POST /sign-out
site same-origin
= 200
+ You are signed out
sql SELECT count(*) FROM session => 0
GET /me
= 303
head Location /sign-in?next=%2Fme
# Once more, with the next code of the app.
GET /sign-in?next=/me/sessions
= 200
POST /sign-in
form
email: ada@longshore.example
site same-origin
= 200
mailed token ada@longshore.example
POST /sign-in/{token}
site same-origin
= 303
go
- <svg width="220"
# The code that set the app up was used.
POST /sign-in/code
code: {first}
site same-origin
= 422
+ That code was used already
code second 1 {key}
POST /sign-in/code
code: {second}
site same-origin
= 303
head Location /me/sessions
go
+ Firefox, Linux
+ this one
sql SELECT string_agg(action || coalesce(' ' || (detail->>'how'), ''), ', ' ORDER BY id) FROM audit_event WHERE actor = 'ada@longshore.example' => person.factor-new, person.sign-in code
POST /sign-out
site same-origin
= 200
# And once with a recovery code, however it is written.
POST /sign-in
email: ada@longshore.example
site same-origin
= 200
mailed token ada@longshore.example
POST /sign-in/{token}
site same-origin
= 303
POST /sign-in/code
code:  {spare}
site same-origin
= 303
head Location /review
sql SELECT count(*) FROM recovery_code WHERE used_at IS NULL => 9
sql SELECT count(*) FROM letter WHERE kind = 'factor_recovery' => 1
POST /sign-out
site same-origin
= 200
POST /sign-in
email: ada@longshore.example
site same-origin
= 200
mailed token ada@longshore.example
POST /sign-in/{token}
site same-origin
= 303
POST /sign-in/code
code: {spare}
site same-origin
= 422

test a known address and an unknown one are answered alike, and cost the same rows
person consultant known@longshore.example
browser A
POST /sign-in
email: other@longshore.example
site same-origin
= 200
sql SELECT count(*) FROM sign_in WHERE person IS NULL => 1
sql SELECT state || ' ' || length(address) FROM letter WHERE object = (SELECT id FROM sign_in WHERE person IS NULL) => cancelled 0
browser B
POST /sign-in
email: known@longshore.example
site same-origin
= 200
sql SELECT count(*) FROM letter WHERE address = 'known@longshore.example' => 1
- known@longshore.example belongs to nobody
browser C
POST /sign-in
email: knowm@longshore.example
site same-origin
= 200
page unknown
browser D
sql UPDATE person SET email = 'knowm@longshore.example' WHERE email = 'known@longshore.example'
POST /sign-in
email: knowm@longshore.example
site same-origin
= 200
same unknown

test a link works in the browser that asked, and once
person member ben@quillfeather.example Quillfeather
POST /sign-in
email: ben@quillfeather.example
site same-origin
= 200
mailed token ben@quillfeather.example
browser B
POST /sign-in/{token}
site same-origin
= 403
+ asked for in another browser
sql SELECT used_at IS NULL FROM sign_in WHERE person IS NOT NULL ORDER BY created_at DESC LIMIT 1 => t
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'ben@%' => 0
browser A
# No code is asked of a member.
POST /sign-in/{token}
site same-origin
= 303
head Location /me
go
+ Member
POST /sign-in/{token}
site same-origin
= 410
+ used already
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'ben@%' => 1

test links that are over, cut short or invented
person member cut@quillfeather.example Quillfeather
POST /sign-in
email: cut@quillfeather.example
site same-origin
= 200
mailed token cut@quillfeather.example
sql UPDATE sign_in SET expires_at = now() - interval '1 second' WHERE hash IS NOT NULL
POST /sign-in/{token}
site same-origin
= 410
+ no longer good
POST /sign-in/{token}x
site same-origin
= 404
POST /sign-in/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
site same-origin
= 404
+ not whole
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'cut@%' => 0

test a letter that comes too late holds no link
person member late@quillfeather.example Quillfeather
POST /sign-in
email: late@quillfeather.example
site same-origin
= 200
sql UPDATE sign_in SET created_at = now() - interval '2 hours' WHERE person = (SELECT id FROM person WHERE email LIKE 'late@%')
sql SELECT count(*) FROM sign_in_letter((SELECT object FROM letter WHERE address LIKE 'late@%'), 'x') => 0

test what comes from another site signs nobody in
person member far@quillfeather.example Quillfeather
POST /sign-in
email: far@quillfeather.example
site cross-site
= 403
POST /sign-in
email: far@quillfeather.example
= 403
sql SELECT count(*) FROM letter WHERE address LIKE 'far@%' => 0

test an address that is none is told, and nothing is written
POST /sign-in
email: far@quill
site same-origin
= 422
+ The address needs another look
POST /sign-in
site same-origin
= 422

test nobody is led elsewhere after signing in
person member go@quillfeather.example Quillfeather
GET /sign-in?next=https://evil.example/
= 200
- evil
GET /sign-in?next=//evil.example/me
= 200
- evil
GET /sign-in?next=/me/../../evil
= 200
- evil
GET /sign-in?next=/privacy
= 200
- name="next"
GET /sign-in?next=/me/sessions
= 200
+ name="next" value="/me/sessions"
POST /sign-in
email: go@quillfeather.example
next: https://evil.example/
site same-origin
= 200
sql SELECT next IS NULL FROM sign_in ORDER BY created_at DESC LIMIT 1 => t

test five wrong codes end the try, and change nothing else
person consultant wrong@longshore.example
sql UPDATE person SET factor = 'x', factor_at = now() WHERE email = 'wrong@longshore.example'
POST /sign-in
email: wrong@longshore.example
site same-origin
= 200
mailed token wrong@longshore.example
POST /sign-in/{token}
site same-origin
= 303
POST /sign-in/code
code: 123456
site same-origin
= 422
POST /sign-in/code
code: 123456
site same-origin
= 422
POST /sign-in/code
site same-origin
= 422
POST /sign-in/code
code: aaaa-bbbb-cccc-dddd
site same-origin
= 422
+ one more try
POST /sign-in/code
code: 123456
site same-origin
= 403
+ Too many codes were wrong
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'wrong@%' => 0
sql SELECT count(*) FROM audit_event WHERE action = 'person.codes-wrong' AND object = 'person wrong@longshore.example' => 1
POST /sign-in/code
code: 123456
site same-origin
= 403
+ no longer signed in

test after many wrong codes the first try of a link still counts
person consultant guess@longshore.example
POST /sign-in
email: guess@longshore.example
site same-origin
= 200
mailed token guess@longshore.example
POST /sign-in/{token}
site same-origin
= 303
go
take key <code>|</code>
code first -1 {key}
POST /sign-in/code
code: {first}
site same-origin
= 200
sql INSERT INTO throttle SELECT 'code wrong', uuid_send(id), now(), 10 FROM person WHERE email LIKE 'guess@%'
POST /sign-in
email: guess@longshore.example
site same-origin
= 200
mailed token guess@longshore.example
POST /sign-in/{token}
site same-origin
= 303
POST /sign-in/code
code: 123456
site same-origin
= 403
+ Too many codes were wrong
POST /sign-in
email: guess@longshore.example
site same-origin
= 200
mailed token guess@longshore.example
POST /sign-in/{token}
site same-origin
= 303
code second 1 {key}
POST /sign-in/code
code: {second}
site same-origin
= 303

test strangers cannot use up what the owner may ask for
person member own@quillfeather.example Quillfeather
POST /sign-in
email: own@quillfeather.example
site same-origin
= 200
mailed token own@quillfeather.example
POST /sign-in/{token}
site same-origin
= 303
POST /sign-out
site same-origin
= 200
# Everything that a stranger can use up is used up.
sql INSERT INTO throttle SELECT 'ask address', address_hash('own@quillfeather.example'), now() + interval '75 minutes' ON CONFLICT (class, key) DO UPDATE SET since = excluded.since
sql UPDATE throttle SET since = now() + interval '15 minutes' WHERE class = 'door'
browser B
POST /sign-in
email: own@quillfeather.example
site same-origin
= 429
from 192.0.2.77
POST /sign-in
email: own@quillfeather.example
site same-origin
= 429
+ Many links were asked for of late
+ Wait 15 minutes, then ask again.
- needs another look
browser A
from 10.0.0.1
POST /sign-in
email: own@quillfeather.example
site same-origin
= 200
mailed token own@quillfeather.example
POST /sign-in/{token}
site same-origin
= 303

test twenty asks from one network are enough
from 203.0.113.5
sql DELETE FROM throttle
POST /sign-in
email: a@nobody.example
site same-origin
= 200
sql UPDATE throttle SET since = now() + interval '15 minutes' WHERE class = 'door'
POST /sign-in
email: b@nobody.example
site same-origin
= 429
from 203.0.113.6
POST /sign-in
email: b@nobody.example
site same-origin
= 200

test a session that has ended, or a person who may no longer
as consultant cut@longshore.example
GET /me
= 200
sql UPDATE session SET seen_at = now() - interval '31 minutes' WHERE person = (SELECT id FROM person WHERE email = 'cut@longshore.example')
GET /me
= 303
in cut@longshore.example
GET /me
= 200
sql UPDATE session SET created_at = now() - interval '13 hours' WHERE person = (SELECT id FROM person WHERE email = 'cut@longshore.example')
GET /me
= 303
in cut@longshore.example
sql UPDATE person SET disabled_at = now() WHERE email = 'cut@longshore.example'
GET /me
= 303
POST /me/sessions
end: others
site same-origin
= 403
+ nothing was changed
sql UPDATE person SET disabled_at = NULL WHERE email = 'cut@longshore.example'
in cut@longshore.example
GET /me
= 200

test what matters asks for a code that is not old, and keeps what was sent
person consultant again@longshore.example
POST /sign-in
email: again@longshore.example
site same-origin
= 200
mailed token again@longshore.example
POST /sign-in/{token}
site same-origin
= 303
go
take key <code>|</code>
code first -1 {key}
POST /sign-in/code
code: {first}
site same-origin
= 200
GET /me/code
= 200
+ 10 recovery codes are left
sql UPDATE session SET code_at = now() - interval '11 minutes' WHERE person = (SELECT id FROM person WHERE email LIKE 'again@%')
GET /me/code
= 303
head Location /me/again?next=%2Fme%2Fcode
go
+ Give a code once more
POST /me/again
form
fresh_code: 111111
site same-origin
= 422
POST /me/code
do: codes
site same-origin
= 200
+ Nothing was changed yet
+ name="do" value="codes"
sql SELECT count(*) FROM recovery_code r JOIN person p ON p.id = r.person WHERE email LIKE 'again@%' AND used_at IS NULL => 10
code now 0 {key}
POST /me/code
form
fresh_code: {now}
site same-origin
= 200
+ Your recovery codes
# The same code does not count a second time.
sql UPDATE session SET code_at = now() - interval '11 minutes' WHERE person = (SELECT id FROM person WHERE email LIKE 'again@%')
POST /me/code
do: codes
fresh_code: {now}
site same-origin
= 422
+ used already
code next 1 {key}
POST /me/again
next: /me/code
fresh_code: {next}
site same-origin
= 303
head Location /me/code
# A new app takes the place of the old one, and ends the other sessions.
browser B
in again@longshore.example
browser A
POST /me/code
do: factor
site same-origin
= 303
go
take key2 <code>|</code>
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'again@%' => 2
code new 0 {key2}
POST /me/code
form
code: {new}
site same-origin
= 200
+ Your recovery codes
sql SELECT count(*) FROM session s JOIN person p ON p.id = s.person WHERE email LIKE 'again@%' => 1
GET /me
= 200
browser B
GET /me
= 303

test sessions are ended one by one, and only one's own
person member one@quillfeather.example Quillfeather
person member two@quillfeather.example Quillfeather
in one@quillfeather.example
browser B
in two@quillfeather.example
browser C
in one@quillfeather.example
GET /me/sessions
= 200
take other name="end" value="|"
browser B
POST /me/sessions
end: {other}
site same-origin
= 303
browser A
GET /me
= 200
browser C
POST /me/sessions
end: others
site same-origin
= 303
GET /me
= 200
browser A
GET /me
= 303
browser C
POST /me/sessions
end: everything
site same-origin
= 400

test other sessions are ended only by who signed in of late
as member stale@quillfeather.example Quillfeather
browser B
in stale@quillfeather.example
sql UPDATE session SET full_at = now() - interval '11 minutes' WHERE person = (SELECT id FROM person WHERE email LIKE 'stale@%')
POST /me/sessions
end: others
site same-origin
= 403
+ sign in again first
sql SELECT count(*) FROM session WHERE person = (SELECT id FROM person WHERE email LIKE 'stale@%') => 2

test nobody signed in is led to the door, and what is sent is not taken
GET /me/sessions
= 303
head Location /sign-in?next=%2Fme%2Fsessions
POST /me/sessions
end: others
site same-origin
= 403
+ no longer signed in

test the page of the own account says what there is for a role, and what not
person reviewer rev@longshore.example
in rev@longshore.example
GET /me
= 200
+ Independent reviewer
+ Soundings has no page for that yet
person consultant con@longshore.example
in con@longshore.example
GET /me
= 200
- yet
