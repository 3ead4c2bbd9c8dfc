/* SPDX-License-Identifier: ISC
 *
 * page/send.h - storing a complete answer set, and what is said when that
 * could not be done. */
#ifndef PAGE_SEND_H
#define PAGE_SEND_H

#include "base/uuid.h"
#include "form/answers.h"
#include "page/page.h"

struct catalogue_form;
struct form_page;
struct page_session;

/* Store and go to the receipt, or say why not. */
MUST_CHECK enum err
page_send(struct page_context *, struct http_response *, const struct catalogue_form *,
    const struct page_session *, const struct form_answers *, struct url self);

/* "We could not store your answers just now": all of them are in the form of
 * that page.  only: one page of them.  unsure: they may have been stored. */
MUST_CHECK enum err page_unavailable(struct page_context *, struct http_response *,
    const struct catalogue_form *, const struct form_answers *, const struct form_page *only,
    struct text form_id, struct url self, bool unsure);

/* "You have already sent other answers": with the way to the receipt,
 * while its day lasts. */
MUST_CHECK enum err page_sent_already(struct page_context *, struct http_response *,
    const struct catalogue_form *, struct uuid id);

/* Sent again with nothing but the id: to the receipt, while its day lasts. */
MUST_CHECK enum err page_sent_twice(struct page_context *, struct http_response *,
    const struct catalogue_form *, struct uuid id);

/* The address of a fresh receipt link. */
struct url page_receipt_url(struct page_context *, struct uuid id, uint32_t generation,
    const char *tail);

#endif
