/* SPDX-License-Identifier: ISC
 *
 * home.c - GET /: what this is, and the surveys that are open. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/buf.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "response/catalogue.h"

/* Is what is answered there set beside other firms, in a report by mail? */
static bool
compares(const struct form *f)
{
	return form_item_of(f, FORM_ROLE_EMAIL) && form_item_of(f, FORM_ROLE_PROFESSION);
}

enum err
page_home(struct page_context *page, struct http_response *response)
{
	struct view_model      *m = page_model_str(page, "Take soundings of your firm");
	struct catalogue_form **forms;
	size_t                  count, open = 0, compared = 0;
	const char             *which = NULL;

	/* Without the database the page still says what this is. */
	if (catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()) == ERR_OK)
		forms = catalogue_all(page->site->forms, &count);
	else
		forms = NULL, count = 0;
	view_list_in(m, "surveys");
	for (size_t i = 0; i < count; i++) {
		const struct form *f = forms[i]->definition;
		struct view_model *s;

		if (!forms[i]->open || forms[i]->personal)
			continue;
		open++;
		if (compares(f)) {
			compared++;
			which = form_say(f, f->name, page->language);
		}
		s = view_list_add(m, "surveys");
		view_set_str(s, "name", form_say(f, f->title, page->language));
		view_set_str(s, "about", form_say(f, f->start.lead, page->language));
		view_set_url(s, "start_url", page_url(page, "/s/{}", forms[i]->slug, NULL));
	}
	view_set_bool(m, "any", open > 0);
	/* With none open the page says what the service is for. */
	view_set_bool(m, "compares", open == 0 || compared > 0);
	view_set_str(m, "which", compared > 0 && compared < open ? which : NULL);
	return page_render(page, response, 200, "page/home", m);
}
