/* SPDX-License-Identifier: ISC */
#include "page/session.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "http/http.h"
#include "link/link.h"
#include "response/catalogue.h"
#include "response/draft.h"

/* TOKEN.BEGUN.VERSION, and in the cookie ".0" until something was saved, then
 * ".1", or ".2" in the browser that began it, then also ".2.PAGE.SECONDS".
 * Only the token is proof; the rest is checked where it is used. */

static void
write_token(struct page_context *page, const struct catalogue_form *form,
    struct page_session *s)
{
	struct text token =
	    link_form_id_make(page->arena, page->site->keys, text_of(form->slug), s->id);

	s->token = text_of(arena_printf(page->arena, "%s.%lld.%d", token.s,
	    (long long)(s->begun_at / CLOCK_SECOND), (int)s->version));
}

void
page_session_new(struct page_context *page, const struct catalogue_form *form,
    struct page_session *session)
{
	*session = (struct page_session){
		.id = uuid_new(),
		.begun_at = page->now,
		.version = form->version,
		.alone = true,
		.blank = -1,
	};
	write_token(page, form, session);
}

void
page_session_restore(struct page_context *page, const struct catalogue_form *form,
    struct uuid id, int64_t begun_at, int32_t version, struct page_session *session)
{
	*session = (struct page_session){
		.id = id,
		.begun_at = begun_at,
		.version = version,
		.saved = true,
		.blank = -1,
	};
	write_token(page, form, session);
}

/* The part before the next dot. */
static struct text
part(struct page_context *page, struct text *rest)
{
	const char *dot = memchr(rest->s, '.', rest->len);
	size_t      len = dot ? (size_t)(dot - rest->s) : rest->len;
	struct text out = { arena_strndup(page->arena, rest->s, len), len };

	rest->s += dot ? len + 1 : len;
	rest->len -= dot ? len + 1 : len;
	return out;
}

/* What stands behind the token in the cookie. */
static void
read_mark(struct page_context *page, struct text rest, struct page_session *s)
{
	struct text mark = part(page, &rest), blank = part(page, &rest);
	int64_t     now = page->now / CLOCK_SECOND, index, then;

	s->saved = text_is(mark, "1") || text_is(mark, "2");
	s->alone = text_is(mark, "0") || text_is(mark, "2");
	s->blank = -1;
	if (text_is(mark, "2") && parse_int(blank, 0, INT32_MAX, &index) &&
	    parse_int(rest, now - SESSION_BLANK_SECONDS, now, &then))
		s->blank = (int)index;
}

static bool
read_session(struct page_context *page, const struct catalogue_form *form, struct text value,
    struct page_session *s)
{
	struct text rest = value, token, begun, version;
	int64_t     seconds, number;

	if (text_empty(value) || value.len > 200)
		return false;
	token = part(page, &rest);
	begun = part(page, &rest);
	version = part(page, &rest);
	*s = (struct page_session){ 0 };
	if (link_form_id_check(page->site->keys, text_of(form->slug), token, &s->id) !=
	    ERR_OK)
		return false;
	if (parse_int(begun, 0, page->now / CLOCK_SECOND, &seconds))
		s->begun_at = seconds * CLOCK_SECOND;
	s->version = parse_int(version, 1, INT32_MAX, &number) ? (int32_t)number
	                                                       : form->version;
	read_mark(page, rest, s);
	return true;
}

static const char *
cookie_name(struct page_context *page, const struct catalogue_form *form)
{
	return arena_printf(page->arena, "survey-%s", form->slug);
}

bool
page_session_find(struct page_context *page, const struct catalogue_form *form,
    struct page_session *session)
{
	struct text field = http_field(page->fields, "id");
	struct text cookie = http_cookie(page->arena, page->request, cookie_name(page, form));
	struct page_session kept = { 0 };
	bool                has_posted = read_session(page, form, field, session);
	bool                has_cookie;

	/* Mostly it says the same, with its mark behind: proven once is enough. */
	if (has_posted && cookie.len > field.len &&
	    memcmp(cookie.s, field.s, field.len) == 0 && cookie.s[field.len] == '.') {
		kept.id = session->id;
		read_mark(page,
		    (struct text){ cookie.s + field.len + 1, cookie.len - field.len - 1 },
		    &kept);
		has_cookie = true;
	} else {
		has_cookie = read_session(page, form, cookie, &kept);
	}
	/* The form on the screen says whose answers it holds; another tab may
	 * have begun anew since. */
	if (has_posted) {
		session->cookie = has_cookie && uuid_equal(session->id, kept.id);
		session->saved = session->cookie ? kept.saved : true;
		session->alone = session->cookie && kept.alone;
		session->blank = session->cookie ? kept.blank : -1;
	} else {
		*session = kept;
		session->cookie = has_cookie;
	}
	if (has_posted || has_cookie)
		write_token(page, form, session);
	return has_posted || has_cookie;
}

void
page_session_keep(struct page_context *page, const struct catalogue_form *form,
    const struct page_session *session, bool saved, int blank, struct http_response *response)
{
	const char *value = arena_printf(page->arena, "%s.%d", session->token.s,
	    !saved           ? 0
	    : session->alone ? 2
	                     : 1);

	if (saved && session->alone && blank >= 0)
		value = arena_printf(page->arena, "%s.%d.%lld", value, blank,
		    (long long)(page->now / CLOCK_SECOND));
	http_set_cookie(page->arena, response, page->request->https, cookie_name(page, form),
	    text_of(value), 0);
}

void
page_session_forget(struct page_context *page, const struct catalogue_form *form,
    struct http_response *response)
{
	http_set_cookie(page->arena, response, page->request->https, cookie_name(page, form),
	    TEXT_LIT("0"), -1);
}
