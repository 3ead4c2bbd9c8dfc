/* SPDX-License-Identifier: ISC
 *
 * value.c - values to and from PostgreSQL's binary form: network byte order,
 * times in microseconds since 2000, arrays with a header. */
#include "database/value.h"

#include <endian.h>
#include <string.h>

#include "base/clock.h"
#include "database/session.h"

#define EPOCH_2000 (INT64_C(946684800) * CLOCK_SECOND)

#define OID_BOOL   16
#define OID_BYTES  17
#define OID_INT8   20
#define OID_INT4   23
#define OID_TEXT   25
#define OID_JSON   114
#define OID_FLOAT8 701
#define OID_TIME   1184
#define OID_UUID   2950
#define OID_JSONB  3802

static const struct {
	const char *name;
	uint32_t    oid;
} types[SQL__MAX] = {
	[SQL_INT4] = { "int4", OID_INT4 },       [SQL_INT8] = { "int8", OID_INT8 },
	[SQL_BOOL] = { "bool", OID_BOOL },       [SQL_TEXT] = { "text", OID_TEXT },
	[SQL_UUID] = { "uuid", OID_UUID },       [SQL_BYTES] = { "bytes", OID_BYTES },
	[SQL_TIME] = { "time", OID_TIME },       [SQL_JSON] = { "json", OID_JSONB },
	[SQL_FLOAT8] = { "float8", OID_FLOAT8 }, [SQL_INT4S] = { "int4[]", 1007 },
	[SQL_INT8S] = { "int8[]", 1016 },        [SQL_FLOAT8S] = { "float8[]", 1022 },
	[SQL_BOOLS] = { "bool[]", 1000 },        [SQL_TEXTS] = { "text[]", 1009 },
	[SQL_UUIDS] = { "uuid[]", 2951 },        [SQL_BYTESS] = { "bytes[]", 1001 },
};

uint32_t
sql_type_oid(enum sql_type type)
{
	return types[type].oid;
}

const char *
sql_type_name(enum sql_type type)
{
	return types[type].name;
}

bool
sql_type_reads(enum sql_type type, uint32_t oid)
{
	return types[type].oid == oid ||
	    (type == SQL_JSON && (oid == OID_JSON || oid == OID_TEXT));
}

static void
put(struct sql_call *call, const void *p, size_t len)
{
	check(call->count < DB_PARAMS_MAX);
	check(len <= INT32_MAX);
	call->values[call->count] = p;
	call->lengths[call->count++] = (int)len;
}

static void *
put_room(struct sql_call *call, size_t len)
{
	void *p = arena_alloc(call->scratch, len);

	put(call, p, len);
	return p;
}

static void
put_null(struct sql_call *call)
{
	put(call, NULL, 0);
}

static void
store4(void *p, uint32_t v)
{
	v = htobe32(v);
	memcpy(p, &v, 4);
}

static void
store8(void *p, uint64_t v)
{
	v = htobe64(v);
	memcpy(p, &v, 8);
}

static uint64_t
float_bits(double v)
{
	uint64_t bits;

	memcpy(&bits, &v, 8);
	return bits;
}

static int64_t
time_to_wire(int64_t t)
{
	/* The ends stand for -infinity and infinity on both sides. */
	return t == INT64_MAX || t == INT64_MIN ? t : t - EPOCH_2000;
}

void
sql_put_int4(struct sql_call *call, int32_t v)
{
	store4(put_room(call, 4), (uint32_t)v);
}

void
sql_put_int8(struct sql_call *call, int64_t v)
{
	store8(put_room(call, 8), (uint64_t)v);
}

void
sql_put_bool(struct sql_call *call, bool v)
{
	*(char *)put_room(call, 1) = v;
}

void
sql_put_text(struct sql_call *call, struct text v)
{
	put(call, v.s, v.len);
}

/* jsonb: a version byte, then the text. */
void
sql_put_json(struct sql_call *call, struct text v)
{
	char *p;

	if (v.s == NULL) {
		put_null(call);
		return;
	}
	p = put_room(call, v.len + 1);
	p[0] = 1;
	memcpy(p + 1, v.s, v.len);
}

void
sql_put_uuid(struct sql_call *call, struct uuid v)
{
	memcpy(put_room(call, 16), v.b, 16);
}

void
sql_put_bytes(struct sql_call *call, struct bytes v)
{
	put(call, v.p, v.len);
}

void
sql_put_time(struct sql_call *call, int64_t v)
{
	sql_put_int8(call, time_to_wire(v));
}

void
sql_put_float8(struct sql_call *call, double v)
{
	store8(put_room(call, 8), float_bits(v));
}

#define PUT_OPT(name, type)                                       \
	void sql_put_opt_##name(struct sql_call *call, struct type v) \
	{                                                         \
		if (v.set)                                        \
			sql_put_##name(call, v.v);                \
		else                                              \
			put_null(call);                           \
	}
PUT_OPT(int8, opt_int)
PUT_OPT(time, opt_int)
PUT_OPT(bool, opt_bool)
PUT_OPT(float8, opt_float)
PUT_OPT(uuid, opt_uuid)

void
sql_put_opt_int4(struct sql_call *call, struct opt_int v)
{
	check(!v.set || (v.v >= INT32_MIN && v.v <= INT32_MAX));
	if (v.set)
		sql_put_int4(call, (int32_t)v.v);
	else
		put_null(call);
}

/* Header of a one-dimensional array; an empty one has no dimension. */
static char *
put_array(struct sql_call *call, size_t n, bool nulls, uint32_t element, size_t size)
{
	char *p = put_room(call, n == 0 ? 12 : 20 + size);

	check(n <= INT32_MAX);
	store4(p, n == 0 ? 0 : 1);
	store4(p + 4, nulls);
	store4(p + 8, element);
	if (n > 0) {
		store4(p + 12, (uint32_t)n);
		store4(p + 16, 1);
	}
	return p + 20;
}

static size_t
count_nulls(const bool *null, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; null != NULL && i < n; i++)
		count += null[i];
	return count;
}

/* store writes element i of fixed width at p. */
static void
put_fixed(struct sql_call *call, const void *v, const bool *null, size_t n,
    uint32_t element, uint32_t width, void (*store)(char *p, const void *v, size_t i))
{
	size_t nulls = count_nulls(null, n);
	char  *p;

	if (v == NULL) {
		put_null(call);
		return;
	}
	p = put_array(call, n, nulls > 0, element, n * 4 + (n - nulls) * width);
	for (size_t i = 0; i < n; i++) {
		if (null != NULL && null[i]) {
			store4(p, UINT32_MAX);
			p += 4;
			continue;
		}
		store4(p, width);
		store(p + 4, v, i);
		p += 4 + width;
	}
}

static void
store_int4(char *p, const void *v, size_t i)
{
	store4(p, (uint32_t)((const int32_t *)v)[i]);
}

static void
store_int8(char *p, const void *v, size_t i)
{
	store8(p, (uint64_t)((const int64_t *)v)[i]);
}

static void
store_float8(char *p, const void *v, size_t i)
{
	store8(p, float_bits(((const double *)v)[i]));
}

static void
store_bool(char *p, const void *v, size_t i)
{
	*p = ((const bool *)v)[i];
}

static void
store_uuid(char *p, const void *v, size_t i)
{
	memcpy(p, ((const struct uuid *)v)[i].b, 16);
}

void
sql_put_int4s(struct sql_call *call, struct sql_int4s v)
{
	put_fixed(call, v.v, v.null, v.n, OID_INT4, 4, store_int4);
}

void
sql_put_int8s(struct sql_call *call, struct sql_int8s v)
{
	put_fixed(call, v.v, v.null, v.n, OID_INT8, 8, store_int8);
}

void
sql_put_float8s(struct sql_call *call, struct sql_floats v)
{
	put_fixed(call, v.v, v.null, v.n, OID_FLOAT8, 8, store_float8);
}

void
sql_put_bools(struct sql_call *call, struct sql_bools v)
{
	put_fixed(call, v.v, v.null, v.n, OID_BOOL, 1, store_bool);
}

void
sql_put_uuids(struct sql_call *call, struct sql_uuids v)
{
	put_fixed(call, v.v, v.null, v.n, OID_UUID, 16, store_uuid);
}

static char *
store_piece(char *p, const void *piece, size_t len)
{
	store4(p, piece == NULL ? UINT32_MAX : (uint32_t)len);
	if (piece == NULL)
		return p + 4;
	memcpy(p + 4, piece, len);
	return p + 4 + len;
}

void
sql_put_texts(struct sql_call *call, struct sql_texts v)
{
	size_t size = v.n * 4;
	bool   nulls = false;
	char  *p;

	if (v.v == NULL) {
		put_null(call);
		return;
	}
	for (size_t i = 0; i < v.n; i++) {
		size += v.v[i].len;
		nulls |= v.v[i].s == NULL;
	}
	p = put_array(call, v.n, nulls, OID_TEXT, size);
	for (size_t i = 0; i < v.n; i++)
		p = store_piece(p, v.v[i].s, v.v[i].len);
}

void
sql_put_bytess(struct sql_call *call, struct sql_bytess v)
{
	size_t size = v.n * 4;
	bool   nulls = false;
	char  *p;

	if (v.v == NULL) {
		put_null(call);
		return;
	}
	for (size_t i = 0; i < v.n; i++) {
		size += v.v[i].len;
		nulls |= v.v[i].p == NULL;
	}
	p = put_array(call, v.n, nulls, OID_BYTES, size);
	for (size_t i = 0; i < v.n; i++)
		p = store_piece(p, v.v[i].p, v.v[i].len);
}

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

#define GET_OPT(name, type)                                                   \
	struct type sql_get_opt_##name(const struct sql_call *call, size_t row, \
	    int column)                                                       \
	{                                                                     \
		struct type v = { 0 };                                        \
		if (is_null(call, row, column))                               \
			return v;                                             \
		v.set = true;                                                 \
		v.v = sql_get_##name(call, row, column);                      \
		return v;                                                     \
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

#define GET_ARRAY(name, type, ctype, width, load)                               \
	struct type sql_get_##name(const struct sql_call *call, size_t row,     \
	    int column)                                                         \
	{                                                                       \
		size_t      n, len;                                             \
		const char *end = NULL;                                         \
		const char *at = array(call, row, column, &n, &end);            \
		ctype      *v;                                                  \
		bool       *null = NULL;                                        \
                                                                                \
		if (at == NULL)                                                 \
			return (struct type){ NULL, NULL, 0 };                  \
		v = ARENA_ARRAY(call->scratch, ctype, n);                       \
		for (size_t i = 0; i < n; i++) {                                \
			const char *p = element(call, &at, end, &len);          \
                                                                                \
			if (p != NULL && len == (width)) {                      \
				load;                                           \
				continue;                                       \
			}                                                       \
			if (p != NULL)                                          \
				*call->bad = true;                              \
			if (null == NULL)                                       \
				null = ARENA_ARRAY(call->scratch, bool, n);     \
			null[i] = true;                                         \
		}                                                               \
		return (struct type){ v, null, n };                             \
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
