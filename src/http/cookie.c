/* SPDX-License-Identifier: ISC
 *
 * Cookies as RFC 6265 has them.  On https the name gets "__Host-": browsers
 * then insist on Secure, Path=/ and no Domain, so no neighbouring host can
 * set it for us. */
#include <string.h>

#include "http/http.h"

#define VALUE_MAX 3500

static const char *
full_name(struct arena *arena, bool https, const char *name)
{
	return https ? arena_printf(arena, "__Host-%s", name) : name;
}

static bool
is_value(struct text value)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.s[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') && (c == '\0' || strchr("._~-", c) == NULL))
			return false;
	}
	return value.len <= VALUE_MAX;
}

static bool
is_name(const char *name, const char *s, size_t len)
{
	return strlen(name) == len && memcmp(name, s, len) == 0;
}

struct text
http_cookie(struct arena *arena, const struct http_request *request, const char *name)
{
	const char *s = request->cookie_header.s;
	const char *end = s + request->cookie_header.len;
	const char *full = full_name(arena, request->https, name);

	while (s != NULL && s < end) {
		const char *stop = memchr(s, ';', (size_t)(end - s)), *equals;
		struct text value;

		if (stop == NULL)
			stop = end;
		while (s < stop && (*s == ' ' || *s == '\t'))
			s++;
		equals = memchr(s, '=', (size_t)(stop - s));
		if (equals != NULL && is_name(full, s, (size_t)(equals - s))) {
			value = text_trim(arena,
			    (struct text){ equals + 1, (size_t)(stop - equals - 1) });
			/* One that we could not have set is as good as none. */
			return is_value(value) && value.len > 0 ? value : TEXT_NONE;
		}
		s = stop + 1;
	}
	return TEXT_NONE;
}

void
http_set_cookie(struct arena *arena, struct http_response *response, bool https,
    const char *name, struct text value, int64_t max_age)
{
	const char *age = "";

	check(is_value(value) && value.s != NULL);
	if (max_age != 0)
		age = arena_printf(arena, "; Max-Age=%lld",
		    (long long)(max_age < 0 ? 0 : max_age));
	check(http_add_header(arena, response, "Set-Cookie",
	    text_of(arena_printf(arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
	        full_name(arena, https, name), value.s, https ? "; Secure" : "", age))));
}
