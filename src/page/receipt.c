/* SPDX-License-Identifier: ISC
 *
 * receipt.c - /receipt/{token}: that the answers are here, the own result, and
 * what happens next.  Carries no comparison: that waits for the mailed link. */
#include "address/address.h"
#include "base/arena.h"
#include "form/form.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/send.h"
#include "page/token.h"
#include "report/load.h"
#include "report/report.h"
#include "response/catalogue.h"

static void
add_step(struct page_context *page, struct view_model *m, const char *title, struct text text)
{
	struct view_model *s = view_list_add(m, "steps");

	view_set_str(s, "title", page_t(page, title));
	view_set_text(s, "text", text);
}

static bool
gets_report(const struct form *f, const struct response *r)
{
	return r->pool != RESPONSE_WITHDRAWN && !text_empty(r->email) &&
	       f->dimension_count > 0;
}

/* A correction sends no second mail: the link that was sent shows it. */
static void
add_report_steps(struct page_context *page, struct view_model *m, const struct response *r)
{
	if (r->revision > 1)
		add_step(page, m, WORD("Your report shows the corrected answers"),
		    view_say(page->arena, page->language,
		        "The link in our email to {address} opens it as it now stands. We send "
		        "no second email.",
		        "address", r->email.s, NULL));
	else
		add_step(page, m, WORD("Your report comes by email"),
		    view_say(page->arena, page->language,
		        "We have written to {address}. The report usually arrives within five "
		        "minutes.",
		        "address", r->email.s, NULL));
	if (r->confirmed_at != 0)
		return;
	add_step(page, m, WORD("Open it and answer one question"),
	    text_of(page_t(page,
	        r->consent ? "Were these answers yours? Say so, and they can join the "
	                     "comparison. Until then they count nowhere."
	                   : "Were these answers yours? They are used for your report only, "
	                     "as you chose.")));
}

/* Who speaks of our work rather than of the own firm gets no result, and is
 * contacted about the answers. */
static void
add_contact_step(struct page_context *page, struct view_model *m, const struct form *f,
    const struct response *r)
{
	bool result = form_item_of(f, FORM_ROLE_EMAIL) != NULL;
	bool allowed = r->contact_ok;

	/* Where no address is asked for, what was answered stands with the answers. */
	if (!result) {
		struct form_answers answers = form_answers_new(page->arena, f);
		const char         *code;

		code = form_answers_from_json(page->arena, r->answers, &answers, NULL) ==
		               ERR_OK
		           ? form_answers_code(&answers, FORM_ROLE_CONTACT)
		           : NULL;
		allowed = code != NULL && strcmp(code, "no") != 0;
	}
	if (form_item_of(f, FORM_ROLE_CONTACT) == NULL)
		add_step(page, m, WORD("Nothing else"),
		    text_of(page_t(page, "There is nothing more for you to do.")));
	else if (!allowed)
		add_step(page, m, WORD("Nothing else"),
		    text_of(page_t(page,
		        result
		            ? "You did not ask to be written to about the result, so we shall not."
		            : "You did not ask us to contact you about your answers, so we shall "
		              "not.")));
	else if (result)
		add_step(page, m, WORD("A consultant may write to you"),
		    text_of(page_t(page,
		        "You allowed it. One email about the result, and no list to leave.")));
	else
		add_step(page, m, WORD("We may contact you"),
		    text_of(page_t(page,
		        "You allowed it: about these answers, and nothing else.")));
}

static void
add_steps(struct page_context *page, struct view_model *m, const struct form *f,
    const struct response *r)
{
	if (r->pool == RESPONSE_WITHDRAWN) {
		add_step(page, m, WORD("Nothing more"),
		    text_of(page_t(page, "Your answers count nowhere, and no more mail is "
		                         "sent about them.")));
		return;
	}
	if (gets_report(f, r))
		add_report_steps(page, m, r);
	add_contact_step(page, m, f, r);
}

/* The own result; nothing when the form has no scores, or asks no address for a
 * report of them: then they are not the respondent's own. */
static enum err
result_of(struct page_context *page, const struct catalogue_form *form,
    const struct response *r, struct html *html_out)
{
	struct report_model *model;

	*html_out = HTML_LIT("");
	if (form->definition->dimension_count == 0 ||
	    form_item_of(form->definition, FORM_ROLE_EMAIL) == NULL)
		return ERR_OK;
	TRY(report_own(page->arena, form->definition, r, page->language, &model));
	return report_result_html(page->arena, page->site->views, model, html_out);
}

enum err
page_receipt(struct page_context *page, struct http_response *response)
{
	struct page_answers   *a;
	const struct response *r;
	struct view_model     *m;
	struct html            result;
	const char            *heading;

	TRY(page_answers_open(page, response, LINK_RECEIPT, &a));
	if (a == NULL)
		return ERR_OK;
	r = &a->r;
	TRY(result_of(page, a->form, r, &result));
	heading = page_t(page, r->pool == RESPONSE_WITHDRAWN ? "Your answers are withdrawn"
	                                                     : "We have your answers");
	m = page_model(page, page_title(page, heading, a->form));
	view_set_str(m, "heading", heading);
	view_set_str(m, "received",
	    arena_printf(page->arena, "%s UTC",
	        view_date(page->arena, page->language, r->submitted_at, true).s));
	view_set_str(m, "reference", uuid_text(page->arena, r->id));
	view_set_str(m, "corrected",
	    r->revision > 1 ? page_t(page, "These are your answers as you corrected them.")
	                    : NULL);
	view_set_bool(m, "scored", result.len > 0);
	view_set_html(m, "result", result);
	view_list_in(m, "steps");
	view_set_bool(m, "several", gets_report(a->form->definition, r));
	add_steps(page, m, a->form->definition, r);
	view_set_bool(m, "standing", r->pool != RESPONSE_WITHDRAWN);
	view_set_bool(m, "mend",
	    r->confirmed_at == 0 && !text_empty(r->email) && r->pool != RESPONSE_WITHDRAWN);
	view_set_url(m, "correct_url",
	    page_receipt_url(page, r->id, r->generation, "/correct"));
	view_set_url(m, "address_url",
	    page_receipt_url(page, r->id, r->generation, "/address"));
	view_set_url(m, "withdraw_url",
	    page_receipt_url(page, r->id, r->generation, "/withdraw"));
	return page_render(page, response, 200, "page/receipt", m);
}
