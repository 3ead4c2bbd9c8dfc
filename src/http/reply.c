/* SPDX-License-Identifier: ISC */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "http/http.h"

static void
reply(struct http_response *r, int status, const char *type, struct bytes body)
{
	r->status = status;
	r->content_type = type;
	r->body = body;
	r->make = NULL;
	r->location = (struct url){ NULL, 0 };
}

void
http_reply_html(struct http_response *r, int status, struct html html)
{
	reply(r, status, "text/html; charset=utf-8",
	    (struct bytes){ (const uint8_t *)html.s, html.len });
}

void
http_reply_text(struct http_response *r, int status, struct text text)
{
	reply(r, status, "text/plain; charset=utf-8",
	    (struct bytes){ (const uint8_t *)text.s, text.len });
}

void
http_reply_bytes(struct http_response *r, int status, const char *content_type,
    struct bytes bytes)
{
	reply(r, status, content_type, bytes);
}

void
http_reply_stream(struct http_response *r, int status, const char *content_type,
    http_make *make, void *thing)
{
	reply(r, status, content_type, (struct bytes){ NULL, 0 });
	r->make = make;
	r->maker = thing;
}

void
http_reply_redirect(struct http_response *r, struct url to)
{
	/* Printable ASCII without blanks: CR, LF or a second header cannot hide. */
	for (size_t i = 0; i < to.len; i++)
		check(to.s[i] > ' ' && to.s[i] < 0x7f);
	check(to.len > 0);
	reply(r, 303, NULL, (struct bytes){ NULL, 0 });
	r->location = to;
}

static bool
name_is_fine(const char *name)
{
	size_t len = strlen(name);

	return len > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                               "0123456789-") == len;
}

/* Printable ASCII and blanks: what every proxy passes on unchanged. */
static bool
value_is_fine(struct text value)
{
	for (size_t i = 0; i < value.len; i++)
		if (value.s[i] < ' ' || value.s[i] > '~')
			return false;
	return value.s != NULL;
}

static bool
set_header(struct http_response *r, const char *name, struct text value)
{
	struct http_header *h = NULL;

	if (strcasecmp(name, "Set-Cookie") != 0)
		for (size_t i = 0; i < r->header_count && h == NULL; i++)
			if (strcasecmp(r->headers[i].name, name) == 0)
				h = &r->headers[i];
	if (h == NULL) {
		if (r->header_count == HTTP_HEADERS_MAX)
			return false;
		h = &r->headers[r->header_count++];
	}
	*h = (struct http_header){ name, value };
	return true;
}

bool
http_add_header(struct arena *arena, struct http_response *r, const char *name,
    struct text value)
{
	check(name_is_fine(name));
	if (!value_is_fine(value))
		return false;
	return set_header(r, name,
	    (struct text){ arena_strndup(arena, value.s, value.len), value.len });
}

struct text
http_header_of(const struct http_response *r, const char *name)
{
	for (size_t i = 0; i < r->header_count; i++)
		if (strcasecmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return TEXT_NONE;
}

void
http_set_download(struct arena *arena, struct http_response *r, struct text file_name)
{
	struct buf plain, full;
	size_t     len = utf8_cut(file_name.s, file_name.len, 150);

	buf_init(&plain, arena, 4096);
	buf_init(&full, arena, 16384);
	for (size_t i = 0; i < len; i++) {
		char c = file_name.s[i];
		bool simple = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		              (c >= '0' && c <= '9') ||
		              (c != '\0' && strchr("-_. ", c) != NULL);

		/* A path or a hidden file is never what we mean. */
		if (c == '.' && (i == 0 || strchr("./\\", file_name.s[i - 1]) != NULL))
			simple = false;
		buf_char(&plain, simple ? c : '_');
		if (simple && c != ' ')
			buf_char(&full, c);
		else if (c == ' ' || (unsigned char)c >= 0x80)
			buf_fmt(&full, "%%%02X", (unsigned char)c);
		else
			buf_char(&full, '_');
	}
	check(http_add_header(arena, r, "Content-Disposition",
	    text_of(arena_printf(arena,
	        "attachment; filename=\"%s\"; "
	        "filename*=UTF-8''%s",
	        buf_as_text(&plain).s, buf_as_text(&full).s))));
}

const char *
http_status_phrase(int status)
{
	static const struct {
		int         status;
		const char *phrase;
	} rows[] = { { 200, "OK" }, { 204, "No Content" }, { 303, "See Other" },
		{ 304, "Not Modified" }, { 400, "Bad Request" }, { 403, "Forbidden" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 408, "Request Timeout" }, { 409, "Conflict" }, { 410, "Gone" },
		{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
		{ 421, "Misdirected Request" }, { 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" }, { 500, "Internal Server Error" },
		{ 503, "Service Unavailable" } };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].status == status)
			return rows[i].phrase;
	return "";
}

/* Literals of ours on every reply: neither checked nor copied again. */
static const struct {
	const char *name;
	struct text value;
	bool        https_only;
} security_headers[] = {
	{ "Content-Security-Policy",
	    TEXT_LIT(
	        "default-src 'none'; style-src 'self'; "
	        "script-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; "
	        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
	    false },
	{ "Strict-Transport-Security", TEXT_LIT("max-age=63072000; includeSubDomains"),
	    true },
	{ "X-Content-Type-Options", TEXT_LIT("nosniff"), false },
	/* For browsers that do not know frame-ancestors. */
	{ "X-Frame-Options", TEXT_LIT("DENY"), false },
	/* Not no-referrer: it turns the Origin of our own forms into "null". */
	{ "Referrer-Policy", TEXT_LIT("same-origin"), false },
	{ "Cross-Origin-Opener-Policy", TEXT_LIT("same-origin"), false },
	{ "Cross-Origin-Resource-Policy", TEXT_LIT("same-origin"), false },
	{ "Permissions-Policy",
	    TEXT_LIT("camera=(), geolocation=(), microphone=(), "
	             "payment=(), usb=()"),
	    false },
	/* Not no-store: Back must bring typed answers again. */
	{ "Cache-Control", TEXT_LIT("private, no-cache"), false },
};

void
http_security_headers(struct arena *arena, struct http_response *r, bool https)
{
	size_t own = r->header_count;

	(void)arena;
	for (size_t i = 0; i < sizeof(security_headers) / sizeof(*security_headers); i++) {
		bool set = security_headers[i].https_only && !https;

		for (size_t h = 0; h < own && !set; h++)
			set = strcasecmp(r->headers[h].name, security_headers[i].name) == 0;
		if (set)
			continue;
		check(r->header_count < HTTP_HEADERS_MAX);
		r->headers[r->header_count++] =
		    (struct http_header){ security_headers[i].name,
			    security_headers[i].value };
	}
}

static void
write_header(struct buf *b, const char *name, struct text value)
{
	buf_str(b, name);
	buf_add(b, ": ", 2);
	buf_text(b, value);
	buf_add(b, "\r\n", 2);
}

struct text
http_write_head(struct arena *arena, const struct http_response *r)
{
	struct buf b;

	check(r->status >= 200 && r->status <= 599);
	buf_init(&b, arena, (size_t)64 * 1024);
	buf_fmt(&b, "Status: %d %s\r\n", r->status, http_status_phrase(r->status));
	if (r->content_type != NULL)
		write_header(&b, "Content-Type", text_of(r->content_type));
	/* How long a stream is, nobody knows before its end. */
	if (r->status != 204 && r->status != 304 && r->make == NULL)
		buf_fmt(&b, "Content-Length: %zu\r\n", r->body.len);
	if (r->location.s != NULL)
		write_header(&b, "Location", (struct text){ r->location.s, r->location.len });
	for (size_t i = 0; i < r->header_count; i++)
		write_header(&b, r->headers[i].name, r->headers[i].value);
	buf_add(&b, "\r\n", 2);
	return buf_as_text(&b);
}
