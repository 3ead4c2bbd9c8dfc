/* SPDX-License-Identifier: ISC */
#include "form/reader.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "form/source.h"

static void
add_token(struct buf *b, const char *key)
{
	buf_char(b, '/');
	for (; *key != '\0'; key++) {
		if (*key == '~')
			buf_str(b, "~0");
		else if (*key == '/')
			buf_str(b, "~1");
		else
			buf_char(b, *key);
	}
}

static void
add_place(struct buf *b, const struct at *at)
{
	if (at == NULL || at->up == NULL)
		return;
	add_place(b, at->up);
	if (at->key != NULL)
		add_token(b, at->key);
	else
		buf_fmt(b, "/%zu", at->index);
}

void
reader_problem(struct reader *r, const struct at *at, const char *key, const char *accepted,
    const char *fmt, ...)
{
	struct form_problem *problem;
	struct buf           b;
	char                 said[400];
	va_list              args;
	int                  len;

	if (r->problem_count == READER_PROBLEMS_MAX)
		return;
	problem = &r->problems[r->problem_count++];
	buf_init(&b, r->arena, 4096);
	buf_str(&b, "");
	add_place(&b, at);
	if (key != NULL)
		add_token(&b, key);
	problem->pointer = buf_ok(&b) ? buf_as_text(&b).s : "";
	problem->line = source_line(r->source, problem->pointer);
	va_start(args, fmt);
	len = (vsnprintf)(said, sizeof(said), fmt, args);
	va_end(args);
	if (len >= (int)sizeof(said)) /* a name from outside may be long */
		said[utf8_cut(said, strlen(said), sizeof(said) - 4)] = '\0';
	problem->wrong = arena_strdup(r->arena, said);
	problem->accepted = accepted;
}

const char *
reader_accepts(struct reader *r, const char *given, const char *const *names)
{
	size_t      count = 0;
	const char *nearest;
	struct buf  b;

	while (names[count] != NULL)
		count++;
	nearest = nearest_word(text_of(given), names, count);
	buf_init(&b, r->arena, 8192);
	if (nearest != NULL) {
		buf_fmt(&b, "did you mean \"%s\"?", nearest);
	} else {
		buf_str(&b, "accepted: ");
		for (size_t i = 0; names[i] != NULL; i++)
			buf_fmt(&b, "%s%s", i > 0 ? ", " : "", names[i]);
	}
	return buf_ok(&b) ? buf_as_text(&b).s : NULL;
}

void
reader_known(struct reader *r, const struct at *at, json_t *object, const char *const *names)
{
	const char *key;
	json_t     *value;

	json_object_foreach(object, key, value)
	{
		size_t i = 0;

		while (names[i] != NULL && strcmp(names[i], key) != 0)
			i++;
		if (names[i] == NULL)
			reader_problem(r, at, key, reader_accepts(r, key, names),
			    "\"%s\" is not known here", key);
	}
}

bool
reader_is_object(struct reader *r, const struct at *at, json_t *value)
{
	if (json_is_object(value))
		return true;
	reader_problem(r, at, NULL, "an object, { ... }", "this is not an object");
	return false;
}

static json_t *
member(struct reader *r, const struct at *at, json_t *object, const char *key,
    enum need need, const char *accepted)
{
	json_t *value = json_object_get(object, key);

	if (value == NULL && need == REQUIRED)
		reader_problem(r, at, NULL, accepted, "\"%s\" is missing", key);
	return value;
}

json_t *
reader_object(struct reader *r, const struct at *at, json_t *object, const char *key,
    enum need need)
{
	json_t *value = member(r, at, object, key, need, "an object, { ... }");

	if (value == NULL || json_is_object(value))
		return value;
	reader_problem(r, at, key, "an object, { ... }", "\"%s\" is not an object", key);
	return NULL;
}

json_t *
reader_array(struct reader *r, const struct at *at, json_t *object, const char *key,
    size_t least, size_t most, enum need need)
{
	json_t     *value = member(r, at, object, key, need, "a list, [ ... ]");
	const char *accepted;

	if (value == NULL)
		return NULL;
	if (!json_is_array(value)) {
		reader_problem(r, at, key, "a list, [ ... ]", "\"%s\" is not a list", key);
		return NULL;
	}
	if (json_array_size(value) >= least && json_array_size(value) <= most)
		return value;
	accepted = least == most ? arena_printf(r->arena, "%zu entries", least)
	                         : arena_printf(r->arena, "%zu to %zu entries", least, most);
	reader_problem(r, at, key, accepted, "\"%s\" has %zu entries", key,
	    json_array_size(value));
	return NULL;
}

const char *
reader_string(struct reader *r, const struct at *at, json_t *object, const char *key,
    enum need need)
{
	json_t *value = member(r, at, object, key, need, "a text in quotes");

	if (value == NULL)
		return NULL;
	if (!json_is_string(value)) {
		reader_problem(r, at, key, "a text in quotes", "\"%s\" is not a text", key);
		return NULL;
	}
	return arena_strdup(r->arena, json_string_value(value));
}

bool
reader_bool(struct reader *r, const struct at *at, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);

	if (value != NULL && !json_is_boolean(value))
		reader_problem(r, at, key, "true or false",
		    "\"%s\" is neither true nor false", key);
	return json_is_true(value);
}

int64_t
reader_int(struct reader *r, const struct at *at, json_t *object, const char *key,
    int64_t low, int64_t high, int64_t otherwise, enum need need)
{
	const char *accepted = arena_printf(r->arena, "a whole number from %lld to %lld",
	    (long long)low, (long long)high);
	json_t     *value = member(r, at, object, key, need, accepted);

	if (value == NULL)
		return otherwise;
	if (json_is_integer(value) && json_integer_value(value) >= low &&
	    json_integer_value(value) <= high)
		return json_integer_value(value);
	reader_problem(r, at, key, accepted, "\"%s\" is not such a number", key);
	return otherwise;
}

bool
reader_unit(struct reader *r, const struct at *at, json_t *value, const char *key,
    int64_t *unit_out)
{
	const double most = 1e9;

	if (json_is_number(value) && fabs(json_number_value(value)) <= most) {
		*unit_out = json_is_integer(value)
		                ? json_integer_value(value) * FORM_UNIT
		                : llround(json_real_value(value) * (double)FORM_UNIT);
		return true;
	}
	reader_problem(r, at, key, "a number between -1000000000 and 1000000000",
	    "\"%s\" is not such a number", key);
	return false;
}

int
reader_choice(struct reader *r, const struct at *at, json_t *object, const char *key,
    const char *const *names, int otherwise, enum need need)
{
	const char *given;

	if (json_object_get(object, key) == NULL && need == REQUIRED) {
		reader_problem(r, at, NULL, reader_accepts(r, "", names),
		    "\"%s\" is missing", key);
		return otherwise;
	}
	given = reader_string(r, at, object, key, OPTIONAL);
	if (given == NULL)
		return otherwise;
	for (int i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], given) == 0)
			return i;
	reader_problem(r, at, key, reader_accepts(r, given, names),
	    "\"%s\" is no %s we know", given, key);
	return otherwise;
}
