/* SPDX-License-Identifier: ISC
 *
 * words.h - sentences in the reader's language, and its dates and numbers.
 *
 * English is the key and the fallback.  Templates write
 *     [[Save and continue]]
 *     [[Part {{number}} of {{total}}]]
 *     [[One answer needs another look|{{count}} answers need another look|count]]
 * (the last: singular | plural | the name that is counted).  Blanks and line
 * ends inside count as one blank.  Sentences made in C go through view_t and
 * friends.  Both are looked up in po/LANGUAGE.po, embedded at build time.
 *
 * A language is a BCP 47 tag ("en", "fr", "en-XA").  en-XA is for tests: long
 * words with accents, generated from the English; only builds with fault
 * points have it.  `make pot` writes what there is to translate. */
#ifndef VIEW_WORDS_H
#define VIEW_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/phrase.h" /* WORD("..."), for what view_t gets from a table */
#include "base/text.h"

/* The sentence in that language; English when there is none.  The result
 * lives as long as the process or, untranslated, as english itself. */
const char *view_t(const char *language, const char *english);

/* The singular or plural that n asks for. */
const char *view_tn(const char *language, const char *one, const char *many, int64_t n);

/* view_t, then each {name} replaced:
 * view_say(a, lang, "About {n} firms", "n", "40", NULL) */
struct text view_say(struct arena *, const char *language, const char *english, ...)
    __attribute__((sentinel));

/* "18 November 2026", with_time: "18 November 2026, 14:32".  In UTC. */
struct text view_date(struct arena *, const char *language, int64_t instant, bool with_time);

/* A phrase at the beginning of a line: a first letter of ASCII made large. */
const char *view_first(struct arena *, const char *phrase);

/* "20-39" as paper has it, with an en dash. */
const char *view_range(struct arena *, const char *plain);

/* 1234567 -> "1,234,567" */
struct text view_number(struct arena *, const char *language, int64_t);

/* 3 -> "three", up to twelve; 0 -> "none"; more as view_number() has it. */
const char *view_count(struct arena *, const char *language, int64_t);

/* Micro-units with that many decimals, half away from zero:
 * view_decimal(a, "en", 48035714, 1) -> "48.0" */
struct text view_decimal(struct arena *, const char *language, int64_t micro, int decimals);

/* "ltr" or "rtl", for the dir attribute. */
const char *view_direction(const char *language);

/* The language's name in itself: "English", "Deutsch"; the tag when unknown. */
const char *view_language_name(const char *language);

/* Has a catalog, or is English. */
bool view_language_known(const char *language);

#endif
