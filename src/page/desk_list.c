/* SPDX-License-Identifier: ISC
 *
 * desk_list.c - /review/responses: the list, and including all that wait
 * without a flag. */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "database/db.h"
#include "gen/sql_desk.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/desk_filter.h"
#include "page/frame.h"
#include "response/catalogue.h"

#define ROWS_A_PAGE 50

static const char *
flags_of(struct page_context *page, const struct sql_texts *flags)
{
	struct buf b;

	if (flags->n == 0)
		return page_t(page, "none");
	buf_init(&b, page->arena, 1000);
	for (size_t i = 0; i < flags->n; i++) {
		const char *words = desk_flag(page, flags->v[i]);

		if (i > 0)
			buf_str(&b, "; ");
		buf_str(&b, words != NULL ? words : flags->v[i].s);
	}
	return buf_as_text(&b).s;
}

/* Why it is not among those that can be included, or what is still awaited;
 * NULL: nothing is. */
static const char *
hindered(struct page_context *page, const struct desk_list_row *r)
{
	if (!text_is(r->pool, "waiting") && !text_is(r->pool, "withdrawn") && !r->disowned)
		return r->unanswered ? desk_pool(page, TEXT_LIT("asked")) : NULL;
	if (!text_is(r->pool, "waiting"))
		return NULL;
	if (r->disowned)
		return page_t(page, "disowned by who was written to");
	if (!r->confirmed)
		return page_t(page, "address not confirmed");
	if (!r->consent)
		return page_t(page, "no consent to the comparison");
	if (r->unanswered)
		return desk_pool(page, TEXT_LIT("asked"));
	return r->asked ? page_t(page, "asked, and corrected since") : NULL;
}

static enum err
add_row(struct page_context *page, struct view_model *m, const struct catalogue_form *form,
    const struct desk_list_row *r)
{
	struct view_model  *v = view_list_add(m, "rows");
	struct form_answers answers;

	TRY(desk_answers(page, form->form, r->version, r->answers, &answers));
	view_set_str(v, "name", desk_name(page, r->id));
	view_set_url(v, "one_url",
	    page_url(page, "/review/responses/{}", uuid_text(page->arena, r->id), NULL));
	view_set_text(v, "at", view_date(page->arena, page->language, r->submitted_at, true));
	view_set_str(v, "group", desk_group(page, &answers));
	view_set_str(v, "flags", flags_of(page, &r->flags));
	view_set_str(v, "state", desk_pool(page, r->pool));
	view_set_str(v, "hindered", hindered(page, r));
	view_set_text(v, "firm", r->firm);
	view_set_url(v, "firm_url",
	    r->firm.s != NULL ? page_url_text(page, "/review/firms/{}", r->firm)
	                      : URL_LIT("/review/firms"));
	return ERR_OK;
}

static void
set_form_choice(struct page_context *page, struct view_model *m,
    const struct catalogue_form *chosen)
{
	struct catalogue_form **forms;
	size_t                  count;

	forms = catalogue_all(page->site->forms, &count);
	view_list_in(m, "surveys");
	for (size_t i = 0; i < count; i++) {
		const struct form *f = forms[i]->definition;
		struct view_model *o;

		if (!desk_form_here(page, forms[i]))
			continue;
		o = view_list_add(m, "surveys");

		view_set_str(o, "value", forms[i]->slug);
		view_set_str(o, "words",
		    form_say(f, form_said(f->name) ? f->name : f->title, page->language));
		view_set_bool(o, "selected", forms[i] == chosen);
	}
}

enum err
page_desk_list(struct page_context *page, struct http_response *response)
{
	struct view_model     *m = page_model_str(page, "Responses");
	struct desk_list_in    in = { .most = ROWS_A_PAGE + 1 };
	struct desk_list_row  *rows;
	struct desk_ready_row  ready;
	struct desk_filter     filter;
	struct catalogue_form *form;
	struct tx             *tx;
	const char            *wrong;
	size_t                 count;

	TRY(desk_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	TRY(page_begin(page, &tx));
	TRY(desk_filter_read(page, tx, form, &filter, &wrong));
	if (wrong != NULL)
		return page_say(page, response,
		    &(struct page_message){ .status = 400,
		        .heading = "This list cannot be shown",
		        .paragraphs = { text_of(wrong) },
		        .links = { { "All responses", URL_LIT("/review/responses") } } });
	desk_filter_apply(page, &filter, &in);
	TRY(sql_desk_list(page->arena, tx, &in, &rows, &count));
	TRY(sql_desk_ready(page->arena, tx, &(struct desk_ready_in){ .form = form->form },
	    &ready));
	TRY(db_commit(tx));
	set_form_choice(page, m, form);
	desk_filter_model(page, &filter, m);
	view_list_in(m, "rows");
	for (size_t i = 0; i < count && i < ROWS_A_PAGE; i++)
		TRY(add_row(page, m, form, &rows[i]));
	view_set_bool(m, "any", count > 0);
	view_set_bool(m, "more", count > ROWS_A_PAGE);
	view_set_url(m, "more_url",
	    count > ROWS_A_PAGE
	        ? desk_filter_after(page, &filter, rows[ROWS_A_PAGE - 1].submitted_at,
	              rows[ROWS_A_PAGE - 1].id)
	        : URL_LIT("/review/responses"));
	view_set_bool(m, "ready", ready.ready > 0);
	view_set_url(m, "unflagged_url",
	    page_url(page, "/review/unflagged?form={}", form->slug, NULL));
	return page_render(page, response, 200, "page/desk_list", m);
}

/* ---- all without flags ---- */

static enum err
count_unflagged(struct page_context *page, const struct catalogue_form *form,
    struct desk_unflagged_row *waiting_out)
{
	struct tx *tx;

	TRY(page_begin(page, &tx));
	TRY(sql_desk_unflagged(page->arena, tx,
	    &(struct desk_unflagged_in){ .form = form->form }, waiting_out));
	return db_commit(tx);
}

/* The question; seen: what an answer to it was about, absent: none was given. */
static enum err
ask_unflagged(struct page_context *page, struct http_response *response,
    struct catalogue_form *form, const struct desk_unflagged_row *waiting, struct text seen)
{
	struct url      back = page_url(page, "/review/responses?form={}", form->slug, NULL);
	struct page_ask ask;
	int64_t         before, more = 0;
	const char     *dash;

	if (waiting->ready == 0)
		return page_say(page, response,
		    &(struct page_message){ .status = 200,
		        .heading = "None waits without a flag",
		        .paragraphs = { text_of(page_t(page,
		            "Responses with flags are decided one by one, and so are those that "
		            "were asked a question.")) },
		        .links = { { "Back to the list", back } } });
	ask = (struct page_ask){ .heading = "Include all without flags?",
		.button = "Include them",
		.paragraphs = { view_say(page->arena, page->language,
		                    view_tn(page->language,
		                        "{n} response waits without a flag, confirmed and with "
		                        "consent. It counts from the next snapshot on.",
		                        "{n} responses wait without a flag, confirmed and with "
		                        "consent. They count from the next snapshot on.",
		                        waiting->ready),
		                    "n",
		                    view_number(page->arena, page->language, waiting->ready).s,
		                    NULL),
		    text_of(page_t(page,
		        "Those that were asked a question stay as they are. Each can be held "
		        "again, one by one.")) },
		.self = page_url(page, "/review/unflagged?form={}", form->slug, NULL),
		.back = back,
		.seen = waiting->seen };
	if (seen.s == NULL)
		return page_ask(page, response, &ask);
	/* "12-..." */
	dash = memchr(seen.s, '-', seen.len);
	if (dash != NULL && parse_int((struct text){ seen.s, (size_t)(dash - seen.s) }, 0,
	                        INT32_MAX, &before))
		more = waiting->ready - before;
	ask.status = 409;
	ask.paragraphs[2] = ask.paragraphs[1];
	ask.paragraphs[1] = ask.paragraphs[0];
	ask.paragraphs[0] =
	    more > 0
	        ? view_say(page->arena, page->language,
	              view_tn(page->language,
	                  "{n} more came in meanwhile, so none was included. Look again.",
	                  "{n} more came in meanwhile, so none was included. Look again.",
	                  more),
	              "n", view_number(page->arena, page->language, more).s, NULL)
	        : text_of(page_t(page,
	              "They are not the same as before, so none was included. Look again."));
	return page_ask(page, response, &ask);
}

enum err
page_desk_unflagged(struct page_context *page, struct http_response *response)
{
	struct desk_unflagged_row waiting;
	struct catalogue_form    *form;

	TRY(desk_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	TRY(count_unflagged(page, form, &waiting));
	return ask_unflagged(page, response, form, &waiting, TEXT_NONE);
}

/* So many at a time, each time kept: nobody who withdraws one of them meanwhile
 * waits for long. */
#define AT_ONCE     5000
#define INCLUDE_FOR (10 * CLOCK_SECOND)

enum err
page_desk_include(struct page_context *page, struct http_response *response)
{
	struct text               seen = http_field(page->fields, "seen");
	struct catalogue_form    *form;
	struct desk_unflagged_row waiting;
	struct desk_include_row   row;
	struct tx                *tx;
	int64_t                   until = clock_monotonic() + INCLUDE_FOR, done = 0;

	TRY(desk_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	TRY(count_unflagged(page, form, &waiting));
	if (waiting.ready > 0 && (seen.s == NULL || !text_equal(seen, waiting.seen)))
		return ask_unflagged(page, response, form, &waiting,
		    seen.s != NULL ? seen : TEXT_LIT(""));
	do {
		TRY(page_begin(page, &tx));
		TRY(sql_desk_include(page->arena, tx,
		    &(struct desk_include_in){ .form = form->form,
		        .most = AT_ONCE,
		        .upto = waiting.at },
		    &row));
		TRY(db_commit(tx));
		done += row.done;
	} while (row.done == AT_ONCE && clock_monotonic() < until);
	return page_say(page, response,
	    &(struct page_message){ .status = 200,
	        .heading = done > 0 ? "They are included" : "There was none left to include",
	        .paragraphs = { view_say(page->arena, page->language,
	                            view_tn(page->language,
	                                "{n} response counts from the next snapshot on.",
	                                "{n} responses count from the next snapshot on.",
	                                done),
	                            "n", view_number(page->arena, page->language, done).s,
	                            NULL),
	            row.done == AT_ONCE
	                ? text_of(page_t(page, "More are waiting: include the rest as well."))
	                : TEXT_NONE },
	        .links = { { "Back to the list",
	            page_url(page, "/review/responses?form={}", form->slug, NULL) } } });
}
