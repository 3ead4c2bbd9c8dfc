# SPDX-License-Identifier: ISC
test the first page names the open surveys
GET /
= 200
+ Key account management preparedness survey
+ href="/s/kam-preparedness"
+ Run by Longshore and Vane

test a whole survey leads to a receipt with the own result
GET /s/kam-preparedness
= 200
+ Start the survey
+ <form class="actions" id="start" method="post" action="/s/kam-preparedness">
POST /s/kam-preparedness
= 303
head Location /s/kam-preparedness/firm
sql SELECT count(*) FROM draft => 0
go
+ Part 1 of 10
+ <title>Your firm, part 1 of 10: Preparedness survey – Soundings</title>
take id name="id" value="|"
sql SELECT count(*) FROM draft => 0
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 500-999
FM2n: 640
FM5: uki
= 303
head Location /s/kam-preparedness/lead
sql SELECT count(*) FROM draft => 1
go
+ Part 2 of 10
- checked>
POST /s/kam-preparedness/lead
form
KP01: 4
KP02: 3
KP03: 4
KP04: 2
= 303
go
POST /s/kam-preparedness/found
form
KP05: 2
KP06: 3
KP07: dk
KP08: 3
= 303
go
# Back shows what is stored.
GET /s/kam-preparedness/found
= 200
+ name="KP05" value="2" checked>
+ name="KP07" value="dk" checked>
+ Stored at
# A cleared answer is gone: the page is replaced whole.
POST /s/kam-preparedness/found
form
KP05!
KP07!
= 303
GET /s/kam-preparedness/found
= 200
- name="KP05" value="2" checked
- name="KP07" value="dk" checked
+ name="KP06" value="3" checked
GET /s/kam-preparedness/facts
= 200
POST /s/kam-preparedness/facts
form
FX1: 9
FX2: dk
FX6: s1 | s3
FX9: Three partners hold most of the <relationships>.
= 400
