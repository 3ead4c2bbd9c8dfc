/* SPDX-License-Identifier: ISC */
#include "base/log.h"
#include "database/session.h"

static void
release(void *thing)
{
	db_rollback(thing);
}

enum err
db_begin(struct db *db, struct arena *arena, const struct db_scope *scope, struct tx **tx_out)
{
	struct tx *tx;

	/* An early return may have left one to its arena, which lives on. */
	if (db->tx != NULL)
		db_rollback(db->tx);
	if (session_ensure(db) != ERR_OK)
		return ERR_UNAVAILABLE;
	tx = ARENA_NEW(arena, struct tx);
	tx->db = db;
	tx->scope = *scope;
	tx->state = TX_NEW;
	db->tx = tx;
	arena_own(arena, tx, release);
	*tx_out = tx;
	return ERR_OK;
}

void
db_patient(struct tx *tx, int milliseconds)
{
	check(tx->state == TX_NEW);
	tx->limit_ms = milliseconds;
}

void
db_freeze(struct tx *tx, const char *moment)
{
	check(tx->state == TX_NEW);
	tx->frozen = true;
	tx->moment = moment;
}

void
db_final(struct tx *tx)
{
	tx->final = true;
}

void
db_only_read(struct tx *tx)
{
	check(tx->state == TX_NEW && !tx->frozen && tx->scope.role < DB_ROLE_COURIER &&
	      tx->scope.session.p == NULL);
	tx->read = true;
}

/* The arena may outlive the connection: nothing points there any more. */
static void
forget(struct tx *tx)
{
	if (tx->db != NULL && tx->db->tx == tx)
		tx->db->tx = NULL;
	tx->db = NULL;
}

enum err
db_commit(struct tx *tx)
{
	enum err err;

	if (tx->under_way.count > 0) {
		err = pipeline_collect(tx);
		if (err != ERR_OK)
			tx->commit = err;
	}
	if (tx->state == TX_NEW) { /* nothing was asked, nothing to keep */
		tx->state = TX_DONE;
		tx->commit = ERR_OK;
	} else if (tx->state != TX_DONE) {
		err = pipeline_run(tx, NULL, true);
		if (err != ERR_OK)
			tx->commit = err;
	}
	forget(tx);
	return tx->commit;
}

void
db_rollback(struct tx *tx)
{
	/* What was sent is waited for, or its answers would be taken for others'. */
	if (tx->under_way.count > 0 && pipeline_collect(tx) != ERR_OK)
		tx->state = TX_DONE;
	if (tx->state == TX_OPEN || tx->state == TX_FAILED) {
		pipeline_rollback(tx);
		tx->commit = ERR_INTERNAL; /* a commit after it is a mistake */
	}
	if (tx->state == TX_NEW)
		tx->commit = ERR_INTERNAL;
	tx->state = TX_DONE;
	forget(tx);
}

const char *
db_constraint(const struct tx *tx)
{
	return tx->constraint;
}
