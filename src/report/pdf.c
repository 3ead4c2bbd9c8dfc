/* SPDX-License-Identifier: ISC */
#include "report/pdf.h"

#include "base/arena.h"
#include "report/pdf_chart.h"
#include "report/pdf_flow.h"
#include "view/words.h"

static void
draw_summary(struct sheets *s)
{
	const struct report_summary *p = &s->m->summary;

	for (size_t i = 0; i < s->m->fact_count; i++) {
		s->side_y += canvas_text(s->c, CANVAS_LABEL, "P", CANVAS_LEFT, s->side_y,
		    CANVAS_SIDE_W, text_of(s->m->fact[i].name));
		s->side_y += 3 + canvas_text(s->c, CANVAS_FACT, "P", CANVAS_LEFT, s->side_y,
		                     CANVAS_SIDE_W, text_of(s->m->fact[i].text));
	}
	pdf_stages(s->c, MAIN, s->y, p);
	s->y += 9 + 3;
	flow_body(s, p->stage_says);
	flow_heading(s, CANVAS_STATEMENT, "P", 5, 1, 0, p->statement);
	if (p->has_overall) {
		pdf_bar(s->c, MAIN, s->y, PDF_BAR_HEIGHT, &p->overall);
		s->y += PDF_BAR_HEIGHT;
		flow_key(s, &p->key);
	}
	flow_note(s, p->group_note);
	s->y += 2;
	if (p->sentence_count > 0) {
		canvas_tag(s->c, "L");
		for (size_t i = 0; i < p->sentence_count; i++)
			flow_item(s, NULL, p->sentence[i], NULL);
		canvas_tag_end(s->c, "L");
	}
	if (p->step_count > 0) {
		flow_heading(s, CANVAS_H3, "H3", 4, 1.5, 20, p->steps_title);
		canvas_tag(s->c, "L");
		for (size_t i = 0; i < p->step_count; i++)
			flow_item(s, flow_ordinal(i), s->m->steps.step[i].text,
			    s->m->steps.step[i].brief);
		canvas_tag_end(s->c, "L");
	}
	flow_source(s, p->closing);
}

static void
draw_profile(struct sheets *s)
{
	const struct report_profile *p = &s->m->profile;
	struct pdf_row               rows[REPORT_AREAS_MAX];

	flow_aside(s, p->scale_note);
	flow_aside(s, p->quarter_note);
	flow_aside(s, p->source);
	for (size_t i = 0; i < p->area_count; i++) {
		const struct report_area *area = &p->area[i];

		rows[i] = (struct pdf_row){ .name = area->name,
			.second = area->standing,
			.own = area->score_text,
			.no_own = area->no_score,
			.median = area->median_text,
			.strip = &area->chart };
	}
	canvas_figure(s->c, text_of(p->aria));
	s->y += pdf_rows(s->c, MAIN, s->y, PDF_NAME_WIDTH, p->area_head, p->you_head,
	    p->median_head, rows, p->area_count);
	canvas_figure_end(s->c);
	s->y += 1;
	flow_key(s, &p->key);
	flow_note(s, p->withheld_note);
	flow_note(s, p->no_score_note);
	flow_heading(s, CANVAS_H3, "H3", 4, 1.4, 10, p->readings_title);
	for (size_t i = 0; i < p->area_count; i++) {
		const struct report_area *area = &p->area[i];
		double                    left, right;

		if (area->reading == NULL)
			continue;
		canvas_need(s->c, 9, &s->y);
		left = canvas_text(s->c, CANVAS_READING, "P", MAIN, s->y, 46,
		    text_of(arena_printf(canvas_arena(s->c), "%s, %s", area->name,
		        area->score_text)));
		right = canvas_text(s->c, CANVAS_READING, "P", MAIN + 48, s->y, WIDE - 48,
		    text_of(area->reading));
		s->y += (left > right ? left : right) + 0.8;
	}
	if (p->stands_out_count > 0)
		flow_heading(s, CANVAS_H3, "H3", 3, 1.4, 12, p->stands_out_title);
	for (size_t i = 0; i < p->stands_out_count; i++)
		flow_body(s, p->stands_out[i]);
}

static void
draw_strengths(struct sheets *s)
{
	const struct report_strengths *p = &s->m->strengths;

	for (size_t i = 0; i < p->strength_count; i++) {
		flow_heading(s, CANVAS_H3, "H3", 2, 1, 8, p->strength[i].name);
		flow_body(s, p->strength[i].text);
	}
	for (size_t g = 0; g < p->group_count; g++) {
		const struct report_lens_group *group = &p->group[g];

		flow_heading(s, CANVAS_STATEMENT, "P", 8, 2, 30, group->caption);
		canvas_figure(s->c, text_of(group->aria));
		s->y += pdf_bars(s->c, MAIN, s->y, group->lens, group->lens_count);
		canvas_figure_end(s->c);
	}
	flow_source(s, p->shared_note);
}

/* What is said of a chart, and that others are not on it. */
static void
draw_remark(struct sheets *s, double keep, const struct report_fact *f)
{
	const char *nothing = view_t(s->m->language, REPORT_NOTHING);
	const char *says = f->remark;

	if (f->compared && f->median_text == NULL)
		says = says ? arena_printf(canvas_arena(s->c), "%s %s", says, nothing)
		            : nothing;
	canvas_flow(s->c, CANVAS_READING, "P", MAIN, WIDE, keep, &s->y, says);
}

static void
draw_facts(struct sheets *s)
{
	const struct report_facts *p = &s->m->facts;
	struct pdf_row             rows[REPORT_FACTS_MAX];
	size_t                     count = 0;
	double                     height;

	flow_aside(s, p->withheld_note);
	flow_aside(s, p->source);
	for (size_t i = 0; i < p->fact_count; i++) {
		const struct report_fact *f = &p->fact[i];

		if (f->kind == REPORT_FACT_ROW)
			rows[count++] = (struct pdf_row){ .name = f->statement,
				.own = f->own_text,
				.no_own = f->no_answer,
				.median = f->median_text,
				.alone = !f->compared,
				.strip = &f->strip };
		/* A line with nothing on it says no more than its absence. */
		if (f->kind != REPORT_FACT_LINE ||
		    (f->own_text == NULL && f->median_text == NULL))
			continue;
		flow_heading(s, CANVAS_STATEMENT, "P", 4, 0.5, 28, f->statement);
		draw_remark(s, PDF_LINE_HEIGHT, f);
		pdf_bar(s->c, MAIN, s->y, PDF_LINE_HEIGHT, &f->strip);
		s->y += PDF_LINE_HEIGHT;
	}
	if (count > 0) {
		height = PDF_HEAD_HEIGHT + (double)count * PDF_ROW_HEIGHT;
		flow_heading(s, CANVAS_STATEMENT, "P", 6, 0, height, p->rows_caption);
		canvas_figure(s->c, text_of(p->rows_aria));
		s->y += pdf_rows(s->c, MAIN, s->y, PDF_NAME_WIDTH, p->row_head, p->you_head,
		    p->median_head, rows, count);
		canvas_figure_end(s->c);
		s->y += 1;
		flow_key(s, &p->key);
	}
	for (size_t i = 0; i < p->fact_count; i++) {
		const struct report_fact *f = &p->fact[i];

		if (f->kind != REPORT_FACT_BANDS)
			continue;
		flow_heading(s, CANVAS_STATEMENT, "P", 6, 0.5, 24, f->statement);
		draw_remark(s, 17, f);
		s->y += pdf_bands(s->c, MAIN, s->y, &f->bands);
	}
}

/* The steps of a programme in two columns, read downwards. */
static void
draw_track(struct sheets *s, const struct report_steps *p)
{
	size_t half = (p->track_count + 1) / 2;
	double top = s->y, foot = s->y;

	canvas_tag(s->c, "L");
	for (size_t i = 0; i < p->track_count; i++) {
		const struct report_track *t = &p->track[i];
		double                     x = i < half ? MAIN : MAIN + 64;

		if (i == half) {
			foot = s->y;
			s->y = top;
		}
		canvas_tag(s->c, "LI");
		canvas_text(s->c, CANVAS_READING, "Lbl", x, s->y, 5,
		    text_of(flow_ordinal(i)));
		canvas_text(s->c,
		    t->state == REPORT_TRACK_NEXT ? CANVAS_NAME_OWN : CANVAS_NOTE, "LBody",
		    x + 50, s->y, 10, text_of(t->state_word));
		s->y += 1 + canvas_text(s->c, CANVAS_READING, "LBody", x + 5, s->y, 43,
		                text_of(t->name));
		canvas_tag_end(s->c, "LI");
	}
	canvas_tag_end(s->c, "L");
	if (s->y < foot)
		s->y = foot;
}

static void
draw_steps(struct sheets *s)
{
	const struct report_steps *p = &s->m->steps;

	flow_body(s, p->intro);
	canvas_tag(s->c, "L");
	for (size_t i = 0; i < p->step_count; i++) {
		const struct report_step *step = &p->step[i];
		double                    x = MAIN + 11, left, right;

		canvas_need(s->c, 36, &s->y);
		canvas_line(s->c, CANVAS_LINE, 0.2, MAIN, s->y, MAIN + WIDE, s->y);
		s->y += 3;
		canvas_tag(s->c, "LI");
		canvas_text(s->c, CANVAS_NUMBER, "Lbl", MAIN, s->y - 1.2, 10,
		    text_of(flow_ordinal(i)));
		canvas_tag(s->c, "LBody");
		canvas_flow(s->c, CANVAS_H3, NULL, x, WIDE - 11, 0, &s->y, step->title);
		s->y += 1;
		canvas_flow(s->c, CANVAS_BODY, NULL, x, WIDE - 11, 0, &s->y, step->text);
		s->y += 1.5;
		left = canvas_text(s->c, CANVAS_LABEL, NULL, x, s->y, 44,
		    text_of(p->owner_head));
		right = canvas_text(s->c, CANVAS_LABEL, NULL, x + 48, s->y, WIDE - 59,
		    text_of(p->first_head));
		s->y += left > right ? left : right;
		left =
		    canvas_text(s->c, CANVAS_FACT, NULL, x, s->y, 44, text_of(step->owner));
		right = canvas_text(s->c, CANVAS_FACT, NULL, x + 48, s->y, WIDE - 59,
		    text_of(step->first_step));
		s->y += (left > right ? left : right) + 1.5;
		canvas_flow(s->c, CANVAS_SOURCE, NULL, x, WIDE - 11, 0, &s->y, step->why);
		canvas_tag_end(s->c, "LBody");
		canvas_tag_end(s->c, "LI");
		s->y += 3;
	}
	canvas_tag_end(s->c, "L");
	if (p->track_count == 0)
		return;
	flow_heading(s, CANVAS_H3, "H3", 5, 2.5, 26, p->track_title);
	draw_track(s, p);
	flow_note(s, p->track_note);
}

static void
change_cells(struct sheets *s, const char *tag, const char *name, const char *from,
    const char *to, const char *change, const char *verdict)
{
	const enum canvas_style style = *tag == 'T' && tag[1] == 'H' ? CANVAS_CHART_SOFT
	                                                             : CANVAS_NAME;
	const char             *cells[] = { from, to, change };

	canvas_need(s->c, 8, &s->y);
	canvas_tag(s->c, "TR");
	canvas_tag(s->c, "TH");
	canvas_label(s->c, style, CANVAS_START, MAIN, s->y + 4.5, text_of(name));
	canvas_tag_end(s->c, "TH");
	for (size_t i = 0; i < 3; i++) {
		canvas_tag(s->c, tag);
		canvas_label(s->c, style, CANVAS_END, MAIN + 66 + (double)i * 14, s->y + 4.5,
		    text_of(cells[i] ? cells[i] : "\xe2\x80\x93"));
		canvas_tag_end(s->c, tag);
	}
	canvas_tag(s->c, tag);
	canvas_label(s->c, CANVAS_CHART_SOFT, CANVAS_START, MAIN + 98, s->y + 4.5,
	    text_of(verdict ? verdict : ""));
	canvas_tag_end(s->c, tag);
	canvas_tag_end(s->c, "TR");
	s->y += 6.6;
	canvas_line(s->c, CANVAS_LINE, 0.2, MAIN, s->y, MAIN + WIDE, s->y);
}

static void
draw_change(struct sheets *s)
{
	const struct report_change *p = &s->m->change;
	double                      text_y = s->y;

	pdf_slope(s->c, MAIN, s->y, 84, &p->slope);
	for (size_t i = 0; i < p->paragraph_count; i++)
		text_y += 3 + canvas_text(s->c, CANVAS_BODY, "P", MAIN + 74, text_y, 50,
		                  text_of(p->paragraph[i]));
	s->y += 96;
	if (text_y > s->y)
		s->y = text_y;
	canvas_tag(s->c, "Table");
	change_cells(s, "TH", p->area_head, p->from_head, p->to_head, p->change_head, NULL);
	for (size_t i = 0; i < p->row_count; i++)
		change_cells(s, "TD", p->row[i].name, p->row[i].from_text, p->row[i].to_text,
		    p->row[i].change_text, p->row[i].verdict);
	canvas_tag_end(s->c, "Table");
}

static void
draw_method(struct sheets *s)
{
	const struct report_method *p = &s->m->method;

	for (size_t i = 0; i < p->term_count; i++) {
		double left, right;

		canvas_need(s->c, 22, &s->y);
		left = canvas_text(s->c, CANVAS_H3, "P", MAIN, s->y, 38,
		    text_of(p->term[i].name));
		right = canvas_text(s->c, CANVAS_READING, "P", MAIN + 42, s->y, WIDE - 42,
		    text_of(p->term[i].text));
		s->y += (left > right ? left : right) + 2;
		canvas_line(s->c, CANVAS_LINE, 0.2, MAIN, s->y, MAIN + WIDE, s->y);
		s->y += 2;
	}
	s->y += 3;
	flow_body(s, p->closing);
}

static void
draw_report(struct canvas *canvas, void *thing)
{
	static void (*const draw[REPORT_PAGE__MAX])(struct sheets *) = {
		[REPORT_SUMMARY] = draw_summary,
		[REPORT_PROFILE] = draw_profile,
		[REPORT_WEAKEST] = pdf_weakest,
		[REPORT_STRENGTHS] = draw_strengths,
		[REPORT_FACTS] = draw_facts,
		[REPORT_STEPS] = draw_steps,
		[REPORT_CHANGE] = draw_change,
		[REPORT_METHOD] = draw_method,
	};
	struct sheets s = { .c = canvas, .m = thing };

	for (size_t i = 0; i < s.m->page_count; i++) {
		flow_part(&s, &s.m->page[i]);
		draw[s.m->page[i].kind](&s);
	}
}

enum err
report_pdf(struct arena *arena, const struct report_model *m, int64_t answered,
    struct bytes *pdf_out)
{
	const struct canvas_document doc = {
		.title = text_of(m->title),
		.line = text_of(m->document),
		.confidential = text_of(m->confidential),
		.foot = text_of(m->foot),
		.of = view_t(m->language, "of"),
		.language = m->alt_language,
		.created = answered,
	};

	/* The canvas hands its thing through as given; nothing is written to it. */
	return canvas_make(arena, &doc, draw_report, (void *)(uintptr_t)m, pdf_out);
}
