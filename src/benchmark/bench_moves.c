/* SPDX-License-Identifier: ISC
 *
 * bench_moves.c - what a group shows otherwise than before, in the figures that
 * are printed. */
#include "benchmark/bench_preview.h"

#include <string.h>

#include "base/arena.h"
#include "benchmark/bench_inner.h"
#include "form/form.h"

#define SLOT 1000 /* of a fact of ranges: one of them */

/* Of one thing counted, all that is printed. */
struct printed {
	bool              any;
	enum bench_figure first; /* what stands in the first of three: else a median */
	size_t            count[3];
	int32_t           v[3][3];
};

static int32_t
slot(int32_t thousandths)
{
	return (int32_t)stats_divide(thousandths, SLOT) * SLOT;
}

static struct printed
print_shown(const struct bench_shown *b, int32_t (*paper)(int32_t))
{
	struct printed p = { .any = b->any };

	if (!b->any)
		return p;
	p.count[BENCH_MEDIAN] = 1;
	p.v[BENCH_MEDIAN][0] = paper(b->median);
	if (b->has_quartiles) {
		p.count[BENCH_MIDDLE] = 2;
		p.v[BENCH_MIDDLE][0] = paper(b->q1);
		p.v[BENCH_MIDDLE][1] = paper(b->q3);
	}
	if (b->has_tails) {
		p.count[BENCH_TAILED] = 2;
		p.v[BENCH_TAILED][0] = paper(b->p10);
		p.v[BENCH_TAILED][1] = paper(b->p90);
	}
	return p;
}

/* What is not compared anywhere is not compared here. */
static struct printed
print_fact(const struct form_fact *fact, const struct bench_shown *b)
{
	if (!fact->compared || fact->kind == FORM_FACT_STEPS)
		return (struct printed){ .any = false };
	return print_shown(b, fact->kind == FORM_FACT_BANDS ? slot : bench_paper_fact);
}

static struct printed
print_bins(const struct bench_bins *b)
{
	return (struct printed){ .any = b->any,
		.first = BENCH_ANSWERS,
		.count = { 3 },
		.v = { { b->low, b->middle, b->high } } };
}

/* Whose words were not sorted there is the rest. */
static struct printed
print_heading(const struct bench_bins *b)
{
	return (struct printed){ .any = b->any,
		.first = BENCH_SORTED,
		.count = { 1 },
		.v = { { b->high } } };
}

static struct printed
printed_of(const struct bench_comparison *c, const struct bench_shape *shape,
    const struct form *form, size_t channel)
{
	bool heading = bench_is_code(shape, channel);

	if (channel < c->measures)
		return print_shown(&c->measure[channel], bench_paper_quantile);
	channel -= c->measures;
	if (channel < c->facts)
		return print_fact(&form->facts[channel], &c->fact[channel]);
	channel -= c->facts;
	return heading ? print_heading(&c->item[channel]) : print_bins(&c->item[channel]);
}

/* The first figure that both print and that differs; false: none does. */
static bool
differs(const struct printed *was, const struct printed *is, size_t *figure_out)
{
	for (size_t f = 0; f < 3; f++) {
		if (was->count[f] == is->count[f] &&
		    memcmp(was->v[f], is->v[f], sizeof(is->v[f])) != 0) {
			*figure_out = f;
			return true;
		}
	}
	return false;
}

static bool
move_of(const struct printed *was, const struct printed *is, struct bench_moved *out)
{
	size_t figure = BENCH_MEDIAN;

	if (!was->any && !is->any)
		return false;
	if (was->any != is->any)
		out->move = is->any ? BENCH_APPEARS : BENCH_VANISHES;
	else if (differs(was, is, &figure))
		out->move = BENCH_MOVES;
	else
		return false;
	memcpy(out->was, was->v[figure], sizeof(out->was));
	memcpy(out->is, is->v[figure], sizeof(out->is));
	out->figure = figure == 0 ? (is->any ? is : was)->first : (enum bench_figure)figure;
	return true;
}

static int32_t
middle_of(const struct bench_comparison *c)
{
	return c->measure[0].any ? bench_paper_quantile(c->measure[0].median) : BENCH_NONE;
}

void
bench_moves_of(const struct bench_snapshot *now, const struct bench_snapshot *before,
    const struct form *form, struct bench_pick pick, size_t channels,
    struct bench_moves *moves)
{
	struct bench_comparison is, was;

	bench_view(now, pick, &is);
	moves->is = middle_of(&is);
	moves->was = BENCH_NONE;
	moves->count = 0;
	if (before == NULL)
		return;
	bench_view(before, pick, &was);
	moves->was = middle_of(&was);
	for (size_t c = 0; c < channels; c++) {
		const struct printed old = printed_of(&was, &now->shape, form, c),
		                     new = printed_of(&is, &now->shape, form, c);
		struct bench_moved *m = &moves->list[moves->count];

		m->channel = c;
		moves->count += move_of(&old, &new, m);
	}
}
