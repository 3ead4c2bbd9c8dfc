/* SPDX-License-Identifier: ISC
 *
 * correct.c - /receipt/{token}/correct and /report/{token}/correct: all answers
 * on one page, to change; from there one goes back to where one came from.
 * The address is mended elsewhere; whether the answers may join the comparison
 * can be changed until they are confirmed, later only by withdrawing. */
#include "base/arena.h"
#include "base/buf.h"
#include "http/http.h"
#include "page/field.h"
#include "page/frame.h"
#include "page/send.h"
#include "page/token.h"
#include "response/catalogue.h"

static bool
left_out(const struct form_item *item, const struct response *r)
{
	return item->role == FORM_ROLE_EMAIL ||
	       (item->role == FORM_ROLE_CONSENT && r->confirmed_at != 0);
}

static enum err
fields_of(struct page_context *page, const struct form_page *of, const struct response *r,
    const struct form_answers *answers, const struct form_verdict *verdict,
    struct html *html_out)
{
	struct buf buf;

	buf_init(&buf, page->arena, 1024 * 1024);
	for (size_t i = 0; i < of->item_count; i++) {
		const struct form_item *item = of->items[i];
		struct page_field       field = { .form = answers->form,
			      .item = item,
			      .answer = &answers->items[item->index] };
		struct html             html;

		if (left_out(item, r))
			continue;
		if (verdict != NULL) {
			field.error = form_verdict_sentence(verdict, item);
			field.given = verdict->given ? verdict->given[item->index]
			                             : TEXT_NONE;
		}
		TRY(page_field_html(page, &field, &html));
		buf_add(&buf, html.s, html.len);
	}
	if (!buf_ok(&buf))
		return ERR_TOO_LARGE;
	*html_out = (struct html){ buf.len ? buf.data : "", buf.len };
	return ERR_OK;
}

static enum err
show(struct page_context *page, struct http_response *response, const struct page_answers *a,
    const struct form_answers *answers, const struct form_verdict *verdict, int status)
{
	const struct form *f = a->form->definition;
	const char        *first = page_t(page, "Correct your answers");
	struct view_model *m;
	struct html        html;

	if (verdict != NULL && !verdict->accepted)
		first = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), first);
	m = page_model(page, page_title(page, first, a->form));
	page_errors(page, m, verdict, URL_LIT(""), NULL);
	view_set_url(m, "self_url", page_url_plus(page, a->home, "/correct"));
	view_set_url(m, "back_url", a->home);
	view_set_int(m, "revision", a->r.revision);
	view_set_bool(m, "compared", a->r.compared);
	view_list_in(m, "parts");
	for (size_t i = 0; i < f->page_count; i++) {
		struct view_model *p;

		TRY(fields_of(page, &f->pages[i], &a->r, answers, verdict, &html));
		if (html.len == 0)
			continue;
		p = view_list_add(m, "parts");
		view_set_str(p, "heading", form_say(f, f->pages[i].title, page->language));
		view_set_html(p, "fields", html);
	}
	return page_render(page, response, status, "page/correct", m);
}

static enum err
begin(struct page_context *page, struct http_response *response, enum link_purpose link)
{
	struct page_answers *a;
	struct form_answers  answers;

	TRY(page_answers_standing(page, response, link, &a));
	if (a == NULL)
		return ERR_OK;
	answers = form_answers_new(page->arena, a->form->definition);
	TRY(form_answers_from_json(page->arena, a->r.answers, &answers, NULL));
	return show(page, response, a, &answers, NULL, 200);
}

/* The posted fields, with those that are not on the page as they stand. */
struct posted {
	const struct http_fields *fields;
	struct http_pair          kept[2];
	size_t                    kept_count;
	const struct form        *form;
	const struct response    *response;
};

static bool
posted_at(void *context, size_t i, struct text *name_out, struct text *value_out)
{
	const struct posted *p = context;
	size_t               n = http_field_count(p->fields);
	struct http_pair     pair;

	if (i >= n + p->kept_count)
		return false;
	pair = i < n ? http_field_at(p->fields, i) : p->kept[i - n];
	*name_out = pair.name;
	*value_out = pair.value;
	if (i < n) {
		const struct form_item *item = form_item_find(p->form, pair.name);

		/* Not ours to take here: a name that is nobody's item id. */
		if (item != NULL && left_out(item, p->response))
			*name_out = TEXT_LIT("left-out");
	}
	return true;
}

static void
keep(struct page_context *page, struct posted *p, const struct form_answers *stored,
    enum form_role role, struct text value)
{
	const struct form_item *item = form_item_of(p->form, role);

	if (item == NULL || !left_out(item, p->response))
		return;
	if (value.s == NULL) {
		const char *code = form_answer_code(page->arena, stored, item);

		value = code ? text_of(code) : TEXT_NONE;
	}
	if (value.s != NULL)
		p->kept[p->kept_count++] = (struct http_pair){ text_of(item->id), value };
}

static enum err
save(struct page_context *page, struct http_response *response, enum link_purpose link)
{
	struct page_answers *a;
	struct form_answers  stored;
	struct form_verdict  verdict;
	struct posted        posted;
	struct form_fields   fields = { &posted, posted_at };
	int64_t              based_on;
	enum err             err;

	TRY(page_answers_standing(page, response, link, &a));
	if (a == NULL)
		return ERR_OK;
	if (!parse_int(http_field(page->fields, "revision"), 1, INT32_MAX, &based_on))
		based_on = a->r.revision;
	stored = form_answers_new(page->arena, a->form->definition);
	TRY(form_answers_from_json(page->arena, a->r.answers, &stored, NULL));
	posted = (struct posted){ .fields = page->fields,
		.form = a->form->definition,
		.response = &a->r };
	keep(page, &posted, &stored, FORM_ROLE_EMAIL, a->r.email);
	keep(page, &posted, &stored, FORM_ROLE_CONSENT, TEXT_NONE);
	form_check(page->arena, a->form->definition, NULL, &fields, NULL, page->language,
	    &verdict);
	if (!verdict.accepted)
		return show(page, response, a, &verdict.answers, &verdict, 422);
	err = response_correct(page->arena, page->site->db,
	    &(struct response_submission){ .id = a->r.id,
	        .owner = a->r.owner,
	        .form = a->r.form,
	        .version = a->r.version,
	        .definition = a->form->definition,
	        .answers = &verdict.answers,
	        .language = page->language,
	        .now = page->now },
	    (int32_t)based_on);
	if (err == ERR_FORBIDDEN)
		return page_withdrawn(page, response, &a->r);
	if (err == ERR_CONFLICT)
		return page_say(page, response,
		    &(struct page_message){ .status = 409,
		        .heading = "These answers have been corrected elsewhere",
		        .paragraphs = { text_of(page_t(page,
		            "Since this page was opened another correction was stored, perhaps "
		            "in another window. What you have just sent was not stored, so that "
		            "nothing is overwritten unseen.")) },
		        .links = { { "See the answers as they stand, and correct them",
		            page_url_plus(page, a->home, "/correct") } } });
	if (err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN)
		/* Everything is still in the fields; the revision tells a repeat. */
		return show(page, response, a, &verdict.answers, NULL, 503);
	TRY(err);
	http_reply_redirect(response,
	    link == LINK_REPORT ? page_url_plus(page, a->home, "?noted=corrected") : a->home);
	return ERR_OK;
}

enum err
page_correct_show(struct page_context *page, struct http_response *response)
{
	return begin(page, response, LINK_RECEIPT);
}

enum err
page_correct_save(struct page_context *page, struct http_response *response)
{
	return save(page, response, LINK_RECEIPT);
}

enum err
page_report_correct_show(struct page_context *page, struct http_response *response)
{
	return begin(page, response, LINK_REPORT);
}

enum err
page_report_correct_save(struct page_context *page, struct http_response *response)
{
	return save(page, response, LINK_REPORT);
}
