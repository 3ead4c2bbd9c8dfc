/* SPDX-License-Identifier: ISC
 *
 * value_get.c - the way back from value.c.  Nothing here trusts a length. */
#include <endian.h>
#include <string.h>

#include "base/clock.h"
#include "database/session.h"

#define EPOCH_2000 (INT64_C(946684800) * CLOCK_SECOND)

/* The bytes of a column; NULL: null. */
static const char *
cell(const struct sql_call *call, size_t row, int column, size_t *len_out)
{
	if (call->copying) {
		*len_out = (size_t)call->cell_lengths[column];
		return call->cells[column];
	}
	if (PQgetisnull(call->result, (int)row, column))
		return NULL;
	*len_out = (size_t)PQgetlength(call->result, (int)row, column);
	return PQgetvalue(call->result, (int)row, column);
}

/* The same where it must be there and of that width. */
static const char *
fixed(const struct sql_call *call, size_t row, int column, size_t width)
{
	static const char zeros[16];
	size_t            len;
	const char       *p = cell(call, row, column, &len);

	if (p != NULL && len == width)
		return p;
	*call->bad = true;
	return zeros;
}

static bool
is_null(const struct sql_call *call, size_t row, int column)
{
	size_t len;

	return cell(call, row, column, &len) == NULL;
}

static uint32_t
load4(const char *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
	return be32toh(v);
}

static uint64_t
load8(const char *p)
{
	uint64_t v;

	memcpy(&v, p, 8);
	return be64toh(v);
}

static double
load_float(const char *p)
{
	uint64_t bits = load8(p);
	double   v;

	memcpy(&v, &bits, 8);
	return v;
}

int32_t
sql_get_int4(const struct sql_call *call, size_t row, int column)
{
	return (int32_t)load4(fixed(call, row, column, 4));
}

int64_t
sql_get_int8(const struct sql_call *call, size_t row, int column)
{
	return (int64_t)load8(fixed(call, row, column, 8));
}

bool
sql_get_bool(const struct sql_call *call, size_t row, int column)
{
	return *fixed(call, row, column, 1) != 0;
}

double
sql_get_float8(const struct sql_call *call, size_t row, int column)
{
	return load_float(fixed(call, row, column, 8));
}

struct uuid
sql_get_uuid(const struct sql_call *call, size_t row, int column)
{
	struct uuid uuid;

	memcpy(uuid.b, fixed(call, row, column, 16), 16);
	return uuid;
}

int64_t
sql_get_time(const struct sql_call *call, size_t row, int column)
{
	int64_t t = sql_get_int8(call, row, column);

	return t == INT64_MAX || t == INT64_MIN ? t : t + EPOCH_2000;
}

static bool
may_be_null(const struct sql_call *call, int column)
{
	return call->statement->columns[column].nullable;
}

struct text
sql_get_text(const struct sql_call *call, size_t row, int column)
{
	size_t      len = 0;
	const char *p = cell(call, row, column, &len);

	if (p != NULL)
		return (struct text){ p, len };
	if (!may_be_null(call, column))
		*call->bad = true;
	return TEXT_NONE;
}

struct text
sql_get_json(const struct sql_call *call, size_t row, int column)
{
	struct text json = sql_get_text(call, row, column);

	/* jsonb has a version byte; json and text begin with a letter. */
	if (json.s != NULL && json.len > 0 && json.s[0] == 1)
		return (struct text){ json.s + 1, json.len - 1 };
	return json;
}

struct bytes
sql_get_bytes(const struct sql_call *call, size_t row, int column)
{
	struct text raw = sql_get_text(call, row, column);

	return (struct bytes){ (const uint8_t *)raw.s, raw.len };
}

#define GET_OPT(name, type)                                                                 \
	struct type sql_get_opt_##name(const struct sql_call *call, size_t row, int column) \
	{                                                                                   \
		struct type v = { 0 };                                                      \
		if (is_null(call, row, column))                                             \
			return v;                                                           \
		v.set = true;                                                               \
		v.v = sql_get_##name(call, row, column);                                    \
		return v;                                                                   \
	}
GET_OPT(int4, opt_int)
GET_OPT(int8, opt_int)
GET_OPT(time, opt_int)
GET_OPT(bool, opt_bool)
GET_OPT(float8, opt_float)

struct opt_uuid
sql_get_opt_uuid(const struct sql_call *call, size_t row, int column)
{
	if (is_null(call, row, column))
		return OPT_UUID_NONE;
	return (struct opt_uuid){ true, sql_get_uuid(call, row, column) };
}

/* Walk an array: *n_out elements begin at the returned place.  NULL: the
 * array is null, or not one we can read (then the call is bad). */
static const char *
array(const struct sql_call *call, size_t row, int column, size_t *n_out,
    const char **end_out)
{
	static const char nothing[1];
	size_t            len = 0;
	const char       *p = cell(call, row, column, &len);

	*n_out = 0;
	if (p == NULL) {
		if (!may_be_null(call, column))
			*call->bad = true;
		return NULL;
	}
	*end_out = p + len;
	if (len >= 12 && load4(p) == 0)
		return nothing;
	if (len < 20 || load4(p) != 1) {
		*call->bad = true;
		return NULL;
	}
	*n_out = load4(p + 12);
	if (*n_out > (len - 20) / 4) {
		*call->bad = true;
		*n_out = 0;
		return NULL;
	}
	return p + 20;
}

/* The next element, NULL for a null one. */
static const char *
element(const struct sql_call *call, const char **at, const char *end, size_t *len_out)
{
	const char *p = *at;
	uint32_t    len;

	*len_out = 0;
	if (end - p < 4) {
		*call->bad = true;
		return NULL;
	}
	len = load4(p);
	*at = p + 4;
	if (len == UINT32_MAX)
		return NULL;
	if ((size_t)(end - *at) < len) {
		*call->bad = true;
		*at = end;
		return NULL;
	}
	*at += len;
	*len_out = len;
	return p + 4;
}

#define GET_ARRAY(name, type, ctype, width, load)                                       \
	struct type sql_get_##name(const struct sql_call *call, size_t row, int column) \
	{                                                                               \
		size_t      n, len;                                                     \
		const char *end = NULL;                                                 \
		const char *at = array(call, row, column, &n, &end);                    \
		ctype      *v;                                                          \
		bool       *null = NULL;                                                \
                                                                                        \
		if (at == NULL)                                                         \
			return (struct type){ NULL, NULL, 0 };                          \
		v = ARENA_ARRAY(call->scratch, ctype, n);                               \
		for (size_t i = 0; i < n; i++) {                                        \
			const char *p = element(call, &at, end, &len);                  \
                                                                                        \
			if (p != NULL && len == (width)) {                              \
				load;                                                   \
				continue;                                               \
			}                                                               \
			if (p != NULL)                                                  \
				*call->bad = true;                                      \
			if (null == NULL)                                               \
				null = ARENA_ARRAY(call->scratch, bool, n);             \
			null[i] = true;                                                 \
		}                                                                       \
		return (struct type){ v, null, n };                                     \
	}
GET_ARRAY(int4s, sql_int4s, int32_t, 4, v[i] = (int32_t)load4(p))
GET_ARRAY(int8s, sql_int8s, int64_t, 8, v[i] = (int64_t)load8(p))
GET_ARRAY(float8s, sql_floats, double, 8, v[i] = load_float(p))
GET_ARRAY(bools, sql_bools, bool, 1, v[i] = *p != 0)
GET_ARRAY(uuids, sql_uuids, struct uuid, 16, memcpy(v[i].b, p, 16))

struct sql_texts
sql_get_texts(const struct sql_call *call, size_t row, int column)
{
	size_t       n, len;
	const char  *end = NULL;
	const char  *at = array(call, row, column, &n, &end);
	struct text *v;

	if (at == NULL)
		return (struct sql_texts){ NULL, 0 };
	v = ARENA_ARRAY(call->scratch, struct text, n);
	for (size_t i = 0; i < n; i++) {
		const char *p = element(call, &at, end, &len);

		/* Copied: the next length follows at once, with no NUL between. */
		if (p != NULL)
			v[i] = (struct text){ arena_strndup(call->scratch, p, len), len };
	}
	return (struct sql_texts){ v, n };
}

struct sql_bytess
sql_get_bytess(const struct sql_call *call, size_t row, int column)
{
	size_t        n, len;
	const char   *end = NULL;
	const char   *at = array(call, row, column, &n, &end);
	struct bytes *v;

	if (at == NULL)
		return (struct sql_bytess){ NULL, 0 };
	v = ARENA_ARRAY(call->scratch, struct bytes, n);
	for (size_t i = 0; i < n; i++) {
		const char *p = element(call, &at, end, &len);

		if (p != NULL)
			v[i] = (struct bytes){ (const uint8_t *)p, len };
	}
	return (struct sql_bytess){ v, n };
}
