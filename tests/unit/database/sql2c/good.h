/* SPDX-License-Identifier: ISC */
/* Made from good.sql by tools/sql2c.awk: change that file. */
#ifndef GEN_SQL_GOOD_H
#define GEN_SQL_GOOD_H

#include "database/db.h"

struct sql_call;

/* good.sql:4 */
struct good_find_in {
	struct uuid id;
	struct text note; /* may be null */
	struct opt_int n; /* may be null */
	struct sql_int4s marks;
};
struct good_find_row {
	struct uuid id;
	struct opt_int n; /* may be null */
	int64_t at;
};
MUST_CHECK enum err sql_good_find(struct arena *arena, struct tx *tx,
    const struct good_find_in *in,
    struct good_find_row *row_out);

/* good.sql:11 */
struct good_all_row {
	int64_t n;
};
MUST_CHECK enum err sql_good_all(struct arena *arena, struct tx *tx,
    struct good_all_row **rows_out, size_t *count_out);

/* good.sql:14 */
struct good_drop_in {
	int64_t n;
};
MUST_CHECK enum err sql_good_drop(struct arena *arena, struct tx *tx,
    const struct good_drop_in *in,
    int64_t *changed_out);

/* good.sql:17 */
struct good_read_in {
	int64_t above;
};
struct good_read_row {
	int64_t n;
	struct text words; /* may be null */
};
MUST_CHECK enum err sql_good_read_open(struct arena *arena, struct tx *tx,
    const struct good_read_in *in,
    struct sql_call **copy_out);
/* *more_out false: the end.  The row is good until the next call. */
MUST_CHECK enum err sql_good_read_next(struct sql_call *copy, struct good_read_row *row_out,
    bool *more_out);

/* good.sql:20 */
struct good_write_row {
	struct opt_int n; /* may be null */
	struct text words; /* may be null */
};
MUST_CHECK enum err sql_good_write_open(struct arena *arena, struct tx *tx,
    struct sql_call **copy_out);
MUST_CHECK enum err sql_good_write_put(struct sql_call *copy, const struct good_write_row *row);
MUST_CHECK enum err sql_good_write_close(struct sql_call *copy, int64_t *rows_out);

/* good.sql:23 */
struct good_count_in {
	int64_t above;
};
struct good_count_row {
	int64_t n;
};
MUST_CHECK enum err sql_good_count_send(struct arena *arena, struct tx *tx,
    const struct good_count_in *in,
    struct sql_call **sent_out);
MUST_CHECK enum err sql_good_count_collect(struct sql_call *sent, struct good_count_row *row_out);

#endif
