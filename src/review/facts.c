/* SPDX-License-Identifier: ISC
 *
 * facts.c - hard facts of the group, and the share that a form asks about:
 * those at a guideline or above it, or in the lowest of ordered ranges. */
#include "base/err.h"
#include "review/inner.h"

#define MILLI 1000 /* facts are kept in thousandths, charts in micro-units */

/* What is shown of one form's facts: this group's, or the partner survey's. */
struct facts_of {
	struct sketch                 *d;
	const struct form             *form;
	const struct bench_snapshot   *snapshot;
	const struct bench_comparison *shown;
	struct bench_pick              pick;
};

static int64_t
micro_of(int32_t thousandths)
{
	return thousandths == FORM_NO_FACT ? CHART_NONE
	                                   : (int64_t)thousandths * (CHART_MICRO / MILLI);
}

static const char *
say(const struct facts_of *f, struct form_words words)
{
	return form_said(words) ? form_say(f->form, words, f->d->language) : NULL;
}

static const char *
option_label(const struct facts_of *f, const struct form_option *option)
{
	return say(f, form_said(option->short_label) ? option->short_label : option->label);
}

/* --- number lines ------------------------------------------------------------------ */

static const char *
figure(const struct facts_of *f, int64_t micro)
{
	return sketch_said(f->d, micro);
}

static void
fill_line(const struct facts_of *f, struct review_fact *out, const struct form_fact *fact,
    const struct bench_shown *b)
{
	struct sketch      *d = f->d;
	struct chart_strip *s = &out->strip;
	int                 parts;
	int64_t             low = fact->low == FORM_NO_FACT ? 0 : micro_of(fact->low),
	        high = micro_of(fact->high);

	*s = chart_strip_on(low,
	    high != CHART_NONE && high > low ? high : low + 10 * CHART_MICRO);
	s->guideline = micro_of(fact->guideline);
	if (b->any) {
		s->median = micro_of(bench_paper_fact(b->median));
		out->median = figure(f, s->median);
		s->median_word = SAY(d, "median {value}", "value", out->median, NULL);
		out->statement = SAY(d, "{title}: the median is {median}.", "title",
		    out->name, "median", out->median, NULL);
	}
	if (b->any && b->has_quartiles) {
		s->q1 = micro_of(bench_paper_fact(b->q1));
		s->q3 = micro_of(bench_paper_fact(b->q3));
		out->q1 = figure(f, s->q1);
		out->q3 = figure(f, s->q3);
		out->statement = SAY(d,
		    "{title}: half of these firms lie between {low} and {high}; the median is "
		    "{median}.",
		    "title", out->name, "low", out->q1, "high", out->q3, "median",
		    out->median, NULL);
	}
	if (high == CHART_NONE)
		s->high = chart_line_end(s);
	/* Of ten, say, in twos; else in quarters. */
	parts = (s->high - s->low) % (20 * CHART_MICRO) == 10 * CHART_MICRO ? 5 : 4;
	for (int i = 0; i <= parts; i++) {
		int64_t at = s->low + (s->high - s->low) * i / parts;

		s->ticks[i] = (struct chart_tick){ at, figure(f, at) };
	}
	s->tick_count = (size_t)parts + 1;
	if (s->guideline != CHART_NONE)
		s->guideline_word =
		    SAY(d, "guideline {value}", "value", figure(f, s->guideline), NULL);
	s->aria = out->statement;
}

/* --- ordered ranges ------------------------------------------------------------------ */

static int
slot_of(int32_t thousandths, int slots)
{
	int64_t slot = ((int64_t)thousandths + MILLI / 2) / MILLI;

	return slot < 0 ? 0 : slot >= slots ? slots - 1 : (int)slot;
}

static void
fill_bands(const struct facts_of *f, struct review_fact *out, const struct form_fact *fact,
    const struct bench_shown *b)
{
	const struct form_item *item = &f->form->items[fact->item];
	struct chart_bands     *bands = &out->slots;
	const char             *label[CHART_TICKS_MAX];

	out->bands = true;
	bands->slots = item->option_count > CHART_TICKS_MAX ? CHART_TICKS_MAX
	                                                    : (int)item->option_count;
	bands->own = bands->q1 = bands->q3 = bands->median = -1;
	for (int i = 0; i < bands->slots; i++)
		label[i] = option_label(f, &item->options[i]);
	chart_label_bands(f->d->arena, bands, label);
	if (b->any) {
		bands->median = slot_of(b->median, bands->slots);
		out->median = label[bands->median];
		out->statement = SAY(f->d, "{title}: the median firm says “{range}”.",
		    "title", out->name, "range", out->median, NULL);
	}
	if (b->any && b->has_quartiles) {
		bands->q1 = slot_of(b->q1, bands->slots);
		bands->q3 = slot_of(b->q3, bands->slots);
		out->q1 = label[bands->q1];
		out->q3 = label[bands->q3];
		out->statement = SAY(f->d,
		    bands->q1 == bands->q3
		        ? "{title}: the middle half of these firms says “{low}”."
		        : "{title}: the middle half of these firms says “{low}” to “{high}”; the "
		          "median is “{median}”.",
		    "title", out->name, "low", out->q1, "high", out->q3, "median",
		    out->median, NULL);
	}
	bands->aria = out->statement;
}

/* --- the share --------------------------------------------------------------------------- */

/* Ends stand for "under 5" and "over 95": the interval says no more either. */
static const char *
likely_words(const struct facts_of *f, const struct bench_share *s)
{
	return SAY(f->d, "{low} to {high}%", "low",
	    view_number(f->d->arena, f->d->language, s->low).s, "high",
	    view_number(f->d->arena, f->d->language, s->high).s, NULL);
}

static void
fill_share(const struct facts_of *f, struct review_fact *out, const struct form_fact *fact,
    size_t index)
{
	struct sketch     *d = f->d;
	bool               lowest = fact->kind == FORM_FACT_BANDS;
	struct bench_share s;

	if (!lowest && fact->guideline == FORM_NO_FACT)
		return;
	out->has_share = true;
	out->share_name = lowest ? option_label(f, &f->form->items[fact->item].options[0])
	                         : SAY(d, "{value} or more", "value",
	                               figure(f, micro_of(fact->guideline)), NULL);
	s = bench_view_share(f->snapshot, f->pick, index,
	    lowest ? BENCH_AT_MOST : BENCH_AT_LEAST, lowest ? 0 : fact->guideline);
	if (!s.any)
		return;
	out->chart.share = sketch_share_drawn(s.share);
	out->chart.low = s.low;
	out->chart.high = s.high;
	out->share = sketch_share(d, out->chart.share);
	out->chart.word = out->share;
	out->likely = likely_words(f, &s);
	out->share_says = SAY(d,
	    "“{answer}”: {share} of these firms; likely between {low} and {high}% (95% "
	    "interval).",
	    "answer", out->share_name, "share", out->share, "low",
	    view_number(d->arena, d->language, s.low).s, "high",
	    view_number(d->arena, d->language, s.high).s, NULL);
	out->chart.aria = out->share_says;
}

static struct review_fact
fact_of(const struct facts_of *f, size_t index)
{
	const struct form_fact   *fact = &f->form->facts[index];
	const struct bench_shown *b = &f->shown->fact[index];
	struct review_fact        out = { .code = fact->code, .name = say(f, fact->title) };

	out.statement = SAY(f->d, "{title}: withheld.", "title", out.name, NULL);
	if (fact->kind == FORM_FACT_BANDS)
		fill_bands(f, &out, fact, b);
	else
		fill_line(f, &out, fact, b);
	fill_share(f, &out, fact, index);
	return out;
}

static size_t
fill(const struct facts_of *f, struct review_fact **facts_out)
{
	size_t count = 0;

	*facts_out = ARENA_ARRAY(f->d->arena, struct review_fact, f->form->fact_count + 1);
	for (size_t i = 0; i < f->form->fact_count && i < BENCH_FACTS_MAX; i++)
		if (f->form->facts[i].compared && f->form->facts[i].kind != FORM_FACT_STEPS)
			(*facts_out)[count++] = fact_of(f, i);
	return count;
}

void
sketch_facts(struct sketch *d)
{
	const struct facts_of f = { d, d->form, d->snapshot, d->shown, d->in->pick.pick };

	d->m->fact_count = fill(&f, &d->m->facts);
}

/* How partners set targets, and why not: the facts of their own survey, of all
 * who answered it. */
void
sketch_partner(struct sketch *d)
{
	const struct bench_pick  all = { 6, 0, 0, 0 };
	struct bench_comparison *shown;
	struct facts_of          f;

	if (d->in->partner == NULL || d->in->partner_snapshot == NULL)
		return;
	shown = ARENA_NEW(d->arena, struct bench_comparison);
	bench_view(d->in->partner_snapshot, all, shown);
	f = (struct facts_of){ d, d->in->partner, d->in->partner_snapshot, shown, all };
	d->m->partner_count = fill(&f, &d->m->partner);
	d->m->partner_source = SAY(d, "{form}, all answers; snapshot counted {date}.",
	    "form", say(&f, form_said(f.form->name) ? f.form->name : f.form->title), "date",
	    view_date(d->arena, d->language, bench_snapshot_info(f.snapshot)->built_at, false)
	        .s,
	    NULL);
}
