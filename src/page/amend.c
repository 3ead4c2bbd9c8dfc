/* SPDX-License-Identifier: ISC
 *
 * amend.c - /receipt/{token}/withdraw and /address, /report/{token}/withdraw. */
#include "address/address.h"
#include "base/arena.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/send.h"
#include "page/token.h"
#include "response/catalogue.h"

static enum err
ask_whether(struct page_context *page, struct http_response *response, enum link_purpose link)
{
	struct page_answers *a;

	TRY(page_answers_open(page, response, link, &a));
	if (a == NULL)
		return ERR_OK;
	return page_ask(page, response,
	    &(struct page_ask){ .heading = "Withdraw your answers?",
	        .button = "Withdraw my answers",
	        .paragraphs = { text_of(page_t(page,
	                            "They are taken out of the comparison for good, and no more mail is "
	                            "sent about them. Figures that were published before stay as they "
	                            "are: no single firm can be found in them.")),
	            text_of(page_t(page,
	                "If an answer is merely wrong, you can correct it instead.")) },
	        .self = page_url_plus(page, a->home, "/withdraw"),
	        .back = a->home,
	        .other = "Correct my answers",
	        .other_url = page_url_plus(page, a->home, "/correct") });
}

static enum err
withdraw(struct page_context *page, struct http_response *response, enum link_purpose link)
{
	struct page_answers *a;

	TRY(page_answers_open(page, response, link, &a));
	if (a == NULL)
		return ERR_OK;
	TRY(response_withdraw(page->arena, page->site->db, a->r.owner, a->r.id,
	    a->r.generation));
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = "Your answers are withdrawn",
	        .paragraphs = { text_of(page_t(page,
	            "They count nowhere from now on. To have them deleted altogether, write to "
	            "us and quote the reference on your receipt.")) },
	        .links = { { "Open your receipt",
	            page_receipt_url(page, a->r.id, a->r.generation, "") } } });
}

enum err
page_withdraw_show(struct page_context *page, struct http_response *response)
{
	return ask_whether(page, response, LINK_RECEIPT);
}

enum err
page_withdraw_do(struct page_context *page, struct http_response *response)
{
	return withdraw(page, response, LINK_RECEIPT);
}

enum err
page_report_withdraw_show(struct page_context *page, struct http_response *response)
{
	return ask_whether(page, response, LINK_REPORT);
}

enum err
page_report_withdraw_do(struct page_context *page, struct http_response *response)
{
	return withdraw(page, response, LINK_REPORT);
}

static enum err
confirmed(struct page_context *page, struct http_response *response, const struct response *r)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 409,
	        .heading = "This address is confirmed",
	        .paragraphs = { text_of(page_t(page,
	            "Somebody opened the report at the address we wrote to and said that the "
	            "answers were theirs, so it can no longer be changed here.")) },
	        .links = { { "Open your receipt",
	            page_receipt_url(page, r->id, r->generation, "") } } });
}

static enum err
show_address(struct page_context *page, struct http_response *response,
    const struct page_answers *a, struct text given, const char *error, int status)
{
	const char        *first = page_t(page, "Mend the address");
	struct view_model *m;

	if (error != NULL)
		first = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), first);
	m = page_model(page, page_title(page, first, a->form));
	view_set_url(m, "self_url", page_url_plus(page, a->home, "/address"));
	view_set_url(m, "back_url", a->home);
	view_set_text(m, "current", a->r.email);
	view_set_text(m, "given", given);
	view_set_str(m, "error", error);
	view_set_text(m, "meant",
	    error == NULL ? page_address_meant(page, given) : TEXT_NONE);
	return page_render(page, response, status, "page/address", m);
}

enum err
page_address_show(struct page_context *page, struct http_response *response)
{
	struct page_answers *a;

	TRY(page_answers_standing(page, response, LINK_RECEIPT, &a));
	if (a == NULL)
		return ERR_OK;
	if (a->r.confirmed_at != 0)
		return confirmed(page, response, &a->r);
	return show_address(page, response, a, a->r.email, NULL, 200);
}

enum err
page_address_mend(struct page_context *page, struct http_response *response)
{
	struct text          given = http_field(page->fields, "address");
	struct page_answers *a;
	struct mail_addr     address;
	enum address_problem problem;
	enum response_mend   outcome;

	TRY(page_answers_standing(page, response, LINK_RECEIPT, &a));
	if (a == NULL)
		return ERR_OK;
	if (given.s == NULL)
		given = TEXT_LIT("");
	problem = address_parse(page->arena, given, &address);
	if (problem != ADDRESS_FINE)
		return show_address(page, response, a, given,
		    address_sentence(page->arena, problem, given, page->language).s, 422);
	if (!text_empty(page_address_meant(page, given)))
		return show_address(page, response, a, given, NULL, 422);
	TRY(response_mend(page->arena, page->site->db, a->r.owner, a->r.id, a->r.generation,
	    &address, &outcome));
	switch (outcome) {
	case MEND_CONFIRMED:
		return confirmed(page, response, &a->r);
	case MEND_LATER:
		return show_address(page, response, a, given,
		    page_t(page, "This address has had three emails from us today. Try again "
		                 "tomorrow, or write another address"),
		    429);
	case MEND_SENT:
		break;
	}
	/* Links of the older generation are void now, this page's among them. */
	http_reply_redirect(response,
	    page_receipt_url(page, a->r.id, a->r.generation + 1, ""));
	return ERR_OK;
}
