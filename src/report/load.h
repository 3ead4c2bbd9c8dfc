/* SPDX-License-Identifier: ISC
 *
 * load.h - from a stored response to its report.
 *
 * The report shows what the response is pinned to: its form version and its
 * snapshot, so it says the same years later.  The page, the courier and
 * soundings report show take the one way here.  Nothing is written. */
#ifndef REPORT_LOAD_H
#define REPORT_LOAD_H

#include "database/db.h"
#include "report/report.h"
#include "response/response.h"

struct bench_cache;
struct catalogue;

struct report_source {
	struct db          *db;
	enum db_role        role;
	int64_t             owner; /* the firm that runs the form */
	struct catalogue   *forms;
	struct bench_cache *snapshots; /* NULL: own scores only */
};

struct report_loaded {
	struct response      response;
	const struct form   *form;
	struct report_model *model;
};

/* language NULL: the response's own.  ERR_NOT_FOUND: no such response. */
MUST_CHECK enum err report_load(struct arena *, const struct report_source *,
    struct uuid response, const char *language, struct report_loaded *loaded_out);

/* Own scores alone, for the receipt: no database is asked. */
MUST_CHECK enum err report_own(struct arena *, const struct form *, const struct response *,
    const char *language, struct report_model **model_out);

#endif
