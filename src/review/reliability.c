/* SPDX-License-Identifier: ISC
 *
 * reliability.c - how well the items of each area hang together, and how often
 * they go unanswered, over all firms. */
#include <limits.h>

#include "base/err.h"
#include "review/inner.h"

/* From 0.7 to 0.9 is good; between 0.9 and 0.95 nothing is said. */
static const char *
verdict(struct sketch *d, int alpha)
{
	if (alpha < 60)
		return T(d, "rework");
	if (alpha < 70)
		return T(d, "watch");
	if (alpha <= 90)
		return T(d, "good");
	return alpha > 95 ? T(d, "redundant items") : NULL;
}

static const struct bench_item *
item_at(const struct sketch *d, int place)
{
	for (size_t i = 0; i < d->in->item_count; i++)
		if (d->in->items[i].item == place)
			return &d->in->items[i];
	return NULL;
}

static struct review_item_row
row_of(struct sketch *d, const struct form_item *item)
{
	const struct bench_item *b = item_at(d, item->index);
	struct review_item_row   row = { .id = item->id };
	const char              *words = sketch_say(d, item->short_text);

	row.caption = words != NULL ? words : sketch_say(d, item->text);
	if (b == NULL)
		return row;
	row.rest = sketch_hundredths(d, b->rest);
	row.without = sketch_hundredths(d, b->without);
	if (!b->rates)
		return row;
	row.dk = sketch_share(d, sketch_share_drawn(b->dk));
	row.na = sketch_share(d, sketch_share_drawn(b->na));
	row.missing = sketch_share(d, sketch_share_drawn(b->absent));
	return row;
}

static const char *
in_a_line(struct sketch *d, const struct review_dimension *of)
{
	const char *alpha = of->alpha != NULL ? of->alpha : T(d, REVIEW_WITHHELD);
	const char *band = of->band != NULL ? of->band : T(d, REVIEW_WITHHELD);

	if (of->verdict != NULL)
		return SAY(d, "Alpha {alpha}, {verdict}; firms with complete answers: {band}",
		    "alpha", alpha, "verdict", of->verdict, "band", band, NULL);
	return SAY(d, "Alpha {alpha}; firms with complete answers: {band}", "alpha", alpha,
	    "band", band, NULL);
}

static struct review_dimension
dimension_of(struct sketch *d, size_t measure)
{
	const struct form_dimension *dim = &d->form->dimensions[measure - 1];
	struct review_dimension      out = { .code = dim->code,
		     .name = sketch_measure_name(d, measure) };
	int                          alpha;

	out.items = ARENA_ARRAY(d->arena, struct review_item_row, dim->item_count + 1);
	for (size_t i = 0; i < dim->item_count; i++) {
		const struct form_item  *item = &d->form->items[dim->items[i]];
		const struct bench_item *b = item_at(d, item->index);

		out.items[out.item_count++] = row_of(d, item);
		if (b != NULL && b->band != BENCH_BAND_NONE)
			out.band = sketch_band(d, b->band);
	}
	if (bench_view_alpha(d->snapshot, measure, &alpha)) {
		out.alpha = sketch_hundredths(d, alpha);
		out.verdict = verdict(d, alpha);
	}
	out.says = in_a_line(d, &out);
	return out;
}

void
sketch_reliability(struct sketch *d)
{
	struct review_model *m = d->m;
	bool                 low = false;

	m->dimensions =
	    ARENA_ARRAY(d->arena, struct review_dimension, d->form->dimension_count + 1);
	for (size_t i = 0; i < d->form->dimension_count; i++) {
		int alpha;

		m->dimensions[m->dimension_count++] = dimension_of(d, i + 1);
		low = low || (bench_view_alpha(d->snapshot, i + 1, &alpha) && alpha < 30);
	}
	m->reliability_note =
	    low ? T(d,
	              "Complete answers of all firms, from 30 firms on. From 0.7 to 0.9 is good; "
	              "0.6 to 0.7 is to be watched; below 0.6 the items need work. One that is "
	              "negative or near nought usually means that an item is asked the other way "
	              "round and was not turned.")
	        : T(d,
	              "Complete answers of all firms, from 30 firms on. From 0.7 to 0.9 is good; "
	              "0.6 to 0.7 is to be watched; below 0.6 the items need work; above 0.95 "
	              "they say the same thing twice.");
}
