/* SPDX-License-Identifier: ISC
 *
 * items.c - how the group answered each statement, in three bins. */
#include "base/err.h"
#include "review/inner.h"

static bool
is_scale(const struct form_item *item)
{
	return item->kind == FORM_MATURITY || item->kind == FORM_AGREEMENT ||
	       item->kind == FORM_RATING;
}

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

/* What the bins mean depends on how the statements are asked. */
static void
legend(struct sketch *d, const struct form_dimension *dim, struct review_block *block)
{
	bool maturity = false, agreement = false;

	for (size_t i = 0; i < dim->item_count; i++) {
		enum form_kind kind = d->form->items[dim->items[i]].kind;

		maturity = maturity || kind == FORM_MATURITY;
		agreement = agreement || kind == FORM_AGREEMENT;
	}
	if (maturity && !agreement) {
		block->legend[0] = T(d, "1\u20132 not in place, or talked about");
		block->legend[1] = T(d, "3 in some clients, offices or practice groups");
		block->legend[2] = T(d, "4\u20135 for most key clients, or for all");
	} else if (agreement && !maturity) {
		block->legend[0] = T(d, "1\u20132 disagree");
		block->legend[1] = T(d, "3 neither");
		block->legend[2] = T(d, "4\u20135 agree");
	} else {
		block->legend[0] = T(d, "1\u20132 low");
		block->legend[1] = T(d, "3 in the middle");
		block->legend[2] = T(d, "4\u20135 high");
	}
}

static struct review_block
block_of(struct sketch *d, size_t measure)
{
	const struct form_dimension *dim = &d->form->dimensions[measure - 1];
	struct review_block          block = { .name = sketch_measure_name(d, measure) };
	struct chart_answers        *rows =
	    ARENA_ARRAY(d->arena, struct chart_answers, dim->item_count + 1);

	block.items = ARENA_ARRAY(d->arena, struct review_bins, dim->item_count + 1);
	legend(d, dim, &block);
	for (size_t i = 0; i < dim->item_count; i++) {
		const struct form_item *item = &d->form->items[dim->items[i]];

		if (!is_scale(item))
			continue;
		block.items[block.item_count] = bins_of(d, item);
		rows[block.item_count] = block.items[block.item_count].chart;
		block.known = block.known || rows[block.item_count].known;
		block.item_count++;
	}
	block.unit = chart_answers_unit(rows, block.item_count);
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
