/* SPDX-License-Identifier: ISC
 *
 * heat.c - medians of neighbouring groups side by side. */
#include "base/err.h"
#include "review/inner.h"

#define COLUMNS_MAX (BENCH_GROUPS_MAX + 1)

/* Shade steps under 40, 40, 50, 60, 70. */
static int
shade_of(int64_t median)
{
	int64_t points = median / CHART_MICRO;

	return points < 40 ? 1 : points < 50 ? 2 : points < 60 ? 3 : points < 70 ? 4 : 5;
}

static struct review_cell
cell_of(struct sketch *d, const struct bench_shown *b, bool shaded)
{
	int64_t median;

	if (!b->any)
		return (struct review_cell){ 0 };
	median = bench_paper_quantile(b->median);
	return (struct review_cell){ sketch_column(d, median), median,
		shaded ? shade_of(median) : 0 };
}

/* The group of column `place` beside the chosen one. */
static bool
neighbour(struct bench_groups g, const struct review_pick *p, int place,
    struct bench_pick *out)
{
	const struct bench_pick *k = &p->pick;
	bool                     window = k->level == 3 || k->level == 5;

	switch (p->by) {
	case REVIEW_BY_SIZE:
		/* All professions have ranges only. */
		return bench_pick_of(g, k->profession, place, k->profession == 0, k->region,
		    out);
	case REVIEW_BY_REGION:
		return bench_pick_of(g, k->profession, k->size, window, place, out);
	case REVIEW_BY_PROFESSION:
	default:
		return bench_pick_of(g, place, k->size, window, k->region, out);
	}
}

static int
places(struct bench_groups g, enum review_by by)
{
	return by == REVIEW_BY_SIZE     ? g.sizes
	       : by == REVIEW_BY_REGION ? g.regions
	                                : g.professions;
}

static void
want(struct bench_pick *wanted, size_t *count, struct bench_pick pick)
{
	for (size_t i = 0; i < *count; i++)
		if (wanted[i].level == pick.level &&
		    wanted[i].profession == pick.profession && wanted[i].size == pick.size &&
		    wanted[i].region == pick.region)
			return;
	wanted[(*count)++] = pick;
}

size_t
review_wanted(struct bench_groups g, const struct review_pick *p,
    struct bench_pick wanted[REVIEW_WANTED_MAX])
{
	struct bench_pick pick;
	size_t            count = 0;

	want(wanted, &count, p->pick);
	want(wanted, &count, (struct bench_pick){ 6, 0, 0, 0 });
	for (int place = 1; place <= places(g, p->by); place++)
		if (neighbour(g, p, place, &pick))
			want(wanted, &count, pick);
	return count;
}

static const char *
column_name(struct sketch *d, struct bench_pick pick)
{
	switch (d->in->pick.by) {
	case REVIEW_BY_SIZE:
		return sketch_size_words(d, pick);
	case REVIEW_BY_REGION:
		return sketch_group_label(d, FORM_ROLE_REGION, pick.region);
	case REVIEW_BY_PROFESSION:
	default:
		return sketch_group_label(d, FORM_ROLE_PROFESSION, pick.profession);
	}
}

/* What every column but the first has in common, such as "Law, 25 to 99 fee-earners"; "" for
 * nothing. */
static const char *
within(struct sketch *d)
{
	const struct review_pick *p = &d->in->pick;
	const char               *parts[3] = {
		              p->by != REVIEW_BY_PROFESSION && p->pick.profession > 0
		                  ? sketch_group_label(d, FORM_ROLE_PROFESSION, p->pick.profession)
		                  : NULL,
		p->by != REVIEW_BY_SIZE && p->pick.size > 0
		    ? SAY(d, "{sizes} fee-earners", "sizes", sketch_size_words(d, p->pick),
		          NULL)
		    : NULL,
		p->by != REVIEW_BY_REGION && p->pick.region > 0
		    ? sketch_group_label(d, FORM_ROLE_REGION, p->pick.region)
		    : NULL,
	};
	const char *all = "";

	for (size_t i = 0; i < 3; i++)
		if (parts[i] != NULL)
			all = *all == '\0' ? parts[i]
			                   : arena_printf(d->arena, "%s, %s", all, parts[i]);
	return all;
}

static const char *
plain_title(struct sketch *d)
{
	return d->in->pick.by == REVIEW_BY_SIZE     ? T(d, "Medians by size")
	       : d->in->pick.by == REVIEW_BY_REGION ? T(d, "Medians by region")
	                                            : T(d, "Medians by profession");
}

static const char *
title_of(struct sketch *d)
{
	const char *common = within(d);

	if (*common == '\0')
		return plain_title(d);
	return SAY(d, "{title}, each within: {group}", "title", plain_title(d), "group",
	    common, NULL);
}

/* The overall medians of the groups that may be shown, from and to. */
static const char *
statement(struct sketch *d, const struct bench_comparison *groups, size_t count)
{
	int64_t low = 0, high = 0;
	size_t  shown = 0;

	for (size_t i = 1; i < count; i++) {
		int64_t median = bench_paper_quantile(groups[i].measure[0].median);

		if (!groups[i].measure[0].any)
			continue;
		low = shown == 0 || median < low ? median : low;
		high = shown == 0 || median > high ? median : high;
		shown++;
	}
	if (shown == 0)
		return T(d, "Overall scores of these groups may not be shown yet");
	if (shown == 1)
		return T(d, "The overall score of one of these groups may be shown");
	if (low == high)
		return SAY(d, "The overall medians of these groups are all {median}",
		    "median", sketch_said(d, low), NULL);
	return SAY(d, "The overall medians of these groups run from {low} to {high}", "low",
	    sketch_said(d, low), "high", sketch_said(d, high), NULL);
}

void
sketch_rows(struct sketch *d, struct review_table *t, const struct bench_comparison *columns,
    bool shaded, size_t order[BENCH_MEASURES_MAX])
{
	t->row_count = sketch_measure_order(d->shown, order);
	t->rows = ARENA_ARRAY(d->arena, struct review_table_row, t->row_count + 1);
	for (size_t r = 0; r < t->row_count; r++) {
		struct review_table_row *row = &t->rows[r];

		row->name = sketch_measure_name(d, order[r]);
		row->cells = ARENA_ARRAY(d->arena, struct review_cell, t->column_count);
		for (size_t c = 0; c < t->column_count; c++)
			row->cells[c] = cell_of(d, &columns[c].measure[order[r]], shaded);
	}
}

void
sketch_heat(struct sketch *d)
{
	struct review_table      *t = &d->m->heat;
	const struct review_pick *asked = &d->in->pick;
	const int                 count = places(d->groups, asked->by);
	struct bench_comparison  *groups =
	    ARENA_ARRAY(d->arena, struct bench_comparison, COLUMNS_MAX);
	struct bench_pick pick;
	size_t            order[BENCH_MEASURES_MAX];

	t->title = title_of(d);
	t->caption = T(d, "Median score, 0 to 100, and number of firms as a band");
	if (count == 0 || !neighbour(d->groups, asked, 1, &pick)) {
		t->note =
		    d->in->pick.by == REVIEW_BY_REGION
		        ? T(d, "Regions are compared within one profession and one size: "
		               "choose both.")
		        : T(d, "This group has no neighbours to compare: leave the size "
		               "or the region open.");
		return;
	}
	if (*within(d) != '\0')
		t->caption = T(d,
		    "Median score, 0 to 100, and number of firms as a band. Each column is a "
		    "whole group of its own; the first is all firms there are");
	t->columns = ARENA_ARRAY(d->arena, struct review_column, COLUMNS_MAX);
	groups[0] = *d->all;
	t->columns[0] =
	    (struct review_column){ T(d, "All firms"), sketch_band(d, d->all->band) };
	t->column_count = 1;
	for (int place = 1; place <= count; place++) {
		struct bench_comparison *c = &groups[t->column_count];

		if (!neighbour(d->groups, asked, place, &pick))
			continue;
		bench_view(d->snapshot, pick, c);
		t->columns[t->column_count++] =
		    (struct review_column){ column_name(d, pick), sketch_band(d, c->band) };
	}
	t->statement = statement(d, groups, t->column_count);
	sketch_rows(d, t, groups, true, order);
}
