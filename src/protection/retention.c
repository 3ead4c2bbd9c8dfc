/* SPDX-License-Identifier: ISC
 *
 * retention.c - what is forgotten by itself. */
#include "database/db.h"
#include "gen/sql_protection.h"
#include "protection/protection.h"

#define BATCH    1000
#define PATIENCE 60000

static const struct db_scope courier_scope = { .role = DB_ROLE_COURIER };

/* All that is past its time, batch by batch, so that nobody waits for long. */
static enum err
forget(struct arena *arena, struct db *db, const char *what, int64_t days, int64_t *count)
{
	struct arena *scratch = arena_new_in(arena, (size_t)1024 * 1024);

	for (;;) {
		struct retention_step_row row;
		struct tx                *tx;

		TRY(db_begin(db, scratch, &courier_scope, &tx));
		db_patient(tx, PATIENCE);
		db_final(tx);
		TRY(sql_retention_step(scratch, tx,
		    &(struct retention_step_in){ .what = text_of(what),
		        .days = (int32_t)days,
		        .batch = BATCH },
		    &row));
		TRY(db_commit(tx));
		arena_reset(scratch);
		if (row.done > 0)
			*count += row.done;
		if (row.done < BATCH) /* or another courier is at it */
			return ERR_OK;
	}
}

enum err
protection_forget(struct arena *arena, struct db *db, const struct protection_keep *keep,
    struct protection_forgotten *forgotten_out)
{
	struct protection_forgotten *f = forgotten_out;
	struct retention_audit_row   noted;
	struct tx                   *tx;

	*f = (struct protection_forgotten){ 0 };
	TRY(forget(arena, db, "drafts", keep->drafts, &f->drafts));
	TRY(forget(arena, db, "letters", keep->letters, &f->letters));
	TRY(forget(arena, db, "failed_letters", keep->failed_letters, &f->letters));
	TRY(forget(arena, db, "contacts", keep->contacts, &f->contacts));
	TRY(forget(arena, db, "history", keep->history, &f->history));
	TRY(forget(arena, db, "audit", keep->audit, &f->audit));
	if (f->drafts + f->letters + f->contacts + f->history + f->audit == 0)
		return ERR_OK;
	TRY(db_begin(db, arena, &courier_scope, &tx));
	db_final(tx);
	TRY(sql_retention_audit(arena, tx,
	    &(struct retention_audit_in){
	        .detail = text_of(arena_printf(arena,
	            "{\"drafts\": %lld, \"letters\": %lld, \"contacts\": %lld, \"history\": %lld, "
	            "\"audit\": %lld}",
	            (long long)f->drafts, (long long)f->letters, (long long)f->contacts,
	            (long long)f->history, (long long)f->audit)) },
	    &noted));
	return db_commit(tx);
}
