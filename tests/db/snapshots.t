# SPDX-License-Identifier: ISC
# Snapshots for consultants, in parts: between them a courier works.  @ID@ is
# the snapshot that it built.
#part ask
test without a session there are no snapshots
GET /review/snapshots
= 303
head Location /sign-in
GET /review/snapshots/1/firms
= 303
head Location /sign-in
POST /review/snapshots
site same-origin
form: kam-preparedness
= 403
+ nothing was changed

test a firm's partner finds none
person partner partner@snapshots.example Snapshot Test Partners
in partner@snapshots.example
GET /review/snapshots
= 404
POST /review/snapshots
site same-origin
form: kam-preparedness
= 404

test a consultant asks for a count, once
person consultant ann@operator.example
person consultant bea@operator.example
person lead cyd@operator.example
in ann@operator.example
GET /review/snapshots
= 200
+ No snapshot has been built yet
+ Count the pool
POST /review/snapshots
site same-origin
form: kam-preparedness
= 303
go
= 200
+ waits for its turn
+ in the background
- type="submit"
POST /review/snapshots
site same-origin
form: kam-preparedness
= 303
go
+ asked for already
sql SELECT count(*) FROM snapshot_request => 1
POST /review/snapshots
site same-origin
form: no-such-survey
= 404
#part propose
test what was built is shown, its groups to leads alone
in cyd@operator.example
GET /review/snapshots
= 200
+ is done
+ newly built
GET /review/snapshots/@ID@
= 200
+ newly built
+ The auditor
+ Firms of all professions, all regions
+ Median overall
- canary
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ lead consultants alone
- Firms of all professions
GET /review/snapshots/999999
= 404
GET /review/snapshots/x
= 404

test what each firm would see is shown to leads, without a figure of its own
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ /review/snapshots/@ID@/firms
GET /review/snapshots/@ID@/firms
= 200
+ What each firm would see
+ <span class="code">@CODE@</span>
+ Nothing was released before
+  fee-earners, all regions</td><td>
+ <td class="code">10–19<span class="label"> firms</span></td><td class="code">8 of 8<span class="label"> measures</span></td></tr>
+ /review/snapshots/@ID@/firms?after=@LAST@
- @NEXT@
- canary
- 50.0
GET /review/snapshots/@ID@/firms?after=@LAST@
= 200
+ <span class="code">@NEXT@</span>
- >@CODE@<
GET /review/snapshots/@ID@/firms?after=z
= 200
+ No firm of it can be shown to you
GET /review/snapshots/999999/firms
= 404
in ann@operator.example
GET /review/snapshots/@ID@/firms
= 200
+ lead consultants alone
- @CODE@
in partner@snapshots.example
GET /review/snapshots/@ID@/firms
= 404

test what is not proposed is not released
in bea@operator.example
POST /review/snapshots/@ID@/release
site same-origin
x: y
= 409
+ not proposed

test a consultant asks for the proposal
in ann@operator.example
POST /review/snapshots/@ID@/propose
site same-origin
x: y
= 303
go
= 200
+ Audit and propose
+ waits for its turn
+ Its audit waits for its turn
+ another consultant to release it
- /propose"
- can be proposed
POST /review/snapshots/@ID@/propose
site same-origin
x: y
= 303
go
+ asked for already
sql UPDATE snapshot_request SET state = 'working' WHERE kind = 'propose' RETURNING kind => propose
GET /review/snapshots/@ID@
= 200
+ It is being audited
- /propose"
GET /review
= 200
- can be proposed
sql UPDATE snapshot_request SET state = 'failed' WHERE kind = 'propose' RETURNING kind => propose
GET /review/snapshots/@ID@
= 200
- It is being audited
+ /propose"
GET /review
= 200
+ can be proposed
sql UPDATE snapshot_request SET state = 'waiting' WHERE kind = 'propose' RETURNING kind => propose
#part same
test the proposer does not release, under whatever address
in ann.new@operator.example
GET /review/snapshots/@ID@
= 200
+ proposed
+ get their comparison now: @OWED@<
POST /review/snapshots/@ID@/release
site same-origin
x: y
= 403
+ You proposed it
POST /review/snapshots/@ID@/propose
site same-origin
x: y
= 409
+ not newly built
#part hand
test two accounts that one person let in are told so, and what to do
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ Both accounts were let in by the same person
+ soundings person vouch ann@operator.example --reason
- /release"
POST /review/snapshots/@ID@/release
site same-origin
x: y
= 403
+ Both accounts were let in by the same person
in gus@operator.example
GET /review/snapshots/@ID@
= 200
+ soundings person vouch gus@operator.example --reason
in bea@operator.example
GET /review/snapshots/@ID@
= 200
- Both accounts
+ /release"
+ Firms of all professions, all regions
+ <td>10–19<span class="label"> firms</span></td>
- can be shown to you
GET /review/snapshots/@ID@/firms
= 200
+ <span class="code">@CODE@</span>
GET /review/people
= 404
in cyd@operator.example
GET /review/people
= 200
+ Let in
+ by cyd@operator.example</td>
+ vouched for by the operator
+ by the operator
#part after
test what is released cannot be released again, and is withdrawn for a reason
in bea@operator.example
GET /review/snapshots/@ID@
= 200
+ released
+ Firms of all professions, all regions
GET /review/snapshots/@ID@/firms
= 200
+ >@CODE@<
+ what a report with the same answers would be compared with
+ <td>gains a comparison</td></tr>
POST /review/snapshots/@ID@/release
site same-origin
x: y
= 409
+ somebody else released
POST /review/snapshots/@ID@/withdraw
site same-origin
reason: no
= 422
+ at least 5 characters
POST /review/snapshots/@ID@/withdraw
site same-origin
reason: counted too early
= 303
go
= 200
+ withdrawn
+ counted too early
+ It was withdrawn, so its groups are not shown any more
- vanishes
POST /review/snapshots/@ID@/withdraw
site same-origin
reason: counted too early
= 409
+ withdrawn already

test a consultant demoted in between is out at the next step
person consultant dee@operator.example
in dee@operator.example
GET /review/snapshots
= 200
sql UPDATE membership SET role = 'reviewer' WHERE person = (SELECT id FROM person WHERE email = 'dee@operator.example')
POST /review/snapshots
site same-origin
form: kam-preparedness
= 404

test another asks for the next
in bea@operator.example
POST /review/snapshots
site same-origin
form: kam-preparedness
= 303
#part next
test beside a released one too, what is only built is not told as a loss
in bea@operator.example
GET /review/snapshots/@ID@
= 200
+ lead consultants alone
- too few
- vanishes
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ as before
- too few
#part proposed
test who may release it reads what a lead reads
in bea@operator.example
GET /review/snapshots/@ID@
= 200
+ Changes beside snapshot
+ as before
- too few
- vanishes
#part wide
test a snapshot of many groups is told page by page, with all that moves
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ Changes beside snapshot
+ <b>Firms of all professions, all regions</b>: overall moves: 50.0 → 51.0
+ <p>Move: <span class="code">LEAD</span> 50.0 → 51.0, <span class="code">FOUND</span> 50.0 → 51.0
+ <span class="code">key-clients</span> 2 → 3
+ <span class="code">KP01</span> 35/35/35 → 15/50/35
+ Dimensions, facts, statements and headings: move 63</summary>
+ <span class="code">FX9 time</span> 35
+ overall appears: 51.0
+ <p>Appear: <span class="code">LEAD</span> 51.0
+ <a href="/review/snapshots/@ID@?after=20">The next groups</a>, and 183 more
- The first groups
- canary
GET /review/snapshots/@ID@?after=200
= 200
+ overall moves: 50.0 → 51.0
+ The first groups
- The next groups
- Firms of all professions, all regions</b>
GET /review/snapshots/@ID@?after=203
= 404
GET /review/snapshots/@ID@?after=x
= 404

test what the auditor withheld says what became of it since the last release
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ Withheld when it was built: 3 results of 2 groups.
+ at least five of its firms have joined, left or changed
+ Here 0 of 203 groups stand as they were. Of the 3 results withheld, 2 were withheld in the last release, too.
+ Law firms, all regions: <span class="code">overall</span> <span class="small">shown in the last release: overall</span>
+ <span class="code">LEAD</span> <span class="code">FOUND</span> <span class="small">withheld in the last release, too</span>

test groups are named by what is known of them
in cyd@operator.example
GET /review/snapshots/@ID@
= 200
+ Two firms could work out a third, to less than a point, in:
+ Law firms, all regions: <span class="code">overall</span> </li>
+ It is not proved that two firms could not work out a third in:
+ Law firms, all regions: <span class="code">LEAD</span> </li>
