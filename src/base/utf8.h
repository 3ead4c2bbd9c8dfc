/* SPDX-License-Identifier: ISC
 *
 * utf8.h - well-formed UTF-8 as in RFC 3629: no overlong forms, no surrogates,
 * nothing above U+10FFFF. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Length of the well-formed character at p, of at most len bytes; 0: none. */
size_t utf8_next(const void *p, size_t len, uint32_t *code_out);
bool   utf8_valid(const void *p, size_t len);

/* Characters (code points) in valid UTF-8. */
size_t utf8_count(const void *p, size_t len);

/* Do these stand on one line, as they are written?  Well-formed, no control
 * character or other break of a line, nothing that cannot be seen or turns the
 * direction.  Joiners stay, for scripts need them.  The same as one_line() of
 * sql/migrations/0001_base.sql. */
bool utf8_one_line(const void *p, size_t len);

/* Most bytes not above max that end at a character's border. */
size_t utf8_cut(const void *p, size_t len, size_t max);

#endif
