/* SPDX-License-Identifier: ISC
 *
 * nearest.h - "did you mean": the word of a list that a typing slip explains. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include "base/text.h"

/* The nearest of count words by edit distance, letters compared without case;
 * NULL when none is near: more than one slip, in long words more than in a
 * quarter of the letters. */
const char *nearest_word(struct text, const char *const *words, size_t count);

#endif
