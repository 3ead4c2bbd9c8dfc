/* SPDX-License-Identifier: ISC */
#include "review/moves.h"

#include "base/arena.h"
#include "base/phrase.h"
#include "form/form.h"
#include "view/words.h"

#define MILLI 1000 /* facts are kept in thousandths */

/* What a channel counts; NULL: no fact. */
static const struct form_fact *
fact_of(const struct form *form, size_t channel)
{
	size_t measures = 1 + form->dimension_count;

	return channel < measures || channel - measures >= form->fact_count
	           ? NULL
	           : &form->facts[channel - measures];
}

static const char *
range_said(const struct form *form, const struct form_fact *fact, int32_t value,
    const char *language)
{
	const struct form_item   *item = &form->items[fact->item];
	size_t                    slot = (size_t)(value < 0 ? 0 : value / MILLI);
	const struct form_option *o;

	if (slot >= item->option_count)
		slot = item->option_count - 1;
	o = &item->options[slot];
	return form_say(form, form_said(o->short_label) ? o->short_label : o->label,
	    language);
}

static const char *
said(struct arena *arena, const struct form *form, const struct form_fact *fact,
    int32_t value, const char *language)
{
	int64_t micro = value;

	if (fact != NULL && fact->kind == FORM_FACT_BANDS)
		return range_said(form, fact, value, language);
	if (fact == NULL)
		return view_decimal(arena, language, micro, 1).s;
	micro *= 1000000 / MILLI;
	return view_decimal(arena, language, micro, micro % 1000000 != 0).s;
}

static const char *
share_said(struct arena *arena, int32_t share)
{
	return share == BENCH_UNDER_5   ? "<5"
	       : share == BENCH_OVER_95 ? ">95"
	                                : arena_printf(arena, "%d", share);
}

static const char *
figure_said(struct arena *arena, const struct form *form, const struct bench_moved *m,
    const int32_t v[3], const char *language)
{
	const struct form_fact *fact = fact_of(form, m->channel);

	if (m->figure == BENCH_ANSWERS)
		return arena_printf(arena, "%s/%s/%s", share_said(arena, v[0]),
		    share_said(arena, v[1]), share_said(arena, v[2]));
	if (m->figure == BENCH_SORTED)
		return share_said(arena, v[0]);
	if (m->figure == BENCH_MEDIAN)
		return said(arena, form, fact, v[0], language);
	return arena_printf(arena, "%s\u2013%s", said(arena, form, fact, v[0], language),
	    said(arena, form, fact, v[1], language));
}

const char *
review_moved(struct arena *arena, const struct form *form, const struct bench_moved *m,
    const char *language)
{
	const char *was = figure_said(arena, form, m, m->was, language);
	const char *is = figure_said(arena, form, m, m->is, language);
	const char *what = m->figure == BENCH_MIDDLE ? WORD("middle half {figures}")
	                   : m->figure == BENCH_TAILED
	                       ? WORD("10th to 90th percentile {figures}")
	                       : NULL;

	if (m->move != BENCH_MOVES)
		return m->move == BENCH_APPEARS ? is : was;
	is = arena_printf(arena, "%s \u2192 %s", was, is);
	return what == NULL ? is : view_say(arena, language, what, "figures", is, NULL).s;
}

const char *
review_move_word(enum bench_move move)
{
	return move == BENCH_APPEARS    ? WORD("appears")
	       : move == BENCH_VANISHES ? WORD("vanishes")
	                                : WORD("moves");
}
