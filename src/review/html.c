/* SPDX-License-Identifier: ISC
 *
 * html.c - the model put into names that templates read. */
#include <string.h>

#include "base/err.h"
#include "chart/svg.h"
#include "review/review.h"
#include "view/view.h"

#define ROW_HEIGHT 40

static void
add_mark(struct arena *arena, struct view_model *m, enum chart_mark mark, const char *words)
{
	struct view_model *entry;

	if (words == NULL)
		return;
	entry = view_list_add(m, "key");
	view_set_html(entry, "mark", chart_svg_mark(arena, mark));
	view_set_str(entry, "words", words);
}

static void
set_key(struct arena *arena, struct view_model *m, const struct review_key *key)
{
	view_set_bool(m, "has_key",
	    key->you || key->band || key->median || key->reach || key->all);
	view_list_in(m, "key");
	add_mark(arena, m, CHART_MARK_REACH, key->reach);
	add_mark(arena, m, CHART_MARK_BAND, key->band);
	add_mark(arena, m, CHART_MARK_GUIDELINE, key->all);
	add_mark(arena, m, CHART_MARK_MEDIAN, key->median);
	add_mark(arena, m, CHART_MARK_YOU, key->you);
}

static void
set_lines(struct view_model *m, const struct review_model *r)
{
	view_list_in(m, "lines");
	for (size_t i = 0; i < r->line_count; i++) {
		struct view_model *l = view_list_add(m, "lines");

		view_set_str(l, "name", r->lines[i].name);
		view_set_str(l, "text", r->lines[i].text);
	}
	view_list_in(m, "notes");
	for (size_t i = 0; i < r->note_count; i++)
		view_list_add_text(m, "notes", text_of(r->notes[i]));
}

static void
set_strips(struct arena *arena, struct view_model *m, const struct review_model *r)
{
	view_set_str(m, "strips_statement", r->strips_statement);
	view_set_str(m, "area_head", r->area_head);
	view_set_str(m, "own_head", r->own_head);
	view_set_str(m, "no_own", r->no_own);
	view_set_html(m, "scale",
	    r->strip_count > 0 ? chart_svg_scale(arena, &r->strips[0].chart) : HTML_LIT(""));
	view_list_in(m, "strips");
	for (size_t i = 0; i < r->strip_count; i++) {
		const struct review_strip *s = &r->strips[i];
		struct view_model         *row = view_list_add(m, "strips");

		view_set_str(row, "name", s->name);
		view_set_bool(row, "overall", strcmp(s->code, "overall") == 0);
		view_set_str(row, "hidden", s->hidden);
		view_set_str(row, "own", s->own);
		view_set_str(row, "standing", s->standing);
		view_set_str(row, "q1", s->q1);
		view_set_str(row, "median", s->median);
		view_set_str(row, "q3", s->q3);
		view_set_html(row, "strip", chart_svg_row(arena, &s->chart, ROW_HEIGHT));
	}
	set_key(arena, m, &r->key);
}

/* Choices in the parts that their list has. */
static void
set_filters(struct view_model *m, const struct review_model *r)
{
	view_list_in(m, "filters");
	for (size_t i = 0; i < r->filter_count; i++) {
		const struct review_filter *f = &r->filters[i];
		struct view_model *filter = view_list_add(m, "filters"), *part = NULL;
		const char        *group = "";

		view_set_str(filter, "name", f->name);
		view_set_str(filter, "label", f->label);
		view_list_in(filter, "parts");
		for (size_t j = 0; j < f->choice_count; j++) {
			const struct review_choice *c = &f->choices[j];
			struct view_model          *choice;

			if (part == NULL || c->group != group) {
				group = c->group;
				part = view_list_add(filter, "parts");
				view_set_str(part, "group", group);
			}
			choice = view_list_add(part, "choices");
			view_set_str(choice, "code", c->code);
			view_set_str(choice, "words", c->label);
			view_set_bool(choice, "chosen", c->chosen);
		}
	}
}

static void
set_block(struct arena *arena, struct view_model *m, const struct review_block *b)
{
	static const enum chart_mark mark[3] = { CHART_MARK_LOW, CHART_MARK_MIDDLE,
		CHART_MARK_HIGH };

	view_set_str(m, "name", b->name);
	view_set_bool(m, "known", b->known);
	view_set_str(m, "statement", b->statement);
	view_list_in(m, "legend");
	for (int i = 0; i < 3; i++) {
		struct view_model *l = view_list_add(m, "legend");

		view_set_html(l, "mark", chart_svg_mark(arena, mark[i]));
		view_set_str(l, "words", b->legend[i]);
	}
	view_list_in(m, "items");
	for (size_t i = 0; i < b->item_count; i++) {
		const struct review_bins *item = &b->items[i];
		struct view_model        *row = view_list_add(m, "items");

		view_set_str(row, "caption", item->caption);
		view_set_str(row, "tag", item->tag);
		view_set_bool(row, "shown", item->chart.known);
		view_set_html(row, "bar",
		    item->chart.known ? chart_svg_answers(arena, &item->chart, b->unit)
		                      : HTML_LIT(""));
		view_list_in(row, "shares");
		for (int j = 0; j < 3 && item->chart.known; j++)
			view_list_add_text(row, "shares", text_of(item->share[j]));
	}
}

static void
set_words(struct arena *arena, struct view_model *m, const struct review_model *r)
{
	view_set_str(m, "words_note", r->words_note);
	view_set_str(m, "words_withheld", r->words_withheld);
	view_list_in(m, "questions");
	for (size_t i = 0; i < r->words_count; i++) {
		const struct review_words *w = &r->words[i];
		struct view_model         *q = view_list_add(m, "questions");

		view_set_str(q, "question", w->title);
		view_set_str(q, "says", w->statement);
		view_list_in(q, "headings");
		for (size_t k = 0; k < w->row_count; k++) {
			struct view_model *h = view_list_add(q, "headings");

			view_set_str(h, "name", w->rows[k].name);
			view_set_str(h, "share", w->rows[k].share);
			view_set_html(h, "strip",
			    chart_svg_row(arena, &w->rows[k].chart, ROW_HEIGHT));
		}
	}
}

static void
set_table(struct view_model *root, const char *name, const struct review_table *t)
{
	struct view_model *m = view_object_in(root, name);

	view_set_str(m, "table_title", t->title);
	view_set_str(m, "statement", t->statement);
	view_set_str(m, "caption", t->caption);
	view_set_str(m, "note", t->note);
	view_set_bool(m, "has_rows", t->row_count > 0);
	view_set_bool(m, "verdicts", t->has_verdicts);
	view_set_bool(m, "trends", t->has_trends);
	view_list_in(m, "columns");
	for (size_t i = 0; i < t->column_count; i++) {
		struct view_model *c = view_list_add(m, "columns");

		view_set_str(c, "name", t->columns[i].name);
		view_set_str(c, "band", t->columns[i].band);
	}
	view_list_in(m, "rows");
	for (size_t i = 0; i < t->row_count; i++) {
		struct view_model *row = view_list_add(m, "rows");

		view_set_str(row, "name", t->rows[i].name);
		view_set_str(row, "verdict", t->rows[i].verdict);
		view_set_str(row, "trend", t->rows[i].trend);
		for (size_t j = 0; j < t->column_count; j++) {
			struct view_model        *cell = view_list_add(row, "cells");
			const struct review_cell *c = &t->rows[i].cells[j];

			view_set_str(cell, "text", c->text);
			view_set_int(cell, "shade", c->shade);
			view_set_bool(cell, "shaded", c->shade > 0);
		}
	}
}

static void
set_facts(struct arena *arena, struct view_model *root, const char *name,
    const struct review_fact *facts, size_t count)
{
	struct view_model *m = view_object_in(root, name);

	view_set_bool(m, "has_facts", count > 0);
	view_list_in(m, "facts");
	for (size_t i = 0; i < count; i++) {
		const struct review_fact *f = &facts[i];
		struct view_model        *row = view_list_add(m, "facts");

		view_set_str(row, "name", f->name);
		view_set_str(row, "statement", f->statement);
		view_set_html(row, "chart",
		    f->bands ? chart_svg_bands(arena, &f->slots)
		             : chart_svg_line(arena, &f->strip));
		view_set_str(row, "q1", f->q1);
		view_set_str(row, "median", f->median);
		view_set_str(row, "q3", f->q3);
		view_set_bool(row, "asks_share", f->has_share);
		view_set_str(row, "share_name", f->share_name);
		view_set_str(row, "share", f->share);
		view_set_str(row, "likely", f->likely);
		view_set_str(row, "share_says", f->share_says);
		view_set_html(row, "share_chart",
		    f->share != NULL ? chart_svg_proportion(arena, &f->chart) : HTML_LIT(""));
	}
}

static void
set_dimensions(struct view_model *m, const struct review_model *r)
{
	view_set_str(m, "reliability_note", r->reliability_note);
	view_list_in(m, "dimensions");
	for (size_t i = 0; i < r->dimension_count; i++) {
		const struct review_dimension *d = &r->dimensions[i];
		struct view_model             *row = view_list_add(m, "dimensions");

		view_set_str(row, "name", d->name);
		view_set_str(row, "alpha", d->alpha);
		view_set_str(row, "verdict", d->verdict);
		view_set_str(row, "band", d->band);
		view_list_in(row, "items");
		for (size_t j = 0; j < d->item_count; j++) {
			const struct review_item_row *it = &d->items[j];
			struct view_model            *item = view_list_add(row, "items");

			view_set_str(item, "caption", it->caption);
			view_set_str(item, "rest", it->rest);
			view_set_str(item, "without", it->without);
			view_set_str(item, "dk", it->dk);
			view_set_str(item, "na", it->na);
			view_set_str(item, "missing", it->missing);
		}
	}
}

static void
set_shades(struct arena *arena, struct view_model *m, const char *language)
{
	static const struct {
		enum chart_mark mark;
		const char     *words;
	} shade[] = { { CHART_MARK_LOW, WORD("under 40") },
		{ CHART_MARK_HEAT_2, WORD("40 to 49") },
		{ CHART_MARK_MIDDLE, WORD("50 to 59") },
		{ CHART_MARK_HEAT_4, WORD("60 to 69") },
		{ CHART_MARK_HIGH, WORD("70 or more") } };

	for (size_t i = 0; i < sizeof shade / sizeof shade[0]; i++) {
		struct view_model *s = view_list_add(m, "shades");

		view_set_html(s, "mark", chart_svg_mark(arena, shade[i].mark));
		view_set_str(s, "words", view_t(language, shade[i].words));
	}
}

static struct view_model *
head(struct arena *arena, const struct review_model *r, const struct review_links *links)
{
	struct view_model *m = view_object(arena);

	view_set_bool(m, "firm", r->firm);
	view_set_url(m, "self_url", links->self);
	view_set_url(m, "pdf_url", links->pdf);
	view_set_url(m, "sheet_url", links->sheet);
	view_set_str(m, "cap", r->cap);
	view_set_str(m, "title", r->title);
	view_set_str(m, "form_name", r->form_name);
	view_set_str(m, "group_words", r->group);
	view_set_str(m, "preview", r->preview);
	view_set_str(m, "source", r->source);
	set_lines(m, r);
	set_strips(arena, m, r);
	return m;
}

enum err
review_html(struct arena *arena, const struct view_set *views, const struct review_model *r,
    const struct review_links *links, struct html *html_out)
{
	struct view_model *m = head(arena, r, links);

	set_filters(m, r);
	view_set_bool(m, "blocks_known", r->blocks_known);
	view_list_in(m, "blocks");
	for (size_t i = 0; i < r->block_count; i++)
		set_block(arena, view_list_add(m, "blocks"), &r->blocks[i]);
	set_words(arena, m, r);
	set_table(m, "heat", &r->heat);
	set_table(m, "waves", &r->waves);
	set_shades(arena, m, r->language);
	set_facts(arena, m, "hard", r->facts, r->fact_count);
	set_facts(arena, m, "partner", r->partner, r->partner_count);
	view_set_str(m, "partner_source", r->partner_source);
	set_dimensions(m, r);
	return view_render(arena, views, "review/review", r->language, m, html_out);
}

enum err
review_html_again(struct arena *arena, const struct view_set *views,
    const struct review_model *r, const struct review_links *links, const char *field,
    const char *sentence, struct html *html_out)
{
	struct view_model *m = view_object(arena);

	view_set_str(m, "cap", r->cap);
	view_set_str(m, "title", r->title);
	view_set_url(m, "self_url", links->self);
	set_filters(m, r);
	view_set_url(m, "field_url",
	    strcmp(field, "size") == 0 ? URL_LIT("#size") : URL_LIT("#profession"));
	view_set_str(m, "sentence", sentence);
	return view_render(arena, views, "review/again", r->language, m, html_out);
}

enum err
review_html_firm(struct arena *arena, const struct view_set *views,
    const struct review_model *r, const struct review_links *links, struct html *html_out)
{
	struct view_model *m = head(arena, r, links);

	return view_render(arena, views, "review/firm", r->language, m, html_out);
}
