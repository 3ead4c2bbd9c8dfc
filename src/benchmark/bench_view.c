/* SPDX-License-Identifier: ISC
 *
 * bench_view.c - see bench_view.h. */
#include "benchmark/bench_view.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "benchmark/bench_inner.h"

static struct bench_key
key_of(struct bench_pick pick)
{
	return (struct bench_key){ pick.level, pick.profession, pick.size, pick.region };
}

struct bench_groups
bench_groups_of(const struct bench_snapshot *s)
{
	return (
	    struct bench_groups){ s->shape.professions, s->shape.sizes, s->shape.regions };
}

static bool
within(int place, int count)
{
	return place >= 0 && place <= count;
}

bool
bench_pick_of(struct bench_groups g, int profession, int size, bool window, int region,
    struct bench_pick *pick_out)
{
	int level;

	if (!within(profession, g.professions) || !within(size, g.sizes) ||
	    !within(region, g.regions))
		return false;
	if (region > 0)
		level = profession > 0 && size > 0 && !window ? 1 : 0;
	else if (size > 0)
		level = profession > 0 ? window ? 3 : 2 : window ? 5 : 0;
	else
		level = profession > 0 ? 4 : BENCH_LEVELS;
	*pick_out = (struct bench_pick){ level, profession, size, region };
	return level > 0;
}

void
bench_pick_sizes(struct bench_groups g, struct bench_pick pick, int *first_out, int *last_out)
{
	bool window = pick.level == 3 || pick.level == 5;

	*first_out = pick.size - (window && pick.size > 1);
	*last_out = pick.size + (window && pick.size < g.sizes);
}

/* A published cell's firms; NULL: withheld. */
static const struct stats_dist *
dist_at(const struct bench_snapshot *s, struct bench_pick pick, size_t channel)
{
	const struct bench_cell *cell = bench_snapshot_cell(s, key_of(pick), channel);

	return cell == NULL ? NULL : &cell->dist;
}

static void
note(struct bench_comparison *c, const struct bench_cell *cell)
{
	if (c->counted_at == 0 || cell->counted_at < c->counted_at)
		c->counted_at = cell->counted_at;
}

static void
fill_measures(const struct bench_snapshot *s, struct bench_pick pick,
    struct bench_comparison *c)
{
	for (size_t m = 0; m < s->shape.measures; m++) {
		const struct stats_dist *dist = dist_at(s, pick, m);

		if (dist == NULL)
			continue;
		c->measure[m] = bench_show(dist, BENCH_NONE);
		if (!c->measure[m].any)
			continue;
		if (!c->any || c->measure[m].band < c->band)
			c->band = c->measure[m].band;
		c->any = true;
		note(c, bench_snapshot_cell(s, key_of(pick), m));
	}
}

void
bench_view(const struct bench_snapshot *s, struct bench_pick pick, struct bench_comparison *c)
{
	const struct bench_shape *shape = &s->shape;

	memset(c, 0, sizeof(*c));
	fill_measures(s, pick, c);
	for (size_t f = 0; f < shape->facts; f++) {
		const struct stats_dist *dist = dist_at(s, pick, shape->measures + f);

		if (dist != NULL)
			c->fact[f] = bench_show_fact(dist, BENCH_NONE);
	}
	for (size_t i = 0; i < shape->items; i++) {
		const struct stats_dist *dist =
		    dist_at(s, pick, shape->measures + shape->facts + i);

		if (dist != NULL)
			c->item[i] = bench_show_bins(dist);
	}
	c->snapshot = s->info.id;
	c->measures = shape->measures;
	c->facts = shape->facts;
	c->items = shape->items;
	if (!c->any)
		return;
	c->level = pick.level;
	c->profession = pick.profession;
	c->size = pick.size;
	c->region = pick.region;
}

int64_t
bench_view_source(const struct bench_snapshot *s, struct bench_pick pick, size_t measure)
{
	const struct bench_cell *cell = bench_snapshot_cell(s, key_of(pick), measure);

	return cell == NULL || stats_count(&cell->dist) < BENCH_SHOW ? 0 : cell->source;
}

struct bench_share
bench_view_share(const struct bench_snapshot *s, struct bench_pick pick, size_t fact,
    enum bench_side side, int32_t bound)
{
	const struct stats_dist *dist = dist_at(s, pick, s->shape.measures + fact);
	struct bench_share       out = { 0 };
	struct stats_interval    likely;
	int64_t                  n, below, equal;

	if (dist == NULL || (n = stats_count(dist)) < BENCH_RANK)
		return out;
	stats_below_equal(dist, bound, &below, &equal);
	out.any = true;
	out.band = bench_band_of(n);
	out.share = bench_show_share(side == BENCH_AT_MOST ? below + equal : n - below, n);
	/* Of the share as printed: the interval tells nothing finer than that. */
	likely = stats_wilson_share(out.share / 100.0, n);
	out.low = (uint8_t)(5 * (int)floor(likely.low * 20 + 1e-9));
	out.high = (uint8_t)(5 * (int)ceil(likely.high * 20 - 1e-9));
	return out;
}

/* --- items ----------------------------------------------------------------------- */

int
bench_hundredths(double v)
{
	return isnan(v) ? INT_MIN : (int)lround(v * 100);
}

bool
bench_view_alpha(const struct bench_snapshot *s, size_t measure, int *alpha_out)
{
	double sd, alpha;

	if (!bench_wobble(s, measure, &sd, &alpha))
		return false;
	*alpha_out = bench_hundredths(alpha);
	return true;
}
