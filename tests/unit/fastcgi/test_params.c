/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "fastcgi/fastcgi.h"
#include "tests/unit/arena.h"

/* libfcgi hands over char **; nobody writes there. */
#define P(s) ((char *)(uintptr_t)(s))

static struct fastcgi_call
call_of(char *const *params, int64_t *length_out)
{
	struct fastcgi_call call = { 0 };

	fastcgi_read_params(arena, params, &call, length_out, 1000);
	return call;
}

static void
params_fill_the_request(void **state)
{
	char   *params[] = { P("REQUEST_METHOD=POST"), P("REQUEST_URI=/s/x?a=b=c"),
		  P("CONTENT_LENGTH=12"), P("HTTP_COOKIE=a=b; c=d"), P("HTTP_ORIGIN="),
		  P("HTTP_USER_AGENT=whatever"), P("NO_EQUALS"), NULL };
	int64_t length;
	struct fastcgi_call call = call_of(params, &length);

	(void)state;
	assert_int_equal(call.refused, 0);
	assert_int_equal(call.request.method, HTTP_POST);
	assert_true(text_is(call.uri, "/s/x?a=b=c"));
	assert_true(text_is(call.request.cookie_header, "a=b; c=d"));
	assert_null(call.request.origin.s);
	assert_null(call.request.content_type.s);
	assert_int_equal(length, 12);
}

static void
requests_that_must_not_reach_a_page_are_refused(void **state)
{
	static const struct {
		const char *name;
		const char *extra[2];
		int         want;
	} cases[] = {
		{ "plain", { "X=1", "Y=2" }, 0 },
		{ "a header twice", { "HTTP_ORIGIN=https://a", "HTTP_ORIGIN=https://b" },
		    400 },
		{ "an unused header twice", { "HTTP_X=1", "HTTP_X=2" }, 0 },
		{ "a prefix of a name is another name", { "HTTP_ORI=1", "HTTP_ORI=2" }, 0 },
		{ "two lengths", { "CONTENT_LENGTH=1", "CONTENT_LENGTH=2" }, 400 },
		{ "negative length", { "CONTENT_LENGTH=-1", "X=" }, 400 },
		{ "length with blanks", { "CONTENT_LENGTH= 5", "X=" }, 400 },
		{ "length in words", { "CONTENT_LENGTH=many", "X=" }, 400 },
		{ "length beyond any integer",
		    { "CONTENT_LENGTH=99999999999999999999", "X=" }, 400 },
		{ "the limit", { "CONTENT_LENGTH=1000", "X=" }, 0 },
		{ "over the limit", { "CONTENT_LENGTH=1001", "X=" }, 413 },
		{ "no length", { "CONTENT_LENGTH=", "X=" }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char               *params[] = { P("REQUEST_METHOD=GET"), P("REQUEST_URI=/"),
			              P(cases[i].extra[0]), P(cases[i].extra[1]), NULL };
		int64_t             length;
		struct fastcgi_call call = call_of(params, &length);

		if (call.refused != cases[i].want)
			fail_msg("%s: %d, not %d", cases[i].name, call.refused,
			    cases[i].want);
	}
}

static void
an_address_must_be_there_and_utf8(void **state)
{
	char   *missing[] = { P("REQUEST_METHOD=GET"), NULL };
	char   *broken[] = { P("REQUEST_METHOD=GET"), P("REQUEST_URI=/\xff"), NULL };
	int64_t length;

	(void)state;
	assert_int_equal(call_of(missing, &length).refused, 400);
	assert_int_equal(call_of(broken, &length).refused, 400);
}

static void
a_header_that_is_not_utf8_counts_as_absent(void **state)
{
	char               *params[] = { P("REQUEST_METHOD=GET"), P("REQUEST_URI=/"),
		              P("HTTP_COOKIE=old=\xe4"), NULL };
	int64_t             length;
	struct fastcgi_call call = call_of(params, &length);

	(void)state;
	assert_int_equal(call.refused, 0);
	assert_null(call.request.cookie_header.s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(params_fill_the_request),
		cmocka_unit_test(requests_that_must_not_reach_a_page_are_refused),
		cmocka_unit_test(an_address_must_be_there_and_utf8),
		cmocka_unit_test(a_header_that_is_not_utf8_counts_as_absent),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
