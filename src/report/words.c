/* SPDX-License-Identifier: ISC */
#include "report/build.h"

#include "base/buf.h"

const char *
word_whole(struct builder *b, int whole)
{
	return view_number(b->arena, b->language, whole).s;
}

const char *
word_half(struct builder *b, int64_t micro)
{
	return view_decimal(b->arena, b->language, micro, 1).s;
}

const char *
word_number(struct builder *b, int64_t micro, int decimals)
{
	int64_t step = CHART_MICRO;

	for (int i = 0; i < decimals; i++)
		step /= 10;
	micro = (micro + (micro < 0 ? -step : step) / 2) / step * step;
	while (decimals > 0 && micro % (step * 10) == 0) {
		step *= 10;
		decimals--;
	}
	return view_decimal(b->arena, b->language, micro, decimals).s;
}

const char *
word_half_said(struct builder *b, int64_t micro)
{
	return word_number(b, micro, 1);
}

const char *
word_count(struct builder *b, int64_t n)
{
	return view_count(b->arena, b->language, n);
}

const char *
word_first(struct builder *b, const char *phrase)
{
	return view_first(b->arena, phrase);
}

const char *
word_count_first(struct builder *b, int64_t n)
{
	return word_first(b, word_count(b, n));
}

const char *
word_date(struct builder *b, int64_t instant)
{
	return view_date(b->arena, b->language, instant, false).s;
}

/* Ranges take an en dash on paper; JSON keeps the hyphen. */
const char *
word_band(struct builder *b, enum bench_band band)
{
	return view_range(b->arena, bench_band_text(band));
}

/* "a", "a and b", "a, b and c"; names that hold an "and" of their own get a
 * comma before the last one. */
const char *
word_list(struct builder *b, const char *const *words, size_t count)
{
	const char *joined = words[0], *pattern;
	bool        crowded = false;

	for (size_t i = 0; i < count; i++)
		crowded = crowded || strstr(words[i], " and ");
	for (size_t i = 1; i < count; i++) {
		pattern = i + 1 < count ? T(b, "{list}, {next}")
		          : crowded     ? T(b, "{list}, and {last}")
		                        : T(b, "{list} and {last}");
		joined = SAY(b, pattern, "list", joined, i + 1 < count ? "next" : "last",
		    words[i], NULL);
	}
	return joined;
}

const char *
word_say(struct builder *b, struct form_words words)
{
	return form_said(words) ? form_say(b->form, words, b->language) : NULL;
}

const char *
word_stop(struct builder *b, const char *sentence)
{
	size_t len = strlen(sentence);

	if (len == 0 || strchr(".!?", sentence[len - 1]))
		return sentence;
	return arena_printf(b->arena, "%s.", sentence);
}

static const struct form_dimension *
dimension_of(const struct builder *b, const char *code)
{
	for (size_t i = 0; i < b->form->dimension_count; i++)
		if (strcmp(b->form->dimensions[i].code, code) == 0)
			return &b->form->dimensions[i];
	return NULL;
}

const char *
area_subject(struct builder *b, const struct report_area *area)
{
	const struct form_dimension *dim = dimension_of(b, area->code);
	const char                  *subject = dim ? word_say(b, dim->subject) : NULL;

	return subject ? subject : area->name;
}

bool
area_plural(const struct builder *b, const struct report_area *area)
{
	const struct form_dimension *dim = dimension_of(b, area->code);

	return dim && dim->plural;
}
