/* SPDX-License-Identifier: ISC */
#include "base/uuid.h"

#include <string.h>

#include "base/random.h"

struct uuid
uuid_new(void)
{
	struct uuid uuid;

	random_bytes(uuid.b, sizeof(uuid.b));
	uuid.b[6] = (uint8_t)((uuid.b[6] & 0x0f) | 0x40);
	uuid.b[8] = (uint8_t)((uuid.b[8] & 0x3f) | 0x80);
	return uuid;
}

bool
uuid_parse(struct text text, struct uuid *uuid_out)
{
	size_t at = 0;

	if (text.len != UUID_TEXT)
		return false;
	for (size_t i = 0; i < sizeof(uuid_out->b); i++) {
		int high, low;

		if (i == 4 || i == 6 || i == 8 || i == 10)
			if (text.s[at++] != '-')
				return false;
		high = text_hex(text.s[at]);
		low = text_hex(text.s[at + 1]);
		if (high < 0 || low < 0)
			return false;
		uuid_out->b[i] = (uint8_t)(high << 4 | low);
		at += 2;
	}
	return true;
}

const char *
uuid_format(struct uuid uuid, char dst[UUID_TEXT + 1])
{
	static const char digits[] = "0123456789abcdef";
	char             *p = dst;

	for (size_t i = 0; i < sizeof(uuid.b); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = digits[uuid.b[i] >> 4];
		*p++ = digits[uuid.b[i] & 15];
	}
	*p = '\0';
	return dst;
}

const char *
uuid_text(struct arena *arena, struct uuid uuid)
{
	return uuid_format(uuid, arena_alloc(arena, UUID_TEXT + 1));
}

bool
uuid_equal(struct uuid a, struct uuid b)
{
	return memcmp(a.b, b.b, sizeof(a.b)) == 0;
}

bool
uuid_is_nil(struct uuid uuid)
{
	static const struct uuid nil;

	return uuid_equal(uuid, nil);
}
