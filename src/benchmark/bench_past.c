/* SPDX-License-Identifier: ISC
 *
 * bench_past.c - what reports have shown before the snapshot being counted. */
#include "benchmark/bench_making.h"

#include "gen/sql_benchmark.h"

#define KEPT_MAX ((size_t)1 << 32)

static const struct bench_own *
side_of(struct bench_own *own, bool there, struct opt_int profession, struct opt_int size,
    struct opt_int region, struct sql_int4s scores, struct sql_int4s facts,
    struct bytes items)
{
	if (!there)
		return NULL;
	own->profession = (int)profession.v;
	own->size = (int)size.v;
	own->region = (int)region.v;
	bench_take_values(scores, BENCH_MEASURES_MAX, own->score);
	bench_take_values(facts, BENCH_FACTS_MAX, own->fact);
	bench_take_items(items, own->item);
	return own;
}

static enum err
note_changes(struct bench_making *b, int64_t source)
{
	struct snapshot_changes_row r;
	struct bench_own            before, now;
	struct sql_call            *copy;
	bool                        more;

	bench_history_begin(b->history, source);
	TRY(sql_snapshot_changes_open(b->work, b->tx,
	    &(struct snapshot_changes_in){ .owner = b->plan->owner,
	        .old = source,
	        .new = b->id },
	    &copy));
	for (;;) {
		TRY(sql_snapshot_changes_next(copy, &r, &more));
		if (!more)
			return ERR_OK;
		bench_history_note(b->history, source,
		    side_of(&before, r.old_firm, r.old_profession, r.old_size, r.old_region,
		        r.old_scores, r.old_facts, r.old_items),
		    side_of(&now, r.new_firm, r.new_profession, r.new_size, r.new_region,
		        r.new_scores, r.new_facts, r.new_items));
	}
}

enum err
bench_recall(struct bench_making *b)
{
	struct snapshot_past_row *rows;
	struct arena             *kept = arena_new_in(b->arena, KEPT_MAX);
	size_t                    count_rows;
	int64_t                   seen = -1;

	b->history = bench_history_new(b->arena, &b->shape);
	TRY(sql_snapshot_past(kept, b->tx,
	    &(struct snapshot_past_in){ .owner = b->plan->owner,
	        .form = b->plan->form,
	        .version = b->plan->version,
	        .measures = (int32_t)b->shape.measures },
	    &rows, &count_rows));
	for (size_t i = 0; i < count_rows; i++) {
		struct bench_key key = { rows[i].level, rows[i].profession, rows[i].size,
			rows[i].region };

		/* A form whose groups were changed has no past in their cells. */
		if (key.profession > b->shape.professions || key.size > b->shape.sizes ||
		    key.region > b->shape.regions ||
		    (size_t)rows[i].channel >= bench_channels(&b->shape))
			continue;
		bench_history_add(b->arena, b->history, key, (size_t)rows[i].channel,
		    &(struct bench_past){ .source = rows[i].source,
		        .shown_in = rows[i].shown_in,
		        .n = rows[i].n,
		        .standing = rows[i].standing });
	}
	for (;;) {
		int64_t next = INT64_MAX;

		for (size_t i = 0; i < count_rows; i++) {
			if (rows[i].source > seen && rows[i].source < next)
				next = rows[i].source;
		}
		if (next == INT64_MAX)
			return ERR_OK;
		arena_reset(b->work);
		bench_tell(b, "comparing with earlier snapshots", 0, 0);
		TRY(note_changes(b, next));
		seen = next;
	}
}
