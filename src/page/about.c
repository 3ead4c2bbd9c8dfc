/* SPDX-License-Identifier: ISC
 *
 * about.c - what happens to the data, accessibility, how firms are compared. */
#include "base/arena.h"
#include "config/config.h"
#include "page/frame.h"

enum err
page_privacy(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "What happens to your data");
	const char        *own = page->site->config->privacy_text;

	view_set_str(m, "own", *own ? own : NULL);
	return page_render(page, response, 200, "page/privacy", m);
}

enum err
page_accessibility(struct page_context *page, struct http_response *response)
{
	return page_render(page, response, 200, "page/accessibility",
	    page_model_str(page, "Accessibility"));
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
