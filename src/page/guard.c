/* SPDX-License-Identifier: ISC */
#include "page/guard.h"

#include "access/access.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "config/config.h"
#include "database/db.h"
#include "http/http.h"
#include "page/enter.h"
#include "page/frame.h"
#include "router/router.h"

/* A page that was asked for comes after signing in.  What was sent is not
 * taken, and nobody is led to believe that it was. */
static void
sign_in_first(struct page_context *page, struct http_response *response)
{
	bool        half = page->session != NULL && !page->session->full;
	const char *door = half ? "/sign-in/code" : "/sign-in";
	struct url  self = router_path(page->arena, page->request->path);

	if (page->request->method != HTTP_POST) {
		http_reply_redirect(response,
		    half ? URL_LIT("/sign-in/code")
		         : url_make(page->arena, "/sign-in?next={}", self.s, NULL));
		return;
	}
	if (page_say(page, response,
	        &(struct page_message){ .status = 403,
	            .heading = "You are no longer signed in",
	            .paragraphs = { text_of(page_t(page,
	                "Your session has ended, so nothing of what you sent was taken and nothing "
	                "was changed. Sign in, then go back to the page and send it again.")) },
	            .links = { { "Sign in", { door, strlen(door) } } } }) != ERR_OK)
		page_failed(page, response, 403, TEXT_NONE);
}

static bool
right_person(struct page_context *page, const struct route *row,
    struct http_response *response)
{
	enum access_who who = (enum access_who)row->who;
	enum err        err;

	if (who == ACCESS_ANYONE)
		return true;
	err = access_find(page->arena, page->site->db, page->request, &page->session);
	if (err != ERR_OK) {
		page_failed(page, response, page_status_of(err), TEXT_NONE);
		return false;
	}
	if (access_may(page->session, who))
		return true;
	/* Tests ask what the database alone keeps back. */
	if (FAULT("access.guard")) {
		static const struct access_session nobody = { .email = { "", 0 },
			.name = { "", 0 } };

		if (page->session == NULL)
			page->session = &nobody;
		return true;
	}
	if (page->session == NULL || (!page->session->full && who != ACCESS_HALF)) {
		sign_in_first(page, response);
		return false;
	}
	LOG(EV_ACCESS_DENIED,
	    log_str("person", uuid_text(page->arena, page->session->person)),
	    log_str("to", row->pattern));
	page_failed(page, response, 404, TEXT_NONE);
	return false;
}

static bool
right_origin(struct page_context *page, const struct route *row,
    struct http_response *response)
{
	const struct http_request *request = page->request;
	const char                *base = page->site->config->base_url;
	struct url                 own = { base, strlen(base) };

	if ((row->csrf == ROUTE_OPEN && !http_same_origin(request, own, true)) ||
	    (row->csrf == ROUTE_STRICT && !http_same_origin(request, own, false))) {
		LOG(EV_ACCESS_FOREIGN, log_str("to", row->pattern));
		page_failed(page, response, 403,
		    text_of(page_t(page,
		        "This was sent from another site, so it was not taken. Open the page "
		        "here and send it again.")));
		return false;
	}
	if (request->body.len > row->body_limit && row->body_limit > 0) {
		page_failed(page, response, 413, TEXT_NONE);
		return false;
	}
	return true;
}

/* Counted in the database: workers share nothing else. */
static bool
not_too_much(struct page_context *page, const struct route *row,
    struct http_response *response)
{
	struct access_door door = page_door(page);
	bool               fine;
	enum err           err;

	if (row->rate == ROUTE_NONE)
		return true;
	err = row->rate == ROUTE_HEAVY
	          ? access_heavy(&door, &fine)
	          : access_knock(&door, page->request->remote_addr, page_known(page), &fine);
	if (err == ERR_OK && fine)
		return true;
	page_failed(page, response, err == ERR_OK ? 429 : page_status_of(err), TEXT_NONE);
	return false;
}

bool
page_guard(struct page_context *page, const struct route *row, struct http_response *response)
{
	page->row = row;
	if (!right_person(page, row, response) || !right_origin(page, row, response) ||
	    !not_too_much(page, row, response))
		return false;
	/* What somebody signed in was shown stays in no cache. */
	if (row->who != ACCESS_ANYONE)
		check(http_add_header(page->arena, response, "Cache-Control",
		    TEXT_LIT("no-store")));
	return true;
}

enum err
page_begin(struct page_context *page, struct tx **tx_out)
{
	struct db_scope scope = { .role = (enum db_role)page->row->role };

	if (page->session != NULL) {
		scope.firm = page->session->firm;
		scope.session = page->session->proof;
	}
	return db_begin(page->site->db, page->arena, &scope, tx_out);
}
