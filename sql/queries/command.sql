-- SPDX-License-Identifier: ISC
-- What the command line asks beyond the rooms' own statements.


-- A courier is known by the name of its session, which everybody may see.
-- name: doctor_state () -> one (forms_open int8, snapshots int8, due int8, oldest_due int8, failed int8, couriers int8, jobs int8, asked int8, oldest_asked int8, working int8)
SELECT (SELECT count(*) FROM form WHERE state = 'open'),
       (SELECT count(*) FROM snapshot WHERE state = 'released'),
       (SELECT count(*) FROM letter WHERE state = 'due'),
       (SELECT coalesce(extract(epoch FROM now() - min(due_at)), 0)::int8 FROM letter WHERE state = 'due'),
       (SELECT count(*) FROM letter WHERE state IN ('failed', 'ambiguous')),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'soundings-courier'),
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'soundings-courier-jobs'),
       (SELECT count(*) FROM snapshot_request WHERE state = 'waiting'),
       (SELECT coalesce(extract(epoch FROM now() - min(asked_at)), 0)::int8 FROM snapshot_request WHERE state = 'waiting'),
       (SELECT coalesce(extract(epoch FROM now() - min(taken_at)), -1)::int8 FROM snapshot_request WHERE state = 'working');

-- name: doctor_two_people () -> one (two_people bool)
SELECT two_people()

-- By the schema's owner.  How many changed: 0, it was so already.
-- name: snapshot_rule_set (two_people bool, os_user text) -> one (changed int8)
WITH changed AS (
	UPDATE snapshot_rule SET two_people = $1 WHERE two_people <> $1 RETURNING 1
), noted AS (
	INSERT INTO audit_event (actor, os_user, action, object, detail)
	SELECT $2, $2, 'snapshot.rule', 'settings', jsonb_build_object('two_people', $1) FROM changed RETURNING 1
)
SELECT count(*) FROM noted

-- name: firm_list () -> many (id int8, code text, name text?, operator bool, merged_into int8?, domains text, responses int8)
SELECT f.id, f.code, f.name, f.operator, f.merged_into,
       coalesce((SELECT string_agg(d.domain, ' ' ORDER BY d.domain) FROM firm_domain d WHERE d.firm = f.id), ''),
       (SELECT count(*) FROM response r WHERE r.firm_of_record = f.id)
  FROM firm f
 ORDER BY f.id;

-- name: firm_add (name text, domain text?) -> one (id int8, code text)
WITH added AS (
	INSERT INTO firm (name) VALUES ($1) RETURNING id, code
), domain AS (
	INSERT INTO firm_domain (domain, firm) SELECT lower($2), id FROM added WHERE $2 IS NOT NULL
)
SELECT id, code FROM added;

-- name: firm_merge (firm int8, target int8) -> one (changed int8, code text?, target_code text?)
SELECT firm_join($1, $2), (SELECT code FROM firm WHERE id = $1),
       (SELECT coalesce(g.code, f.code) FROM firm f LEFT JOIN firm g ON g.id = f.merged_into WHERE f.id = $2) AS target_code;

-- The people of the firm read it, too; of one that was merged, those of the whole.
-- name: firm_audit (actor text, os_user text, action text, code text, detail json) -> one (id int8)
SELECT audit_firm((SELECT firm_concerned(f.id) FROM firm f WHERE f.code = $4), $1, $2, $3, 'firm ' || $4, $5::jsonb);


-- Newest first; after names the last row of the page before.  Who answered is
-- not told.
-- name: response_list (owner int8, form int8, pool text?, wave int4?, flag text?, after uuid?, most int4) -> many (id uuid, version int4, submitted_at time, wave int4, pool text, reason text?, flags text[], consent bool, confirmed bool, source text, overall int4?)
SELECT r.id, r.version, r.submitted_at, r.wave, r.pool, r.pool_reason, r.flags, r.consent,
       r.confirmed_at IS NOT NULL, r.source, r.scores[1]
  FROM response r
 WHERE r.owner = $1 AND r.form = $2
   AND ($3::text IS NULL OR r.pool = $3)
   AND ($4::int IS NULL OR r.wave = $4)
   AND ($5::text IS NULL OR $5 = ANY (r.flags))
   AND ($6::uuid IS NULL OR (r.submitted_at, r.id) <
       (SELECT a.submitted_at, a.id FROM response a WHERE a.owner = $1 AND a.id = $6))
 ORDER BY r.submitted_at DESC, r.id DESC
 LIMIT $7;

-- The response whose reference lies there; two: it does not tell.
-- name: response_beginning (low uuid, high uuid) -> many (id uuid)
SELECT id FROM response WHERE owner = operator_firm() AND id BETWEEN $1 AND $2 ORDER BY id LIMIT 2

-- name: person_add (email text, name text, role text, firm int8?, by text, os_user text) -> one (verdict text)
SELECT person_add($1, $2, $3, $4, $5, $6)

-- name: person_edit (email text, what text, by text, os_user text) -> one (verdict text)
SELECT person_edit($1, $2, $3, $4)

-- name: person_link (email text, hash bytes, by text, os_user text) -> one (made bool)
SELECT person_link($1, $2, $3, $4)

-- name: person_vouch (email text, by text, os_user text, reason text) -> one (verdict text)
SELECT person_vouch($1, $2, $3, $4)

-- name: person_remove (email text, by text, os_user text, reason text) -> one (verdict text)
SELECT person_remove($1, $2, $3, $4)

-- name: person_list () -> many (email text, name text, role text, firm int8, firm_name text?, operator bool, disabled bool,
--   factor bool, let_in text?, reset text?, vouched bool)
SELECT p.email, p.name, m.role, f.id, f.name AS firm_name, f.operator, p.disabled_at IS NOT NULL, p.factor IS NOT NULL,
       (SELECT string_agg(coalesce(b.email, 'somebody removed'), ', ' ORDER BY l.at) FROM person_let_in l LEFT JOIN person b ON b.id = l.by
         WHERE l.person = p.id AND l.how = 'invited'),
       (SELECT string_agg(coalesce(b.email, 'somebody removed'), ', ' ORDER BY l.at) FROM person_let_in l LEFT JOIN person b ON b.id = l.by
         WHERE l.person = p.id AND l.how = 'reset'),
       p.vouched_at IS NOT NULL
  FROM person p JOIN membership m ON m.person = p.id JOIN firm f ON f.id = m.firm
 ORDER BY f.operator DESC, f.id, p.email
