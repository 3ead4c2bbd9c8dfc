/* SPDX-License-Identifier: ISC */
#include "database/migration.h"

#include <string.h>

#include "base/log.h"
#include "database/session.h"

/* One number for the whole service: two migrations wait for each other. */
#define LOCK "SELECT pg_advisory_lock(7308332182131010419)"

static const char roles_present[] =
    "SELECT count(*) = 6, bool_or(rolname = current_user), "
    "(SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user), "
    "pg_has_role(current_user, (SELECT oid FROM pg_roles WHERE rolname = 'soundings_owner'), 'MEMBER') "
    "FROM pg_roles WHERE rolname = ANY ('{soundings_owner,soundings_web,soundings_courier,"
    "soundings_operator,soundings_respondent,soundings_review}')";

static const char own_table[] =
    "CREATE SCHEMA IF NOT EXISTS soundings AUTHORIZATION soundings_owner;"
    "REVOKE ALL ON SCHEMA soundings FROM PUBLIC;"
    "SET ROLE soundings_owner;"
    "GRANT USAGE ON SCHEMA soundings TO soundings_web, soundings_respondent,"
    " soundings_review, soundings_courier, soundings_operator;"
    "CREATE TABLE IF NOT EXISTS soundings.schema_migration ("
    " version int PRIMARY KEY, name text NOT NULL, checksum text NOT NULL,"
    " applied_at timestamptz NOT NULL DEFAULT now());"
    "COMMENT ON TABLE soundings.schema_migration IS 'migrations that ran here, by soundings db migrate';"
    "GRANT SELECT ON soundings.schema_migration TO soundings_web, soundings_respondent,"
    " soundings_review, soundings_courier, soundings_operator";

/* The runner may speak plain SQL: its texts are ours and it runs alone.
 * NULL: failed, said in db_problem(). */
static PGresult *
run(struct db *db, const char *name, const char *text, int count, const char *const *values)
{
	PGresult *result =
	    count > 0 ? PQexecParams(db->conn, text, count, NULL, values, NULL, NULL, 0)
	              : PQexec(db->conn, text);

	if (PQresultStatus(result) == PGRES_COMMAND_OK ||
	    PQresultStatus(result) == PGRES_TUPLES_OK)
		return result;
	/* Migrations carry no answers: the whole message helps. */
	session_problem(db, "%s: %s", name,
	    PQresultErrorMessage(result)[0] != '\0' ? PQresultErrorMessage(result)
	                                            : PQerrorMessage(db->conn));
	LOG(EV_DB_ERROR, log_str("statement", name), log_str("sqlstate", sql_state(result)));
	PQclear(result);
	return NULL;
}

static enum err
do_run(struct db *db, const char *name, const char *text)
{
	PGresult *result = run(db, name, text, 0, NULL);

	if (result == NULL)
		return ERR_INTERNAL;
	PQclear(result);
	return ERR_OK;
}

static enum err
start(struct db *db)
{
	db->any_version = true;
	TRY(db_ready(db));
	PQexitPipelineMode(db->conn);
	PQsetnonblocking(db->conn, 0);
	return do_run(db, "settings",
	    "SET statement_timeout = 0; SET lock_timeout = '30s';"
	    " SET client_min_messages = warning; SET search_path = soundings, pg_temp");
}

/* The connection is in no state for others afterwards. */
static void
stop(struct db *db)
{
	if (db->conn != NULL)
		PQfinish(db->conn);
	db->conn = NULL;
	db->any_version = false;
}

static const char *
destroys(struct arena *arena, const char *text)
{
	static const char mark[] = "\n-- destructive:";
	const char       *at = strstr(text, mark);
	const char       *end;

	if (at == NULL)
		return NULL;
	at += sizeof(mark) - 1;
	at += strspn(at, " ");
	end = strchr(at, '\n');
	return arena_strndup(arena, at, end ? (size_t)(end - at) : strlen(at));
}

static enum err
read_status(struct arena *arena, struct db *db, const struct migration *list, size_t count,
    struct migration_row **rows_out, size_t *count_out)
{
	PGresult             *found, *sums;
	struct migration_row *rows;
	int                   foreign = 0;

	found = run(db, "status",
	    "SELECT to_regclass('soundings.schema_migration') IS NOT NULL", 0, NULL);
	if (found == NULL)
		return ERR_INTERNAL;
	if (PQgetvalue(found, 0, 0)[0] == 't') {
		PQclear(found);
		found = run(db, "status",
		    "SELECT version, name, checksum,"
		    " to_char(applied_at, 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
		    " FROM soundings.schema_migration ORDER BY version",
		    0, NULL);
	} else {
		PQclear(found);
		found = run(db, "status", "SELECT 0, '', '', '' WHERE false", 0, NULL);
	}
	if (found == NULL)
		return ERR_INTERNAL;
	rows = ARENA_ARRAY(arena, struct migration_row, count + (size_t)PQntuples(found));
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct migration_row){ list[i].version, list[i].name,
			MIGRATION_PENDING, "", destroys(arena, list[i].text) };
	for (int r = 0; r < PQntuples(found); r++) {
		int64_t               version = 0;
		struct migration_row *row = NULL;

		(void)parse_int(text_of(PQgetvalue(found, r, 0)), 0, 99999, &version);
		for (size_t i = 0; i < count; i++)
			if (list[i].version == version) {
				const char *text = list[i].text;

				row = &rows[i];
				sums = run(db, "checksum",
				    "SELECT encode(sha256(convert_to($1, 'UTF8')), 'hex')",
				    1, &text);
				if (sums == NULL) {
					PQclear(found);
					return ERR_INTERNAL;
				}
				row->state = strcmp(PQgetvalue(sums, 0, 0),
				                 PQgetvalue(found, r, 2)) == 0
				                 ? MIGRATION_APPLIED
				                 : MIGRATION_CHANGED;
				PQclear(sums);
			}
		if (row == NULL) {
			row = &rows[count + (size_t)foreign++];
			*row = (struct migration_row){ (int)version,
				arena_strdup(arena, PQgetvalue(found, r, 1)),
				MIGRATION_FOREIGN, "", NULL };
		}
		row->applied_at = arena_strdup(arena, PQgetvalue(found, r, 3));
	}
	PQclear(found);
	*rows_out = rows;
	*count_out = count + (size_t)foreign;
	return ERR_OK;
}

enum err
migration_status(struct arena *arena, struct db *db, struct migration_row **rows_out,
    size_t *count_out)
{
	enum err err = start(db);

	if (err == ERR_OK)
		err = read_status(arena, db, migrations, (size_t)migration_count, rows_out,
		    count_out);
	stop(db);
	return err;
}

static enum err
make_roles(struct db *db, void (*tell)(const char *))
{
	PGresult *found = run(db, "roles", roles_present, 0, NULL);
	bool      present, may_create, is_owner;

	if (found == NULL)
		return ERR_INTERNAL;
	present = PQgetvalue(found, 0, 0)[0] == 't';
	may_create = PQgetvalue(found, 0, 2)[0] == 't';
	is_owner = PQgetvalue(found, 0, 3)[0] == 't';
	PQclear(found);
	if (may_create) {
		TRY(do_run(db, "roles.sql", migration_roles));
		if (!present)
			tell("made the roles of Soundings");
		return ERR_OK;
	}
	if (present && is_owner)
		return ERR_OK;
	session_problem(db,
	    present ? "this login is neither soundings_owner nor a database administrator"
	            : "the roles of Soundings are missing and this login may not create them"
	              "; a database administrator runs sql/roles.sql in the database");
	return ERR_FORBIDDEN;
}

static enum err
apply(struct arena *arena, struct db *db, const struct migration *m,
    void (*tell)(const char *))
{
	char        version[16];
	const char *values[] = { version, m->name, m->text };
	const char *title = arena_printf(arena, "%04d_%s", m->version, m->name);
	PGresult   *result;
	bool        committed;

	print_to(version, sizeof(version), "%d", m->version);
	TRY(do_run(db, title, "BEGIN"));
	TRY(do_run(db, title, m->text));
	result = run(db, title,
	    "INSERT INTO soundings.schema_migration (version, name, checksum)"
	    " VALUES ($1::int, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'))",
	    3, values);
	if (result == NULL)
		return ERR_INTERNAL;
	PQclear(result);
	result = run(db, title, "COMMIT", 0, NULL);
	if (result == NULL)
		return ERR_UNCERTAIN;
	committed = strcmp(PQcmdStatus(result), "COMMIT") == 0;
	PQclear(result);
	if (!committed) {
		session_problem(db, "%s was not committed", title);
		return ERR_INTERNAL;
	}
	tell(arena_printf(arena, "ran %s", title));
	return ERR_OK;
}

static enum err
run_pending(struct arena *arena, struct db *db, const struct migration *list, size_t listed,
    bool destroy, void (*tell)(const char *))
{
	struct migration_row *rows;
	size_t                count, done = 0;

	TRY(make_roles(db, tell));
	TRY(do_run(db, "lock", LOCK));
	TRY(do_run(db, "schema", own_table));
	TRY(read_status(arena, db, list, listed, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		const struct migration_row *row = &rows[i];

		if (row->state == MIGRATION_CHANGED || row->state == MIGRATION_FOREIGN) {
			session_problem(db,
			    row->state == MIGRATION_CHANGED
			        ? "%04d_%s ran here from another text; this program does not fit the database"
			        : "%04d_%s was run by a newer program; install that one",
			    row->version, row->name);
			return ERR_CONFLICT;
		}
		if (row->state == MIGRATION_PENDING && row->destroys != NULL && !destroy) {
			session_problem(db,
			    "%04d_%s loses data (%s); make a backup, then repeat with --destroy",
			    row->version, row->name, row->destroys);
			return ERR_INVALID;
		}
	}
	for (size_t i = 0; i < listed; i++)
		if (rows[i].state == MIGRATION_PENDING) {
			TRY(apply(arena, db, &list[i], tell));
			done++;
		}
	if (done == 0)
		tell("nothing to do: the schema is up to date");
	return ERR_OK;
}

enum err
migration_run_these(struct arena *arena, struct db *db, const struct migration *list,
    size_t count, bool destroy, void (*tell)(const char *))
{
	enum err err = start(db);

	if (err == ERR_OK)
		err = run_pending(arena, db, list, count, destroy, tell);
	stop(db);
	return err;
}

enum err
migration_run(struct arena *arena, struct db *db, bool destroy, void (*tell)(const char *))
{
	return migration_run_these(arena, db, migrations, (size_t)migration_count, destroy,
	    tell);
}
