/* SPDX-License-Identifier: ISC
 *
 * What db.h promises of values and rows, and where values never go.  Run by tests/db/run. */
#include "db_world.h"

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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_go_there_and_back),
		cmocka_unit_test(heading_that_lies_is_found_at_run_time),
		cmocka_unit_test(rows_come_in_order),
		cmocka_unit_test(copy_carries_rows_both_ways),
		cmocka_unit_test(copy_given_up_in_the_middle_is_no_harm),
		cmocka_unit_test(copy_of_a_missing_table_fails_cleanly),
		cmocka_unit_test(values_never_reach_log_or_problem),
		cmocka_unit_test(values_never_reach_the_log_of_the_server),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("values", tests, world_set_up, world_tear_down);
}
