/* SPDX-License-Identifier: ISC */
#include "base/phrase.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define PHRASE_MAX 20000

static phrase_look *look;

void
phrase_use(phrase_look *given)
{
	look = given;
}

const char *
phrase_t(const char *language, const char *english)
{
	return look == NULL || language == NULL ? english : look(language, english);
}

/* The value whose name stands at hole, "name}..."; NULL: it is none. */
static const char *
value_of(const char *hole, va_list pairs)
{
	const char *name, *value, *found = NULL;

	while (found == NULL && (name = va_arg(pairs, const char *)) != NULL) {
		size_t len = strlen(name);

		value = va_arg(pairs, const char *);
		if (strncmp(hole, name, len) == 0 && hole[len] == '}')
			found = value;
	}
	return found;
}

const char *
phrase_say(struct arena *arena, const char *language, const char *english, ...)
{
	const char *s = phrase_t(language, english), *value;
	struct buf  b;
	va_list     pairs;

	buf_init(&b, arena, PHRASE_MAX);
	buf_str(&b, "");
	while (*s != '\0') {
		value = NULL;
		if (*s == '{') {
			va_start(pairs, english);
			value = value_of(s + 1, pairs);
			va_end(pairs);
		}
		if (value == NULL) {
			buf_char(&b, *s++);
		} else {
			buf_str(&b, value);
			s += strcspn(s, "}") + 1;
		}
	}
	return buf_as_text(&b).s;
}
