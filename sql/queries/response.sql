-- SPDX-License-Identifier: ISC
-- Drafts and responses.  A respondent's scope is one id (soundings.subject).

-- name: catalogue_operator -> one (firm int8)
SELECT soundings.operator_firm()

-- All of a draft, or one page of it.
-- name: draft_pages (owner int8, id uuid, days int4, page text?) -> many (form int8, version int4, language text, begun_at time, saved_at time, done_at time?, generation int4, page text?, answers json?, page_saved_at time?)
SELECT d.form, d.version, d.language, d.begun_at, d.saved_at, d.done_at, d.generation,
       p.page, p.answers, p.saved_at AS page_saved_at
FROM soundings.draft d
LEFT JOIN soundings.draft_page p ON p.owner = d.owner AND p.draft = d.id
     AND ($4 IS NULL OR p.page = $4)
WHERE d.owner = $1 AND d.id = $2 AND d.saved_at > now() - make_interval(days => $3)

-- A draft that was sent takes no more pages.  kept: the page that comes next was
-- saved before.
-- name: draft_put (owner int8, id uuid, form int8, version int4, language text, begun_at time, page text, answers json, next text?) -> one (open bool, kept bool)
WITH d AS (
	INSERT INTO soundings.draft AS old (owner, id, form, version, language, begun_at)
	VALUES ($1, $2, $3, $4, $5, $6)
	ON CONFLICT (owner, id) DO UPDATE SET saved_at = now(), language = excluded.language
		WHERE old.done_at IS NULL
	RETURNING owner, id
), p AS (
	INSERT INTO soundings.draft_page (owner, draft, page, answers)
	SELECT d.owner, d.id, $7, $8 FROM d
	ON CONFLICT (owner, draft, page) DO UPDATE SET answers = excluded.answers, saved_at = now()
)
SELECT EXISTS (SELECT FROM d),
       EXISTS (SELECT FROM soundings.draft_page WHERE owner = $1 AND draft = $2 AND page = $9)

-- name: draft_delete (owner int8, id uuid) -> none
DELETE FROM soundings.draft WHERE owner = $1 AND id = $2 AND done_at IS NULL

-- name: draft_letter (owner int8, id uuid, address text, most int4) -> one (today int4, known bool)
WITH d AS (
	SELECT owner, id, language FROM soundings.draft WHERE owner = $1 AND id = $2 AND done_at IS NULL
), t AS (
	SELECT soundings.letters_today($3) AS n
), l AS (
	INSERT INTO soundings.letter (owner, kind, object, address, language, dedupe)
	SELECT d.owner, 'resume', d.id, $3, d.language,
	       'resume/' || d.id || '/' || encode(sha256(convert_to($3, 'UTF8')), 'hex') || '/'
	       || to_char(now() AT TIME ZONE 'UTC', 'YYYYMMDDHH24MI')
	FROM d, t WHERE t.n < $4
	ON CONFLICT DO NOTHING
)
SELECT t.n, EXISTS (SELECT FROM d) FROM t

-- The whole of a submission.  A report is pinned to the newest snapshot when
-- that can give it a comparison; otherwise a later release pins it.  A repeated
-- id inserts nothing, so it owes no second letter either.  Materialized, so that
-- each function is called once.
-- name: response_insert (owner int8, id uuid, form int8, version int4, language text, wave int4, answers json, raw bytes, scores int4[], flags text[], consent bool, body_hash bytes, seconds int4?, email text?, email_domain text?, firm_key text?, contact_ok bool, duplicate text) -> one (open bool, stored bool)
WITH f AS (
	SELECT soundings.firm_of_record($16) AS firm
	FROM soundings.form WHERE owner = $1 AND id = $3 AND state = 'open'
), n AS (
	SELECT id FROM soundings.snapshot
	WHERE owner = $1 AND form = $3 AND state = 'released'
	ORDER BY released_at DESC, id DESC LIMIT 1
), s AS MATERIALIZED (
	SELECT f.firm, (
		SELECT n.id FROM n
		WHERE soundings.comparison_given($1, n.id, f.firm, $9)
		  AND soundings.comparison_left($3, f.firm, $6, $14)) AS snapshot
	FROM f
), r AS (
	INSERT INTO soundings.response (owner, id, form, version, language, wave, answers, raw,
		scores, flags, consent, body_hash, seconds, firm_of_record, source, snapshot, compared)
	SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9,
	       CASE WHEN soundings.firm_answered($3, s.firm, $6) THEN array_append($10, $18) ELSE $10 END,
	       $11, $12, $13, s.firm, 'web', s.snapshot,
	       s.snapshot IS NOT NULL
	FROM s
	ON CONFLICT (owner, id) DO NOTHING
	RETURNING owner, id, language
), c AS (
	INSERT INTO soundings.response_contact (owner, response, email, email_domain, contact_ok)
	SELECT r.owner, r.id, $14, $15, $17 FROM r WHERE $14 IS NOT NULL
), l AS (
	INSERT INTO soundings.letter (owner, kind, object, address, language, dedupe)
	SELECT r.owner, 'report', r.id, $14, r.language, 'report/' || r.id
	FROM r WHERE $14 IS NOT NULL
), d AS (
	UPDATE soundings.draft SET done_at = now()
	FROM r WHERE draft.owner = r.owner AND draft.id = r.id
), p AS (
	DELETE FROM soundings.draft_page USING r
	WHERE draft_page.owner = r.owner AND draft_page.draft = r.id
)
SELECT EXISTS (SELECT FROM f), EXISTS (SELECT FROM r)

-- What stands under an id.  It is written to on purpose: a row that was only
-- read may belong to a commit that its standby never saw.
-- name: response_touch (owner int8, id uuid) -> one (body_hash bytes)
UPDATE soundings.response SET revision = revision WHERE owner = $1 AND id = $2
RETURNING body_hash

-- name: response_one (owner int8, id uuid) -> one (form int8, version int4, firm_of_record int8?, wave int4, submitted_at time, language text, answers json, scores int4[], pool text, pool_reason text?, consent bool, web bool, confirmed_at time?, disowned_at time?, snapshot int8?, compared bool, generation int4, revision int4, email text?, contact_ok bool?)
SELECT r.form, r.version, r.firm_of_record, r.wave, r.submitted_at, r.language, r.answers,
       r.scores, r.pool, r.pool_reason, r.consent, r.source = 'web', r.confirmed_at,
       r.disowned_at, r.snapshot, soundings.comparison_stands(r), r.generation, r.revision,
       c.email, c.contact_ok
FROM soundings.response r
LEFT JOIN soundings.response_contact c ON c.owner = r.owner AND c.response = r.id
WHERE r.owner = $1 AND r.id = $2

-- done: stored now.  same: these answers stand already, as the next revision.
-- name: response_replace (owner int8, id uuid, based_on int4, answers json, raw bytes, scores int4[], flags text[], kept text[], consent bool) -> one (done bool, same bool, gone bool)
WITH old AS (
	SELECT * FROM soundings.response
	WHERE owner = $1 AND id = $2 AND revision = $3 AND pool <> 'withdrawn'
	FOR UPDATE
), h AS (
	INSERT INTO soundings.response_history (owner, response, revision, answers, raw, scores, flags, pool, consent)
	SELECT owner, id, revision, answers, raw, scores, flags, pool, consent FROM old
), u AS (
	UPDATE soundings.response r
	SET answers = $4, raw = $5, scores = $6, consent = $9,
	    flags = $7 || ARRAY(SELECT f FROM unnest(old.flags) f WHERE f = ANY ($8) AND f <> ALL ($7)),
	    pool = CASE old.pool WHEN 'held' THEN 'held' ELSE 'waiting' END,
	    pool_reason = CASE old.pool WHEN 'held' THEN old.pool_reason END,
	    revision = r.revision + 1
	FROM old WHERE r.owner = old.owner AND r.id = old.id
	RETURNING r.id
)
SELECT EXISTS (SELECT FROM u), coalesce(r.revision = $3 + 1 AND r.answers = $4, false),
       r.pool = 'withdrawn'
FROM soundings.response r WHERE r.owner = $1 AND r.id = $2

-- The link that asked must still be good when the row is written.
-- name: response_leave (owner int8, id uuid, generation int4, reason text, disowned bool) -> one (pool text)
WITH r AS (
	UPDATE soundings.response
	SET pool = 'withdrawn', pool_reason = $4,
	    disowned_at = CASE WHEN $5 THEN coalesce(disowned_at, now()) ELSE disowned_at END,
	    confirmed_at = CASE WHEN $5 THEN NULL ELSE confirmed_at END
	WHERE owner = $1 AND id = $2 AND generation = $3
	RETURNING id, owner, pool
), l AS (
	UPDATE soundings.letter SET state = 'cancelled', done_at = now()
	FROM r WHERE letter.owner = r.owner AND letter.object = r.id AND letter.state = 'due'
)
SELECT pool FROM r,
	LATERAL (SELECT soundings.audit('respondent', NULL, 'response.withdraw', 'response ' || r.id,
		jsonb_build_object('disowned', $5))) AS noted

-- name: response_mine (owner int8, id uuid, generation int4) -> one (pool text)
UPDATE soundings.response SET confirmed_at = coalesce(confirmed_at, now())
WHERE owner = $1 AND id = $2 AND generation = $3 AND disowned_at IS NULL
RETURNING pool

-- A mended address makes the links of earlier letters void.
-- name: response_address (owner int8, id uuid, email text, email_domain text, firm_key text, generation int4, most int4) -> one (confirmed bool, today int4, mended bool)
WITH r AS (
	UPDATE soundings.response
	SET generation = generation + 1, firm_of_record = soundings.firm_of_record($5)
	WHERE owner = $1 AND id = $2 AND generation = $6 AND confirmed_at IS NULL AND pool <> 'withdrawn'
	  AND soundings.letters_today($3) < $7
	RETURNING owner, id, language, generation
), o AS (
	UPDATE soundings.letter SET state = 'cancelled', done_at = now()
	FROM r WHERE letter.owner = r.owner AND letter.object = r.id AND letter.state = 'due'
), c AS (
	UPDATE soundings.response_contact SET email = $3, email_domain = $4
	FROM r WHERE response_contact.owner = r.owner AND response_contact.response = r.id
), l AS (
	INSERT INTO soundings.letter (owner, kind, object, address, language, dedupe)
	SELECT r.owner, 'report', r.id, $3, r.language, 'report/' || r.id || '/' || r.generation
	FROM r
)
SELECT q.confirmed_at IS NOT NULL, soundings.letters_today($3), EXISTS (SELECT FROM r)
FROM soundings.response q WHERE q.owner = $1 AND q.id = $2

-- No more of the letters that nobody asked for; a report or a link to come back
-- was asked for each time.
-- name: response_stop (owner int8, id uuid) -> none
WITH h AS (
	SELECT soundings.letter_address_hash($1, $2) AS hash
), l AS (
	UPDATE soundings.letter SET state = 'cancelled', done_at = now()
	WHERE owner = $1 AND object = $2 AND state = 'due' AND kind = 'comparison'
)
INSERT INTO soundings.suppression (hash, kind, reason)
SELECT h.hash, 'comparison', 'unsubscribed' FROM h WHERE h.hash IS NOT NULL
ON CONFLICT DO NOTHING
