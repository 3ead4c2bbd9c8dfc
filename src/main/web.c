/* SPDX-License-Identifier: ISC
 *
 * web.c - soundings-web: settings, keys and templates first, then a master
 * with workers, each answering one request at a time. */
#include <getopt.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "config/config.h"
#include "database/db.h"
#include "fastcgi/fastcgi.h"
#include "gen/version.h"
#include "link/link.h"
#include "main/metrics.h"
#include "page/frame.h"
#include "page/page.h"
#include "prefork/prefork.h"
#include "router/router.h"
#include "view/view.h"

#define VERSION_LINE "soundings-web " SOUNDINGS_BUILD
#define PROCESS_MAX  ((size_t)256 * 1024 * 1024)
#define REQUEST_MAX  ((size_t)128 * 1024 * 1024)
/* Above the database's own limit for a statement, below the patience of the
 * web server: a request that long is stuck. */
#define DEADLINE (25 * CLOCK_SECOND)
#define DRAIN    (5 * CLOCK_SECOND)

struct web {
	struct arena          *process;
	struct config         *config;
	struct link_keys      *keys;
	const struct view_set *views;
	int                    listener;
	bool                   https;
};

static void
usage(FILE *to)
{
	fputs("Usage: soundings-web [--config FILE] [--check]\n"
	      "\n"
	      "  soundings-web --config /etc/soundings/soundings.conf\n"
	      "  soundings-web --check     read settings, keys and templates, and "
	      "end\n"
	      "\n"
	      "Answers the web server over FastCGI.  SIGTERM ends it after the "
	      "requests\n"
	      "under way, SIGHUP takes over new settings without refusing one.\n",
	    to);
}

static int
level_of(const char *name)
{
	static const char *const names[] = { "debug", "info", "warn", "error" };

	for (int i = 0; i < 4; i++)
		if (strcmp(name, names[i]) == 0)
			return i;
	return LOG_INFO;
}

/* Everything that can be wrong before the first request. */
static bool
prepare(struct web *web, const char *flag)
{
	const char *path = config_path(flag);
	const char *problem = "";
	enum err    err = config_load(web->process, path, &web->config, &problem);

	if (err != ERR_OK) {
		fprintf(stderr, "soundings-web: %s\n",
		    err == ERR_NOT_FOUND && *problem == '\0'
		        ? "no settings file; name it by --config"
		        : problem);
		return false;
	}
	log_open("soundings-web", (enum log_level)level_of(web->config->log_level));
	if (link_keys_load(web->process, web->config->key_file, &web->keys, &problem) !=
	    ERR_OK) {
		fprintf(stderr, "soundings-web: %s\n", problem);
		return false;
	}
	if (view_open(web->process, &web->views) != ERR_OK) {
		fputs("soundings-web: a template is wrong; the log says which\n", stderr);
		return false;
	}
	web->https = strncmp(web->config->base_url, "https:", 6) == 0;
	return true;
}

/* The page for one request that arrived. */
static void
answer(struct web *web, struct page_site *site, struct arena *arena,
    struct fastcgi_call *call, struct http_response *response)
{
	struct http_request *request = &call->request;
	int                  refused = call->refused;

	request->https = web->https;
	if (refused == 0) {
		enum err err =
		    router_split(arena, call->uri, &request->path, &request->query);

		if (err != ERR_OK)
			refused = err == ERR_TOO_LARGE ? 414 : 400;
	}
	if (refused != 0) {
		LOG(EV_REQUEST_BROKEN, log_str("why", call->why ? call->why : "the address"),
		    log_int("status", refused));
		request->path = TEXT_LIT("/");
		page_refuse(site, arena, request, refused, response);
	} else {
		page_serve(site, arena, request, clock_now(), response);
	}
	if (!text_empty(request->request_id))
		(void)!http_add_header(arena, response, "X-Request-ID", request->request_id);
	http_security_headers(arena, response, web->https);
}

static void
stay_alive(void *worker)
{
	prefork_busy(worker);
}

/* A reply that is made while it is sent; what fails before the first byte is
 * an error page like any other. */
static enum err
send_stream(struct page_site *site, struct fastcgi *fcgi, struct prefork_worker *worker,
    struct arena *arena, struct fastcgi_call *call, struct http_response *response,
    size_t *bytes_out)
{
	bool     begun;
	enum err err =
	    fastcgi_stream(fcgi, arena, response, stay_alive, worker, bytes_out, &begun);

	if (err == ERR_OK)
		return err;
	if (begun) {
		LOG(EV_REPLY_BROKEN, log_str("why", err_name(err)),
		    log_int("bytes", (int64_t)*bytes_out));
		return err;
	}
	page_refuse(site, arena, &call->request, page_status_of(err), response);
	http_security_headers(arena, response, call->request.https);
	return fastcgi_reply(fcgi, arena, &call->request, response, bytes_out);
}

static void
serve_one(struct web *web, struct page_site *site, struct fastcgi *fcgi,
    struct prefork_worker *worker, struct arena *arena)
{
	int64_t              begun = clock_monotonic();
	struct http_response response = { 0 };
	struct fastcgi_call  call;
	size_t               bytes = 0;
	int64_t              took;
	enum err             err;

	prefork_busy(worker);
	err = fastcgi_accept(fcgi, arena, &call);
	if (err != ERR_OK) {
		prefork_idle(worker, err != ERR_NOT_FOUND);
		return;
	}
	site->matched = NULL;
	log_set_request(call.request.request_id.s);
	answer(web, site, arena, &call, &response);
	if (response.make != NULL && call.request.method != HTTP_HEAD)
		err = send_stream(site, fcgi, worker, arena, &call, &response, &bytes);
	else
		err = fastcgi_reply(fcgi, arena, &call.request, &response, &bytes);
	took = clock_monotonic() - begun;
	metrics_count(worker, site->matched, response.status, took);
	LOG(EV_REQUEST, log_str("method", http_method_name(call.request.method)),
	    log_str("route", site->matched ? site->matched->pattern : "-"),
	    log_int("status", response.status), log_int("micros", took),
	    log_int("bytes", (int64_t)bytes), log_str("sent", err_name(err)));
	log_set_request(NULL);
	prefork_idle(worker, true);
}

static int
work(struct prefork_worker *worker, void *arg)
{
	struct web      *web = arg;
	struct arena    *arena = arena_new(REQUEST_MAX);
	struct fastcgi  *fcgi;
	struct page_site site = {
		.process = web->process,
		.config = web->config,
		.keys = web->keys,
		.views = web->views,
		.metrics = metrics_text,
		.metrics_arg = worker,
	};

	random_start();
	site.db = db_open(web->config->database, "soundings-web");
	db_require_durable(site.db, web->config->require_durable);
	db_plan_once(site.db);
	/* Without a database there are still pages to show; on another schema
	 * there is nothing that could be right. */
	if (db_ready(site.db) == ERR_CONFLICT) {
		LOG(EV_FAILED, log_str("what", "schema"),
		    log_str("why", db_problem(site.db)));
		return PREFORK_EXIT_CONFIG;
	}
	if (page_site_start(&site) != ERR_OK)
		return 1;
	fcgi = fastcgi_open(web->process, web->listener, HTTP_BODY_MAX);
	prefork_ready(worker);
	while (prefork_wait(worker)) {
		serve_one(web, &site, fcgi, worker, arena);
		arena_reset(arena);
	}
	db_close(site.db);
	arena_free(arena);
	return 0;
}

static int
workers_of(const struct config *config)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (config->workers > 0)
		return (int)config->workers;
	return cores < 1                         ? 2
	       : cores > PREFORK_WORKERS_MAX / 2 ? PREFORK_WORKERS_MAX
	                                         : (int)cores * 2;
}

static int
run(struct web *web, char **argv)
{
	if (prefork_listen(web->config->socket, &web->listener) != ERR_OK)
		return 1;
	return prefork_run(&(struct prefork_settings){
	    .listener = web->listener,
	    .workers = workers_of(web->config),
	    .requests_per_worker = web->config->requests_per_worker,
	    .deadline = DEADLINE,
	    .drain = DRAIN,
	    .argv = argv,
	    .work = work,
	    .arg = web,
	});
}

int
main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "config", required_argument, NULL, 'c' },
		{ "check", no_argument, NULL, 'n' },
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	struct web  web = { .process = arena_new(PROCESS_MAX) };
	const char *path = NULL;
	bool        only_check = false;
	int         option;

	log_open("soundings-web", LOG_INFO);
	while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			path = optarg;
			break;
		case 'n':
			only_check = true;
			break;
		case 'h':
			usage(stdout);
			return 0;
		case 'V':
			puts(VERSION_LINE);
			return 0;
		default:
			usage(stderr);
			return 64;
		}
	}
	if (optind < argc) {
		usage(stderr);
		return 64;
	}
	if (!prepare(&web, path))
		return PREFORK_EXIT_CONFIG;
	return only_check ? 0 : run(&web, argv);
}
