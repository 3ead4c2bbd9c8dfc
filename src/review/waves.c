/* SPDX-License-Identifier: ISC
 *
 * waves.c - the same group in the snapshots of successive years. */
#include <math.h>

#include "base/err.h"
#include "review/inner.h"
#include "stats/stats.h"

#define TREND_WAVES 5 /* fewer cannot reach 5 per cent on both sides */

struct years {
	struct bench_comparison  *seen; /* oldest first, as columns */
	const struct review_wave *wave[REVIEW_WAVES_MAX];
	size_t                    count;
};

/* Counted alike: else its cells are other groups or other areas. */
static bool
comparable(struct sketch *d, const struct review_wave *w)
{
	struct bench_groups     g = bench_groups_of(w->snapshot);
	struct bench_comparison c;

	bench_view(w->snapshot, (struct bench_pick){ 6, 0, 0, 0 }, &c);
	return g.professions == d->groups.professions && g.sizes == d->groups.sizes &&
	       g.regions == d->groups.regions && c.measures == d->shown->measures;
}

static void
gather(struct sketch *d, struct years *y)
{
	y->seen = ARENA_ARRAY(d->arena, struct bench_comparison, REVIEW_WAVES_MAX);
	for (size_t i = d->in->wave_count; i-- > 0;) {
		const struct review_wave *w = &d->in->waves[i];

		if (i > 0 && !comparable(d, w))
			continue;
		bench_view(w->snapshot, d->in->pick.pick, &y->seen[y->count]);
		y->wave[y->count++] = w;
	}
}

/* The fewest firms that a band stands for: the interval is never too narrow,
 * and tells no more of their number than the band does. */
static int64_t
fewest(enum bench_band band)
{
	switch (band) {
	case BENCH_BAND_40:
		return 40;
	case BENCH_BAND_20:
		return 20;
	case BENCH_BAND_10:
		return 10;
	case BENCH_BAND_5:
	case BENCH_BAND_NONE:
	default:
		return 5;
	}
}

static int64_t
source(const struct sketch *d, const struct years *y, size_t at, size_t measure)
{
	return bench_view_source(y->wave[at]->snapshot, d->in->pick.pick, measure);
}

static int64_t
median(const struct years *y, size_t at, size_t measure)
{
	return bench_paper_quantile(y->seen[at].measure[measure].median);
}

/* The last two waves of a measure; NULL: nothing can be said. */
static const char *
verdict(struct sketch *d, const struct years *y, size_t measure)
{
	size_t                    now = y->count - 1, before = now - 1;
	const struct bench_shown *a = &y->seen[before].measure[measure];
	const struct bench_shown *b = &y->seen[now].measure[measure];
	int64_t                   change, wobble;
	double                    sd, alpha;

	if (!a->any || !b->any)
		return NULL;
	if (source(d, y, before, measure) == source(d, y, now, measure))
		return T(d, "not counted anew");
	if (!bench_wobble(d->snapshot, measure, &sd, &alpha))
		return NULL;
	change = median(y, now, measure) - median(y, before, measure);
	wobble = (int64_t)(stats_least_median_change(sd,
	                       fewest(a->band < b->band ? a->band : b->band)) *
	                   CHART_MICRO);
	if (change <= wobble && change >= -wobble)
		return T(d, "within the usual wobble");
	return change > 0 ? T(d, "up, more than wobble") : T(d, "down, more than wobble");
}

/* From five waves of their own counts on; NULL: nothing may be said. */
static const char *
trend(struct sketch *d, const struct years *y, size_t measure)
{
	double             values[REVIEW_WAVES_MAX];
	size_t             n = 0;
	int64_t            last = 0;
	struct stats_trend t;
	double             p;

	for (size_t i = 0; i < y->count; i++) {
		int64_t from = source(d, y, i, measure);

		/* The same firms shown again are no wave of their own. */
		if (!y->seen[i].measure[measure].any || from == last)
			continue;
		values[n++] = (double)median(y, i, measure) / CHART_MICRO;
		last = from;
	}
	if (n < TREND_WAVES)
		return NULL;
	t = stats_mann_kendall(values, n);
	p = t.exact ? t.p_exact : t.p;
	if (!(p < 0.05))
		return T(d, "no trend claimed");
	return SAY(d,
	    t.s > 0 ? "rising by about {points} a wave" : "falling by about {points} a wave",
	    "points",
	    view_decimal(d->arena, d->language, llround(fabs(t.slope) * CHART_MICRO), 1).s,
	    NULL);
}

static const char *
statement(struct sketch *d, const struct years *y)
{
	size_t      now = y->count - 1;
	const char *said = verdict(d, y, 0);

	if (!y->seen[now - 1].measure[0].any || !y->seen[now].measure[0].any)
		return T(d,
		    "The overall score of these firms may not be shown for both of the "
		    "last waves");
	return SAY(d,
	    said != NULL ? "The overall median was {before} and is {now}: {verdict}"
	                 : "The overall median was {before} and is {now}",
	    "before", sketch_said(d, median(y, now - 1, 0)), "now",
	    sketch_said(d, median(y, now, 0)), "verdict", said != NULL ? said : "", NULL);
}

static void
fill(struct sketch *d, struct review_table *t, const struct years *y)
{
	size_t order[BENCH_MEASURES_MAX];

	sketch_rows(d, t, y->seen, false, order);
	for (size_t r = 0; r < t->row_count; r++) {
		struct review_table_row *row = &t->rows[r];

		row->verdict = verdict(d, y, order[r]);
		row->trend = trend(d, y, order[r]);
		t->has_verdicts = t->has_verdicts || row->verdict != NULL;
		t->has_trends = t->has_trends || row->trend != NULL;
	}
}

void
sketch_waves(struct sketch *d)
{
	struct review_table *t = &d->m->waves;
	struct years         y = { 0 };

	t->title = T(d, "Waves side by side");
	gather(d, &y);
	if (y.count < 2) {
		t->note = T(d,
		    "Waves are the years in which snapshots were released, and this is the first "
		    "that can stand here. The next year’s stands beside it.");
		return;
	}
	t->caption = T(d, "Median score, 0 to 100, of each year’s last released snapshot");
	t->columns = ARENA_ARRAY(d->arena, struct review_column, y.count);
	t->column_count = y.count;
	for (size_t i = 0; i < y.count; i++)
		t->columns[i] =
		    (struct review_column){ arena_printf(d->arena, "%d", y.wave[i]->year),
			    sketch_band(d, y.seen[i].band) };
	t->statement = statement(d, &y);
	fill(d, t, &y);
}
