/* SPDX-License-Identifier: ISC
 *
 * fault.h - named points where a test build can crash, wait or fail.
 * Compiled out unless configured with --enable-faults.
 *
 * SOUNDINGS_FAULT="outbox.sent=crash" or "db.commit-sent=delay:200" or
 * "x.y=error", several separated by commas; "@N" behind a name means from the
 * Nth time on ("outbox.sent@3=crash"), "#N" the Nth time alone.  A name may end
 * in "*": "db.*#7=error" lets the seventh call of that room fail. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

#ifdef WITH_FAULTS
/* true: the caller should fail here. */
bool fault_hit(const char *name);
#define FAULT(name) fault_hit(name)
#else
#define FAULT(name) (false)
#endif

#endif
