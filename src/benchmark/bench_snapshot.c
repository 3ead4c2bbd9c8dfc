/* SPDX-License-Identifier: ISC
 *
 * bench_snapshot.c - a snapshot in memory: published cells, nothing else. */
#include "benchmark/bench_inner.h"

#include <math.h>

#include "base/err.h"

struct bench_snapshot *
bench_snapshot_new(struct arena *arena, const struct bench_shape *shape,
    const struct bench_info *info)
{
	struct bench_snapshot *s = ARENA_NEW(arena, struct bench_snapshot);

	s->info = *info;
	s->shape = *shape;
	s->cells = ARENA_ARRAY(arena, const struct bench_cell *,
	    bench_cell_count(shape) * bench_channels(shape));
	for (size_t i = 0; i < BENCH_MEASURES_MAX; i++)
		s->sd[i] = s->alpha[i] = (double)NAN;
	return s;
}

void
bench_snapshot_put(struct bench_snapshot *s, size_t cell, size_t channel,
    const struct bench_cell *c)
{
	check(cell < bench_cell_count(&s->shape) && channel < bench_channels(&s->shape));
	s->cells[cell * bench_channels(&s->shape) + channel] = c;
}

const struct bench_cell *
bench_snapshot_cell(const struct bench_snapshot *s, struct bench_key key, size_t channel)
{
	return s
	    ->cells[bench_cell_index(&s->shape, key) * bench_channels(&s->shape) + channel];
}

struct bench_snapshot *
bench_snapshot_count(struct arena *arena, const struct bench_counter *counter,
    const struct bench_shape *shape, const struct bench_info *info)
{
	struct bench_snapshot *s = bench_snapshot_new(arena, shape, info);
	size_t                 cells = bench_cell_count(shape);
	int64_t               *n = ARENA_ARRAY(arena, int64_t, cells);
	int64_t               *source = ARENA_ARRAY(arena, int64_t, cells);
	bool                  *published = ARENA_ARRAY(arena, bool, cells);

	for (size_t channel = 0; channel < bench_channels(shape); channel++) {
		for (size_t i = 0; i < cells; i++) {
			n[i] = bench_counter_n(counter, bench_cell_key(shape, i), channel);
			source[i] = info->id;
		}
		bench_publish(shape, bench_floor_of(shape, channel), n, source, published);
		for (size_t i = 0; i < cells; i++) {
			struct bench_cell *c;

			if (!published[i])
				continue;
			c = ARENA_NEW(arena, struct bench_cell);
			c->source = info->id;
			c->counted_at = info->built_at;
			bench_counter_dist(arena, counter, bench_cell_key(shape, i), channel,
			    &c->dist);
			bench_snapshot_put(s, i, channel, c);
		}
	}
	return s;
}

const struct bench_info *
bench_snapshot_info(const struct bench_snapshot *s)
{
	return &s->info;
}

bool
bench_wobble(const struct bench_snapshot *s, size_t measure, double *sd_out,
    double *alpha_out)
{
	if (s == NULL || measure >= s->shape.measures || isnan(s->sd[measure]) ||
	    isnan(s->alpha[measure]))
		return false;
	*sd_out = s->sd[measure];
	*alpha_out = s->alpha[measure];
	return true;
}
