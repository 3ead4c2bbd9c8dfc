/* SPDX-License-Identifier: ISC
 *
 * export.h - the responses of a form as CSV or JSON lines, as a stream.
 *
 * One row or line a response: response, form_version, submitted_at, wave, pool,
 * every item id, overall and every dimension; firm and email only with
 * identities, which the caller has logged first. */
#ifndef EXCHANGE_EXPORT_H
#define EXCHANGE_EXPORT_H

#include <stdio.h>

#include "base/text.h"

struct catalogue;
struct catalogue_form;
struct db;

enum export_format { EXPORT_CSV, EXPORT_JSON };

struct export
{
	struct db                   *db;
	struct catalogue            *catalogue;
	const struct catalogue_form *form; /* its columns are the newest version's */
	enum export_format           format;
	bool                         identities;
	bool                         mark; /* begin CSV with a byte order mark */
	FILE                        *out;
};

/* ERR_UNAVAILABLE: broken off; what was written is a part. */
MUST_CHECK enum err export_run(struct arena *, const struct export *, int64_t *rows_out);

#endif
