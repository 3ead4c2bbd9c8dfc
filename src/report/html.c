/* SPDX-License-Identifier: ISC
 *
 * The report as a page: its head, and the parts below it. */
#include "report/html_parts.h"
#include "view/view.h"

static void
set_head(struct arena *arena, struct view_model *m, const struct report_model *r,
    const struct report_frame *frame)
{
	view_set_str(m, "document", r->document);
	view_set_str(m, "confidential", r->confidential);
	view_set_str(m, "title", r->title);
	view_list_in(m, "facts");
	for (size_t i = 0; i < r->fact_count; i++) {
		struct view_model *v = view_list_add(m, "facts");

		view_set_str(v, "name", r->fact[i].name);
		view_set_str(v, "text", r->fact[i].text);
	}
	view_set_bool(m, "keep", frame->pdf_url.s != NULL);
	view_set_str(m, "pdf_words", view_t(r->language, "The report as a PDF"));
	if (frame->pdf_url.s)
		view_set_url(m, "pdf_url", frame->pdf_url);
	view_set_bool(m, "before", frame->before.s != NULL);
	view_set_html(m, "before_html", frame->before.s ? frame->before : HTML_LIT(""));
	view_list_in(m, "pages");
	for (size_t i = 0; i < r->page_count; i++) {
		struct view_model *v = view_list_add(m, "pages");

		view_set_str(v, "ask", r->page[i].question);
		view_set_url(v, "part_url",
		    url_make(arena, "#part-{}", arena_printf(arena, "%d", r->page[i].number),
		        NULL));
	}
}

enum err
report_html(struct arena *arena, const struct view_set *views, const struct report_model *r,
    const struct report_frame *frame, struct html *html_out)
{
	struct view_model *root = view_object(arena);

	set_head(arena, root, r, frame);
	html_parts(arena, root, r, frame);
	return view_render(arena, views, "report/report", r->language, root, html_out);
}

enum err
report_document(struct arena *arena, const struct view_set *views,
    const struct report_model *r, struct html *html_out)
{
	struct report_frame frame = { .confirmed = true };
	struct view_model  *m = view_object(arena);
	struct html         body;

	TRY(report_html(arena, views, r, &frame, &body));
	view_set_str(m, "language", r->alt_language);
	view_set_str(m, "direction", view_direction(r->language));
	view_set_str(m, "page_title", r->page_title);
	view_set_str(m, "foot", r->foot);
	view_set_html(m, "body", body);
	return view_render(arena, views, "report/document", r->language, m, html_out);
}
