/* SPDX-License-Identifier: ISC
 *
 * error.c - one page for each status: what happened, what is safe, what to do. */
#include "access/access.h"
#include "base/arena.h"
#include "base/log.h"
#include "http/http.h"
#include "page/frame.h"

static const struct failure {
	int         status;
	const char *heading, *first, *second;
} failures[] = {
	{ 400, WORD("We could not read what was sent"),
	    WORD("Something in it was not as a browser sends it."),
	    WORD("Go back and try again. Pages you had saved are safe.") },
	{ 403, WORD("This is not open to you"),
	    WORD("The page was asked for in a way that we do not take."), NULL },
	{ 404, WORD("There is nothing at this address"),
	    WORD("The address may have been cut short or mistyped. Links in our emails can be "
	         "copied whole into the browser."),
	    NULL },
	{ 405, WORD("This page does not take that"),
	    WORD("The address exists, but not for this kind of request."), NULL },
	{ 409, WORD("Other answers stand already"),
	    WORD("You have already sent other answers with this page, and those stand."),
	    WORD("To change them, open your receipt and choose “Correct my answers”.") },
	{ 410, WORD("This has ended"), WORD("What was here is no longer open."), NULL },
	{ 413, WORD("That is more than we can take"),
	    WORD("A page may carry 1 MB and an answer 10,000 characters."),
	    WORD("Go back, shorten the long answers and send the page again.") },
	{ 414, WORD("The address is too long"), WORD("No address of ours is that long."),
	    NULL },
	{ 415, WORD("We could not read what was sent"),
	    WORD("Answers are taken as a browser's form sends them "
	         "(application/x-www-form-urlencoded, UTF-8)."),
	    NULL },
	{ 429, WORD("That was a lot at once"),
	    WORD("We take a limited number of requests from one address in a minute."),
	    WORD("Wait a minute and try again. Nothing you saved is lost.") },
	{ 500, WORD("Something went wrong on our side"),
	    WORD("Our operators have been told. Pages you had saved are safe."),
	    WORD("Go back and try again; if it happens again, write to us and quote the line "
	         "below.") },
	{ 503, WORD("We cannot reach our records just now"),
	    WORD("Pages you had saved are safe."),
	    WORD("Try again in a minute. If you were sending answers, go back and send them "
	         "again: they are counted once.") },
};

int
page_status_of(enum err err)
{
	switch (err) {
	case ERR_OK:
		return 200;
	case ERR_NOT_FOUND:
		return 404;
	case ERR_CONFLICT:
		return 409;
	case ERR_INVALID:
		return 400;
	case ERR_TOO_LARGE:
		return 413;
	case ERR_FORBIDDEN:
		return 403;
	case ERR_UNAVAILABLE:
	case ERR_UNCERTAIN:
		return 503;
	case ERR_INTERNAL:
	case ERR__MAX:
		break;
	}
	return 500;
}

static const struct failure *
failure_of(int status)
{
	size_t n = sizeof failures / sizeof failures[0];

	for (size_t i = 0; i < n; i++)
		if (failures[i].status == status)
			return &failures[i];
	return status < 500 ? &failures[0] : &failures[10];
}

/* What is not there looks alike to one person whatever led to it: with the way
 * on for whoever is signed in, and with nothing of the address in it. */
static void
find_person(struct page_context *page)
{
	page->row = NULL;
	if (page->session != NULL && page->session->full)
		return;
	if (access_find(page->arena, page->site->db, page->request, &page->session) != ERR_OK)
		page->session = NULL;
}

void
page_failed(struct page_context *page, struct http_response *response, int status,
    struct text detail)
{
	const struct failure *f = failure_of(status);
	struct page_message   message = {
		  .status = status,
		  .heading = f->heading,
		  .links = { { "To the first page", URL_LIT("/") } },
	};
	size_t n = 0;

	if (status == 404)
		find_person(page);
	if (page->session != NULL && page->session->full)
		message.links[0].url = page_start_url(page);
	message.paragraphs[n++] = detail.s ? detail : text_of(page_t(page, f->first));
	if (f->second)
		message.paragraphs[n++] = text_of(page_t(page, f->second));
	/* Even the frame may be what failed. */
	if (page_say(page, response, &message) != ERR_OK) {
		LOG(EV_FAILED, log_str("what", "error page"), log_int("status", status));
		http_reply_text(response, status, text_of(f->heading));
	}
	if (status == 503 || status == 429)
		check(http_add_header(page->arena, response, "Retry-After", TEXT_LIT("60")));
}
