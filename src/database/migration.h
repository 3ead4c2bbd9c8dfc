/* SPDX-License-Identifier: ISC
 *
 * migration.h - bring the schema to the version this program was built for.
 *
 * sql/migrations/NNNN_what.sql are embedded.  Each runs once, in order, in one
 * transaction, under an advisory lock, and its checksum is recorded.  Forward
 * only.  One that loses data says so in a line "-- destructive: what" and runs
 * only when that is allowed.  Used by `soundings db`. */
#ifndef DATABASE_MIGRATION_H
#define DATABASE_MIGRATION_H

#include "database/db.h"

struct migration {
	int         version;
	const char *name;
	const char *text;
};

extern const struct migration migrations[];
extern const int              migration_count;
extern const char             migration_roles[]; /* sql/roles.sql */

enum migration_state {
	MIGRATION_PENDING,
	MIGRATION_APPLIED,
	MIGRATION_CHANGED, /* applied, but from another text */
	MIGRATION_FOREIGN, /* applied by a newer program */
};

struct migration_row {
	int                  version;
	const char          *name;
	enum migration_state state;
	const char          *applied_at; /* "" while pending */
	const char          *destroys;   /* what it loses, or NULL */
};

/* Both connect to db with any schema version.  ERR_UNAVAILABLE, or as the
 * server refuses; db_problem() has the words. */
MUST_CHECK enum err migration_status(struct arena *, struct db *,
    struct migration_row **rows_out, size_t *count_out);

/* Make roles (when the login may), the schema, and run what is pending.
 * tell gets one line for each step.  ERR_FORBIDDEN: roles are missing and this
 * login may not create them.  ERR_CONFLICT: a checksum differs, or a newer
 * program was here.  ERR_INVALID: a destructive one is pending and not allowed. */
MUST_CHECK enum err
migration_run(struct arena *, struct db *, bool destroy, void (*tell)(const char *line));

/* The same with another list, for tests. */
MUST_CHECK enum err
migration_run_these(struct arena *, struct db *, const struct migration *list, size_t count,
    bool destroy, void (*tell)(const char *line));

#endif
