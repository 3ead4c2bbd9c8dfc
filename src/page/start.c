/* SPDX-License-Identifier: ISC
 *
 * start.c - /s/{form}: what it is about, a button that begins, and all the
 * questions to read or print. */
#include "base/arena.h"
#include "base/buf.h"
#include "base/markup.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/kept.h"
#include "page/session.h"
#include "response/catalogue.h"

#define CHART_MAX 8192

/* A single bar with invented figures, as the report draws it. */
static void
mark_text(struct markup *m, const char *class, int x, int y, const char *anchor,
    struct text words)
{
	markup_open(m, "text");
	if (class)
		markup_attr(m, "class", text_of(class));
	markup_attr_fmt(m, "x", "%d%%", x);
	markup_attr_fmt(m, "y", "%d", y);
	if (anchor)
		markup_attr(m, "text-anchor", text_of(anchor));
	markup_text(m, words);
	markup_close(m);
}

static void
mark_line(struct markup *m, const char *class, int x1, int x2, int y1, int y2)
{
	markup_open(m, "line");
	markup_attr(m, "class", text_of(class));
	markup_attr_fmt(m, "x1", "%d%%", x1);
	markup_attr_fmt(m, "x2", "%d%%", x2);
	markup_attr_fmt(m, "y1", "%d", y1);
	markup_attr_fmt(m, "y2", "%d", y2);
	markup_close(m);
}

static struct html
example(struct page_context *page, const struct form *f)
{
	const struct form_start *s = &f->start;
	struct markup            m;

	markup_init(&m, page->arena, CHART_MAX);
	markup_open(&m, "svg");
	markup_attr(&m, "class", TEXT_LIT("strip"));
	markup_attr(&m, "height", TEXT_LIT("68"));
	markup_attr(&m, "role", TEXT_LIT("img"));
	markup_attr(&m, "aria-label", text_of(form_say(f, s->example_text, page->language)));
	mark_line(&m, "grid", 0, 100, 34, 34);
	markup_open(&m, "rect");
	markup_attr(&m, "class", TEXT_LIT("band"));
	markup_attr_fmt(&m, "x", "%d%%", s->example_q1);
	markup_attr(&m, "y", TEXT_LIT("25"));
	markup_attr_fmt(&m, "width", "%d%%", s->example_q3 - s->example_q1);
	markup_attr(&m, "height", TEXT_LIT("18"));
	markup_close(&m);
	mark_line(&m, "med", s->example_median, s->example_median, 20, 48);
	markup_open(&m, "circle");
	markup_attr(&m, "class", TEXT_LIT("you"));
	markup_attr_fmt(&m, "cx", "%d%%", s->example_score);
	markup_attr(&m, "cy", TEXT_LIT("34"));
	markup_attr(&m, "r", TEXT_LIT("8"));
	markup_close(&m);
	mark_text(&m, "own", s->example_score, 14, "middle",
	    view_say(page->arena, page->language, "this firm {n}", "n",
	        arena_printf(page->arena, "%d", s->example_score), NULL));
	mark_text(&m, NULL, s->example_median, 64, "middle",
	    view_say(page->arena, page->language, "median {n}", "n",
	        arena_printf(page->arena, "%d", s->example_median), NULL));
	mark_text(&m, "no", 0, 64, NULL, TEXT_LIT("0"));
	mark_text(&m, "no", 100, 64, "end", TEXT_LIT("100"));
	markup_close(&m);
	return markup_done(&m);
}

static void
add_section(struct page_context *page, struct view_model *m, const struct form *f,
    const struct form_section *section)
{
	struct view_model *s = view_list_add(m, "sections");

	view_set_str(s, "heading", form_say(f, section->heading, page->language));
	view_list_in(s, "paragraphs");
	for (size_t i = 0; i < section->paragraph_count; i++)
		view_list_add_text(s, "paragraphs",
		    text_of(form_say(f, section->paragraphs[i], page->language)));
	view_set_bool(s, "has_points", section->point_count > 0);
	view_list_in(s, "points");
	for (size_t i = 0; i < section->point_count; i++)
		view_list_add_text(s, "points",
		    text_of(form_say(f, section->points[i], page->language)));
	if (section->example && f->start.has_example) {
		struct view_model *e = view_object_in(s, "example");

		view_set_str(e, "title", form_say(f, f->start.example_title, page->language));
		view_set_str(e, "text", form_say(f, f->start.example_text, page->language));
		view_set_html(e, "chart", example(page, f));
	} else {
		view_set_null(s, "example");
	}
}

static enum err
render(struct page_context *page, const struct catalogue_form *form, struct html *html_out)
{
	const struct form       *f = form->definition;
	const struct form_start *s = &f->start;
	const char              *button = form_say(f, s->button, page->language);
	const char              *lead = form_say(f, s->lead, page->language);
	const char              *heading = form_say(f, s->heading, page->language);
	const char              *title = form_say(f, f->title, page->language);
	struct view_model       *m = page_model(page, text_of(title));

	view_set_str(m, "cap", form_say(f, s->cap, page->language));
	view_set_str(m, "heading", heading ? heading : title);
	view_set_str(m, "lead", lead ? lead : "");
	view_set_str(m, "button", button ? button : page_t(page, "Start the survey"));
	view_set_url(m, "self_url", page_url(page, "/s/{}", form->slug, NULL));
	view_set_url(m, "questions_url", page_url(page, "/s/{}/questions", form->slug, NULL));
	view_set_bool(m, "has_facts", s->fact_count > 0);
	view_set_bool(m, "later", !f->one_page);
	view_list_in(m, "facts");
	for (size_t i = 0; i < s->fact_count; i++) {
		struct view_model *fact = view_list_add(m, "facts");

		view_set_str(fact, "term", form_say(f, s->facts[i].term, page->language));
		view_set_str(fact, "text", form_say(f, s->facts[i].text, page->language));
	}
	view_set_bool(m, "twice", s->section_count > 0);
	view_list_in(m, "sections");
	for (size_t i = 0; i < s->section_count; i++)
		add_section(page, m, f, &s->sections[i]);
	return view_render(page->arena, page->site->views, "page/start", page->language, m,
	    html_out);
}

enum err
page_start(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct html            html;
	size_t                 language = 0;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	/* The same bytes for everybody: rendered once. */
	for (size_t i = 0; i < form->definition->language_count; i++)
		if (strcmp(form->definition->languages[i], page->language) == 0)
			language = i;
	if (form->start_cache == NULL)
		form->start_cache = ARENA_ARRAY(page->site->process, struct html,
		    form->definition->language_count);
	if (form->start_cache[language].s == NULL) {
		TRY(render(page, form, &html));
		form->start_cache[language] =
		    (struct html){ arena_strndup(page->site->process, html.s, html.len),
			    html.len };
	}
	http_reply_html(response, 200, form->start_cache[language]);
	return ERR_OK;
}

enum err
page_start_begin(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;
	struct page_kept       kept;
	const char            *slug;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	slug = form->definition->pages[0].slug;
	/* Pressed again, or come back to the start: the same answers go on. */
	if (!page_session_find(page, form, &session) || !session.saved) {
		page_session_new(page, form, &session);
		page_session_keep(page, form, &session, false, -1, response);
	} else if (page_kept_load(page, form, &session, &kept) == ERR_OK && kept.any) {
		slug = page_first_open(&kept);
	}
	http_reply_redirect(response, page_url(page, "/s/{}/{}", form->slug, slug, NULL));
	return ERR_OK;
}

/* What may be answered, in one line. */
static const char *
answers_of(struct page_context *page, const struct form *f, const struct form_item *item)
{
	struct buf buf;

	if (item->kind == FORM_RATING || item->kind == FORM_SCALE10)
		return arena_printf(page->arena, "%s %s – %s %s", item->options[0].code,
		    form_say(f, item->low_end, page->language),
		    item->options[item->option_count - 1].code,
		    form_say(f, item->high_end, page->language));
	if (!form_kind_has_options(item->kind))
		return form_say(f, item->hint, page->language);
	buf_init(&buf, page->arena, 64 * 1024);
	for (size_t i = 0; i < item->option_count; i++) {
		const char *label = form_say(f, item->options[i].label, page->language);

		buf_str(&buf, i ? " · " : "");
		buf_str(&buf, label ? label : item->options[i].code);
	}
	return buf_ok(&buf) && buf.len ? buf.data : NULL;
}

enum err
page_questions(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	const struct form     *f;
	struct view_model     *m;

	TRY(page_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	f = form->definition;
	m = page_model(page, page_title(page, page_t(page, "All questions"), form));
	view_set_url(m, "back_url", page_url(page, "/s/{}", form->slug, NULL));
	view_set_str(m, "heading", form_say(f, f->title, page->language));
	view_list_in(m, "groups");
	for (size_t i = 0; i < f->page_count; i++) {
		const struct form_page *of = &f->pages[i];
		struct view_model      *g = view_list_add(m, "groups");

		view_set_str(g, "heading", form_say(f, of->title, page->language));
		view_set_str(g, "lead", form_say(f, of->lead, page->language));
		view_list_in(g, "items");
		for (size_t k = 0; k < of->item_count; k++) {
			struct view_model *item;

			if (of->items[k]->kind == FORM_STATEMENT)
				continue;
			item = view_list_add(g, "items");
			view_set_str(item, "text",
			    form_say(f, of->items[k]->text, page->language));
			view_set_str(item, "answers", answers_of(page, f, of->items[k]));
		}
	}
	return page_render(page, response, 200, "page/questions", m);
}
