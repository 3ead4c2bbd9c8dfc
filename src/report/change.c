/* SPDX-License-Identifier: ISC
 *
 * Page 7: the same person's earlier wave.  A change is claimed only beyond
 * what a firm that changed nothing could show. */
#include "report/build.h"

/* wobble 0: the snapshot has too few firms to say how much that is. */
static bool
has_moved(const struct builder *b, size_t measure, int32_t from, int32_t to)
{
	int64_t by = (int64_t)to - from;

	return b->in->wobble[measure] > 0 &&
	       (by > b->in->wobble[measure] || -by > b->in->wobble[measure]);
}

/* "+31", "0", with a true minus. */
static const char *
signed_text(struct builder *b, int by)
{
	if (by < 0)
		return arena_printf(b->arena, "\u2212%s", word_whole(b, -by));
	return arena_printf(b->arena, "%s%s", by > 0 ? "+" : "", word_whole(b, by));
}

/* Short name for a label: up to the first "and". */
static const char *
short_name(struct builder *b, const char *name)
{
	const char *end = strstr(name, " and ");

	return end ? arena_strndup(b->arena, name, (size_t)(end - name)) : name;
}

static const char *
area_name(struct builder *b, size_t dim)
{
	return word_say(b, b->form->dimensions[dim].name);
}

struct move {
	size_t dim;
	int    from, to; /* whole */
	bool   known, moved;
};

static struct move
make_move(const struct builder *b, size_t dim)
{
	int32_t     from = b->in->earlier->score->dim[dim], to = b->score->dim[dim];
	struct move out = { .dim = dim };

	if (from == SCORE_NONE || to == SCORE_NONE)
		return out;
	out.known = true;
	out.from = form_score_whole(from);
	out.to = form_score_whole(to);
	out.moved = has_moved(b, dim + 1, from, to);
	return out;
}

static bool
larger(const struct move *a, const struct move *b)
{
	if (a->known != b->known)
		return a->known;
	return a->to - a->from > b->to - b->from;
}

static size_t
sorted_moves(const struct builder *b, struct move *moves)
{
	for (size_t i = 0; i < b->form->dimension_count; i++) {
		struct move move = make_move(b, i);
		size_t      at = i;

		for (; at > 0 && larger(&move, &moves[at - 1]); at--)
			moves[at] = moves[at - 1];
		moves[at] = move;
	}
	return b->form->dimension_count;
}

static void
add_row(struct builder *b, const struct move *move)
{
	struct report_change     *c = &b->m->change;
	struct report_change_row *row = &c->row[c->row_count++];
	int32_t                   from = b->in->earlier->score->dim[move->dim];
	int32_t                   to = b->score->dim[move->dim];
	struct chart_slope_row   *line;

	row->name = area_name(b, move->dim);
	if (from != SCORE_NONE)
		row->from_text = word_whole(b, form_score_whole(from));
	if (to != SCORE_NONE)
		row->to_text = word_whole(b, form_score_whole(to));
	if (!move->known) {
		row->verdict = T(b, "no score in one of the years");
		return;
	}
	row->change_text = signed_text(b, move->to - move->from);
	row->moved = move->moved;
	row->verdict = move->moved ? T(b, "more than wobble") : T(b, "within wobble");
	if (b->in->wobble[move->dim + 1] <= 0)
		row->verdict = T(b, "no change claimed");
	check(c->slope.count < CHART_SLOPE_MAX);
	line = &c->slope.row[c->slope.count++];
	line->name = short_name(b, row->name);
	line->from = move->from * CHART_MICRO;
	line->to = move->to * CHART_MICRO;
	line->from_word = row->from_text;
	line->to_word = row->to_text;
	line->moved = move->moved;
}

static void
paragraph(struct builder *b, const char *words)
{
	struct report_change *c = &b->m->change;

	check(c->paragraph_count < 4);
	c->paragraph[c->paragraph_count++] = words;
}

static void
say_overall(struct builder *b)
{
	int32_t     from = b->in->earlier->score->overall, to = b->score->overall;
	int         limit = form_score_whole(b->in->wobble[0]);
	const char *first, *last;

	if (from == SCORE_NONE || to == SCORE_NONE) {
		paragraph(b, T(b, "One of the two years has no overall score, so only the "
		                  "areas are compared."));
		return;
	}
	first = word_whole(b, form_score_whole(from));
	last = word_whole(b, form_score_whole(to));
	if (limit <= 0)
		paragraph(b,
		    SAY(b,
		        "Overall: {from}, then {to}. Too few firms have answered "
		        "to say how far a firm that changed nothing would move, so we claim "
		        "no change.",
		        "from", first, "to", last, NULL));
	else if (has_moved(b, 0, from, to))
		paragraph(b,
		    SAY(b,
		        "Overall you moved from {from} to {to}. A firm that "
		        "changed nothing could move by up to {limit} points; yours moved "
		        "further.",
		        "from", first, "to", last, "limit", word_whole(b, limit), NULL));
	else
		paragraph(b,
		    SAY(b,
		        "Overall: {from}, then {to}. A firm that changed nothing "
		        "could move by up to {limit} points, because people answer a little "
		        "differently each time. We therefore claim no change overall.",
		        "from", first, "to", last, "limit", word_whole(b, limit), NULL));
}

static void
say_areas(struct builder *b, const struct move *moves, size_t count)
{
	const char *up[REPORT_AREAS_MAX], *down[REPORT_AREAS_MAX];
	size_t      ups = 0, downs = 0;

	for (size_t i = 0; i < count; i++) {
		const char *by;

		if (!moves[i].known || !moves[i].moved)
			continue;
		by = word_whole(b, abs(moves[i].to - moves[i].from));
		if (moves[i].to > moves[i].from)
			up[ups++] = SAY(b, "{area} by {points}", "area",
			    area_name(b, moves[i].dim), "points", by, NULL);
		else
			down[downs++] = SAY(b, "{area} by {points}", "area",
			    area_name(b, moves[i].dim), "points", by, NULL);
	}
	if (ups > 0)
		paragraph(b, SAY(b, "More than wobble, upwards: {list} points.", "list",
		                 word_list(b, up, ups), NULL));
	if (downs > 0)
		paragraph(b, SAY(b, "More than wobble, downwards: {list} points.", "list",
		                 word_list(b, down, downs), NULL));
}

static const char *
heading(struct builder *b, const struct move *moves, size_t count)
{
	size_t      up = 0, down = 0, known = 0;
	const char *only = NULL;

	for (size_t i = 0; i < count; i++) {
		known += moves[i].known;
		if (!moves[i].moved)
			continue;
		only = area_name(b, moves[i].dim);
		if (moves[i].to > moves[i].from)
			up++;
		else
			down++;
	}
	if (up + down == 0)
		return has_moved(b, 0, b->in->earlier->score->overall, b->score->overall) &&
		               b->in->earlier->score->overall != SCORE_NONE &&
		               b->score->overall != SCORE_NONE
		           ? T(b, "Overall you have moved; no single area has by itself")
		           : T(b, "Everything is within the usual wobble");
	if (up + down == 1)
		return SAY(b, "{area} has moved; the rest is within the usual wobble",
		    "area", only, NULL);
	if (up + down == known && down == 0)
		return T(b, "Every area has risen by more than wobble");
	if (down == 0)
		return SAY(b, "{up} areas have risen by more than wobble", "up",
		    word_count_first(b, (int64_t)up), NULL);
	if (up == 0)
		return SAY(b, "{down} areas have fallen by more than wobble", "down",
		    word_count_first(b, (int64_t)down), NULL);
	return SAY(b, "{up} up and {down} down by more than wobble", "up",
	    word_count_first(b, (int64_t)up), "down", word_count(b, (int64_t)down), NULL);
}

static const char *
slope_aria(struct builder *b)
{
	const struct report_change *c = &b->m->change;
	const char                 *part[REPORT_AREAS_MAX];
	size_t                      count = 0;

	for (size_t i = 0; i < c->row_count; i++)
		if (c->row[i].change_text)
			part[count++] = SAY(b, "{area} {from} and {to}", "area",
			    c->row[i].name, "from", c->row[i].from_text, "to",
			    c->row[i].to_text, NULL);
	return SAY(b, "Each area in {from} and {to}: {list}.", "from", c->from_head, "to",
	    c->to_head, "list", count ? word_list(b, part, count) : T(b, "none"), NULL);
}

void
build_change(struct builder *b)
{
	struct report_change *c = &b->m->change;
	struct move           moves[REPORT_AREAS_MAX];
	size_t                count;

	if (!b->in->earlier)
		return;
	c->from_head = arena_printf(b->arena, "%d", b->in->earlier->wave);
	c->to_head = arena_printf(b->arena, "%d", b->in->wave);
	c->area_head = T(b, "Area");
	c->change_head = T(b, "Change");
	c->caption = SAY(b, "Scores by area in {from} and {to}", "from", c->from_head, "to",
	    c->to_head, NULL);
	count = sorted_moves(b, moves);
	for (size_t i = 0; i < count; i++)
		add_row(b, &moves[i]);
	c->slope.from_head = c->from_head;
	c->slope.to_head = c->to_head;
	c->slope.rtl = b->m->rtl;
	c->slope.aria = slope_aria(b);
	say_overall(b);
	say_areas(b, moves, count);
	add_page(b, REPORT_CHANGE, T(b, "Are we moving?"), heading(b, moves, count));
}
