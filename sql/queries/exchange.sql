-- SPDX-License-Identifier: ISC
-- Responses in and out in bulk, and out for good.

-- name: import_firms (names text[]) -> none
-- Firms named in an import and not known yet; each asked for by itself, see below.
INSERT INTO firm (name)
SELECT DISTINCT ON (lower(n)) n FROM unnest($1) AS n
 WHERE n IS NOT NULL AND (SELECT true FROM firm f WHERE lower(f.name) = lower(n) LIMIT 1) IS NULL
ON CONFLICT DO NOTHING

-- name: import_domains (domains text[]) -> one (firms int8)
-- Firms known by their mail domain, made when new.
SELECT count(firm_of_record(d)) FROM (SELECT DISTINCT d FROM unnest($1) AS d WHERE d IS NOT NULL) AS x

-- name: import_rows (owner int8, form int8, version int4, language text,
--   ids uuid[], names text[], domains text[], emails text[], email_domains text[], submitted int8[],
--   waves int4[], answers text[], raws bytes[], scores text[], flags text[], consents bool[],
--   confirmed bool[], contact_oks bool[], hashes bytes[], send bool) -> later (added int8)
-- A row's id is made of its contents, so a row that is there already is the
-- same row; one that was erased stays erased.  Arrays of arrays do not exist:
-- scores and flags are array texts.  Firm and tombstone are asked for row by row:
-- joined, the planner takes the arrays for ten rows and compares each with each.
WITH given AS MATERIALIZED (
	SELECT * FROM unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
	AS t(id, name, domain, email, email_domain, at, wave, answers, raw, scores, flags, consent,
	     confirmed, contact_ok, hash)
), r AS (
	INSERT INTO response (owner, id, form, version, firm_of_record, wave, submitted_at, language,
		answers, raw, scores, flags, pool, pool_reason, consent, confirmed_at, source, body_hash)
	SELECT $1, g.id, $2, $3,
	       CASE WHEN g.name IS NOT NULL
	            THEN (SELECT coalesce(f.merged_into, f.id) FROM firm f
	                   WHERE lower(f.name) = lower(g.name) ORDER BY f.merged_into NULLS FIRST LIMIT 1)
	            ELSE (SELECT coalesce(f.merged_into, f.id) FROM firm_domain d JOIN firm f ON f.id = d.firm
	                   WHERE d.domain = g.domain) END, g.wave,
	       'epoch'::timestamptz + g.at * interval '1 microsecond', $4,
	       g.answers::jsonb, g.raw, g.scores::int4[], g.flags::text[],
	       CASE WHEN g.confirmed AND g.consent THEN 'included' ELSE 'waiting' END,
	       CASE WHEN g.confirmed AND g.consent THEN 'confirmed by the import' END,
	       g.consent,
	       CASE WHEN g.confirmed THEN 'epoch'::timestamptz + g.at * interval '1 microsecond' END,
	       'import', g.hash
	  FROM given g
	 WHERE (SELECT true FROM response_tombstone t WHERE t.owner = $1 AND t.response = g.id) IS NULL
	ON CONFLICT (owner, id) DO NOTHING
	RETURNING id
), c AS (
	INSERT INTO response_contact (owner, response, email, email_domain, contact_ok)
	SELECT $1, r.id, g.email, g.email_domain, g.contact_ok
	  FROM r JOIN given g USING (id) WHERE g.email IS NOT NULL
), l AS (
	INSERT INTO letter (owner, kind, object, address, language, dedupe)
	SELECT $1, 'report', r.id, g.email, $4, 'report/' || r.id
	  FROM r JOIN given g USING (id) WHERE $20 AND g.confirmed AND g.email IS NOT NULL
)
SELECT count(*) FROM r

-- name: import_known (owner int8, ids uuid[]) -> many (place int8, id uuid, erased bool)
-- Which of these rows an import would pass over, and why.
SELECT t.place, t.id, r.id IS NULL AND NOT t.again
  FROM (SELECT place, id, row_number() OVER (PARTITION BY id ORDER BY place) > 1 AS again
          FROM unnest($2) WITH ORDINALITY AS u(id, place)) t
  LEFT JOIN response r ON r.owner = $1 AND r.id = t.id
 WHERE r.id IS NOT NULL OR t.again
    OR EXISTS (SELECT FROM response_tombstone s WHERE s.owner = $1 AND s.response = t.id)
 ORDER BY t.place

-- Who it was only when named.
-- How words were sorted only where the form has headings, and for these words.
-- name: export_rows (owner int8, form int8, named bool, sorted bool) -> copy_out (id uuid, version int4,
--   submitted_at time, wave int4, pool text, answers json, scores int4[], firm text?, email text?, codes text?)
COPY (SELECT r.id, r.version, r.submitted_at, r.wave, r.pool, r.answers::text, r.scores,
       CASE WHEN $3 THEN coalesce(f.name, c.email_domain) END, CASE WHEN $3 THEN c.email END,
       CASE WHEN $4 THEN (SELECT k.codes FROM response_sorted k WHERE k.owner = r.owner AND k.response = r.id AND k.revision = r.revision) END
  FROM response r
  LEFT JOIN response_contact c ON $3 AND c.owner = r.owner AND c.response = r.id
  LEFT JOIN firm f ON $3 AND f.id = r.firm_of_record
 WHERE r.owner = $1 AND r.form = $2
 ORDER BY r.submitted_at, r.id) TO STDOUT (FORMAT binary)

-- name: erase_response (id uuid, actor text, os_user text) -> one (erased int8)
-- The person's words and address go at once; released snapshots are aggregates
-- and stay.  The tombstone lets a restored backup erase it again.
WITH gone AS (
	DELETE FROM response WHERE id = $1 RETURNING owner, id
), letters AS (
	DELETE FROM letter l USING gone g WHERE l.owner = g.owner AND l.object = g.id
), drafts AS (
	DELETE FROM draft d USING gone g WHERE d.owner = g.owner AND d.id = g.id
), stone AS (
	INSERT INTO response_tombstone (owner, response) SELECT owner, id FROM gone
	ON CONFLICT DO NOTHING
), noted AS (
	SELECT audit($2, $3, 'response.erase', 'response ' || id, '{}'::jsonb) FROM gone
)
SELECT (SELECT count(*) FROM gone) + 0 * (SELECT count(*) FROM noted)

-- name: export_audit (actor text, os_user text, object text, owner int8, form int8, format text) -> one (id int8)
SELECT audit($1, $2, 'response.export', $3, jsonb_build_object('identities', true, 'choice', 'all, all', 'format', $6,
       'rows', (SELECT count(*) FROM response WHERE owner = $4 AND form = $5)))

-- What consultants take out: a firm's code only for a lead, what was written
-- only with consent, nothing that was withdrawn.
-- name: review_rows (form int8, wave int4, pool text, firms bool, written text, sorted bool) -> copy_out (id uuid, version int4,
--   submitted_at time, wave int4, pool text, answers json, scores int4[], firm text?, codes text?)
-- In the order of an index (see export_slot), and redacted row by row above it: the first row leaves at once.
COPY (SELECT o.id, o.version, o.submitted_at, o.wave, o.pool, answers_for_review(o.answers, o.consent, $5)::text, o.scores, o.code,
       CASE WHEN $6 AND o.consent THEN (SELECT k.codes FROM response_sorted k WHERE k.owner = o.owner AND k.response = o.id AND k.revision = o.revision) END
  FROM (SELECT r.owner, r.revision, r.id, r.version, r.submitted_at, r.wave, r.pool, r.answers, r.consent, r.scores,
               CASE WHEN $4 AND (SELECT soundings.leading()) THEN g.code END AS code
          FROM response r
          LEFT JOIN firm f ON $4 AND f.id = r.firm_of_record
          LEFT JOIN firm g ON g.id = CASE WHEN f.merged_into IS NULL THEN f.id ELSE f.merged_into END
         WHERE r.owner = current_firm() AND r.form = $1 AND r.pool <> 'withdrawn' AND r.disowned_at IS NULL
           AND ($2 = 0 OR r.wave = $2) AND ($3 = '' OR r.pool = $3)
         ORDER BY r.submitted_at, r.id OFFSET 0) AS o) TO STDOUT (FORMAT binary)

-- name: export_slot -> one (mine bool)
SELECT export_slot()

-- name: export_ended (export int8, rows int8, mended int8, whole bool) -> one (id int8)
SELECT audit('', NULL, CASE WHEN $4 THEN 'response.export-mended' ELSE 'response.export-broken' END, 'export ' || $1,
       jsonb_build_object('export', $1, 'rows', $2, 'mended', $3))

-- name: recompute_page (owner int8, form int8, after uuid, many int4) -> many (id uuid, version int4,
--   revision int4, answers json, raw bytes, scores int4[], flags text[], seconds int4?,
--   address bool)
-- Responses in the order of their ids, and what was worked out of them.
SELECT id, version, revision, answers, raw, scores, flags, seconds,
       EXISTS (SELECT FROM response_contact c WHERE c.owner = r.owner AND c.response = r.id)
  FROM response r WHERE owner = $1 AND form = $2 AND id > $3 ORDER BY id LIMIT $4

-- name: recompute_count (owner int8, form int8) -> one (responses int8)
SELECT count(*) FROM response WHERE owner = $1 AND form = $2

-- name: recompute_store (owner int8, slug text, actor text, os_user text, ids uuid[], revisions int4[],
--   raws bytes[], scores text[], flags text[]) -> one (changed int8)
-- One that was corrected meanwhile was worked out anew then, and is left alone.
WITH given AS MATERIALIZED (
	SELECT * FROM unnest($5, $6, $7, $8, $9) AS t(id, revision, raw, scores, flags)
), changed AS (
	UPDATE response r SET raw = g.raw, scores = g.scores::int4[], flags = g.flags::text[]
	  FROM given g WHERE r.owner = $1 AND r.id = g.id AND r.revision = g.revision
	RETURNING r.id
), noted AS (
	SELECT audit($3, $4, 'response.recompute', 'form ' || $2, jsonb_build_object('changed', count(*)))
	  FROM changed HAVING count(*) > 0
)
SELECT (SELECT count(*) FROM changed) + 0 * (SELECT count(*) FROM noted)
