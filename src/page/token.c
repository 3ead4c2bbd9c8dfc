/* SPDX-License-Identifier: ISC */
#include "page/token.h"

#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/send.h"
#include "response/catalogue.h"
#include "response/response.h"

/* What to do when a link's time is over. */
static const char *
after_its_time(enum link_purpose purpose)
{
	if (purpose == LINK_RECEIPT)
		return WORD(
		    "A receipt opens for 24 hours. The report that we sent by email has the "
		    "same result, and the ways to correct or withdraw your answers.");
	if (purpose == LINK_RESUME)
		return WORD(
		    "A link to come back works for 14 days. Please begin the survey again.");
	if (purpose == LINK_REPORT)
		return WORD(
		    "A report opens for 90 days. The PDF in our email keeps it. Write to us and "
		    "quote the reference in it if you need it again.");
	return WORD("Please write to us if you still need what was here.");
}

enum err
page_token_refused(struct page_context *page, struct http_response *response,
    enum link_purpose purpose, enum err err)
{
	struct page_message message = {
		.status = err == ERR_NOT_FOUND ? 410 : 404,
		.heading = err == ERR_NOT_FOUND ? "This link is no longer good"
		                                : "This link is not whole",
		.links = { { "To the first page", URL_LIT("/") } },
	};

	if (err == ERR_NOT_FOUND) {
		message.paragraphs[0] = text_of(page_t(page, after_its_time(purpose)));
	} else {
		message.paragraphs[0] = text_of(page_t(page,
		    "A character is missing or has been changed, or the link is for another "
		    "page. Copy it from our email in one piece, from https to its last "
		    "character."));
	}
	return page_say(page, response, &message);
}

enum err
page_token_read(struct page_context *page, struct http_response *response,
    enum link_purpose purpose, struct page_token **token_out)
{
	struct page_token *token = ARENA_NEW(page->arena, struct page_token);
	enum err err = link_read(page->site->keys, purpose, page->args[0], page->now,
	    &token->object, &token->generation);

	/* A link that somebody put on a public page must not be found by all. */
	check(http_add_header(page->arena, response, "X-Robots-Tag",
	    TEXT_LIT("noindex, nofollow, noarchive")));
	*token_out = err == ERR_OK ? token : NULL;
	if (err == ERR_INVALID || err == ERR_NOT_FOUND)
		return page_token_refused(page, response, purpose, err);
	return err;
}

enum err
page_answers_open(struct page_context *page, struct http_response *http,
    enum link_purpose purpose, struct page_answers **answers_out)
{
	struct page_answers *a = ARENA_NEW(page->arena, struct page_answers);
	struct catalogue    *forms = page->site->forms;
	struct db           *db = page->site->db;
	struct page_token   *token;
	enum err             err;

	*answers_out = NULL;
	TRY(page_token_read(page, http, purpose, &token));
	if (token == NULL)
		return ERR_OK;
	TRY(catalogue_refresh(forms, db, clock_monotonic()));
	err = response_load(page->arena, db, catalogue_operator(forms), token->object, &a->r);
	/* Erased, or the address was mended since the link was made. */
	if (err == ERR_NOT_FOUND || (err == ERR_OK && a->r.generation != token->generation))
		return page_say(page, http,
		    &(struct page_message){ .status = 410,
		        .heading = "This link is no longer good",
		        .paragraphs = { text_of(page_t(page,
		            "A newer one has taken its place, or the answers are no longer "
		            "kept. Open the link in the latest email that you had from us.")) },
		        .links = { { "To the first page", URL_LIT("/") } } });
	TRY(err);
	TRY(catalogue_version(forms, db, a->r.owner, a->r.form, a->r.version, &a->form));
	page_form_language(page, a->form);
	a->home = purpose == LINK_REPORT
	              ? page_url_text(page, "/report/{}", page->args[0])
	              : page_receipt_url(page, a->r.id, a->r.generation, "");
	*answers_out = a;
	return ERR_OK;
}

enum err
page_answers_standing(struct page_context *page, struct http_response *http,
    enum link_purpose purpose, struct page_answers **answers_out)
{
	const struct response *r;

	TRY(page_answers_open(page, http, purpose, answers_out));
	if (*answers_out == NULL || (*answers_out)->r.pool != RESPONSE_WITHDRAWN)
		return ERR_OK;
	r = &(*answers_out)->r;
	*answers_out = NULL;
	return page_withdrawn(page, http, r);
}

enum err
page_withdrawn(struct page_context *page, struct http_response *http,
    const struct response *r)
{
	return page_say(page, http,
	    &(struct page_message){ .status = 409,
	        .heading = "These answers are withdrawn",
	        .paragraphs = { text_of(page_t(page,
	            "They count nowhere and can no longer be changed, and nobody is written "
	            "to about them.")) },
	        .links = { { "Open your receipt",
	            page_receipt_url(page, r->id, r->generation, "") } } });
}
