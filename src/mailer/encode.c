/* SPDX-License-Identifier: ISC */
#include "mailer/encode.h"

#include "base/utf8.h"

#define WORD_START "=?UTF-8?Q?"
#define WORD_END   "?="
#define WORD_MAX   75
#define TEXT_WIDTH 72 /* what writers of letters wrap at */

static const char hex[] = "0123456789ABCDEF";

void
header_begin(struct header *h, struct buf *out, const char *name)
{
	h->out = out;
	buf_str(out, name);
	buf_char(out, ':');
	h->column = strlen(name) + 1;
}

static void
fold(struct header *h)
{
	buf_str(h->out, "\r\n ");
	h->column = 1;
}

void
header_token(struct header *h, const char *p, size_t len)
{
	if (h->column > 1 && h->column + 1 + len > ENCODE_HEADER_COLUMNS) {
		fold(h);
	} else {
		buf_char(h->out, ' ');
		h->column++;
	}
	buf_add(h->out, p, len);
	h->column += len;
}

void
header_end(struct header *h)
{
	buf_str(h->out, "\r\n");
}

static bool
is_plain(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] < ' ' || text.s[i] > '~')
			return false;
		/* Would be read as an encoded word. */
		if (text.s[i] == '=' && i + 1 < text.len && text.s[i + 1] == '?')
			return false;
	}
	return true;
}

/* Characters that stand for themselves in any encoded word, phrases included
 * (RFC 2047, 5 (3)). */
static bool
stands_for_itself(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '!' || c == '*' || c == '+' || c == '-' || c == '/';
}

static size_t
encoded_width(const char *p, size_t len)
{
	size_t width = 0;

	for (size_t i = 0; i < len; i++)
		width += stands_for_itself((unsigned char)p[i]) || p[i] == ' ' ? 1 : 3;
	return width;
}

static void
put_encoded(struct header *h, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];

		if (c == ' ') {
			buf_char(h->out, '_');
		} else if (stands_for_itself(c)) {
			buf_char(h->out, p[i]);
		} else {
			buf_char(h->out, '=');
			buf_char(h->out, hex[c >> 4]);
			buf_char(h->out, hex[c & 15]);
		}
	}
	h->column += encoded_width(p, len);
}

/* The whole text as encoded words.  A reader drops the blanks between two of
 * them, so all blanks are inside; each ends at a character's border. */
static void
put_words(struct header *h, struct text text)
{
	const size_t frame = strlen(WORD_START WORD_END);
	size_t       at = 0;

	while (at < text.len) {
		size_t   room, end = at, width = 0;
		uint32_t code;

		/* Room for at least one character of four bytes. */
		if (h->column + 1 + frame + 12 > ENCODE_WORD_COLUMNS) {
			fold(h);
		} else {
			buf_char(h->out, ' ');
			h->column++;
		}
		room = ENCODE_WORD_COLUMNS - h->column;
		if (room > WORD_MAX)
			room = WORD_MAX;
		room -= frame;
		while (end < text.len) {
			size_t n = utf8_next(text.s + end, text.len - end, &code);
			size_t w;

			check(n > 0);
			w = encoded_width(text.s + end, n);
			if (width + w > room)
				break;
			width += w;
			end += n;
		}
		check(end > at);
		buf_str(h->out, WORD_START);
		put_encoded(h, text.s + at, end - at);
		buf_str(h->out, WORD_END);
		h->column += frame;
		at = end;
	}
}

void
header_words(struct header *h, struct text text)
{
	size_t at = 0;
	bool   foldable = is_plain(text) && text.len > 0 && text.s[0] != ' ' &&
	                text.s[text.len - 1] != ' ';

	/* Runs of blanks and words that fill a line survive only encoded. */
	for (size_t i = 0, word = 0; foldable && i < text.len; i++) {
		word = text.s[i] == ' ' ? 0 : word + 1;
		if (word > 60 || (text.s[i] == ' ' && text.s[i + 1] == ' '))
			foldable = false;
	}
	if (!foldable) {
		put_words(h, text);
		return;
	}
	while (at < text.len) {
		const char *blank = memchr(text.s + at, ' ', text.len - at);
		size_t      end = blank ? (size_t)(blank - text.s) : text.len;

		header_token(h, text.s + at, end - at);
		at = end + 1;
	}
}

void
header_phrase(struct header *h, struct text text)
{
	if (!is_plain(text) || text.len > 60) {
		put_words(h, text);
		return;
	}
	if (h->column + 3 + 2 * text.len > ENCODE_HEADER_COLUMNS)
		fold(h);
	else
		buf_char(h->out, ' ');
	buf_char(h->out, '"');
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '"' || text.s[i] == '\\') {
			buf_char(h->out, '\\');
			h->column++;
		}
		buf_char(h->out, text.s[i]);
	}
	buf_char(h->out, '"');
	h->column += 3 + text.len;
}

/* Characters of a file name that need no %XX (RFC 2231, attribute-char). */
static bool
name_stands(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '.' || c == '_';
}

void
header_filename(struct header *h, struct arena *arena, struct text name)
{
	struct buf part;
	bool       exact = true, one = true;
	size_t     at = 0, encoded = 0;
	int        number = 0;

	/* The plain one is what old readers show: no path, no quote. */
	buf_init(&part, arena, 1024);
	buf_str(&part, "filename=\"");
	for (size_t i = 0; i < name.len;) {
		uint32_t code;
		size_t   n = utf8_next(name.s + i, name.len - i, &code);
		bool     keep;

		check(n > 0);
		keep = n == 1 && (name_stands((unsigned char)name.s[i]) || name.s[i] == ' ');
		buf_char(&part, keep ? name.s[i] : '_');
		exact = exact && keep;
		for (size_t k = 0; k < n; k++)
			encoded += name_stands((unsigned char)name.s[i + k]) ? 1 : 3;
		i += n;
	}
	buf_str(&part, exact ? "\"" : "\";");
	header_token(h, part.data, part.len);
	if (exact)
		return;
	one = encoded <= 55;
	while (at < name.len) {
		size_t width = 0;

		buf_clear(&part);
		if (one)
			buf_str(&part, "filename*=UTF-8''");
		else
			buf_fmt(&part, "filename*%d*=%s", number,
			    number == 0 ? "UTF-8''" : "");
		number++;
		while (at < name.len && (one || width < 45)) {
			unsigned char c = (unsigned char)name.s[at++];

			if (name_stands(c)) {
				buf_char(&part, (char)c);
				width++;
			} else {
				buf_char(&part, '%');
				buf_char(&part, hex[c >> 4]);
				buf_char(&part, hex[c & 15]);
				width += 3;
			}
		}
		if (at < name.len)
			buf_char(&part, ';');
		header_token(h, part.data, part.len);
	}
}

void
encode_quoted(struct buf *out, const char *p, size_t len)
{
	size_t column = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)p[i];
		bool          crlf = c == '\r' && i + 1 < len && p[i + 1] == '\n';
		bool          last, plain;

		if (c == '\n' || crlf) {
			buf_str(out, "\r\n");
			column = 0;
			i += crlf;
			continue;
		}
		last = i + 1 == len || p[i + 1] == '\n' ||
		       (p[i + 1] == '\r' && i + 2 < len && p[i + 2] == '\n');
		plain = (c > ' ' && c <= '~' && c != '=') ||
		        ((c == ' ' || c == '\t') && !last);
		/* Some stores put > before a line that begins with "From ", and
		 * some relays end the letter at a lonely dot. */
		if (column == 0 && (c == '.' || (c == 'F' && len - i >= 5 &&
		                                    memcmp(p + i, "From ", 5) == 0)))
			plain = false;
		/* One column stays free for the = of a soft line break. */
		if (column + (plain ? 1 : 3) > (last ? 76 : 75)) {
			buf_str(out, "=\r\n");
			column = 0;
			if (c == '.')
				plain = false;
		}
		if (plain) {
			buf_char(out, (char)c);
			column++;
		} else {
			buf_char(out, '=');
			buf_char(out, hex[c >> 4]);
			buf_char(out, hex[c & 15]);
			column += 3;
		}
	}
	if (column > 0)
		buf_str(out, "\r\n");
}

void
encode_base64(struct buf *out, const uint8_t *p, size_t len)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char   line[78];
	size_t column = 0;

	for (size_t i = 0; i < len; i += 3) {
		size_t   n = len - i < 3 ? len - i : 3;
		uint32_t bits = (uint32_t)p[i] << 16;

		if (n > 1)
			bits |= (uint32_t)p[i + 1] << 8;
		if (n > 2)
			bits |= p[i + 2];
		line[column++] = letters[bits >> 18];
		line[column++] = letters[bits >> 12 & 63];
		line[column++] = n > 1 ? letters[bits >> 6 & 63] : '=';
		line[column++] = n > 2 ? letters[bits & 63] : '=';
		if (column == 76 || i + n == len) {
			line[column++] = '\r';
			line[column++] = '\n';
			buf_add(out, line, column);
			column = 0;
		}
	}
}

static size_t
line_length(struct text text, size_t at)
{
	const char *end = memchr(text.s + at, '\n', text.len - at);

	return end ? (size_t)(end - text.s) - at : text.len - at;
}

/* Was this line broken by wrapping?  Then the next line's first word would
 * not have fitted.  Tables, lists, addresses and short lines stand alone. */
static bool
goes_on(struct text text, size_t at, size_t len)
{
	size_t next = at + len + 1, next_len, word = 0;

	if (len == 0 || text.s[at] == ' ' || next >= text.len)
		return false;
	next_len = line_length(text, next);
	if (next_len == 0 || text.s[next] == ' ' || text.s[next] == '-')
		return false;
	if (next_len >= 4 && memcmp(text.s + next, "http", 4) == 0)
		return false;
	while (word < next_len && text.s[next + word] != ' ')
		word++;
	return utf8_count(text.s + at, len) + 1 + utf8_count(text.s + next, word) >
	       TEXT_WIDTH;
}

struct text
encode_flowed(struct arena *arena, struct text text)
{
	struct buf out;

	buf_init(&out, arena, text.len * 2 + 64);
	for (size_t at = 0; at < text.len;) {
		size_t len = line_length(text, at), keep = len;
		bool   signature = len == 3 && memcmp(text.s + at, "-- ", 3) == 0;

		while (!signature && keep > 0 &&
		       (text.s[at + keep - 1] == ' ' || text.s[at + keep - 1] == '\r'))
			keep--;
		if (keep > 0 && (text.s[at] == ' ' || text.s[at] == '>' ||
		                    (keep >= 5 && memcmp(text.s + at, "From ", 5) == 0)))
			buf_char(&out, ' ');
		buf_add(&out, text.s + at, keep);
		if (!signature && goes_on(text, at, len) && keep > 0)
			buf_char(&out, ' ');
		buf_char(&out, '\n');
		at += len + 1;
	}
	return buf_as_text(&out);
}
