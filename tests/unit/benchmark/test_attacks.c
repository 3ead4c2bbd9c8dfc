/* SPDX-License-Identifier: ISC
 *
 * The attacks on benchmarks that need no server, each with its control: with
 * the rule it fails, without the rule it succeeds.  docs/security.md lists
 * them all; A and B are in test_audit.c. */
#include <stdlib.h>
#include <string.h>

#include "benchmark/bench_history.h"
#include "benchmark/bench_search.h"
#include "tests/unit/arena.h"

#define POINT STATS_MICRO
#define MOST  64

static const struct bench_shape shape = { 2, 1, 1, 1, 0, 0, 0 };

struct firm {
	int     profession;
	int32_t score;
};

struct pool {
	struct firm firm[MOST];
	size_t      n;
};

static void
add(struct pool *p, int profession, int points)
{
	p->firm[p->n++] = (struct firm){ profession, points * POINT };
}

static const struct bench_snapshot *
snapshot_of(const struct pool *p)
{
	struct bench_counter *c = bench_counter_new(arena, &shape);

	for (size_t i = 0; i < p->n; i++)
		bench_counter_add(c, p->firm[i].profession, 1, 1, &p->firm[i].score, NULL,
		    NULL);
	return bench_snapshot_count(arena, c, &shape,
	    &(struct bench_info){ .id = 1, .built_at = 5 });
}

/* What a firm of that group and score reads; own: it is counted, too. */
static struct bench_comparison
report(const struct bench_snapshot *s, int profession, int32_t score, const int32_t *own)
{
	struct bench_subject    me = { .profession = profession, .size = 1, .region = 1 };
	struct bench_own        row = { .snapshot = 1,
		       .profession = profession,
		       .size = 1,
		       .region = 1 };
	struct bench_comparison c;
	int32_t                 without[1];

	me.score[0] = score;
	if (own != NULL) {
		row.score[0] = *own;
		me.own = &row;
		me.own_count = 1;
		me.without = without;
	}
	bench_compare(s, &me, &c);
	return c;
}

static void
spread(struct pool *p, int profession, int count)
{
	for (int i = 0; i < count; i++)
		add(p, profession, 20 + 60 * i / count);
}

/* --- C: who joined between two releases ------------------------------------------ */

/* Twelve releases of one group, a firm more each time; how many of those who
 * joined are known in the end. */
static int64_t
joined_and_known(bool rules)
{
	struct bench_roll  *roll = bench_roll_new(arena, &shape, 12);
	struct bench_audit *a;
	struct bench_found  found;
	struct stats_dist  *dist = ARENA_ARRAY(arena, struct stats_dist, 12);
	struct pool         p = { .n = 0 };
	int64_t             fresh[12];
	size_t              all = bench_cell_index(&shape, (struct bench_key){ 6, 0, 0, 0 });
	int                 since = 0;

	spread(&p, 1, rules ? 12 : 2);
	for (size_t s = 0; s < 12; s++) {
		struct bench_counter *c = bench_counter_new(arena, &shape);

		if (s > 0) {
			add(&p, 1, (int)(s * 37 % 100));
			since++;
		}
		for (size_t i = 0; i < p.n; i++)
			bench_counter_add(c, 1, 1, 1, &p.firm[i].score, NULL, NULL);
		bench_counter_dist(arena, c, (struct bench_key){ 6, 0, 0, 0 }, 0, &dist[s]);
		/* The rule: a group is renewed when five have changed. */
		fresh[s] = !rules || s == 0 || since >= BENCH_STEP;
		if (fresh[s])
			since = 0;
	}
	for (size_t i = 0; i < p.n; i++) {
		struct bench_line line = { { 0 } };
		size_t            first = i + 11 < p.n ? 0 : i + 12 - p.n;

		for (size_t s = first; s < 12; s++)
			line.group[s] = bench_roll_group(&shape, 1, 1, 1);
		bench_roll_add(roll, &line, &p.firm[i].score, NULL, NULL);
	}
	a = bench_audit_new(arena, roll, 0);
	a->everything = !rules;
	for (size_t s = 0; s < 12; s++) {
		if (fresh[s])
			bench_audit_put(a, s, all, true);
	}
	for (size_t i = 0; i < a->count; i++) {
		a->cells[i].asked = true;
		bench_told_of(&shape, 0, 6, &dist[a->cells[i].source], a->everything,
		    &a->cells[i].told);
	}
	bench_audit_find(a, &found);
	return found.known;
}

static void
c_who_joins_is_not_known_by_what_changed(void **state)
{
	(void)state;
	assert_int_equal(joined_and_known(true), 0);
	assert_true(joined_and_known(false) > 0);
}

/* --- D: puppets around one firm ---------------------------------------------------- */

static void
d_puppets_do_not_make_a_group(void **state)
{
	(void)state;
	for (int puppets = 1; puppets <= 20; puppets++) {
		struct pool vetted = { .n = 0 }, loose;

		add(&vetted, 1, 73);
		loose = vetted;
		for (int i = 0; i < puppets; i++)
			add(&loose, 1, i % 2 ? 100 : 0);
		/* Nobody counts before a consultant has included it. */
		assert_false(report(snapshot_of(&vetted), 1, 50 * POINT, NULL).any);
		if (puppets == 20)
			assert_int_equal(
			    report(snapshot_of(&loose), 1, 50 * POINT, NULL).measure[0].median,
			    73 * POINT);
	}
}

/* --- E: own answers, again and again ------------------------------------------------- */

static void
e_own_answers_move_nothing(void **state)
{
	struct bench_comparison low, high;
	struct pool             p = { .n = 0 };
	int32_t                 own;

	(void)state;
	add(&p, 1, 0);
	spread(&p, 1, 20);
	own = p.firm[0].score;
	low = report(snapshot_of(&p), 1, 50 * POINT, &own);
	p.firm[0].score = own = 100 * POINT;
	high = report(snapshot_of(&p), 1, 50 * POINT, &own);
	assert_memory_equal(&low.measure[0], &high.measure[0], sizeof(low.measure[0]));
	/* The control: the own firm stays in. */
	high = report(snapshot_of(&p), 1, 50 * POINT, NULL);
	p.firm[0].score = 0;
	low = report(snapshot_of(&p), 1, 50 * POINT, NULL);
	assert_true(low.measure[0].median != high.measure[0].median);
}

/* --- F, G: one firm moves to another group, or is erased ------------------------------- */

static enum bench_fate
fate_after(const struct bench_own *before, const struct bench_own *now, int firms)
{
	static const struct bench_past past = { .source = 3,
		.shown_in = 3,
		.n = 20,
		.standing = true };
	struct bench_history          *h = bench_history_new(arena, &shape);
	const struct bench_past       *out;
	struct bench_key               law = { 4, 1, 0, 0 };

	bench_history_add(arena, h, law, 0, &past);
	bench_history_begin(h, 3);
	for (int i = 0; i < firms; i++)
		bench_history_note(h, 3, before, now);
	return bench_history_fate(h, bench_cell_index(&shape, law), 0, &out);
}

static int32_t
law_median(const struct pool *p)
{
	return report(snapshot_of(p), 1, 50 * POINT, NULL).measure[0].median;
}

static void
f_hopping_between_groups_shows_nothing(void **state)
{
	struct bench_own law = { .profession = 1, .size = 1, .region = 1, .score = { 90 } };
	struct bench_own other = law;
	struct pool      p = { .n = 0 };
	int32_t          was;

	(void)state;
	other.profession = 2;
	for (int firms = 1; firms < BENCH_STEP; firms++)
		assert_int_equal(fate_after(&law, &other, firms), BENCH_CARRIED);
	/* The control: counted anew, its score is what moved the middle. */
	spread(&p, 1, 10);
	spread(&p, 2, 10);
	add(&p, 1, 90);
	was = law_median(&p);
	p.firm[p.n - 1].profession = 2;
	assert_true(law_median(&p) != was);
}

static void
g_erasing_shows_nothing(void **state)
{
	struct bench_own law = { .profession = 1, .size = 1, .region = 1, .score = { 90 } };
	struct pool      p = { .n = 0 };
	int32_t          was;

	(void)state;
	for (int firms = 1; firms < BENCH_STEP; firms++)
		assert_int_equal(fate_after(&law, NULL, firms), BENCH_CARRIED);
	spread(&p, 1, 20);
	add(&p, 1, 90);
	was = law_median(&p);
	p.n--;
	assert_true(law_median(&p) != was);
}

/* --- I: is it zero, one or four? ----------------------------------------------------- */

static void
i_what_is_withheld_looks_the_same(void **state)
{
	static const int        counts[] = { 0, 1, 4 };
	struct bench_comparison none, c;

	(void)state;
	memset(&none, 0, sizeof(none));
	for (size_t i = 0; i < 3; i++) {
		struct pool p = { .n = 0 };

		spread(&p, 1, counts[i]);
		c = report(snapshot_of(&p), 1, 50 * POINT, NULL);
		assert_memory_equal(&c, &none, sizeof(c));
	}
	/* The control: five are shown. */
	{
		struct pool p = { .n = 0 };

		spread(&p, 1, 5);
		c = report(snapshot_of(&p), 1, 50 * POINT, NULL);
		assert_memory_not_equal(&c, &none, sizeof(c));
	}
}

/* --- K: feeling for values with invented answers ---------------------------------------- */

/* How narrow the k-th value of a group of 20 becomes by so many questions, each
 * the printed rank of an invented score. */
static int32_t
felt(const struct bench_snapshot *s, int k, int questions)
{
	int32_t low = 0, high = 100 * POINT;

	for (; questions > 0 && high - low > 1; questions--) {
		int32_t                 middle = low + (high - low) / 2;
		struct bench_comparison c = report(s, 1, middle, NULL);

		assert_true(c.measure[0].has_rank);
		/* 20 firms: a step of the printed rank is one firm. */
		if (bench_paper_rank(c.measure[0].rank) >= 5 * k)
			high = middle;
		else
			low = middle;
	}
	return high - low;
}

static void
k_four_questions_find_no_value(void **state)
{
	struct pool                  p = { .n = 0 };
	const struct bench_snapshot *s;

	(void)state;
	spread(&p, 1, 20);
	s = snapshot_of(&p);
	for (int k = 2; k < 19; k++) {
		/* The rule: two compared reports a year, each with one correction. */
		assert_true(felt(s, k, 4) >= POINT);
		assert_true(felt(s, k, 50) < POINT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(c_who_joins_is_not_known_by_what_changed),
		cmocka_unit_test(d_puppets_do_not_make_a_group),
		cmocka_unit_test(e_own_answers_move_nothing),
		cmocka_unit_test(f_hopping_between_groups_shows_nothing),
		cmocka_unit_test(g_erasing_shows_nothing),
		cmocka_unit_test(i_what_is_withheld_looks_the_same),
		cmocka_unit_test(k_four_questions_find_no_value),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
