/* SPDX-License-Identifier: ISC
 *
 * value.h - inside view/: what the model is made of. */
#ifndef VIEW_VALUE_H
#define VIEW_VALUE_H

#include <stdint.h>

#include "base/text.h"

enum value_kind {
	VALUE_NULL,
	VALUE_BOOL,
	VALUE_INT,
	VALUE_TEXT,
	VALUE_HTML,
	VALUE_URL,
	VALUE_OBJECT,
	VALUE_LIST
};

struct view_model;
struct value_list;

struct value {
	enum value_kind kind;
	size_t          len; /* of s */
	union {
		bool                     truth;
		int64_t                  number;
		const char              *s;
		const struct view_model *object;
		const struct value_list *list;
	};
};

struct value_list {
	struct value *items;
	size_t        count, room;
};

/* Members are few (under thirty), so a scan over hashes beats a table.  Names
 * are ours, never a visitor's, and 64 bits tell them apart without a look at
 * the letters. */
struct value_member {
	uint64_t     hash;
	struct value value;
};

struct view_model {
	struct arena        *arena;
	struct value_member *members;
	size_t               count, room;
};

/* FNV-1a */
static inline uint64_t
value_hash(const char *s, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(1099511628211);
	return h;
}

/* NULL: no such member.  The one set last wins. */
static inline const struct value *
value_find(const struct view_model *m, uint64_t hash)
{
	for (size_t i = m->count; i-- > 0;)
		if (m->members[i].hash == hash)
			return &m->members[i].value;
	return NULL;
}

void value_list_push(struct arena *, struct value_list *, struct value);
void value_set(struct view_model *, uint64_t hash, struct value);

#endif
