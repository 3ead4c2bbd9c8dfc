/* SPDX-License-Identifier: ISC
 *
 * page/enter.h - what the pages share by which people sign in: the door, the
 * cookies, and where to go.  Inside page/ only. */
#ifndef PAGE_ENTER_H
#define PAGE_ENTER_H

#include "access/door.h"
#include "page/page.h"

#define ENTER_SESSION_SECONDS (12 * 3600)

/* With the proof of the session, or of the cookie where no session was asked
 * for. */
struct access_door page_door(struct page_context *);

/* A path of ours behind a sign-in, in its canonical spelling; absent when the
 * text is anything else: nobody is led to another site. */
struct text page_next(struct page_context *, struct text wanted);

/* There, or to the first page of who signed in. */
struct url page_after(struct page_context *, struct text next);

/* Set the cookie of the session that begins; person: remembered as known to
 * this browser, nil: not yet. */
void page_keep_session(struct page_context *, struct http_response *, struct text token,
    struct uuid person);
void page_drop_session(struct page_context *, struct http_response *);

/* Who signed in with this browser before; nil: nobody. */
struct uuid page_known(struct page_context *);

/* Ask for a code: at sign-in, or once more.  error: English, NULL: none. */
struct page_code_asked {
	const char               *heading;
	struct text               lead;
	struct url                self;
	const char               *name; /* of the field */
	const char               *error;
	struct text               next; /* hidden; absent: none */
	const struct http_fields *kept; /* hidden; NULL: none */
	int                       status;
};
MUST_CHECK enum err
page_ask_code(struct page_context *, struct http_response *, const struct page_code_asked *);

/* The English sentence for a code that was refused. */
const char *page_code_error(const struct access_outcome *);
/* The pages for what ends the try altogether. */
MUST_CHECK enum err
page_code_over(struct page_context *, struct http_response *, const struct access_outcome *);

/* Recovery codes, shown this once. */
MUST_CHECK enum err page_show_codes(struct page_context *, struct http_response *,
    const struct recovery_codes *, struct url onward);

/* The secret to put into an app, with its QR code. */
MUST_CHECK enum err page_show_secret(struct page_context *, struct http_response *,
    const struct access_pending *, struct url self, const char *error);

/* A code given with the very form that needed a fresh one: after it the form
 * counts.  false: the answer is written.  Called by page_serve. */
bool page_fresh(struct page_context *, struct http_response *);

#endif
