/* SPDX-License-Identifier: ISC
 *
 * Attacks A and B: what somebody can work out of everything published, who
 * knows who is in which group and the values of a few firms.
 *
 *   test_audit              as a test: 200 worlds
 *   test_audit FROM TO      worlds of these numbers, with figures, also with
 *                           only what is proved (snapshot.only_proved)
 *   test_audit all|proved FROM TO
 *                           what is published of them, with groups that hold
 *                           firms not proved safe or without, and the auditor's
 *                           verdicts, for tests/exact/opponent.py
 *
 * The attacker here is another than the auditor: he bounds from outside.  For
 * a threshold each quantile says between how many and how many firms of its
 * group have at most that; a group less the groups within it says so of the
 * rest.  Where all or none of the unknown firms of a rest must be below, each
 * of them is bounded.  Nobody whom the auditor takes for safe may be bounded
 * to less than a point.  And each world that the auditor relies on is counted
 * anew: it must read the same. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "benchmark/bench_search.h"

#define FIRMS_MAX  120
#define WORLDS     200
#define COALITIONS 4
#define POINT      STATS_MICRO
#define THRESHOLDS 2000

static const struct bench_shape shape = { 6, 4, 6, 1, 0, 0, 0 };
static uint64_t                 seed;
static struct arena            *arena;
static bool                     everything; /* is shown of every group */
static bool                     telling;

struct firm {
	int     profession, size, region;
	int32_t score;
	int32_t above, most; /* what the attacker knows: above < score <= most */
	bool    colludes;
};

struct world {
	struct firm       firms[FIRMS_MAX];
	size_t            n, cells;
	bool              published[BENCH_CELLS_MAX];
	struct bench_key  key[BENCH_CELLS_MAX];
	struct stats_dist dist[BENCH_CELLS_MAX];
	size_t  put[BENCH_CELLS_MAX], put_count; /* cells as the auditor has them */
	bool    holds[BENCH_CELLS_MAX][FIRMS_MAX];
	int32_t thresholds[THRESHOLDS];
	size_t  threshold_count;
};

struct figures {
	size_t published, withheld, known, open, isolated, looked_at, witnesses;
	size_t anew,
	    again; /* witnesses of later looks: those of the first, each time; found */
	size_t afresh;
};

/* splitmix64: a fixed seed gives the same world everywhere. */
static int
below(int n)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ z >> 31) % (uint64_t)n);
}

/* How a world is published: by the rules, and whether the auditor looks; and
 * keeps only what is proved; or every group of two and more. */
struct rule {
	bool law, audit, proved;
};

/* Scores as forms give them, in steps, or any number. */
static int32_t
a_score(int kind)
{
	return kind == 0   ? below(100 * POINT + 1)
	       : kind == 1 ? below(81) * (POINT * 5 / 4)
	                   : below(17) * (POINT * 25 / 4);
}

static void
make_world(struct world *w, uint32_t number)
{
	int kind;

	memset(w, 0, sizeof(*w));
	seed = number * UINT64_C(2246822519) + 3;
	kind = below(3);
	w->n = 6 + (size_t)below(number % 20 == 19 ? FIRMS_MAX - 6 : 30);
	for (size_t i = 0; i < w->n; i++)
		w->firms[i] = (struct firm){ 1 + below(1 + below(6)), 1 + below(4),
			1 + below(1 + below(6)), a_score(kind), -1, 100 * POINT, false };
}

static void
count_world(struct world *w)
{
	struct bench_counter *c = bench_counter_new(arena, &shape);

	for (size_t i = 0; i < w->n; i++)
		bench_counter_add(c, w->firms[i].profession, w->firms[i].size,
		    w->firms[i].region, &w->firms[i].score, NULL, NULL);
	w->cells = bench_cell_count(&shape);
	for (size_t i = 0; i < w->cells; i++) {
		w->key[i] = bench_cell_key(&shape, i);
		bench_counter_dist(arena, c, w->key[i], 0, &w->dist[i]);
		for (size_t f = 0; f < w->n; f++)
			w->holds[i][f] = bench_cell_holds(&shape, w->key[i],
			    w->firms[f].profession, w->firms[f].size, w->firms[f].region);
	}
}

/* --- the auditor, and a look at what it relies on --------------------------------- */

static struct bench_roll *
roll_of(const struct world *w)
{
	struct bench_roll *r = bench_roll_new(arena, &shape, 1);

	for (size_t i = 0; i < w->n; i++) {
		struct bench_line line = { { bench_roll_group(&shape, w->firms[i].profession,
		    w->firms[i].size, w->firms[i].region) } };

		bench_roll_add(r, &line, &w->firms[i].score, NULL, NULL);
	}
	return r;
}

/* Is the firm in exactly these cells, of those put? */
static bool
stands_in(const struct world *w, size_t firm, const struct bench_witness_move *m)
{
	size_t k = 0;

	for (size_t i = 0; i < w->put_count; i++) {
		bool in = k < m->in_count && m->in[k] == i;

		if (w->holds[w->put[i]][firm] != in)
			return false;
		k += in;
	}
	return k == m->in_count;
}

/* A firm that a witness means, none that was taken before. */
static size_t
firm_of(const struct world *w, const struct bench_witness_move *m, bool *taken)
{
	for (size_t f = 0; f < w->n; f++) {
		if (!taken[f] && w->firms[f].score == m->from && stands_in(w, f, m)) {
			taken[f] = true;
			return f;
		}
	}
	fail_msg("a witness names a firm that is not there");
	return 0;
}

/* What a reader sees of a cell: outside, or without the firm. */
static void
read_cell(const struct stats_dist *whole, int level, const int32_t *own, int64_t read[12])
{
	static const int  p[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };
	struct stats_dist d = *whole;
	int64_t           n;

	memset(read, 0, 12 * sizeof(read[0]));
	d.without = own;
	d.without_count = own != NULL;
	n = stats_count(&d);
	for (int i = 0; i < 5; i++) {
		int32_t q;

		if (n < (everything ? 2 : i == 0 && level == 6 ? 5 : i < 3 ? 10 : 40))
			break;
		q = stats_quantile7(&d, p[i][0], p[i][1]);
		read[2 * i] = bench_paper_quantile(q);
		if (own != NULL && !everything && n < 10)
			read[2 * i + 1] = (*own > q) - (*own < q);
		else if (own != NULL && i < 3)
			read[2 * i + 1] = *own >= q;
	}
	if (own != NULL && n >= (everything ? 2 : 20))
		read[10] = bench_paper_rank(stats_rank(&d, *own));
	read[11] = n;
}

struct watcher {
	const struct world *world;
	struct figures     *figures;
};

static void
count_again(void *context, const struct bench_witness *m)
{
	static struct world other;
	struct watcher     *watcher = context;
	const struct world *w = watcher->world;
	bool                taken[FIRMS_MAX] = { false };
	size_t              against[BENCH_COALITION];
	int32_t             first_from = 0, first_to = 0;

	watcher->figures->witnesses++;
	if (watcher->figures->witnesses % 16 != 1)
		return;
	other = *w;
	for (size_t i = 0; i < m->moves; i++) {
		size_t f = firm_of(w, &m->move[i], taken);

		other.firms[f].score = m->move[i].to;
		if (i == 0) {
			first_from = m->move[i].from;
			first_to = m->move[i].to;
		}
		assert_in_range(m->move[i].to, 0, 100 * POINT);
	}
	assert_true(abs(first_from - first_to) >= POINT);
	for (size_t i = 0; i < m->coalition; i++) {
		/* One firm may stand for both. */
		bool again = i == 1 && m->against[0].in == m->against[1].in &&
		             m->against[0].from == m->against[1].from;

		against[i] = again ? against[0] : firm_of(w, &m->against[i], taken);
	}
	count_world(&other);
	for (size_t c = 0; c < w->cells; c++) {
		int64_t was[12], is[12];

		if (!w->published[c])
			continue;
		read_cell(&w->dist[c], w->key[c].level, NULL, was);
		read_cell(&other.dist[c], w->key[c].level, NULL, is);
		assert_memory_equal(was, is, sizeof(was));
		for (size_t i = 0; i < m->coalition; i++) {
			if (!w->holds[c][against[i]])
				continue;
			read_cell(&w->dist[c], w->key[c].level, &w->firms[against[i]].score,
			    was);
			read_cell(&other.dist[c], w->key[c].level,
			    &w->firms[against[i]].score, is);
			assert_memory_equal(was, is, sizeof(was));
		}
	}
}

static void
give_dist(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	const struct world *w = context;

	(void)source;
	*dist_out = w->dist[cell];
}

/* The auditor's word on one firm, once nothing more is withheld. */
static const char *
verdict(const struct bench_audit *a, const struct world *w, size_t firm)
{
	for (size_t i = 0; i < a->bunch_count; i++) {
		const struct bench_bunch *b = &a->bunches[i];
		struct bench_witness_move m = { b->in, b->in_count, 0, 0 };
		size_t                    kept = bench_pile_kept(&b->pile), at = 0;

		if (!stands_in(w, firm, &m))
			continue;
		while (at < kept && b->pile.value[at] != w->firms[firm].score)
			at++;
		return bench_bunch_apart(a, b) || (at < kept && bench_search_safe(a, b, at))
		           ? "safe"
		           : "open";
	}
	return "apart";
}

static void
tell(const struct bench_audit *a, const struct world *w)
{
	for (size_t i = 0; i < w->put_count; i++) {
		struct bench_key k = w->key[w->put[i]];

		printf("cell %d %d %d %d\n", k.level, k.profession, k.size, k.region);
	}
	for (size_t f = 0; f < w->n; f++)
		printf("firm %d %d %d %" PRId32 " %s\n", w->firms[f].profession,
		    w->firms[f].size, w->firms[f].region, w->firms[f].score,
		    verdict(a, w, f));
}

/* The next group to withhold; false: none. */
static bool
to_go(const struct world *w, const struct bench_audit *a, const struct bench_found *found,
    bool proved, size_t *cell_out)
{
	*cell_out = found->cell;
	if (found->known > 0)
		return true;
	for (size_t i = w->cells; proved && i-- > 0;) {
		*cell_out = i;
		if (bench_audit_is_open(a, i))
			return true;
	}
	return false;
}

/* An auditor who has seen no more than what is left. */
static size_t
unsafe_afresh(struct world *w)
{
	struct bench_audit *a = bench_audit_new(arena, roll_of(w), 0);
	struct bench_found  found;

	for (size_t i = 0; i < w->cells; i++) {
		if (w->published[i])
			bench_audit_put(a, 0, i, true);
	}
	a->everything = everything;
	bench_audit_ask(a, give_dist, w);
	bench_audit_find(a, &found);
	return (size_t)(found.known + found.open);
}

static void
audit(struct world *w, struct rule rule, struct figures *f)
{
	struct bench_audit *a = bench_audit_new(arena, roll_of(w), 0);
	struct watcher      watcher = { w, f };
	struct bench_found  found;
	size_t              cell;
	bool                first = true;
	size_t              before = f->witnesses, at_first = 0;

	for (size_t i = 0; i < w->cells; i++) {
		if (w->published[i])
			bench_audit_put(a, 0, i, true);
	}
	a->everything = everything;
	bench_audit_ask(a, give_dist, w);
	bench_audit_watch(a, count_again, &watcher);
	for (;;) {
		w->put_count = 0;
		for (size_t i = 0; i < w->cells; i++) {
			if (w->published[i])
				w->put[w->put_count++] = i;
		}
		bench_audit_find(a, &found);
		if (first) {
			f->known += (size_t)found.known;
			at_first = f->witnesses - before;
		} else {
			f->anew += at_first;
			f->again += f->witnesses - before;
		}
		before = f->witnesses;
		first = false;
		if (!to_go(w, a, &found, rule.proved, &cell))
			break;
		assert_true(w->published[cell]);
		w->published[cell] = false;
		bench_audit_withhold(a, cell);
		f->withheld++;
	}
	f->open += (size_t)found.open;
	if (rule.proved)
		f->afresh += unsafe_afresh(w);
	if (telling)
		tell(a, w);
}

static void
publish(struct world *w, struct rule rule, struct figures *f)
{
	int64_t n[BENCH_CELLS_MAX], source[BENCH_CELLS_MAX] = { 0 };

	count_world(w);
	for (size_t i = 0; i < w->cells; i++) {
		n[i] = stats_count(&w->dist[i]);
		w->published[i] = n[i] >= 2;
	}
	if (rule.law)
		bench_publish(&shape, bench_floor_of(&shape, 0), n, source, w->published);
	for (size_t i = 0; i < w->cells; i++)
		f->published += w->published[i];
	if (rule.audit)
		audit(w, rule, f);
}

/* --- the attack --------------------------------------------------------------------- */

/* The quantiles shown of a group of n, in tenths and quarters. */
static size_t
shown(const struct world *w, size_t cell, int quantiles[5][2])
{
	static const int all[5][2] = { { 1, 2 }, { 1, 4 }, { 3, 4 }, { 1, 10 }, { 9, 10 } };

	int64_t n = stats_count(&w->dist[cell]);

	memcpy(quantiles, all, sizeof(all));
	if (everything)
		return 5;
	if (n < (w->key[cell].level == BENCH_LEVELS ? BENCH_SHOW : BENCH_GROUP))
		return 0;
	return n >= BENCH_TAILS ? 5 : n >= BENCH_GROUP ? 3 : 1;
}

/* How many of the group have at most t: from low_out to high_out. */
static void
count_up_to(const struct world *w, size_t cell, int32_t t, int64_t *low_out,
    int64_t *high_out)
{
	const struct stats_dist *d = &w->dist[cell];
	int64_t                  n = stats_count(d);
	int                      p[5][2];
	size_t                   count = shown(w, cell, p);

	*low_out = 0;
	*high_out = n;
	for (size_t i = 0; i < count; i++) {
		int64_t place = (n - 1) * p[i][0] / p[i][1];
		bool    between = (n - 1) * p[i][0] % p[i][1] != 0;
		int32_t q = bench_paper_quantile(stats_quantile7(d, p[i][0], p[i][1]));

		/* On paper it is a quarter of a point more or less. */
		if (q + POINT / 4 <= t) {
			if (place + 1 > *low_out)
				*low_out = place + 1;
		} else if (q - POINT / 4 > t && place + between < *high_out) {
			*high_out = place + between;
		}
	}
}

static void
learn(struct world *w, const bool *rest, int64_t low, int64_t high, int32_t t)
{
	int64_t unknown = 0, known = 0;

	for (size_t f = 0; f < w->n; f++) {
		if (!rest[f])
			continue;
		if (w->firms[f].colludes)
			known += w->firms[f].score <= t;
		else
			unknown++;
	}
	for (size_t f = 0; f < w->n; f++) {
		struct firm *firm = &w->firms[f];

		if (!rest[f] || firm->colludes)
			continue;
		if (low - known >= unknown && t < firm->most)
			firm->most = t;
		if (high - known <= 0 && t > firm->above)
			firm->above = t;
	}
}

/* A group, less the published groups of one level within it (0: none, which
 * are disjoint but for windows) or less a single one. */
static void
look_at(struct world *w, size_t wide, int level, size_t single, int32_t t)
{
	bool    rest[FIRMS_MAX];
	int64_t low, high, in_low, in_high;

	memcpy(rest, w->holds[wide], sizeof(rest));
	count_up_to(w, wide, t, &low, &high);
	for (size_t c = 0; c < w->cells; c++) {
		if (c == wide || !w->published[c] ||
		    (c != single && w->key[c].level != level) ||
		    !bench_cell_contains(&shape, w->key[wide], w->key[c]))
			continue;
		count_up_to(w, c, t, &in_low, &in_high);
		low -= in_high;
		high -= in_low;
		for (size_t f = 0; f < w->n; f++)
			rest[f] = rest[f] && !w->holds[c][f];
	}
	learn(w, rest, low, high, t);
}

static void
add_thresholds(struct world *w, size_t cell)
{
	int    p[5][2];
	size_t count = shown(w, cell, p);

	for (size_t i = 0; i < count && w->threshold_count + 2 < THRESHOLDS; i++) {
		int32_t q = bench_paper_quantile(
		    stats_quantile7(&w->dist[cell], p[i][0], p[i][1]));

		w->thresholds[w->threshold_count++] = q + POINT / 4;
		w->thresholds[w->threshold_count++] = q - POINT / 4 - 1;
	}
}

/* Firms that the attacker knows to less than a point; truth is never lost. */
static size_t
isolated(struct world *w)
{
	static const int disjoint[] = { 0, 1, 2, 4 };
	size_t           count = 0;

	w->threshold_count = 0;
	for (size_t c = 0; c < w->cells; c++) {
		if (w->published[c])
			add_thresholds(w, c);
	}
	for (size_t i = 0; i < w->threshold_count; i++) {
		int32_t t = w->thresholds[i];

		for (size_t c = 0; c < w->cells; c++) {
			if (!w->published[c])
				continue;
			for (size_t l = 0; l < 4; l++)
				look_at(w, c, disjoint[l], c, t);
			for (size_t s = 0; s < w->cells; s++) {
				if (s != c && w->published[s] && w->key[s].level != 1 &&
				    bench_cell_contains(&shape, w->key[c], w->key[s]))
					look_at(w, c, 0, s, t);
			}
		}
	}
	for (size_t f = 0; f < w->n; f++) {
		const struct firm *firm = &w->firms[f];

		if (firm->colludes)
			continue;
		assert_true(firm->above < firm->score && firm->score <= firm->most);
		count += firm->most - firm->above < POINT;
	}
	return count;
}

static size_t
isolated_by_some(struct world *w)
{
	size_t count = 0;

	for (int k = 0; k < COALITIONS; k++) {
		for (size_t f = 0; f < w->n; f++) {
			w->firms[f].colludes = false;
			w->firms[f].above = -1;
			w->firms[f].most = 100 * POINT;
		}
		for (int i = 0; i < BENCH_COALITION; i++)
			w->firms[below((int)w->n)].colludes = true;
		count += isolated(w);
	}
	return count;
}

static void
try_worlds(struct rule rule, uint32_t from, uint32_t to, struct figures *f)
{
	static struct world w;

	everything = !rule.law;
	for (uint32_t number = from; number < to; number++) {
		arena = arena_new((size_t)1 << 30);
		make_world(&w, number);
		publish(&w, rule, f);
		f->looked_at += w.n;
		f->isolated += isolated_by_some(&w);
		arena_free(arena);
	}
}

/* As it is by default: what is not proved goes, and something is left. */
static void
nobody_is_isolated_where_only_what_is_proved_stays(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .law = true, .audit = true, .proved = true }, 0, WORLDS,
	    &f);
	/* And a pool in which one proof is not found again once less is shown. */
	try_worlds((struct rule){ .law = true, .audit = true, .proved = true }, 1586, 1587,
	    &f);
	assert_int_equal(f.isolated, 0);
	assert_int_equal(f.open, 0);
	assert_true(f.published > WORLDS && f.withheld > 0 && f.witnesses > 0);
	assert_true(f.withheld < f.published / 2);
	/* Nor is anything found by whoever looks at what is left alone, at a proposal. */
	assert_int_equal(f.afresh, 0);
	/* Who was proved safe is not asked about again when more is withheld. */
	assert_true(f.again < f.anew / 2);
}

/* snapshot.only_proved = no. */
static void
nobody_is_isolated_where_the_auditor_has_been(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .law = true, .audit = true }, 0, WORLDS / 4, &f);
	assert_int_equal(f.isolated, 0);
	assert_true(f.withheld < f.published / 2 && f.witnesses > 0 && f.open > 0);
}

/* The control: without rules the attack succeeds, */
static void
groups_of_two_give_firms_away(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .law = false }, 0, 3, &f);
	assert_true(f.isolated > 0);
}

/* and the auditor alone, without any rule, stops it. */
static void
the_auditor_finds_groups_of_two(void **state)
{
	struct figures f = { 0 };

	(void)state;
	try_worlds((struct rule){ .law = false, .audit = true }, 0, 6, &f);
	assert_true(f.known > 0 && f.withheld > 0);
	assert_int_equal(f.isolated, 0);
}

static int
many(uint32_t from, uint32_t to)
{
	struct figures f = { 0 }, alone = { 0 }, proved = { 0 };

	try_worlds((struct rule){ .law = true }, from, to, &alone);
	try_worlds((struct rule){ .law = true, .audit = true }, from, to, &f);
	try_worlds((struct rule){ .law = true, .audit = true, .proved = true }, from, to,
	    &proved);
	printf("%u worlds, %zu firms, each against %d coalitions of %d\n"
	       "rules alone: %zu groups published, %zu times a firm isolated\n"
	       "with the auditor: %zu firms worked out, %zu groups withheld for them, "
	       "%zu times a firm isolated\n"
	       "%zu firms neither proved safe nor worked out; %zu worlds relied on\n"
	       "only what is proved: %zu groups withheld, %zu firms left open, %zu times "
	       "a firm isolated\n",
	    to - from, f.looked_at, COALITIONS, BENCH_COALITION, alone.published,
	    alone.isolated, f.known, f.withheld, f.isolated, f.open, f.witnesses,
	    proved.withheld, proved.open, proved.isolated);
	return f.isolated + proved.isolated + proved.open > 0;
}

static int
tell_worlds(bool proved, uint32_t from, uint32_t to)
{
	static struct world w;
	struct figures      f = { 0 };

	telling = true;
	for (uint32_t number = from; number < to; number++) {
		arena = arena_new((size_t)1 << 30);
		printf("world %u\n", number);
		make_world(&w, number);
		publish(&w, (struct rule){ .law = true, .audit = true, .proved = proved },
		    &f);
		arena_free(arena);
	}
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_is_isolated_where_only_what_is_proved_stays),
		cmocka_unit_test(nobody_is_isolated_where_the_auditor_has_been),
		cmocka_unit_test(groups_of_two_give_firms_away),
		cmocka_unit_test(the_auditor_finds_groups_of_two),
	};

	if (argc == 4)
		return tell_worlds(strcmp(argv[1], "proved") == 0,
		    (uint32_t)strtoul(argv[2], NULL, 10),
		    (uint32_t)strtoul(argv[3], NULL, 10));
	if (argc == 3)
		return many((uint32_t)strtoul(argv[1], NULL, 10),
		    (uint32_t)strtoul(argv[2], NULL, 10));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
