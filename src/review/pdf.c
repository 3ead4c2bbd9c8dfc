/* SPDX-License-Identifier: ISC
 *
 * pdf.c - the review on paper: what stands on the page, on A4 sheets. */
#include "base/err.h"
#include "report/pdf_chart.h"
#include "review/paper.h"
#include "view/words.h"

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
		paper_words(p, CANVAS_READING, 10,
		    pdf_caption(p->c, item->caption, item->tag));
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
	    t(p, "Share of the group’s firms in per cent, to the nearest 5. The middle of "
	         "answer 3 is the axis."));
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

/* What follows the strips of a group. */
static void
draw_parts(struct paper *p)
{
	const struct review_model *m = p->m;

	paper_table(p, &m->heat);
	draw_items(p);
	paper_open_words(p);
	paper_table(p, &m->waves);
	draw_facts(p, t(p, "Hard facts"), m->facts, m->fact_count);
	draw_facts(p, t(p, "Target setting"), m->partner, m->partner_count);
	paper_words(p, CANVAS_SOURCE, 0, m->partner_source);
	paper_reliability(p);
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
	    d->m->firm ? t(&p, "How to read this") : t(&p, "What is withheld, and why"), 70);
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
