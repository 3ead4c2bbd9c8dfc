# SPDX-License-Identifier: ISC
# One set of answers counts once, however often and in whatever way it comes.
test a double press of the last button gives one response and the same receipt
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: accounting
FM2: 25-49
FM5: eur
= 303
POST /s/kam-preparedness/report
id: x
FM7: two@presses.example
FM8: no
= 303
GET /s/kam-preparedness/check
= 200
take id name="id" value="|"
POST /s/kam-preparedness/check
form
= 303
go
take ref Reference</dt><dd>|<
GET /s/kam-preparedness/check
= 404
+ There are no answers to check yet
# The same page sent again, from a tab left open.
POST /s/kam-preparedness/check
id: {id}
FM1: accounting
FM2: 25-49
FM5: eur
FM7: two@presses.example
FM8: no
= 303
go
+ {ref}
sql SELECT count(*) FROM response_contact WHERE email = 'two@presses.example' => 1
sql SELECT count(*) FROM letter WHERE address = 'two@presses.example' => 1
sql SELECT flags FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'two@presses.example' => {fast}
# Only the id, as from an old page: the same receipt.
POST /s/kam-preparedness/check
id: {id}
= 303
go
+ {ref}
# Other answers under the same id: refused, with the way to correct.
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: eur
FM7: two@presses.example
FM8: no
= 409
+ Correct my answers
+ href="/receipt/
sql SELECT answers->>'FM1' FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'two@presses.example' => accounting
# A page saved late from another tab.
POST /s/kam-preparedness/lead
id: {id}
KP01: 5
= 409
+ You have sent your answers already
# Going back and on: the address of the page itself.
GET /s/kam-preparedness/lead
= 404
+ There are no answers in this browser

test two tabs fill in one draft
begin kam-preparedness
POST /s/kam-preparedness/lead
id: {id}
KP01: 1
= 303
POST /s/kam-preparedness/found
id: {id}
KP05: 1
= 303
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="1" id="KP01" checked

test a one-page form is stored by its own button, once
POST /s/matter-feedback
= 303
head Location /s/matter-feedback/answers
go
+ name="MF01" value="10"
+ N/A
take id name="id" value="|"
POST /s/matter-feedback/answers
form
= 422
+ href="#MF01"
+ Nothing is answered yet
sql SELECT count(*) FROM response WHERE answers = '{}' => 0
POST /s/matter-feedback/answers
form
MF01: 9
MF02: 4
MF12: Clear advice
MF15: team
= 303
head Location /receipt/
go
+ We have your answers
- Your result
+ You did not ask us to contact you
take ref Reference</dt><dd>|<
sql SELECT answers->>'MF12' FROM response WHERE id = '{ref}' => Clear advice
POST /s/matter-feedback/answers
id: {id}
MF01: 9
MF02: 4
MF12: Clear advice
MF15: team
= 303
go
+ {ref}
POST /s/matter-feedback/answers
id: {id}
MF01: 1
= 409
sql SELECT count(*) FROM response WHERE answers ? 'MF01' => 1

test without the mark that came with the page nothing is stored and nothing is lost
POST /s/matter-feedback/answers
MF01: 3
MF13: Answer letters
= 400
+ send them again
+ Answer letters
+ name="MF01" value="3" checked
- name="id" value=""
sql SELECT count(*) FROM response WHERE answers ? 'MF01' => 1
POST /s/matter-feedback/answers
form
= 303
sql SELECT count(*) FROM response WHERE answers ? 'MF01' => 2

test who may be contacted about a matter is told so
POST /s/matter-feedback
= 303
go
POST /s/matter-feedback/answers
form
MF01: 9
MF14: partner
= 303
go
+ You allowed it: about these answers
- You did not ask us to contact you

test a firm's second answer of a year bears a flag, the first, another firm's and another year's do not
answer kam-preparedness one@double.example
answer kam-preparedness two@double.example
answer kam-preparedness three@single.example
sql SELECT string_agg(split_part(c.email, '@', 1) || ' ' || r.flags::text, ', ' ORDER BY c.email) FROM response r JOIN response_contact c ON c.response = r.id WHERE c.email_domain IN ('double.example', 'single.example') AND 'duplicate' = ANY (r.flags) => two {fast,duplicate}
days 366
answer kam-preparedness four@double.example
sql SELECT 'duplicate' = ANY (r.flags) FROM response r JOIN response_contact c ON c.response = r.id WHERE c.email = 'four@double.example' => f
sql UPDATE firm f SET merged_into = g.firm FROM firm_domain d, firm_domain g WHERE d.domain = 'single.example' AND f.id = d.firm AND g.domain = 'double.example' RETURNING 'merged' => merged
answer kam-preparedness five@single.example
sql SELECT 'duplicate' = ANY (r.flags) FROM response r JOIN response_contact c ON c.response = r.id WHERE c.email = 'five@single.example' => t
