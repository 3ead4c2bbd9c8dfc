/* SPDX-License-Identifier: ISC
 *
 * bench_audit.c - look for the other world.
 *
 * Firms that are counted in the same published cells, a bunch, may change
 * places: no figure tells.  That alone makes nearly every firm of a large pool
 * safe.  For the rest other worlds are looked for (bench_search.c); of whom
 * none is found, it is asked what the figures say (bench_bound.c).
 *
 * Withholding takes figures away, and no world with them: who was proved safe
 * stays so, and is not asked about again.  But for the last time: whoever looks at
 * what is left without having seen the rest must find the same. */
#include "benchmark/bench_search.h"

#include <string.h>

#include "base/err.h"

#define AUDIT_WORK ((size_t)1 << 30)

struct bench_audit *
bench_audit_new(struct arena *arena, const struct bench_roll *roll, size_t channel)
{
	struct bench_audit *a = ARENA_NEW(arena, struct bench_audit);
	size_t scores = roll->shape.measures, facts = scores + roll->shape.facts;

	a->arena = arena;
	a->work = arena_new_in(arena, AUDIT_WORK);
	a->roll = roll;
	a->channel = channel;
	a->point = channel < scores  ? BENCH_AUDIT_POINT
	           : channel < facts ? BENCH_AUDIT_UNIT
	                             : 1;
	a->step = 1;
	if (bench_is_code(&roll->shape, channel))
		a->step = a->point = BENCH_CODE_NAMED - BENCH_CODE_NOT;
	a->low = channel < facts ? 0 : 1;
	a->open = ARENA_ARRAY(arena, bool, bench_cell_count(&roll->shape));
	a->high = channel < scores ? 100 * STATS_MICRO : channel < facts ? INT32_MAX : 5;
	return a;
}

void
bench_audit_ask(struct bench_audit *a, bench_audit_fetch *fetch, void *context)
{
	a->fetch = fetch;
	a->context = context;
}

void
bench_audit_put(struct bench_audit *a, size_t source, size_t cell, bool ours)
{
	check(source < a->roll->sources);
	if (a->count == a->room) {
		struct bench_audit_cell *more;

		a->room = a->room == 0 ? 64 : 2 * a->room;
		more = ARENA_ARRAY(a->arena, struct bench_audit_cell, a->room);
		if (a->count > 0)
			memcpy(more, a->cells, a->count * sizeof(more[0]));
		a->cells = more;
	}
	a->cells[a->count++] = (struct bench_audit_cell){ .source = source,
		.cell = cell,
		.key = bench_cell_key(&a->roll->shape, cell),
		.ours = ours };
}

/* Most pools are safe without a look at a single figure. */
static void
fetch_all(struct bench_audit *a)
{
	for (size_t i = 0; i < a->count; i++) {
		struct bench_audit_cell *c = &a->cells[i];
		struct stats_dist        dist;

		if (c->asked)
			continue;
		c->asked = true;
		a->fetch(a->context, c->source, c->cell, &dist);
		bench_told_of(&a->roll->shape, a->channel, c->key.level, &dist,
		    a->everything, &c->told);
	}
}

void
bench_audit_withhold(struct bench_audit *a, size_t cell)
{
	size_t kept = 0;

	for (size_t i = 0; i < a->count; i++) {
		if (!a->cells[i].ours || a->cells[i].cell != cell)
			a->cells[kept++] = a->cells[i];
	}
	a->count = kept;
}

void
bench_audit_watch(struct bench_audit *a, void (*watch)(void *, const struct bench_witness *),
    void                             *context)
{
	a->watch = watch;
	a->watcher = context;
}

bool
bench_audit_is_open(const struct bench_audit *a, size_t cell)
{
	return a->open[cell];
}

/* --- judging -------------------------------------------------------------------- */

struct verdict {
	int64_t known, open;
};

static void
judge(struct bench_audit *a, struct bench_bunch *b, size_t place, int64_t firms,
    struct verdict *v)
{
	if ((b->safe >> place & 1) != 0) {
		a->relied = true;
		return;
	}
	if (bench_search_safe(a, b, place)) {
		b->safe |= UINT32_C(1) << place;
		return;
	}
	*(bench_bound_known(a, b, b->pile.value[place]) ? &v->known : &v->open) += firms;
}

bool
bench_bunch_apart(const struct bench_audit *a, const struct bench_bunch *b)
{
	const struct bench_pile *p = &b->pile;
	size_t                   kept = bench_pile_kept(p), last = kept - 1;
	bool                     apart = kept > BENCH_COALITION + 1;

	for (size_t i = 0; apart && i <= BENCH_COALITION; i++)
		apart = (int64_t)p->value[last - (BENCH_COALITION - i)] - p->value[i] >=
		        a->point;
	return apart;
}

static struct verdict
judge_bunch(struct bench_audit *a, struct bench_bunch *b)
{
	const struct bench_pile *p = &b->pile;
	size_t                   kept = bench_pile_kept(p);
	int64_t                  crowd = p->count - (int64_t)kept;
	struct verdict           v = { 0, 0 };

	if (bench_bunch_apart(a, b))
		return v;
	fetch_all(a);
	for (size_t i = 0; i < kept; i++) {
		size_t  same = i;
		int64_t firms;

		while (same + 1 < kept && p->value[same + 1] == p->value[i])
			same++;
		firms = (int64_t)(same - i + 1);
		if (i < kept / 2 && same >= kept / 2)
			firms += crowd;
		judge(a, b, i, firms, &v);
		i = same;
	}
	/* Of those in between nothing is known but that they lie close together. */
	if (crowd > 0 && p->value[kept / 2 - 1] != p->value[kept / 2])
		v.open += crowd;
	return v;
}

/* The narrowest cell of the bunch that is ours; false: none is. */
static bool
narrowest(const struct bench_audit *a, const struct bench_bunch *b, size_t *cell_out)
{
	bool ours = false;

	for (size_t i = 0; i < b->in_count; i++) {
		const struct bench_audit_cell *c = &a->cells[b->in[i]];

		if (c->ours && (!ours || c->cell > *cell_out)) {
			*cell_out = c->cell;
			ours = true;
		}
	}
	return ours;
}

/* --- who left ------------------------------------------------------------------------ */

static bool
same_cells(const struct bench_audit *a, const struct bench_bunch *x,
    const struct bench_audit *b, const struct bench_bunch *y)
{
	if (x->in_count != y->in_count)
		return false;
	for (size_t i = 0; i < x->in_count; i++) {
		const struct bench_audit_cell *c = &a->cells[x->in[i]],
		                              *d = &b->cells[y->in[i]];

		if (c->source != d->source || c->cell != d->cell)
			return false;
	}
	return true;
}

/* Firms of the bunch that were not safe when nothing of ours was shown: earlier
 * counts told of them. */
static int64_t
told_before(struct bench_audit *a, const struct bench_bunch *b)
{
	struct bench_audit *o = a->before;

	if (o == NULL) {
		o = a->before = bench_audit_new(a->arena, a->roll, a->channel);
		o->everything = a->everything;
		bench_audit_ask(o, a->fetch, a->context);
		for (size_t i = 0; i < a->count; i++) {
			if (!a->cells[i].ours)
				bench_audit_put(o, a->cells[i].source, a->cells[i].cell,
				    false);
		}
		bench_bunch_all(o);
		a->told = ARENA_ARRAY(a->arena, int64_t, o->bunch_count);
	}
	for (size_t i = 0; i < o->bunch_count; i++) {
		struct verdict v;

		if (!same_cells(a, b, o, &o->bunches[i]))
			continue;
		if (a->told[i] == 0) { /* one more than there are */
			v = judge_bunch(o, &o->bunches[i]);
			a->told[i] = v.known + v.open + 1;
		}
		return a->told[i] - 1;
	}
	return 0;
}

/* Is anybody of the cell in one that the bunch is in? */
static bool
meets(const struct bench_audit *a, uint32_t cell, const struct bench_bunch *b)
{
	for (size_t i = 0; i < a->bunch_count; i++) {
		for (size_t k = 0; k < b->in_count; k++) {
			if (bench_is_in(&a->bunches[i], cell) &&
			    bench_is_in(&a->bunches[i], b->in[k]))
				return true;
		}
	}
	return false;
}

static bool
was_in(const struct bench_audit *a, const struct bench_bunch *b, size_t cell)
{
	for (size_t i = 0; i < b->in_count; i++) {
		if (a->cells[b->in[i]].cell == cell)
			return true;
	}
	return false;
}

/* Firms that left, or have other answers now, are in no cell of ours: what one of
 * them lacks, beside what an earlier count showed, may tell of them.  The
 * narrowest that was counted anew without them goes, or else that has firms in
 * common with theirs; false: earlier counts told as much. */
static bool
lacking(struct bench_audit *a, const struct bench_bunch *b, int64_t unsafe, size_t *cell_out)
{
	bool found = false;

	if (unsafe <= told_before(a, b))
		return false;
	for (size_t i = a->count; i-- > 0;) {
		const struct bench_audit_cell *c = &a->cells[i];

		if (c->ours && was_in(a, b, c->cell)) {
			*cell_out = c->cell;
			return true;
		}
		if (c->ours && !found && meets(a, (uint32_t)i, b)) {
			*cell_out = c->cell;
			found = true;
		}
	}
	return found;
}

static void
look(struct bench_audit *a, struct bench_found *out)
{
	*out = (struct bench_found){ .known = 0 };
	a->relied = false;
	memset(a->open, 0, bench_cell_count(&a->roll->shape) * sizeof(a->open[0]));
	bench_bunch_all(a);
	for (size_t i = 0; i < a->bunch_count; i++) {
		struct bench_bunch *b = &a->bunches[i];
		struct verdict      v = judge_bunch(a, b);
		size_t              cell = 0;

		if (v.known + v.open == 0 ||
		    (!narrowest(a, b, &cell) && !lacking(a, b, v.known + v.open, &cell)))
			continue;
		if (v.known > 0) {
			if (!out->ours || cell > out->cell)
				out->cell = cell;
			out->ours = true;
		}
		if (v.open > 0)
			a->open[cell] = true;
		out->known += v.known;
		out->open += v.open;
	}
	bench_bunch_keep(a);
}

void
bench_audit_find(struct bench_audit *a, struct bench_found *out)
{
	look(a, out);
	if (a->relied && out->known + out->open == 0) {
		bench_bunch_forget(a);
		look(a, out);
	}
}
