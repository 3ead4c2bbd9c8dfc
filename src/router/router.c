/* SPDX-License-Identifier: ISC */
#include "router/router.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "http/octets.h"

#define PATH_MAX_BYTES 4000

/* A byte that may stand in a decoded path: "/" only as it was sent, and no
 * backslash, which some clients take for one. */
static bool
is_path_byte(int c, bool escaped)
{
	return c > 0x1f && c != 0x7f && c != '\\' && !(escaped && c == '/');
}

static bool
is_canonical(const char *path)
{
	for (const char *s = path; (s = strchr(s, '/')) != NULL; s++) {
		size_t len = strcspn(s + 1, "/");

		if (len == 0 && s[1] == '/')
			return false; /* "//" */
		if ((len == 1 && s[1] == '.') || (len == 2 && memcmp(s + 1, "..", 2) == 0))
			return false;
	}
	return true;
}

enum err
router_split(struct arena *arena, struct text uri, struct text *path_out,
    struct text *query_out)
{
	const char *query = memchr(uri.s, '?', uri.len);
	size_t      raw = query ? (size_t)(query - uri.s) : uri.len, len = 0;
	char       *path;

	if (uri.len > PATH_MAX_BYTES)
		return ERR_TOO_LARGE;
	if (raw == 0 || uri.s[0] != '/' || memchr(uri.s, '#', uri.len) != NULL)
		return ERR_INVALID;
	path = arena_alloc(arena, raw + 1);
	for (size_t i = 0; i < raw; i++) {
		bool escaped = uri.s[i] == '%';
		int  c = escaped ? octet_escaped(uri.s + i, raw - i)
		                 : (unsigned char)uri.s[i];

		if (c < 0 || !is_path_byte(c, escaped))
			return ERR_INVALID;
		path[len++] = (char)c;
		i += escaped ? 2 : 0;
	}
	if (!utf8_valid(path, len) || !is_canonical(path))
		return ERR_INVALID;
	*path_out = (struct text){ path, len };
	*query_out = TEXT_NONE;
	if (query != NULL)
		return text_check(arena, query + 1, uri.len - raw - 1, query_out);
	return ERR_OK;
}

struct url
router_path(struct arena *arena, struct text path)
{
	struct buf  b;
	struct text out;

	buf_init(&b, arena, path.len * 3 + 1);
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c != 0 && strchr("/-._~", c) != NULL))
			buf_char(&b, (char)c);
		else
			buf_fmt(&b, "%%%02X", c);
	}
	out = buf_as_text(&b);
	return (struct url){ out.s, out.len };
}

/* Match one segment against its pattern: "word", "{name}" or "{name}.pdf".
 * Returns 0: no, 1: by a name, 2: by a name with ending, 3: literally. */
static int
match_segment(const char *pattern, size_t pattern_len, struct text segment, struct text *arg)
{
	const char *close;
	size_t      tail;

	if (pattern_len == 0 || pattern[0] != '{')
		return pattern_len == segment.len &&
		               memcmp(pattern, segment.s, segment.len) == 0
		           ? 3
		           : 0;
	close = memchr(pattern, '}', pattern_len);
	check(close != NULL);
	tail = pattern_len - (size_t)(close + 1 - pattern);
	if (segment.len <= tail ||
	    memcmp(segment.s + segment.len - tail, close + 1, tail) != 0)
		return 0;
	*arg = (struct text){ segment.s, segment.len - tail };
	return tail > 0 ? 2 : 1;
}

/* How well the pattern fits: 0 not at all; of two that fit, the one that is
 * more literal in an earlier segment has the greater number. */
static uint64_t
match_pattern(const char *pattern, struct text path, struct route_match *m)
{
	uint64_t fit = 1;
	size_t   p = 0, i = 0;

	m->arg_count = 0;
	for (;;) {
		size_t      plen = strcspn(pattern + p + 1, "/");
		struct text segment = { path.s + i + 1, strcspn(path.s + i + 1, "/") };
		struct text arg = TEXT_NONE;
		int         how = match_segment(pattern + p + 1, plen, segment, &arg);

		if (how == 0)
			return 0;
		if (arg.s != NULL) {
			check(m->arg_count < ROUTE_ARGS_MAX);
			m->args[m->arg_count++] = arg;
		}
		fit = fit * 4 + (uint64_t)how;
		p += plen + 1;
		i += segment.len + 1;
		if (pattern[p] == '\0' || path.s[i] == '\0')
			break;
	}
	if (pattern[p] != '\0' || path.s[i] != '\0')
		return 0;
	/* Longer paths have more digits; they compare only among themselves. */
	return fit;
}

static bool
takes(const struct route *row, enum http_method method)
{
	return row->method == method || (row->method == HTTP_GET && method == HTTP_HEAD);
}

static void
allow(const struct route *rows, size_t count, uint64_t best, struct text path, char dst[24])
{
	bool get = false, post = false;

	for (size_t i = 0; i < count; i++) {
		struct route_match m;

		if (match_pattern(rows[i].pattern, path, &m) != best)
			continue;
		get = get || rows[i].method == HTTP_GET;
		post = post || rows[i].method == HTTP_POST;
	}
	check(print_to(dst, 24, "%s%s%s", get ? "GET, HEAD" : "", get && post ? ", " : "",
	    post ? "POST" : ""));
}

/* Arguments become texts of their own: NUL-terminated. */
static void
own_args(struct arena *arena, struct route_match *m)
{
	for (size_t i = 0; i < m->arg_count; i++)
		m->args[i].s = arena_strndup(arena, m->args[i].s, m->args[i].len);
}

enum err
router_match(struct arena *arena, const struct route *rows, size_t count,
    enum http_method method, struct text path, struct route_match *match_out)
{
	uint64_t best = 0;
	bool     found = false;

	*match_out = (struct route_match){ 0 };
	if (path.len == 0 || path.s[0] != '/')
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < count; i++) {
		struct route_match m = { .row = &rows[i] };
		uint64_t           fit = match_pattern(rows[i].pattern, path, &m);

		if (fit == 0 || fit < best)
			continue;
		if (fit > best)
			found = false;
		best = fit;
		if (takes(&rows[i], method)) {
			*match_out = m;
			found = true;
		}
	}
	if (found) {
		own_args(arena, match_out);
		return ERR_OK;
	}
	if (best == 0)
		return ERR_NOT_FOUND;
	match_out->row = NULL;
	allow(rows, count, best, path, match_out->allow);
	return ERR_CONFLICT;
}
