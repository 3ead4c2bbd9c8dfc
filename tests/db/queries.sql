-- SPDX-License-Identifier: ISC
-- Statements of tests/db/test_transaction.c and its neighbours alone, on the table of tests/db/fixture.sql.

-- name: test_insert (owner int8, id uuid, note text?) -> one (id uuid)
INSERT INTO test_item (owner, id, note) VALUES ($1, $2, $3) RETURNING id;

-- name: test_insert_slowly (owner int8, id uuid, note text?, seconds float8) -> later (id uuid)
INSERT INTO test_item (owner, id, note) SELECT $1, $2, $3 FROM (SELECT pg_sleep($4)) AS wait RETURNING id;

-- name: test_find (id uuid) -> one (owner int8, note text?)
SELECT owner, note FROM test_item WHERE id = $1;

-- name: test_count -> one (n int8)
SELECT count(*) AS n FROM test_item;

-- name: test_moment -> one (name text)
SELECT pg_export_snapshot() AS name;

-- name: test_note (id uuid, note text) -> none
UPDATE test_item SET note = $2 WHERE id = $1;

-- name: test_lock -> none
LOCK TABLE test_item IN ACCESS EXCLUSIVE MODE;

-- name: test_sleep (seconds float8) -> none
SELECT pg_sleep($1);

-- name: test_backend -> one (pid int4, role text, firm text?, subject text?, across bool)
SELECT pg_backend_pid() AS pid, current_user::text AS role,
    current_setting('soundings.firm', true) AS firm,
    current_setting('soundings.subject', true) AS subject,
    across_firms() AS across;

-- name: test_warn -> none
DO $$ BEGIN RAISE WARNING 'as a cancelled wait for the standby does'; END $$;

-- name: test_numbers (up_to int4) -> many (n int4, half float8, name text?)
SELECT n, n / 2.0::float8 AS half, CASE WHEN n % 2 = 0 THEN 'even ' || n END AS name
FROM generate_series(1, $1) AS n;

-- name: test_echo (a int4, b int8?, c bool, d text?, e uuid?, f bytes?, g time, h json?, i float8,
--     j int4[], k int8[]?, l text[], m uuid[], n float8[], o bool[], p bytes[], q int4?, r time?)
--     -> one (a int4, b int8?, c bool, d text?, e uuid?, f bytes?, g time, h json?, i float8,
--     j int4[], k int8[]?, l text[], m uuid[], n float8[], o bool[], p bytes[], q int4?, r time?)
SELECT $1::int4 AS a, $2::int8 AS b, $3::bool AS c, $4::text AS d, $5::uuid AS e, $6::bytea AS f,
    $7::timestamptz AS g, $8::jsonb AS h, $9::float8 AS i, $10::int4[] AS j, $11::int8[] AS k,
    $12::text[] AS l, $13::uuid[] AS m, $14::float8[] AS n, $15::bool[] AS o, $16::bytea[] AS p,
    $17::int4 AS q, $18::timestamptz AS r;

-- name: test_lies -> one (n int8)
SELECT NULL::int8 AS n;

-- name: test_two -> one (n int4)
SELECT generate_series(1, 2) AS n;

-- name: test_stage -> none
CREATE TEMP TABLE stage_item (line int4, note text, answers jsonb, scores int4[]) ON COMMIT DROP;

-- name: test_stage_rows -> copy_in (line int4, note text?, answers json?, scores int4[]?)
COPY stage_item (line, note, answers, scores) FROM STDIN (FORMAT binary);

-- name: test_staged (above int4, like text) -> copy_out (line int4, note text?, answers json?, scores int4[]?)
COPY (SELECT line, note, answers, scores FROM stage_item
    WHERE line > $1 AND coalesce(note, '') <> $2 ORDER BY line) TO STDOUT (FORMAT binary);

-- name: test_notify -> none
SELECT pg_notify('test_channel', '');

-- name: test_operator -> one (firm int8)
SELECT operator_firm() AS firm;
