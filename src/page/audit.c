/* SPDX-License-Identifier: ISC
 *
 * audit.c - /review/audit and /firm/audit: who did what, newest first, fifty to
 * a page.  Nothing can be taken back or changed there. */
#include "access/access.h"
#include "access/people.h"
#include "base/arena.h"
#include "base/buf.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/enter.h"
#include "page/frame.h"
#include "router/router.h"

#define EVENTS 50

enum err
page_audit_show(struct page_context *page, struct http_response *response)
{
	struct access_door   door = page_door(page);
	struct text          asked = page_query(page, "before");
	struct opt_int       before = { .set = false };
	struct access_event *rows;
	struct view_model   *m = page_model_str(page, "Audit");
	size_t               count;

	if (asked.s != NULL) {
		if (!parse_int(asked, 1, INT64_MAX, &before.v))
			return ERR_NOT_FOUND;
		before.set = true;
	}
	TRY(access_audit(&door, before, EVENTS + 1, &rows, &count));
	view_list_in(m, "events");
	for (size_t i = 0; i < count && i < EVENTS; i++) {
		struct view_model *v = view_list_add(m, "events");

		view_set_text(v, "at",
		    view_date(page->arena, page->language, rows[i].at, true));
		view_set_text(v, "actor", rows[i].actor);
		view_set_str(v, "did", desk_act(page, rows[i].action));
		view_set_text(v, "action", rows[i].action);
		view_set_text(v, "object", rows[i].object);
		view_set_text(v, "detail", rows[i].detail);
	}
	view_set_bool(m, "none", count == 0);
	view_set_bool(m, "more", count > EVENTS);
	view_set_url(m, "older_url",
	    page_url_plus(page, page_url(page, page->row->pattern, NULL),
	        count > EVENTS ? arena_printf(page->arena, "?before=%lld",
	                             (long long)rows[EVENTS - 1].id)
	                       : ""));
	return page_render(page, response, 200, "page/audit", m);
}
