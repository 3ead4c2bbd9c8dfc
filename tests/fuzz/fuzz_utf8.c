/* SPDX-License-Identifier: ISC
 *
 * The UTF-8 check agrees with a slow reading of RFC 3629's table; a cut never
 * splits a character and cutting twice changes nothing. */
#include "fuzz.h"

#include "base/utf8.h"

/* Length of the character at p by the table of RFC 3629, section 4; 0: none. */
static size_t
slow_next(const uint8_t *p, size_t len)
{
	static const uint8_t table[][8] = {
		/* lowest and highest of each octet */
		{ 0x00, 0x7f, 0, 0, 0, 0, 0, 0 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 0, 0, 0, 0 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf, 0, 0 },
		{ 0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf, 0, 0 },
		{ 0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf, 0, 0 },
		{ 0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf, 0, 0 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf },
		{ 0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf },
		{ 0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf },
	};

	for (size_t row = 0; row < sizeof(table) / sizeof(*table); row++) {
		size_t n = 1, i = 0;

		while (n < 4 && table[row][n * 2] != 0)
			n++;
		while (i < n && i < len && p[i] >= table[row][i * 2] &&
		       p[i] <= table[row][i * 2 + 1])
			i++;
		if (i == n)
			return n;
	}
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	size_t i = 0, count = 0;

	while (i < len) {
		uint32_t code = 0;
		size_t   n = slow_next(data + i, len - i);

		must(utf8_next(data + i, len - i, &code) == n);
		if (n == 0)
			break;
		must(code <= 0x10ffff);
		i += n;
		count++;
	}
	must(utf8_valid(data, len) == (i == len));
	if (i < len)
		return 0;
	must(utf8_count(data, len) == count);
	for (size_t max = 0; max <= len + 1 && max < 40; max++) {
		size_t cut = utf8_cut(data, len, max);

		must(cut <= max && cut <= len && utf8_valid(data, cut));
		must(utf8_cut(data, cut, max) == cut);
		must(cut == len || max - cut < 4);
	}
	return 0;
}
