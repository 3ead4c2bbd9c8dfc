/* SPDX-License-Identifier: ISC
 *
 * run_requests FILE.t...: journeys as text.  Router, pages and database in one
 * process; no web server.  Run it beside tests/db/with-postgres.
 *
 *   test WORDS            a new browser: no cookies, no names
 *   GET PATH, POST PATH   a request; lines up to "=" belong to it:
 *     form                the fields of the form on the last page, as they stand
 *     NAME: VALUE         one field more; with "form" it replaces those of its name
 *     NAME!               leave that field out
 *     body TEXT           a body as it is (\xHH for an octet)
 *     long NAME COUNT     a field of that many letters
 *     type TEXT           another content type; "none" for none
 *     origin TEXT, site TEXT   headers Origin and Sec-Fetch-Site
 *     = STATUS            send it
 *   + TEXT, - TEXT        the page has it, has it not
 *   head NAME TEXT        a header has it
 *   go                    GET what Location says
 *   take NAME BEFORE|AFTER   remember what stands between; {NAME} puts it in
 *   each BEFORE|AFTER => TEXT  all that stands so between, in the page's order
 *   sql QUERY => TEXT     the first value of a query by the superuser
 *   value NAME QUERY      {NAME} is the first value of a query
 *   link NAME PURPOSE QUERY  a token for the id that the query gives
 *   publish FILE          the next version of a form
 *   wait SECONDS
 *   time N                the last request again N times, and how long one took
 *   fault PLAN            SOUNDINGS_FAULT from now on; alone: none
 *   database down|up      take the pages' database away
 *   days N                the clock goes on
 *   from ADDRESS          where the browser is; each test is elsewhere
 *   browser NAME          another browser: cookies of its own
 *   person ROLE EMAIL [FIRM]   somebody who can sign in
 *   id NAME EMAIL         whose id is {NAME} then
 *   in EMAIL              this browser is signed in, and the code was just given
 *   as ROLE EMAIL [FIRM]  both
 *   begin FORM            a survey begun; {id} is the id of what is to be sent
 *   answer FORM EMAIL     and sent, by a law firm of 25 to 49 in the UK
 *   mailed NAME EMAIL     the token of the letter that waits for that address
 *   code NAME STEPS KEY   what an app with that key shows, so many steps from now
 *   accented ALLOWED|...  nothing on the page is plain English, as en-XA leaves it,
 *                         but forms' words, the operator's, and what is allowed
 *   page NAME             remember the page; "same NAME": it is that page, byte for byte */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "database/db.h"
#include "link/link.h"
#include "page/page.h"
#include "run.h"

struct run t;

void
fail(const char *what, const char *detail)
{
	printf("# %s:%d: %s: %s\n", t.file, t.line, what, detail);
	t.test_failed = 1;
}

void
end_test(void)
{
	if (t.test == NULL)
		return;
	printf("%s %d - %s\n", t.test_failed ? "not ok" : "ok", ++t.number, t.test);
	t.failed += t.test_failed;
	t.test_failed = 0;
}

void
begin_test(const char *name)
{
	end_test();
	arena_reset(t.words);
	t.test = copy(name, strlen(name));
	t.page = copy("", 0);
	t.page_len = 0;
	t.body = NULL;
	t.cookie_count = t.name_count = t.field_count = 0;
	memset(t.jars, 0, sizeof t.jars);
	memset(t.cookies, 0, sizeof t.cookies);
	t.browser = 'A';
	print_to(t.remote, sizeof t.remote, "10.%d.%d.1", (t.line >> 8) & 255, t.line & 255);
	t.later = 0;
	t.s.site.db = t.s.up;
}

static void
run_sql(char *line)
{
	char     *want = strstr(line, " => ");
	PGresult *result;
	char      got[4096] = "";

	if (want) {
		*want = '\0';
		want += 4;
	}
	result = PQexec(t.s.admin, line);
	if (PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) > 0)
		print_to(got, sizeof got, "%s", PQgetvalue(result, 0, 0));
	else if (PQresultStatus(result) == PGRES_FATAL_ERROR)
		print_to(got, sizeof got, "%s", PQerrorMessage(t.s.admin));
	if (want && strcmp(got, want) != 0)
		fail(line, got);
	PQclear(result);
}

/* As the courier makes it. */
static void
make_link(char *rest)
{
	static const struct {
		const char       *word;
		enum link_purpose purpose;
		int               days;
	} known[] = { { "RESUME", LINK_RESUME, 14 }, { "REPORT", LINK_REPORT, 90 },
		{ "RECEIPT", LINK_RECEIPT, 1 }, { "UNSUBSCRIBE", LINK_UNSUBSCRIBE, 365 } };
	char       *name = strsep(&rest, " "), *word = strsep(&rest, " ");
	PGresult   *r = PQexec(t.s.admin, rest);
	struct uuid id;

	if (PQresultStatus(r) != PGRES_TUPLES_OK || PQntuples(r) < 1 ||
	    !uuid_parse(text_of(PQgetvalue(r, 0, 0)), &id)) {
		fail("no id", rest);
		PQclear(r);
		return;
	}
	PQclear(r);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(known[i].word, word) == 0)
			remember(name,
			    link_make(t.s.process, t.s.site.keys, known[i].purpose, id, 1,
			        clock_now() + t.later + known[i].days * CLOCK_DAY)
			        .s);
}

/* ---- the words of a line ---- */

static void
send_for(char *status)
{
	send_request((int)strtol(status, NULL, 10));
}

static void
has(char *rest)
{
	if (strstr(t.page, rest) != NULL)
		return;
	fail("not on the page", rest);
	if (getenv("SHOW"))
		printf("%s\n", t.page);
}

static void
has_not(char *rest)
{
	if (strstr(t.page, rest) != NULL)
		fail("on the page", rest);
}

static void
head(char *rest)
{
	char       *name = strsep(&rest, " ");
	const char *value =
	    strcmp(name, "Location") == 0 ? t.location : http_header_of(&t.response, name).s;

	if (value == NULL || strstr(value, rest) == NULL)
		fail(name, value ? value : "absent");
}

static void
publish(char *rest)
{
	test_site_publish(&t.s, rest);
}

static void
fault(char *rest)
{
	setenv("SOUNDINGS_FAULT", rest, 1);
}

static void
measure(char *rest)
{
	time_requests(strtol(rest, NULL, 10));
}

static void
pause_for(char *rest)
{
	sleep((unsigned)strtol(rest, NULL, 10));
}

static void
database(char *rest)
{
	t.s.site.db = strcmp(rest, "down") == 0 ? t.down : t.s.up;
}

static void
days(char *rest)
{
	t.later += strtol(rest, NULL, 10) * CLOCK_DAY;
}

static void
from(char *rest)
{
	print_to(t.remote, sizeof t.remote, "%s", rest);
}

static void
browser(char *rest)
{
	change_browser(*rest);
}

static void
keep_page(char *rest)
{
	remember(rest, t.page);
}

static void
same(char *rest)
{
	const char *page = remembered(rest, strlen(rest));

	if (page == NULL || strcmp(page, t.page) != 0)
		fail("another page than", rest);
}

static void
form(char *rest)
{
	(void)rest;
	take_form();
}

static void
type(char *rest)
{
	print_to(t.type, sizeof t.type, "%s", rest);
}

static void
origin(char *rest)
{
	print_to(t.origin, sizeof t.origin, "%s", rest);
}

static void
site(char *rest)
{
	print_to(t.fetch_site, sizeof t.fetch_site, "%s", rest);
}

static void
long_field(char *rest)
{
	char  *name = strsep(&rest, " ");
	size_t n = strtoul(rest, NULL, 10);
	char  *value = arena_alloc(t.words, n + 1);

	memset(value, 'a', n);
	value[n] = '\0';
	add_field(arena_strdup(t.words, name), value);
}

/* NAME: VALUE | VALUE */
static void
set_field(char *line, char *value)
{
	drop_field(line);
	while (value != NULL) {
		char *next = strstr(value, " | ");

		if (next != NULL)
			*next = '\0';
		add_field(arena_strdup(t.words, line), arena_strdup(t.words, value));
		value = next != NULL ? next + 3 : NULL;
	}
}

static const struct {
	const char *word;
	void (*run)(char *rest);
} words[] = { { "=", send_for }, { "go", go }, { "+", has }, { "-", has_not },
	{ "head", head }, { "take", take }, { "each", each }, { "value", value },
	{ "sql", run_sql }, { "link", make_link }, { "publish", publish },
	{ "fault", fault }, { "time", measure }, { "wait", pause_for },
	{ "database", database }, { "days", days }, { "from", from }, { "browser", browser },
	{ "person", add_person }, { "in", be_in }, { "as", add_and_be_in },
	{ "begin", begin_survey }, { "answer", answer_survey }, { "id", take_id },
	{ "mailed", mailed }, { "code", app_code }, { "accented", all_accented },
	{ "page", keep_page }, { "same", same }, { "form", form }, { "type", type },
	{ "origin", origin }, { "site", site }, { "long", long_field } };

static void
run_line(char *raw)
{
	static const char *const methods[] = { "GET", "POST", "HEAD", "PUT" };
	size_t                   len, word;
	char                    *line, *rest, *colon;

	if (strncmp(raw, "test ", 5) == 0) {
		begin_test(raw + 5);
		return;
	}
	line = fill_in(raw + strspn(raw, " \t"), &len);
	if (*line == '\0' || *line == '#')
		return;
	word = strcspn(line, " ");
	rest = line + word + (line[word] == ' ');
	for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
		if (strlen(methods[i]) == word && memcmp(line, methods[i], word) == 0) {
			start_request(methods[i], rest);
			return;
		}
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i].word) == word && memcmp(line, words[i].word, word) == 0) {
			words[i].run(rest);
			return;
		}
	if (word == 4 && memcmp(line, "body", 4) == 0) { /* may hold zeros */
		t.body_len = len - (size_t)(rest - line);
		t.body = rest;
	} else if (line[len - 1] == '!') {
		line[len - 1] = '\0';
		drop_field(line);
	} else if ((colon = strstr(line, ": ")) != NULL) {
		*colon = '\0';
		set_field(line, colon + 2);
	} else {
		fail("what is this?", line);
	}
}

static void
run_file(const char *name)
{
	FILE  *f = fopen(name, "r");
	char  *line = NULL;
	size_t size = 0;

	if (f == NULL) {
		printf("Bail out! %s cannot be read\n", name);
		exit(1);
	}
	t.file = name;
	t.line = 0;
	/* Files do not know of each other, but where one comes to a world of its own. */
	if (getenv("SOUNDINGS_TEST_KEEP") == NULL)
		PQclear(PQexec(t.s.admin, "TRUNCATE draft, response, letter, suppression, "
		                          "firm_domain, person, throttle CASCADE"));
	while (getline(&line, &size, f) > 0) {
		t.line++;
		line[strcspn(line, "\n")] = '\0';
		run_line(line);
	}
	end_test();
	t.test = NULL;
	free(line);
	fclose(f);
}

int
main(int argc, char **argv)
{
	log_open("run_requests", LOG_WARN);
	if (!test_site_open(&t.s, "run_requests"))
		return 0;
	t.words = arena_new((size_t)512 * 1024 * 1024);
	t.down = db_open("host=/nonexistent connect_timeout=2", "run_requests");
	t.courier = db_open(getenv("SOUNDINGS_TEST_COURIER"), "run_requests");
	for (int i = 1; i < argc; i++)
		run_file(argv[i]);
	printf("1..%d\n", t.number);
	db_close(t.down);
	db_close(t.courier);
	test_site_close(&t.s);
	arena_free(t.words);
	return t.failed ? 1 : 0;
}
