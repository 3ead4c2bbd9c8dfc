/* SPDX-License-Identifier: ISC
 *
 * sign_in.c - /sign-in: ask for a link; /sign-in/{token}: use it.
 *
 * What is answered and what is done are the same whether the address is
 * anybody's or not; the difference is in a value of two rows.  A link opened
 * by a mail scanner, or in another browser than asked, is not spent. */
#include "access/access.h"
#include "address/address.h"
#include "base/arena.h"
#include "http/http.h"
#include "page/enter.h"
#include "page/frame.h"

#define NONCE_SECONDS 3600

static enum err
show(struct page_context *page, struct http_response *response, struct text given,
    struct text next, const char *error, int wait, int status)
{
	const char        *heading = page_t(page, "Sign in");
	struct view_model *m;

	m = page_model(page, text_of(error || wait > 0 ? arena_printf(page->arena, "%s %s",
	                                                     page_t(page, "Error:"), heading)
	                                               : heading));
	view_set_text(m, "given", given.s ? given : TEXT_LIT(""));
	view_set_text(m, "next", page_next(page, next));
	view_set_str(m, "error", error);
	view_set_bool(m, "early", wait > 0);
	view_set_int(m, "wait", wait);
	view_set_text(m, "name",
	    page->session != NULL && page->session->full ? page->session->name : TEXT_NONE);
	view_set_url(m, "onward_url", page_after(page, next));
	return page_render(page, response, status, "page/sign_in", m);
}

enum err
page_sign_in_show(struct page_context *page, struct http_response *response)
{
	/* Some come to sign in once more, so the form stays. */
	if (access_find(page->arena, page->site->db, page->request, &page->session) != ERR_OK)
		page->session = NULL;
	return show(page, response, TEXT_NONE, page_query(page, "next"), NULL, 0, 200);
}

/* A browser that has asked before keeps what it is known by, so that the
 * earlier of two letters works too. */
static struct text
nonce_of(struct page_context *page, struct http_response *response)
{
	struct text nonce = http_cookie(page->arena, page->request, "asking");
	uint8_t     hash[ACCESS_HASH];

	if (!access_token_hash(nonce, hash))
		nonce = access_token(page->arena);
	http_set_cookie(page->arena, response, page->request->https, "asking", nonce,
	    NONCE_SECONDS);
	return nonce;
}

enum err
page_sign_in_ask(struct page_context *page, struct http_response *response)
{
	struct text          given = http_field(page->fields, "email");
	struct text          next = http_field(page->fields, "next");
	struct access_door   door = page_door(page);
	struct mail_addr     address;
	enum address_problem problem;
	int                  wait;

	problem = address_parse(page->arena, given.s ? given : TEXT_LIT(""), &address);
	if (problem != ADDRESS_FINE)
		return show(page, response, given, next,
		    address_sentence(page->arena, problem, given.s ? given : TEXT_LIT(""),
		        page->language)
		        .s,
		    0, 422);
	TRY(access_ask(&door, address.full, nonce_of(page, response),
	    page->request->remote_addr, page_known(page), page_next(page, next), &wait));
	if (wait > 0)
		return show(page, response, given, next, NULL, wait, 429);
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "Look into your mail",
	        .paragraphs = { view_say(page->arena, page->language,
	                            "If {address} belongs to somebody who can sign in here, a link is on its "
	                            "way to it. It works once, for 15 minutes, and only in this browser.",
	                            "address", address.full.s, NULL),
	            text_of(page_t(page,
	                "If nothing comes, look into the folder for junk mail, and check "
	                "that it is the address that was entered for you.")) },
	        .links = { { "Ask again", URL_LIT("/sign-in") } } });
}

enum err
page_sign_in_link(struct page_context *page, struct http_response *response)
{
	check(http_add_header(page->arena, response, "X-Robots-Tag",
	    TEXT_LIT("noindex, nofollow, noarchive")));
	return page_ask(page, response,
	    &(struct page_ask){ .heading = "Sign in",
	        .button = "Sign in",
	        .paragraphs = { text_of(page_t(page,
	            "The button signs you in, in this browser. On a computer that others "
	            "use, sign out when you have finished.")) },
	        .self = page_url_text(page, "/sign-in/{}", page->args[0]) });
}

static const struct {
	int         status;
	const char *heading, *words;
} refusals[] = {
	[ACCESS_UNKNOWN] = { 404, WORD("This link is not whole"),
	    WORD("A character is missing or has been changed, or it was made long ago. Copy it from "
	         "our email in one piece, or ask for a new one.") },
	[ACCESS_USED] = { 410, WORD("This link was used already"),
	    WORD("Each link signs in once. If that was not you, ask for a new one, and look at your "
	         "sessions when you are in.") },
	[ACCESS_OVER] = { 410, WORD("This link is no longer good"),
	    WORD("A link works for 15 minutes. Ask for a new one.") },
	[ACCESS_ELSEWHERE] = { 403, WORD("This link was asked for in another browser"),
	    WORD("It is still good there, and nothing was spent: open it in the browser in which you "
	         "asked for it. Or ask for a new one here.") },
};

enum err
page_sign_in_use(struct page_context *page, struct http_response *response)
{
	struct access_door    door = page_door(page);
	struct access_outcome outcome;

	check(http_add_header(page->arena, response, "X-Robots-Tag",
	    TEXT_LIT("noindex, nofollow, noarchive")));
	TRY(access_use(&door, page->args[0],
	    http_cookie(page->arena, page->request, "asking"), page->request->user_agent,
	    &outcome));
	if (outcome.verdict == ACCESS_IN) {
		page_keep_session(page, response, outcome.token, outcome.person);
		http_reply_redirect(response, page_after(page, outcome.next));
		return ERR_OK;
	}
	if (outcome.verdict == ACCESS_CODE || outcome.verdict == ACCESS_ENROL) {
		page_keep_session(page, response, outcome.token, (struct uuid){ { 0 } });
		http_reply_redirect(response, URL_LIT("/sign-in/code"));
		return ERR_OK;
	}
	check(outcome.verdict < sizeof refusals / sizeof *refusals &&
	      refusals[outcome.verdict].heading != NULL);
	return page_say(page, response,
	    &(struct page_message){ .status = refusals[outcome.verdict].status,
	        .heading = refusals[outcome.verdict].heading,
	        .paragraphs = { text_of(page_t(page, refusals[outcome.verdict].words)) },
	        .links = { { "Ask for a new link", URL_LIT("/sign-in") } } });
}

enum err
page_sign_out(struct page_context *page, struct http_response *response)
{
	struct access_door door = page_door(page);

	TRY(access_sign_out(&door));
	page_drop_session(page, response);
	/* Not the cookies: a survey that was begun in this browser goes on. */
	check(http_add_header(page->arena, response, "Clear-Site-Data",
	    TEXT_LIT("\"cache\"")));
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "You are signed out",
	        .paragraphs = { text_of(page_t(page,
	            "This browser is no longer signed in. Your other sessions go on.")) },
	        .links = { { "Sign in again", URL_LIT("/sign-in") },
	            { "To the first page", URL_LIT("/") } } });
}
