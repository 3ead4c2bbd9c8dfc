/* SPDX-License-Identifier: ISC
 *
 * page/page.h - what every page handler is given, and how it answers.
 *
 * One page is one x.c with x.mustache and a fixture x.json.  A handler reads
 * the request, asks the rooms below and fills a view model; it writes no
 * markup and no SQL.  page_serve() is the whole way from a parsed request to a
 * reply: route, guard, form fields, handler, error page.  No page includes
 * another page. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/text.h"

struct access_session;
struct catalogue;
struct config;
struct db;
struct http_fields;
struct http_request;
struct http_response;
struct link_keys;
struct route;
struct tx;
struct view_set;

#define PAGE_ARGS_MAX 4

/* What a process keeps between requests; filled once, then never changed but
 * for the caches behind the pointers. */
struct page_site {
	struct arena           *process;
	struct db              *db;
	const struct config    *config;
	const struct link_keys *keys;
	const struct view_set  *views;
	struct catalogue       *forms;
	void                   *snapshots; /* benchmark's cache */
	/* Text for /metrics, from main/; NULL: none. */
	struct text (*metrics)(void *arg, struct arena *);
	void *metrics_arg;
	/* The row of the last request, for the log; NULL: no such address. */
	const struct route *matched;
};

/* All rows of routes.def, for `soundings routes` and tests. */
const struct route *page_routes(size_t *count_out);

/* Fills forms and snapshots; the others are the caller's. */
MUST_CHECK enum err page_site_start(struct page_site *);

struct page_context {
	struct page_site          *site;
	struct arena              *arena; /* this request's */
	const struct http_request *request;
	const struct http_fields  *fields;              /* POST; else empty */
	struct text                args[PAGE_ARGS_MAX]; /* {names} of the route */
	const struct route        *row;                 /* what matched */
	/* Who is signed in; NULL: nobody, or the row is for anyone. */
	const struct access_session *session;
	int64_t                      now; /* wall clock */
	const char                  *language;
	struct text                  wanted_language; /* asked for or remembered */
	const char *const           *offered;         /* to switch between */
	size_t                       offered_count;
};

typedef enum err page_handler(struct page_context *, struct http_response *);

/* A transaction with the row's database role, the firm of who is signed in and
 * the proof of the session.  Pages behind a sign-in use no other: the database
 * then knows by itself who asks.  Inside it, ERR_NOT_FOUND becomes the 404
 * page: what is another's and what is not there look the same. */
MUST_CHECK enum err page_begin(struct page_context *, struct tx **tx_out);

/* Answer one request.  Never fails: what goes wrong becomes an error page. */
void page_serve(struct page_site *, struct arena *, const struct http_request *, int64_t now,
    struct http_response *response_out);

/* A request that was refused before it could be read (400, 413), or whose reply
 * (*response_out, else zero) came to nothing before its first byte: what that set
 * in the browser still holds, a renewed session above all. */
void page_refuse(struct page_site *, struct arena *, const struct http_request *, int status,
    struct http_response *response_out);

#define ROUTE(method, pattern, handler, role, csrf, who, fresh, rate, limit, prose) \
	page_handler page_##handler;
#include "page/routes.def"
#undef ROUTE

#endif
