/* SPDX-License-Identifier: ISC
 *
 * page/person.h - people on pages.  Inside page/ only. */
#ifndef PAGE_PERSON_H
#define PAGE_PERSON_H

#include "access/access.h"
#include "page/page.h"

/* English: "Lead consultant". */
const char *page_role_words(enum access_role);

/* English: what there is for a role that opens nothing but its account; NULL for
 * the others. */
const char *page_role_scope(enum access_role);

/* Of POST /review/people and /firm/people: adds somebody. */
MUST_CHECK enum err page_people_invite(struct page_context *, struct http_response *);

#endif
