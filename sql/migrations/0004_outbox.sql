-- SPDX-License-Identifier: ISC
-- Letters we owe, kept as rows until a relay has taken them, and addresses
-- that asked for no more of them.
--
-- A row is added by the transaction that owes the letter.  It says what the
-- letter is about, never what it says: a courier renders it when it is sent.
--
--   due        waits for due_at, or is leased to a courier until lease_until
--   sent       the relay took it
--   failed     refused for good, or given up; relay_reply has the words
--   ambiguous  all of it was handed over and the relay's answer was lost
--   cancelled  no longer owed

CREATE TABLE soundings.letter (
	owner       bigint NOT NULL REFERENCES soundings.firm (id),
	id          uuid NOT NULL DEFAULT gen_random_uuid(),
	kind        text NOT NULL CHECK (kind IN ('report', 'resume', 'comparison', 'question',
	            'sign_in', 'invited', 'invited_known', 'factor_new', 'factor_recovery', 'factor_reset')),
	object      uuid NOT NULL,
	address     text NOT NULL CHECK (octet_length(address) <= 254),
	language    text NOT NULL DEFAULT 'en' CHECK (octet_length(language) <= 35),
	state       text NOT NULL DEFAULT 'due'
	            CHECK (state IN ('due', 'sent', 'failed', 'ambiguous', 'cancelled')),
	created_at  timestamptz NOT NULL DEFAULT now(),
	due_at      timestamptz NOT NULL DEFAULT now(),
	lease_until timestamptz,
	handed_at   timestamptz,
	doubts      integer NOT NULL DEFAULT 0,
	attempt     integer NOT NULL DEFAULT 0,
	tries       integer NOT NULL DEFAULT 0,
	retry_from  timestamptz NOT NULL DEFAULT now(),
	done_at     timestamptz,
	message_id  text,
	relay_reply text,
	dedupe      text UNIQUE CHECK (octet_length(dedupe) <= 200),
	PRIMARY KEY (owner, id),
	CHECK ((state = 'due') = (done_at IS NULL))
);

COMMENT ON TABLE soundings.letter IS 'mails we owe, and what became of them';
COMMENT ON COLUMN soundings.letter.object IS
	'the response (report, comparison), draft (resume), link (sign_in) or person it is about';
COMMENT ON COLUMN soundings.letter.attempt IS
	'raised by every claim: who holds an older number may change nothing';
COMMENT ON COLUMN soundings.letter.handed_at IS
	'the relay was given the letter at that time and what came of it is not noted yet';
COMMENT ON COLUMN soundings.letter.doubts IS
	'how often a courier died or was cut off between giving and noting: so many copies may have left unseen';
COMMENT ON COLUMN soundings.letter.tries IS
	'attempts that count against the letter; trouble of the relay does not';
COMMENT ON COLUMN soundings.letter.retry_from IS
	'start of the days for which a letter is tried; a manual retry renews it';
COMMENT ON COLUMN soundings.letter.message_id IS
	'fixed by the first claim, so that a second copy can be told';
COMMENT ON COLUMN soundings.letter.dedupe IS
	'what this letter is for, in words of the sender: one letter each';

-- Only rows that wait are in it: a million sent letters cost a claim nothing.
CREATE INDEX letter_due ON soundings.letter (due_at, id) WHERE state = 'due';
-- For "at most three a day to an address that nobody has confirmed", which
-- post offices deliver alike however its letters are written.
CREATE INDEX letter_address ON soundings.letter (lower(address), created_at);
CREATE INDEX letter_object ON soundings.letter (owner, object);

CREATE TABLE soundings.suppression (
	hash     bytea NOT NULL,
	kind     text NOT NULL DEFAULT '*',
	reason   text NOT NULL CHECK (reason IN ('unsubscribed', 'bounced', 'operator')),
	since    timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (hash, kind)
);

COMMENT ON TABLE soundings.suppression IS 'addresses that get no (such) letters';
COMMENT ON COLUMN soundings.suppression.hash IS
	'soundings.address_hash(address): the list names nobody';
COMMENT ON COLUMN soundings.suppression.kind IS 'a kind of letter, or * for all';

-- In PL/pgSQL, which keeps its plan: indexes ask it of each new row.
CREATE FUNCTION soundings.address_hash(address text) RETURNS bytea
	LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
	AS $$
BEGIN
	RETURN sha256(convert_to(lower(address), 'UTF8'));
END
$$;
GRANT EXECUTE ON FUNCTION soundings.address_hash(text)
	TO soundings_respondent, soundings_courier, soundings_operator;

-- A hint that wakes an idle courier; polling is the truth.  NOTIFY holds a
-- lock of the whole database until its transaction has been flushed, so
-- concurrent submissions would wait for each other's disk writes.  Therefore
-- only one of those that run at a time gives the hint.
CREATE FUNCTION soundings.letter_hint() RETURNS trigger
	LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
	IF pg_try_advisory_xact_lock(hashtext('soundings.letter_hint')) THEN
		PERFORM pg_notify('soundings_letter', '');
	END IF;
	RETURN NULL;
END $$;

CREATE TRIGGER letter_hint AFTER INSERT ON soundings.letter
	FOR EACH STATEMENT EXECUTE FUNCTION soundings.letter_hint();

ALTER TABLE soundings.letter ENABLE ROW LEVEL SECURITY;
ALTER TABLE soundings.letter FORCE ROW LEVEL SECURITY;
ALTER TABLE soundings.suppression ENABLE ROW LEVEL SECURITY;
ALTER TABLE soundings.suppression FORCE ROW LEVEL SECURITY;

-- A respondent owes letters about the one response or draft of the request,
-- in the first state only, and sees no more of them than that they are there.
GRANT INSERT (owner, id, kind, object, address, language, due_at, dedupe)
	ON soundings.letter TO soundings_respondent;
GRANT SELECT (owner, id, kind, object, state, created_at, dedupe)
	ON soundings.letter TO soundings_respondent;
CREATE POLICY letter_respondent_insert ON soundings.letter
	FOR INSERT TO soundings_respondent
	WITH CHECK (owner = NULLIF(current_setting('soundings.firm', true), '')::bigint
	        AND object = NULLIF(current_setting('soundings.subject', true), '')::uuid);
CREATE POLICY letter_respondent_select ON soundings.letter
	FOR SELECT TO soundings_respondent
	USING (owner = NULLIF(current_setting('soundings.firm', true), '')::bigint
	   AND object = NULLIF(current_setting('soundings.subject', true), '')::uuid);

-- They may take back what has not left yet (a withdrawn response).
GRANT UPDATE (state, done_at) ON soundings.letter TO soundings_respondent;
CREATE POLICY letter_respondent_cancel ON soundings.letter
	FOR UPDATE TO soundings_respondent
	USING (owner = NULLIF(current_setting('soundings.firm', true), '')::bigint
	   AND object = NULLIF(current_setting('soundings.subject', true), '')::uuid
	   AND state = 'due')
	WITH CHECK (owner = NULLIF(current_setting('soundings.firm', true), '')::bigint
	   AND object = NULLIF(current_setting('soundings.subject', true), '')::uuid
	   AND state = 'cancelled');
GRANT INSERT (hash, kind, reason) ON soundings.suppression TO soundings_respondent;
CREATE POLICY suppression_respondent ON soundings.suppression
	FOR INSERT TO soundings_respondent WITH CHECK (reason = 'unsubscribed');

-- For definer functions, which look and act across respondents.
CREATE POLICY letter_owner ON soundings.letter TO soundings_owner USING (true);
CREATE POLICY suppression_owner ON soundings.suppression TO soundings_owner
	USING (true);

-- How many letters an address was promised within a day, for those who may
-- not read other people's rows.
-- Letters about signing in have limits of their own.
CREATE FUNCTION soundings.letter_of_access(kind text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN kind IN ('sign_in', 'invited', 'invited_known', 'factor_new', 'factor_recovery', 'factor_reset');
GRANT EXECUTE ON FUNCTION soundings.letter_of_access(text) TO soundings_courier;

CREATE FUNCTION soundings.letters_today(address text) RETURNS integer
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp
	AS 'SELECT count(*)::integer FROM letter l
	     WHERE lower(l.address) = lower($1) AND l.state <> ''cancelled''
	       AND NOT letter_of_access(l.kind)
	       AND l.created_at > now() - interval ''1 day''';
GRANT EXECUTE ON FUNCTION soundings.letters_today(text)
	TO soundings_respondent, soundings_courier, soundings_operator;

-- How many letters have gone to an address within a day, those that a courier
-- is just handing over included.
CREATE FUNCTION soundings.letters_gone(address text) RETURNS integer
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp
	AS 'SELECT count(*)::integer FROM letter l
	     WHERE lower(l.address) = lower($1) AND l.created_at > now() - interval ''8 days''
	       AND NOT letter_of_access(l.kind)
	       AND (l.state IN (''sent'', ''ambiguous'') AND l.done_at > now() - interval ''1 day''
	            OR l.state = ''due'' AND l.handed_at > now() - interval ''1 day'')';

-- Somebody there said more than once lately that the answers were another's:
-- whoever goes on typing that address no longer reaches it.
CREATE FUNCTION soundings.address_left_alone(address text) RETURNS boolean
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp
	AS 'SELECT count(*) >= 2 FROM response r
	      JOIN response_contact c ON c.owner = r.owner AND c.response = r.id
	     WHERE r.disowned_at > now() - interval ''30 days'' AND lower(c.email) = lower($1)';
GRANT EXECUTE ON FUNCTION soundings.address_left_alone(text) TO soundings_courier;

-- A courier is about to give the letter of its claim to the relay.  most: so
-- many may go to that address within a day; NULL: any number.  Couriers that
-- write to one address take turns, so that they do not all see the last free
-- place.
CREATE FUNCTION soundings.letter_hand(p_owner bigint, p_id uuid, p_attempt integer, p_lease integer, p_most integer,
	OUT ours boolean, OUT enough boolean)
	LANGUAGE plpgsql SET search_path = soundings, pg_temp AS $$
DECLARE
	l letter;
BEGIN
	SELECT * INTO l FROM letter
	 WHERE owner = p_owner AND id = p_id AND attempt = p_attempt AND state = 'due';
	ours := FOUND;
	enough := false;
	IF ours AND p_most IS NOT NULL THEN
		PERFORM pg_advisory_xact_lock(hashtextextended('soundings.letter ' || lower(l.address), 0));
		enough := letters_gone(l.address) >= p_most;
	END IF;
	IF ours AND NOT enough THEN
		UPDATE letter SET lease_until = now() + make_interval(secs => p_lease), handed_at = now()
		 WHERE owner = p_owner AND id = p_id AND attempt = p_attempt AND state = 'due';
		ours := FOUND;
	END IF;
END $$;
GRANT EXECUTE ON FUNCTION soundings.letters_gone(text),
	soundings.letter_hand(bigint, uuid, integer, integer, integer) TO soundings_courier;

-- How long the outbox has been behind, for the readiness page and the counters.
CREATE FUNCTION soundings.outbox_age(OUT waiting bigint, OUT seconds bigint)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp
	AS 'SELECT count(*), coalesce(extract(epoch FROM now() - min(l.due_at)), 0)::bigint
	      FROM letter l WHERE l.state = ''due'' AND l.due_at <= now()';
GRANT EXECUTE ON FUNCTION soundings.outbox_age() TO soundings_respondent, soundings_operator;

GRANT SELECT, UPDATE, DELETE ON soundings.letter TO soundings_courier;
GRANT INSERT (owner, id, kind, object, address, language, due_at, dedupe)
	ON soundings.letter TO soundings_courier;
CREATE POLICY letter_courier ON soundings.letter TO soundings_courier
	USING (true) WITH CHECK (true);
GRANT SELECT, INSERT ON soundings.suppression TO soundings_courier;
CREATE POLICY suppression_courier ON soundings.suppression TO soundings_courier
	USING (true) WITH CHECK (true);

GRANT SELECT ON soundings.letter TO soundings_operator;
GRANT UPDATE (state, due_at, done_at, lease_until, handed_at, attempt, tries,
	retry_from, relay_reply, address) ON soundings.letter TO soundings_operator;
GRANT INSERT (owner, id, kind, object, address, language, due_at, dedupe)
	ON soundings.letter TO soundings_operator;
CREATE POLICY letter_operator ON soundings.letter TO soundings_operator
	USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, DELETE ON soundings.suppression TO soundings_operator;
CREATE POLICY suppression_operator ON soundings.suppression TO soundings_operator
	USING (true) WITH CHECK (true);
