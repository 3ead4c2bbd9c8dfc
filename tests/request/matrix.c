/* SPDX-License-Identifier: ISC
 *
 * matrix - every row of the route table x every role x own, foreign and absent
 * objects.  Beside tests/db/with-postgres; prints TAP.
 *
 * Who may not open a page gets the bytes of an address that does not exist; a
 * foreign object gets the bytes of an absent one; nothing is changed by what
 * is refused; canary words of one firm are on no page of another's.  The same
 * is asked again with row security off (the guards and statements alone) and,
 * for words and changes, with the guards off (the database alone). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access/access.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "router/router.h"
#include "site.h"

#define PAGES_MAX 600

static struct test_site t;
static int              number, failed;

/* ---- people ---- */

enum who { NOBODY, LEAD, CONSULTANT, REVIEWER, ADMINISTRATOR, PARTNER, MEMBER, WHO__MAX };

static struct {
	const char *name, *role, *firm;
	char       *token;
} people[WHO__MAX] = {
	[NOBODY] = { "nobody", NULL, NULL, NULL },
	[LEAD] = { "a lead", "lead", NULL, NULL },
	[CONSULTANT] = { "a consultant", "consultant", NULL, NULL },
	[REVIEWER] = { "a reviewer", "reviewer", NULL, NULL },
	[ADMINISTRATOR] = { "an administrator", "administrator", "Canary-Alpha LLP", NULL },
	[PARTNER] = { "a partner", "partner", "Canary-Alpha LLP", NULL },
	[MEMBER] = { "a member", "member", "Canary-Alpha LLP", NULL },
};

/* By hand, not from the program: what each mark of a row lets in. */
static const bool allowed[ACCESS_WHO__MAX][WHO__MAX] = {
	[ACCESS_ANYONE] = { true, true, true, true, true, true, true },
	[ACCESS_HALF] = { false, false, false, false, false, false, false },
	[ACCESS_PERSON] = { false, true, true, true, true, true, true },
	[ACCESS_CONSULTANT] = { false, true, true, false, false, false, false },
	[ACCESS_LEAD] = { false, true, false, false, false, false, false },
	[ACCESS_REVIEWER] = { false, false, false, true, false, false, false },
	[ACCESS_ADMINISTRATOR] = { false, false, false, false, true, false, false },
	[ACCESS_FIRM] = { false, false, false, false, true, true, true },
};

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

/* ---- the world ---- */

static char *
value_of(const char *query)
{
	PGresult *r = PQexec(t.admin, query);
	char     *got = NULL;

	if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0)
		got = strdup(PQgetvalue(r, 0, 0));
	else if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		printf("# %s\n", PQerrorMessage(t.admin));
	PQclear(r);
	return got;
}

static void
run(const char *sql)
{
	free(value_of(sql));
}

static void
build_world(void)
{
	run("TRUNCATE draft, response, letter, firm_domain, person, throttle CASCADE");
	run("INSERT INTO firm (name) VALUES ('Canary-Alpha LLP'), ('Canary-Beta LLP')");
	run("INSERT INTO firm_domain SELECT lower(split_part(name, ' ', 1)) || '.example', id "
	    "FROM firm WHERE name LIKE 'Canary%'");
	/* A form of a firm's own, that nobody else may know of. */
	run("WITH f AS (INSERT INTO form (owner, slug, state, public) "
	    "SELECT id, 'canary-sealed', 'open', false FROM firm WHERE name LIKE 'Canary-Beta%' "
	    "RETURNING owner, id) "
	    "INSERT INTO form_version (owner, form, version, content, sha256, published_by) "
	    "SELECT f.owner, f.id, 1, v.content, v.sha256, 'test' FROM f, form_version v "
	    "JOIN form k ON k.id = v.form WHERE k.slug = 'kam-preparedness' AND v.version = 1");
	run("INSERT INTO response (owner, id, form, version, firm_of_record, wave, language, answers, raw, "
	    "scores, consent, confirmed_at, source, body_hash) "
	    "SELECT k.owner, gen_random_uuid(), k.id, 1, f.id, 2026, 'en', jsonb_build_object('FM1', 'law', "
	    "'FM2', '25-49', 'FM5', 'uki', 'FX9', CASE WHEN k.slug = 'kam-preparedness' "
	    "THEN 'canary-said-' || lower(split_part(split_part(f.name, '-', 2), ' ', 1)) "
	    "ELSE 'canary-sealed' END), '', array_fill(50000000, ARRAY[8]), true, now(), 'web', '' "
	    "FROM form k, firm f WHERE f.name LIKE 'Canary%' "
	    "AND (k.slug = 'kam-preparedness' OR k.owner = f.id)");
	run("INSERT INTO response_contact (owner, response, email, email_domain) "
	    "SELECT r.owner, r.id, CASE WHEN f.name LIKE '%Alpha%' THEN 'canary-alice@' ELSE 'canary-bob@' END "
	    "|| d.domain, d.domain FROM response r JOIN firm f ON f.id = r.firm_of_record "
	    "JOIN firm_domain d ON d.firm = f.id");
	run("INSERT INTO snapshot (owner, form, version, state, professions, sizes, regions, measures, facts, "
	    "items, built_by, proposed_by, proposed_at, released_by, released_at) "
	    "SELECT k.owner, k.id, 1, 'building', 6, 4, 6, 8, 0, 0, 'canary-sealed', NULL, NULL, NULL, NULL "
	    "FROM form k WHERE k.slug IN ('kam-preparedness', 'canary-sealed')");
	run("UPDATE snapshot SET built_by = 'Ann' WHERE owner = operator_firm()");
	run("UPDATE snapshot SET state = 'built'");
	run("UPDATE snapshot SET state = 'proposed', proposed_by = 'Ann', proposed_at = now()");
	run("UPDATE snapshot SET state = 'released', released_by = 'Bea', released_at = now()");
}

static void
sign_everybody_in(void)
{
	char query[1024];

	for (int w = LEAD; w < WHO__MAX; w++) {
		print_to(query, sizeof query,
		    "WITH p AS (INSERT INTO person (email, name, factor, factor_at) VALUES ('%s-%d@own.example', 'Own Person', '\\x00', now()) RETURNING id),"
		    " m AS (INSERT INTO membership SELECT f.id, p.id, '%s' FROM p, firm f WHERE %s%s%s),"
		    " k AS (SELECT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) AS token),"
		    " s AS (INSERT INTO session (hash, person, full_at, code_at)"
		    " SELECT sha256(sha256(k.token)), p.id, now(), now() FROM p, k)"
		    " SELECT translate(rtrim(encode(token, 'base64'), '='), '+/', '-_') FROM k",
		    people[w].role, w, people[w].role,
		    people[w].firm ? "f.name = '" : "f.operator",
		    people[w].firm ? people[w].firm : "", people[w].firm ? "'" : "");
		people[w].token = value_of(query);
	}
	run("WITH p AS (INSERT INTO person (email, name) VALUES ('canary-account@beta-people.example', 'Canary-Account') RETURNING id) "
	    "INSERT INTO membership SELECT f.id, p.id, 'partner' FROM p, firm f WHERE f.name LIKE 'Canary-Beta%'");
}

/* What stands in the tables whose rows mean something.  Being seen, being
 * counted and being noted in the audit are no changes. */
static char *
state_of_all(void)
{
	return value_of(
	    "SELECT md5(string_agg(x, '|' ORDER BY x)) FROM ("
	    "SELECT r::text AS x FROM response r UNION ALL SELECT c::text FROM response_contact c UNION ALL "
	    "SELECT q::text FROM response_question q UNION ALL SELECT f::text FROM firm f UNION ALL "
	    "SELECT d::text FROM firm_domain d UNION ALL SELECT p::text FROM person p UNION ALL "
	    "SELECT m::text FROM membership m UNION ALL SELECT s::text FROM snapshot s UNION ALL "
	    "SELECT l::text FROM letter l UNION ALL SELECT v.id::text || v.state FROM form v) AS every");
}

/* ---- asking ---- */

struct reply {
	int   status;
	char *page, *location;
};

static void
drop(struct reply *r)
{
	free(r->page);
	free(r->location);
}

static struct reply
ask(const char *method, const char *path, enum who who)
{
	struct http_request  request = { .request_id = TEXT_LIT("req-0001"),
		 .method = http_method_of(text_of(method)),
		 .fetch_site = TEXT_LIT("same-origin"),
		 .remote_addr = TEXT_LIT("10.0.0.1") };
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

static bool
same(const struct reply *a, const struct reply *b)
{
	return a->status == b->status && strcmp(a->page, b->page) == 0 &&
	       strcmp(a->location, b->location) == 0;
}

static void
ok(bool fine, const char *what, const char *method, const char *pattern, const char *who,
    const char *detail)
{
	number++;
	if (fine)
		return; /* thousands of lines would hide the few that count */
	failed++;
	printf("not ok - %s: %s %s as %s: %s\n", what, method, pattern, who, detail);
}

/* The heading of a page, to say which one came. */
static const char *
heading_of(const char *page)
{
	static char heading[120];
	const char *from = strstr(page, "<h1>");

	print_to(heading, sizeof heading, "%.*s", from ? (int)strcspn(from + 4, "<\n") : 0,
	    from ? from + 4 : "");
	return heading;
}

/* A canary of another firm on the page; NULL: none. */
static const char *
canary_on(const struct reply *r, enum who who)
{
	const char *word;

	for (size_t i = 0; (word = foreign_words(who, i)) != NULL; i++)
		if (strstr(r->page, word) != NULL || strstr(r->location, word) != NULL)
			return word;
	return NULL;
}

/* ---- objects ---- */

/* For addresses with {names}: how to fill them in.  A new one needs a line. */
static const struct object {
	const char *pattern;
	/* Queries; the result replaces the {names}.  own NULL: there is none in this
	 * world, so the foreign one is asked of those who may not even come in. */
	const char *own, *foreign, *absent;
} objects[] = {
	{ "/review/responses/{id}",
	    "SELECT r.id FROM response r WHERE owner = operator_firm() LIMIT 1",
	    "SELECT r.id FROM response r WHERE owner <> operator_firm() LIMIT 1",
	    "SELECT '00000000-0000-4000-8000-000000000000'" },
	{ "/review/firms/{code}", "SELECT code FROM firm WHERE name LIKE 'Canary-Alpha%'",
	    "SELECT code FROM firm WHERE operator", "SELECT 'f-000000'" },
	{ "/review/benchmarks/{form}", "SELECT 'kam-preparedness'", "SELECT 'canary-sealed'",
	    "SELECT 'no-such-survey'" },
	{ "/review/benchmarks/{form}/firm/{code}", NULL,
	    "SELECT 'canary-sealed/firm/' || code FROM firm WHERE name LIKE 'Canary-Beta%'",
	    "SELECT 'no-such-survey/firm/f-000000'" },
	{ "/review/exports/{file}", "SELECT 'kam-preparedness.R'",
	    "SELECT 'canary-sealed.R'", "SELECT 'no-such-survey.R'" },
	{ "/review/snapshots/{id}",
	    "SELECT id FROM snapshot WHERE owner = operator_firm() LIMIT 1",
	    "SELECT id FROM snapshot WHERE owner <> operator_firm() LIMIT 1",
	    "SELECT 999999" },
};

/* The line with the longest pattern that this one begins with. */
static const struct object *
object_of(const char *pattern)
{
	const struct object *best = NULL;

	for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
		if (strncmp(pattern, objects[i].pattern, strlen(objects[i].pattern)) == 0 &&
		    (best == NULL || strlen(objects[i].pattern) > strlen(best->pattern)))
			best = &objects[i];
	return best;
}

/* "/review/responses/{id}/identity" with the value in place of {id}. */
static char *
filled(const char *pattern, const struct object *o, const char *query)
{
	char        path[1024], *value;
	const char *hole = strchr(pattern, '{');

	if (o == NULL)
		return strdup(pattern);
	value = value_of(query);
	if (value == NULL)
		return NULL;
	print_to(path, sizeof path, "%.*s%s%s", (int)(hole - pattern), pattern, value,
	    pattern + strlen(o->pattern));
	free(value);
	return strdup(path);
}

/* ---- the matrix ---- */

static void
refused(const struct route *row, const char *method, const char *path, enum who who)
{
	char        *before = state_of_all(), *after;
	struct reply got = ask(method, path, who);
	const char  *name = people[who].name;

	if (who == NOBODY && strcmp(method, "GET") == 0) {
		ok(got.status == 303 && strncmp(got.location, "/sign-in", 8) == 0,
		    "nobody is led to the door", method, row->pattern, name, got.location);
	} else if (who == NOBODY) {
		ok(got.status == 403, "nobody is refused", method, row->pattern, name,
		    heading_of(got.page));
	} else {
		struct reply nowhere = ask(method, "/no/such/address", who);

		ok(same(&got, &nowhere), "refused as if it were not there", method,
		    row->pattern, name, heading_of(got.page));
		drop(&nowhere);
	}
	after = state_of_all();
	ok(strcmp(before, after) == 0, "nothing is changed by what is refused", method,
	    row->pattern, name, "");
	free(before);
	free(after);
	drop(&got);
}

static void
foreign_as_absent(const struct route *row, const char *method, const struct object *o,
    enum who who)
{
	char        *foreign = filled(row->pattern, o, o->foreign);
	char        *absent = filled(row->pattern, o, o->absent);
	char        *before = state_of_all(), *after;
	struct reply a, b;

	if (foreign == NULL || absent == NULL) {
		ok(false, "the world lacks an object", method, row->pattern, "", "");
		return;
	}
	a = ask(method, foreign, who);
	b = ask(method, absent, who);
	after = state_of_all();
	ok(same(&a, &b), "foreign is absent, byte for byte", method, row->pattern,
	    people[who].name, foreign);
	ok(a.status >= 400, "and refused", method, row->pattern, people[who].name, foreign);
	ok(strcmp(before, after) == 0, "and unchanged", method, row->pattern,
	    people[who].name, foreign);
	free(before);
	free(after);
	free(foreign);
	free(absent);
	drop(&a);
	drop(&b);
}

static void
own_opens(const struct route *row, const char *method, const char *path, enum who who)
{
	struct reply got;
	const char  *word;

	if (strcmp(method, "GET") != 0)
		return; /* what a POST does has tests of its own */
	got = ask(method, path, who);
	ok(got.status == 200 || got.status == 303, "opens what is theirs", method,
	    row->pattern, people[who].name, heading_of(got.page));
	word = canary_on(&got, who);
	ok(word == NULL, "shows nothing of others", method, row->pattern, people[who].name,
	    word ? word : "");
	drop(&got);
}

static void
matrix(const char *mode)
{
	size_t              count;
	const struct route *rows = page_routes(&count);
	int                 before = failed, from = number;

	for (size_t i = 0; i < count; i++) {
		const struct route  *row = &rows[i];
		const char          *method = http_method_name(row->method);
		bool                 holes = strchr(row->pattern, '{') != NULL;
		const struct object *o = holes ? object_of(row->pattern) : NULL;
		char                *path;

		if (row->who == ACCESS_ANYONE)
			continue;
		if (holes && o == NULL) {
			ok(false, "this program knows no object for", method, row->pattern,
			    "", "");
			continue;
		}
		path = filled(row->pattern, o,
		    o == NULL        ? NULL
		    : o->own != NULL ? o->own
		                     : o->foreign);
		for (int w = NOBODY; path != NULL && w < WHO__MAX; w++) {
			run("TRUNCATE throttle");
			if (!allowed[row->who][w]) {
				if (row->who != ACCESS_HALF)
					refused(row, method, path, (enum who)w);
				continue;
			}
			if (o == NULL || o->own != NULL)
				own_opens(row, method, path, (enum who)w);
			if (holes)
				foreign_as_absent(row, method, o, (enum who)w);
		}
		free(path);
	}
	printf("%s - %s: every row, every role, own, foreign and absent (%d facts)\n",
	    failed == before ? "ok" : "not ok", mode, number - from);
}

/* ---- every page that leads somewhere ---- */

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
		while ((amp = strstr(path, "&amp;")) != NULL)
			memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
		if (*count < PAGES_MAX && !visited(pages, *count, path))
			pages[(*count)++] = strdup(path);
	}
}

static void
crawl(enum who who)
{
	static const char *const starts[] = { "/", "/me", "/review", "/firm/people",
		"/firm/audit" };
	char                    *pages[PAGES_MAX];
	size_t                   count = 0;

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		pages[count++] = strdup(starts[i]);
	for (size_t i = 0; i < count; i++) {
		struct reply got;
		const char  *word;

		run("TRUNCATE throttle");
		got = ask("GET", pages[i], who);
		word = canary_on(&got, who);
		ok(word == NULL, "no word of another firm", "GET", pages[i],
		    people[who].name, word ? word : "");
		ok(got.status < 500, "no failure", "GET", pages[i], people[who].name, "");
		add_links(got.page, pages, &count);
		drop(&got);
	}
	printf("# %s: %zu pages\n", people[who].name, count);
	for (size_t i = 0; i < count; i++)
		free(pages[i]);
}

static void
crawls(const char *mode)
{
	int before = failed;

	for (int w = NOBODY; w < WHO__MAX; w++)
		crawl((enum who)w);
	printf("%s - %s: no page leads to a word of another firm\n",
	    failed == before ? "ok" : "not ok", mode);
}

/* ---- each wall alone ---- */

static void
rows_off(bool off)
{
	char *sql = value_of(
	    off ? "SELECT string_agg(format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', c.oid::regclass), ';') "
	          "FROM pg_class c WHERE relnamespace = 'soundings'::regnamespace AND relrowsecurity"
	        : "SELECT string_agg(format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', c.oid::regclass), ';') "
	          "FROM pg_class c WHERE relnamespace = 'soundings'::regnamespace AND relforcerowsecurity");

	run(sql);
	free(sql);
}

/* With the guards off whoever asks gets to every handler; what the database
 * then gives must be nothing, and nothing may change. */
static void
database_alone(void)
{
	size_t              count;
	const struct route *rows = page_routes(&count);
	int                 before = failed;
	char               *state = state_of_all(), *after;

	setenv("SOUNDINGS_FAULT", "access.guard=error", 1);
	for (size_t i = 0; i < count; i++) {
		const struct route  *row = &rows[i];
		const char          *method = http_method_name(row->method);
		const struct object *o = strchr(row->pattern, '{') ? object_of(row->pattern)
		                                                   : NULL;

		if (row->who == ACCESS_ANYONE || row->who == ACCESS_HALF ||
		    row->who == ACCESS_PERSON)
			continue; /* those show and change the asker's own */
		for (int w = NOBODY; w < WHO__MAX; w++) {
			char        *path = filled(row->pattern, o,
                            o == NULL        ? NULL
			           : o->own != NULL ? o->own
			                            : o->foreign);
			struct reply got;
			const char  *word;

			if (allowed[row->who][w] || path == NULL) {
				free(path);
				continue;
			}
			got = ask(method, path, (enum who)w);
			word = canary_on(&got, (enum who)w);
			ok(word == NULL, "the database keeps it back", method, row->pattern,
			    people[w].name, word ? word : "");
			drop(&got);
			free(path);
		}
	}
	unsetenv("SOUNDINGS_FAULT");
	after = state_of_all();
	ok(strcmp(state, after) == 0, "the database changes nothing", "", "", "", "");
	printf("%s - guards off: the database alone shows and changes nothing\n",
	    failed == before ? "ok" : "not ok");
	free(state);
	free(after);
}

int
main(void)
{
	log_open("matrix", LOG_ERROR);
	if (!test_site_open(&t, "matrix"))
		return 0;
	build_world();
	sign_everybody_in();
	matrix("both walls");
	crawls("both walls");
#ifdef WITH_FAULTS
	database_alone();
#else
	puts("ok - guards off # SKIP needs --enable-faults");
#endif
	rows_off(true);
	matrix("row security off");
	crawls("row security off");
	rows_off(false);
	printf("# %d facts\n", number);
	for (int w = 0; w < WHO__MAX; w++)
		free(people[w].token);
	test_site_close(&t);
	return failed ? 1 : 0;
}
