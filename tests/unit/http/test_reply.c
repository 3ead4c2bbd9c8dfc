/* SPDX-License-Identifier: ISC
 *
 * What a reply may carry. */
#include <string.h>

#include "http/http.h"
#include "tests/unit/arena.h"

static void
cookies_are_set_as_safely_as_the_scheme_allows(void **state)
{
	struct http_response r = { 0 };

	(void)state;
	http_set_cookie(arena, &r, true, "draft", TEXT_LIT("a-b_c.~9"), 86400);
	http_set_cookie(arena, &r, false, "draft", TEXT_LIT("x"), 0);
	http_set_cookie(arena, &r, false, "draft", TEXT_LIT(""), -1);
	assert_int_equal(r.header_count, 3);
	assert_string_equal(r.headers[0].value.s,
	    "__Host-draft=a-b_c.~9; Path=/; "
	    "HttpOnly; SameSite=Lax; Secure; Max-Age=86400");
	assert_string_equal(r.headers[1].value.s, "draft=x; Path=/; HttpOnly; SameSite=Lax");
	assert_string_equal(r.headers[2].value.s,
	    "draft=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
}

static void
header_values_cannot_end_a_line(void **state)
{
	static const char *const bad[] = { "a\r\nb", "a\nb", "a\rb", "\x01", "a\x7f",
		"\u00e9" };
	struct http_response     r = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(http_add_header(arena, &r, "X-A", text_of(bad[i])));
	assert_false(http_add_header(arena, &r, "X-A", (struct text){ "a\0b", 3 }));
	assert_false(http_add_header(arena, &r, "X-A", TEXT_NONE));
	assert_int_equal(r.header_count, 0);
	assert_true(http_add_header(arena, &r, "Retry-After", TEXT_LIT("60")));
	assert_true(http_add_header(arena, &r, "retry-after", TEXT_LIT("61")));
	assert_int_equal(r.header_count, 1);
	assert_string_equal(http_header_of(&r, "RETRY-AFTER").s, "61");
	while (r.header_count < HTTP_HEADERS_MAX)
		assert_true(http_add_header(arena, &r, "Set-Cookie", TEXT_LIT("a=b")));
	assert_false(http_add_header(arena, &r, "Set-Cookie", TEXT_LIT("a=b")));
}

static void
file_names_for_saving_are_harmless(void **state)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "report.pdf", "attachment; filename=\"report.pdf\"; "
		                "filename*=UTF-8''report.pdf" },
		{ "a\"\r\nb;c.pdf", "attachment; filename=\"a___b_c.pdf\"; "
		                    "filename*=UTF-8''a___b_c.pdf" },
		{ "../../etc/x", "attachment; filename=\"______etc_x\"; "
		                 "filename*=UTF-8''______etc_x" },
		{ "\u00e9 1.csv", "attachment; filename=\"__ 1.csv\"; "
		                  "filename*=UTF-8''%C3%A9%201.csv" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct http_response r = { 0 };

		http_set_download(arena, &r, text_of(rows[i].name));
		assert_string_equal(http_header_of(&r, "Content-Disposition").s,
		    rows[i].want);
	}
}

static void
every_reply_carries_the_security_headers(void **state)
{
	static const char *const names[] = { "Content-Security-Policy",
		"X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
		"Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
		"X-Frame-Options" };
	struct http_response     plain = { 0 }, secure = { 0 };
	struct text              head;

	(void)state;
	http_reply_html(&plain, 404, HTML_LIT("<p>x"));
	assert_true(http_add_header(arena, &plain, "Cache-Control", TEXT_LIT("no-store")));
	http_security_headers(arena, &plain, false);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		assert_non_null(http_header_of(&plain, names[i]).s);
	assert_null(http_header_of(&plain, "Strict-Transport-Security").s);
	assert_string_equal(http_header_of(&plain, "Cache-Control").s, "no-store");
	assert_non_null(strstr(http_header_of(&plain, "Content-Security-Policy").s,
	    "default-src 'none'"));
	http_reply_redirect(&secure, URL_LIT("/s/kam/found"));
	http_security_headers(arena, &secure, true);
	assert_non_null(http_header_of(&secure, "Strict-Transport-Security").s);
	head = http_write_head(arena, &secure);
	assert_ptr_equal(strstr(head.s, "Status: 303 See Other\r\nContent-Length: 0\r\n"
	                                "Location: /s/kam/found\r\n"),
	    head.s);
	assert_string_equal(head.s + head.len - 4, "\r\n\r\n");
	/* nginx takes 4 KB of head by default. */
	assert_true(head.len < 2048);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cookies_are_set_as_safely_as_the_scheme_allows),
		cmocka_unit_test(header_values_cannot_end_a_line),
		cmocka_unit_test(file_names_for_saving_are_harmless),
		cmocka_unit_test(every_reply_carries_the_security_headers),
	};

	return cmocka_run_group_tests_name("reply", tests, setup, teardown);
}
