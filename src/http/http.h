/* SPDX-License-Identifier: ISC
 *
 * http.h - a request and its reply as values.  No socket, clock or file.
 *
 * fastcgi/ fills the request and writes the reply; pages see only these.
 * Text in a request is UTF-8 without NUL: what is not was refused before.
 * Header values cannot carry CR or LF by construction. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_OTHER };

/* "GET" -> HTTP_GET; case counts. */
enum http_method http_method_of(struct text);
const char      *http_method_name(enum http_method);

struct http_request {
	enum http_method method;
	struct text      path;  /* decoded once, canonical, starts with "/" */
	struct text      query; /* without "?", still encoded; may be absent */
	/* Headers, absent when not sent. */
	struct text  content_type, origin, fetch_site, accept_language;
	struct text  cookie_header; /* Cookie */
	struct text  user_agent;    /* for words about the device only */
	struct text  remote_addr, request_id;
	bool         https; /* by the configured base_url, never by a header */
	struct bytes body;
};

/* How a request shows where it comes from. */
enum http_site {
	HTTP_SITE_SAME,    /* Sec-Fetch-Site same-origin or none, or our Origin */
	HTTP_SITE_UNKNOWN, /* neither header: an old browser or a program */
	HTTP_SITE_FOREIGN
};

/* base_url: "https://host[:port]", its path is ignored. */
enum http_site http_site_of(const struct http_request *, struct url base_url);

/* The rule for a request that may change something: same origin; with
 * lenient (anonymous survey pages) also one that shows neither header. */
bool http_same_origin(const struct http_request *, struct url base_url, bool lenient);

/* The best of the offered languages (BCP 47) by Accept-Language; offered[0]
 * when none fits or the header is absent or broken. */
const char *
http_language(struct text accept_language, const char *const *offered, size_t count);

/* ---- forms ---- */

#define HTTP_BODY_MAX   ((size_t)1024 * 1024)
#define HTTP_FIELDS_MAX 2000
#define HTTP_VALUE_MAX  10000 /* characters */
#define HTTP_NAME_MAX   200   /* bytes */

struct http_pair {
	struct text name, value;
};
struct http_fields; /* decoded pairs in the order sent */

enum http_problem_kind {
	HTTP_FINE,
	HTTP_WRONG_TYPE, /* not application/x-www-form-urlencoded, UTF-8 */
	HTTP_BODY_TOO_LARGE,
	HTTP_TOO_MANY_FIELDS,
	HTTP_NAME_TOO_LONG,
	HTTP_VALUE_TOO_LONG,
	HTTP_NUL,
	HTTP_NOT_UTF8,
	HTTP_BAD_ESCAPE /* a % without two hexadecimal digits */
};
struct http_problem {
	enum http_problem_kind kind;
	struct text            field; /* which one; absent when none can be named */
};

/* Values are given as sent, with CR LF turned into LF.  A name sent twice is
 * data.  ERR_TOO_LARGE or ERR_INVALID, with the problem. */
MUST_CHECK enum err http_parse_form(struct arena *, struct bytes body,
    struct http_fields **fields_out, struct http_problem *problem_out);

/* The same after looking at method and content type. */
MUST_CHECK enum err http_request_form(struct arena *, const struct http_request *,
    struct http_fields **fields_out, struct http_problem *problem_out);

/* The pairs of a query string, under the same limits. */
MUST_CHECK enum err http_parse_query(struct arena *, struct text query,
    struct http_fields **fields_out, struct http_problem *problem_out);

/* English sentence and status (400, 413, 415) for a problem. */
struct text http_problem_sentence(struct arena *, const struct http_problem *);
int         http_problem_status(const struct http_problem *);

struct text http_field(const struct http_fields *, const char *name); /* first, or absent */
bool        http_field_has(const struct http_fields *, const char *name, const char *value);
size_t      http_field_count(const struct http_fields *);
struct http_pair http_field_at(const struct http_fields *, size_t);

/* The other way, for tests and links: name=value&... */
struct text http_write_form(struct arena *, const struct http_pair *, size_t count);

/* ---- replies ---- */

#define HTTP_HEADERS_MAX 32

struct http_header {
	const char *name;
	struct text value;
};

/* Where a body goes that is made while it is sent. */
struct http_out {
	void *thing;
	/* ERR_UNAVAILABLE: nobody reads any more. */
	enum err (*write)(void *thing, const void *p, size_t len);
	/* Still at work, though there is nothing to write yet. */
	void (*alive)(void *thing);
};

/* Writes the whole body.  Anything but ERR_OK: before the first byte there is
 * an error page instead; after it the connection is broken off, so that
 * nobody takes the part for the whole. */
typedef enum err http_make(void *thing, const struct http_out *);

struct http_response {
	int                status; /* 0: nothing was answered yet */
	const char        *content_type;
	struct bytes       body;
	http_make         *make; /* in place of body; NULL: body */
	void              *maker;
	struct url         location; /* s == NULL: none */
	struct http_header headers[HTTP_HEADERS_MAX];
	size_t             header_count;
};

void http_reply_html(struct http_response *, int status, struct html);
void http_reply_text(struct http_response *, int status, struct text);
/* content_type: a literal of ours, with charset where it is text. */
void
http_reply_bytes(struct http_response *, int status, const char *content_type, struct bytes);
/* A body of any length.  thing must live as long as the request's arena. */
void http_reply_stream(struct http_response *, int status, const char *content_type,
    http_make *, void *thing);
/* 303 See Other. */
void http_reply_redirect(struct http_response *, struct url);

/* Replaces a header of that name (Set-Cookie: adds).  false: the value has
 * CR, LF, NUL or another control character, or there is no room; nothing
 * was set.  The value is copied into the arena. */
MUST_CHECK bool
http_add_header(struct arena *, struct http_response *, const char *name, struct text value);
struct text http_header_of(const struct http_response *, const char *name);

/* inline or attachment with a file name (RFC 6266). */
void http_set_download(struct arena *, struct http_response *, struct text file_name);

/* The reason phrase; "" when unknown. */
const char *http_status_phrase(int status);

/* Every security header and Cache-Control, on every status; what the page
 * set itself stands.  fastcgi/ calls it last. */
void http_security_headers(struct arena *, struct http_response *, bool https);

/* Status line ("Status: 200 OK" as FastCGI wants it), headers, blank line. */
struct text http_write_head(struct arena *, const struct http_response *);

/* ---- cookies ---- */

/* name without prefix: on https it travels as "__Host-name". */
struct text http_cookie(struct arena *, const struct http_request *, const char *name);

/* HttpOnly, Path=/, SameSite=Lax, Secure on https.  max_age in seconds, 0: to
 * the end of the browser session, below 0: delete.  value: [A-Za-z0-9._~-]
 * (check()ed), under 3,500 bytes. */
void http_set_cookie(struct arena *, struct http_response *, bool https, const char *name,
    struct text value, int64_t max_age);

#endif
