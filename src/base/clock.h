/* SPDX-License-Identifier: ISC
 *
 * clock.h - wall clock and monotonic clock.  Leases go by the database's
 * clock, timeouts by the monotonic one.
 * Instants are microseconds since 1970-01-01 UTC, as int64_t. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#include "base/text.h"

#define CLOCK_SECOND INT64_C(1000000)
#define CLOCK_DAY    (86400 * CLOCK_SECOND)

int64_t clock_now(void);       /* wall clock */
int64_t clock_monotonic(void); /* microseconds from some start */

struct civil {
	int year, month, day; /* 2026, 1..12, 1..31 */
	int hour, minute, second;
};

/* In UTC. */
struct civil clock_civil(int64_t instant);
int64_t      clock_instant(struct civil);

/* "2026-11-18T14:32:00Z" */
const char *clock_iso(struct arena *, int64_t instant);

/* ISO 8601 date or date and time ("2026-11-18", "2026-11-18T14:32",
 * "...:05", with Z or +hh:mm; no zone means UTC).  false: not one. */
bool clock_parse_iso(struct text, int64_t *instant_out);

/* Days in that month of that year. */
int clock_month_days(int year, int month);

#endif
