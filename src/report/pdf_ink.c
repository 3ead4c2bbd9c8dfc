/* SPDX-License-Identifier: ISC
 *
 * pdf_ink.c - lines, rectangles, dots: the marks of the canvas. */
#include "report/pdf_inner.h"

/* Tokens of the stylesheet's light scheme; paper is always white. */
static const uint32_t inks[CANVAS_INK__MAX] = {
	[CANVAS_INK] = 0x17212b,
	[CANVAS_SOFT] = 0x4a5661,
	[CANVAS_SEA] = 0x0b4f6c,
	[CANVAS_BRASS] = 0x7a5200,
	[CANVAS_HAIR] = 0xb4b9bd,
	[CANVAS_LINE] = 0xdddad1,
	[CANVAS_BAND] = 0xd3dde3,
	[CANVAS_EDGE] = 0x6b7680,
	[CANVAS_R1] = 0xe9f0f3,
	[CANVAS_R3] = 0x94b9c9,
	[CANVAS_R5] = 0x0b4f6c,
	[CANVAS_WHITE] = 0xffffff,
};

void
canvas_use_ink(struct canvas *c, enum canvas_ink ink)
{
	uint32_t rgb = inks[ink];

	cairo_set_source_rgb(c->cr, (rgb >> 16) / 255.0, (rgb >> 8 & 255) / 255.0,
	    (rgb & 255) / 255.0);
}

static void
stroke(struct canvas *c, enum canvas_ink ink, double width, double x1, double y1, double x2,
    double y2)
{
	if (!c->drawing)
		return;
	canvas_use_ink(c, ink);
	cairo_set_line_width(c->cr, POINTS(width));
	cairo_move_to(c->cr, POINTS(x1), POINTS(y1));
	cairo_line_to(c->cr, POINTS(x2), POINTS(y2));
	cairo_stroke(c->cr);
}

void
canvas_line(struct canvas *c, enum canvas_ink ink, double width, double x1, double y1,
    double x2, double y2)
{
	stroke(c, ink, width, x1, y1, x2, y2);
}

void
canvas_dashed(struct canvas *c, enum canvas_ink ink, double width, double x1, double y1,
    double x2, double y2)
{
	const double dashes[] = { POINTS(1.2), POINTS(0.6) };

	if (!c->drawing)
		return;
	cairo_set_dash(c->cr, dashes, 2, 0);
	stroke(c, ink, width, x1, y1, x2, y2);
	cairo_set_dash(c->cr, NULL, 0, 0);
}

static void
fill_and_edge(struct canvas *c, enum canvas_ink fill, enum canvas_ink edge, double edge_width)
{
	canvas_use_ink(c, fill);
	cairo_fill_preserve(c->cr);
	canvas_use_ink(c, edge);
	cairo_set_line_width(c->cr, POINTS(edge_width));
	cairo_stroke(c->cr);
}

void
canvas_rect(struct canvas *c, enum canvas_ink fill, enum canvas_ink edge, double x, double y,
    double width, double height)
{
	if (!c->drawing)
		return;
	cairo_rectangle(c->cr, POINTS(x), POINTS(y), POINTS(width), POINTS(height));
	fill_and_edge(c, fill, edge, 0.2);
}

void
canvas_dot(struct canvas *c, enum canvas_ink fill, enum canvas_ink edge, double edge_width,
    double x, double y, double r)
{
	if (!c->drawing)
		return;
	cairo_new_sub_path(c->cr);
	cairo_arc(c->cr, POINTS(x), POINTS(y), POINTS(r), 0, 2 * 3.14159265358979);
	cairo_close_path(c->cr);
	fill_and_edge(c, fill, edge, edge_width);
}

void
canvas_arrow(struct canvas *c, enum canvas_ink ink, double x, double y)
{
	if (!c->drawing)
		return;
	canvas_use_ink(c, ink);
	cairo_move_to(c->cr, POINTS(x), POINTS(y));
	cairo_line_to(c->cr, POINTS(x + 1.5), POINTS(y + 2.2));
	cairo_line_to(c->cr, POINTS(x - 1.5), POINTS(y + 2.2));
	cairo_close_path(c->cr);
	cairo_fill(c->cr);
}
