# SPDX-License-Identifier: ISC
# How responses come in: numbers of the operation, never of anybody.
test who sent counts among those who stored a page, and who stopped among them
sql WITH d AS (DELETE FROM draft RETURNING 1) SELECT count(*) >= 0 FROM d => t
as consultant ann@operator.example
GET /review/flow?form=kam-preparedness
= 200
+ Nobody has stored a page in the last 30 days
browser a
begin kam-preparedness
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 25-49
FM5: uki
= 303
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: flow-one@flow.example
FM8: no
FM9: no
KP01: 4
KP02: 4
= 303
browser b
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 25-49
FM5: uki
= 303
go
POST /s/kam-preparedness/lead
form
KP01: 4
= 303
browser c
POST /s/kam-preparedness
= 303
go
POST /s/kam-preparedness/firm
form
FM1: law
FM2: 25-49
FM5: uki
= 303
browser d
in ann@operator.example
GET /review/flow?form=kam-preparedness
= 200
- Nobody has stored a page
+ >Your firm</th><td class="n">3</td><td class="n">1</td><td class="n">33</td>
+ >Leadership and ownership</th><td class="n">2</td><td class="n">1</td><td class="n">50</td>
+ >Sent</th><td class="n">1</td>
# What was saved longer ago is not of these 30 days, whatever is still kept.
sql WITH d AS (UPDATE draft SET saved_at = now() - interval '31 days', done_at = done_at - interval '31 days' RETURNING 1) SELECT count(*) FROM d => 3
GET /review/flow?form=kam-preparedness
= 200
+ Nobody has stored a page in the last 30 days

test a week without a response stands between those with one
as consultant ann@operator.example
sql WITH d AS (UPDATE response SET submitted_at = now() - interval '21 days' WHERE id = (SELECT id FROM response ORDER BY submitted_at LIMIT 1) RETURNING 1) SELECT count(*) FROM d => 1
GET /review/flow?form=kam-preparedness
= 200
+ </div></th><td class="n">0</td><td class="n">0</td><td class="n">0</td><td class="n">0</td><td class="n">0</td></tr>
