-- SPDX-License-Identifier: ISC
-- The response desk: lists, one response, figures about the flow.

-- pool: a state; or what a figure of the start page counts (desk_waiting): ready,
-- single, unready, asked, kept.
-- Newest first; (before_at, before_id) is the last row of the page above.
-- A filter that is null asks nothing.  codes: of the option lists of a group.
-- Consultants' statements are planned for the values of the call (scope.c): what
-- is null falls away, the rest can be looked up.  CASE and not coalesce(), which
-- is not known to tell nothing: row security would compare every firm with each row.
-- name: desk_list (form int8, wave int4?, pool text?, flag text?, profession_item text?, profession text[], size_item text?, size text[], region_item text?, region text[], firm text?, before_at time?, before_id uuid?, most int4) -> many (id uuid, submitted_at time, wave int4, version int4, pool text, flags text[], firm text?, answers json, confirmed bool, consent bool, disowned bool, source text, asked bool, unanswered bool)
SELECT r.id, r.submitted_at, r.wave, r.version, r.pool, r.flags, g.code, r.answers::text,
       r.confirmed_at IS NOT NULL, r.consent, r.disowned_at IS NOT NULL, r.source,
       EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id),
       EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id
                  AND q.pool = r.pool AND q.revision = r.revision)
  FROM response r
  LEFT JOIN firm f ON f.id = r.firm_of_record
  LEFT JOIN firm g ON g.id = CASE WHEN f.merged_into IS NULL THEN f.id ELSE f.merged_into END
 WHERE r.owner = current_firm() AND r.form = $1
   AND ($2::int4 IS NULL OR r.wave = $2)
   AND ($3::text IS NULL OR CASE $3
	WHEN 'ready' THEN r.pool = 'waiting' AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL AND r.flags = '{}'
		AND r.id NOT IN (SELECT q.response FROM response_question q WHERE q.owner = current_firm())
	WHEN 'single' THEN r.pool = 'waiting' AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL
		AND (r.flags <> '{}' OR r.id IN (SELECT q.response FROM response_question q WHERE q.owner = current_firm()))
	WHEN 'unready' THEN r.pool = 'waiting' AND r.disowned_at IS NULL AND (NOT r.consent OR r.confirmed_at IS NULL)
	WHEN 'kept' THEN r.pool <> 'withdrawn' AND r.disowned_at IS NULL
	WHEN 'asked' THEN r.id = ANY (ARRAY(SELECT desk_asked($1)))
	ELSE r.pool = $3 END)
   AND ($4::text IS NULL OR ($4 = 'none' AND r.flags = '{}') OR ($4 = ANY (r.flags) AND r.flags <> '{}'))
   AND ($5::text IS NULL OR r.answers ->> $5 = ANY ($6))
   AND ($7::text IS NULL OR r.answers ->> $7 = ANY ($8))
   AND ($9::text IS NULL OR r.answers ->> $9 = ANY ($10))
   AND ($11::text IS NULL OR r.firm_of_record = ANY (ARRAY(
	SELECT c.id FROM firm c WHERE c.code = $11 AND c.merged_into IS NULL
	UNION ALL SELECT m.id FROM firm c JOIN firm m ON m.merged_into = c.id WHERE c.code = $11)))
   AND ($12::timestamptz IS NULL OR (r.submitted_at, r.id) < ($12, $13::uuid))
 ORDER BY r.submitted_at DESC, r.id DESC
 LIMIT $14

-- name: desk_waves (form int8) -> many (wave int4)
-- From one to the next below it: few years, many rows.
WITH RECURSIVE w (wave) AS (
	SELECT max(wave) FROM response WHERE owner = current_firm() AND form = $1
	UNION ALL
	SELECT (SELECT max(r.wave) FROM response r WHERE r.owner = current_firm() AND r.form = $1 AND r.wave < w.wave)
	  FROM w WHERE w.wave IS NOT NULL
)
SELECT wave FROM w WHERE wave IS NOT NULL

-- Addresses that somebody typed are taken out.
-- name: desk_response (id uuid) -> one (form int8, version int4, submitted_at time, wave int4, language text, answers json, scores int4[], flags text[], pool text, pool_reason text?, consent bool, confirmed_at time?, disowned bool, source text, compared bool, revision int4, seconds int4?, firm text?)
SELECT r.form, r.version, r.submitted_at, r.wave, r.language, answers_for_review(r.answers, true, '')::text, r.scores, r.flags, r.pool,
       r.pool_reason, r.consent, r.confirmed_at, r.disowned_at IS NOT NULL, r.source, r.compared, r.revision,
       r.seconds, g.code
  FROM response r
  LEFT JOIN firm f ON f.id = r.firm_of_record
  LEFT JOIN firm g ON g.id = CASE WHEN f.merged_into IS NULL THEN f.id ELSE f.merged_into END
 WHERE r.owner = current_firm() AND r.id = $1

-- name: desk_questions (id uuid) -> many (asked_at time, asked_by text, question text, reason text, unanswered bool)
SELECT q.asked_at, q.asked_by, q.question, q.reason, q.pool = r.pool AND q.revision = r.revision
  FROM response_question q JOIN response r ON r.owner = q.owner AND r.id = q.response
 WHERE q.owner = current_firm() AND q.response = $1 ORDER BY q.asked_at

-- name: desk_story (id uuid) -> many (at time, actor text, action text, reason text?)
SELECT at, actor, action, reason FROM desk_story($1)

-- name: desk_decide (ids uuid[], pool text, reason text) -> many (id uuid, outcome text)
SELECT id, outcome FROM desk_decide($1, $2, $3)

-- name: desk_include (form int8, most int4, upto time) -> one (done int8)
SELECT desk_include($1, $2, $3)

-- How many would be included with "all without flags".
-- name: desk_ready (form int8) -> one (ready int8)
SELECT count(*) FROM response r
 WHERE r.owner = current_firm() AND r.form = $1 AND r.pool = 'waiting' AND r.flags = '{}'
   AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL
   AND NOT EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id)

-- Those: how many, by what an answer tells that they are the same, and the moment.
-- name: desk_unflagged (form int8) -> one (ready int8, seen text, at time)
SELECT cardinality(a.ids)::bigint, desk_seen(a.ids), now()
  FROM (SELECT ARRAY(SELECT r.id FROM response r
         WHERE r.owner = current_firm() AND r.form = $1 AND r.pool = 'waiting' AND r.flags = '{}'
           AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL
           AND NOT EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id)
         ORDER BY r.id) AS ids) a

-- name: desk_ask (id uuid, question text, reason text) -> one (outcome text)
SELECT desk_ask($1, $2, $3)

-- name: desk_identity (id uuid, reason text) -> many (email text?, firm text?, domains text?)
SELECT email, firm, domains FROM desk_identity($1, $2)

-- name: desk_firm_identity (code text, reason text) -> many (name text?, domains text?)
SELECT name, domains FROM desk_firm_identity($1, $2)

-- name: desk_duplicates () -> many (code text, twin text, why text, responses int8, twin_responses int8)
SELECT code, twin, why, responses, twin_responses FROM desk_duplicates()

-- name: desk_firm (code text) -> one (merged_into text?, created_at time)
SELECT g.code, f.created_at FROM firm f LEFT JOIN firm g ON g.id = f.merged_into
 WHERE f.code = $1 AND NOT f.operator

-- name: desk_firm_responses (code text) -> many (id uuid, form int8, version int4, wave int4, submitted_at time, pool text, answers json, scores int4[])
SELECT r.id, r.form, r.version, r.wave, r.submitted_at, r.pool, r.answers::text, r.scores
  FROM firm f JOIN firm g ON g.id = f.id OR g.merged_into = f.id
  JOIN response r ON r.owner = current_firm() AND r.firm_of_record = g.id
 WHERE f.code = $1
 ORDER BY r.submitted_at DESC, r.id LIMIT 50

-- name: desk_merge (code text, target text, reason text) -> one (merged bool)
SELECT desk_merge($1, $2, $3)

-- What waits, by form: each figure by the index that is made for it, and each as
-- many as the list shows under its name.  single: a flag or a question wants a look.
-- name: desk_waiting () -> many (form int8, slug text, ready int8, single int8, unready int8, included int8, held int8, kept int8, asked int8)
SELECT f.id, f.slug, w.ready, w.every - w.ready, p.waiting - w.every, p.included, p.held, p.kept,
       (SELECT count(*) FROM desk_asked(f.id))
  FROM form f
 CROSS JOIN LATERAL (
	SELECT count(*) FILTER (WHERE r.pool = 'waiting' AND r.disowned_at IS NULL) AS waiting,
	       count(*) FILTER (WHERE r.pool = 'included') AS included,
	       count(*) FILTER (WHERE r.pool = 'held') AS held,
	       count(*) FILTER (WHERE r.pool <> 'withdrawn' AND r.disowned_at IS NULL) AS kept, count(*) AS every
	  FROM response r WHERE r.owner = current_firm() AND r.form = f.id) p
 CROSS JOIN LATERAL (
	SELECT count(*) FILTER (WHERE r.flags = '{}'
	           AND r.id NOT IN (SELECT q.response FROM response_question q WHERE q.owner = current_firm())) AS ready, count(*) AS every
	  FROM response r WHERE r.owner = current_firm() AND r.form = f.id AND r.pool = 'waiting'
	   AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL) w
 WHERE f.owner = current_firm() AND p.every > 0
 ORDER BY f.slug

-- What the figures are counted from, in one pass: all of the last two years.  A
-- time only of the last one; packed answers only of that version and where they count.
-- name: desk_rows (form int8, version int4, items int4) -> copy_out (at time, pool text, confirmed bool, seconds int4?,
--   raw bytes?, firm int8?)
COPY (SELECT r.submitted_at, r.pool, r.confirmed_at IS NOT NULL,
       CASE WHEN r.submitted_at > now() - interval '1 year' THEN r.seconds END,
       CASE WHEN r.version = $2 AND r.pool IN ('waiting', 'included') AND r.disowned_at IS NULL AND octet_length(r.raw) = $3 THEN r.raw END,
       r.firm_of_record
  FROM response r
 WHERE r.owner = current_firm() AND r.form = $1 AND r.submitted_at > now() - interval '24 months') TO STDOUT (FORMAT binary)

-- name: desk_merged () -> many (firm int8, into int8)
SELECT id, merged_into FROM firm WHERE merged_into IS NOT NULL ORDER BY id

-- name: desk_drafts (form int8) -> many (page text?, reached int8, stayed int8)
SELECT page, reached, stayed FROM desk_drafts($1)

-- Open answers that may be read and count, oldest first; (after_at, after_id) is the
-- last row of the page above.  state: waiting, sorted.  these: those alone; empty: all.
-- What waits is looked up, and not searched for among all that was ever sorted.
-- name: desk_words (form int8, item text, versions int4[], state text, these uuid[], after_at time?, after_id uuid?, most int4) -> many (id uuid, submitted_at time, version int4, revision int4, words text, codes text[]?, coded_by text?, current bool, edition int4)
SELECT r.id, r.submitted_at, r.version, r.revision, answers_for_review(jsonb_build_object($2, r.answers -> $2), true, '') ->> $2,
       k.codes, k.coded_by, coalesce(k.revision = r.revision, false), coalesce(k.edition, 0)
  FROM response r
  LEFT JOIN response_coding k ON k.owner = r.owner AND k.response = r.id AND k.item = $2
 WHERE r.owner = current_firm() AND r.form = $1 AND r.version = ANY ($3) AND r.consent AND r.disowned_at IS NULL
   AND r.pool IN ('waiting', 'included') AND btrim(r.answers ->> $2) <> ''
   AND CASE WHEN cardinality($5::uuid[]) > 0 THEN r.id = ANY ($5)
       WHEN $4 = 'sorted' THEN k.revision = r.revision
       ELSE r.id = ANY (ARRAY(SELECT u.response FROM response_unsorted u
		WHERE u.owner = current_firm() AND u.form = $1 AND u.item = $2 AND u.version = ANY ($3)
		  AND ($6::timestamptz IS NULL OR (u.submitted_at, u.response) > ($6, $7::uuid))
		ORDER BY u.submitted_at, u.response LIMIT $8)) END
   AND ($6::timestamptz IS NULL OR (r.submitted_at, r.id) > ($6, $7::uuid))
 ORDER BY r.submitted_at, r.id
 LIMIT $8

-- How many of them wait, up to so many: nobody needs to know how many thousands.
-- name: desk_words_waiting (form int8, item text, versions int4[], most int4) -> one (waiting int8)
SELECT count(*) FROM (
	SELECT FROM response_unsorted u
	 WHERE u.owner = current_firm() AND u.form = $1 AND u.item = $2 AND u.version = ANY ($3)
	 LIMIT $4) w

-- name: desk_codings (id uuid) -> many (item text, codes text[], coded_at time, coded_by text, current bool)
SELECT k.item, k.codes, k.coded_at, k.coded_by, k.revision = r.revision
  FROM response_coding k JOIN response r ON r.owner = k.owner AND r.id = k.response
 WHERE k.owner = current_firm() AND k.response = $1 ORDER BY k.item

-- name: desk_code (form int8, item text, ids uuid[], revisions int4[], editions int4[], codes text[]) -> many (id uuid, outcome text)
SELECT id, outcome FROM desk_code($1, $2, $3, $4, $5, $6)
