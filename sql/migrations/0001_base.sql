-- SPDX-License-Identifier: ISC
-- Firms, audit, and the rights that later tables build on.
-- Runs as soundings_owner; the schema and schema_migration exist already.

-- Only who is named may call a function or enter the schema.
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
GRANT USAGE ON SCHEMA soundings
	TO soundings_web, soundings_respondent, soundings_review, soundings_courier, soundings_operator;

-- Settings of the transaction that row security asks.  Before the first
-- setting of a session they are NULL, afterwards ''.
CREATE FUNCTION current_firm() RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN NULLIF(current_setting('soundings.firm', true), '')::bigint;
COMMENT ON FUNCTION current_firm() IS 'the firm whose rows this transaction may touch; null: none';

CREATE FUNCTION current_subject() RETURNS uuid
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN NULLIF(current_setting('soundings.subject', true), '')::uuid;
COMMENT ON FUNCTION current_subject() IS 'the one response or draft a respondent may touch; null: none';

CREATE FUNCTION across_firms() RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN coalesce(current_setting('soundings.scope', true), '') = 'all';
COMMENT ON FUNCTION across_firms() IS 'this transaction works across firms (courier, operator)';

-- utf8_one_line() of src/base/utf8.c.
CREATE FUNCTION one_line(words text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN words !~ '[\u0001-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]';
COMMENT ON FUNCTION one_line(text) IS 'no break of a line, nothing that cannot be seen or turns the direction; joiners stay, for scripts need them';

-- Six of 32 letters and digits that are not taken for one another.
CREATE FUNCTION firm_code_new() RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	-- A plan made while there were few firms would read all of them for each new one.
	SET enable_seqscan = off
	AS $$
DECLARE
	signs CONSTANT text := '0123456789abcdefghjkmnpqrstvwxyz';
	dice  bytea;
	made  text;
BEGIN
	-- Six terms and no query: an import makes thousands of firms.
	LOOP
		dice := uuid_send(gen_random_uuid());
		made := 'f-' || substr(signs, 1 + get_byte(dice, 0) % 32, 1) || substr(signs, 1 + get_byte(dice, 1) % 32, 1)
			|| substr(signs, 1 + get_byte(dice, 2) % 32, 1) || substr(signs, 1 + get_byte(dice, 3) % 32, 1)
			|| substr(signs, 1 + get_byte(dice, 4) % 32, 1) || substr(signs, 1 + get_byte(dice, 5) % 32, 1);
		IF NOT EXISTS (SELECT FROM firm WHERE code = made) THEN
			RETURN made;
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION firm_code_new() IS 'a pseudonym that no firm has yet';

CREATE TABLE firm (
	id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	code        text NOT NULL UNIQUE DEFAULT soundings.firm_code_new(),
	name        text CHECK (length(name) BETWEEN 1 AND 200 AND soundings.one_line(name)),
	operator    boolean NOT NULL DEFAULT false,
	merged_into bigint REFERENCES firm,
	created_at  timestamptz NOT NULL DEFAULT now(),
	CHECK (merged_into <> id),
	CHECK (NOT (operator AND merged_into IS NOT NULL))
);
COMMENT ON TABLE firm IS 'firms of respondents; the operator of the service is one';
COMMENT ON COLUMN firm.code IS 'random pseudonym: what consultants see instead of a name';
COMMENT ON COLUMN firm.name IS 'recorded by a consultant; null: known by its domain only, reports say "your firm"';
COMMENT ON COLUMN firm.merged_into IS 'same firm under another row; chains are kept one long';
CREATE UNIQUE INDEX firm_one_operator ON firm (operator) WHERE operator;
CREATE UNIQUE INDEX firm_name ON firm (lower(name)) WHERE merged_into IS NULL;
CREATE INDEX firm_named ON firm (lower(name));
CREATE INDEX firm_merged ON firm (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE firm_domain (
	domain text PRIMARY KEY CHECK (domain = lower(domain) AND length(domain) BETWEEN 1 AND 254),
	firm   bigint NOT NULL REFERENCES firm
);
COMMENT ON TABLE firm_domain IS 'lower-case A-label mail domain, or the whole address for free mail';
CREATE INDEX firm_domain_firm ON firm_domain (firm);

CREATE TABLE audit_event (
	id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at      timestamptz NOT NULL DEFAULT now(),
	actor   text NOT NULL,
	firm    bigint REFERENCES firm,
	os_user text,
	action  text NOT NULL,
	-- The story of a response is looked up by this: one spelling, or it is lost.
	object  text NOT NULL CONSTRAINT audit_event_object_spelled CHECK (object ~
		'^((response|letter) [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(snapshot|export) [0-9]+|address [0-9a-f]{12}|(firm|form|person) [^ ]+|letters|retention|tombstones|settings)$'),
	detail  jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE audit_event IS 'who did what, never answers; added to, and only when an account is removed its address is replaced by a hash';
COMMENT ON COLUMN audit_event.actor IS 'who it was for the service: a person, "--by" of a command, or a program';
COMMENT ON COLUMN audit_event.firm IS 'the firm whose people may read it; null: those of the operator';
COMMENT ON COLUMN audit_event.object IS 'what it was done to: its kind and its id, code, slug or address';
COMMENT ON COLUMN audit_event.action IS 'room.verb, such as snapshot.release';
CREATE INDEX audit_event_at ON audit_event (at);
CREATE INDEX audit_event_actor ON audit_event (actor);
CREATE INDEX audit_event_object ON audit_event (object, id);
CREATE INDEX audit_event_firm ON audit_event (firm, id) WHERE firm IS NOT NULL;

INSERT INTO firm (operator) VALUES (true);

-- The operator's row owns what public forms collect.
CREATE FUNCTION operator_firm() RETURNS bigint
	LANGUAGE sql STABLE PARALLEL SAFE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT id FROM firm WHERE operator';
COMMENT ON FUNCTION operator_firm() IS 'the firm that runs the public forms';

-- Firm of record of a mail domain (or a free-mail address), made when new.
-- Concurrent first answers of one firm wait for each other, so that no row
-- without a domain is left behind.
CREATE FUNCTION firm_of_record(wanted text) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	found_firm bigint;
BEGIN
	IF wanted IS NULL OR wanted = '' THEN
		RETURN NULL;
	END IF;
	-- No join: planned while there are no domains, it would walk all in the order
	-- of firms, for as long as the session lives.
	SELECT (SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE f.id = d.firm)
		INTO found_firm FROM firm_domain d WHERE d.domain = wanted;
	IF found_firm IS NOT NULL THEN
		RETURN found_firm;
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('soundings.firm_domain ' || wanted, 0));
	SELECT (SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE f.id = d.firm)
		INTO found_firm FROM firm_domain d WHERE d.domain = wanted;
	IF found_firm IS NULL THEN
		INSERT INTO firm DEFAULT VALUES RETURNING id INTO found_firm;
		INSERT INTO firm_domain (domain, firm) VALUES (wanted, found_firm);
	END IF;
	RETURN found_firm;
END
$$;
COMMENT ON FUNCTION firm_of_record(text) IS 'the firm behind a mail domain, made when new';

-- A note in the audit from roles that may not write the table as they like.
CREATE FUNCTION audit(actor text, os_user text, action text, object text, detail jsonb) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	-- Nobody from outside speaks in a consultant's name.
	INSERT INTO audit_event (actor, os_user, action, object, detail)
	SELECT CASE WHEN outside THEN 'respondent' ELSE $1 END, CASE WHEN NOT outside THEN $2 END,
	       $3, $4, coalesce($5, '{}')
	FROM (SELECT session_user = 'soundings_web' AS outside) AS s RETURNING id
	$$;
COMMENT ON FUNCTION audit(text, text, text, text, jsonb) IS 'write one audit event';

-- One firm becomes part of another, and with it what was merged into it, so that
-- chains stay one long.  One merge at a time, whoever asks: two at once could
-- make a chain of two.  How many rows changed; 0: no such pair, or so already.
CREATE FUNCTION firm_join(p_firm bigint, p_into bigint) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	root  bigint;
	moved bigint;
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('soundings.firm_join', 0));
	SELECT coalesce(f.merged_into, f.id) INTO root FROM firm f WHERE f.id = p_into AND NOT f.operator;
	IF root = p_firm THEN
		RETURN 0;
	END IF;
	UPDATE firm f SET merged_into = root
	 WHERE (f.id = p_firm OR f.merged_into = p_firm) AND NOT f.operator AND f.id <> root
	   AND f.merged_into IS DISTINCT FROM root;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION firm_join IS 'the first firm counts as part of the second from now on';

ALTER TABLE firm ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE firm_domain ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_event ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY firm_known ON firm
	TO soundings_owner, soundings_courier, soundings_operator USING (true);
CREATE POLICY firm_domain_known ON firm_domain
	TO soundings_owner, soundings_courier, soundings_operator USING (true);
CREATE POLICY audit_event_known ON audit_event
	TO soundings_owner, soundings_operator USING (true);

GRANT EXECUTE ON FUNCTION current_firm(), current_subject(), across_firms(), operator_firm()
	TO soundings_web, soundings_respondent, soundings_review, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION firm_code_new(), firm_join(bigint, bigint), one_line(text) TO soundings_operator;
GRANT EXECUTE ON FUNCTION firm_of_record(text)
	TO soundings_respondent, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION audit(text, text, text, text, jsonb)
	TO soundings_respondent, soundings_courier, soundings_operator;
GRANT SELECT ON firm, firm_domain TO soundings_courier, soundings_operator;
GRANT INSERT, UPDATE (name) ON firm TO soundings_operator;
GRANT INSERT, DELETE, UPDATE (firm) ON firm_domain TO soundings_operator;
GRANT SELECT ON audit_event TO soundings_operator;
