/* SPDX-License-Identifier: ISC */
#include "review/inner.h"

#include <limits.h>
#include <string.h>

#include "base/err.h"

const char *
sketch_column(struct sketch *d, int64_t micro)
{
	return view_decimal(d->arena, d->language, micro, 1).s;
}

const char *
sketch_said(struct sketch *d, int64_t micro)
{
	return view_decimal(d->arena, d->language, micro, micro % CHART_MICRO != 0).s;
}

/* Ranges take an en dash on paper. */
const char *
sketch_band(struct sketch *d, enum bench_band band)
{
	return band == BENCH_BAND_NONE ? NULL : view_range(d->arena, bench_band_text(band));
}

int
sketch_share_drawn(uint8_t share)
{
	if (share == BENCH_UNDER_5)
		return CHART_SHARE_UNDER;
	return share == BENCH_OVER_95 ? CHART_SHARE_OVER : share;
}

const char *
sketch_share(struct sketch *d, int share)
{
	if (share == CHART_SHARE_UNDER)
		return T(d, "under 5%");
	if (share == CHART_SHARE_OVER)
		return T(d, "over 95%");
	return SAY(d, "{share}%", "share", view_number(d->arena, d->language, share).s, NULL);
}

/* Coefficients are written without the nought that they all share. */
const char *
sketch_hundredths(struct sketch *d, int hundredths)
{
	int size;

	if (hundredths == INT_MIN)
		return NULL;
	size = hundredths < 0 ? -hundredths : hundredths;
	if (size >= 100)
		return arena_printf(d->arena, "%s%d.%02d", hundredths < 0 ? "\u2212" : "",
		    size / 100, size % 100);
	return arena_printf(d->arena, "%s.%02d", hundredths < 0 ? "\u2212" : "", size);
}

const char *
sketch_first(struct sketch *d, const char *phrase)
{
	return view_first(d->arena, phrase);
}

const char *
sketch_say(struct sketch *d, struct form_words words)
{
	return form_said(words) ? form_say(d->form, words, d->language) : NULL;
}

const char *
sketch_measure_name(struct sketch *d, size_t measure)
{
	return measure == 0 ? T(d, "Overall")
	                    : sketch_say(d, d->form->dimensions[measure - 1].name);
}

const char *
sketch_measure_subject(struct sketch *d, size_t measure)
{
	const char *subject;

	if (measure == 0)
		return T(d, "all areas together");
	subject = sketch_say(d, d->form->dimensions[measure - 1].subject);
	return subject != NULL ? subject : sketch_measure_name(d, measure);
}

const char *
sketch_measure_code(const struct sketch *d, size_t measure)
{
	return measure == 0 ? "overall" : d->form->dimensions[measure - 1].code;
}

size_t
sketch_measure_order(const struct bench_comparison *c, size_t order[BENCH_MEASURES_MAX])
{
	size_t count = 0;

	for (size_t m = 0; m < c->measures; m++) {
		size_t at = count++;

		for (; m > 0 && at > 1 && c->measure[m].any; at--) {
			const struct bench_shown *before = &c->measure[order[at - 1]];

			if (before->any && bench_paper_quantile(before->median) <=
			                       bench_paper_quantile(c->measure[m].median))
				break;
			order[at] = order[at - 1];
		}
		order[at] = m;
	}
	return count;
}
