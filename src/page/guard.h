/* SPDX-License-Identifier: ISC
 *
 * page/guard.h - what the columns of the route table ask before a handler
 * runs: who, how lately proven, from where, how much.  Inside page/ only. */
#ifndef PAGE_GUARD_H
#define PAGE_GUARD_H

#include "page/page.h"

/* page->row and page->session are set where it passes.  false: the answer is
 * written.  Whoever may not see an address gets what an address that does not
 * exist gives, byte for byte. */
bool page_guard(struct page_context *, const struct route *, struct http_response *);

#endif
