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

-- A name stands on one line, and leads nowhere.
CREATE FUNCTION person_name_fits(name text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN length(name) BETWEEN 1 AND 200
		AND soundings.one_line(name)
		AND name !~* '://|(^|\s)www\.' AND name !~ '[^\s.]{2,}\.([a-z]{2,}|[A-Z]{2,})\M';

CREATE TABLE person (
	id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	email          text NOT NULL CHECK (octet_length(email) BETWEEN 3 AND 254),
	name           text NOT NULL CHECK (person_name_fits(name)),
	language       text NOT NULL DEFAULT 'en' CHECK (octet_length(language) <= 35),
	created_at     timestamptz NOT NULL DEFAULT now(),
	disabled_at    timestamptz,
	factor         bytea,
	factor_at      timestamptz,
	factor_step    bigint NOT NULL DEFAULT 0,
	vouched_at     timestamptz,
	CHECK ((factor IS NULL) = (factor_at IS NULL))
);
COMMENT ON TABLE person IS 'somebody who can sign in: consultants, and people of firms';
COMMENT ON COLUMN person.factor IS 'secret of the second factor (RFC 6238), sealed with a key of the key file; null: none yet';
COMMENT ON COLUMN person.factor_step IS 'the last 30-second step whose code was taken: no code works twice';
COMMENT ON COLUMN person.vouched_at IS 'when the operator vouched that this is somebody of their own; the audit says why';
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE person_let_in (
	person uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	by     uuid NOT NULL,
	how    text NOT NULL CHECK (how IN ('invited', 'reset')),
	at     timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (person, by, how),
	CHECK (person <> by)
);
COMMENT ON TABLE person_let_in IS 'on whose word an account stands: no row, on the operator''s';
COMMENT ON COLUMN person_let_in.by IS 'a person, or of one who was removed what person_stand_in() gives';
COMMENT ON COLUMN person_let_in.how IS 'invited: added on a page by that person; reset: who took the second factor away there';

CREATE TABLE membership (
	firm   bigint NOT NULL REFERENCES firm,
	person uuid NOT NULL UNIQUE REFERENCES person ON DELETE CASCADE,
	role   text NOT NULL CHECK (role IN ('consultant', 'lead', 'reviewer', 'administrator', 'partner', 'member')),
	PRIMARY KEY (firm, person)
);
COMMENT ON TABLE membership IS 'the one firm that a person belongs to, and as what';
COMMENT ON COLUMN membership.role IS 'consultant, lead, reviewer: of the operator; administrator, partner, member: of any other firm';

CREATE TABLE invitation (
	id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	firm       bigint NOT NULL REFERENCES firm,
	email      text NOT NULL CHECK (octet_length(email) BETWEEN 3 AND 254),
	name       text NOT NULL CHECK (person_name_fits(name)),
	role       text NOT NULL,
	by         uuid NOT NULL,
	person     uuid UNIQUE REFERENCES person ON DELETE CASCADE,
	created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE invitation IS 'whom an administrator added and who has not signed in yet; 90 days at most';
COMMENT ON COLUMN invitation.person IS 'null: the address signs in elsewhere already, which the administrator is not told';
CREATE UNIQUE INDEX invitation_once ON invitation (firm, lower(email));

CREATE TABLE sign_in (
	id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	person     uuid REFERENCES person ON DELETE CASCADE,
	kind       text NOT NULL DEFAULT 'asked' CHECK (kind IN ('asked', 'printed')),
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
COMMENT ON COLUMN sign_in.browser IS 'SHA-256 of what only the asking browser knows; null: any browser (printed)';
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
COMMENT ON COLUMN throttle.since IS 'when counting began; of a bucket (throttle_drip): when it is full again';
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
-- its code is good for 15 minutes.  Whose role asks for a code has no full
-- session without one, also when the role changed meanwhile.
CREATE FUNCTION session_lives(s session, role text) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	RETURN now() < s.created_at + interval '12 hours'
		AND (s.full_at IS NOT NULL OR now() < s.created_at + interval '15 minutes')
		AND (role IN ('partner', 'member') OR now() < s.seen_at + interval '30 minutes'
			AND (s.full_at IS NULL OR s.code_at IS NOT NULL));

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

-- Who is signed in acts under the own name, and nobody else's.  Who is not
-- leaves answers, and nothing else that is noted; an export may outlive its session.
CREATE FUNCTION audit_actor(given text, action text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who text;
BEGIN
	IF session_user <> 'soundings_web' THEN
		RETURN given;
	END IF;
	who := current_person_email();
	IF who IS NULL AND action NOT IN ('response.withdraw', 'response.export-broken') THEN
		RAISE EXCEPTION 'permission denied: nobody is signed in' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN coalesce(who, 'respondent');
END
$$;
COMMENT ON FUNCTION audit_actor(text, text) IS 'under which name an act is noted; refuses acts of nobody';

CREATE OR REPLACE FUNCTION audit(actor text, os_user text, action text, object text, detail jsonb) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO audit_event (actor, os_user, action, object, detail)
	VALUES (audit_actor($1, $3), CASE WHEN session_user <> 'soundings_web' THEN $2 END, $3, $4, coalesce($5, '{}'))
	RETURNING id
	$$;
GRANT EXECUTE ON FUNCTION audit(text, text, text, text, jsonb) TO soundings_review;

CREATE FUNCTION audit_firm(firm bigint, actor text, os_user text, action text, object text, detail jsonb) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO audit_event (firm, actor, os_user, action, object, detail)
	VALUES ($1, audit_actor($2, $4), CASE WHEN session_user <> 'soundings_web' THEN $3 END, $4, $5, coalesce($6, '{}'))
	RETURNING id
	$$;
COMMENT ON FUNCTION audit_firm(bigint, text, text, text, text, jsonb) IS 'write one audit event that the people of a firm may read';
GRANT EXECUTE ON FUNCTION audit_firm(bigint, text, text, text, text, jsonb) TO soundings_operator;

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
	-- Who has no second factor has proved all there is by the link.
	SELECT s.hash, s.seen_at, p.id, p.email, p.name, m.firm, m.role, f.operator,
	       s.full_at IS NOT NULL, CASE WHEN p.factor IS NULL THEN s.full_at ELSE s.code_at END,
	       p.factor IS NOT NULL, s.id
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

-- ---- signing in ----

-- Counts one more of a kind within a span; false: that was too many.
CREATE FUNCTION throttle_take(p_class text, p_key bytea, p_most integer, p_span interval) RETURNS boolean
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO throttle AS t (class, key, count) VALUES (p_class, p_key, 1)
	ON CONFLICT (class, key) DO UPDATE SET
		count = CASE WHEN t.since < now() - p_span THEN 1 ELSE t.count + 1 END,
		since = CASE WHEN t.since < now() - p_span THEN now() ELSE t.since END
	RETURNING count <= p_most
	$$;

-- An audit event about the person's own doing, noted for the own firm.
CREATE FUNCTION person_note(p_person uuid, p_action text, p_detail jsonb) RETURNS void
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO audit_event (actor, firm, action, object, detail)
	SELECT p.email, CASE WHEN NOT f.operator THEN f.id END, p_action, 'person ' || p.email, p_detail
	  FROM person p JOIN membership m ON m.person = p.id JOIN firm f ON f.id = m.firm
	 WHERE p.id = p_person
	$$;

CREATE FUNCTION person_letter(p_person uuid, p_kind text) RETURNS void
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO letter (owner, kind, object, address, language)
	SELECT operator_firm(), p_kind, id, email, language FROM person WHERE id = p_person
	$$;

-- Takes one from a bucket that holds so many and gains one each span.  0: taken;
-- else the minutes until there is one.  What is refused takes nothing: whoever
-- waits so long finds one, however often it was tried meanwhile.
CREATE FUNCTION throttle_drip(p_class text, p_key bytea, p_holds integer, p_each interval) RETURNS integer
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	INSERT INTO throttle AS t (class, key, since, count) VALUES (p_class, p_key, now() + p_each, 1)
	ON CONFLICT (class, key) DO UPDATE SET
		count = CASE WHEN t.since <= now() + (p_holds - 1) * p_each THEN 1 ELSE 0 END,
		since = CASE WHEN t.since <= now() + (p_holds - 1) * p_each THEN greatest(t.since, now()) + p_each ELSE t.since END
	RETURNING CASE WHEN count = 1 THEN 0
		ELSE greatest(ceil(extract(epoch FROM since - now() - (p_holds - 1) * p_each) / 60), 1)::integer END
	$$;

-- What pages may take, each from its own bucket.  p_key names a network or a
-- browser that is known; it is worked out with a key that the database does not
-- have, so that foreign SQL can empty no bucket that a page could not.
CREATE FUNCTION door_take(p_key bytea) RETURNS boolean
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$ SELECT throttle_drip('door', p_key, 20, interval '45 seconds') = 0 $$;
COMMENT ON FUNCTION door_take(bytea) IS 'may this network, or known browser, come to the door once more?';

CREATE FUNCTION heavy_take() RETURNS boolean
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$ SELECT throttle_drip('heavy', coalesce(uuid_send(current_person()), ''), 60, interval '10 seconds') = 0 $$;
COMMENT ON FUNCTION heavy_take() IS 'may who is signed in ask for one more page that costs much?';

-- Somebody asks for a link.  Whether the address is anybody's changes which
-- values are written and nothing else: the same rows in the same tables.  A
-- browser that its owner has signed in with before (p_known, p_own) has a bucket
-- apart, which strangers cannot empty; and one network gets a quarter of what
-- drips into an address's, so that it takes several to keep a new browser
-- waiting.  0: it is on its way; else the minutes until one may be asked for.
CREATE FUNCTION sign_in_ask(p_address text, p_browser bytea, p_network bytea, p_known uuid, p_own bytea, p_next text)
	RETURNS integer
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who  person;
	made uuid;
	wait integer;
BEGIN
	SELECT p.* INTO who FROM person p JOIN membership m ON m.person = p.id
	 WHERE lower(p.email) = lower(p_address) AND p.disabled_at IS NULL;
	IF who.id = p_known THEN
		wait := throttle_drip('ask known', p_own, 10, interval '90 seconds');
	ELSE
		wait := throttle_drip('ask pair', sha256(p_network || address_hash(p_address)), 5, interval '1 hour');
		IF wait = 0 THEN
			wait := throttle_drip('ask address', address_hash(p_address), 5, interval '15 minutes');
		END IF;
	END IF;
	IF wait > 0 THEN
		RETURN wait;
	END IF;
	INSERT INTO sign_in (person, browser, next) VALUES (who.id, p_browser, p_next) RETURNING id INTO made;
	INSERT INTO letter (owner, kind, object, address, language, state, done_at)
	VALUES (operator_firm(), 'sign_in', made, coalesce(who.email, ''), coalesce(who.language, 'en'),
		CASE WHEN who.id IS NULL THEN 'cancelled' ELSE 'due' END,
		CASE WHEN who.id IS NULL THEN now() END);
	RETURN 0;
END
$$;

-- The courier writes the letter: from then on the link is good.
CREATE FUNCTION sign_in_letter(p_id uuid, p_hash bytea, OUT expires_at timestamptz) RETURNS SETOF timestamptz
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	UPDATE sign_in s SET hash = p_hash, expires_at = now() + interval '15 minutes'
	  FROM person p
	 WHERE s.id = p_id AND p.id = s.person AND p.disabled_at IS NULL AND s.used_at IS NULL
	   AND s.created_at > now() - interval '1 hour'
	RETURNING s.expires_at
	$$;

-- An invitation says what it is for.
CREATE FUNCTION invited_as(p_person uuid) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT m.role FROM membership m WHERE m.person = p_person';
COMMENT ON FUNCTION invited_as IS 'the role of who is written to; null: the account is gone';

-- The button behind the link.  in, code, enrol: used now.  unknown, used, over,
-- elsewhere: refused, and nothing is changed.
CREATE FUNCTION sign_in_use(p_hash bytea, p_browser bytea, p_session bytea, p_device text, p_pending bytea,
	OUT verdict text, OUT next text, OUT person uuid)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	link sign_in;
	who  person;
	role text;
BEGIN
	-- First the person, then what is theirs: in this order everywhere.
	PERFORM FROM person p WHERE p.id = (SELECT s.person FROM sign_in s WHERE s.hash = p_hash) FOR KEY SHARE;
	SELECT s.* INTO link FROM sign_in s WHERE s.hash = p_hash FOR UPDATE;
	SELECT p.* INTO who FROM person p WHERE p.id = link.person AND p.disabled_at IS NULL;
	SELECT m.role INTO role FROM membership m WHERE m.person = who.id;
	verdict := CASE
		WHEN role IS NULL THEN 'unknown'
		WHEN link.used_at IS NOT NULL THEN 'used'
		WHEN link.expires_at < now() THEN 'over'
		WHEN link.browser IS NOT NULL AND link.browser IS DISTINCT FROM p_browser THEN 'elsewhere'
		WHEN who.factor IS NOT NULL THEN 'code'
		WHEN role IN ('partner', 'member') THEN 'in'
		ELSE 'enrol' END;
	IF verdict NOT IN ('in', 'code', 'enrol') THEN
		RETURN;
	END IF;
	UPDATE sign_in SET used_at = now() WHERE id = link.id;
	DELETE FROM session s WHERE s.hash = session_hash();
	INSERT INTO session (hash, person, full_at, device, next, pending)
	VALUES (p_session, who.id, CASE WHEN verdict = 'in' THEN now() END, p_device, link.next,
		CASE WHEN verdict = 'enrol' THEN p_pending END);
	person := who.id;
	IF verdict = 'in' THEN
		next := link.next;
		DELETE FROM invitation i WHERE i.person = who.id;
		PERFORM person_note(who.id, 'person.sign-in', '{"how": "link"}');
	END IF;
END
$$;

-- What is needed to check a code; the secrets are sealed with a key that the
-- database does not have.
CREATE FUNCTION session_factor(OUT factor bytea, OUT pending bytea, OUT complete boolean, OUT email text,
	OUT person uuid) RETURNS SETOF record
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT p.factor, s.pending, s.full_at IS NOT NULL, p.email, p.id
	  FROM session s JOIN person p ON p.id = s.person JOIN membership m ON m.person = p.id
	 WHERE s.hash = session_hash() AND p.disabled_at IS NULL AND session_lives(s, m.role)
	$$;

-- The session of this transaction with its row and its person's locked; null: none.
CREATE FUNCTION session_lock() RETURNS session
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	mine session;
BEGIN
	-- First the person, as where somebody is disabled or reset.
	PERFORM FROM person p WHERE p.id = (SELECT s.person FROM session s WHERE s.hash = session_hash()) FOR UPDATE;
	SELECT s.* INTO mine FROM session s WHERE s.hash = session_hash() FOR UPDATE;
	PERFORM FROM person p JOIN membership m ON m.person = p.id
	 WHERE p.id = mine.person AND p.disabled_at IS NULL AND session_lives(mine, m.role);
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	RETURN mine;
END
$$;

-- A new id for a session that has just become more than it was.
CREATE FUNCTION session_renew(p_old session, p_new bytea) RETURNS void
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	DELETE FROM session WHERE hash = p_old.hash;
	DELETE FROM invitation WHERE person = p_old.person;
	INSERT INTO session (hash, person, full_at, code_at, device) VALUES (p_new, p_old.person, now(), now(), p_old.device);
	$$;

-- A code was given: p_step, the 30-second step it is of (null: of none near now),
-- or p_recovery, the hash of a recovery code.  p_session: the key of the session
-- that takes over.  Who is signed in proves it again: that session goes on, and
-- ends when it would have, under the new key alone.
--
-- Five tries a link.  Once ten codes were wrong for one person within a day
-- only the first try of each link counts: who has link and code still gets in,
-- who guesses needs a new mail for each guess.
CREATE FUNCTION session_code(p_factor bytea, p_step bigint, p_recovery bytea, p_session bytea,
	OUT verdict text, OUT next text, OUT tries integer, OUT person uuid)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	mine session := session_lock();
	who  person;
	good boolean := false;
BEGIN
	IF mine.hash IS NULL THEN
		verdict := 'gone';
		RETURN;
	END IF;
	SELECT p.* INTO who FROM person p WHERE p.id = mine.person;
	person := who.id;
	tries := CASE WHEN EXISTS (SELECT FROM throttle t WHERE t.class = 'code wrong' AND t.key = uuid_send(who.id)
		AND t.count >= 10 AND t.since > now() - interval '1 day') THEN 1 ELSE 5 END - mine.wrong;
	IF tries > 0 AND p_recovery IS NOT NULL THEN
		UPDATE recovery_code r SET used_at = now()
		 WHERE r.person = who.id AND r.hash = p_recovery AND r.used_at IS NULL AND who.factor IS NOT NULL;
		good := FOUND;
	ELSIF tries > 0 AND p_step IS NOT NULL AND p_factor = who.factor THEN
		good := p_step > who.factor_step;
		UPDATE person p SET factor_step = p_step WHERE p.id = who.id AND good;
	END IF;
	IF NOT good THEN
		tries := tries - 1;
		verdict := CASE WHEN p_step IS NOT NULL AND p_step <= who.factor_step THEN 'reused' ELSE 'wrong' END;
		PERFORM throttle_take('code wrong', uuid_send(who.id), 0, interval '1 day');
		UPDATE session s SET wrong = s.wrong + 1 WHERE s.hash = mine.hash;
		IF tries <= 0 THEN
			verdict := 'ended';
			DELETE FROM session s WHERE s.hash = mine.hash;
			PERFORM person_note(who.id, 'person.codes-wrong', '{}');
		END IF;
		RETURN;
	END IF;
	verdict := 'in';
	next := mine.next;
	IF mine.full_at IS NOT NULL THEN
		UPDATE session s SET hash = p_session, code_at = now(), wrong = 0 WHERE s.hash = mine.hash;
	ELSE
		PERFORM session_renew(mine, p_session);
		PERFORM person_note(who.id, 'person.sign-in',
			jsonb_build_object('how', CASE WHEN p_recovery IS NULL THEN 'code' ELSE 'recovery code' END));
	END IF;
	IF p_recovery IS NOT NULL THEN
		PERFORM person_letter(who.id, 'factor_recovery');
	END IF;
END
$$;

-- The secret that was shown is in the person's app: it counts from now on.
-- First of all at sign-in, later instead of an older one.
CREATE FUNCTION session_enrol(p_pending bytea, p_step bigint, p_codes bytea[], p_session bytea,
	OUT verdict text, OUT next text, OUT person uuid)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	mine session := session_lock();
	who  person;
BEGIN
	SELECT p.* INTO who FROM person p WHERE p.id = mine.person;
	IF mine.hash IS NULL OR mine.pending IS DISTINCT FROM p_pending OR p_pending IS NULL
	OR (mine.full_at IS NULL AND who.factor IS NOT NULL) THEN
		verdict := 'gone';
		RETURN;
	END IF;
	UPDATE person p SET factor = p_pending, factor_at = now(), factor_step = p_step WHERE p.id = who.id;
	DELETE FROM recovery_code r WHERE r.person = who.id;
	INSERT INTO recovery_code (person, hash) SELECT who.id, unnest(p_codes);
	DELETE FROM session s WHERE s.person = who.id AND s.hash <> mine.hash;
	PERFORM session_renew(mine, p_session);
	PERFORM person_letter(who.id, 'factor_new');
	PERFORM person_note(who.id, 'person.factor-new', '{}');
	verdict := 'in';
	next := mine.next;
	person := who.id;
END
$$;

-- A secret to be shown to who is signed in and has just proved it.
CREATE FUNCTION session_pend(p_pending bytea) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	UPDATE session s SET pending = p_pending
	  FROM person p
	 WHERE s.hash = session_hash() AND p.id = s.person AND p.id = current_person()
	   AND CASE WHEN p.factor IS NULL THEN s.full_at ELSE s.code_at END > now() - interval '11 minutes';
	RETURN FOUND;
END
$$;

CREATE FUNCTION session_new_codes(p_codes bytea[]) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	mine session := session_lock();
BEGIN
	IF mine.person IS DISTINCT FROM current_person() OR mine.code_at IS NULL
	OR mine.code_at < now() - interval '11 minutes' THEN
		RETURN false;
	END IF;
	DELETE FROM recovery_code r WHERE r.person = mine.person;
	INSERT INTO recovery_code (person, hash) SELECT mine.person, unnest(p_codes);
	PERFORM person_note(mine.person, 'person.codes-new', '{}');
	RETURN true;
END
$$;

CREATE FUNCTION recovery_codes_left() RETURNS bigint
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'SELECT count(*) FROM recovery_code WHERE person = current_person() AND used_at IS NULL';

CREATE FUNCTION session_list(OUT id uuid, OUT device text, OUT created_at timestamptz, OUT seen_at timestamptz,
	OUT mine boolean) RETURNS SETOF record
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT s.id, s.device, s.created_at, s.seen_at, s.hash = session_hash()
	  FROM session s JOIN membership m ON m.person = s.person
	 WHERE s.person = current_person() AND session_lives(s, m.role) AND s.full_at IS NOT NULL
	 ORDER BY s.hash = session_hash() DESC, s.seen_at DESC
	$$;

-- One of the own sessions, or (null) all but this one.
CREATE FUNCTION session_end(p_id uuid) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	WITH gone AS (
		DELETE FROM session s WHERE s.person = current_person()
		   AND CASE WHEN p_id IS NULL THEN s.hash <> session_hash() ELSE s.id = p_id END
		RETURNING 1
	)
	SELECT count(*) FROM gone
	$$;

CREATE FUNCTION session_sign_out() RETURNS void
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS 'DELETE FROM session WHERE hash = session_hash()';

-- ---- looking after people ----

-- The firm that is known under a name; of one that was merged, the one that it
-- is part of.
CREATE FUNCTION firm_named(p_name text) RETURNS bigint
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE lower(f.name) = lower(p_name) AND NOT f.operator
	 ORDER BY f.merged_into IS NOT NULL, f.id LIMIT 1
	$$;
COMMENT ON FUNCTION firm_named(text) IS 'the firm of that recorded name, wherever it was merged into';

-- Its recorded name; where it has none, one of those that were merged into it.
CREATE FUNCTION firm_called(p_firm bigint) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT f.name FROM firm f WHERE f.name IS NOT NULL AND (f.id = p_firm OR f.merged_into = p_firm)
	 ORDER BY f.merged_into IS NOT NULL, f.id LIMIT 1
	$$;
COMMENT ON FUNCTION firm_called(bigint) IS 'what a firm is called, also by a name that was merged into it';

-- Whoever belongs to a firm belongs to what that is part of.
CREATE FUNCTION firm_people_follow() RETURNS trigger
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	UPDATE membership SET firm = NEW.merged_into WHERE firm = NEW.id;
	DELETE FROM invitation i USING invitation o
	 WHERE i.firm = NEW.id AND o.firm = NEW.merged_into AND lower(o.email) = lower(i.email);
	UPDATE invitation SET firm = NEW.merged_into WHERE firm = NEW.id;
	RETURN NULL;
END
$$;
CREATE TRIGGER firm_people AFTER UPDATE OF merged_into ON firm
	FOR EACH ROW WHEN (NEW.merged_into IS NOT NULL) EXECUTE FUNCTION firm_people_follow();

-- Who looks after that person: a lead consultant after everybody, an
-- administrator after those of the own firm who have come; nobody after themselves.
CREATE FUNCTION person_is_mine(p_person uuid) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT coalesce(p_person <> current_person(), false) AND (soundings.leading() OR person_is('administrator')
		AND EXISTS (SELECT FROM membership WHERE person = p_person AND firm = person_firm())
		AND NOT EXISTS (SELECT FROM invitation WHERE person = p_person))
	$$;

-- Everybody on whose word an account stands, itself included.  Who adds an
-- account may have added an own second one, and who takes a second factor away
-- leaves an account to whoever reads its mail.
CREATE FUNCTION person_hands(p_person uuid) RETURNS SETOF uuid
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	WITH RECURSIVE hand AS (
		SELECT p_person AS id WHERE p_person IS NOT NULL
		UNION
		SELECT l.by FROM hand h JOIN person_let_in l ON l.person = h.id
	)
	SELECT id FROM hand
	$$;
COMMENT ON FUNCTION person_hands(uuid) IS 'two accounts that share one of these count as one person';

-- Who let others in is remembered by this when the account is removed: two whom
-- one person let in still count as one, and so does who comes back.
CREATE FUNCTION person_stand_in(email text) RETURNS uuid
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	SET search_path = soundings, pg_temp
	AS $$ SELECT left(encode(address_hash($1), 'hex'), 32)::uuid $$;
COMMENT ON FUNCTION person_stand_in(text) IS 'the id by which the word of a removed account is kept';

-- added, taken: the address is somebody's already, role: no role of that firm,
-- name: none that person_name_fits.
CREATE FUNCTION person_put(p_email text, p_name text, p_role text, p_firm bigint, OUT verdict text, OUT person uuid)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	verdict := 'role';
	IF NOT EXISTS (SELECT FROM firm f WHERE f.id = p_firm AND f.merged_into IS NULL
		AND f.operator = (p_role IN ('consultant', 'lead', 'reviewer'))
		AND p_role IN ('consultant', 'lead', 'reviewer', 'administrator', 'partner', 'member')) THEN
		RETURN;
	ELSIF NOT person_name_fits(p_name) THEN
		verdict := 'name';
		RETURN;
	END IF;
	verdict := 'taken';
	INSERT INTO person AS p (id, email, name)
		VALUES (CASE WHEN EXISTS (SELECT FROM person_let_in l WHERE l.by = person_stand_in(p_email))
			THEN person_stand_in(p_email) ELSE gen_random_uuid() END, lower(p_email), p_name)
		ON CONFLICT (lower(email)) DO NOTHING RETURNING p.id INTO person;
	IF person IS NULL THEN
		RETURN;
	END IF;
	INSERT INTO membership (firm, person, role) VALUES (p_firm, person, p_role);
	PERFORM person_letter(person, 'invited');
	verdict := 'added';
END
$$;

-- One change; false: there is nothing to change, or no such role there.
CREATE FUNCTION person_set(p_person uuid, p_what text, p_role text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	done boolean;
BEGIN
	PERFORM FROM person p WHERE p.id = p_person FOR UPDATE;
	CASE p_what
	WHEN 'role' THEN
		UPDATE membership m SET role = p_role FROM firm f
		 WHERE m.person = p_person AND f.id = m.firm AND m.role <> p_role
		   AND f.operator = (p_role IN ('consultant', 'lead', 'reviewer'))
		   AND p_role IN ('consultant', 'lead', 'reviewer', 'administrator', 'partner', 'member');
	WHEN 'disable' THEN
		UPDATE person SET disabled_at = now() WHERE id = p_person AND disabled_at IS NULL;
	WHEN 'enable' THEN
		UPDATE person SET disabled_at = NULL WHERE id = p_person AND disabled_at IS NOT NULL;
	WHEN 'reset' THEN
		UPDATE person SET factor = NULL, factor_at = NULL WHERE id = p_person AND factor IS NOT NULL;
	ELSE
		RETURN false;
	END CASE;
	done := FOUND;
	IF done AND p_what IN ('disable', 'reset') THEN
		DELETE FROM session WHERE person = p_person;
		DELETE FROM sign_in WHERE person = p_person;
	END IF;
	IF done AND p_what = 'reset' THEN
		DELETE FROM recovery_code WHERE person = p_person;
		PERFORM person_letter(p_person, 'factor_reset');
	END IF;
	RETURN done;
END
$$;

-- What is noted about somebody may be read in the firm that it concerns.
CREATE FUNCTION person_audit(p_person uuid, p_actor text, p_os_user text, p_action text, p_detail jsonb) RETURNS void
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT audit_firm(CASE WHEN NOT f.operator THEN f.id END, p_actor, p_os_user, p_action, 'person ' || p.email, p_detail)
	  FROM person p JOIN membership m ON m.person = p.id JOIN firm f ON f.id = m.firm
	 WHERE p.id = p_person
	$$;

-- By an administrator, who is not told whether somebody signs in elsewhere: to
-- them an invitation waits until its person comes, also where that can never be,
-- and a letter tells the one who could not come why.  taken: it stands in their
-- list already; often: twenty a firm and day, three an address.
CREATE FUNCTION invitation_put(p_firm bigint, p_email text, p_name text, p_role text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	made uuid;
	put  record;
BEGIN
	IF p_role NOT IN ('administrator', 'partner', 'member') THEN
		RETURN 'role';
	ELSIF NOT person_name_fits(p_name) THEN
		RETURN 'name';
	ELSIF EXISTS (SELECT FROM membership m JOIN person p ON p.id = m.person
		WHERE m.firm = p_firm AND lower(p.email) = lower(p_email)) THEN
		RETURN 'taken';
	ELSIF NOT throttle_take('invite firm', int8send(p_firm), 20, interval '1 day')
	OR NOT throttle_take('invite address', sha256(int8send(p_firm) || address_hash(p_email)), 3, interval '1 day') THEN
		RETURN 'often';
	END IF;
	INSERT INTO invitation (firm, email, name, role, by) VALUES (p_firm, lower(p_email), p_name, p_role, current_person())
		ON CONFLICT DO NOTHING RETURNING id INTO made;
	IF made IS NULL THEN
		RETURN 'taken';
	END IF;
	SELECT * INTO put FROM person_put(p_email, p_name, p_role, p_firm);
	IF put.verdict = 'added' THEN
		UPDATE invitation SET person = put.person WHERE id = made;
		INSERT INTO person_let_in (person, by, how) VALUES (put.person, current_person(), 'invited');
	ELSE
		PERFORM person_letter(p.id, 'invited_known') FROM person p
		 WHERE lower(p.email) = lower(p_email) AND p.disabled_at IS NULL;
	END IF;
	PERFORM audit_firm(p_firm, '', NULL, 'person.add', 'person ' || lower(p_email), jsonb_build_object('role', p_role));
	RETURN 'added';
END
$$;

-- Nobody comes any more by an invitation that was taken back.
CREATE FUNCTION invitation_withdraw(p_id uuid) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	gone invitation;
BEGIN
	DELETE FROM invitation i WHERE i.id = p_id AND i.firm = person_firm() AND person_is('administrator')
		RETURNING i.* INTO gone;
	IF gone.id IS NULL THEN
		RETURN false;
	END IF;
	DELETE FROM person WHERE id = gone.person;
	PERFORM audit_firm(gone.firm, '', NULL, 'person.withdraw', 'person ' || gone.email, '{}');
	RETURN true;
END
$$;

-- From the pages.  firm: a recorded name; null: the own firm.
-- p_record: a lead says that a name which is not recorded yet is to be.
CREATE FUNCTION person_invite(p_email text, p_name text, p_role text, p_firm text, p_record boolean DEFAULT false) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	put   record;
	home  bigint := person_firm();
	added text;
BEGIN
	IF NOT soundings.leading() THEN
		RETURN CASE WHEN person_is('administrator') AND p_firm IS NULL
			THEN invitation_put(home, p_email, p_name, p_role) ELSE 'role' END;
	END IF;
	IF p_firm IS NOT NULL THEN
		home := firm_named(p_firm);
		IF home IS NULL AND NOT p_record THEN
			RETURN 'firm';
		ELSIF home IS NULL AND EXISTS (SELECT FROM person p WHERE lower(p.email) = lower(p_email)) THEN
			RETURN 'taken';
		ELSIF home IS NULL AND p_role IN ('administrator', 'partner', 'member') THEN
			INSERT INTO firm (name) VALUES (p_firm) RETURNING id, code INTO home, added;
			PERFORM audit(NULL, NULL, 'firm.add', 'firm ' || added, '{}');
		END IF;
	END IF;
	SELECT * INTO put FROM person_put(p_email, p_name, p_role, home);
	IF put.verdict = 'added' THEN
		INSERT INTO person_let_in (person, by, how) VALUES (put.person, current_person(), 'invited');
		PERFORM person_audit(put.person, '', NULL, 'person.add', jsonb_build_object('role', p_role));
	END IF;
	RETURN put.verdict;
END
$$;

-- done, same: it was so already, none: nobody of theirs, or no role of that firm.
CREATE FUNCTION person_change(p_person uuid, p_what text, p_role text, p_reason text DEFAULT NULL) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	IF NOT person_is_mine(p_person) OR (p_what = 'reset' AND NOT soundings.leading()) THEN
		RETURN 'none';
	ELSIF NOT person_set(p_person, p_what, p_role) THEN
		RETURN CASE WHEN p_what IN ('disable', 'enable', 'reset') OR p_what = 'role'
			AND EXISTS (SELECT FROM membership m WHERE m.person = p_person AND m.role = p_role) THEN 'same' ELSE 'none' END;
	END IF;
	IF p_what = 'reset' THEN
		INSERT INTO person_let_in (person, by, how) VALUES (p_person, current_person(), 'reset')
			ON CONFLICT (person, by, how) DO UPDATE SET at = now();
	END IF;
	PERFORM person_audit(p_person, '', NULL, 'person.' || p_what,
		jsonb_strip_nulls(jsonb_build_object('role', p_role, 'reason', p_reason)));
	RETURN 'done';
END
$$;

-- Whose word somebody stands on, as the reader of a list may know them: a lead by
-- the address, for two accounts may bear one name; an administrator is told no
-- consultant's name ('').  …: somebody removed.  null: nobody's.
CREATE FUNCTION person_word(p_person uuid, p_how text) RETURNS text
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT string_agg(CASE WHEN b.id IS NULL THEN '…' WHEN soundings.leading() THEN b.email
		WHEN m.firm = person_firm() THEN b.name ELSE '' END, ', ' ORDER BY l.at)
	  FROM person_let_in l LEFT JOIN person b ON b.id = l.by LEFT JOIN membership m ON m.person = b.id
	 WHERE l.person = p_person AND l.how = p_how
	$$;

-- waiting: an invitation, by its own id.
CREATE FUNCTION person_list(OUT id uuid, OUT email text, OUT name text, OUT role text, OUT firm text, OUT operator boolean,
	OUT disabled boolean, OUT factor boolean, OUT mine boolean, OUT let_in text, OUT reset text, OUT vouched boolean,
	OUT waiting boolean)
	RETURNS SETOF record
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT p.id, p.email, p.name, m.role, firm_called(f.id) AS firm, f.operator, p.disabled_at IS NOT NULL, p.factor IS NOT NULL,
	       p.id <> current_person(), person_word(p.id, 'invited'), person_word(p.id, 'reset'), p.vouched_at IS NOT NULL, false
	  FROM person p JOIN membership m ON m.person = p.id JOIN firm f ON f.id = m.firm
	 WHERE (SELECT soundings.leading()) OR (SELECT person_is('administrator')) AND m.firm = (SELECT person_firm())
	   AND NOT EXISTS (SELECT FROM invitation i WHERE i.person = p.id)
	UNION ALL
	SELECT i.id, i.email, i.name, coalesce(m.role, i.role), firm_called(f.id), f.operator, p.disabled_at IS NOT NULL, false,
	       true, coalesce(b.name, '…'), NULL, false, true
	  FROM invitation i JOIN firm f ON f.id = i.firm LEFT JOIN person b ON b.id = i.by
	  LEFT JOIN person p ON p.id = i.person LEFT JOIN membership m ON m.person = p.id
	 WHERE (SELECT person_is('administrator')) AND i.firm = (SELECT person_firm())
	 ORDER BY operator DESC, firm, name, email
	$$;

-- Newest first, before a given one: consultants all of it, administrators what
-- concerns their firm.  A filter that is null asks nothing; the kind is the room
-- of an action.  Whose data was looked up, erased or given out, and why, is for
-- leads: a hash tells whoever can guess the address.  Administrators read that a
-- consultant opened, merged, gave out or erased something of their firm, not of
-- whom or why: a reason may tell of others.
CREATE FUNCTION audit_list(p_before bigint, p_most integer, p_kind text DEFAULT NULL, p_who text DEFAULT NULL,
	p_from timestamptz DEFAULT NULL, p_upto timestamptz DEFAULT NULL, OUT id bigint, OUT at timestamptz, OUT actor text, OUT action text, OUT object text,
	OUT keys text[], OUT vals text[]) RETURNS SETOF record
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	SELECT a.id, a.at, a.actor, a.action,
	       CASE WHEN a.action LIKE 'privacy.%' AND NOT (SELECT soundings.leading()) THEN 'address'
	            WHEN a.action ~ '^(response|firm)\.' AND NOT (SELECT reviewing()) THEN split_part(a.object, ' ', 1)
	            ELSE a.object END,
	       d.keys, d.vals
	  FROM audit_event a CROSS JOIN LATERAL (
	         SELECT coalesce(array_agg(e.key ORDER BY e.key), '{}') AS keys,
	                coalesce(array_agg(e.value ORDER BY e.key), '{}') AS vals
	           FROM jsonb_each_text(a.detail) e
	          WHERE e.value IS NOT NULL
	            AND (e.key <> 'reason' OR a.action NOT LIKE 'privacy.%' OR (SELECT soundings.leading()))
	            AND (a.action !~ '^(privacy|response|firm)\.' OR e.key = 'into' OR (SELECT reviewing()))) d
	 WHERE ((SELECT reviewing()) OR (SELECT person_is('administrator')) AND a.firm IN (
	         SELECT f.id FROM firm f WHERE f.id = (SELECT person_firm()) OR f.merged_into = (SELECT person_firm())))
	   AND (p_before IS NULL OR a.id < p_before)
	   AND (p_kind IS NULL OR split_part(a.action, '.', 1) = p_kind)
	   AND (p_who IS NULL OR a.actor = p_who)
	   AND (p_from IS NULL OR a.at >= p_from)
	   AND (p_upto IS NULL OR a.at < p_upto)
	 ORDER BY a.id DESC LIMIT least(p_most, 200)
	$$;

-- Who that filter offers: whoever did something among the last 10,000 events of
-- those days that the reader sees, and who was chosen, if seen on any day.
CREATE FUNCTION audit_actors(p_who text, p_from timestamptz, p_upto timestamptz) RETURNS SETOF text
	LANGUAGE sql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	(SELECT s.actor FROM (
		SELECT a.actor FROM audit_event a
		 WHERE ((SELECT reviewing()) OR (SELECT person_is('administrator')) AND a.firm IN (
		         SELECT f.id FROM firm f WHERE f.id = (SELECT person_firm()) OR f.merged_into = (SELECT person_firm())))
		   AND a.at >= coalesce(p_from, '-infinity') AND a.at < coalesce(p_upto, 'infinity')
		 ORDER BY a.at DESC LIMIT 10000) s
	GROUP BY s.actor ORDER BY s.actor LIMIT 200)
	UNION
	SELECT p_who WHERE EXISTS (
		SELECT FROM audit_event a
		 WHERE ((SELECT reviewing()) OR (SELECT person_is('administrator')) AND a.firm IN (
		         SELECT f.id FROM firm f WHERE f.id = (SELECT person_firm()) OR f.merged_into = (SELECT person_firm())))
		   AND a.actor = p_who)
	ORDER BY 1
	$$;

-- From the command line, by the name given there.
CREATE FUNCTION person_add(p_email text, p_name text, p_role text, p_firm bigint, p_by text, p_os_user text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	put record;
BEGIN
	SELECT * INTO put FROM person_put(p_email, p_name, p_role,
		CASE WHEN p_firm IS NULL THEN operator_firm()
		     ELSE (SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE f.id = p_firm) END);
	IF put.verdict = 'added' THEN
		PERFORM person_audit(put.person, p_by, p_os_user, 'person.add', jsonb_build_object('role', p_role));
	END IF;
	RETURN put.verdict;
END
$$;

-- done, same: it was so already, unknown.
CREATE FUNCTION person_edit(p_email text, p_what text, p_by text, p_os_user text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who uuid := (SELECT p.id FROM person p WHERE lower(p.email) = lower(p_email));
BEGIN
	IF who IS NULL THEN
		RETURN 'unknown';
	END IF;
	IF NOT person_set(who, p_what, NULL) THEN
		RETURN 'same';
	END IF;
	PERFORM person_audit(who, p_by, p_os_user, 'person.' || p_what, '{}');
	RETURN 'done';
END
$$;

-- The operator knows who that is: the account stands on nobody else's word.
-- done, same: it does so already, unknown.
CREATE FUNCTION person_vouch(p_email text, p_by text, p_os_user text, p_reason text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who uuid := (SELECT p.id FROM person p WHERE lower(p.email) = lower(p_email));
BEGIN
	IF who IS NULL THEN
		RETURN 'unknown';
	END IF;
	DELETE FROM person_let_in WHERE person = who;
	IF NOT FOUND THEN
		RETURN 'same';
	END IF;
	UPDATE person SET vouched_at = now() WHERE id = who;
	PERFORM person_audit(who, p_by, p_os_user, 'person.vouch', jsonb_build_object('reason', p_reason));
	RETURN 'done';
END
$$;

-- A link without a letter, for when mail is down: whoever is told it signs in,
-- in any browser, once, within 15 minutes; the code is asked all the same.
CREATE FUNCTION person_link(p_email text, p_hash bytea, p_by text, p_os_user text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
DECLARE
	who uuid := (SELECT p.id FROM person p WHERE lower(p.email) = lower(p_email) AND p.disabled_at IS NULL);
BEGIN
	IF who IS NULL THEN
		RETURN false;
	END IF;
	INSERT INTO sign_in (person, kind, hash, expires_at) VALUES (who, 'printed', p_hash, now() + interval '15 minutes');
	PERFORM person_audit(who, p_by, p_os_user, 'person.link', '{}');
	RETURN true;
END
$$;

-- What is past its time.  No session outlives a day, and nothing that is counted
-- by the day looks further back.
CREATE FUNCTION access_purge(p_days integer) RETURNS bigint
	LANGUAGE sql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
	WITH a AS (DELETE FROM sign_in WHERE created_at < now() - make_interval(days => greatest(p_days, 1)) RETURNING 1),
	b AS (DELETE FROM session WHERE created_at < now() - make_interval(days => greatest(p_days, 1)) RETURNING 1),
	c AS (DELETE FROM throttle WHERE since < now() - interval '1 day' RETURNING 1),
	d AS (DELETE FROM letter WHERE kind = 'sign_in' AND state = 'cancelled'
		AND created_at < now() - make_interval(days => greatest(p_days, 1)) RETURNING 1),
	e AS (DELETE FROM person p USING invitation i WHERE i.person = p.id AND i.created_at < now() - interval '90 days'),
	f AS (DELETE FROM invitation WHERE person IS NULL AND created_at < now() - interval '90 days')
	SELECT (SELECT count(*) FROM a) + (SELECT count(*) FROM b) + (SELECT count(*) FROM c) + (SELECT count(*) FROM d)
	$$;

-- ---- rights ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['person', 'person_let_in', 'membership', 'invitation', 'sign_in', 'session', 'recovery_code', 'throttle'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY %I ON %I TO soundings_owner USING (true)', t || '_owner', t);
	END LOOP;
END
$$;
GRANT SELECT ON person, person_let_in, membership TO soundings_operator;
CREATE POLICY person_operator ON person TO soundings_operator USING (across_firms());
CREATE POLICY person_let_in_operator ON person_let_in TO soundings_operator USING (across_firms());
CREATE POLICY membership_operator ON membership TO soundings_operator USING (across_firms());

GRANT EXECUTE ON FUNCTION session_hash(), session_lives(session, text), current_person(), person_firm(),
	person_is(text[]), reviewing(), soundings.leading(), person_in_firm(bigint), current_person_email()
	TO soundings_respondent, soundings_review, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION session_open(), door_take(bytea), heavy_take(),
	sign_in_ask(text, bytea, bytea, uuid, bytea, text), sign_in_use(bytea, bytea, bytea, text, bytea),
	session_factor(), session_code(bytea, bigint, bytea, bytea), session_enrol(bytea, bigint, bytea[], bytea),
	session_pend(bytea), session_new_codes(bytea[]), recovery_codes_left(), session_list(), session_end(uuid),
	session_sign_out(), person_invite(text, text, text, text, boolean), person_change(uuid, text, text, text),
	invitation_withdraw(uuid), person_list(),
	audit_list(bigint, integer, text, text, timestamptz, timestamptz), audit_actors(text, timestamptz, timestamptz)
	TO soundings_review;
GRANT EXECUTE ON FUNCTION person_add(text, text, text, bigint, text, text), person_edit(text, text, text, text),
	person_vouch(text, text, text, text), person_link(text, bytea, text, text)
	TO soundings_operator;
GRANT EXECUTE ON FUNCTION sign_in_letter(uuid, bytea), invited_as(uuid), access_purge(integer) TO soundings_courier;
