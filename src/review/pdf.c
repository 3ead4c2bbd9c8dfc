/* SPDX-License-Identifier: ISC
 *
 * pdf.c - the review on paper: what stands on the page, on A4 sheets. */
#include "base/buf.h"
#include "base/err.h"
#include "report/pdf_canvas.h"
#include "report/pdf_chart.h"
#include "review/review.h"
#include "view/words.h"

#define MAIN      CANVAS_MAIN
#define WIDE      CANVAS_MAIN_W
#define LEFT      CANVAS_LEFT
#define BROAD     168.0 /* both columns and the gutter */
#define CELLS_MAX 16

struct paper {
	struct canvas             *c;
	const struct review_model *m;
	double                     y;
};

static const char *
t(const struct paper *p, const char *english)
{
	return view_t(p->m->language, english);
}

static void
heading(struct paper *p, const char *text, double keep)
{
	if (p->y > CANVAS_TOP)
		p->y += 8;
	canvas_flow(p->c, CANVAS_H2, "H2", MAIN, WIDE, keep, &p->y, text);
	p->y += 4;
}

static void
words(struct paper *p, enum canvas_style style, double keep, const char *text)
{
	canvas_flow(p->c, style, "P", MAIN, WIDE, keep, &p->y, text);
	if (text != NULL)
		p->y += 2;
}

/* --- tables -------------------------------------------------------------------------- */

/* One row: a name that may break, then cells of equal width at their ends; a
 * cell without words is withheld.  last: words instead, at the start. */
struct cells {
	const char *name;
	const char *cell[CELLS_MAX];
	bool        plain[CELLS_MAX]; /* words: an empty one is not withheld */
	size_t      count;
};

static void
row(struct paper *p, const char *tag, double name_width, const struct cells *r)
{
	bool   head = tag[1] == 'H';
	double width = (BROAD - name_width) / (double)(r->count > 0 ? r->count : 1);
	double tall, high = 4.2;

	canvas_need(p->c, head ? 16 : 9, &p->y);
	canvas_tag(p->c, "TR");
	tall = canvas_text(p->c, head ? CANVAS_LABEL : CANVAS_READING, "TH", LEFT,
	    p->y + 1.2, name_width - 3, text_of(r->name));
	for (size_t i = 0; i < r->count; i++) {
		const char *cell = r->cell[i];
		double      x = LEFT + name_width + width * (double)i;
		bool        soft = head || r->plain[i] || cell == NULL;
		const char *shown = cell != NULL  ? cell
		                    : r->plain[i] ? ""
		                                  : t(p, REVIEW_WITHHELD);

		high = tall > high ? tall : high;
		tall = canvas_text(p->c, soft ? CANVAS_LABEL : CANVAS_READING, tag, x,
		    p->y + 1.2, width - 2, text_of(shown));
	}
	high = tall > high ? tall : high;
	canvas_tag_end(p->c, "TR");
	p->y += high + 2;
	canvas_line(p->c, CANVAS_LINE, 0.2, LEFT, p->y, LEFT + BROAD, p->y);
}

/* --- strips ---------------------------------------------------------------------------- */

#define NAME_W  48.0
#define SCALE_W 70.0

static const char *
strips_alt(struct arena *arena, const struct review_model *m)
{
	struct buf b;

	buf_init(&b, arena, 16000);
	buf_fmt(&b, "%s.", m->strips_statement);
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		if (s->q1 != NULL)
			buf_fmt(&b, " %s: %s, %s, %s%s.", s->name, s->q1, s->median, s->q3,
			    s->hidden);
		else
			buf_fmt(&b, " %s: %s.", s->name,
			    s->median != NULL ? s->median
			                      : view_t(m->language, REVIEW_WITHHELD));
	}
	return buf_as_text(&b).s;
}

struct drawing {
	const struct review_model *m;
	const char                *strips_alt;
};

static void
strip_row(struct paper *p, const struct review_strip *s)
{
	const char *cell[3] = { s->q1, s->median, s->q3 };
	double      middle = p->y + PDF_ROW_HEIGHT / 2;

	canvas_text_at_middle(p->c, CANVAS_NAME, LEFT, middle, NAME_W - 3, text_of(s->name));
	pdf_strip_marks(p->c, &s->chart, LEFT + NAME_W, SCALE_W, middle);
	for (int i = 0; i < 3; i++)
		canvas_label(p->c, cell[i] != NULL ? CANVAS_NAME : CANVAS_CHART_SOFT,
		    CANVAS_END, LEFT + NAME_W + SCALE_W + 16.6 * (i + 1), middle + 1.3,
		    text_of(cell[i] != NULL ? cell[i] : t(p, REVIEW_WITHHELD)));
	p->y += PDF_ROW_HEIGHT;
	canvas_line(p->c, CANVAS_LINE, 0.2, LEFT, p->y, LEFT + BROAD, p->y);
}

static void
draw_strips(struct paper *p, const char *alt)
{
	static const char *const   head[3] = { WORD("Q1"), WORD("Median"), WORD("Q3") };
	const struct review_model *m = p->m;
	double                     foot;

	words(p, CANVAS_STATEMENT, 40, m->strips_statement);
	canvas_figure(p->c, text_of(alt));
	canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_START, LEFT, p->y + 5,
	    text_of(m->area_head));
	for (int i = 0; i < 3; i++)
		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_END,
		    LEFT + NAME_W + SCALE_W + 16.6 * (i + 1), p->y + 5,
		    text_of(t(p, head[i])));
	foot = p->y + 7 + PDF_ROW_HEIGHT * (double)m->strip_count;
	for (int i = 0; i <= 2; i++) {
		double at = LEFT + NAME_W + SCALE_W * i / 2;

		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, at, p->y + 5,
		    text_of(i == 0   ? "0"
		            : i == 1 ? "50"
		                     : "100"));
		canvas_line(p->c, CANVAS_HAIR, 0.2, at, p->y + 7, at, foot);
	}
	p->y += 7;
	for (size_t i = 0; i < m->strip_count; i++)
		strip_row(p, &m->strips[i]);
	canvas_figure_end(p->c);
	p->y += 1.5;
	/* The dashed brass line has its words in the sources below. */
	pdf_key(p->c, MAIN, p->y,
	    &(struct report_key){ .band = m->key.band,
	        .median = m->key.median,
	        .reach = m->key.reach });
	p->y += PDF_KEY_HEIGHT + 2;
	if (m->key.all != NULL) {
		canvas_dashed(p->c, CANVAS_BRASS, 0.5, MAIN, p->y, MAIN, p->y + 5);
		canvas_label(p->c, CANVAS_CHART, CANVAS_START, MAIN + 2.5, p->y + 4,
		    text_of(m->key.all));
		p->y += 7;
	}
	words(p, CANVAS_SOURCE, 0, m->source);
}

/* --- the other parts --------------------------------------------------------------------- */

static void
draw_table(struct paper *p, const struct review_table *table)
{
	struct cells r = { .name = t(p, "Area") };
	char         head[CELLS_MAX][96];
	size_t       extra = 0;

	heading(p, table->title, 40);
	words(p, CANVAS_BODY, 0, table->note);
	if (table->row_count == 0)
		return;
	words(p, CANVAS_STATEMENT, 30, table->statement);
	words(p, CANVAS_SOURCE, 20, table->caption);
	canvas_tag(p->c, "Table");
	r.count = table->column_count;
	for (size_t i = 0; i < r.count && i < CELLS_MAX - 2; i++) {
		print_to(head[i], sizeof head[i], "%s",
		    table->columns[i].name != NULL ? table->columns[i].name : "");
		r.cell[i] = head[i];
	}
	if (table->has_verdicts)
		r.cell[r.count + extra++] = t(p, "The last two");
	if (table->has_trends)
		r.cell[r.count + extra++] = t(p, "All waves");
	r.count += extra;
	row(p, "TH", 40, &r);
	r = (struct cells){ .name = t(p, "Firms"), .count = table->column_count + extra };
	for (size_t i = 0; i < table->column_count; i++)
		r.cell[i] = table->columns[i].band;
	for (size_t i = 0; i < extra; i++)
		r.plain[table->column_count + i] = true;
	row(p, "TD", 40, &r);
	for (size_t i = 0; i < table->row_count; i++) {
		const struct review_table_row *from = &table->rows[i];
		size_t                         at = table->column_count;

		r = (struct cells){ .name = from->name,
			.count = table->column_count + extra };
		for (size_t j = 0; j < table->column_count; j++)
			r.cell[j] = from->cells[j].text;
		if (table->has_verdicts) {
			r.plain[at] = true;
			r.cell[at++] = from->verdict;
		}
		if (table->has_trends) {
			r.plain[at] = true;
			r.cell[at++] = from->trend;
		}
		row(p, "TD", 40, &r);
	}
	canvas_tag_end(p->c, "Table");
}

static void
draw_block(struct paper *p, const struct review_block *b)
{
	static const enum canvas_ink fill[3] = { CANVAS_R1, CANVAS_R3, CANVAS_R5 };

	canvas_need(p->c, 46, &p->y);
	p->y += 4;
	words(p, CANVAS_H3, 30, b->name);
	for (int i = 0; i < 3; i++) {
		canvas_rect(p->c, fill[i], CANVAS_EDGE, MAIN, p->y + 0.4, 4, 2.6);
		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_START, MAIN + 5.5, p->y + 2.8,
		    text_of(b->legend[i]));
		p->y += 4;
	}
	p->y += 2;
	for (size_t i = 0; i < b->item_count; i++) {
		const struct review_bins *item = &b->items[i];

		canvas_need(p->c, 18, &p->y);
		words(p, CANVAS_READING, 10, item->caption);
		if (item->chart.known)
			p->y += 2 + pdf_answers(p->c, MAIN, p->y, &item->chart, b->unit);
		else
			words(p, CANVAS_SOURCE, 0, t(p, REVIEW_WITHHELD));
	}
}

static void
draw_items(struct paper *p)
{
	const struct review_model *m = p->m;

	heading(p, t(p, "How each statement was answered"), 40);
	if (!m->blocks_known) {
		words(p, CANVAS_BODY, 0,
		    t(p, "How firms answered is shown from 20 firms in the group."));
		return;
	}
	words(p, CANVAS_READING, 30,
	    t(p, "Share of the group’s firms in per cent, to the nearest 5, balanced on the "
	         "middle of answer 3."));
	for (size_t i = 0; i < m->block_count; i++)
		draw_block(p, &m->blocks[i]);
}

static void
draw_facts(struct paper *p, const char *title, const struct review_fact *facts, size_t count)
{
	if (count == 0)
		return;
	heading(p, title, 40);
	for (size_t i = 0; i < count; i++) {
		const struct review_fact *f = &facts[i];

		canvas_need(p->c, 34, &p->y);
		words(p, CANVAS_STATEMENT, PDF_LINE_HEIGHT, f->statement);
		if (f->bands)
			p->y += pdf_bands(p->c, MAIN, p->y, &f->slots) + 3;
		else {
			pdf_bar(p->c, MAIN, p->y, PDF_LINE_HEIGHT, &f->strip);
			p->y += PDF_LINE_HEIGHT + 3;
		}
		if (f->share == NULL)
			continue;
		canvas_need(p->c, 26, &p->y);
		words(p, CANVAS_READING, 17, f->share_says);
		pdf_proportion(p->c, MAIN, p->y, &f->chart);
		p->y += 19;
	}
}

static void
draw_reliability(struct paper *p)
{
	const struct review_model *m = p->m;
	struct cells               head = { .name = t(p, "Area and statement"),
		              .cell = { t(p, "Alpha"), t(p, "Complete"), t(p, "Item to rest"),
		                  t(p, "Alpha without it"), t(p, "Don’t know"), t(p, "Not applicable"),
		                  t(p, "No answer") },
		              .count = 7 };

	heading(p, t(p, "How well the items hang together"), 40);
	words(p, CANVAS_READING, 0, m->reliability_note);
	canvas_tag(p->c, "Table");
	row(p, "TH", 62, &head);
	for (size_t i = 0; i < m->dimension_count; i++) {
		const struct review_dimension *d = &m->dimensions[i];
		struct cells                   r = { .name = d->name,
			                  .count = 7,
			                  .cell = { d->alpha, d->band },
			                  .plain = { false, false, true, true, true, true, true } };

		r.cell[2] = d->verdict;
		row(p, "TD", 62, &r);
		for (size_t j = 0; j < d->item_count; j++) {
			const struct review_item_row *it = &d->items[j];

			row(p, "TD", 62,
			    &(struct cells){ .name = it->caption,
			        .count = 7,
			        .plain = { true, true },
			        .cell = { NULL, NULL, it->rest, it->without, it->dk, it->na,
			            it->missing } });
		}
	}
	canvas_tag_end(p->c, "Table");
}

static void
draw(struct canvas *c, void *thing)
{
	const struct drawing *d = thing;
	struct paper          p = { .c = c, .m = d->m, .y = CANVAS_FIRST };
	double                side = CANVAS_FIRST;

	canvas_sheet(c);
	for (size_t i = 0; i < d->m->line_count; i++) {
		side += canvas_text(c, CANVAS_LABEL, "P", LEFT, side, CANVAS_SIDE_W,
		    text_of(d->m->lines[i].name));
		side += 2 + canvas_text(c, CANVAS_FACT, "P", LEFT, side, CANVAS_SIDE_W,
		                text_of(d->m->lines[i].text));
	}
	canvas_flow(c, CANVAS_H2, "H2", MAIN, WIDE, 0, &p.y, d->m->group);
	p.y += 4;
	words(&p, CANVAS_BODY, 0, d->m->preview);
	p.y = p.y > side + 4 ? p.y : side + 4;
	draw_strips(&p, d->strips_alt);
	draw_table(&p, &d->m->heat);
	draw_items(&p);
	draw_table(&p, &d->m->waves);
	draw_facts(&p, t(&p, "Hard facts"), d->m->facts, d->m->fact_count);
	draw_facts(&p, t(&p, "Target setting"), d->m->partner, d->m->partner_count);
	words(&p, CANVAS_SOURCE, 0, d->m->partner_source);
	draw_reliability(&p);
	heading(&p, t(&p, "What is withheld, and why"), 20);
	for (size_t i = 0; i < d->m->note_count; i++)
		words(&p, CANVAS_BODY, 0, d->m->notes[i]);
}

enum err
review_pdf(struct arena *arena, const struct review_model *m, struct bytes *pdf_out)
{
	struct drawing         d = { m, strips_alt(arena, m) };
	struct canvas_document doc = {
		.title = text_of(m->title),
		.line = text_of(m->form_name),
		.confidential = text_of(m->cap),
		.foot = text_of(m->source),
		.of = view_t(m->language, "of"),
		.language = m->alt_language,
		.created = m->counted_at,
	};

	return canvas_make(arena, &doc, draw, &d, pdf_out);
}
