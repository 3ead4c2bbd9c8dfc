/* SPDX-License-Identifier: ISC
 *
 * fastcgi.h - from a FastCGI connection to a request value, and back.
 *
 * The only user of libfcgi, which parses what the web server sends and is no
 * wall against anybody else: who may open the socket decides that.  Here every
 * value is checked once: what comes twice, is not UTF-8, or differs from its
 * announced length never reaches a page.
 *
 * Used by main/web.c, one connection at a time, after the fork. */
#ifndef FASTCGI_FASTCGI_H
#define FASTCGI_FASTCGI_H

#include "http/http.h"

struct fastcgi;

struct fastcgi_call {
	struct http_request request; /* path and query are still empty */
	struct text         uri;     /* as the client sent it; split it once */
	int                 refused; /* 0, or the status to answer: 400, 413 */
	const char         *why;     /* for the log, when refused */
};

/* listener: nonblocking, for it is shared.  body_max: longer bodies are
 * refused unread.  Process lifetime. */
struct fastcgi *fastcgi_open(struct arena *, int listener, size_t body_max);

/* Take a waiting connection and read its whole request into the arena.
 * ERR_NOT_FOUND: none waits any more.  ERR_UNAVAILABLE: it broke off and is
 * closed; there is nobody to answer. */
MUST_CHECK enum err
fastcgi_accept(struct fastcgi *, struct arena *, struct fastcgi_call *call_out);

/* Answer it and close.  ERR_UNAVAILABLE: the other side was gone.
 * bytes_out: sent, head included. */
MUST_CHECK enum err fastcgi_reply(struct fastcgi *, struct arena *,
    const struct http_request *, const struct http_response *, size_t *bytes_out);

/* The same for a reply that is made while it is sent (response->make).  alive is
 * called now and then: work goes on.  begun_out: something was sent; if not, and
 * it failed, another reply can still be sent on the same call.  When it failed
 * later the connection ends without the protocol's own end, which web servers
 * pass on as a broken transfer. */
MUST_CHECK enum err
fastcgi_stream(struct fastcgi *, struct arena *, const struct http_response *,
    void (*alive)(void *thing), void *thing, size_t *bytes_out, bool *begun_out);

/* Reading parameters, for tests: fills the call from "NAME=value" strings. */
void fastcgi_read_params(struct arena *, char *const *params, struct fastcgi_call *call_out,
    int64_t *length_out, int64_t body_max);

#endif
