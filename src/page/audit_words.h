/* SPDX-License-Identifier: ISC
 *
 * page/audit_words.h - audit events as sentences.  Inside page/ only. */
#ifndef PAGE_AUDIT_WORDS_H
#define PAGE_AUDIT_WORDS_H

#include "access/people.h"
#include "page/page.h"

/* The kinds that a reader chooses from: the room of an action and its word in
 * English; NULL behind the last. */
const char *audit_kind(size_t i, const char **words_out);

/* What was done; the action itself where this program does not know it. */
const char *audit_sentence(struct page_context *, const struct access_event *);

/* What stands behind it: a reason, and counts; "" for nothing. */
const char *audit_detail(struct page_context *, const struct access_event *);

/* Who did it, and what it was done to, with a page of its own (s NULL: none). */
const char *audit_actor(struct page_context *, struct text actor);
const char *
audit_object(struct page_context *, const struct access_event *, struct url *url_out);

#endif
