/* SPDX-License-Identifier: ISC
 *
 * matrix.h - what the parts of the access matrix share: a world of two firms
 * with words that only their own people may read, somebody of every role, and
 * a way to ask any page as any of them. */
#ifndef REQUEST_MATRIX_H
#define REQUEST_MATRIX_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "page/page.h"
#include "router/router.h"
#include "site.h"

extern struct test_site t;

enum who {
	NOBODY,
	HALFWAY, /* a lead who used the link and has not given the code */
	LEAD,
	CONSULTANT,
	REVIEWER,
	ADMINISTRATOR,
	PARTNER,
	MEMBER,
	WHO__MAX
};

extern struct somebody {
	const char *name, *role, *firm; /* firm NULL: the operator's */
	char       *token;
} people[WHO__MAX];

/* ---- matrix_world.c ---- */

void world_build(void);
void world_end(void);
/* The first value of a query by the superuser; free it.  NULL: no row. */
char *value_of(const char *query);
void  run(const char *sql);
/* What stands in the tables whose rows mean something; free it.  Being seen,
 * being counted and being noted in the audit are no changes. */
char *state_of_all(void);
void  rows_off(bool off);

/* ---- matrix_ask.c ---- */

struct reply {
	int   status;
	char *page, *location;
};

struct reply ask(const char *method, const char *path, enum who who);
/* The same with a body, and from another network. */
struct reply ask_with(const char *method, const char *path, enum who who, const char *body,
    const char *remote_addr);
void         drop(struct reply *);
bool         same(const struct reply *, const struct reply *);
/* The heading of a page, to say which one came. */
const char *heading_of(const char *page);
/* A word of another firm on the page; NULL: none. */
const char *canary_on(const struct reply *, enum who who);

/* A fact; only those that do not hold are printed, for thousands of lines would
 * hide the few that count. */
void ok(bool fine, const char *what, const char *method, const char *pattern,
    const char *who, const char *detail);
/* Facts from here to there are one line of TAP. */
void facts_begin(void);
void facts_end(const char *sentence, const char *mode);
int  facts_failed(void);

/* ---- matrix_objects.c ---- */

/* For addresses with {names}: how to fill them in. */
struct object {
	const char *pattern;
	/* Queries; each row of a result replaces the {names}.  own NULL: there is
	 * none in this world, so the foreign one is asked of those who may not
	 * even come in. */
	const char *own, *foreign, *absent;
};

/* The line with the longest pattern that this one begins with; NULL: none. */
const struct object *object_of(const char *pattern);
/* "/review/responses/{id}/identity" with the row of the result in place of
 * {id}; free it.  NULL: the result has no such row. */
char *filled(const char *pattern, const struct object *, const char *query, int row);
/* With its own object, else the foreign one; a pattern without holes as it is. */
char *some_path(const struct route *);

/* ---- the parts ---- */

extern const bool allowed[ACCESS_WHO__MAX][WHO__MAX];

void matrix_crawls(const char *mode, bool guarded); /* matrix_crawl.c */
void matrix_doors(void);                            /* matrix_doors.c */
void matrix_links(const char *mode);                /* matrix_links.c */

#endif
