/* SPDX-License-Identifier: ISC
 *
 * run_accents.c - is everything on a page translated? */
#include <string.h>

#include "base/buf.h"
#include "run.h"

/* Takes out what a reader of the page does not see or hear: tags but for the
 * words in them, entities. */
static char *
words_of_page(void)
{
	static const char *const spoken[] = { " aria-label=\"", " alt=\"", " title=\"",
		" placeholder=\"" };
	char                    *out = copy(t.page, t.page_len), *o = out;

	for (const char *p = t.page; *p != '\0';) {
		const char *end = p + 1;

		if (*p == '&' && (end = strpbrk(p, "; <")) != NULL && *end == ';') {
			p = end + 1;
		} else if (*p != '<') {
			*o++ = *p++;
		} else {
			end = p + strcspn(p, ">");
			*o++ = '\n';
			for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
				const char *at = strstr(p, spoken[i]);

				if (at == NULL || at > end)
					continue;
				for (at += strlen(spoken[i]); *at != '"'; at++)
					*o++ = *at;
				*o++ = '\n';
			}
			p = *end ? end + 1 : end;
		}
	}
	*o = '\0';
	return out;
}

/* Words of a form stand in the form's language, and so does the operator's name. */
static bool
is_data(const char *line)
{
	static char *forms[2];
	char        *quoted = arena_alloc(t.words, strlen(line) + 3);
	size_t       len;

	if (forms[0] == NULL) {
		forms[0] = test_site_file("forms/kam-preparedness.json");
		forms[1] = test_site_file("forms/matter-feedback.json");
	}
	line += strspn(line, " ");
	len = strlen(line);
	while (len > 0 && strchr(" :", line[len - 1]) != NULL)
		len--;
	print_to(quoted, len + 3, "\"%.*s\"", (int)len, line);
	return strstr(forms[0], quoted) != NULL || strstr(forms[1], quoted) != NULL;
}

/* Blanks out the codes of firms, such as f-4k0zq1, and of responses: eight
 * signs of a UUID. */
static void
hide_codes(char *words)
{
	static const char signs[] = "0123456789abcdefghjkmnpqrstvwxyz";

	for (char *at = words; (at = strstr(at, "f-")) != NULL; at += 2)
		if (strspn(at + 2, signs) == 6)
			memset(at, ' ', 8);
	for (char *at = words; *(at += strcspn(at, signs)) != '\0';) {
		size_t run = strspn(at, "0123456789abcdef");

		if (run == 8)
			memset(at, ' ', 8);
		at += run > 0 ? run : 1;
	}
}

/* en-XA has an accent on every vowel: a run of plain letters that has a vowel
 * came past the translators. */
void
all_accented(char *also)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	char             *words = words_of_page(), *phrase, *line;
	char             *allowed = arena_printf(t.words,
	                "Soundings|Longshore and Vane|help@soundings.example|req-0001|%s", also);

	hide_codes(words);
	while ((phrase = strsep(&allowed, "|")) != NULL)
		for (char *at = words; *phrase != '\0' && (at = strstr(at, phrase)) != NULL;)
			memset(at, ' ', strlen(phrase));
	while ((line = strsep(&words, "\n")) != NULL) {
		if (is_data(line))
			continue;
		for (char *p = line; *(p += strcspn(p, letters)) != '\0';) {
			size_t run = strspn(p, letters);

			if (run > 1 && strcspn(p, "aeiouyAEIOUY") < run) {
				fail("plain English", line);
				break;
			}
			p += run;
		}
	}
}
