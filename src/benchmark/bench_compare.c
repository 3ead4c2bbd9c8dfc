/* SPDX-License-Identifier: ISC
 *
 * bench_compare.c - one response beside a snapshot: which level, without the
 * own firm, and no more than the number of others allows. */
#include "benchmark/bench_inner.h"

#include <string.h>

#include "base/err.h"

/* One cell and channel seen by one firm: one at a time, as its dist borrows the
 * subject's room. */
struct view {
	const struct bench_cell *cell; /* NULL: withheld */
	struct stats_dist        dist; /* of the others */
};

int32_t
bench_own_value(const struct bench_shape *shape, const struct bench_own *own, size_t channel)
{
	if (channel < shape->measures)
		return own->score[channel];
	channel -= shape->measures;
	if (channel < shape->facts)
		return own->fact[channel];
	channel -= shape->facts;
	return own->item[channel] >= 1 && own->item[channel] <= 5 ? own->item[channel]
	                                                          : BENCH_NONE;
}

static void
leave_out(struct stats_dist *d, int32_t *without, int32_t value)
{
	size_t i = d->without_count++;

	for (; i > 0 && without[i - 1] > value; i--)
		without[i] = without[i - 1];
	without[i] = value;
}

static int64_t
look(const struct bench_snapshot *s, const struct bench_subject *subject,
    struct bench_key key, size_t channel, struct view *v)
{
	v->cell = bench_snapshot_cell(s, key, channel);
	if (v->cell == NULL)
		return 0;
	v->dist = v->cell->dist;
	v->dist.without = subject->without;
	v->dist.without_count = 0;
	for (size_t i = 0; i < subject->own_count; i++) {
		const struct bench_own *own = &subject->own[i];
		int32_t                 value = bench_own_value(&s->shape, own, channel);

		/* A carried cell holds the firms of its source, so the own
		 * rows of that snapshot are the ones to take out. */
		if (own->snapshot == v->cell->source && value != BENCH_NONE &&
		    bench_cell_holds(&s->shape, key, own->profession, own->size, own->region))
			leave_out(&v->dist, subject->without, value);
	}
	return stats_count(&v->dist);
}

enum bench_band
bench_band_of(int64_t n)
{
	return n >= BENCH_TAILS   ? BENCH_BAND_40
	       : n >= BENCH_RANK  ? BENCH_BAND_20
	       : n >= BENCH_GROUP ? BENCH_BAND_10
	       : n >= BENCH_SHOW  ? BENCH_BAND_5
	                          : BENCH_BAND_NONE;
}

static enum bench_quarter
quarter_of(const struct bench_shown *b, int32_t own)
{
	return own >= b->q3       ? BENCH_QUARTER_TOP
	       : own >= b->median ? BENCH_QUARTER_SECOND
	       : own >= b->q1     ? BENCH_QUARTER_THIRD
	                          : BENCH_QUARTER_BOTTOM;
}

struct bench_shown
bench_show(const struct stats_dist *d, int32_t own)
{
	struct bench_shown b = { 0 };
	int64_t            n = stats_count(d);

	if (n < BENCH_SHOW)
		return b;
	b.any = true;
	b.band = bench_band_of(n);
	b.has_own = own != BENCH_NONE;
	b.median = stats_quantile7(d, 1, 2);
	if (b.has_own)
		b.side = (own > b.median) - (own < b.median);
	if (n >= BENCH_GROUP) {
		b.has_quartiles = true;
		b.q1 = stats_quantile7(d, 1, 4);
		b.q3 = stats_quantile7(d, 3, 4);
		if (b.has_own)
			b.quarter = quarter_of(&b, own);
	}
	if (n >= BENCH_RANK && b.has_own) {
		b.has_rank = true;
		b.rank = stats_rank(d, own);
	}
	if (n >= BENCH_TAILS) {
		b.has_tails = true;
		b.p10 = stats_quantile7(d, 1, 10);
		b.p90 = stats_quantile7(d, 9, 10);
	}
	return b;
}

struct bench_shown
bench_show_fact(const struct stats_dist *d, int32_t own)
{
	struct bench_shown b = bench_show(d, own);

	/* Facts are whole numbers of few values: a rank among them is not asked
	 * for, and tails would be lowest and highest. */
	b.has_rank = b.has_tails = false;
	b.rank = b.p10 = b.p90 = 0;
	return b;
}

uint8_t
bench_show_share(int64_t part, int64_t n)
{
	int64_t steps;

	if (20 * part < n)
		return BENCH_UNDER_5;
	if (20 * part > 19 * n)
		return BENCH_OVER_95;
	steps = stats_divide(20 * part, n);
	return (uint8_t)(5 * (steps < 1 ? 1 : steps > 19 ? 19 : steps));
}

struct bench_bins
bench_show_bins(const struct stats_dist *d)
{
	struct bench_bins b = { 0 };
	int64_t           n = stats_count(d), low, middle, equal;

	if (n < BENCH_RANK)
		return b;
	stats_below_equal(d, 3, &low, &equal);
	middle = equal;
	b.any = true;
	b.low = bench_show_share(low, n);
	b.middle = bench_show_share(middle, n);
	b.high = bench_show_share(n - low - middle, n);
	return b;
}

/* Every measure that the response has is published here with enough others. */
static bool
level_serves(const struct bench_snapshot *s, const struct bench_subject *subject, int level,
    struct bench_key *key_out)
{
	struct view v;
	bool        some = false;

	if (!bench_cell_of(level, subject->profession, subject->size, subject->region,
	        key_out))
		return false;
	for (size_t m = 0; m < s->shape.measures; m++) {
		if (subject->score[m] == BENCH_NONE)
			continue;
		if (look(s, subject, *key_out, m, &v) < BENCH_GROUP)
			return false;
		some = true;
	}
	return some;
}

static void
note_shown(struct bench_comparison *c, const struct bench_cell *cell)
{
	if (c->counted_at == 0 || cell->counted_at < c->counted_at)
		c->counted_at = cell->counted_at;
}

static void
fill_measures(const struct bench_snapshot *s, const struct bench_subject *subject,
    struct bench_key key, int64_t least, struct bench_comparison *c)
{
	struct view v;

	for (size_t m = 0; m < s->shape.measures; m++) {
		if (look(s, subject, key, m, &v) < least)
			continue;
		c->measure[m] = bench_show(&v.dist, subject->score[m]);
		if (subject->score[m] == BENCH_NONE)
			continue;
		c->any = true;
		if (c->band == BENCH_BAND_NONE || c->measure[m].band < c->band)
			c->band = c->measure[m].band;
		note_shown(c, v.cell);
	}
}

static void
fill_others(const struct bench_snapshot *s, const struct bench_subject *subject,
    struct bench_key key, int64_t least, struct bench_comparison *c)
{
	struct view v;

	for (size_t f = 0; f < s->shape.facts; f++) {
		if (look(s, subject, key, s->shape.measures + f, &v) < least)
			continue;
		c->fact[f] = bench_show_fact(&v.dist, subject->fact[f]);
		note_shown(c, v.cell);
	}
	for (size_t i = 0; i < s->shape.items; i++) {
		if (look(s, subject, key, s->shape.measures + s->shape.facts + i, &v) <
		    BENCH_RANK)
			continue;
		c->item[i] = bench_show_bins(&v.dist);
		note_shown(c, v.cell);
	}
}

void
bench_compare(const struct bench_snapshot *s, const struct bench_subject *subject,
    struct bench_comparison *out)
{
	struct bench_key key;
	int64_t          least = BENCH_GROUP;
	int              level = 1;

	memset(out, 0, sizeof(*out));
	if (s == NULL)
		return;
	while (level <= BENCH_LEVELS && !level_serves(s, subject, level, &key))
		level++;
	if (level > BENCH_LEVELS) {
		key = (struct bench_key){ .level = BENCH_LEVELS };
		least = BENCH_SHOW;
	}
	fill_measures(s, subject, key, least, out);
	if (!out->any) {
		/* Nothing of a group without a comparison, not even where a
		 * measure that this response lacks could be shown. */
		memset(out, 0, sizeof(*out));
		return;
	}
	fill_others(s, subject, key, least, out);
	out->level = key.level;
	out->profession = key.profession;
	out->size = key.size;
	out->region = key.region;
	out->snapshot = s->info.id;
	out->measures = s->shape.measures;
	out->facts = s->shape.facts;
	out->items = s->shape.items;
}
