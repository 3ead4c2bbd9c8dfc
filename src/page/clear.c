/* SPDX-License-Identifier: ISC
 *
 * clear.c - /s/{form}/clear: take stored answers away. */
#include "base/arena.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/session.h"
#include "response/catalogue.h"
#include "response/draft.h"

enum err
page_clear_show(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;
	struct url             first;

	TRY(page_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	first = page_url(page, "/s/{}/{}", form->slug, form->definition->pages[0].slug, NULL);
	if (!page_session_find(page, form, &session))
		session.token = TEXT_NONE;
	return page_ask(page, response,
	    &(struct page_ask){ .heading = "Clear your answers?",
	        .button = "Clear my answers",
	        .paragraphs = { text_of(page_t(page,
	                            "All answers that you have stored for this survey are removed, and "
	                            "cannot be brought back.")),
	            text_of(page_t(page,
	                "Links that we mailed to come back later stop working. Answers that "
	                "you have already sent are not touched.")) },
	        .self = page_url(page, "/s/{}/clear", form->slug, NULL),
	        .form_id = session.token,
	        .other = "Keep them",
	        .other_url = first });
}

enum err
page_clear_do(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;

	TRY(page_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	if (page_session_find(page, form, &session))
		TRY(draft_clear(page->arena, page->site->db, form->owner, session.id));
	page_session_forget(page, form, response);
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "Your answers are cleared",
	        .paragraphs = { text_of(page_t(page,
	            "Nothing that you had stored for this survey is kept, and this browser no "
	            "longer knows of it.")) },
	        .links = { { "To the start of the survey",
	            page_url(page, "/s/{}", form->slug, NULL) } } });
}
