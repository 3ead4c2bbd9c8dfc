/* SPDX-License-Identifier: ISC
 *
 * bench_reading.c - what consultants read of a snapshot, out of the database.
 * Nothing is kept between requests: the database decides each time, by who is
 * signed in, which cells there are. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/err.h"
#include "benchmark/bench_load.h"
#include "benchmark/bench_preview.h"
#include "benchmark/bench_view.h"

#define PICKS_MAX 64
#define MOVES_MAX ((size_t)1 << 28)

enum err
bench_groups_load(struct arena *arena, struct tx *tx, int64_t id,
    const struct bench_pick *picks, size_t count, const struct bench_snapshot **snapshot_out)
{
	int32_t level[PICKS_MAX], profession[PICKS_MAX], size[PICKS_MAX], region[PICKS_MAX];
	struct snapshot_groups_row *rows;
	struct bench_snapshot      *s;
	size_t                      found;

	check(count <= PICKS_MAX);
	for (size_t i = 0; i < count; i++) {
		level[i] = picks[i].level;
		profession[i] = picks[i].profession;
		size[i] = picks[i].size;
		region[i] = picks[i].region;
	}
	TRY(bench_load_head(arena, arena, tx, id, &s));
	TRY(sql_snapshot_groups(arena, tx,
	    &(struct snapshot_groups_in){ .snapshot = id,
	        .levels = { level, NULL, count },
	        .professions = { profession, NULL, count },
	        .sizes = { size, NULL, count },
	        .regions = { region, NULL, count } },
	    &rows, &found));
	for (size_t i = 0; i < found; i++)
		TRY(bench_put_published(arena, s,
		    &(struct snapshot_published_row){ rows[i].channel, rows[i].level,
		        rows[i].profession, rows[i].size, rows[i].region, rows[i].source,
		        rows[i].counted_at, rows[i].vals, rows[i].cums, rows[i].sd,
		        rows[i].alpha }));
	*snapshot_out = s;
	return ERR_OK;
}

/* --- beside the last one ------------------------------------------------------- */

static enum err
put_unlike(struct arena *arena, struct bench_snapshot *s, const struct snapshot_unlike_row *r)
{
	return bench_put_published(arena, s,
	    &(struct snapshot_published_row){ .channel = r->channel,
	        .level = r->level,
	        .profession = r->profession,
	        .size = r->size,
	        .region = r->region,
	        .source = r->source,
	        .vals = r->vals,
	        .cums = r->cums });
}

/* What both show from the same count is in neither, but for overall. */
static enum err
load_unlike(struct arena *work, struct tx *tx, const struct bench_preview *p, size_t first,
    size_t count, struct bench_snapshot **now_out, struct bench_snapshot **before_out)
{
	struct snapshot_unlike_row *rows;
	int32_t                     groups[BENCH_MOVES_AT_ONCE];
	size_t                      found;

	for (size_t i = 0; i < count; i++) {
		const struct bench_pick *g = &p->groups[first + i].pick;

		groups[i] = ((g->level * 100 + g->profession) * 100 + g->size) * 100 +
		            g->region;
	}
	*before_out = NULL;
	TRY(bench_load_head(work, work, tx, p->id, now_out));
	if (p->beside)
		TRY(bench_load_head(work, work, tx, p->last, before_out));
	TRY(sql_snapshot_unlike(work, tx,
	    &(struct snapshot_unlike_in){ .owner = p->owner,
	        .snapshot = p->id,
	        .other = p->beside ? p->last : p->id,
	        .channels = (int32_t)p->channels,
	        .groups = { groups, NULL, count } },
	    &rows, &found));
	for (size_t i = 0; i < found; i++)
		TRY(put_unlike(work, rows[i].snapshot == p->id ? *now_out : *before_out,
		    &rows[i]));
	return ERR_OK;
}

/* Everything but the moves themselves lives in work. */
static enum err
load_moves(struct arena *arena, struct arena *work, struct tx *tx,
    const struct bench_preview *p, const struct form *form, size_t first, size_t count,
    struct bench_moves *moves)
{
	struct bench_snapshot *now, *before;

	TRY(load_unlike(work, tx, p, first, count, &now, &before));
	for (size_t i = 0; i < count; i++) {
		struct bench_moves       *m = &moves[i];
		const struct bench_moved *list;

		m->list = ARENA_ARRAY(work, struct bench_moved, p->channels + 1);
		bench_moves_of(now, before, form, p->groups[first + i].pick, p->channels, m);
		list = m->list;
		m->list = ARENA_ARRAY(arena, struct bench_moved, m->count + 1);
		memcpy(m->list, list, m->count * sizeof(*list));
	}
	return ERR_OK;
}

enum err
bench_moves_load(struct arena *arena, struct tx *tx, const struct bench_preview *p,
    const struct form *form, size_t first, size_t count, struct bench_moves *moves_out)
{
	struct arena *work = arena_new(MOVES_MAX);
	enum err      err;

	check(count <= BENCH_MOVES_AT_ONCE && first + count <= p->group_count);
	err = load_moves(arena, work, tx, p, form, first, count, moves_out);
	arena_free(work);
	return err;
}

enum err
bench_agreed_load(struct arena *arena, struct tx *tx, int64_t form, struct text code,
    struct bench_agreed *agreed_out)
{
	struct review_agreed_row row;

	TRY(sql_review_agreed(arena, tx,
	    &(struct review_agreed_in){ .form = form, .code = code }, &row));
	*agreed_out = (struct bench_agreed){ row.version, row.answers, row.submitted_at };
	return ERR_OK;
}

static double
or_none(struct opt_float v)
{
	return v.set ? v.v : (double)NAN;
}

enum err
bench_items_load(struct arena *arena, struct tx *tx, int64_t snapshot,
    struct bench_item **items_out, size_t *count_out)
{
	struct snapshot_items_row *rows;

	TRY(sql_snapshot_items(arena, tx,
	    &(struct snapshot_items_in){ .snapshot = snapshot }, &rows, count_out));
	*items_out = ARENA_ARRAY(arena, struct bench_item, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++) {
		struct bench_item *item = &(*items_out)[i];
		int64_t            n = rows[i].complete, asked = rows[i].firms;

		*item = (struct bench_item){ .item = rows[i].item,
			.measure = rows[i].measure,
			.rest = INT_MIN,
			.without = INT_MIN };
		if (n >= BENCH_SPREAD) {
			item->band = bench_band_of(n);
			item->rest = bench_hundredths(or_none(rows[i].rest));
			item->without = bench_hundredths(or_none(rows[i].without));
		}
		if (asked < BENCH_RANK)
			continue;
		item->rates = true;
		item->dk = bench_show_share(rows[i].dk, asked);
		item->na = bench_show_share(rows[i].na, asked);
		item->absent = bench_show_share(rows[i].absent, asked);
	}
	return ERR_OK;
}
