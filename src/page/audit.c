/* SPDX-License-Identifier: ISC
 *
 * audit.c - /review/audit and /firm/audit: who did what, newest first, fifty to
 * a page, all of it or what was chosen from the lists.  Nothing can be taken
 * back or changed there. */
#include <string.h>

#include "access/access.h"
#include "access/people.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "config/config.h"
#include "http/http.h"
#include "page/audit_words.h"
#include "page/desk.h"
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
offer_all(struct page_context *page, struct view_model *m, const struct text *actors,
    size_t count, const struct access_audit_asked *asked)
{
	const char *code, *words;
	bool        kind = asked->kind.s == NULL, who = asked->who.s == NULL;

	view_list_in(m, "kinds");
	view_list_in(m, "whos");
	for (size_t i = 0; (code = audit_kind(i, &words)) != NULL; i++) {
		offer(m, "kinds", text_of(code), page_t(page, words), asked->kind);
		kind = kind || text_is(asked->kind, code);
	}
	for (size_t i = 0; i < count; i++) {
		offer(m, "whos", actors[i], audit_actor(page, actors[i]), asked->who);
		who = who || text_equal(actors[i], asked->who);
	}
	return kind && who;
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

/* The days asked about, as they were given: "2026-11-22". */
struct days {
	struct text from, to;
	const char *wrong; /* name of the field that is no day; NULL: none */
};

/* The moment at which that day began, or so many later. */
static bool
day_of(struct text day, int later, struct opt_int *out)
{
	*out = OPT_INT_NONE;
	if (day.s == NULL)
		return true;
	out->set = day.len == strlen("2026-11-22") && clock_parse_iso(day, &out->v);
	out->v += later * CLOCK_DAY;
	return out->set;
}

/* day: one alone, as older addresses ask. */
static struct days
days_asked(struct page_context *page, struct access_audit_asked *asked)
{
	struct text day = asked_for(page, "day");
	struct days d = { asked_for(page, "from"), asked_for(page, "to"), NULL };

	if (day.s != NULL)
		d.from = d.to = day;
	if (!day_of(d.to, 1, &asked->upto))
		d.wrong = "to";
	if (!day_of(d.from, 0, &asked->from))
		d.wrong = "from";
	return d;
}

static void
put_days(struct page_context *page, struct view_model *m, const struct days *d,
    const char *sentence)
{
	view_set_str(m, "from", or_none(page, d->from));
	view_set_str(m, "to", or_none(page, d->to));
	desk_field_error(m, "from_error", d->wrong, sentence);
	desk_field_error(m, "to_error", d->wrong, sentence);
}

static struct url
older(struct page_context *page, const struct access_audit_asked *asked,
    const struct days *d, int64_t before)
{
	struct url filters = page_url(page, "?kind={}&who={}&from={}&to={}",
	    or_none(page, asked->kind), or_none(page, asked->who), or_none(page, d->from),
	    or_none(page, d->to), NULL);

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
		.who = asked_for(page, "who") };
	struct days               days = days_asked(page, &asked);
	const char               *sentence = NULL;
	struct access_event      *rows = NULL;
	struct text              *actors;
	struct view_model        *m;
	size_t                    count;

	if (before.s != NULL) {
		if (!parse_int(before, 1, INT64_MAX, &asked.before.v))
			return ERR_NOT_FOUND;
		asked.before.set = true;
	}
	if (days.wrong != NULL)
		sentence =
		    page_t(page, "Give a day as year, month and day, such as 2026-11-22");
	m = desk_model(page, text_of(page_t(page, "Audit")), sentence, days.wrong);
	TRY(access_audit_actors(&door, &asked, &actors, &count));
	if (!offer_all(page, m, actors, count, &asked))
		return ERR_NOT_FOUND;
	count = 0;
	if (days.wrong == NULL)
		TRY(access_audit(&door, &asked, EVENTS + 1, &rows, &count));
	put_days(page, m, &days, sentence);
	view_list_in(m, "events");
	for (size_t i = 0; i < count && i < EVENTS; i++)
		add_event(page, m, &rows[i]);
	view_set_url(m, "self_url", page_url(page, page->row->pattern, NULL));
	view_set_bool(m, "broad_view", access_may(page->session, ACCESS_CONSULTANT));
	view_set_text(m, "kept",
	    view_number(page->arena, page->language, page->site->config->keep_audit));
	view_set_bool(m, "none", count == 0 && days.wrong == NULL);
	view_set_bool(m, "chosen",
	    asked.kind.s != NULL || asked.who.s != NULL || asked.from.set || asked.upto.set);
	view_set_bool(m, "any", count > 0);
	view_set_bool(m, "more", count > EVENTS);
	view_set_url(m, "older_url",
	    older(page, &asked, &days, count > EVENTS ? rows[EVENTS - 1].id : 1));
	return page_render(page, response, days.wrong == NULL ? 200 : 422, "page/audit", m);
}
