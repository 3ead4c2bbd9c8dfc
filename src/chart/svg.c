/* SPDX-License-Identifier: ISC */
#include "chart/svg.h"

#include "base/markup.h"

#define SVG_MAX 32768

/* "31.5%", "46%": two decimals at most, none needless. */
static void
attr_percent(struct markup *m, const char *name, double percent)
{
	char   value[32];
	size_t len;

	check(print_to(value, sizeof(value), "%.2f", percent));
	for (len = strlen(value); value[len - 1] == '0'; len--)
		value[len - 1] = '\0';
	if (value[len - 1] == '.')
		value[len - 1] = '\0';
	if (strcmp(value, "-0") == 0)
		value[0] = '0', value[1] = '\0';
	markup_attr_fmt(m, name, "%s%%", value);
}

static void
attr_class(struct markup *m, const char *name)
{
	markup_attr(m, "class", text_of(name));
}

static void
upright(struct markup *m, const char *class, double x, int y1, int y2)
{
	markup_open(m, "line");
	attr_class(m, class);
	attr_percent(m, "x1", x);
	attr_percent(m, "x2", x);
	if (y1 != 0)
		markup_attr_fmt(m, "y1", "%d", y1);
	markup_attr_fmt(m, "y2", "%d", y2);
	markup_close(m);
}

static void
level(struct markup *m, const char *class, double x1, double x2, int y)
{
	markup_open(m, "line");
	attr_class(m, class);
	if (x1 > 0)
		attr_percent(m, "x1", x1);
	attr_percent(m, "x2", x2);
	markup_attr_fmt(m, "y1", "%d", y);
	markup_attr_fmt(m, "y2", "%d", y);
	markup_close(m);
}

static void
block(struct markup *m, const char *class, double x, double width, int y, int height)
{
	markup_open(m, "rect");
	attr_class(m, class);
	attr_percent(m, "x", x);
	markup_attr_fmt(m, "y", "%d", y);
	attr_percent(m, "width", width);
	markup_attr_fmt(m, "height", "%d", height);
	markup_close(m);
}

static void
dot(struct markup *m, double x, int y, int radius)
{
	markup_open(m, "circle");
	attr_class(m, "you");
	attr_percent(m, "cx", x);
	markup_attr_fmt(m, "cy", "%d", y);
	markup_attr_fmt(m, "r", "%d", radius);
	markup_close(m);
}

static void
word(struct markup *m, const char *class, double x, int y, enum chart_anchor anchor,
    const char *s)
{
	markup_open(m, "text");
	if (class)
		attr_class(m, class);
	attr_percent(m, "x", x);
	markup_attr_fmt(m, "y", "%d", y);
	if (anchor != CHART_START)
		markup_attr(m, "text-anchor",
		    anchor == CHART_END ? TEXT_LIT("end") : TEXT_LIT("middle"));
	markup_text(m, text_of(s));
	markup_close(m);
}

/* aria NULL: the words around it say the same, so it is hidden. */
static void
open_strip(struct markup *m, struct arena *arena, int height, const char *aria)
{
	markup_init(m, arena, SVG_MAX);
	markup_open(m, "svg");
	attr_class(m, "strip");
	markup_attr_fmt(m, "height", "%d", height);
	if (aria) {
		markup_attr(m, "role", TEXT_LIT("img"));
		markup_attr(m, "aria-label", text_of(aria));
	} else
		markup_attr(m, "aria-hidden", TEXT_LIT("true"));
}

static struct html
close_strip(struct markup *m)
{
	markup_close(m);
	return markup_done(m);
}

struct geometry {
	int middle, band, tick, radius; /* y of the line; heights; dot */
};

/* Reach, band, guideline, median, dot: in this order, each only if given. */
static void
marks(struct markup *m, const struct chart_strip *s, struct geometry g)
{
	double at = chart_percent(s->low, s->high, s->median);
	double q1 = chart_percent(s->low, s->high, s->q1);
	double q3 = chart_percent(s->low, s->high, s->q3);

	if (s->p10 != CHART_NONE && s->p90 != CHART_NONE)
		level(m, "reach", chart_percent(s->low, s->high, s->p10),
		    chart_percent(s->low, s->high, s->p90), g.middle);
	if (s->q1 != CHART_NONE && s->q3 != CHART_NONE)
		block(m, "band", q1, q3 - q1, g.middle - g.band / 2, g.band);
	if (s->guideline != CHART_NONE)
		upright(m, "mark", chart_percent(s->low, s->high, s->guideline),
		    g.middle - 18, g.middle + 20);
	if (s->median != CHART_NONE)
		upright(m, "med", at, g.middle - g.tick / 2, g.middle + g.tick / 2);
	if (s->own != CHART_NONE)
		dot(m, chart_percent(s->low, s->high, s->own), g.middle, g.radius);
}

static bool
is_bare(const struct chart_strip *s)
{
	return s->q1 == CHART_NONE && s->p10 == CHART_NONE;
}

static void
labels(struct markup *m, const struct chart_strip *s, int above, int below,
    bool scale_centred)
{
	static const char *const class[] = {
		[CHART_VOICE_SCALE] = "no",
		[CHART_VOICE_OWN] = "own",
		[CHART_VOICE_MEDIAN] = NULL,
		[CHART_VOICE_GUIDELINE] = "brass",
	};
	struct chart_label label[CHART_LABELS_MAX];
	size_t             count = chart_strip_labels(s, label);

	for (size_t i = 0; i < count; i++) {
		enum chart_anchor anchor = label[i].anchor;

		if (scale_centred && label[i].voice == CHART_VOICE_SCALE)
			anchor = CHART_MIDDLE;
		word(m, class[label[i].voice], label[i].x, label[i].above ? above : below,
		    anchor, label[i].word);
	}
}

struct html
chart_svg_bar(struct arena *arena, const struct chart_strip *s)
{
	struct markup m;

	open_strip(&m, arena, 78, s->aria);
	for (size_t i = 0; i < s->tick_count; i++)
		upright(&m, "grid", chart_percent(s->low, s->high, s->ticks[i].at), 22, 58);
	level(&m, is_bare(s) ? "reach" : "grid", 0, 100, 40);
	marks(&m, s, (struct geometry){ 40, 18, 28, 8 });
	labels(&m, s, 16, 72, false);
	return close_strip(&m);
}

struct html
chart_svg_line(struct arena *arena, const struct chart_strip *s)
{
	struct markup m;

	open_strip(&m, arena, 76, s->aria);
	level(&m, "reach", 0, 100, 36);
	for (size_t i = 0; i < s->tick_count; i++)
		upright(&m, "reach", chart_percent(s->low, s->high, s->ticks[i].at), 36, 54);
	marks(&m, s, (struct geometry){ 36, 18, 32, 8 });
	labels(&m, s, 14, 71, true);
	return close_strip(&m);
}

struct html
chart_svg_row(struct arena *arena, const struct chart_strip *s, int height)
{
	struct markup m;
	int           middle = height / 2;

	open_strip(&m, arena, height, NULL);
	for (size_t i = 0; i < s->tick_count; i++)
		upright(&m, "grid", chart_percent(s->low, s->high, s->ticks[i].at), -6,
		    height + 6);
	if (is_bare(s))
		level(&m, "reach", 0, 100, middle);
	marks(&m, s, (struct geometry){ middle, 14, 30, 7 });
	return close_strip(&m);
}

struct html
chart_svg_scale(struct arena *arena, const struct chart_strip *s)
{
	struct markup m;

	open_strip(&m, arena, 18, NULL);
	for (size_t i = 0; i < s->tick_count; i++)
		if (s->ticks[i].word)
			word(&m, "no", chart_percent(s->low, s->high, s->ticks[i].at), 13,
			    CHART_MIDDLE, s->ticks[i].word);
	return close_strip(&m);
}

struct html
chart_svg_answers(struct arena *arena, const struct chart_answers *row,
    struct chart_answers_unit unit)
{
	static const char *const class[3] = { "r1", "r3", "r5" };
	struct chart_answers_layout at = chart_answers_layout(row, unit);
	struct markup               m;

	open_strip(&m, arena, at.arrow >= 0 ? 56 : 32, row->aria);
	upright(&m, "reach", at.centre, -4, 32);
	for (int i = 0; i < 3; i++) {
		const struct chart_segment *part = &at.segment[i];

		if (part->width <= 0)
			continue;
		block(&m, class[i], part -> x, part -> width, 1, 26);
		if (part->word)
			word(&m, i == 2 ? "light" : NULL, part->middle, 19, CHART_MIDDLE,
			    part->word);
	}
	if (at.arrow >= 0) {
		markup_open(&m, "svg");
		attr_class(&m, "own");
		attr_percent(&m, "x", at.arrow);
		markup_attr(&m, "y", TEXT_LIT("29"));
		markup_attr(&m, "overflow", TEXT_LIT("visible"));
		markup_open(&m, "path");
		markup_attr(&m, "d", TEXT_LIT("M0 0l6 9h-12z"));
		markup_close(&m);
		markup_close(&m);
		if (row->own_word)
			word(&m, "own", at.arrow, 52, chart_anchor_at(at.arrow),
			    row->own_word);
	}
	return close_strip(&m);
}

struct html
chart_svg_bands(struct arena *arena, const struct chart_bands *b)
{
	struct markup m;
	double        slot = 100.0 / b->slots;

	check(b->slots >= 2 && b->slots <= CHART_TICKS_MAX);
	open_strip(&m, arena, 66, b->aria);
	for (int i = 0; i <= b->slots; i++)
		upright(&m, "grid", slot * i, 18, 50);
	if (b->q1 < 0)
		level(&m, "reach", 0, 100, 34);
	else
		block(&m, "band", slot * b->q1, slot * (b->q3 - b->q1 + 1), 27, 14);
	if (b->median >= 0)
		upright(&m, "med", slot * (b->median + 0.5), 19, 49);
	if (b->own >= 0) {
		double x = slot * (b->own + 0.5);

		dot(&m, x, 34, 7);
		if (b->own_word)
			word(&m, "own", x, 13, chart_anchor_at(x), b->own_word);
	}
	for (int i = 0; i < b->slots; i++)
		if (b->inside[i])
			word(&m, "no", slot * (i + 0.5), 63, CHART_MIDDLE, b->inside[i]);
	for (int i = 0; i <= b->slots; i++)
		if (b->border[i])
			word(&m, "no", slot * i, 63, CHART_MIDDLE, b->border[i]);
	return close_strip(&m);
}

struct html
chart_svg_own_bar(struct arena *arena, const struct chart_bar *bar)
{
	struct markup m;

	open_strip(&m, arena, 20, bar->aria);
	upright(&m, "grid", 100, 0, 20);
	upright(&m, "reach", 0, 0, 20);
	if (bar->value != CHART_NONE)
		block(&m, "bar", 0, chart_percent(bar->low, bar->high, bar->value), 5, 10);
	return close_strip(&m);
}

struct html
chart_svg_proportion(struct arena *arena, const struct chart_proportion *p)
{
	struct markup m;
	double        end = chart_share_drawn(p->share);

	open_strip(&m, arena, 60, p->aria);
	upright(&m, "grid", 100, 14, 42);
	upright(&m, "grid", 50, 14, 42);
	upright(&m, "reach", 0, 14, 42);
	block(&m, "r3", 0, end, 19, 18);
	level(&m, "med thin", p->low, p->high, 28);
	upright(&m, "med thin", p->low, 23, 33);
	upright(&m, "med thin", p->high, 23, 33);
	if (p->word)
		word(&m, NULL, end, 11, chart_anchor_at(end), p->word);
	word(&m, "no", 0, 57, CHART_START, "0");
	word(&m, "no", 50, 57, CHART_MIDDLE, "50");
	word(&m, "no", 100, 57, CHART_END, "100");
	return close_strip(&m);
}

/* Legend marks have fixed sizes, so x is in pixels here. */
struct html
chart_svg_mark(struct arena *arena, enum chart_mark mark)
{
	switch (mark) {
	case CHART_MARK_YOU:
		return HTML_LIT("<svg width=\"16\" height=\"16\" aria-hidden=\"true\">"
		                "<circle class=\"you\" cx=\"8\" cy=\"8\" r=\"7\"/></svg>");
	case CHART_MARK_BAND:
		return HTML_LIT(
		    "<svg width=\"30\" height=\"16\" aria-hidden=\"true\">"
		    "<rect class=\"band\" x=\".5\" y=\"1\" width=\"29\" height=\"14\"/>"
		    "</svg>");
	case CHART_MARK_MEDIAN:
		return HTML_LIT("<svg width=\"5\" height=\"24\" aria-hidden=\"true\">"
		                "<line class=\"med\" x1=\"2\" x2=\"2\" y2=\"24\"/></svg>");
	case CHART_MARK_REACH:
		return HTML_LIT("<svg width=\"30\" height=\"16\" aria-hidden=\"true\">"
		                "<line class=\"reach\" x2=\"30\" y1=\"8\" y2=\"8\"/></svg>");
	case CHART_MARK_GUIDELINE:
		return HTML_LIT("<svg width=\"4\" height=\"24\" aria-hidden=\"true\">"
		                "<line class=\"mark\" x1=\"2\" x2=\"2\" y2=\"24\"/></svg>");
	case CHART_MARK_LOW:
	case CHART_MARK_MIDDLE:
	case CHART_MARK_HIGH:
	case CHART_MARK_HEAT_2:
	case CHART_MARK_HEAT_4:
	default:
		break;
	}
	{
		struct markup m;

		markup_init(&m, arena, SVG_MAX);
		markup_open(&m, "svg");
		markup_attr(&m, "width", TEXT_LIT("22"));
		markup_attr(&m, "height", TEXT_LIT("16"));
		markup_attr(&m, "aria-hidden", TEXT_LIT("true"));
		markup_open(&m, "rect");
		attr_class(&m, mark == CHART_MARK_LOW      ? "r1"
		               : mark == CHART_MARK_HEAT_2 ? "r2"
		               : mark == CHART_MARK_MIDDLE ? "r3"
		               : mark == CHART_MARK_HEAT_4 ? "r4"
		                                           : "r5");
		markup_attr(&m, "width", TEXT_LIT("22"));
		markup_attr(&m, "height", TEXT_LIT("16"));
		markup_close(&m);
		markup_close(&m);
		return markup_done(&m);
	}
}
