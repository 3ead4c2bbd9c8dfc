/* SPDX-License-Identifier: ISC
 *
 * Which cells of a snapshot are published. */
#include "tests/unit/benchmark/worlds.h"

static void
publish(const struct firm *firms, size_t n, bool *published, int64_t *count)
{
	struct bench_counter *c;
	size_t                cells = bench_cell_count(&small);
	int64_t              *source = ARENA_ARRAY(arena, int64_t, cells);

	snapshot_of(&small, firms, n, &c);
	for (size_t i = 0; i < cells; i++)
		count[i] = bench_counter_n(c, bench_cell_key(&small, i), 0);
	bench_publish(&small, bench_floor_of(&small, 0), count, source, published);
}

static bool
is_published(const bool *published, int level, int profession, int size, int region)
{
	return published[bench_cell_index(&small,
	    (struct bench_key){ level, profession, size, region })];
}

/* 24 firms: 12 law firms of Z3 in the UK, 8 law firms of Z2 in Europe, 4
 * accounting firms of Z1.  Worked by hand from the rule. */
static void
publication_goes_from_wide_to_narrow(void **state)
{
	struct firm firms[24];
	bool        published[BENCH_CELLS_MAX];
	int64_t     n[BENCH_CELLS_MAX];

	(void)state;
	for (int i = 0; i < 24; i++)
		firms[i] = i < 12   ? (struct firm)FIRM(LAW, 3, UKI, i)
		           : i < 20 ? (struct firm)FIRM(LAW, 2, EUR, i)
		                    : (struct firm)FIRM(ACC, 1, UKI, i);
	publish(firms, 24, published, n);
	assert_true(is_published(published, 6, 0, 0, 0)); /* 24 */
	/* 20 law firms: only 4 less than all. */
	assert_false(is_published(published, 4, LAW, 0, 0));
	/* Window of Z2 = Z1, Z2, Z3: all 24, so nothing can be subtracted. */
	assert_true(is_published(published, 5, 0, 2, 0));
	/* Window of Z3 = Z2, Z3, Z4: 20, 4 less. */
	assert_false(is_published(published, 5, 0, 3, 0));
	/* Window of Z1 = Z1, Z2: 12, 12 less. */
	assert_true(is_published(published, 5, 0, 1, 0));
	/* Window of Z4 = Z3, Z4: 12 law firms. */
	assert_true(is_published(published, 5, 0, 4, 0));
	/* Law of window Z2 and Z3: 20 each, 4 less than all. */
	assert_false(is_published(published, 3, LAW, 2, 0));
	assert_false(is_published(published, 3, LAW, 3, 0));
	/* Law of Z3: the same 12 as window Z4, 12 less than all. */
	assert_true(is_published(published, 3, LAW, 4, 0));
	assert_true(is_published(published, 2, LAW, 3, 0));
	assert_true(is_published(published, 1, LAW, 3, UKI));
	/* 8 law firms of Z2: too few. */
	assert_false(is_published(published, 2, LAW, 2, 0));
}

static void
cells_of_other_snapshots_must_lie_five_apart(void **state)
{
	size_t  cells = bench_cell_count(&small);
	int64_t n[BENCH_CELLS_MAX] = { 0 }, source[BENCH_CELLS_MAX] = { 0 };
	bool    published[BENCH_CELLS_MAX];
	size_t  law = bench_cell_index(&small, (struct bench_key){ 4, LAW, 0, 0 });

	(void)state;
	assert_true(cells <= BENCH_CELLS_MAX);
	n[0] = 15;
	n[law] = 15;
	bench_publish(&small, bench_floor_of(&small, 0), n, source, published);
	assert_true(published[law]);
	source[law] = 1; /* carried: 15 firms, but perhaps not the same 15 */
	bench_publish(&small, bench_floor_of(&small, 0), n, source, published);
	assert_true(published[0]);
	assert_false(published[law]);
	n[law] = 10;
	bench_publish(&small, bench_floor_of(&small, 0), n, source, published);
	assert_true(published[law]);
	n[0] = 14;
	bench_publish(&small, bench_floor_of(&small, 0), n, source, published);
	assert_false(published[law]);
}

static void
every_cell_has_its_own_place(void **state)
{
	static const struct bench_shape shapes[] = { { 6, 4, 6, 1, 0, 0, 0 },
		{ 1, 2, 3, 1, 0, 0, 0 }, { 0, 0, 0, 1, 0, 0, 0 }, { 2, 5, 1, 1, 0, 0, 0 },
		{ 3, 1, 2, 1, 0, 0, 0 } };

	(void)state;
	for (size_t i = 0; i < COUNT(shapes); i++) {
		size_t cells = bench_cell_count(&shapes[i]);

		for (size_t c = 0; c < cells; c++) {
			struct bench_key key = bench_cell_key(&shapes[i], c);

			assert_int_equal(bench_cell_index(&shapes[i], key), c);
			for (size_t w = c + 1; w < cells; w++) {
				struct bench_key other = bench_cell_key(&shapes[i], w);

				/* A later cell holds an earlier one only if it
				 * is the same group under another name. */
				if (bench_cell_contains(&shapes[i], other, key))
					assert_true(
					    bench_cell_contains(&shapes[i], key, other));
			}
		}
	}
}

static int32_t
channel_value(const struct firm *f, size_t channel)
{
	if (channel < wide.measures)
		return f->score[channel];
	if (channel < wide.measures + wide.facts)
		return f->fact[channel - wide.measures];
	channel -= wide.measures + wide.facts;
	return f->item[channel] >= 1 && f->item[channel] <= 5 ? f->item[channel]
	                                                      : BENCH_NONE;
}

static void
published_groups_differ_by_no_firm_or_by_five(void **state)
{
	struct firm firms[150];

	(void)state;
	for (uint32_t world = 0; world < 60; world++) {
		size_t                       n = random_world(world, firms, COUNT(firms));
		struct arena_mark            mark = arena_mark(arena);
		const struct bench_snapshot *s = snapshot_of(&wide, firms, n, NULL);
		size_t                       cells = bench_cell_count(&wide);

		for (size_t channel = 0; channel < bench_channels(&wide); channel++) {
			for (size_t a = 0; a < cells; a++) {
				struct bench_key         ka = bench_cell_key(&wide, a);
				const struct bench_cell *ca =
				    bench_snapshot_cell(s, ka, channel);
				int64_t count = 0;

				if (ca == NULL)
					continue;
				for (size_t i = 0; i < n; i++)
					count += channel_value(&firms[i], channel) !=
					             BENCH_NONE &&
					         bench_cell_holds(&wide, ka,
					             firms[i].profession, firms[i].size,
					             firms[i].region);
				assert_int_equal(count, stats_count(&ca->dist));
				assert_true(count >= (a == 0 ? 5 : 10));
				for (size_t b = 0; b < cells; b++) {
					struct bench_key kb = bench_cell_key(&wide, b);
					const struct bench_cell *cb =
					    bench_snapshot_cell(s, kb, channel);
					int only = 0;

					if (cb == NULL || !bench_cell_contains(&wide, ka, kb))
						continue;
					for (size_t i = 0; i < n; i++)
						only += channel_value(&firms[i], channel) !=
						            BENCH_NONE &&
						        bench_cell_holds(&wide, ka,
						            firms[i].profession,
						            firms[i].size, firms[i].region) &&
						        !bench_cell_holds(&wide, kb,
						            firms[i].profession,
						            firms[i].size, firms[i].region);
					assert_true(only == 0 || only >= 5);
				}
			}
		}
		arena_rewind(arena, mark);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(publication_goes_from_wide_to_narrow),
		cmocka_unit_test(cells_of_other_snapshots_must_lie_five_apart),
		cmocka_unit_test(every_cell_has_its_own_place),
		cmocka_unit_test(published_groups_differ_by_no_firm_or_by_five),
	};

	return cmocka_run_group_tests_name("publication", tests, setup, teardown);
}
