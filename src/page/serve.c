/* SPDX-License-Identifier: ISC
 *
 * serve.c - from a request to a reply: route, guard, fields, handler, and the
 * page for whatever went wrong.  Nothing leaves half written. */
#include "page/page.h"

#include "access/access.h"
#include "base/arena.h"
#include "base/log.h"
#include "benchmark/benchmark.h"
#include "database/db.h"
#include "http/http.h"
#include "page/enter.h"
#include "page/frame.h"
#include "page/guard.h"
#include "response/catalogue.h"
#include "router/router.h"

#define ROUTE(method, pattern, handler, role, csrf, who, fresh, rate, limit, prose) \
	{ HTTP_##method, pattern, page_##handler, DB_ROLE_##role, ROUTE_##csrf,     \
		ACCESS_##who, ROUTE_##fresh, ROUTE_##rate, limit, prose },
static const struct route routes[] = {
#include "page/routes.def"
};
#undef ROUTE

static const char *const english_only[] = { "en" };

const struct route *
page_routes(size_t *count_out)
{
	*count_out = sizeof routes / sizeof routes[0];
	return routes;
}

static void
free_snapshots(void *cache)
{
	bench_cache_free(cache);
}

enum err
page_site_start(struct page_site *site)
{
	site->forms = catalogue_new(site->process, DB_ROLE_RESPONDENT);
	site->snapshots = bench_cache_new();
	arena_own(site->process, site->snapshots, free_snapshots);
	return ERR_OK;
}

static struct page_context
context_of(struct page_site *site, struct arena *arena, const struct http_request *request,
    int64_t now)
{
	struct page_context page = {
		.site = site,
		.arena = arena,
		.request = request,
		.now = now,
		.language = "en",
		.offered = english_only,
		.offered_count = 1,
	};
	static const struct bytes nothing;
	struct http_fields       *none;
	struct http_problem       problem;

	if (http_parse_form(arena, nothing, &none, &problem) == ERR_OK)
		page.fields = none;
	return page;
}

/* ?language=fr is remembered in a cookie: it says nothing about anybody. */
static void
choose_language(struct page_context *page, struct http_response *response)
{
	struct text asked = page_query(page, "language");
	const char *known;

	page->wanted_language =
	    asked.s != NULL ? asked : http_cookie(page->arena, page->request, "language");
	if (text_empty(page->wanted_language) || page->wanted_language.len > 35)
		return;
	known =
	    arena_strndup(page->arena, page->wanted_language.s, page->wanted_language.len);
	if (strspn(known, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	                  "0123456789-") != page->wanted_language.len)
		return;
	if (view_language_known(known))
		page->language = known;
	if (asked.s != NULL)
		http_set_cookie(page->arena, response, page->request->https, "language",
		    page->wanted_language, 365 * 86400);
}

static bool
read_fields(struct page_context *page, struct http_response *response)
{
	struct http_fields *fields;
	struct http_problem problem;

	if (http_request_form(page->arena, page->request, &fields, &problem) == ERR_OK) {
		page->fields = fields;
		return true;
	}
	/* What is accepted instead stands in the page's own words. */
	page_failed(page, response, http_problem_status(&problem),
	    problem.kind == HTTP_WRONG_TYPE ? TEXT_NONE
	                                    : http_problem_sentence(page->arena, &problem));
	return false;
}

static void
not_here(struct page_context *page, struct http_response *response, enum err err,
    const char *allow)
{
	if (err == ERR_CONFLICT) {
		page_failed(page, response, 405, TEXT_NONE);
		check(http_add_header(page->arena, response, "Allow", text_of(allow)));
	} else {
		page_failed(page, response, 404, TEXT_NONE);
	}
}

void
page_serve(struct page_site *site, struct arena *arena, const struct http_request *request,
    int64_t now, struct http_response *response_out)
{
	struct http_response *response = response_out;
	struct page_context   page = context_of(site, arena, request, now);
	struct route_match    match;
	enum err              err;

	*response = (struct http_response){ 0 };
	site->matched = NULL;
	choose_language(&page, response);
	err = router_match(arena, routes, sizeof routes / sizeof routes[0], request->method,
	    request->path, &match);
	if (err != ERR_OK) {
		not_here(&page, response, err, match.allow);
		return;
	}
	site->matched = match.row;
	for (size_t i = 0; i < match.arg_count && i < PAGE_ARGS_MAX; i++)
		page.args[i] = match.args[i];
	if (!page_guard(&page, match.row, response))
		return;
	if (request->method == HTTP_POST && !read_fields(&page, response))
		return;
	if (!page_fresh(&page, response))
		return;
	err = match.row->handler(&page, response);
	if (err == ERR_OK && response->status == 0)
		err = ERR_INTERNAL;
	if (err != ERR_OK)
		page_failed(&page, response, page_status_of(err), TEXT_NONE);
}

void
page_refuse(struct page_site *site, struct arena *arena, const struct http_request *request,
    int status, struct http_response *response_out)
{
	struct page_context        page = context_of(site, arena, request, 0);
	const struct http_response given_up = *response_out;

	*response_out = (struct http_response){ 0 };
	page_failed(&page, response_out, status, TEXT_NONE);
	for (size_t i = 0; i < given_up.header_count; i++) {
		const struct http_header *h = &given_up.headers[i];

		if (strcmp(h->name, "Set-Cookie") == 0 ||
		    strcmp(h->name, "X-Request-ID") == 0)
			check(http_add_header(arena, response_out, h->name, h->value));
	}
}
