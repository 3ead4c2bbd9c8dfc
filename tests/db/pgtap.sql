-- SPDX-License-Identifier: ISC
-- Facts that every migration must leave true.  Run as superuser on a clone of
-- the migrated database, by tests/db/run.
\set QUIET 1
\pset format unaligned
\pset tuples_only true
\pset pager off
SET search_path = pgtap, pg_catalog;
BEGIN;
SELECT no_plan();

SELECT ok(relrowsecurity AND relforcerowsecurity,
	format('row security is enabled and forced on %s', relname))
FROM pg_class c
WHERE relnamespace = 'soundings'::regnamespace AND relkind IN ('r', 'p')
	AND relname <> 'schema_migration'
ORDER BY relname;

-- By which column a row belongs to a firm.
CREATE TEMP VIEW kept AS
SELECT c.oid AS of, a.attname AS by
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname IN ('owner', 'firm') AND NOT a.attisdropped
WHERE c.relnamespace = 'soundings'::regnamespace AND c.relkind IN ('r', 'p');

-- A unique key that does not begin with its firm tells that another firm's
-- value exists.  Random ids (uuid), and generated ones nobody can choose, do
-- not.  Three are shared on purpose: a form's public address, a letter's dedupe,
-- the domain by which a firm is known.
SELECT ok((SELECT attname FROM pg_attribute WHERE attrelid = i.indrelid AND attnum = i.indkey[0]) IN
		(SELECT by FROM kept WHERE of = i.indrelid)
	OR (i.indnkeyatts = 1 AND EXISTS (SELECT FROM pg_attribute
		WHERE attrelid = i.indrelid AND attnum = i.indkey[0]
		AND (atttypid = 'uuid'::regtype OR attidentity <> '')))
	OR i.indexrelid::regclass::text IN ('soundings.form_slug_key', 'soundings.letter_dedupe_key', 'soundings.firm_domain_pkey'),
	format('key %s of %s begins with its firm', i.indexrelid::regclass, i.indrelid::regclass))
FROM pg_index i
WHERE i.indisunique AND EXISTS (SELECT FROM kept WHERE of = i.indrelid)
ORDER BY i.indexrelid::regclass::text;

-- A foreign key between two firm-owned tables must carry the firm.
SELECT ok(EXISTS (SELECT FROM pg_attribute JOIN kept ON of = attrelid AND by = attname
		WHERE attrelid = k.conrelid AND attnum = ANY (k.conkey)),
	format('foreign key %s of %s carries the firm', conname, conrelid::regclass))
FROM pg_constraint k
WHERE contype = 'f' AND EXISTS (SELECT FROM kept WHERE of = conrelid) AND EXISTS (SELECT FROM kept WHERE of = confrelid)
ORDER BY conname;

SELECT is(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication, false,
	format('%s has no power over the server', rolname))
FROM pg_roles WHERE rolname LIKE 'soundings\_%' ORDER BY rolname;
SELECT is(count(*)::int, 6, 'there are six roles') FROM pg_roles WHERE rolname LIKE 'soundings\_%';
SELECT ok('log_error_verbosity=terse' = ANY (rolconfig),
	format('rows of %s stay out of the server''s log', rolname))
FROM pg_roles WHERE rolname LIKE 'soundings\_%' AND rolcanlogin ORDER BY rolname;
SELECT is(rolcanlogin, false, format('%s cannot sign in', rolname))
FROM pg_roles WHERE rolname IN ('soundings_respondent', 'soundings_review');
SELECT is(rolinherit, false, 'soundings_web holds no right until it takes a role')
FROM pg_roles WHERE rolname = 'soundings_web';

SELECT is(r.rolname, 'soundings_owner', format('%s belongs to soundings_owner', c.relname))
FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
WHERE c.relnamespace = 'soundings'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
ORDER BY c.relname;
SELECT is(count(*)::int, 0, 'no view runs with its owner''s rights, no materialized view')
FROM pg_class WHERE relnamespace = 'soundings'::regnamespace
	AND (relkind = 'm' OR (relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions)
		OR 'security_invoker=on' = ANY (reloptions), false)));

SELECT is(has_table_privilege('soundings_web', c.oid, 'SELECT, INSERT, UPDATE, DELETE')
	OR has_any_column_privilege('soundings_web', c.oid, 'SELECT, INSERT, UPDATE'),
	c.relname = 'schema_migration', format('soundings_web itself may not touch %s', c.relname))
FROM pg_class c
WHERE c.relnamespace = 'soundings'::regnamespace AND c.relkind IN ('r', 'p', 'v')
ORDER BY c.relname;
-- No migration revokes it of its own functions: 0001 does for all that follow.
SELECT is(ARRAY(SELECT p.oid::regprocedure::text FROM pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
	WHERE p.pronamespace = 'soundings'::regnamespace AND a.grantee = 0 ORDER BY 1), '{}'::text[],
	'no function of the schema is executable by PUBLIC');
SELECT is(ARRAY(SELECT c.oid::regclass::text FROM pg_class c, aclexplode(c.relacl) a
	WHERE c.relnamespace = 'soundings'::regnamespace AND a.grantee = 0
	UNION ALL SELECT nspname FROM pg_namespace, aclexplode(nspacl) a WHERE nspname = 'soundings' AND a.grantee = 0), '{}'::text[],
	'nor is a table, a view or the schema itself open to PUBLIC');
SELECT is(ARRAY(SELECT oid::regprocedure::text FROM pg_proc
	WHERE pronamespace = 'soundings'::regnamespace AND provolatile <> 'v' AND prosrc ~ '\mset_config\M' ORDER BY 1), '{}'::text[],
	'a function that changes a setting is VOLATILE');
SELECT ok(proconfig IS NOT NULL AND EXISTS (SELECT FROM unnest(proconfig) s WHERE s LIKE 'search_path=%pg_temp'),
	format('%s runs with its owner''s rights on a fixed search_path that ends in pg_temp', oid::regprocedure))
FROM pg_proc WHERE pronamespace = 'soundings'::regnamespace AND prosecdef ORDER BY oid;
SELECT is(has_schema_privilege(r, 'soundings', 'CREATE'), false, format('%s may not create in the schema', r))
FROM unnest(ARRAY['soundings_web', 'soundings_respondent', 'soundings_review', 'soundings_courier', 'soundings_operator']) r;
SELECT is(has_schema_privilege(r, 'public', 'CREATE'), false, format('%s may not create in public', r))
FROM unnest(ARRAY['soundings_web', 'soundings_respondent', 'soundings_review', 'soundings_courier', 'soundings_operator']) r;
SELECT is(has_table_privilege(r, 'soundings.audit_event', 'UPDATE')
	OR has_table_privilege(r, 'soundings.audit_event', 'DELETE')
	OR has_table_privilege(r, 'soundings.audit_event', 'INSERT'), false,
	format('%s cannot forge or erase the audit', r))
FROM unnest(ARRAY['soundings_web', 'soundings_respondent', 'soundings_review', 'soundings_courier', 'soundings_operator']) r;
SELECT ok(obj_description(oid, 'pg_class') IS NOT NULL, format('table %s says what it is for', relname))
FROM pg_class WHERE relnamespace = 'soundings'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname;

-- A clone has no privileges of its own.
SELECT ok(NOT has_database_privilege(rolname, 'soundings_template', 'TEMPORARY'),
	format('%s makes no temporary tables', rolname))
FROM pg_roles WHERE rolname LIKE 'soundings\_%' ORDER BY rolname;

SELECT * FROM finish();
ROLLBACK;
