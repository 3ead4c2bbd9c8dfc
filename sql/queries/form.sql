-- SPDX-License-Identifier: ISC
-- Forms and their published versions.

-- name: form_by_slug (slug text) -> one (owner int8, id int8, slug text, state text,
--   public bool, version int4)
-- The newest version.  A form without one does not exist for anybody.
SELECT f.owner, f.id, f.slug, f.state, f.public, v.version
FROM form f
CROSS JOIN LATERAL (
	SELECT version FROM form_version
	WHERE owner = f.owner AND form = f.id
	ORDER BY version DESC LIMIT 1
) v
WHERE f.slug = $1

-- name: form_version_content (owner int8, form int8, version int4) -> one (
--   content text, sha256 bytes, published_at time)
SELECT content, sha256, published_at
FROM form_version
WHERE owner = $1 AND form = $2 AND version = $3

-- name: form_list -> many (owner int8, id int8, slug text, state text, public bool,
--   version int4, published_at time, published_by text)
SELECT f.owner, f.id, f.slug, f.state, f.public, v.version, v.published_at, v.published_by
FROM form f
CROSS JOIN LATERAL (
	SELECT version, published_at, published_by FROM form_version
	WHERE owner = f.owner AND form = f.id
	ORDER BY version DESC LIMIT 1
) v
ORDER BY f.slug COLLATE "C"

-- name: form_ensure (slug text) -> one (owner int8, id int8)
-- The operator's form of that slug, made when new, and locked: two people
-- publishing at once wait for each other.
WITH made AS (
	INSERT INTO form (owner, slug) VALUES (operator_firm(), $1)
	ON CONFLICT (slug) DO UPDATE SET state = form.state
	RETURNING owner, id
)
SELECT owner, id FROM made WHERE owner = operator_firm()

-- name: form_publish (owner int8, form int8, version int4, content text, published_by text) -> none
INSERT INTO form_version (owner, form, version, content, sha256, published_by)
VALUES ($1, $2, $3, $4, sha256(convert_to($4, 'UTF8')), $5)

-- name: form_set_state (slug text, state text) -> one (owner int8, id int8, changed bool)
WITH before AS (
	SELECT owner, id, state FROM form WHERE slug = $1
), now AS (
	UPDATE form SET state = $2 WHERE slug = $1 RETURNING owner, id
)
SELECT n.owner, n.id, b.state <> $2 FROM now n JOIN before b USING (owner, id)

-- name: form_audit (actor text, os_user text, action text, object text, detail json) -> one (id int8)
SELECT audit($1, $2, $3, $4, $5::jsonb)
