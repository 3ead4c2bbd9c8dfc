-- SPDX-License-Identifier: ISC
-- What the demonstration does beyond the doors of a person: the owner of the
-- schema alone may, for it dates back what never changes otherwise.

-- name: demo_empty (form int8) -> one (responses int8, snapshots int8)
SELECT (SELECT count(*) FROM response WHERE form = $1), (SELECT count(*) FROM snapshot WHERE form = $1)

-- name: demo_snapshot (form int8) -> one (id int8)
SELECT id FROM snapshot WHERE form = $1 ORDER BY id DESC LIMIT 1

-- Addresses of the demonstration belong to the firms that it named.
-- name: demo_domains (form int8) -> none
INSERT INTO firm_domain (domain, firm)
SELECT DISTINCT ON (c.email_domain) c.email_domain, r.firm_of_record
  FROM response r JOIN response_contact c ON c.owner = r.owner AND c.response = r.id
 WHERE r.form = $1 AND r.source = 'import' AND r.firm_of_record IS NOT NULL AND c.email_domain LIKE '%.example'
 ORDER BY c.email_domain, r.submitted_at
ON CONFLICT DO NOTHING

-- As a visitor's answers arrive: with a time, confirmed or not, and the flags
-- that an import knows nothing of.
-- name: demo_received (ids uuid[], seconds int4[], hasty bool[], confirmed bool[]) -> none
UPDATE response r
   SET seconds = g.seconds,
       confirmed_at = CASE WHEN g.confirmed THEN least(r.submitted_at + interval '7 minutes', now()) END,
       flags = r.flags || CASE WHEN g.hasty THEN '{fast}' ELSE '{}' END::text[]
               || CASE WHEN EXISTS (SELECT FROM response o
                       WHERE o.firm_of_record = r.firm_of_record AND o.form = r.form AND o.wave = r.wave
                         AND (o.submitted_at, o.id) < (r.submitted_at, r.id)) THEN '{duplicate}' ELSE '{}' END::text[]
  FROM unnest($1, $2, $3, $4) AS g (id, seconds, hasty, confirmed)
 WHERE r.owner = operator_firm() AND r.id = g.id

-- Included week by week, by the same function as on the desk.
-- name: demo_include (ids uuid[], mondays int8[], by text) -> one (done int8)
SELECT count(*) FROM (
	SELECT array_agg(r.id ORDER BY r.submitted_at, r.id) AS ids,
	       CASE WHEN r.flags = '{}' THEN 'no flags' ELSE 'looked at, and plausible' END AS reason
	  FROM unnest($1, $2) AS g (id, monday) JOIN response r ON r.owner = operator_firm() AND r.id = g.id
	 GROUP BY g.monday, r.flags = '{}' ORDER BY g.monday, r.flags = '{}' DESC) AS week
 CROSS JOIN LATERAL pool_change(operator_firm(), week.ids, 'included', week.reason, $3, NULL) AS c

-- What they wrote was sorted on the Monday after, before it was counted.
-- name: demo_sorted (form int8, item text, words text[], codes text[], counted time, by text) -> none
WITH k AS (
	INSERT INTO response_coding (owner, response, item, codes, revision, coded_at, coded_by)
	SELECT r.owner, r.id, $2, string_to_array(g.codes, '|'), r.revision,
	       least(date_trunc('week', r.submitted_at) + interval '7 days 10 hours', $5), $6
	  FROM response r JOIN unnest($3, $4) AS g (words, codes) ON g.words = r.answers ->> $2
	 WHERE r.owner = operator_firm() AND r.form = $1 AND r.pool = 'included'
	ON CONFLICT DO NOTHING
	RETURNING response, coded_at
)
INSERT INTO audit_event (at, actor, action, object, detail)
SELECT k.coded_at, $6, 'response.code', 'response ' || k.response, jsonb_build_object('item', $2) FROM k

-- name: demo_hold (ids uuid[], reason text, by text) -> one (done int8)
SELECT count(*) FROM pool_change(operator_firm(), $1, 'held', $2, $3, NULL) c

-- A question that was asked and sent.
-- name: demo_ask (response uuid, question text, reason text, by text, at time) -> none
WITH q AS (
	INSERT INTO response_question (owner, response, asked_at, asked_by, question, reason, pool, revision)
	SELECT r.owner, r.id, $5, $4, $2, $3, r.pool, r.revision FROM response r
	 WHERE r.owner = operator_firm() AND r.id = $1 RETURNING owner, id, response
), l AS (
	INSERT INTO letter (owner, kind, object, address, state, created_at, due_at, done_at, dedupe)
	SELECT q.owner, 'question', q.response, c.email, 'sent', $5, $5, $5, 'question/' || q.id
	  FROM q JOIN response_contact c USING (owner, response)
)
INSERT INTO audit_event (at, actor, action, object, detail)
SELECT $5, $4, 'response.ask', 'response ' || q.response, jsonb_build_object('question', q.id, 'reason', $3) FROM q

-- They came over the web.  Said after the release, which would owe each a letter.
-- name: demo_over_web (ids uuid[]) -> none
WITH r AS (
	UPDATE response SET source = 'web' WHERE owner = operator_firm() AND id = ANY ($1)
	RETURNING owner, id, form, version, submitted_at, seconds
)
INSERT INTO draft (owner, id, form, version, language, begun_at, saved_at, done_at)
SELECT owner, id, form, version, 'en', submitted_at - seconds * interval '1 second', submitted_at, submitted_at
  FROM r WHERE submitted_at > now() - interval '30 days'

-- Visitors who went no further than a page, so many at each, within four weeks.
-- name: demo_drafts (form int8, version int4, pages text[], stopped int4[]) -> none
WITH n AS (
	SELECT p.page, p.place, md5('demonstration draft ' || p.place || ' ' || k)::uuid AS id,
	       now() - (p.place * 3 + k * 7) % 27 * interval '1 day' - k * interval '97 minutes' AS at
	  FROM unnest($3, $4) WITH ORDINALITY AS p (page, stopped, place), generate_series(1, p.stopped) AS k
), d AS (
	INSERT INTO draft (owner, id, form, version, language, begun_at, saved_at)
	SELECT operator_firm(), n.id, $1, $2, 'en', n.at - n.place * interval '70 seconds', n.at FROM n
	RETURNING owner, id
)
INSERT INTO draft_page (owner, draft, page, answers, saved_at)
SELECT d.owner, d.id, p.page, '{}', n.at - (n.place - p.place) * interval '70 seconds'
  FROM d JOIN n USING (id), unnest($3) WITH ORDINALITY AS p (page, place) WHERE p.place <= n.place

-- The past --------------------------------------------------------------------

-- Until demo_freeze, in one transaction: what never changes is dated back.
-- name: demo_thaw () -> none
ALTER TABLE snapshot DISABLE TRIGGER snapshot_step

-- name: demo_thaw_cells () -> none
ALTER TABLE snapshot_cell DISABLE TRIGGER snapshot_cell_frozen

-- Released at that time: what had been answered by then is compared with it.  The
-- demonstration's own answers are imports as yet; of others nobody was told then.
-- name: demo_released (snapshot int8, by text, at time) -> one (pinned int8)
WITH s AS (
	UPDATE snapshot SET state = 'released', released_by = $2, released_at = $3
	 WHERE id = $1 AND state = 'proposed' RETURNING owner, id, form
), p AS (
	UPDATE response r SET snapshot = s.id, compared = true
	  FROM s WHERE r.owner = s.owner AND r.form = s.form AND r.pool = 'included' AND r.source = 'import' AND r.submitted_at <= $3
	RETURNING r.id
), a AS (
	INSERT INTO audit_event (actor, action, object, detail)
	SELECT $2, 'snapshot.release', 'snapshot ' || s.id,
	       jsonb_build_object('pinned', (SELECT count(*) FROM p), 'letters', 0, 'alone', false)
	  FROM s
)
SELECT count(*) FROM p

-- name: demo_dated (snapshot int8, built time, proposed time, released time) -> none
WITH c AS (
	UPDATE snapshot_cell SET counted_at = $2 WHERE source = $1 AND snapshot = $1
), a AS (
	UPDATE audit_event SET at = CASE action WHEN 'snapshot.build' THEN $2 WHEN 'snapshot.propose' THEN $3 ELSE $4 END
	 WHERE object = 'snapshot ' || $1
)
UPDATE snapshot SET built_at = $2, proposed_at = $3, released_at = $4 WHERE id = $1

-- name: demo_freeze () -> none
ALTER TABLE snapshot ENABLE TRIGGER snapshot_step

-- name: demo_freeze_cells () -> none
ALTER TABLE snapshot_cell ENABLE TRIGGER snapshot_cell_frozen

-- The audit tells of the desk at the times when it was done.
-- name: demo_told (ids uuid[], at int8[]) -> none
UPDATE audit_event e SET at = 'epoch'::timestamptz + g.at * interval '1 microsecond'
  FROM unnest($1, $2) AS g (id, at) WHERE e.object = 'response ' || g.id

-- name: demo_firms () -> none
UPDATE firm f SET created_at = r.at
  FROM (SELECT firm_of_record AS firm, min(submitted_at) AS at FROM response GROUP BY firm_of_record) r
 WHERE r.firm = f.id AND r.at < f.created_at
