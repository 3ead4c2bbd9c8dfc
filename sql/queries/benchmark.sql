-- SPDX-License-Identifier: ISC

-- What this transaction sees, for a second one to see the same.
-- name: snapshot_moment () -> one (name text)
SELECT pg_export_snapshot();

-- One build of a form at a time.
-- name: snapshot_lock (form int8) -> one (got bool)
SELECT pg_try_advisory_xact_lock(hashtextextended('soundings.snapshot ' || $1, 0));

-- name: snapshot_begin (owner int8, form int8, version int4, by text, professions int4, sizes int4,
--   regions int4, measures int4, facts int4, items int4, codes int4) -> one (id int8, built_at time)
INSERT INTO snapshot (owner, form, version, built_by, professions, sizes, regions, measures, facts, items, codes)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id, built_at;

-- For this transaction: sorting in memory, and no compiling of what runs for a second.
-- name: pool_memory () -> one (memory text)
SELECT set_config('work_mem', '32MB', true) || set_config('jit', 'off', true);

-- The firms of the pool, each once: by its latest wave within 24 months, facts
-- and groups by the latest response in it.  COPY, because nothing else is read
-- by several processes and written out as it comes.  It takes no arrays, so
-- lists are joined by line feeds.  What is wanted of the answers is taken
-- before the sorting (OFFSET 0), which then carries little.  How words were sorted
-- is asked for only where somebody did.
-- name: pool_firms (owner int8, form int8, version int4, now time, needs int4,
--   profession_item text?, profession_codes text, profession_groups text,
--   size_item text?, size_codes text, size_groups text,
--   region_item text?, region_codes text, region_groups text,
--   fact_kinds text, fact_items text, fact_pers text, fact_times text, fact_codes text,
--   heading_items text, heading_codes text)
--   -> copy_out (firm int8, profession int4, size int4, region int4, scores int4[], facts int4[], items bytes)
COPY (SELECT l.firm, l.profession, l.size, l.region,
	CASE WHEN l.together = 1 THEN l.scores
	     ELSE pool_scores($1, $2, l.firm, l.wave, $4 - interval '24 months', $5) END,
	l.facts,
	CASE WHEN k.response IS NULL OR l.items = '' THEN l.items
	     ELSE l.items || pool_codes($1, l.id, l.revision, string_to_array($20, E'\n'), string_to_array($21, E'\n')) END
FROM (SELECT p.*,
		row_number() OVER (PARTITION BY p.firm ORDER BY p.wave DESC, p.submitted_at DESC, p.id) AS place,
		count(*) OVER (PARTITION BY p.firm, p.wave) AS together
	FROM (SELECT coalesce(f.merged_into, r.firm_of_record) AS firm, r.wave, r.submitted_at, r.id, r.revision, r.scores,
		coalesce((string_to_array($8, E'\n')::integer[])[array_position(string_to_array($7, E'\n'), r.answers ->> $6)], 0)
			AS profession,
		coalesce((string_to_array($11, E'\n')::integer[])[array_position(string_to_array($10, E'\n'), r.answers ->> $9)], 0)
			AS size,
		coalesce((string_to_array($14, E'\n')::integer[])[array_position(string_to_array($13, E'\n'), r.answers ->> $12)], 0)
			AS region,
		CASE WHEN cardinality(q.kinds) > 12
		     THEN pool_facts(r.answers, q.kinds, q.items, q.pers, q.times, q.codes)
		     ELSE (ARRAY[
			pool_fact(r.answers, q.kinds[1], q.items[1], q.pers[1], q.times[1], q.codes[1]),
			pool_fact(r.answers, q.kinds[2], q.items[2], q.pers[2], q.times[2], q.codes[2]),
			pool_fact(r.answers, q.kinds[3], q.items[3], q.pers[3], q.times[3], q.codes[3]),
			pool_fact(r.answers, q.kinds[4], q.items[4], q.pers[4], q.times[4], q.codes[4]),
			pool_fact(r.answers, q.kinds[5], q.items[5], q.pers[5], q.times[5], q.codes[5]),
			pool_fact(r.answers, q.kinds[6], q.items[6], q.pers[6], q.times[6], q.codes[6]),
			pool_fact(r.answers, q.kinds[7], q.items[7], q.pers[7], q.times[7], q.codes[7]),
			pool_fact(r.answers, q.kinds[8], q.items[8], q.pers[8], q.times[8], q.codes[8]),
			pool_fact(r.answers, q.kinds[9], q.items[9], q.pers[9], q.times[9], q.codes[9]),
			pool_fact(r.answers, q.kinds[10], q.items[10], q.pers[10], q.times[10], q.codes[10]),
			pool_fact(r.answers, q.kinds[11], q.items[11], q.pers[11], q.times[11], q.codes[11]),
			pool_fact(r.answers, q.kinds[12], q.items[12], q.pers[12], q.times[12], q.codes[12])
		])[1:cardinality(q.kinds)] END AS facts,
		CASE WHEN r.version = $3 THEN r.raw ELSE '' END AS items
	FROM response r
	LEFT JOIN firm f ON f.id = r.firm_of_record AND f.merged_into IS NOT NULL
	CROSS JOIN (SELECT string_to_array($15, E'\n') AS kinds, string_to_array($16, E'\n') AS items,
		string_to_array($17, E'\n') AS pers, string_to_array($18, E'\n')::integer[] AS times,
		string_to_array($19, E'\n') AS codes) q
	WHERE r.owner = $1 AND r.form = $2 AND r.pool = 'included' AND r.disowned_at IS NULL AND r.consent
	  AND r.submitted_at > $4 - interval '24 months' AND r.firm_of_record IS NOT NULL
	OFFSET 0) p) l
LEFT JOIN (SELECT DISTINCT c.response FROM response_coding c WHERE c.owner = $1 AND $20 <> '') k ON k.response = l.id
WHERE l.place = 1 ORDER BY l.firm) TO STDOUT (FORMAT binary);

-- name: snapshot_block_add (owner int8, snapshot int8, firms int8[], professions int4[], sizes int4[],
--   regions int4[], scores int4[], facts int4[], items bytes) -> none
INSERT INTO snapshot_block (owner, snapshot, first, firms, professions, sizes, regions, scores, facts, items)
VALUES ($1, $2, ($3::int8[])[1], $3, $4, $5, $6, $7, $8, $9);

-- Cells that reports have shown, with the snapshots whose firms they counted; a
-- count stands while it and one that shows it are released.
-- name: snapshot_past (owner int8, form int8, version int4, measures int4) -> many (source int8, channel int4, level int4,
--   profession int4, size int4, region int4, shown_in int8, standing bool, n int4)
SELECT c.source, c.channel, c.level, c.profession, c.size, c.region, max(c.snapshot),
       bool_or(s.state = 'released' AND o.state = 'released'), max(c.n)
FROM snapshot_cell c JOIN snapshot s ON s.owner = c.owner AND s.id = c.snapshot
JOIN snapshot o ON o.owner = c.owner AND o.id = c.source
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

-- name: snapshot_finish (owner int8, snapshot int8, firms int4, withheld int4, unproved int4) -> none
UPDATE snapshot SET state = 'built', firms = $3, withheld = $4, unproved = $5, sources = ARRAY(
	SELECT DISTINCT c.source FROM snapshot_cell c WHERE c.owner = $1 AND c.snapshot = $2 AND c.published ORDER BY 1)
WHERE owner = $1 AND id = $2;

-- name: snapshot_propose (owner int8, snapshot int8, by text) -> none
UPDATE snapshot SET state = 'proposed', proposed_by = $3, proposed_at = now()
WHERE owner = $1 AND id = $2 AND state = 'built';

-- name: snapshot_releaser (owner int8, snapshot int8, by text) -> one (verdict text, vouch text?, two_people bool)
SELECT verdict, vouch, two_people() FROM snapshot_releaser($1, $2, $3);

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
--   professions int4, sizes int4, regions int4, measures int4, facts int4, items int4, codes int4)
SELECT owner, id, form, version, state, firms, built_at, built_by, proposed_at, proposed_by, released_at, released_by,
       alone_reason, withdrawn_at, withdrawn_by, reason, professions, sizes, regions, measures, facts, items, codes
FROM snapshot WHERE id = $1 AND (current_firm() IS NULL OR owner = current_firm());

-- tried: its audit is under way, or refused it.
-- name: snapshot_list (form int8?) -> many (id int8, form int8, slug text, version int4, state text, firms int4, built_at time,
--   built_by text, proposed_by text?, released_at time?, released_by text?, tried bool)
SELECT s.id, s.form, f.slug, s.version, s.state, s.firms, s.built_at, s.built_by, s.proposed_by, s.released_at, s.released_by,
       EXISTS (SELECT FROM snapshot_request q WHERE q.owner = s.owner AND q.snapshot = s.id AND q.kind = 'propose'
           AND q.state IN ('waiting', 'working'))
       OR EXISTS (SELECT FROM snapshot_refused r WHERE r.owner = s.owner AND r.snapshot = s.id)
FROM snapshot s JOIN form f ON f.owner = s.owner AND f.id = s.form
WHERE ($1::bigint IS NULL OR s.form = $1) AND (current_firm() IS NULL OR s.owner = current_firm()) ORDER BY s.id DESC;

-- The groups of a snapshot: of how many measures something is published, and what of overall.
-- name: snapshot_tally (owner int8, snapshot int8, measures int4) -> many (level int4, profession int4, size int4, region int4,
--   measures int8, n int4?, carried bool, overall bool, published bool)
SELECT level, profession, size, region, count(*) FILTER (WHERE published AND channel < $3), max(n) FILTER (WHERE channel = 0),
       coalesce(bool_or(source <> $2) FILTER (WHERE channel = 0), false),
       coalesce(bool_or(published) FILTER (WHERE channel = 0), false), bool_or(published)
FROM snapshot_cell WHERE owner = $1 AND snapshot = $2
GROUP BY level, profession, size, region;

-- name: snapshot_published (snapshot int8) -> copy_out (channel int4, level int4, profession int4, size int4,
--   region int4, source int8, counted_at time, vals int4[], cums int4[], sd float8?, alpha float8?)
COPY (SELECT channel, level, profession, size, region, source, counted_at, vals, cums, sd, alpha
      FROM snapshot_cell WHERE snapshot = $1 AND published) TO STDOUT (FORMAT binary);

-- What is known of items over the whole pool, kept with the cell of their dimension.
-- name: snapshot_items_add (owner int8, snapshot int8, measure int4, firms int4, complete int4, items int4[],
--   rests float8[], withouts float8[], dks int4[], nas int4[], absents int4[]) -> none
INSERT INTO snapshot_item (owner, snapshot, measure, firms, complete, item, rest, without, dk, na, absent)
SELECT $1, $2, $3, $4, $5, u.* FROM unnest($6::int4[], $7::float8[], $8::float8[], $9::int4[], $10::int4[], $11::int4[]) u;

-- name: snapshot_withheld_add (owner int8, snapshot int8, channels int4[], levels int4[], professions int4[], sizes int4[], regions int4[]) -> none
INSERT INTO snapshot_withheld (owner, snapshot, channel, level, profession, size, region)
SELECT $1, $2, w.* FROM unnest($3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::int4[]) w

-- name: snapshot_audited (snapshot int8) -> one (withheld int4, unproved int4, refused_at time?)
SELECT s.withheld, s.unproved, (SELECT max(r.refused_at) FROM snapshot_refused r WHERE r.owner = s.owner AND r.snapshot = s.id)
FROM snapshot s WHERE s.id = $1;

-- What the auditor named, by group: withheld when it was built, and whether an
-- earlier one, of which the first channels are the same, showed or withheld it,
-- name: snapshot_withheld (snapshot int8, before int8, channels int4) -> many (channel int4, level int4, profession int4, size int4, region int4,
--   shown bool, withheld bool)
SELECT w.channel, w.level, w.profession, w.size, w.region,
       w.channel < $3 AND EXISTS (SELECT FROM snapshot_cell c
           WHERE c.owner = w.owner AND c.snapshot = $2 AND c.published
             AND (c.channel, c.level, c.profession, c.size, c.region) = (w.channel, w.level, w.profession, w.size, w.region)),
       w.channel < $3 AND EXISTS (SELECT FROM snapshot_withheld b
           WHERE b.owner = w.owner AND b.snapshot = $2
             AND (b.channel, b.level, b.profession, b.size, b.region) = (w.channel, w.level, w.profession, w.size, w.region))
FROM snapshot_withheld w WHERE w.snapshot = $1
ORDER BY w.level DESC, w.profession, w.size, w.region, w.channel;

-- and refused when it was last to be proposed.
-- name: snapshot_refused (snapshot int8) -> many (channel int4, level int4, profession int4, size int4, region int4, known bool)
SELECT channel, level, profession, size, region, known FROM snapshot_refused WHERE snapshot = $1
ORDER BY level DESC, profession, size, region, channel;

-- name: snapshot_refused_clear (owner int8, snapshot int8) -> none
DELETE FROM snapshot_refused WHERE owner = $1 AND snapshot = $2;

-- Of two who propose at once the second names the same.
-- name: snapshot_refused_add (owner int8, snapshot int8, channels int4[], levels int4[], professions int4[], sizes int4[],
--   regions int4[], knowns bool[]) -> none
INSERT INTO snapshot_refused (owner, snapshot, channel, level, profession, size, region, known)
SELECT $1, $2, r.* FROM unnest($3::int4[], $4::int4[], $5::int4[], $6::int4[], $7::int4[], $8::bool[]) r
ON CONFLICT DO NOTHING;

-- name: snapshot_refused_note (actor text, os_user text, snapshot int8, groups int8, named text) -> one (id int8)
SELECT audit($1, $2, 'snapshot.unsafe', 'snapshot ' || $3::int8, jsonb_build_object('groups', $4::int8, 'named', $5::text));

-- name: snapshot_items_carry (owner int8, snapshot int8, measure int4, shown_in int8) -> none
INSERT INTO snapshot_item (owner, snapshot, measure, firms, complete, item, rest, without, dk, na, absent)
SELECT owner, $2, measure, firms, complete, item, rest, without, dk, na, absent
FROM snapshot_item WHERE owner = $1 AND snapshot = $4 AND measure = $3;

-- name: snapshot_items (snapshot int8) -> many (item int4, measure int4, firms int4, complete int4, rest float8?,
--   without float8?, dk int4, na int4, absent int4)
SELECT item, measure, firms, complete, rest, without, dk, na, absent
FROM snapshot_item WHERE snapshot = $1 ORDER BY item;

-- Some groups of a snapshot: measures of all, facts and items of the first alone.
-- name: snapshot_groups (snapshot int8, levels int4[], professions int4[], sizes int4[], regions int4[])
--   -> many (channel int4, level int4, profession int4, size int4, region int4, source int8, counted_at time,
--   vals int4[], cums int4[], sd float8?, alpha float8?)
SELECT c.channel, c.level, c.profession, c.size, c.region, c.source, c.counted_at, c.vals, c.cums, c.sd, c.alpha
FROM snapshot s JOIN snapshot_cell c ON c.owner = s.owner AND c.snapshot = s.id
JOIN unnest($2::int4[], $3::int4[], $4::int4[], $5::int4[]) WITH ORDINALITY AS k (level, profession, size, region, place)
  USING (level, profession, size, region)
WHERE s.id = $1 AND c.published AND (k.place = 1 OR c.channel < s.measures);

-- Some groups (level, profession, size, region as two digits each) of two
-- snapshots: overall, and of the first so many things counted those that not
-- both show by the same count.  Looked up by their key, so that it is as fast
-- before anybody has counted how many cells there are.
-- name: snapshot_unlike (owner int8, snapshot int8, other int8, channels int4, groups int4[])
--   -> many (snapshot int8, channel int4, level int4, profession int4, size int4, region int4, source int8, vals int4[], cums int4[])
WITH every AS MATERIALIZED (
	SELECT snapshot, channel, level, profession, size, region, source FROM snapshot_cell
	WHERE owner = $1 AND snapshot = ANY (ARRAY[$2, $3]) AND published AND (channel = 0 OR channel < $4)
	  AND ((level * 100 + profession) * 100 + size) * 100 + region = ANY ($5)),
odd AS MATERIALIZED (
	SELECT channel, level, profession, size, region FROM every
	GROUP BY channel, level, profession, size, region
	HAVING channel = 0 OR count(*) = 1 OR min(source) <> max(source))
SELECT c.snapshot, o.channel, o.level, o.profession, o.size, o.region, c.source, c.vals, c.cums
FROM odd o CROSS JOIN LATERAL (
	SELECT t.snapshot, t.source, t.vals, t.cums FROM snapshot_cell t
	WHERE t.owner = $1 AND t.snapshot = ANY (ARRAY[$2, $3]) AND t.channel = o.channel AND t.level = o.level
	  AND t.profession = o.profession AND t.size = o.size AND t.region = o.region AND t.published
	OFFSET 0) c;

-- How many firms the measures of published groups count; no values.
-- name: snapshot_counts (snapshot int8) -> many (channel int4, level int4, profession int4, size int4, region int4,
--   source int8, n int4)
SELECT c.channel, c.level, c.profession, c.size, c.region, c.source, c.n
FROM snapshot s JOIN snapshot_cell c ON c.owner = s.owner AND c.snapshot = s.id
WHERE s.id = $1 AND c.published AND c.channel < s.measures;

-- Firms by pseudonym.
-- name: review_sees (snapshot int8, after text, most int4) -> many (code text, profession int4, size int4, region int4,
--   measures int4[])
SELECT code, profession, size, region, measures FROM review_sees($1, $2, $3);

-- name: snapshot_newest_before (form int8, snapshot int8) -> one (id int8)
SELECT id FROM snapshot WHERE form = $1 AND id <> $2 AND state = 'released' ORDER BY released_at DESC, id DESC LIMIT 1;

-- name: snapshot_own (snapshot int8, response uuid) -> many (snapshot int8, profession int4, size int4, region int4,
--   scores int4[], facts int4[], items bytes)
SELECT snapshot, profession, size, region, scores, facts, items FROM snapshot_own($1, $2);

-- name: review_agreed (form int8, code text) -> one (version int4, answers json, submitted_at time)
SELECT version, answers, submitted_at FROM review_agreed($1, $2);

-- name: snapshot_may_compare (response uuid) -> one (may bool)
SELECT comparison_left(r.form, r.firm_of_record, r.wave, c.email)
FROM response r LEFT JOIN response_contact c ON c.owner = r.owner AND c.response = r.id WHERE r.id = $1;

-- name: pool_change (owner int8, ids uuid[]?, state text, reason text?, by text, os_user text)
--   -> many (id uuid, outcome text)
SELECT id, outcome FROM pool_change($1, $2, $3, $4, $5, $6);

-- name: pool_owner () -> one (owner int8)
SELECT operator_firm();

-- The auditor: counts that reports have shown, oldest first, but for the
-- snapshot judged.
-- name: guard_sources (owner int8, form int8, version int4, measures int4, snapshot int8, most int4) -> many (source int8)
SELECT t.source FROM (
	SELECT DISTINCT u.source FROM snapshot s, unnest(s.sources) AS u (source)
	WHERE s.owner = $1 AND s.form = $2 AND s.released_at IS NOT NULL AND (s.version = $3 OR s.measures = $4)
	  AND u.source <> $5 AND s.id <> $5 ORDER BY u.source DESC LIMIT $6) t
ORDER BY t.source;

-- What each firm had in each of these counts; snapshots joined by blanks.
-- name: guard_histories (owner int8, snapshots text)
--   -> copy_out (firm int8, snapshot int8, profession int4, size int4, region int4, scores int4[], facts int4[], items bytes)
COPY (SELECT firm, snapshot, profession, size, region, scores, facts, items FROM snapshot_firm
      WHERE owner = $1 AND snapshot = ANY (string_to_array($2, ' ')::bigint[])
      ORDER BY firm, snapshot) TO STDOUT (FORMAT binary);

-- Each count of each cell that reports have shown, of one thing counted.
-- name: guard_cells (owner int8, form int8, version int4, measures int4, channel int4, oldest int8, snapshot int8)
--   -> many (source int8, level int4, profession int4, size int4, region int4, vals int4[], cums int4[])
SELECT DISTINCT ON (c.source, c.level, c.profession, c.size, c.region)
       c.source, c.level, c.profession, c.size, c.region, c.vals, c.cums
FROM snapshot s JOIN snapshot_cell c ON c.owner = s.owner AND c.snapshot = s.id
WHERE s.owner = $1 AND s.form = $2 AND s.released_at IS NOT NULL AND s.id <> $7 AND c.published AND c.channel = $5
  AND (s.version = $3 OR s.measures = $4 AND c.channel < $4) AND c.source >= $6 AND c.source <> $7
ORDER BY c.source, c.level, c.profession, c.size, c.region;

-- The cells of a snapshot that it counted itself, of one thing counted.
-- name: guard_own (owner int8, snapshot int8, channel int4) -> many (level int4, profession int4, size int4, region int4,
--   vals int4[], cums int4[])
SELECT level, profession, size, region, vals, cums FROM snapshot_cell
WHERE owner = $1 AND snapshot = $2 AND channel = $3 AND published AND source = $2;
