/* SPDX-License-Identifier: ISC
 *
 * page/session.h - which answers a browser is filling in.
 *
 * The id is made here and proves itself by a MAC; it becomes the id of the
 * response.  It travels in a cookie and, so that a page left open for long
 * loses nothing, in each form as the hidden field "id".  Beside it stand when
 * it was begun, the form version, and in the cookie whether anything has been
 * saved: until then no database needs to be asked.
 *
 * Nor needs it where saving a page has just told that the next one holds
 * nothing.  The cookie takes that along to the page it redirects to, which
 * takes it out again.  It is for a browser that began these answers and holds
 * them alone: a link to come back takes the cookie away, and the browser that
 * opens the link asks each time. */
#ifndef PAGE_SESSION_H
#define PAGE_SESSION_H

#include "base/uuid.h"
#include "page/page.h"

struct catalogue_form;

struct page_session {
	struct uuid id;
	struct text token; /* as in the form */
	int64_t     begun_at;
	int32_t     version;
	bool        saved;  /* something may be stored */
	bool        cookie; /* the browser holds it */
	bool        alone;  /* no other browser does */
	int         blank;  /* a page that holds nothing, as of just now; -1: none */
};

/* For so long is "just now". */
#define SESSION_BLANK_SECONDS 5

/* A new one for that form; nothing is sent or stored. */
void page_session_new(struct page_context *, const struct catalogue_form *,
    struct page_session *);

/* The one of a posted form, else of the cookie.  false: neither, or altered. */
bool page_session_find(struct page_context *, const struct catalogue_form *,
    struct page_session *);

/* Put it into the browser, or take it out.  Once saved, blank says which page
 * holds nothing: its index or -1. */
void page_session_keep(struct page_context *, const struct catalogue_form *,
    const struct page_session *, bool saved, int blank, struct http_response *);
void page_session_forget(struct page_context *, const struct catalogue_form *,
    struct http_response *);

/* One found again by its mailed link. */
void page_session_restore(struct page_context *, const struct catalogue_form *,
    struct uuid id, int64_t begun_at, int32_t version, struct page_session *);

#endif
