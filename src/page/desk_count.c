/* SPDX-License-Identifier: ISC */
#include "page/desk_count.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "form/form.h"
#include "gen/sql_desk.h"
#include "response/catalogue.h"

#define WEEK     (7 * CLOCK_DAY)
#define MONDAY   (4 * CLOCK_DAY) /* the first of them after the epoch */
#define TIMES    ((size_t)32 * 1024 * 1024)
#define SKIPPED  0
#define NOT_HERE 254
#define UNKNOWN  255

/* One item: its firms are counted only until they are enough. */
struct tally {
	int64_t asked, unknown;
	int64_t firms[DESK_SPEAKS_FROM];
	size_t  firm_count;
};

struct count {
	const struct desk_merged_row *merged; /* by firm */
	size_t                        merged_count;
	struct tally                 *tallies;
	size_t                        item_count;
	struct buf                    seconds; /* int32_t each */
	struct desk_counts           *out;
};

static void
count_week(struct desk_counts *out, const struct desk_rows_row *r)
{
	int64_t           age = out->weeks[0].from + WEEK - 1 - r->at;
	struct desk_week *w;

	if (age < 0 || age / WEEK >= DESK_WEEKS)
		return;
	w = &out->weeks[age / WEEK];
	w->came++;
	w->confirmed += r->confirmed;
	w->included += text_is(r->pool, "included");
	w->held += text_is(r->pool, "held");
	w->withdrawn += text_is(r->pool, "withdrawn");
}

static int
by_firm(const void *key, const void *row)
{
	const int64_t                *firm = key;
	const struct desk_merged_row *m = row;

	return (*firm > m->firm) - (*firm < m->firm);
}

static void
count_firm(const struct count *c, struct tally *t, int64_t firm)
{
	const struct desk_merged_row *m =
	    bsearch(&firm, c->merged, c->merged_count, sizeof *m, by_firm);

	if (m != NULL)
		firm = m->into;
	for (size_t i = 0; i < t->firm_count; i++)
		if (t->firms[i] == firm)
			return;
	t->firms[t->firm_count++] = firm;
}

static void
count_answers(const struct count *c, const struct desk_rows_row *r)
{
	for (size_t i = 0; i < c->item_count; i++) {
		struct tally *t = &c->tallies[i];

		if (r->raw.p[i] == SKIPPED || r->raw.p[i] == NOT_HERE)
			continue;
		t->asked++;
		t->unknown += r->raw.p[i] == UNKNOWN;
		if (r->firm.set && t->firm_count < DESK_SPEAKS_FROM)
			count_firm(c, t, r->firm.v);
	}
}

static int
by_size(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Between two values where the place falls between them. */
static double
quantile(const int32_t *sorted, size_t n, double share)
{
	double place = share * (double)(n - 1);
	size_t below = (size_t)place;

	if (below + 1 >= n)
		return sorted[n - 1];
	return sorted[below] +
	       (place - (double)below) * ((double)sorted[below + 1] - sorted[below]);
}

static void
conclude(struct arena *arena, struct count *c)
{
	struct desk_counts *out = c->out;
	size_t              n = c->seconds.len / sizeof(int32_t);

	check(buf_ok(&c->seconds));
	out->timed = (int64_t)n;
	if (n > 0) {
		int32_t *sorted = ARENA_ARRAY(arena, int32_t, n);

		memcpy(sorted, c->seconds.data, n * sizeof *sorted);
		qsort(sorted, n, sizeof *sorted, by_size);
		out->q1 = quantile(sorted, n, 0.25);
		out->median = quantile(sorted, n, 0.5);
		out->q3 = quantile(sorted, n, 0.75);
	}
	out->items = ARENA_ARRAY(arena, struct desk_item, c->item_count + 1);
	for (size_t i = 0; i < c->item_count; i++)
		if (c->tallies[i].firm_count >= DESK_SPEAKS_FROM)
			out->items[out->item_count++] = (struct desk_item){ i,
				c->tallies[i].asked, c->tallies[i].unknown };
}

enum err
desk_count(struct arena *arena, struct tx *tx, const struct catalogue_form *form,
    int64_t now, struct desk_counts *out)
{
	struct count c = { .item_count = form->definition->item_count, .out = out };
	struct desk_merged_row *merged;
	struct desk_rows_row    row;
	struct sql_call        *copy;
	bool                    more;

	*out = (struct desk_counts){ .timed = 0 };
	for (int64_t i = 0; i < DESK_WEEKS; i++)
		out->weeks[i].from = now - (now - MONDAY) % WEEK - i * WEEK;
	c.tallies = ARENA_ARRAY(arena, struct tally, c.item_count + 1);
	buf_init(&c.seconds, arena, TIMES);
	TRY(sql_desk_merged(arena, tx, &merged, &c.merged_count));
	c.merged = merged;
	TRY(sql_desk_rows_open(arena, tx,
	    &(struct desk_rows_in){ .form = form->form,
	        .version = form->version,
	        .items = (int32_t)c.item_count },
	    &copy));
	for (;;) {
		TRY(sql_desk_rows_next(copy, &row, &more));
		if (!more)
			break;
		count_week(out, &row);
		if (row.seconds.set) {
			int32_t seconds = (int32_t)row.seconds.v;

			buf_add(&c.seconds, &seconds, sizeof seconds);
		}
		if (row.raw.p != NULL)
			count_answers(&c, &row);
	}
	conclude(arena, &c);
	return ERR_OK;
}
