-- SPDX-License-Identifier: ISC
-- Responses that were erased.

CREATE TABLE response_tombstone (
	owner     bigint NOT NULL REFERENCES firm,
	response  uuid NOT NULL,
	erased_at timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (owner, response)
);
COMMENT ON TABLE response_tombstone IS 'responses, and accounts by their id, that were erased for good: a restored backup must erase these again';

ALTER TABLE response_tombstone ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY response_tombstone_across ON response_tombstone
	TO soundings_owner, soundings_courier, soundings_operator
	USING (across_firms() OR owner = current_firm())
	WITH CHECK (across_firms() OR owner = current_firm());
GRANT SELECT, INSERT ON response_tombstone TO soundings_operator, soundings_courier;
GRANT DELETE ON letter TO soundings_operator;
