/* SPDX-License-Identifier: ISC */
#include "page/send.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"
#include "link/link.h"
#include "page/frame.h"
#include "page/kept.h"
#include "page/session.h"
#include "response/catalogue.h"
#include "response/response.h"

struct url
page_receipt_url(struct page_context *page, struct uuid id, uint32_t generation,
    const char *tail)
{
	struct text token = link_make(page->arena, page->site->keys, LINK_RECEIPT, id,
	    generation, page->now + CLOCK_DAY);

	return page_url_plus(page, page_url_text(page, "/receipt/{}", token), tail);
}

enum err
page_unavailable(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, const struct form_answers *answers,
    const struct form_page *only, struct text form_id, struct url self, bool unsure)
{
	struct view_model *m = page_model_str(page, "Not stored yet: please send again");
	int                n = page_answered(answers, only);
	char               count[16];

	print_to(count, sizeof count, "%d", n);
	view_set_str(m, "heading",
	    page_t(page, unsure ? "We cannot say yet whether your answers arrived"
	                        : "We could not store your answers just now"));
	view_set_str(m, "lead",
	    page_t(page,
	        "They are still on this page. Please send them again in a minute. If the first "
	        "attempt did reach us after all, they are counted once."));
	view_set_url(m, "self_url", self);
	page_hidden(page, m, answers, only, form_id);
	view_set_text(m, "tried", view_date(page->arena, page->language, page->now, true));
	view_set_text(m, "kept",
	    view_say(page->arena, page->language,
	        view_tn(page->language, "{n} answer", "{n} answers", n), "n", count, NULL));
	view_set_bool(m, "listed", n > 0);
	page_answer_list(page, m, form, answers, only, false, false);
	view_set_str(m, "earlier",
	    only != NULL || form->definition->one_page
	        ? ""
	        : page_t(page, "Every page you saved earlier is safe."));
	view_set_text(m, "support", page_support(page, 503));
	TRY(page_render(page, response, 503, "page/unavailable", m));
	check(http_add_header(page->arena, response, "Retry-After", TEXT_LIT("60")));
	return ERR_OK;
}

/* The mark of the form outlives its receipt: in a page left open on a computer
 * that others use, or behind a link to come back.  It opens none after its day. */
static enum err
sent_long_ago(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 409,
	        .heading = "You have sent your answers already",
	        .paragraphs = { text_of(page_t(page,
	                            "They were sent more than a day ago and stand as they were sent. What "
	                            "came now was not stored.")),
	            text_of(page_t(page,
	                "To see or change them, open the link in our email with the report, or "
	                "write to us and quote the reference on your receipt.")) },
	        .links = { { "To the first page", URL_LIT("/") } } });
}

enum err
page_sent_already(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, struct uuid id)
{
	struct response     stored;
	struct page_message message = {
		.status = 409,
		.heading = "You have sent your answers already",
		.paragraphs = { text_of(page_t(page,
		                    "You have already sent other answers with this page, and those stand. "
		                    "What you have just sent was not stored.")),
		    text_of(page_t(page,
		        "To change them, open your receipt and choose “Correct my answers”.")) },
		.links = { { "Open your receipt", URL_LIT("/") } },
	};

	TRY(response_load(page->arena, page->site->db, form->owner, id, &stored));
	page_session_forget(page, form, response);
	if (page->now - stored.submitted_at > CLOCK_DAY)
		return sent_long_ago(page, response);
	message.links[0].url = page_receipt_url(page, id, stored.generation, "");
	return page_say(page, response, &message);
}

static enum err
receipt_of(struct page_context *page, const struct catalogue_form *form, struct uuid id,
    struct url *url_out)
{
	struct response stored;

	TRY(response_load(page->arena, page->site->db, form->owner, id, &stored));
	*url_out = page_receipt_url(page, id, stored.generation, "");
	return ERR_OK;
}

enum err
page_sent_twice(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, struct uuid id)
{
	struct response stored;

	TRY(response_load(page->arena, page->site->db, form->owner, id, &stored));
	if (page->now - stored.submitted_at > CLOCK_DAY) {
		page_session_forget(page, form, response);
		return sent_long_ago(page, response);
	}
	http_reply_redirect(response, page_receipt_url(page, id, stored.generation, ""));
	return ERR_OK;
}

enum err
page_send(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, const struct page_session *session,
    const struct form_answers *answers, struct url self)
{
	struct response_submission sub = {
		.id = session->id,
		.owner = form->owner,
		.form = form->form,
		.version = form->version,
		.definition = form->definition,
		.answers = answers,
		.language = page->language,
		.begun_at = session->begun_at,
		.now = page->now,
	};
	enum response_outcome outcome;
	struct url            receipt = page_receipt_url(page, session->id, 1, "");
	enum err err = response_submit(page->arena, page->site->db, &sub, &outcome);

	if (err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN)
		return page_unavailable(page, response, form, answers, NULL, session->token,
		    self, err == ERR_UNCERTAIN);
	TRY(err);
	switch (outcome) {
	case RESPONSE_CLOSED:
		return page_closed(page, response, form);
	case RESPONSE_DIFFERENT:
		return page_sent_already(page, response, form, session->id);
	case RESPONSE_REPEATED:
		/* The address may have been mended since. */
		TRY(receipt_of(page, form, session->id, &receipt));
		break;
	case RESPONSE_STORED:
		break;
	}
	page_session_forget(page, form, response);
	http_reply_redirect(response, receipt);
	return ERR_OK;
}
