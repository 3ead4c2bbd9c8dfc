# SPDX-License-Identifier: ISC
# A form in two languages: chosen by link, kept by the browser, and kept with
# what is stored and owed.
test a reader's language is chosen, remembered and stored
publish tests/unit/page/every-kind.json
wait 2
GET /s/every-kind
= 200
+ lang="en
+ ?language=ar
GET /s/every-kind?language=ar
= 200
+ lang="ar" dir="rtl"
POST /s/every-kind
= 303
go
+ lang="ar" dir="rtl"
POST /s/every-kind/choices
form
AA1: yes
= 303
go
+ dir="rtl"
POST /s/every-kind/words
form
BB5: reader@arabic.example
= 303
go
+ dir="rtl"
POST /s/every-kind/check
form
= 303
go
take ref Reference</dt><dd>|<
sql SELECT language FROM response WHERE id = '{ref}' => ar
sql SELECT language FROM letter WHERE object = '{ref}' => ar

test a language that nobody has is passed over
GET /s/every-kind?language=xx
= 200
+ lang="en
GET /s/every-kind?language=<script>
= 200
- <script>
+ lang="en
