/* SPDX-License-Identifier: ISC */
#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "config/config.h"
#include "database/db.h"
#include "link/link.h"
#include "view/view.h"

static const char settings[] = "base_url = http://127.0.0.1:8080\n"
                               "operator_name = Longshore and Vane\n"
                               "operator_contact = help@soundings.example\n"
                               "operator_phone = +44 20 7946 0018\n";

__attribute__((noreturn)) static void
bail_out(const char *what, const char *why)
{
	printf("Bail out! %s: %s\n", what, why);
	exit(1);
}

bool
test_site_open(struct test_site *t, const char *application_name)
{
	const char       *web = getenv("SOUNDINGS_TEST_WEB"), *problem = "";
	const char       *more = getenv("SOUNDINGS_TEST_SETTINGS"), *words;
	struct config    *config;
	struct link_keys *keys;

	if (web == NULL) {
		puts("1..0 # SKIP run it beside tests/db/with-postgres");
		return false;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	random_start();
	t->process = arena_new((size_t)256 * 1024 * 1024);
	t->arena = arena_new((size_t)64 * 1024 * 1024);
	t->admin = PQconnectdb(getenv("SOUNDINGS_TEST_ADMIN"));
	PQclear(PQexec(t->admin, "SET search_path = soundings"));
	PQclear(PQexec(t->admin, "SET client_min_messages = error"));
	test_site_publish(t, "forms/kam-preparedness.json");
	test_site_publish(t, "forms/matter-feedback.json");
	words = arena_printf(t->process, "%s%s\n", settings, more ? more : "");
	if (config_parse(t->process, "test", words, strlen(words), &config, &problem) !=
	    ERR_OK)
		bail_out("settings", problem);
	t->site = (struct page_site){ .process = t->process, .config = config };
	if (link_keys_parse(t->process, link_keys_generate(t->process, NULL), &keys,
	        &problem) != ERR_OK ||
	    view_open(t->process, &t->site.views) != ERR_OK)
		bail_out("keys or templates", problem);
	t->site.keys = keys;
	t->up = db_open(web, application_name);
	t->site.db = t->up;
	if (page_site_start(&t->site) != ERR_OK)
		bail_out("pages", "cannot start");
	return true;
}

void
test_site_close(struct test_site *t)
{
	PQfinish(t->admin);
	db_close(t->up);
	arena_free(t->arena);
	arena_free(t->process);
}

char *
test_site_file(const char *file)
{
	char  path[1024], *text;
	FILE *f;
	long  size;

	print_to(path, sizeof path, "%s/%s", SRCDIR, file);
	f = fopen(path, "r");
	if (f == NULL)
		bail_out(path, "cannot be read");
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	text = calloc(1, (size_t)size + 1);
	if (fread(text, 1, (size_t)size, f) != (size_t)size)
		bail_out(path, "cannot be read whole");
	fclose(f);
	return text;
}

void
test_site_publish(struct test_site *t, const char *file)
{
	const char *slash = strrchr(file, '/'), *slug = slash ? slash + 1 : file;
	char        name[64], *text = test_site_file(file);
	const char *values[2] = { name, text };
	PGresult   *r;

	print_to(name, sizeof name, "%.*s", (int)strcspn(slug, "."), slug);
	r = PQexecParams(t->admin,
	    "WITH f AS (INSERT INTO soundings.form (owner, slug, state) "
	    "VALUES (soundings.operator_firm(), $1, 'open') "
	    "ON CONFLICT (slug) DO UPDATE SET state = 'open' RETURNING owner, id) "
	    "INSERT INTO soundings.form_version (owner, form, version, content, sha256, published_by) "
	    "SELECT owner, id, 1 + coalesce((SELECT max(version) FROM soundings.form_version v WHERE v.form = f.id), 0), "
	    "$2, sha256(convert_to($2, 'UTF8')), 'test' FROM f",
	    2, NULL, values, NULL, NULL, 0);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		bail_out(file, PQerrorMessage(t->admin));
	PQclear(r);
	free(text);
}

static enum err
collect(void *thing, const void *p, size_t len)
{
	buf_add(thing, p, len);
	return ERR_OK;
}

static void
stay(void *thing)
{
	(void)thing;
}

void
test_site_body(struct test_site *t, const struct http_request *request,
    struct http_response *response)
{
	struct buf b;
	enum err   err;

	if (response->make == NULL || request->method == HTTP_HEAD)
		return;
	buf_init(&b, t->arena, (size_t)64 * 1024 * 1024);
	buf_str(&b, "");
	err = response->make(response->maker, &(struct http_out){ &b, collect, stay });
	if (err != ERR_OK && b.len == 0) {
		page_refuse(&t->site, t->arena, request, 503, response);
		return;
	}
	if (err != ERR_OK)
		buf_str(&b, "[broken off]");
	response->body = (struct bytes){ (const uint8_t *)buf_as_text(&b).s, b.len };
}
