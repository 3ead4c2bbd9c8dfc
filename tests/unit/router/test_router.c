/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "router/router.h"
#include "tests/unit/arena.h"

static const struct route rows[] = {
	{ .method = HTTP_GET, .pattern = "/" },
	{ .method = HTTP_GET, .pattern = "/s/{form}" },
	{ .method = HTTP_POST, .pattern = "/s/{form}" },
	{ .method = HTTP_GET, .pattern = "/s/{form}/{page}" },
	{ .method = HTTP_GET, .pattern = "/s/{form}/check" },
	{ .method = HTTP_POST, .pattern = "/s/{form}/check" },
	{ .method = HTTP_GET, .pattern = "/report/{token}" },
	{ .method = HTTP_GET, .pattern = "/report/{token}.pdf" },
	{ .method = HTTP_POST, .pattern = "/unsubscribe/{token}" },
};
#define COUNT (sizeof(rows) / sizeof(*rows))

static void
paths_find_their_row(void **state)
{
	static const struct {
		enum http_method method;
		const char      *path;
		enum err         err;
		size_t           row;
		const char      *first, *second; /* arguments, or Allow */
	} cases[] = {
		{ HTTP_GET, "/", ERR_OK, 0, NULL, NULL },
		{ HTTP_HEAD, "/", ERR_OK, 0, NULL, NULL },
		{ HTTP_GET, "/s/kam", ERR_OK, 1, "kam", NULL },
		{ HTTP_POST, "/s/kam", ERR_OK, 2, "kam", NULL },
		{ HTTP_GET, "/s/kam/found", ERR_OK, 3, "kam", "found" },
		{ HTTP_GET, "/s/kam/check", ERR_OK, 4, "kam", NULL },
		{ HTTP_POST, "/s/kam/check", ERR_OK, 5, "kam", NULL },
		{ HTTP_GET, "/report/abc", ERR_OK, 6, "abc", NULL },
		{ HTTP_GET, "/report/abc.pdf", ERR_OK, 7, "abc", NULL },
		{ HTTP_GET, "/report/.pdf", ERR_OK, 6, ".pdf", NULL },
		{ HTTP_POST, "/s/kam/found", ERR_CONFLICT, 0, "GET, HEAD", NULL },
		{ HTTP_OTHER, "/s/kam", ERR_CONFLICT, 0, "GET, HEAD, POST", NULL },
		{ HTTP_GET, "/unsubscribe/x", ERR_CONFLICT, 0, "POST", NULL },
		{ HTTP_HEAD, "/unsubscribe/x", ERR_CONFLICT, 0, "POST", NULL },
		{ HTTP_GET, "/s", ERR_NOT_FOUND, 0, NULL, NULL },
		{ HTTP_GET, "/s/", ERR_NOT_FOUND, 0, NULL, NULL },
		{ HTTP_GET, "/s/kam/", ERR_NOT_FOUND, 0, NULL, NULL },
		{ HTTP_GET, "/s/kam/a/b", ERR_NOT_FOUND, 0, NULL, NULL },
		{ HTTP_GET, "/S/kam", ERR_NOT_FOUND, 0, NULL, NULL },
		{ HTTP_GET, "/elsewhere", ERR_NOT_FOUND, 0, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct route_match m;
		enum err           err = router_match(arena, rows, COUNT, cases[i].method,
		              text_of(cases[i].path), &m);

		if (err != cases[i].err)
			fail_msg("%s: %s", cases[i].path, err_name(err));
		if (err == ERR_CONFLICT)
			assert_string_equal(m.allow, cases[i].first);
		if (err != ERR_OK)
			continue;
		assert_ptr_equal(m.row, &rows[cases[i].row]);
		if (cases[i].first != NULL)
			assert_string_equal(m.args[0].s, cases[i].first);
		if (cases[i].second != NULL)
			assert_string_equal(m.args[1].s, cases[i].second);
	}
}

static void
paths_are_decoded_once_and_only_if_canonical(void **state)
{
	static const struct {
		const char *uri, *path, *query; /* path NULL: 400 */
	} cases[] = {
		{ "/", "/", NULL },
		{ "/a/b?c=%2F", "/a/b", "c=%2F" },
		{ "/a?", "/a", "" },
		{ "/a?b?c", "/a", "b?c" },
		{ "/%61", "/a", NULL },
		{ "/a%2525", "/a%25", NULL },
		{ "/%c3%a9", "/\u00e9", NULL },
		{ "/a/", "/a/", NULL },
		{ "/a+b", "/a+b", NULL },
		{ "/...", "/...", NULL },
		{ "", NULL, NULL },
		{ "a", NULL, NULL },
		{ "?a", NULL, NULL },
		{ "*", NULL, NULL },
		{ "http://a/", NULL, NULL },
		{ "//a", NULL, NULL },
		{ "/a//b", NULL, NULL },
		{ "/.", NULL, NULL },
		{ "/a/./b", NULL, NULL },
		{ "/a/../b", NULL, NULL },
		{ "/..", NULL, NULL },
		{ "/%2e%2e/a", NULL, NULL },
		{ "/a%2fb", NULL, NULL },
		{ "/a%5cb", NULL, NULL },
		{ "/a\\b", NULL, NULL },
		{ "/%00", NULL, NULL },
		{ "/%0a", NULL, NULL },
		{ "/%7f", NULL, NULL },
		{ "/%ff", NULL, NULL },
		{ "/%c0%af", NULL, NULL },
		{ "/%", NULL, NULL },
		{ "/%4", NULL, NULL },
		{ "/%zz", NULL, NULL },
		{ "/%?41", NULL, NULL },
		{ "/a#b", NULL, NULL },
		{ "/a?\xff", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text path = TEXT_NONE, query = TEXT_NONE;
		enum err    err = router_split(arena, text_of(cases[i].uri), &path, &query);

		if ((err == ERR_OK) != (cases[i].path != NULL))
			fail_msg("%s: %s", cases[i].uri, err_name(err));
		if (err != ERR_OK)
			continue;
		assert_string_equal(path.s, cases[i].path);
		if (cases[i].query == NULL)
			assert_null(query.s);
		else
			assert_string_equal(query.s, cases[i].query);
	}
}

static void
a_path_written_again_reads_the_same(void **state)
{
	static const char *const paths[] = { "/", "/s/kam", "/a b", "/100%", "/\u00e9/?" };

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		struct url  url = router_path(arena, text_of(paths[i]));
		struct text path, query;

		assert_int_equal(
		    router_split(arena, (struct text){ url.s, url.len }, &path, &query),
		    ERR_OK);
		assert_string_equal(path.s, paths[i]);
		assert_null(query.s);
	}
}

static void
long_paths_are_too_large(void **state)
{
	char       *uri = arena_alloc(arena, 4002);
	struct text path, query;

	(void)state;
	memset(uri, 'a', 4001);
	uri[0] = '/';
	assert_int_equal(router_split(arena, (struct text){ uri, 4001 }, &path, &query),
	    ERR_TOO_LARGE);
	assert_int_equal(router_split(arena, (struct text){ uri, 4000 }, &path, &query),
	    ERR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_find_their_row),
		cmocka_unit_test(paths_are_decoded_once_and_only_if_canonical),
		cmocka_unit_test(a_path_written_again_reads_the_same),
		cmocka_unit_test(long_paths_are_too_large),
	};

	return cmocka_run_group_tests_name("router", tests, setup, teardown);
}
