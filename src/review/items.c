/* SPDX-License-Identifier: ISC
 *
 * items.c - how the group answered each statement, in three bins. */
#include "base/err.h"
#include "report/bins.h"
#include "review/inner.h"

static struct review_bins
bins_of(struct sketch *d, const struct form_item *item)
{
	const struct bench_bins *b = &d->shown->item[item->index];
	const uint8_t            share[3] = { b->low, b->middle, b->high };
	struct review_bins       out = { .id = item->id };
	const char              *words = sketch_say(d, item->short_text);

	out.caption = words != NULL ? words : sketch_say(d, item->text);
	out.tag = item->reverse ? T(d, "a low answer counts high") : NULL;
	out.chart.known = b->any;
	out.chart.aria = T(d, "Too few firms answered this to show how.");
	if (!b->any)
		return out;
	for (int i = 0; i < 3; i++) {
		int drawn = sketch_share_drawn(share[i]);

		out.chart.share[i] = drawn;
		out.share[i] = sketch_share(d, drawn);
		out.chart.share_word[i] = drawn == CHART_SHARE_UNDER ? NULL
		                          : drawn == CHART_SHARE_OVER
		                              ? T(d, "over 95")
		                              : view_number(d->arena, d->language, drawn).s;
	}
	out.chart.aria = SAY(d, "About {low} answered 1 or 2, {middle} 3, {high} 4 or 5.",
	    "low", out.share[0], "middle", out.share[1], "high", out.share[2], NULL);
	return out;
}

/* "“one”", or how many: those whose share of high answers is that. */
static const char *
these(struct sketch *d, const struct review_block *block, int share)
{
	const char *caption = "";
	int64_t     n = 0;

	for (size_t i = 0; i < block->item_count; i++)
		if (block->items[i].chart.known && block->items[i].chart.share[2] == share) {
			caption = block->items[i].caption;
			n++;
		}
	return n == 1 ? SAY(d, "“{statement}”", "statement", caption, NULL)
	              : SAY(d, "each of {n} statements", "n",
	                    view_count(d->arena, d->language, n), NULL);
}

/* What the bars together say: where high answers are many, and where few. */
static const char *
block_statement(struct sketch *d, const struct review_block *block)
{
	int     low = CHART_SHARE_OVER, high = CHART_SHARE_UNDER;
	int64_t known = 0;

	for (size_t i = 0; i < block->item_count; i++) {
		const struct chart_answers *c = &block->items[i].chart;

		if (!c->known)
			continue;
		known++;
		low = c->share[2] < low ? c->share[2] : low;
		high = c->share[2] > high ? c->share[2] : high;
	}
	if (known == 0)
		return NULL;
	if (low == high)
		return SAY(d, "{share} of these firms answered 4 or 5 to {statements}",
		    "share", sketch_first(d, sketch_share(d, high)), "statements",
		    these(d, block, high), NULL);
	return SAY(d,
	    "{high} of these firms answered 4 or 5 to {strong}, the highest share here; {low} to "
	    "{weak}, the lowest",
	    "high", sketch_first(d, sketch_share(d, high)), "strong", these(d, block, high),
	    "low", sketch_share(d, low), "weak", these(d, block, low), NULL);
}

static struct review_block
block_of(struct sketch *d, size_t measure)
{
	const struct form_dimension *dim = &d->form->dimensions[measure - 1];
	struct review_block          block = { .name = sketch_measure_name(d, measure) };
	struct chart_answers        *rows =
	    ARENA_ARRAY(d->arena, struct chart_answers, dim->item_count + 1);

	block.items = ARENA_ARRAY(d->arena, struct review_bins, dim->item_count + 1);
	bins_legend(d->form, dim, d->language, block.legend);
	for (size_t i = 0; i < dim->item_count; i++) {
		const struct form_item *item = &d->form->items[dim->items[i]];

		if (!bins_fit(item))
			continue;
		block.items[block.item_count] = bins_of(d, item);
		rows[block.item_count] = block.items[block.item_count].chart;
		block.known = block.known || rows[block.item_count].known;
		block.item_count++;
	}
	block.unit = chart_answers_unit(rows, block.item_count);
	block.statement = block_statement(d, &block);
	return block;
}

void
sketch_items(struct sketch *d)
{
	struct review_model *m = d->m;
	size_t               order[BENCH_MEASURES_MAX];
	size_t               count = sketch_measure_order(d->shown, order);

	m->blocks = ARENA_ARRAY(d->arena, struct review_block, count + 1);
	for (size_t i = 0; i < count; i++) {
		struct review_block block;

		if (order[i] == 0)
			continue;
		block = block_of(d, order[i]);
		if (block.item_count == 0)
			continue;
		m->blocks[m->block_count++] = block;
		m->blocks_known = m->blocks_known || block.known;
	}
}
