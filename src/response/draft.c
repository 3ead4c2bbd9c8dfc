/* SPDX-License-Identifier: ISC */
#include "response/draft.h"

#include "address/address.h"
#include "base/arena.h"
#include "base/clock.h"
#include "database/db.h"
#include "gen/sql_response.h"
#include "response/prepare.h"
#include "response/response.h"

enum err
draft_load(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    struct text page, struct draft *draft_out)
{
	struct db_scope         scope = respondent_of(owner, id);
	struct tx              *tx;
	struct draft_pages_row *rows;
	struct draft_page      *pages;
	size_t                  count, n = 0;

	TRY(db_begin(db, arena, &scope, &tx));
	db_only_read(tx);
	TRY(sql_draft_pages(arena, tx,
	    &(struct draft_pages_in){ .owner = owner,
	        .id = id,
	        .days = DRAFT_DAYS,
	        .page = page },
	    &rows, &count));
	TRY(db_commit(tx));
	if (count == 0)
		return ERR_NOT_FOUND;
	pages = ARENA_ARRAY(arena, struct draft_page, count);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].page.s == NULL)
			continue;
		pages[n].slug = arena_strndup(arena, rows[i].page.s, rows[i].page.len);
		pages[n].answers = rows[i].answers;
		pages[n++].saved_at = rows[i].page_saved_at.v;
	}
	*draft_out = (struct draft){
		.id = id,
		.form = rows[0].form,
		.version = rows[0].version,
		.language = arena_strndup(arena, rows[0].language.s, rows[0].language.len),
		.begun_at = rows[0].begun_at,
		.saved_at = rows[0].saved_at,
		.done_at = rows[0].done_at.set ? rows[0].done_at.v : 0,
		.generation = (uint32_t)rows[0].generation,
		.pages = pages,
		.page_count = n,
	};
	return ERR_OK;
}

static enum err
put(struct arena *arena, struct db *db, const struct draft_save *save,
    struct draft_put_row *row_out)
{
	struct db_scope scope = respondent_of(save->owner, save->id);
	struct tx      *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_draft_put(arena, tx,
	    &(struct draft_put_in){ .owner = save->owner,
	        .id = save->id,
	        .form = save->form,
	        .version = save->version,
	        .language = text_of(save->language),
	        .begun_at = save->begun_at,
	        .page = text_of(save->page),
	        .answers = save->answers,
	        .next = save->next != NULL ? text_of(save->next) : TEXT_NONE },
	    row_out));
	return db_commit(tx);
}

enum err
draft_save(struct arena *arena, struct db *db, const struct draft_save *save, bool *blank_out)
{
	int64_t              begun = clock_monotonic();
	struct draft_put_row row = { 0 };
	enum err             err = put(arena, db, save, &row);

	*blank_out = false;

	/* A page is replaced whole, so it may as well be put twice: a session
	 * that ended under it costs nothing then. */
	if ((err == ERR_UNCERTAIN || err == ERR_UNAVAILABLE) &&
	    clock_monotonic() - begun < 2 * CLOCK_SECOND)
		err = put(arena, db, save, &row);
	TRY(err);
	*blank_out = save->next != NULL && !row.kept;
	return row.open ? ERR_OK : ERR_CONFLICT;
}

enum err
draft_clear(struct arena *arena, struct db *db, int64_t owner, struct uuid id)
{
	struct db_scope scope = respondent_of(owner, id);
	struct tx      *tx;

	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_draft_delete(arena, tx,
	    &(struct draft_delete_in){ .owner = owner, .id = id }, NULL));
	return db_commit(tx);
}

enum err
draft_mail_link(struct arena *arena, struct db *db, int64_t owner, struct uuid id,
    const struct mail_addr *address, bool *later_out)
{
	struct db_scope         scope = respondent_of(owner, id);
	struct tx              *tx;
	struct draft_letter_row row;

	*later_out = false;
	TRY(db_begin(db, arena, &scope, &tx));
	db_final(tx);
	TRY(sql_draft_letter(arena, tx,
	    &(struct draft_letter_in){ .owner = owner,
	        .id = id,
	        .address = address->full,
	        .most = RESPONSE_MAILS_A_DAY },
	    &row));
	TRY(db_commit(tx));
	if (!row.known)
		return ERR_NOT_FOUND;
	*later_out = row.today >= RESPONSE_MAILS_A_DAY;
	return ERR_OK;
}
