/* SPDX-License-Identifier: ISC
 *
 * octets.h - inside http/ and router/: percent-decoding. */
#ifndef HTTP_OCTETS_H
#define HTTP_OCTETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* The octet of "%xx" at s, of at most len bytes; -1: not an escape. */
static inline int
octet_escaped(const char *s, size_t len)
{
	int high, low;

	if (len < 3 || s[0] != '%')
		return -1;
	high = text_hex(s[1]);
	low = text_hex(s[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

#endif
