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

/* Members are few (under thirty), so a scan over hashes beats a table. */
struct value_member {
	uint32_t     hash;
	const char  *name;
	struct value value;
};

struct view_model {
	struct arena        *arena;
	struct value_member *members;
	size_t               count, room;
};

static inline uint32_t
value_hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)s[i]) * 16777619u;
	return h;
}

/* NULL: no such member.  The one set last wins. */
const struct value *value_find(const struct view_model *, uint32_t hash,
    const char *name);

void value_list_push(struct arena *, struct value_list *, struct value);
void value_set(struct view_model *, const char *name, struct value);

#endif
