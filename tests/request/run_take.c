/* SPDX-License-Identifier: ISC
 *
 * run_take.c - what stands on a page, or in the database, under a name. */
#include <libpq-fe.h>
#include <string.h>

#include "run.h"

void
take(char *rest)
{
	char *name = strsep(&rest, " "), *after = rest ? strchr(rest, '|') : NULL, *p, *q;

	if (after == NULL) {
		fail("take NAME BEFORE|AFTER", name);
		return;
	}
	*after++ = '\0';
	p = strcmp(rest, "Location") == 0 ? t.location : strstr(t.page, rest);
	if (p && p != t.location)
		p += strlen(rest);
	q = p ? (*after ? strstr(p, after) : p + strlen(p)) : NULL;
	if (q == NULL)
		fail("nothing to take", rest);
	else
		remember(name, copy(p, (size_t)(q - p)));
}

void
each(char *rest)
{
	char *after = strchr(rest, '|'), *want = strstr(rest, " => "), *got, *to, *q;

	if (after == NULL || want == NULL || want < after) {
		fail("each BEFORE|AFTER => TEXT", rest);
		return;
	}
	*after++ = *want = '\0';
	want += strlen(" => ");
	got = to = arena_alloc(t.words, strlen(t.page) + 1);
	*to = '\0';
	for (char *p = t.page; (p = strstr(p, rest)) != NULL; p = q) {
		p += strlen(rest);
		q = strstr(p, after);
		if (q == NULL)
			break;
		if (to != got)
			*to++ = ' ';
		memcpy(to, p, (size_t)(q - p));
		to += q - p;
		*to = '\0';
	}
	if (strcmp(got, want) != 0)
		fail(rest, got);
}

void
value(char *rest)
{
	char     *name = strsep(&rest, " ");
	PGresult *r = PQexec(t.s.admin, rest);

	if (PQresultStatus(r) != PGRES_TUPLES_OK || PQntuples(r) < 1)
		fail("no value", PQerrorMessage(t.s.admin));
	else
		remember(name, PQgetvalue(r, 0, 0));
	PQclear(r);
}
