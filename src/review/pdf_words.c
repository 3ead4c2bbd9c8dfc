/* SPDX-License-Identifier: ISC
 *
 * pdf_words.c - on paper: how many firms wrote what stands under a heading. */
#include "base/err.h"
#include "report/pdf_chart.h"
#include "review/paper.h"

#define NAME_W  66.0
#define SCALE_W 80.0
#define ROW     9.0

static const char *
share_of(const struct paper *p, const struct review_heading *h)
{
	return h->share != NULL ? h->share : t(p, REVIEW_WITHHELD);
}

static void
draw_rows(struct paper *p, const struct review_words *w)
{
	static const char *const scale[3] = { "0", "50", "100" };
	double                   foot = p->y + 7 + ROW * (double)w->row_count;

	canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_START, PAPER_LEFT, p->y + 5,
	    text_of(t(p, "Heading")));
	canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_END, PAPER_LEFT + PAPER_BROAD, p->y + 5,
	    text_of(t(p, "Firms")));
	for (int i = 0; i < 3; i++) {
		double at = PAPER_LEFT + NAME_W + SCALE_W * i / 2;

		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, at, p->y + 5,
		    text_of(scale[i]));
		canvas_line(p->c, CANVAS_HAIR, 0.2, at, p->y + 7, at, foot);
	}
	p->y += 7;
	for (size_t i = 0; i < w->row_count; i++) {
		const struct review_heading *h = &w->rows[i];
		double                       middle = p->y + ROW / 2;

		canvas_text_at_middle(p->c, CANVAS_NAME, PAPER_LEFT, middle, NAME_W - 3,
		    text_of(h->name));
		pdf_strip_marks(p->c, &h->chart, PAPER_LEFT + NAME_W, SCALE_W, middle);
		canvas_label(p->c, h->share != NULL ? CANVAS_NAME : CANVAS_CHART_SOFT,
		    CANVAS_END, PAPER_LEFT + PAPER_BROAD, middle + 1.3,
		    text_of(share_of(p, h)));
		p->y += ROW;
		canvas_line(p->c, CANVAS_LINE, 0.2, PAPER_LEFT, p->y,
		    PAPER_LEFT + PAPER_BROAD, p->y);
	}
}

void
paper_open_words(struct paper *p)
{
	const struct review_model *m = p->m;

	for (size_t i = 0; i < m->words_count; i++) {
		const struct review_words *w = &m->words[i];
		double high = w->statement != NULL ? 24 + ROW * (double)w->row_count : 20;

		paper_heading(p, w->title, high + 10);
		if (w->statement == NULL) {
			paper_words(p, CANVAS_BODY, 0, m->words_withheld);
			continue;
		}
		paper_words(p, CANVAS_STATEMENT, high, w->statement);
		canvas_figure(p->c, text_of(w->alt));
		draw_rows(p, w);
		canvas_figure_end(p->c);
		p->y += 1.5;
		paper_words(p, CANVAS_SOURCE, 0, m->words_note);
	}
}
