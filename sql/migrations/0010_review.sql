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
