# SPDX-License-Identifier: ISC
# Bad input: a clear sentence, the right status, nothing lost.
test what is required and missing is named, and the rest is kept
begin kam-preparedness
POST /s/kam-preparedness/firm
form
FM1: law
FM2n: about 640
FM5: uki
= 422
+ Choose how many fee-earners your firm has
+ href="#FM2"
+ Write the exact number in figures, such as 640, or leave it empty
+ value="about 640"
+ name="FM1" value="law" id="FM1" checked
+ Your other answers on this page are kept.
# What was right is stored already.
GET /s/kam-preparedness/firm
= 200
+ name="FM1" value="law" id="FM1" checked

test a number outside the band chosen beside it is named with what to do
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 50-99
FM2n: 300
FM5: uki
= 422
+ <a href="#FM2n">300 fee-earners do not fit the band “50 to 99”: choose the band that holds this number, correct the number, or leave it empty</a>
+ value="300"
+ name="FM2" value="50-99" checked
GET /s/kam-preparedness/firm
= 200
+ name="FM2" value="50-99" checked
- value="300"
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 250-499
FM2n: 300
FM5: uki
= 303

test an item of another page, an unknown item and a strange value are named
begin kam-preparedness
POST /s/kam-preparedness/lead
id: {id}
KP01: 9
KP05: 3
XX99: 1
= 422
+ KP05
+ XX99
+ role="alert"
GET /s/kam-preparedness/lead
= 200
- name="KP01" value="9"

test the check page names what is missing and links to it
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/lead
id: x
KP01: 4
= 303
GET /s/kam-preparedness/check
= 200
POST /s/kam-preparedness/check
form
= 422
+ Choose how many fee-earners your firm has
+ ?from=check#FM2
+ Agree

test a body over one megabyte is refused with a page
POST /s/kam-preparedness/lead
long FX9 1100000
= 413
+ 10,000 characters

test an answer over ten thousand characters is refused, naming the field
POST /s/kam-preparedness/facts
long FX9 10001
= 413
+ FX9

test octets that are no text are refused, naming the field
POST /s/kam-preparedness/facts
body FX9=%FF%FE
= 400
+ FX9
POST /s/kam-preparedness/facts
body FX9=a%00b
= 400
+ FX9
POST /s/kam-preparedness/facts
body FX9=%zz
= 400

test another content type is refused
POST /s/kam-preparedness/facts
type application/json
body {"FX1": 3}
= 415
+ application/x-www-form-urlencoded
POST /s/kam-preparedness/facts
type none
body FX1=3
= 415

test a line break in an address adds nothing to a mail
begin kam-preparedness
POST /s/kam-preparedness/report
body id={id}&FM7=a%40b.example%0D%0ABcc%3A%20c%40d.example&FM8=yes
= 422
+ href="#FM7"
sql SELECT count(*) FROM letter WHERE address LIKE '%Bcc%' => 0

test an altered or foreign id of the form stores under a new one
begin kam-preparedness
GET /s/matter-feedback/answers
= 200
POST /s/matter-feedback/answers
form
id: {id}
MF01: 5
= 400
+ name="MF01" value="5" checked
+ send them again

test other sites cannot post here
POST /s/kam-preparedness
site cross-site
= 403
+ sent from another site
POST /s/kam-preparedness
origin https://evil.example
= 403
POST /s/kam-preparedness
origin http://127.0.0.1:8080
= 303
POST /s/kam-preparedness
site same-origin
= 303

test addresses that are not there, and methods that are not taken
GET /nothing/here
= 404
+ There is nothing at this address
+ For support: request req-0001, code 404
GET /s/no-such-survey
= 404
+ There is no such survey here
GET /s/kam-preparedness/no-such-page
= 404
PUT /s/kam-preparedness
= 405
head Allow POST
POST /privacy
= 405
GET /receipt/altered
= 404
+ This link is not whole

test markup in answers stays text
POST /s/kam-preparedness
= 303
GET /s/kam-preparedness/facts
= 200
POST /s/kam-preparedness/facts
form
FX9: <script>alert(1)</script>" onload="x
= 303
GET /s/kam-preparedness/facts
= 200
+ &lt;script&gt;
- <script>alert
GET /s/kam-preparedness/check
= 200
- <script>alert
+ &quot; onload

test while the database is away nothing is lost
begin kam-preparedness
POST /s/kam-preparedness/lead
id: {id}
KP01: 4
KP02: 3
= 303
GET /s/kam-preparedness/lead
= 200
database down
POST /s/kam-preparedness/lead
form
KP03: 5
= 503
+ We could not store your answers just now
+ name="KP01" value="4"
+ name="KP03" value="5"
+ 3 answers
head Retry-After 60
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: away@down.example
FM8: yes
= 503
+ Send again
+ name="FM7" value="away@down.example"
+ 5 answers
GET /s/kam-preparedness
= 200
GET /receipt/x
= 404
database up
# The button of that page.
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: away@down.example
FM8: yes
= 303
sql SELECT count(*) FROM response_contact WHERE email = 'away@down.example' => 1

test a form published again while it is filled in is finished in its version
begin kam-preparedness
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
publish forms/kam-preparedness.json
wait 2
GET /s/kam-preparedness/report
= 200
POST /s/kam-preparedness/report
form
FM7: version@old.example
FM8: no
= 303
GET /s/kam-preparedness/check
= 200
POST /s/kam-preparedness/check
form
= 303
sql SELECT version FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'version@old.example' => 1
GET /s/kam-preparedness/firm
= 200
POST /s/kam-preparedness/check
id: {id}
= 303

test a closed form says so, and a repeat still gets its receipt
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: closed@form.example
FM8: no
= 303
POST /s/kam-preparedness
= 303
go
take other name="id" value="|"
sql UPDATE form SET state = 'closed' WHERE slug = 'kam-preparedness'
wait 2
GET /s/kam-preparedness
= 410
+ This survey is closed
POST /s/kam-preparedness
= 410
GET /s/kam-preparedness/firm
= 410
POST /s/kam-preparedness/firm
id: {other}
FM1: law
= 410
POST /s/kam-preparedness/check
id: {other}
FM1: law
FM2: 1-9
FM5: uki
FM7: late@form.example
FM8: no
= 410
sql SELECT count(*) FROM response_contact WHERE email = 'late@form.example' => 0
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: closed@form.example
FM8: no
= 303
head Location /receipt/
sql UPDATE form SET state = 'open' WHERE slug = 'kam-preparedness'
wait 2
