/* SPDX-License-Identifier: ISC
 *
 * Statements that are sent for now and waited for later.  Run by tests/db/run. */
#include "db_world.h"

static enum err
send_insert(struct arena *own, struct db *db, struct uuid id, const char *note,
    double seconds, struct tx **tx_out, struct sql_call **sent_out)
{
	TRY(db_begin(db, own, &operator_scope, tx_out));
	db_final(*tx_out);
	return sql_test_insert_slowly_send(own, *tx_out,
	    &(struct test_insert_slowly_in){ .owner = owner,
	        .id = id,
	        .note = text_of(note),
	        .seconds = seconds },
	    sent_out);
}

/* As an import does: send, something else, collect, commit. */
static enum err
insert_later(struct db *db, struct uuid id, const char *note)
{
	struct tx                    *tx;
	struct sql_call              *sent;
	struct test_insert_slowly_row row;

	TRY(send_insert(arena, db, id, note, 0, &tx, &sent));
	TRY(sql_test_insert_slowly_collect(sent, &row));
	assert_true(uuid_equal(row.id, id));
	return db_commit(tx);
}

static void
server_works_while_the_caller_does_something_else(void **state)
{
	struct uuid                   id = uuid_new();
	int64_t                       began = clock_monotonic();
	struct tx                    *tx;
	struct sql_call              *sent;
	struct test_insert_slowly_row row;

	(void)state;
	assert_int_equal(send_insert(arena, operator_db, id, "x", 0.6, &tx, &sent), ERR_OK);
	assert_in_range(clock_monotonic() - began, 0, CLOCK_SECOND / 2);
	usleep(600000);
	assert_int_equal(sql_test_insert_slowly_collect(sent, &row), ERR_OK);
	assert_true(uuid_equal(row.id, id));
	assert_int_equal(db_commit(tx), ERR_OK);
	/* Both waits at once, not one behind the other. */
	assert_in_range(clock_monotonic() - began, 600000, 1150000);
	assert_true(stored(id));
}

static void
later_statement_may_follow_others(void **state)
{
	struct uuid                   first = uuid_new(), second = uuid_new();
	struct tx                    *tx;
	struct sql_call              *sent;
	struct test_insert_row        row;
	struct test_insert_slowly_row later;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_insert(arena, tx,
	                     &(struct test_insert_in){ .owner = owner, .id = first }, &row),
	    ERR_OK);
	/* Not the last one: COMMIT does not go along. */
	assert_int_equal(
	    sql_test_insert_slowly_send(arena, tx,
	        &(struct test_insert_slowly_in){ .owner = owner, .id = second }, &sent),
	    ERR_OK);
	assert_int_equal(sql_test_insert_slowly_collect(sent, &later), ERR_OK);
	db_rollback(tx);
	assert_false(stored(first) || stored(second));
}

static void
failure_is_told_where_the_answer_is_taken(void **state)
{
	static const struct {
		const char *note;
		bool        again;
		enum err    collected, committed;
	} cases[] = {
		{ "a", true, ERR_CONFLICT, ERR_CONFLICT },
		{ "bad", false, ERR_INVALID, ERR_INVALID },
		{ "late", false, ERR_OK, ERR_INVALID },   /* a check at COMMIT */
		{ "warn", false, ERR_OK, ERR_UNCERTAIN }, /* COMMIT with a warning */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (int collect = 0; collect < 2; collect++) {
			struct uuid                   id = uuid_new();
			struct tx                    *tx;
			struct sql_call              *sent;
			struct test_insert_slowly_row row;

			if (cases[i].again)
				assert_int_equal(
				    insert(operator_db, &operator_scope, id, "a", true),
				    ERR_OK);
			assert_int_equal(send_insert(arena, operator_db, id, cases[i].note,
			                     0, &tx, &sent),
			    ERR_OK);
			if (collect)
				assert_int_equal(sql_test_insert_slowly_collect(sent, &row),
				    cases[i].collected);
			assert_int_equal(db_commit(tx), cases[i].committed);
			/* The connection is as good as before. */
			assert_int_equal(insert_later(operator_db, uuid_new(), "x"), ERR_OK);
		}
}

/* An early return, and both orders in which its arenas may go. */
static void
forgotten_one_leaves_nothing_in_the_way(void **state)
{
	(void)state;
	for (int way = 0; way < 3; way++) {
		struct arena    *mine = arena_new(1 << 20), *other = arena_new(1 << 20);
		struct uuid      id = uuid_new();
		struct tx       *tx;
		struct sql_call *sent;

		assert_int_equal(db_begin(operator_db, mine, &operator_scope, &tx), ERR_OK);
		db_final(tx);
		assert_int_equal(sql_test_insert_slowly_send(way == 0 ? mine : other, tx,
		                     &(struct test_insert_slowly_in){ .owner = owner,
		                         .id = id,
		                         .seconds = 0.05 },
		                     &sent),
		    ERR_OK);
		arena_free(way == 1 ? other : mine);
		arena_free(way == 1 ? mine : other);
		/* COMMIT was on its way: it is stored, and the next answer is
		 * not mistaken for this one's. */
		assert_true(stored(id));
		assert_int_equal(insert(operator_db, &operator_scope, uuid_new(), "x", true),
		    ERR_OK);
	}
}

static void
time_limit_and_loss_are_unavailable_or_uncertain(void **state)
{
	struct uuid                   id = uuid_new();
	struct tx                    *tx;
	struct sql_call              *sent;
	struct test_insert_slowly_row row;
	pid_t                         pid;

	(void)state;
	db_set_deadline(operator_db, 300);
	assert_int_equal(send_insert(arena, operator_db, id, "x", 5, &tx, &sent), ERR_OK);
	usleep(600000); /* until the server has said so */
	assert_int_equal(sql_test_insert_slowly_collect(sent, &row), ERR_UNAVAILABLE);
	assert_int_equal(db_commit(tx), ERR_UNAVAILABLE);
	db_set_deadline(operator_db, 10000);
	assert_false(stored(id));
	for (int look = 0; look < 2; look++) {
		enum err err;

		id = uuid_new();
		pid = backend(operator_db, &operator_scope).pid;
		assert_int_equal(send_insert(arena, operator_db, id, "x", 3, &tx, &sent),
		    ERR_OK);
		kill(pid, SIGTERM);
		usleep(200000);
		/* A look in between makes a new connection: there is no answer
		 * on that one. */
		if (look)
			assert_int_equal(db_ready(operator_db), ERR_OK);
		err = sql_test_insert_slowly_collect(sent, &row);
		assert_true(err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN);
		assert_int_equal(db_commit(tx), err);
		assert_false(stored(id));
	}
}

/* As for statements that are waited for: OK means stored, anything but
 * UNCERTAIN means not stored. */
static void
cut_at_each_byte_of_the_answer_never_lies(void **state)
{
	int  seen[ERR__MAX] = { 0 };
	long whole;

	(void)state;
	relay_arm(RELAY_PASS, 0);
	assert_int_equal(db_ready(relayed), ERR_OK);
	assert_int_equal(insert_later(relayed, uuid_new(), "x"), ERR_OK);
	relay_arm(RELAY_PASS, 0);
	assert_int_equal(insert_later(relayed, uuid_new(), "x"), ERR_OK);
	assert_int_equal(relay_turns(), 1);
	whole = relay_bytes();
	assert_in_range(whole, 50, 2000);
	for (long cut = 0; cut < whole; cut++) {
		struct uuid id = uuid_new();
		enum err    err;

		relay_arm(RELAY_PASS, 0);
		assert_int_equal(db_ready(relayed), ERR_OK);
		assert_int_equal(insert_later(relayed, uuid_new(), "x"), ERR_OK);
		relay_arm(RELAY_CUT, cut);
		err = insert_later(relayed, id, "x");
		relay_arm(RELAY_PASS, 0);
		seen[err]++;
		usleep(2000); /* the server may still be at it */
		if (err == ERR_OK ? !stored(id) : err != ERR_UNCERTAIN && stored(id))
			fail_msg("cut at byte %ld of %ld: %s, but %s", cut, whole,
			    err_name(err), stored(id) ? "stored" : "not stored");
	}
	assert_in_range(seen[ERR_UNCERTAIN], 1, whole);
	assert_int_equal(seen[ERR_OK] + seen[ERR_UNCERTAIN] + seen[ERR_UNAVAILABLE], whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(server_works_while_the_caller_does_something_else),
		cmocka_unit_test(later_statement_may_follow_others),
		cmocka_unit_test(failure_is_told_where_the_answer_is_taken),
		cmocka_unit_test(forgotten_one_leaves_nothing_in_the_way),
		cmocka_unit_test(time_limit_and_loss_are_unavailable_or_uncertain),
		cmocka_unit_test(cut_at_each_byte_of_the_answer_never_lies),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("sent for now, waited for later", tests,
	    world_set_up, world_tear_down);
}
