/* SPDX-License-Identifier: ISC */
#include "base/utf8.h"

size_t
utf8_next(const void *bytes, size_t len, uint32_t *code_out)
{
	const uint8_t *p = bytes;
	uint32_t       code, lowest;
	size_t         size;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*code_out = p[0];
		return 1;
	}
	if (p[0] >= 0xc2 && p[0] <= 0xdf) {
		size = 2;
		lowest = 0x80;
		code = p[0] & 0x1fu;
	} else if (p[0] >= 0xe0 && p[0] <= 0xef) {
		size = 3;
		lowest = 0x800;
		code = p[0] & 0x0fu;
	} else if (p[0] >= 0xf0 && p[0] <= 0xf4) {
		size = 4;
		lowest = 0x10000;
		code = p[0] & 0x07u;
	} else {
		return 0;
	}
	if (len < size)
		return 0;
	for (size_t i = 1; i < size; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3fu);
	}
	if (code < lowest || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
		return 0;
	*code_out = code;
	return size;
}

bool
utf8_valid(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	uint32_t       code;

	while (len > 0) {
		size_t size = utf8_next(p, len, &code);

		if (size == 0)
			return false;
		p += size;
		len -= size;
	}
	return true;
}

bool
utf8_one_line(const void *bytes, size_t len)
{
	static const struct {
		uint32_t first, last;
	} none[] = { { 0, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x61c, 0x61c },
		{ 0x180e, 0x180e }, { 0x200b, 0x200b }, { 0x200e, 0x200f },
		{ 0x2028, 0x202e }, { 0x2060, 0x206f }, { 0x3164, 0x3164 },
		{ 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xe0000, 0xe007f } };
	const uint8_t *p = bytes;
	uint32_t       code;

	for (size_t at = 0, size; at < len; at += size) {
		size = utf8_next(p + at, len - at, &code);
		if (size == 0)
			return false;
		for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
			if (code >= none[i].first && code <= none[i].last)
				return false;
	}
	return true;
}

size_t
utf8_count(const void *bytes, size_t len)
{
	const uint8_t *p = bytes;
	size_t         count = 0;

	for (size_t i = 0; i < len; i++)
		if ((p[i] & 0xc0) != 0x80)
			count++;
	return count;
}

size_t
utf8_cut(const void *bytes, size_t len, size_t max)
{
	const uint8_t *p = bytes;

	if (len <= max)
		return len;
	while (max > 0 && (p[max] & 0xc0) == 0x80)
		max--;
	return max;
}
