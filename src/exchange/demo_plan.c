/* SPDX-License-Identifier: ISC
 *
 * demo_plan.c - who answers when, and what waits on the consultants' desk.
 *
 * A wave is a calendar year.  The one before ended with a snapshot in December;
 * this one goes on, however old the year is: in January all of it lies within
 * days. */
#include "exchange/demo.h"

#include "base/buf.h"
#include "base/clock.h"
#include "exchange/demo_inner.h"

#define CSV_MAX     (64u * 1024 * 1024)
#define HOUR        (3600 * CLOCK_SECOND)
#define ARRIVE_FROM 1000000 /* behind every firm */

/* What becomes of a response of this year. */
enum turn { INCLUDED, WAITS, UNCONFIRMED, HELD, ASKED };

/* On the desk, of a firm that is new, or (again) of one that has answered.  Fewer
 * than five bear no flag: a group that fewer joined is carried, so that the next
 * count shows no less than the last. */
static const struct arrival {
	enum turn        turn;
	enum demo_manner manner;
	bool             again, hasty;
	const char      *to_domain, *name_end; /* NULL: as any */
} arrivals[] = {
	{ WAITS, DEMO_STRAIGHT, false, false, NULL, NULL },
	{ WAITS, DEMO_CAREFUL, false, false, NULL, NULL },
	{ ASKED, DEMO_CAREFUL, false, false, NULL, NULL },
	{ WAITS, DEMO_CAREFUL, false, true, NULL, NULL },
	{ HELD, DEMO_STRAIGHT, false, true, NULL, NULL },
	{ WAITS, DEMO_CAREFUL, false, false, "test@", NULL },
	{ WAITS, DEMO_CAREFUL, false, false, NULL, NULL },
	{ WAITS, DEMO_CAREFUL, true, false, NULL, NULL },
	{ WAITS, DEMO_UNSURE, false, false, NULL, NULL },
	/* One firm under two names and two domains. */
	{ WAITS, DEMO_CAREFUL, true, false, "partner2@group.", " LLP" },
	{ UNCONFIRMED, DEMO_CAREFUL, false, false, NULL, NULL },
	{ UNCONFIRMED, DEMO_CAREFUL, false, false, NULL, NULL },
};
#define ARRIVALS ((int)(sizeof(arrivals) / sizeof(arrivals[0])))

struct plan {
	struct arena      *arena;
	const struct form *form;
	uint64_t           seed;
	struct demo       *demo;
	struct buf         csv[2];
	int64_t            year[2]; /* where they begin */
};

static void
choose_times(struct plan *p, int64_t now)
{
	struct demo *d = p->demo;
	int          year = clock_civil(now).year;
	int64_t      span, settled = 12 * CLOCK_DAY, looked = CLOCK_DAY;

	p->year[0] = clock_instant((struct civil){ .year = year - 1, .month = 1, .day = 1 });
	p->year[1] = clock_instant((struct civil){ .year = year, .month = 1, .day = 1 });
	d->moment = now;
	d->counts[0].released = clock_instant((struct civil){ year - 1, 12, 11, 10, 20, 0 });
	d->counts[0].built = d->counts[0].released - 2 * CLOCK_DAY;
	d->counts[0].proposed = d->counts[0].built + HOUR;
	span = now - p->year[1];
	if (settled > span / 4)
		settled = span / 4;
	if (looked > span / 20)
		looked = span / 20;
	d->counts[1].released = now - settled;
	if (settled == 12 * CLOCK_DAY)
		d->counts[1].released += 10 * HOUR - d->counts[1].released % CLOCK_DAY;
	d->counts[1].built = d->counts[1].released - looked;
	d->counts[1].proposed = d->counts[1].built + looked / 24;
}

/* Between two moments, in whole seconds. */
static int64_t
between(struct demo_chance *c, int64_t from, int64_t to)
{
	int64_t at = from + (int64_t)(demo_uniform(c) * (double)(to - from));

	return at - at % CLOCK_SECOND;
}

/* By day, where that lies between the two. */
static int64_t
by_day(int64_t at, int64_t from, int64_t to)
{
	int64_t day = at - at % CLOCK_DAY + 8 * HOUR + at % CLOCK_DAY / 24 * 10;

	day -= day % CLOCK_SECOND;
	return day >= from && day < to ? day : at;
}

static struct uuid
id_of(struct demo_chance c)
{
	struct uuid id;

	for (size_t i = 0; i < sizeof(id.b); i++)
		id.b[i] = (uint8_t)(demo_next(&c) >> 32);
	id.b[6] = (uint8_t)((id.b[6] & 0x0f) | 0x80); /* version 8: our own making */
	id.b[8] = (uint8_t)((id.b[8] & 0x3f) | 0x80);
	return id;
}

/* What one response of one firm goes by; which: several in a year. */
static struct demo_chance
chance_of(const struct plan *p, int nth, int which)
{
	struct demo_chance c = { p->seed ^ 0x5eed };

	c.state = demo_next(&c) + (uint64_t)nth * 64 + (uint64_t)which;
	c.state = demo_next(&c);
	return c;
}

/* The Monday on which somebody went through what had come, before it was counted. */
static int64_t
monday_after(int64_t at, int64_t latest)
{
	int64_t day = at / CLOCK_DAY, monday = day + 7 - (day + 3) % 7;
	int64_t then = monday * CLOCK_DAY + 9 * HOUR + HOUR / 2;

	return then < latest ? then : latest;
}

static void
note_web(struct plan *p, struct demo_chance *c, const struct demo_row *row, enum turn turn,
    bool hasty)
{
	struct demo_web *w = &p->demo->web;
	double           seconds = demo_normal(c, 660, 210);

	w->id[w->count] = row->id;
	w->at[w->count] = row->at;
	w->seconds[w->count] = hasty ? 74 : seconds < 190 ? 190 : (int32_t)seconds;
	w->hasty[w->count] = hasty;
	w->confirmed[w->count++] = turn != UNCONFIRMED;
	if (turn == HELD)
		w->held = row->id;
	if (turn == ASKED)
		w->asked = row->id;
	if (turn == INCLUDED) {
		w->included[w->included_count] = row->id;
		w->monday[w->included_count++] =
		    monday_after(row->at, p->demo->counts[1].built);
	}
}

static void
answer_before(struct plan *p, const struct demo_firm *firm, int nth)
{
	struct demo_chance c = chance_of(p, nth, 0);
	struct demo_row    row = { .id = id_of(c),
		   .firm = firm,
		   .year_before = true,
		   .confirmed = true };

	row.at =
	    between(&c, p->year[0] + 31 * CLOCK_DAY, p->demo->counts[0].built - CLOCK_DAY);
	row.at = by_day(row.at, p->year[0], p->demo->counts[0].built);
	demo_row(p->arena, &c, p->form, &row, &p->csv[0]);
}

static void
answer_now(struct plan *p, const struct demo_firm *firm, int nth, int which)
{
	struct demo_chance c = chance_of(p, nth, which);
	struct demo_row    row = { .id = id_of(c), .firm = firm };

	row.at = between(&c, p->year[1], p->demo->counts[1].built);
	row.at = by_day(row.at, p->year[1], p->demo->counts[1].built);
	demo_row(p->arena, &c, p->form, &row, &p->csv[1]);
	note_web(p, &c, &row, INCLUDED, false);
}

/* The nth of what came since it was counted. */
static void
arrive(struct plan *p, const struct demo_firm *firm, int nth)
{
	const struct arrival *a = &arrivals[nth];
	struct demo_chance    c = chance_of(p, ARRIVE_FROM + nth, 0);
	struct demo_row       row = { .id = id_of(c), .firm = firm, .manner = a->manner };
	int64_t               from = p->demo->counts[1].released;
	int64_t               slice = (p->demo->moment - from) / (ARRIVALS + 1);

	row.at = between(&c, from + slice * nth, from + slice * (nth + 1));
	row.at = by_day(row.at, from, p->demo->moment);
	if (a->to_domain != NULL)
		row.email = arena_printf(p->arena, "%s%s", a->to_domain, firm->domain);
	if (a->name_end != NULL)
		row.name = arena_printf(p->arena, "%s%s", firm->name, a->name_end);
	if (a->turn == ASKED)
		row.contact = "yes";
	demo_row(p->arena, &c, p->form, &row, &p->csv[1]);
	note_web(p, &c, &row, a->turn, a->hasty);
}

/* Whoever answered the year before answered again: while a firm's older answers
 * stay in the pool beside newer ones of others, the auditor can prove little of
 * the second snapshot safe.  In some firms two partners answered. */
static void
answer_all(struct plan *p, int firms)
{
	for (int nth = 0; nth < firms; nth++) {
		struct demo_firm   firm = demo_firm(p->arena, p->form, p->seed, nth);
		struct demo_chance c = chance_of(p, nth, 63);

		if (demo_uniform(&c) < 0.6)
			answer_before(p, &firm, nth);
		answer_now(p, &firm, nth, 1);
		if (demo_uniform(&c) < 0.08)
			answer_now(p, &firm, nth, 2);
	}
}

static void
arrive_all(struct plan *p, int firms)
{
	for (int i = 0; i < ARRIVALS; i++) {
		bool             again = arrivals[i].again && i < firms;
		struct demo_firm firm =
		    demo_firm(p->arena, p->form, p->seed, again ? firms - 1 - i : firms + i);

		arrive(p, &firm, i);
	}
}

void
demo_make(struct arena *arena, const struct form *form, int firms, uint64_t seed,
    int64_t now, struct demo *out)
{
	struct plan p = { .arena = arena, .form = form, .seed = seed, .demo = out };
	size_t      most = (size_t)firms * 2 + (size_t)ARRIVALS;

	*out = (struct demo){ .web = { .id = ARENA_ARRAY(arena, struct uuid, most),
		                  .seconds = ARENA_ARRAY(arena, int32_t, most),
		                  .hasty = ARENA_ARRAY(arena, bool, most),
		                  .confirmed = ARENA_ARRAY(arena, bool, most),
		                  .at = ARENA_ARRAY(arena, int64_t, most),
		                  .included = ARENA_ARRAY(arena, struct uuid, most),
		                  .monday = ARENA_ARRAY(arena, int64_t, most) } };
	choose_times(&p, now);
	for (int i = 0; i < 2; i++) {
		buf_init(&p.csv[i], arena, CSV_MAX);
		demo_header(form, &p.csv[i]);
	}
	answer_all(&p, firms);
	arrive_all(&p, firms);
	out->before = buf_as_text(&p.csv[0]);
	out->now = buf_as_text(&p.csv[1]);
	out->said = demo_said(arena);
}
