/* SPDX-License-Identifier: ISC */
#include "report/pdf_canvas.h"

#include <cairo-pdf.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "report/pdf_finish.h"
#include "report/pdf_inner.h"

#define PDF_MAX (8 * 1024 * 1024)

struct style {
	const char     *face;
	double          size, line; /* points */
	enum canvas_ink ink;
	bool            figures; /* tabular figures, no ligatures: Lato */
};

#define SERIF "Charis SIL"
#define SANS  "Lato"

static const struct style styles[CANVAS_STYLE__MAX] = {
	[CANVAS_BODY] = { SERIF, 10.5, 15.5, CANVAS_INK, false },
	[CANVAS_TITLE] = { SERIF, 26, 31, CANVAS_INK, false },
	[CANVAS_H2] = { SERIF, 18, 23, CANVAS_INK, false },
	[CANVAS_H3] = { SANS " Semibold", 10, 13, CANVAS_INK, true },
	[CANVAS_STATEMENT] = { SANS " Semibold", 10, 13.5, CANVAS_INK, true },
	[CANVAS_SOURCE] = { SANS, 7.5, 10.5, CANVAS_SOFT, true },
	[CANVAS_DOC] = { SANS, 8.5, 11, CANVAS_SOFT, true },
	[CANVAS_NUMBER] = { SERIF, 20, 22, CANVAS_SEA, false },
	[CANVAS_QUESTION] = { SERIF " Italic", 10.5, 15.5, CANVAS_SOFT, false },
	[CANVAS_LABEL] = { SANS, 7.5, 10, CANVAS_SOFT, true },
	[CANVAS_FACT] = { SERIF, 10, 13, CANVAS_INK, false },
	[CANVAS_ASIDE] = { SANS, 7.5, 10.5, CANVAS_SOFT, true },
	[CANVAS_READING] = { SANS, 9, 12.5, CANVAS_INK, true },
	[CANVAS_NOTE] = { SANS, 8, 11, CANVAS_SOFT, true },
	[CANVAS_ORDINAL] = { SERIF, 13, 15.5, CANVAS_SEA, false },
	[CANVAS_NAME] = { SANS, 9.5, 12, CANVAS_INK, true },
	[CANVAS_NAME_OWN] = { SANS " Bold", 9.5, 12, CANVAS_SEA, true },
	[CANVAS_CHART] = { SANS, 8, 10, CANVAS_INK, true },
	[CANVAS_CHART_SOFT] = { SANS, 7.5, 10, CANVAS_SOFT, true },
	[CANVAS_CHART_OWN] = { SANS " Bold", 8, 10, CANVAS_SEA, true },
	[CANVAS_CHART_STRONG] = { SANS " Bold", 8, 10, CANVAS_INK, true },
	[CANVAS_CHART_BRASS] = { SANS, 7.5, 10, CANVAS_BRASS, true },
	[CANVAS_CHART_LIGHT] = { SANS, 8, 10, CANVAS_WHITE, true },
};

#ifdef __SANITIZE_ADDRESS__
/* fontconfig keeps its patterns for the life of the process. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif

static PangoFontMap *map;

/* Fonts are looked up once a process: that is most of a first report's time. */
static PangoFontMap *
fonts(void)
{
	if (map == NULL)
		map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	check(map != NULL);
	return map;
}

bool
canvas_has_fonts(void)
{
	return map != NULL;
}

static const PangoFontDescription *
font(enum canvas_style style)
{
	static PangoFontDescription *made[CANVAS_STYLE__MAX];

	if (made[style] == NULL) {
		made[style] = pango_font_description_from_string(styles[style].face);
		pango_font_description_set_absolute_size(made[style],
		    styles[style].size * PANGO_SCALE);
	}
	return made[style];
}

static PangoLayout *
new_layout(struct canvas *c, enum canvas_style style, double width, struct text text)
{
	PangoLayout   *layout = pango_layout_new(c->pango);
	PangoAttrList *attrs = pango_attr_list_new();

	pango_layout_set_font_description(layout, font(style));
	pango_attr_list_insert(attrs,
	    pango_attr_line_height_new_absolute((int)(styles[style].line * PANGO_SCALE)));
	if (styles[style].figures)
		pango_attr_list_insert(attrs, pango_attr_font_features_new("tnum 1, liga 0"));
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	if (width > 0) {
		pango_layout_set_width(layout, (int)(POINTS(width) * PANGO_SCALE));
		pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	}
	pango_layout_set_text(layout, text.s ? text.s : "", (int)text.len);
	return layout;
}

/* The next piece of text: shaped in the first round, taken again in the second. */
static PangoLayout *
set_text(struct canvas *c, enum canvas_style style, double width, struct text text)
{
	PangoLayout *layout;

	if (c->drawing) {
		check(c->set < c->set_count);
		layout = c->sets[c->set++];
		check(text_equal(text_of(pango_layout_get_text(layout)),
		    text.s ? text : TEXT_LIT("")));
		return layout;
	}
	check(c->set_count < SETS_MAX);
	layout = new_layout(c, style, width, text);
	c->sets[c->set_count++] = layout;
	return layout;
}

static double
layout_height(PangoLayout *layout)
{
	int height;

	pango_layout_get_size(layout, NULL, &height);
	return MM((double)height / PANGO_SCALE);
}

void
canvas_tag(struct canvas *c, const char *tag)
{
	if (c->drawing)
		cairo_tag_begin(c->cr, tag, NULL);
}

void
canvas_tag_end(struct canvas *c, const char *tag)
{
	if (c->drawing)
		cairo_tag_end(c->cr, tag);
}

static void
show(struct canvas *c, enum canvas_style style, const char *tag, double x, double y,
    PangoLayout *layout)
{
	if (!c->drawing)
		return;
	if (tag != NULL)
		canvas_tag(c, tag);
	canvas_use_ink(c, styles[style].ink);
	cairo_move_to(c->cr, POINTS(x), POINTS(y));
	pango_cairo_show_layout(c->cr, layout);
	if (tag != NULL)
		canvas_tag_end(c, tag);
}

double
canvas_text(struct canvas *c, enum canvas_style style, const char *tag, double x, double y,
    double width, struct text text)
{
	PangoLayout *layout = set_text(c, style, width, text);

	show(c, style, tag, x, y, layout);
	return layout_height(layout);
}

void
canvas_text_at_middle(struct canvas *c, enum canvas_style style, double x, double y,
    double width, struct text text)
{
	PangoLayout *layout = set_text(c, style, width, text);

	show(c, style, NULL, x, y - layout_height(layout) / 2, layout);
}

void
canvas_need(struct canvas *c, double height, double *y)
{
	if (*y + height <= CANVAS_BOTTOM || *y <= CANVAS_TOP)
		return;
	canvas_sheet(c);
	*y = CANVAS_TOP;
}

void
canvas_flow(struct canvas *c, enum canvas_style style, const char *tag, double x,
    double width, double keep, double *y, const char *text)
{
	PangoLayout *layout;

	if (text == NULL || *text == '\0')
		return;
	layout = set_text(c, style, width, text_of(text));
	canvas_need(c, layout_height(layout) + keep, y);
	show(c, style, tag, x, *y, layout);
	*y += layout_height(layout);
}

double
canvas_width(struct canvas *c, enum canvas_style style, struct text text)
{
	int wide;

	pango_layout_get_size(set_text(c, style, 0, text), &wide, NULL);
	return MM((double)wide / PANGO_SCALE);
}

double
canvas_label(struct canvas *c, enum canvas_style style, enum canvas_anchor anchor, double x,
    double y, struct text text)
{
	PangoLayout *layout = set_text(c, style, 0, text);
	int          wide;
	double       width, left;

	pango_layout_get_size(layout, &wide, NULL);
	width = MM((double)wide / PANGO_SCALE);
	left = anchor == CANVAS_START ? x : anchor == CANVAS_END ? x - width : x - width / 2;
	if (c->drawing) {
		double base = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;

		canvas_use_ink(c, styles[style].ink);
		cairo_move_to(c->cr, POINTS(left), POINTS(y) - base);
		pango_cairo_show_layout(c->cr, layout);
	}
	return width;
}

void
canvas_figure(struct canvas *c, struct text alt)
{
	canvas_tag(c, "Figure");
	if (c->drawing) {
		check(c->alt_count < ALTS_MAX);
		c->alts[c->alt_count++] = alt;
	}
}

void
canvas_figure_end(struct canvas *c)
{
	canvas_tag_end(c, "Figure");
}

/* The lead line: water line, marked rope, plumb. 18 x 26 units on 3.1 x 4.6 mm. */
static void
draw_mark(struct canvas *c, double x, double y)
{
	static const double strokes[][4] = { { 0, 1, 18, 1 }, { 9, 1, 9, 19 },
		{ 9, 6, 13, 6 }, { 9, 11, 13, 11 }, { 9, 16, 13, 16 } };
	const double        unit = 3.1 / 18;

	for (size_t i = 0; i < sizeof(strokes) / sizeof(strokes[0]); i++)
		canvas_line(c, CANVAS_SEA, 1.5 * unit, x + strokes[i][0] * unit,
		    y + strokes[i][1] * unit, x + strokes[i][2] * unit,
		    y + strokes[i][3] * unit);
	canvas_dot(c, CANVAS_SEA, CANVAS_SEA, 0.01, x + 9 * unit, y + 21 * unit, 4.5 * unit);
}

static void
draw_frame(struct canvas *c)
{
	char         count[64];
	const double right = CANVAS_LEFT + 168;

	draw_mark(c, CANVAS_LEFT, 11.4);
	canvas_label(c, CANVAS_FACT, CANVAS_START, CANVAS_LEFT + 4.7, 15.4,
	    TEXT_LIT("Soundings"));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, right, 15.4, c->doc->confidential);
	canvas_line(c, CANVAS_HAIR, 0.2, CANVAS_LEFT, 18.9, right, 18.9);
	for (int i = 0; i <= 20; i++) {
		double x = CANVAS_LEFT + 0.1 + i * (167.8 / 20);

		canvas_line(c, CANVAS_HAIR, 0.2, x, 17.7, x, 18.9);
	}
	canvas_line(c, CANVAS_HAIR, 0.2, CANVAS_LEFT, 281, right, 281);
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_START, CANVAS_LEFT, 285.4, c->doc->foot);
	/* The first round cannot know the number of sheets; its word is not drawn. */
	if (c->drawing) {
		PangoLayout *layout;
		int          wide;

		print_to(count, sizeof(count), "%d %s %d", c->sheet, c->doc->of, c->sheets);
		layout = new_layout(c, CANVAS_CHART_SOFT, 0, text_of(count));
		pango_layout_get_size(layout, &wide, NULL);
		canvas_use_ink(c, CANVAS_SOFT);
		cairo_move_to(c->cr, POINTS(right) - (double)wide / PANGO_SCALE,
		    POINTS(285.4) - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
		pango_cairo_show_layout(c->cr, layout);
		g_object_unref(layout);
	}
}

void
canvas_sheet(struct canvas *c)
{
	if (c->sheet > 0 && c->drawing)
		cairo_show_page(c->cr);
	c->sheet++;
	draw_frame(c);
	if (c->sheet == 1) {
		canvas_text(c, CANVAS_DOC, "P", CANVAS_LEFT, 28, 168, c->doc->line);
		canvas_text(c, CANVAS_TITLE, "H1", CANVAS_LEFT, 32.5, 168, c->doc->title);
	}
}

static cairo_status_t
keep_bytes(void *thing, const unsigned char *p, unsigned len)
{
	struct buf *out = thing;

	buf_add(out, p, len);
	return buf_ok(out) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
set_metadata(cairo_surface_t *surface, struct arena *arena, const struct canvas_document *doc)
{
	cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_4);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, doc->title.s);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Soundings");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
	    clock_iso(arena, doc->created));
}

struct arena *
canvas_arena(struct canvas *c)
{
	return c->arena;
}

enum err
canvas_make(struct arena *arena, const struct canvas_document *doc,
    void (*draw)(struct canvas *, void *), void *thing, struct bytes *pdf_out)
{
	struct canvas   *c = ARENA_NEW(arena, struct canvas);
	cairo_surface_t *surface;
	cairo_status_t   status;

	c->arena = arena;
	c->doc = doc;
	buf_init(&c->out, arena, PDF_MAX);
	surface = cairo_pdf_surface_create_for_stream(keep_bytes, &c->out, POINTS(210),
	    POINTS(297));
	set_metadata(surface, arena, doc);
	c->cr = cairo_create(surface);
	c->pango = pango_font_map_create_context(fonts());
	pango_cairo_update_context(c->cr, c->pango);
	/* Paper has no pixels: positions stay exact. */
	pango_context_set_round_glyph_positions(c->pango, FALSE);
	pango_context_set_language(c->pango, pango_language_from_string(doc->language));

	draw(c, thing);
	c->sheets = c->sheet;
	c->sheet = 0;
	c->drawing = true;
	canvas_tag(c, "Document");
	draw(c, thing);
	/* Before the last sheet is shown: cairo 1.18 begins another for it. */
	canvas_tag_end(c, "Document");
	cairo_show_page(c->cr);

	for (size_t i = 0; i < c->set_count; i++)
		g_object_unref(c->sets[i]);
	g_object_unref(c->pango);
	cairo_destroy(c->cr);
	cairo_surface_finish(surface);
	status = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status != CAIRO_STATUS_SUCCESS) {
		LOG(EV_FAILED, log_str("what", "pdf"),
		    log_str("why", cairo_status_to_string(status)));
		return ERR_INTERNAL;
	}
	return pdf_finish(arena, (struct bytes){ (const uint8_t *)c->out.data, c->out.len },
	    &(struct pdf_extra){ .title = doc->title,
	        .language = doc->language,
	        .alts = c->alts,
	        .alt_count = c->alt_count },
	    pdf_out);
}
