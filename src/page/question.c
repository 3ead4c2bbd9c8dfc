/* SPDX-License-Identifier: ISC
 *
 * question.c - GET and POST /s/{form}/{page}: one page of questions.
 *
 * In a form of several pages POST saves the page and goes on.  In a form of
 * one page POST is the submission.  Answers that are right are stored even
 * when others on the page are not; what was typed wrongly stays on the page.
 * The ways back and out are buttons of the same form, so that nothing that
 * stands on the page is lost by them; without a button's name it is "go on". */
#include "base/arena.h"
#include "base/buf.h"
#include "http/http.h"
#include "page/field.h"
#include "page/frame.h"
#include "page/kept.h"
#include "page/prepared.h"
#include "page/send.h"
#include "page/session.h"
#include "response/catalogue.h"

/* One page as it is to be shown. */
struct showing {
	const struct catalogue_form *form;
	const struct form_page      *of;
	struct html                  fields;
	struct text                  form_id, note;
	struct html                  status;
	const struct form_verdict   *verdict; /* NULL: no errors */
	bool                         from_check;
	int                          before; /* page that Back leads to; -1: start */
};

/* The button that was pressed. */
enum way {
	WAY_ON,
	WAY_BACK,
	WAY_BACK_TOLD, /* has seen what is wrong on the page */
	WAY_LATER
};

static struct url
own_url(struct page_context *page, const struct showing *s)
{
	return page_url(page, "/s/{}/{}", s->form->slug, s->of->slug, NULL);
}

static struct url
back_url(struct page_context *page, const struct showing *s)
{
	const char *form = s->form->slug;

	return s->from_check   ? page_url(page, "/s/{}/check", form, NULL)
	       : s->before < 0 ? page_url(page, "/s/{}", form, NULL)
	                       : page_url(page, "/s/{}/{}", form,
	                             s->form->definition->pages[s->before].slug, NULL);
}

static struct text
part_of(struct page_context *page, const struct showing *s, const char *english)
{
	char number[16], total[16];

	print_to(number, sizeof number, "%d", s->of->index + 1);
	print_to(total, sizeof total, "%zu", s->form->definition->page_count);
	return view_say(page->arena, page->language, english, "number", number, "total",
	    total, NULL);
}

static struct text
title_of(struct page_context *page, const struct showing *s)
{
	const struct form *f = s->form->definition;
	const char        *heading = form_say(f, s->of->title, page->language);
	const char        *first = f->one_page
	                               ? heading
	                               : arena_printf(page->arena, "%s, %s", heading,
	                                     part_of(page, s, WORD("part {number} of {total}")).s);

	if (s->verdict != NULL && !s->verdict->accepted)
		first = arena_printf(page->arena, "%s %s", page_t(page, "Error:"), first);
	return page_title(page, first, s->form);
}

static enum err
render(struct page_context *page, const struct showing *s, struct html *html_out)
{
	const struct form *f = s->form->definition;
	struct view_model *m = page_model(page, title_of(page, s));

	view_set_str(m, "heading", form_say(f, s->of->title, page->language));
	view_set_str(m, "lead", form_say(f, s->of->lead, page->language));
	view_set_url(m, "self_url", own_url(page, s));
	view_set_url(m, "back_url", back_url(page, s));
	view_set_text(m, "form_id", s->form_id);
	view_set_html(m, "fields", s->fields);
	page_errors(page, m, s->verdict, URL_LIT(""), NULL);
	if (f->one_page) {
		const char *send = form_say(f, f->send_label, page->language);

		view_set_text(m, "note", s->note);
		view_set_str(m, "button", send ? send : page_t(page, "Send my answers"));
		return view_render(page->arena, page->site->views, "page/single",
		    page->language, m, html_out);
	}
	view_set_bool(m, "script", true);
	view_set_bool(m, "back", s->from_check);
	view_set_text(m, "part", part_of(page, s, WORD("Part {number} of {total}")));
	view_set_html(m, "status", s->status);
	view_set_bool(m, "told", s->verdict != NULL);
	view_set_url(m, "clear_url", page_url(page, "/s/{}/clear", s->form->slug, NULL));
	return view_render(page->arena, page->site->views, "page/question", page->language,
	    m, html_out);
}

/* With marks instead of what varies: see page/prepared.h. */
static enum err
render_marked(struct page_context *page, const struct catalogue_form *form,
    const struct form_page *of, struct html fields, struct html *html_out)
{
	struct showing s = {
		.form = form,
		.of = of,
		.fields = fields,
		.form_id = TEXT_LIT(PREPARED_FORM_ID),
		.status = HTML_LIT(PREPARED_STATUS),
		.before = of->index - 1,
	};

	return render(page, &s, html_out);
}

static struct html
status_line(struct page_context *page, const struct page_kept *kept,
    const struct form_page *of)
{
	for (size_t i = 0; kept->any && i < kept->draft.page_count; i++) {
		struct civil when;
		char         clock[8];

		if (strcmp(kept->draft.pages[i].slug, of->slug) != 0)
			continue;
		when = clock_civil(kept->draft.pages[i].saved_at);
		print_to(clock, sizeof clock, "%02d:%02d", when.hour, when.minute);
		return html_escape(page->arena,
		    view_say(page->arena, page->language,
		        "Stored at {time} UTC. Nothing is sent before you have checked your "
		        "answers.",
		        "time", clock, NULL));
	}
	return html_escape(page->arena,
	    text_of(page_t(page,
	        "Each page is stored when you continue. Nothing is sent before you have "
	        "checked your answers.")));
}

static enum err
not_begun(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "There are no answers in this browser",
	        .paragraphs = { text_of(page_t(page,
	                            "Either you have not begun, or you have sent or cleared your answers, "
	                            "or this browser has forgotten where you were.")),
	            text_of(page_t(page,
	                "If you asked for a link to come back later, open the one in our "
	                "email.")) },
	        .links = { { "To the start of the survey",
	            page_url(page, "/s/{}", form->slug, NULL) } } });
}

static enum err
no_such_page(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form)
{
	return page_say(page, response,
	    &(struct page_message){ .status = 404,
	        .heading = "There is no such page in this survey",
	        .links = { { "To the start of the survey",
	            page_url(page, "/s/{}", form->slug, NULL) } } });
}

static enum err
sent(struct page_context *page, struct http_response *response,
    const struct catalogue_form *form, const struct page_session *session)
{
	return page_sent_already(page, response, form, session->id);
}

enum err
page_question_show(struct page_context *page, struct http_response *response)
{
	struct catalogue_form      *form;
	const struct prepared_page *prepared;
	struct page_session         session;
	struct page_kept            kept;
	struct showing              s = { 0 };
	struct html                 html;
	bool                        found;

	TRY(page_open_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	found = page_session_find(page, form, &session);
	if (!found)
		page_session_new(page, form, &session);
	TRY(page_kept_load_page(page, form, &session, page->args[1], &kept));
	if (kept.any && kept.draft.done_at != 0)
		return sent(page, response, form, &session);
	s.form = kept.form;
	s.of = form_page_find(kept.form->definition, page->args[1]);
	if (s.of == NULL)
		return no_such_page(page, response, form);
	if (!found && s.of->index > 0)
		return not_begun(page, response, form);
	/* Said once: from now on something may be stored here. */
	if (session.blank == s.of->index)
		page_session_keep(page, form, &session, true, -1, response);
	s.status = status_line(page, &kept, s.of);
	s.form_id = session.token;
	s.from_check = text_is(page_query(page, "from"), "check");
	s.before = form_previous_page(&kept.answers, s.of->index);
	/* A page that is not asked lies between: Back leads past it. */
	if (!s.from_check && s.before == s.of->index - 1) {
		TRY(page_prepared(page, kept.form, s.of, render_marked, &prepared));
		html = page_assemble(page, kept.form, prepared, &kept.answers, session.token,
		    s.status);
	} else {
		TRY(page_fields_html(page, kept.form->definition, s.of, &kept.answers, NULL,
		    false, &s.fields));
		TRY(render(page, &s, &html));
	}
	http_reply_html(response, 200, html);
	return ERR_OK;
}

static enum err
show_again(struct page_context *page, struct http_response *response, struct showing *s,
    const struct form_verdict *verdict, int status)
{
	struct html html;

	s->verdict = verdict;
	s->status = status_line(page, &(struct page_kept){ 0 }, s->of);
	TRY(page_fields_html(page, s->form->definition, s->of, &verdict->answers, verdict,
	    false, &s->fields));
	TRY(render(page, s, &html));
	http_reply_html(response, status, html);
	return ERR_OK;
}

static enum way
way_of(struct page_context *page)
{
	return http_field_has(page->fields, "go", "later")   ? WAY_LATER
	       : http_field_has(page->fields, "go", "back")  ? WAY_BACK
	       : http_field_has(page->fields, "go", "leave") ? WAY_BACK_TOLD
	                                                     : WAY_ON;
}

/* Answers of this page that were typed and cannot be taken, and those that can. */
static int
refused_here(const struct showing *s, const struct form_verdict *verdict, int *taken_out)
{
	const struct form *f = s->form->definition;
	int                refused = 0;

	*taken_out = 0;
	for (size_t i = 0; i < f->item_count; i++) {
		if (f->items[i].page != s->of->index)
			continue;
		refused += !text_empty(verdict->given[i]);
		*taken_out += verdict->answers.items[i].state != FORM_ABSENT;
	}
	return refused;
}

/* Where the button leads once the page is stored. */
static struct url
way_url(struct page_context *page, const struct showing *s, enum way way, int next,
    int refused)
{
	const char *form = s->form->slug;

	if (way == WAY_LATER)
		return page_url_plus(page, page_url(page, "/s/{}/later", form, NULL),
		    refused > 0
		        ? arena_printf(page->arena, "?from=%s&left=%d", s->of->slug, refused)
		        : arena_printf(page->arena, "?from=%s", s->of->slug));
	if (way != WAY_ON)
		return back_url(page, s);
	return next < 0 ? page_url(page, "/s/{}/check", form, NULL)
	                : page_url(page, "/s/{}/{}", form,
	                      s->form->definition->pages[next].slug, NULL);
}

/* Save what is right, then go where the button leads or say what is not. */
static enum err
save(struct page_context *page, struct http_response *response, struct showing *s,
    const struct page_session *session, const struct form_verdict *verdict)
{
	const struct form *f = s->form->definition;
	enum way           way = way_of(page);
	int                taken, refused = refused_here(s, verdict, &taken), next = -1;
	bool               stays, blank;
	enum err           err;

	if (way == WAY_ON && !s->from_check)
		next = form_next_page(&verdict->answers, s->of->index + 1);
	stays = way == WAY_ON ? !verdict->accepted : way == WAY_BACK && refused > 0;
	if (way != WAY_ON && !stays && taken == 0 && !session->saved) {
		http_reply_redirect(response, way_url(page, s, way, next, refused));
		return ERR_OK; /* nothing to store, and nothing was */
	}
	err = draft_save(page->arena, page->site->db,
	    &(struct draft_save){ .id = session->id,
	        .owner = s->form->owner,
	        .form = s->form->form,
	        .version = s->form->version,
	        .language = page->language,
	        .page = s->of->slug,
	        .begun_at = session->begun_at,
	        .answers = form_answers_to_json(page->arena, &verdict->answers, s->of,
	            FORM_PARTS_ALL),
	        .next = next >= 0 ? f->pages[next].slug : NULL },
	    &blank);
	if (err == ERR_CONFLICT)
		return page_sent_already(page, response, s->form, session->id);
	if (err == ERR_UNAVAILABLE || err == ERR_UNCERTAIN) {
		if (session->cookie) /* it may be stored after all */
			page_session_keep(page, s->form, session, true, -1, response);
		if (!verdict->accepted)
			return show_again(page, response, s, verdict, 503);
		return page_unavailable(page, response, s->form, &verdict->answers, s->of,
		    session->token, own_url(page, s), false);
	}
	TRY(err);
	page_session_keep(page, s->form, session, true, blank && !stays ? next : -1,
	    response);
	if (stays)
		return show_again(page, response, s, verdict, 422);
	http_reply_redirect(response, way_url(page, s, way, next, refused));
	return ERR_OK;
}

enum err
page_question_save(struct page_context *page, struct http_response *response)
{
	struct catalogue_form *form;
	struct page_session    session;
	struct page_kept       kept = { 0 };
	struct form_verdict    verdict;
	struct form_fields     fields = page_posted(page);
	struct showing         s = { 0 };
	bool                   found;

	TRY(page_form(page, response, &form));
	if (form == NULL)
		return ERR_OK;
	/* What was sent in time gets its receipt even now: page_send sees to it. */
	if (!form->open && !form->definition->one_page)
		return page_closed(page, response, form);
	found = page_session_find(page, form, &session);
	if (!found)
		page_session_new(page, form, &session);
	/* Earlier pages matter only where a question depends on them. */
	TRY(page_kept_version(page, form, session.version, &kept.form));
	kept.answers = form_answers_new(page->arena, kept.form->definition);
	if (session.saved && !form->definition->one_page &&
	    page_form_branches(kept.form->definition))
		TRY(page_kept_load(page, form, &session, &kept));
	s.form = kept.form;
	s.of = form_page_find(kept.form->definition, page->args[1]);
	if (s.of == NULL)
		return no_such_page(page, response, form);
	s.form_id = session.token;
	s.from_check = http_field_has(page->fields, "back", "check");
	s.before = form_previous_page(&kept.answers, s.of->index);
	form_check(page->arena, kept.form->definition, s.of, &fields, &kept.answers,
	    page->language, &verdict);
	if (!kept.form->definition->one_page)
		return save(page, response, &s, &session, &verdict);
	if (!found) {
		/* Without the id that came with the form a repeat could not be told. */
		s.note = text_of(page_t(page,
		    "The page had lost the mark by which we count your answers once. Nothing "
		    "was stored yet; they are all below. Please send them again."));
		return show_again(page, response, &s, &verdict, 400);
	}
	if (!verdict.accepted)
		return show_again(page, response, &s, &verdict, 422);
	return page_send(page, response, kept.form, &session, &verdict.answers,
	    own_url(page, &s));
}
