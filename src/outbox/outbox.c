/* SPDX-License-Identifier: ISC */
#include "outbox/outbox.h"

#include "base/log.h"
#include "base/random.h"
#include "base/utf8.h"
#include "gen/sql_outbox.h"

#define REPLY_MAX 500

static const struct db_scope everywhere = { .role = DB_ROLE_COURIER };

static const char *const kinds[LETTER__MAX] = {
	[LETTER_REPORT] = "report",
	[LETTER_RESUME] = "resume",
	[LETTER_COMPARISON] = "comparison",
	[LETTER_QUESTION] = "question",
	[LETTER_SIGN_IN] = "sign_in",
	[LETTER_INVITED] = "invited",
	[LETTER_INVITED_KNOWN] = "invited_known",
	[LETTER_FACTOR_NEW] = "factor_new",
	[LETTER_FACTOR_RECOVERY] = "factor_recovery",
	[LETTER_FACTOR_RESET] = "factor_reset",
};

const char *
letter_kind_name(enum letter_kind kind)
{
	return kinds[kind];
}

bool
letter_kind_of(struct text name, enum letter_kind *kind_out)
{
	for (int i = 0; i < LETTER__MAX; i++) {
		if (text_is(name, kinds[i])) {
			*kind_out = (enum letter_kind)i;
			return true;
		}
	}
	return false;
}

enum err
outbox_claim(struct arena *arena, struct db *db, const char *domain, int limit,
    struct outbox_letter **letters_out, size_t *count_out)
{
	const struct outbox_claim_in in = { .domain = text_of(domain),
		.batch = limit,
		.lease = OUTBOX_LEASE_SECONDS };
	struct outbox_claim_row     *rows;
	struct outbox_letter        *letters;
	size_t                       count;
	struct tx                   *tx;

	*count_out = 0;
	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_claim(arena, tx, &in, &rows, &count));
	TRY(db_commit(tx));
	letters = ARENA_ARRAY(arena, struct outbox_letter, count + 1);
	for (size_t i = 0; i < count; i++) {
		letters[i] = (struct outbox_letter){
			.owner = rows[i].owner,
			.id = rows[i].id,
			.object = rows[i].object,
			.address = rows[i].address,
			.language = rows[i].language,
			.message_id = rows[i].message_id,
			.attempt = rows[i].attempt,
			.tries = rows[i].tries,
			.created_at = rows[i].created_at,
		};
		/* The table's check allows no other word. */
		check(letter_kind_of(rows[i].kind, &letters[i].kind));
		if (rows[i].doubtful)
			LOG(EV_LETTER_AMBIGUOUS,
			    log_str("letter", uuid_text(arena, rows[i].id)),
			    log_str("why", "an earlier courier did not note what came of it; "
			                   "a second copy may arrive"),
			    log_int("doubts", rows[i].doubts));
	}
	*letters_out = letters;
	*count_out = count;
	return ERR_OK;
}

/* changed rows, of which there is one as long as the claim is ours. */
static enum err
ours(struct arena *arena, const struct outbox_letter *letter, int64_t changed)
{
	if (changed == 1)
		return ERR_OK;
	LOG(EV_LETTER_LOST, log_str("letter", uuid_text(arena, letter->id)),
	    log_int("attempt", letter->attempt));
	return ERR_CONFLICT;
}

enum err
outbox_renew(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    bool confirmed, enum outbox_hold *hold_out)
{
	const struct outbox_renew_in in = { .owner = letter->owner,
		.id = letter->id,
		.attempt = letter->attempt,
		.lease = OUTBOX_LEASE_SECONDS,
		.most = confirmed ? OPT_INT_NONE : opt_int(OUTBOX_UNCONFIRMED_A_DAY) };
	struct outbox_renew_row      row;
	struct tx                   *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_renew(arena, tx, &in, &row));
	TRY(db_commit(tx));
	*hold_out = row.enough ? OUTBOX_ENOUGH_TODAY : OUTBOX_FREE;
	return ours(arena, letter, row.ours);
}

static struct text
cut(struct text reply)
{
	if (reply.s == NULL)
		return TEXT_LIT("");
	return (struct text){ reply.s, utf8_cut(reply.s, reply.len, REPLY_MAX) };
}

static enum err
end(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    const char *state, struct text reply)
{
	const struct outbox_end_in in = { .owner = letter->owner,
		.id = letter->id,
		.attempt = letter->attempt,
		.state = text_of(state),
		.reply = cut(reply) };
	int64_t                    changed;
	struct tx                 *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_end(arena, tx, &in, &changed));
	TRY(db_commit(tx));
	return ours(arena, letter, changed);
}

enum err
outbox_sent(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct text reply)
{
	return end(arena, db, letter, "sent", reply);
}

enum err
outbox_failed(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct text reply)
{
	return end(arena, db, letter, "failed", reply);
}

enum err
outbox_ambiguous(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct text reply)
{
	return end(arena, db, letter, "ambiguous", reply);
}

enum err
outbox_cancelled(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct text reply)
{
	return end(arena, db, letter, "cancelled", reply);
}

enum err
outbox_later(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    bool own_fault, int64_t pause, struct text reply)
{
	const struct outbox_later_in in = { .owner = letter->owner,
		.id = letter->id,
		.attempt = letter->attempt,
		.own_fault = own_fault,
		.pause = (int32_t)pause,
		.days = OUTBOX_DAYS,
		.reply = cut(reply) };
	struct outbox_later_row      row;
	struct tx                   *tx;
	enum err                     err;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	err = sql_outbox_later(arena, tx, &in, &row);
	if (err == ERR_NOT_FOUND)
		return ours(arena, letter, 0);
	TRY(err);
	TRY(db_commit(tx));
	if (row.given_up)
		LOG(EV_LETTER_FAILED, log_str("letter", uuid_text(arena, letter->id)),
		    log_str("why", "tried for days"));
	return ERR_OK;
}

enum err
outbox_give_back(struct arena *arena, struct db *db, const struct outbox_letter *letters,
    size_t count)
{
	struct tx *tx;

	if (count == 0)
		return ERR_OK;
	TRY(db_begin(db, arena, &everywhere, &tx));
	for (size_t i = 0; i < count; i++) {
		const struct outbox_give_back_in in = { .owner = letters[i].owner,
			.id = letters[i].id,
			.attempt = letters[i].attempt };

		TRY(sql_outbox_give_back(arena, tx, &in, NULL));
	}
	return db_commit(tx);
}

enum err
outbox_may_go(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    bool *confirmed_out, enum outbox_hold *hold_out)
{
	const struct outbox_checks_in in = { .owner = letter->owner,
		.object = letter->object,
		.address = letter->address,
		.kind = text_of(letter_kind_name(letter->kind)) };
	struct outbox_checks_row      row;
	struct tx                    *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_checks(arena, tx, &in, &row));
	TRY(db_commit(tx));
	*confirmed_out = row.confirmed;
	*hold_out = row.suppressed ? OUTBOX_UNWANTED
	            : !row.confirmed && row.recent >= OUTBOX_UNCONFIRMED_A_DAY
	                ? OUTBOX_ENOUGH_TODAY
	                : OUTBOX_FREE;
	return ERR_OK;
}

enum err
outbox_draft(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct outbox_draft *draft_out)
{
	const struct outbox_draft_of_in in = { .owner = letter->owner, .id = letter->object };
	struct outbox_draft_of_row      row;
	struct tx                      *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_draft_of(arena, tx, &in, &row));
	TRY(db_commit(tx));
	*draft_out = (struct outbox_draft){ (uint32_t)row.generation, row.title };
	return ERR_OK;
}

enum err
outbox_response(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct outbox_response *response_out)
{
	const struct outbox_response_of_in in = { .owner = letter->owner,
		.id = letter->object };
	struct outbox_response_of_row      row;
	struct tx                         *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_response_of(arena, tx, &in, &row));
	TRY(db_commit(tx));
	*response_out = (struct outbox_response){ (uint32_t)row.generation, row.confirmed,
		row.consent, row.submitted_at };
	return ERR_OK;
}

enum err
outbox_question(struct arena *arena, struct db *db, const struct outbox_letter *letter,
    struct outbox_question *question_out)
{
	const struct outbox_question_of_in in = { .owner = letter->owner,
		.id = letter->object };
	struct outbox_question_of_row      row;
	struct tx                         *tx;

	TRY(db_begin(db, arena, &everywhere, &tx));
	db_final(tx);
	TRY(sql_outbox_question_of(arena, tx, &in, &row));
	TRY(db_commit(tx));
	*question_out = (struct outbox_question){ (uint32_t)row.generation, row.submitted_at,
		row.question };
	return ERR_OK;
}

int64_t
outbox_pause(int32_t tries, uint32_t random)
{
	int64_t pause = 15;

	for (int32_t i = 0; i < tries && pause < 4 * 3600; i++)
		pause *= 2;
	if (pause > 4 * 3600)
		pause = 4 * 3600;
	/* Letters that failed together should not all come back together. */
	return pause - pause / 4 + random % (pause / 2 + 1);
}
