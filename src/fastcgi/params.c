/* SPDX-License-Identifier: ISC */
#include "fastcgi/fastcgi.h"

#include "base/buf.h"

enum param {
	CONTENT_LENGTH,
	CONTENT_TYPE,
	HTTP_ACCEPT_LANGUAGE,
	HTTP_COOKIE,
	HTTP_ORIGIN,
	HTTP_SEC_FETCH_SITE,
	HTTP_USER_AGENT,
	REMOTE_ADDR,
	REQUEST_ID,
	REQUEST_METHOD,
	REQUEST_URI,
	PARAM__MAX
};

static const char *const names[PARAM__MAX] = {
	[CONTENT_LENGTH] = "CONTENT_LENGTH",
	[CONTENT_TYPE] = "CONTENT_TYPE",
	[HTTP_ACCEPT_LANGUAGE] = "HTTP_ACCEPT_LANGUAGE",
	[HTTP_COOKIE] = "HTTP_COOKIE",
	[HTTP_ORIGIN] = "HTTP_ORIGIN",
	[HTTP_SEC_FETCH_SITE] = "HTTP_SEC_FETCH_SITE",
	[HTTP_USER_AGENT] = "HTTP_USER_AGENT",
	[REMOTE_ADDR] = "REMOTE_ADDR",
	[REQUEST_ID] = "REQUEST_ID",
	[REQUEST_METHOD] = "REQUEST_METHOD",
	[REQUEST_URI] = "REQUEST_URI",
};

static int
find(const char *param, size_t name_len)
{
	for (int i = 0; i < PARAM__MAX; i++)
		if (strncmp(names[i], param, name_len) == 0 && names[i][name_len] == '\0')
			return i;
	return -1;
}

static void
refuse(struct fastcgi_call *call, int status, const char *why)
{
	if (call->refused == 0) {
		call->refused = status;
		call->why = why;
	}
}

/* Absent when empty (nginx sends variables without a value as "") and when it
 * is not UTF-8: a foreign cookie on our host must not lock its owner out. */
static struct text
header(struct arena *arena, const char *value)
{
	struct text text;

	if (value == NULL || *value == '\0' ||
	    text_check(arena, value, strlen(value), &text) != ERR_OK)
		return TEXT_NONE;
	return text;
}

/* Names that we do not use are none of our business; they cannot matter.
 * A NUL in a value would be cut by libfcgi unseen, but the web server refuses
 * a header line or address with one. */
void
fastcgi_read_params(struct arena *arena, char *const *params, struct fastcgi_call *call,
    int64_t *length_out, int64_t body_max)
{
	const char          *values[PARAM__MAX] = { NULL };
	struct http_request *request = &call->request;

	for (; *params != NULL; params++) {
		const char *equals = strchr(*params, '=');
		int         which;

		if (equals == NULL)
			continue;
		which = find(*params, (size_t)(equals - *params));
		if (which < 0)
			continue;
		/* Before nginx 1.23 a repeated header arrives as two: which of
		 * them counts must not be a matter of luck. */
		if (values[which] != NULL)
			refuse(call, 400, "a header came twice");
		values[which] = equals + 1;
	}
	request->method = http_method_of(header(arena, values[REQUEST_METHOD]));
	request->content_type = header(arena, values[CONTENT_TYPE]);
	request->origin = header(arena, values[HTTP_ORIGIN]);
	request->fetch_site = header(arena, values[HTTP_SEC_FETCH_SITE]);
	request->accept_language = header(arena, values[HTTP_ACCEPT_LANGUAGE]);
	request->user_agent = header(arena, values[HTTP_USER_AGENT]);
	request->cookie_header = header(arena, values[HTTP_COOKIE]);
	request->remote_addr = header(arena, values[REMOTE_ADDR]);
	request->request_id = header(arena, values[REQUEST_ID]);
	call->uri = header(arena, values[REQUEST_URI]);
	if (call->uri.s == NULL)
		refuse(call, 400, "the address is missing or not UTF-8");
	*length_out = 0;
	if (values[CONTENT_LENGTH] == NULL || *values[CONTENT_LENGTH] == '\0')
		return;
	if (!parse_int(text_of(values[CONTENT_LENGTH]), 0, INT64_MAX, length_out))
		refuse(call, 400, "the length of the body is not a number");
	else if (*length_out > body_max)
		refuse(call, 413, "the body is too large");
}
