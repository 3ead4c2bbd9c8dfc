/* SPDX-License-Identifier: ISC
 *
 * db_world.h - the server that the tests of database/ share: three connections,
 * a table, what was logged. */
#ifndef TESTS_DB_WORLD_H
#define TESTS_DB_WORLD_H

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

extern struct arena         *arena;
extern struct db            *web, *operator_db, *relayed;
extern int64_t               owner;
extern char                  log_lines[65536];
extern const struct db_scope operator_scope;

/* An environment variable that tests/db/run sets. */
const char *connection(const char *name);

/* One insert in a transaction of its own. */
MUST_CHECK enum err
insert(struct db *, const struct db_scope *, struct uuid id, const char *note, bool final);
bool                    stored(struct uuid id);
struct test_backend_row backend(struct db *, const struct db_scope *);

int world_set_up(void **state);
int world_tear_down(void **state);

#endif
