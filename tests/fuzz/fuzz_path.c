/* SPDX-License-Identifier: ISC
 *
 * A path is refused, or it is canonical: it has one spelling, no dot segment,
 * nothing that hides, and its arguments hold no slash. */
#include "fuzz.h"

#include "base/utf8.h"
#include "router/router.h"

static const struct route rows[] = {
	{ .method = HTTP_GET, .pattern = "/" },
	{ .method = HTTP_GET, .pattern = "/s/{form}" },
	{ .method = HTTP_POST, .pattern = "/s/{form}/{page}" },
	{ .method = HTTP_GET, .pattern = "/s/{form}/check" },
	{ .method = HTTP_GET, .pattern = "/report/{token}.pdf" },
	{ .method = HTTP_GET, .pattern = "/report/{token}" },
};

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena      *arena = fuzz_arena();
	struct text        path, query, again, none;
	struct route_match m;
	struct url         url;

	if (router_split(arena, (struct text){ (const char *)data, len }, &path, &query) !=
	    ERR_OK)
		return 0;
	must(path.len > 0 && path.s[0] == '/' && strlen(path.s) == path.len);
	must(utf8_valid(path.s, path.len));
	for (size_t i = 0; i < path.len; i++)
		must((unsigned char)path.s[i] >= ' ' && path.s[i] != '\\');
	must(strstr(path.s, "//") == NULL && strstr(path.s, "/../") == NULL);
	must(path.len < 3 || strcmp(path.s + path.len - 3, "/..") != 0);
	url = router_path(arena, path);
	if (url.len <= 4000) {
		must(router_split(arena, (struct text){ url.s, url.len }, &again, &none) ==
		     ERR_OK);
		must(text_equal(again, path) && none.s == NULL);
	}
	if (router_match(arena, rows, sizeof(rows) / sizeof(*rows), HTTP_GET, path, &m) ==
	    ERR_OK)
		for (size_t i = 0; i < m.arg_count; i++) {
			must(m.args[i].len > 0 && strlen(m.args[i].s) == m.args[i].len);
			must(strchr(m.args[i].s, '/') == NULL);
		}
	return 0;
}
