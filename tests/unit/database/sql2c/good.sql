-- SPDX-License-Identifier: ISC
-- One statement of each shape, for tests/unit/database/test_sql2c.

-- name: good_find (id uuid, note text?, n int4?,
--     marks int4[]) -> one (id uuid, n int4?, at time)
SELECT id, n, at FROM good -- a remark, kept
-- another remark, dropped
WHERE id = $1 AND note = 'a "quoted\n" word' || $2
    AND n = $3 AND marks = $4;

-- name: good_all -> many (n int8)
SELECT n FROM good;

-- name: good_drop (n int8) -> none
DELETE FROM good WHERE n = $1

-- name: good_read (above int8) -> copy_out (n int8, words json?)
COPY (SELECT n, words FROM good WHERE n > $1) TO STDOUT (FORMAT binary);

-- name: good_write -> copy_in (n int4?, words json?)
COPY good (n, words) FROM STDIN (FORMAT binary);

-- name: good_count (above int8) -> later (n int8)
SELECT count(*) FROM good WHERE n > $1;
