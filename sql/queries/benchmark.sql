-- SPDX-License-Identifier: ISC

-- Later transactions of this session read one state of the database.
-- name: snapshot_isolation () -> one (level text)
SELECT set_config('default_transaction_isolation', 'repeatable read', false);

-- One build of a form at a time.
-- name: snapshot_lock (form int8) -> one (got bool)
SELECT pg_try_advisory_xact_lock(hashtextextended('soundings.snapshot ' || $1, 0));

-- name: snapshot_begin (owner int8, form int8, version int4, by text, professions int4, sizes int4,
--   regions int4, measures int4, facts int4, items int4) -> one (id int8, built_at time)
INSERT INTO snapshot (owner, form, version, built_by, professions, sizes, regions, measures, facts, items)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id, built_at;

-- name: snapshot_fill (owner int8, snapshot int8, needs int4,
--   profession_item text?, profession_codes text[], profession_groups int4[],
--   size_item text?, size_codes text[], size_groups int4[],
--   region_item text?, region_codes text[], region_groups int4[],
--   fact_kinds text[], fact_items text[], fact_pers text[], fact_times int4[], fact_codes text[])
--   -> one (firms int8)
SELECT snapshot_fill($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: snapshot_values (owner int8, snapshot int8)
--   -> copy_out (profession int4, size int4, region int4, scores int4[], facts int4[], items bytes)
COPY (SELECT profession, size, region, scores, facts, items FROM snapshot_firm
      WHERE owner = $1 AND snapshot = $2) TO STDOUT (FORMAT binary);

-- Cells that reports have shown, with the snapshots whose firms they counted.
-- name: snapshot_past (owner int8, form int8, version int4, measures int4) -> many (source int8, channel int4, level int4,
--   profession int4, size int4, region int4, shown_in int8, standing bool, n int4)
SELECT c.source, c.channel, c.level, c.profession, c.size, c.region, max(c.snapshot), bool_or(s.state = 'released'), max(c.n)
FROM snapshot_cell c JOIN snapshot s ON s.owner = c.owner AND s.id = c.snapshot
WHERE s.owner = $1 AND s.form = $2 AND s.released_at IS NOT NULL AND c.published
  AND (s.version = $3 OR s.measures = $4 AND c.channel < $4)
GROUP BY c.source, c.channel, c.level, c.profession, c.size, c.region;

-- Firms that joined, left or changed between two snapshots.
-- name: snapshot_changes (owner int8, old int8, new int8)
--   -> copy_out (old_firm bool, old_profession int4?, old_size int4?, old_region int4?, old_scores int4[]?, old_facts int4[]?, old_items bytes?,
--   new_firm bool, new_profession int4?, new_size int4?, new_region int4?, new_scores int4[]?, new_facts int4[]?, new_items bytes?)
COPY (SELECT o.firm IS NOT NULL, o.profession, o.size, o.region, o.scores, o.facts, o.items,
             w.firm IS NOT NULL, w.profession, w.size, w.region, w.scores, w.facts, w.items
      FROM (SELECT coalesce(f.merged_into, f.id) AS root, s.* FROM snapshot_firm s JOIN firm f ON f.id = s.firm
            WHERE s.owner = $1 AND s.snapshot = $2) o
      FULL JOIN (SELECT s.firm AS root, s.* FROM snapshot_firm s WHERE s.owner = $1 AND s.snapshot = $3) w ON o.root = w.root
      WHERE (o.profession, o.size, o.region, o.scores, o.facts, o.items)
            IS DISTINCT FROM (w.profession, w.size, w.region, w.scores, w.facts, w.items)
     ) TO STDOUT (FORMAT binary);

-- Many cells at once: the values of all of them stand one behind the other,
-- lengths says how many are whose.
-- name: snapshot_cells_add (owner int8, snapshot int8, channels int4[], levels int4[], professions int4[],
--   sizes int4[], regions int4[], published bool[], ns int4[], lengths int4[], vals int4[], cums int4[],
--   sds float8[], alphas float8[]) -> none
INSERT INTO snapshot_cell (owner, snapshot, channel, level, profession, size, region, source, counted_at,
                           published, n, vals, cums, sd, alpha)
SELECT $1, $2, u.channel, u.level, u.profession, u.size, u.region, $2, s.built_at, u.published, u.n,
       CASE WHEN u.published THEN ($11::int4[])[u.upto - u.length + 1 : u.upto] END,
       CASE WHEN u.published THEN ($12::int4[])[u.upto - u.length + 1 : u.upto] END, u.sd, u.alpha
FROM (SELECT t.*, (sum(t.length) OVER (ORDER BY t.place))::int AS upto
      FROM unnest($3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::bool[], $9::int4[], $10::int4[],
                  $13::float8[], $14::float8[]) WITH ORDINALITY
           AS t (channel, level, profession, size, region, published, n, length, sd, alpha, place)) u
JOIN snapshot s ON s.owner = $1 AND s.id = $2;

-- name: snapshot_cell_carry (owner int8, snapshot int8, shown_in int8, source int8, channel int4, level int4,
--   profession int4, size int4, region int4, published bool) -> none
INSERT INTO snapshot_cell (owner, snapshot, channel, level, profession, size, region, source, counted_at,
                           published, n, vals, cums, sd, alpha)
SELECT owner, $2, channel, level, profession, size, region, source, counted_at, $10, n,
       CASE WHEN $10 THEN vals END, CASE WHEN $10 THEN cums END, CASE WHEN $10 THEN sd END, CASE WHEN $10 THEN alpha END
FROM snapshot_cell
WHERE owner = $1 AND snapshot = $3 AND source = $4 AND channel = $5 AND level = $6
  AND profession = $7 AND size = $8 AND region = $9;

-- name: snapshot_finish (owner int8, snapshot int8, firms int4) -> none
UPDATE snapshot SET state = 'built', firms = $3, sources = ARRAY(
	SELECT DISTINCT c.source FROM snapshot_cell c WHERE c.owner = $1 AND c.snapshot = $2 AND c.published ORDER BY 1)
WHERE owner = $1 AND id = $2;

-- name: snapshot_propose (owner int8, snapshot int8, by text) -> none
UPDATE snapshot SET state = 'proposed', proposed_by = $3, proposed_at = now()
WHERE owner = $1 AND id = $2 AND state = 'built';

-- name: snapshot_same_person (a text, b text) -> one (same bool)
SELECT same_person($1, $2);

-- name: snapshot_release (owner int8, snapshot int8, by text, alone text?) -> one (pinned int8, letters int8)
SELECT pinned, letters FROM snapshot_release($1, $2, $3, $4);

-- name: snapshot_withdraw (owner int8, snapshot int8, by text, reason text) -> none
UPDATE snapshot SET state = 'withdrawn', withdrawn_by = $3, withdrawn_at = now(), reason = $4
WHERE owner = $1 AND id = $2 AND state IN ('built', 'proposed', 'released');

-- name: snapshot_audit (actor text, os_user text, action text, object text, detail json) -> one (id int8)
SELECT audit($1, $2, $3, $4, $5::jsonb);

-- name: snapshot_row (snapshot int8) -> one (owner int8, id int8, form int8, version int4, state text, firms int4,
--   built_at time, built_by text, proposed_at time?, proposed_by text?, released_at time?, released_by text?,
--   alone_reason text?, withdrawn_at time?, withdrawn_by text?, reason text?,
--   professions int4, sizes int4, regions int4, measures int4, facts int4, items int4)
SELECT owner, id, form, version, state, firms, built_at, built_by, proposed_at, proposed_by, released_at, released_by,
       alone_reason, withdrawn_at, withdrawn_by, reason, professions, sizes, regions, measures, facts, items
FROM snapshot WHERE id = $1;

-- name: snapshot_list (form int8?) -> many (id int8, form int8, slug text, version int4, state text, firms int4, built_at time,
--   built_by text, proposed_by text?, released_at time?, released_by text?)
SELECT s.id, s.form, f.slug, s.version, s.state, s.firms, s.built_at, s.built_by, s.proposed_by, s.released_at, s.released_by
FROM snapshot s JOIN form f ON f.owner = s.owner AND f.id = s.form
WHERE $1::bigint IS NULL OR s.form = $1 ORDER BY s.id DESC;

-- name: snapshot_cells (owner int8, snapshot int8) -> many (channel int4, level int4, profession int4, size int4,
--   region int4, source int8, counted_at time, published bool, n int4)
SELECT channel, level, profession, size, region, source, counted_at, published, n
FROM snapshot_cell WHERE owner = $1 AND snapshot = $2;

-- name: snapshot_published (snapshot int8) -> copy_out (channel int4, level int4, profession int4, size int4,
--   region int4, source int8, counted_at time, vals int4[], cums int4[], sd float8?, alpha float8?)
COPY (SELECT channel, level, profession, size, region, source, counted_at, vals, cums, sd, alpha
      FROM snapshot_cell WHERE snapshot = $1 AND published) TO STDOUT (FORMAT binary);

-- What is known of items over the whole pool, kept with the cell of their dimension.
-- name: snapshot_items_add (owner int8, snapshot int8, measure int4, firms int4, complete int4, items int4[],
--   rests float8[], withouts float8[], dks int4[], nas int4[], absents int4[]) -> none
INSERT INTO snapshot_item (owner, snapshot, measure, firms, complete, item, rest, without, dk, na, absent)
SELECT $1, $2, $3, $4, $5, u.* FROM unnest($6::int4[], $7::float8[], $8::float8[], $9::int4[], $10::int4[], $11::int4[]) u;

-- name: snapshot_items_carry (owner int8, snapshot int8, measure int4, shown_in int8) -> none
INSERT INTO snapshot_item (owner, snapshot, measure, firms, complete, item, rest, without, dk, na, absent)
SELECT owner, $2, measure, firms, complete, item, rest, without, dk, na, absent
FROM snapshot_item WHERE owner = $1 AND snapshot = $4 AND measure = $3;

-- name: snapshot_items (snapshot int8) -> many (item int4, measure int4, firms int4, complete int4, rest float8?,
--   without float8?, dk int4, na int4, absent int4)
SELECT item, measure, firms, complete, rest, without, dk, na, absent
FROM snapshot_item WHERE snapshot = $1 ORDER BY item;

-- name: snapshot_newest_before (form int8, snapshot int8) -> one (id int8)
SELECT id FROM snapshot WHERE form = $1 AND id <> $2 AND state = 'released' ORDER BY released_at DESC, id DESC LIMIT 1;

-- name: snapshot_own (snapshot int8, response uuid) -> many (snapshot int8, profession int4, size int4, region int4,
--   scores int4[], facts int4[], items bytes)
SELECT snapshot, profession, size, region, scores, facts, items FROM snapshot_own($1, $2);

-- name: snapshot_may_compare (response uuid) -> one (may bool)
SELECT comparison_left(r.form, r.firm_of_record, r.wave, c.email)
FROM response r LEFT JOIN response_contact c ON c.owner = r.owner AND c.response = r.id WHERE r.id = $1;

-- name: pool_change (owner int8, ids uuid[]?, state text, reason text?, by text, os_user text)
--   -> many (id uuid, outcome text)
SELECT id, outcome FROM pool_change($1, $2, $3, $4, $5, $6);

-- name: pool_owner () -> one (owner int8)
SELECT operator_firm();
