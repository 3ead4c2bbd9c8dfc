/* SPDX-License-Identifier: ISC */
#include "db_world.h"

struct arena *arena;
struct db    *web, *operator_db, *relayed;
int64_t       owner;
char          log_lines[65536];

const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

static void
keep_log(enum log_event event, const char *line)
{
	size_t used = strlen(log_lines);

	(void)event;
	snprintf(log_lines + used, sizeof(log_lines) - used, "%s\n", line);
}

const char *
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
enum err
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

bool
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

struct test_backend_row
backend(struct db *db, const struct db_scope *scope)
{
	struct tx              *tx;
	struct test_backend_row row;

	assert_int_equal(db_begin(db, arena, scope, &tx), ERR_OK);
	assert_int_equal(sql_test_backend(arena, tx, &row), ERR_OK);
	assert_int_equal(db_commit(tx), ERR_OK);
	return row;
}

int
world_set_up(void **state)
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

int
world_tear_down(void **state)
{
	(void)state;
	db_close(web);
	db_close(operator_db);
	db_close(relayed);
	arena_free(arena);
	return 0;
}
