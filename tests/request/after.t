# SPDX-License-Identifier: ISC
# What can be done once the answers are stored.
test answers are corrected, and the earlier ones kept
POST /s/kam-preparedness/check
id: none
= 404
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: correct@amend.example
FM8: yes
KP01: 2
= 303
take receipt Location|
go
take ref Reference</dt><dd>|<
GET {receipt}/correct
= 200
+ name="KP01" value="2" checked
- name="FM7"
+ name="FM8" value="yes"
POST {receipt}/correct
form
KP01: 5
FX1: many
= 422
+ href="#FX1"
+ value="many"
sql SELECT revision FROM response WHERE id = '{ref}' => 1
POST {receipt}/correct
form
FX1: 12
= 303
go
+ as you corrected them
+ Your report shows the corrected answers
- usually arrives
sql SELECT revision || ' ' || (answers->>'KP01') FROM response WHERE id = '{ref}' => 2 5
sql SELECT answers->>'KP01' FROM response_history WHERE response = '{ref}' => 2
sql SELECT email FROM response_contact WHERE response = '{ref}' => correct@amend.example
# What tells how they were first given is not answered away.
sql SELECT array_to_string(flags, ' ') FROM response WHERE id = '{ref}' => fast
# Sent twice: still the second revision.
POST {receipt}/correct
revision: 1
FM1: law
FM2: 25-49
FM5: uki
FM8: yes
KP01: 5
FX1: 12
FM9: no
= 303
sql SELECT revision FROM response WHERE id = '{ref}' => 2
# Based on what no longer stands: refused.
POST {receipt}/correct
revision: 1
FM1: law
FM2: 25-49
FM5: uki
FM8: yes
KP01: 3
= 409
+ corrected elsewhere
sql SELECT revision FROM response WHERE id = '{ref}' => 2
# The address is mended; earlier links stop working.
GET {receipt}/address
= 200
+ correct@amend.example
POST {receipt}/address
form
address: a b@amend.example
= 422
+ role="alert"
POST {receipt}/address
form
address: right@gmial.com
= 422
+ Did you mean gmail.com?
sql SELECT email FROM response_contact WHERE response = '{ref}' => correct@amend.example
POST {receipt}/address
form
address: right@amend.example
= 303
take fresh Location|
go
+ right@amend.example
GET {receipt}
= 410
sql SELECT count(*) FROM letter WHERE object = '{ref}' AND state = 'due' => 1
sql SELECT address FROM letter WHERE object = '{ref}' AND state = 'due' => right@amend.example
# Withdrawn: out of the pool, no mail.
GET {fresh}/withdraw
= 200
+ Withdraw my answers
sql SELECT pool FROM response WHERE id = '{ref}' => waiting
POST {fresh}/withdraw
= 200
sql SELECT pool FROM response WHERE id = '{ref}' => withdrawn
sql SELECT actor || ' ' || action FROM audit_event WHERE object = 'response {ref}' => respondent response.withdraw
# Consultants read it in the story of the response.
browser B
as consultant desk@amend.example
GET /review/responses/{ref}
= 200
+ withdrew the answers
browser A
sql SELECT count(*) FROM letter WHERE object = '{ref}' AND state = 'due' => 0
GET {fresh}/correct
= 409
GET {fresh}
= 200
+ Your answers are withdrawn
# A receipt opens for a day.
days 2
GET {fresh}
= 410
+ 24 hours

test come back later mails a link, and the link leads back
POST /s/kam-preparedness
= 303
GET /s/kam-preparedness/later
= 404
GET /s/kam-preparedness/firm
= 200
+ name="go" value="later">Come back later<
# Neither way out stores a page on which nothing was answered.
POST /s/kam-preparedness/firm
form
go: back
= 303
head Location /s/kam-preparedness
GET /s/kam-preparedness/firm
= 200
POST /s/kam-preparedness/firm
form
go: later
= 303
GET /s/kam-preparedness/later?from=firm
= 404
+ Nothing is stored yet
GET /s/kam-preparedness/firm
= 200
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
go
# A tick that stands on the page comes along, back and out alike.
POST /s/kam-preparedness/lead
form
KP01: 4
go: back
= 303
head Location /s/kam-preparedness/firm
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="4" checked
POST /s/kam-preparedness/lead
form
KP01: 2
go: later
= 303
head Location /s/kam-preparedness/later?from=lead
go
= 200
+ Your answers so far are stored.
- could not be stored
+ <a class="back" href="/s/kam-preparedness/lead">
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="2" checked
GET /s/kam-preparedness/facts
= 200
# What is typed wrongly keeps nobody from leaving; the way back tells it first.
POST /s/kam-preparedness/facts
form
FX1: 4
FX2: many
go: later
= 303
head Location /s/kam-preparedness/later?from=facts&left=1
go
= 200
+ 1 answer on the page you came from could not be stored as it was typed.
GET /s/kam-preparedness/facts
= 200
POST /s/kam-preparedness/facts
form
FX1: 5
FX2: many
go: back
= 422
+ value="many"
+ name="go" value="leave">Back<
POST /s/kam-preparedness/facts
form
FX1: 6
FX2: many
go: leave
= 303
GET /s/kam-preparedness/facts
= 200
+ value="6"
- value="many"
GET /s/kam-preparedness/later?from=nowhere
= 200
+ <a class="back" href="/s/kam-preparedness/firm">
GET /s/kam-preparedness/later
= 200
take id name="id" value="|"
POST /s/kam-preparedness/later
form
address: nowhere
= 422
+ value="nowhere"
sql SELECT count(*) FROM letter WHERE kind = 'resume' => 0
# A slip that is well known is asked about, and taken when it is meant.
POST /s/kam-preparedness/later
form
address: later@gmial.com
= 422
+ Did you mean gmail.com?
+ value="later@gmial.com"
- Error:
sql SELECT count(*) FROM letter WHERE kind = 'resume' => 0
POST /s/kam-preparedness/later
form
address: later@hotmial.com
= 422
+ Did you mean hotmail.com?
sql SELECT count(*) FROM letter WHERE kind = 'resume' => 0
POST /s/kam-preparedness/later
form
address: later@resume.example
= 200
+ later@resume.example
sql SELECT count(*) FROM letter WHERE kind = 'resume' AND address = 'later@resume.example' => 1
# This browser has forgotten.
GET /s/kam-preparedness/lead
= 404
link resume RESUME SELECT object FROM letter WHERE kind = 'resume'
GET /continue/{resume}
= 200
+ Go on
GET /s/kam-preparedness/lead
= 404
POST /continue/{resume}
= 303
head Location /s/kam-preparedness/found
GET /s/kam-preparedness/firm
= 200
+ name="FM1" value="law" id="FM1" checked
# Cleared: gone, and the link with it.
GET /s/kam-preparedness/clear
= 200
sql SELECT count(*) FROM draft d JOIN letter l ON l.object = d.id AND l.kind = 'resume' => 1
POST /s/kam-preparedness/clear
form
= 200
sql SELECT count(*) FROM draft d JOIN letter l ON l.object = d.id AND l.kind = 'resume' => 0
GET /continue/{resume}
= 410
GET /continue/{resume}x
= 404
days 15
GET /continue/{resume}
= 410
+ 14 days

test the report asks whose answers they are, and opening it changes nothing
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: mine@report.example
FM8: yes
KP01: 4
KP02: 3
KP03: 4
KP04: 2
= 303
link report REPORT SELECT response FROM response_contact WHERE email = 'mine@report.example'
GET /report/{report}
= 200
+ I answered this
+ Until you say so they count nowhere
- checked
# Who does not want to be compared with is told what that means here.
sql WITH u AS (UPDATE response r SET consent = false FROM response_contact c WHERE c.response = r.id AND c.email = 'mine@report.example' RETURNING 1) SELECT count(*) FROM u => 1
GET /report/{report}
= 200
- count nowhere
+ They are used for your report only, as you chose.
sql WITH u AS (UPDATE response r SET consent = true FROM response_contact c WHERE c.response = r.id AND c.email = 'mine@report.example' RETURNING 1) SELECT count(*) FROM u => 1
HEAD /report/{report}
= 200
# Nobody is thanked for what was not said.
GET /report/{report}?noted=yours
= 200
+ I answered this
- Thank you
sql SELECT confirmed_at IS NULL FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'mine@report.example' => t
POST /report/{report}
= 422
+ Choose “I answered this” or “It wasn’t me”
POST /report/{report}
mine: yes
= 303
head Location /report/{report}?noted=yours
go
- It wasn’t me
+ Thank you for telling us. Your answers can now join the comparison.
GET /report/{report}
= 200
- Thank you for telling us
sql SELECT confirmed_at IS NOT NULL FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'mine@report.example' => t
GET /report/{report}.pdf
= 200
head Content-Disposition preparedness-report.pdf
# What is opened from the report leads back to it.
GET /report/{report}
= 200
+ href="/report/{report}/correct"
+ href="/report/{report}/withdraw"
GET /report/{report}/withdraw
= 200
+ <a class="back" href="/report/{report}">
+ href="/report/{report}/correct"
GET /report/{report}?noted=corrected
= 200
- Your corrected answers are stored
GET /report/{report}/correct
= 200
+ <a class="back" href="/report/{report}">
+ <a class="button quiet" href="/report/{report}">
+ name="KP01" value="4" checked
POST /report/{report}/correct
form
KP01: 5
= 303
head Location /report/{report}?noted=corrected
go
+ Your corrected answers are stored, and this report shows them.
sql SELECT revision || ' ' || (answers->>'KP01') FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'mine@report.example' => 2 5
GET /report/{report}/addressed
= 404
# A confirmed address can no longer be mended from the receipt.
link receipt RECEIPT SELECT response FROM response_contact WHERE email = 'mine@report.example'
GET /receipt/{receipt}/address
= 409
GET /receipt/{receipt}/correct
= 200
- name="FM8"
# A token for one page is worthless on another.
GET /receipt/{report}
= 404
GET /receipt/{report}/correct
= 404
GET /report/{receipt}/correct
= 404
GET /report/{receipt}/withdraw
= 404
GET /continue/{report}
= 404
GET /unsubscribe/{report}
= 404

test it wasn't me takes the answers out of the pool
answer kam-preparedness other@report.example
link report REPORT SELECT response FROM response_contact WHERE email = 'other@report.example'
POST /report/{report}
mine: no
= 303
GET /report/{report}
= 410
+ You told us that it wasn’t you
sql SELECT pool || ' ' || (disowned_at IS NOT NULL) FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'other@report.example' => withdrawn true

test unsubscribing needs a button, or a mail program's post
link stop UNSUBSCRIBE SELECT response FROM response_contact WHERE email = 'other@report.example'
GET /unsubscribe/{stop}
= 200
sql SELECT count(*) FROM suppression => 0
POST /unsubscribe/{stop}
List-Unsubscribe: One-Click
= 200
sql SELECT kind FROM suppression => comparison
# What a reader asks for still comes.
sql SELECT count(*) FROM suppression WHERE kind IN ('*', 'report', 'resume') => 0

test an address with a slip is written to when it is sent again as it is
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
GET /s/kam-preparedness/later
= 200
POST /s/kam-preparedness/later
form
address: sure@gmial.com
= 422
+ name="sure" value="sure@gmial.com"
POST /s/kam-preparedness/later
form
address: sure@gmial.com
= 200
+ sure@gmial.com
sql SELECT count(*) FROM letter WHERE kind = 'resume' AND address = 'sure@gmial.com' => 1
