-- SPDX-License-Identifier: ISC
-- Roles of Soundings.  `soundings db migrate` runs this when its login may
-- create roles, and says so otherwise; a database administrator can then run
-- it once in the database of the service:  psql -d soundings -f roles.sql
-- Repeating it is harmless.
--
-- soundings_owner       owns the schema; migrations only
-- soundings_web         soundings-web; may nothing itself, takes a role below
-- soundings_respondent  somebody with a form or a link
-- soundings_review      a signed-in consultant; holds no right on anybody's answers
--                       until a page needs it
-- soundings_courier     soundings-courier
-- soundings_operator    the soundings command
DO $$
DECLARE
	r text;
	administrator boolean := (SELECT rolsuper FROM pg_roles WHERE rolname = current_user);
BEGIN
	FOREACH r IN ARRAY ARRAY['soundings_owner', 'soundings_web', 'soundings_courier', 'soundings_operator'] LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
			EXECUTE format('CREATE ROLE %I LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', r);
		END IF;
		-- The DETAIL of a broken check would write the row into the server's log.
		IF administrator THEN
			EXECUTE format('ALTER ROLE %I SET log_error_verbosity = terse', r);
			EXECUTE format('ALTER ROLE %I SET log_parameter_max_length_on_error = 0', r);
		END IF;
	END LOOP;
	FOREACH r IN ARRAY ARRAY['soundings_respondent', 'soundings_review'] LOOP
		IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN
			EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS', r);
		END IF;
		IF NOT pg_has_role('soundings_web', r, 'MEMBER') THEN
			EXECUTE format('GRANT %I TO soundings_web', r);
		END IF;
	END LOOP;
	EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
	-- Large objects belong to nobody's rows and fill the disk all the same.
	IF administrator THEN
		REVOKE EXECUTE ON FUNCTION pg_catalog.lo_creat(integer), pg_catalog.lo_create(oid),
			pg_catalog.lo_from_bytea(oid, bytea) FROM PUBLIC;
	END IF;
	EXECUTE format('GRANT CONNECT ON DATABASE %I TO soundings_owner, soundings_web, soundings_courier, soundings_operator', current_database());
	EXECUTE format('GRANT CREATE ON DATABASE %I TO soundings_owner', current_database());
	-- Nothing here is staged in temporary tables; an earlier version granted them.
	EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM soundings_operator', current_database());
END
$$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
