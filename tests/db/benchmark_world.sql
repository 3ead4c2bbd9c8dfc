-- SPDX-License-Identifier: ISC
-- A world for the benchmark tests; run as superuser.
--   \set form_file ..., then \ir benchmark_world.sql
SET search_path = soundings;

CREATE SCHEMA world;
GRANT USAGE ON SCHEMA world TO PUBLIC;
INSERT INTO form (owner, slug) SELECT operator_firm(), 'kam-preparedness';
INSERT INTO form_version (owner, form, version, content, sha256, published_by)
SELECT f.owner, f.id, 1, :'content', sha256(convert_to(:'content', 'UTF8')), 'test'
FROM form f WHERE slug = 'kam-preparedness';

-- One response; everything else follows from it.
CREATE FUNCTION world.answer(p_id uuid, p_firm bigint, p_profession int, p_size int, p_region int,
	p_scores int[], p_pool text DEFAULT 'included', p_at timestamptz DEFAULT now(), p_fx2 int DEFAULT NULL,
	p_source text DEFAULT 'web', p_confirmed boolean DEFAULT true, p_email text DEFAULT NULL) RETURNS void
	LANGUAGE sql SET search_path = soundings AS $$
	INSERT INTO response (owner, id, form, version, firm_of_record, wave, submitted_at, language, answers, raw,
	                      scores, pool, consent, confirmed_at, source, body_hash)
	SELECT f.owner, p_id, f.id, 1, p_firm, extract(year FROM p_at AT TIME ZONE 'UTC'), p_at, 'en',
	       jsonb_strip_nulls(jsonb_build_object(
	           'FM1', (ARRAY['law','accounting','consulting','architecture','engineering','other'])[p_profession],
	           'FM2', (ARRAY['10-24','50-99','100-249','1000+'])[p_size],
	           'FM5', (ARRAY['uki','eur','nam','lam','mea','apac'])[p_region], 'FX2', p_fx2,
	           'FX1', 10 * p_fx2, 'FM2n', 250, 'FX4', '26-50')),
	       decode(repeat(lpad(to_hex(1 + (p_scores[2] / 6250000) % 5), 2, '0'), 48), 'hex'),
	       p_scores, p_pool, true, CASE WHEN p_confirmed THEN p_at END, p_source, '\x00'
	FROM form f WHERE slug = 'kam-preparedness';
	INSERT INTO response_contact (owner, response, email, email_domain)
	SELECT operator_firm(), p_id, p_email, 'x.example' WHERE p_email IS NOT NULL;
$$;

CREATE FUNCTION world.firms(n int) RETURNS SETOF bigint
	LANGUAGE sql SET search_path = soundings AS $$
	INSERT INTO firm (name) SELECT 'Firm ' || gen_random_uuid() FROM generate_series(1, n) RETURNING id;
$$;

-- Overall of seven dimensions as the service computes it for one respondent.
CREATE FUNCTION world.scores(dimensions int[]) RETURNS int[]
	LANGUAGE sql AS $$
	SELECT ARRAY[(SELECT CASE WHEN count(d) >= 6 THEN round(avg(d::numeric)) END FROM unnest(dimensions) d)::int]
	    || dimensions
$$;

-- Is a firm of these groups in the cell?  Written anew, for the comparison
-- with what src/benchmark does.
CREATE FUNCTION world.in_cell(level int, cp int, cz int, cr int, p int, z int, r int) RETURNS boolean
	LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE level
		WHEN 6 THEN true
		WHEN 4 THEN p = cp
		WHEN 5 THEN z > 0 AND abs(z - cz) <= 1
		WHEN 3 THEN p = cp AND z > 0 AND abs(z - cz) <= 1
		WHEN 2 THEN p = cp AND z = cz
		WHEN 1 THEN p = cp AND z = cz AND r = cr END
$$;

-- 300 firms, skewed over the groups; every tenth without some dimension; every
-- fifteenth with a second respondent; some older answers that do not count.
SELECT setseed(0.25);
CREATE TABLE world.firm AS
SELECT id, row_number() OVER () AS k, (1 + floor(power(random(), 2) * 6))::int AS p, (1 + floor(random() * 4))::int AS z,
       (1 + floor(power(random(), 3) * 6))::int AS r
FROM world.firms(300) AS id;
CREATE FUNCTION world.dimensions(k bigint) RETURNS int[] LANGUAGE sql VOLATILE AS $$
	SELECT array_agg(CASE WHEN k % 10 = 0 AND d = 3 THEN NULL ELSE 6250000 * floor(random() * 17)::int END ORDER BY d)
	FROM generate_series(1, 7) d
$$;
SELECT count(world.answer(gen_random_uuid(), id, p, z, r, world.scores(world.dimensions(k)), 'included', now() - interval '1 minute', (k % 11)::int))
FROM world.firm \g /dev/null
SELECT count(world.answer(gen_random_uuid(), id, p, z, r, world.scores(world.dimensions(k)), 'included', now() - interval '2 minutes', 1))
FROM world.firm WHERE k % 15 = 0 \g /dev/null
-- Do not count: an older wave of the same firm, one older than 24 months, a
-- held one, a waiting one.
SELECT count(world.answer(gen_random_uuid(), id, p, z, r, world.scores(world.dimensions(k)), 'included', now() - interval '13 months', 9))
FROM world.firm WHERE k % 7 = 0 \g /dev/null
SELECT count(world.answer(gen_random_uuid(), f, 1, 1, 1, world.scores(world.dimensions(1)), pool, at))
FROM world.firms(1) f, (VALUES ('included', now() - interval '25 months'), ('held', now()), ('waiting', now())) v (pool, at) \g /dev/null
