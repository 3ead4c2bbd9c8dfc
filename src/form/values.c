/* SPDX-License-Identifier: ISC */
#include "form/values.h"

#include <string.h>

#include "address/address.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/phrase.h"
#include "base/utf8.h"

#define WHOLE_DIGITS 12        /* a bound is at most 10^9 */
#define FILLED_MAX   (1 << 20) /* words and what fills them, a few thousand characters each */

bool
value_read_number(struct text value, enum form_kind kind, int64_t *number_out)
{
	const char *s = value.s, *end = value.s + value.len;
	bool        minus = false;
	int64_t     number = 0, part = FORM_UNIT;
	int         digits = 0;

	if (kind == FORM_PERCENT && s < end && end[-1] == '%') {
		end--;
		if (s < end && end[-1] == ' ')
			end--;
	}
	if (s < end && *s == '-') {
		minus = true;
		s++;
	}
	for (; s < end && *s >= '0' && *s <= '9'; s++) {
		if (++digits > WHOLE_DIGITS)
			return false;
		number = number * 10 + (*s - '0');
	}
	if (digits == 0)
		return false;
	number *= FORM_UNIT;
	if (s < end && *s == '.' && kind != FORM_INTEGER) {
		for (s++, digits = 0; s < end && *s >= '0' && *s <= '9'; s++, digits++) {
			part /= 10;
			number += (*s - '0') * part;
		}
		if (digits == 0 || digits > 6)
			return false;
	}
	if (s != end)
		return false;
	*number_out = minus ? -number : number;
	return true;
}

const char *
value_number_text(struct arena *arena, int64_t number)
{
	uint64_t    size = number < 0 ? -(uint64_t)number : (uint64_t)number;
	const char *sign = number < 0 ? "-" : "";
	char       *text;
	size_t      len;

	if (size % FORM_UNIT == 0)
		return arena_printf(arena, "%s%llu", sign,
		    (unsigned long long)(size / FORM_UNIT));
	text = arena_printf(arena, "%s%llu.%06llu", sign,
	    (unsigned long long)(size / FORM_UNIT), (unsigned long long)(size % FORM_UNIT));
	for (len = strlen(text); text[len - 1] == '0'; len--)
		text[len - 1] = '\0';
	return text;
}

const char *
value_fill(struct arena *arena, const char *words, const struct value_hole *holes)
{
	struct buf b;

	buf_init(&b, arena, FILLED_MAX);
	buf_str(&b, "");
	while (*words != '\0') {
		const struct value_hole *hole = holes;

		while (hole->name != NULL &&
		       strncmp(words, hole->name, strlen(hole->name)) != 0)
			hole++;
		if (hole->name == NULL) {
			buf_char(&b, *words++);
		} else {
			buf_str(&b, hole->value);
			words += strlen(hole->name);
		}
	}
	return buf_as_text(&b).s;
}

int
value_option(const struct form_item *item, struct text code)
{
	/* The first character tells most of them apart. */
	for (size_t i = 0; i < item->option_count && code.len > 0; i++)
		if (item->options[i].code[0] == code.s[0] &&
		    text_is(code, item->options[i].code))
			return (int)i;
	return -1;
}

bool
value_stored_number(const struct form_item *item, int64_t number, struct form_answer *answer)
{
	answer->state = FORM_NUMBERED;
	answer->number = number;
	return form_kind_is_number(item->kind) && number >= item->low &&
	       number <= item->high &&
	       (item->kind != FORM_INTEGER || number % FORM_UNIT == 0);
}

static bool
unprintable(const struct form_item *item, char given)
{
	unsigned char c = (unsigned char)given;

	return c == 0x7f ||
	       (c < 0x20 && c != '\t' && (c != '\n' || item->kind != FORM_LONG_TEXT));
}

static struct text
mend(struct arena *arena, const struct form_item *item, struct text value, bool *mended_out)
{
	struct buf b;
	size_t     bad = 0;

	for (size_t i = 0; i < value.len; i++)
		bad += unprintable(item, value.s[i]);
	*mended_out = bad > 0;
	if (bad == 0)
		return (struct text){ arena_strndup(arena, value.s, value.len), value.len };
	buf_init(&b, arena, value.len + 2 * bad + 1);
	for (size_t i = 0; i < value.len; i++)
		if (unprintable(item, value.s[i]))
			buf_str(&b, "\xef\xbf\xbd");
		else
			buf_char(&b, value.s[i]);
	return buf_as_text(&b);
}

bool
value_stored_text(struct arena *arena, const struct form *form, const struct form_item *item,
    struct text value, struct form_answer *answer)
{
	bool mended;
	int  option;

	if (item->kind == FORM_MULTI || item->kind == FORM_STATEMENT)
		return false;
	if (value.len == 2 && ((item->dk && memcmp(value.s, "dk", 2) == 0) ||
	                          (item->na && memcmp(value.s, "na", 2) == 0))) {
		answer->state = value.s[0] == 'd' ? FORM_DK : FORM_NA;
		return true;
	}
	if (form_kind_is_text(item->kind)) {
		if (value.len == 0)
			return false;
		value = mend(arena, item, value, &mended);
		if (value_read(arena, form, item, value, NULL, answer) != NULL)
			return false;
		answer->mended = mended;
		return true;
	}
	option = form_kind_has_options(item->kind) ? value_option(item, value) : -1;
	if (option < 0)
		return false;
	answer->state = FORM_CHOSEN;
	answer->options = UINT64_C(1) << option;
	return true;
}

struct text
value_tidy(struct arena *arena, struct text value)
{
	char  *out = arena_alloc(arena, value.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < value.len; i++) {
		if (value.s[i] != '\r')
			out[len++] = value.s[i];
		else if (i + 1 == value.len || value.s[i + 1] != '\n')
			out[len++] = '\n';
	}
	return text_trim(arena, (struct text){ out, len });
}

static const char *
number_sentence(struct arena *arena, const struct form *form, const struct form_item *item,
    const char *language)
{
	const char *english;

	if (form_said(item->wrong))
		return form_say(form, item->wrong, language);
	if (item->kind == FORM_INTEGER)
		english =
		    item->required
		        ? WORD("Write a whole number from {low} to {high}")
		        : WORD(
		              "Write a whole number from {low} to {high}, or leave it empty");
	else
		english =
		    item->required
		        ? WORD("Write a number from {low} to {high}")
		        : WORD("Write a number from {low} to {high}, or leave it empty");
	return phrase_say(arena, language, english, "low",
	    value_number_text(arena, item->low), "high",
	    value_number_text(arena, item->high), NULL);
}

static const char *
read_date(struct arena *arena, struct text value, const char *language,
    struct form_answer *answer)
{
	int64_t instant;

	if (value.len == 10 && clock_parse_iso(value, &instant)) {
		*answer = (struct form_answer){ .state = FORM_WRITTEN, .text = value };
		return NULL;
	}
	return phrase_say(arena, language,
	    "Write the date as year, month and day, such as 2026-11-18", NULL);
}

static const char *
read_email(struct arena *arena, struct text value, const char *language,
    struct form_answer *answer)
{
	struct mail_addr     addr;
	enum address_problem problem = address_parse(arena, value, &addr);

	if (problem != ADDRESS_FINE)
		return address_sentence(arena, problem, value, language).s;
	*answer = (struct form_answer){ .state = FORM_WRITTEN, .text = value };
	return NULL;
}

/* 10412 -> "10,412" */
static const char *
with_commas(struct arena *arena, size_t n)
{
	return n < 1000 ? arena_printf(arena, "%zu", n)
	                : arena_printf(arena, "%zu,%03zu", n / 1000, n % 1000);
}

static const char *
read_text(struct arena *arena, const struct form_item *item, struct text value,
    const char *language, struct form_answer *answer)
{
	size_t count = utf8_count(value.s, value.len);

	if (count > (size_t)item->high)
		return phrase_say(arena, language,
		    "Use at most {max} characters. There are {count}", "max",
		    with_commas(arena, (size_t)item->high), "count",
		    with_commas(arena, count), NULL);
	for (size_t i = 0; i < value.len; i++)
		if (unprintable(item, value.s[i]))
			return phrase_t(language,
			    item->kind == FORM_LONG_TEXT
			        ? "Take out the characters that cannot be printed"
			        : "Write this in one line, without characters that cannot be printed");
	*answer = (struct form_answer){ .state = FORM_WRITTEN, .text = value };
	return NULL;
}

const char *
value_read(struct arena *arena, const struct form *form, const struct form_item *item,
    struct text value, const char *language, struct form_answer *answer_out)
{
	int64_t number;

	if (item->kind == FORM_EMAIL)
		return read_email(arena, value, language, answer_out);
	if (item->kind == FORM_DATE)
		return read_date(arena, value, language, answer_out);
	if (form_kind_is_text(item->kind))
		return read_text(arena, item, value, language, answer_out);
	check(form_kind_is_number(item->kind));
	if (!value_read_number(value, item->kind, &number) || number < item->low ||
	    number > item->high)
		return number_sentence(arena, form, item, language);
	*answer_out = (struct form_answer){ .state = FORM_NUMBERED, .number = number };
	return NULL;
}
