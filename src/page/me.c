/* SPDX-License-Identifier: ISC
 *
 * me.c - /me: who one is here; /me/sessions: where one is signed in. */
#include "access/access.h"
#include "access/people.h"
#include "base/arena.h"
#include "http/http.h"
#include "page/done.h"
#include "page/enter.h"
#include "page/frame.h"
#include "page/person.h"

enum err
page_me(struct page_context *page, struct http_response *response)
{
	const struct access_session *s = page->session;
	struct view_model           *m = page_model(page, s->name);
	const char                  *scope = page_role_scope(s->role);

	view_set_text(m, "name", s->name);
	view_set_text(m, "email", s->email);
	view_set_str(m, "role", page_t(page, page_role_words(s->role)));
	view_set_str(m, "scope", scope != NULL ? page_t(page, scope) : NULL);
	return page_render(page, response, 200, "page/me", m);
}

enum err
page_sessions_show(struct page_context *page, struct http_response *response)
{
	struct access_door     door = page_door(page);
	struct access_browser *rows;
	struct view_model     *m = page_model_str(page, "Where you are signed in");
	size_t                 count;

	TRY(access_sessions(&door, &rows, &count));
	view_list_in(m, "sessions");
	for (size_t i = 0; i < count; i++) {
		struct view_model *v = view_list_add(m, "sessions");

		view_set_text(v, "device",
		    rows[i].device.len > 0 ? rows[i].device
		                           : text_of(page_t(page, "A browser")));
		view_set_text(v, "since",
		    view_date(page->arena, page->language, rows[i].created_at, true));
		view_set_text(v, "seen",
		    view_date(page->arena, page->language, rows[i].seen_at, true));
		view_set_bool(v, "mine", rows[i].mine);
		view_set_str(v, "id", uuid_text(page->arena, rows[i].id));
	}
	view_set_bool(m, "others", count > 1);
	return page_render(page, response, 200, "page/sessions", m);
}

enum err
page_sessions_end(struct page_context *page, struct http_response *response)
{
	struct access_door door = page_door(page);
	struct opt_uuid    which = { .set = false };
	struct text        end = http_field(page->fields, "end");

	if (end.s == NULL || (!text_is(end, "others") && !uuid_parse(end, &which.v)))
		return ERR_INVALID;
	which.set = !text_is(end, "others");
	/* One that is not there, or another's, is gone as far as we can tell. */
	TRY(access_end(&door, which));
	page_done_str(page, response,
	    which.set ? WORD("That browser is signed out.")
	              : WORD("All other browsers are signed out."));
	http_reply_redirect(response, URL_LIT("/me/sessions"));
	return ERR_OK;
}
