/* SPDX-License-Identifier: ISC
 *
 * What db.h promises, against a real server.  Run by tests/db/run. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "database/migration.h"
#include "gen/sql_test.h"
#include "relay.h"

#define RELAY_PORT 6432
#define CANARY     "canary-7f3a"

static struct arena *arena;
static struct db    *web, *operator_db, *relayed;
static int64_t       owner;
static char          log_lines[65536];

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

static void
keep_log(enum log_event event, const char *line)
{
	size_t used = strlen(log_lines);

	(void)event;
	snprintf(log_lines + used, sizeof(log_lines) - used, "%s\n", line);
}

static const char *
connection(const char *name)
{
	const char *value = getenv(name);

	if (value == NULL) {
		fprintf(stderr, "run me by tests/db/run\n");
		exit(64);
	}
	return value;
}

/* One insert in a transaction of its own. */
static enum err
insert(struct db *db, const struct db_scope *scope, struct uuid id, const char *note,
    bool final)
{
	struct tx             *tx;
	struct test_insert_row row;

	TRY(db_begin(db, arena, scope, &tx));
	if (final)
		db_final(tx);
	TRY(sql_test_insert(arena, tx,
	    &(struct test_insert_in){ .owner = owner, .id = id, .note = text_of(note) },
	    &row));
	assert_true(uuid_equal(row.id, id));
	return db_commit(tx);
}

static bool
stored(struct uuid id)
{
	struct tx           *tx;
	struct test_find_row row;
	enum err             err;

	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	db_final(tx);
	err = sql_test_find(arena, tx, &(struct test_find_in){ id }, &row);
	assert_int_equal(db_commit(tx), ERR_OK);
	assert_true(err == ERR_OK || err == ERR_NOT_FOUND);
	return err == ERR_OK;
}

static struct test_backend_row
backend(struct db *db, const struct db_scope *scope)
{
	struct tx              *tx;
	struct test_backend_row row;

	assert_int_equal(db_begin(db, arena, scope, &tx), ERR_OK);
	assert_int_equal(sql_test_backend(arena, tx, &row), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
	return row;
}

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
values_go_there_and_back(void **state)
{
	struct tx           *tx;
	struct test_echo_row row;
	struct uuid          ids[] = { uuid_new(), uuid_new() };
	struct test_echo_in  in = {
		 .a = INT32_MIN,
		 .b = opt_int(INT64_MAX),
		 .c = true,
		 .d = TEXT_LIT("Zo\xc3\xab's \"x\" \\"),
		 .e = { true, ids[0] },
		 .f = { (const uint8_t *)"\0\xff\n", 3 },
		 .g = INT64_C(1795000000123456),
		 .h = TEXT_LIT("{\"a\": [1, null]}"),
		 .i = -1.5e-300,
		 .j = { (const int32_t[]){ 1, -2, 3 }, (const bool[]){ false, true, false },
		     3 },
		 .l = { (const struct text[]){ TEXT_LIT("one"), TEXT_NONE, TEXT_LIT("") }, 3 },
		 .m = { ids, NULL, 2 },
		 .n = { (const double[]){ 0.1 }, NULL, 1 },
		 .o = { (const bool[]){ true, false }, NULL, 2 },
		 .p = { (const struct bytes[]){ { (const uint8_t *)"\0\1", 2 }, { NULL, 0 } },
		     2 },
	};

	(void)state;
	for (int nulls = 0; nulls < 2; nulls++) {
		assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
		db_final(tx);
		if (nulls) {
			in.b = OPT_INT_NONE;
			in.d = in.h = TEXT_NONE;
			in.e = OPT_UUID_NONE;
			in.f = (struct bytes){ NULL, 0 };
			in.j.n = in.l.n = in.m.n = 0;
			in.g = INT64_MAX; /* infinity */
		} else {
			in.q = opt_int(-5);
			in.r = opt_int(1);
		}
		assert_int_equal(sql_test_echo(arena, tx, &in, &row), ERR_OK);
		assert_int_equal(db_commit(tx), ERR_OK);
		assert_int_equal(row.a, in.a);
		assert_int_equal(row.b.set, in.b.set);
		assert_true(row.b.v == in.b.v);
		assert_int_equal(row.c, in.c);
		assert_true(text_equal(row.d, in.d));
		assert_int_equal(row.d.s == NULL, nulls);
		assert_int_equal(row.e.set, in.e.set);
		assert_true(uuid_equal(row.e.v, in.e.v));
		assert_int_equal(row.f.p == NULL, nulls);
		assert_true(nulls || (row.f.len == 3 && memcmp(row.f.p, in.f.p, 3) == 0));
		assert_true(row.g == in.g);
		assert_true(text_equal(row.h, in.h));
		assert_true(row.i == in.i);
		assert_int_equal(row.j.n, in.j.n);
		assert_non_null(row.j.v);
		assert_true(nulls || (row.j.v[0] == 1 && row.j.null[1] && row.j.v[2] == 3));
		assert_null(row.k.v);
		assert_int_equal(row.l.n, in.l.n);
		assert_true(nulls || (text_is(row.l.v[0], "one") && row.l.v[1].s == NULL &&
		                         row.l.v[2].s != NULL && row.l.v[2].len == 0));
		assert_int_equal(row.m.n, in.m.n);
		assert_true(nulls || uuid_equal(row.m.v[1], ids[1]));
		assert_true(row.n.n == 1 && row.n.v[0] == 0.1);
		assert_true(row.o.n == 2 && row.o.v[0] && !row.o.v[1]);
		assert_true(row.p.n == 2 && row.p.v[0].len == 2 && row.p.v[1].p == NULL);
	}
	assert_true(row.q.set && row.q.v == -5 && row.r.set && row.r.v == 1);
}

static void
heading_that_lies_is_found_at_run_time(void **state)
{
	struct tx           *tx;
	struct test_lies_row lies;
	struct test_two_row  two;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_lies(arena, tx, &lies), ERR_INTERNAL);
	assert_int_equal(sql_test_two(arena, tx, &two), ERR_INTERNAL);
	db_rollback(tx);
}

static void
rows_come_in_order(void **state)
{
	struct tx               *tx;
	struct test_numbers_row *rows;
	size_t                   count;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	db_final(tx);
	assert_int_equal(
	    sql_test_numbers(arena, tx, &(struct test_numbers_in){ 1000 }, &rows, &count),
	    ERR_OK);
	assert_int_equal(count, 1000);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(rows[i].n, i + 1);
		assert_int_equal(rows[i].name.s != NULL, (i + 1) % 2 == 0);
	}
	assert_string_equal(rows[999].name.s, "even 1000");
	assert_int_equal(db_commit(tx), ERR_OK);
}

static void
copy_carries_rows_both_ways(void **state)
{
	struct tx             *tx;
	struct sql_call       *copy;
	struct test_staged_row row;
	int64_t                rows = 0;
	bool                   more;
	size_t                 used;
	const int32_t          scores[] = { 1, 2 };
	struct test_count_row  count;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_stage(arena, tx, NULL), ERR_OK);
	assert_int_equal(sql_test_stage_rows_open(arena, tx, &copy), ERR_OK);
	for (int i = 1; i <= 20000; i++)
		assert_int_equal(sql_test_stage_rows_put(copy,
		                     &(struct test_stage_rows_row){ .line = i,
		                         .note = i % 3 ? TEXT_LIT("it's \\.") : TEXT_NONE,
		                         .answers = TEXT_LIT("{\"KP04\": 3}"),
		                         .scores = { scores, NULL, 2 } }),
		    ERR_OK);
	assert_int_equal(sql_test_stage_rows_close(copy, &rows), ERR_OK);
	assert_int_equal(rows, 20000);
	assert_int_equal(
	    sql_test_staged_open(arena, tx,
	        &(struct test_staged_in){ 10000, TEXT_LIT("x' OR '1'='1") }, &copy),
	    ERR_OK);
	rows = 0;
	used = arena_used(arena);
	for (;;) {
		assert_int_equal(sql_test_staged_next(copy, &row, &more), ERR_OK);
		if (!more)
			break;
		rows++;
		assert_int_equal(row.line, 10000 + rows);
		assert_string_equal(row.note.s ? row.note.s : "-",
		    row.line % 3 ? "it's \\." : "-");
		assert_string_equal(row.answers.s, "{\"KP04\": 3}");
		assert_true(row.scores.n == 2 && row.scores.v[1] == 2);
	}
	assert_int_equal(rows, 10000);
	assert_int_equal(arena_used(arena), used); /* streams keep no rows */
	/* Ordinary statements work again, in the same transaction. */
	assert_int_equal(sql_test_count(arena, tx, &count), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
}

static void
copy_given_up_in_the_middle_is_no_harm(void **state)
{
	struct arena    *own = arena_new(64 << 20);
	struct tx       *tx;
	struct sql_call *copy;

	(void)state;
	assert_int_equal(db_begin(operator_db, own, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_stage(own, tx, NULL), ERR_OK);
	assert_int_equal(sql_test_stage_rows_open(own, tx, &copy), ERR_OK);
	assert_int_equal(
	    sql_test_stage_rows_put(copy, &(struct test_stage_rows_row){ .line = 1 }),
	    ERR_OK);
	arena_free(own);
	assert_int_equal(insert(operator_db, &operator_scope, uuid_new(), "x", true), ERR_OK);
}

static void
copy_of_a_missing_table_fails_cleanly(void **state)
{
	struct tx       *tx;
	struct sql_call *copy;

	(void)state;
	assert_int_equal(db_begin(operator_db, arena, &operator_scope, &tx), ERR_OK);
	assert_int_equal(sql_test_stage_rows_open(arena, tx, &copy), ERR_INTERNAL);
	assert_int_equal(db_commit(tx), ERR_INTERNAL);
	assert_int_equal(insert(operator_db, &operator_scope, uuid_new(), "x", true), ERR_OK);
}

static void
values_never_reach_log_or_problem(void **state)
{
	struct uuid id = uuid_new();

	(void)state;
	log_lines[0] = '\0';
	assert_int_equal(insert(operator_db, &operator_scope, id, CANARY, true), ERR_OK);
	assert_int_equal(insert(operator_db, &operator_scope, id, CANARY, true),
	    ERR_CONFLICT);
	assert_non_null(strstr(log_lines, "23505"));
	assert_non_null(strstr(log_lines, "test_item_pkey"));
	assert_null(strstr(log_lines, CANARY));
	assert_null(strstr(log_lines, uuid_text(arena, id)));
	assert_null(strstr(db_problem(operator_db), uuid_text(arena, id)));
}

static void
values_never_reach_the_log_of_the_server(void **state)
{
	static char text[1 << 20];
	char        path[256];
	struct uuid id = uuid_new();
	FILE       *file;

	(void)state;
	assert_int_equal(insert(operator_db, &operator_scope, id, CANARY "-long", true),
	    ERR_INVALID);
	snprintf(path, sizeof(path), "%s/server.log", connection("SOUNDINGS_TEST_HOST"));
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	assert_non_null(strstr(text, "test_note_short")); /* it was said there */
	assert_null(strstr(text, CANARY));
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

static int
set_up(void **state)
{
	struct tx               *tx;
	struct test_operator_row row;

	(void)state;
	random_start();
	log_set_sink(keep_log);
	arena = arena_new(256 << 20);
	relay_start(connection("SOUNDINGS_TEST_HOST"), RELAY_PORT);
	web = db_open(connection("SOUNDINGS_TEST_WEB"), "test");
	operator_db = db_open(connection("SOUNDINGS_TEST_OPERATOR"), "test");
	relayed = db_open(arena_printf(arena, "%s port=%d",
	                      connection("SOUNDINGS_TEST_OPERATOR"), RELAY_PORT),
	    "test");
	if (db_begin(operator_db, arena, &operator_scope, &tx) != ERR_OK ||
	    sql_test_operator(arena, tx, &row) != ERR_OK || db_commit(tx) != ERR_OK) {
		fprintf(stderr, "%s\n", db_problem(operator_db));
		return 1;
	}
	owner = row.firm;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	db_close(web);
	db_close(operator_db);
	db_close(relayed);
	arena_free(arena);
	return 0;
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
		cmocka_unit_test(terminated_backend_is_unavailable_then_works_again),
		cmocka_unit_test(transaction_ends_with_its_session),
		cmocka_unit_test(server_that_crashed_is_back_within_seconds),
		cmocka_unit_test(table_that_changed_costs_one_failure),
		cmocka_unit_test(lock_and_time_limits_are_unavailable),
		cmocka_unit_test(warning_on_commit_is_uncertain),
		cmocka_unit_test(write_is_one_round_trip),
		cmocka_unit_test(cut_at_each_byte_of_the_answer_never_lies),
		cmocka_unit_test(swallowed_answer_does_not_hold_us),
		cmocka_unit_test(values_go_there_and_back),
		cmocka_unit_test(heading_that_lies_is_found_at_run_time),
		cmocka_unit_test(rows_come_in_order),
		cmocka_unit_test(copy_carries_rows_both_ways),
		cmocka_unit_test(copy_given_up_in_the_middle_is_no_harm),
		cmocka_unit_test(copy_of_a_missing_table_fails_cleanly),
		cmocka_unit_test(values_never_reach_log_or_problem),
		cmocka_unit_test(values_never_reach_the_log_of_the_server),
		cmocka_unit_test(unreachable_server_is_said_at_once_and_tried_again),
		cmocka_unit_test(
		    server_that_may_forget_is_refused_where_durability_is_required),
		cmocka_unit_test(other_schema_version_is_refused_with_what_to_run),
		cmocka_unit_test(notification_ends_the_wait),
		cmocka_unit_test(fault_points_fail_as_the_real_faults_do),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("db", tests, set_up, tear_down);
}
