/* SPDX-License-Identifier: ISC
 *
 * bench_history.c - see bench_history.h. */
#include "benchmark/bench_history.h"

#include "base/err.h"

/* Cells of one firm: four by its own groups, two kinds of three windows. */
#define CELLS_OF_FIRM 10

struct bench_history *
bench_history_new(struct arena *arena, const struct bench_shape *shape)
{
	struct bench_history *h = ARENA_NEW(arena, struct bench_history);
	size_t                cells = bench_cell_count(shape);

	h->shape = *shape;
	h->past = ARENA_ARRAY(arena, struct bench_past *, cells * bench_channels(shape));
	h->open = ARENA_ARRAY(arena, size_t, cells);
	return h;
}

void
bench_history_add(struct arena *arena, struct bench_history *h, struct bench_key key,
    size_t channel, const struct bench_past *past)
{
	struct bench_past **head, *p = ARENA_NEW(arena, struct bench_past);

	check(channel < bench_channels(&h->shape));
	head =
	    &h->past[bench_cell_index(&h->shape, key) * bench_channels(&h->shape) + channel];
	*p = *past;
	p->next = *head;
	*head = p;
}

static struct bench_past *
past_of(const struct bench_history *h, size_t cell, size_t channel, int64_t source)
{
	struct bench_past *p = h->past[cell * bench_channels(&h->shape) + channel];

	while (p != NULL && p->source != source)
		p = p->next;
	return p;
}

void
bench_history_begin(struct bench_history *h, int64_t source)
{
	for (size_t cell = 0; cell < bench_cell_count(&h->shape); cell++) {
		h->open[cell] = 0;
		for (size_t c = 0; c < bench_channels(&h->shape); c++)
			h->open[cell] += past_of(h, cell, c, source) != NULL;
	}
}

static void
add_cell(const struct bench_shape *s, struct bench_key key, size_t *cells, size_t *count)
{
	size_t cell = bench_cell_index(s, key);

	for (size_t i = 0; i < *count; i++) {
		if (cells[i] == cell)
			return;
	}
	cells[(*count)++] = cell;
}

static void
add_cells(const struct bench_shape *s, const struct bench_own *firm, size_t *cells,
    size_t *count)
{
	struct bench_key key;

	if (firm == NULL)
		return;
	for (int level = 1; level <= BENCH_LEVELS; level++) {
		bool window = level == 3 || level == 5;

		for (int step = window ? -1 : 0; step <= (window ? 1 : 0); step++) {
			int size = firm->size + step;

			if ((step != 0 && (firm->size == 0 || size < 1 || size > s->sizes)) ||
			    !bench_cell_of(level, firm->profession, size, firm->region, &key))
				continue;
			add_cell(s, key, cells, count);
		}
	}
}

static int32_t
value_in(const struct bench_shape *s, const struct bench_own *firm, struct bench_key key,
    size_t channel)
{
	if (firm == NULL ||
	    !bench_cell_holds(s, key, firm->profession, firm->size, firm->region))
		return BENCH_NONE;
	return bench_own_value(s, firm, channel);
}

void
bench_history_note(struct bench_history *h, int64_t source, const struct bench_own *before,
    const struct bench_own *now)
{
	const struct bench_shape *s = &h->shape;
	size_t                    cells[2 * CELLS_OF_FIRM], count = 0;

	add_cells(s, before, cells, &count);
	add_cells(s, now, cells, &count);
	for (size_t i = 0; i < count; i++) {
		struct bench_key key = bench_cell_key(s, cells[i]);

		for (size_t c = 0; c < bench_channels(s) && h->open[cells[i]] > 0; c++) {
			struct bench_past *p = past_of(h, cells[i], c, source);

			if (p == NULL || p->changes >= BENCH_STEP ||
			    value_in(s, before, key, c) == value_in(s, now, key, c))
				continue;
			if (++p->changes == BENCH_STEP)
				h->open[cells[i]]--;
		}
	}
}

enum bench_fate
bench_history_fate(const struct bench_history *h, size_t cell, size_t channel,
    const struct bench_past **past_out)
{
	const struct bench_past *last = NULL, *standing = NULL;
	bool                     few = false;

	*past_out = NULL;
	for (const struct bench_past *p = h->past[cell * bench_channels(&h->shape) + channel];
	     p != NULL; p = p->next) {
		few = few || (p->changes > 0 && p->changes < BENCH_STEP);
		if (last == NULL || p->shown_in > last->shown_in)
			last = p;
		if (p->standing && (standing == NULL || p->shown_in > standing->shown_in))
			standing = p;
	}
	if (last == NULL)
		return BENCH_FRESH;
	/* Not only against the last count: firms that come and go again would
	 * otherwise set an older one beside the new. */
	if (few || (standing != NULL && standing->changes == 0)) {
		*past_out = standing;
		return standing != NULL ? BENCH_CARRIED : BENCH_SILENT;
	}
	return BENCH_FRESH;
}
