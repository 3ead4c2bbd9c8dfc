-- SPDX-License-Identifier: ISC

-- name: page_outbox_age () -> one (waiting int8, seconds int8)
SELECT a.waiting, a.seconds FROM soundings.outbox_age() a
