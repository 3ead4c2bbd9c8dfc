/* SPDX-License-Identifier: ISC */
#include "access/inner.h"
#include "access/people.h"

#include "database/db.h"
#include "gen/sql_access.h"

enum err
access_sessions(const struct access_door *door, struct access_browser **rows_out,
    size_t *count_out)
{
	struct access_sessions_row *rows;
	struct tx                  *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_sessions(door->arena, tx, &rows, count_out));
	TRY(db_commit(tx));
	*rows_out = ARENA_ARRAY(door->arena, struct access_browser, *count_out);
	for (size_t i = 0; i < *count_out; i++)
		(*rows_out)[i] = (struct access_browser){ rows[i].id, rows[i].device,
			rows[i].created_at, rows[i].seen_at, rows[i].mine };
	return ERR_OK;
}

enum err
access_end(const struct access_door *door, struct opt_uuid which)
{
	struct access_end_row row;
	struct tx            *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_end(door->arena, tx, &(struct access_end_in){ .id = which }, &row));
	return db_commit(tx);
}

enum err
access_codes_left(const struct access_door *door, int64_t *left_out)
{
	struct access_codes_left_row row;
	struct tx                   *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_codes_left(door->arena, tx, &row));
	*left_out = row.n;
	return db_commit(tx);
}

static const struct db_scope courier = { .role = DB_ROLE_COURIER };

enum err
access_letter(struct arena *arena, struct db *db, struct uuid sign_in,
    struct text *token_out, int64_t *expires_out)
{
	struct text              token = access_token(arena);
	uint8_t                  hash[ACCESS_HASH];
	struct access_letter_row row;
	struct tx               *tx;

	check(access_token_hash(token, hash));
	TRY(db_begin(db, arena, &courier, &tx));
	db_final(tx);
	TRY(sql_access_letter(arena, tx,
	    &(struct access_letter_in){ .id = sign_in, .hash = { hash, sizeof hash } },
	    &row));
	TRY(db_commit(tx));
	*token_out = token;
	*expires_out = row.expires_at;
	return ERR_OK;
}

enum err
access_invited_as(struct arena *arena, struct db *db, struct uuid person,
    enum access_role *role_out)
{
	struct access_invited_as_row row;
	struct tx                   *tx;

	TRY(db_begin(db, arena, &courier, &tx));
	db_final(tx);
	TRY(sql_access_invited_as(arena, tx,
	    &(struct access_invited_as_in){ .person = person }, &row));
	TRY(db_commit(tx));
	return access_role_of(row.role, role_out) ? ERR_OK : ERR_NOT_FOUND;
}

enum err
access_purge(struct arena *arena, struct db *db, int64_t days, int64_t *count_out)
{
	struct access_purge_row row;
	struct tx              *tx;

	TRY(db_begin(db, arena, &courier, &tx));
	db_final(tx);
	TRY(sql_access_purge(arena, tx, &(struct access_purge_in){ .days = (int32_t)days },
	    &row));
	*count_out = row.n;
	return db_commit(tx);
}

enum err
access_people(const struct access_door *door, struct access_person **rows_out,
    size_t *count_out)
{
	struct access_people_row *rows;
	struct tx                *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_people(door->arena, tx, &rows, count_out));
	TRY(db_commit(tx));
	*rows_out = ARENA_ARRAY(door->arena, struct access_person, *count_out);
	for (size_t i = 0; i < *count_out; i++) {
		struct access_person *p = &(*rows_out)[i];

		*p = (struct access_person){ .id = rows[i].id,
			.email = rows[i].email,
			.name = rows[i].name,
			.firm = rows[i].firm,
			.operators = rows[i].operator,
			.disabled = rows[i].disabled,
			.factor = rows[i].factor,
			.mine = rows[i].mine,
			.let_in = rows[i].let_in,
			.reset = rows[i].reset,
			.vouched = rows[i].vouched,
			.waiting = rows[i].waiting };
		check(access_role_of(rows[i].role, &p->role));
	}
	return ERR_OK;
}

enum err
access_invite(const struct access_door *door, struct text email, struct text name,
    enum access_role role, struct text firm, bool record, enum access_invited *result_out)
{
	static const char *const words[] = { [ACCESS_ADDED] = "added",
		[ACCESS_TAKEN] = "taken",
		[ACCESS_NO_FIRM] = "firm",
		[ACCESS_NO_ROLE] = "role",
		[ACCESS_BAD_NAME] = "name",
		[ACCESS_MANY] = "often" };
	struct access_invite_row row;
	struct tx               *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_invite(door->arena, tx,
	    &(struct access_invite_in){ .email = email,
	        .name = name,
	        .role = text_of(access_role_name(role)),
	        .firm = firm,
	        .record = record },
	    &row));
	TRY(db_commit(tx));
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_is(row.verdict, words[i]))
			*result_out = (enum access_invited)i;
	return ERR_OK;
}

enum err
access_withdraw(const struct access_door *door, struct uuid invitation)
{
	struct access_withdraw_row row;
	struct tx                 *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_withdraw(door->arena, tx,
	    &(struct access_withdraw_in){ .invitation = invitation }, &row));
	TRY(db_commit(tx));
	return row.done ? ERR_OK : ERR_NOT_FOUND;
}

enum err
access_change(const struct access_door *door, struct uuid person, const char *what,
    struct text role, struct text reason, bool *changed_out)
{
	struct access_change_row row;
	struct tx               *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_change(door->arena, tx,
	    &(struct access_change_in){ .person = person,
	        .what = text_of(what),
	        .role = role,
	        .reason = reason },
	    &row));
	TRY(db_commit(tx));
	*changed_out = text_is(row.verdict, "done");
	return text_is(row.verdict, "none") ? ERR_NOT_FOUND : ERR_OK;
}

enum err
access_audit(const struct access_door *door, const struct access_audit_asked *asked,
    int most, struct access_event **rows_out, size_t *count_out)
{
	struct access_audit_row *rows;
	struct tx               *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_audit(door->arena, tx,
	    &(struct access_audit_in){ .before = asked->before,
	        .most = most,
	        .kind = asked->kind,
	        .who = asked->who,
	        .from = asked->from,
	        .upto = asked->upto },
	    &rows, count_out));
	TRY(db_commit(tx));
	*rows_out = ARENA_ARRAY(door->arena, struct access_event, *count_out);
	for (size_t i = 0; i < *count_out; i++)
		(*rows_out)[i] = (struct access_event){ rows[i].id, rows[i].at, rows[i].actor,
			rows[i].action, rows[i].object, rows[i].keys, rows[i].vals };
	return ERR_OK;
}

enum err
access_audit_actors(const struct access_door *door, const struct access_audit_asked *asked,
    struct text **actors_out, size_t *count_out)
{
	struct access_audit_actors_row *rows;
	struct tx                      *tx;

	TRY(access_begin(door, &tx));
	TRY(sql_access_audit_actors(door->arena, tx,
	    &(struct access_audit_actors_in){ asked->who, asked->from, asked->upto }, &rows,
	    count_out));
	TRY(db_commit(tx));
	*actors_out = ARENA_ARRAY(door->arena, struct text, *count_out);
	for (size_t i = 0; i < *count_out; i++)
		(*actors_out)[i] = rows[i].actor;
	return ERR_OK;
}
