/* SPDX-License-Identifier: ISC
 *
 * letters.h - what each kind of letter says, rendered when it is sent.
 *
 * One function a kind, in a table; each reads the pinned data of its object
 * and makes subject, text, page and files of it.  Wiring of the courier. */
#ifndef MAIN_LETTERS_H
#define MAIN_LETTERS_H

#include "mailer/message.h"
#include "outbox/outbox.h"

struct bench_cache;
struct catalogue;
struct config;
struct link_keys;
struct view_set;

struct letter_desk {
	struct db              *db;
	const struct config    *config;
	const struct view_set  *views;
	const struct link_keys *keys;
	struct catalogue       *forms;
	struct bench_cache     *snapshots;
};

struct letter_mail {
	struct text         subject, text;
	struct html         html;
	struct url          unsubscribe; /* absent: not a list letter */
	struct message_file file;        /* file.data.p == NULL: none */
	const char         *gone;        /* not owed any more, and why; else NULL */
};

/* ERR_UNAVAILABLE: the database; others: it cannot be rendered (logged). */
MUST_CHECK enum err letter_render(struct arena *, const struct letter_desk *,
    const struct outbox_letter *, int64_t now, struct letter_mail *mail_out);

#endif
