/* SPDX-License-Identifier: ISC
 *
 * bench_recheck.c - the auditor before a snapshot is proposed: the cells as
 * they were stored, beside all that has been released since it was built. */
#include "base/err.h"
#include "benchmark/bench_guard.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

#define RECHECK_MAX ((size_t)1 << 32)

struct own {
	struct bench_shape    shape;
	struct guard_own_row *rows;
	size_t                count;
	size_t                cell[BENCH_CELLS_MAX]; /* of each row */
};

static void
fetch(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	const struct own *o = context;

	(void)source;
	for (size_t i = 0; i < o->count; i++) {
		if (o->cell[i] == cell) {
			*dist_out = (struct stats_dist){ o->rows[i].vals.v,
				o->rows[i].cums.v, o->rows[i].vals.n, NULL, 0 };
			return;
		}
	}
	check(false);
}

/* What is not safe of one thing counted is withheld, and so named, by the guard. */
static enum err
recheck_channel(struct arena *work, struct bench_guard *g, struct tx *tx, size_t channel,
    struct own *o)
{
	static bool published[BENCH_CELLS_MAX], fresh[BENCH_CELLS_MAX];

	TRY(sql_guard_own(work, tx,
	    &(struct guard_own_in){ .owner = g->owner,
	        .snapshot = g->snapshot,
	        .channel = (int32_t)channel },
	    &o->rows, &o->count));
	for (size_t i = 0; i < bench_cell_count(&g->shape); i++)
		published[i] = fresh[i] = false;
	for (size_t i = 0; i < o->count; i++) {
		const struct guard_own_row *r = &o->rows[i];

		o->cell[i] = bench_cell_index(&g->shape,
		    (struct bench_key){ r->level, r->profession, r->size, r->region });
		published[o->cell[i]] = fresh[o->cell[i]] = true;
	}
	return bench_guard_channel(g, tx, channel, fresh, published, fetch, o);
}

static enum err
recheck(struct arena *arena, struct arena *work, struct bench_guard *g, struct tx *tx,
    struct bench_named *out)
{
	struct own   *o = ARENA_NEW(work, struct own);
	struct arena *one = arena_new_in(work, RECHECK_MAX);

	TRY(bench_guard_open(work, tx, g));
	TRY(bench_guard_read(g, tx));
	for (size_t c = 0; c < bench_channels(&g->shape); c++) {
		arena_reset(one);
		TRY(recheck_channel(one, g, tx, c, o));
	}
	out->count = (size_t)g->withheld;
	out->cells = ARENA_ARRAY(arena, struct bench_unsafe, out->count + 1);
	for (size_t i = 0; i < out->count; i++)
		out->cells[i] = g->gone[i];
	return ERR_OK;
}

enum err
bench_recheck(struct arena *arena, struct tx *tx, int64_t snapshot, bool only_proved,
    struct bench_named *unsafe_out)
{
	struct snapshot_row_row row;
	struct bench_guard      g = { .snapshot = snapshot, .only_proved = only_proved };
	struct arena           *work;
	enum err                err;

	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = snapshot },
	    &row));
	g.shape = (struct bench_shape){ row.professions, row.sizes, row.regions,
		(size_t)row.measures, (size_t)row.facts, (size_t)row.items,
		(size_t)row.codes };
	g.owner = row.owner;
	g.form = row.form;
	g.version = row.version;
	work = arena_new(RECHECK_MAX);
	err = recheck(arena, work, &g, tx, unsafe_out);
	arena_free(work);
	return err;
}
