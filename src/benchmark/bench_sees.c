/* SPDX-License-Identifier: ISC
 *
 * bench_sees.c - see bench_sees.h.
 *
 * bench_compare() itself decides, over a snapshot in which every firm has the
 * value 0: how many firms there are is all that it decides by.  No own row is
 * taken out, so the answer is made of nothing but the bands of the groups, which
 * the reader sees anyway; with the firm out it would tell a group of just 10,
 * 20 or 40 from a larger one. */
#include "benchmark/bench_sees.h"

#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "benchmark/bench_load.h"

#define COUNTS_MAX ((size_t)1 << 28)

static enum err
load_counts(struct arena *arena, struct tx *tx, int64_t id, struct bench_snapshot **out)
{
	static const int32_t        zero = 0;
	struct snapshot_counts_row *rows;
	struct bench_snapshot      *s;
	size_t                      count;

	TRY(bench_load_head(arena, arena, tx, id, &s));
	TRY(sql_snapshot_counts(arena, tx, &(struct snapshot_counts_in){ .snapshot = id },
	    &rows, &count));
	for (size_t i = 0; i < count; i++) {
		const struct snapshot_counts_row *r = &rows[i];

		TRY(bench_put_published(arena, s,
		    &(struct snapshot_published_row){ .channel = r->channel,
		        .level = r->level,
		        .profession = r->profession,
		        .size = r->size,
		        .region = r->region,
		        .source = r->source,
		        .vals = { &zero, NULL, 1 },
		        .cums = { &r->n, NULL, 1 } }));
	}
	*out = s;
	return ERR_OK;
}

static bool
same_groups(const struct bench_shape *a, const struct bench_shape *b)
{
	return a->professions == b->professions && a->sizes == b->sizes &&
	       a->regions == b->regions && a->measures == b->measures;
}

static void
subject_of(const struct review_sees_row *r, struct bench_subject *subject)
{
	memset(subject, 0, sizeof(*subject));
	bench_take_values((struct sql_int4s){ .n = 0 }, BENCH_FACTS_MAX, subject->fact);
	subject->profession = r->profession;
	subject->size = r->size;
	subject->region = r->region;
	bench_take_values(r->measures, BENCH_MEASURES_MAX, subject->score);
}

static enum bench_turn
turn_of(const struct bench_comparison *now, const struct bench_comparison *before)
{
	if (now->any != before->any)
		return now->any ? BENCH_TURN_GAINS : BENCH_TURN_LOSES;
	return now->level == before->level && now->profession == before->profession &&
	               now->size == before->size && now->region == before->region
	           ? BENCH_TURN_SAME
	           : BENCH_TURN_OTHER;
}

static void
look(const struct bench_snapshot *now, const struct bench_snapshot *before,
    const struct bench_subject *subject, struct bench_comparison scratch[2],
    struct bench_sees *out)
{
	const struct bench_comparison *c = &scratch[0];

	bench_compare(now, subject, &scratch[0]);
	out->profession = subject->profession;
	out->size = subject->size;
	out->region = subject->region;
	out->any = c->any;
	out->group = (struct bench_pick){ c->level, c->profession, c->size, c->region };
	out->band = c->band;
	for (size_t m = 0; m < c->measures; m++)
		out->measures += c->measure[m].any;
	if (before == NULL)
		return;
	bench_compare(before, subject, &scratch[1]);
	out->turn = turn_of(c, &scratch[1]);
}

/* Everything but the firms themselves lives in work. */
static enum err
load(struct arena *arena, struct arena *work, struct tx *tx, int64_t id, int64_t last,
    struct text after, size_t most, struct bench_sees *firms, size_t *count_out,
    bool *more_out, bool *beside_out)
{
	struct bench_snapshot   *now, *before = NULL;
	struct bench_comparison *scratch = ARENA_ARRAY(work, struct bench_comparison, 2);
	struct review_sees_row  *rows;
	size_t                   count;

	TRY(sql_review_sees(work, tx,
	    &(struct review_sees_in){ .snapshot = id,
	        .after = after,
	        .most = (int32_t)most + 1 },
	    &rows, &count));
	if (count == 0)
		return ERR_OK;
	TRY(load_counts(work, tx, id, &now));
	if (last != 0)
		TRY(load_counts(work, tx, last, &before));
	if (before != NULL && !same_groups(&now->shape, &before->shape))
		before = NULL;
	*beside_out = before != NULL;
	*more_out = count > most;
	for (size_t i = 0; i < count && i < most; i++) {
		struct bench_subject subject;

		subject_of(&rows[i], &subject);
		firms[i].code = arena_strndup(arena, rows[i].code.s, rows[i].code.len);
		look(now, before, &subject, scratch, &firms[i]);
		(*count_out)++;
	}
	return ERR_OK;
}

enum err
bench_sees_load(struct arena *arena, struct tx *tx, int64_t snapshot, int64_t last,
    struct text after, size_t most, struct bench_sees **firms_out, size_t *count_out,
    bool *more_out, bool *beside_out)
{
	struct arena *work = arena_new(COUNTS_MAX);
	enum err      err;

	*firms_out = ARENA_ARRAY(arena, struct bench_sees, most);
	*count_out = 0;
	*more_out = *beside_out = false;
	err = load(arena, work, tx, snapshot, last, after, most, *firms_out, count_out,
	    more_out, beside_out);
	arena_free(work);
	return err;
}
