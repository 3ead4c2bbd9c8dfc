/* SPDX-License-Identifier: ISC
 *
 * phrase.h - sentences of rooms that know no catalogs.
 *
 * English is the key and the fallback, as in view/words.h, whose look-up
 * view_open() lends here.  Where nobody did, as in tests and tools, all is
 * English.  tools/pot.awk collects what phrase_t and phrase_say take. */
#ifndef BASE_PHRASE_H
#define BASE_PHRASE_H

struct arena;

/* Marks a literal that comes from a table. */
#define WORD(english) english

typedef const char *phrase_look(const char *language, const char *english);

/* Once, when a program starts. */
void phrase_use(phrase_look *);

/* The sentence in that language; NULL for a language means English. */
const char *phrase_t(const char *language, const char *english);

/* phrase_t, then each {name} replaced: phrase_say(a, lang, "At most {max}",
 * "max", "40", NULL) */
const char *phrase_say(struct arena *, const char *language, const char *english, ...)
    __attribute__((sentinel));

#endif
