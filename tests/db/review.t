# SPDX-License-Identifier: ISC
# Benchmarks for consultants.  @FIRST@ is released, @SECOND@ proposed, @THIRD@ only built.
test without a session the benchmarks lead to the door
GET /review/benchmarks/kam-preparedness
= 303
head Location /sign-in
GET /review/benchmarks/kam-preparedness.xlsx
= 303

test whoever is no consultant finds nothing there
sql INSERT INTO firm (name) VALUES ('Review Test Partners')
person partner partner@review.example Review Test Partners
in partner@review.example
GET /review/benchmarks/kam-preparedness
= 404
GET /review/benchmarks/kam-preparedness/firm/f-agreed
= 404
GET /review/benchmarks/kam-preparedness.pdf
= 404

test a consultant reads all firms, and then a group
person consultant ann@operator.example
in ann@operator.example
GET /review/benchmarks
= 303
head Location /review/benchmarks/kam-preparedness
go
= 200
+ Benchmark review
+ Firms of all professions, all regions
+ Leadership and ownership
+ How each statement was answered
+ How well the items hang together
- Target setting
- canary
- This snapshot is not released
GET /review/benchmarks/kam-preparedness?profession=law&size=Z2-Z4&by=size
= 200
+ Law firms with
+ Medians by size
GET /review/benchmarks/kam-preparedness?profession=law&size=Z3&region=uki&by=region
= 200
+ Medians by region, each within: Law, 
GET /review/benchmarks/kam-preparedness?snapshot=@FIRST@&profession=&size=&region=
= 200
GET /review/benchmarks/kam-preparedness.pdf?profession=law
= 200
head Content-Disposition benchmark-review-kam-preparedness-@FIRST@.pdf
GET /review/benchmarks/kam-preparedness.xlsx?profession=law
= 200
head Content-Disposition benchmark-review-kam-preparedness-@FIRST@.xlsx

test what is not offered is refused plainly
person consultant ann@operator.example
in ann@operator.example
GET /review/benchmarks/kam-preparedness?profession=pirates
= 400
+ There is no such group
- Leadership and ownership
GET /review/benchmarks/kam-preparedness?region=uki
= 400
GET /review/benchmarks/kam-preparedness?profession=law&region=uki&by=size
= 400
+ There is a problem
+ <a href="#size">Choose one size to narrow by region</a>
+ value="law" selected
+ value="uki" selected
+ id="size"
- Leadership and ownership
GET /review/benchmarks/kam-preparedness?size=Z3
= 400
+ <a href="#profession">Choose a profession for one size
+ value="Z3" selected
GET /review/benchmarks/kam-preparedness?by=colour
= 400
GET /review/benchmarks/kam-preparedness?snapshot=999999
= 400
+ There is no such snapshot to read
GET /review/benchmarks/kam-preparedness?snapshot=0
= 400
GET /review/benchmarks/kam-preparedness?snapshot=x
= 400
GET /review/benchmarks/kam-preparedness.xlsx?profession=%27%3B+DROP
= 400
GET /review/benchmarks/kam-preparedness.pdf?size=Z9
= 400
GET /review/benchmarks/no-such-form
= 404

test what is proposed all consultants see, as what it is, what is only built leads alone
person consultant ann@operator.example
in ann@operator.example
GET /review/benchmarks/kam-preparedness
= 200
- This snapshot is not released
GET /review/benchmarks/kam-preparedness?snapshot=@SECOND@
= 200
+ This snapshot is not released
GET /review/benchmarks/kam-preparedness?snapshot=@THIRD@
= 400
person lead lea@operator.example
in lea@operator.example
GET /review/benchmarks/kam-preparedness
= 200
+ (not released)
- This snapshot is not released
GET /review/benchmarks/kam-preparedness?snapshot=@THIRD@
= 200
+ This snapshot is not released

test a firm stands beside its group if it agreed
person consultant ann@operator.example
in ann@operator.example
sql UPDATE response SET answers = answers || '{"FM9": "yes"}' WHERE id = (SELECT response FROM response_contact WHERE contact_ok LIMIT 1)
GET /review/firms/f-agreed
= 200
+ href="/review/benchmarks/kam-preparedness/firm/f-agreed"
GET /review/firms/f-silent
= 200
- /firm/f-silent
GET /review/benchmarks/kam-preparedness/firm/f-agreed
= 200
+ Firm f-agreed beside its group
+ This firm
+ href="/review/benchmarks/kam-preparedness/firm/f-agreed.pdf?snapshot=@FIRST@"
# Its group of ten is the one that the group's page shows, figure by figure.
+ <h2>Engineering firms with 25 to 99 fee-earners, in Asia-Pacific</h2>
+ <dd>10–19</dd>
each <td class="n"><strong>|</strong></td> => 54.0 40.5 44.0 47.0 47.0 50.0 56.5 72.0
GET /review/benchmarks/kam-preparedness?profession=engineering&size=Z2&region=apac
= 200
+ <dd>10–19</dd>
each <td class="n"><strong>|</strong></td> => 54.0 40.5 44.0 47.0 47.0 50.0 56.5 72.0
- canary
GET /review/benchmarks/kam-preparedness/firm/f-agreed.pdf?snapshot=@FIRST@
= 200
head Content-Disposition benchmark-review-kam-preparedness-@FIRST@-f-agreed.pdf
GET /review/benchmarks/kam-preparedness/firm/f-agreed.xlsx
= 200
head Content-Disposition benchmark-review-kam-preparedness-@FIRST@-f-agreed.xlsx
GET /review/benchmarks/kam-preparedness/firm/f-agreed.xlsx?snapshot=@THIRD@
= 400
GET /review/benchmarks/kam-preparedness/firm/f-silent
= 404
+ No such firm, or it did not agree to be compared one by one
page silent
GET /review/benchmarks/kam-preparedness/firm/f-absent
= 404
same silent
GET /review/benchmarks/kam-preparedness/firm/f-silent.pdf
= 404
GET /review/benchmarks/kam-preparedness/firm/f-silent.xlsx
= 404
GET /review/benchmarks/kam-preparedness/firm/f-absent
= 404

test a consultant who was demoted is out at the next page
person consultant ann@operator.example
in ann@operator.example
GET /review/benchmarks/kam-preparedness
= 200
sql DELETE FROM membership WHERE person = (SELECT id FROM person WHERE email = 'ann@operator.example')
GET /review/benchmarks/kam-preparedness
= 303
GET /review/benchmarks/kam-preparedness.xlsx
= 303
sql INSERT INTO membership SELECT operator_firm(), id, 'consultant' FROM person WHERE email = 'ann@operator.example'
