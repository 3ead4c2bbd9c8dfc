/* SPDX-License-Identifier: ISC
 *
 * releases.c - see releases.h. */
#include "tests/unit/benchmark/releases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define VIEWS 256
#define TELLS 12
#define TIMES 2000
#define FEW   12 /* firms by which two sets differ that say something */

const struct bench_shape release_shape = { .professions = 4,
	.sizes = 4,
	.regions = 3,
	.measures = MEASURES };

struct set {
	uint64_t bits[WHO_MAX / 64];
};

/* Of those in the set, from t on at least `least` have at most t; below `under`
 * at most `most` have. */
struct tell {
	int32_t from;
	int64_t count;
};
struct view {
	int         level;
	struct set  set;
	int64_t     n;
	struct tell least[TELLS], most[TELLS];
	size_t      leasts, mosts;
};

static bool
holds(const struct world *w, size_t who, size_t source, size_t cell, size_t measure)
{
	const struct who *x = &w->who[who];

	return x->in[source] && x->as[source].score[measure] != BENCH_NONE &&
	       bench_cell_holds(&release_shape, bench_cell_key(&release_shape, cell),
	           x->as[source].profession, x->as[source].size, x->as[source].region);
}

/* --- what is read ------------------------------------------------------------------ */

static bool
has(const struct set *s, size_t who)
{
	return s->bits[who / 64] >> who % 64 & 1;
}

static void
include(struct set *s, size_t who)
{
	s->bits[who / 64] |= UINT64_C(1) << who % 64;
}

static int64_t
common(const struct set *a, const struct set *b)
{
	int64_t n = 0;

	for (size_t i = 0; i < WHO_MAX / 64; i++)
		n += __builtin_popcountll(a->bits[i] & b->bits[i]);
	return n;
}

static int64_t
size_of(const struct set *a)
{
	return common(a, a);
}

static struct set
less(const struct set *a, const struct set *b)
{
	struct set rest;

	for (size_t i = 0; i < WHO_MAX / 64; i++)
		rest.bits[i] = a->bits[i] & ~b->bits[i];
	return rest;
}

static void
at_least(struct view *v, int32_t from, int64_t n)
{
	v->least[v->leasts++] = (struct tell){ from, n };
}

static void
at_most(struct view *v, int32_t under, int64_t n)
{
	v->most[v->mosts++] = (struct tell){ under, n };
}

/* The own value beside a quantile: which quarter, or which side of the middle. */
static void
read_side(struct view *v, int32_t q, int64_t place, int64_t next, int32_t own)
{
	if (v->n >= BENCH_GROUP ? own >= q : own > q)
		at_least(v, v->n >= BENCH_GROUP ? own : own - 1, place + 1);
	else
		at_most(v, own + (own < q), next);
	if (v->n < BENCH_GROUP && own == q)
		at_least(v, own, place + 1);
}

static void
read_view(struct view *v, const struct stats_dist *dist, const int32_t *own)
{
	static const int  p[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };
	struct stats_dist d = *dist;

	d.without = own;
	d.without_count = own != NULL;
	v->n = stats_count(&d);
	for (int i = 0; i < 5; i++) {
		int64_t h = (v->n - 1) * p[i][0], place = h / p[i][1],
		        next = place + (h % p[i][1] != 0);
		int32_t q, paper;

		if (v->n < (i > 2                                   ? BENCH_TAILS
		               : i == 0 && v->level == BENCH_LEVELS ? BENCH_SHOW
		                                                    : BENCH_GROUP))
			break;
		q = stats_quantile7(&d, p[i][0], p[i][1]);
		paper = bench_paper_quantile(q);
		at_least(v, paper + POINT / 4, place + 1);
		at_most(v, paper - POINT / 4, next);
		if (own != NULL && i < 3)
			read_side(v, q, place, next, *own);
	}
	if (own != NULL && v->n >= BENCH_RANK) {
		int64_t twice = 0, low = -1, high = -1;
		int     rank = bench_paper_rank(stats_rank(&d, *own));

		for (; twice <= 2 * v->n; twice++) {
			int64_t r = stats_divide(INT64_C(100) * POINT * twice, 2 * v->n);

			if (bench_paper_rank((int32_t)r) != rank)
				continue;
			low = low < 0 ? twice : low;
			high = twice;
		}
		at_least(v, *own, (low + 1) / 2);
		at_most(v, *own, high / 2);
	}
}

/* All that is shown of a measure, outside and to either colluder. */
static size_t
read_all(const struct world *w, size_t measure, struct view *views)
{
	size_t count = 0;

	for (size_t s = 0; s < 2; s++)
		for (size_t c = 0; c < w->cells; c++) {
			struct set members = { { 0 } };

			if (!w->published[s][measure][c])
				continue;
			for (size_t i = 0; i < w->whos; i++)
				if (holds(w, i, s, c, measure))
					include(&members, i);
			for (size_t i = 0; i <= w->whos; i++) {
				struct view *v = &views[count];

				if (i < w->whos && !(w->who[i].colludes && has(&members, i)))
					continue;
				assert_true(count++ < VIEWS);
				*v = (struct view){
					.level = bench_cell_key(&release_shape, c).level,
					.set = members
				};
				if (i < w->whos)
					v->set.bits[i / 64] &= ~(UINT64_C(1) << i % 64);
				read_view(v, &w->dist[s][measure][c],
				    i < w->whos ? &w->who[i].as[0].score[measure] : NULL);
			}
		}
	return count;
}

/* --- the attack --------------------------------------------------------------------- */

static void
bounds_at(const struct view *v, int32_t t, int64_t *low_out, int64_t *high_out)
{
	*low_out = 0;
	*high_out = v->n;
	for (size_t i = 0; i < v->leasts; i++)
		if (t >= v->least[i].from && v->least[i].count > *low_out)
			*low_out = v->least[i].count;
	for (size_t i = 0; i < v->mosts; i++)
		if (t < v->most[i].from && v->most[i].count < *high_out)
			*high_out = v->most[i].count;
}

/* Does the view say more from t on, or less below? */
static bool
is_told(const struct view *v, int32_t t)
{
	for (size_t i = 0; i < v->leasts; i++)
		if (v->least[i].from == t)
			return true;
	for (size_t i = 0; i < v->mosts; i++)
		if (v->most[i].from == t + 1)
			return true;
	return false;
}

/* All that is known of a measure, threshold by threshold. */
struct knowledge {
	struct world      *w;
	size_t             measure, count, times, learnt;
	const struct view *views;
	int32_t            t[TIMES];
	size_t             known_at[TIMES]; /* learnt when the sets were made; 0: never */
	struct set         low[TIMES], high[TIMES]; /* have at most t, have more: surely */
	int64_t            least[VIEWS][TIMES], most[VIEWS][TIMES];
};

static void
know(struct knowledge *k, size_t t)
{
	if (k->known_at[t] == k->learnt)
		return;
	k->known_at[t] = k->learnt;
	memset(&k->low[t], 0, sizeof(k->low[t]));
	memset(&k->high[t], 0, sizeof(k->high[t]));
	for (size_t i = 0; i < k->w->whos; i++) {
		if (k->w->who[i].most[k->measure] <= k->t[t])
			include(&k->low[t], i);
		if (k->w->who[i].above[k->measure] >= k->t[t])
			include(&k->high[t], i);
	}
}

/* Of the set, from least to most have at most t. */
static void
learn(struct knowledge *k, size_t t, const struct set *set, int64_t least, int64_t most)
{
	bool all = least >= size_of(set) - common(set, &k->high[t]);
	bool none = most <= common(set, &k->low[t]), learnt = false;

	for (size_t i = 0; (all || none) && i < k->w->whos; i++) {
		struct who *x = &k->w->who[i];

		if (!has(set, i) || has(&k->low[t], i) || has(&k->high[t], i))
			continue;
		learnt = true;
		if (all)
			x->most[k->measure] = k->t[t];
		else
			x->above[k->measure] = k->t[t];
	}
	k->learnt += learnt;
}

/* Of two sets is known how many have at most t: so of how they differ.  Between
 * the thresholds of both nothing more follows. */
static void
look_at_pair(struct knowledge *k, size_t a, size_t b)
{
	struct set only = less(&k->views[a].set, &k->views[b].set);
	struct set other = less(&k->views[b].set, &k->views[a].set);

	if (size_of(&only) == 0 || size_of(&only) > FEW || size_of(&other) > FEW)
		return;
	for (size_t t = 0; t < k->times; t++) {
		if (!is_told(&k->views[a], k->t[t]) && !is_told(&k->views[b], k->t[t]))
			continue;
		know(k, t);
		learn(k, t, &only,
		    k->least[a][t] - k->most[b][t] + common(&other, &k->low[t]),
		    k->most[a][t] - k->least[b][t] + size_of(&other) -
		        common(&other, &k->high[t]));
	}
}

/* A set, less all of one level within it; none: the set. */
static void
look_at_rest(struct knowledge *k, size_t a, int level)
{
	struct set rest = k->views[a].set;
	size_t     within[VIEWS], count = 0;

	for (size_t o = 0; o < k->count; o++) {
		const struct set *in = &k->views[o].set;

		if (o == a || k->views[o].level != level || common(in, &rest) < size_of(in))
			continue;
		rest = less(&rest, in);
		within[count++] = o;
	}
	for (size_t t = 0; t < k->times; t++) {
		int64_t least = k->least[a][t], most = k->most[a][t];

		if (!is_told(&k->views[a], k->t[t]))
			continue;
		for (size_t o = 0; o < count; o++) {
			least -= k->most[within[o]][t];
			most -= k->least[within[o]][t];
		}
		know(k, t);
		learn(k, t, &rest, least, most);
	}
}

static int
by_value(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;

	return (a > b) - (a < b);
}

static void
look_at_all(struct knowledge *k)
{
	size_t n = 0;

	for (size_t i = 0; i < k->count; i++) {
		const struct view *v = &k->views[i];

		assert_true(n + v->leasts + v->mosts < TIMES);
		for (size_t l = 0; l < v->leasts; l++)
			k->t[n++] = v->least[l].from;
		for (size_t l = 0; l < v->mosts; l++)
			k->t[n++] = v->most[l].from - 1;
	}
	qsort(k->t, n, sizeof(k->t[0]), by_value);
	k->times = 0;
	for (size_t i = 0; i < n; i++)
		if (k->times == 0 || k->t[i] != k->t[k->times - 1])
			k->t[k->times++] = k->t[i];
	memset(k->known_at, 0, sizeof(k->known_at));
	for (size_t i = 0; i < k->count; i++)
		for (size_t t = 0; t < k->times; t++)
			bounds_at(&k->views[i], k->t[t], &k->least[i][t], &k->most[i][t]);
	for (size_t i = 0; i < k->count; i++)
		for (int level = 0; level <= 4; level++)
			if (level != 3)
				look_at_rest(k, i, level);
	for (size_t i = 0; i < k->count; i++)
		for (size_t o = 0; o < k->count; o++)
			look_at_pair(k, i, o);
}

/* Overall is the mean of the areas answered, rounded. */
static void
link_measures(struct who *x, size_t *learnt)
{
	int64_t low[MEASURES], high[MEASURES], n = 0, lows = 0, highs = 0;

	for (size_t m = 0; m < MEASURES; m++) {
		bool there = x->as[0].score[m] != BENCH_NONE;

		low[m] = there ? x->above[m] + 1 : 0;
		high[m] = there ? x->most[m] : 0;
		n += m > 0 && there;
		lows += m > 0 ? low[m] : 0;
		highs += m > 0 ? high[m] : 0;
	}
	for (size_t m = 0; m < MEASURES; m++) {
		int64_t least = m == 0 ? lows / n - 1 : n * (low[0] - 1) - (highs - high[m]);
		int64_t most = m == 0 ? highs / n + 1 : n * (high[0] + 1) - (lows - low[m]);

		if (x->as[0].score[m] == BENCH_NONE)
			continue;
		if (least > low[m]) {
			x->above[m] = (int32_t)least - 1;
			++*learnt;
		}
		if (most < high[m]) {
			x->most[m] = (int32_t)most;
			++*learnt;
		}
	}
}

void
release_attack(struct world *w)
{
	static struct view      views[MEASURES][VIEWS];
	static struct knowledge k;
	size_t                  count[MEASURES], before;

	k.w = w;
	k.learnt = 1;
	for (size_t m = 0; m < MEASURES; m++)
		count[m] = read_all(w, m, views[m]);
	for (int round = 0; round < 3; round++) {
		before = k.learnt;
		for (k.measure = 0; k.measure < MEASURES; k.measure++) {
			k.views = views[k.measure];
			k.count = count[k.measure];
			look_at_all(&k);
		}
		for (size_t i = 0; i < w->whos; i++)
			link_measures(&w->who[i], &k.learnt);
		if (k.learnt == before)
			break;
	}
}
