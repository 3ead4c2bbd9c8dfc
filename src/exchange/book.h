/* SPDX-License-Identifier: ISC
 *
 * book.h - the responses of a form as a workbook: the sheets data (codes),
 * labels (the same in words) and codebook. */
#ifndef EXCHANGE_BOOK_H
#define EXCHANGE_BOOK_H

#include "exchange/export.h"
#include "form/answers.h"

struct sheet_book;
struct export_book;

MUST_CHECK enum err
book_open(struct arena *, const struct export *, struct export_book **book_out);
/* ERR_TOO_LARGE: the format has no room for one more. */
MUST_CHECK enum err book_add(struct arena *, struct export_book *, const struct export_row *,
    const struct form_answers *);
MUST_CHECK enum err book_end(struct arena *, struct export_book *);

/* Finish any workbook and hand it on. */
MUST_CHECK enum err book_send(struct sheet_book *, const struct export_sink *);

#endif
