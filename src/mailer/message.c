/* SPDX-License-Identifier: ISC */
#include "mailer/message.h"

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "mailer/encode.h"
#include "mailer/smtp.h"

#define HEADER_VALUE_MAX 500
#define FILE_NAME_MAX    150

/* Controls that turn the direction of what follows could make a subject read
 * as something else (Unicode TR 36, 2.10). */
static bool
turns_direction(uint32_t code)
{
	return (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069) ||
	       code == 0x200e || code == 0x200f || code == 0x061c;
}

/* May this be (part of) a header's value? */
static bool
value_ok(struct text text, size_t max)
{
	if (text.len > max)
		return false;
	for (size_t i = 0; i < text.len;) {
		uint32_t code = 0;
		size_t   n = utf8_next(text.s + i, text.len - i, &code);

		if (n == 0 || code < ' ' || (code >= 0x7f && code < 0xa0) ||
		    code == 0x2028 || code == 0x2029 || turns_direction(code))
			return false;
		i += n;
	}
	return true;
}

/* dot-atom @ domain: whatever else an address may be has to be quoted in a
 * header, and no such address is taken here. */
static bool
address_ok(const struct mail_addr *addr)
{
	static const char special[] = "()<>[]:;@\\,\" ";
	struct text       full = addr->full;
	const char       *at;

	if (!smtp_address_safe(full) || !value_ok(full, 254))
		return false;
	at = memchr(full.s, '@', full.len);
	if (at == NULL || at == full.s || at + 1 == full.s + full.len)
		return false;
	for (size_t i = 0; i < full.len; i++) {
		if (full.s + i != at && full.s[i] != '\0' &&
		    strchr(special, full.s[i]) != NULL)
			return false;
		if (full.s + i > at && (unsigned char)full.s[i] >= 0x80)
			return false; /* domains come as A-labels */
	}
	return true;
}

static bool
is_visible_ascii(const char *p, size_t len, const char *but)
{
	for (size_t i = 0; i < len; i++)
		if (p[i] <= ' ' || p[i] > '~' || strchr(but, p[i]) != NULL)
			return false;
	return true;
}

static bool
message_ok(const struct message *m)
{
	if (!address_ok(m->from) || !address_ok(m->to) ||
	    (m->reply_to != NULL && !address_ok(m->reply_to)))
		return false;
	if (!value_ok(m->subject, HEADER_VALUE_MAX) || m->subject.len == 0 ||
	    !value_ok(m->from_name, HEADER_VALUE_MAX))
		return false;
	if (m->id.len == 0 || m->id.len > 200 ||
	    !is_visible_ascii(m->id.s, m->id.len, "<>()\\\"") ||
	    memchr(m->id.s, '@', m->id.len) == NULL)
		return false;
	if (m->unsubscribe.s != NULL &&
	    (m->unsubscribe.len > 900 ||
	        !is_visible_ascii(m->unsubscribe.s, m->unsubscribe.len, "<>")))
		return false;
	if (m->language == NULL || strlen(m->language) > 35 ||
	    !is_visible_ascii(m->language, strlen(m->language), "<>\""))
		return false;
	for (size_t i = 0; i < m->file_count; i++)
		if (m->files[i].name.len == 0 || !value_ok(m->files[i].name, FILE_NAME_MAX))
			return false;
	return utf8_valid(m->text.s, m->text.len) && utf8_valid(m->html.s, m->html.len);
}

static void
put_date(struct buf *out, int64_t date)
{
	static const char *const days[] = { "Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	struct civil             c = clock_civil(date);
	int64_t day = (date - (date % CLOCK_DAY + CLOCK_DAY) % CLOCK_DAY) / CLOCK_DAY;

	/* 1970-01-01 was a Thursday. */
	buf_fmt(out, "Date: %s, %d %s %04d %02d:%02d:%02d +0000\r\n", days[(day % 7 + 7) % 7],
	    c.day, months[c.month - 1], c.year, c.hour, c.minute, c.second);
}

static void
put_address(struct buf *out, struct arena *arena, const char *name, struct text words,
    const struct mail_addr *addr)
{
	struct header h;
	const char   *full;

	header_begin(&h, out, name);
	if (words.len > 0) {
		header_phrase(&h, words);
		full = arena_printf(arena, "<%s>", addr->full.s);
	} else {
		full = addr->full.s;
	}
	header_token(&h, full, strlen(full));
	header_end(&h);
}

static void
put_headers(struct buf *out, struct arena *arena, const struct message *m)
{
	struct header h;
	const char   *token;

	put_date(out, m->date);
	put_address(out, arena, "From", m->from_name, m->from);
	if (m->reply_to != NULL)
		put_address(out, arena, "Reply-To", TEXT_NONE, m->reply_to);
	put_address(out, arena, "To", TEXT_NONE, m->to);
	header_begin(&h, out, "Subject");
	header_words(&h, m->subject);
	header_end(&h);
	header_begin(&h, out, "Message-ID");
	token = arena_printf(arena, "<%s>", m->id.s);
	header_token(&h, token, strlen(token));
	header_end(&h);
	buf_str(out, "MIME-Version: 1.0\r\n");
	/* RFC 3834: nobody's holiday notice should answer this. */
	buf_str(out, "Auto-Submitted: auto-generated\r\n");
	buf_fmt(out, "Content-Language: %s\r\n", m->language);
	if (m->unsubscribe.s != NULL) {
		header_begin(&h, out, "List-Unsubscribe");
		token = arena_printf(arena, "<%s>", m->unsubscribe.s);
		header_token(&h, token, strlen(token));
		header_end(&h);
		buf_str(out, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
	}
}

static void
put_text(struct buf *out, struct arena *arena, struct text text)
{
	struct text flowed = encode_flowed(arena, text);

	buf_str(out, "Content-Type: text/plain; charset=utf-8; format=flowed; delsp=no\r\n"
	             "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	encode_quoted(out, flowed.s, flowed.len);
}

/* The text alone, or text and page side by side. */
static void
put_body(struct buf *out, struct arena *arena, const struct message *m, const char *boundary)
{
	if (m->html.s == NULL) {
		put_text(out, arena, m->text);
		return;
	}
	buf_fmt(out, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n",
	    boundary);
	buf_fmt(out, "--%s\r\n", boundary);
	put_text(out, arena, m->text);
	buf_fmt(out, "\r\n--%s\r\n", boundary);
	buf_str(out, "Content-Type: text/html; charset=utf-8\r\n"
	             "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	encode_quoted(out, m->html.s, m->html.len);
	buf_fmt(out, "\r\n--%s--\r\n", boundary);
}

static void
put_file(struct buf *out, struct arena *arena, const struct message_file *file)
{
	struct header h;

	buf_fmt(out, "Content-Type: %s\r\n", file->type);
	header_begin(&h, out, "Content-Disposition");
	header_token(&h, "attachment;", strlen("attachment;"));
	header_filename(&h, arena, file->name);
	header_end(&h);
	buf_str(out, "Content-Transfer-Encoding: base64\r\n\r\n");
	encode_base64(out, file->data.p, file->data.len);
}

static uint64_t
hash_of(struct text text)
{
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.s[i]) * UINT64_C(1099511628211);
	return hash;
}

enum err
message_build(struct arena *arena, const struct message *m, struct bytes *bytes_out)
{
	struct buf  out;
	const char *outer, *inner;
	uint64_t    hash;

	if (!message_ok(m))
		return ERR_INVALID;
	/* Neither quoted-printable nor base64 can hold "=_", so the same id may
	 * give the same boundary whatever the parts say. */
	hash = hash_of(m->id);
	outer = arena_printf(arena, "=_m%016llx", (unsigned long long)hash);
	inner = arena_printf(arena, "=_a%016llx", (unsigned long long)hash);
	buf_init(&out, arena, MESSAGE_MAX);
	put_headers(&out, arena, m);
	if (m->file_count == 0) {
		put_body(&out, arena, m, inner);
	} else {
		buf_fmt(&out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n",
		    outer);
		buf_fmt(&out, "--%s\r\n", outer);
		put_body(&out, arena, m, inner);
		for (size_t i = 0; i < m->file_count; i++) {
			buf_fmt(&out, "\r\n--%s\r\n", outer);
			put_file(&out, arena, &m->files[i]);
		}
		buf_fmt(&out, "\r\n--%s--\r\n", outer);
	}
	if (!buf_ok(&out))
		return ERR_TOO_LARGE;
	/* smtp_send() looks at the whole of it before it leaves. */
	*bytes_out = (struct bytes){ (const uint8_t *)out.data, out.len };
	return ERR_OK;
}

/* CR and LF in pairs only, and no NUL.  Blocks of a fixed size: compilers make
 * vectors of them, and every letter is looked at, PDF and all. */
#define BLOCK 256

static bool
is_whole(const uint8_t *p, size_t len)
{
	size_t i = 0;

	if (len == 0 || p[0] == '\n' || p[len - 1] == '\r' || p[len - 1] == '\0')
		return len == 0;
	for (; len - i > BLOCK; i += BLOCK) {
		uint8_t wrong = 0;

		for (size_t k = i; k < i + BLOCK; k++)
			wrong |= (uint8_t)((p[k] == '\r') ^ (p[k + 1] == '\n')) |
			         (uint8_t)(p[k] == '\0');
		if (wrong)
			return false;
	}
	for (; i + 1 < len; i++)
		if ((p[i] == '\r') != (p[i + 1] == '\n') || p[i] == '\0')
			return false;
	return true;
}

static bool
has_eighth_bit(const uint8_t *p, size_t len)
{
	uint8_t all = 0;

	for (; len >= BLOCK; p += BLOCK, len -= BLOCK)
		for (size_t k = 0; k < BLOCK; k++)
			all |= p[k];
	while (len-- > 0)
		all |= *p++;
	return (all & 0x80) != 0;
}

/* No line has more than 998 characters besides its CR LF: from each line's
 * beginning, the last end within reach. */
static bool
has_short_lines(const uint8_t *p, size_t len)
{
	while (len > 1000) {
		const uint8_t *end = memrchr(p, '\n', 1000);

		if (end == NULL)
			return false;
		len -= (size_t)(end + 1 - p);
		p = end + 1;
	}
	return true;
}

bool
message_safe(struct bytes bytes, const char **why_out)
{
	const char *p = (const char *)bytes.p, *body;
	size_t      head;

	*why_out = NULL;
	if (!is_whole(bytes.p, bytes.len))
		*why_out = "a line ends in something else than CR LF, or there is a NUL";
	else if (bytes.len < 2 || p[bytes.len - 1] != '\n')
		*why_out = "it does not end in CR LF";
	else if (!has_short_lines(bytes.p, bytes.len))
		*why_out = "a line is longer than 998 characters";
	if (*why_out != NULL)
		return false;
	body = memcmp(p, "\r\n", 2) == 0 ? p : memmem(p, bytes.len, "\r\n\r\n", 4);
	if (body == NULL) {
		*why_out = "it has no body";
		return false;
	}
	head = (size_t)(body - p);
	if (has_eighth_bit(bytes.p + head, bytes.len - head)) {
		*why_out = "a byte that mail does not carry";
		return false;
	}
	return true;
}
