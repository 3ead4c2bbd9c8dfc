/* SPDX-License-Identifier: ISC
 *
 * Two waves side by side. */
#include "base/markup.h"
#include "chart/svg.h"

#define SLOPE_MAX 32768

/* The slope does not stretch: 288 px wide, waves at 30 and 130, heads in the
 * first 22 px. */
#define SLOPE_WIDTH  288
#define SLOPE_TOP    22
#define SLOPE_HEIGHT 278

static void
slope_text(struct markup *m, const struct chart_slope *s, const char *class, int x, double y,
    enum chart_anchor anchor, const char *words)
{
	if (s->rtl) {
		x = SLOPE_WIDTH - x;
		if (anchor != CHART_MIDDLE)
			anchor = anchor == CHART_END ? CHART_START : CHART_END;
	}
	markup_open(m, "text");
	if (class)
		markup_attr(m, "class", text_of(class));
	markup_attr_fmt(m, "x", "%d", x);
	markup_attr_fmt(m, "y", "%.0f", y);
	if (anchor != CHART_START)
		markup_attr(m, "text-anchor",
		    anchor == CHART_END ? TEXT_LIT("end") : TEXT_LIT("middle"));
	markup_text(m, text_of(words));
	markup_close(m);
}

static void
slope_line(struct markup *m, const struct chart_slope *s, const char *class, int x1,
    double y1, int x2, double y2)
{
	markup_open(m, "line");
	markup_attr(m, "class", text_of(class));
	markup_attr_fmt(m, "x1", "%d", s->rtl ? SLOPE_WIDTH - x1 : x1);
	markup_attr_fmt(m, "y1", "%.0f", y1);
	markup_attr_fmt(m, "x2", "%d", s->rtl ? SLOPE_WIDTH - x2 : x2);
	markup_attr_fmt(m, "y2", "%.0f", y2);
	markup_close(m);
}

static void
slope_dot(struct markup *m, const struct chart_slope *s, const char *class, int x, double y,
    int radius)
{
	markup_open(m, "circle");
	markup_attr(m, "class", text_of(class));
	markup_attr_fmt(m, "cx", "%d", s->rtl ? SLOPE_WIDTH - x : x);
	markup_attr_fmt(m, "cy", "%.0f", y);
	markup_attr_fmt(m, "r", "%d", radius);
	markup_close(m);
}

static void
slope_row(struct markup *m, struct arena *arena, const struct chart_slope *s,
    const struct chart_slope_row *row)
{
	slope_dot(m, s, "was", 30, SLOPE_TOP + row->from_y, 4);
	slope_dot(m, s, "you", 130, SLOPE_TOP + row->to_y, 5);
	if (!row->figure_shared)
		slope_text(m, s, "no", 20, SLOPE_TOP + row->figure_y + 5, CHART_END,
		    row->from_word);
	slope_text(m, s, row->moved ? "own" : NULL, 142, SLOPE_TOP + row->label_y + 5,
	    CHART_START, arena_printf(arena, "%s %s", row->to_word, row->name));
}

struct html
chart_svg_slope(struct arena *arena, const struct chart_slope *given)
{
	struct chart_slope s = *given;
	struct markup      m;

	chart_slope_spread(&s, SLOPE_HEIGHT - 10, 17);
	markup_init(&m, arena, SLOPE_MAX);
	markup_open(&m, "svg");
	markup_attr_fmt(&m, "width", "%d", SLOPE_WIDTH);
	markup_attr_fmt(&m, "height", "%d", SLOPE_TOP + SLOPE_HEIGHT);
	markup_attr_fmt(&m, "viewBox", "0 0 %d %d", SLOPE_WIDTH, SLOPE_TOP + SLOPE_HEIGHT);
	markup_attr(&m, "role", TEXT_LIT("img"));
	markup_attr(&m, "aria-label", text_of(s.aria));
	slope_text(&m, &s, "no", 30, 14, CHART_MIDDLE, s.from_head);
	slope_text(&m, &s, "no", 130, 14, CHART_MIDDLE, s.to_head);
	slope_line(&m, &s, "grid", 30, SLOPE_TOP, 30, SLOPE_TOP + SLOPE_HEIGHT);
	slope_line(&m, &s, "grid", 130, SLOPE_TOP, 130, SLOPE_TOP + SLOPE_HEIGHT);
	for (int moved = 0; moved <= 1; moved++) /* what moved lies on top */
		for (size_t i = 0; i < s.count; i++)
			if (s.row[i].moved == (moved == 1) && s.row[i].from != CHART_NONE &&
			    s.row[i].to != CHART_NONE)
				slope_line(&m, &s, moved ? "path" : "reach", 30,
				    SLOPE_TOP + s.row[i].from_y, 130,
				    SLOPE_TOP + s.row[i].to_y);
	for (size_t i = 0; i < s.count; i++)
		if (s.row[i].from != CHART_NONE && s.row[i].to != CHART_NONE)
			slope_row(&m, arena, &s, &s.row[i]);
	markup_close(&m);
	return markup_done(&m);
}
