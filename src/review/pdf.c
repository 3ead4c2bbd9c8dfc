/* SPDX-License-Identifier: ISC
 *
 * pdf.c - the review on paper: what stands on the page, on A4 sheets. */
#include "base/buf.h"
#include "base/err.h"
#include "report/pdf_chart.h"
#include "review/paper.h"
#include "view/words.h"

#define CELLS_MAX 16

void
paper_words(struct paper *p, enum canvas_style style, double keep, const char *text)
{
	canvas_flow(p->c, style, "P", PAPER_MAIN, PAPER_WIDE, keep, &p->y, text);
	if (text != NULL)
		p->y += 2;
}

void
paper_heading(struct paper *p, const char *text, double keep)
{
	if (p->y > CANVAS_TOP)
		p->y += 8;
	canvas_flow(p->c, CANVAS_H2, "H2", PAPER_MAIN, PAPER_WIDE, keep, &p->y, text);
	p->y += 4;
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
	double width = (PAPER_BROAD - name_width) / (double)(r->count > 0 ? r->count : 1);
	double tall, high = 4.2;

	canvas_need(p->c, head ? 16 : 9, &p->y);
	canvas_tag(p->c, "TR");
	tall = canvas_text(p->c, head ? CANVAS_LABEL : CANVAS_READING, "TH", PAPER_LEFT,
	    p->y + 1.2, name_width - 3, text_of(r->name));
	for (size_t i = 0; i < r->count; i++) {
		const char *cell = r->cell[i];
		double      x = PAPER_LEFT + name_width + width * (double)i;
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
	canvas_line(p->c, CANVAS_LINE, 0.2, PAPER_LEFT, p->y, PAPER_LEFT + PAPER_BROAD, p->y);
}

/* --- the other parts --------------------------------------------------------------------- */

static void
draw_table(struct paper *p, const struct review_table *table)
{
	struct cells r = { .name = t(p, "Area") };
	char         head[CELLS_MAX][96];
	size_t       extra = 0;

	paper_heading(p, table->title, 40);
	paper_words(p, CANVAS_BODY, 0, table->note);
	if (table->row_count == 0)
		return;
	paper_words(p, CANVAS_STATEMENT, 30, table->statement);
	paper_words(p, CANVAS_SOURCE, 20, table->caption);
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

	canvas_need(p->c, 58, &p->y);
	p->y += 4;
	paper_words(p, CANVAS_H3, 30, b->name);
	if (b->statement != NULL)
		paper_words(p, CANVAS_STATEMENT, 30, b->statement);
	for (int i = 0; i < 3; i++) {
		canvas_rect(p->c, fill[i], CANVAS_EDGE, PAPER_MAIN, p->y + 0.4, 4, 2.6);
		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_START, PAPER_MAIN + 5.5,
		    p->y + 2.8, text_of(b->legend[i]));
		p->y += 4;
	}
	p->y += 2;
	for (size_t i = 0; i < b->item_count; i++) {
		const struct review_bins *item = &b->items[i];

		canvas_need(p->c, 18, &p->y);
		paper_words(p, CANVAS_READING, 10, item->caption);
		if (item->chart.known)
			p->y += 2 +
			        pdf_answers(p->c, PAPER_MAIN, p->y, &item->chart, b->unit);
		else
			paper_words(p, CANVAS_SOURCE, 0, t(p, REVIEW_WITHHELD));
	}
}

static void
draw_items(struct paper *p)
{
	const struct review_model *m = p->m;

	paper_heading(p, t(p, "How each statement was answered"), 40);
	if (!m->blocks_known) {
		paper_words(p, CANVAS_BODY, 0,
		    t(p, "How firms answered is shown from 20 firms in the group."));
		return;
	}
	paper_words(p, CANVAS_READING, 30,
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
	paper_heading(p, title, 40);
	for (size_t i = 0; i < count; i++) {
		const struct review_fact *f = &facts[i];

		canvas_need(p->c, 34, &p->y);
		paper_words(p, CANVAS_STATEMENT, PDF_LINE_HEIGHT, f->statement);
		if (f->bands)
			p->y += pdf_bands(p->c, PAPER_MAIN, p->y, &f->slots) + 3;
		else {
			pdf_bar(p->c, PAPER_MAIN, p->y, PDF_LINE_HEIGHT, &f->strip);
			p->y += PDF_LINE_HEIGHT + 3;
		}
		if (f->share == NULL)
			continue;
		canvas_need(p->c, 26, &p->y);
		paper_words(p, CANVAS_READING, 17, f->share_says);
		pdf_proportion(p->c, PAPER_MAIN, p->y, &f->chart);
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

	paper_heading(p, t(p, "How well the items hang together"), 40);
	paper_words(p, CANVAS_READING, 0, m->reliability_note);
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

/* What follows the strips of a group. */
static void
draw_parts(struct paper *p)
{
	const struct review_model *m = p->m;

	draw_table(p, &m->heat);
	draw_items(p);
	paper_open_words(p);
	draw_table(p, &m->waves);
	draw_facts(p, t(p, "Hard facts"), m->facts, m->fact_count);
	draw_facts(p, t(p, "Target setting"), m->partner, m->partner_count);
	paper_words(p, CANVAS_SOURCE, 0, m->partner_source);
	draw_reliability(p);
}

struct drawing {
	const struct review_model *m;
	const char                *strips_alt;
};

static void
draw(struct canvas *c, void *thing)
{
	const struct drawing *d = thing;
	struct paper          p = { .c = c, .m = d->m, .y = CANVAS_FIRST };
	double                side = CANVAS_FIRST;

	canvas_sheet(c);
	for (size_t i = 0; i < d->m->line_count; i++) {
		side += canvas_text(c, CANVAS_LABEL, "P", PAPER_LEFT, side, CANVAS_SIDE_W,
		    text_of(d->m->lines[i].name));
		side += 2 + canvas_text(c, CANVAS_FACT, "P", PAPER_LEFT, side, CANVAS_SIDE_W,
		                text_of(d->m->lines[i].text));
	}
	canvas_flow(c, CANVAS_H2, "H2", PAPER_MAIN, PAPER_WIDE, 0, &p.y, d->m->group);
	p.y += 4;
	paper_words(&p, CANVAS_BODY, 0, d->m->preview);
	/* A group's strips are as broad as the sheet, a firm's as the column. */
	if (!d->m->firm && p.y < side + 4)
		p.y = side + 4;
	paper_strips(&p, d->strips_alt);
	if (!d->m->firm)
		draw_parts(&p);
	paper_heading(&p,
	    d->m->firm ? t(&p, "How to read this") : t(&p, "What is withheld, and why"), 20);
	for (size_t i = 0; i < d->m->note_count; i++)
		paper_words(&p, CANVAS_BODY, 0, d->m->notes[i]);
}

enum err
review_pdf(struct arena *arena, const struct review_model *m, struct bytes *pdf_out)
{
	struct drawing         d = { m, paper_strips_alt(arena, m) };
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
