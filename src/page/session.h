/* SPDX-License-Identifier: ISC
 *
 * page/session.h - which answers a browser is filling in.
 *
 * The id is made here and proves itself by a MAC; it becomes the id of the
 * response.  It travels in a cookie and, so that a page left open for long
 * loses nothing, in each form as the hidden field "id".  Beside it stand when
 * it was begun, the form version, and in the cookie whether anything has been
 * saved: until then no database needs to be asked. */
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
};

/* A new one for that form; nothing is sent or stored. */
void page_session_new(struct page_context *, const struct catalogue_form *,
    struct page_session *);

/* The one of a posted form, else of the cookie.  false: neither, or altered. */
bool page_session_find(struct page_context *, const struct catalogue_form *,
    struct page_session *);

/* Put it into the browser, or take it out. */
void page_session_keep(struct page_context *, const struct catalogue_form *,
    const struct page_session *, bool saved, struct http_response *);
void page_session_forget(struct page_context *, const struct catalogue_form *,
    struct http_response *);

/* One found again by its mailed link. */
void page_session_restore(struct page_context *, const struct catalogue_form *,
    struct uuid id, int64_t begun_at, int32_t version, struct page_session *);

#endif
