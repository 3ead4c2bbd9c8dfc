/* SPDX-License-Identifier: ISC
 *
 * matrix_objects.c - own, foreign and absent objects for addresses that name
 * one.  A new such address needs a line. */
#include "matrix.h"

static const struct object objects[] = {
	{ "/review/responses/{id}",
	    "SELECT r.id FROM response r WHERE owner = operator_firm() LIMIT 1",
	    "SELECT r.id FROM response r WHERE owner <> operator_firm() LIMIT 1",
	    "SELECT '00000000-0000-4000-8000-000000000000'" },
	{ "/review/firms/{code}", "SELECT code FROM firm WHERE name LIKE 'Canary-Alpha%'",
	    "SELECT code FROM firm WHERE operator", "SELECT 'f-000000'" },
	{ "/review/words/{form}", "SELECT 'kam-preparedness'", "SELECT 'canary-sealed'",
	    "SELECT 'no-such-survey'" },
	{ "/review/benchmarks/{form}", "SELECT 'kam-preparedness'", "SELECT 'canary-sealed'",
	    "SELECT 'no-such-survey'" },
	/* Alpha agreed to be contacted, Beta did not. */
	{ "/review/benchmarks/{form}/firm/{code}",
	    "SELECT 'kam-preparedness/firm/' || code FROM firm WHERE name LIKE 'Canary-Alpha%'",
	    "SELECT 'canary-sealed/firm/' || code FROM firm WHERE name LIKE 'Canary-Beta%' "
	    "UNION ALL SELECT 'kam-preparedness/firm/' || code FROM firm WHERE name LIKE 'Canary-Beta%'",
	    "SELECT 'no-such-survey/firm/f-000000' "
	    "UNION ALL SELECT 'kam-preparedness/firm/f-000000'" },
	{ "/review/exports/{file}", "SELECT 'kam-preparedness.R'",
	    "SELECT 'canary-sealed.R'", "SELECT 'no-such-survey.R'" },
	{ "/review/snapshots/{id}",
	    "SELECT id FROM snapshot WHERE owner = operator_firm() LIMIT 1",
	    "SELECT id FROM snapshot WHERE owner <> operator_firm() LIMIT 1",
	    "SELECT 999999" },
};

const struct object *
object_of(const char *pattern)
{
	const struct object *best = NULL;

	for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
		if (strncmp(pattern, objects[i].pattern, strlen(objects[i].pattern)) == 0 &&
		    (best == NULL || strlen(objects[i].pattern) > strlen(best->pattern)))
			best = &objects[i];
	return best;
}

char *
filled(const char *pattern, const struct object *o, const char *query, int row)
{
	char        path[1024], nth[2048], *value;
	const char *hole = strchr(pattern, '{');

	if (o == NULL)
		return row == 0 ? strdup(pattern) : NULL;
	print_to(nth, sizeof nth, "SELECT x FROM (%s) AS every (x) OFFSET %d", query, row);
	value = value_of(nth);
	if (value == NULL)
		return NULL;
	print_to(path, sizeof path, "%.*s%s%s", (int)(hole - pattern), pattern, value,
	    pattern + strlen(o->pattern));
	free(value);
	return strdup(path);
}

char *
some_path(const struct route *row)
{
	const struct object *o = strchr(row->pattern, '{') ? object_of(row->pattern) : NULL;

	if (o == NULL)
		return strchr(row->pattern, '{') ? NULL : strdup(row->pattern);
	return filled(row->pattern, o, o->own != NULL ? o->own : o->foreign, 0);
}
