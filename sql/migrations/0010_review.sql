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

ALTER TABLE snapshot_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_item_owner ON snapshot_item TO soundings_owner USING (true);
CREATE POLICY snapshot_item_operator ON snapshot_item TO soundings_operator USING (true);
GRANT SELECT, INSERT ON snapshot_item TO soundings_operator;

-- Consultants read released snapshots, leads also the ones on their way, and of
-- both what is published.  The database asks itself who is signed in.
CREATE POLICY snapshot_review ON snapshot FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND state <> 'building' AND (SELECT reviewing()));
CREATE POLICY snapshot_cell_review ON snapshot_cell FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND published AND (SELECT reviewing()) AND snapshot IN (
		SELECT s.id FROM snapshot s
		WHERE s.state = 'released' OR s.state IN ('built', 'proposed') AND (SELECT soundings.leading())));
CREATE POLICY snapshot_item_review ON snapshot_item FOR SELECT TO soundings_review
	USING (owner = operator_firm() AND (SELECT reviewing()) AND snapshot IN (
		SELECT s.id FROM snapshot s
		WHERE s.state = 'released' OR s.state IN ('built', 'proposed') AND (SELECT soundings.leading())));
GRANT SELECT ON snapshot, snapshot_cell, snapshot_item TO soundings_review;

-- One firm beside its group -----------------------------------------------------

-- The newest counted response of a firm whose respondent agreed to be contacted.
-- A person's own answers, as that person's report shows them; never a firm's mean.
CREATE FUNCTION review_agreed(p_form bigint, p_code text)
	RETURNS TABLE (response uuid, version integer, answers jsonb, submitted_at timestamptz)
	LANGUAGE sql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
	SELECT r.id, r.version, r.answers, r.submitted_at
	FROM firm c JOIN firm f ON coalesce(f.merged_into, f.id) = coalesce(c.merged_into, c.id)
	JOIN response r ON r.firm_of_record = f.id
	JOIN response_contact a ON a.owner = r.owner AND a.response = r.id
	WHERE (SELECT reviewing()) AND c.code = p_code AND r.owner = operator_firm() AND r.form = p_form
	  AND r.pool = 'included' AND r.consent AND r.disowned_at IS NULL AND a.contact_ok
	ORDER BY r.wave DESC, r.submitted_at DESC, r.id LIMIT 1
$$;
COMMENT ON FUNCTION review_agreed IS 'what a consultant may set beside the group: the answers of a firm that agreed';

CREATE FUNCTION review_own(p_snapshot bigint, p_response uuid)
	RETURNS TABLE (snapshot bigint, profession integer, size integer, region integer,
	               scores integer[], facts integer[], items bytea)
	LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = soundings, pg_temp AS $$
DECLARE
	before text := coalesce(current_setting('soundings.subject', true), '');
BEGIN
	IF NOT reviewing() OR NOT EXISTS (
		SELECT FROM response r JOIN response_contact a ON a.owner = r.owner AND a.response = r.id
		WHERE r.id = p_response AND r.owner = operator_firm() AND r.pool = 'included' AND a.contact_ok) THEN
		RETURN;
	END IF;
	PERFORM set_config('soundings.subject', p_response::text, true);
	RETURN QUERY SELECT * FROM snapshot_own(p_snapshot, p_response);
	PERFORM set_config('soundings.subject', before, true);
END $$;
COMMENT ON FUNCTION review_own IS 'the stored rows of a firm that agreed, to take it out of its group';
REVOKE EXECUTE ON FUNCTION review_agreed, review_own FROM PUBLIC;
GRANT EXECUTE ON FUNCTION review_agreed, review_own TO soundings_review;
