/* SPDX-License-Identifier: ISC
 *
 * application/x-www-form-urlencoded, decoded once.  The limits are stated in
 * http.h; each refusal names the field, so that the page can. */
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "http/http.h"
#include "http/octets.h"

struct http_fields {
	struct http_pair *pairs;
	size_t            count;
};

static enum err
refuse(struct http_problem *problem, enum http_problem_kind kind, struct text field)
{
	*problem = (struct http_problem){ kind, field };
	return kind == HTTP_BODY_TOO_LARGE || kind == HTTP_TOO_MANY_FIELDS ||
	               kind == HTTP_NAME_TOO_LONG || kind == HTTP_VALUE_TOO_LONG
	           ? ERR_TOO_LARGE
	           : ERR_INVALID;
}

/* Decode s into dst; CR LF and CR become LF.  *len_out: bytes written. */
static enum http_problem_kind
decode(const char *s, size_t len, char *dst, size_t *len_out)
{
	size_t out = 0;

	for (size_t i = 0; i < len; i++) {
		int c = (unsigned char)s[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%') {
			c = octet_escaped(s + i, len - i);
			if (c < 0)
				return HTTP_BAD_ESCAPE;
			i += 2;
		}
		if (c == '\0')
			return HTTP_NUL;
		if (c == '\n' && out > 0 && dst[out - 1] == '\r')
			out--;
		dst[out++] = (char)c;
	}
	for (size_t i = 0; i < out; i++)
		if (dst[i] == '\r')
			dst[i] = '\n';
	dst[out] = '\0';
	*len_out = out;
	return utf8_valid(dst, out) ? HTTP_FINE : HTTP_NOT_UTF8;
}

static enum err
read_pair(struct arena *arena, const char *s, size_t len, struct http_pair *pair,
    struct http_problem *problem)
{
	const char            *equals = memchr(s, '=', len);
	size_t                 name_len = equals ? (size_t)(equals - s) : len, n;
	size_t                 value_len = equals ? len - name_len - 1 : 0;
	char                  *dst;
	enum http_problem_kind kind;

	/* A line end takes six characters ("%0D%0A") for one byte. */
	if (name_len > HTTP_NAME_MAX * 6)
		return refuse(problem, HTTP_NAME_TOO_LONG, TEXT_NONE);
	dst = arena_alloc(arena, name_len + 1);
	kind = decode(s, name_len, dst, &n);
	if (kind != HTTP_FINE)
		return refuse(problem, kind, TEXT_NONE);
	if (n > HTTP_NAME_MAX)
		return refuse(problem, HTTP_NAME_TOO_LONG, TEXT_NONE);
	pair->name = (struct text){ dst, n };
	dst = arena_alloc(arena, value_len + 1);
	kind = equals ? decode(equals + 1, value_len, dst, &n) : (n = 0, HTTP_FINE);
	if (kind == HTTP_FINE && utf8_count(dst, n) > HTTP_VALUE_MAX)
		kind = HTTP_VALUE_TOO_LONG;
	if (kind != HTTP_FINE)
		return refuse(problem, kind, pair->name);
	pair->value = (struct text){ dst, n };
	return ERR_OK;
}

static size_t
count_pairs(const char *s, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += s[i] != '&' && (i == 0 || s[i - 1] == '&');
	return count;
}

enum err
http_parse_form(struct arena *arena, struct bytes body, struct http_fields **fields_out,
    struct http_problem *problem_out)
{
	const char         *s = (const char *)body.p;
	struct http_fields *fields = ARENA_NEW(arena, struct http_fields);
	size_t              count, i = 0;

	*problem_out = (struct http_problem){ HTTP_FINE, TEXT_NONE };
	if (body.len > HTTP_BODY_MAX)
		return refuse(problem_out, HTTP_BODY_TOO_LARGE, TEXT_NONE);
	count = count_pairs(s, body.len);
	if (count > HTTP_FIELDS_MAX)
		return refuse(problem_out, HTTP_TOO_MANY_FIELDS, TEXT_NONE);
	fields->pairs = ARENA_ARRAY(arena, struct http_pair, count);
	while (i < body.len) {
		const char *end = memchr(s + i, '&', body.len - i);
		size_t      n = end ? (size_t)(end - s) - i : body.len - i;

		if (n > 0) {
			TRY(read_pair(arena, s + i, n, &fields->pairs[fields->count],
			    problem_out));
			fields->count++;
		}
		i += n + 1;
	}
	*fields_out = fields;
	return ERR_OK;
}

/* "application/x-www-form-urlencoded", with at most a charset of UTF-8. */
static bool
is_form_type(struct text type)
{
	static const char want[] = "application/x-www-form-urlencoded";
	const size_t      len = sizeof(want) - 1;
	const char       *rest;

	if (type.s == NULL || type.len < len || strncasecmp(type.s, want, len) != 0)
		return false;
	rest = type.s + len;
	rest += strspn(rest, " \t");
	if (*rest == '\0')
		return true;
	if (*rest++ != ';')
		return false;
	rest += strspn(rest, " \t");
	return strcasecmp(rest, "charset=utf-8") == 0 ||
	       strcasecmp(rest, "charset=\"utf-8\"") == 0;
}

enum err
http_request_form(struct arena *arena, const struct http_request *request,
    struct http_fields **fields_out, struct http_problem *problem_out)
{
	/* A POST of nothing needs no type: a button alone sends an empty body. */
	if (!is_form_type(request->content_type) &&
	    !(request->body.len == 0 && text_empty(request->content_type)))
		return refuse(problem_out, HTTP_WRONG_TYPE, TEXT_NONE);
	return http_parse_form(arena, request->body, fields_out, problem_out);
}

enum err
http_parse_query(struct arena *arena, struct text query, struct http_fields **fields_out,
    struct http_problem *problem_out)
{
	struct bytes bytes = { (const uint8_t *)query.s, query.len };

	return http_parse_form(arena, bytes, fields_out, problem_out);
}

static struct text
name_of(const struct http_problem *p)
{
	return p->field.s ? p->field : TEXT_LIT("");
}

struct text
http_problem_sentence(struct arena *arena, const struct http_problem *p)
{
	const char *what = NULL;

	switch (p->kind) {
	case HTTP_FINE:
		return TEXT_LIT("");
	case HTTP_WRONG_TYPE:
		return TEXT_LIT("The page was sent in a way that we cannot read. Send it "
		                "from the form, in a browser.");
	case HTTP_BODY_TOO_LARGE:
		return TEXT_LIT("The page is too long: we take at most 1 MB at a time.");
	case HTTP_TOO_MANY_FIELDS:
		return TEXT_LIT("The page has too many fields: we take at most 2,000.");
	case HTTP_NAME_TOO_LONG:
		return TEXT_LIT("The page has a field whose name is too long.");
	case HTTP_VALUE_TOO_LONG:
		what = "is too long: we take at most 10,000 characters";
		break;
	case HTTP_NUL:
		what = "contains a character that cannot be stored";
		break;
	case HTTP_NOT_UTF8:
		what = "contains characters that we cannot read: they are not UTF-8";
		break;
	case HTTP_BAD_ESCAPE:
		what = "was damaged on its way";
		break;
	}
	return text_of(p->field.s == NULL
	                   ? arena_printf(arena, "The name of a field %s.", what)
	                   : arena_printf(arena, "The answer in \u201c%s\u201d %s.",
	                         name_of(p).s, what));
}

int
http_problem_status(const struct http_problem *p)
{
	switch (p->kind) {
	case HTTP_FINE:
		return 200;
	case HTTP_WRONG_TYPE:
		return 415;
	case HTTP_BODY_TOO_LARGE:
	case HTTP_TOO_MANY_FIELDS:
	case HTTP_NAME_TOO_LONG:
	case HTTP_VALUE_TOO_LONG:
		return 413;
	case HTTP_NUL:
	case HTTP_NOT_UTF8:
	case HTTP_BAD_ESCAPE:
		return 400;
	}
	return 400;
}

struct text
http_field(const struct http_fields *fields, const char *name)
{
	for (size_t i = 0; i < fields->count; i++)
		if (text_is(fields->pairs[i].name, name))
			return fields->pairs[i].value;
	return TEXT_NONE;
}

bool
http_field_has(const struct http_fields *fields, const char *name, const char *value)
{
	for (size_t i = 0; i < fields->count; i++)
		if (text_is(fields->pairs[i].name, name) &&
		    text_is(fields->pairs[i].value, value))
			return true;
	return false;
}

size_t
http_field_count(const struct http_fields *fields)
{
	return fields->count;
}

struct http_pair
http_field_at(const struct http_fields *fields, size_t i)
{
	check(i < fields->count);
	return fields->pairs[i];
}

static void
write_encoded(struct buf *b, struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || (c != 0 && strchr("*-._", c) != NULL))
			buf_char(b, (char)c);
		else if (c == ' ')
			buf_char(b, '+');
		else if (c == '\n')
			buf_str(b, "%0D%0A");
		else
			buf_fmt(b, "%%%02X", c);
	}
}

struct text
http_write_form(struct arena *arena, const struct http_pair *pairs, size_t count)
{
	struct buf b;

	buf_init(&b, arena, HTTP_BODY_MAX * 4);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(&b, '&');
		write_encoded(&b, pairs[i].name);
		buf_char(&b, '=');
		write_encoded(&b, pairs[i].value);
	}
	return buf_as_text(&b);
}
