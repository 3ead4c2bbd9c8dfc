/* SPDX-License-Identifier: ISC
 *
 * response/draft.h - answers on their way: one row a draft, one row a page.
 *
 * A page is replaced whole, so a cleared answer is gone.  The row is made by
 * the first saved page, never by a GET.  A draft ends when its response is
 * stored; its pages go with it. */
#ifndef RESPONSE_DRAFT_H
#define RESPONSE_DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"
#include "base/uuid.h"
#include "database/db.h"

struct mail_addr;

#define DRAFT_DAYS 30

struct draft_page {
	const char *slug;
	struct text answers; /* JSON */
	int64_t     saved_at;
};

struct draft {
	struct uuid              id;
	int64_t                  form;
	int32_t                  version;
	const char              *language;
	int64_t                  begun_at, saved_at;
	int64_t                  done_at; /* 0: still open */
	uint32_t                 generation;
	const struct draft_page *pages;
	size_t                   page_count;
};

/* All pages, or only this one (absent: all).  ERR_NOT_FOUND: nothing saved yet,
 * cleared, or too old. */
MUST_CHECK enum err draft_load(struct arena *, struct db *, int64_t owner, struct uuid id,
    struct text page, struct draft *draft_out);

struct draft_save {
	struct uuid id;
	int64_t     owner, form;
	int32_t     version;
	const char *language, *page;
	struct text answers; /* JSON */
	int64_t     begun_at;
	const char *next; /* the page that will be asked for; NULL: none */
};

/* ERR_CONFLICT: the answers were sent already.  *blank_out: the next page was
 * not saved so far.  Safe to repeat. */
MUST_CHECK enum err
draft_save(struct arena *, struct db *, const struct draft_save *, bool *blank_out);

MUST_CHECK enum err draft_clear(struct arena *, struct db *, int64_t owner, struct uuid id);

/* Owe a letter with the resume link.  *later_out: that address has had its
 * mails for today, so none is owed. */
MUST_CHECK enum err draft_mail_link(struct arena *, struct db *, int64_t owner,
    struct uuid id, const struct mail_addr *, bool *later_out);

#endif
