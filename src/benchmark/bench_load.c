/* SPDX-License-Identifier: ISC
 *
 * bench_load.c - released snapshots and own rows out of the database. */
#include "benchmark/bench_load.h"

#include <string.h>

#include "base/err.h"

#define LOAD_MAX  ((size_t)1 << 30)
#define CACHE_MAX 16

static bool
shape_fits(const struct bench_shape *s)
{
	return s->professions >= 0 && s->professions <= BENCH_GROUPS_MAX && s->sizes >= 0 &&
	       s->sizes <= BENCH_GROUPS_MAX && s->regions >= 0 &&
	       s->regions <= BENCH_GROUPS_MAX && s->measures <= BENCH_MEASURES_MAX &&
	       s->facts <= BENCH_FACTS_MAX && s->items <= BENCH_ITEMS_MAX &&
	       s->codes <= s->items;
}

static bool
key_fits(const struct bench_shape *s, struct bench_key k)
{
	return k.level >= 1 && k.level <= BENCH_LEVELS && k.profession >= 0 &&
	       k.profession <= s->professions && k.size >= 0 && k.size <= s->sizes &&
	       k.region >= 0 && k.region <= s->regions;
}

static const int32_t *
copy_ints(struct arena *arena, struct sql_int4s from)
{
	int32_t *to = ARENA_ARRAY(arena, int32_t, from.n);

	memcpy(to, from.v, from.n * sizeof(to[0]));
	return to;
}

enum err
bench_put_published(struct arena *arena, struct bench_snapshot *s,
    const struct snapshot_published_row *row)
{
	struct bench_key   key = { row->level, row->profession, row->size, row->region };
	struct bench_cell *cell;

	if (!key_fits(&s->shape, key) || row->channel < 0 ||
	    (size_t)row->channel >= bench_channels(&s->shape) ||
	    row->vals.n != row->cums.n || row->vals.n == 0)
		return ERR_INTERNAL;
	cell = ARENA_NEW(arena, struct bench_cell);
	cell->source = row->source;
	cell->counted_at = row->counted_at;
	cell->dist = (struct stats_dist){ copy_ints(arena, row->vals),
		copy_ints(arena, row->cums), row->vals.n, NULL, 0 };
	bench_snapshot_put(s, bench_cell_index(&s->shape, key), (size_t)row->channel, cell);
	if (key.level == BENCH_LEVELS && (size_t)row->channel < s->shape.measures) {
		if (row->sd.set)
			s->sd[row->channel] = row->sd.v;
		if (row->alpha.set)
			s->alpha[row->channel] = row->alpha.v;
	}
	return ERR_OK;
}

enum err
bench_load_head(struct arena *arena, struct arena *work, struct tx *tx, int64_t id,
    struct bench_snapshot **snapshot_out)
{
	struct snapshot_row_row head;
	struct bench_shape      shape;
	struct bench_info       info = { 0 };

	TRY(sql_snapshot_row(work, tx, &(struct snapshot_row_in){ .snapshot = id }, &head));
	shape = (struct bench_shape){ head.professions, head.sizes, head.regions,
		(size_t)head.measures, (size_t)head.facts, (size_t)head.items,
		(size_t)head.codes };
	if (!shape_fits(&shape))
		return ERR_INTERNAL;
	info.id = id;
	info.form = head.form;
	info.version = head.version;
	info.built_at = head.built_at;
	info.released_at = head.released_at.set ? head.released_at.v : 0;
	info.alone = head.alone_reason.s != NULL;
	info.firms = bench_band_of(head.firms);
	*snapshot_out = bench_snapshot_new(arena, &shape, &info);
	if (head.alone_reason.s != NULL)
		(*snapshot_out)->info.alone_reason = arena_strdup(arena, head.alone_reason.s);
	return ERR_OK;
}

static enum err
load(struct arena *arena, struct arena *work, struct tx *tx, int64_t id,
    struct bench_snapshot **snapshot_out)
{
	struct snapshot_published_row row;
	struct sql_call              *copy;
	bool                          more;

	TRY(bench_load_head(arena, work, tx, id, snapshot_out));
	if ((*snapshot_out)->info.released_at == 0)
		return ERR_NOT_FOUND;
	TRY(sql_snapshot_published_open(work, tx,
	    &(struct snapshot_published_in){ .snapshot = id }, &copy));
	for (;;) {
		TRY(sql_snapshot_published_next(copy, &row, &more));
		if (!more)
			return ERR_OK;
		TRY(bench_put_published(arena, *snapshot_out, &row));
	}
}

enum err
bench_snapshot_load(struct arena *arena, struct tx *tx, int64_t id,
    const struct bench_snapshot **snapshot_out)
{
	struct arena          *work = arena_new(LOAD_MAX);
	struct bench_snapshot *s = NULL;
	enum err               err = load(arena, work, tx, id, &s);

	arena_free(work);
	*snapshot_out = s;
	return err;
}

/* --- the process's own ---------------------------------------------------------- */

struct bench_cache {
	struct {
		int64_t                      id;
		struct arena                *arena;
		const struct bench_snapshot *snapshot;
		uint64_t                     used;
	} slot[CACHE_MAX];
	struct arena *arena;
	uint64_t      turn;
};

struct bench_cache *
bench_cache_new(void)
{
	struct arena       *arena = arena_new(64 * 1024);
	struct bench_cache *cache = ARENA_NEW(arena, struct bench_cache);

	cache->arena = arena;
	return cache;
}

void
bench_cache_free(struct bench_cache *cache)
{
	if (cache == NULL)
		return;
	for (size_t i = 0; i < CACHE_MAX; i++)
		arena_free(cache->slot[i].arena);
	arena_free(cache->arena);
}

enum err
bench_cache_get(struct bench_cache *cache, struct tx *tx, int64_t id,
    const struct bench_snapshot **snapshot_out)
{
	const struct bench_snapshot *s;
	struct arena                *arena;
	enum err                     err;
	size_t                       oldest = 0;

	*snapshot_out = NULL;
	for (size_t i = 0; i < CACHE_MAX; i++) {
		if (cache->slot[i].snapshot != NULL && cache->slot[i].id == id) {
			cache->slot[i].used = ++cache->turn;
			*snapshot_out = cache->slot[i].snapshot;
			return ERR_OK;
		}
		if (cache->slot[i].used < cache->slot[oldest].used)
			oldest = i;
	}
	arena = arena_new(LOAD_MAX);
	err = bench_snapshot_load(arena, tx, id, &s);
	if (err != ERR_OK) {
		arena_free(arena);
		return err;
	}
	arena_free(cache->slot[oldest].arena);
	cache->slot[oldest].id = id;
	cache->slot[oldest].arena = arena;
	cache->slot[oldest].snapshot = s;
	cache->slot[oldest].used = ++cache->turn;
	*snapshot_out = s;
	return ERR_OK;
}

/* --- the own firm ----------------------------------------------------------------- */

/* n values, absent ones as BENCH_NONE. */
void
bench_take_values(struct sql_int4s from, size_t n, int32_t *to)
{
	for (size_t i = 0; i < n; i++)
		to[i] = i >= from.n || (from.null != NULL && from.null[i]) ? BENCH_NONE
		                                                           : from.v[i];
}

void
bench_take_items(struct bytes from, uint8_t to[BENCH_ITEMS_MAX])
{
	size_t n = from.len < BENCH_ITEMS_MAX ? from.len : BENCH_ITEMS_MAX;

	memset(to, 0, BENCH_ITEMS_MAX);
	if (n > 0)
		memcpy(to, from.p, n);
}

void
bench_put_own(struct arena *arena, struct bench_subject *subject,
    const struct snapshot_own_row *rows, size_t count)
{
	subject->own = ARENA_ARRAY(arena, struct bench_own, count);
	subject->without = ARENA_ARRAY(arena, int32_t, count);
	subject->own_count = count;
	for (size_t i = 0; i < count; i++) {
		struct bench_own *own = &subject->own[i];

		own->snapshot = rows[i].snapshot;
		own->profession = rows[i].profession;
		own->size = rows[i].size;
		own->region = rows[i].region;
		bench_take_values(rows[i].scores, BENCH_MEASURES_MAX, own->score);
		bench_take_values(rows[i].facts, BENCH_FACTS_MAX, own->fact);
		bench_take_items(rows[i].items, own->item);
	}
}

enum err
bench_own_load(struct arena *arena, struct tx *tx, int64_t snapshot, struct uuid response,
    struct bench_subject *subject)
{
	struct snapshot_own_row *rows;
	size_t                   count;

	TRY(sql_snapshot_own(arena, tx,
	    &(struct snapshot_own_in){ .snapshot = snapshot, .response = response }, &rows,
	    &count));
	bench_put_own(arena, subject, rows, count);
	return ERR_OK;
}

enum err
bench_may_compare(struct arena *arena, struct tx *tx, struct uuid response, bool *may_out)
{
	struct snapshot_may_compare_row row;

	TRY(sql_snapshot_may_compare(arena, tx,
	    &(struct snapshot_may_compare_in){ .response = response }, &row));
	*may_out = row.may;
	return ERR_OK;
}
