/* SPDX-License-Identifier: ISC
 *
 * matrix_doors.c - what needs a code that was given a moment ago, and what is
 * counted.  Which rows these are is said here by hand: taking a mark off the
 * route table must not take its test away. */
#include "matrix.h"

/* Whatever somebody signed in sends needs a fresh code, but for these. */
static const char *const sent_without[] = {
	"/me/again",            /* takes the code itself */
	"/review/exports",      /* pseudonyms, which every page of the desk shows; counted */
	"/review/words/{form}", /* page after page of it, and each can be changed again */
};

/* And of what is only read, what opens an identity or tells of a person. */
static const char *const read_with[] = {
	"/review/responses/{id}/identity",
	"/review/firms/{code}/identity",
	"/review/exports/firms",
	"/review/people-data",
	"/me/code",
};

/* What costs much, by person. */
static const char *const heavy[] = {
	"GET /review/benchmarks/{form}.pdf",
	"GET /review/benchmarks/{form}.xlsx",
	"GET /review/benchmarks/{form}/firm/{code}.pdf",
	"GET /review/benchmarks/{form}/firm/{code}.xlsx",
	"POST /review/exports",
	"POST /review/exports/firms",
	"POST /review/people-data",
};
#define HEAVY_AT_ONCE 60 /* docs/security.md */
#define LINKS_AT_ONCE 20

static bool
listed(const char *const *list, size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}
#define LISTED(list, word) listed(list, sizeof(list) / sizeof(list)[0], word)

static bool
needs_code(const struct route *row)
{
	return row->method == HTTP_POST ? !LISTED(sent_without, row->pattern)
	                                : LISTED(read_with, row->pattern);
}

static enum who
somebody_for(const struct route *row)
{
	for (int w = LEAD; w < WHO__MAX; w++)
		if (allowed[row->who][w])
			return (enum who)w;
	return NOBODY;
}

static bool
is_code_page(const struct route *row, const struct reply *got)
{
	return row->method == HTTP_POST
	           ? got->status == 200 &&
	                 strstr(got->page, "name=\"fresh_code\"") != NULL &&
	                 strstr(got->page, "kept-words") != NULL
	           : got->status == 303 && strncmp(got->location, "/me/again?next=", 15) == 0;
}

static void
code_of(const struct route *row, const char *path, enum who who)
{
	const char  *method = http_method_name(row->method);
	const char  *body = row->method == HTTP_POST ? "reason=kept-words" : "";
	char        *before, *after;
	struct reply got;

	run("UPDATE session SET code_at = now() - interval '10 minutes 1 second' WHERE full_at IS NOT NULL");
	before = state_of_all();
	got = ask_with(method, path, who, body, "10.0.0.1");
	after = state_of_all();
	ok(is_code_page(row, &got) == needs_code(row),
	    needs_code(row) ? "an old code is asked for again" : "no code is asked for",
	    method, row->pattern, people[who].name, heading_of(got.page));
	ok(!needs_code(row) || strcmp(before, after) == 0, "nothing is changed before it",
	    method, row->pattern, people[who].name, "");
	free(before);
	free(after);
	drop(&got);
	/* Of what is read the fresh one is the control; what is sent has its own. */
	run("UPDATE session SET code_at = now() - interval '9 minutes 50 seconds' WHERE full_at IS NOT NULL");
	if (row->method != HTTP_GET)
		return;
	got = ask(method, path, who);
	ok(got.status == 200 || got.status == 303, "a fresh one opens", method, row->pattern,
	    people[who].name, heading_of(got.page));
	ok(!is_code_page(row, &got), "a fresh one is not asked for", method, row->pattern,
	    people[who].name, "");
	drop(&got);
}

static void
fresh_codes(void)
{
	size_t              count;
	const struct route *rows = page_routes(&count);

	facts_begin();
	for (size_t i = 0; i < count; i++) {
		char    *path;
		enum who who = somebody_for(&rows[i]);

		if (rows[i].who == ACCESS_ANYONE || rows[i].who == ACCESS_HALF ||
		    (path = some_path(&rows[i])) == NULL)
			continue;
		run("DELETE FROM throttle");
		code_of(&rows[i], path, who);
		free(path);
	}
	run("UPDATE session SET code_at = now() WHERE full_at IS NOT NULL");
	facts_end("what matters asks for a code of the last ten minutes", "codes");
}

static void
past_the_limit(const struct route *row, enum who who, bool counted)
{
	const char  *method = http_method_name(row->method);
	char        *path = some_path(row), *before, *after;
	struct reply got;

	if (path == NULL)
		return;
	before = state_of_all();
	got = ask(method, path, who);
	after = state_of_all();
	ok((got.status == 429) == counted,
	    counted ? "past the limit it is refused" : "it is not counted", method,
	    row->pattern, people[who].name, heading_of(got.page));
	ok(!counted || strcmp(before, after) == 0, "and nothing is changed", method,
	    row->pattern, people[who].name, "");
	free(before);
	free(after);
	drop(&got);
	free(path);
}

/* What a person has is used up on one address, and gone for all of them. */
static void
heavy_pages(void)
{
	size_t              count;
	const struct route *rows = page_routes(&count);
	int                 taken = 0;
	struct reply        got;

	facts_begin();
	run("DELETE FROM throttle");
	for (; taken < 2 * HEAVY_AT_ONCE; taken++) {
		got = ask("POST", "/review/exports", LEAD);
		drop(&got);
		if (got.status == 429)
			break;
	}
	/* One more drips in every ten seconds. */
	ok(taken >= HEAVY_AT_ONCE && taken <= HEAVY_AT_ONCE + 6, "so many at once", "POST",
	    "/review/exports", "a lead", "");
	run("UPDATE throttle SET since = since + interval '10 minutes' WHERE class = 'heavy'");
	for (size_t i = 0; i < count; i++) {
		char name[200];

		print_to(name, sizeof name, "%s %s", http_method_name(rows[i].method),
		    rows[i].pattern);
		if (rows[i].who != ACCESS_ANYONE && allowed[rows[i].who][LEAD] &&
		    (rows[i].method == HTTP_GET || LISTED(heavy, name)))
			past_the_limit(&rows[i], LEAD, LISTED(heavy, name));
	}
	got = ask("POST", "/review/exports", CONSULTANT);
	ok(got.status != 429, "by person", "POST", "/review/exports", "a consultant", "");
	drop(&got);
	facts_end("what costs much is counted, by person", "limits");
}

static void
the_door(void)
{
	int          taken = 0;
	char         body[100], *before, *after;
	struct reply got = { 0 };

	facts_begin();
	run("DELETE FROM throttle");
	for (; taken < 2 * LINKS_AT_ONCE; taken++) {
		print_to(body, sizeof body, "email=nobody-%d%%40nowhere.example", taken);
		before = state_of_all();
		got = ask_with("POST", "/sign-in", NOBODY, body, "10.0.0.9");
		after = state_of_all();
		ok((got.status == 429) == (strcmp(before, after) == 0),
		    "a link is owed or refused", "POST", "/sign-in", "nobody", "");
		free(before);
		free(after);
		drop(&got);
		if (got.status == 429)
			break;
	}
	ok(taken == LINKS_AT_ONCE || taken == LINKS_AT_ONCE + 1, "so many at once", "POST",
	    "/sign-in", "nobody", "");
	got = ask_with("POST", "/sign-in", NOBODY, "email=nobody%40nowhere.example",
	    "10.9.0.9");
	ok(got.status == 200, "by network", "POST", "/sign-in", "nobody",
	    heading_of(got.page));
	drop(&got);
	facts_end("links are asked for at a pace, by network", "limits");
}

void
matrix_doors(void)
{
	fresh_codes();
	heavy_pages();
	the_door();
}
