/* SPDX-License-Identifier: ISC */
#include "csv/csv.h"

#include <string.h>

/* What spreadsheets take for the start of a formula, and the full-width forms
 * of the same signs that some of them fold. */
static bool
looks_like_formula(struct text text)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
		"\xef\xbc\xa0" };

	if (text.len == 0)
		return false;
	if (strchr("=+-@\t\r\n", text.s[0]) != NULL)
		return true;
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (text.len >= 3 && memcmp(text.s, wide[i], 3) == 0)
			return true;
	return false;
}

/* A table: every character of an export is looked at. */
static const bool needs_quotes[256] = {
	[0] = true,
	[','] = true,
	[';'] = true,
	['\t'] = true,
	['"'] = true,
	['\r'] = true,
	['\n'] = true,
};

void
csv_cell(struct buf *b, bool first, struct text text)
{
	bool guard = looks_like_formula(text);
	bool quote = guard;

	if (!first)
		buf_char(b, ',');
	for (size_t i = 0; i < text.len && !quote; i++)
		quote = needs_quotes[(unsigned char)text.s[i]];
	if (text.len > 0 && (text.s[0] == ' ' || text.s[text.len - 1] == ' '))
		quote = true;
	if (!quote) {
		buf_text(b, text);
		return;
	}
	buf_char(b, '"');
	if (guard)
		buf_char(b, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '"')
			buf_char(b, '"');
		buf_char(b, text.s[i]);
	}
	buf_char(b, '"');
}

void
csv_plain(struct buf *b, bool first, struct text text)
{
	bool quote = text.len > 0 && (text.s[0] == ' ' || text.s[text.len - 1] == ' ');

	if (!first)
		buf_char(b, ',');
	for (size_t i = 0; i < text.len && !quote; i++)
		quote = needs_quotes[(unsigned char)text.s[i]] || text.s[i] == '\'';
	if (!quote) {
		buf_text(b, text);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		char c = text.s[i];

		if (c == '"')
			buf_char(b, '"');
		buf_char(b, c == '\n' || c == '\r' || c == '\0' ? ' ' : c);
	}
	buf_char(b, '"');
}

void
csv_number(struct buf *b, bool first, const char *digits)
{
	if (!first)
		buf_char(b, ',');
	buf_str(b, digits);
}

void
csv_end_row(struct buf *b)
{
	buf_str(b, "\r\n");
}
