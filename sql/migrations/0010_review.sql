-- SPDX-License-Identifier: ISC
-- What consultants read of snapshots: never a firm's row, never a withheld cell.

-- How items sit in their dimension, over the whole pool: with the snapshot's
-- all-cell of that dimension, counted anew or carried as that is.
CREATE TABLE snapshot_item (
	owner    bigint NOT NULL,
	snapshot bigint NOT NULL,
	item     integer NOT NULL,
	measure  integer NOT NULL,
	firms    integer NOT NULL,
	complete integer NOT NULL,
	rest     double precision,
	without  double precision,
	dk       integer NOT NULL,
	na       integer NOT NULL,
	absent   integer NOT NULL,
	PRIMARY KEY (owner, snapshot, item),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id)
);
COMMENT ON TABLE snapshot_item IS 'how often an item went unanswered and how it sits in its dimension, over the whole pool';
COMMENT ON COLUMN snapshot_item.item IS 'place in the form; measure: that of its dimension, from 1';
COMMENT ON COLUMN snapshot_item.complete IS 'firms with all answers of the dimension; rest and without are of these, from 30';
COMMENT ON COLUMN snapshot_item.rest IS 'correlation with the sum of the other items; without: alpha of the others';

CREATE TRIGGER snapshot_item_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_item
	FOR EACH STATEMENT EXECUTE FUNCTION snapshot_frozen();
CREATE TRIGGER snapshot_item_added BEFORE INSERT ON snapshot_item
	FOR EACH ROW EXECUTE FUNCTION snapshot_cell_added();

-- What the auditor withheld when it was built: which group, and what counted.
-- Who is in which group is what it takes an attacker to know already.
CREATE TABLE snapshot_withheld (
	owner      bigint NOT NULL,
	snapshot   bigint NOT NULL,
	channel    integer NOT NULL,
	level      integer NOT NULL,
	profession integer NOT NULL,
	size       integer NOT NULL,
	region     integer NOT NULL,
	PRIMARY KEY (owner, snapshot, channel, level, profession, size, region),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id)
);
COMMENT ON TABLE snapshot_withheld IS 'groups that the auditor withheld, each for one thing counted; consultants read their names';

CREATE TRIGGER snapshot_withheld_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_withheld
	FOR EACH STATEMENT EXECUTE FUNCTION snapshot_frozen();
CREATE TRIGGER snapshot_withheld_added BEFORE INSERT ON snapshot_withheld
	FOR EACH ROW EXECUTE FUNCTION snapshot_cell_added();

ALTER TABLE snapshot_withheld ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_withheld_owner ON snapshot_withheld TO soundings_owner USING (true);
CREATE POLICY snapshot_withheld_operator ON snapshot_withheld TO soundings_operator USING (true);
GRANT SELECT, INSERT ON snapshot_withheld TO soundings_operator;

-- What it named when it last refused that the snapshot be proposed.  No part of
-- the snapshot: the next look may name others.
CREATE TABLE snapshot_refused (
	owner      bigint NOT NULL,
	snapshot   bigint NOT NULL,
	channel    integer NOT NULL,
	level      integer NOT NULL,
	profession integer NOT NULL,
	size       integer NOT NULL,
	region     integer NOT NULL,
	known      boolean NOT NULL,
	refused_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (owner, snapshot, channel, level, profession, size, region),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id)
);
COMMENT ON TABLE snapshot_refused IS 'groups for which the auditor last refused a proposal, each for one thing counted; consultants read their names';
COMMENT ON COLUMN snapshot_refused.known IS 'two firms could work out a third there; else it is not proved that they could not';

ALTER TABLE snapshot_refused ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_refused_owner ON snapshot_refused TO soundings_owner USING (true);
CREATE POLICY snapshot_refused_operator ON snapshot_refused TO soundings_operator USING (true);
GRANT SELECT, INSERT, DELETE ON snapshot_refused TO soundings_operator;

ALTER TABLE snapshot_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_item_owner ON snapshot_item TO soundings_owner USING (true);
CREATE POLICY snapshot_item_operator ON snapshot_item TO soundings_operator USING (true);
GRANT SELECT, INSERT ON snapshot_item TO soundings_operator;

-- Consultants read what is released and what is proposed: it was audited, and
-- whoever releases it must see what is released.  What is only built leads read
-- alone.  Of each, what is published; the database asks itself who is signed in.
CREATE POLICY snapshot_review ON snapshot FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND state <> 'building' AND (SELECT reviewing()));
CREATE POLICY snapshot_cell_review ON snapshot_cell FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND published AND (SELECT reviewing()) AND snapshot IN (
		SELECT s.id FROM snapshot s
		WHERE s.state IN ('released', 'proposed') OR s.state = 'built' AND (SELECT soundings.leading())));
CREATE POLICY snapshot_item_review ON snapshot_item FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND (SELECT reviewing()) AND snapshot IN (
		SELECT s.id FROM snapshot s
		WHERE s.state IN ('released', 'proposed') OR s.state = 'built' AND (SELECT soundings.leading())));
CREATE POLICY snapshot_withheld_review ON snapshot_withheld FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND (SELECT reviewing()) AND snapshot IN (
		SELECT s.id FROM snapshot s
		WHERE s.state IN ('released', 'proposed') OR s.state = 'built' AND (SELECT soundings.leading())));
-- Whoever asks for a proposal learns why there is none: names, in whatever state.
CREATE POLICY snapshot_refused_review ON snapshot_refused FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND (SELECT reviewing()));
GRANT SELECT ON snapshot, snapshot_cell, snapshot_item, snapshot_withheld, snapshot_refused TO soundings_review;

-- One firm beside its group -----------------------------------------------------

-- The newest counted response of a firm whose respondent agreed to be contacted.
-- A person's own answers, as that person's report shows them; never a firm's mean.
CREATE FUNCTION review_agreed(p_form bigint, p_code text)
	RETURNS TABLE (version integer, answers jsonb, submitted_at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	SELECT r.version, r.answers, r.submitted_at
	FROM firm c JOIN firm f ON coalesce(f.merged_into, f.id) = coalesce(c.merged_into, c.id)
	JOIN response r ON r.firm_of_record = f.id
	JOIN response_contact a ON a.owner = r.owner AND a.response = r.id
	WHERE (SELECT reviewing()) AND c.code = p_code AND r.owner = operator_firm() AND r.form = p_form
	  AND r.pool = 'included' AND r.consent AND r.disowned_at IS NULL AND a.contact_ok
	ORDER BY r.wave DESC, r.submitted_at DESC, r.id LIMIT 1
$$;
COMMENT ON FUNCTION review_agreed IS 'what a consultant may set beside the group: the answers of a firm that agreed';

GRANT EXECUTE ON FUNCTION review_agreed TO soundings_review;

-- The way of a snapshot, from the pages ------------------------------------------

-- Counting a pool and auditing a snapshot read every firm's values, which no
-- page may: a consultant asks, a courier does it in that person's name.
CREATE TABLE snapshot_request (
	owner       bigint NOT NULL,
	id          uuid NOT NULL DEFAULT gen_random_uuid(),
	kind        text NOT NULL CHECK (kind IN ('build', 'propose')),
	form        bigint NOT NULL,
	snapshot    bigint, -- to propose; or built
	person      uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	asked_by    text NOT NULL,
	asked_at    timestamptz NOT NULL DEFAULT now(),
	state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'working', 'done', 'refused', 'failed')),
	attempt     integer NOT NULL DEFAULT 0,
	deaths      integer NOT NULL DEFAULT 0,
	taken_at    timestamptz,
	done_at     timestamptz,
	answer      text, -- why it was refused
	PRIMARY KEY (owner, id),
	FOREIGN KEY (owner, form) REFERENCES form (owner, id),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id)
);
COMMENT ON TABLE snapshot_request IS 'what a consultant asked a courier to do with snapshots';
COMMENT ON COLUMN snapshot_request.asked_by IS 'the person''s address: the name that the act is noted under';
COMMENT ON COLUMN snapshot_request.attempt IS 'raised by each claim; only the newest may say how it ended';
COMMENT ON COLUMN snapshot_request.deaths IS 'how often a process ended over it without being told to; the third time it has failed';
COMMENT ON COLUMN snapshot_request.answer IS 'role: no consultant any more; state: not newly built; unsafe: the auditor refused (snapshot_refused); busy';
CREATE INDEX snapshot_request_waiting ON snapshot_request (asked_at) WHERE state IN ('waiting', 'working');
-- Of one thing, one at a time.
CREATE UNIQUE INDEX snapshot_request_once ON snapshot_request (owner, kind, form, coalesce(snapshot, 0))
	WHERE state IN ('waiting', 'working');
ALTER TABLE snapshot_request ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_request_owner ON snapshot_request TO soundings_owner USING (true);
CREATE POLICY snapshot_request_review ON snapshot_request FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND (SELECT reviewing()));
CREATE POLICY snapshot_request_courier ON snapshot_request TO soundings_courier USING (true);
GRANT SELECT ON snapshot_request TO soundings_review;
GRANT SELECT, UPDATE ON snapshot_request TO soundings_courier;
CREATE POLICY snapshot_request_operator ON snapshot_request FOR SELECT TO soundings_operator USING (true);
GRANT SELECT ON snapshot_request TO soundings_operator;

CREATE FUNCTION review_open() RETURNS void
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	IF NOT reviewing() THEN
		RAISE EXCEPTION 'for consultants who are signed in' USING ERRCODE = 'insufficient_privilege';
	END IF;
END $$;
COMMENT ON FUNCTION review_open IS 'refuses whoever is not a consultant with a live session';

CREATE FUNCTION review_build(p_form bigint) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	PERFORM review_open();
	IF NOT EXISTS (SELECT FROM form WHERE owner = operator_firm() AND id = p_form) THEN
		RETURN 'unknown';
	END IF;
	INSERT INTO snapshot_request (owner, kind, form, person, asked_by)
		VALUES (operator_firm(), 'build', p_form, current_person(), current_person_email())
		ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RETURN 'again';
	END IF;
	PERFORM audit(NULL, NULL, 'snapshot.ask', 'form ' || f.slug, '{"kind": "build"}') FROM form f
		WHERE f.owner = operator_firm() AND f.id = p_form;
	PERFORM pg_notify('soundings_snapshot', '');
	RETURN 'done';
END $$;
COMMENT ON FUNCTION review_build IS 'ask a courier to count the pool: done, again (asked already) or unknown';

CREATE FUNCTION review_propose(p_snapshot bigint) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	s snapshot;
BEGIN
	PERFORM review_open();
	SELECT * INTO s FROM snapshot WHERE owner = operator_firm() AND id = p_snapshot AND state <> 'building';
	IF s.id IS NULL THEN
		RETURN 'unknown';
	ELSIF s.state <> 'built' THEN
		RETURN 'state';
	END IF;
	INSERT INTO snapshot_request (owner, kind, form, snapshot, person, asked_by)
		VALUES (s.owner, 'propose', s.form, s.id, current_person(), current_person_email())
		ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RETURN 'again';
	END IF;
	PERFORM audit(NULL, NULL, 'snapshot.ask', 'snapshot ' || s.id, '{"kind": "propose"}');
	PERFORM pg_notify('soundings_snapshot', '');
	RETURN 'done';
END $$;
COMMENT ON FUNCTION review_propose IS 'ask a courier to audit and propose: done, again, state or unknown';

-- Is who would release a snapshot another person than who proposed it?  Who
-- asked for the proposal is the proposer, under whatever address.  two, same, or
-- hand: another account, but both stand on one person's word (person_hands).
-- vouch: whose account the operator would have to know for that to end.
CREATE FUNCTION snapshot_releaser(p_owner bigint, p_snapshot bigint, p_by text, OUT verdict text, OUT vouch text)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	WITH s AS (
		SELECT h.proposed_by FROM snapshot h WHERE h.owner = p_owner AND h.id = p_snapshot),
	me AS (
		SELECT p.id, p.email FROM person p WHERE same_person(p.email, p_by)),
	proposer AS (
		SELECT p.id, p.email FROM s JOIN person p ON same_person(p.email, s.proposed_by)
		UNION
		SELECT p.id, p.email FROM snapshot_request q JOIN person p ON p.id = q.person
		WHERE q.owner = p_owner AND q.snapshot = p_snapshot AND q.kind = 'propose' AND q.state = 'done'),
	one AS (
		SELECT m.id, m.email, p.email AS proposer FROM me m JOIN proposer p ON EXISTS (
			SELECT person_hands(m.id) INTERSECT SELECT person_hands(p.id)))
	SELECT CASE
		WHEN (SELECT same_person(s.proposed_by, p_by) FROM s) OR EXISTS (SELECT FROM me JOIN proposer USING (id)) THEN 'same'
		WHEN EXISTS (SELECT FROM one) THEN 'hand'
		ELSE 'two' END,
		(SELECT CASE WHEN EXISTS (SELECT FROM person_let_in l WHERE l.person = one.id) THEN one.email ELSE one.proposer END
		 FROM one LIMIT 1)
	$$;
COMMENT ON FUNCTION snapshot_releaser IS 'two: another person than the proposer; same, or hand: let in by the same person';

CREATE FUNCTION review_releaser(p_snapshot bigint, OUT verdict text, OUT vouch text, OUT two_people boolean)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	PERFORM review_open();
	SELECT r.verdict, r.vouch, two_people() INTO verdict, vouch, two_people
	FROM snapshot_releaser(operator_firm(), p_snapshot, current_person_email()) r;
END $$;
COMMENT ON FUNCTION review_releaser IS 'whether who is signed in may be the second person of a snapshot, and whether there must be one';

-- p_alone: the reason of one person, where the operator lets one do both; null:
-- the settings do not, whatever the database was told.
CREATE FUNCTION review_release(p_snapshot bigint, p_alone text, OUT verdict text, OUT pinned bigint, OUT letters bigint)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	s     snapshot;
	who   text;
BEGIN
	PERFORM review_open();
	pinned := 0;
	letters := 0;
	-- The second of two at once waits here, and finds it released.
	SELECT * INTO s FROM snapshot WHERE owner = operator_firm() AND id = p_snapshot AND state <> 'building' FOR UPDATE;
	IF s.id IS NULL THEN
		verdict := 'unknown';
		RETURN;
	ELSIF s.state <> 'proposed' THEN
		verdict := 'state';
		RETURN;
	END IF;
	who := (SELECT r.verdict FROM snapshot_releaser(s.owner, s.id, current_person_email()) r);
	IF who <> 'two' AND (two_people() OR length(btrim(coalesce(p_alone, ''))) < 5) THEN
		verdict := CASE WHEN two_people() OR p_alone IS NULL THEN who ELSE 'reason' END;
		RETURN;
	END IF;
	SELECT r.pinned, r.letters INTO pinned, letters
		FROM snapshot_release(s.owner, s.id, current_person_email(), CASE WHEN who <> 'two' THEN btrim(p_alone) END) r;
	PERFORM audit(NULL, NULL, 'snapshot.release', 'snapshot ' || s.id,
		jsonb_build_object('pinned', pinned, 'letters', letters, 'alone', who <> 'two'));
	verdict := 'done';
END $$;
COMMENT ON FUNCTION review_release IS 'release what another proposed: done, same (person), hand (let in by the same person), reason (one may, with one), state or unknown';

CREATE FUNCTION review_withdraw(p_snapshot bigint, p_reason text) RETURNS text
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	s snapshot;
BEGIN
	PERFORM review_open();
	IF length(btrim(coalesce(p_reason, ''))) < 5 THEN
		RAISE EXCEPTION 'a snapshot is withdrawn for a reason' USING ERRCODE = 'check_violation';
	END IF;
	SELECT * INTO s FROM snapshot WHERE owner = operator_firm() AND id = p_snapshot AND state <> 'building' FOR UPDATE;
	IF s.id IS NULL THEN
		RETURN 'unknown';
	ELSIF s.state = 'withdrawn' THEN
		RETURN 'state';
	END IF;
	UPDATE snapshot SET state = 'withdrawn', withdrawn_by = current_person_email(), withdrawn_at = now(), reason = btrim(p_reason)
		WHERE owner = s.owner AND id = s.id;
	PERFORM audit(NULL, NULL, 'snapshot.withdraw', 'snapshot ' || s.id, jsonb_build_object('reason', btrim(p_reason)));
	RETURN 'done';
END $$;
COMMENT ON FUNCTION review_withdraw IS 'take a snapshot back: done, state or unknown';

-- The letters that a release would owe, now.
CREATE FUNCTION review_owed(p_snapshot bigint) RETURNS bigint
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	PERFORM review_open();
	RETURN (SELECT count(*) FROM snapshot_chosen(operator_firm(), p_snapshot) c WHERE c.letter);
END $$;
COMMENT ON FUNCTION review_owed IS 'letters that the release of a snapshot would owe';

-- What each firm would see -------------------------------------------------------

-- Some firms of a snapshot, by pseudonym: their groups, and which measures they
-- have (0, else null).  Their values stay here: which group a firm is compared
-- with depends on how many others there are, not on what anybody scored.
CREATE FUNCTION review_sees(p_snapshot bigint, p_after text, p_most integer)
	RETURNS TABLE (code text, profession integer, size integer, region integer, measures integer[])
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
BEGIN
	PERFORM review_open();
	RETURN QUERY
	WITH s AS MATERIALIZED (
		SELECT h.owner, h.id FROM snapshot h
		WHERE h.owner = operator_firm() AND h.id = p_snapshot
		  AND (h.state IN ('released', 'proposed') OR h.state = 'built' AND soundings.leading()))
	SELECT f.code, r.profession, r.size, r.region,
		ARRAY(SELECT m.v * 0 FROM unnest(r.scores) WITH ORDINALITY AS m (v, place) ORDER BY m.place)
	FROM s CROSS JOIN firm f CROSS JOIN LATERAL snapshot_row(s.owner, s.id, f.id) r
	WHERE f.code > p_after
	ORDER BY f.code LIMIT p_most;
END $$;
COMMENT ON FUNCTION review_sees IS 'firms of a snapshot with their groups and which measures they have, never a value';
GRANT EXECUTE ON FUNCTION review_sees TO soundings_review;

-- For couriers.  The process that works on a request holds a lock for it as long
-- as its connection lives, so what is worked on under a lock that can be had is an
-- orphan: it waits again.  p_died: its process was not told to end; over what
-- three died has failed, lest it kills the next.
CREATE FUNCTION snapshot_request_orphans(p_died boolean, OUT again bigint, OUT failed bigint)
	LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	WITH orphan AS (
		UPDATE snapshot_request w SET deaths = w.deaths + p_died::int, taken_at = NULL,
			state = CASE WHEN p_died AND w.deaths >= 2 THEN 'failed' ELSE 'waiting' END,
			done_at = CASE WHEN p_died AND w.deaths >= 2 THEN now() END
		WHERE w.state = 'working' AND CASE WHEN w.state = 'working'
			THEN pg_try_advisory_xact_lock(hashtextextended('soundings.snapshot_request ' || w.id, 0)) END
		RETURNING w.state)
	SELECT count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'failed') FROM orphan
$$;
COMMENT ON FUNCTION snapshot_request_orphans IS 'requests about snapshots whose process is gone wait again, or have failed';

-- The next one, if its person may still ask.
CREATE FUNCTION snapshot_request_claim()
	RETURNS TABLE (owner bigint, id uuid, attempt integer, deaths integer, kind text, form bigint, slug text, snapshot bigint,
	               asked_by text, allowed boolean)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
#variable_conflict use_column
DECLARE
	mine record;
BEGIN
	SELECT w.owner, w.id INTO mine FROM snapshot_request w WHERE w.state = 'waiting'
		ORDER BY w.asked_at, w.id LIMIT 1 FOR UPDATE SKIP LOCKED;
	IF NOT FOUND OR NOT pg_try_advisory_lock(hashtextextended('soundings.snapshot_request ' || mine.id, 0)) THEN
		RETURN;
	END IF;
	RETURN QUERY UPDATE snapshot_request q SET state = 'working', attempt = q.attempt + 1, taken_at = now()
	FROM form f
	WHERE f.owner = q.owner AND f.id = q.form AND q.owner = mine.owner AND q.id = mine.id
	RETURNING q.owner, q.id, q.attempt, q.deaths, q.kind, q.form, f.slug, q.snapshot, q.asked_by, EXISTS (
		SELECT FROM person p JOIN membership m ON m.person = p.id
		WHERE p.id = q.person AND p.disabled_at IS NULL AND m.firm = operator_firm() AND m.role IN ('consultant', 'lead'));
END $$;
COMMENT ON FUNCTION snapshot_request_claim IS 'the next request of a consultant about snapshots';

GRANT EXECUTE ON FUNCTION review_build, review_propose, review_release, review_withdraw, review_owed, review_releaser
	TO soundings_review;
GRANT EXECUTE ON FUNCTION snapshot_releaser TO soundings_operator;
GRANT EXECUTE ON FUNCTION snapshot_request_orphans, snapshot_request_claim TO soundings_courier;

-- A courier counts as the operator's command does.
CREATE POLICY snapshot_block_courier ON snapshot_block TO soundings_courier USING (true);
CREATE POLICY snapshot_item_courier ON snapshot_item TO soundings_courier USING (true);
CREATE POLICY snapshot_withheld_courier ON snapshot_withheld TO soundings_courier USING (true);
CREATE POLICY snapshot_refused_courier ON snapshot_refused TO soundings_courier USING (true);
GRANT SELECT, INSERT ON snapshot_block, snapshot_item, snapshot_withheld, snapshot_refused TO soundings_courier;
GRANT DELETE ON snapshot_refused TO soundings_courier;
GRANT SELECT ON snapshot_firm TO soundings_courier;
GRANT INSERT, UPDATE ON snapshot TO soundings_courier;
GRANT INSERT ON snapshot_cell TO soundings_courier;
GRANT EXECUTE ON FUNCTION pool_scores, pool_fact, pool_facts, pool_codes, block_part, block_items, same_person TO soundings_courier;
