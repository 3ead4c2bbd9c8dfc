/* SPDX-License-Identifier: ISC
 *
 * metrics.h - the counters of all workers, for Prometheus.  They live in the
 * master's shared memory, so a replaced worker loses none.  Labels are routes
 * and classes of status: nothing about people or surveys. */
#ifndef MAIN_METRICS_H
#define MAIN_METRICS_H

#include "base/text.h"

struct prefork_worker;
struct route;

/* One request, answered within so many microseconds.  route: NULL, no row. */
void
metrics_count(struct prefork_worker *, const struct route *, int status, int64_t micros);

/* The text format; arg is the asking worker. */
struct text metrics_text(void *arg, struct arena *);

#endif
