/* SPDX-License-Identifier: ISC
 *
 * page/done.h - what an act has done, told on the page that follows it.
 *
 * The sentence travels in a cookie of one minute, sealed for the person it is
 * for: no address carries it, and nobody else can put words there.  Inside
 * page/ only. */
#ifndef PAGE_DONE_H
#define PAGE_DONE_H

#include "page/page.h"

/* Before a redirect, by somebody signed in. */
void page_done(struct page_context *, struct http_response *, struct text sentence);
void page_done_str(struct page_context *, struct http_response *, const char *english);

/* The sentence that waits for this person; absent. */
struct text page_done_waiting(struct page_context *);

/* It was shown: once is enough. */
void page_done_shown(struct page_context *, struct http_response *);

#endif
