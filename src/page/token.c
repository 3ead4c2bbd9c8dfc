/* SPDX-License-Identifier: ISC */
#include "page/token.h"

#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "page/frame.h"
#include "response/catalogue.h"
#include "response/response.h"

/* What to do when a link's time is over. */
static const char *
after_its_time(enum link_purpose purpose)
{
	if (purpose == LINK_RECEIPT)
		return "A receipt opens for 24 hours. The report that we sent by email has the "
		       "same result, and the ways to correct or withdraw your answers.";
	if (purpose == LINK_RESUME)
		return "A link to come back works for 14 days. Please begin the survey again.";
	if (purpose == LINK_REPORT)
		return "A report opens for 90 days. The PDF in our email keeps it. Write to us and "
		       "quote the reference in it if you need it again.";
	return "Please write to us if you still need what was here.";
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
    enum link_purpose purpose, struct uuid *object_out, uint32_t *generation_out,
    bool *found_out)
{
	enum err err = link_read(page->site->keys, purpose, page->args[0], page->now,
	    object_out, generation_out);

	/* A link that somebody put on a public page must not be found by all. */
	check(http_add_header(page->arena, response, "X-Robots-Tag",
	    TEXT_LIT("noindex, nofollow, noarchive")));
	*found_out = err == ERR_OK;
	if (err == ERR_INVALID || err == ERR_NOT_FOUND)
		return page_token_refused(page, response, purpose, err);
	return err;
}

enum err
page_token_response(struct page_context *page, struct http_response *http,
    enum link_purpose purpose, struct response *response_out,
    struct catalogue_form **form_out, bool *found_out)
{
	struct catalogue *forms = page->site->forms;
	struct db        *db = page->site->db;
	struct uuid       id;
	uint32_t          generation;
	enum err          err;

	*form_out = NULL;
	TRY(page_token_read(page, http, purpose, &id, &generation, found_out));
	if (!*found_out)
		return ERR_OK;
	TRY(catalogue_refresh(forms, db, clock_monotonic()));
	err = response_load(page->arena, db, catalogue_operator(forms), id, response_out);
	/* Erased, or the address was mended since the link was made. */
	if (err == ERR_NOT_FOUND ||
	    (err == ERR_OK && response_out->generation != generation)) {
		*found_out = false;
		return page_say(page, http,
		    &(struct page_message){ .status = 410,
		        .heading = "This link is no longer good",
		        .paragraphs = { text_of(page_t(page,
		            "A newer one has taken its place, or the answers are no longer "
		            "kept. Open the link in the latest email that you had from us.")) },
		        .links = { { "To the first page", URL_LIT("/") } } });
	}
	TRY(err);
	TRY(catalogue_version(forms, db, response_out->owner, response_out->form,
	    response_out->version, form_out));
	page_form_language(page, *form_out);
	return ERR_OK;
}
