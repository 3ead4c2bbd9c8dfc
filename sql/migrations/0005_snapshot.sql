-- SPDX-License-Identifier: ISC
-- Benchmark snapshots: counted once from the pool, released by two people,
-- never changed.  Which cells are published is decided by src/benchmark when
-- the snapshot is built; the database keeps that decision from being altered.

CREATE TABLE snapshot (
	id           bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
	owner        bigint NOT NULL,
	form         bigint NOT NULL,
	version      integer NOT NULL,
	state        text NOT NULL DEFAULT 'building'
	             CHECK (state IN ('building', 'built', 'proposed', 'released', 'withdrawn')),
	professions  integer NOT NULL,
	sizes        integer NOT NULL,
	regions      integer NOT NULL,
	measures     integer NOT NULL,
	facts        integer NOT NULL,
	items        integer NOT NULL,
	codes        integer NOT NULL DEFAULT 0,
	firms        integer NOT NULL DEFAULT 0,
	withheld     integer NOT NULL DEFAULT 0,
	unproved     integer NOT NULL DEFAULT 0,
	sources      bigint[] NOT NULL DEFAULT '{}',
	built_at     timestamptz NOT NULL DEFAULT now(),
	built_by     text NOT NULL,
	proposed_at  timestamptz,
	proposed_by  text,
	released_at  timestamptz,
	released_by  text,
	alone_reason text,
	withdrawn_at timestamptz,
	withdrawn_by text,
	reason       text,
	PRIMARY KEY (owner, id),
	FOREIGN KEY (owner, form, version) REFERENCES form_version (owner, form, version)
);
COMMENT ON TABLE snapshot IS 'one count of the pool of a form; immutable once built';
COMMENT ON COLUMN snapshot.state IS 'building is seen only by the transaction that builds';
COMMENT ON COLUMN snapshot.version IS 'form version whose groups, facts and items are counted';
COMMENT ON COLUMN snapshot.codes IS 'how many of its items, the last ones, are headings of written answers';
COMMENT ON COLUMN snapshot.withheld IS 'groups that the auditor withheld, each for one thing counted';
COMMENT ON COLUMN snapshot.unproved IS 'the most firms in one thing counted whose safety the auditor could not prove';
COMMENT ON COLUMN snapshot.sources IS 'the snapshots whose firms its published cells count';
COMMENT ON COLUMN snapshot.alone_reason IS 'why one person proposed and released it; the method page tells';
COMMENT ON COLUMN snapshot.reason IS 'why it was withdrawn';
CREATE INDEX snapshot_newest ON snapshot (owner, form, released_at DESC) WHERE state = 'released';

-- Names are free text: one person in two spellings is still one person.
CREATE FUNCTION same_person(a text, b text) RETURNS boolean
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN lower(regexp_replace(a, '\s', '', 'g')) = lower(regexp_replace(b, '\s', '', 'g'));
ALTER TABLE snapshot ADD CONSTRAINT snapshot_two_people
	CHECK (released_by IS NULL OR alone_reason IS NOT NULL OR NOT same_person(proposed_by, released_by));

-- What the settings file says, for the database must hold it too: soundings-web
-- may be spoken for by somebody who reads no settings.  Only the schema's owner
-- writes it, at "soundings db migrate".
CREATE TABLE snapshot_rule (
	one        boolean PRIMARY KEY DEFAULT true CHECK (one),
	two_people boolean NOT NULL DEFAULT true
);
COMMENT ON TABLE snapshot_rule IS 'the one row of what the operator decided about snapshots';
COMMENT ON COLUMN snapshot_rule.two_people IS 'nobody releases what they proposed; snapshot.two_people of the settings';
INSERT INTO snapshot_rule DEFAULT VALUES;

CREATE FUNCTION two_people() RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp
	RETURN coalesce((SELECT r.two_people FROM snapshot_rule r), true);
COMMENT ON FUNCTION two_people IS 'whether a snapshot is released by another person than who proposed it, always';

-- Many firms to a row, in the order of their ids: a row for each cost a build
-- of a million firms more than everything else in it.  Arrays hold what stands
-- in them for the first firm, then for the second, and so on.
CREATE TABLE snapshot_block (
	owner       bigint NOT NULL,
	snapshot    bigint NOT NULL,
	first       bigint NOT NULL,
	firms       bigint[] NOT NULL,
	professions integer[] NOT NULL,
	sizes       integer[] NOT NULL,
	regions     integer[] NOT NULL,
	scores      integer[] NOT NULL,
	facts       integer[] NOT NULL,
	items       bytea NOT NULL,
	PRIMARY KEY (owner, snapshot, first),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id),
	CHECK (first = firms[1])
);
COMMENT ON TABLE snapshot_block IS 'what a snapshot counted of each firm, kept so that the own firm can be taken out exactly';
COMMENT ON COLUMN snapshot_block.first IS 'the least of the firms';
COMMENT ON COLUMN snapshot_block.professions IS 'comparison group from 1, 0 not known; sizes and regions alike';
COMMENT ON COLUMN snapshot_block.scores IS 'the measures of each firm; -2147483648: none.  A null in it would make finding a place slow; facts alike';
COMMENT ON COLUMN snapshot_block.items IS 'packed answers of the latest included response, then its codes: 5 named, 1 not, 0 not coded; zeros: of another form version';
-- Packing costs more time than it saves space.
ALTER TABLE snapshot_block ALTER firms SET STORAGE EXTERNAL, ALTER professions SET STORAGE EXTERNAL,
	ALTER sizes SET STORAGE EXTERNAL, ALTER regions SET STORAGE EXTERNAL, ALTER scores SET STORAGE EXTERNAL,
	ALTER facts SET STORAGE EXTERNAL, ALTER items SET STORAGE EXTERNAL;

-- Firm number place of a block; items empty when they are of another version.
CREATE FUNCTION block_part(numbers integer[], firms integer, place integer) RETURNS integer[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT array_replace(numbers[(place - 1) * (cardinality(numbers) / firms) + 1 : place * (cardinality(numbers) / firms)],
	                     -2147483648, NULL)
$$;
CREATE FUNCTION block_items(items bytea, firms integer, place integer) RETURNS bytea
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE WHEN btrim(part, '\x00') = '' THEN '' ELSE part END
	FROM (SELECT substring(items FROM (place - 1) * (octet_length(items) / firms) + 1 FOR octet_length(items) / firms) AS part) p
$$;

-- For people and for comparing whole snapshots; joining something to every
-- value brings it in from the side table once a block and not once a firm.
CREATE VIEW snapshot_firm WITH (security_invoker = true) AS
SELECT b.owner, b.snapshot, b.firms[p] AS firm, b.professions[p] AS profession, b.sizes[p] AS size, b.regions[p] AS region,
	block_part(b.scores, b.n, p) AS scores, block_part(b.facts, b.n, p) AS facts, block_items(b.items, b.n, p) AS items
FROM (SELECT owner, snapshot, cardinality(firms) AS n, firms || 0::bigint AS firms, professions || 0 AS professions,
	sizes || 0 AS sizes, regions || 0 AS regions, scores || '{}' AS scores, facts || '{}' AS facts, items || '' AS items
	FROM snapshot_block OFFSET 0) b, generate_series(1, b.n) AS p;
COMMENT ON VIEW snapshot_firm IS 'the firms of snapshots, each its row; to find one firm ask snapshot_row()';

CREATE TABLE snapshot_cell (
	owner      bigint NOT NULL,
	snapshot   bigint NOT NULL,
	channel    integer NOT NULL,
	level      integer NOT NULL CHECK (level BETWEEN 1 AND 6),
	profession integer NOT NULL,
	size       integer NOT NULL,
	region     integer NOT NULL,
	source     bigint NOT NULL,
	counted_at timestamptz NOT NULL,
	published  boolean NOT NULL,
	n          integer NOT NULL,
	vals       integer[],
	cums       integer[],
	sd         double precision,
	alpha      double precision,
	PRIMARY KEY (owner, snapshot, channel, level, profession, size, region),
	FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id),
	FOREIGN KEY (owner, source) REFERENCES snapshot (owner, id),
	CHECK (published = (vals IS NOT NULL) AND published = (cums IS NOT NULL))
);
-- For every submission: is there anything to compare with.
CREATE INDEX snapshot_cell_whole ON snapshot_cell (owner, snapshot, channel) WHERE level = 6 AND published;
COMMENT ON TABLE snapshot_cell IS 'one group of firms and one thing counted in it';
COMMENT ON COLUMN snapshot_cell.channel IS 'measures from 0 (overall first), then facts, then items, in form order';
COMMENT ON COLUMN snapshot_cell.source IS 'the snapshot whose members and values these are';
COMMENT ON COLUMN snapshot_cell.vals IS 'distinct values ascending; cums: firms with at most that value';
COMMENT ON COLUMN snapshot_cell.sd IS 'of measures over all firms, from 30 firms; alpha alike';

ALTER TABLE response ADD FOREIGN KEY (owner, snapshot) REFERENCES snapshot (owner, id);

-- Frozen --------------------------------------------------------------------

CREATE FUNCTION snapshot_frozen() RETURNS trigger
	LANGUAGE plpgsql SET search_path = soundings, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'a snapshot never changes' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER snapshot_block_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_block
	FOR EACH STATEMENT EXECUTE FUNCTION snapshot_frozen();
CREATE TRIGGER snapshot_cell_frozen BEFORE UPDATE OR DELETE OR TRUNCATE ON snapshot_cell
	FOR EACH STATEMENT EXECUTE FUNCTION snapshot_frozen();
CREATE TRIGGER snapshot_kept BEFORE DELETE OR TRUNCATE ON snapshot
	FOR EACH STATEMENT EXECUTE FUNCTION snapshot_frozen();

CREATE FUNCTION snapshot_cell_added() RETURNS trigger
	LANGUAGE plpgsql SET search_path = soundings, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM snapshot s
	               WHERE s.owner = NEW.owner AND s.id = NEW.snapshot AND s.state = 'building') THEN
		RAISE EXCEPTION 'a snapshot never changes' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER snapshot_cell_added BEFORE INSERT ON snapshot_cell
	FOR EACH ROW EXECUTE FUNCTION snapshot_cell_added();
CREATE TRIGGER snapshot_block_added BEFORE INSERT ON snapshot_block
	FOR EACH ROW EXECUTE FUNCTION snapshot_cell_added();

CREATE FUNCTION snapshot_step() RETURNS trigger
	LANGUAGE plpgsql SET search_path = soundings, pg_temp AS $$
BEGIN
	IF NOT ((OLD.state, NEW.state) IN (('building', 'building'), ('building', 'built'), ('built', 'proposed'),
	        ('proposed', 'released'), ('built', 'withdrawn'), ('proposed', 'withdrawn'), ('released', 'withdrawn')))
	THEN
		RAISE EXCEPTION 'a snapshot cannot go from % to %', OLD.state, NEW.state
			USING ERRCODE = 'check_violation';
	END IF;
	IF OLD.state <> 'building' AND
	   (OLD.owner, OLD.id, OLD.form, OLD.version, OLD.firms, OLD.sources, OLD.built_at, OLD.built_by)
	   IS DISTINCT FROM (NEW.owner, NEW.id, NEW.form, NEW.version, NEW.firms, NEW.sources, NEW.built_at, NEW.built_by)
	   OR OLD.proposed_by IS NOT NULL AND (OLD.proposed_by, OLD.proposed_at) IS DISTINCT FROM (NEW.proposed_by, NEW.proposed_at)
	   OR OLD.released_by IS NOT NULL AND (OLD.released_by, OLD.released_at, OLD.alone_reason)
	      IS DISTINCT FROM (NEW.released_by, NEW.released_at, NEW.alone_reason)
	THEN
		RAISE EXCEPTION 'a snapshot never changes' USING ERRCODE = 'check_violation';
	END IF;
	IF NEW.state IN ('proposed', 'released') AND NEW.state <> OLD.state AND EXISTS (SELECT FROM snapshot o
		WHERE o.owner = NEW.owner AND o.id = ANY (NEW.sources) AND o.state = 'withdrawn') THEN
		RAISE EXCEPTION 'a snapshot shows no count that was withdrawn' USING ERRCODE = 'check_violation';
	END IF;
	IF NEW.state = 'released' AND OLD.state <> 'released' AND NEW.alone_reason IS NOT NULL AND two_people() THEN
		RAISE EXCEPTION 'a snapshot is released by two people' USING ERRCODE = 'check_violation';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER snapshot_step BEFORE UPDATE ON snapshot
	FOR EACH ROW EXECUTE FUNCTION snapshot_step();

-- What would show its figures goes with it.  What was released and shows them
-- stays until somebody withdraws it: reports are pinned to it.
CREATE FUNCTION snapshot_withdrawn() RETURNS trigger
	LANGUAGE plpgsql SET search_path = soundings, pg_temp AS $$
BEGIN
	UPDATE snapshot s SET state = 'withdrawn', withdrawn_by = NEW.withdrawn_by, withdrawn_at = NEW.withdrawn_at,
	       reason = format('it shows figures of snapshot %s, which was withdrawn: %s', NEW.id, NEW.reason)
	 WHERE s.owner = NEW.owner AND s.state IN ('built', 'proposed') AND NEW.id = ANY (s.sources) AND s.id <> NEW.id;
	RETURN NULL;
END $$;
CREATE TRIGGER snapshot_withdrawn AFTER UPDATE OF state ON snapshot
	FOR EACH ROW WHEN (OLD.state = 'released' AND NEW.state = 'withdrawn') EXECUTE FUNCTION snapshot_withdrawn();

-- The pool -------------------------------------------------------------------

-- A firm's scores from several respondents: the mean of each dimension over
-- those who have it, and overall as the mean of the firm's dimensions.
CREATE FUNCTION pool_scores(p_owner bigint, p_form bigint, p_firm bigint, p_wave integer, p_since timestamptz, p_needs integer)
	RETURNS integer[]
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = soundings, pg_temp AS $$
	WITH part AS MATERIALIZED (
		SELECT d.place, avg(d.micro::numeric) AS mean
		FROM response r, unnest(r.scores) WITH ORDINALITY AS d (micro, place)
		WHERE r.owner = p_owner AND r.form = p_form AND r.wave = p_wave AND r.pool = 'included'
		  AND r.disowned_at IS NULL AND r.consent AND r.submitted_at > p_since
		  AND r.firm_of_record IN (SELECT f.id FROM firm f WHERE f.id = p_firm OR f.merged_into = p_firm)
		GROUP BY d.place)
	SELECT ARRAY[(SELECT CASE WHEN p_needs > 0 AND count(mean) >= p_needs THEN round(avg(mean)) END
	              FROM part WHERE place > 1)::integer]
	    || ARRAY(SELECT round(mean)::integer FROM part WHERE place > 1 ORDER BY place)
$$;

-- One fact of a response in thousandths, as form_facts() has it.  Without a
-- SET clause, so that the planner can write it into the query.
CREATE FUNCTION pool_fact(answers jsonb, kind text, item text, per text, times integer, codes text)
	RETURNS integer
	LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT nullif(least(CASE kind -- least() passes over NULL
		WHEN 'number' THEN CASE WHEN jsonb_typeof(answers -> item) = 'number'
			THEN round((answers ->> item)::numeric * 1000) END
		WHEN 'bands' THEN (array_position(string_to_array(codes, '|'), answers ->> item) - 1) * 1000
		WHEN 'ratio' THEN CASE WHEN jsonb_typeof(answers -> item) = 'number'
		     AND jsonb_typeof(answers -> per) = 'number' AND (answers ->> per)::numeric > 0
			THEN round((answers ->> item)::numeric * times * 1000 / (answers ->> per)::numeric) END
		END, 2147483647), 2147483647)::integer
$$;

-- All of them; the first dozen without a query of their own.
CREATE FUNCTION pool_facts(answers jsonb, kinds text[], items text[], pers text[], times integer[], codes text[])
	RETURNS integer[]
	LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = soundings, pg_temp AS $$
	SELECT coalesce(array_agg(pool_fact(answers, f.kind, f.item, f.per, f.times, f.codes) ORDER BY f.place), '{}')
	FROM unnest(kinds, items, pers, times, codes) WITH ORDINALITY AS f (kind, item, per, times, codes, place)
$$;

-- The headings of what a response says in writing, one byte each: 5 it was sorted
-- there, 1 it was not, 0 nobody sorted the words, or other words were sorted.
CREATE FUNCTION pool_codes(p_owner bigint, p_response uuid, p_revision integer, p_items text[], p_codes text[])
	RETURNS bytea
	LANGUAGE sql STABLE PARALLEL SAFE SET search_path = soundings, pg_temp AS $$
	SELECT string_agg(CASE WHEN k.response IS NULL THEN '\x00' WHEN u.code = ANY (k.codes) THEN '\x05' ELSE '\x01' END::bytea,
	                  '' ORDER BY u.place)
	FROM unnest(p_items, p_codes) WITH ORDINALITY AS u (item, code, place)
	LEFT JOIN response_coding k ON k.owner = p_owner AND k.response = p_response AND k.item = u.item
	     AND k.revision = p_revision AND k.codes <> '{}'
$$;

-- One firm of a snapshot; none when it was not in the pool.  Without a SET
-- clause, so that the planner can write it into the query.
CREATE FUNCTION snapshot_row(p_owner bigint, p_snapshot bigint, p_firm bigint)
	RETURNS TABLE(profession integer, size integer, region integer, scores integer[], facts integer[], items bytea)
	LANGUAGE sql STABLE AS $$
	SELECT b.professions[b.place], b.sizes[b.place], b.regions[b.place], block_part(b.scores, b.n, b.place),
		block_part(b.facts, b.n, b.place), block_items(b.items, b.n, b.place)
	FROM (SELECT k.*, cardinality(k.firms) AS n, array_position(k.firms, p_firm) AS place FROM snapshot_block k
	      WHERE k.owner = p_owner AND k.snapshot = p_snapshot AND k.first <= p_firm
	      ORDER BY k.first DESC LIMIT 1) b
	WHERE b.place IS NOT NULL
$$;
COMMENT ON FUNCTION snapshot_row IS 'what a snapshot counted of one firm';

-- What one report may know ----------------------------------------------------

CREATE FUNCTION may_ask_for(p_response uuid) RETURNS boolean
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp
	RETURN session_user IN ('soundings_courier', 'soundings_operator')
	    OR p_response IS NOT DISTINCT FROM current_subject();
COMMENT ON FUNCTION may_ask_for IS 'a respondent asks about the response in scope, couriers and operators about any';

CREATE FUNCTION snapshot_own(p_snapshot bigint, p_response uuid)
	RETURNS TABLE (snapshot bigint, profession integer, size integer, region integer,
	               scores integer[], facts integer[], items bytea)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	WITH own AS MATERIALIZED (
		SELECT r.owner, coalesce(f.merged_into, f.id) AS firm
		FROM response r JOIN firm f ON f.id = r.firm_of_record
		WHERE r.id = p_response AND may_ask_for(p_response)),
	every AS MATERIALIZED (
		SELECT o.owner, g.id FROM own o JOIN firm g ON g.id = o.firm
		UNION ALL
		SELECT o.owner, g.id FROM own o JOIN firm g ON g.merged_into = o.firm),
	source AS MATERIALIZED (
		SELECT h.owner, unnest(h.sources) AS id FROM own o JOIN snapshot h ON h.owner = o.owner AND h.id = p_snapshot)
	SELECT t.id, s.profession, s.size, s.region, s.scores, s.facts, s.items
	FROM every e JOIN source t ON t.owner = e.owner
	CROSS JOIN LATERAL snapshot_row(e.owner, t.id, e.id) s
	ORDER BY t.id, e.id
$$;
COMMENT ON FUNCTION snapshot_own IS 'stored rows of the own firm and of all merged with it';

-- Counts no further than two: a firm may have thousands of rows.  In PL/pgSQL,
-- as all that a submission asks: it keeps its plans for the session, where a
-- function in SQL is parsed and planned at every call.
CREATE FUNCTION comparison_left(p_form bigint, p_firm bigint, p_wave integer, p_email text)
	RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	whole bigint;
BEGIN
	-- Each question on its own and only where it is one: for NULL the planner
	-- would find a shorter plan, at every call.
	IF p_firm IS NOT NULL THEN
		whole := (SELECT coalesce(f.merged_into, f.id) FROM firm f WHERE f.id = p_firm);
		IF (SELECT count(*) FROM (
			SELECT FROM response r
			WHERE r.compared AND r.form = p_form AND r.wave = p_wave AND r.firm_of_record IN (
				SELECT g.id FROM firm g WHERE g.id = whole OR g.merged_into = whole)
			LIMIT 2) AS of_firm) >= 2 THEN
			RETURN false;
		END IF;
	END IF;
	IF p_email IS NOT NULL THEN
		RETURN (SELECT count(*) FROM (
			SELECT FROM response_contact c JOIN response r ON r.owner = c.owner AND r.id = c.response
			WHERE c.email = p_email AND r.compared AND r.form = p_form AND r.wave = p_wave
			LIMIT 2) AS of_address) < 2;
	END IF;
	RETURN true;
END $$;
COMMENT ON FUNCTION comparison_left IS 'may one more report of that firm and address be compared: at most two in a wave';

-- Submissions that ran at the same moment may all have passed the limit: only
-- the two earliest show their comparison.  Each correction asks it anew, from
-- another group or with other scores, so only the first keeps it: else one
-- response could walk through all groups and feel for every value in them.
-- What was corrected before the snapshot was released asked nothing.
CREATE FUNCTION comparison_stands(r response) RETURNS boolean
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	SELECT r.compared AND (r.firm_of_record IS NULL OR (SELECT count(*) FROM (
		SELECT FROM response o
		WHERE o.compared AND o.firm_of_record = r.firm_of_record AND o.form = r.form
		  AND o.wave = r.wave AND (o.submitted_at, o.id) < (r.submitted_at, r.id)
		LIMIT 2) AS earlier) < 2)
	AND (r.revision <= 2 OR (SELECT count(*) FROM response_history h
		WHERE h.owner = r.owner AND h.response = r.id AND h.replaced_at >= coalesce((
			SELECT s.released_at FROM snapshot s WHERE s.owner = r.owner AND s.id = r.snapshot),
			'-infinity')) < 2)
$$;
COMMENT ON FUNCTION comparison_stands IS 'the report of this response carries its comparison';

-- Would a response of that firm with these scores be compared by a snapshot:
-- five other firms stand in the all-cell of one of its measures, which is what
-- bench_compare() falls back to.
CREATE FUNCTION comparison_given(p_owner bigint, p_snapshot bigint, p_firm bigint, p_scores integer[])
	RETURNS boolean
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
BEGIN
	RETURN EXISTS (
		SELECT FROM snapshot_cell c
		WHERE c.owner = p_owner AND c.snapshot = p_snapshot AND c.level = 6 AND c.published
		  AND p_scores[c.channel + 1] IS NOT NULL AND (c.n >= 100 OR c.n - (
			SELECT count(*) FROM firm f JOIN firm g ON coalesce(f.merged_into, f.id) IN (g.id, g.merged_into)
			CROSS JOIN LATERAL snapshot_row(p_owner, c.source, g.id) o
			WHERE f.id = p_firm AND o.scores[c.channel + 1] IS NOT NULL) >= 5));
END $$;
COMMENT ON FUNCTION comparison_given IS 'five other firms at least to compare with';

-- Release ---------------------------------------------------------------------

-- Whom a snapshot gives a comparison when it is released: responses that wait
-- for one, if five other firms stand in the all-cell of one of their measures,
-- which is what bench_compare() falls back to, and no more than two of a firm
-- or an address in a wave.  letter: a mail is owed that says so.
CREATE FUNCTION snapshot_chosen(p_owner bigint, p_snapshot bigint)
	RETURNS TABLE (id uuid, letter boolean)
	LANGUAGE sql STABLE SET search_path = soundings, pg_temp AS $$
	WITH s AS MATERIALIZED (
		SELECT h.form, h.measures FROM snapshot h WHERE h.owner = p_owner AND h.id = p_snapshot),
	cell AS MATERIALIZED (
		SELECT c.channel + 1 AS place, c.n, c.source FROM s JOIN snapshot_cell c ON c.channel < s.measures
		WHERE c.owner = p_owner AND c.snapshot = p_snapshot AND c.level = 6 AND c.published),
	able AS (
		SELECT r.id, r.form, r.wave, r.submitted_at, r.source, r.confirmed_at, e.email, coalesce(f.merged_into, f.id) AS firm
		FROM s JOIN response r ON r.form = s.form
		LEFT JOIN firm f ON f.id = r.firm_of_record
		LEFT JOIN response_contact e ON e.owner = r.owner AND e.response = r.id
		WHERE r.owner = p_owner AND r.snapshot IS NULL
		  AND r.pool <> 'withdrawn' AND r.disowned_at IS NULL
		  AND EXISTS (SELECT FROM cell c WHERE r.scores[c.place] IS NOT NULL AND (c.n >= 100 OR c.n - (
			SELECT count(*) FROM firm g CROSS JOIN LATERAL snapshot_row(p_owner, c.source, g.id) o
			WHERE (g.id = coalesce(f.merged_into, f.id) OR g.merged_into = coalesce(f.merged_into, f.id))
			  AND o.scores[c.place] IS NOT NULL) >= 5))),
	turn AS (
		SELECT a.*,
			row_number() OVER (PARTITION BY a.firm, a.wave ORDER BY a.submitted_at, a.id) AS of_firm,
			row_number() OVER (PARTITION BY a.email, a.wave ORDER BY a.submitted_at, a.id) AS of_address
		FROM able a)
	SELECT t.id, t.source = 'web' AND t.confirmed_at IS NOT NULL AND t.email IS NOT NULL AND NOT EXISTS (
		SELECT FROM letter l WHERE l.dedupe = 'comparison ' || t.id)
	FROM turn t
	WHERE (t.firm IS NULL OR t.of_firm <= 2 AND t.of_firm + (
			SELECT count(*) FROM response x WHERE x.owner = p_owner AND x.form = t.form AND x.wave = t.wave
			   AND x.compared AND x.firm_of_record IN (
				SELECT g.id FROM firm g WHERE g.id = t.firm OR g.merged_into = t.firm)) <= 2)
	  AND (t.email IS NULL OR t.of_address <= 2 AND t.of_address + (
			SELECT count(*) FROM response_contact d JOIN response x ON x.owner = d.owner AND x.id = d.response
			WHERE d.owner = p_owner AND d.email = t.email AND x.form = t.form AND x.wave = t.wave AND x.compared) <= 2)
$$;
COMMENT ON FUNCTION snapshot_chosen IS 'responses that a release pins, and whether each is owed a mail';

-- Releases a proposed snapshot, pins the responses that waited for a
-- comparison and get one now, and owes the mail that says so.
CREATE FUNCTION snapshot_release(p_owner bigint, p_snapshot bigint, p_by text, p_alone text,
	OUT pinned bigint, OUT letters bigint)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	s snapshot;
BEGIN
	UPDATE snapshot SET state = 'released', released_by = p_by, released_at = now(), alone_reason = p_alone
	WHERE owner = p_owner AND id = p_snapshot AND state = 'proposed' RETURNING * INTO s;
	IF s.id IS NULL THEN
		RAISE EXCEPTION 'not a proposed snapshot' USING ERRCODE = 'check_violation';
	ELSIF p_alone IS NULL AND (SELECT r.verdict <> 'two' FROM snapshot_releaser(p_owner, p_snapshot, p_by) r) THEN
		RAISE EXCEPTION 'proposed and released by one person, or by two accounts that were let in by the same person'
			USING ERRCODE = 'check_violation';
	END IF;
	WITH chosen AS MATERIALIZED (
		SELECT c.id, c.letter FROM snapshot_chosen(p_owner, p_snapshot) c),
	pin AS (
		UPDATE response r SET snapshot = p_snapshot, compared = true
		FROM chosen c WHERE r.owner = p_owner AND r.id = c.id
		RETURNING r.id, r.language, c.letter),
	owed AS (
		INSERT INTO letter (owner, kind, object, address, language, dedupe)
		SELECT p_owner, 'comparison', p.id, e.email, p.language, 'comparison ' || p.id
		FROM pin p JOIN response_contact e ON e.owner = p_owner AND e.response = p.id
		WHERE p.letter
		ON CONFLICT (dedupe) DO NOTHING
		RETURNING id)
	SELECT (SELECT count(*) FROM pin), (SELECT count(*) FROM owed) INTO pinned, letters;
END $$;
COMMENT ON FUNCTION snapshot_release IS 'release, pin what waited for a comparison, owe the mail';

-- Who stands in the pool ---------------------------------------------------------

-- Includes or holds responses; p_ids null: all that wait and bear no flag.
-- outcome: done, same (already so), unknown, withdrawn, refused (no consent or
-- no confirmed address).
CREATE FUNCTION pool_change(p_owner bigint, p_ids uuid[], p_state text, p_reason text, p_by text, p_os_user text)
	RETURNS TABLE (id uuid, outcome text)
	LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	ids uuid[] := p_ids;
BEGIN
	IF p_state NOT IN ('included', 'held') THEN
		RAISE EXCEPTION 'included or held' USING ERRCODE = 'check_violation';
	END IF;
	-- Locked in a statement of its own, so that the next one judges what stands
	-- now: a withdrawal under way is waited for, not undone.
	IF ids IS NULL THEN
		ids := ARRAY(SELECT r.id FROM response r
			WHERE r.owner = p_owner AND r.pool = 'waiting' AND r.flags = '{}'
			  AND r.consent AND r.confirmed_at IS NOT NULL AND r.disowned_at IS NULL
			ORDER BY r.id FOR NO KEY UPDATE);
	ELSE
		PERFORM FROM response r WHERE r.owner = p_owner AND r.id = ANY (ids)
			ORDER BY r.id FOR NO KEY UPDATE;
	END IF;
	RETURN QUERY
	WITH asked AS (
		SELECT DISTINCT unnest(ids) AS id),
	judged AS (
		SELECT a.id, r.pool, CASE
			WHEN r.id IS NULL THEN 'unknown'
			WHEN r.pool = 'withdrawn' OR r.disowned_at IS NOT NULL THEN 'withdrawn'
			WHEN r.pool = p_state THEN 'same'
			WHEN p_state = 'included' AND (NOT r.consent OR r.confirmed_at IS NULL) THEN 'refused'
			ELSE 'done' END AS outcome
		FROM asked a LEFT JOIN response r ON r.owner = p_owner AND r.id = a.id),
	changed AS (
		UPDATE response r SET pool = p_state, pool_reason = p_reason
		FROM judged j WHERE j.outcome = 'done' AND r.owner = p_owner AND r.id = j.id
		RETURNING r.id, j.pool),
	noted AS (
		INSERT INTO audit_event (actor, os_user, action, object, detail)
		SELECT p_by, p_os_user, CASE p_state WHEN 'included' THEN 'response.include' ELSE 'response.hold' END,
		       'response ' || c.id, jsonb_build_object('from', c.pool, 'reason', p_reason)
		FROM changed c RETURNING 1)
	SELECT j.id, j.outcome FROM judged j WHERE (SELECT count(*) FROM noted) >= 0 ORDER BY j.id;
END $$;
COMMENT ON FUNCTION pool_change IS 'include or hold responses, audited';

-- Walls ------------------------------------------------------------------------

ALTER TABLE snapshot ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot_block ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot_cell ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE snapshot_rule ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;

-- The functions above run as the schema's owner.
CREATE POLICY snapshot_owner ON snapshot TO soundings_owner USING (true);
CREATE POLICY snapshot_block_owner ON snapshot_block TO soundings_owner USING (true);
CREATE POLICY snapshot_cell_owner ON snapshot_cell TO soundings_owner USING (true);
CREATE POLICY snapshot_rule_owner ON snapshot_rule TO soundings_owner USING (true);
CREATE POLICY response_pool ON response TO soundings_owner USING (true);
CREATE POLICY response_contact_pool ON response_contact FOR SELECT TO soundings_owner USING (true);
CREATE POLICY letter_comparison ON letter TO soundings_owner USING (true);

CREATE POLICY snapshot_operator ON snapshot TO soundings_operator, soundings_courier USING (true);
CREATE POLICY snapshot_block_operator ON snapshot_block TO soundings_operator USING (true);
CREATE POLICY snapshot_cell_operator ON snapshot_cell TO soundings_operator, soundings_courier USING (true);
-- A respondent never sees that a withheld cell is there.
CREATE POLICY snapshot_respondent ON snapshot FOR SELECT TO soundings_respondent
	USING (owner = current_firm() AND state IN ('released', 'withdrawn') AND released_at IS NOT NULL);
CREATE POLICY snapshot_cell_respondent ON snapshot_cell FOR SELECT TO soundings_respondent
	USING (owner = current_firm() AND published AND snapshot IN (
		SELECT s.id FROM snapshot s WHERE s.state IN ('released', 'withdrawn') AND s.released_at IS NOT NULL));

GRANT SELECT ON snapshot, snapshot_cell TO soundings_respondent, soundings_courier, soundings_operator;
GRANT SELECT ON snapshot_firm TO soundings_operator;
GRANT SELECT, INSERT ON snapshot_block TO soundings_operator;
GRANT INSERT, UPDATE ON snapshot TO soundings_operator;
GRANT INSERT ON snapshot_cell TO soundings_operator;
GRANT EXECUTE ON FUNCTION same_person TO soundings_operator;
GRANT EXECUTE ON FUNCTION two_people TO soundings_respondent, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION snapshot_own, comparison_left, comparison_stands, may_ask_for
	TO soundings_respondent, soundings_courier, soundings_operator;
GRANT EXECUTE ON FUNCTION comparison_given TO soundings_respondent, soundings_operator;
GRANT EXECUTE ON FUNCTION pool_scores, pool_fact, pool_facts, pool_codes, block_part, block_items, snapshot_release, pool_change
	TO soundings_operator;
