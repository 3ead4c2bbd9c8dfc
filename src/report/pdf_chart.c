/* SPDX-License-Identifier: ISC */
#include "report/pdf_chart.h"

#include "base/arena.h"
#include "base/buf.h"

#define WIDE      CANVAS_MAIN_W
#define SCALE_X   48.0 /* rows: where the scale begins */
#define SCALE_W   50.0
#define SCALE_END (SCALE_X + SCALE_W)
#define YOU_X     112.0
#define MEDIAN_X  124.0
#define DOT       1.9
#define INSET     2.0 /* single charts, so that words at the ends fit */

static enum canvas_anchor
anchor_of(enum chart_anchor anchor)
{
	return anchor == CHART_START ? CANVAS_START
	       : anchor == CHART_END ? CANVAS_END
	                             : CANVAS_MIDDLE;
}

void
pdf_strip_marks(struct canvas *c, const struct chart_strip *s, double x, double width,
    double y)
{
	double unit = width / 100;

#define AT(v) (x + chart_percent(s->low, s->high, (v)) * unit)
	if (s->p10 != CHART_NONE && s->p90 != CHART_NONE)
		canvas_line(c, CANVAS_EDGE, 0.2, AT(s->p10), y, AT(s->p90), y);
	else if (s->q1 == CHART_NONE)
		canvas_line(c, CANVAS_HAIR, 0.2, x, y, x + width, y);
	if (s->q1 != CHART_NONE && s->q3 != CHART_NONE)
		canvas_rect(c, CANVAS_BAND, CANVAS_EDGE, AT(s->q1), y - 2,
		    AT(s->q3) - AT(s->q1), 4);
	if (s->guideline != CHART_NONE)
		canvas_dashed(c, CANVAS_BRASS, 0.5, AT(s->guideline), y - 3.75,
		    AT(s->guideline), y + 3.75);
	if (s->median != CHART_NONE)
		canvas_line(c, CANVAS_INK, 0.7, AT(s->median), y - 3.75, AT(s->median),
		    y + 3.75);
	if (s->own != CHART_NONE)
		canvas_dot(c, CANVAS_SEA, CANVAS_WHITE, 0.5, AT(s->own), y, DOT);
#undef AT
}

static enum canvas_style
voice_style(enum chart_voice voice)
{
	switch (voice) {
	case CHART_VOICE_OWN:
		return CANVAS_CHART_OWN;
	case CHART_VOICE_MEDIAN:
		return CANVAS_CHART;
	case CHART_VOICE_GUIDELINE:
		return CANVAS_CHART_BRASS;
	case CHART_VOICE_SCALE:
		break;
	}
	return CANVAS_CHART_SOFT;
}

void
pdf_bar(struct canvas *c, double x, double y, double height, const struct chart_strip *s)
{
	struct chart_label label[CHART_LABELS_MAX];
	size_t             labels = chart_strip_labels(s, label);
	double             left = x + INSET, width = WIDE - 2 * INSET;
	double             axis = y + height / 2;

	canvas_figure(c, text_of(s->aria));
	canvas_line(c, CANVAS_HAIR, 0.2, left, axis, left + width, axis);
	for (size_t i = 0; i < s->tick_count; i++) {
		double at = left +
		            chart_percent(s->low, s->high, s->ticks[i].at) * width / 100;

		canvas_line(c, CANVAS_HAIR, 0.2, at, axis - 3.5, at, axis + 3.5);
	}
	pdf_strip_marks(c, s, left, width, axis);
	for (size_t i = 0; i < labels; i++)
		canvas_label(c, voice_style(label[i].voice), anchor_of(label[i].anchor),
		    left + label[i].x * width / 100,
		    label[i].above ? axis - 5.9 + (PDF_BAR_HEIGHT - height) / 4
		                   : axis + 8.1 - (PDF_BAR_HEIGHT - height) / 4,
		    text_of(label[i].word));
	canvas_figure_end(c);
}

double
pdf_rows(struct canvas *c, double x, double y, double name_width, const char *head,
    const char *you_head, const char *median_head, const struct pdf_row *rows, size_t count)
{
	double free = *median_head ? 0 : MEDIAN_X - YOU_X; /* no column of medians */
	double you_x = x + YOU_X + free;
	double scale_x = x + name_width + 3, scale_w = x + SCALE_END + free - scale_x;
	double foot = y + PDF_HEAD_HEIGHT + (double)count * PDF_ROW_HEIGHT;

	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_START, x, y + 6.5, text_of(head));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, you_x, y + 6.5, text_of(you_head));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, x + MEDIAN_X, y + 6.5,
	    text_of(median_head));
	for (size_t t = 0; count > 0 && t < rows[0].strip->tick_count; t++) {
		const struct chart_strip *s = rows[0].strip;
		double                    at = scale_x +
		            chart_percent(s->low, s->high, s->ticks[t].at) * scale_w / 100;
		char word[16];

		print_to(word, sizeof(word), "%lld",
		    (long long)(s->ticks[t].at / CHART_MICRO));
		canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, at, y + 6.5, text_of(word));
		canvas_line(c, CANVAS_HAIR, 0.2, at, y + PDF_HEAD_HEIGHT, at, foot);
	}
	canvas_line(c, CANVAS_LINE, 0.2, x, y + PDF_HEAD_HEIGHT, x + WIDE,
	    y + PDF_HEAD_HEIGHT);
	for (size_t i = 0; i < count; i++) {
		const struct pdf_row *row = &rows[i];
		double                top = y + PDF_HEAD_HEIGHT + (double)i * PDF_ROW_HEIGHT;

		canvas_text_at_middle(c, CANVAS_NAME, x,
		    row->second != NULL ? top + 3.9 : top + PDF_ROW_HEIGHT / 2, name_width,
		    text_of(row->name));
		if (row->second != NULL)
			canvas_label(c, CANVAS_CHART_SOFT, CANVAS_START, x, top + 8.9,
			    text_of(row->second));
		pdf_strip_marks(c, row->strip, scale_x, scale_w, top + PDF_ROW_HEIGHT / 2);
		if (row->own != NULL)
			canvas_label(c, CANVAS_NAME_OWN, CANVAS_END, you_x, top + 6.6,
			    text_of(row->own));
		else if (row->alone)
			canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, you_x, top + 6.6,
			    text_of(row->no_own));
		else
			canvas_text_at_middle(c, CANVAS_CHART_SOFT,
			    x + SCALE_END + free + 1.5, top + PDF_ROW_HEIGHT / 2,
			    YOU_X - SCALE_END - 1.5, text_of(row->no_own));
		if (!row->alone)
			canvas_label(c, row->median ? CANVAS_NAME : CANVAS_CHART_SOFT,
			    CANVAS_END, x + MEDIAN_X, top + 6.6,
			    text_of(row->median ? row->median : REPORT_WITHHELD));
		canvas_line(c, CANVAS_LINE, 0.2, x, top + PDF_ROW_HEIGHT, x + WIDE,
		    top + PDF_ROW_HEIGHT);
	}
	return PDF_HEAD_HEIGHT + (double)count * PDF_ROW_HEIGHT;
}

double
pdf_bars(struct canvas *c, double x, double y, const struct report_lens *lens, size_t count)
{
	const double height = 9.5, wide = SCALE_W + MEDIAN_X - YOU_X;

	for (size_t i = 0; i < count; i++) {
		const struct chart_bar *bar = &lens[i].bar;
		double                  top = y + (double)i * height;

		canvas_label(c, CANVAS_NAME, CANVAS_START, x, top + 3.9,
		    text_of(lens[i].name));
		canvas_label(c, CANVAS_CHART_SOFT, CANVAS_START, x, top + 7.6,
		    text_of(lens[i].note));
		canvas_line(c, CANVAS_EDGE, 0.2, x + SCALE_X, top + 1, x + SCALE_X, top + 8);
		canvas_line(c, CANVAS_HAIR, 0.2, x + SCALE_X + wide, top + 1,
		    x + SCALE_X + wide, top + 8);
		if (bar->value != CHART_NONE)
			canvas_rect(c, CANVAS_SEA, CANVAS_SEA, x + SCALE_X, top + 3,
			    chart_percent(bar->low, bar->high, bar->value) * wide / 100, 3);
		canvas_label(c, lens[i].score_text ? CANVAS_NAME_OWN : CANVAS_CHART_SOFT,
		    CANVAS_END, x + MEDIAN_X, top + 5.6,
		    text_of(lens[i].score_text ? lens[i].score_text : lens[i].no_score));
	}
	return (double)count * height;
}

const char *
pdf_caption(struct canvas *c, const char *statement, const char *tag)
{
	return tag != NULL ? arena_printf(canvas_arena(c), "%s (%s)", statement, tag)
	                   : statement;
}

double
pdf_answers(struct canvas *c, double x, double y, const struct chart_answers *a,
    struct chart_answers_unit unit)
{
	static const enum canvas_ink   fill[3] = { CANVAS_R1, CANVAS_R3, CANVAS_R5 };
	static const enum canvas_style style[3] = { CANVAS_CHART, CANVAS_CHART,
		CANVAS_CHART_LIGHT };
	struct chart_answers_layout    l = chart_answers_layout(a, unit);
	double                         left = x + INSET, w = (WIDE - 2 * INSET) / 100;

	canvas_figure(c, text_of(a->aria));
	if (a->known)
		canvas_line(c, CANVAS_HAIR, 0.2, left + l.centre * w, y - 0.8,
		    left + l.centre * w, y + 6.8);
	else
		canvas_line(c, CANVAS_HAIR, 0.2, left, y + 3, left + 100 * w, y + 3);
	for (size_t i = 0; a->known && i < 3; i++) {
		const struct chart_segment *s = &l.segment[i];

		if (s->width <= 0)
			continue;
		canvas_rect(c, fill[i], CANVAS_EDGE, left + s->x * w, y, s->width * w, 6);
		if (s->word != NULL)
			canvas_label(c, style[i], CANVAS_MIDDLE, left + s->middle * w, y + 4,
			    text_of(s->word));
	}
	if (l.arrow >= 0) {
		canvas_arrow(c, CANVAS_SEA, left + l.arrow * w, y + 6.5);
		if (a->own_word != NULL)
			canvas_label(c, CANVAS_CHART_OWN, anchor_of(chart_anchor_at(l.arrow)),
			    left + l.arrow * w, y + 11.6, text_of(a->own_word));
	}
	canvas_figure_end(c);
	return l.arrow >= 0 ? PDF_ANSWERS_HEIGHT : 7.5;
}

double
pdf_bands(struct canvas *c, double x, double y, const struct chart_bands *b)
{
	double left = x + INSET, slot = (WIDE - 2 * INSET) / b->slots;
	double axis = y + 8.5;

	canvas_figure(c, text_of(b->aria));
	for (int i = 0; i <= b->slots; i++) {
		canvas_line(c, CANVAS_HAIR, 0.2, left + i * slot, axis - 3.5,
		    left + i * slot, axis + 3.5);
		if (b->border[i] != NULL)
			canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, left + i * slot,
			    y + 16, text_of(b->border[i]));
		if (i < b->slots && b->inside[i] != NULL)
			canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE,
			    left + (i + 0.5) * slot, y + 16, text_of(b->inside[i]));
	}
	canvas_line(c, CANVAS_HAIR, 0.2, left, axis, left + b->slots * slot, axis);
	if (b->q1 >= 0 && b->q3 >= 0)
		canvas_rect(c, CANVAS_BAND, CANVAS_EDGE, left + b->q1 * slot, axis - 2,
		    (b->q3 - b->q1 + 1) * slot, 4);
	if (b->median >= 0)
		canvas_line(c, CANVAS_INK, 0.7, left + (b->median + 0.5) * slot, axis - 3.75,
		    left + (b->median + 0.5) * slot, axis + 3.75);
	if (b->own >= 0) {
		double at = left + (b->own + 0.5) * slot;

		canvas_dot(c, CANVAS_SEA, CANVAS_WHITE, 0.5, at, axis, DOT);
		if (b->own_word != NULL)
			canvas_label(c, CANVAS_CHART_OWN, CANVAS_MIDDLE, at, y + 3,
			    text_of(b->own_word));
	}
	canvas_figure_end(c);
	return 17;
}

void
pdf_proportion(struct canvas *c, double x, double y, const struct chart_proportion *p)
{
	double left = x + INSET, w = (WIDE - 2 * INSET) / 100;
	double end = left + chart_share_drawn(p->share) * w, axis = y + 8;

	canvas_figure(c, text_of(p->aria));
	for (int i = 0; i <= 2; i++)
		canvas_line(c, i == 0 ? CANVAS_EDGE : CANVAS_HAIR, 0.2, left + 50 * i * w,
		    axis - 3.5, left + 50 * i * w, axis + 3.5);
	canvas_rect(c, CANVAS_R3, CANVAS_EDGE, left, axis - 2.2, end - left, 4.4);
	canvas_line(c, CANVAS_INK, 0.35, left + p->low * w, axis, left + p->high * w, axis);
	canvas_line(c, CANVAS_INK, 0.35, left + p->low * w, axis - 1.25, left + p->low * w,
	    axis + 1.25);
	canvas_line(c, CANVAS_INK, 0.35, left + p->high * w, axis - 1.25, left + p->high * w,
	    axis + 1.25);
	if (p->word != NULL)
		canvas_label(c, CANVAS_CHART,
		    anchor_of(chart_anchor_at(chart_share_drawn(p->share))), end, y + 3,
		    text_of(p->word));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_START, left, y + 15, TEXT_LIT("0"));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, left + 50 * w, y + 15,
	    TEXT_LIT("50"));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, left + 100 * w, y + 15,
	    TEXT_LIT("100"));
	canvas_figure_end(c);
}

void
pdf_slope(struct canvas *c, double x, double y, double height,
    const struct chart_slope *slope)
{
	const double       from = x + 10, to = x + 36, top = y + 6;
	struct chart_slope spread = *slope;

	chart_slope_spread(&spread, height, 4.6);
	canvas_figure(c, text_of(slope->aria));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, from, y + 3,
	    text_of(slope->from_head));
	canvas_label(c, CANVAS_CHART_SOFT, CANVAS_MIDDLE, to, y + 3, text_of(slope->to_head));
	canvas_line(c, CANVAS_LINE, 0.2, from, top, from, top + height);
	canvas_line(c, CANVAS_LINE, 0.2, to, top, to, top + height);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < spread.count; i++) {
			const struct chart_slope_row *r = &spread.row[i];

			/* Lines that mean something lie on top. */
			if (r->moved != (pass == 1) || r->from == CHART_NONE ||
			    r->to == CHART_NONE)
				continue;
			canvas_line(c, r->moved ? CANVAS_SEA : CANVAS_EDGE,
			    r->moved ? 0.6 : 0.3, from, top + r->from_y, to, top + r->to_y);
		}
	for (size_t i = 0; i < spread.count; i++) {
		const struct chart_slope_row *r = &spread.row[i];

		if (r->from != CHART_NONE) {
			canvas_dot(c, CANVAS_WHITE, CANVAS_SEA, 0.4, from, top + r->from_y,
			    1.1);
			if (!r->figure_shared)
				canvas_label(c, CANVAS_CHART_SOFT, CANVAS_END, from - 2.5,
				    top + r->figure_y + 1, text_of(r->from_word));
		}
		if (r->to == CHART_NONE)
			continue;
		canvas_dot(c, CANVAS_SEA, CANVAS_WHITE, 0.3, to, top + r->to_y, 1.3);
		canvas_label(c, r->moved ? CANVAS_CHART_OWN : CANVAS_CHART, CANVAS_START,
		    to + 3, top + r->label_y + 1,
		    text_of(arena_printf(canvas_arena(c), "%s %s", r->to_word, r->name)));
	}
	canvas_figure_end(c);
}

void
pdf_stages(struct canvas *c, double x, double y, const struct report_summary *s)
{
	canvas_figure(c, text_of(s->stage_aria));
	canvas_line(c, CANVAS_HAIR, 0.2, x + 1.7, y + 2, x + 94.7, y + 2);
	for (int i = 0; i < REPORT_STAGES; i++) {
		bool   here = s->stage == i + 1;
		double at = x + 1.7 + i * 31;

		canvas_dot(c, here ? CANVAS_SEA : CANVAS_WHITE,
		    here ? CANVAS_SEA : CANVAS_EDGE, 0.4, at, y + 2, here ? 1.6 : 1.4);
		canvas_label(c, here ? CANVAS_CHART_STRONG : CANVAS_CHART_SOFT, CANVAS_START,
		    at - 1.7, y + 7.9, text_of(s->stage_name[i]));
	}
	canvas_figure_end(c);
}

/* Words of the key, mark millimetres behind their mark; on a line of their own
 * where this one is too short for them.  Says where the mark stands. */
static double
key_entry(struct canvas *c, double x, double mark, const char *words, double *at, double *y)
{
	double width = mark + canvas_width(c, CANVAS_CHART, text_of(words));
	double from;

	if (*at > x && *at + width > x + WIDE) {
		*at = x;
		*y += PDF_KEY_LINE;
	}
	from = *at;
	canvas_label(c, CANVAS_CHART, CANVAS_START, from + mark, *y + 4, text_of(words));
	*at += width + 6;
	return from;
}

double
pdf_key(struct canvas *c, double x, double y, const struct report_key *key)
{
	double at = x, top = y, mark;

	if (key->you != NULL) {
		mark = key_entry(c, x, 5, key->you, &at, &y);
		canvas_dot(c, CANVAS_SEA, CANVAS_WHITE, 0.5, mark + DOT, y + 3, DOT);
	}
	if (key->band != NULL) {
		mark = key_entry(c, x, 11, key->band, &at, &y);
		canvas_rect(c, CANVAS_BAND, CANVAS_EDGE, mark, y + 1, 9, 4);
	}
	if (key->median != NULL) {
		mark = key_entry(c, x, 2.5, key->median, &at, &y);
		canvas_line(c, CANVAS_INK, 0.7, mark, y, mark, y + 6);
	}
	if (key->reach != NULL) {
		mark = key_entry(c, x, 11, key->reach, &at, &y);
		canvas_line(c, CANVAS_EDGE, 0.2, mark, y + 3, mark + 9, y + 3);
	}
	return at > x ? y + PDF_KEY_HEIGHT - top : 0; /* nothing to explain */
}
