/* SPDX-License-Identifier: ISC */
#include "benchmark/bench_items.h"

#include <math.h>

#include "base/err.h"
#include "form/answers.h"
#include "form/form.h"
#include "gen/sql_benchmark.h"

void
bench_items_add(struct bench_items *t, const uint8_t *packed, size_t len)
{
	if (len == 0)
		return;
	t->firms++;
	for (size_t i = 0; i < len && i < BENCH_ITEMS_MAX; i++) {
		/* No branch: most answers are none of these. */
		t->dk[i] += packed[i] == FORM_PACK_DK;
		t->na[i] += packed[i] == FORM_PACK_NA;
		t->absent[i] += packed[i] == 0;
	}
}

enum err
bench_items_store(struct arena *arena, struct tx *tx, int64_t owner, int64_t snapshot,
    const struct form *form, size_t measure, const struct bench_items *t,
    const struct stats_alpha_sum *sum)
{
	const struct form_dimension *dim = &form->dimensions[measure - 1];
	size_t                       n = dim->item_count, k = 0;
	int32_t                     *item = ARENA_ARRAY(arena, int32_t, n + 1);
	int32_t                     *dk = ARENA_ARRAY(arena, int32_t, n + 1);
	int32_t                     *na = ARENA_ARRAY(arena, int32_t, n + 1);
	int32_t                     *absent = ARENA_ARRAY(arena, int32_t, n + 1);
	double                      *rest = ARENA_ARRAY(arena, double, n + 1);
	double                      *without = ARENA_ARRAY(arena, double, n + 1);
	bool                        *no_rest = ARENA_ARRAY(arena, bool, n + 1);
	bool                        *no_without = ARENA_ARRAY(arena, bool, n + 1);

	for (size_t i = 0; i < n; i++) {
		int at = dim->items[i];

		/* The rows of the sums hold these items alone. */
		if (form->items[at].option_count != 5 ||
		    !form_item_scored(form, &form->items[at]) || k == STATS_ITEMS_MAX)
			continue;
		item[k] = at;
		dk[k] = (int32_t)t->dk[at];
		na[k] = (int32_t)t->na[at];
		absent[k++] = (int32_t)t->absent[at];
	}
	for (size_t i = 0; i < k; i++) {
		bool enough = sum->n >= BENCH_SPREAD;

		rest[i] = enough && k >= 2 ? stats_item_rest_of(sum, k, i) : (double)NAN;
		without[i] = enough && k >= 3 ? stats_alpha_without_of(sum, k, i)
		                              : (double)NAN;
		no_rest[i] = isnan(rest[i]);
		no_without[i] = isnan(without[i]);
	}
	return sql_snapshot_items_add(arena, tx,
	    &(struct snapshot_items_add_in){ .owner = owner,
	        .snapshot = snapshot,
	        .measure = (int32_t)measure,
	        .firms = (int32_t)t->firms,
	        .complete = (int32_t)sum->n,
	        .items = { item, NULL, k },
	        .rests = { rest, no_rest, k },
	        .withouts = { without, no_without, k },
	        .dks = { dk, NULL, k },
	        .nas = { na, NULL, k },
	        .absents = { absent, NULL, k } },
	    NULL);
}

enum err
bench_items_carry(struct arena *arena, struct tx *tx, int64_t owner, int64_t snapshot,
    size_t measure, int64_t shown_in)
{
	return sql_snapshot_items_carry(arena, tx,
	    &(struct snapshot_items_carry_in){ .owner = owner,
	        .snapshot = snapshot,
	        .measure = (int32_t)measure,
	        .shown_in = shown_in },
	    NULL);
}
