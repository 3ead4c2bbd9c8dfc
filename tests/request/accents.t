# SPDX-License-Identifier: ISC
# No English is left where a page speaks another language.  en-XA is made from
# every sentence that translators see; what follows "accented" is data.
test the first pages and the door speak the reader's language
GET /?language=en-XA
= 200
accented Preparedness survey
GET /sign-in
= 200
accented
POST /sign-in
form
email: Ada@Longshore.example
site same-origin
= 200
accented Ada@longshore.example
POST /sign-in
email: j
site same-origin
= 422
accented j.ashgrove@quillfeather.example
POST /sign-in
email: j@quill_.example
site same-origin
= 422
accented j@quill_.example|quill_.example
GET /privacy
= 200
accented
GET /accessibility
= 200
accented
GET /how-we-compare
= 200
accented
GET /sign-in/nonsense
= 200
accented
GET /nothing
= 404
accented
GET /receipt/nonsense
= 404
accented

test the desk speaks the reader's language
begin kam-preparedness
POST /s/kam-preparedness/check
id: {id}
FM1: law
FM2: 25-49
FM5: uki
FM7: bjork@accents.example
FM8: yes
FM9: yes
KP01: 4
KP02: 4
KP03: 4
KP05: 4
FX9: 12345
= 303
as lead xena@accents.example
GET /me?language=en-XA
= 200
accented xena@accents.example|Xena
GET /review
= 200
accented Xena
GET /review/responses
= 200
accented Xena|Law, 25 to 49, UK and Ireland
take one /review/responses/|"
GET /review/responses/{one}
= 200
accented Xena|Law, 25 to 49, UK and Ireland
GET /review/responses/{one}/identity
= 200
accented Xena
POST /review/responses/{one}
site same-origin
decision: hold
reason: zzz
= 422
accented Xena|Law, 25 to 49, UK and Ireland
GET /review/words/kam-preparedness
= 200
accented Xena
GET /review/flow?form=kam-preparedness
= 200
accented Xena
GET /review/unflagged?form=kam-preparedness
= 200
accented Xena
GET /review/firms
= 200
accented Xena
GET /review/snapshots
= 200
accented Xena|Key account management preparedness survey|Your view of our work: matter feedback
GET /review/benchmarks
= 200
accented Xena
GET /review/benchmarks/kam-preparedness
= 200
accented Xena
GET /review/people
= 200
accented xena@accents.example|Xena
GET /review/people-data
= 200
accented Xena
GET /review/exports
= 200
accented Xena|kam-preparedness
GET /review/audit
= 200
accented Xena
GET /me/sessions
= 200
accented Xena|Firefox, Linux
GET /me/code
= 200
accented Xena
GET /review/responses/nonsense
= 404
accented Xena
GET /review/flow
= 200
accented Xena
