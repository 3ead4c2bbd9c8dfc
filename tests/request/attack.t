# SPDX-License-Identifier: ISC
# What somebody may try with links, ids and addresses that are half theirs.
test answers confirmed at one address are not confirmed for the next
answer kam-preparedness first@race.example
link report REPORT SELECT response FROM response_contact WHERE email = 'first@race.example'
GET /report/{report}
= 200
head X-Robots-Tag noindex
# The address is mended just after the page has looked at the link.
sql CREATE TABLE public.kept AS SELECT pg_get_functiondef('comparison_stands'::regproc) AS def
sql CREATE OR REPLACE FUNCTION comparison_stands(r response) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS 'UPDATE response SET generation = generation + 1 WHERE id = r.id; SELECT false'
POST /report/{report}
mine: yes
= 404
sql DO $$ BEGIN EXECUTE (SELECT def FROM public.kept); DROP TABLE public.kept; END $$
sql SELECT confirmed_at IS NULL FROM response_contact c JOIN response r ON r.id = c.response WHERE email = 'first@race.example' => t

test two mends at once write to one address, the one that is kept
answer kam-preparedness first@twice.example
take receipt Location|
sql CREATE TABLE public.kept AS SELECT pg_get_functiondef('comparison_stands'::regproc) AS def
sql CREATE OR REPLACE FUNCTION comparison_stands(r response) RETURNS boolean LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS 'UPDATE response SET generation = generation + 1 WHERE id = r.id; SELECT false'
POST {receipt}/address
address: second@twice.example
= 404
sql DO $$ BEGIN EXECUTE (SELECT def FROM public.kept); DROP TABLE public.kept; END $$
sql SELECT count(*) FROM letter WHERE address = 'second@twice.example' => 0

test three mails a day, however the address is spelled
POST /s/kam-preparedness
= 303
GET /s/kam-preparedness/lead
= 200
POST /s/kam-preparedness/lead
form
KP01: 4
= 303
sql INSERT INTO letter (owner, kind, object, address) SELECT operator_firm(), 'resume', gen_random_uuid(), a FROM unnest(ARRAY['victim@spelled.example', 'Victim@spelled.example', 'vIctim@spelled.example']) AS a
GET /s/kam-preparedness/later
= 200
POST /s/kam-preparedness/later
form
address: viCtim@spelled.example
= 429
sql SELECT count(*) FROM letter WHERE lower(address) = 'victim@spelled.example' => 3

test what is withdrawn has no address to mend, and writes to nobody
answer kam-preparedness gone@mend.example
take receipt Location|
link report REPORT SELECT response FROM response_contact WHERE email = 'gone@mend.example'
POST /report/{report}
mine: yes
= 303
POST /report/{report}
mine: no
= 303
GET {receipt}/address
= 409
+ These answers are withdrawn
POST {receipt}/address
address: somebody@else.example
= 409
sql SELECT count(*) FROM letter WHERE address = 'somebody@else.example' => 0
sql SELECT count(*) FROM response_contact WHERE email = 'somebody@else.example' => 0

test a correction does not take back what a consultant held
answer kam-preparedness held@vetted.example
take receipt Location|
sql UPDATE response SET pool = 'held', pool_reason = 'not a firm' WHERE id = (SELECT response FROM response_contact WHERE email = 'held@vetted.example')
GET {receipt}/correct
= 200
POST {receipt}/correct
form
KP01: 5
= 303
sql SELECT pool || ', ' || pool_reason || ', ' || revision FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'held@vetted.example' => held, not a firm, 2

test correcting again and again does not ask the comparison again and again
answer kam-preparedness prober@probe.example
take receipt Location|
sql UPDATE response SET compared = true WHERE id = (SELECT response FROM response_contact WHERE email = 'prober@probe.example')
sql SELECT comparison_stands(r) FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'prober@probe.example' => t
GET {receipt}/correct
= 200
POST {receipt}/correct
form
KP01: 5
= 303
sql SELECT comparison_stands(r) FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'prober@probe.example' => t
GET {receipt}/correct
= 200
+ own scores only
POST {receipt}/correct
form
KP01: 4
= 303
sql SELECT comparison_stands(r) FROM response r JOIN response_contact c ON c.response = r.id WHERE email = 'prober@probe.example' => f

test the mark of an old page opens no receipt after its day
begin kam-preparedness
POST /s/kam-preparedness/lead
id: {id}
KP01: 4
= 303
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: shared@desk.example
FM8: no
= 303
link resume RESUME SELECT response FROM response_contact WHERE email = 'shared@desk.example'
POST /s/kam-preparedness/check
id: {id}
= 303
head Location /receipt/
GET /continue/{resume}
= 409
+ href="/receipt/
days 2
POST /s/kam-preparedness/check
id: {id}
= 409
- href="/receipt/
POST /s/kam-preparedness/lead
id: {id}
KP01: 5
= 409
- href="/receipt/
GET /continue/{resume}
= 409
- href="/receipt/
