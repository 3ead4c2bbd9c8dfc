# SPDX-License-Identifier: ISC
# What machines ask.  The server of these tests runs with fsync off.
test the probes answer, and a server that may forget is not ready
GET /healthz
= 200
+ ok
GET /readyz
= 503
+ database: may forget
+ durability: fsync off, full_page_writes on, synchronous_commit on
head Cache-Control no-store
database down
GET /healthz
= 200
GET /readyz
= 503
+ database: away
head Retry-After 5
database up
