/* SPDX-License-Identifier: ISC
 *
 * recompute.h - scores, packed answers and flags of stored responses, worked out
 * again from the answers with the scoring of their own form version.
 *
 * Batch by batch, each whole or not at all, in constant memory.  What is right
 * already is not written, so one that was cut off is simply run again. */
#ifndef EXCHANGE_RECOMPUTE_H
#define EXCHANGE_RECOMPUTE_H

#include "base/uuid.h"
#include "form/form.h"

struct catalogue;
struct catalogue_form;
struct db;

struct recompute {
	struct db                   *db;
	struct catalogue            *catalogue;
	const struct catalogue_form *form;
	bool                         check_only; /* store nothing */
	const char                  *by, *os_user;
	void                        *thing; /* for the two calls below */
	/* Answers that their form does not know. */
	void (*tell)(void *thing, struct uuid response, const char *item);
	/* After each batch.  false: stop. */
	bool (*progress)(void *thing, int64_t done, int64_t total);
};

#define RECOMPUTE_MEASURES (2 * FORM_MEASURES_MAX) /* of all versions */

struct recompute_result {
	int64_t responses, changed, unreadable;
	int64_t packed, flags; /* of those changed */
	/* Changed scores by the code of the measure. */
	const char *measures[RECOMPUTE_MEASURES];
	int64_t     scores[RECOMPUTE_MEASURES];
	size_t      measure_count;
	bool        stopped;
};

/* Errors: the batches counted in *result_out are stored. */
MUST_CHECK enum err
recompute_run(struct arena *, const struct recompute *, struct recompute_result *result_out);

#endif
