-- SPDX-License-Identifier: ISC
-- Snapshots from the pages, and what couriers do for them.
-- name: review_build (form int8) -> one (answer text)
SELECT review_build($1);

-- name: review_propose (snapshot int8) -> one (answer text)
SELECT review_propose($1);

-- name: review_release (snapshot int8, alone text?) -> one (verdict text, pinned int8, letters int8)
SELECT verdict, pinned, letters FROM review_release($1, $2);

-- May who is signed in be the second person?  two, same, or hand: whose account would need the operator's word.
-- name: review_releaser (snapshot int8) -> one (verdict text, vouch text?, two_people bool)
SELECT verdict, vouch, two_people FROM review_releaser($1);

-- name: review_withdraw (snapshot int8, reason text) -> one (answer text)
SELECT review_withdraw($1, $2);

-- name: review_owed (snapshot int8) -> one (letters int8)
SELECT review_owed($1);

-- Requests not done yet, then the newest; of one snapshot, or of none in particular.
-- name: review_requests (snapshot int8?) -> many (kind text, slug text, snapshot int8?, asked_by text, asked_at time, state text, answer text?)
SELECT q.kind, f.slug, q.snapshot, q.asked_by, q.asked_at, q.state, q.answer
FROM snapshot_request q JOIN form f ON f.owner = q.owner AND f.id = q.form
WHERE $1::bigint IS NULL OR q.snapshot = $1
ORDER BY q.state IN ('waiting', 'working') DESC, q.asked_at DESC, q.id LIMIT 10;

-- name: snapshot_request_orphans (died bool) -> one (again int8, failed int8)
SELECT again, failed FROM snapshot_request_orphans($1);

-- name: snapshot_request_claim () -> one (owner int8, id uuid, attempt int4, deaths int4, kind text, form int8, slug text, snapshot int8?, asked_by text, allowed bool)
SELECT owner, id, attempt, deaths, kind, form, slug, snapshot, asked_by, allowed FROM snapshot_request_claim();

-- Nothing changed: another courier has taken it up.
-- name: snapshot_request_end (owner int8, id uuid, attempt int4, state text, snapshot int8?, answer text?) -> none
UPDATE snapshot_request SET state = $4, snapshot = coalesce($5, snapshot), answer = $6, done_at = now()
WHERE owner = $1 AND id = $2 AND state = 'working' AND attempt = $3;

-- It waits again, behind none.  died: as if its process had died over it.
-- name: snapshot_request_again (owner int8, id uuid, attempt int4, died bool) -> none
UPDATE snapshot_request SET deaths = deaths + $4::int, taken_at = NULL,
	state = CASE WHEN $4 AND deaths >= 2 THEN 'failed' ELSE 'waiting' END,
	done_at = CASE WHEN $4 AND deaths >= 2 THEN now() END
WHERE owner = $1 AND id = $2 AND state = 'working' AND attempt = $3;
