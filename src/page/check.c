/* SPDX-License-Identifier: ISC
 *
 * check.c - /s/{form}/check: read everything once more, then send it.
 *
 * The page carries all answers in its own form, so what was read is what is
 * sent, and sending needs nothing but the page. */
#include "base/arena.h"
#include "base/buf.h"
#include "http/http.h"
#include "page/field.h"
#include "page/frame.h"
#include "page/kept.h"
#include "page/send.h"
#include "page/session.h"
#include "response/catalogue.h"

static struct url
own_url(struct page_context *page, const struct catalogue_form *form)
{
	return page_url(page, "/s/{}/check", form->slug, NULL);
}

static struct text
counted(struct page_context *page, const struct form_answers *answers,
    const struct form_item **first_open, int *open_out)
{
	const struct form *f = answers->form;
	int                asked = 0, given = 0;
	char               n[16], of[16];

	*first_open = NULL;
	for (size_t i = 0; i < f->item_count; i++) {
		const struct form_item *item = &f->items[i];

		if (item->kind == FORM_STATEMENT || item->joins >= 0 ||
		    !form_shown(item, answers))
			continue;
		asked++;
		if (answers->items[i].state != FORM_ABSENT)
			given++;
		else if (*first_open == NULL)
			*first_open = item;
	}
	*open_out = asked - given;
	print_to(n, sizeof n, "%d", given);
	print_to(of, sizeof of, "%d", asked);
	return view_say(page->arena, page->language,
	    "You have answered {n} of {total} questions. Nothing is sent until you press the "
	    "button at the end.",
	    "n", n, "total", of, NULL);
}

static void
set_open(struct page_context *page, struct view_model *m, int open,
    const struct form_item *first)
{
	struct view_model *o;
	char               n[16];

	if (open == 0) {
		view_set_null(m, "open");
		return;
	}
	print_to(n, sizeof n, "%d", open);
	o = view_object_in(m, "open");
	view_set_text(o, "sentence",
	    view_say(page->arena, page->language,
	        view_tn(page->language, "{n} question has no answer yet.",
	            "{n} questions have no answer yet.", open),
	        "n", n, NULL));
	view_set_url(o, "first_url",
	    page_url_plus(page, URL_LIT(""),
	        arena_printf(page->arena, "#row-%s", first->id)));
}

static void
set_address(struct page_context *page, struct view_model *m,
    const struct catalogue_form *form, const struct form_answers *answers)
{
	const struct form      *f = form->definition;
	const struct form_item *item = form_item_of(f, FORM_ROLE_EMAIL);
	struct text             email = form_answers_email(answers);

	view_set_bool(m, "mailed", !text_empty(email));
	view_set_text(m, "email", email);
	view_set_text(m, "meant", page_address_meant(page, email));
	view_set_url(m, "address_url",
	    item == NULL
	        ? own_url(page, form)
	        : page_url_plus(page,
	              page_url(page, "/s/{}/{}", form->slug, f->pages[item->page].slug, NULL),
	              arena_printf(page->arena, "?from=check#%s", item->id)));
}

static enum err
show(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, const struct page_session *session,
    const struct form_answers *answers, const struct form_verdict *verdict, int status)
{
	const struct form      *f = form->definition;
	const char             *first = page_t(page, "Check your answers");
	const char             *send = form_say(f, f->send_label, page->language);
	const struct form_item *first_open;
	struct view_model      *m;
	int                     last, open;

	if (verdict != NULL && !verdict->accepted)
		first = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), first);
	m = page_model(page, page_title(page, first, form));
	last = form_previous_page(answers, (int)f->page_count);
	view_set_url(m, "back_url",
	    page_url(page, "/s/{}/{}", form->slug, f->pages[last < 0 ? 0 : last].slug, NULL));
	page_errors(page, m, verdict, own_url(page, form), form);
	view_set_text(m, "counted", counted(page, answers, &first_open, &open));
	set_open(page, m, open, first_open);
	page_answer_list(page, m, form, answers, NULL, true, true);
	set_address(page, m, form, answers);
	view_set_url(m, "self_url", own_url(page, form));
	page_hidden(page, m, answers, NULL, session->token);
	view_set_str(m, "button", send ? send : page_t(page, "Send my answers"));
	return page_render(page, response, status, "page/check", m);
}

static enum err
nothing_yet(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "There are no answers to check yet",
	        .paragraphs = { text_of(page_t(page,
	            "Nothing is stored for this browser. You may have sent or cleared your "
	            "answers, or this browser has forgotten where you were.")) },
	        .links = { { "To the start of the survey",
	            page_url(page, "/s/{}", form->slug, NULL) } } });
}

enum err
page_check_show(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;
	struct page_kept       kept;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	if (!page_session_find(page, form, &session))
		return nothing_yet(page, response, form);
	TRY(page_kept_load(page, form, &session, &kept));
	if (!kept.any)
		return nothing_yet(page, response, form);
	if (kept.draft.done_at != 0)
		return page_sent_already(page, response, kept.form, session.id);
	return show(page, response, kept.form, &session, &kept.answers, NULL, 200);
}

/* Item ids begin with a capital letter; the page's own fields do not. */
static bool
has_answers(const struct http_fields *fields)
{
	for (size_t i = 0; i < http_field_count(fields); i++) {
		struct text name = http_field_at(fields, i).name;

		if (name.len > 0 && name.s[0] >= 'A' && name.s[0] <= 'Z')
			return true;
	}
	return false;
}

enum err
page_check_send(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;
	struct page_kept       kept = { 0 };
	struct form_verdict    verdict;
	struct form_fields     fields = page_posted(page);
	enum err               err;

	TRY(page_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	if (!page_session_find(page, form, &session))
		return nothing_yet(page, response, form);
	if (has_answers(page->fields)) {
		TRY(page_kept_version(page, form, session.version, &kept.form));
		form_check(page->arena, kept.form->definition, NULL, &fields, NULL,
		    page->language, &verdict);
	} else {
		session.saved = true;
		err = page_kept_load(page, form, &session, &kept);
		if (err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN) {
			struct form_answers none =
			    form_answers_new(page->arena, form->definition);

			return page_unavailable(page, response, form, &none, NULL,
			    session.token, own_url(page, form), false);
		}
		TRY(err);
		if (!kept.any)
			return nothing_yet(page, response, form);
		if (kept.draft.done_at != 0) /* the button was pressed twice */
			return page_sent_twice(page, response, kept.form, session.id);
		form_check_complete(page->arena, &kept.answers, page->language, &verdict);
		verdict.answers = kept.answers;
		if (kept.draft.begun_at != 0)
			session.begun_at = kept.draft.begun_at;
	}
	/* A repeat of what was stored in time gets its receipt even now. */
	if (!verdict.accepted && !form->open)
		return page_closed(page, response, form);
	if (!verdict.accepted)
		return show(page, response, kept.form, &session, &verdict.answers, &verdict,
		    422);
	return page_send(page, response, kept.form, &session, &verdict.answers,
	    own_url(page, form));
}
