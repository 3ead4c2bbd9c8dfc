/* SPDX-License-Identifier: ISC
 *
 * bench_told.c - what one published cell tells, and whether another world
 * would tell the same.
 *
 * A reader outside sees the whole cell.  A member sees it without the own
 * firm, in which quarter of it the own value lies by the exact quantiles, and
 * its printed rank. */
#include "benchmark/bench_audit.h"

#include "base/err.h"

static const int quantile[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };

/* A cell with a few values taken out and others put in. */
struct altered {
	const struct stats_dist *dist;
	size_t                   out_count, in_count;
	int32_t                  out[BENCH_CHANGES + 1], in[BENCH_CHANGES];
};

static struct altered
altered_by(const struct bench_told *t, const struct bench_change *c)
{
	struct altered a = { .dist = &t->dist };

	for (size_t i = 0; c != NULL && i < c->n; i++) {
		a.out[a.out_count++] = c->from[i];
		a.in[a.in_count++] = c->to[i];
	}
	return a;
}

static int64_t
shift(const struct altered *a, int32_t v)
{
	int64_t by = 0;

	for (size_t i = 0; i < a->in_count; i++)
		by += a->in[i] <= v;
	for (size_t i = 0; i < a->out_count; i++)
		by -= a->out[i] <= v;
	return by;
}

/* Index of the first value above v. */
static size_t
above(const struct stats_dist *d, int32_t v)
{
	size_t low = 0, high = d->distinct;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->vals[mid] <= v)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int64_t
up_to(const struct altered *a, int32_t v)
{
	size_t i = above(a->dist, v);

	return (i == 0 ? 0 : a->dist->cums[i - 1]) + shift(a, v);
}

/* Index of the value at a place, from 0, while nothing is altered. */
static size_t
index_at(const struct stats_dist *d, int64_t place)
{
	size_t low = 0, high = d->distinct;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->cums[mid] <= place)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* The value at a place, from 0, looked for from an index on: a few values out
 * or in move it a few steps only. */
static int32_t
at(const struct altered *a, int64_t place, size_t i)
{
	const struct stats_dist *d = a->dist;
	int64_t                  below;
	int32_t                  v;

	while (i < d->distinct && d->cums[i] + shift(a, d->vals[i]) <= place)
		i++;
	while (i > 0 && d->cums[i - 1] + shift(a, d->vals[i - 1]) > place)
		i--;
	v = i < d->distinct ? d->vals[i] : INT32_MAX;
	below = i == 0 ? 0 : d->cums[i - 1];
	for (size_t k = 0; k < a->in_count; k++) {
		if (a->in[k] < v && (i == 0 || a->in[k] > d->vals[i - 1]) &&
		    below + shift(a, a->in[k]) > place)
			v = a->in[k];
	}
	return v;
}

static int64_t
quantile_of(const struct bench_told *t, const struct altered *a, int64_t n, size_t which)
{
	int64_t h = (n - 1) * quantile[which][0], den = quantile[which][1], rest = h % den;
	int64_t low = at(a, h / den, t->index[which]);

	if (rest == 0)
		return low;
	return stats_divide(low * den + (at(a, h / den + 1, t->index[which]) - low) * rest,
	    den);
}

static bool
shown(const struct bench_told *t, size_t which, int64_t others)
{
	return which < t->quantiles && others >= (which == 0     ? t->least
	                                             : which < 3 ? t->group
	                                                         : t->tails);
}

static int
bin_of(int32_t answer)
{
	return answer < 3 ? 0 : answer == 3 ? 1 : 2;
}

void
bench_told_of(const struct bench_shape *shape, size_t channel, int level,
    const struct stats_dist *d, bool everything, struct bench_told *t)
{
	bool fact = channel >= shape->measures && channel < shape->measures + shape->facts;
	int64_t        below = 0;
	struct altered whole;

	*t = (struct bench_told){ .dist = *d,
		.n = stats_count(d),
		.least = everything              ? 2
		         : level == BENCH_LEVELS ? BENCH_SHOW
		                                 : BENCH_GROUP,
		.group = everything ? 2 : BENCH_GROUP,
		.tails = everything ? 2 : BENCH_TAILS,
		.rank = channel >= shape->measures ? 0
		        : everything               ? 2
		                                   : BENCH_RANK,
		.bins = channel >= shape->measures + shape->facts,
		.step = fact ? 500 : STATS_MICRO / 2 };
	check(d->without_count == 0);
	t->quantiles = t->bins ? 0 : fact ? 3 : 5;
	whole = altered_by(t, NULL);
	for (size_t i = 0; i < t->quantiles; i++)
		t->index[i] = index_at(d, (t->n - 1) * quantile[i][0] / quantile[i][1]);
	for (size_t i = 0; shown(t, i, t->n); i++)
		t->paper[i] = stats_divide(quantile_of(t, &whole, t->n, i), t->step);
	for (size_t i = 0; t->bins && i < d->distinct; i++) {
		t->bin[bin_of(d->vals[i])] += d->cums[i] - below;
		below = d->cums[i];
	}
}

/* --- items -------------------------------------------------------------------------- */

static bool
shares_differ(const struct bench_told *t, const struct bench_change *c, int own)
{
	int64_t n = t->n - (own >= 0);

	if (n < BENCH_RANK)
		return false;
	for (int i = 0; i < 3; i++) {
		int64_t was = t->bin[i] - (own == i), is = was;

		for (size_t k = 0; k < c->n; k++)
			is += (bin_of(c->to[k]) == i) - (bin_of(c->from[k]) == i);
		if (bench_show_share(was, n) != bench_show_share(is, n))
			return true;
	}
	return false;
}

/* --- the other world ------------------------------------------------------------- */

bool
bench_told_outside(const struct bench_told *t, const struct bench_change *c)
{
	struct altered a;

	if (t->bins)
		return shares_differ(t, c, -1);
	a = altered_by(t, c);
	for (size_t i = 0; shown(t, i, t->n); i++) {
		if (stats_divide(quantile_of(t, &a, t->n, i), t->step) != t->paper[i])
			return true;
	}
	return false;
}

/* Where the own value lies by the exact quantile: the page says the quarter,
 * from too few others for quarters the side of the median. */
static int
side(const struct bench_told *t, size_t which, int64_t others, int32_t own, int64_t of)
{
	if (others < t->group)
		return (own > of) - (own < of);
	return which < 3 && own >= of;
}

/* The printed rank of what has so many others below it, and again those with at
 * most as much: twice the rank. */
static int
rank_of(int64_t twice, int64_t others)
{
	return bench_paper_rank(
	    (int32_t)stats_divide(INT64_C(100) * STATS_MICRO * twice, 2 * others));
}

static bool
rank_differs(const struct bench_eyes *e, const struct altered *is, int32_t own)
{
	int64_t others = e->told->n - 1, by = shift(is, own - 1) + shift(is, own), twice;
	struct altered was = altered_by(e->told, NULL);

	if (e->told->rank == 0 || others < e->told->rank || by == 0)
		return false;
	twice = up_to(&was, own - 1) + up_to(&was, own) - 1;
	return rank_of(twice, others) != rank_of(twice + by, others);
}

/* A quantile without the own value, by the values at its place and the next two
 * with it. */
static int64_t
quantile_without(const int32_t v[3], int32_t own, int64_t rest, int64_t den)
{
	int64_t low = own <= v[0] ? v[1] : v[0], next = own <= v[1] ? v[2] : v[1];

	return rest == 0 ? low : stats_divide(low * den + (next - low) * rest, den);
}

static bool
quantile_differs(const struct bench_eyes *e, size_t which, int32_t own)
{
	const struct bench_told *t = e->told;
	int64_t                  others = t->n - 1, den = quantile[which][1];
	int64_t                  rest = (others - 1) * quantile[which][0] % den;
	int64_t                  old = quantile_without(e->was[which], own, rest, den),
	        new = quantile_without(e->is[which], own, rest, den);

	return stats_divide(old, t->step) != stats_divide(new, t->step) ||
	       side(t, which, others, own, old) != side(t, which, others, own, new);
}

void
bench_told_look(const struct bench_told *t, const struct bench_change *c,
    struct bench_eyes *e)
{
	struct altered was = altered_by(t, NULL), is = altered_by(t, c);
	int64_t        others = t->n - 1;

	*e = (struct bench_eyes){ .told = t, .change = c };
	for (int i = 0; t->bins && i < 3; i++)
		e->bin[i] = shares_differ(t, c, i);
	for (size_t i = 0; shown(t, i, others); i++) {
		int64_t place = (others - 1) * quantile[i][0] / quantile[i][1];

		for (int k = 0; k < 3; k++) {
			e->was[i][k] = at(&was, place + k, t->index[i]);
			e->is[i][k] = at(&is, place + k, t->index[i]);
		}
	}
}

bool
bench_told_sees(const struct bench_eyes *e, int32_t own)
{
	struct altered is;

	if (e->told->bins)
		return e->bin[bin_of(own)];
	for (size_t i = 0; shown(e->told, i, e->told->n - 1); i++) {
		if (quantile_differs(e, i, own))
			return true;
	}
	is = altered_by(e->told, e->change);
	return rank_differs(e, &is, own);
}

void
bench_told_look_all(struct arena *arena, struct bench_eyes *e)
{
	const struct stats_dist *d = &e->told->dist;

	e->seers = ARENA_ARRAY(arena, uint32_t, d->distinct + 1);
	for (size_t i = 0; i < d->distinct; i++)
		e->seers[i + 1] = e->seers[i] + bench_told_sees(e, d->vals[i]);
}

bool
bench_told_any(const struct bench_eyes *e, int32_t low, int32_t high)
{
	const struct stats_dist *d = &e->told->dist;
	size_t                   i = above(d, low - 1), end = above(d, high);

	if (e->seers != NULL)
		return i < end && e->seers[end] > e->seers[i];
	while (i < end && !bench_told_sees(e, d->vals[i]))
		i++;
	return i < end;
}

/* --- what is read ----------------------------------------------------------------- */

bool
bench_told_printed(const struct bench_told *t, size_t which, int64_t range[2])
{
	if (!shown(t, which, t->n))
		return false;
	range[0] = t->paper[which] * t->step - t->step / 2;
	range[1] = t->paper[which] * t->step + t->step / 2;
	return true;
}

void
bench_told_up_to(const struct bench_told *t, int64_t threshold, int64_t *low_out,
    int64_t *high_out)
{
	int64_t range[2];

	*low_out = 0;
	*high_out = t->n;
	for (size_t i = 0; bench_told_printed(t, i, range); i++) {
		int64_t h = (t->n - 1) * quantile[i][0], place = h / quantile[i][1];

		if (range[1] <= threshold && place + 1 > *low_out)
			*low_out = place + 1;
		place += h % quantile[i][1] != 0;
		if (range[0] > threshold && place < *high_out)
			*high_out = place;
	}
}

void
bench_told_bin(const struct bench_told *t, int bin, int64_t *low_out, int64_t *high_out)
{
	int64_t low = 0, high = t->n;

	if (t->n >= BENCH_RANK) {
		int share = bench_show_share(t->bin[bin], t->n);

		low = high = t->bin[bin];
		while (low > 0 && bench_show_share(low - 1, t->n) == share)
			low--;
		while (high < t->n && bench_show_share(high + 1, t->n) == share)
			high++;
	}
	*low_out = low;
	*high_out = high;
}
