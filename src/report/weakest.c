/* SPDX-License-Identifier: ISC
 *
 * Page 3: the two lowest areas, answer by answer, beside the distribution. */
#include "report/bins.h"
#include "report/build.h"

static int
share_of(uint8_t share)
{
	if (share == BENCH_UNDER_5)
		return CHART_SHARE_UNDER;
	return share == BENCH_OVER_95 ? CHART_SHARE_OVER : share;
}

/* As a table cell and inside a sentence. */
static const char *
share_text(struct builder *b, int share)
{
	if (share == CHART_SHARE_UNDER)
		return T(b, "under 5%");
	if (share == CHART_SHARE_OVER)
		return T(b, "over 95%");
	return SAY(b, "{share}%", "share", word_whole(b, share), NULL);
}

static const char *
share_word(struct builder *b, int share)
{
	if (share == CHART_SHARE_UNDER)
		return NULL;
	return share == CHART_SHARE_OVER ? T(b, "over 95") : word_whole(b, share);
}

static const char *
answers_aria(struct builder *b, const struct report_item *item)
{
	const char *own =
	    item->own_text ? SAY(b, "You answered {answer}.", "answer", item->own_text, NULL)
	                   : T(b, "You gave no answer.");

	if (!item->chart.known)
		return own;
	return SAY(b,
	    "{own} Of comparable firms about {low} answered 1 or 2, {middle} 3, "
	    "{high} 4 or 5.",
	    "own", own, "low", item->share_text[0], "middle", item->share_text[1], "high",
	    item->share_text[2], NULL);
}

static const char *
item_caption(struct builder *b, const struct form_item *item)
{
	const char *words = word_say(b, item->short_text);

	return words ? words : word_say(b, item->text);
}

static const char *
item_tag(struct builder *b, const struct form_item *item, const struct form_answer *answer)
{
	switch (answer->state) {
	case FORM_DK:
		return T(b, "you do not know");
	case FORM_NA:
		return T(b, "not applicable");
	case FORM_ABSENT:
	case FORM_NUMBERED:
	case FORM_WRITTEN:
		return T(b, "no answer");
	case FORM_CHOSEN:
	default:
		return item->reverse ? T(b, "a low answer counts high") : NULL;
	}
}

static struct report_item
make_item(struct builder *b, const struct form_item *item)
{
	const struct form_answer *answer = &b->in->answers->items[item->index];
	const struct bench_bins  *bins = b->group && (size_t)item->index < b->group->items
	                                     ? &b->group->item[item->index]
	                                     : NULL;
	int                       option = form_answer_option(answer);
	struct report_item        out = { .id = item->id };

	out.caption = item_caption(b, item);
	out.tag = item_tag(b, item, answer);
	if (answer->state == FORM_CHOSEN && option >= 0) {
		out.chart.own = option + 1;
		out.own_text = word_whole(b, option + 1);
		out.chart.own_word = SAY(b, "you {score}", "score", out.own_text, NULL);
	}
	if (bins && bins->any) {
		const uint8_t share[3] = { bins->low, bins->middle, bins->high };

		out.chart.known = true;
		for (int i = 0; i < 3; i++) {
			out.chart.share[i] = share_of(share[i]);
			out.chart.share_word[i] = share_word(b, out.chart.share[i]);
			out.share_text[i] = share_text(b, out.chart.share[i]);
		}
	}
	out.bare = chart_strip_on(1 * CHART_MICRO, 5 * CHART_MICRO);
	for (int i = 0; i < 5; i++)
		out.bare.ticks[i] =
		    (struct chart_tick){ (i + 1) * CHART_MICRO, word_whole(b, i + 1) };
	out.bare.tick_count = 5;
	if (out.chart.own) {
		out.bare.own = out.chart.own * CHART_MICRO;
		out.bare.own_word = out.chart.own_word;
	}
	out.chart.aria = out.bare.aria = answers_aria(b, &out);
	return out;
}

static int
dimension_index(const struct builder *b, const char *code)
{
	for (size_t i = 0; i < b->form->dimension_count; i++)
		if (strcmp(b->form->dimensions[i].code, code) == 0)
			return (int)i;
	check(!"an area is a dimension of its form");
	return 0;
}

/* Beside the caption, on page and paper: the note below explains the word. */
static const char *
withheld_tag(struct builder *b, const char *tag)
{
	if (tag == NULL)
		return T(b, REPORT_WITHHELD);
	return SAY(b, "{tag}; withheld", "tag", tag, NULL);
}

static void
add_block(struct builder *b, const struct report_area *area)
{
	struct report_weakest       *w = &b->m->weakest;
	struct report_block         *block = &w->block[w->block_count++];
	const struct form_dimension *dim =
	    &b->form->dimensions[dimension_index(b, area->code)];
	struct chart_answers rows[REPORT_ITEMS_MAX];

	block->title = SAY(b, "{area}: {score}, {level}", "area", area->name, "score",
	    area->score_text, "level", area->level, NULL);
	block->reading = area->reading;
	bins_legend(b->form, dim, b->language, block->legend);
	for (size_t i = 0; i < dim->item_count; i++) {
		const struct form_item *item = &b->form->items[dim->items[i]];

		if (!bins_fit(item) || block->item_count == REPORT_ITEMS_MAX ||
		    !form_shown(item, b->in->answers))
			continue;
		block->item[block->item_count] = make_item(b, item);
		rows[block->item_count] = block->item[block->item_count].chart;
		block->known = block->known || rows[block->item_count].known;
		block->item_count++;
	}
	for (size_t i = 0; block->known && i < block->item_count; i++)
		if (!block->item[i].chart.known)
			block->item[i].tag = withheld_tag(b, block->item[i].tag);
	block->unit = chart_answers_unit(rows, block->item_count);
}

static const char *
heading(struct builder *b)
{
	const struct report_profile *p = &b->m->profile;
	const char                  *first = word_first(b, area_subject(b, &p->area[0]));
	const char                  *second;
	size_t                       lowest = sharing_lowest(b->m);

	if (b->m->weakest.block_count < 2)
		return SAY(b,
		    area_plural(b, &p->area[0]) ? "{area} score {score}, the lowest"
		                                : "{area} scores {score}, the lowest",
		    "area", first, "score", p->area[0].score_text, NULL);
	second = area_subject(b, &p->area[1]);
	if (lowest > 2)
		return tied_heading(b, &p->area[0]);
	if (lowest == 2)
		return SAY(b, "{first}, and {second}, are lowest, at {score} each", "first",
		    first, "second", second, "score", p->area[0].score_text, NULL);
	if (sharing(b->m, p->area[1].whole) > 1)
		return SAY(b,
		    area_plural(b, &p->area[0])
		        ? "{first} are lowest at {low}, then {count} areas at {next}"
		        : "{first} is lowest at {low}, then {count} areas at {next}",
		    "first", first, "low", p->area[0].score_text, "count",
		    word_count(b, (int64_t)sharing(b->m, p->area[1].whole)), "next",
		    p->area[1].score_text, NULL);
	return SAY(b,
	    area_plural(b, &p->area[0])
	        ? "{first} are lowest at {low}, then {second} at {next}"
	        : "{first} is lowest at {low}, then {second} at {next}",
	    "first", first, "second", second, "low", p->area[0].score_text, "next",
	    p->area[1].score_text, NULL);
}

void
build_weakest(struct builder *b)
{
	struct report_weakest *w = &b->m->weakest;
	size_t                 count = scored_count(b->m);
	bool                   any = false, all = true;

	if (count == 0)
		return;
	for (size_t i = 0; i < count && i < 2; i++)
		add_block(b, &b->m->profile.area[i]);
	for (size_t i = 0; i < w->block_count; i++)
		for (size_t j = 0; j < w->block[i].item_count; j++) {
			any = any || w->block[i].item[j].chart.known;
			all = all && w->block[i].item[j].chart.known;
		}
	if (any) {
		w->how_to_read = T(b,
		    "How to read the bars: the share of comparable firms "
		    "in per cent, to the nearest 5, from low answers at the start to high "
		    "ones at the end, balanced on the middle of answer 3. The arrow marks "
		    "your own answer.");
		w->source = group_source(b);
	}
	if (!all && b->in->limited)
		w->withheld_note = T(b, "This report shows your own answers only.");
	else if (!all)
		w->withheld_note =
		    any ? T(b, "\u201cWithheld\u201d: too few comparable firms answered this "
		               "statement, so nothing about them is shown.")
		        : T(b, "How other firms answered is shown from 20 comparable firms.");
	w->table_summary = T(b, "The same figures as a table");
	w->table_caption = T(b, "Your answer, and the share of comparable firms, to the "
	                        "nearest 5%");
	w->item_head = T(b, "Practice");
	w->you_head = T(b, "You");
	w->bin_head[0] = "1\u20132";
	w->bin_head[1] = "3";
	w->bin_head[2] = "4\u20135";
	add_page(b, REPORT_WEAKEST, T(b, "What does weak mean here?"), heading(b));
}
