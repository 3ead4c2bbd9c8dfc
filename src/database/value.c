/* SPDX-License-Identifier: ISC
 *
 * value.c - values into PostgreSQL's binary form: network byte order, times in
 * microseconds since 2000, arrays with a header.  value_get.c reads it. */
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
	[SQL_INT4] = { "int4", OID_INT4 },
	[SQL_INT8] = { "int8", OID_INT8 },
	[SQL_BOOL] = { "bool", OID_BOOL },
	[SQL_TEXT] = { "text", OID_TEXT },
	[SQL_UUID] = { "uuid", OID_UUID },
	[SQL_BYTES] = { "bytes", OID_BYTES },
	[SQL_TIME] = { "time", OID_TIME },
	[SQL_JSON] = { "json", OID_JSONB },
	[SQL_FLOAT8] = { "float8", OID_FLOAT8 },
	[SQL_INT4S] = { "int4[]", 1007 },
	[SQL_INT8S] = { "int8[]", 1016 },
	[SQL_FLOAT8S] = { "float8[]", 1022 },
	[SQL_BOOLS] = { "bool[]", 1000 },
	[SQL_TEXTS] = { "text[]", 1009 },
	[SQL_UUIDS] = { "uuid[]", 2951 },
	[SQL_BYTESS] = { "bytes[]", 1001 },
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

#define PUT_OPT(name, type)                                           \
	void sql_put_opt_##name(struct sql_call *call, struct type v) \
	{                                                             \
		if (v.set)                                            \
			sql_put_##name(call, v.v);                    \
		else                                                  \
			put_null(call);                               \
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
put_fixed(struct sql_call *call, const void *v, const bool *null, size_t n, uint32_t element,
    uint32_t width, void (*store)(char *p, const void *v, size_t i))
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
