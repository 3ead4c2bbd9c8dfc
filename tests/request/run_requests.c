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
 *     type TEXT           another content type; "none" for none
 *     origin TEXT, site TEXT   headers Origin and Sec-Fetch-Site
 *     = STATUS            send it
 *   + TEXT, - TEXT        the page has it, has it not
 *   head NAME TEXT        a header has it
 *   go                    GET what Location says
 *   take NAME BEFORE|AFTER   remember what stands between; {NAME} puts it in
 *   sql QUERY => TEXT     the first value of a query by the superuser
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
 *   mailed NAME EMAIL     the token of the letter that waits for that address
 *   code NAME STEPS KEY   what an app with that key shows, so many steps from now
 *   accented ALLOWED|...  nothing on the page is plain English, as en-XA leaves it,
 *                         but forms' words, the operator's, and what is allowed
 *   page NAME             remember the page; "same NAME": it is that page, byte for byte */
#include <libpq-fe.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "access/people.h"
#include "access/totp.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "database/db.h"
#include "http/http.h"
#include "link/link.h"
#include "page/page.h"
#include "router/router.h"
#include "site.h"

#define FIELDS  400
#define NAMES   40
#define COOKIES 10

struct pair {
	char *name, *value;
};

static struct {
	struct test_site     s;
	struct arena        *words; /* of the test under way */
	struct db           *down, *courier;
	char                 remote[64], browser;
	struct pair          jars[128][COOKIES];
	struct pair          cookies[COOKIES], names[NAMES], fields[FIELDS];
	size_t               cookie_count, name_count, field_count;
	char                 path[2048], method[16], type[128], origin[128], fetch_site[64];
	char                *body; /* raw; NULL: from fields */
	size_t               body_len;
	char                *page; /* last body */
	size_t               page_len;
	struct http_response response;
	char                 location[2048];
	int64_t              later;
	const char          *file, *test;
	int                  line, number, failed, test_failed;
} t;

static void
fail(const char *what, const char *detail)
{
	printf("# %s:%d: %s: %s\n", t.file, t.line, what, detail);
	t.test_failed = 1;
}

static void
end_test(void)
{
	if (t.test == NULL)
		return;
	printf("%s %d - %s\n", t.test_failed ? "not ok" : "ok", ++t.number, t.test);
	t.failed += t.test_failed;
	t.test_failed = 0;
}

static char *
copy(const char *s, size_t len)
{
	char *p = arena_alloc(t.words, len + 1);

	if (len > 0)
		memcpy(p, s, len);
	return p;
}

static void
set_pair(struct pair *list, size_t *count, size_t max, char *name, char *value)
{
	for (size_t i = 0; i < *count; i++)
		if (strcmp(list[i].name, name) == 0) {
			list[i].value = value;
			return;
		}
	if (*count < max)
		list[(*count)++] = (struct pair){ name, value };
}

/* {name} and \xHH in a line. */
static char *
fill_in(const char *line, size_t *len_out)
{
	char *out = arena_alloc(t.words, strlen(line) * 2 + 65536), *o = out;

	while (*line) {
		const char *end;

		if (*line == '\\' && line[1] == 'x' && line[2] && line[3]) {
			char hex[3] = { line[2], line[3], 0 };

			*o++ = (char)strtol(hex, NULL, 16);
			line += 4;
			continue;
		}
		if (*line == '{' && (end = strchr(line, '}')) != NULL) {
			bool found = false;

			for (size_t i = 0; i < t.name_count && !found; i++)
				if (strlen(t.names[i].name) == (size_t)(end - line - 1) &&
				    strncmp(t.names[i].name, line + 1,
				        (size_t)(end - line - 1)) == 0) {
					o = stpcpy(o, t.names[i].value);
					line = end + 1;
					found = true;
				}
			if (found)
				continue;
		}
		*o++ = *line++;
	}
	*o = '\0';
	if (len_out)
		*len_out = (size_t)(o - out);
	return out;
}

/* ---- the form on the last page, as a browser reads it ---- */

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

static void
add_field(char *name, char *value)
{
	if (name != NULL && t.field_count < FIELDS)
		t.fields[t.field_count++] = (struct pair){ name, value };
}

static void
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

static void
drop_field(const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < t.field_count; i++)
		if (strcmp(t.fields[i].name, name) != 0)
			t.fields[n++] = t.fields[i];
	t.field_count = n;
}

/* ---- sending ---- */

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
		set_pair(t.cookies, &t.cookie_count, COOKIES, copy(v, (size_t)(is - v)),
		    strstr(v, "Max-Age=0") || strstr(v, "1970")
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

static void
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

static void
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

static void
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

static void
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
		set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
		    copy(p, (size_t)(q - p)));
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
			set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
			    arena_strdup(t.words,
			        link_make(t.s.process, t.s.site.keys, known[i].purpose, id,
			            1, clock_now() + t.later + known[i].days * CLOCK_DAY)
			            .s));
}

/* ---- people ---- */

static void
fill_sql(const char *query, const char *a, const char *b, const char *c)
{
	const char *values[] = { a, b, c };
	PGresult   *r = PQexecParams(t.s.admin, query, 3, NULL, values, NULL, NULL, 0);

	if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		fail(a, PQerrorMessage(t.s.admin));
	PQclear(r);
}

static void
add_person(char *rest)
{
	char *role = strsep(&rest, " "), *email = strsep(&rest, " ");

	if (rest != NULL)
		fill_sql(
		    "INSERT INTO firm (name) SELECT $3 WHERE coalesce($1, $2) IS NOT NULL "
		    "AND NOT EXISTS (SELECT FROM firm WHERE name = $3)",
		    role, email, rest);
	fill_sql(
	    "WITH p AS (INSERT INTO person (email, name) VALUES ($2, initcap(split_part($2, '@', 1))) "
	    "ON CONFLICT (lower(email)) DO UPDATE SET disabled_at = NULL, factor = NULL, "
	    "factor_at = NULL, factor_step = 0 RETURNING id) "
	    "INSERT INTO membership SELECT f.id, p.id, $1 FROM p, firm f "
	    "WHERE f.name = $3 OR ($3 IS NULL AND f.operator) "
	    "ON CONFLICT (person) DO UPDATE SET role = excluded.role, firm = excluded.firm",
	    role, email, rest);
}

static void
be_in(const char *email)
{
	struct text token = access_token(t.s.process);
	uint8_t     hash[ACCESS_HASH], again[ACCESS_HASH];
	char        hex[2 * ACCESS_HASH + 1];

	if (!access_token_hash(token, hash))
		exit(1);
	crypto_hash_sha256(again, hash, sizeof hash);
	sodium_bin2hex(hex, sizeof hex, again, sizeof again);
	fill_sql(
	    "INSERT INTO session (hash, person, full_at, code_at, device) SELECT decode($1, 'hex'), id, now(), "
	    "now(), 'Firefox, Linux' FROM person WHERE email = $2 AND $3::text IS NULL",
	    hex, email, NULL);
	set_pair(t.cookies, &t.cookie_count, COOKIES, arena_strdup(t.words, "session"),
	    arena_strdup(t.words, token.s));
}

static void
take_id(char *rest)
{
	char       *name = strsep(&rest, " ");
	const char *values[] = { rest };
	PGresult   *r = PQexecParams(t.s.admin, "SELECT id FROM person WHERE email = $1", 1,
	      NULL, values, NULL, NULL, 0);

	if (PQntuples(r) < 1)
		fail("nobody", rest);
	else
		set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
		    arena_strdup(t.words, PQgetvalue(r, 0, 0)));
	PQclear(r);
}

static void
mailed(char *rest)
{
	char       *name = strsep(&rest, " ");
	const char *values[] = { rest };
	PGresult   *r = PQexecParams(t.s.admin,
	      "SELECT object FROM letter WHERE kind = 'sign_in' AND address = $1 ORDER BY created_at DESC LIMIT 1",
	      1, NULL, values, NULL, NULL, 0);
	struct uuid id;
	struct text token;
	int64_t     expires;

	if (PQntuples(r) < 1 || !uuid_parse(text_of(PQgetvalue(r, 0, 0)), &id) ||
	    access_letter(t.s.process, t.courier, id, &token, &expires) != ERR_OK)
		fail("no letter", rest);
	else
		set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
		    arena_strdup(t.words, token.s));
	PQclear(r);
}

static void
app_code(char *rest)
{
	char    *name = strsep(&rest, " "), *steps = strsep(&rest, " ");
	char     code[TOTP_DIGITS + 1];
	uint8_t  secret[TOTP_SECRET_BYTES];
	size_t   n = 0;
	unsigned bits = 0, held = 0;

	for (const char *p = rest; *p != '\0' && n < sizeof secret; p++) {
		if (*p == ' ')
			continue;
		held = held << 5 | (unsigned)(*p >= 'A' ? *p - 'A' : *p - '2' + 26);
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			secret[n++] = (uint8_t)(held >> bits);
		}
	}
	totp_code((struct bytes){ secret, n },
	    (clock_now() + t.later) / (TOTP_STEP * CLOCK_SECOND) + strtol(steps, NULL, 10),
	    code);
	set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, name),
	    arena_strdup(t.words, code));
}

static void
change_browser(char name)
{
	memcpy(t.jars[(int)t.browser], t.cookies, sizeof t.cookies);
	memcpy(t.cookies, t.jars[(int)name], sizeof t.cookies);
	t.browser = name;
	for (t.cookie_count = 0; t.cookie_count < COOKIES && t.cookies[t.cookie_count].name;)
		t.cookie_count++;
}

static bool
starts(const char *line, const char *word, char **rest)
{
	size_t n = strlen(word);

	if (strncmp(line, word, n) != 0 || (line[n] != ' ' && line[n] != '\0'))
		return false;
	*rest = (char *)(uintptr_t)line + n + (line[n] == ' ');
	return true;
}

/* Nothing of the test before is known to this one. */
/* Takes out what a reader of the page does not see or hear: tags but for the
 * words in them, entities. */
static char *
words_of_page(void)
{
	static const char *const spoken[] = { " aria-label=\"", " alt=\"", " title=\"",
		" placeholder=\"" };
	char                    *out = copy(t.page, t.page_len), *o = out;

	for (const char *p = t.page; *p != '\0';) {
		const char *end = p + 1;

		if (*p == '&' && (end = strpbrk(p, "; <")) != NULL && *end == ';') {
			p = end + 1;
		} else if (*p != '<') {
			*o++ = *p++;
		} else {
			end = p + strcspn(p, ">");
			*o++ = '\n';
			for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
				const char *at = strstr(p, spoken[i]);

				if (at == NULL || at > end)
					continue;
				for (at += strlen(spoken[i]); *at != '"'; at++)
					*o++ = *at;
				*o++ = '\n';
			}
			p = *end ? end + 1 : end;
		}
	}
	*o = '\0';
	return out;
}

/* Words of a form stand in the form's language, and so does the operator's name. */
static bool
is_data(const char *line)
{
	static char *forms[2];
	char        *quoted = arena_alloc(t.words, strlen(line) + 3);
	size_t       len;

	if (forms[0] == NULL) {
		forms[0] = test_site_file("forms/kam-preparedness.json");
		forms[1] = test_site_file("forms/matter-feedback.json");
	}
	line += strspn(line, " ");
	len = strlen(line);
	while (len > 0 && strchr(" :", line[len - 1]) != NULL)
		len--;
	print_to(quoted, len + 3, "\"%.*s\"", (int)len, line);
	return strstr(forms[0], quoted) != NULL || strstr(forms[1], quoted) != NULL;
}

/* Blanks out the codes of firms, such as f-4k0zq1, and of responses: eight
 * signs of a UUID. */
static void
hide_codes(char *words)
{
	static const char signs[] = "0123456789abcdefghjkmnpqrstvwxyz";

	for (char *at = words; (at = strstr(at, "f-")) != NULL; at += 2)
		if (strspn(at + 2, signs) == 6)
			memset(at, ' ', 8);
	for (char *at = words; *(at += strcspn(at, signs)) != '\0';) {
		size_t run = strspn(at, "0123456789abcdef");

		if (run == 8)
			memset(at, ' ', 8);
		at += run > 0 ? run : 1;
	}
}

/* en-XA has an accent on every vowel: a run of plain letters that has a vowel
 * came past the translators. */
static void
all_accented(const char *also)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char             *words = words_of_page(), *phrase, *line;
	char             *allowed = arena_printf(t.words,
	                "Soundings|Longshore and Vane|help@soundings.example|req-0001|%s", also);

	hide_codes(words);
	while ((phrase = strsep(&allowed, "|")) != NULL)
		for (char *at = words; *phrase != '\0' && (at = strstr(at, phrase)) != NULL;)
			memset(at, ' ', strlen(phrase));
	while ((line = strsep(&words, "\n")) != NULL) {
		if (is_data(line))
			continue;
		for (char *p = line; *(p += strcspn(p, letters)) != '\0';) {
			size_t run = strspn(p, letters);

			if (run > 1 && strcspn(p, "aeiouyAEIOUY") < run) {
				fail("plain English", line);
				break;
			}
			p += run;
		}
	}
}

static void
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
run_line(char *raw)
{
	size_t len;
	char  *line, *rest, *colon;

	if (starts(raw, "test", &rest)) {
		begin_test(rest);
		return;
	}
	line = fill_in(raw + strspn(raw, " \t"), &len);
	if (*line == '\0' || *line == '#')
		return;
	if (starts(line, "GET", &rest) || starts(line, "POST", &rest) ||
	    starts(line, "HEAD", &rest) || starts(line, "PUT", &rest)) {
		char method[8];

		print_to(method, sizeof method, "%.*s", (int)strcspn(line, " "), line);
		start_request(method, rest);
	} else if (starts(line, "=", &rest)) {
		send_request((int)strtol(rest, NULL, 10));
	} else if (starts(line, "go", &rest)) {
		start_request("GET", t.location);
		send_request(200);
	} else if (starts(line, "+", &rest)) {
		if (strstr(t.page, rest) == NULL) {
			fail("not on the page", rest);
			if (getenv("SHOW"))
				printf("%s\n", t.page);
		}
	} else if (starts(line, "-", &rest)) {
		if (strstr(t.page, rest) != NULL)
			fail("on the page", rest);
	} else if (starts(line, "head", &rest)) {
		char       *name = strsep(&rest, " ");
		const char *value = strcmp(name, "Location") == 0
		                        ? t.location
		                        : http_header_of(&t.response, name).s;

		if (value == NULL || strstr(value, rest) == NULL)
			fail(name, value ? value : "absent");
	} else if (starts(line, "take", &rest)) {
		take(rest);
	} else if (starts(line, "sql", &rest)) {
		run_sql(rest);
	} else if (starts(line, "link", &rest)) {
		make_link(rest);
	} else if (starts(line, "publish", &rest)) {
		test_site_publish(&t.s, rest);
	} else if (starts(line, "fault", &rest)) {
		setenv("SOUNDINGS_FAULT", rest, 1);
	} else if (starts(line, "time", &rest)) {
		time_requests(strtol(rest, NULL, 10));
	} else if (starts(line, "wait", &rest)) {
		sleep((unsigned)strtol(rest, NULL, 10));
	} else if (starts(line, "database", &rest)) {
		t.s.site.db = strcmp(rest, "down") == 0 ? t.down : t.s.up;
	} else if (starts(line, "days", &rest)) {
		t.later += strtol(rest, NULL, 10) * CLOCK_DAY;
	} else if (starts(line, "from", &rest)) {
		print_to(t.remote, sizeof t.remote, "%s", rest);
	} else if (starts(line, "browser", &rest)) {
		change_browser(*rest);
	} else if (starts(line, "person", &rest)) {
		add_person(rest);
	} else if (starts(line, "in", &rest)) {
		be_in(rest);
	} else if (starts(line, "id", &rest)) {
		take_id(rest);
	} else if (starts(line, "mailed", &rest)) {
		mailed(rest);
	} else if (starts(line, "code", &rest)) {
		app_code(rest);
	} else if (starts(line, "accented", &rest)) {
		all_accented(rest);
	} else if (starts(line, "page", &rest)) {
		set_pair(t.names, &t.name_count, NAMES, arena_strdup(t.words, rest),
		    arena_strdup(t.words, t.page));
	} else if (starts(line, "same", &rest)) {
		bool same = false;

		for (size_t i = 0; i < t.name_count; i++)
			same = same || (strcmp(t.names[i].name, rest) == 0 &&
			                   strcmp(t.names[i].value, t.page) == 0);
		if (!same)
			fail("another page than", rest);
	} else if (starts(line, "form", &rest)) {
		take_form();
	} else if (starts(line, "type", &rest)) {
		print_to(t.type, sizeof t.type, "%s", rest);
	} else if (starts(line, "origin", &rest)) {
		print_to(t.origin, sizeof t.origin, "%s", rest);
	} else if (starts(line, "site", &rest)) {
		print_to(t.fetch_site, sizeof t.fetch_site, "%s", rest);
	} else if (starts(line, "body", &rest)) {
		t.body_len = len - (size_t)(rest - line);
		t.body = rest;
	} else if (starts(line, "long", &rest)) {
		/* long NAME COUNT: a value of that many letters */
		char *name = strsep(&rest, " ");
		long  n = strtol(rest, NULL, 10);
		char *value = arena_alloc(t.words, (size_t)n + 1);

		memset(value, 'a', (size_t)n);
		value[n] = '\0';
		add_field(arena_strdup(t.words, name), value);
	} else if (line[len - 1] == '!') {
		line[len - 1] = '\0';
		drop_field(line);
	} else if ((colon = strstr(line, ": ")) != NULL) {
		*colon = '\0';
		drop_field(line);
		while (colon) { /* several values by " | " */
			char *next = strstr(colon + 2, " | ");

			if (next)
				*next = '\0';
			add_field(arena_strdup(t.words, line),
			    arena_strdup(t.words, colon + 2));
			colon = next ? next + 1 : NULL;
		}
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
	log_open("run_requests", LOG_ERROR);
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
