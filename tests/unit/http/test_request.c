/* SPDX-License-Identifier: ISC
 *
 * What is read of a request. */
#include <string.h>

#include "http/http.h"
#include "tests/unit/arena.h"

static struct bytes
bytes_of(const char *s)
{
	return (struct bytes){ (const uint8_t *)s, strlen(s) };
}

static void
form_bodies_are_decoded_or_refused_with_the_field(void **state)
{
	static const struct {
		const char            *body;
		enum http_problem_kind kind;
		const char            *field; /* named by the problem */
		size_t                 count;
		const char            *name, *value; /* of the last pair */
	} rows[] = {
		{ "", HTTP_FINE, NULL, 0, NULL, NULL },
		{ "a=1", HTTP_FINE, NULL, 1, "a", "1" },
		{ "a=1&b=2", HTTP_FINE, NULL, 2, "b", "2" },
		{ "a=1&a=2", HTTP_FINE, NULL, 2, "a", "2" },
		{ "&&a=1&&", HTTP_FINE, NULL, 1, "a", "1" },
		{ "a", HTTP_FINE, NULL, 1, "a", "" },
		{ "=x", HTTP_FINE, NULL, 1, "", "x" },
		{ "a=b=c", HTTP_FINE, NULL, 1, "a", "b=c" },
		{ "a+b=c+d%2B", HTTP_FINE, NULL, 1, "a b", "c d+" },
		{ "a=%2525", HTTP_FINE, NULL, 1, "a", "%25" },
		{ "a=%c3%A9", HTTP_FINE, NULL, 1, "a", "\u00e9" },
		{ "a=x%0D%0Ay%0Az%0Dw", HTTP_FINE, NULL, 1, "a", "x\ny\nz\nw" },
		{ "a;b=1", HTTP_FINE, NULL, 1, "a;b", "1" },
		{ "ok=1&KP01=%00", HTTP_NUL, "KP01", 0, NULL, NULL },
		{ "KP01=%ff", HTTP_NOT_UTF8, "KP01", 0, NULL, NULL },
		{ "KP01=\xff", HTTP_NOT_UTF8, "KP01", 0, NULL, NULL },
		{ "KP01=%ed%a0%80", HTTP_NOT_UTF8, "KP01", 0, NULL, NULL },
		{ "KP01=%", HTTP_BAD_ESCAPE, "KP01", 0, NULL, NULL },
		{ "KP01=%4", HTTP_BAD_ESCAPE, "KP01", 0, NULL, NULL },
		{ "KP01=%zz", HTTP_BAD_ESCAPE, "KP01", 0, NULL, NULL },
		{ "KP01=%4&1=2", HTTP_BAD_ESCAPE, "KP01", 0, NULL, NULL },
		{ "%00=1", HTTP_NUL, NULL, 0, NULL, NULL },
		{ "%ff=1", HTTP_NOT_UTF8, NULL, 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_fields *fields;
		struct http_problem problem;
		struct http_pair    last;
		enum err            err =
		    http_parse_form(arena, bytes_of(rows[i].body), &fields, &problem);

		if ((err == ERR_OK) != (rows[i].kind == HTTP_FINE) ||
		    problem.kind != rows[i].kind)
			fail_msg("%s: %s, problem %d", rows[i].body, err_name(err),
			    (int)problem.kind);
		if (rows[i].field != NULL)
			assert_true(text_is(problem.field, rows[i].field));
		else
			assert_null(problem.field.s);
		if (err != ERR_OK)
			continue;
		assert_int_equal(http_field_count(fields), rows[i].count);
		if (rows[i].count == 0)
			continue;
		last = http_field_at(fields, rows[i].count - 1);
		assert_string_equal(last.name.s, rows[i].name);
		assert_string_equal(last.value.s, rows[i].value);
	}
}

/* "a=xxx..." with n times what. */
static struct bytes
repeat(const char *head, const char *what, size_t n)
{
	size_t len = strlen(head), w = strlen(what);
	char  *s = arena_alloc(arena, len + n * w + 1);

	memcpy(s, head, len);
	for (size_t i = 0; i < n; i++)
		memcpy(s + len + i * w, what, w);
	return (struct bytes){ (const uint8_t *)s, len + n * w };
}

static void
limits_hold_to_the_last_character(void **state)
{
	static const struct {
		const char            *head, *what;
		size_t                 n;
		enum http_problem_kind kind;
		int                    status;
	} rows[] = {
		{ "a=", "x", 10000, HTTP_FINE, 200 },
		{ "a=", "x", 10001, HTTP_VALUE_TOO_LONG, 413 },
		{ "a=", "%c3%a9", 10000, HTTP_FINE, 200 },
		{ "a=", "%c3%a9", 10001, HTTP_VALUE_TOO_LONG, 413 },
		{ "", "a=1&", 2000, HTTP_FINE, 200 },
		{ "", "a=1&", 2001, HTTP_TOO_MANY_FIELDS, 413 },
		{ "", "&", 1024 * 1024, HTTP_FINE, 200 },
		{ "", "&", 1024 * 1024 + 1, HTTP_BODY_TOO_LARGE, 413 },
		{ "", "n", 200, HTTP_FINE, 200 },
		{ "", "n", 201, HTTP_NAME_TOO_LONG, 413 },
		{ "", "n", 100000, HTTP_NAME_TOO_LONG, 413 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_fields *fields;
		struct http_problem problem;
		enum err            err;

		err = http_parse_form(arena, repeat(rows[i].head, rows[i].what, rows[i].n),
		    &fields, &problem);
		if (problem.kind != rows[i].kind)
			fail_msg("%s x %zu: %d", rows[i].what, rows[i].n, (int)problem.kind);
		assert_int_equal(err, rows[i].kind == HTTP_FINE ? ERR_OK : ERR_TOO_LARGE);
		assert_int_equal(http_problem_status(&problem), rows[i].status);
	}
}

static void
only_urlencoded_bodies_are_read(void **state)
{
	static const struct {
		const char *type, *body;
		bool        good;
	} rows[] = {
		{ "application/x-www-form-urlencoded", "a=1", true },
		{ "APPLICATION/X-www-form-urlencoded; charset=UTF-8", "a=1", true },
		{ "application/x-www-form-urlencoded;charset=\"utf-8\"", "a=1", true },
		{ NULL, "", true },
		{ NULL, "a=1", false },
		{ "", "a=1", false },
		{ "application/x-www-form-urlencoded; charset=iso-8859-1", "a=1", false },
		{ "application/x-www-form-urlencodedx", "a=1", false },
		{ "application/json", "{}", false },
		{ "multipart/form-data; boundary=x", "--x", false },
		{ "text/plain", "a=1", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_request r = { .method = HTTP_POST,
			.content_type = text_of(rows[i].type),
			.body = bytes_of(rows[i].body) };
		struct http_fields *fields;
		struct http_problem problem;
		enum err            err = http_request_form(arena, &r, &fields, &problem);

		if ((err == ERR_OK) != rows[i].good)
			fail_msg("%s", rows[i].type);
		if (!rows[i].good)
			assert_int_equal(http_problem_status(&problem), 415);
	}
}

static void
fields_are_found_by_name(void **state)
{
	struct http_fields *fields;
	struct http_problem problem;
	struct text         again;

	(void)state;
	assert_int_equal(
	    http_parse_form(arena, bytes_of("a=1&b=&a=%0A+%26"), &fields, &problem), ERR_OK);
	assert_string_equal(http_field(fields, "a").s, "1");
	assert_string_equal(http_field(fields, "b").s, "");
	assert_null(http_field(fields, "c").s);
	assert_true(http_field_has(fields, "a", "1"));
	assert_false(http_field_has(fields, "b", "1"));
	assert_string_equal(http_field_at(fields, 2).value.s, "\n &");
	again = http_write_form(arena,
	    (struct http_pair[]){ http_field_at(fields, 0), http_field_at(fields, 1),
	        http_field_at(fields, 2) },
	    3);
	assert_string_equal(again.s, "a=1&b=&a=%0D%0A+%26");
}

static void
problems_are_told_with_the_field(void **state)
{
	struct http_problem p = { HTTP_VALUE_TOO_LONG, TEXT_LIT("KP01") };

	(void)state;
	assert_string_equal(http_problem_sentence(arena, &p).s,
	    "The answer in \u201cKP01\u201d is too long: we take at most 10,000 characters.");
	for (int k = HTTP_FINE; k <= HTTP_BAD_ESCAPE; k++) {
		p = (struct http_problem){ (enum http_problem_kind)k, TEXT_NONE };
		assert_non_null(http_problem_sentence(arena, &p).s);
	}
}

static void
a_change_needs_our_own_origin(void **state)
{
	static const struct {
		const char    *fetch_site, *origin;
		enum http_site want;
	} rows[] = {
		{ "same-origin", NULL, HTTP_SITE_SAME },
		{ "none", NULL, HTTP_SITE_SAME },
		{ "same-site", NULL, HTTP_SITE_FOREIGN },
		{ "cross-site", "https://s.example", HTTP_SITE_FOREIGN },
		{ "same-origin", "https://evil.example", HTTP_SITE_SAME },
		{ "Same-Origin", NULL, HTTP_SITE_FOREIGN },
		{ NULL, "https://s.example", HTTP_SITE_SAME },
		{ NULL, "HTTPS://S.example", HTTP_SITE_SAME },
		{ NULL, "https://s.example:8443", HTTP_SITE_FOREIGN },
		{ NULL, "http://s.example", HTTP_SITE_FOREIGN },
		{ NULL, "https://s.example.evil.example", HTTP_SITE_FOREIGN },
		{ NULL, "https://s.exampl", HTTP_SITE_FOREIGN },
		{ NULL, "null", HTTP_SITE_FOREIGN },
		{ NULL, NULL, HTTP_SITE_UNKNOWN },
		{ "", "", HTTP_SITE_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_request r = { .method = HTTP_POST,
			.fetch_site = text_of(rows[i].fetch_site),
			.origin = text_of(rows[i].origin) };
		struct url          base = URL_LIT("https://s.example/base");

		assert_int_equal(http_site_of(&r, base), rows[i].want);
		assert_int_equal(http_same_origin(&r, base, false),
		    rows[i].want == HTTP_SITE_SAME);
		assert_int_equal(http_same_origin(&r, base, true),
		    rows[i].want != HTTP_SITE_FOREIGN);
	}
}

static void
the_usual_port_may_be_written_or_not(void **state)
{
	static const struct {
		const char *base, *origin;
		bool        same;
	} rows[] = {
		{ "https://s.example:443", "https://s.example", true },
		{ "http://s.example:80/x", "http://s.example", true },
		{ "http://127.0.0.1:8080", "http://127.0.0.1:8080", true },
		{ "https://s.example:80", "https://s.example", false },
		{ "http://s.example:443", "http://s.example", false },
		{ "https://s.example:8443", "https://s.example", false },
		{ "s.example", "s.example", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_request r = { .origin = text_of(rows[i].origin) };
		struct url          base = { rows[i].base, strlen(rows[i].base) };

		if ((http_site_of(&r, base) == HTTP_SITE_SAME) != rows[i].same)
			fail_msg("%s", rows[i].base);
	}
}

static void
the_readers_language_is_chosen_among_the_offered(void **state)
{
	static const char *const offered[] = { "en", "fr", "de-AT", "de" };
	static const struct {
		const char *header, *want;
	} rows[] = {
		{ NULL, "en" },
		{ "", "en" },
		{ "fr", "fr" },
		{ "FR-ca", "fr" },
		{ "xx, fr;q=0.5", "fr" },
		{ "en;q=0.5, fr;q=0.6", "fr" },
		{ "fr;q=0.5, en;q=0.5", "fr" },
		{ "de", "de" },
		{ "de-AT", "de-AT" },
		{ "de-CH", "de" },
		{ "*", "en" },
		{ "*, fr", "fr" },
		{ "fr;q=0", "en" },
		{ "fr;q=2, de", "de" },
		{ "fr;x=1, de;q=0.1", "de" },
		{ ",,;;q=", "en" },
		{ "fr ; q=0.9 , de ; q=0.95", "de" },
		{ "f", "en" },
		{ "french", "en" },
		{ "fr;q=0.001, xx", "fr" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const char *got = http_language(text_of(rows[i].header), offered, 4);

		if (strcmp(got, rows[i].want) != 0)
			fail_msg("%s: %s", rows[i].header, got);
	}
}

static void
cookies_are_read_under_their_full_name(void **state)
{
	static const struct {
		const char *header;
		bool        https;
		const char *want;
	} rows[] = {
		{ "draft=abc", false, "abc" },
		{ "__Host-draft=abc", true, "abc" },
		{ "draft=abc", true, NULL },
		{ "__Host-draft=abc", false, NULL },
		{ "a=1; draft=abc; b=2", false, "abc" },
		{ "a=1;draft=abc", false, "abc" },
		{ "draft=abc ; b=2", false, "abc" },
		{ "draft=first; draft=second", false, "first" },
		{ "xdraft=abc", false, NULL },
		{ "draftx=abc", false, NULL },
		{ "Draft=abc", false, NULL },
		{ "draft", false, NULL },
		{ "draft=", false, NULL },
		{ "draft=a b", false, NULL },
		{ "draft=\"abc\"", false, NULL },
		{ "draft=a<b", false, NULL },
		{ ";;;=; =x;draft=abc", false, "abc" },
		{ "", false, NULL },
		{ NULL, false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_request r = { .cookie_header = text_of(rows[i].header),
			.https = rows[i].https };
		struct text         got = http_cookie(arena, &r, "draft");

		if (rows[i].want == NULL ? got.s != NULL : !text_is(got, rows[i].want))
			fail_msg("%s: %s", rows[i].header, got.s);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(form_bodies_are_decoded_or_refused_with_the_field),
		cmocka_unit_test(limits_hold_to_the_last_character),
		cmocka_unit_test(only_urlencoded_bodies_are_read),
		cmocka_unit_test(fields_are_found_by_name),
		cmocka_unit_test(problems_are_told_with_the_field),
		cmocka_unit_test(a_change_needs_our_own_origin),
		cmocka_unit_test(the_usual_port_may_be_written_or_not),
		cmocka_unit_test(the_readers_language_is_chosen_among_the_offered),
		cmocka_unit_test(cookies_are_read_under_their_full_name),
	};

	return cmocka_run_group_tests_name("request", tests, setup, teardown);
}
