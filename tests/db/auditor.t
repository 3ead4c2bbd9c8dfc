# SPDX-License-Identifier: ISC
# What pages say of the auditor and of a release by one person.  @ID@ is a
# snapshot in the state that the part needs.
#part ask
test a consultant asks for the proposal of what is not safe any more
person consultant ann@operator.example
person lead cyd@operator.example
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ newly built
+ The auditor
POST /review/snapshots/@ID@/propose
site same-origin
x: y
= 303
#part refused
test it was refused, and whoever looks is told why
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ newly built
+ was refused: beside what was released since, two firms could work out a third, or it is not proved that they cannot
+ Build a new one
+ it refused to let the snapshot be proposed
+ It is not proved that two firms could not work out a third in:
+ Law firms, all regions: <span class="code">overall</span> <span class="code">LEAD</span>
+ to less than a point, in:
- Proposed by
- /propose"
GET /review
= 200
- can be proposed
GET /review/snapshots
= 200
+ Its page names the groups
+ <a href="/review/snapshots/@ID@">snapshot @ID@</a>
GET /review/audit
= 200
+ The audit found a snapshot unsafe
+ all: overall LEAD
#part two
# Twice: as the settings begin, and where they let one person but nobody told the database.
test where the database asks for two people no reason helps
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ another consultant releases it
- Why by one person
POST /review/snapshots/@ID@/release
site same-origin
alone: nobody else is here before May
= 403
+ You proposed it
sql SELECT state FROM snapshot WHERE id = @ID@ => proposed
GET /how-we-compare
= 200
+ proposed by one consultant and released by another
- by one consultant alone
#part told
test where the database lets one person release, but the settings do not, each is told the truth
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ You proposed it; another consultant releases it
- Why by one person
POST /review/snapshots/@ID@/release
site same-origin
alone: nobody else is here before May
= 403
+ You proposed it
sql INSERT INTO person_let_in (person, by, how) SELECT a.id, c.id, 'invited' FROM person a, person c WHERE a.email = 'ann@operator.example' AND c.email = 'cyd@operator.example' RETURNING how => invited
in cyd@operator.example
POST /review/snapshots/@ID@/release
site same-origin
alone: nobody else is here before May
= 403
+ <li>Both accounts were let in by the same person
- You proposed it
sql DELETE FROM person_let_in RETURNING how => invited
sql SELECT state FROM snapshot WHERE id = @ID@ => proposed
GET /how-we-compare
= 200
+ proposed by one consultant and released by another
#part one
test one person alone gives a reason
in ann@operator.example
GET /review/snapshots/@ID@
= 200
+ Why by one person? The method page tells it.
POST /review/snapshots/@ID@/release
site same-origin
alone: no
= 422
+ Give a reason of at least 5 characters
+ id="alone-error"
POST /review/snapshots/@ID@/release
site same-origin
x: y
= 422
+ Give a reason of at least 5 characters
sql SELECT state FROM snapshot WHERE id = @ID@ => proposed
POST /review/snapshots/@ID@/release
site same-origin
alone: nobody else is <here> before May
= 303
go
= 200
+ released
+ By one person, because
+ nobody else is &lt;here&gt; before May
sql SELECT alone_reason FROM snapshot WHERE id = @ID@ => nobody else is <here> before May
sql SELECT actor FROM audit_event WHERE action = 'snapshot.release' AND object = 'snapshot @ID@' => ann@operator.example
GET /how-we-compare
= 200
+ may be released by one consultant alone, who must say why
# Without a database it is not known, so the page promises no more than it may.
database down
GET /how-we-compare
= 200
+ proposed by one consultant and released by another
database up
