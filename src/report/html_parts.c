/* SPDX-License-Identifier: ISC
 *
 * html_parts.c - the eight parts of the report page, from the model into names
 * that templates read. */
#include "report/html_parts.h"

#include "view/view.h"

#define ROW_HEIGHT 48

static void
add_words(struct view_model *m, const char *list, const char *words)
{
	if (words)
		view_list_add_text(m, list, text_of(words));
}

static struct view_model *
part(struct view_model *root, const char *name, const struct report_model *r,
    enum report_page_kind kind)
{
	const struct report_page *page = report_page_of(r, kind);
	struct view_model        *m;

	if (!page) {
		view_set_null(root, name);
		return NULL;
	}
	m = view_object_in(root, name);
	view_set_int(m, "number", page->number);
	view_set_str(m, "ask", page->question);
	view_set_str(m, "heading", page->heading);
	return m;
}

void
html_mark(struct arena *arena, struct view_model *m, const char *list, enum chart_mark mark,
    const char *words)
{
	struct view_model *entry;

	if (!words)
		return;
	entry = view_list_add(m, list);
	view_set_html(entry, "mark", chart_svg_mark(arena, mark));
	view_set_str(entry, "words", words);
}

void
html_stages(struct view_model *m, const struct report_model *r)
{
	const struct report_summary *s = &r->summary;

	view_set_bool(m, "has_stages", s->stage > 0);
	view_list_in(m, "stages");
	for (int i = 0; i < REPORT_STAGES && s->stage_name[i]; i++) {
		struct view_model *stage = view_list_add(m, "stages");

		view_set_str(stage, "name", s->stage_name[i]);
		view_set_bool(stage, "now", s->stage == i + 1);
	}
}

static void
set_key(struct arena *arena, struct view_model *m, const struct report_key *key)
{
	view_set_bool(m, "has_key", key->you || key->band || key->median || key->reach);
	view_list_in(m, "key");
	html_mark(arena, m, "key", CHART_MARK_YOU, key->you);
	html_mark(arena, m, "key", CHART_MARK_BAND, key->band);
	html_mark(arena, m, "key", CHART_MARK_MEDIAN, key->median);
	html_mark(arena, m, "key", CHART_MARK_REACH, key->reach);
}

static void
set_summary(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_summary *s = &r->summary;

	html_stages(m, r);
	set_key(arena, m, &s->key);
	view_set_str(m, "stage_says", s->stage_says);
	view_set_str(m, "statement", s->statement);
	view_set_bool(m, "has_overall", s->has_overall);
	if (s->has_overall)
		view_set_html(m, "bar", chart_svg_bar(arena, &s->overall));
	else
		view_set_html(m, "bar", HTML_LIT(""));
	view_set_str(m, "group_note", s->group_note);
	view_set_bool(m, "has_sentences", s->sentence_count > 0);
	view_list_in(m, "sentences");
	for (size_t i = 0; i < s->sentence_count; i++)
		add_words(m, "sentences", s->sentence[i]);
	view_set_bool(m, "has_next", s->step_count > 0);
	view_set_str(m, "next_title", s->steps_title);
	view_list_in(m, "next");
	for (size_t i = 0; i < s->step_count; i++)
		view_set_str(view_list_add(m, "next"), "text", r->steps.step[i].text);
	view_set_str(m, "source", s->source);
}

static void
set_area(struct arena *arena, struct view_model *m, const struct report_area *a)
{
	view_set_str(m, "name", a->name);
	view_set_str(m, "standing", a->standing);
	view_set_str(m, "hidden", a->hidden);
	view_set_str(m, "score_text", a->score_text);
	view_set_str(m, "no_score", a->no_score);
	view_set_str(m, "median_text", a->median_text);
	view_set_str(m, "reading", a->reading);
	view_set_html(m, "strip", chart_svg_row(arena, &a->chart, ROW_HEIGHT));
}

static void
set_profile(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_profile *p = &r->profile;

	set_key(arena, m, &p->key);
	view_set_str(m, "caption", p->caption);
	view_set_str(m, "area_head", p->area_head);
	view_set_str(m, "you_head", p->you_head);
	view_set_str(m, "median_head", p->median_head);
	view_set_html(m, "scale", chart_svg_scale(arena, &r->overall.chart));
	view_list_in(m, "areas");
	for (size_t i = 0; i < p->area_count; i++)
		set_area(arena, view_list_add(m, "areas"), &p->area[i]);
	view_list_in(m, "notes");
	add_words(m, "notes", p->quarter_note);
	add_words(m, "notes", p->withheld_note);
	add_words(m, "notes", p->no_score_note);
	view_set_str(m, "readings_title", p->readings_title);
	view_set_bool(m, "has_out", p->stands_out_count > 0);
	view_set_str(m, "out_title", p->stands_out_title);
	view_list_in(m, "out");
	for (size_t i = 0; i < p->stands_out_count; i++)
		add_words(m, "out", p->stands_out[i]);
	view_set_str(m, "source", p->source);
}

static void
set_item(struct arena *arena, struct view_model *m, const struct report_item *item,
    const struct report_block *block)
{
	view_set_str(m, "caption", item->caption);
	view_set_str(m, "tag", item->tag);
	view_set_str(m, "own_text", item->own_text);
	view_set_bool(m, "shown", item->chart.known);
	view_set_html(m, "bar",
	    item->chart.known ? chart_svg_answers(arena, &item->chart, block->unit)
	                      : HTML_LIT(""));
	view_set_html(m, "bare",
	    block->known ? chart_svg_line(arena, &item->bare)
	                 : chart_svg_row(arena, &item->bare, ROW_HEIGHT));
	view_list_in(m, "shares");
	for (int i = 0; i < 3; i++)
		add_words(m, "shares", item->share_text[i]);
}

static void
set_weakest(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_weakest *w = &r->weakest;

	view_set_str(m, "how_to_read", w->how_to_read);
	view_set_str(m, "table_summary", w->table_summary);
	view_set_str(m, "table_caption", w->table_caption);
	view_set_str(m, "item_head", w->item_head);
	view_set_str(m, "you_head", w->you_head);
	view_list_in(m, "bin_heads");
	for (int i = 0; i < 3; i++)
		add_words(m, "bin_heads", w->bin_head[i]);
	view_list_in(m, "blocks");
	for (size_t i = 0; i < w->block_count; i++) {
		const struct report_block *block = &w->block[i];
		struct view_model         *v = view_list_add(m, "blocks");

		view_set_str(v, "title", block->title);
		view_set_str(v, "reading", block->reading);
		view_set_bool(v, "known", block->known);
		view_list_in(v, "legend");
		html_mark(arena, v, "legend", CHART_MARK_LOW, block->legend[0]);
		html_mark(arena, v, "legend", CHART_MARK_MIDDLE, block->legend[1]);
		html_mark(arena, v, "legend", CHART_MARK_HIGH, block->legend[2]);
		view_set_html(v, "scale",
		    block->item_count ? chart_svg_scale(arena, &block->item[0].bare)
		                      : HTML_LIT(""));
		view_list_in(v, "items");
		for (size_t j = 0; j < block->item_count; j++)
			set_item(arena, view_list_add(v, "items"), &block->item[j], block);
	}
	view_list_in(m, "notes");
	add_words(m, "notes", w->withheld_note);
	add_words(m, "notes", w->source);
}

void
html_lenses(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_strengths *s = &r->strengths;

	view_list_in(m, "groups");
	for (size_t i = 0; i < s->group_count; i++) {
		const struct report_lens_group *group = &s->group[i];
		struct view_model              *v = view_list_add(m, "groups");

		view_set_str(v, "caption", group->caption);
		view_set_str(v, "lens_head", group->lens_head);
		view_set_str(v, "score_head", group->score_head);
		view_list_in(v, "lenses");
		for (size_t j = 0; j < group->lens_count; j++) {
			const struct report_lens *lens = &group->lens[j];
			struct view_model        *l = view_list_add(v, "lenses");

			view_set_str(l, "name", lens->name);
			view_set_str(l, "note", lens->note);
			view_set_str(l, "score_text", lens->score_text);
			view_set_str(l, "no_score", lens->no_score);
			view_set_html(l, "bar", chart_svg_own_bar(arena, &lens->bar));
		}
	}
	view_set_str(m, "shared_note", s->shared_note);
}

static void
set_strengths(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_strengths *s = &r->strengths;

	view_list_in(m, "strengths_list");
	for (size_t i = 0; i < s->strength_count; i++) {
		struct view_model *v = view_list_add(m, "strengths_list");

		view_set_str(v, "name", s->strength[i].name);
		view_set_str(v, "text", s->strength[i].text);
	}
	html_lenses(arena, m, r);
}

static void
set_fact(struct arena *arena, struct view_model *m, const struct report_fact *fact)
{
	struct html chart;

	view_set_str(m, "statement", fact->statement);
	view_set_str(m, "remark", fact->remark);
	view_set_str(m, "own_text", fact->own_text);
	view_set_str(m, "no_answer", fact->no_answer);
	view_set_str(m, "median_text", fact->median_text);
	view_set_str(m, "hidden", fact->hidden);
	view_set_bool(m, "withheld_here", fact->compared && !fact->median_text);
	view_set_bool(m, "drawn", fact->own_text || fact->median_text);
	switch (fact->kind) {
	case REPORT_FACT_LINE:
		chart = chart_svg_line(arena, &fact->strip);
		break;
	case REPORT_FACT_BANDS:
		chart = chart_svg_bands(arena, &fact->bands);
		break;
	case REPORT_FACT_ROW:
	default:
		chart = chart_svg_row(arena, &fact->strip, ROW_HEIGHT);
		break;
	}
	view_set_html(m, "chart", chart);
}

static void
set_facts(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	static const char *const   list[] = { [REPORT_FACT_LINE] = "lines",
		  [REPORT_FACT_ROW] = "rows",
		  [REPORT_FACT_BANDS] = "bands" };
	const struct report_facts *f = &r->facts;
	const struct report_fact  *row = NULL;

	set_key(arena, m, &f->key);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		view_list_in(m, list[i]);
	for (size_t i = 0; i < f->fact_count; i++) {
		set_fact(arena, view_list_add(m, list[f->fact[i].kind]), &f->fact[i]);
		if (f->fact[i].kind == REPORT_FACT_ROW)
			row = &f->fact[i];
	}
	view_set_bool(m, "has_rows", row != NULL);
	view_set_html(m, "scale", row ? chart_svg_scale(arena, &row->strip) : HTML_LIT(""));
	view_set_str(m, "rows_caption", f->rows_caption);
	view_set_str(m, "row_head", f->row_head);
	view_set_str(m, "you_head", f->you_head);
	view_set_str(m, "median_head", f->median_head);
	view_list_in(m, "notes");
	add_words(m, "notes", f->withheld_note);
	add_words(m, "notes", f->source);
}

static void
set_steps(struct view_model *m, const struct report_model *r)
{
	const struct report_steps *s = &r->steps;

	view_set_str(m, "intro", s->intro);
	view_set_bool(m, "has_steps", s->step_count > 0);
	view_set_str(m, "owner_head", s->owner_head);
	view_set_str(m, "first_head", s->first_head);
	view_list_in(m, "all");
	for (size_t i = 0; i < s->step_count; i++) {
		struct view_model *v = view_list_add(m, "all");

		view_set_str(v, "title", s->step[i].title);
		view_set_str(v, "text", s->step[i].text);
		view_set_str(v, "owner", s->step[i].owner);
		view_set_str(v, "first_step", s->step[i].first_step);
		view_set_str(v, "why", s->step[i].why);
	}
	view_set_bool(m, "has_track", s->track_count > 0);
	view_set_str(m, "track_title", s->track_title);
	view_set_str(m, "track_note", s->track_note);
	view_list_in(m, "track");
	for (size_t i = 0; i < s->track_count; i++) {
		struct view_model *v = view_list_add(m, "track");

		view_set_str(v, "name", s->track[i].name);
		view_set_str(v, "state", s->track[i].state_word);
		view_set_bool(v, "done", s->track[i].state == REPORT_TRACK_DONE);
		view_set_bool(v, "now", s->track[i].state == REPORT_TRACK_NEXT);
	}
}

static void
set_change(struct arena *arena, struct view_model *m, const struct report_model *r)
{
	const struct report_change *c = &r->change;

	view_set_html(m, "slope", chart_svg_slope(arena, &c->slope));
	view_list_in(m, "paragraphs");
	for (size_t i = 0; i < c->paragraph_count; i++)
		add_words(m, "paragraphs", c->paragraph[i]);
	view_set_str(m, "caption", c->caption);
	view_set_str(m, "area_head", c->area_head);
	view_set_str(m, "from_head", c->from_head);
	view_set_str(m, "to_head", c->to_head);
	view_set_str(m, "change_head", c->change_head);
	view_list_in(m, "rows");
	for (size_t i = 0; i < c->row_count; i++) {
		struct view_model *v = view_list_add(m, "rows");

		view_set_str(v, "name", c->row[i].name);
		view_set_str(v, "verdict", c->row[i].verdict);
		view_set_bool(v, "moved", c->row[i].moved);
		view_set_str(v, "from_text", c->row[i].from_text);
		view_set_str(v, "to_text", c->row[i].to_text);
		view_set_str(v, "change_text", c->row[i].change_text);
	}
}

static void
set_method(struct view_model *m, const struct report_model *r,
    const struct report_frame *frame)
{
	view_list_in(m, "terms");
	for (size_t i = 0; i < r->method.term_count; i++) {
		struct view_model *v = view_list_add(m, "terms");

		view_set_str(v, "name", r->method.term[i].name);
		view_set_str(v, "text", r->method.term[i].text);
	}
	view_set_str(m, "closing", r->method.closing);
	view_set_bool(m, "may_change", frame->correct_url.s && frame->withdraw_url.s);
	if (frame->correct_url.s && frame->withdraw_url.s) {
		view_set_url(m, "correct_url", frame->correct_url);
		view_set_url(m, "withdraw_url", frame->withdraw_url);
	}
}

void
html_parts(struct arena *arena, struct view_model *root, const struct report_model *r,
    const struct report_frame *frame)
{
	struct view_model *m;

	if ((m = part(root, "summary", r, REPORT_SUMMARY)) != NULL)
		set_summary(arena, m, r);
	if ((m = part(root, "profile", r, REPORT_PROFILE)) != NULL)
		set_profile(arena, m, r);
	if ((m = part(root, "weakest", r, REPORT_WEAKEST)) != NULL)
		set_weakest(arena, m, r);
	if ((m = part(root, "strengths", r, REPORT_STRENGTHS)) != NULL)
		set_strengths(arena, m, r);
	if ((m = part(root, "measures", r, REPORT_FACTS)) != NULL)
		set_facts(arena, m, r);
	if ((m = part(root, "steps", r, REPORT_STEPS)) != NULL)
		set_steps(m, r);
	if ((m = part(root, "change", r, REPORT_CHANGE)) != NULL)
		set_change(arena, m, r);
	if ((m = part(root, "method", r, REPORT_METHOD)) != NULL)
		set_method(m, r, frame);
}
