/* SPDX-License-Identifier: ISC
 *
 * site.h - router, pages and a real database in one process, for tests that
 * ask pages without a web server.  Runs beside tests/db/with-postgres. */
#ifndef TESTS_REQUEST_SITE_H
#define TESTS_REQUEST_SITE_H

#include <libpq-fe.h>

#include "http/http.h"
#include "page/page.h"

struct test_site {
	struct arena    *process, *arena; /* arena: reset by each request */
	struct page_site site;
	struct db       *up;    /* the login of soundings-web */
	PGconn          *admin; /* a superuser, search_path on the schema */
};

/* false: there is no database beside us; the TAP line for it is printed.
 * Whatever else goes wrong ends the program. */
bool test_site_open(struct test_site *, const char *application_name);
void test_site_close(struct test_site *);

/* A body that is made while it is sent, as a web server would get it: what broke
 * off ends in "[broken off]", what never began is the page for it. */
void test_site_body(struct test_site *, const struct http_request *, struct http_response *);

/* The next version of a form of ours ("forms/x.json"), open. */
char *test_site_file(const char *file); /* whole; free it */
void  test_site_publish(struct test_site *, const char *file);

#endif
