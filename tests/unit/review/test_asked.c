/* SPDX-License-Identifier: ISC
 *
 * What may be asked of a review, and the address that leads back to it. */
#include "tests/unit/review/worlds.h"

static void
filters_take_nothing_but_what_they_offer(void **state)
{
	static const struct {
		const char *profession, *size, *region, *by;
		int         level; /* 0: refused */
	} row[] = {
		{ NULL, NULL, NULL, NULL, 6 },
		{ "", "", "", "", 6 },
		{ "law", NULL, NULL, "size", 4 },
		{ "law", "Z3", NULL, NULL, 2 },
		{ "law", "Z2-Z4", NULL, NULL, 3 },
		{ NULL, "Z1-Z2", NULL, NULL, 5 },
		{ "law", "Z3", "uki", "region", 1 },
		{ NULL, "Z3", NULL, NULL, 0 },
		{ "law", "Z2-Z4", "uki", NULL, 0 },
		{ "law", NULL, "uki", NULL, 0 },
		{ NULL, NULL, "uki", NULL, 0 },
		{ "Law", NULL, NULL, NULL, 0 },
		{ "1", NULL, NULL, NULL, 0 },
		{ "law", "Z9", NULL, NULL, 0 },
		{ "law", "Z1-Z4", NULL, NULL, 0 },
		{ "law", "Z3", "mars", NULL, 0 },
		{ NULL, NULL, NULL, "wave", 0 },
		{ "law' OR 1=1", NULL, NULL, NULL, 0 },
	};
	const struct bench_groups groups = { shape.professions, shape.sizes, shape.regions };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
#define ASKED(x) (row[i].x == NULL ? TEXT_NONE : text_of(row[i].x))
		const struct review_asked asked = { ASKED(profession), ASKED(size),
			ASKED(region), ASKED(by) };
		struct review_pick        pick;
		bool                      got = review_pick_of(form, groups, &asked, &pick);

		print_message("row %zu\n", i);
		assert_int_equal(got, row[i].level > 0);
		if (got)
			assert_int_equal(pick.pick.level, row[i].level);
	}
}

static void
a_query_leads_back_to_its_group(void **state)
{
	static const struct {
		struct review_pick pick;
		const char        *query;
	} row[] = {
		{ { { 6, 0, 0, 0 }, REVIEW_BY_PROFESSION }, "by=profession" },
		{ { { 1, 1, 3, 1 }, REVIEW_BY_REGION },
		    "by=region&profession=law&size=Z3&region=uki" },
		{ { { 3, 2, 2, 0 }, REVIEW_BY_SIZE },
		    "by=size&profession=accounting&size=Z1-Z3" },
		{ { { 5, 0, 4, 0 }, REVIEW_BY_SIZE }, "by=size&size=Z3-Z4" },
	};
	const struct bench_groups groups = { shape.professions, shape.sizes, shape.regions };

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++)
		assert_string_equal(review_query(arena, form, groups, &row[i].pick),
		    row[i].query);
}

static void
a_review_looks_at_no_group_that_was_not_wanted(void **state)
{
	static const struct review_pick row[] = {
		{ { 6, 0, 0, 0 }, REVIEW_BY_PROFESSION },
		{ { 6, 0, 0, 0 }, REVIEW_BY_SIZE },
		{ { 4, LAW, 0, 0 }, REVIEW_BY_SIZE },
		{ { 3, LAW, 3, 0 }, REVIEW_BY_PROFESSION },
		{ { 2, LAW, 3, 0 }, REVIEW_BY_REGION },
		{ { 1, LAW, 3, 1 }, REVIEW_BY_SIZE },
	};
	struct review_input          in = two_waves();
	const struct bench_snapshot *full = in.waves[0].snapshot;
	const struct bench_groups    groups = bench_groups_of(full);

	(void)state;
	for (size_t i = 0; i < COUNT(row); i++) {
		struct bench_pick      wanted[REVIEW_WANTED_MAX];
		struct bench_snapshot *some = bench_snapshot_new(arena, &shape, &full->info);
		size_t                 count = review_wanted(groups, &row[i], wanted);
		struct html            page;

		memcpy(some->sd, full->sd, sizeof some->sd);
		memcpy(some->alpha, full->alpha, sizeof some->alpha);
		for (size_t w = 0; w < count; w++)
			for (size_t c = 0; c < bench_channels(&shape); c++) {
				struct bench_key key = { wanted[w].level,
					wanted[w].profession, wanted[w].size,
					wanted[w].region };

				if (w == 0 || c < shape.measures)
					bench_snapshot_put(some,
					    bench_cell_index(&shape, key), c,
					    bench_snapshot_cell(full, key, c));
			}
		in.pick = row[i];
		in.waves[0].snapshot = full;
		page = page_of(review_build(arena, &in));
		in.waves[0].snapshot = some;
		assert_string_equal(page_of(review_build(arena, &in)).s, page.s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(filters_take_nothing_but_what_they_offer),
		cmocka_unit_test(a_query_leads_back_to_its_group),
		cmocka_unit_test(a_review_looks_at_no_group_that_was_not_wanted),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
