/* SPDX-License-Identifier: ISC
 *
 * bench_preview.c - the groups of a snapshot, beside the one released before. */
#include "benchmark/bench_preview.h"

#include "base/err.h"
#include "benchmark/bench_inner.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

/* One group while they are gathered. */
struct tally {
	int     measures;
	int64_t n;
	bool    carried, was, is; /* of overall */
	bool    there, any;       /* counted in this one; published, now or before */
};

static enum err
gather(struct arena *arena, struct tx *tx, int64_t owner, int64_t id, bool now,
    const struct bench_shape *shape, struct tally *tally)
{
	struct snapshot_tally_row *rows;
	size_t                     count;

	TRY(sql_snapshot_tally(arena, tx,
	    &(struct snapshot_tally_in){ .owner = owner,
	        .snapshot = id,
	        .measures = (int32_t)shape->measures },
	    &rows, &count));
	for (size_t i = 0; i < count; i++) {
		const struct snapshot_tally_row *r = &rows[i];
		struct bench_key key = { r->level, r->profession, r->size, r->region };
		struct tally    *t;

		if (key.profession > shape->professions || key.size > shape->sizes ||
		    key.region > shape->regions)
			continue;
		t = &tally[bench_cell_index(shape, key)];
		t->any = t->any || r->published;
		if (!now) {
			t->was = r->overall;
			continue;
		}
		t->there = true;
		t->measures = (int)r->measures;
		t->n = r->n.set ? r->n.v : 0;
		t->carried = r->carried;
		t->is = r->overall;
	}
	return ERR_OK;
}

/* The last one released, and how much of it may be set beside this one. */
static enum err
find_last(struct arena *arena, struct tx *tx, const struct snapshot_row_row *h,
    struct bench_preview *out)
{
	struct snapshot_newest_before_row last;
	struct snapshot_row_row           l;
	enum err                          err;

	err = sql_snapshot_newest_before(arena, tx,
	    &(struct snapshot_newest_before_in){ .form = h->form, .snapshot = h->id }, &last);
	if (err != ERR_OK)
		return err == ERR_NOT_FOUND ? ERR_OK : err;
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = last.id },
	    &l));
	out->last = last.id;
	out->beside = h->professions == l.professions && h->sizes == l.sizes &&
	              h->regions == l.regions && h->measures == l.measures;
	if (out->beside)
		out->channels = (size_t)(h->version == l.version
		                             ? h->measures + h->facts + h->items
		                             : h->measures);
	return ERR_OK;
}

static void
put_head(const struct snapshot_row_row *h, struct bench_preview *out)
{
	out->owner = h->owner;
	out->form = h->form;
	out->version = h->version;
	out->measures = h->measures;
	out->state = h->state.s;
	out->firms = h->firms;
	out->built_at = h->built_at;
	out->released_at = h->released_at.set ? h->released_at.v : 0;
	out->built_by = h->built_by.s;
	out->proposed_by = h->proposed_by.s;
	out->released_by = h->released_by.s;
	out->alone_reason = h->alone_reason.s;
	out->reason = h->reason.s;
}

enum err
bench_preview(struct arena *arena, struct tx *tx, int64_t id, struct bench_preview *out)
{
	struct snapshot_row_row h;
	struct bench_shape      shape;
	struct tally           *tally;
	size_t                  cells;

	*out = (struct bench_preview){ .id = id };
	TRY(sql_snapshot_row(arena, tx, &(struct snapshot_row_in){ .snapshot = id }, &h));
	put_head(&h, out);
	shape = (struct bench_shape){ h.professions, h.sizes, h.regions, (size_t)h.measures,
		(size_t)h.facts, (size_t)h.items, (size_t)h.codes };
	cells = bench_cell_count(&shape);
	tally = ARENA_ARRAY(arena, struct tally, cells);
	TRY(gather(arena, tx, h.owner, id, true, &shape, tally));
	TRY(find_last(arena, tx, &h, out));
	if (out->beside)
		TRY(gather(arena, tx, h.owner, out->last, false, &shape, tally));
	out->groups = ARENA_ARRAY(arena, struct bench_group, cells + 1);
	for (size_t i = 0; i < cells; i++) {
		const struct tally *t = &tally[i];
		struct bench_key    k = bench_cell_key(&shape, i);

		if (t->any)
			out->groups[out->group_count++] = (struct bench_group){
				{ k.level, k.profession, k.size, k.region }, i + 1,
				t->measures, bench_band_of(t->n), t->carried, t->was, t->is
			};
		else
			out->withheld += t->there;
	}
	return ERR_OK;
}
