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
POST /s/kam-preparedness
= 303
head Location /s/kam-preparedness/lead
go
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
= 303
head Location /s/kam-preparedness/report
GET /s/kam-preparedness/facts
= 200
+ name="FX6" value="s3" checked
+ &lt;relationships&gt;
- <relationships>
GET /s/kam-preparedness/report
= 200
+ name="FM9" value="no" checked
POST /s/kam-preparedness/report
form
FM7: j.ashgrove@quillfeather
FM8: yes
= 422
+ <title>Error: Your report
+ The email address stops after “quillfeather”. Add the rest, such as .example
+ value="j.ashgrove@quillfeather"
+ role="alert"
+ href="#FM7"
+ aria-describedby="FM7-hint FM7-error"
POST /s/kam-preparedness/report
form
FM7: j.ashgrove@quillfeather.example
= 303
head Location /s/kam-preparedness/check
go
+ Check your answers
+ j.ashgrove@quillfeather.example
+ 500 to 999; exactly 640<
+ No answer yet
+ ?from=check#KP05
# Changing one answer leads back to the check page.
GET /s/kam-preparedness/lead?from=check
= 200
POST /s/kam-preparedness/lead
form
KP04: 3
= 303
head Location /s/kam-preparedness/check
go
take check name="id" value="|"
POST /s/kam-preparedness/check
form
= 303
head Location /receipt/
take receipt Location|
go
+ We have your answers
+ j.ashgrove@quillfeather.example
take ref Reference</dt><dd>|<
sql SELECT count(*) FROM response => 1
sql SELECT answers ? 'FM7' FROM response => f
sql SELECT email FROM response_contact => j.ashgrove@quillfeather.example
sql SELECT kind || ' ' || state || ' ' || address FROM letter => report due j.ashgrove@quillfeather.example
sql SELECT domain FROM firm_domain => quillfeather.example
sql SELECT count(*) FROM draft_page => 0
sql SELECT done_at IS NOT NULL FROM draft => t
sql SELECT pool || ' ' || source || ' ' || consent FROM response => waiting web true
sql SELECT answers->>'FX2' FROM response => dk
