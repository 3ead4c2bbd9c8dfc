/* SPDX-License-Identifier: ISC
 *
 * encode.h - the encodings of mail: words in headers, quoted-printable, base64,
 * file names.  Used by message.c; apart so that each can be tested alone. */
#ifndef MAILER_ENCODE_H
#define MAILER_ENCODE_H

#include "base/buf.h"

/* Soft limit of a header line, without CR LF (RFC 5322, 2.1.1). */
#define ENCODE_HEADER_COLUMNS 78
/* A line that holds an encoded word (RFC 2047, 2). */
#define ENCODE_WORD_COLUMNS 76

/* A header under way: knows its column, folds at blanks. */
struct header {
	struct buf *out;
	size_t      column;
};

void header_begin(struct header *, struct buf *out, const char *name);
/* One token that may not be broken; a fold or a blank goes before it. */
void header_token(struct header *, const char *p, size_t len);
/* Words of prose: plain where they are ASCII, else encoded words. */
void header_words(struct header *, struct text);
/* A display name: quoted where ASCII, else encoded words. */
void header_phrase(struct header *, struct text);
void header_end(struct header *);

/* ; filename="..." and, where needed, filename*=UTF-8''... (RFC 2231). */
void header_filename(struct header *, struct arena *, struct text name);

/* Quoted-printable of lines that end in LF (or CR LF), ending in CR LF. */
void encode_quoted(struct buf *out, const char *p, size_t len);

/* Base64 in lines of 76, each ending in CR LF. */
void encode_base64(struct buf *out, const uint8_t *p, size_t len);

/* format=flowed (RFC 3676): a blank at the end of each line that wrapping
 * broke, and stuffing of lines that would mean something else. */
struct text encode_flowed(struct arena *, struct text);

#endif
