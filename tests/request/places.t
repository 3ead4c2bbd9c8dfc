# SPDX-License-Identifier: ISC
# Where people are led: the menu, the logo, the door, and what is not there.
test a consultant's menu begins with what waits, and the logo leads there
as consultant ann@operator.example
GET /review
= 200
+ <a class="brand" href="/review">
+ <li><a href="/review" aria-current="page">What waits</a></li>
- /review/people"
GET /review/responses
= 200
+ <li><a href="/review">What waits</a></li>
+ <li><a href="/review/responses" aria-current="page">Responses</a></li>
person partner pat@places.example Places Test Partners
browser B
in pat@places.example
GET /me
= 200
+ <a class="brand" href="/me">
- What waits

test public pages lead whoever seems to be signed in to their pages
GET /privacy
= 200
+ <a class="brand" href="/">
+ >Sign in</a>
- Your account
as consultant ann@operator.example
GET /privacy
= 200
- >Sign in</a>
+ <a href="/me">Your account</a>
GET /sign-in
= 200
+ You are signed in as Ann.
+ <a href="/review">Go on to your pages</a>
+ name="email"
GET /sign-in?next=/review/audit
= 200
+ <a href="/review/audit">Go on to your pages</a>
# Pages of a survey are kept ready for all alike.
GET /s/kam-preparedness
= 200
- Your account
- Ann

test what is not there keeps the menu, and looks alike whatever it is
as consultant ann@operator.example
GET /nothing/here
= 404
page nothing
+ <li><a href="/review">What waits</a></li>
+ <a href="/review">To the first page</a>
GET /review/people
= 404
same nothing
GET /review/responses/00000000-0000-4000-8000-000000000000
= 404
same nothing
GET /review/snapshots/999999
= 404
same nothing
browser B
GET /nothing/here
= 404
- What waits
+ >Sign in</a>
