/* SPDX-License-Identifier: ISC
 *
 * continue.c - /continue/{token}: back to where one stopped.  Mail scanners
 * open links, so the link leads to a button and nothing is spent by looking. */
#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/kept.h"
#include "page/send.h"
#include "page/session.h"
#include "page/token.h"
#include "response/catalogue.h"

/* The draft behind the link; *form_out NULL: the page that says why not is
 * written. */
static enum err
find(struct page_context *page, struct http_response *response, struct draft *draft,
    struct catalogue_form **form_out)
{
	struct catalogue  *forms = page->site->forms;
	struct page_token *token;
	enum err           err;

	*form_out = NULL;
	TRY(page_token_read(page, response, LINK_RESUME, &token));
	if (token == NULL)
		return ERR_OK;
	TRY(catalogue_refresh(forms, page->site->db, clock_monotonic()));
	err = draft_load(page->arena, page->site->db, catalogue_operator(forms),
	    token->object, TEXT_NONE, draft);
	if (err == ERR_NOT_FOUND || (err == ERR_OK && draft->generation != token->generation))
		return page_say(page, response,
		    &(struct page_message){ .status = 410,
		        .heading = "There are no answers behind this link any more",
		        .paragraphs = { text_of(page_t(page,
		            "They were cleared, or nothing was added to them for too long.")) },
		        .links = { { "See which surveys are open", URL_LIT("/") } } });
	TRY(err);
	TRY(catalogue_version(forms, page->site->db, catalogue_operator(forms), draft->form,
	    draft->version, form_out));
	page_form_language(page, *form_out);
	if (draft->done_at != 0) {
		err = page_sent_already(page, response, *form_out, token->object);
		*form_out = NULL;
		return err;
	}
	if (!(*form_out)->open) {
		err = page_closed(page, response, *form_out);
		*form_out = NULL;
		return err;
	}
	return ERR_OK;
}

enum err
page_continue_show(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct draft           draft;
	struct page_ask        ask = {
		       .heading = "Go on where you stopped",
		       .button = "Go on",
	};

	TRY(find(page, response, &draft, &form));
	if (form == NULL)
		return ERR_OK;
	ask.self = page_url_text(page, "/continue/{}", page->args[0]);
	ask.paragraphs[0] = view_say(page->arena, page->language,
	    "Your answers to “{survey}” were last stored on {date} UTC. The button takes you to "
	    "the first page without answers.",
	    "survey", form_say(form->definition, form->definition->title, page->language),
	    "date", view_date(page->arena, page->language, draft.saved_at, true).s, NULL);
	ask.paragraphs[1] = text_of(page_t(page,
	    "On a computer that others use, choose “come back later” again when you stop: "
	    "the browser then forgets where you were."));
	return page_ask(page, response, &ask);
}

enum err
page_continue_go(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct draft           draft;
	struct page_session    session;
	struct page_kept       kept;

	TRY(find(page, response, &draft, &form));
	if (form == NULL)
		return ERR_OK;
	page_session_restore(page, form, draft.id, draft.begun_at, draft.version, &session);
	page_session_keep(page, form, &session, true, -1, response);
	page_kept_of(page, form, &draft, &kept);
	http_reply_redirect(response,
	    page_url(page, "/s/{}/{}", form->slug, page_first_open(&kept), NULL));
	return ERR_OK;
}
