/* SPDX-License-Identifier: ISC
 *
 * value.h - what SQL values are in C.  The structs that tools/sql2c.awk makes
 * from the headings of sql/queries are built of these.
 *
 * SQL          C                      nullable (type?)
 * int4         int32_t                struct opt_int
 * int8, time   int64_t                struct opt_int    (time: see clock.h)
 * bool         bool                   struct opt_bool
 * float8       double                 struct opt_float
 * uuid         struct uuid            struct opt_uuid
 * text, json   struct text            s == NULL
 * bytes        struct bytes           p == NULL
 * int4[] ...   struct sql_int4s ...   v == NULL (an empty array has v != NULL) */
#ifndef DATABASE_VALUE_H
#define DATABASE_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "base/uuid.h"

struct opt_int {
	bool    set;
	int64_t v;
};
struct opt_bool {
	bool set;
	bool v;
};
struct opt_float {
	bool   set;
	double v;
};
struct opt_uuid {
	bool        set;
	struct uuid v;
};

/* null == NULL: no element is null. */
struct sql_int4s {
	const int32_t *v;
	const bool    *null;
	size_t         n;
};
struct sql_int8s {
	const int64_t *v;
	const bool    *null;
	size_t         n;
};
struct sql_floats {
	const double *v;
	const bool   *null;
	size_t        n;
};
struct sql_bools {
	const bool *v;
	const bool *null;
	size_t      n;
};
struct sql_uuids {
	const struct uuid *v;
	const bool        *null;
	size_t             n;
};
/* A null element has s == NULL. */
struct sql_texts {
	const struct text *v;
	size_t             n;
};
struct sql_bytess {
	const struct bytes *v;
	size_t              n;
};

static inline struct opt_int
opt_int(int64_t v)
{
	return (struct opt_int){ true, v };
}

#define OPT_INT_NONE  ((struct opt_int){ false, 0 })
#define OPT_UUID_NONE ((struct opt_uuid){ false, { { 0 } } })

#endif
