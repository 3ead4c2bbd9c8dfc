/* SPDX-License-Identifier: ISC
 *
 * stats_dist.c - exact quantiles and ranks by binary search. */
#include "stats/stats.h"

#include "base/err.h"

static int64_t
whole_count(const struct stats_dist *d)
{
	return d->distinct == 0 ? 0 : d->cums[d->distinct - 1];
}

/* Index of the first value that is >= v. */
static size_t
first_not_below(const struct stats_dist *d, int32_t v)
{
	size_t low = 0, high = d->distinct;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->vals[mid] < v)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static int64_t
below_whole(const struct stats_dist *d, int32_t v)
{
	size_t i = first_not_below(d, v);

	return i == 0 ? 0 : d->cums[i - 1];
}

/* Value at a place, from 0, of the whole distribution. */
static int32_t
at_whole(const struct stats_dist *d, int64_t place)
{
	size_t low = 0, high = d->distinct;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->cums[mid] <= place)
			low = mid + 1;
		else
			high = mid;
	}
	check(low < d->distinct);
	return d->vals[low];
}

/* Value at a place once the left-out values are gone: each of them that stands
 * at or before the place moves it one on. */
static int32_t
at(const struct stats_dist *d, int64_t place)
{
	int64_t repeat = 0;

	for (size_t i = 0; i < d->without_count; i++) {
		int64_t gone;

		repeat = i > 0 && d->without[i] == d->without[i - 1] ? repeat + 1 : 0;
		gone = below_whole(d, d->without[i]) + repeat;
		if (gone > place)
			break;
		place++;
	}
	return at_whole(d, place);
}

int64_t
stats_count(const struct stats_dist *d)
{
	return whole_count(d) - (int64_t)d->without_count;
}

void
stats_below_equal(const struct stats_dist *d, int32_t v, int64_t *below_out,
    int64_t *equal_out)
{
	size_t  i = first_not_below(d, v);
	int64_t below = i == 0 ? 0 : d->cums[i - 1];
	int64_t equal = i < d->distinct && d->vals[i] == v ? d->cums[i] - below : 0;

	for (size_t k = 0; k < d->without_count; k++) {
		if (d->without[k] < v)
			below--;
		else if (d->without[k] == v)
			equal--;
	}
	check(below >= 0 && equal >= 0);
	*below_out = below;
	*equal_out = equal;
}

int64_t
stats_divide(int64_t num, int64_t den)
{
	check(den > 0);
	if (num < 0)
		return -((-num + den / 2) / den);
	return (num + den / 2) / den;
}

int32_t
stats_quantile7(const struct stats_dist *d, int num, int den)
{
	int64_t n = stats_count(d), h, place, rest, low, high;

	check(n > 0 && den > 0 && num >= 0 && num <= den);
	h = (n - 1) * num;
	place = h / den;
	rest = h % den;
	low = at(d, place);
	if (rest == 0)
		return (int32_t)low;
	high = at(d, place + 1);
	return (int32_t)stats_divide(low * den + (high - low) * rest, den);
}

int32_t
stats_rank(const struct stats_dist *d, int32_t v)
{
	int64_t n = stats_count(d), below, equal;

	check(n > 0);
	stats_below_equal(d, v, &below, &equal);
	return (int32_t)stats_divide(INT64_C(100) * STATS_MICRO * (2 * below + equal), 2 * n);
}
