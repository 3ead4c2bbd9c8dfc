/* SPDX-License-Identifier: ISC */
#include "base/clock.h"

#include <time.h>

int64_t
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

int64_t
clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar:
 * years run from March, so that the leap day is the last of its year. */
static int64_t
days_of(int year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

struct civil
clock_civil(int64_t instant)
{
	int64_t      seconds = floor_div(instant, CLOCK_SECOND);
	int64_t      days = floor_div(seconds, 86400);
	int64_t      rest = seconds - days * 86400;
	int64_t      z = days + 719468;
	int64_t      era = floor_div(z, 146097);
	int64_t      of_era = z - era * 146097;
	int64_t      y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t      of_year = of_era - (365 * y + y / 4 - y / 100);
	int64_t      shifted = (5 * of_year + 2) / 153;
	struct civil out = {
		.day = (int)(of_year - (153 * shifted + 2) / 5 + 1),
		.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9),
		.hour = (int)(rest / 3600),
		.minute = (int)(rest / 60 % 60),
		.second = (int)(rest % 60),
	};

	out.year = (int)(y + era * 400 + (out.month <= 2));
	return out;
}

int64_t
clock_instant(struct civil c)
{
	return (days_of(c.year, c.month, c.day) * 86400 + c.hour * 3600 + c.minute * 60 +
	           c.second) *
	       CLOCK_SECOND;
}

const char *
clock_iso(struct arena *arena, int64_t instant)
{
	struct civil c = clock_civil(instant);
	const int parts[] = { c.year / 100, c.year % 100, c.month, c.day, c.hour, c.minute,
		c.second };
	/* Where each pair of digits stands: by hand, exports write one a row. */
	static const uint8_t places[] = { 0, 2, 5, 8, 11, 14, 17 };

	if (c.year >= 0 && c.year <= 9999) {
		char *text = arena_strdup(arena, "0000-00-00T00:00:00Z");

		for (size_t i = 0; i < sizeof(places); i++) {
			text[places[i]] = (char)('0' + parts[i] / 10);
			text[places[i] + 1] = (char)('0' + parts[i] % 10);
		}
		return text;
	}
	return arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day,
	    c.hour, c.minute, c.second);
}

int
clock_month_days(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool             leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && leap);
}

/* Exactly count digits at *at. */
static bool
digits(struct text text, size_t *at, int count, int low, int high, int *value_out)
{
	int value = 0;

	for (int i = 0; i < count; i++, (*at)++) {
		if (*at >= text.len || text.s[*at] < '0' || text.s[*at] > '9')
			return false;
		value = value * 10 + (text.s[*at] - '0');
	}
	*value_out = value;
	return value >= low && value <= high;
}

static bool
character(struct text text, size_t *at, char c)
{
	if (*at >= text.len || text.s[*at] != c)
		return false;
	(*at)++;
	return true;
}

bool
clock_parse_iso(struct text text, int64_t *instant_out)
{
	struct civil c = { 0 };
	size_t       at = 0;
	int          sign, hours, minutes;
	int64_t      offset = 0;

	if (!digits(text, &at, 4, 1, 9999, &c.year) || !character(text, &at, '-') ||
	    !digits(text, &at, 2, 1, 12, &c.month) || !character(text, &at, '-') ||
	    !digits(text, &at, 2, 1, clock_month_days(c.year, c.month), &c.day))
		return false;
	if (at < text.len) {
		if (!character(text, &at, 'T') && !character(text, &at, ' '))
			return false;
		if (!digits(text, &at, 2, 0, 23, &c.hour) || !character(text, &at, ':') ||
		    !digits(text, &at, 2, 0, 59, &c.minute))
			return false;
		if (character(text, &at, ':') && !digits(text, &at, 2, 0, 59, &c.second))
			return false;
		if (character(text, &at, 'Z')) {
			offset = 0;
		} else if (at < text.len) {
			sign = text.s[at] == '-' ? -1 : 1;
			if (!character(text, &at, '+') && !character(text, &at, '-'))
				return false;
			if (!digits(text, &at, 2, 0, 14, &hours))
				return false;
			character(text, &at, ':');
			if (!digits(text, &at, 2, 0, 59, &minutes))
				return false;
			offset = sign * (hours * 60 + minutes) * 60 * CLOCK_SECOND;
		}
	}
	if (at != text.len)
		return false;
	*instant_out = clock_instant(c) - offset;
	return true;
}
