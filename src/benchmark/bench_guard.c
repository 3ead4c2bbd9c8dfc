/* SPDX-License-Identifier: ISC
 *
 * bench_guard.c - see bench_guard.h. */
#include "benchmark/bench_guard.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

#define GUARD_MAX ((size_t)1 << 32)

enum err
bench_guard_open(struct arena *arena, struct tx *tx, struct bench_guard *g)
{
	struct guard_sources_row *rows;
	size_t                    count;

	g->arena = arena;
	g->withheld = g->open = 0;
	g->gone_room = 0;
	TRY(sql_guard_sources(arena, tx,
	    &(struct guard_sources_in){ .owner = g->owner,
	        .form = g->form,
	        .version = g->version,
	        .measures = (int32_t)g->shape.measures,
	        .snapshot = g->snapshot,
	        .most = BENCH_AUDIT_SOURCES - 1 },
	    &rows, &count));
	check(count < BENCH_AUDIT_SOURCES);
	g->sources = count + 1;
	for (size_t i = 0; i < count; i++)
		g->source[i] = rows[i].source;
	g->source[count] = g->snapshot;
	g->roll = bench_roll_new(arena, &g->shape, g->sources);
	return ERR_OK;
}

bool
bench_guard_is_first(const struct bench_guard *g)
{
	return g->sources == 1;
}

void
bench_guard_add(struct bench_guard *g, int profession, int size, int region,
    const int32_t *score, const int32_t *fact, const uint8_t *item)
{
	struct bench_line line = {
		{ bench_roll_group(&g->shape, profession, size, region) }
	};

	bench_roll_add(g->roll, &line, score, fact, item);
}

/* --- histories ----------------------------------------------------------------- */

/* One firm in all counts: stretches with the same answers, in whatever groups. */
struct history {
	int64_t firm;
	size_t  stretches;
	struct {
		struct bench_line line;
		int32_t           score[BENCH_MEASURES_MAX], fact[BENCH_FACTS_MAX];
		uint8_t           item[BENCH_ITEMS_MAX];
	} stretch[BENCH_AUDIT_SOURCES];
};

static void
end_firm(struct bench_guard *g, struct history *h)
{
	for (size_t i = 0; i < h->stretches; i++)
		bench_roll_add(g->roll, &h->stretch[i].line, h->stretch[i].score,
		    h->stretch[i].fact, h->stretch[i].item);
	h->stretches = 0;
}

static size_t
source_place(const struct bench_guard *g, int64_t source)
{
	size_t i = 0;

	while (g->source[i] != source)
		i++;
	return i;
}

static bool
known_groups(const struct bench_shape *s, const struct guard_histories_row *r)
{
	return r->profession >= 0 && r->profession <= s->professions && r->size >= 0 &&
	       r->size <= s->sizes && r->region >= 0 && r->region <= s->regions;
}

static void
note(struct bench_guard *g, struct history *h, const struct guard_histories_row *r)
{
	struct bench_own now;
	size_t           i = 0, place = source_place(g, r->snapshot);

	if (h->firm != r->firm)
		end_firm(g, h);
	h->firm = r->firm;
	if (!known_groups(&g->shape, r))
		return;
	bench_take_values(r->scores, BENCH_MEASURES_MAX, now.score);
	bench_take_values(r->facts, BENCH_FACTS_MAX, now.fact);
	bench_take_items(r->items, now.item);
	while (i < h->stretches &&
	       (memcmp(h->stretch[i].score, now.score, sizeof(now.score)) != 0 ||
	           memcmp(h->stretch[i].fact, now.fact, sizeof(now.fact)) != 0 ||
	           memcmp(h->stretch[i].item, now.item, sizeof(now.item)) != 0))
		i++;
	if (i == h->stretches) {
		h->stretches++;
		memset(&h->stretch[i].line, 0, sizeof(h->stretch[i].line));
		memcpy(h->stretch[i].score, now.score, sizeof(now.score));
		memcpy(h->stretch[i].fact, now.fact, sizeof(now.fact));
		memcpy(h->stretch[i].item, now.item, sizeof(now.item));
	}
	h->stretch[i].line.group[place] =
	    bench_roll_group(&g->shape, r->profession, r->size, r->region);
}

static enum err
read_histories(struct arena *work, struct bench_guard *g, struct tx *tx)
{
	struct history            *h = ARENA_NEW(work, struct history);
	struct guard_histories_row row;
	struct sql_call           *copy;
	struct buf                 list;
	bool                       more;

	buf_init(&list, work, 1000);
	for (size_t i = 0; i < g->sources; i++)
		buf_fmt(&list, "%s%lld", i == 0 ? "" : " ", (long long)g->source[i]);
	TRY(sql_guard_histories_open(work, tx,
	    &(struct guard_histories_in){ .owner = g->owner,
	        .snapshots = buf_as_text(&list) },
	    &copy));
	for (;;) {
		TRY(sql_guard_histories_next(copy, &row, &more));
		if (!more)
			break;
		note(g, h, &row);
	}
	end_firm(g, h);
	return ERR_OK;
}

enum err
bench_guard_read(struct bench_guard *g, struct tx *tx)
{
	struct arena *work = arena_new(GUARD_MAX);
	enum err      err = read_histories(work, g, tx);

	arena_free(work);
	return err;
}

/* --- judging ------------------------------------------------------------------------ */

/* What earlier snapshots show of one thing counted. */
struct shown {
	struct bench_guard     *guard;
	struct guard_cells_row *rows;
	size_t                  count;
	bench_audit_fetch      *fetch; /* of the snapshot's own */
	void                   *context;
};

static bool
row_key(const struct bench_shape *s, const struct guard_cells_row *r,
    struct bench_key *key_out)
{
	*key_out = (struct bench_key){ r->level, r->profession, r->size, r->region };
	return r->profession <= s->professions && r->size <= s->sizes &&
	       r->region <= s->regions && r->vals.n > 0 && r->vals.n == r->cums.n;
}

static void
fetch(void *context, size_t source, size_t cell, struct stats_dist *dist_out)
{
	struct shown       *s = context;
	struct bench_guard *g = s->guard;
	struct bench_key    key;

	if (source + 1 == g->sources) {
		s->fetch(s->context, source, cell, dist_out);
		return;
	}
	for (size_t i = 0; i < s->count; i++) {
		const struct guard_cells_row *r = &s->rows[i];

		if (r->source == g->source[source] && row_key(&g->shape, r, &key) &&
		    bench_cell_index(&g->shape, key) == cell) {
			*dist_out =
			    (struct stats_dist){ r->vals.v, r->cums.v, r->vals.n, NULL, 0 };
			return;
		}
	}
	check(false);
}

static enum err
read_shown(struct arena *arena, struct tx *tx, size_t channel, struct shown *s)
{
	const struct bench_guard *g = s->guard;

	if (bench_guard_is_first(g))
		return ERR_OK;
	return sql_guard_cells(arena, tx,
	    &(struct guard_cells_in){ .owner = g->owner,
	        .form = g->form,
	        .version = g->version,
	        .measures = (int32_t)g->shape.measures,
	        .channel = (int32_t)channel,
	        .oldest = g->source[0],
	        .snapshot = g->snapshot },
	    &s->rows, &s->count);
}

/* The next cell to withhold; false: none. */
static bool
to_go(const struct bench_guard *g, const struct bench_audit *a,
    const struct bench_found *found, size_t *cell_out)
{
	*cell_out = found->cell;
	if (found->known > 0)
		return true;
	for (size_t i = bench_cell_count(&g->shape); g->only_proved && i-- > 0;) {
		if (bench_audit_is_open(a, i)) {
			*cell_out = i;
			return true;
		}
	}
	return false;
}

static void
keep_name(struct bench_guard *g, size_t cell, size_t channel, bool known)
{
	struct bench_key k = bench_cell_key(&g->shape, cell);

	if ((size_t)g->withheld == g->gone_room) {
		size_t               room = g->gone_room > 0 ? 2 * g->gone_room : 64;
		struct bench_unsafe *more = ARENA_ARRAY(g->arena, struct bench_unsafe, room);

		if (g->gone_room > 0)
			memcpy(more, g->gone, g->gone_room * sizeof(*more));
		g->gone = more;
		g->gone_room = room;
	}
	g->gone[g->withheld++] =
	    (struct bench_unsafe){ .group = { k.level, k.profession, k.size, k.region },
		    .channel = channel,
		    .known = known };
}

static void
judge(struct bench_guard *g, struct bench_audit *a, size_t channel, bool *published)
{
	struct bench_found found;
	size_t             cell;

	for (;;) {
		bench_audit_find(a, &found);
		if (!to_go(g, a, &found, &cell))
			break;
		published[cell] = false;
		bench_audit_withhold(a, cell);
		keep_name(g, cell, channel, found.known > 0);
	}
	if (found.open > g->open)
		g->open = found.open;
}

static enum err
judge_channel(struct arena *work, struct bench_guard *g, struct tx *tx, size_t channel,
    const bool *fresh, bool *published, struct shown *shown)
{
	struct bench_audit *a = bench_audit_new(work, g->roll, channel);
	struct bench_key    key;

	TRY(read_shown(work, tx, channel, shown));
	for (size_t i = 0; i < shown->count; i++) {
		if (row_key(&g->shape, &shown->rows[i], &key))
			bench_audit_put(a, source_place(g, shown->rows[i].source),
			    bench_cell_index(&g->shape, key), false);
	}
	for (size_t i = 0; i < bench_cell_count(&g->shape); i++) {
		if (fresh[i] && published[i])
			bench_audit_put(a, g->sources - 1, i, true);
	}
	bench_audit_ask(a, fetch, shown);
	judge(g, a, channel, published);
	return ERR_OK;
}

enum err
bench_guard_channel(struct bench_guard *g, struct tx *tx, size_t channel, const bool *fresh,
    bool *published, bench_audit_fetch *fetch_own, void *context)
{
	struct arena *work = arena_new(GUARD_MAX);
	struct shown  shown = { .guard = g, .fetch = fetch_own, .context = context };
	enum err      err = judge_channel(work, g, tx, channel, fresh, published, &shown);

	arena_free(work);
	return err;
}
