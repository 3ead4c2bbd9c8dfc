/* SPDX-License-Identifier: ISC
 *
 * bench_preview.c - what a snapshot shows, beside the one released before. */
#include "benchmark/bench_build.h"

#include "base/err.h"
#include "benchmark/bench_inner.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

/* One row a cell while they are gathered. */
struct tally {
	int     measures;
	int64_t n;
	bool    carried, was, is, there;
};

static enum err
gather(struct arena *arena, struct tx *tx, int64_t owner, int64_t id, bool now,
    const struct bench_shape *shape, struct tally *tally)
{
	struct snapshot_cells_row *rows;
	size_t                     count;

	TRY(sql_snapshot_cells(arena, tx,
	    &(struct snapshot_cells_in){ .owner = owner, .snapshot = id }, &rows, &count));
	for (size_t i = 0; i < count; i++) {
		const struct snapshot_cells_row *r = &rows[i];
		struct bench_key key = { r->level, r->profession, r->size, r->region };
		struct tally    *t;

		if ((size_t)r->channel >= shape->measures ||
		    key.profession > shape->professions || key.size > shape->sizes ||
		    key.region > shape->regions)
			continue;
		t = &tally[bench_cell_index(shape, key)];
		if (!now) {
			t->was = t->was || (r->channel == 0 && r->published);
			continue;
		}
		t->there = true;
		t->measures += r->published;
		if (r->channel == 0) {
			t->n = r->n;
			t->carried = r->source != id;
			t->is = r->published;
		}
	}
	return ERR_OK;
}

enum err
bench_preview(struct arena *arena, struct tx *tx, int64_t id, struct bench_preview *out)
{
	struct snapshot_row_row           h;
	struct snapshot_newest_before_row last;
	struct bench_shape                shape;
	struct tally                     *tally;
	size_t                            cells;
	enum err                          err;

	*out = (struct bench_preview){ .id = id };
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = id }, &h));
	shape = (struct bench_shape){ h.professions, h.sizes, h.regions, (size_t)h.measures,
		(size_t)h.facts, (size_t)h.items };
	cells = bench_cell_count(&shape);
	tally = ARENA_ARRAY(arena, struct tally, cells);
	TRY(gather(arena, tx, h.owner, id, true, &shape, tally));
	err = sql_snapshot_newest_before(arena, tx,
	    &(struct snapshot_newest_before_in){ .form = h.form, .snapshot = id }, &last);
	if (err != ERR_OK && err != ERR_NOT_FOUND)
		return err;
	if (err == ERR_OK) {
		out->last = last.id;
		TRY(gather(arena, tx, h.owner, last.id, false, &shape, tally));
	}
	out->owner = h.owner;
	out->form = h.form;
	out->version = h.version;
	out->measures = h.measures;
	out->state = h.state.s;
	out->firms = h.firms;
	out->built_at = h.built_at;
	out->released_at = h.released_at.set ? h.released_at.v : 0;
	out->built_by = h.built_by.s;
	out->proposed_by = h.proposed_by.s;
	out->released_by = h.released_by.s;
	out->alone_reason = h.alone_reason.s;
	out->reason = h.reason.s;
	out->groups = ARENA_ARRAY(arena, struct bench_group, cells + 1);
	for (size_t i = 0; i < cells; i++) {
		struct bench_key key = bench_cell_key(&shape, i);

		if (tally[i].measures > 0 || tally[i].was)
			out->groups[out->group_count++] = (struct bench_group){ key.level,
				key.profession, key.size, key.region, tally[i].measures,
				bench_band_of(tally[i].n), tally[i].carried, tally[i].was,
				tally[i].is };
		else
			out->withheld += tally[i].there;
	}
	return ERR_OK;
}
