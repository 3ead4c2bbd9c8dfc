/* SPDX-License-Identifier: ISC
 *
 * demo.h - invented firms with plausible answers, as a CSV file for the import.
 * The same seed, date and form give the same bytes. */
#ifndef EXCHANGE_DEMO_H
#define EXCHANGE_DEMO_H

#include "base/text.h"

struct form;

/* firms: how many; about two in five of them answered a year earlier too. */
struct text
demo_csv(struct arena *, const struct form *, int firms, uint64_t seed, int64_t now);

#endif
