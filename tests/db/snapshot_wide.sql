-- SPDX-License-Identifier: ISC
-- A snapshot like :like in which every group shows everything, from 60 firms:
-- medians :on points (or whole ones of facts) higher, answers by :cums; but for
-- groups at level :but of the last profession.  Of that the auditor names two
-- results, and but for level 4 one of the first profession.
SET search_path = soundings;
WITH s AS (
	INSERT INTO snapshot (owner, form, version, built_by, professions, sizes, regions, measures, facts, items, codes, firms)
	SELECT owner, form, version, 'ann', professions, sizes, regions, measures, facts, items, codes, 60 FROM snapshot WHERE id = :like
	RETURNING *)
SELECT id AS wide FROM s \gset
INSERT INTO snapshot_cell (owner, snapshot, channel, level, profession, size, region, source, counted_at, published, n, vals, cums)
SELECT s.owner, s.id, c, k.level, k.profession, k.size, k.region, s.id, s.built_at, true, 60,
       CASE WHEN c < s.measures THEN ARRAY[40000000, 50000000 + :on * 1000000, 60000000]
            WHEN c < s.measures + s.facts THEN ARRAY[1000, 2000 + :on * 1000, 5000]
            ELSE '{1,3,5}' END, :'cums'
FROM snapshot s, generate_series(0, s.measures + s.facts + s.items - 1) c, (
	SELECT 6 AS level, 0 AS profession, 0 AS size, 0 AS region
	UNION ALL SELECT 4, p, 0, 0 FROM generate_series(1, 6) p
	UNION ALL SELECT 5, 0, z, 0 FROM generate_series(1, 4) z
	UNION ALL SELECT l, p, z, 0 FROM generate_series(2, 3) l, generate_series(1, 6) p, generate_series(1, 4) z
	UNION ALL SELECT 1, p, z, r FROM generate_series(1, 6) p, generate_series(1, 4) z, generate_series(1, 6) r) k
WHERE s.id = :wide AND (k.level <> :but OR k.profession <> 6);
INSERT INTO snapshot_withheld (owner, snapshot, channel, level, profession, size, region)
SELECT s.owner, s.id, w.channel, 4, w.profession, 0, 0 FROM snapshot s, (VALUES (1, 6), (2, 6), (0, 1)) w (channel, profession)
WHERE s.id = :wide AND (:but <> 4 OR w.profession = 6);
UPDATE snapshot SET state = 'built', sources = ARRAY[id], withheld = (SELECT count(*) FROM snapshot_withheld WHERE snapshot = :wide) WHERE id = :wide;
SELECT :wide;
