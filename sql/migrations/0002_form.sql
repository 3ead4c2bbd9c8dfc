-- SPDX-License-Identifier: ISC
-- Forms and their published versions.
--
-- A version is what somebody answered, so it never changes: not one byte of
-- its text, for nobody.  Wording is mended by publishing the next version.

CREATE TABLE form (
	owner      bigint NOT NULL REFERENCES firm,
	id         bigint GENERATED ALWAYS AS IDENTITY,
	slug       text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,39}$'),
	state      text NOT NULL DEFAULT 'closed' CHECK (state IN ('open', 'closed')),
	public     boolean NOT NULL DEFAULT true,
	created_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (owner, id)
);
COMMENT ON TABLE form IS 'one form under its address; what it asks stands in its versions';
COMMENT ON COLUMN form.owner IS 'the firm that runs the form; the operator''s row for public forms';
COMMENT ON COLUMN form.slug IS 'its place in addresses: /s/{slug}';
COMMENT ON COLUMN form.state IS 'open: takes answers';
COMMENT ON COLUMN form.public IS 'whoever knows the address may answer; otherwise by invitation only';

-- The ids of the items that have headings, for what is written to be sorted
-- under them.
CREATE FUNCTION form_headed(content text) RETURNS text[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN ARRAY(SELECT i #>> '{}' FROM jsonb_path_query(content::jsonb, '$.pages[*].items[*] ? (exists (@.codes)).id') AS i);
COMMENT ON FUNCTION form_headed IS 'items of a form file that have headings';

CREATE TABLE form_version (
	owner        bigint NOT NULL,
	form         bigint NOT NULL,
	version      integer NOT NULL CHECK (version > 0),
	content      text NOT NULL CHECK (octet_length(content) <= 1048576),
	sha256       bytea NOT NULL,
	published_at timestamptz NOT NULL DEFAULT now(),
	published_by text NOT NULL,
	headed       text[] NOT NULL GENERATED ALWAYS AS (form_headed(content)) STORED,
	PRIMARY KEY (owner, form, version),
	FOREIGN KEY (owner, form) REFERENCES form (owner, id),
	CHECK (sha256 = sha256(convert_to(content, 'UTF8')))
);
COMMENT ON TABLE form_version IS 'published forms, immutable';
COMMENT ON COLUMN form_version.content IS 'the form file, byte for byte as published';
COMMENT ON COLUMN form_version.headed IS 'items with headings: what is written there waits to be sorted';

CREATE FUNCTION form_version_stays() RETURNS trigger
	LANGUAGE plpgsql
	AS $$
BEGIN
	RAISE EXCEPTION 'a published form version never changes'
		USING ERRCODE = 'restrict_violation', HINT = 'Publish the next version.';
END
$$;
CREATE TRIGGER form_version_stays BEFORE UPDATE OR DELETE ON form_version
	FOR EACH ROW EXECUTE FUNCTION form_version_stays();
CREATE TRIGGER form_version_stays_whole BEFORE TRUNCATE ON form_version
	FOR EACH STATEMENT EXECUTE FUNCTION form_version_stays();

ALTER TABLE form ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE form_version ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

CREATE POLICY form_all ON form
	TO soundings_owner, soundings_courier, soundings_operator USING (true);
CREATE POLICY form_version_all ON form_version
	TO soundings_owner, soundings_courier, soundings_operator USING (true);
-- A public form is there for whoever comes, before it is known whose it is.
CREATE POLICY form_public ON form FOR SELECT
	TO soundings_respondent, soundings_review USING (public OR owner = current_firm());
CREATE POLICY form_version_public ON form_version FOR SELECT
	TO soundings_respondent, soundings_review
	USING (EXISTS (SELECT FROM form f
		WHERE f.owner = form_version.owner AND f.id = form_version.form));

GRANT SELECT ON form, form_version
	TO soundings_respondent, soundings_review, soundings_courier, soundings_operator;
GRANT INSERT, UPDATE (state, public) ON form TO soundings_operator;
GRANT INSERT ON form_version TO soundings_operator;
-- Who publishes has it worked out.
GRANT EXECUTE ON FUNCTION form_headed TO soundings_operator;
