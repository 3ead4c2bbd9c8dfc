/* SPDX-License-Identifier: ISC
 *
 * bench_state.c - propose, release, withdraw; include and hold. */
#include "benchmark/bench_build.h"

#include "base/err.h"
#include "benchmark/bench_guard.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

static enum err
audit(struct arena *arena, struct tx *tx, struct bench_person who, const char *action,
    int64_t id, const char *detail)
{
	struct snapshot_audit_row row;

	return sql_snapshot_audit(arena, tx,
	    &(struct snapshot_audit_in){ .actor = text_of(who.by),
	        .os_user = text_of(who.os_user),
	        .action = text_of(action),
	        .object = text_of(arena_printf(arena, "snapshot %lld", (long long)id)),
	        .detail = text_of(detail) },
	    &row);
}

enum err
bench_list(struct arena *arena, struct tx *tx, struct bench_listed **rows_out,
    size_t *count_out)
{
	struct snapshot_list_row *rows;
	struct bench_listed      *list;

	TRY(sql_snapshot_list(arena, tx, &(struct snapshot_list_in){ .form = OPT_INT_NONE },
	    &rows, count_out));
	list = ARENA_ARRAY(arena, struct bench_listed, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++)
		list[i] = (struct bench_listed){ .id = rows[i].id,
			.built_at = rows[i].built_at,
			.released_at = rows[i].released_at.set ? rows[i].released_at.v : 0,
			.version = rows[i].version,
			.firms = rows[i].firms,
			.form = rows[i].slug.s,
			.state = rows[i].state.s,
			.built_by = rows[i].built_by.s,
			.proposed_by = rows[i].proposed_by.s,
			.released_by = rows[i].released_by.s,
			.tried = rows[i].tried };
	*rows_out = list;
	return ERR_OK;
}

enum err
bench_propose(struct arena *arena, struct tx *tx, int64_t id, struct bench_person who,
    bool only_proved, struct bench_proposal *out)
{
	struct snapshot_row_row row;
	int64_t                 changed;

	*out = (struct bench_proposal){ .verdict = BENCH_NOT_BUILT };
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = id }, &row));
	out->owner = row.owner;
	out->form = row.form;
	out->version = row.version;
	if (!text_is(row.state, "built"))
		return ERR_OK;
	/* Others may have been released since it was built. */
	TRY(bench_recheck(arena, tx, id, only_proved, &out->unsafe));
	TRY(bench_name_refused(arena, tx, row.owner, id, &out->unsafe));
	if (out->unsafe.count > 0) {
		out->verdict = BENCH_UNSAFE;
		return ERR_OK;
	}
	TRY(sql_snapshot_propose(arena, tx,
	    &(struct snapshot_propose_in){ .owner = row.owner,
	        .snapshot = id,
	        .by = text_of(who.by) },
	    &changed));
	if (changed == 0)
		return ERR_OK;
	out->verdict = BENCH_PROPOSED;
	return audit(arena, tx, who, "snapshot.propose", id, "{}");
}

enum err
bench_withdraw(struct arena *arena, struct tx *tx, int64_t id, struct bench_person who,
    const char *reason, bool *done_out)
{
	struct snapshot_row_row row;
	int64_t                 changed;

	*done_out = false;
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = id }, &row));
	TRY(sql_snapshot_withdraw(arena, tx,
	    &(struct snapshot_withdraw_in){ .owner = row.owner,
	        .snapshot = id,
	        .by = text_of(who.by),
	        .reason = text_of(reason) },
	    &changed));
	*done_out = changed > 0;
	return changed > 0 ? audit(arena, tx, who, "snapshot.withdraw", id, "{}") : ERR_OK;
}

/* The rule of two people; *alone_out: it is one, and may be. */
static enum err
judge(struct arena *arena, struct tx *tx, const struct snapshot_row_row *row,
    struct bench_person who, bool two_people, const char *reason, struct bench_release *out,
    bool *alone_out)
{
	struct snapshot_releaser_row releaser;

	*alone_out = false;
	if (!text_is(row->state, "proposed"))
		return ERR_OK;
	TRY(sql_snapshot_releaser(arena, tx,
	    &(struct snapshot_releaser_in){ .owner = row->owner,
	        .snapshot = row->id,
	        .by = text_of(who.by) },
	    &releaser));
	out->vouch = releaser.vouch.s;
	out->verdict = BENCH_RELEASED;
	*alone_out = !text_is(releaser.verdict, "two");
	if (*alone_out && two_people)
		out->verdict = text_is(releaser.verdict, "same") ? BENCH_SAME_PERSON
		                                                 : BENCH_SAME_HAND;
	else if (*alone_out && releaser.two_people)
		out->verdict = BENCH_NOT_TOLD;
	else if (*alone_out && reason == NULL)
		out->verdict = BENCH_NO_REASON;
	return ERR_OK;
}

enum err
bench_release(struct arena *arena, struct tx *tx, int64_t id, struct bench_person who,
    bool two_people, const char *reason, struct bench_release *out)
{
	struct snapshot_row_row     row;
	struct snapshot_release_row released;
	bool                        alone;

	*out = (struct bench_release){ .verdict = BENCH_NOT_PROPOSED };
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = id }, &row));
	out->proposed_by = row.proposed_by.s;
	TRY(judge(arena, tx, &row, who, two_people, reason, out, &alone));
	if (out->verdict != BENCH_RELEASED)
		return ERR_OK;
	TRY(sql_snapshot_release(arena, tx,
	    &(struct snapshot_release_in){ .owner = row.owner,
	        .snapshot = id,
	        .by = text_of(who.by),
	        .alone = alone ? text_of(reason) : TEXT_NONE },
	    &released));
	out->pinned = released.pinned;
	out->letters = released.letters;
	return audit(arena, tx, who, "snapshot.release", id,
	    arena_printf(arena, "{\"pinned\": %lld, \"letters\": %lld, \"alone\": %s}",
	        (long long)released.pinned, (long long)released.letters,
	        alone ? "true" : "false"));
}

static enum bench_pool_outcome
outcome_of(struct text word)
{
	return text_is(word, "done")        ? BENCH_POOL_DONE
	       : text_is(word, "same")      ? BENCH_POOL_SAME
	       : text_is(word, "withdrawn") ? BENCH_POOL_WITHDRAWN
	       : text_is(word, "refused")   ? BENCH_POOL_REFUSED
	                                    : BENCH_POOL_UNKNOWN;
}

enum err
bench_pool_change(struct arena *arena, struct tx *tx, const struct uuid *ids, size_t count,
    bool include, const char *reason, struct bench_person who,
    struct bench_pool_change **changes_out, size_t *changes_count_out)
{
	struct pool_change_row   *rows;
	struct pool_owner_row     owner;
	struct bench_pool_change *changes;

	check(ids != NULL || include);
	TRY(sql_pool_owner(arena, tx, &owner));
	TRY(sql_pool_change(arena, tx,
	    &(struct pool_change_in){ .owner = owner.owner,
	        .ids = { ids, NULL, count },
	        .state = text_of(include ? "included" : "held"),
	        .reason = reason ? text_of(reason) : TEXT_NONE,
	        .by = text_of(who.by),
	        .os_user = text_of(who.os_user) },
	    &rows, changes_count_out));
	changes = ARENA_ARRAY(arena, struct bench_pool_change, *changes_count_out + 1);
	for (size_t i = 0; i < *changes_count_out; i++)
		changes[i] =
		    (struct bench_pool_change){ rows[i].id, outcome_of(rows[i].outcome) };
	*changes_out = changes;
	return ERR_OK;
}
