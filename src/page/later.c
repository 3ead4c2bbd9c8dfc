/* SPDX-License-Identifier: ISC
 *
 * later.c - /s/{form}/later: mail a link to the place where one stopped. */
#include "address/address.h"
#include "base/arena.h"
#include "base/buf.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/session.h"
#include "response/catalogue.h"
#include "response/draft.h"

static enum err
show(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, const struct page_session *session, struct text given,
    const char *error, int status)
{
	const char        *first = page_t(page, "Come back later");
	struct view_model *m;
	/* Where one came from: there may be something to continue from first. */
	const struct form_page *from =
	    form_page_find(form->definition, page_query(page, "from"));
	struct url self = page_url(page, "/s/{}/later", form->slug, NULL);
	int64_t    left;

	if (from != NULL)
		self = page_url_plus(page, self,
		    arena_printf(page->arena, "?from=%s", from->slug));
	else
		from = &form->definition->pages[0];
	if (error != NULL)
		first = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), first);
	m = page_model(page, page_title(page, first, form));
	view_set_url(m, "back_url", page_url(page, "/s/{}/{}", form->slug, from->slug, NULL));
	view_set_url(m, "self_url", self);
	view_set_text(m, "form_id", session->token);
	view_set_text(m, "given", given.s ? given : TEXT_LIT(""));
	view_set_str(m, "error", error);
	/* The page said what could not be taken of it. */
	if (parse_int(page_query(page, "left"), 1, 999, &left))
		view_set_text(m, "left",
		    view_say(page->arena, page->language,
		        view_tn(page->language,
		            "{n} answer on the page you came from could not be stored as it was "
		            "typed. Go back to give it again.",
		            "{n} answers on the page you came from could not be stored as they "
		            "were typed. Go back to give them again.",
		            left),
		        "n", view_number(page->arena, page->language, left).s, NULL));
	else
		view_set_null(m, "left");
	view_set_text(m, "meant",
	    error == NULL ? page_address_meant(page, given) : TEXT_NONE);
	return page_render(page, response, status, "page/later", m);
}

static enum err
nothing_yet(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "Nothing is stored yet",
	        .paragraphs = { text_of(page_t(page,
	            "There is nothing to come back to: no page has been stored from this "
	            "browser. You can begin at any time.")) },
	        .links = { { "To the start of the survey",
	            page_url(page, "/s/{}", form->slug, NULL) } } });
}

enum err
page_later_show(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	if (!page_session_find(page, form, &session) || !session.saved)
		return nothing_yet(page, response, form);
	return show(page, response, form, &session, TEXT_NONE, NULL, 200);
}

enum err
page_later_send(struct page_context *page, struct http_response *response)
{
	struct text            given = http_field(page->fields, "address");
	struct catalogue_form *form;
	struct page_session    session;
	struct mail_addr       address;
	enum address_problem   problem;
	bool                   later;
	enum err               err;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	if (!page_session_find(page, form, &session))
		return nothing_yet(page, response, form);
	problem = address_parse(page->arena, given.s ? given : TEXT_LIT(""), &address);
	if (problem != ADDRESS_FINE)
		return show(page, response, form, &session, given,
		    address_sentence(page->arena, problem, given.s ? given : TEXT_LIT(""),
		        page->language)
		        .s,
		    422);
	if (!text_empty(page_address_meant(page, given)))
		return show(page, response, form, &session, given, NULL, 422);
	err = draft_mail_link(page->arena, page->site->db, form->owner, session.id, &address,
	    &later);
	if (err == ERR_NOT_FOUND)
		return nothing_yet(page, response, form);
	if (err == ERR_UNCERTAIN && session.cookie) {
		session.alone = false; /* a link may be on its way */
		page_session_keep(page, form, &session, true, -1, response);
	}
	TRY(err);
	if (later)
		return show(page, response, form, &session, given,
		    page_t(page,
		        "This address has had three emails from us today. Use another "
		        "one, or come back tomorrow: this browser remembers where you "
		        "were"),
		    429);
	page_session_forget(page, form, response);
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "The link is on its way",
	        .paragraphs = { view_say(page->arena, page->language,
	                            "We are writing to {address}. The email usually arrives within five "
	                            "minutes; its link works for 14 days.",
	                            "address", address.full.s, NULL),
	            text_of(page_t(page,
	                "This browser no longer knows where you were. Your answers are kept "
	                "for 30 days and have not been sent.")) },
	        .links = { { "To the first page", URL_LIT("/") } } });
}
