/* SPDX-License-Identifier: ISC
 *
 * Page 5: hard facts as given, beside a guideline and the group. */
#include "report/build.h"

#define MILLI 1000 /* facts are kept in thousandths, charts in micro-units */

static int64_t
micro_of(int32_t thousandths)
{
	return thousandths == FORM_NO_FACT ? CHART_NONE
	                                   : (int64_t)thousandths * (CHART_MICRO / MILLI);
}

static const char *
figure(struct builder *b, int64_t micro)
{
	return word_number(b, micro, 1);
}

static const char *
missing_word(struct builder *b, const struct form_fact *fact)
{
	const struct form_answer *answer = &b->in->answers->items[fact->item];

	return answer->state == FORM_DK ? T(b, "you do not know") : T(b, "no answer");
}

static const struct bench_shown *
shown_of(const struct builder *b, size_t index)
{
	const struct bench_shown *shown;

	if (!b->group || index >= b->group->facts)
		return NULL;
	shown = &b->group->fact[index];
	return shown->any ? shown : NULL;
}

static void
add_group(struct builder *b, struct report_fact *out, const struct bench_shown *shown)
{
	int64_t median = micro_of(bench_paper_fact(shown->median)), q1, q3;

	out->strip.median = median;
	out->median_text = word_half(b, median);
	if (!shown->has_quartiles)
		return;
	q1 = micro_of(bench_paper_fact(shown->q1));
	q3 = micro_of(bench_paper_fact(shown->q3));
	out->strip.q1 = q1;
	out->strip.q3 = q3;
	out->hidden = SAY(b, "; middle half of comparable firms {low} to {high}", "low",
	    figure(b, q1), "high", figure(b, q3), NULL);
	if (shown->has_tails) {
		out->strip.p10 = micro_of(bench_paper_fact(shown->p10));
		out->strip.p90 = micro_of(bench_paper_fact(shown->p90));
	}
}

/* "Half of comparable firms lie between 0.5 and 2; their median is 1." */
static const char *
group_sentence(struct builder *b, const struct report_fact *fact)
{
	if (!fact->median_text)
		return NULL;
	if (fact->strip.q1 == CHART_NONE)
		return SAY(b, "The median of comparable firms is {median}.", "median",
		    figure(b, fact->strip.median), NULL);
	return SAY(b,
	    "Half of comparable firms lie between {low} and {high}; their median "
	    "is {median}.",
	    "low", figure(b, fact->strip.q1), "high", figure(b, fact->strip.q3), "median",
	    figure(b, fact->strip.median), NULL);
}

static const char *
joined(struct builder *b, const char *first, const char *second)
{
	if (!first || !second)
		return first ? first : second;
	return arena_printf(b->arena, "%s %s", first, second);
}

static void
add_ticks(struct builder *b, struct chart_strip *strip, int parts)
{
	for (int i = 0; i <= parts; i++) {
		int64_t at = strip->low + (strip->high - strip->low) * i / parts;

		strip->ticks[i] = (struct chart_tick){ at, figure(b, at) };
	}
	strip->tick_count = (size_t)parts + 1;
}

/* How many the guideline gives for this size, and how many were named. */
static const char *
guideline_remark(struct builder *b, const struct form_fact *fact)
{
	const struct form_answer *item = &b->in->answers->items[fact->item];
	const struct form_answer *per;
	int64_t                   gives;

	if (fact->kind != FORM_FACT_RATIO || fact->per < 0)
		return NULL;
	per = &b->in->answers->items[fact->per];
	if (item->state != FORM_NUMBERED || per->state != FORM_NUMBERED || fact->times <= 0)
		return NULL;
	gives = (per->number / FORM_UNIT * fact->guideline + fact->times * MILLI / 2) /
	        ((int64_t)fact->times * MILLI);
	if (gives < 1)
		gives = 1;
	return SAY(b,
	    "For a firm of your size the guideline gives {gives}; you name {named}.", "gives",
	    word_count(b, gives), "named", word_count(b, item->number / FORM_UNIT), NULL);
}

static const char *
line_statement(struct builder *b, const struct report_fact *fact, const char *title)
{
	const char *own = fact->own_text, *guideline;

	if (!own)
		return SAY(b, "{title}: {missing}.", "title", title, "missing",
		    fact->no_answer, NULL);
	if (fact->strip.guideline == CHART_NONE)
		return SAY(b, "{title}: {own}.", "title", title, "own", own, NULL);
	guideline = figure(b, fact->strip.guideline);
	if (strcmp(guideline, own) == 0)
		return SAY(b, "{title}: {own}, as the guideline says.", "title", title,
		    "own", own, NULL);
	return SAY(b,
	    fact->strip.own > fact->strip.guideline
	        ? "{title}: {own}, above the guideline of {guideline}."
	        : "{title}: {own}, below the guideline of {guideline}.",
	    "title", title, "own", own, "guideline", guideline, NULL);
}

static void
fill_line(struct builder *b, struct report_fact *out, const struct form_fact *fact,
    const char *title)
{
	out->strip.guideline = micro_of(fact->guideline);
	if (fact->high == FORM_NO_FACT)
		out->strip.high = chart_line_end(&out->strip);
	add_ticks(b, &out->strip, 4);
	if (out->own_text)
		out->strip.own_word = SAY(b, "you {score}", "score", out->own_text, NULL);
	if (out->strip.guideline != CHART_NONE)
		out->strip.guideline_word = SAY(b, "guideline {value}", "value",
		    figure(b, out->strip.guideline), NULL);
	out->statement = line_statement(b, out, title);
	out->remark = joined(b, guideline_remark(b, fact), group_sentence(b, out));
	out->strip.aria = joined(b, out->statement, group_sentence(b, out));
}

static const char *
option_label(struct builder *b, const struct form_option *option)
{
	const char *shorter = word_say(b, option->short_label);

	return shorter ? shorter : word_say(b, option->label);
}

static int
slot_of(int32_t thousandths, int slots)
{
	int64_t slot = ((int64_t)thousandths + MILLI / 2) / MILLI;

	return slot < 0 ? 0 : slot >= slots ? slots - 1 : (int)slot;
}

static void
fill_bands(struct builder *b, struct report_fact *out, const struct form_fact *fact,
    const char *title, int32_t own, const struct bench_shown *shown)
{
	const struct form_item *item = &b->form->items[fact->item];
	struct chart_bands     *bands = &out->bands;
	const char             *label[CHART_TICKS_MAX];
	const char             *middle = NULL, *said = NULL;

	bands->slots = (int)item->option_count;
	if (bands->slots > CHART_TICKS_MAX)
		bands->slots = CHART_TICKS_MAX;
	bands->own = bands->q1 = bands->q3 = bands->median = -1;
	for (int i = 0; i < bands->slots; i++)
		label[i] = option_label(b, &item->options[i]);
	chart_label_bands(b->arena, bands, label);
	out->own_text = NULL;
	out->median_text = NULL;
	if (own != FORM_NO_FACT) {
		bands->own = slot_of(own, bands->slots);
		bands->own_word = T(b, "you");
		out->own_text = option_label(b, &item->options[bands->own]);
	}
	if (shown) {
		bands->median = slot_of(shown->median, bands->slots);
		out->median_text = option_label(b, &item->options[bands->median]);
		said = SAY(b,
		    bands->own == bands->median ? "The same as in the median firm."
		                                : "In the median firm: {range}.",
		    "range", out->median_text, NULL);
	}
	if (shown && shown->has_quartiles) {
		bands->q1 = slot_of(shown->q1, bands->slots);
		bands->q3 = slot_of(shown->q3, bands->slots);
		middle = SAY(b,
		    bands->q1 == bands->q3
		        ? "Half of comparable firms say {low}."
		        : "The middle half of comparable firms says {low} to {high}.",
		    "low", option_label(b, &item->options[bands->q1]), "high",
		    option_label(b, &item->options[bands->q3]), NULL);
	}
	out->statement = SAY(b, "{title}: {own}.", "title", title, "own",
	    out->own_text ? out->own_text : out->no_answer, NULL);
	out->remark = said;
	bands->aria = joined(b, out->statement, joined(b, said, middle));
}

static enum report_fact_kind
kind_of(const struct form_fact *fact)
{
	if (fact->kind == FORM_FACT_BANDS)
		return REPORT_FACT_BANDS;
	if (fact->kind == FORM_FACT_NUMBER && fact->high != FORM_NO_FACT &&
	    fact->guideline == FORM_NO_FACT)
		return REPORT_FACT_ROW;
	return REPORT_FACT_LINE;
}

static void
add_fact(struct builder *b, size_t index, int32_t own)
{
	struct report_facts      *f = &b->m->facts;
	const struct form_fact   *fact = &b->form->facts[index];
	const struct bench_shown *shown = shown_of(b, index);
	const char               *title = word_say(b, fact->title);
	struct report_fact       *out = &f->fact[f->fact_count++];
	int64_t                   low = micro_of(fact->low), high = micro_of(fact->high);

	out->kind = kind_of(fact);
	out->id = fact->code;
	out->compared = fact->compared;
	if (low == CHART_NONE)
		low = 0;
	out->strip = chart_strip_on(low,
	    high != CHART_NONE && high > low ? high : low + 10 * CHART_MICRO);
	if (own == FORM_NO_FACT)
		out->no_answer = missing_word(b, fact);
	else {
		out->strip.own = micro_of(own);
		out->own_text = figure(b, out->strip.own);
	}
	if (out->kind == REPORT_FACT_BANDS) {
		fill_bands(b, out, fact, title, own, shown);
		return;
	}
	if (shown)
		add_group(b, out, shown);
	if (out->kind == REPORT_FACT_LINE) {
		fill_line(b, out, fact, title);
		return;
	}
	add_ticks(b, &out->strip, 2);
	out->statement = word_say(b, b->form->items[fact->item].short_text);
	if (!out->statement)
		out->statement = title;
}

static const char *
rows_aria(struct builder *b)
{
	const struct report_facts *f = &b->m->facts;
	const char                *part[REPORT_FACTS_MAX];
	size_t                     count = 0;

	for (size_t i = 0; i < f->fact_count; i++) {
		const struct report_fact *fact = &f->fact[i];

		if (fact->kind != REPORT_FACT_ROW)
			continue;
		part[count++] = SAY(b,
		    fact->median_text ? "{name}: {own}, median {median}" : "{name}: {own}",
		    "name", fact->statement, "own",
		    fact->own_text ? fact->own_text : fact->no_answer, "median",
		    fact->median_text ? fact->median_text : "", NULL);
	}
	if (count == 0)
		return NULL;
	return SAY(b, "{list}.", "list", word_list(b, part, count), NULL);
}

/* The ratio that has a guideline, when it was given; NULL. */
static const struct report_fact *
guided(const struct report_facts *f)
{
	for (size_t i = 0; i < f->fact_count; i++)
		if (f->fact[i].kind == REPORT_FACT_LINE && f->fact[i].own_text &&
		    f->fact[i].strip.guideline != CHART_NONE)
			return &f->fact[i];
	return NULL;
}

static const char *
heading(struct builder *b)
{
	const struct report_facts *f = &b->m->facts;
	const struct report_fact  *ratio = guided(f);
	size_t                     known = 0, below = 0, given = 0;

	if (ratio) {
		if (strcmp(ratio->own_text, figure(b, ratio->strip.guideline)) == 0)
			return T(b, "Key clients are as many as the guideline says");
		return ratio->strip.own > ratio->strip.guideline
		           ? T(b, "More key clients than the guideline says")
		           : T(b, "Fewer key clients than the guideline says");
	}
	for (size_t i = 0; i < f->fact_count; i++) {
		const struct report_fact *fact = &f->fact[i];

		given += fact->own_text != NULL;
		if (fact->kind != REPORT_FACT_ROW || fact->strip.own == CHART_NONE ||
		    fact->strip.median == CHART_NONE)
			continue;
		known++;
		below += fact->strip.own < fact->strip.median;
	}
	if (given == 0)
		return T(b, "You gave no facts to compare");
	if (known == 0)
		return SAY(b, "What you told us in figures: {given} of {count} facts",
		    "given", word_count(b, (int64_t)given), "count",
		    word_count(b, (int64_t)f->asked), NULL);
	return below == 0
	           ? T(b, "None of your counts lies below the median")
	           : SAY(b,
	                 below == 1 ? "One of {count} counts lies below the median"
	                            : "{below} of {count} counts lie below the median",
	                 "below", word_count_first(b, (int64_t)below), "count",
	                 word_count(b, (int64_t)known), NULL);
}

static void
add_kind(struct builder *b, enum report_fact_kind kind, const int32_t *own)
{
	for (size_t i = 0; i < b->form->fact_count; i++)
		if (b->form->facts[i].kind != FORM_FACT_STEPS &&
		    kind_of(&b->form->facts[i]) == kind &&
		    b->m->facts.fact_count < REPORT_FACTS_MAX) {
			b->m->facts.asked++;
			/* A chart with nothing on it says nothing; a row stays. */
			if (own[i] != FORM_NO_FACT || kind == REPORT_FACT_ROW ||
			    shown_of(b, i))
				add_fact(b, i, own[i]);
		}
}

void
build_facts(struct builder *b)
{
	struct report_facts *f = &b->m->facts;
	int32_t              own[FORM_FACTS_MAX];
	bool                 withheld = false, in_rows = false;

	form_facts(b->in->answers, own);
	add_kind(b, REPORT_FACT_LINE, own);
	add_kind(b, REPORT_FACT_ROW, own);
	add_kind(b, REPORT_FACT_BANDS, own);
	if (f->fact_count == 0)
		return;
	for (size_t i = 0; i < f->fact_count; i++)
		if (!f->fact[i].median_text && f->fact[i].compared) {
			withheld = true;
			in_rows = in_rows || f->fact[i].kind == REPORT_FACT_ROW;
		}
	f->rows_caption = T(b, "Of your ten largest clients");
	f->row_head = T(b, "How many");
	f->you_head = T(b, "You");
	f->median_head = T(b, "Median");
	f->rows_aria = rows_aria(b);
	if (withheld && b->in->limited)
		f->withheld_note = in_rows
		                       ? T(b, "\u201cWithheld\u201d: this report shows your "
		                              "own figures only.")
		                       : T(b, "This report shows your own figures only.");
	else if (withheld)
		f->withheld_note =
		    in_rows
		        ? T(b, "\u201cWithheld\u201d: too few comparable firms answered this "
		               "question, so nothing about them is shown.")
		        : T(b, "Where nothing about comparable firms is shown, too few of "
		               "them answered.");
	f->source = group_source(b);
	add_page(b, REPORT_FACTS, T(b, "Are we over-reaching, or exposed?"), heading(b));
}
