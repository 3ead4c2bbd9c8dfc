-- SPDX-License-Identifier: ISC
-- What is held about an address, and what is forgotten by itself.

-- Spellings of one address: its hashes are what is looked for.
-- name: privacy_find (spellings text[], actor text, os_user text?, reason text?) -> many (kind text, id uuid?, at time, form text?, items text[])
SELECT kind, id, at, form, items
  FROM soundings.privacy_find(ARRAY(SELECT DISTINCT soundings.address_hash(s) FROM unnest($1) AS s), $2, $3, $4)

-- name: privacy_export (spellings text[], actor text, os_user text?, reason text?) -> one (held json)
SELECT soundings.privacy_export(ARRAY(SELECT DISTINCT soundings.address_hash(s) FROM unnest($1) AS s), $2, $3, $4)::text

-- name: privacy_erase (spellings text[], actor text, os_user text?, reason text?) -> many (kind text, id uuid?, at time, form text?, items text[])
SELECT kind, id, at, form, items
  FROM soundings.privacy_erase(ARRAY(SELECT DISTINCT soundings.address_hash(s) FROM unnest($1) AS s), $2, $3, $4)

-- name: tombstone_list -> many (owner int8?, response uuid?, hash bytes?, erased_at time)
SELECT owner, response, hash, erased_at FROM soundings.tombstones()

-- Times are microseconds since 1970.
-- name: tombstone_responses (owners int8[], responses uuid[], ats int8[]) -> one (done int8)
SELECT soundings.tombstone_responses($1, $2, ARRAY(SELECT 'epoch'::timestamptz + u.at * interval '1 microsecond'
  FROM unnest($3) WITH ORDINALITY AS u (at, place) ORDER BY u.place))

-- name: tombstone_addresses (hashes bytes[], ats int8[]) -> one (done int8)
SELECT soundings.tombstone_addresses($1, ARRAY(SELECT 'epoch'::timestamptz + u.at * interval '1 microsecond'
  FROM unnest($2) WITH ORDINALITY AS u (at, place) ORDER BY u.place))

-- name: retention_step (what text, days int4, batch int4) -> one (done int8)
SELECT soundings.retention_step($1, $2, $3)

-- name: retention_audit (detail json) -> one (id int8)
SELECT soundings.audit('soundings-courier', NULL, 'retention.run', 'retention', $1::jsonb)

-- name: protection_audit (actor text, os_user text?, action text, object text, detail json) -> one (id int8)
SELECT soundings.audit($1, $2, $3, $4, $5::jsonb)
