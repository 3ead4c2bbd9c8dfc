/* SPDX-License-Identifier: ISC
 *
 * uuid.h - identifiers as in RFC 9562: 16 bytes, written in lower case. */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

#define UUID_TEXT 36

struct uuid {
	uint8_t b[16];
};

/* Version 4, random. */
struct uuid uuid_new(void);

/* 36 characters; upper case accepted, nothing else. */
bool uuid_parse(struct text, struct uuid *uuid_out);

/* Lower case into dst, NUL-terminated.  Returns dst. */
const char *uuid_format(struct uuid, char dst[UUID_TEXT + 1]);

/* The same, in the arena. */
const char *uuid_text(struct arena *, struct uuid);

bool uuid_equal(struct uuid, struct uuid);
bool uuid_is_nil(struct uuid);

#endif
