/* SPDX-License-Identifier: ISC
 *
 * What db.h promises of transactions, against a real server.  Run by tests/db/run. */
#include "db_world.h"

static void
committed_row_is_there(void **state)
{
	struct uuid id = uuid_new();

	(void)state;
	assert_int_equal(insert(operator_db, &operator_scope, id, "x", false), ERR_OK);
	assert_true(stored(id));
	id = uuid_new();
	assert_int_equal(insert(operator_db, &operator_scope, id, "x", true), ERR_OK);
	assert_true(stored(id));
}

static void
forgotten_transaction_rolls_back_with_its_arena(void **state)
{
	struct arena          *own = arena_new(1 << 20);
	struct uuid            id = uuid_new();
	struct tx             *tx;
	struct test_insert_row row;

	(void)state;
	assert_int_equal(db_begin(operator_db, own, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_insert(own, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = id }, &row),
	    ERR_OK);
	arena_free(own);
	assert_false(stored(id));
}

static void
failed_transaction_never_commits(void **state)
{
	struct uuid            id = uuid_new();
	struct tx             *tx;
	struct test_insert_row row;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_insert(arena, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = id }, &row),
	    ERR_OK);
	assert_int_equal(sql_test_insert(arena, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = id }, &row),
	    ERR_CONFLICT);
	assert_int_equal(db_commit(tx), ERR_CONFLICT);
	assert_false(stored(id));
}

static void
failures_have_their_err(void **state)
{
	static const struct {
		const char *name;
		int64_t     firm;
		const char *note;
		bool        again;
		enum err    want;
		const char *constraint;
	} cases[] = {
		{ "unique key", 0, "a", true, ERR_CONFLICT, "test_item_pkey" },
		{ "check", 0, "bad", false, ERR_INVALID, "test_note_fine" },
		{ "foreign key", 4711, "a", false, ERR_INVALID, "test_item_owner_fkey" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int final = 0; final < 2; final++) {
			struct uuid            id = uuid_new();
			struct tx             *tx;
			struct test_insert_row row;
			enum err               err;

			if (cases[i].again)
				assert_int_equal(
				    insert(operator_db, &operator_scope, id, "a", false),
				    ERR_OK);
			assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx),
			    ERR_OK);
			if (final)
				db_final(tx);
			err = sql_test_insert(arena, tx,
			    &(struct test_insert_in){ .owner = cases[i].firm ? cases[i].firm
			                                                     : owner,
			        .id = id,
			        .note = text_of(cases[i].note) },
			    &row);
			if (err != cases[i].want ||
			    strcmp(db_constraint(tx), cases[i].constraint) != 0)
				fail_msg("%s: %s, constraint \"%s\"", cases[i].name,
				    err_name(err), db_constraint(tx));
			assert_int_equal(db_commit(tx), cases[i].want);
		}
}

static int64_t
counted(struct tx *tx)
{
	struct test_count_row row;

	assert_int_equal(sql_test_count(arena, tx, &row), ERR_OK);
	return row.n;
}

/* Frozen transactions do not see what others commit meanwhile; two of them
 * share one moment; and the next transaction of the session sees all. */
static void
frozen_transaction_reads_one_moment(void **state)
{
	struct test_moment_row moment;
	struct db *second = db_open(connection("SOUNDINGS_TEST_OPERATOR"), "second");
	struct tx *tx, *shared;
	int64_t    before;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	db_freeze(tx, NULL);
	before = counted(tx);
	assert_int_equal(sql_test_moment(arena, tx, &moment), ERR_OK);
	assert_int_equal(insert(second, &operator_scope, uuid_new(), "later", true), ERR_OK);
	assert_int_equal(counted(tx), before);
	assert_int_equal(db_begin(second, arena, &operator_scope, &shared), ERR_OK);
	db_freeze(shared, moment.name.s);
	assert_int_equal(counted(shared), before);
	db_rollback(shared);
	assert_int_equal(db_commit(tx), ERR_OK);
	assert_int_equal(db_begin(second, arena, &operator_scope, &shared), ERR_OK);
	assert_int_equal(counted(shared), before + 1);
	db_rollback(shared);
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(counted(tx), before + 1);
	assert_int_equal(insert(second, &operator_scope, uuid_new(), "last", true), ERR_OK);
	assert_int_equal(counted(tx), before + 2);
	assert_int_equal(db_commit(tx), ERR_OK);
	db_close(second);
}

static void
role_and_scope_last_one_transaction(void **state)
{
	struct uuid             subject = uuid_new();
	struct test_backend_row row;

	(void)state;
	row = backend(web,
	    &(struct db_scope){ .role = DB_ROLE_RESPONDENT, .firm = 7, .subject = subject });
	assert_string_equal(row.role.s, "soundings_respondent");
	assert_string_equal(row.firm.s, "7");
	assert_string_equal(row.subject.s, uuid_text(arena, subject));
	assert_false(row.across);
	row = backend(web, &(struct db_scope){ .role = DB_ROLE_REVIEW });
	assert_string_equal(row.role.s, "soundings_review");
	assert_string_equal(row.firm.s, "");
	assert_string_equal(row.subject.s, "");
	row = backend(operator_db, &operator_scope);
	assert_string_equal(row.role.s, "soundings_operator");
	assert_true(row.across);
}

static void
respondent_touches_the_own_row_only(void **state)
{
	struct uuid           mine = uuid_new(), other = uuid_new();
	struct tx            *tx;
	struct test_find_row  row;
	struct test_count_row count;

	(void)state;
	assert_int_equal(insert(operator_db, &operator_scope, other, "x", true), ERR_OK);
	assert_int_equal(insert(web,
	                     &(struct db_scope){ .role = DB_ROLE_RESPONDENT,
	                         .firm = owner,
	                         .subject = mine },
	                     mine, "x", true),
	    ERR_OK);
	assert_int_equal(insert(web,
	                     &(struct db_scope){ .role = DB_ROLE_RESPONDENT,
	                         .firm = owner,
	                         .subject = mine },
	                     uuid_new(), "x", true),
	    ERR_FORBIDDEN);
	assert_int_equal(db_begin(web, arena,
	                     &(struct db_scope){ .role = DB_ROLE_RESPONDENT,
	                         .firm = owner,
	                         .subject = mine },
	                     &tx),
	    ERR_OK);
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ other }, &row),
	    ERR_NOT_FOUND);
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ mine }, &row),
	    ERR_OK);
	assert_int_equal(sql_test_count(arena, tx, &count), ERR_OK);
	assert_int_equal(count.n, 1);
	assert_int_equal(db_commit(tx), ERR_OK);
	/* Another firm, or none: nothing, and the first row is not given away. */
	assert_int_equal(db_begin(web, arena,
	                     &(struct db_scope){ .role = DB_ROLE_RESPONDENT,
	                         .firm = owner + 1,
	                         .subject = mine },
	                     &tx),
	    ERR_OK);
	assert_int_equal(sql_test_find(arena, tx, &(struct test_find_in){ mine }, &row),
	    ERR_NOT_FOUND);
	assert_int_equal(db_commit(tx), ERR_OK);
	assert_int_equal(
	    insert(web, &(struct db_scope){ .role = DB_ROLE_REVIEW }, mine, "x", true),
	    ERR_FORBIDDEN);
}

static struct test_backend_row
backend_in_a_read(const struct db_scope *scope)
{
	struct tx              *tx;
	struct test_backend_row row;

	assert_int_equal(db_begin(web, arena, scope, &tx), ERR_OK);
	db_only_read(tx);
	assert_int_equal(sql_test_backend(arena, tx, &row), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
	return row;
}

static void
read_alone_has_role_and_scope_and_leaves_none_behind(void **state)
{
	struct uuid     own = uuid_new();
	struct db_scope scope = { .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = own };
	struct db_scope         nobody = { .role = DB_ROLE_REVIEW };
	char                    words[UUID_TEXT + 1];
	struct test_backend_row row = backend_in_a_read(&scope);

	(void)state;
	uuid_format(own, words);
	assert_true(text_is(row.role, "soundings_respondent"));
	assert_true(text_is(row.subject, words));
	assert_false(row.across);
	row = backend_in_a_read(&nobody);
	assert_true(text_is(row.role, "soundings_review"));
	assert_true(text_empty(row.subject) && text_empty(row.firm));
	/* What the walls let through in a transaction, they do here. */
	assert_int_equal(insert(web, &scope, own, "x", true), ERR_OK);
	for (int theirs = 0; theirs < 2; theirs++) {
		struct tx           *tx;
		struct test_find_row found;

		scope.subject = theirs ? uuid_new() : own;
		assert_int_equal(db_begin(web, arena, &scope, &tx), ERR_OK);
		db_only_read(tx);
		assert_int_equal(
		    sql_test_find(arena, tx, &(struct test_find_in){ own }, &found),
		    theirs ? ERR_NOT_FOUND : ERR_OK);
		assert_int_equal(db_commit(tx), ERR_OK);
	}
}

static void
read_alone_may_not_write_and_ends_by_itself(void **state)
{
	struct uuid     id = uuid_new();
	struct db_scope scope = { .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = id };
	struct tx      *tx;
	struct test_insert_row row;
	int32_t                pid = backend_in_a_read(&scope).pid;

	(void)state;
	assert_int_equal(db_begin(web, arena, &scope, &tx), ERR_OK);
	db_only_read(tx);
	assert_int_equal(sql_test_insert(arena, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = id }, &row),
	    ERR_UNAVAILABLE);
	assert_int_equal(db_commit(tx), ERR_UNAVAILABLE);
	assert_false(stored(id));
	/* The session is as good as before. */
	assert_int_equal(insert(web, &scope, id, "x", true), ERR_OK);
	assert_true(stored(id));
	assert_int_equal(backend_in_a_read(&scope).pid, pid);
}

static void
lock_and_time_limits_are_unavailable(void **state)
{
	struct tx  *locked, *tx;
	struct uuid id = uuid_new();
	int64_t     began;
	enum err    err;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &locked), ERR_OK);
	assert_int_equal(sql_test_lock(arena, locked, NULL), ERR_OK);
	began = clock_monotonic();
	assert_int_equal(
	    insert(web,
	        &(struct db_scope){ .role = DB_ROLE_RESPONDENT, .firm = owner, .subject = id },
	        id, "x", true),
	    ERR_UNAVAILABLE);
	assert_in_range(clock_monotonic() - began, 2 * CLOCK_SECOND, 5 * CLOCK_SECOND);
	db_rollback(locked);
	assert_false(stored(id));
	db_set_deadline(web, 300);
	assert_int_equal(
	    db_begin(web, arena, &(struct db_scope){ .role = DB_ROLE_REVIEW }, &tx), ERR_OK);
	began = clock_monotonic();
	err = sql_test_sleep(arena, tx, &(struct test_sleep_in){ 5 }, NULL);
	db_set_deadline(web, 10000);
	assert_int_equal(err, ERR_UNAVAILABLE);
	assert_in_range(clock_monotonic() - began, 0, 2 * CLOCK_SECOND);
}

static void
warning_on_commit_is_uncertain(void **state)
{
	struct tx  *tx;
	struct uuid id = uuid_new();

	(void)state;
	for (int final = 0; final < 2; final++) {
		assert_int_equal(
		    insert(operator_db, &operator_scope, uuid_new(), "warn", final),
		    ERR_UNCERTAIN);
		assert_int_equal(insert(operator_db, &operator_scope, id, "late", final),
		    ERR_INVALID);
		assert_false(stored(id));
	}
	/* A warning of a statement before COMMIT says nothing about COMMIT. */
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	db_final(tx);
	assert_int_equal(sql_test_warn(arena, tx, NULL), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
}

static void
write_is_one_round_trip(void **state)
{
	struct tx            *tx;
	struct test_count_row count;

	(void)state;
	relay_arm(RELAY_PASS, 0);
	/* Also when the statement is prepared along the way. */
	for (int i = 0; i < 3; i++) {
		assert_int_equal(db_ready(relayed), ERR_OK);
		relay_arm(RELAY_PASS, 0);
		assert_int_equal(insert(relayed, &operator_scope, uuid_new(), "x", true),
		    ERR_OK);
		assert_int_equal(relay_turns(), 1);
	}
	relay_arm(RELAY_PASS, 0);
	assert_int_equal(insert(relayed, &operator_scope, uuid_new(), "x", false), ERR_OK);
	assert_int_equal(relay_turns(), 2);
	relay_arm(RELAY_PASS, 0);
	assert_int_equal(db_begin(relayed, arena, &operator_scope, &tx), ERR_OK);
	db_final(tx);
	assert_int_equal(sql_test_count(arena, tx, &count), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
	assert_int_equal(relay_turns(), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(committed_row_is_there),
		cmocka_unit_test(forgotten_transaction_rolls_back_with_its_arena),
		cmocka_unit_test(failed_transaction_never_commits),
		cmocka_unit_test(failures_have_their_err),
		cmocka_unit_test(frozen_transaction_reads_one_moment),
		cmocka_unit_test(role_and_scope_last_one_transaction),
		cmocka_unit_test(respondent_touches_the_own_row_only),
		cmocka_unit_test(read_alone_has_role_and_scope_and_leaves_none_behind),
		cmocka_unit_test(read_alone_may_not_write_and_ends_by_itself),
		cmocka_unit_test(lock_and_time_limits_are_unavailable),
		cmocka_unit_test(warning_on_commit_is_uncertain),
		cmocka_unit_test(write_is_one_round_trip),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("transactions", tests, world_set_up,
	    world_tear_down);
}
