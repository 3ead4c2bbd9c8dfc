/* SPDX-License-Identifier: ISC
 *
 * audit.c - /review/audit and /firm/audit: who did what, newest first, fifty to
 * a page, all of it or what was chosen from the lists.  Nothing can be taken
 * back or changed there. */
#include "access/access.h"
#include "access/people.h"
#include "base/arena.h"
#include "base/buf.h"
#include "config/config.h"
#include "http/http.h"
#include "page/audit_words.h"
#include "page/enter.h"
#include "page/frame.h"
#include "router/router.h"

#define EVENTS 50

static void
offer(struct view_model *m, const char *list, struct text value, const char *words,
    struct text chosen)
{
	struct view_model *v = view_list_add(m, list);

	view_set_text(v, "value", value);
	view_set_str(v, "words", words);
	view_set_bool(v, "chosen", text_equal(value, chosen));
}

/* Fills the lists.  false: something was asked for that is in none of them. */
static bool
offer_all(struct page_context *page, struct view_model *m,
    const struct access_choice *choices, size_t count, const struct access_audit_asked *asked)
{
	const char *code, *words;
	bool        kind = asked->kind.s == NULL, who = asked->who.s == NULL,
	     day = asked->day.s == NULL;

	view_list_in(m, "kinds");
	view_list_in(m, "whos");
	view_list_in(m, "days");
	for (size_t i = 0; (code = audit_kind(i, &words)) != NULL; i++) {
		offer(m, "kinds", text_of(code), page_t(page, words), asked->kind);
		kind = kind || text_is(asked->kind, code);
	}
	for (size_t i = 0; i < count; i++) {
		struct text value = choices[i].value;

		if (text_is(choices[i].what, "day")) {
			offer(m, "days", value, value.s, asked->day);
			day = day || text_equal(value, asked->day);
		} else {
			offer(m, "whos", value, audit_actor(page, value), asked->who);
			who = who || text_equal(value, asked->who);
		}
	}
	return kind && who && day;
}

static struct text
asked_for(struct page_context *page, const char *name)
{
	struct text value = page_query(page, name);

	return text_empty(value) ? TEXT_NONE : value;
}

static const char *
or_none(struct page_context *page, struct text value)
{
	return value.s != NULL ? arena_strndup(page->arena, value.s, value.len) : "";
}

static struct url
older(struct page_context *page, const struct access_audit_asked *asked, int64_t before)
{
	struct url filters = page_url(page, "?kind={}&who={}&day={}",
	    or_none(page, asked->kind), or_none(page, asked->who), or_none(page, asked->day),
	    NULL);

	return page_url_plus(page, page_url(page, page->row->pattern, NULL),
	    arena_printf(page->arena, "%s&before=%lld", filters.s, (long long)before));
}

static void
add_event(struct page_context *page, struct view_model *m, const struct access_event *e)
{
	struct view_model *v = view_list_add(m, "events");
	const char        *detail = audit_detail(page, e);
	struct url         url;

	view_set_text(v, "at", view_date(page->arena, page->language, e->at, true));
	view_set_str(v, "actor", audit_actor(page, e->actor));
	view_set_str(v, "did", audit_sentence(page, e));
	view_set_str(v, "detail", *detail != '\0' ? detail : NULL);
	view_set_str(v, "object", audit_object(page, e, &url));
	view_set_bool(v, "linked", url.s != NULL);
	view_set_url(v, "object_url", url.s != NULL ? url : URL_LIT("/"));
}

enum err
page_audit_show(struct page_context *page, struct http_response *response)
{
	struct access_door        door = page_door(page);
	struct text               before = page_query(page, "before");
	struct access_audit_asked asked = { .kind = asked_for(page, "kind"),
		.who = asked_for(page, "who"),
		.day = asked_for(page, "day") };
	struct access_choice     *choices;
	struct access_event      *rows;
	struct view_model        *m = page_model_str(page, "Audit");
	size_t                    count;

	if (before.s != NULL) {
		if (!parse_int(before, 1, INT64_MAX, &asked.before.v))
			return ERR_NOT_FOUND;
		asked.before.set = true;
	}
	TRY(access_audit_choices(&door, &choices, &count));
	if (!offer_all(page, m, choices, count, &asked))
		return ERR_NOT_FOUND;
	TRY(access_audit(&door, &asked, EVENTS + 1, &rows, &count));
	view_list_in(m, "events");
	for (size_t i = 0; i < count && i < EVENTS; i++)
		add_event(page, m, &rows[i]);
	view_set_url(m, "self_url", page_url(page, page->row->pattern, NULL));
	view_set_bool(m, "broad_view", access_may(page->session, ACCESS_CONSULTANT));
	view_set_text(m, "kept",
	    view_number(page->arena, page->language, page->site->config->keep_audit));
	view_set_bool(m, "none", count == 0);
	view_set_bool(m, "more", count > EVENTS);
	view_set_url(m, "older_url",
	    older(page, &asked, count > EVENTS ? rows[EVENTS - 1].id : 1));
	return page_render(page, response, 200, "page/audit", m);
}
