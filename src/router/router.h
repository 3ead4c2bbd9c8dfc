/* SPDX-License-Identifier: ISC
 *
 * router.h - from a request's address to a row of the route table.  Pure.
 *
 * A pattern is a path whose segments are literals or {names}: "/s/{form}/{page}".
 * A last segment may end in a literal: "/report/{token}.pdf".  A literal
 * segment wins over a name, whatever the order of rows. */
#ifndef ROUTER_ROUTER_H
#define ROUTER_ROUTER_H

#include "base/text.h"
#include "http/http.h"

#define ROUTE_ARGS_MAX 4

struct page_context;

enum route_csrf {
	ROUTE_READS,  /* changes nothing: no check */
	ROUTE_OPEN,   /* anonymous: same origin, or no sign of any */
	ROUTE_STRICT, /* same origin, shown */
	ROUTE_ANYONE  /* made for machines, say the unsubscribe of RFC 8058 */
};

/* Whether a code must have been given a moment ago. */
enum route_fresh { ROUTE_ANY, ROUTE_FRESH };

/* What is counted, so that nobody has too much of it. */
enum route_rate {
	ROUTE_NONE, /* nothing: the web server's limits are enough */
	ROUTE_DOOR, /* tries to sign in, by network */
	ROUTE_HEAVY /* pages that cost much, by person */
};

struct route {
	enum http_method method; /* GET rows answer HEAD too */
	const char      *pattern;
	enum err (*handler)(struct page_context *, struct http_response *);
	int              role; /* enum db_role */
	enum route_csrf  csrf;
	int              who; /* enum access_who */
	enum route_fresh fresh;
	enum route_rate  rate;
	size_t           body_limit; /* 0: no body */
	const char      *prose;
};

struct route_match {
	const struct route *row;
	struct text         args[ROUTE_ARGS_MAX]; /* in the pattern's order */
	size_t              arg_count;
	char                allow[24]; /* "GET, HEAD, POST", with ERR_CONFLICT */
};

/* ERR_NOT_FOUND: 404.  ERR_CONFLICT: there, but not for this method: 405. */
MUST_CHECK enum err router_match(struct arena *, const struct route *rows, size_t count,
    enum http_method method, struct text path, struct route_match *match_out);

/* Split "/path?query" as the client sent it and decode the path once.
 * ERR_INVALID (400): not starting with "/", a bad escape, an encoded "/", NUL
 * or control character, not UTF-8, "//", "." or ".." segments, a fragment.
 * ERR_TOO_LARGE: over 4,000 bytes. */
MUST_CHECK enum err router_split(struct arena *, struct text request_uri,
    struct text *path_out, struct text *query_out);

/* The canonical way to write a decoded path again. */
struct url router_path(struct arena *, struct text path);

#endif
