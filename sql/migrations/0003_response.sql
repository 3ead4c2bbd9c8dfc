-- SPDX-License-Identifier: ISC
-- Drafts and responses.  Keys begin with the owner: the firm that runs the
-- form (the operator's own row for public forms).

CREATE TABLE soundings.draft (
	owner      bigint NOT NULL,
	id         uuid NOT NULL,
	form       bigint NOT NULL,
	version    integer NOT NULL,
	language   text NOT NULL,
	begun_at   timestamptz NOT NULL DEFAULT now(),
	saved_at   timestamptz NOT NULL DEFAULT now(),
	done_at    timestamptz,
	generation integer NOT NULL DEFAULT 1,
	PRIMARY KEY (owner, id),
	FOREIGN KEY (owner, form, version) REFERENCES soundings.form_version (owner, form, version)
);
COMMENT ON TABLE soundings.draft IS 'Answers on their way. Made by the first saved page; the id becomes the id of the response. Kept 30 days.';
COMMENT ON COLUMN soundings.draft.done_at IS 'The response is stored: nothing more is saved here.';
COMMENT ON COLUMN soundings.draft.generation IS 'Raising it makes mailed resume links void.';
CREATE INDEX draft_by_age ON soundings.draft (saved_at);

CREATE TABLE soundings.draft_page (
	owner    bigint NOT NULL,
	draft    uuid NOT NULL,
	page     text NOT NULL,
	answers  jsonb NOT NULL,
	saved_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (owner, draft, page),
	FOREIGN KEY (owner, draft) REFERENCES soundings.draft (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE soundings.draft_page IS 'One saved page, replaced whole, so that a cleared answer is gone.';

CREATE TABLE soundings.response (
	owner          bigint NOT NULL REFERENCES soundings.firm (id),
	id             uuid NOT NULL,
	form           bigint NOT NULL,
	version        integer NOT NULL,
	firm_of_record bigint REFERENCES soundings.firm (id),
	wave           integer NOT NULL,
	submitted_at   timestamptz NOT NULL DEFAULT now(),
	language       text NOT NULL,
	answers        jsonb NOT NULL,
	raw            bytea NOT NULL,
	scores         integer[] NOT NULL,
	flags          text[] NOT NULL DEFAULT '{}',
	pool           text NOT NULL DEFAULT 'waiting'
	               CHECK (pool IN ('waiting', 'included', 'held', 'withdrawn')),
	pool_reason    text,
	consent        boolean NOT NULL,
	confirmed_at   timestamptz,
	disowned_at    timestamptz,
	source         text NOT NULL CHECK (source IN ('web', 'import')),
	snapshot       bigint,
	compared       boolean NOT NULL DEFAULT false,
	body_hash      bytea NOT NULL,
	generation     integer NOT NULL DEFAULT 1,
	revision       integer NOT NULL DEFAULT 1,
	seconds        integer,
	PRIMARY KEY (owner, id),
	FOREIGN KEY (owner, form, version) REFERENCES soundings.form_version (owner, form, version)
);
COMMENT ON TABLE soundings.response IS 'One stored answer set. The id is issued with the form, so a repeated submission finds its row.';
COMMENT ON COLUMN soundings.response.firm_of_record IS 'By the mail domain (free mail: the address), or the firm column of an import.';
COMMENT ON COLUMN soundings.response.wave IS 'Calendar year of submission, UTC.';
COMMENT ON COLUMN soundings.response.answers IS 'As given: item id to option code, list of codes, number or text.';
COMMENT ON COLUMN soundings.response.raw IS 'Packed: one byte an item in the form version''s order; 0 absent, 1.. option, 254 not applicable, 255 don''t know.';
COMMENT ON COLUMN soundings.response.scores IS 'Micro-points: overall, then dimensions in form order; NULL: no score.';
COMMENT ON COLUMN soundings.response.flags IS 'Quality flags. They inform a consultant and change nothing.';
COMMENT ON COLUMN soundings.response.snapshot IS 'The snapshot its report is pinned to.';
COMMENT ON COLUMN soundings.response.compared IS 'Its report carries a comparison; at most two per address and firm of record in a wave.';
COMMENT ON COLUMN soundings.response.body_hash IS 'Of the answers as first sent: tells a repeat from other answers.';
COMMENT ON COLUMN soundings.response.generation IS 'Raising it makes mailed links void.';
COMMENT ON COLUMN soundings.response.revision IS 'Raised by each correction.';
COMMENT ON COLUMN soundings.response.seconds IS 'From start to submission; NULL: unknown.';
CREATE INDEX response_disowned ON soundings.response (disowned_at) WHERE disowned_at IS NOT NULL;
CREATE INDEX response_by_firm ON soundings.response (firm_of_record, form, wave)
	WHERE firm_of_record IS NOT NULL;
CREATE INDEX response_compared ON soundings.response (firm_of_record, form, wave, submitted_at, id)
	WHERE compared;

CREATE TABLE soundings.response_history (
	owner       bigint NOT NULL,
	response    uuid NOT NULL,
	revision    integer NOT NULL,
	replaced_at timestamptz NOT NULL DEFAULT now(),
	answers     jsonb NOT NULL,
	raw         bytea NOT NULL,
	scores      integer[] NOT NULL,
	flags       text[] NOT NULL,
	pool        text NOT NULL,
	consent     boolean NOT NULL,
	PRIMARY KEY (owner, response, revision),
	FOREIGN KEY (owner, response) REFERENCES soundings.response (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE soundings.response_history IS 'What a correction replaced.';

CREATE TABLE soundings.response_contact (
	owner        bigint NOT NULL,
	response     uuid NOT NULL,
	email        text NOT NULL CHECK (octet_length(email) <= 254),
	email_domain text NOT NULL,
	contact_ok   boolean NOT NULL DEFAULT false,
	PRIMARY KEY (owner, response),
	FOREIGN KEY (owner, response) REFERENCES soundings.response (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE soundings.response_contact IS 'The only place of an address that a respondent gave; consultants work without it.';
CREATE INDEX response_contact_by_email ON soundings.response_contact (email);

CREATE TABLE soundings.response_coding (
	owner    bigint NOT NULL,
	response uuid NOT NULL,
	item     text NOT NULL,
	-- Each as a form may name it: pages print them.
	codes    text[] NOT NULL CONSTRAINT response_coding_codes CHECK (cardinality(codes) <= 24 AND array_position(codes, NULL) IS NULL
	         AND array_to_string(codes, '|') ~ '^([a-z0-9][a-z0-9+-]{0,15}(\|[a-z0-9][a-z0-9+-]{0,15})*)?$'),
	revision integer NOT NULL,
	edition  integer NOT NULL DEFAULT 1,
	coded_at timestamptz NOT NULL DEFAULT now(),
	coded_by text NOT NULL,
	PRIMARY KEY (owner, response, item),
	FOREIGN KEY (owner, response) REFERENCES soundings.response (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE soundings.response_coding IS 'Under which headings of the form a consultant sorted what was written.';
COMMENT ON COLUMN soundings.response_coding.codes IS 'In the order of the form version; empty: read, and nothing to sort.';
COMMENT ON COLUMN soundings.response_coding.revision IS 'Of the response: an older one was coded for other words, and counts no more.';
COMMENT ON COLUMN soundings.response_coding.edition IS 'Raised by each change: tells who comes second that somebody was first.';

-- A correction that leaves the words alone leaves their coding alone.
CREATE FUNCTION soundings.response_coding_kept() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	UPDATE response_coding c SET revision = NEW.revision
	 WHERE c.owner = NEW.owner AND c.response = NEW.id AND c.revision = OLD.revision
	   AND OLD.answers -> c.item IS NOT DISTINCT FROM NEW.answers -> c.item;
	RETURN NULL;
END
$$;
CREATE TRIGGER response_coding_kept AFTER UPDATE ON soundings.response
	FOR EACH ROW WHEN (OLD.revision <> NEW.revision) EXECUTE FUNCTION soundings.response_coding_kept();

CREATE TABLE soundings.response_unsorted (
	owner        bigint NOT NULL,
	response     uuid NOT NULL,
	item         text NOT NULL,
	form         bigint NOT NULL,
	version      integer NOT NULL,
	submitted_at timestamptz NOT NULL,
	PRIMARY KEY (owner, response, item),
	FOREIGN KEY (owner, response) REFERENCES soundings.response (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE soundings.response_unsorted IS 'What was written and waits to be sorted: worked out from responses and codings, so that nobody has to read them all to find it.';
CREATE INDEX response_unsorted_waiting ON soundings.response_unsorted (owner, form, item, submitted_at, response);

-- What waits of one response: words where its version of the form has headings,
-- which may be read and count, and which nobody sorted as they stand.  Given the
-- row, not its id: this runs for each response of an import, and a session keeps
-- the plans that it made while there were few.
CREATE FUNCTION soundings.response_unsorted_note(r soundings.response) RETURNS void
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	SET enable_seqscan = off
	AS $$
DECLARE
	headings text[];
	heading  text;
BEGIN
	IF NOT r.consent OR r.disowned_at IS NOT NULL OR r.pool NOT IN ('waiting', 'included') THEN
		RETURN;
	END IF;
	SELECT v.headed INTO headings FROM form_version v WHERE v.owner = r.owner AND v.form = r.form AND v.version = r.version;
	FOREACH heading IN ARRAY coalesce(headings, '{}') LOOP
		IF btrim(r.answers ->> heading) <> '' AND NOT EXISTS (SELECT FROM response_coding k
			WHERE k.owner = r.owner AND k.response = r.id AND k.item = heading AND k.revision = r.revision) THEN
			INSERT INTO response_unsorted (owner, response, item, form, version, submitted_at)
			VALUES (r.owner, r.id, heading, r.form, r.version, r.submitted_at);
		END IF;
	END LOOP;
END
$$;
COMMENT ON FUNCTION soundings.response_unsorted_note(soundings.response) IS 'writes down what waits to be sorted of a response of which nothing is written down';

CREATE FUNCTION soundings.response_unsorted_find(wanted_owner bigint, wanted uuid) RETURNS void
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	SET enable_seqscan = off
	AS $$
DECLARE
	r response;
BEGIN
	DELETE FROM response_unsorted u WHERE u.owner = wanted_owner AND u.response = wanted;
	SELECT * INTO r FROM response WHERE owner = wanted_owner AND id = wanted;
	PERFORM response_unsorted_note(r);
END
$$;
COMMENT ON FUNCTION soundings.response_unsorted_find(bigint, uuid) IS 'works out anew what waits to be sorted of one response';

CREATE FUNCTION soundings.response_unsorted_kept() RETURNS trigger
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'response' THEN
		PERFORM response_unsorted_note(NEW);
	ELSIF TG_TABLE_NAME = 'response' THEN
		PERFORM response_unsorted_find(NEW.owner, NEW.id);
	ELSE
		PERFORM response_unsorted_find(NEW.owner, NEW.response);
	END IF;
	RETURN NULL;
END
$$;
-- After response_coding_kept: triggers go by their names.
CREATE TRIGGER response_unsorted_kept AFTER UPDATE ON soundings.response
	FOR EACH ROW WHEN ((OLD.form, OLD.version, OLD.submitted_at, OLD.revision, OLD.consent, OLD.disowned_at IS NULL,
			OLD.pool IN ('waiting', 'included'), OLD.answers)
		IS DISTINCT FROM (NEW.form, NEW.version, NEW.submitted_at, NEW.revision, NEW.consent, NEW.disowned_at IS NULL,
			NEW.pool IN ('waiting', 'included'), NEW.answers))
	EXECUTE FUNCTION soundings.response_unsorted_kept();
CREATE TRIGGER response_unsorted_new AFTER INSERT ON soundings.response
	FOR EACH ROW WHEN (NEW.consent) EXECUTE FUNCTION soundings.response_unsorted_kept();
-- A coding goes with its response only.
CREATE TRIGGER response_unsorted_coded AFTER INSERT OR UPDATE OF revision ON soundings.response_coding
	FOR EACH ROW EXECUTE FUNCTION soundings.response_unsorted_kept();

-- A view and not a function, which would be entered anew for each row of an export.
CREATE VIEW soundings.response_sorted WITH (security_invoker = true) AS
	SELECT k.owner, k.response, k.revision,
	       string_agg(k.item || ':' || CASE WHEN k.codes = '{}' THEN 'none' ELSE array_to_string(k.codes, '|') END, E'\n' ORDER BY k.item) AS codes
	  FROM soundings.response_coding k
	 GROUP BY k.owner, k.response, k.revision;
COMMENT ON VIEW soundings.response_sorted IS
	'how the words of a revision were sorted, a line an item: FX9:time|data';

-- A sign for consultants, nothing more: somebody of that firm was there before.
CREATE FUNCTION soundings.firm_answered(wanted_form bigint, wanted_firm bigint, wanted_wave integer)
	RETURNS boolean LANGUAGE plpgsql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	IF wanted_firm IS NULL THEN
		RETURN false;
	END IF;
	RETURN EXISTS (SELECT FROM response r
		WHERE r.firm_of_record = wanted_firm AND r.form = wanted_form
		  AND r.wave = wanted_wave AND r.pool <> 'withdrawn');
END
$$;
COMMENT ON FUNCTION soundings.firm_answered(bigint, bigint, integer) IS
	'has that firm a response to that form in that wave';

-- Whose letters an unsubscribe link stops: of the last letter about this draft
-- or response.
CREATE FUNCTION soundings.letter_address_hash(wanted_owner bigint, wanted uuid) RETURNS bytea
	LANGUAGE plpgsql STABLE SECURITY DEFINER
	SET search_path = soundings, pg_temp
	AS $$
BEGIN
	RETURN (SELECT address_hash(address) FROM letter
		WHERE owner = wanted_owner AND object = wanted
		ORDER BY created_at DESC, id LIMIT 1);
END
$$;
COMMENT ON FUNCTION soundings.letter_address_hash(bigint, uuid) IS
	'hash of the address that was last written to about this draft or response';

GRANT EXECUTE ON FUNCTION soundings.firm_answered(bigint, bigint, integer),
	soundings.letter_address_hash(bigint, uuid)
	TO soundings_respondent, soundings_courier, soundings_operator;

-- Consultants get theirs with the desk.
ALTER TABLE soundings.response_coding ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY response_coding_owner ON soundings.response_coding TO soundings_owner USING (true);
CREATE POLICY response_coding_across ON soundings.response_coding FOR SELECT TO soundings_courier, soundings_operator
	USING (soundings.across_firms() OR owner = soundings.current_firm());
GRANT SELECT ON soundings.response_coding TO soundings_courier, soundings_operator;
GRANT SELECT ON soundings.response_sorted TO soundings_operator;
-- Kept by the triggers, read at the desk.
ALTER TABLE soundings.response_unsorted ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY response_unsorted_owner ON soundings.response_unsorted TO soundings_owner USING (true);

-- Second wall.  A respondent touches the one draft or response of the request.
DO $$
DECLARE
	t text;
	k text;
BEGIN
	FOREACH t IN ARRAY ARRAY['draft', 'draft_page', 'response', 'response_history', 'response_contact'] LOOP
		k := CASE t WHEN 'draft' THEN 'id' WHEN 'response' THEN 'id'
			WHEN 'draft_page' THEN 'draft' ELSE 'response' END;
		EXECUTE format('ALTER TABLE soundings.%I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE soundings.%I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY %I ON soundings.%I TO soundings_respondent
			USING (owner = soundings.current_firm() AND %I = soundings.current_subject())
			WITH CHECK (owner = soundings.current_firm() AND %I = soundings.current_subject())',
			t || '_subject', t, k, k);
		EXECUTE format('CREATE POLICY %I ON soundings.%I TO soundings_owner USING (true)',
			t || '_owner', t);
		EXECUTE format('CREATE POLICY %I ON soundings.%I TO soundings_courier, soundings_operator
			USING (soundings.across_firms() OR owner = soundings.current_firm())
			WITH CHECK (soundings.across_firms() OR owner = soundings.current_firm())',
			t || '_across', t);
	END LOOP;
END
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON soundings.draft, soundings.draft_page TO soundings_respondent;
GRANT SELECT, INSERT ON soundings.response, soundings.response_history, soundings.response_contact
	TO soundings_respondent;
GRANT UPDATE (answers, raw, scores, flags, pool, pool_reason, consent, confirmed_at, disowned_at,
	generation, revision, firm_of_record) ON soundings.response TO soundings_respondent;
GRANT UPDATE (email, email_domain) ON soundings.response_contact TO soundings_respondent;
GRANT SELECT, DELETE ON soundings.draft, soundings.draft_page TO soundings_courier;
GRANT SELECT ON soundings.response, soundings.response_history, soundings.response_contact
	TO soundings_courier;
GRANT UPDATE (snapshot, compared) ON soundings.response TO soundings_courier;
GRANT SELECT, DELETE ON soundings.draft, soundings.draft_page TO soundings_operator;
GRANT SELECT, INSERT, UPDATE, DELETE ON soundings.response, soundings.response_history,
	soundings.response_contact TO soundings_operator;
