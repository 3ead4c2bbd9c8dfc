-- SPDX-License-Identifier: ISC
-- People, their sessions and how they sign in.

-- name: access_open -> one (person uuid, email text, name text, firm int8, role text, operator bool, complete bool, code_at time?, factor bool, session uuid)
SELECT person, email, name, firm, role, operator, complete, code_at, factor, session FROM session_open()

-- name: access_door (key bytes) -> one (fine bool)
SELECT door_take($1)

-- name: access_heavy -> one (fine bool)
SELECT heavy_take()

-- name: access_ask (address text, browser bytes, network bytes, known uuid?, own bytes, next text?) -> one (wait int4)
SELECT sign_in_ask($1, $2, $3, $4, $5, $6)

-- name: access_letter (id uuid, hash bytes) -> one (expires_at time)
SELECT expires_at FROM sign_in_letter($1, $2)

-- name: access_invited_as (person uuid) -> one (role text?)
SELECT invited_as($1)

-- name: access_use (hash bytes, browser bytes?, session bytes, device text, pending bytes) -> one (verdict text, next text?, person uuid?)
SELECT verdict, next, person FROM sign_in_use($1, $2, $3, $4, $5)

-- name: access_factor -> one (factor bytes?, pending bytes?, complete bool, email text, person uuid)
SELECT factor, pending, complete, email, person FROM session_factor()

-- name: access_code (factor bytes?, step int8?, recovery bytes?, session bytes?) -> one (verdict text, next text?, tries int4?, person uuid?)
SELECT verdict, next, tries, person FROM session_code($1, $2, $3, $4)

-- name: access_enrol (pending bytes, step int8, codes bytes[], session bytes) -> one (verdict text, next text?, person uuid?)
SELECT verdict, next, person FROM session_enrol($1, $2, $3, $4)

-- name: access_pend (pending bytes) -> one (done bool)
SELECT session_pend($1)

-- name: access_new_codes (codes bytes[]) -> one (done bool)
SELECT session_new_codes($1)

-- name: access_codes_left -> one (n int8)
SELECT recovery_codes_left()

-- name: access_sessions -> many (id uuid, device text, created_at time, seen_at time, mine bool)
SELECT id, device, created_at, seen_at, mine FROM session_list()

-- name: access_end (id uuid?) -> one (n int8)
SELECT session_end($1)

-- name: access_sign_out -> none
SELECT session_sign_out()

-- name: access_purge (days int4) -> one (n int8)
SELECT access_purge($1)

-- name: access_people -> many (id uuid, email text, name text, role text, firm text?, operator bool, disabled bool, factor bool, mine bool,
--   let_in text?, reset text?, vouched bool, waiting bool)
SELECT id, email, name, role, firm, operator, disabled, factor, mine, let_in, reset, vouched, waiting FROM person_list()

-- name: access_invite (email text, name text, role text, firm text?, record bool) -> one (verdict text)
SELECT person_invite($1, $2, $3, $4, $5)

-- name: access_withdraw (invitation uuid) -> one (done bool)
SELECT invitation_withdraw($1)

-- name: access_change (person uuid, what text, role text?, reason text?) -> one (verdict text)
SELECT person_change($1, $2, $3, $4)

-- name: access_audit (before int8?, most int4, kind text?, who text?, from time?, upto time?) -> many (id int8, at time, actor text, action text, object text, keys text[], vals text[])
SELECT id, at, actor, action, object, keys, vals FROM audit_list($1, $2, $3, $4, $5, $6)

-- name: access_audit_actors (who text?, from time?, upto time?) -> many (actor text)
SELECT actor FROM audit_actors($1, $2, $3) AS a (actor)
