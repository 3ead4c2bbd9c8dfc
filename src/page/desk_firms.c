/* SPDX-License-Identifier: ISC
 *
 * desk_firms.c - /review/firms: firms that may be one, looked at side by side
 * under their pseudonyms and merged. */
#include "base/arena.h"
#include "database/db.h"
#include "gen/sql_desk.h"
#include "http/http.h"
#include "page/desk.h"
#include "page/done.h"
#include "page/frame.h"
#include "response/catalogue.h"

enum err
page_desk_firms(struct page_context *page, struct http_response *response)
{
	struct view_model          *m = page_model_str(page, "Firms that may be one");
	struct desk_duplicates_row *rows;
	struct tx                  *tx;
	size_t                      count;

	TRY(page_begin(page, &tx));
	TRY(sql_desk_duplicates(page->arena, tx, &rows, &count));
	TRY(db_commit(tx));
	view_list_in(m, "pairs");
	for (size_t i = 0; i < count; i++) {
		struct view_model *v = view_list_add(m, "pairs");

		view_set_text(v, "one", rows[i].code);
		view_set_text(v, "other", rows[i].twin);
		view_set_int(v, "answers", rows[i].responses);
		view_set_int(v, "other_answers", rows[i].twin_responses);
		view_set_bool(v, "by_name", text_is(rows[i].why, "name"));
		view_set_url(v, "pair_url",
		    page_url(page, "/review/firms/{}?with={}", rows[i].code.s,
		        rows[i].twin.s, NULL));
	}
	view_set_bool(m, "any", count > 0);
	return page_render(page, response, 200, "page/desk_firms", m);
}

/* What was posted and could not be done; all absent: nothing was. */
struct refusal {
	const char *sentence, *field;
	struct text reason, into;
};

struct side {
	struct text                     code;
	struct desk_firm_row            firm;
	struct desk_firm_responses_row *rows;
	size_t                          count;
};

static enum err
load(struct page_context *page, struct tx *tx, struct side *s)
{
	TRY(sql_desk_firm(page->arena, tx, &(struct desk_firm_in){ .code = s->code },
	    &s->firm));
	return sql_desk_firm_responses(page->arena, tx,
	    &(struct desk_firm_responses_in){ .code = s->code }, &s->rows, &s->count);
}

static enum err
add_side(struct page_context *page, struct view_model *m, const struct side *s)
{
	struct view_model *v = view_list_add(m, "sides");

	view_set_text(v, "code", s->code);
	view_set_text(v, "merged", s->firm.merged_into);
	view_set_text(v, "since",
	    view_date(page->arena, page->language, s->firm.created_at, false));
	view_set_url(v, "identity_url",
	    page_url_text(page, "/review/firms/{}/identity", s->code));
	view_set_bool(v, "beside", false);
	view_set_url(v, "beside_url", URL_LIT("/review/benchmarks"));
	view_list_in(v, "answers");
	for (size_t i = 0; i < s->count; i++) {
		const struct desk_firm_responses_row *r = &s->rows[i];
		struct view_model                    *a = view_list_add(v, "answers");
		struct form_answers                   answers;
		bool                                  none = r->scores.n == 0 ||
		            (r->scores.null != NULL && r->scores.null[0]);

		TRY(desk_answers(page, r->form, r->version, r->answers, &answers));
		view_set_str(a, "name", desk_name(page, r->id));
		view_set_url(a, "one_url",
		    page_url(page, "/review/responses/{}", uuid_text(page->arena, r->id),
		        NULL));
		view_set_text(a, "at",
		    view_date(page->arena, page->language, r->submitted_at, false));
		view_set_str(a, "group", desk_group(page, &answers));
		view_set_str(a, "state", desk_pool(page, r->pool));
		/* Counted, and its respondent agreed to be contacted. */
		if (text_is(r->pool, "included") && desk_contact_agreed(&answers)) {
			view_set_bool(v, "beside", true);
			view_set_url(v, "beside_url",
			    page_url(page, "/review/benchmarks/{}/firm/{}",
			        answers.form->slug,
			        arena_strndup(page->arena, s->code.s, s->code.len), NULL));
		}
		view_set_text(a, "overall",
		    none ? text_of(page_t(page, "no score"))
		         : view_decimal(page->arena, page->language, r->scores.v[0], 0));
	}
	view_set_bool(v, "any", s->count > 0);
	return ERR_OK;
}

static enum err
show(struct page_context *page, struct http_response *response, struct text with,
    const struct refusal *refusal, int status)
{
	struct side        one = { .code = page->args[0] }, other = { .code = with };
	bool               pair = !text_empty(with);
	struct text        heading;
	struct view_model *m;
	struct tx         *tx;

	/* Drawing reads forms: their transaction is not this one. */
	TRY(page_begin(page, &tx));
	TRY(load(page, tx, &one));
	if (pair)
		TRY(load(page, tx, &other));
	TRY(db_commit(tx));
	heading = view_say(page->arena, page->language,
	    pair ? WORD("Firms {name} and {other}") : WORD("Firm {name}"), "name",
	    arena_strndup(page->arena, one.code.s, one.code.len), "other",
	    arena_strndup(page->arena, with.s ? with.s : "", with.len), NULL);
	m = desk_model(page, heading, refusal->sentence, refusal->field);
	view_set_text(m, "heading", heading);
	view_set_text(m, "name", one.code);
	view_list_in(m, "sides");
	TRY(add_side(page, m, &one));
	if (pair)
		TRY(add_side(page, m, &other));
	view_set_bool(m, "pair",
	    pair && one.firm.merged_into.s == NULL && other.firm.merged_into.s == NULL);
	view_set_bool(m, "alone", !pair);
	view_set_text(m, "other", pair ? with : TEXT_LIT(""));
	view_set_url(m, "self_url", page_url_text(page, "/review/firms/{}", one.code));
	view_set_bool(m, "into_one", text_is(refusal->into, "one"));
	view_set_bool(m, "into_other", text_is(refusal->into, "other"));
	view_set_text(m, "reason", refusal->reason.s ? refusal->reason : TEXT_LIT(""));
	desk_field_error(m, "into_error", refusal->field, refusal->sentence);
	desk_field_error(m, "reason_error", refusal->field, refusal->sentence);
	return page_render(page, response, status, "page/desk_firm", m);
}

static enum err
no_pair(struct page_context *page, struct http_response *response)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "There is no such pair of firms",
	        .paragraphs = { text_of(page_t(page,
	            "No firm has one of these codes. A code is “f-” and six letters or "
	            "digits; lists of the desk show it.")) },
	        .links = { { "Firms that may be one", URL_LIT("/review/firms") } } });
}

enum err
page_desk_firm(struct page_context *page, struct http_response *response)
{
	struct text with = page_query(page, "with");
	enum err    err;

	if (!text_empty(with) && text_equal(with, page->args[0]))
		with = TEXT_NONE;
	err = show(page, response, with, &(struct refusal){ .sentence = NULL }, 200);
	return err == ERR_NOT_FOUND && !text_empty(with) ? no_pair(page, response) : err;
}

enum err
page_desk_merge(struct page_context *page, struct http_response *response)
{
	struct refusal        given = { .into = http_field(page->fields, "into") };
	struct text           with = http_field(page->fields, "with");
	bool                  into_one = text_is(given.into, "one");
	struct text           gone = into_one ? with : page->args[0];
	struct desk_merge_row merged;
	struct tx            *tx;

	given.sentence = desk_reason(page, "reason", &given.reason);
	given.field = given.sentence != NULL ? "reason" : NULL;
	if (!into_one && !text_is(given.into, "other")) {
		given.sentence = page_t(page, "Choose the firm that stays");
		given.field = "into";
	}
	if (text_empty(with))
		return ERR_NOT_FOUND;
	if (given.sentence != NULL)
		return show(page, response, with, &given, 422);
	TRY(page_begin(page, &tx));
	TRY(sql_desk_merge(page->arena, tx,
	    &(struct desk_merge_in){ .code = gone,
	        .target = into_one ? page->args[0] : with,
	        .reason = given.reason },
	    &merged));
	if (!merged.merged)
		return ERR_NOT_FOUND;
	TRY(db_commit(tx));
	page_done(page, response,
	    view_say(page->arena, page->language,
	        "Merged: {gone} counts as part of this firm from the next snapshot on.",
	        "gone", arena_strndup(page->arena, gone.s, gone.len), NULL));
	http_reply_redirect(response,
	    page_url_text(page, "/review/firms/{}", into_one ? page->args[0] : with));
	return ERR_OK;
}
