/* SPDX-License-Identifier: ISC
 *
 * bench_named.c - what the auditor named: groups and what is counted in them,
 * never a figure, and nothing about a firm. */
#include "benchmark/bench_preview.h"

#include "base/buf.h"
#include "base/err.h"
#include "benchmark/bench_guard.h"
#include "database/db.h"
#include "gen/sql_benchmark.h"

#define NOTE_MAX  2000
#define NOTE_LONG 800 /* then no further group is named in the audit */

/* Cells as columns. */
struct columns {
	int32_t *channel, *level, *profession, *size, *region;
	bool    *known;
};

static struct columns
columns_of(struct arena *arena, const struct bench_unsafe *cells, size_t n)
{
	struct columns c = { ARENA_ARRAY(arena, int32_t, n), ARENA_ARRAY(arena, int32_t, n),
		ARENA_ARRAY(arena, int32_t, n), ARENA_ARRAY(arena, int32_t, n),
		ARENA_ARRAY(arena, int32_t, n), ARENA_ARRAY(arena, bool, n) };

	for (size_t i = 0; i < n; i++) {
		c.channel[i] = (int32_t)cells[i].channel;
		c.level[i] = cells[i].group.level;
		c.profession[i] = cells[i].group.profession;
		c.size[i] = cells[i].group.size;
		c.region[i] = cells[i].group.region;
		c.known[i] = cells[i].known;
	}
	return c;
}

enum err
bench_name_withheld(struct arena *arena, struct tx *tx, const struct bench_guard *g)
{
	size_t         n = (size_t)g->withheld;
	struct columns c;

	if (n == 0)
		return ERR_OK;
	c = columns_of(arena, g->gone, n);
	return sql_snapshot_withheld_add(arena, tx,
	    &(struct snapshot_withheld_add_in){ .owner = g->owner,
	        .snapshot = g->snapshot,
	        .channels = { c.channel, NULL, n },
	        .levels = { c.level, NULL, n },
	        .professions = { c.profession, NULL, n },
	        .sizes = { c.size, NULL, n },
	        .regions = { c.region, NULL, n } },
	    NULL);
}

static enum err
read_refused(struct arena *arena, struct tx *tx, int64_t id, struct bench_named *out)
{
	struct snapshot_refused_row *rows;

	TRY(sql_snapshot_refused(arena, tx, &(struct snapshot_refused_in){ .snapshot = id },
	    &rows, &out->count));
	out->cells = ARENA_ARRAY(arena, struct bench_unsafe, out->count + 1);
	for (size_t i = 0; i < out->count; i++)
		out->cells[i] =
		    (struct bench_unsafe){ .group = { rows[i].level, rows[i].profession,
			                       rows[i].size, rows[i].region },
			    .channel = (size_t)rows[i].channel,
			    .known = rows[i].known };
	return ERR_OK;
}

enum err
bench_name_refused(struct arena *arena, struct tx *tx, int64_t owner, int64_t id,
    struct bench_named *named)
{
	size_t         n = named->count;
	struct columns c;

	TRY(sql_snapshot_refused_clear(arena, tx,
	    &(struct snapshot_refused_clear_in){ .owner = owner, .snapshot = id }, NULL));
	if (n == 0)
		return ERR_OK;
	c = columns_of(arena, named->cells, n);
	TRY(sql_snapshot_refused_add(arena, tx,
	    &(struct snapshot_refused_add_in){ .owner = owner,
	        .snapshot = id,
	        .channels = { c.channel, NULL, n },
	        .levels = { c.level, NULL, n },
	        .professions = { c.profession, NULL, n },
	        .sizes = { c.size, NULL, n },
	        .regions = { c.region, NULL, n },
	        .knowns = { c.known, NULL, n } },
	    NULL));
	return read_refused(arena, tx, id, named);
}

enum err
bench_audited(struct arena *arena, struct tx *tx, const struct bench_preview *p,
    struct bench_audited *out)
{
	struct snapshot_withheld_row *rows;
	struct snapshot_audited_row   row;
	struct bench_named           *w = &out->withheld;

	TRY(sql_snapshot_audited(arena, tx,
	    &(struct snapshot_audited_in){ .snapshot = p->id }, &row));
	TRY(sql_snapshot_withheld(arena, tx,
	    &(struct snapshot_withheld_in){ .snapshot = p->id,
	        .before = p->last,
	        .channels = (int32_t)p->channels },
	    &rows, &w->count));
	w->cells = ARENA_ARRAY(arena, struct bench_unsafe, w->count + 1);
	for (size_t i = 0; i < w->count; i++)
		w->cells[i] =
		    (struct bench_unsafe){ .group = { rows[i].level, rows[i].profession,
			                       rows[i].size, rows[i].region },
			    .channel = (size_t)rows[i].channel,
			    .was_shown = rows[i].shown,
			    .was_withheld = rows[i].withheld };
	out->withheld_count = row.withheld;
	out->unproved = row.unproved;
	out->refused_at = row.refused_at.set ? row.refused_at.v : 0;
	return read_refused(arena, tx, p->id, &out->refused);
}

size_t
bench_named_group(const struct bench_named *named, size_t from)
{
	const struct bench_pick *first = &named->cells[from].group;
	size_t                   i = from + 1;

	while (i < named->count && bench_pick_same(first, &named->cells[i].group))
		i++;
	return i;
}

/* "law, 25 to 49 fee-earners: overall LEAD; all: KP04; +3" groups more. */
static struct text
note_text(struct arena *arena, const struct form *form, const struct bench_named *named)
{
	struct buf b;
	size_t     more = 0;

	buf_init(&b, arena, NOTE_MAX);
	for (size_t i = 0, end; i < named->count; i = end) {
		end = bench_named_group(named, i);
		if (b.len > NOTE_LONG) {
			more++;
			continue;
		}
		buf_fmt(&b, "%s%s:", b.len > 0 ? "; " : "",
		    bench_pick_short(arena, form, named->cells[i].group));
		for (; i < end && b.len <= NOTE_LONG; i++)
			buf_fmt(&b, " %s", bench_counted(form, named->cells[i].channel));
		if (i < end)
			buf_str(&b, " \xe2\x80\xa6");
	}
	if (more > 0)
		buf_fmt(&b, "; +%zu", more);
	return buf_ok(&b) ? buf_as_text(&b) : TEXT_LIT("");
}

enum err
bench_note_refused(struct arena *arena, struct tx *tx, int64_t id, struct bench_person who,
    const struct form *form, const struct bench_named *named)
{
	struct snapshot_refused_note_row row;

	return sql_snapshot_refused_note(arena, tx,
	    &(struct snapshot_refused_note_in){ .actor = text_of(who.by),
	        .os_user = text_of(who.os_user),
	        .snapshot = id,
	        .groups = (int64_t)named->count,
	        .named = note_text(arena, form, named) },
	    &row);
}
