/* SPDX-License-Identifier: ISC
 *
 * What db.h promises when the server or the way to it fails.  Run by tests/db/run. */
#include "db_world.h"

static void
terminated_backend_is_unavailable_then_works_again(void **state)
{
	struct test_backend_row row =
	    backend(web, &(struct db_scope){ .role = DB_ROLE_REVIEW });
	struct tx            *tx;
	struct test_count_row count;
	struct uuid           id = uuid_new();
	struct db_scope mine = { .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = id };

	(void)state;
	/* While idle: noticed before anything is sent, so nothing is lost. */
	kill(row.pid, SIGTERM);
	usleep(200000);
	assert_int_equal(insert(web, &mine, id, "x", true), ERR_OK);
	/* In the middle: not committed, and said so. */
	id = uuid_new();
	mine.subject = id;
	row = backend(web, &mine);
	assert_int_equal(db_begin(web, arena, &mine, &tx), ERR_OK);
	assert_int_equal(sql_test_count(arena, tx, &count), ERR_OK);
	kill(row.pid, SIGTERM);
	usleep(200000);
	assert_int_equal(
	    sql_test_insert(arena, tx, &(struct test_insert_in){ .owner = owner, .id = id },
	        &(struct test_insert_row){ .id = id }),
	    ERR_UNAVAILABLE);
	assert_int_equal(db_commit(tx), ERR_UNAVAILABLE);
	assert_false(stored(id));
	assert_int_equal(insert(web, &mine, id, "x", true), ERR_OK);
}

/* A look at the connection in between makes a new one; what was begun on the
 * old one must not go on there, outside of any transaction. */
static void
transaction_ends_with_its_session(void **state)
{
	struct uuid            id = uuid_new();
	struct test_insert_row row;
	struct test_count_row  count;
	struct tx             *tx;
	pid_t                  pid = backend(operator_db, &operator_scope).pid;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_count(arena, tx, &count), ERR_OK);
	kill(pid, SIGTERM);
	usleep(200000);
	assert_int_equal(db_ready(operator_db), ERR_OK);
	assert_int_equal(sql_test_insert(arena, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = id }, &row),
	    ERR_UNAVAILABLE);
	assert_int_equal(db_commit(tx), ERR_UNAVAILABLE);
	assert_false(stored(id));
}

static void
server_that_crashed_is_back_within_seconds(void **state)
{
	struct uuid     id = uuid_new();
	struct db_scope mine = { .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = id };
	int64_t         began;
	enum err        err;

	(void)state;
	began = clock_monotonic();
	kill(backend(web, &mine).pid, SIGKILL); /* takes all sessions down */
	while ((err = insert(web, &mine, id, "x", true)) != ERR_OK) {
		assert_true(err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN);
		assert_in_range(clock_monotonic() - began, 0, 10 * CLOCK_SECOND);
		usleep(10000);
	}
	while (db_ready(operator_db) != ERR_OK)
		usleep(10000);
	assert_true(stored(id));
}

static void
table_that_changed_costs_one_failure(void **state)
{
	struct uuid          id = uuid_new();
	struct tx           *tx;
	struct test_find_row row;
	const char          *psql = arena_printf(arena,
	             "psql -X -q -d '%s' -c 'ALTER TABLE soundings.test_item ALTER note TYPE ",
	             connection("SOUNDINGS_TEST_OWNER"));

	(void)state;
	assert_int_equal(insert(operator_db, &operator_scope, id, "x", true), ERR_OK);
	assert_true(stored(id));
	assert_int_equal(system(arena_printf(arena, "%svarchar'", psql)), 0);
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ id }, &row),
	    ERR_UNAVAILABLE);
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	/* The heading says text; a varchar is not one. */
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ id }, &row),
	    ERR_INTERNAL);
	db_rollback(tx);
	assert_int_equal(system(arena_printf(arena, "%stext'", psql)), 0);
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ id }, &row),
	    ERR_UNAVAILABLE);
	assert_true(stored(id));
}

/* The promise behind every receipt: OK means stored, anything but UNCERTAIN
 * means not stored - wherever in the answer the line breaks. */
static void
cut_at_each_byte_of_the_answer_never_lies(void **state)
{
	long whole;

	(void)state;
	for (int final = 0; final < 2; final++) {
		int seen[ERR__MAX] = { 0 };

		assert_int_equal(db_ready(relayed), ERR_OK);
		relay_arm(RELAY_PASS, 0);
		assert_int_equal(insert(relayed, &operator_scope, uuid_new(), "x", final),
		    ERR_OK);
		whole = relay_bytes();
		assert_in_range(whole, 50, 2000);
		for (long cut = 0; cut < whole; cut++) {
			struct uuid id = uuid_new();
			enum err    err;

			relay_arm(RELAY_PASS, 0);
			assert_int_equal(db_ready(relayed), ERR_OK);
			/* Prepared beforehand, so that each answer is alike. */
			assert_int_equal(
			    insert(relayed, &operator_scope, uuid_new(), "x", final), ERR_OK);
			relay_arm(RELAY_CUT, cut);
			err = insert(relayed, &operator_scope, id, "x", final);
			relay_arm(RELAY_PASS, 0);
			seen[err]++;
			usleep(2000); /* the server may still be at it */
			if (err == ERR_OK ? !stored(id) : err != ERR_UNCERTAIN && stored(id))
				fail_msg("cut at byte %ld of %ld: %s, but %s", cut, whole,
				    err_name(err), stored(id) ? "stored" : "not stored");
		}
		assert_in_range(seen[ERR_UNCERTAIN], 1, whole);
		assert_int_equal(seen[ERR_OK] + seen[ERR_UNCERTAIN] + seen[ERR_UNAVAILABLE],
		    whole);
	}
}

static void
swallowed_answer_does_not_hold_us(void **state)
{
	struct uuid id = uuid_new();
	int64_t     began;
	enum err    err;

	(void)state;
	relay_arm(RELAY_PASS, 0);
	assert_int_equal(db_ready(relayed), ERR_OK);
	db_set_deadline(relayed, 400);
	relay_arm(RELAY_SWALLOW, 0);
	began = clock_monotonic();
	err = insert(relayed, &operator_scope, id, "x", true);
	relay_arm(RELAY_PASS, 0);
	db_set_deadline(relayed, 10000);
	assert_int_equal(err, ERR_UNCERTAIN);
	assert_in_range(clock_monotonic() - began, CLOCK_SECOND / 4, 2 * CLOCK_SECOND);
	assert_int_equal(db_ready(relayed), ERR_OK);
}

static void
unreachable_server_is_said_at_once_and_tried_again(void **state)
{
	struct db *db =
	    db_open("host=/nonexistent user=soundings_web dbname=soundings", "test");
	struct tx *tx;
	int64_t    began = clock_monotonic();

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_int_equal(db_begin(db, arena, &operator_scope, &tx), ERR_UNAVAILABLE);
	assert_in_range(clock_monotonic() - began, 0, CLOCK_SECOND);
	assert_non_null(strstr(db_problem(db), "/nonexistent"));
	db_close(db);
}

static void
server_that_may_forget_is_refused_where_durability_is_required(void **state)
{
	struct db *db = db_open(connection("SOUNDINGS_TEST_WEB"), "test");

	(void)state;
	assert_int_equal(db_ready(db), ERR_OK);
	assert_false(db_durability(db).fsync); /* with-postgres switches it off */
	assert_true(db_durability(db).full_page_writes);
	assert_true(db_durability(db).synchronous_commit);
	db_close(db);
	db = db_open(connection("SOUNDINGS_TEST_WEB"), "test");
	db_require_durable(db, true);
	assert_int_equal(db_ready(db), ERR_UNAVAILABLE);
	assert_non_null(strstr(db_problem(db), "fsync"));
	db_close(db);
}

static void
other_schema_version_is_refused_with_what_to_run(void **state)
{
	struct db *db = db_open(arena_printf(arena, "host=%s user=postgres dbname=postgres",
	                            connection("SOUNDINGS_TEST_HOST")),
	    "test");

	(void)state;
	assert_int_equal(db_ready(db), ERR_CONFLICT);
	assert_non_null(strstr(db_problem(db), "soundings db migrate"));
	db_close(db);
}

static void
notification_ends_the_wait(void **state)
{
	struct db *db = db_open(connection("SOUNDINGS_TEST_COURIER"), "test");
	struct tx *tx;
	bool       notified = true;
	int64_t    began = clock_monotonic();

	(void)state;
	db_listen(db, "test_channel");
	assert_int_equal(db_wait(db, 100, &notified), ERR_OK);
	assert_false(notified);
	assert_in_range(clock_monotonic() - began, CLOCK_SECOND / 10, CLOCK_SECOND);
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	db_final(tx);
	assert_int_equal(sql_test_notify(arena, tx, NULL), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
	assert_int_equal(db_wait(db, 5000, &notified), ERR_OK);
	assert_true(notified);
	db_close(db);
}

static void
fault_points_fail_as_the_real_faults_do(void **state)
{
#ifdef WITH_FAULTS
	static const struct {
		const char *plan;
		enum err    want;
		int         stored; /* -1: may be either */
	} cases[] = {
		{ "db.begin=error", ERR_UNAVAILABLE, 0 },
		{ "db.before-commit=error", ERR_UNAVAILABLE, 0 },
		{ "db.commit-sent=error", ERR_UNCERTAIN, -1 },
		{ "db.commit-answered=error", ERR_UNCERTAIN, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int final = 0; final < 2; final++) {
			struct uuid id = uuid_new();
			enum err    err;

			assert_int_equal(db_ready(operator_db), ERR_OK);
			setenv("SOUNDINGS_FAULT", cases[i].plan, 1);
			err = insert(operator_db, &operator_scope, id, "x", final);
			unsetenv("SOUNDINGS_FAULT");
			usleep(20000);
			assert_int_equal(db_ready(operator_db), ERR_OK);
			if (err != cases[i].want ||
			    (cases[i].stored >= 0 && stored(id) != cases[i].stored))
				fail_msg("%s: %s, %s", cases[i].plan, err_name(err),
				    stored(id) ? "stored" : "not stored");
		}
#else
	(void)state;
	skip();
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(terminated_backend_is_unavailable_then_works_again),
		cmocka_unit_test(transaction_ends_with_its_session),
		cmocka_unit_test(server_that_crashed_is_back_within_seconds),
		cmocka_unit_test(table_that_changed_costs_one_failure),
		cmocka_unit_test(cut_at_each_byte_of_the_answer_never_lies),
		cmocka_unit_test(swallowed_answer_does_not_hold_us),
		cmocka_unit_test(unreachable_server_is_said_at_once_and_tried_again),
		cmocka_unit_test(
		    server_that_may_forget_is_refused_where_durability_is_required),
		cmocka_unit_test(other_schema_version_is_refused_with_what_to_run),
		cmocka_unit_test(notification_ends_the_wait),
		cmocka_unit_test(fault_points_fail_as_the_real_faults_do),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("trouble", tests, world_set_up, world_tear_down);
}
