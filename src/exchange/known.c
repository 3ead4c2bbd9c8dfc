/* SPDX-License-Identifier: ISC */
#include "exchange/known.h"

#include "database/db.h"
#include "gen/sql_exchange.h"
#include "response/catalogue.h"

enum err
known_rows(struct arena *arena, const struct import *import, const struct uuid *ids,
    const int64_t *lines, size_t count, int64_t *known_out)
{
	struct import_known_row *rows;
	struct tx               *tx;
	size_t                   n;

	*known_out = 0;
	TRY(db_begin(import->db, arena, &(struct db_scope){ .role = DB_ROLE_OPERATOR }, &tx));
	db_final(tx);
	TRY(sql_import_known(arena, tx,
	    &(struct import_known_in){ .owner = import->form->owner,
	        .ids = { ids, NULL, count } },
	    &rows, &n));
	TRY(db_commit(tx));
	for (size_t i = 0; i < n; i++)
		import->tell_known(import->thing, lines[rows[i].place - 1], rows[i].id,
		    rows[i].erased);
	*known_out = (int64_t)n;
	return ERR_OK;
}
