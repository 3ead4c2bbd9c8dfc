/* SPDX-License-Identifier: ISC
 *
 * person.c - one address: found, given out, erased. */
#include "database/db.h"
#include "gen/sql_protection.h"
#include "protection/protection.h"

/* Of a command; a page waits no longer than for any statement. */
#define PATIENCE 120000

/* The address as we keep it and as it was typed: a name of a domain may be
 * written in its own alphabet. */
static struct sql_texts
spellings(struct arena *arena, const struct mail_addr *addr, struct text typed)
{
	struct text *list = ARENA_ARRAY(arena, struct text, 2);

	list[0] = addr->full;
	list[1] = text_trim(arena, typed);
	return (struct sql_texts){ list, 2 };
}

static enum err
begin(struct arena *arena, const struct protection_who *who, struct tx **tx_out)
{
	TRY(db_begin(who->db, arena, who->scope, tx_out));
	if (who->scope->role == DB_ROLE_OPERATOR)
		db_patient(*tx_out, PATIENCE);
	db_final(*tx_out);
	return ERR_OK;
}

static struct text
actor_of(const struct protection_who *who)
{
	if (who->by != NULL)
		return text_of(who->by);
	return who->os_user != NULL ? text_of(who->os_user) : TEXT_LIT("");
}

static struct text
user_of(const struct protection_who *who)
{
	return who->os_user != NULL ? text_of(who->os_user) : TEXT_NONE;
}

enum err
protection_find(struct arena *arena, const struct protection_who *who,
    const struct mail_addr *addr, struct text typed, struct protection_trace **traces_out,
    size_t *count_out)
{
	struct privacy_find_row *rows;
	struct tx               *tx;

	TRY(begin(arena, who, &tx));
	TRY(sql_privacy_find(arena, tx,
	    &(struct privacy_find_in){ .spellings = spellings(arena, addr, typed),
	        .actor = actor_of(who),
	        .os_user = user_of(who),
	        .reason = who->reason },
	    &rows, count_out));
	TRY(db_commit(tx));
	*traces_out = ARENA_ARRAY(arena, struct protection_trace, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++)
		(*traces_out)[i] = (struct protection_trace){ rows[i].kind, rows[i].form,
			rows[i].id, rows[i].at, rows[i].items };
	return ERR_OK;
}

enum err
protection_erase(struct arena *arena, const struct protection_who *who,
    const struct mail_addr *addr, struct text typed, struct protection_trace **traces_out,
    size_t *count_out)
{
	struct privacy_erase_row *rows;
	struct tx                *tx;

	TRY(begin(arena, who, &tx));
	TRY(sql_privacy_erase(arena, tx,
	    &(struct privacy_erase_in){ .spellings = spellings(arena, addr, typed),
	        .actor = actor_of(who),
	        .os_user = user_of(who),
	        .reason = who->reason },
	    &rows, count_out));
	TRY(db_commit(tx));
	*traces_out = ARENA_ARRAY(arena, struct protection_trace, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++)
		(*traces_out)[i] = (struct protection_trace){ rows[i].kind, rows[i].form,
			rows[i].id, rows[i].at, rows[i].items };
	return ERR_OK;
}

enum err
protection_export(struct arena *arena, const struct protection_who *who,
    const struct mail_addr *addr, struct text typed, struct text *json_out)
{
	struct privacy_export_row row;
	struct tx                *tx;

	TRY(begin(arena, who, &tx));
	TRY(sql_privacy_export(arena, tx,
	    &(struct privacy_export_in){ .spellings = spellings(arena, addr, typed),
	        .actor = actor_of(who),
	        .os_user = user_of(who),
	        .reason = who->reason },
	    &row));
	TRY(db_commit(tx));
	*json_out = row.held;
	return ERR_OK;
}

size_t
protection_count(const struct protection_trace *traces, size_t count, const char *kind)
{
	size_t n = 0;

	for (size_t i = 0; i < count; i++)
		n += text_is(traces[i].kind, kind);
	return n;
}
