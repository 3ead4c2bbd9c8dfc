/* SPDX-License-Identifier: ISC
 *
 * The receipt's own result, as part of its page. */
#include "form/form.h"
#include "report/html_parts.h"
#include "view/view.h"

#define RECEIPT_HEIGHT 36

/* The receipt draws its rows bare and parts low, middle and high. */
static struct chart_strip
receipt_strip(struct arena *arena, const struct report_model *r, const struct report_area *a)
{
	struct chart_strip s = chart_strip_on(a->chart.low, a->chart.high);
	const int at[] = { 0, r->form->scoring.low_below, r->form->scoring.high_from, 100 };

	for (size_t i = 0; i < sizeof(at) / sizeof(at[0]); i++)
		s.ticks[i] = (struct chart_tick){ at[i] * CHART_MICRO,
			view_number(arena, r->language, at[i]).s };
	s.tick_count = sizeof(at) / sizeof(at[0]);
	s.own = a->chart.own;
	return s;
}

enum err
report_result_html(struct arena *arena, const struct view_set *views,
    const struct report_model *r, struct html *html_out)
{
	const struct report_result *w = &r->result;
	struct view_model          *m = view_object(arena);
	struct chart_strip          scale = receipt_strip(arena, r, &r->overall);

	html_stages(m, r);
	view_set_str(m, "heading", w->heading);
	view_set_str(m, "stage_says", r->summary.stage_says);
	view_set_str(m, "gap", w->gap);
	view_set_str(m, "overall", r->overall.score_text);
	view_set_str(m, "mean_of", w->mean_of);
	view_set_str(m, "statement", r->summary.statement);
	view_set_str(m, "caption", w->caption);
	view_set_str(m, "explanation", w->explanation);
	view_set_html(m, "scale", chart_svg_scale(arena, &scale));
	view_list_in(m, "areas");
	for (size_t i = 0; i < r->profile.area_count; i++) {
		const struct report_area *a = &r->profile.area[i];
		struct chart_strip        s = receipt_strip(arena, r, a);
		struct view_model        *v = view_list_add(m, "areas");

		view_set_str(v, "name", a->name);
		view_set_str(v, "score_text", a->score_text);
		view_set_str(v, "no_score", a->no_score);
		view_set_html(v, "strip", chart_svg_row(arena, &s, RECEIPT_HEIGHT));
	}
	html_lenses(arena, m, r);
	view_set_str(m, "made", w->made);
	return view_render(arena, views, "report/result", r->language, m, html_out);
}
