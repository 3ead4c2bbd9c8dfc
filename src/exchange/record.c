/* SPDX-License-Identifier: ISC */
#include "exchange/record.h"

#include "database/db.h"
#include "exchange/export.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"

static const struct db_scope operator_scope = { .role = DB_ROLE_OPERATOR };

enum err
record_export(struct arena *arena, struct db *db, const struct catalogue_form *form,
    const char *format, const char *by, const char *os_user)
{
	struct export_audit_row row;
	struct tx              *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_export_audit(arena, tx,
	    &(struct export_audit_in){ .actor = text_of(by ? by : os_user),
	        .os_user = text_of(os_user),
	        .object = text_of(arena_printf(arena, "form %s", form->slug)),
	        .owner = form->owner,
	        .form = form->form,
	        .format = text_of(format) },
	    &row));
	return db_commit(tx);
}

enum err
record_ended(struct arena *arena, struct db *db, const struct db_scope *scope,
    int64_t export, const struct export_done *done, bool whole)
{
	struct export_ended_row row;
	struct tx              *tx;

	TRY(db_begin(db, arena, scope, &tx));
	db_final(tx);
	TRY(sql_export_ended(arena, tx,
	    &(struct export_ended_in){ .export = export,
	        .rows = done->rows,
	        .mended = done->mended,
	        .whole = whole },
	    &row));
	return db_commit(tx);
}

enum err
record_erase(struct arena *arena, struct db *db, struct uuid id, const char *by,
    const char *os_user, bool *erased_out)
{
	struct erase_response_row row;
	struct tx                *tx;

	TRY(db_begin(db, arena, &operator_scope, &tx));
	db_final(tx);
	TRY(sql_erase_response(arena, tx,
	    &(struct erase_response_in){ .id = id,
	        .actor = text_of(by ? by : os_user),
	        .os_user = text_of(os_user) },
	    &row));
	TRY(db_commit(tx));
	*erased_out = row.erased > 0;
	return ERR_OK;
}
