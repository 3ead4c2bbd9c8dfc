/* SPDX-License-Identifier: ISC
 *
 * page/person.h - people on pages.  Inside page/ only. */
#ifndef PAGE_PERSON_H
#define PAGE_PERSON_H

#include "access/access.h"

/* English: "Lead consultant". */
const char *page_role_words(enum access_role);

#endif
