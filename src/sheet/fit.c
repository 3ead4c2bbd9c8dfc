/* SPDX-License-Identifier: ISC
 *
 * fit.c - names and texts as a workbook can hold them. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "sheet/sheet.h"

#define NAME_MAX_UNITS 31

/* What a character takes in UTF-16, by which the format counts. */
static size_t
units(uint32_t code)
{
	return code > 0xffff ? 2 : 1;
}

struct text
sheet_fit_name(struct arena *arena, struct text name)
{
	struct buf b;
	size_t     used = 0, len;
	uint32_t   code;

	buf_init(&b, arena, 256);
	buf_str(&b, "");
	for (size_t at = 0; at < name.len; at += len) {
		len = utf8_next(name.s + at, name.len - at, &code);
		if (len == 0 || used + units(code) > NAME_MAX_UNITS)
			break;
		used += units(code);
		if (code < 0x20 || (code < 0x80 && strchr("[]:*?/\\", (int)code) != NULL))
			buf_char(&b, '-');
		else if (code == '\'' &&
		         (at == 0 || at + len == name.len || used == NAME_MAX_UNITS))
			buf_char(&b, '-');
		else
			buf_add(&b, name.s + at, len);
	}
	/* Excel keeps this one for itself. */
	if (b.len == 0 || strcasecmp(b.data, "History") == 0)
		return TEXT_LIT("Sheet");
	return buf_as_text(&b);
}

static bool
is_hex(char c)
{
	return text_hex(c) >= 0;
}

/* "_x000D_" in a cell would be read as a carriage return. */
static bool
reads_as_escape(const char *s, size_t len)
{
	return len >= 7 && s[0] == '_' && s[1] == 'x' && is_hex(s[2]) && is_hex(s[3]) &&
	       is_hex(s[4]) && is_hex(s[5]) && s[6] == '_';
}

static bool
fits_as_it_is(struct text text)
{
	if (text.len > SHEET_TEXT_MAX)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xef ||
		    (c == '_' && reads_as_escape(text.s + i, text.len - i)))
			return false;
	}
	return true;
}

struct text
sheet_fit_text(struct arena *arena, struct text text)
{
	struct buf b;
	size_t     used = 0, len;
	uint32_t   code;

	if (fits_as_it_is(text))
		return (struct text){ arena_strndup(arena, text.s, text.len), text.len };
	buf_init(&b, arena, text.len * 4 + 16);
	buf_str(&b, "");
	for (size_t at = 0; at < text.len; at += len) {
		len = utf8_next(text.s + at, text.len - at, &code);
		if (len == 0)
			break;
		if (code == '_' && reads_as_escape(text.s + at, text.len - at)) {
			if ((used += 7) > SHEET_TEXT_MAX)
				break;
			buf_str(&b, "_x005F_");
			continue;
		}
		if ((used += units(code)) > SHEET_TEXT_MAX)
			break;
		/* XML 1.0 has no place for these, escaped or not. */
		if ((code < 0x20 && code != '\n' && code != '\t') || code == 0xfffe ||
		    code == 0xffff)
			buf_str(&b, "\xef\xbf\xbd");
		else
			buf_add(&b, text.s + at, len);
	}
	return buf_as_text(&b);
}
