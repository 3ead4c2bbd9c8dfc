/* SPDX-License-Identifier: ISC
 *
 * scale.c - where a scale ends, and what its slots are called. */
#include "chart/chart.h"

int64_t
chart_line_end(const struct chart_strip *s)
{
	const int64_t    on[] = { s->own, s->q3, s->p90, s->median, s->guideline };
	static const int grow[] = { 2, 5, 10 }; /* 1, 2, 5, 10, 20, ... */
	int64_t          most = CHART_MICRO, step = CHART_MICRO, unit = CHART_MICRO;

	for (size_t i = 0; i < sizeof(on) / sizeof(on[0]); i++)
		if (on[i] != CHART_NONE && on[i] > most)
			most = on[i];
	for (int i = 0; most * 5 / 4 > 4 * step; i++) {
		step = unit * grow[i % 3];
		if (i % 3 == 2)
			unit *= 10;
	}
	return 4 * step;
}

/* First and last number in a label; false: it has none. */
static bool
numbers_in(const char *label, long *first_out, long *last_out)
{
	bool any = false;

	for (const char *p = label; *p; p++) {
		long n = 0;

		if (*p < '0' || *p > '9')
			continue;
		for (; *p >= '0' && *p <= '9'; p++)
			n = n * 10 + (*p - '0');
		if (!any)
			*first_out = n;
		*last_out = n;
		any = true;
		p--;
	}
	return any;
}

void
chart_label_bands(struct arena *arena, struct chart_bands *bands, const char *const *labels)
{
	long before = 0;
	bool had = false;

	for (int i = 0; i < bands->slots; i++) {
		long first = 0, last = 0;
		bool has = numbers_in(labels[i], &first, &last);

		if (!has)
			bands->inside[i] = labels[i];
		if (has && had)
			bands->border[i] =
			    arena_printf(arena, "%ld", before % 5 == 0 ? before : first);
		before = last;
		had = has;
	}
}
