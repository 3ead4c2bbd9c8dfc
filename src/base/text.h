/* SPDX-License-Identifier: ISC
 *
 * text.h - strings that say what they are, so that mixing them does not compile.
 *
 * struct text   bytes from outside, valid UTF-8 without NUL, checked at the door
 * struct html   markup; only escaping, a template or HTML_LIT makes one
 * struct url    an address we built; only url_* makes one
 * struct secret a value that logs and pages refuse
 * struct bytes  plain octets
 *
 * All are values: a pointer and a length.  s is NUL-terminated (but bytes).
 * s == NULL means "absent".  The memory belongs to whoever made it. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct text {
	const char *s;
	size_t      len;
};
struct html {
	const char *s;
	size_t      len;
};
struct url {
	const char *s;
	size_t      len;
};
struct secret {
	const char *s;
	size_t      len;
};
struct bytes {
	const uint8_t *p;
	size_t         len;
};

#define TEXT_LIT(lit) ((struct text){ "" lit, sizeof("" lit) - 1 })
#define HTML_LIT(lit) ((struct html){ "" lit, sizeof("" lit) - 1 })
#define URL_LIT(lit)  ((struct url){ "" lit, sizeof("" lit) - 1 })
#define TEXT_NONE     ((struct text){ NULL, 0 })

/* From a C string we trust to be UTF-8 (ours, or from a checked source). */
struct text text_of(const char *s);

/* From outside bytes.  ERR_INVALID: NUL inside or not UTF-8. */
MUST_CHECK enum err
text_check(struct arena *, const void *p, size_t len, struct text *text_out);

bool text_is(struct text, const char *s);
bool text_equal(struct text, struct text);
bool text_empty(struct text); /* absent, or of length 0 */

/* Value of a hexadecimal digit; -1: none. */
int text_hex(char);

/* Copy without leading and trailing blanks, tabs and line ends. */
struct text text_trim(struct arena *, struct text);

/* Escape & < > " ' for element and attribute values. */
struct html html_escape(struct arena *, struct text);

/* path: our own, with {} where each argument goes percent-encoded.
 * url_make(a, "/s/{}/{}", slug, page, NULL) */
struct url url_make(struct arena *, const char *path, ...) __attribute__((sentinel));

/* base ("https://host") + path. */
struct url url_absolute(struct arena *, struct url base, struct url path);

#endif
