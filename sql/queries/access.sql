-- SPDX-License-Identifier: ISC
-- People, their sessions and how they sign in.

-- name: access_open -> one (person uuid, email text, name text, firm int8, role text, operator bool, complete bool, code_at time?, factor bool, session uuid)
SELECT person, email, name, firm, role, operator, complete, code_at, factor, session FROM session_open()
