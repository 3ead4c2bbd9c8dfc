/* SPDX-License-Identifier: ISC */
#include "fastcgi/fastcgi.h"

#include <errno.h>
#include <unistd.h>

#include <fcgiapp.h>

#include "base/fault.h"
#include "base/log.h"

struct fastcgi {
	FCGX_Request request;
	size_t       body_max;
};

struct fastcgi *
fastcgi_open(struct arena *arena, int listener, size_t body_max)
{
	struct fastcgi *fcgi = ARENA_NEW(arena, struct fastcgi);

	check(FCGX_Init() == 0);
	/* Always with the descriptor: FCGX_IsCGI looks at 0 only. */
	check(FCGX_InitRequest(&fcgi->request, listener, 0) == 0);
	fcgi->body_max = body_max;
	return fcgi;
}

static void
finish(struct fastcgi *fcgi)
{
	/* "Detached" is closed at once; else libfcgi would wait for the web
	 * server to close first, and this worker with it. */
	FCGX_Detach(&fcgi->request);
	FCGX_Finish_r(&fcgi->request);
}

static enum err
broken(struct fastcgi *fcgi, const char *why)
{
	LOG(EV_REQUEST_BROKEN, log_str("why", why));
	finish(fcgi);
	return ERR_UNAVAILABLE;
}

/* libfcgi hands over a truncated body as if it had ended: only the count and
 * the stream's error tell. */
static enum err
read_body(struct fastcgi *fcgi, struct arena *arena, size_t length, struct bytes *body_out)
{
	FCGX_Stream *in = fcgi->request.in;
	char        *body = arena_alloc(arena, length + 1);
	int          got = 0;

	if (length > 0)
		got = FCGX_GetStr(body, (int)length, in);
	if ((size_t)got != length || FCGX_GetError(in) != 0)
		return broken(fcgi, "the body is shorter than announced");
	if (FCGX_GetChar(in) != EOF)
		return broken(fcgi, "the body is longer than announced");
	*body_out = (struct bytes){ (const uint8_t *)body, length };
	return ERR_OK;
}

static enum err
no_connection(int result)
{
	/* Somebody else was quicker; or the peer had gone, which libfcgi
	 * passes over in silence before it finds nobody else waiting. */
	if (result == -EAGAIN || result == -ECONNABORTED || result == -EINTR)
		return ERR_NOT_FOUND;
	LOG(EV_REQUEST_BROKEN, log_str("why", "accept"),
	    log_str("what", strerror(result < 0 ? -result : 0)));
	usleep(10000); /* out of descriptors, say: do not spin */
	return ERR_NOT_FOUND;
}

enum err
fastcgi_accept(struct fastcgi *fcgi, struct arena *arena, struct fastcgi_call *call_out)
{
	int     result = FCGX_Accept_r(&fcgi->request);
	int64_t length;

	*call_out = (struct fastcgi_call){ 0 };
	if (result != 0)
		return no_connection(result);
	/* One request at a time is a worker's promise: a connection kept open
	 * would hold it idle, whatever the web server offers. */
	fcgi->request.keepConnection = 0;
	fastcgi_read_params(arena, fcgi->request.envp, call_out, &length,
	    (int64_t)fcgi->body_max);
	if (FAULT("fastcgi.accepted"))
		return broken(fcgi, "fault point");
	if (call_out->refused != 0)
		return ERR_OK;
	return read_body(fcgi, arena, (size_t)length, &call_out->request.body);
}

static void
put(FCGX_Stream *out, const void *p, size_t len)
{
	for (const char *at = p; len > 0;) {
		int piece = len > 1024 * 1024 ? 1024 * 1024 : (int)len;

		if (FCGX_PutStr(at, piece, out) < 0)
			return; /* asked once, at the end */
		at += piece;
		len -= (size_t)piece;
	}
}

enum err
fastcgi_reply(struct fastcgi *fcgi, struct arena *arena, const struct http_request *request,
    const struct http_response *response, size_t *bytes_out)
{
	FCGX_Stream *out = fcgi->request.out;
	struct text  head = http_write_head(arena, response);
	bool         gone;

	*bytes_out = head.len;
	put(out, head.s, head.len);
	if (request->method != HTTP_HEAD) {
		put(out, response->body.p, response->body.len);
		*bytes_out += response->body.len;
	}
	if (FAULT("fastcgi.half-sent"))
		return broken(fcgi, "fault point");
	/* Closed here, in this order, the last piece of the page and the end of
	 * the request are one write: the web server wakes once for both. */
	(void)FCGX_FClose(fcgi->request.err);
	gone = FCGX_FClose(out) < 0 || FCGX_GetError(out) != 0;
	finish(fcgi);
	return gone ? ERR_UNAVAILABLE : ERR_OK;
}

/* ---- a body that is made while it is sent ---- */

struct stream {
	FCGX_Stream *out;
	struct text  head;
	size_t       sent;
	bool         begun;
	void (*alive)(void *thing);
	void *thing;
};

static void
stay(void *thing)
{
	struct stream *s = thing;

	s->alive(s->thing);
}

static enum err
pass_on(void *thing, const void *p, size_t len)
{
	struct stream *s = thing;

	if (!s->begun)
		put(s->out, s->head.s, s->head.len);
	s->begun = true;
	put(s->out, p, len);
	s->sent += len;
	s->alive(s->thing);
	/* Who reads slowly makes us wait in put(); who has gone ends it here. */
	return FCGX_GetError(s->out) != 0 ? ERR_UNAVAILABLE : ERR_OK;
}

/* Close without the record that would call it complete. */
static void
abandon(struct fastcgi *fcgi)
{
	FCGX_Detach(&fcgi->request);
	FCGX_Free(&fcgi->request, 1);
}

enum err
fastcgi_stream(struct fastcgi *fcgi, struct arena *arena,
    const struct http_response *response, void (*alive)(void *thing), void *thing,
    size_t *bytes_out, bool *begun_out)
{
	struct stream stream = { .out = fcgi->request.out,
		.head = http_write_head(arena, response),
		.alive = alive,
		.thing = thing };
	enum err      err =
	    response->make(response->maker, &(struct http_out){ &stream, pass_on, stay });

	if (err == ERR_OK && !stream.begun) /* nothing at all is also a whole */
		err = pass_on(&stream, "", 0);
	*bytes_out = stream.begun ? stream.head.len + stream.sent : 0;
	*begun_out = stream.begun;
	if (!stream.begun)
		return err;
	if (err == ERR_OK && FCGX_FFlush(stream.out) < 0)
		err = ERR_UNAVAILABLE;
	if (err != ERR_OK) {
		abandon(fcgi);
		return err;
	}
	finish(fcgi);
	return ERR_OK;
}
