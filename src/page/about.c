/* SPDX-License-Identifier: ISC
 *
 * about.c - what happens to the data, accessibility, how firms are compared. */
#include "base/arena.h"
#include "config/config.h"
#include "page/frame.h"

enum err
page_privacy(struct page_context *page, struct http_response *response)
{
	struct view_model   *m = page_model_str(page, "What happens to your data");
	const struct config *config = page->site->config;
	const char          *own = config->privacy_text;

	view_set_str(m, "own", *own ? own : NULL);
	view_set_int(m, "drafts", config->keep_drafts);
	view_set_int(m, "letters", config->keep_letters);
	view_set_int(m, "failed_letters", config->keep_failed_letters);
	view_set_int(m, "contacts", config->keep_contacts);
	view_set_int(m, "history", config->keep_history);
	view_set_int(m, "audit", config->keep_audit);
	return page_render(page, response, 200, "page/privacy", m);
}

enum err
page_accessibility(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "Accessibility");

	view_set_int(m, "days", page->site->config->keep_drafts);
	return page_render(page, response, 200, "page/accessibility", m);
}

enum err
page_comparing(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "How we compare firms");

	view_set_str(m, "release",
	    page_t(page,
	        page->site->config->snapshot_two_people
	            ? "A snapshot is proposed by one consultant and released by another."
	            : "A snapshot may be released by one consultant alone, who must say why; the "
	              "report then tells."));
	return page_render(page, response, 200, "page/comparing", m);
}
