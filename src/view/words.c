/* SPDX-License-Identifier: ISC */
#include "view/words.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "view/catalog.h"

static const struct po *
po_of(const char *language)
{
	const struct catalogs *c = catalogs_embedded();
	int                    i = catalogs_index(c, language);

	return i < 0 ? NULL : c->po[i];
}

const char *
view_t(const char *language, const char *english)
{
	const struct po       *po = po_of(language);
	const struct po_entry *e = po ? po_find(po, text_of(english)) : NULL;

	return e ? e->forms[0].s : english;
}

const char *
view_tn(const char *language, const char *one, const char *many, int64_t n)
{
	const struct po       *po = po_of(language);
	const struct po_entry *e = po ? po_find(po, text_of(one)) : NULL;

	if (e != NULL && e->plural.s != NULL && text_is(e->plural, many))
		return e->forms[po_form(po, n)].s;
	return n == 1 ? one : many;
}

/* The replacement for the name between braces at s, or NULL. */
static const char *
argument(const char *name, size_t len, va_list args)
{
	const char *found = NULL, *key;

	while ((key = va_arg(args, const char *)) != NULL) {
		const char *value = va_arg(args, const char *);

		check(value != NULL);
		if (found == NULL && strlen(key) == len && memcmp(key, name, len) == 0)
			found = value;
	}
	return found;
}

struct text
view_say(struct arena *arena, const char *language, const char *english, ...)
{
	const char *s = view_t(language, english), *close;
	struct buf  b;
	va_list     args;

	buf_init(&b, arena, (size_t)64 * 1024);
	for (; *s != '\0'; s++) {
		const char *value = NULL;

		if (*s == '{' && (close = strchr(s, '}')) != NULL) {
			va_start(args, english);
			value = argument(s + 1, (size_t)(close - s - 1), args);
			va_end(args);
		}
		if (value != NULL) {
			buf_str(&b, value);
			s = close;
		} else {
			buf_char(&b, *s);
		}
	}
	return buf_as_text(&b);
}

const char *
view_count(struct arena *arena, const char *language, int64_t n)
{
	static const char *const small[] = { WORD("none"), WORD("one"), WORD("two"),
		WORD("three"), WORD("four"), WORD("five"), WORD("six"), WORD("seven"),
		WORD("eight"), WORD("nine"), WORD("ten"), WORD("eleven"), WORD("twelve") };

	if (n >= 0 && n < (int64_t)(sizeof(small) / sizeof(small[0])))
		return view_t(language, small[n]);
	return view_number(arena, language, n).s;
}

struct text
view_date(struct arena *arena, const char *language, int64_t instant, bool with_time)
{
	static const char *const months[] = { WORD("January"), WORD("February"),
		WORD("March"), WORD("April"), WORD("May"), WORD("June"), WORD("July"),
		WORD("August"), WORD("September"), WORD("October"), WORD("November"),
		WORD("December") };
	struct civil             c = clock_civil(instant);
	const char              *day = arena_printf(arena, "%d", c.day);
	const char              *year = arena_printf(arena, "%04d", c.year);
	const char              *month = view_t(language, months[c.month - 1]);

	if (!with_time)
		return view_say(arena, language, "{day} {month} {year}", "day", day, "month",
		    month, "year", year, NULL);
	return view_say(arena, language, "{day} {month} {year}, {time}", "day", day, "month",
	    month, "year", year, "time", arena_printf(arena, "%02d:%02d", c.hour, c.minute),
	    NULL);
}

/* Separators as CLDR has them; the first row is the fallback. */
static const struct style {
	const char *language, *name, *group, *point;
	bool        right_to_left;
} styles[] = {
	{ "en", "English", ",", ".", false },
	{ "en-XA", "[Éñĝļîšĥ]", ",", ".", false },
	{ "ar", "العربية", ",", ".", true },
	{ "ar-XB", "[العربية]", ",", ".", true },
	{ "de", "Deutsch", ".", ",", false },
	{ "es", "Español", ".", ",", false },
	{ "fr", "Français", "\u202f", ",", false },
	{ "he", "עברית", ",", ".", true },
	{ "it", "Italiano", ".", ",", false },
	{ "nl", "Nederlands", ".", ",", false },
	{ "pl", "Polski", "\u00a0", ",", false },
	{ "pt", "Português", ".", ",", false },
};

static const struct style *
find_style(const char *language)
{
	size_t              len = strcspn(language, "-");
	const struct style *general = NULL;

	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++) {
		if (strcmp(styles[i].language, language) == 0)
			return &styles[i];
		if (strlen(styles[i].language) == len &&
		    memcmp(styles[i].language, language, len) == 0)
			general = &styles[i];
	}
	return general;
}

static const struct style *
style_of(const char *language)
{
	const struct style *style = find_style(language);

	return style ? style : &styles[0];
}

static void
add_grouped(struct buf *b, const struct style *style, uint64_t n)
{
	char   digits[24];
	size_t len;

	check(print_to(digits, sizeof(digits), "%llu", (unsigned long long)n));
	len = strlen(digits);
	for (size_t i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0)
			buf_str(b, style->group);
		buf_char(b, digits[i]);
	}
}

const char *
view_first(struct arena *arena, const char *phrase)
{
	char *copy = arena_strdup(arena, phrase);

	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

const char *
view_range(struct arena *arena, const char *plain)
{
	struct buf b;

	buf_init(&b, arena, 128);
	for (; *plain; plain++)
		buf_str(&b, *plain == '-' ? "\u2013" : (char[]){ *plain, '\0' });
	return buf_as_text(&b).s;
}

struct text
view_number(struct arena *arena, const char *language, int64_t n)
{
	struct buf b;

	buf_init(&b, arena, 128);
	if (n < 0)
		buf_str(&b, "\u2212");
	add_grouped(&b, style_of(language), n < 0 ? -(uint64_t)n : (uint64_t)n);
	return buf_as_text(&b);
}

struct text
view_decimal(struct arena *arena, const char *language, int64_t micro, int decimals)
{
	const struct style *style = style_of(language);
	uint64_t            size = micro < 0 ? -(uint64_t)micro : (uint64_t)micro;
	uint64_t            unit = 1000000, whole, part;
	struct buf          b;

	check(decimals >= 0 && decimals <= 6);
	for (int i = 0; i < decimals; i++)
		unit /= 10;
	size = (size + unit / 2) / unit * unit;
	whole = size / 1000000;
	part = size % 1000000 / unit;
	buf_init(&b, arena, 128);
	if (micro < 0 && size > 0)
		buf_str(&b, "\u2212");
	add_grouped(&b, style, whole);
	if (decimals > 0) {
		buf_str(&b, style->point);
		buf_fmt(&b, "%0*llu", decimals, (unsigned long long)part);
	}
	return buf_as_text(&b);
}

const char *
view_direction(const char *language)
{
	return style_of(language)->right_to_left ? "rtl" : "ltr";
}

const char *
view_language_name(const char *language)
{
	const struct style *style = find_style(language);

	return style ? style->name : language;
}

bool
view_language_known(const char *language)
{
	size_t len = strcspn(language, "-");

	if (catalogs_index(catalogs_embedded(), language) >= 0)
		return true;
	/* en-XA is English only once its catalog is built in. */
	return len == 2 && memcmp(language, "en", 2) == 0 && strcmp(language, "en-XA") != 0;
}
