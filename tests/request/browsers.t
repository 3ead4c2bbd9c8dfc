# SPDX-License-Identifier: ISC
# Which browser may believe that a page holds nothing, and for how long.
test the page after a saved one is shown without asking the database, once
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
database down
go
+ Part 2 of 10
GET /s/kam-preparedness/lead
= 503
database up
GET /s/kam-preparedness/lead
= 200
# Going back and on: what is stored is shown.
POST /s/kam-preparedness/lead
KP01: 2
= 303
POST /s/kam-preparedness/firm
FM1: law
FM2: 1-9
FM5: uki
= 303
head Location /s/kam-preparedness/lead
go
+ name="KP01" value="2" checked
# Without an answer it is stored all the same.
POST /s/kam-preparedness/lead
= 303
POST /s/kam-preparedness/firm
FM1: law
FM2: 1-9
FM5: uki
= 303
go
- name="KP01" value="2" checked
+ Stored at

test a page that held nothing a while ago is asked for
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
wait 7
database down
GET /s/kam-preparedness/lead
= 503
database up

test a page saved in another tab while this one goes on is shown
begin kam-preparedness
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
head Location /s/kam-preparedness/lead
POST /s/kam-preparedness/lead
id: {id}
KP01: 4
= 303
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="4" checked

test a page refused in another tab is shown with what was right in it
begin kam-preparedness
POST /s/kam-preparedness/facts
id: {id}
= 303
head Location /s/kam-preparedness/report
POST /s/kam-preparedness/report
id: {id}
FM7: nobody
FM8: yes
= 422
GET /s/kam-preparedness/report
= 200
+ name="FM8" value="yes" id="FM8" checked

test two devices see what the other has saved, from the link to come back on
browser A
begin kam-preparedness
POST /s/kam-preparedness/firm
id: {id}
FM1: law
FM2: 1-9
FM5: uki
= 303
POST /s/kam-preparedness/later
id: {id}
address: two@devices.example
= 200
link resume RESUME SELECT object FROM letter WHERE address = 'two@devices.example'
browser B
POST /continue/{resume}
= 303
head Location /s/kam-preparedness/lead
# A page is still open in the first browser: it asks from now on, as does the other.
browser A
POST /s/kam-preparedness/firm
id: {id}
FM1: law
FM2: 1-9
FM5: uki
= 303
head Location /s/kam-preparedness/lead
browser B
POST /s/kam-preparedness/lead
id: {id}
KP01: 5
= 303
head Location /s/kam-preparedness/found
browser A
GET /s/kam-preparedness/lead
= 200
+ name="KP01" value="5" checked
POST /s/kam-preparedness/found
id: {id}
KP05: 4
= 303
browser B
GET /s/kam-preparedness/found
= 200
+ name="KP05" value="4" checked

test after thirty days there is nothing behind the page
begin kam-preparedness
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 1-9
FM5: uki
= 303
POST /s/kam-preparedness/lead
id: {id}
KP01: 4
= 303
sql UPDATE draft SET saved_at = now() - interval '30 days 1 minute' WHERE done_at IS NULL RETURNING 'aged' => aged
GET /s/kam-preparedness/lead
= 200
- name="KP01" value="4" checked
