/* SPDX-License-Identifier: ISC
 *
 * bench_publish.c - the cells of the snapshot being counted: which are
 * published, and all of them into the database.  A cell is merged, stored and
 * forgotten before the next one. */
#include "benchmark/bench_making.h"

#include <math.h>
#include <string.h>

#include "gen/sql_benchmark.h"

#define BATCH_ROWS   2000
#define BATCH_VALUES 200000

/* Cells on their way to the database. */
struct bench_batch {
	int32_t  channel[BATCH_ROWS], level[BATCH_ROWS], profession[BATCH_ROWS];
	int32_t  size[BATCH_ROWS], region[BATCH_ROWS], n[BATCH_ROWS], length[BATCH_ROWS];
	bool     published[BATCH_ROWS], no_sd[BATCH_ROWS], no_alpha[BATCH_ROWS];
	double   sd[BATCH_ROWS], alpha[BATCH_ROWS];
	int32_t *vals, *cums;
	size_t   rows, values, room;
};

/* Send the cells gathered so far. */
static enum err
flush(struct bench_making *b)
{
	struct bench_batch *t = b->batch;
	size_t              n = t->rows;

	if (n == 0)
		return ERR_OK;
	t->rows = 0;
	arena_reset(b->work);
	TRY(sql_snapshot_cells_add(b->work, b->tx,
	    &(struct snapshot_cells_add_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .channels = { t->channel, NULL, n },
	        .levels = { t->level, NULL, n },
	        .professions = { t->profession, NULL, n },
	        .sizes = { t->size, NULL, n },
	        .regions = { t->region, NULL, n },
	        .published = { t->published, NULL, n },
	        .ns = { t->n, NULL, n },
	        .lengths = { t->length, NULL, n },
	        .vals = { t->vals, NULL, t->values },
	        .cums = { t->cums, NULL, t->values },
	        .sds = { t->sd, t->no_sd, n },
	        .alphas = { t->alpha, t->no_alpha, n } },
	    NULL));
	t->values = 0;
	return ERR_OK;
}

/* Room for so many values; a cell that is larger than a batch has one alone. */
static enum err
make_room(struct bench_making *b, size_t values)
{
	struct bench_batch *t = b->batch;

	if (t->rows == BATCH_ROWS || t->values + values > t->room)
		TRY(flush(b));
	if (values > t->room) {
		t->room = values;
		t->vals = ARENA_ARRAY(b->arena, int32_t, values);
		t->cums = ARENA_ARRAY(b->arena, int32_t, values);
	}
	return ERR_OK;
}

static enum err
store_fresh(struct bench_making *b, struct bench_key key, size_t channel, bool published,
    int64_t n)
{
	struct bench_batch *t = b->batch;
	struct stats_dist   dist = { 0 };
	struct arena_mark   mark = arena_mark(b->merge);
	double              sd = (double)NAN, alpha = (double)NAN;
	size_t              i;

	if (published)
		bench_counter_dist(b->merge, b->counter, key, channel, &dist);
	TRY(make_room(b, dist.distinct));
	i = t->rows++;
	t->channel[i] = (int32_t)channel;
	t->level[i] = key.level;
	t->profession[i] = key.profession;
	t->size[i] = key.size;
	t->region[i] = key.region;
	t->published[i] = published;
	t->n[i] = (int32_t)n;
	t->length[i] = (int32_t)dist.distinct;
	if (dist.distinct > 0) {
		memcpy(t->vals + t->values, dist.vals, dist.distinct * sizeof(t->vals[0]));
		memcpy(t->cums + t->values, dist.cums, dist.distinct * sizeof(t->cums[0]));
		t->values += dist.distinct;
	}
	if (published && key.level == BENCH_LEVELS && channel < b->shape.measures &&
	    n >= BENCH_SPREAD) {
		sd = stats_sd(&dist) / STATS_MICRO;
		if (b->alpha[channel].n >= BENCH_SPREAD && b->alpha_items[channel] >= 2)
			alpha = stats_alpha_of(&b->alpha[channel], b->alpha_items[channel]);
	}
	t->sd[i] = sd;
	t->alpha[i] = alpha;
	t->no_sd[i] = isnan(sd);
	t->no_alpha[i] = isnan(alpha);
	arena_rewind(b->merge, mark);
	return ERR_OK;
}

static enum err
store_carried(struct bench_making *b, struct bench_key key, size_t channel, bool published,
    const struct bench_past *past)
{
	arena_reset(b->work);
	return sql_snapshot_cell_carry(b->work, b->tx,
	    &(struct snapshot_cell_carry_in){ .owner = b->plan->owner,
	        .snapshot = b->id,
	        .shown_in = past->shown_in,
	        .source = past->source,
	        .channel = (int32_t)channel,
	        .level = key.level,
	        .profession = key.profession,
	        .size = key.size,
	        .region = key.region,
	        .published = published },
	    NULL);
}

/* The items of a dimension go with the pool's cell of it, which comes first. */
static enum err
store_items(struct bench_making *b, size_t measure, bool published,
    const struct bench_past *past)
{
	if (measure == 0 || measure >= b->shape.measures || !published)
		return ERR_OK;
	arena_reset(b->work);
	if (past != NULL)
		return bench_items_carry(b->work, b->tx, b->plan->owner, b->id, measure,
		    past->shown_in);
	return bench_items_store(b->work, b->tx, b->plan->owner, b->id, b->plan->definition,
	    measure, &b->items, &b->alpha[measure]);
}

struct fetching {
	struct bench_making *making;
	size_t               channel;
};

static void
fetch_dist(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	struct fetching *f = context;

	(void)source;
	bench_counter_dist(f->making->merge, f->making->counter,
	    bench_cell_key(&f->making->shape, cell), f->channel, dist_out);
}

/* What the auditor finds is withheld like what has too few firms. */
static enum err
judge(struct bench_making *b, size_t channel, const struct bench_past **past, bool *published)
{
	static bool     fresh[BENCH_CELLS_MAX];
	struct fetching f = { b, channel };
	enum err        err;

	for (size_t i = 0; i < bench_cell_count(&b->shape); i++)
		fresh[i] = past[i] == NULL;
	err =
	    bench_guard_channel(&b->guard, b->tx, channel, fresh, published, fetch_dist, &f);
	arena_reset(b->merge);
	return err;
}

/* One channel in all cells. */
static enum err
publish(struct bench_making *b, size_t channel)
{
	static const struct bench_past *past[BENCH_CELLS_MAX];
	static int64_t                  n[BENCH_CELLS_MAX], fresh[BENCH_CELLS_MAX];
	static int64_t                  source[BENCH_CELLS_MAX];
	static bool                     published[BENCH_CELLS_MAX];
	size_t                          cells = bench_cell_count(&b->shape);

	for (size_t i = 0; i < cells; i++) {
		enum bench_fate fate = bench_history_fate(b->history, i, channel, &past[i]);

		fresh[i] = bench_counter_n(b->counter, bench_cell_key(&b->shape, i), channel);
		n[i] = fate == BENCH_CARRIED  ? past[i]->n
		       : fate == BENCH_SILENT ? 0
		                              : fresh[i];
		source[i] = fate == BENCH_CARRIED ? past[i]->source : b->id;
	}
	bench_publish(&b->shape, bench_floor_of(&b->shape, channel), n, source, published);
	TRY(judge(b, channel, past, published));
	for (size_t i = 0; i < cells; i++) {
		struct bench_key key = bench_cell_key(&b->shape, i);

		if (past[i] != NULL)
			TRY(store_carried(b, key, channel, published[i], past[i]));
		else if (fresh[i] > 0)
			TRY(store_fresh(b, key, channel, published[i], fresh[i]));
	}
	return store_items(b, channel, published[0], past[0]);
}

enum err
bench_publish_all(struct bench_making *b)
{
	size_t channels = bench_channels(&b->shape);

	b->batch = ARENA_NEW(b->arena, struct bench_batch);
	b->batch->room = BATCH_VALUES;
	b->batch->vals = ARENA_ARRAY(b->arena, int32_t, BATCH_VALUES);
	b->batch->cums = ARENA_ARRAY(b->arena, int32_t, BATCH_VALUES);
	for (size_t channel = 0; channel < channels; channel++) {
		bench_tell(b, "publishing", (int64_t)channel, (int64_t)channels);
		TRY(publish(b, channel));
	}
	return flush(b);
}
