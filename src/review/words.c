/* SPDX-License-Identifier: ISC */
#include "review/inner.h"

#include <limits.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"

const char *
word_column(struct draft *d, int64_t micro)
{
	return view_decimal(d->arena, d->language, micro, 1).s;
}

const char *
word_said(struct draft *d, int64_t micro)
{
	return view_decimal(d->arena, d->language, micro, micro % CHART_MICRO != 0).s;
}

/* Ranges take an en dash on paper. */
const char *
word_band(struct draft *d, enum bench_band band)
{
	const char *plain = bench_band_text(band);
	struct buf  out;

	if (band == BENCH_BAND_NONE)
		return NULL;
	buf_init(&out, d->arena, 32);
	for (; *plain; plain++)
		buf_str(&out, *plain == '-' ? "\u2013" : (char[]){ *plain, '\0' });
	return buf_as_text(&out).s;
}

int
share_drawn(uint8_t share)
{
	if (share == BENCH_UNDER_5)
		return CHART_SHARE_UNDER;
	return share == BENCH_OVER_95 ? CHART_SHARE_OVER : share;
}

const char *
word_share(struct draft *d, int share)
{
	if (share == CHART_SHARE_UNDER)
		return T(d, "under 5%");
	if (share == CHART_SHARE_OVER)
		return T(d, "over 95%");
	return SAY(d, "{share}%", "share", view_number(d->arena, d->language, share).s, NULL);
}

/* Coefficients are written without the nought that they all share. */
const char *
word_hundredths(struct draft *d, int hundredths)
{
	int size = hundredths < 0 ? -hundredths : hundredths;

	if (hundredths == INT_MIN)
		return NULL;
	if (size >= 100)
		return arena_printf(d->arena, "%s%d.%02d", hundredths < 0 ? "\u2212" : "",
		    size / 100, size % 100);
	return arena_printf(d->arena, "%s.%02d", hundredths < 0 ? "\u2212" : "", size);
}

const char *
word_first(struct draft *d, const char *phrase)
{
	char *copy = arena_strdup(d->arena, phrase);

	if (copy[0] >= 'a' && copy[0] <= 'z')
		copy[0] = (char)(copy[0] - 'a' + 'A');
	return copy;
}

const char *
word_say(struct draft *d, struct form_words words)
{
	return form_said(words) ? form_say(d->form, words, d->language) : NULL;
}

const char *
measure_name(struct draft *d, size_t measure)
{
	return measure == 0 ? T(d, "Overall")
	                    : word_say(d, d->form->dimensions[measure - 1].name);
}

const char *
measure_subject(struct draft *d, size_t measure)
{
	const char *subject;

	if (measure == 0)
		return T(d, "all areas together");
	subject = word_say(d, d->form->dimensions[measure - 1].subject);
	return subject != NULL ? subject : measure_name(d, measure);
}

const char *
measure_code(const struct draft *d, size_t measure)
{
	return measure == 0 ? "overall" : d->form->dimensions[measure - 1].code;
}

size_t
measure_order(const struct bench_comparison *c, size_t order[BENCH_MEASURES_MAX])
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
