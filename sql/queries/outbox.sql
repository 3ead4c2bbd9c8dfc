-- SPDX-License-Identifier: ISC
-- The outbox: claim, note, repeat.  Leases go by this database's clock.

-- A letter that was handed over under an earlier claim and never noted may
-- have left: that is counted, and the next copy bears the same Message-ID.
-- name: outbox_claim (domain text, batch int4, lease int4) -> many (owner int8, id uuid, kind text, object uuid, address text, language text, message_id text, attempt int4, tries int4, doubts int4, doubtful bool, created_at time)
WITH due AS (
	SELECT owner, id, handed_at IS NOT NULL AS doubtful
	  FROM letter
	 WHERE state = 'due' AND due_at <= now()
	   AND (lease_until IS NULL OR lease_until < now())
	 ORDER BY due_at, id
	 LIMIT $2
	   FOR UPDATE SKIP LOCKED
)
UPDATE letter l
   SET lease_until = now() + make_interval(secs => $3),
       attempt = l.attempt + 1,
       doubts = l.doubts + due.doubtful::integer,
       handed_at = NULL,
       message_id = coalesce(l.message_id, l.id || '@' || $1)
  FROM due
 WHERE l.owner = due.owner AND l.id = due.id
RETURNING l.owner, l.id, l.kind, l.object, l.address, l.language, l.message_id,
          l.attempt, l.tries, l.doubts, due.doubtful, l.created_at;

-- Just before the first byte of the letter.
-- name: outbox_renew (owner int8, id uuid, attempt int4, lease int4, most int4?) -> one (ours bool, enough bool)
SELECT ours, enough FROM letter_hand($1, $2, $3, $4, $5);

-- name: outbox_end (owner int8, id uuid, attempt int4, state text, reply text) -> none
UPDATE letter
   SET state = $4, done_at = now(), lease_until = NULL, handed_at = NULL,
       relay_reply = $5
 WHERE owner = $1 AND id = $2 AND attempt = $3 AND state = 'due';

-- The days run from the first try that was the letter's own failure.
-- name: outbox_later (owner int8, id uuid, attempt int4, own_fault bool, pause int4, days int4, reply text) -> one (given_up bool)
WITH letters AS (
	SELECT owner, id,
	       CASE WHEN tries = 0 THEN now() ELSE retry_from END AS since
	  FROM letter
	 WHERE owner = $1 AND id = $2 AND attempt = $3 AND state = 'due'
	   FOR UPDATE
)
UPDATE letter l
   SET retry_from = s.since,
       tries = l.tries + $4::integer,
       state = CASE WHEN $4 AND s.since < now() - make_interval(days => $6)
                    THEN 'failed' ELSE 'due' END,
       done_at = CASE WHEN $4 AND s.since < now() - make_interval(days => $6)
                      THEN now() END,
       due_at = now() + make_interval(secs => $5),
       lease_until = NULL, handed_at = NULL, relay_reply = $7
  FROM letters s
 WHERE l.owner = s.owner AND l.id = s.id
RETURNING l.state = 'failed';

-- name: outbox_give_back (owner int8, id uuid, attempt int4) -> none
UPDATE letter
   SET lease_until = NULL
 WHERE owner = $1 AND id = $2 AND attempt = $3 AND state = 'due';

-- What may keep a letter from leaving now.
-- name: outbox_checks (owner int8, object uuid, address text, kind text) -> one (recent int4, suppressed bool, confirmed bool)
SELECT letters_gone($3),
       NOT letter_of_access($4) AND EXISTS (SELECT FROM suppression
                WHERE hash = address_hash($3) AND kind IN ('*', $4))
       OR NOT c.confirmed AND address_left_alone($3),
       c.confirmed
  FROM (SELECT letter_of_access($4) OR EXISTS (SELECT FROM response
                        WHERE owner = $1 AND id = $2 AND confirmed_at IS NOT NULL) AS confirmed) c;

-- Where a resume letter leads, when the draft still waits.
-- name: outbox_draft_of (owner int8, id uuid) -> one (generation int4, title text)
SELECT d.generation,
       CASE json_typeof(v.content::json->'title')
       WHEN 'string' THEN v.content::json->>'title'
       ELSE coalesce(v.content::json->'title'->>d.language,
                     v.content::json->'title'->>'en', '') END
  FROM draft d
  JOIN form_version v ON v.owner = d.owner AND v.form = d.form AND v.version = d.version
 WHERE d.owner = $1 AND d.id = $2 AND d.done_at IS NULL;

-- name: outbox_list (state text?, most int4) -> many (owner int8, id uuid, kind text, object uuid, address text, state text, created_at time, due_at time, leased bool, tries int4, doubts int4, done_at time?, reply text?)
SELECT owner, id, kind, object, address, state, created_at, due_at,
       coalesce(lease_until > now(), false), tries, doubts, done_at, relay_reply
  FROM letter
 WHERE $1 IS NULL OR state = $1
 ORDER BY created_at DESC, id
 LIMIT $2;

-- name: outbox_state (id uuid) -> one (owner int8, state text, leased bool)
SELECT owner, state, coalesce(lease_until > now(), false) FROM letter WHERE id = $1;

-- name: outbox_retry (owner int8, id uuid, state text) -> none
UPDATE letter
   SET state = 'due', due_at = now(), done_at = NULL, lease_until = NULL,
       handed_at = NULL, tries = 0, retry_from = now()
 WHERE owner = $1 AND id = $2 AND state = $3
   AND (lease_until IS NULL OR lease_until < now());

-- name: outbox_retry_failed () -> none
UPDATE letter
   SET state = 'due', due_at = now(), done_at = NULL, lease_until = NULL,
       handed_at = NULL, tries = 0, retry_from = now()
 WHERE state = 'failed';

-- name: outbox_cancel (owner int8, id uuid, state text) -> none
UPDATE letter
   SET state = 'cancelled', done_at = now(), lease_until = NULL
 WHERE owner = $1 AND id = $2 AND state = $3 AND state <> 'sent';

-- name: outbox_audit (actor text, os_user text, action text, object text) -> one (id int8)
SELECT audit($1, $2, $3, $4, '{}'::jsonb);

-- What a report letter needs of its response.
-- name: outbox_response_of (owner int8, id uuid) -> one (generation int4, confirmed bool, consent bool, submitted_at time)
SELECT generation, confirmed_at IS NOT NULL, consent, submitted_at
  FROM response
 WHERE owner = $1 AND id = $2 AND pool <> 'withdrawn' AND disowned_at IS NULL;

-- What a consultant asked about it last.
-- name: outbox_question_of (owner int8, id uuid) -> one (generation int4, submitted_at time, question text)
SELECT r.generation, r.submitted_at, q.question
  FROM response r JOIN response_question q ON q.owner = r.owner AND q.response = r.id
 WHERE r.owner = $1 AND r.id = $2 AND r.pool <> 'withdrawn' AND r.disowned_at IS NULL
 ORDER BY q.asked_at DESC LIMIT 1;
