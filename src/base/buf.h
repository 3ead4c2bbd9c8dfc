/* SPDX-License-Identifier: ISC
 *
 * buf.h - the one growing buffer.  It has a maximum from birth; what would go
 * beyond sets a sticky mark and is dropped, so a writer appends freely and
 * asks once at the end. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct buf {
	struct arena *arena;
	char         *data; /* always NUL-terminated after the first write */
	size_t        len, size, max;
	bool          overflow;
};

void buf_init(struct buf *, struct arena *, size_t max);
void buf_add(struct buf *, const void *p, size_t len);
void buf_str(struct buf *, const char *s);
void buf_char(struct buf *, char c);
void buf_text(struct buf *, struct text);
void buf_fmt(struct buf *, const char *fmt, ...) PRINTF(2, 3);
void buf_int(struct buf *, int64_t);

/* Text as a string of JSON with its quotes; absent: null. */
void buf_json(struct buf *, struct text);

/* How a character that cannot stand in a string of JSON is written there; NULL:
 * it stands as it is. */
const char *json_escape(char c);

/* Forget the contents, keep the memory. */
void buf_clear(struct buf *);

/* Everything written fitted. */
static inline bool
buf_ok(const struct buf *b)
{
	return !b->overflow;
}

/* What was written, as text.  check()s that the buffer is ok. */
struct text buf_as_text(const struct buf *);

/* Read a decimal integer that fills the whole text.  false: it does not, or
 * it is outside low..high. */
bool parse_int(struct text, int64_t low, int64_t high, int64_t *value_out);

/* Write "fmt" into dst, cut at size; true when it fitted. */
bool print_to(char *dst, size_t size, const char *fmt, ...) PRINTF(3, 4);

#endif
