/* SPDX-License-Identifier: ISC
 *
 * echo_server - master and workers over FastCGI, with a page that says what
 * arrived: the tests of prefork/, fastcgi/ and of the web server's site look
 * through it.
 *
 *     echo_server SOCKET WORKERS REQUESTS_PER_WORKER [--check]
 *
 * Paths: /sleep (300 ms), /hang, /crash, /exit, /redirect-trick, /pid,
 * /stream (100 MB), /stream-broken (half of them), /stream-never, /stream-empty,
 * /stream-slow (3 s, beyond the deadline). */
#include <signal.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "fastcgi/fastcgi.h"
#include "prefork/prefork.h"

static void
say(struct buf *out, const char *name, struct text value)
{
	buf_fmt(out, "%s=[", name);
	if (value.s != NULL)
		buf_text(out, value);
	buf_str(out, "]\n");
}

static void
describe(struct arena *arena, const struct fastcgi_call *call, struct http_response *response)
{
	const struct http_request *r = &call->request;
	struct buf                 out;

	buf_init(&out, arena, 4 * 1024 * 1024);
	buf_fmt(&out, "method=[%s]\n", http_method_name(r->method));
	say(&out, "uri", call->uri);
	say(&out, "type", r->content_type);
	say(&out, "origin", r->origin);
	say(&out, "site", r->fetch_site);
	say(&out, "language", r->accept_language);
	say(&out, "cookie", r->cookie_header);
	say(&out, "address", r->remote_addr);
	say(&out, "request", r->request_id);
	buf_fmt(&out, "pid=[%d]\nbytes=[%zu]\n", (int)getpid(), r->body.len);
	http_reply_text(response, call->refused ? call->refused : 200, buf_as_text(&out));
}

static void
misbehave(struct arena *arena, struct text uri, struct http_response *response)
{
	if (text_is(uri, "/sleep"))
		usleep(300000);
	if (text_is(uri, "/hang"))
		pause();
	if (text_is(uri, "/crash"))
		raise(SIGSEGV);
	if (text_is(uri, "/exit"))
		_exit(1);
	if (text_is(uri, "/redirect-trick"))
		check(http_add_header(arena, response, "X-Accel-Redirect",
		    TEXT_LIT("/static/errors/unavailable.html")));
	if (text_is(uri, "/refused"))
		response->status = 503;
}

static enum err
make(void *thing, const struct http_out *out)
{
	static char        piece[64 * 1024];
	const struct text *uri = thing;
	int                pieces = text_is(*uri, "/stream-slow") ? 12 : 1600;

	for (size_t i = 0; i < sizeof(piece); i++)
		piece[i] = (char)('a' + i % 26);
	if (text_is(*uri, "/stream-never"))
		return ERR_UNAVAILABLE;
	if (text_is(*uri, "/stream-empty"))
		return ERR_OK;
	for (int i = 0; i < pieces; i++) {
		if (text_is(*uri, "/stream-broken") && i == 800)
			return ERR_UNAVAILABLE;
		if (pieces == 12) {
			usleep(250000);
			out->alive(out->thing);
		}
		if (out->write(out->thing, piece, sizeof(piece)) != ERR_OK)
			return ERR_UNAVAILABLE;
	}
	return ERR_OK;
}

static void
stay(void *worker)
{
	prefork_busy(worker);
}

static enum err
answer(struct fastcgi *fcgi, struct prefork_worker *worker, struct arena *arena,
    struct fastcgi_call *call, struct http_response *response)
{
	size_t   bytes;
	bool     begun;
	enum err err;

	if (call->uri.len < 7 || strncmp(call->uri.s, "/stream", 7) != 0)
		return fastcgi_reply(fcgi, arena, &call->request, response, &bytes);
	http_reply_stream(response, 200, "application/octet-stream", make, &call->uri);
	http_security_headers(arena, response, false);
	err = fastcgi_stream(fcgi, arena, response, stay, worker, &bytes, &begun);
	if (err == ERR_OK || begun)
		return err;
	*response = (struct http_response){ 0 };
	http_reply_text(response, 503, TEXT_LIT("not now"));
	return fastcgi_reply(fcgi, arena, &call->request, response, &bytes);
}

static int
work(struct prefork_worker *worker, void *arg)
{
	struct arena   *process = arena_new(1024 * 1024);
	struct arena   *arena = arena_new(16 * 1024 * 1024);
	struct fastcgi *fcgi = fastcgi_open(process, *(int *)arg, HTTP_BODY_MAX);

	prefork_ready(worker);
	while (prefork_wait(worker)) {
		struct fastcgi_call  call;
		struct http_response response = { 0 };
		enum err             err;

		prefork_busy(worker);
		err = fastcgi_accept(fcgi, arena, &call);
		if (err == ERR_OK) {
			describe(arena, &call, &response);
			misbehave(arena, call.uri, &response);
			if (answer(fcgi, worker, arena, &call, &response) == ERR_OK)
				prefork_count(worker, 0, 1);
		}
		prefork_idle(worker, err != ERR_NOT_FOUND);
		arena_reset(arena);
	}
	arena_free(arena);
	arena_free(process);
	return 0;
}

int
main(int argc, char **argv)
{
	int64_t workers, requests;
	int     listener;

	log_open("echo", LOG_DEBUG);
	if (argc < 4 || !parse_int(text_of(argv[2]), 1, 256, &workers) ||
	    !parse_int(text_of(argv[3]), 0, 1000000, &requests))
		return 64;
	if (argc > 4) /* --check: a file beside the socket makes it fail */
		return access(arena_printf(arena_new(65536), "%s.bad", argv[1]), F_OK) == 0;
	if (prefork_listen(argv[1], &listener) != ERR_OK)
		return 1;
	return prefork_run(&(struct prefork_settings){
	    .listener = listener,
	    .workers = (int)workers,
	    .requests_per_worker = requests,
	    .deadline = 2 * CLOCK_SECOND,
	    .drain = 1 * CLOCK_SECOND,
	    .argv = argv,
	    .work = work,
	    .arg = &listener,
	});
}
