/* SPDX-License-Identifier: ISC */
#include "view/place.h"

#include <string.h>

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* A name that is too long stays cut: none that matters is that long. */
static void
add_to_name(char name[16], char c)
{
	size_t len = strlen(name);

	if (len < 15) {
		name[len] = lower(c);
		name[len + 1] = '\0';
	}
}

static bool
is_any(const char *name, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(name, *list) == 0)
			return true;
	return false;
}

bool
place_holds_address(const char *attribute)
{
	static const char *const names[] = { "href", "src", "action", "formaction", "poster",
		"cite", "background", "data", "manifest", "ping", "xlink:href", NULL };

	return is_any(attribute, names);
}

bool
place_takes_no_tag(const char *attribute)
{
	static const char *const names[] = { "style", "srcdoc", "srcset", "imagesrcset",
		"http-equiv", NULL };

	return strncmp(attribute, "on", 2) == 0 || is_any(attribute, names);
}

static void
end_tag(struct place *x)
{
	static const char *const raw[] = { "script", "style", "xmp", "iframe", "noembed",
		"noframes", "noscript", "plaintext", NULL };
	static const char *const rcdata[] = { "title", "textarea", NULL };

	x->kind = IN_CONTENT;
	if (!x->closing && is_any(x->element, raw))
		x->kind = IN_RAWTEXT;
	else if (!x->closing && is_any(x->element, rcdata))
		x->kind = IN_RCDATA;
	if (x->kind == IN_CONTENT)
		x->element[0] = '\0';
	x->attribute[0] = '\0';
	x->closing = false;
}

/* "</element" at s? */
static bool
closes(const struct place *x, const char *s, const char *end)
{
	size_t len = strlen(x->element);

	if ((size_t)(end - s) < len + 2 || s[0] != '<' || s[1] != '/')
		return false;
	for (size_t i = 0; i < len; i++)
		if (lower(s[2 + i]) != x->element[i])
			return false;
	return true;
}

/* Take "<...": returns how many characters were used. */
static size_t
open_angle(struct place *x, const char *s, const char *end)
{
	size_t left = (size_t)(end - s);

	if (left >= 4 && memcmp(s, "<!--", 4) == 0) {
		x->kind = IN_COMMENT;
		return 4;
	}
	if (left >= 2 && (s[1] == '!' || s[1] == '?')) {
		x->kind = IN_DECLARATION;
		return 2;
	}
	x->closing = left >= 2 && s[1] == '/';
	x->element[0] = '\0';
	x->kind = IN_TAG_NAME;
	return x->closing ? 2 : 1;
}

static void
in_tag(struct place *x, char c)
{
	if (c == '>') {
		end_tag(x);
	} else if (is_space(c) || c == '/') {
		x->kind = IN_TAG;
	} else if (x->kind == IN_TAG_NAME) {
		add_to_name(x->element, c);
	} else if (x->kind == IN_ATTRIBUTE_NAME && c == '=') {
		x->kind = BEFORE_VALUE;
	} else {
		if (x->kind == IN_TAG)
			x->attribute[0] = '\0';
		x->kind = IN_ATTRIBUTE_NAME;
		add_to_name(x->attribute, c);
	}
}

static void
before_value(struct place *x, char c)
{
	x->address = ADDRESS_START;
	if (c == '"')
		x->kind = IN_DOUBLE_QUOTES;
	else if (c == '\'')
		x->kind = IN_SINGLE_QUOTES;
	else if (c == '>')
		end_tag(x);
	else if (!is_space(c))
		x->kind = IN_UNQUOTED;
}

/* false: an address goes on behind its tag with something but a fragment. */
static bool
in_quotes(struct place *x, char c)
{
	if (c == (x->kind == IN_DOUBLE_QUOTES ? '"' : '\'')) {
		x->kind = IN_TAG;
		x->attribute[0] = '\0';
		x->address = ADDRESS_START;
		return true;
	}
	if (!place_holds_address(x->attribute))
		return true;
	if (x->address == ADDRESS_TAG && c != '#')
		return false;
	if (x->address == ADDRESS_START || x->address == ADDRESS_TAG)
		x->address = c == '#' ? ADDRESS_FRAGMENT : ADDRESS_LITERAL;
	return true;
}

bool
place_feed(struct place *x, const char *s, const char *end)
{
	while (s < end) {
		size_t used = 1;

		switch (x->kind) {
		case IN_CONTENT:
			if (*s == '<')
				used = open_angle(x, s, end);
			break;
		case IN_RCDATA:
		case IN_RAWTEXT:
			if (closes(x, s, end))
				used = open_angle(x, s, end);
			break;
		case IN_COMMENT:
			if (end - s >= 3 && memcmp(s, "-->", 3) == 0) {
				x->kind = IN_CONTENT;
				used = 3;
			}
			break;
		case IN_DECLARATION:
			if (*s == '>')
				x->kind = IN_CONTENT;
			break;
		case IN_TAG_NAME:
		case IN_TAG:
		case IN_ATTRIBUTE_NAME:
			in_tag(x, *s);
			break;
		case BEFORE_VALUE:
			before_value(x, *s);
			break;
		case IN_DOUBLE_QUOTES:
		case IN_SINGLE_QUOTES:
			if (!in_quotes(x, *s))
				return false;
			break;
		case IN_UNQUOTED:
			if (*s == '>')
				end_tag(x);
			else if (is_space(*s))
				x->kind = IN_TAG;
			break;
		}
		s += used;
	}
	return true;
}

/* <input{{#on}} checked{{/on}}>: all places between attributes are one. */
struct place
place_settled(struct place x)
{
	if (x.kind == IN_TAG || x.kind == IN_TAG_NAME || x.kind == IN_ATTRIBUTE_NAME) {
		x.kind = IN_TAG;
		x.attribute[0] = '\0';
	}
	return x;
}

bool
place_same(struct place a, struct place b)
{
	a = place_settled(a);
	b = place_settled(b);
	return a.kind == b.kind && a.closing == b.closing &&
	       (a.kind == IN_CONTENT || strcmp(a.element, b.element) == 0) &&
	       strcmp(a.attribute, b.attribute) == 0 &&
	       (!place_holds_address(a.attribute) || a.address == b.address);
}
