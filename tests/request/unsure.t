# SPDX-License-Identifier: ISC
# The answer to COMMIT is lost: nobody knows, until the same is sent again.
test a lost answer of the database ends in one response and one letter
begin kam-preparedness
fault db.commit-answered=error
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: unsure@lost.example
FM8: yes
= 503
+ We cannot say yet whether your answers arrived
+ counted once
+ name="FM7" value="unsure@lost.example"
fault
POST /s/kam-preparedness/check
form
= 303
go
+ We have your answers
sql SELECT count(*) FROM response_contact WHERE email = 'unsure@lost.example' => 1
sql SELECT count(*) FROM letter WHERE address = 'unsure@lost.example' => 1

test a page that may be stored after all is read by the browser that sent it
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
fault db.commit-answered=error
POST /s/kam-preparedness/lead
KP01: 3
= 503
fault
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="3" checked

test a connection lost before COMMIT stores nothing, and the same page sends it again
begin kam-preparedness
fault db.before-commit=error
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: before@lost.example
FM8: yes
= 503
sql SELECT count(*) FROM response_contact WHERE email = 'before@lost.example' => 0
fault
POST /s/kam-preparedness/check
form
= 303
sql SELECT count(*) FROM response_contact WHERE email = 'before@lost.example' => 1
sql SELECT count(*) FROM letter WHERE address = 'before@lost.example' => 1

test the server ends the session while the visitor fills in the form
begin kam-preparedness
POST /s/kam-preparedness/lead
id: {id}
KP01: 4
= 303
sql SELECT count(pg_terminate_backend(pid)) > 0 FROM pg_stat_activity WHERE application_name = 'run_requests' AND usename = 'soundings_web' => t
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 1-9
FM5: uki
FM7: ended@session.example
FM8: no
KP01: 4
= 303
sql SELECT count(*) FROM response_contact WHERE email = 'ended@session.example' => 1

test three mails a day to one address and no more
sql DELETE FROM letter WHERE address = 'many@mails.example'
POST /s/kam-preparedness
= 303
GET /s/kam-preparedness/lead
= 200
POST /s/kam-preparedness/lead
form
KP01: 4
= 303
GET /s/kam-preparedness/later
= 200
take id name="id" value="|"
sql INSERT INTO letter (owner, kind, object, address) SELECT operator_firm(), 'resume', gen_random_uuid(), 'many@mails.example' FROM generate_series(1, 3)
POST /s/kam-preparedness/later
form
address: many@mails.example
= 429
+ three emails from us today
+ value="many@mails.example"
sql SELECT count(*) FROM letter WHERE address = 'many@mails.example' => 3
