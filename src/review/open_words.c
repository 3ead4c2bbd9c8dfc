/* SPDX-License-Identifier: ISC
 *
 * open_words.c - what firms wrote to open questions, as consultants sorted it:
 * the share of firms under each heading. */
#include "base/buf.h"
#include "base/err.h"
#include "review/inner.h"

static struct review_heading
heading_of(struct sketch *d, const struct form_item *item, size_t i)
{
	const struct bench_bins *b =
	    &d->shown->item[d->form->item_count + item->first_code + i];
	struct review_heading h = { .code = item->codes[i].code,
		.name = sketch_say(d, item->codes[i].label),
		.chart = chart_strip_on(0, 100 * CHART_MICRO) };
	int                   drawn = sketch_share_drawn(b->high);

	h.chart.ticks[0] = (struct chart_tick){ 0, "0" };
	h.chart.ticks[1] = (struct chart_tick){ 50 * CHART_MICRO, "50" };
	h.chart.ticks[2] = (struct chart_tick){ 100 * CHART_MICRO, "100" };
	h.chart.tick_count = 3;
	if (!b->any)
		return h;
	h.share = sketch_share(d, drawn);
	h.chart.q1 = 0;
	h.chart.q3 = (int64_t)(chart_share_drawn(drawn) * (double)CHART_MICRO);
	return h;
}

/* Most named first, ties in the order of the form; withheld ones last. */
static void
insert(struct review_heading *rows, size_t count, struct review_heading h)
{
	while (count > 0 && rows[count - 1].chart.q3 < h.chart.q3) {
		rows[count] = rows[count - 1];
		count--;
	}
	rows[count] = h;
}

static const char *
statement(struct sketch *d, const struct review_words *w)
{
	const struct review_heading *r = w->rows;
	size_t                       n = 1;

	if (r[0].share == NULL)
		return NULL;
	while (n < w->row_count && r[n].chart.q3 == r[0].chart.q3)
		n++;
	if (n == 1)
		return SAY(d, "Named most: “{heading}”, by {share} of these firms",
		    "heading", r[0].name, "share", r[0].share, NULL);
	if (n == 2)
		return SAY(d,
		    "Named most: “{heading}” and “{other}”, each by {share} of these firms",
		    "heading", r[0].name, "other", r[1].name, "share", r[0].share, NULL);
	return SAY(d, "Named most: {n} headings, each by {share} of these firms", "n",
	    view_count(d->arena, d->language, (int64_t)n), "share", r[0].share, NULL);
}

static const char *
alt_of(struct sketch *d, const struct review_words *w)
{
	struct buf b;

	buf_init(&b, d->arena, 64 * 1024);
	buf_fmt(&b, "%s.", w->statement);
	for (size_t i = 0; i < w->row_count; i++)
		buf_fmt(&b, " %s: %s.", w->rows[i].name,
		    w->rows[i].share != NULL ? w->rows[i].share : T(d, REVIEW_WITHHELD));
	return buf_as_text(&b).s;
}

static struct review_words
words_of(struct sketch *d, const struct form_item *item)
{
	const char         *title = sketch_say(d, item->short_text);
	struct review_words w = { .id = item->id,
		.title = title != NULL ? title : sketch_say(d, item->text),
		.rows = ARENA_ARRAY(d->arena, struct review_heading, item->code_count) };

	for (size_t i = 0; i < item->code_count; i++)
		insert(w.rows, w.row_count++, heading_of(d, item, i));
	w.statement = statement(d, &w);
	if (w.statement != NULL)
		w.alt = alt_of(d, &w);
	return w;
}

void
sketch_words(struct sketch *d)
{
	struct review_model *m = d->m;

	m->words = ARENA_ARRAY(d->arena, struct review_words, d->form->item_count + 1);
	m->words_note = T(d,
	    "Consultants sorted what firms wrote; a firm may stand under several headings. "
	    "Share of the firms whose words were sorted, to the nearest 5%.");
	m->words_withheld = T(d,
	    "What firms wrote is shown from 20 firms in the group whose words were sorted.");
	for (size_t i = 0; i < d->form->item_count; i++)
		if (d->form->items[i].code_count > 0)
			m->words[m->words_count++] = words_of(d, &d->form->items[i]);
}
