/* SPDX-License-Identifier: ISC
 *
 * page/token.h - pages behind a link that proves itself. */
#ifndef PAGE_TOKEN_H
#define PAGE_TOKEN_H

#include "link/link.h"
#include "page/page.h"
#include "response/response.h"

struct catalogue_form;

/* A link that is good. */
struct page_token {
	struct uuid object;
	uint32_t    generation;
};

/* The answers behind a link, and the version that they were given to. */
struct page_answers {
	struct response        r;
	struct catalogue_form *form;
	struct url             home; /* what the link opens: receipt or report */
};

/* The response behind the route's {token}.  When the link is altered, over or
 * void, the page that says so is written and *answers_out stays NULL. */
MUST_CHECK enum err page_answers_open(struct page_context *, struct http_response *,
    enum link_purpose, struct page_answers **answers_out);

/* The same, but only of answers that count: else "These answers are withdrawn". */
MUST_CHECK enum err page_answers_standing(struct page_context *, struct http_response *,
    enum link_purpose, struct page_answers **answers_out);

MUST_CHECK enum err
page_withdrawn(struct page_context *, struct http_response *, const struct response *);

/* "This link ...", for tokens of other objects. */
MUST_CHECK enum err page_token_refused(struct page_context *, struct http_response *,
    enum link_purpose, enum err);

/* What the route's {token} names; NULL: the link is not good, and the page that
 * says so is written. */
MUST_CHECK enum err page_token_read(struct page_context *, struct http_response *,
    enum link_purpose, struct page_token **token_out);

#endif
