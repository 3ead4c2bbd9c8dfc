-- SPDX-License-Identifier: ISC
-- People who sign in, and what they may.
--
-- A session is found by a proof: the browser holds a random token T, the
-- program sends H1 = SHA-256(T) as the setting soundings.session, and the row
-- holds SHA-256(H1).  So neither the rows nor what the server logs of a
-- statement let anybody sign in.
--
-- Tables of this file are touched by definer functions alone: soundings_web
-- holds no right on them.

CREATE TABLE person (
	id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	email          text NOT NULL CHECK (octet_length(email) BETWEEN 3 AND 254),
	name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
	language       text NOT NULL DEFAULT 'en' CHECK (octet_length(language) <= 35),
	created_at     timestamptz NOT NULL DEFAULT now(),
	disabled_at    timestamptz,
	factor         bytea,
	factor_at      timestamptz,
	factor_step    bigint NOT NULL DEFAULT 0,
	CHECK ((factor IS NULL) = (factor_at IS NULL))
);
COMMENT ON TABLE person IS 'somebody who can sign in: consultants, and people of firms';
COMMENT ON COLUMN person.factor IS 'secret of the second factor (RFC 6238), sealed with a key of the key file; null: none yet';
COMMENT ON COLUMN person.factor_step IS 'the last 30-second step whose code was taken: no code works twice';
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE membership (
	firm   bigint NOT NULL REFERENCES firm,
	person uuid NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE,
	role   text NOT NULL CHECK (role IN ('consultant', 'lead', 'reviewer', 'administrator', 'partner', 'member')),
	PRIMARY KEY (firm, person)
);
COMMENT ON TABLE membership IS 'the one firm that a person belongs to, and as what';
COMMENT ON COLUMN membership.role IS 'consultant, lead, reviewer: of the operator; administrator, partner, member: of any other firm';

CREATE TABLE sign_in (
	id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	person     uuid REFERENCES person ON DELETE CASCADE,
	kind       text NOT NULL CHECK (kind IN ('asked', 'invited', 'printed')),
	hash       bytea UNIQUE,
	browser    bytea,
	next       text CHECK (octet_length(next) <= 300),
	created_at timestamptz NOT NULL DEFAULT now(),
	expires_at timestamptz,
	used_at    timestamptz
);
COMMENT ON TABLE sign_in IS 'links to sign in; kept a day';
COMMENT ON COLUMN sign_in.person IS 'null: nobody has the address that was typed; the row is written all the same';
COMMENT ON COLUMN sign_in.hash IS 'SHA-256 of the link''s token, set when the letter is written';
COMMENT ON COLUMN sign_in.browser IS 'SHA-256 of what only the asking browser knows; null: any browser (printed, invited)';
COMMENT ON COLUMN sign_in.next IS 'where to go afterwards';
CREATE INDEX sign_in_age ON sign_in (created_at);
CREATE INDEX sign_in_person ON sign_in (person);

CREATE TABLE session (
	hash       bytea PRIMARY KEY,
	id         uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
	person     uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	full_at    timestamptz,
	code_at    timestamptz,
	created_at timestamptz NOT NULL DEFAULT now(),
	seen_at    timestamptz NOT NULL DEFAULT now(),
	device     text NOT NULL DEFAULT '' CHECK (length(device) <= 100),
	next       text,
	pending    bytea,
	wrong      integer NOT NULL DEFAULT 0
);
COMMENT ON TABLE session IS 'somebody''s browser, signed in or half way; ended ones are deleted';
COMMENT ON COLUMN session.hash IS 'SHA-256 of the proof, which is SHA-256 of the cookie''s token';
COMMENT ON COLUMN session.full_at IS 'null: the link was used, the code is not given yet';
COMMENT ON COLUMN session.code_at IS 'when a code was given last';
COMMENT ON COLUMN session.pending IS 'secret of a second factor being set up, sealed';
COMMENT ON COLUMN session.wrong IS 'wrong codes given here';
CREATE INDEX session_person ON session (person);

CREATE TABLE recovery_code (
	person  uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	hash    bytea NOT NULL,
	used_at timestamptz,
	PRIMARY KEY (person, hash)
);
COMMENT ON TABLE recovery_code IS 'codes for who has lost the second factor, each good once';

CREATE TABLE throttle (
	class text NOT NULL,
	key   bytea NOT NULL,
	since timestamptz NOT NULL DEFAULT now(),
	count integer NOT NULL DEFAULT 0,
	PRIMARY KEY (class, key)
);
COMMENT ON TABLE throttle IS 'how often something was tried of late; keys are hashes';
CREATE INDEX throttle_age ON throttle (since);

-- ---- who is asking ----

CREATE FUNCTION session_hash() RETURNS bytea
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	said text := current_setting('soundings.session', true);
BEGIN
	IF said IS NULL OR said !~ '^[0-9a-f]{64}$' THEN
		RETURN NULL;
	END IF;
	RETURN sha256(decode(said, 'hex'));
END
$$;
COMMENT ON FUNCTION session_hash() IS 'the key of the session whose proof this transaction has; null: none';

-- One rule for every reader.  Twelve hours for all; half an hour of rest ends
-- the session of whoever works with other people's answers; a link without
-- its code is good for 15 minutes.
CREATE FUNCTION session_lives(s session, role text) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN now() < s.created_at + interval '12 hours'
		AND (s.full_at IS NOT NULL OR now() < s.created_at + interval '15 minutes')
		AND (role IN ('partner', 'member') OR now() < s.seen_at + interval '30 minutes');

CREATE FUNCTION current_person() RETURNS uuid
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT p.id FROM session s
	  JOIN person p ON p.id = s.person
	  JOIN membership m ON m.person = p.id
	 WHERE s.hash = session_hash() AND s.full_at IS NOT NULL AND p.disabled_at IS NULL
	   AND session_lives(s, m.role)
	$$;
COMMENT ON FUNCTION current_person() IS 'who has signed in and given the code, by the live session; null: nobody';

CREATE FUNCTION person_firm() RETURNS bigint
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT firm FROM membership WHERE person = current_person()';
COMMENT ON FUNCTION person_firm() IS 'the firm of who is signed in';

CREATE FUNCTION person_is(VARIADIC roles text[]) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT EXISTS (SELECT FROM membership m JOIN firm f ON f.id = m.firm
		WHERE m.person = current_person() AND m.role = ANY (roles)
		  AND f.operator = (m.role IN ('consultant', 'lead', 'reviewer')))
	$$;
COMMENT ON FUNCTION person_is(text[]) IS 'who is signed in has one of these roles, in a firm where it counts';

CREATE FUNCTION reviewing() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$ SELECT person_is('consultant', 'lead') $$;
COMMENT ON FUNCTION reviewing() IS 'a consultant or lead is signed in';

-- A reserved word: it is called with its schema, soundings.leading().
CREATE FUNCTION soundings.leading() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$ SELECT person_is('lead') $$;
COMMENT ON FUNCTION soundings.leading() IS 'a lead consultant is signed in';

CREATE FUNCTION person_in_firm(firm bigint) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT coalesce(person_firm() = firm, false)';
COMMENT ON FUNCTION person_in_firm(bigint) IS 'who is signed in belongs to that firm';

CREATE FUNCTION current_person_email() RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT email FROM person WHERE id = current_person()';
COMMENT ON FUNCTION current_person_email() IS 'the address of who is signed in: the name that acts are noted under';

-- Who is signed in acts under the own name, and nobody else's.
CREATE OR REPLACE FUNCTION audit(actor text, os_user text, action text, object text, detail jsonb) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO audit_event (actor, os_user, action, object, detail)
	SELECT CASE WHEN outside THEN coalesce(current_person_email(), 'respondent') ELSE $1 END,
	       CASE WHEN NOT outside THEN $2 END, $3, $4, coalesce($5, '{}')
	FROM (SELECT session_user = 'soundings_web' AS outside) AS s RETURNING id
	$$;
GRANT EXECUTE ON FUNCTION audit(text, text, text, text, jsonb) TO soundings_review;

CREATE FUNCTION audit_firm(firm bigint, actor text, os_user text, action text, object text, detail jsonb) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO audit_event (firm, actor, os_user, action, object, detail)
	SELECT $1, CASE WHEN outside THEN coalesce(current_person_email(), 'respondent') ELSE $2 END,
	       CASE WHEN NOT outside THEN $3 END, $4, $5, coalesce($6, '{}')
	FROM (SELECT session_user = 'soundings_web' AS outside) AS s RETURNING id
	$$;
COMMENT ON FUNCTION audit_firm(bigint, text, text, text, text, jsonb) IS 'write one audit event that the people of a firm may read';
GRANT EXECUTE ON FUNCTION audit_firm(bigint, text, text, text, text, jsonb) TO soundings_review, soundings_operator;

-- ---- sessions ----

-- Who this browser is.  Rest is counted from the last request, to the minute.
CREATE FUNCTION session_open(OUT person uuid, OUT email text, OUT name text, OUT firm bigint,
	OUT role text, OUT operator boolean, OUT complete boolean, OUT code_at timestamptz,
	OUT factor boolean, OUT session uuid) RETURNS SETOF record
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	found_hash bytea;
	seen timestamptz;
BEGIN
	SELECT s.hash, s.seen_at, p.id, p.email, p.name, m.firm, m.role, f.operator,
	       s.full_at IS NOT NULL, s.code_at, p.factor IS NOT NULL, s.id
	  INTO found_hash, seen, person, email, name, firm, role, operator, complete, code_at, factor, session
	  FROM session s
	  JOIN person p ON p.id = s.person
	  JOIN membership m ON m.person = p.id
	  JOIN firm f ON f.id = m.firm
	 WHERE s.hash = session_hash() AND p.disabled_at IS NULL AND session_lives(s, m.role);
	IF found_hash IS NULL THEN
		RETURN;
	END IF;
	IF seen < now() - interval '1 minute' THEN
		UPDATE session SET seen_at = now() WHERE hash = found_hash;
	END IF;
	RETURN NEXT;
END
$$;
COMMENT ON FUNCTION session_open() IS 'the live session of this transaction and its person; notes that it was seen';

-- ---- rights ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['person', 'membership', 'sign_in', 'session', 'recovery_code', 'throttle'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY %I ON %I TO soundings_owner USING (true)', t || '_owner', t);
	END LOOP;
END
$$;
GRANT SELECT ON person, membership TO soundings_operator;
CREATE POLICY person_operator ON person TO soundings_operator USING (across_firms());
CREATE POLICY membership_operator ON membership TO soundings_operator USING (across_firms());

GRANT EXECUTE ON FUNCTION session_hash(), session_lives(session, text), current_person(), person_firm(),
	person_is(text[]), reviewing(), soundings.leading(), person_in_firm(bigint), current_person_email()
	TO soundings_respondent, soundings_review, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION session_open() TO soundings_review;
