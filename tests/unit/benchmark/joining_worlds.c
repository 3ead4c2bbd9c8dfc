/* SPDX-License-Identifier: ISC */
#include "joining_worlds.h"

#include <math.h>
#include <string.h>

struct arena *arena;

static const struct bench_shape shape = { 1, 1, 1, 1, 0, 0, 0 };
static const struct bench_key   all = { 6, 0, 0, 0 };
static uint64_t                 seed;

/* splitmix64. */
double
chance(void)
{
	uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (double)((z ^ z >> 31) >> 11) / 9007199254740992.0;
}

size_t
below(size_t n)
{
	return (size_t)(chance() * (double)n);
}

int32_t
a_score(void)
{
	double far = sqrt(-2 * log(1 - chance())), turn = 6.283185307179586 * chance();
	double v = MEAN + SPREAD * far * cos(turn);

	return (int32_t)lround((v < 0 ? 0 : v > 100 ? 100 : v) * POINT);
}

bool
is_in(const struct world *w, size_t s, size_t f)
{
	return w->joined[f] <= s && s < w->left[f];
}

/* Does the refresh rule count release s anew?  Every count before was shown. */
static bool
is_fresh(const struct world *w, size_t s)
{
	struct bench_history    *h = bench_history_new(arena, &shape);
	const struct bench_past *past;

	for (size_t source = 0; source < s; source++) {
		if (!w->counted[source])
			continue;
		bench_history_add(arena, h, all, 0,
		    &(struct bench_past){ .source = (int64_t)source,
		        .shown_in = (int64_t)source,
		        .standing = true });
		bench_history_begin(h, (int64_t)source);
		for (size_t f = 0; f < w->n; f++) {
			struct bench_own firm = { .profession = 1, .size = 1, .region = 1 };

			firm.score[0] = w->score[f];
			bench_history_note(h, (int64_t)source,
			    is_in(w, source, f) ? &firm : NULL,
			    is_in(w, s, f) ? &firm : NULL);
		}
	}
	return bench_history_fate(h, bench_cell_index(&shape, all), 0, &past) == BENCH_FRESH;
}

void
make_world(struct world *w, uint32_t number, enum rule rule)
{
	memset(w, 0, sizeof(*w));
	seed = number * UINT64_C(2246822519) + 11;
	w->n = 10 + below(31);
	for (size_t f = 0; f < FIRMS; f++) {
		w->score[f] = a_score();
		w->left[f] = RELEASES;
	}
	for (size_t s = 0; s < RELEASES; s++) {
		size_t more = s == 0 ? 0 : 1 + below(3), gone = 2 + below(w->n - 2);

		if (s > 0 && below(2) == 0 && w->left[gone] > s)
			w->left[gone] = s;
		for (; more > 0; more--)
			w->joined[w->n++] = s;
		w->counted[s] = s == 0 || rule == EACH || is_fresh(w, s);
	}
	for (size_t s = RELEASES, newer = 0; rule == NEWEST && s-- > 0;) {
		w->counted[s] = w->counted[s] && newer == 0;
		newer += w->counted[s];
	}
}
