-- SPDX-License-Identifier: ISC
-- A firm-owned table as the migrations make them, for tests/db/test_transaction.c and its neighbours.
SET search_path = soundings, pg_temp;
CREATE TABLE test_item (
	owner bigint NOT NULL REFERENCES firm,
	id    uuid NOT NULL,
	note  text CONSTRAINT test_note_fine CHECK (note <> 'bad')
	           CONSTRAINT test_note_short CHECK (length(note) < 15),
	PRIMARY KEY (owner, id)
);
ALTER TABLE test_item ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY test_item_subject ON test_item TO soundings_respondent
	USING (owner = current_firm() AND id = current_subject());
CREATE POLICY test_item_across ON test_item TO soundings_operator USING (across_firms());
GRANT SELECT, INSERT, UPDATE ON test_item TO soundings_respondent;
GRANT ALL ON test_item TO soundings_operator;
-- What happens at COMMIT itself: a warning, or a check that fails late.
CREATE FUNCTION test_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.note = 'warn' THEN
		RAISE WARNING 'as a cancelled wait for the standby does';
	ELSIF NEW.note = 'late' THEN
		RAISE EXCEPTION USING ERRCODE = 'check_violation', MESSAGE = 'too late';
	END IF;
	RETURN NULL;
END
$$;
GRANT EXECUTE ON FUNCTION test_at_commit() TO soundings_respondent, soundings_operator;
CREATE CONSTRAINT TRIGGER test_at_commit AFTER INSERT ON test_item
	DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION test_at_commit();
