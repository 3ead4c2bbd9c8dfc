/* SPDX-License-Identifier: ISC
 *
 * about.c - what happens to the data, accessibility, how firms are compared. */
#include "base/arena.h"
#include "config/config.h"
#include "database/db.h"
#include "gen/sql_page.h"
#include "page/frame.h"
#include "view/words.h"

static void
set_days(struct page_context *page, struct view_model *m, const char *name, int days)
{
	view_set_text(m, name, view_number(page->arena, page->language, days));
}

enum err
page_privacy(struct page_context *page, struct http_response *response)
{
	struct view_model   *m = page_model_str(page, "What happens to your data");
	const struct config *config = page->site->config;
	const char          *own = config->privacy_text;

	view_set_str(m, "own", *own ? own : NULL);
	set_days(page, m, "drafts", config->keep_drafts);
	set_days(page, m, "letters", config->keep_letters);
	set_days(page, m, "failed_letters", config->keep_failed_letters);
	set_days(page, m, "contacts", config->keep_contacts);
	set_days(page, m, "history", config->keep_history);
	set_days(page, m, "audit", config->keep_audit);
	return page_render(page, response, 200, "page/privacy", m);
}

enum err
page_accessibility(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "Accessibility");

	set_days(page, m, "days", page->site->config->keep_drafts);
	return page_render(page, response, 200, "page/accessibility", m);
}

/* The stricter of settings and database, as for whoever releases; the first is
 * asked first, for it costs nothing.  Also where the database does not answer: how
 * firms are compared can be read at any time. */
static bool
two_people(struct page_context *page)
{
	struct page_two_people_row row;
	struct tx                 *tx;

	return page->site->config->snapshot_two_people || page_begin(page, &tx) != ERR_OK ||
	       sql_page_two_people(page->arena, tx, &row) != ERR_OK ||
	       db_commit(tx) != ERR_OK || row.two_people;
}

enum err
page_comparing(struct page_context *page, struct http_response *response)
{
	struct view_model *m = page_model_str(page, "How we compare firms");

	view_set_str(m, "release",
	    page_t(page,
	        two_people(page)
	            ? "A snapshot is proposed by one consultant and released by another."
	            : "A snapshot may be released by one consultant alone, who must say why; the "
	              "report then tells."));
	return page_render(page, response, 200, "page/comparing", m);
}
