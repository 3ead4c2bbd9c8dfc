/* SPDX-License-Identifier: ISC
 *
 * page/token.h - pages behind a link that proves itself. */
#ifndef PAGE_TOKEN_H
#define PAGE_TOKEN_H

#include "link/link.h"
#include "page/page.h"

struct catalogue_form;
struct response;

/* The response behind the route's {token}.  When the link is altered, over or
 * void, the page that says so is written and *found_out stays false. */
MUST_CHECK enum err
page_token_response(struct page_context *, struct http_response *, enum link_purpose,
    struct response *response_out, struct catalogue_form **form_out, bool *found_out);

/* "This link ...", for tokens of other objects. */
MUST_CHECK enum err page_token_refused(struct page_context *, struct http_response *,
    enum link_purpose, enum err);

/* An object, as long as its link is good; else the page is written. */
MUST_CHECK enum err page_token_read(struct page_context *, struct http_response *,
    enum link_purpose, struct uuid *object_out, uint32_t *generation_out, bool *found_out);

#endif
