/* SPDX-License-Identifier: ISC
 *
 * code.c - /sign-in/code: the code after the link, or the second factor set up
 * for the first time; /me/again: the code once more before what matters. */
#include "access/access.h"
#include "access/people.h"
#include "base/arena.h"
#include "base/clock.h"
#include "http/http.h"
#include "page/enter.h"
#include "page/frame.h"
#include "router/router.h"

#define FRESH_MINUTES 10

static enum err
ask_first(struct page_context *page, struct http_response *response, const char *error)
{
	return page_ask_code(page, response,
	    &(struct page_code_asked){ .heading = "Give the code",
	        .lead = text_of(page_t(page,
	            "The link was right. Now open your authenticator app and type the six figures "
	            "that it shows for Soundings.")),
	        .self = URL_LIT("/sign-in/code"),
	        .name = "code",
	        .error = error,
	        .status = error ? 422 : 200 });
}

static const char not_that_code[] = WORD(
    "That is not the code that the app shows now. Check that it took the key as shown, and look "
    "at the clock of that device");

static enum err
show_pending(struct page_context *page, struct http_response *response, struct url self,
    const char *error)
{
	struct access_door    door = page_door(page);
	struct access_pending pending;
	enum err              err = access_pending(&door, &pending);

	if (err == ERR_NOT_FOUND)
		return page_code_over(page, response,
		    &(struct access_outcome){ .verdict = ACCESS_GONE });
	TRY(err);
	return page_show_secret(page, response, &pending, self, error);
}

enum err
page_code_show(struct page_context *page, struct http_response *response)
{
	return page->session->factor
	           ? ask_first(page, response, NULL)
	           : show_pending(page, response, URL_LIT("/sign-in/code"), NULL);
}

/* What follows in this request speaks for the session under its new token, which
 * a code has made whole.  Who is known in this browser stays so with nil. */
static void
go_on_with(struct page_context *page, struct http_response *response,
    const struct access_outcome *in, struct uuid known)
{
	struct access_session *s = ARENA_NEW(page->arena, struct access_session);
	uint8_t               *proof = arena_alloc(page->arena, ACCESS_PROOF_BYTES);

	check(access_proof(in->token, proof));
	*s = *page->session;
	s->proof = (struct bytes){ proof, ACCESS_PROOF_BYTES };
	s->code_at = page->now;
	s->full = true;
	page->session = s;
	page_keep_session(page, response, in->token, known);
}

static enum err
enrol(struct page_context *page, struct http_response *response, struct url self)
{
	struct access_door    door = page_door(page);
	struct access_outcome outcome;
	struct recovery_codes codes;
	struct text           code = http_field(page->fields, "code");

	TRY(access_enrol(&door, code.s ? code : TEXT_LIT(""), &outcome, &codes));
	if (outcome.verdict == ACCESS_WRONG)
		return show_pending(page, response, self, not_that_code);
	if (outcome.verdict != ACCESS_IN)
		return page_code_over(page, response, &outcome);
	go_on_with(page, response, &outcome, outcome.person);
	return page_show_codes(page, response, &codes, page_after(page, outcome.next));
}

enum err
page_code_give(struct page_context *page, struct http_response *response)
{
	struct access_door    door = page_door(page);
	struct access_outcome outcome;
	struct text           code = http_field(page->fields, "code");

	if (!page->session->factor)
		return enrol(page, response, URL_LIT("/sign-in/code"));
	TRY(access_code(&door, code.s ? code : TEXT_LIT(""), &outcome));
	if (outcome.verdict == ACCESS_WRONG || outcome.verdict == ACCESS_REUSED)
		return ask_first(page, response, page_code_error(&outcome));
	if (outcome.verdict != ACCESS_IN)
		return page_code_over(page, response, &outcome);
	go_on_with(page, response, &outcome, outcome.person);
	http_reply_redirect(response, page_after(page, outcome.next));
	return ERR_OK;
}

/* ---- once more ---- */

static enum err
ask_again(struct page_context *page, struct http_response *response, struct url self,
    struct text next, const struct http_fields *kept, const char *error)
{
	if (!page->session->factor)
		return page_say(page, response,
		    &(struct page_message){ .status = 403,
		        .heading = "Please sign in again first",
		        .paragraphs = { text_of(page_t(page,
		            "This page matters, so it opens for ten minutes after signing in. "
		            "Nothing was changed.")) },
		        .links = { { "Sign in", url_make(page->arena, "/sign-in?next={}",
		                                    next.s ? next.s : "", NULL) } } });
	return page_ask_code(page, response,
	    &(struct page_code_asked){ .heading = "Give a code once more",
	        .lead = text_of(page_t(page,
	            kept
	                ? "This matters, and your last code is older than ten minutes. Nothing "
	                  "was changed yet: what you sent is kept below and counts with the code."
	                : "This page matters, and your last code is older than ten minutes.")),
	        .self = self,
	        .name = "fresh_code",
	        .error = error,
	        .next = next,
	        .kept = kept,
	        .status = error ? 422 : 200 });
}

static enum err
take_again(struct page_context *page, struct http_response *response, struct url self,
    struct text next, const struct http_fields *kept, bool *done_out)
{
	struct access_door    door = page_door(page);
	struct access_outcome outcome;

	*done_out = false;
	TRY(access_code(&door, http_field(page->fields, "fresh_code"), &outcome));
	if (outcome.verdict == ACCESS_WRONG || outcome.verdict == ACCESS_REUSED)
		return ask_again(page, response, self, next, kept, page_code_error(&outcome));
	if (outcome.verdict != ACCESS_IN)
		return page_code_over(page, response, &outcome);
	go_on_with(page, response, &outcome, (struct uuid){ { 0 } });
	*done_out = true;
	return ERR_OK;
}

bool
page_fresh(struct page_context *page, struct http_response *response)
{
	bool       done = false;
	struct url self;
	enum err   err;

	if (page->row->fresh != ROUTE_FRESH ||
	    page->now - page->session->code_at < FRESH_MINUTES * 60 * CLOCK_SECOND)
		return true;
	self = router_path(page->arena, page->request->path);
	if (page->request->method != HTTP_POST) {
		http_reply_redirect(response,
		    url_make(page->arena, "/me/again?next={}", self.s, NULL));
		return false;
	}
	if (page->session->factor && http_field(page->fields, "fresh_code").s != NULL)
		err = take_again(page, response, self, TEXT_NONE, page->fields, &done);
	else
		err = ask_again(page, response, self, TEXT_NONE, page->fields, NULL);
	if (err != ERR_OK)
		page_failed(page, response, page_status_of(err), TEXT_NONE);
	return done;
}

enum err
page_again_show(struct page_context *page, struct http_response *response)
{
	return ask_again(page, response, URL_LIT("/me/again"),
	    page_next(page, page_query(page, "next")), NULL, NULL);
}

enum err
page_again_give(struct page_context *page, struct http_response *response)
{
	struct text next = page_next(page, http_field(page->fields, "next"));
	bool        done;

	if (!page->session->factor || http_field(page->fields, "fresh_code").s == NULL)
		return ask_again(page, response, URL_LIT("/me/again"), next, NULL, NULL);
	TRY(take_again(page, response, URL_LIT("/me/again"), next, NULL, &done));
	if (done)
		http_reply_redirect(response, page_after(page, next));
	return ERR_OK;
}

/* ---- one's own factor, later ---- */

enum err
page_factor_show(struct page_context *page, struct http_response *response)
{
	struct access_door    door = page_door(page);
	struct access_pending pending;
	enum err              err = access_pending(&door, &pending);
	struct view_model    *m;
	int64_t               left;

	if (err == ERR_OK)
		return page_show_secret(page, response, &pending, URL_LIT("/me/code"), NULL);
	if (err != ERR_NOT_FOUND)
		return err;
	TRY(access_codes_left(&door, &left));
	m = page_model_str(page, "Your second factor");
	view_set_bool(m, "factor", page->session->factor);
	view_set_text(m, "left",
	    page->session->factor
	        ? view_say(page->arena, page->language,
	              view_tn(page->language, "{n} recovery code is left.",
	                  "{n} recovery codes are left.", left),
	              "n", view_number(page->arena, page->language, left).s, NULL)
	        : TEXT_NONE);
	return page_render(page, response, 200, "page/factor", m);
}

enum err
page_factor_change(struct page_context *page, struct http_response *response)
{
	struct access_door    door = page_door(page);
	struct recovery_codes codes;

	if (http_field(page->fields, "code").s != NULL)
		return enrol(page, response, URL_LIT("/me/code"));
	if (http_field_has(page->fields, "do", "codes") && page->session->factor) {
		TRY(access_new_codes(&door, page->session->person, &codes));
		return page_show_codes(page, response, &codes, URL_LIT("/me"));
	}
	if (!http_field_has(page->fields, "do", "factor"))
		return ERR_INVALID;
	TRY(access_pend(&door));
	http_reply_redirect(response, URL_LIT("/me/code"));
	return ERR_OK;
}
