/* SPDX-License-Identifier: ISC
 *
 * report.c - /report/{token}: the report behind the mailed link.  Opening it
 * changes nothing; a button tells whether the answers were the reader's. */
#include "base/arena.h"
#include "base/buf.h"
#include "config/config.h"
#include "database/db.h"
#include "http/http.h"
#include "page/frame.h"
#include "page/token.h"
#include "report/load.h"
#include "report/pdf_apart.h"
#include "report/report.h"
#include "response/catalogue.h"

static enum err
load(struct page_context *page, const struct response *r,
    const struct report_model **model_out)
{
	struct report_source source = {
		.db = page->site->db,
		.role = DB_ROLE_RESPONDENT,
		.owner = r->owner,
		.forms = page->site->forms,
		.snapshots = page->site->snapshots,
	};
	struct report_loaded loaded;

	TRY(report_load(page->arena, &source, r->id, page->language, &loaded));
	*model_out = loaded.model;
	return ERR_OK;
}

/* What is left to say when there is no report to show. */
static enum err
gone(struct page_context *page, struct http_response *response, const struct response *r)
{
	bool disowned = r->disowned_at != 0;

	return page_say(page, response,
	    &(struct page_message){ .status = disowned ? 410 : 200,
	        .heading = disowned ? "You told us that it wasn’t you"
	                            : "These answers are withdrawn",
	        .paragraphs = { text_of(page_t(page,
	            disowned
	                ? "The answers given under this address count nowhere, and no report "
	                  "is shown. Nobody is written to about them again."
	                : "They count nowhere, and no report is shown.")) },
	        .links = { { "To the first page", URL_LIT("/") } } });
}

/* What the redirect that led here says was done.  Only words depend on it. */
static const char *
noted(struct page_context *page, const struct response *r)
{
	struct text what = page_query(page, "noted");

	if (text_is(what, "corrected") && r->revision > 1)
		return page_t(page,
		    "Your corrected answers are stored, and this report shows them.");
	if (!text_is(what, "yours") || r->confirmed_at == 0)
		return NULL;
	return page_t(page,
	    r->consent
	        ? "Thank you for telling us. Your answers can now join the comparison."
	        : "Thank you for telling us. Your answers are used for your report only, as "
	          "you chose.");
}

/* What stands before the figures: a note of what was done, and the question
 * whose answers these are. */
static enum err
before_figures(struct page_context *page, const struct response *r, const char *error,
    struct html *html_out)
{
	struct view_model *m = view_object(page->arena);

	view_set_str(m, "note", noted(page, r));
	view_set_bool(m, "ask", r->confirmed_at == 0);
	view_set_bool(m, "joins", r->consent);
	view_set_url(m, "self_url", page_url_text(page, "/report/{}", page->args[0]));
	view_set_str(m, "error", error);
	return view_render(page->arena, page->site->views, "page/mine", page->language, m,
	    html_out);
}

static enum err
show(struct page_context *page, struct http_response *response, const struct page_answers *a,
    const char *error, int status)
{
	const struct config       *config = page->site->config;
	const struct response     *r = &a->r;
	const struct report_model *model;
	struct report_frame        frame = {
		       .pdf_url = page_url_plus(page, a->home, ".pdf"),
		       .correct_url = page_url_plus(page, a->home, "/correct"),
		       .withdraw_url = page_url_plus(page, a->home, "/withdraw"),
		       .confirmed = r->confirmed_at != 0,
		       .contact_ok = r->contact_ok,
		       .operator_name = config->operator_name,
		       .operator_contact = config->operator_contact,
		       .home_url = URL_LIT("/"),
	};
	struct view_model *m;
	struct html        body;

	TRY(load(page, r, &model));
	TRY(before_figures(page, r, error, &frame.before));
	TRY(report_html(page->arena, page->site->views, model, &frame, &body));
	m = page_model(page,
	    text_of(error == NULL ? model->page_title
	                          : arena_printf(page->arena, "%s %s",
	                                page_t(page, "Error:"), model->page_title)));
	view_set_html(m, "body", body);
	return page_render(page, response, status, "page/report", m);
}

/* The answers whose report is asked for; NULL: a page that says why there is
 * none is written. */
static enum err
open_report(struct page_context *page, struct http_response *response,
    struct page_answers **answers_out)
{
	const struct response *r;

	TRY(page_answers_open(page, response, LINK_REPORT, answers_out));
	if (*answers_out == NULL)
		return ERR_OK;
	r = &(*answers_out)->r;
	if (r->disowned_at == 0 && r->pool != RESPONSE_WITHDRAWN)
		return ERR_OK;
	*answers_out = NULL;
	return gone(page, response, r);
}

enum err
page_report_show(struct page_context *page, struct http_response *response)
{
	struct page_answers *a;

	TRY(open_report(page, response, &a));
	if (a == NULL)
		return ERR_OK;
	return show(page, response, a, NULL, 200);
}

enum err
page_report_answer(struct page_context *page, struct http_response *response)
{
	struct page_answers *a;
	struct text          mine = http_field(page->fields, "mine");
	bool                 yes = text_is(mine, "yes");

	TRY(open_report(page, response, &a));
	if (a == NULL)
		return ERR_OK;
	if (!yes && !text_is(mine, "no"))
		return show(page, response, a,
		    page_t(page, "Choose “I answered this” or “It wasn’t me”"), 422);
	TRY(response_confirm(page->arena, page->site->db, a->r.owner, a->r.id,
	    a->r.generation, yes));
	http_reply_redirect(response,
	    page_url_plus(page, a->home, yes ? "?noted=yours" : ""));
	return ERR_OK;
}

enum err
page_report_pdf_show(struct page_context *page, struct http_response *response)
{
	const struct report_model *model;
	struct page_answers       *a;
	struct bytes               pdf;

	TRY(open_report(page, response, &a));
	if (a == NULL)
		return ERR_OK;
	TRY(load(page, &a->r, &model));
	TRY(report_pdf_apart(page->arena, model, a->r.submitted_at, &pdf));
	http_reply_bytes(response, 200, "application/pdf", pdf);
	http_set_download(page->arena, response, text_of(model->file_name));
	return ERR_OK;
}
