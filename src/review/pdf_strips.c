/* SPDX-License-Identifier: ISC
 *
 * pdf_strips.c - the strips on paper, of a group or of a firm beside its group. */
#include "base/buf.h"
#include "base/err.h"
#include "report/pdf_chart.h"
#include "review/paper.h"

#define NAME_W  48.0
#define SCALE_W 70.0
#define CELL_W  16.6

static const char *
or_withheld(const char *language, const char *figure)
{
	return figure != NULL ? figure : view_t(language, REVIEW_WITHHELD);
}

static void
say_strip(struct buf *b, const struct review_model *m, const struct review_strip *s)
{
	buf_fmt(b, " %s: ", s->name);
	if (m->firm) {
		buf_fmt(b, "%s %s", m->own_head, s->own != NULL ? s->own : m->no_own);
		if (s->standing != NULL)
			buf_fmt(b, ", %s", s->standing);
		buf_fmt(b, "; %s %s%s.", view_t(m->language, "median"),
		    or_withheld(m->language, s->median), s->hidden);
	} else if (s->q1 != NULL)
		buf_fmt(b, "%s, %s, %s%s.", s->q1, s->median, s->q3, s->hidden);
	else
		buf_fmt(b, "%s.", or_withheld(m->language, s->median));
}

const char *
paper_strips_alt(struct arena *arena, const struct review_model *m)
{
	struct buf b;

	buf_init(&b, arena, 16000);
	buf_fmt(&b, "%s.", m->strips_statement);
	for (size_t i = 0; i < m->strip_count; i++)
		say_strip(&b, m, &m->strips[i]);
	return buf_as_text(&b).s;
}

/* --- a group: quartiles and median beside each strip ------------------------------- */

static void
group_row(struct paper *p, const struct review_strip *s)
{
	const char *cell[3] = { s->q1, s->median, s->q3 };
	double      middle = p->y + PDF_ROW_HEIGHT / 2;

	canvas_text_at_middle(p->c, CANVAS_NAME, PAPER_LEFT, middle, NAME_W - 3,
	    text_of(s->name));
	pdf_strip_marks(p->c, &s->chart, PAPER_LEFT + NAME_W, SCALE_W, middle);
	for (int i = 0; i < 3; i++)
		canvas_label(p->c, cell[i] != NULL ? CANVAS_NAME : CANVAS_CHART_SOFT,
		    CANVAS_END, PAPER_LEFT + NAME_W + SCALE_W + CELL_W * (i + 1),
		    middle + 1.3, text_of(or_withheld(p->m->language, cell[i])));
	p->y += PDF_ROW_HEIGHT;
	canvas_line(p->c, CANVAS_LINE, 0.2, PAPER_LEFT, p->y, PAPER_LEFT + PAPER_BROAD, p->y);
}

static void
group_rows(struct paper *p)
{
	static const char *const   head[3] = { WORD("Q1"), WORD("Median"), WORD("Q3") };
	static const char *const   scale[3] = { "0", "50", "100" };
	const struct review_model *m = p->m;
	double                     foot = p->y + 7 + PDF_ROW_HEIGHT * (double)m->strip_count;

	canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_START, PAPER_LEFT, p->y + 5,
	    text_of(m->area_head));
	for (int i = 0; i < 3; i++) {
		double at = PAPER_LEFT + NAME_W + SCALE_W * i / 2;

		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_END,
		    PAPER_LEFT + NAME_W + SCALE_W + CELL_W * (i + 1), p->y + 5,
		    text_of(t(p, head[i])));
		canvas_label(p->c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, at, p->y + 5,
		    text_of(scale[i]));
		canvas_line(p->c, CANVAS_HAIR, 0.2, at, p->y + 7, at, foot);
	}
	p->y += 7;
	for (size_t i = 0; i < m->strip_count; i++)
		group_row(p, &m->strips[i]);
}

/* --- a firm: its own score and the median, as in its report ------------------------ */

static void
firm_rows(struct paper *p)
{
	const struct review_model *m = p->m;
	struct pdf_row             rows[BENCH_MEASURES_MAX];

	check(m->strip_count <= BENCH_MEASURES_MAX);
	for (size_t i = 0; i < m->strip_count; i++) {
		const struct review_strip *s = &m->strips[i];

		rows[i] = (struct pdf_row){ .name = s->name,
			.second = s->standing,
			.own = s->own,
			.no_own = m->no_own,
			.median = s->median,
			.strip = &s->chart };
	}
	p->y += pdf_rows(p->c, PAPER_MAIN, p->y, PDF_NAME_WIDTH, m->area_head, m->own_head,
	    t(p, "Median"), rows, m->strip_count);
}

void
paper_strips(struct paper *p, const char *alt)
{
	const struct review_key *key = &p->m->key;

	paper_words(p, CANVAS_STATEMENT, 40, p->m->strips_statement);
	canvas_figure(p->c, text_of(alt));
	if (p->m->firm)
		firm_rows(p);
	else
		group_rows(p);
	canvas_figure_end(p->c);
	p->y += 1.5;
	p->y += pdf_key(p->c, PAPER_MAIN, p->y,
	            &(struct report_key){ .you = key->you,
	                .band = key->band,
	                .median = key->median,
	                .reach = key->reach }) +
	        2;
	if (key->all != NULL) {
		canvas_dashed(p->c, CANVAS_BRASS, 0.5, PAPER_MAIN, p->y, PAPER_MAIN,
		    p->y + 5);
		canvas_label(p->c, CANVAS_CHART, CANVAS_START, PAPER_MAIN + 2.5, p->y + 4,
		    text_of(key->all));
		p->y += 7;
	}
	paper_words(p, CANVAS_SOURCE, 0, p->m->source);
}
