/* SPDX-License-Identifier: ISC
 * Texts in languages, codes, points. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "form/reader.h"

static bool
text_fits(struct reader *r, const struct at *at, const char *key, const char *s)
{
	size_t blanks = strspn(s, " \t\n");

	if (s[blanks] == '\0') {
		reader_problem(r, at, key, "words; leave the member out if there are none",
		    "this text is empty");
		return false;
	}
	if (utf8_count(s, strlen(s)) > READER_WORDS_MAX) {
		reader_problem(r, at, key, "at most 4000 characters",
		    "this text is too long");
		return false;
	}
	for (; *s != '\0'; s++) {
		if (((unsigned char)*s < 0x20 && *s != '\n') || *s == 0x7f) {
			reader_problem(r, at, key, "printable characters and line ends",
			    "this text holds a control character");
			return false;
		}
	}
	return true;
}

static int
language_index(const struct form *form, const char *language)
{
	for (size_t i = 0; i < form->language_count; i++)
		if (strcmp(form->languages[i], language) == 0)
			return (int)i;
	return -1;
}

static void
words_of_map(struct reader *r, const struct at *at, json_t *map, const char **in)
{
	const char *key;
	json_t     *value;

	json_object_foreach(map, key, value)
	{
		int i = language_index(r->form, key);

		if (i < 0)
			reader_problem(r, at, key, reader_accepts(r, key, r->form->languages),
			    "\"%s\" is not one of this form's languages", key);
		else if (!json_is_string(value))
			reader_problem(r, at, key, "a text in quotes", "this is not a text");
		else if (text_fits(r, at, key, json_string_value(value)))
			in[i] = arena_strdup(r->arena, json_string_value(value));
	}
	if (in[0] == NULL && json_object_get(map, r->form->languages[0]) == NULL)
		reader_problem(r, at, NULL, "a text in the form's first language",
		    "\"%s\" is missing", r->form->languages[0]);
}

struct form_words
reader_words_value(struct reader *r, const struct at *at, json_t *value, const char *key)
{
	const char **in = ARENA_ARRAY(r->arena, const char *, r->form->language_count);

	if (json_is_string(value)) {
		if (text_fits(r, at, key, json_string_value(value)))
			in[0] = arena_strdup(r->arena, json_string_value(value));
	} else if (json_is_object(value)) {
		struct at map = { at, key, 0 };

		words_of_map(r, key != NULL ? &map : at, value, in);
	} else {
		reader_problem(r, at, key, "a text, or a map from language to text",
		    "this is not a text");
	}
	if (in[0] == NULL)
		in[0] = ""; /* said already; nothing below should stumble */
	return (struct form_words){ in };
}

struct form_words
reader_words(struct reader *r, const struct at *at, json_t *object, const char *key,
    enum need need)
{
	json_t *value = json_object_get(object, key);

	if (value != NULL)
		return reader_words_value(r, at, value, key);
	if (need == REQUIRED)
		reader_problem(r, at, NULL, "a text, or a map from language to text",
		    "\"%s\" is missing", key);
	return (struct form_words){ NULL };
}

const struct form_words *
reader_words_list(struct reader *r, const struct at *at, json_t *object, const char *key,
    size_t *count_out)
{
	json_t            *array = reader_array(r, at, object, key, 1, 50, OPTIONAL);
	struct at          here = { at, key, 0 };
	struct form_words *list;

	*count_out = json_array_size(array);
	list = ARENA_ARRAY(r->arena, struct form_words, *count_out + 1);
	for (size_t i = 0; i < *count_out; i++) {
		struct at place = { &here, NULL, i };

		list[i] = reader_words_value(r, &place, json_array_get(array, i), NULL);
	}
	return list;
}

static bool
language_fits(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz");

	if (len < 2 || len > 3)
		return false;
	return s[len] == '\0' ||
	       (s[len] == '-' && strlen(s) < 12 && s[len + 1] != '\0' &&
	           strspn(s + len + 1,
	               "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	               "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(s + len + 1));
}

void
read_languages(struct reader *r, const struct at *at, json_t *root)
{
	json_t *array =
	    reader_array(r, at, root, "languages", 1, FORM_LANGUAGES_MAX, REQUIRED);
	struct at    here = { at, "languages", 0 };
	size_t       count = json_array_size(array);
	const char **list = ARENA_ARRAY(r->arena, const char *, count + 2);

	r->form->languages = list;
	for (size_t i = 0; i < count; i++) {
		const char *s = json_string_value(json_array_get(array, i));
		struct at   place = { &here, NULL, i };

		if (s == NULL || !language_fits(s)) {
			reader_problem(r, &place, NULL, "such as \"en\" or \"pt-BR\"",
			    "this is not a language code");
		} else if (language_index(r->form, s) >= 0) {
			reader_problem(r, &place, NULL, NULL, "\"%s\" is listed twice", s);
		} else {
			list[r->form->language_count++] = arena_strdup(r->arena, s);
		}
	}
	if (r->form->language_count == 0)
		list[r->form->language_count++] = "en";
}

static const struct {
	const char *first, *rest;
	size_t      least, most;
	const char *accepted;
} codes[CODE__KINDS] = {
	[CODE_SLUG] = { "abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz0123456789-",
	    2, 40, "2 to 40 of a-z, 0-9 and -, a letter first" },
	[CODE_ITEM] = { "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 2, 16,
	    "2 to 16 letters and figures, a capital first, such as KP01" },
	[CODE_OPTION] = { "abcdefghijklmnopqrstuvwxyz0123456789",
	    "abcdefghijklmnopqrstuvwxyz0123456789+-", 1, 16,
	    "1 to 16 of a-z, 0-9, + and -, a letter or figure first" },
	[CODE_DIMENSION] = { "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 2, 12,
	    "2 to 12 capital letters and figures, such as LEAD" },
};

const char *
reader_code(struct reader *r, const struct at *at, json_t *object, const char *key,
    enum code_kind kind)
{
	const char *s = reader_string(r, at, object, key, REQUIRED);

	if (s == NULL)
		return "";
	if (strlen(s) < codes[kind].least || strlen(s) > codes[kind].most ||
	    strchr(codes[kind].first, s[0]) == NULL ||
	    strspn(s, codes[kind].rest) != strlen(s))
		reader_problem(r, at, key, codes[kind].accepted,
		    "\"%s\" cannot be used as %s", s, key);
	return s;
}

struct form_points
reader_points(struct reader *r, const struct at *at, json_t *value, const char *key)
{
	static const char accepted[] =
	    "0 to 100, whole, or a fraction such as \"200/3\" with a "
	    "denominator that divides 60";
	struct form_points points = { 0, 1 };
	const char        *s = json_string_value(value);
	int64_t            num = -1, den = 1;

	if (json_is_integer(value)) {
		num = json_integer_value(value);
	} else if (s != NULL && strchr(s, '/') != NULL) {
		const char *slash = strchr(s, '/');

		if (!parse_int((struct text){ s, (size_t)(slash - s) }, 0, 6000, &num) ||
		    !parse_int(text_of(slash + 1), 1, 60, &den) || 60 % den != 0)
			num = -1;
	}
	if (num < 0 || num > 100 * den)
		reader_problem(r, at, key, accepted, "these are not points");
	else
		points = (struct form_points){ (int32_t)num, (int32_t)den };
	return points;
}
