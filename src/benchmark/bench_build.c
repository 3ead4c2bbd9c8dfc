/* SPDX-License-Identifier: ISC
 *
 * bench_build.c - count a snapshot: one transaction from the pool to the last
 * cell.  Memory follows the number of distinct values, not that of firms. */
#include "benchmark/bench_build.h"

#include "base/fault.h"
#include "benchmark/bench_making.h"
#include "gen/sql_benchmark.h"

#define WORK_MAX   ((size_t)1 << 32)
#define BUILD_WAIT (6 * 3600 * 1000) /* milliseconds: one statement may take long */

void
bench_tell(const struct bench_making *b, const char *step, int64_t done, int64_t total)
{
	if (b->plan->progress != NULL)
		b->plan->progress(b->plan->context, step, done, total);
}

static enum err
begin(struct bench_making *b)
{
	const struct bench_build *plan = b->plan;
	struct snapshot_lock_row  lock;
	struct snapshot_begin_row begun;

	TRY(sql_snapshot_lock(b->work, b->tx,
	    &(struct snapshot_lock_in){ .form = plan->form }, &lock));
	if (!lock.got)
		return ERR_CONFLICT;
	TRY(sql_snapshot_begin(b->work, b->tx,
	    &(struct snapshot_begin_in){ .owner = plan->owner,
	        .form = plan->form,
	        .version = plan->version,
	        .by = text_of(plan->by),
	        .professions = b->shape.professions,
	        .sizes = b->shape.sizes,
	        .regions = b->shape.regions,
	        .measures = (int32_t)b->shape.measures,
	        .facts = (int32_t)b->shape.facts,
	        .items = (int32_t)b->shape.items,
	        .codes = (int32_t)b->shape.codes },
	    &begun));
	b->id = begun.id;
	b->built_at = begun.built_at;
	b->guard = (struct bench_guard){ .shape = b->shape,
		.owner = plan->owner,
		.form = plan->form,
		.snapshot = b->id,
		.version = plan->version,
		.only_proved = plan->only_proved };
	return bench_guard_open(b->arena, b->tx, &b->guard);
}

static enum err
finish(struct bench_making *b)
{
	struct snapshot_audit_row noted;

	TRY(bench_name_withheld(b->work, b->tx, &b->guard));
	TRY(sql_snapshot_finish(b->work, b->tx,
	    &(struct snapshot_finish_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .firms = (int32_t)b->firms,
	        .withheld = (int32_t)b->guard.withheld,
	        .unproved = (int32_t)b->guard.open },
	    NULL));
	return sql_snapshot_audit(b->work, b->tx,
	    &(struct snapshot_audit_in){ .actor = text_of(b->plan->by),
	        .os_user = text_of(b->plan->os_user),
	        .action = TEXT_LIT("snapshot.build"),
	        .object = text_of(arena_printf(b->work, "snapshot %lld", (long long)b->id)),
	        .detail = text_of(arena_printf(b->work,
	            "{\"firms\": %lld, \"withheld_by_auditor\": %lld, \"unproved\": %lld}",
	            (long long)b->firms, (long long)b->guard.withheld,
	            (long long)b->guard.open)) },
	    &noted);
}

static enum err
build(struct bench_making *b)
{
	TRY(begin(b));
	TRY(bench_collect(b));
	(void)FAULT("bench.collected");
	arena_reset(b->work);
	TRY(bench_recall(b));
	if (!bench_guard_is_first(&b->guard))
		TRY(bench_guard_read(&b->guard, b->tx));
	TRY(bench_publish_all(b));
	arena_reset(b->work);
	TRY(finish(b));
	if (b->plan->last != NULL)
		TRY(b->plan->last(b->plan->context, b->work, b->tx, b->id));
	bench_tell(b, "publishing", 1, 1);
	return db_commit(b->tx);
}

enum err
bench_build(struct arena *arena, struct db *db, const struct bench_build *plan,
    int64_t *id_out)
{
	struct bench_making *b = ARENA_NEW(arena, struct bench_making);
	enum err             err;

	b->plan = plan;
	TRY(bench_shape_of(plan->definition, &b->shape));
	db_set_deadline(db, BUILD_WAIT);
	db_set_deadline(plan->reader, BUILD_WAIT);
	b->arena = arena_new(WORK_MAX);
	b->work = arena_new(WORK_MAX);
	b->merge = arena_new(WORK_MAX);
	err = db_begin(db, arena,
	    &(struct db_scope){ .role = DB_ROLE_OPERATOR, .firm = plan->owner }, &b->tx);
	if (err == ERR_OK) {
		db_freeze(b->tx, NULL);
		err = build(b);
		if (err != ERR_OK)
			db_rollback(b->tx);
	}
	arena_free(b->merge);
	arena_free(b->work);
	arena_free(b->arena);
	*id_out = b->id;
	return err;
}
