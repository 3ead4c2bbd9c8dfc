/* SPDX-License-Identifier: ISC
 *
 * message.h - one mail as bytes: RFC 5322 headers, MIME body.
 *
 * The same message gives the same bytes: date, id and boundary come from what
 * is passed in.  Only 7-bit lines that end in CR LF and have at most 998
 * characters leave here, so nothing in a text can end the SMTP data or begin
 * a header.  What would break that is refused, never mended.
 * Knows neither the database nor forms; smtp.h carries the bytes. */
#ifndef MAILER_MESSAGE_H
#define MAILER_MESSAGE_H

#include <stdint.h>

#include "base/text.h"

struct mail_addr;

#define MESSAGE_MAX ((size_t)16 * 1024 * 1024)

struct message_file {
	struct text  name; /* what a reader saves it as, any language */
	const char  *type; /* "application/pdf", ours */
	struct bytes data;
};

struct message {
	struct text                id;   /* "5f0c...@example.org", without <> */
	int64_t                    date; /* microseconds since 1970, UTC */
	const struct mail_addr    *from;
	struct text                from_name; /* absent: the bare address */
	const struct mail_addr    *to;
	const struct mail_addr    *reply_to; /* NULL: none */
	struct text                subject;
	const char                *language;    /* "en" */
	struct url                 unsubscribe; /* https; absent: not a list letter */
	struct text                text;        /* paragraphs of lines, LF between lines */
	struct html                html;        /* absent: text alone */
	const struct message_file *files;
	size_t                     file_count;
};

/* ERR_INVALID: a control character in a header value, an address that is none,
 * or text that is not UTF-8.  ERR_TOO_LARGE: above MESSAGE_MAX. */
MUST_CHECK enum err
message_build(struct arena *, const struct message *, struct bytes *bytes_out);

/* What every message must keep before it may be sent; false says why. */
bool message_safe(struct bytes, const char **why_out);

#endif
