/* SPDX-License-Identifier: ISC */
#include "base/nearest.h"

#include <string.h>

#define LONGEST 64

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

/* Levenshtein, with a swap of neighbours counted as one. */
static size_t
distance(struct text a, const char *b)
{
	size_t rows[3][LONGEST + 1];
	size_t len = strlen(b);

	if (a.len > LONGEST || len > LONGEST)
		return LONGEST;
	for (size_t k = 0; k <= len; k++)
		rows[0][k] = k;
	for (size_t i = 1; i <= a.len; i++) {
		size_t       *now = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3], *two = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t k = 1; k <= len; k++) {
			char   x = lower(a.s[i - 1]), y = lower(b[k - 1]);
			size_t best = above[k - 1] + (x != y);

			if (above[k] + 1 < best)
				best = above[k] + 1;
			if (now[k - 1] + 1 < best)
				best = now[k - 1] + 1;
			if (i > 1 && k > 1 && x == lower(b[k - 2]) &&
			    lower(a.s[i - 2]) == y && two[k - 2] + 1 < best)
				best = two[k - 2] + 1;
			now[k] = best;
		}
	}
	return rows[a.len % 3][len];
}

/* How many a word of that length may bear and still be known for itself: with one
 * in three letters "version" would be "person", and "exclude" "include". */
static size_t
slips(const char *word)
{
	size_t len = word == NULL ? 0 : strlen(word);

	return len < 3 ? 0 : len < 8 ? 1 : len / 4;
}

const char *
nearest_word(struct text word, const char *const *words, size_t count)
{
	const char *best = NULL;
	size_t      least = LONGEST;

	for (size_t i = 0; i < count; i++) {
		size_t d = distance(word, words[i]);

		if (d < least) {
			least = d;
			best = words[i];
		}
	}
	return least <= slips(best) ? best : NULL;
}
