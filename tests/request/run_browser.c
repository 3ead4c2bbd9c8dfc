/* SPDX-License-Identifier: ISC
 *
 * run_browser.c - the browser of a test: forms, cookies, requests. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "page/page.h"
#include "router/router.h"
#include "run.h"

static char *
unescape(const char *s, size_t len)
{
	static const struct {
		const char *from;
		char        to;
	} marks[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' },
		{ "&#39;", '\'' }, { "&#x27;", '\'' } };
	char *out = arena_alloc(t.words, len + 1), *o = out;

	for (const char *p = s; p < s + len;) {
		bool done = false;

		for (size_t i = 0; i < sizeof marks / sizeof marks[0] && !done; i++)
			if (strncmp(p, marks[i].from, strlen(marks[i].from)) == 0) {
				*o++ = marks[i].to;
				p += strlen(marks[i].from);
				done = true;
			}
		if (!done)
			*o++ = *p++;
	}
	*o = '\0';
	return out;
}

static char *
attribute(const char *tag, const char *end, const char *name)
{
	char        key[32];
	const char *p, *q;

	print_to(key, sizeof key, " %s=\"", name);
	p = strstr(tag, key);
	if (p == NULL || p >= end)
		return NULL;
	p += strlen(key);
	q = strchr(p, '"');
	return unescape(p, (size_t)(q - p));
}

void
add_field(char *name, char *value)
{
	if (name != NULL && t.field_count < FIELDS)
		t.fields[t.field_count++] = (struct pair){ name, value };
}

void
take_form(void)
{
	const char *p = strstr(t.page ? t.page : "", "<form"), *end;

	if (p == NULL || (end = strstr(p, "</form>")) == NULL) {
		fail("no form on the page", "");
		return;
	}
	while ((p = strchr(p + 1, '<')) != NULL && p < end) {
		const char *close = strchr(p, '>');

		if (strncmp(p, "<input", 6) == 0) {
			char       *type = attribute(p, close, "type"), *value;
			const char *checked = strstr(p, " checked");

			if (type &&
			    (strcmp(type, "radio") == 0 || strcmp(type, "checkbox") == 0) &&
			    (checked == NULL || checked > close))
				continue;
			value = attribute(p, close, "value");
			add_field(attribute(p, close, "name"),
			    value ? value : arena_strdup(t.words, ""));
		} else if (strncmp(p, "<textarea", 9) == 0) {
			const char *stop = strstr(close, "</textarea>");

			add_field(attribute(p, close, "name"),
			    unescape(close + 2, (size_t)(stop - close - 2)));
		}
	}
}

void
drop_field(const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < t.field_count; i++)
		if (strcmp(t.fields[i].name, name) != 0)
			t.fields[n++] = t.fields[i];
	t.field_count = n;
}

static void
keep_cookies(void)
{
	for (size_t i = 0; i < t.response.header_count; i++) {
		const char *v = t.response.headers[i].value.s, *is, *end;

		if (strcmp(t.response.headers[i].name, "Set-Cookie") != 0)
			continue;
		is = strchr(v, '=');
		end = strchr(v, ';');
		end = end ? end : v + strlen(v);
		if (is == NULL)
			continue;
		/* A sealed value may well hold these digits. */
		set_pair(t.cookies, &t.cookie_count, COOKIES, copy(v, (size_t)(is - v)),
		    strstr(end, "Max-Age=0") || strstr(end, "1970")
		        ? arena_strdup(t.words, "")
		        : copy(is + 1, (size_t)(end - is - 1)));
	}
}

/* SAVE=FOLDER keeps every page, to look at. */
static void
save_page(void)
{
	static int n;
	char       name[512], safe[64];
	FILE      *f;

	if (getenv("SAVE") == NULL || t.page_len == 0)
		return;
	print_to(safe, sizeof safe, "%.50s", t.path);
	for (char *p = safe; *p; p++)
		if (*p == '/' || *p == '?' || *p == '=')
			*p = '_';
	print_to(name, sizeof name, "%s/%03d-%s-%d-%s.html", getenv("SAVE"), n++, t.method,
	    t.response.status, safe);
	f = fopen(name, "w");
	if (f == NULL)
		return;
	fwrite(t.page, 1, t.page_len, f);
	fclose(f);
}

void
send_request(int want)
{
	struct http_request request = { .request_id = TEXT_LIT("req-0001") };
	struct text         uri = { t.path, strlen(t.path) };
	struct http_pair    pairs[FIELDS];
	char                status[64];
	struct buf          cookies;

	arena_reset(t.s.arena);
	if (router_split(t.s.arena, uri, &request.path, &request.query) != ERR_OK) {
		fail("a bad address", t.path);
		return;
	}
	request.method = http_method_of(text_of(t.method));
	buf_init(&cookies, t.s.arena, 65536);
	for (size_t i = 0; i < t.cookie_count; i++)
		if (*t.cookies[i].value)
			buf_fmt(&cookies, "%s%s=%s", cookies.len ? "; " : "",
			    t.cookies[i].name, t.cookies[i].value);
	if (cookies.len)
		request.cookie_header = buf_as_text(&cookies);
	request.remote_addr = text_of(t.remote);
	request.user_agent = TEXT_LIT("Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0");
	if (*t.origin)
		request.origin = text_of(t.origin);
	if (*t.fetch_site)
		request.fetch_site = text_of(t.fetch_site);
	if (request.method == HTTP_POST) {
		struct text form;

		for (size_t i = 0; i < t.field_count; i++)
			pairs[i] = (struct http_pair){ text_of(t.fields[i].name),
				text_of(t.fields[i].value) };
		form = http_write_form(t.s.arena, pairs, t.field_count);
		request.body = t.body ? (struct bytes){ (uint8_t *)t.body, t.body_len }
		                      : (struct bytes){ (const uint8_t *)form.s, form.len };
		if (strcmp(t.type, "none") != 0)
			request.content_type = text_of(t.type);
	}
	page_serve(&t.s.site, t.s.arena, &request, clock_now() + t.later, &t.response);
	test_site_body(&t.s, &request, &t.response);
	t.page = copy((const char *)t.response.body.p, t.response.body.len);
	t.page_len = t.response.body.len;
	save_page();
	print_to(t.location, sizeof t.location, "%s",
	    t.response.location.s ? t.response.location.s : "");
	keep_cookies();
	if (t.response.status != want) {
		print_to(status, sizeof status, "%d instead of %d", t.response.status, want);
		fail("status", status);
		if (getenv("SHOW"))
			printf("%s\n", t.page);
	}
}

void
time_requests(long n)
{
	struct http_request request = { .method = http_method_of(text_of(t.method)),
		.request_id = TEXT_LIT("req-0001") };
	int64_t             begun = clock_monotonic();

	for (long i = 0; i < n; i++) {
		struct text uri = { t.path, strlen(t.path) };

		arena_reset(t.s.arena);
		if (router_split(t.s.arena, uri, &request.path, &request.query) == ERR_OK)
			page_serve(&t.s.site, t.s.arena, &request, clock_now(), &t.response);
	}
	printf("# %s %s: %.2f microseconds, %zu octets\n", t.method, t.path,
	    (double)(clock_monotonic() - begun) / (double)n, t.response.body.len);
}

void
start_request(const char *method, const char *path)
{
	char *full = fill_in(path, NULL);

	print_to(t.method, sizeof t.method, "%s", method);
	print_to(t.path, sizeof t.path, "%s", full);
	print_to(t.type, sizeof t.type, "application/x-www-form-urlencoded");
	t.field_count = 0;
	t.body = NULL;
	*t.origin = *t.fetch_site = '\0';
}

void
change_browser(char name)
{
	memcpy(t.jars[(int)t.browser], t.cookies, sizeof t.cookies);
	memcpy(t.cookies, t.jars[(int)name], sizeof t.cookies);
	t.browser = name;
	for (t.cookie_count = 0; t.cookie_count < COOKIES && t.cookies[t.cookie_count].name;)
		t.cookie_count++;
}

void
go(char *rest)
{
	(void)rest;
	start_request("GET", t.location);
	send_request(200);
}

void
begin_survey(char *form)
{
	char id[] = "id name=\"id\" value=\"|\"", path[256];

	print_to(path, sizeof path, "/s/%s", form);
	start_request("POST", path);
	send_request(303);
	go(NULL);
	take(id);
}

void
answer_survey(char *rest)
{
	static const char *const given[][2] = { { "FM1", "law" }, { "FM2", "25-49" },
		{ "FM5", "uki" }, { "FM8", "yes" } };
	char                    *form = strsep(&rest, " "), path[256], name[] = "{id}";

	begin_survey(form);
	print_to(path, sizeof path, "/s/%s/check", form);
	start_request("POST", path);
	add_field(copy("id", 2), fill_in(name, NULL));
	for (size_t i = 0; i < sizeof given / sizeof *given; i++)
		add_field(copy(given[i][0], strlen(given[i][0])),
		    copy(given[i][1], strlen(given[i][1])));
	add_field(copy("FM7", 3), rest);
	send_request(303);
}
