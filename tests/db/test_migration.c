/* SPDX-License-Identifier: ISC
 *
 * What migration.h promises, each test on a database of its own.  Run by
 * tests/db/run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "base/log.h"
#include "base/random.h"
#include "database/migration.h"

static struct arena *arena;
static char          told[4096];
static int           databases;

static const struct migration first = { 1, "first", "CREATE TABLE a (n int);\n" };
static const struct migration second = { 2, "second", "CREATE TABLE b (n int);\n" };

static void
tell(const char *line)
{
	size_t used = strlen(told);

	snprintf(told + used, sizeof(told) - used, "%s\n", line);
}

static void
quiet(enum log_event event, const char *line)
{
	(void)event;
	(void)line;
}

static const char *
host(void)
{
	const char *value = getenv("SOUNDINGS_TEST_HOST");

	if (value != NULL)
		return value;
	fprintf(stderr, "run me by tests/db/run\n");
	exit(64);
}

static const char *
connection(const char *user, const char *database)
{
	return arena_printf(arena, "host=%s user=%s dbname=%s", host(), user, database);
}

/* One value, as superuser; "-" for an error. */
static const char *
ask(const char *database, const char *sql)
{
	PGconn     *conn = PQconnectdb(connection("postgres", database));
	PGresult   *result = PQexec(conn, sql);
	const char *answer = "-";

	if (PQresultStatus(result) == PGRES_TUPLES_OK)
		answer = arena_strdup(arena, PQgetvalue(result, 0, 0));
	else if (PQresultStatus(result) == PGRES_COMMAND_OK)
		answer = "";
	PQclear(result);
	PQfinish(conn);
	return answer;
}

static const char *
fresh(void)
{
	const char *name = arena_printf(arena, "migration%d", ++databases);

	assert_string_equal(ask("postgres", arena_printf(arena, "CREATE DATABASE %s", name)),
	    "");
	assert_string_equal(
	    ask(name,
	        arena_printf(arena, "GRANT CREATE ON DATABASE %s TO soundings_owner", name)),
	    "");
	told[0] = '\0';
	return name;
}

static enum err
migrate(const char *user, const char *database, const struct migration *list, size_t count,
    bool destroy, const char **problem_out)
{
	struct db *db = db_open(connection(user, database), "test");
	enum err   err = migration_run_these(arena, db, list, count, destroy, tell);

	*problem_out = arena_strdup(arena, db_problem(db));
	db_close(db);
	return err;
}

static void
each_runs_once_and_belongs_to_the_owner(void **state)
{
	const struct migration   list[] = { first, second };
	static const char *const users[] = { "postgres", "soundings_owner" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		const char *name = fresh();
		const char *problem;

		assert_int_equal(migrate(users[i], name, list, 1, false, &problem), ERR_OK);
		assert_int_equal(migrate(users[i], name, list, 2, false, &problem), ERR_OK);
		assert_int_equal(migrate(users[i], name, list, 2, false, &problem), ERR_OK);
		assert_string_equal(told, "ran 0001_first\nran 0002_second\n"
		                          "nothing to do: the schema is up to date\n");
		assert_string_equal(
		    ask(name, "SELECT string_agg(version || name, ' ' ORDER BY"
		              " version) FROM soundings.schema_migration"),
		    "1first 2second");
		assert_string_equal(
		    ask(name, "SELECT string_agg(DISTINCT tableowner, ' ') FROM"
		              " pg_tables WHERE schemaname = 'soundings'"),
		    "soundings_owner");
	}
}

static void
failing_one_leaves_nothing_of_itself(void **state)
{
	const struct migration list[] = {
		first,
		{ 2, "broken", "CREATE TABLE b (n int);\nSELECT 1 / 0;\n" },
	};
	const struct migration mended[] = { first, second };
	const char            *name = fresh(), *problem;

	(void)state;
	assert_int_equal(migrate("soundings_owner", name, list, 2, false, &problem),
	    ERR_INTERNAL);
	assert_non_null(strstr(problem, "0002_broken"));
	assert_non_null(strstr(problem, "division by zero"));
	assert_string_equal(ask(name, "SELECT max(version) FROM soundings.schema_migration"),
	    "1");
	assert_string_equal(
	    ask(name, "SELECT coalesce(to_regclass('soundings.b')::text, 'none')"), "none");
	assert_int_equal(migrate("soundings_owner", name, mended, 2, false, &problem),
	    ERR_OK);
}

static void
changed_text_and_newer_schema_are_refused(void **state)
{
	const struct migration list[] = { first, second };
	const struct migration changed[] = { { 1, "first", "CREATE TABLE a (n bigint);\n" },
		second };
	const char            *name = fresh(), *problem;

	(void)state;
	assert_int_equal(migrate("soundings_owner", name, list, 2, false, &problem), ERR_OK);
	assert_int_equal(migrate("soundings_owner", name, changed, 2, false, &problem),
	    ERR_CONFLICT);
	assert_non_null(strstr(problem, "0001_first"));
	assert_int_equal(migrate("soundings_owner", name, list, 1, false, &problem),
	    ERR_CONFLICT);
	assert_non_null(strstr(problem, "newer program"));
}

static void
destructive_one_needs_leave(void **state)
{
	const struct migration list[] = { first,
		{ 2, "drop", "-- SPDX\n-- destructive: every a\nDROP TABLE a;\n" } };
	const char            *name = fresh(), *problem;

	(void)state;
	assert_int_equal(migrate("soundings_owner", name, list, 2, false, &problem),
	    ERR_INVALID);
	assert_non_null(strstr(problem, "every a"));
	assert_string_equal(told, "");
	assert_int_equal(migrate("soundings_owner", name, list, 2, true, &problem), ERR_OK);
}

static void
login_without_the_right_is_told_so(void **state)
{
	const char *name = fresh(), *problem;

	(void)state;
	assert_int_equal(migrate("soundings_web", name, &first, 1, false, &problem),
	    ERR_FORBIDDEN);
	assert_non_null(strstr(problem, "soundings_owner"));
	assert_int_equal(migrate("nobody_here", name, &first, 1, false, &problem),
	    ERR_UNAVAILABLE);
}

static void
two_at_once_wait_for_each_other(void **state)
{
	const struct migration list[] = {
		{ 1, "slow", "CREATE TABLE a (n int);\nSELECT pg_sleep(0.3);\n" }, second
	};
	const char *name = fresh(), *problem;

	(void)state;
	for (int i = 0; i < 4; i++)
		if (fork() == 0)
			_exit(migrate("soundings_owner", name, list, 2, false, &problem));
	for (int i = 0; i < 4; i++) {
		int status;

		wait(&status);
		assert_int_equal(status, 0);
	}
	assert_string_equal(ask(name, "SELECT count(*) FROM soundings.schema_migration"),
	    "2");
}

static void
own_migrations_bring_the_version_of_this_program(void **state)
{
	const char           *name = fresh();
	struct db            *db = db_open(connection("postgres", name), "test");
	struct migration_row *rows;
	size_t                count;

	(void)state;
	assert_int_equal(migration_status(arena, db, &rows, &count), ERR_OK);
	assert_int_equal(count, migration_count);
	assert_int_equal(rows[0].state, MIGRATION_PENDING);
	if (migration_run(arena, db, false, tell) != ERR_OK)
		fail_msg("%s", db_problem(db));
	assert_int_equal(migration_status(arena, db, &rows, &count), ERR_OK);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(rows[i].state, MIGRATION_APPLIED);
		assert_int_equal(rows[i].version, i + 1); /* no gap in the files */
	}
	assert_int_equal(db_ready(db), ERR_OK);
	db_close(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_runs_once_and_belongs_to_the_owner),
		cmocka_unit_test(failing_one_leaves_nothing_of_itself),
		cmocka_unit_test(changed_text_and_newer_schema_are_refused),
		cmocka_unit_test(destructive_one_needs_leave),
		cmocka_unit_test(login_without_the_right_is_told_so),
		cmocka_unit_test(two_at_once_wait_for_each_other),
		cmocka_unit_test(own_migrations_bring_the_version_of_this_program),
	};
	int failed;

	random_start();
	log_set_sink(quiet);
	arena = arena_new(64 << 20);
	cmocka_set_message_output(CM_OUTPUT_TAP);
	failed = cmocka_run_group_tests_name("migration", tests, NULL, NULL);
	arena_free(arena);
	return failed;
}
