/* SPDX-License-Identifier: ISC
 *
 * matrix_crawl.c - every page that leads somewhere, as everybody. */
#include "matrix.h"

#define PAGES_MAX 900

static bool
visited(char **pages, size_t count, const char *path)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(pages[i], path) == 0)
			return true;
	return false;
}

static void
add_links(const char *page, char **pages, size_t *count)
{
	for (const char *p = page; (p = strstr(p, " href=\"/")) != NULL;) {
		size_t len;
		char   path[1024], *amp;

		p += strlen(" href=\"");
		len = strcspn(p, "\"#");
		if (len >= sizeof path || strncmp(p, "/static/", 8) == 0)
			continue;
		print_to(path, sizeof path, "%.*s", (int)len, p);
		/* Packed: no word could be found in it. */
		if (strstr(path, ".pdf") != NULL || strstr(path, ".xlsx") != NULL)
			continue;
		while ((amp = strstr(path, "&amp;")) != NULL)
			memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
		if (*count < PAGES_MAX && !visited(pages, *count, path))
			pages[(*count)++] = strdup(path);
	}
}

/* Every page to read, with its own object and with a foreign one: with the
 * guards off nobody is led anywhere, and may ask all the same. */
static void
add_rows(char **pages, size_t *count)
{
	size_t              all;
	const struct route *rows = page_routes(&all);

	for (size_t i = 0; i < all; i++) {
		const struct object *o = object_of(rows[i].pattern);
		char                *path;

		if (rows[i].method != HTTP_GET)
			continue;
		path = some_path(&rows[i]);
		if (path != NULL)
			pages[(*count)++] = path;
		path = o != NULL ? filled(rows[i].pattern, o, o->foreign, 0) : NULL;
		if (path != NULL)
			pages[(*count)++] = path;
	}
}

static void
crawl(enum who who, bool guarded)
{
	char  *pages[PAGES_MAX];
	size_t count = 0;

	add_rows(pages, &count);
	for (size_t i = 0; i < count; i++) {
		struct reply got;
		const char  *word;

		run("DELETE FROM throttle");
		got = ask("GET", pages[i], who);
		word = canary_on(&got, who);
		ok(word == NULL, "no word of another firm", "GET", pages[i],
		    people[who].name, word ? word : "");
		/* Which asks for a durable database, and tests have none. */
		if (guarded && strcmp(pages[i], "/readyz") != 0)
			ok(got.status < 500, "no failure", "GET", pages[i], people[who].name,
			    "");
		add_links(got.page, pages, &count);
		drop(&got);
	}
	printf("# %s: %zu pages\n", people[who].name, count);
	for (size_t i = 0; i < count; i++)
		free(pages[i]);
}

void
matrix_crawls(const char *mode, bool guarded)
{
	facts_begin();
	for (int w = NOBODY; w < WHO__MAX; w++)
		crawl((enum who)w, guarded);
	facts_end("no page leads to a word of another firm", mode);
}
