-- SPDX-License-Identifier: ISC
-- The response desk: consultants read answers under pseudonyms, decide which
-- count, ask respondents, and open an identity only as a noted act.
--
-- Each function asks by itself whether a consultant is signed in, so that it
-- is worth nothing to whoever speaks SQL as soundings_web without a session.

CREATE POLICY response_desk ON response FOR SELECT TO soundings_review
	USING (owner = current_firm() AND (SELECT reviewing()));
GRANT SELECT (owner, id, form, version, firm_of_record, wave, submitted_at, language, answers, raw, scores,
	flags, pool, pool_reason, consent, confirmed_at, disowned_at, source, snapshot, compared, revision, seconds)
	ON response TO soundings_review;
CREATE POLICY firm_desk ON firm FOR SELECT TO soundings_review USING ((SELECT reviewing()));
GRANT SELECT (id, code, operator, merged_into, created_at) ON firm TO soundings_review;

-- The list, newest first, page by page; backwards it is the order of exports.
CREATE INDEX response_desk ON response (owner, form, submitted_at DESC, id DESC);
-- Counts by wave and state: few keys that many rows share, kept once each.
CREATE INDEX response_standing ON response (owner, form, wave, pool, disowned_at);
-- What can be decided, counted and taken in order without reading a response.
CREATE INDEX response_ready ON response (owner, form, flags, id)
	WHERE pool = 'waiting' AND consent AND confirmed_at IS NOT NULL AND disowned_at IS NULL;
-- A flag that hardly anybody bears is found among those that bear one.
CREATE INDEX response_flagged ON response (owner, form, submitted_at DESC, id DESC) WHERE flags <> '{}';

CREATE TABLE response_question (
	owner    bigint NOT NULL,
	id       uuid NOT NULL DEFAULT gen_random_uuid(),
	response uuid NOT NULL,
	asked_at timestamptz NOT NULL DEFAULT now(),
	asked_by text NOT NULL,
	question text NOT NULL CHECK (length(question) BETWEEN 1 AND 2000),
	reason   text NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
	pool     text NOT NULL,
	revision integer NOT NULL,
	PRIMARY KEY (owner, id),
	FOREIGN KEY (owner, response) REFERENCES response (owner, id) ON DELETE CASCADE
);
COMMENT ON TABLE response_question IS 'what a consultant asked a respondent by mail, in the consultant''s words';
COMMENT ON COLUMN response_question.reason IS 'why it was asked: no page shows it to the respondent, but all that is held about somebody holds it';
COMMENT ON COLUMN response_question.pool IS 'of the response when it was asked; where it or the revision is another, something came of it';
CREATE INDEX response_question_of ON response_question (owner, response, asked_at);
ALTER TABLE response_question ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY response_question_owner ON response_question TO soundings_owner USING (true);
CREATE POLICY response_question_desk ON response_question FOR SELECT TO soundings_review
	USING (owner = current_firm() AND (SELECT reviewing()));
CREATE POLICY response_question_across ON response_question TO soundings_courier, soundings_operator
	USING (across_firms() OR owner = current_firm());
GRANT SELECT ON response_question TO soundings_review, soundings_courier;
GRANT SELECT, DELETE ON response_question TO soundings_operator;

CREATE POLICY response_coding_desk ON response_coding FOR SELECT TO soundings_review
	USING (owner = current_firm() AND (SELECT reviewing()));
GRANT SELECT ON response_coding, response_sorted TO soundings_review;
CREATE POLICY response_unsorted_desk ON response_unsorted FOR SELECT TO soundings_review
	USING (owner = current_firm() AND (SELECT reviewing()));
GRANT SELECT ON response_unsorted TO soundings_review;

CREATE FUNCTION desk_open() RETURNS void
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	IF NOT reviewing() THEN
		RAISE EXCEPTION 'for consultants who are signed in' USING ERRCODE = 'insufficient_privilege';
	END IF;
END $$;
COMMENT ON FUNCTION desk_open IS 'refuses whoever is not a consultant with a live session';

CREATE FUNCTION desk_because(p_reason text) RETURNS void
	LANGUAGE plpgsql STABLE SET search_path = soundings, pg_temp AS $$
BEGIN
	IF length(btrim(coalesce(p_reason, ''))) < 5 THEN
		RAISE EXCEPTION 'nothing is decided, asked or opened without a reason' USING ERRCODE = 'check_violation';
	END IF;
END $$;
COMMENT ON FUNCTION desk_because IS 'refuses what comes without a reason of five characters';

CREATE FUNCTION desk_decide(p_ids uuid[], p_state text, p_reason text)
	RETURNS TABLE (id uuid, outcome text)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	PERFORM desk_open();
	PERFORM desk_because(p_reason);
	-- null would mean all that wait.
	RETURN QUERY SELECT c.id, c.outcome
		FROM pool_change(operator_firm(), coalesce(p_ids, '{}'), p_state, p_reason, current_person_email(), NULL) AS c;
END $$;
COMMENT ON FUNCTION desk_decide IS 'include or hold responses of the operator''s forms, in the name of who is signed in';

-- Which responses a question was about: how many, and a digest of which.
CREATE FUNCTION desk_seen(p_ids uuid[]) RETURNS text
	LANGUAGE sql IMMUTABLE SET search_path = soundings, pg_temp
	RETURN cardinality(p_ids) || '-' || left(encode(sha256(convert_to(p_ids::text, 'UTF8')), 'hex'), 32);
COMMENT ON FUNCTION desk_seen IS 'tells one set of responses, in order, from another';

-- All that wait, bear no flag and were asked nothing: so many at a time, so that
-- none of them is locked for long.  p_upto: what was confirmed later was not seen.
CREATE FUNCTION desk_include(p_form bigint, p_most integer, p_upto timestamptz) RETURNS bigint
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	ids uuid[];
BEGIN
	PERFORM desk_open();
	ids := ARRAY(SELECT r.id FROM response r
		WHERE r.owner = operator_firm() AND r.form = p_form AND r.pool = 'waiting' AND r.flags = '{}'
		  AND r.consent AND r.confirmed_at <= p_upto AND r.disowned_at IS NULL
		  AND NOT EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id)
		ORDER BY r.id LIMIT p_most FOR NO KEY UPDATE);
	RETURN (SELECT count(*) FROM pool_change(operator_firm(), ids, 'included', 'no flags', current_person_email(), NULL) c
		WHERE c.outcome = 'done');
END $$;
COMMENT ON FUNCTION desk_include IS 'include some of what waits without a flag; how many';

-- Asked, and since then neither corrected nor decided.
CREATE FUNCTION desk_asked(p_form bigint) RETURNS SETOF uuid
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp AS $$
	SELECT DISTINCT q.response FROM response_question q JOIN response r ON r.owner = q.owner AND r.id = q.response
	WHERE q.owner = current_firm() AND r.form = p_form AND r.pool <> 'withdrawn' AND r.disowned_at IS NULL
	  AND q.pool = r.pool AND q.revision = r.revision
	$$;
COMMENT ON FUNCTION desk_asked IS 'responses that were asked a question which nothing has come of yet';

-- A question by mail, to a confirmed address whose owner agreed to be written
-- to; once a day at most.
CREATE FUNCTION desk_ask(p_response uuid, p_question text, p_reason text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	r      response;
	c      response_contact;
	asking uuid;
BEGIN
	PERFORM desk_open();
	PERFORM desk_because(p_reason);
	SELECT * INTO r FROM response WHERE owner = operator_firm() AND id = p_response FOR UPDATE;
	IF r.id IS NULL THEN
		RETURN 'unknown';
	ELSIF r.pool = 'withdrawn' OR r.disowned_at IS NOT NULL THEN
		RETURN 'withdrawn';
	END IF;
	SELECT * INTO c FROM response_contact WHERE owner = r.owner AND response = r.id;
	IF c.email IS NULL OR r.confirmed_at IS NULL THEN
		RETURN 'unconfirmed';
	ELSIF NOT c.contact_ok THEN
		RETURN 'unwanted';
	ELSIF EXISTS (SELECT FROM response_question q WHERE q.owner = r.owner AND q.response = r.id
	              AND q.asked_at > now() - interval '1 day') THEN
		RETURN 'again';
	END IF;
	INSERT INTO response_question (owner, response, asked_by, question, reason, pool, revision)
		VALUES (r.owner, r.id, current_person_email(), p_question, p_reason, r.pool, r.revision) RETURNING id INTO asking;
	INSERT INTO letter (owner, kind, object, address, language, dedupe)
		VALUES (r.owner, 'question', r.id, c.email, r.language, 'question/' || asking);
	PERFORM audit(NULL, NULL, 'response.ask', 'response ' || r.id, jsonb_build_object('question', asking, 'reason', p_reason));
	RETURN 'done';
END $$;
COMMENT ON FUNCTION desk_ask IS 'ask a respondent by mail; done, unknown, withdrawn, unconfirmed, unwanted or again';

-- The firm whose administrators may read of an act: the operator's is nobody's.
CREATE FUNCTION firm_concerned(p_firm bigint) RETURNS bigint
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp AS $$
	SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE f.id = p_firm AND NOT f.operator
	$$;
COMMENT ON FUNCTION firm_concerned IS 'the firm whose people may read what was done about this one; null: none';
GRANT EXECUTE ON FUNCTION firm_concerned TO soundings_operator;

-- Who answered.  Never without a reason and a note of it.
CREATE FUNCTION desk_identity(p_response uuid, p_reason text)
	RETURNS TABLE (email text, firm text, domains text)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	r response;
BEGIN
	PERFORM desk_open();
	PERFORM desk_because(p_reason);
	SELECT * INTO r FROM response WHERE owner = operator_firm() AND id = p_response;
	IF r.id IS NULL THEN
		RETURN;
	END IF;
	PERFORM audit_firm(firm_concerned(r.firm_of_record), NULL, NULL, 'response.identity', 'response ' || r.id, jsonb_build_object('reason', p_reason));
	RETURN QUERY SELECT c.email, f.name,
		(SELECT string_agg(d.domain, ', ' ORDER BY d.domain) FROM firm_domain d WHERE d.firm = f.id)
		FROM (SELECT 1) AS one
		LEFT JOIN response_contact c ON c.owner = r.owner AND c.response = r.id
		LEFT JOIN firm g ON g.id = r.firm_of_record
		LEFT JOIN firm f ON f.id = coalesce(g.merged_into, g.id);
END $$;
COMMENT ON FUNCTION desk_identity IS 'address and firm behind a response; audited with its reason';

CREATE FUNCTION desk_firm_identity(p_code text, p_reason text)
	RETURNS TABLE (name text, domains text)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
BEGIN
	PERFORM desk_open();
	PERFORM desk_because(p_reason);
	IF NOT EXISTS (SELECT FROM firm f WHERE f.code = p_code AND NOT f.operator) THEN
		RETURN;
	END IF;
	PERFORM audit_firm((SELECT firm_concerned(f.id) FROM firm f WHERE f.code = p_code), NULL, NULL, 'firm.identity', 'firm ' || p_code, jsonb_build_object('reason', p_reason));
	RETURN QUERY SELECT f.name, (SELECT string_agg(d.domain, ', ' ORDER BY d.domain) FROM firm_domain d WHERE d.firm = f.id)
		FROM firm f WHERE f.code = p_code;
END $$;
COMMENT ON FUNCTION desk_firm_identity IS 'name and domains of a firm; audited with its reason';

-- The part of a domain that a firm chose: "smith" of "mail.smith.co.uk".
CREATE FUNCTION domain_label(domain text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN domain LIKE '%@%' THEN NULL
		ELSE substring(domain FROM '(?:^|\.)([^.]+)\.(?:(?:co|com|org|net|ac|gov|ltd|plc|law)\.[a-z]{2}|[^.]+)$') END;
COMMENT ON FUNCTION domain_label IS 'the registered label of a mail domain; null for free mail';

-- The words of a name without its legal form: "smith" of "Smith & Partners LLP".
CREATE FUNCTION firm_name_key(name text) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN nullif(regexp_replace(lower(name),
		'\m(llp|lp|ltd|limited|plc|inc|gmbh|ag|sa|sas|bv|nv|the|and|und|et|partners|solicitors)\M|[^[:alnum:]]', '', 'g'), '');
COMMENT ON FUNCTION firm_name_key IS 'what is left of a firm''s name without legal form, spaces and signs';
-- Whoever writes these tables has them worked out.
GRANT EXECUTE ON FUNCTION domain_label, firm_name_key TO soundings_operator;

-- Worked out once, so that firms that share one are found without asking each.
ALTER TABLE firm_domain ADD COLUMN label text GENERATED ALWAYS AS (domain_label(domain)) STORED;
ALTER TABLE firm ADD COLUMN name_key text GENERATED ALWAYS AS (firm_name_key(name)) STORED;
CREATE INDEX firm_domain_label ON firm_domain (label) WHERE length(label) >= 4;
CREATE INDEX firm_name_key ON firm (name_key) WHERE length(name_key) >= 4;

-- What was written, sorted under the headings of its form.  editions: of the
-- coding that was seen, 0 for none; codes: joined by |, empty for nothing to sort.
CREATE FUNCTION desk_code(p_form bigint, p_item text, p_ids uuid[], p_revisions integer[], p_editions integer[], p_codes text[])
	RETURNS TABLE (id uuid, outcome text)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
DECLARE
	g record;
	r response;
	k response_coding;
BEGIN
	PERFORM desk_open();
	-- In one order, so that two who save at once do not wait for each other.
	FOR g IN SELECT u.id, u.revision, u.edition, string_to_array(u.codes, '|') AS codes
	           FROM unnest(p_ids, p_revisions, p_editions, p_codes) AS u (id, revision, edition, codes) ORDER BY u.id LOOP
		id := g.id;
		SELECT * INTO r FROM response WHERE owner = operator_firm() AND response.id = g.id AND form = p_form
			AND consent AND pool IN ('waiting', 'included') AND disowned_at IS NULL FOR NO KEY UPDATE;
		SELECT * INTO k FROM response_coding WHERE owner = operator_firm() AND response = g.id AND item = p_item;
		outcome := CASE
			WHEN r.id IS NULL OR btrim(coalesce(r.answers ->> p_item, '')) = '' THEN 'gone'
			WHEN r.revision <> g.revision THEN 'corrected'
			WHEN k.revision = r.revision AND k.codes = g.codes THEN 'same'
			WHEN coalesce(k.edition, 0) <> g.edition THEN 'taken'
			ELSE 'done' END;
		IF outcome = 'done' THEN
			INSERT INTO response_coding AS c (owner, response, item, codes, revision, coded_by)
				VALUES (r.owner, r.id, p_item, g.codes, r.revision, current_person_email())
				ON CONFLICT (owner, response, item) DO UPDATE SET codes = excluded.codes, revision = excluded.revision,
					edition = c.edition + 1, coded_at = now(), coded_by = excluded.coded_by;
			PERFORM audit(NULL, NULL, 'response.code', 'response ' || r.id, jsonb_build_object('item', p_item));
		END IF;
		RETURN NEXT;
	END LOOP;
END $$;
COMMENT ON FUNCTION desk_code IS 'sort written answers under headings; done, same, taken by another coding, corrected meanwhile, or gone';

-- Pairs of firms that may be one: the same label before the ending, or names
-- that differ in legal form only.  At most 100, newest first.
CREATE FUNCTION desk_duplicates()
	RETURNS TABLE (code text, twin text, why text, responses bigint, twin_responses bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
BEGIN
	PERFORM desk_open();
	RETURN QUERY
	WITH label AS MATERIALIZED (
		SELECT d.label FROM firm_domain d WHERE length(d.label) >= 4 GROUP BY d.label HAVING count(*) > 1),
	name AS MATERIALIZED (
		SELECT f.name_key FROM firm f WHERE length(f.name_key) >= 4 GROUP BY f.name_key HAVING count(*) > 1),
	shared AS (
		SELECT d.firm AS id, 'domain' AS why, d.label AS k FROM label l JOIN firm_domain d ON d.label = l.label AND length(d.label) >= 4
		UNION
		SELECT f.id, 'name', f.name_key FROM name n JOIN firm f ON f.name_key = n.name_key AND length(f.name_key) >= 4),
	every AS ( -- somebody there confirmed an answer: firms are cheap to invent
		SELECT s.id, s.why, s.k FROM shared s JOIN firm f ON f.id = s.id
		WHERE f.merged_into IS NULL AND NOT f.operator AND (f.name IS NOT NULL OR EXISTS (
			SELECT FROM response r WHERE r.firm_of_record = f.id AND r.confirmed_at IS NOT NULL))),
	key AS ( -- a word that many bear tells nothing, and would be paired with all of them
		SELECT e.id, e.why, e.k FROM (SELECT x.*, row_number() OVER (PARTITION BY x.why, x.k ORDER BY x.id) AS place
			FROM every x) e WHERE e.place <= 10),
	pair AS (
		SELECT a.id, b.id AS twin, min(a.why) AS why
		FROM key a JOIN key b ON b.k = a.k AND b.why = a.why AND b.id > a.id
		GROUP BY a.id, b.id
		ORDER BY b.id DESC, a.id DESC LIMIT 100)
	SELECT f.code, g.code, p.why,
		(SELECT count(*) FROM response r WHERE r.firm_of_record = f.id),
		(SELECT count(*) FROM response r WHERE r.firm_of_record = g.id)
	FROM pair p JOIN firm f ON f.id = p.id JOIN firm g ON g.id = p.twin
	ORDER BY g.id DESC, f.id DESC;
END $$;
COMMENT ON FUNCTION desk_duplicates IS 'pairs of firms that may be one, by pseudonym';

-- The first counts as part of the second; rows merged into the first move along.
CREATE FUNCTION desk_merge(p_code text, p_into text, p_reason text) RETURNS boolean
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	PERFORM desk_open();
	PERFORM desk_because(p_reason);
	IF coalesce(firm_join((SELECT id FROM firm WHERE code = p_code), (SELECT id FROM firm WHERE code = p_into)), 0) = 0 THEN
		RETURN false;
	END IF;
	PERFORM audit_firm((SELECT firm_concerned(f.id) FROM firm f WHERE f.code = p_code), NULL, NULL, 'firm.merge', 'firm ' || p_code, jsonb_build_object('into', p_into, 'reason', p_reason));
	RETURN true;
END $$;
COMMENT ON FUNCTION desk_merge IS 'two firms become one, by pseudonym; false: no such pair';

-- What was done to a response, for those who decide about it.
CREATE FUNCTION desk_story(p_response uuid)
	RETURNS TABLE (at timestamptz, actor text, action text, reason text)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
BEGIN
	PERFORM desk_open();
	RETURN QUERY SELECT e.at, e.actor, e.action, e.detail ->> 'reason'
		FROM audit_event e WHERE e.object = 'response ' || p_response ORDER BY e.id;
END $$;
COMMENT ON FUNCTION desk_story IS 'audit events of one response, oldest first';

-- How far people come, of all who saved a page in the last 30 days: numbers
-- only.  What was sent has no pages any more, but went past each of them: its
-- row has no page.
CREATE FUNCTION desk_drafts(p_form bigint)
	RETURNS TABLE (page text, reached bigint, stayed bigint)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
BEGIN
	PERFORM desk_open();
	RETURN QUERY
	WITH mine AS (
		SELECT d.id, d.done_at IS NOT NULL AS done FROM draft d
		WHERE d.owner = operator_firm() AND d.form = p_form
		  AND d.saved_at > now() - interval '30 days'),
	last AS (
		SELECT DISTINCT ON (p.draft) p.draft, p.page FROM draft_page p JOIN mine m ON m.id = p.draft
		WHERE p.owner = operator_firm() AND NOT m.done ORDER BY p.draft, p.saved_at DESC, p.page DESC)
	SELECT p.page, count(*), count(l.draft)
	FROM draft_page p JOIN mine m ON m.id = p.draft AND NOT m.done
	LEFT JOIN last l ON l.draft = p.draft AND l.page = p.page
	WHERE p.owner = operator_firm()
	GROUP BY p.page
	UNION ALL
	SELECT NULL, count(*), 0 FROM mine WHERE done;
END $$;
COMMENT ON FUNCTION desk_drafts IS 'of the drafts of the last 30 days: who saved a page, who went no further, and (no page) who sent';

GRANT EXECUTE ON FUNCTION desk_decide, desk_include, desk_seen, desk_ask, desk_asked, desk_identity, desk_firm_identity, desk_duplicates, desk_merge,
	desk_story, desk_drafts, desk_code TO soundings_review;
