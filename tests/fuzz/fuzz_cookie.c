/* SPDX-License-Identifier: ISC
 *
 * Whatever stands in a header: a cookie that is found could have been set by
 * us, a language is one of the offered, a foreign origin is never ours. */
#include "fuzz.h"

#include "http/http.h"

static void
check_cookie(struct arena *arena, struct text header, bool https)
{
	struct http_request  r = { .https = https, .cookie_header = header };
	struct http_response set = { 0 };
	struct text          value = http_cookie(arena, &r, "draft"), again;

	if (value.s == NULL)
		return;
	/* http_set_cookie check()s the value. */
	http_set_cookie(arena, &set, https, "draft", value, 0);
	again = set.headers[0].value;
	r.cookie_header = (struct text){ again.s, strcspn(again.s, ";") };
	must(text_equal(http_cookie(arena, &r, "draft"), value));
	must(strstr(header.s, value.s) != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const offered[] = { "en", "fr", "de-AT", "de" };
	struct arena            *arena = fuzz_arena();
	struct text              header;
	struct http_request      r = { .method = HTTP_POST };
	struct http_fields      *fields;
	struct http_problem      problem;
	struct url               base = URL_LIT("https://s.example");
	const char              *language;
	bool                     found = false;

	if (text_check(arena, data, len, &header) != ERR_OK)
		return 0;
	check_cookie(arena, header, false);
	check_cookie(arena, header, true);
	language = http_language(header, offered, 4);
	for (int i = 0; i < 4; i++)
		found = found || language == offered[i];
	must(found);
	r.origin = header;
	must(http_site_of(&r, base) != HTTP_SITE_SAME || header.len == strlen(base.s));
	r.origin = TEXT_NONE;
	r.fetch_site = header;
	must(http_site_of(&r, base) != HTTP_SITE_SAME || text_is(header, "none") ||
	     text_is(header, "same-origin"));
	r.content_type = header;
	(void)!http_request_form(arena, &r, &fields, &problem);
	return 0;
}
