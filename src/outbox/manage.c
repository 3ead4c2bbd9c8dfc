/* SPDX-License-Identifier: ISC */
#include "outbox/manage.h"

#include "gen/sql_outbox.h"

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

enum err
outbox_entries(struct arena *arena, struct db *db, const char *state, int most,
    struct outbox_entry **entries_out, size_t *count_out)
{
	const struct outbox_list_in in = { .state = state ? text_of(state) : TEXT_NONE,
		.most = most };
	struct outbox_list_row     *rows;
	struct outbox_entry        *entries;
	struct tx                  *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	TRY(sql_outbox_list(arena, tx, &in, &rows, count_out));
	db_rollback(tx);
	entries = ARENA_ARRAY(arena, struct outbox_entry, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++)
		entries[i] = (struct outbox_entry){
			.id = rows[i].id,
			.object = rows[i].object,
			.kind = rows[i].kind,
			.address = rows[i].address,
			.state = rows[i].state,
			.created_at = rows[i].created_at,
			.due_at = rows[i].due_at,
			.leased = rows[i].leased,
			.tries = rows[i].tries,
			.doubts = rows[i].doubts,
			.done_at = rows[i].done_at.set ? rows[i].done_at.v : 0,
			.reply = rows[i].reply,
		};
	*entries_out = entries;
	return ERR_OK;
}

enum err
outbox_find(struct arena *arena, struct db *db, struct uuid id, struct outbox_spot *spot_out)
{
	struct outbox_state_row row;
	struct tx              *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	TRY(sql_outbox_state(arena, tx, &(struct outbox_state_in){ .id = id }, &row));
	db_rollback(tx);
	*spot_out = (struct outbox_spot){ row.owner, id, row.state };
	return ERR_OK;
}

static enum err
audit(struct arena *arena, struct tx *tx, const char *by, const char *action,
    const char *object)
{
	struct outbox_audit_row row;

	return sql_outbox_audit(arena, tx,
	    &(struct outbox_audit_in){ .actor = text_of(by),
	        .os_user = text_of(by),
	        .action = text_of(action),
	        .object = text_of(object) },
	    &row);
}

static const char *
letter_name(struct arena *arena, const struct outbox_spot *spot)
{
	return arena_printf(arena, "letter %s", uuid_text(arena, spot->id));
}

enum err
outbox_retry(struct arena *arena, struct db *db, const struct outbox_spot *spot,
    const char *by)
{
	const struct outbox_retry_in in = { .owner = spot->owner,
		.id = spot->id,
		.state = spot->state };
	int64_t                      changed;
	struct tx                   *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	TRY(sql_outbox_retry(arena, tx, &in, &changed));
	if (changed != 1)
		return ERR_CONFLICT;
	TRY(audit(arena, tx, by, "outbox.retry", letter_name(arena, spot)));
	return db_commit(tx);
}

enum err
outbox_cancel(struct arena *arena, struct db *db, const struct outbox_spot *spot,
    const char *by)
{
	const struct outbox_cancel_in in = { .owner = spot->owner,
		.id = spot->id,
		.state = spot->state };
	int64_t                       changed;
	struct tx                    *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	TRY(sql_outbox_cancel(arena, tx, &in, &changed));
	if (changed != 1)
		return ERR_CONFLICT;
	TRY(audit(arena, tx, by, "outbox.cancel", letter_name(arena, spot)));
	return db_commit(tx);
}

enum err
outbox_retry_failed(struct arena *arena, struct db *db, const char *by, int64_t *changed_out)
{
	struct tx *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	TRY(sql_outbox_retry_failed(arena, tx, changed_out));
	TRY(audit(arena, tx, by, "outbox.retry", "letters"));
	return db_commit(tx);
}
