/* SPDX-License-Identifier: ISC
 *
 * matrix_ask.c - asks a page as somebody, and counts what holds. */
#include "base/clock.h"
#include "matrix.h"

static int number, failed, number_before, failed_before;

/* Words that must not be on a page of that person, whatever the page. */
static const char *
foreign_words(enum who who, size_t i)
{
	/* Leads look after accounts, so they know which firms have some. */
	static const char *const leads[] = { "canary-alpha.example", "canary-beta.example",
		"canary-alice", "canary-bob", "canary-sealed", NULL };
	static const char *const consultants[] = { "canary-alpha.example",
		"canary-beta.example", "Canary-Alpha", "Canary-Beta", "canary-alice",
		"canary-bob", "canary-sealed", "canary-account", "Canary-Account", NULL };
	static const char *const alphas[] = { "canary-beta.example", "Canary-Beta",
		"canary-bob", "canary-said-beta", "canary-said-alpha", "canary-sealed",
		"canary-account", "Canary-Account", NULL };

	return who == LEAD ? leads[i] : who == CONSULTANT ? consultants[i] : alphas[i];
}

void
drop(struct reply *r)
{
	free(r->page);
	free(r->location);
}

struct reply
ask_with(const char *method, const char *path, enum who who, const char *body,
    const char *remote_addr)
{
	struct http_request  request = { .request_id = TEXT_LIT("req-0001"),
		 .method = http_method_of(text_of(method)),
		 .fetch_site = TEXT_LIT("same-origin"),
		 .remote_addr = text_of(remote_addr),
		 .body = { (const uint8_t *)body, strlen(body) } };
	struct http_response response;
	struct reply         reply = { 0 };
	struct text          uri = text_of(path);

	arena_reset(t.arena);
	if (router_split(t.arena, uri, &request.path, &request.query) != ERR_OK)
		return reply;
	if (people[who].token != NULL)
		request.cookie_header = text_of(
		    arena_printf(t.arena, "session=%s", people[who].token));
	if (request.method == HTTP_POST)
		request.content_type = TEXT_LIT("application/x-www-form-urlencoded");
	page_serve(&t.site, t.arena, &request, clock_now(), &response);
	test_site_body(&t, &request, &response);
	reply.status = response.status;
	reply.page = response.body.len > 0
	                 ? strndup((const char *)response.body.p, response.body.len)
	                 : strdup("");
	reply.location = strdup(response.location.s ? response.location.s : "");
	return reply;
}

struct reply
ask(const char *method, const char *path, enum who who)
{
	return ask_with(method, path, who, "", "10.0.0.1");
}

bool
same(const struct reply *a, const struct reply *b)
{
	return a->status == b->status && strcmp(a->page, b->page) == 0 &&
	       strcmp(a->location, b->location) == 0;
}

const char *
heading_of(const char *page)
{
	static char heading[120];
	const char *from = strstr(page, "<h1>");

	print_to(heading, sizeof heading, "%.*s", from ? (int)strcspn(from + 4, "<\n") : 0,
	    from ? from + 4 : "");
	return heading;
}

const char *
canary_on(const struct reply *r, enum who who)
{
	const char *word;
	/* Where the way to the door leads back to is what was asked for. */
	bool door = strncmp(r->location, "/sign-in?next=", 14) == 0;

	for (size_t i = 0; (word = foreign_words(who, i)) != NULL; i++)
		if (strstr(r->page, word) != NULL ||
		    (!door && strstr(r->location, word) != NULL))
			return word;
	return NULL;
}

void
ok(bool fine, const char *what, const char *method, const char *pattern, const char *who,
    const char *detail)
{
	number++;
	if (fine)
		return;
	failed++;
	printf("not ok - %s: %s %s as %s: %s\n", what, method, pattern, who, detail);
}

void
facts_begin(void)
{
	number_before = number;
	failed_before = failed;
}

void
facts_end(const char *sentence, const char *mode)
{
	printf("%s - %s: %s (%d facts)\n", failed == failed_before ? "ok" : "not ok", mode,
	    sentence, number - number_before);
}

int
facts_failed(void)
{
	return failed;
}
