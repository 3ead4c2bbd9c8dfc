/* SPDX-License-Identifier: ISC
 *
 * unsubscribe.c - /unsubscribe/{token}: stop the mails that nobody asked for,
 * which alone carry such a link.  Mail programs post here by themselves when
 * the reader presses their button (RFC 8058). */
#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/token.h"
#include "response/catalogue.h"

enum err
page_unsubscribe_show(struct page_context *page, struct http_response *response)
{
	struct page_token *token;

	TRY(page_token_read(page, response, LINK_UNSUBSCRIBE, &token));
	if (token == NULL)
		return ERR_OK;
	return page_ask(page, response,
	    &(struct page_ask){ .heading = "Stop our emails?",
	        .button = "Stop the emails",
	        .paragraphs = { text_of(page_t(page,
	            "The address that this link was sent to gets no more email that a "
	            "comparison is ready. A report or a link to come back still arrives "
	            "when you ask for it.")) },
	        .self = page_url_text(page, "/unsubscribe/{}", page->args[0]) });
}

enum err
page_unsubscribe_do(struct page_context *page, struct http_response *response)
{
	struct page_token *token;

	TRY(page_token_read(page, response, LINK_UNSUBSCRIBE, &token));
	if (token == NULL)
		return ERR_OK;
	TRY(catalogue_refresh(page->site->forms, page->site->db, clock_monotonic()));
	TRY(response_unsubscribe(page->arena, page->site->db,
	    catalogue_operator(page->site->forms), token->object));
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "No more such email from us",
	        .paragraphs = { text_of(page_t(page,
	            "The address hears from us only when a report or a link to come back is "
	            "asked for. To get our email about comparisons again, write to us.")) } });
}
