/* SPDX-License-Identifier: ISC
 *
 * answers_flat.c - stored answers read without building a tree of them.
 *
 * What the database gives back is a flat object, its members ordered by length
 * and bytes of their names.  With plain strings, whole numbers and lists of
 * plain strings in it, one pass over the bytes is enough.  Everything else
 * (escapes, other alphabets, fractions, another order) and everything wrong is
 * left to the full reader, which alone says what is wrong. */
#include <string.h>

#include "base/buf.h"
#include "form/values.h"

struct scan {
	const char *p, *end;
};

static bool
take(struct scan *s, char c)
{
	while (s->p < s->end && *s->p == ' ')
		s->p++;
	if (s->p == s->end || *s->p != c)
		return false;
	s->p++;
	return true;
}

static bool
take_string(struct scan *s, struct text *text_out)
{
	const char *begin;

	if (!take(s, '"'))
		return false;
	for (begin = s->p; s->p < s->end && *s->p != '"'; s->p++)
		if ((unsigned char)*s->p < 0x20 || (unsigned char)*s->p >= 0x7f ||
		    *s->p == '\\')
			return false;
	if (s->p == s->end)
		return false;
	*text_out = (struct text){ begin, (size_t)(s->p - begin) };
	s->p++;
	return true;
}

static bool
take_whole(struct scan *s, int64_t *number_out)
{
	const char *begin;

	while (s->p < s->end && *s->p == ' ')
		s->p++;
	begin = s->p;
	while (s->p < s->end && strchr(",} ", *s->p) == NULL)
		s->p++;
	/* JSON writes no leading zeros, and minus zero is nobody's answer. */
	if (*begin == '-' || (*begin == '0' && s->p - begin > 1))
		return false;
	return parse_int((struct text){ begin, (size_t)(s->p - begin) }, 0,
	    INT64_C(1000000000000), number_out);
}

static bool
take_codes(struct scan *s, const struct form_item *item, struct form_answer *answer)
{
	struct text code;

	if (item->kind != FORM_MULTI || !take(s, '['))
		return false;
	answer->state = FORM_CHOSEN;
	do {
		int option = take_string(s, &code) ? value_option(item, code) : -1;

		if (option < 0)
			return false;
		answer->options |= UINT64_C(1) << option;
	} while (take(s, ','));
	return take(s, ']');
}

static bool
take_value(struct arena *arena, struct scan *s, const struct form *form,
    const struct form_item *item, struct form_answer *answer)
{
	struct text text;
	int64_t     number;

	*answer = (struct form_answer){ .state = FORM_ABSENT };
	while (s->p < s->end && *s->p == ' ')
		s->p++;
	if (s->p == s->end)
		return false;
	if (*s->p == '[')
		return take_codes(s, item, answer);
	if (*s->p == '"')
		return take_string(s, &text) &&
		       value_stored_text(arena, form, item, text, answer);
	return take_whole(s, &number) &&
	       value_stored_number(item, number * FORM_UNIT, answer);
}

/* The database's order of names: by length, then by bytes. */
static bool
comes_after(struct text name, struct text last)
{
	if (name.len != last.len)
		return name.len > last.len;
	return memcmp(name.s, last.s, name.len) > 0;
}

/* Names come nearly in the form's order: look where the last one was first. */
static const struct form_item *
find_from(const struct form *form, struct text id, int *at)
{
	for (size_t i = 0; i < form->item_count; i++) {
		const struct form_item *item =
		    &form->items[((size_t)*at + i) % form->item_count];

		if (text_is(id, item->id)) {
			*at = item->index + 1;
			return item;
		}
	}
	return NULL;
}

bool
answers_read_flat(struct arena *arena, struct text json, struct form_answers *answers)
{
	struct scan s = { json.s, json.s + json.len };
	struct text last = { "", 0 }, name;
	int         at = 0;

	if (!take(&s, '{'))
		return false;
	if (take(&s, '}'))
		return s.p == s.end;
	do {
		const struct form_item *item;

		if (!take_string(&s, &name) || !comes_after(name, last) || !take(&s, ':'))
			return false;
		item = find_from(answers->form, name, &at);
		if (item == NULL || !take_value(arena, &s, answers->form, item,
		                        &answers->items[item->index]))
			return false;
		last = name;
	} while (take(&s, ','));
	return take(&s, '}') && s.p == s.end;
}
