-- SPDX-License-Identifier: ISC

-- name: page_outbox_age () -> one (waiting int8, seconds int8)
SELECT a.waiting, a.seconds FROM soundings.outbox_age() a

-- What the database was told of the rule of two people.
-- name: page_two_people () -> one (two_people bool)
SELECT two_people()

-- How many responses an export would hold.
-- name: exports_held -> many (form int8, wave int4, pool text, rows int8)
SELECT form, wave, pool, count(*) FROM response
 WHERE owner = current_firm() AND pool <> 'withdrawn' AND disowned_at IS NULL
 GROUP BY form, wave, pool ORDER BY form, wave DESC, pool

-- name: exports_note (object text, detail json) -> one (id int8)
SELECT audit('', NULL, 'response.export', $1, $2::jsonb)

-- name: exports_log -> many (at time, actor text, object text, format text?, rows text?, choice text?, firms bool, reason text?, broken bool, mended text?)
SELECT at, actor, object, detail ->> 'format', detail ->> 'rows', detail ->> 'choice', coalesce(detail ->> 'firms', detail ->> 'identities', 'false') = 'true',
       detail ->> 'reason', broken, mended
  FROM export_log()
