/* SPDX-License-Identifier: ISC */
#include "view/model.h"

#include <string.h>

#include "view/value.h"

struct view_model *
view_object(struct arena *arena)
{
	struct view_model *m = ARENA_NEW(arena, struct view_model);

	m->arena = arena;
	return m;
}

void
value_set(struct view_model *m, uint64_t hash, struct value value)
{
	if (m->count == m->room) {
		size_t               room = m->room ? m->room * 2 : 6;
		struct value_member *more = ARENA_ARRAY(m->arena, struct value_member, room);

		if (m->count > 0)
			memcpy(more, m->members, m->count * sizeof(*more));
		m->members = more;
		m->room = room;
	}
	m->members[m->count++] = (struct value_member){ hash, value };
}

void
value_list_push(struct arena *arena, struct value_list *list, struct value value)
{
	if (list->count == list->room) {
		size_t        room = list->room ? list->room * 2 : 8;
		struct value *more = ARENA_ARRAY(arena, struct value, room);

		if (list->count > 0)
			memcpy(more, list->items, list->count * sizeof(*more));
		list->items = more;
		list->room = room;
	}
	list->items[list->count++] = value;
}

/* "..._url" holds an address and nothing else does: the check of templates
 * at load relies on it. */
static uint64_t
hash_name(const char *name, bool is_url)
{
	size_t len = strlen(name);

	check((len >= 4 && memcmp(name + len - 4, "_url", 4) == 0) == is_url);
	return value_hash(name, len);
}

static void
set_plain(struct view_model *m, const char *name, struct value value)
{
	value_set(m, hash_name(name, false), value);
}

void
view_set_text(struct view_model *m, const char *name, struct text text)
{
	struct value v = { .kind = VALUE_TEXT, .len = text.len };

	v.s = text.s;
	if (text.s == NULL)
		v.kind = VALUE_NULL;
	set_plain(m, name, v);
}

void
view_set_str(struct view_model *m, const char *name, const char *s)
{
	view_set_text(m, name, text_of(s));
}

void
view_set_int(struct view_model *m, const char *name, int64_t number)
{
	set_plain(m, name, (struct value){ .kind = VALUE_INT, .number = number });
}

void
view_set_bool(struct view_model *m, const char *name, bool truth)
{
	set_plain(m, name, (struct value){ .kind = VALUE_BOOL, .truth = truth });
}

void
view_set_null(struct view_model *m, const char *name)
{
	value_set(m, value_hash(name, strlen(name)), (struct value){ .kind = VALUE_NULL });
}

void
view_set_html(struct view_model *m, const char *name, struct html html)
{
	struct value v = { .kind = VALUE_HTML, .len = html.len };

	v.s = html.s;
	if (html.s == NULL)
		v.kind = VALUE_NULL;
	set_plain(m, name, v);
}

static bool
starts(struct url url, const char *with)
{
	size_t len = strlen(with);

	return url.len >= len && memcmp(url.s, with, len) == 0;
}

/* Built by us or not: no other scheme, above all not javascript:, may stand
 * in an address; "//host" would leave our origin unseen. */
bool
view_url_allowed(struct url url)
{
	if (url.len == 0 || starts(url, "#") || starts(url, "?"))
		return true;
	if (starts(url, "/"))
		return !starts(url, "//") && !starts(url, "/\\");
	return starts(url, "https://") || starts(url, "http://") || starts(url, "mailto:") ||
	       starts(url, "tel:");
}

void
view_set_url(struct view_model *m, const char *name, struct url url)
{
	struct value v = { .kind = VALUE_URL, .len = url.len };

	v.s = url.s;
	if (url.s == NULL)
		v.kind = VALUE_NULL;
	else
		check(view_url_allowed(url));
	value_set(m, hash_name(name, true), v);
}

struct view_model *
view_object_in(struct view_model *m, const char *name)
{
	struct view_model *inner = view_object(m->arena);

	set_plain(m, name, (struct value){ .kind = VALUE_OBJECT, .object = inner });
	return inner;
}

/* Lists are written only through their object, so the cast is ours to make. */
static struct value_list *
list_of(struct view_model *m, const char *name)
{
	uint64_t            hash = hash_name(name, false);
	const struct value *v = value_find(m, hash);
	struct value_list  *list;

	if (v != NULL && v->kind == VALUE_LIST)
		return (struct value_list *)(uintptr_t)v->list;
	list = ARENA_NEW(m->arena, struct value_list);
	value_set(m, hash, (struct value){ .kind = VALUE_LIST, .list = list });
	return list;
}

void
view_list_in(struct view_model *m, const char *name)
{
	list_of(m, name);
}

struct view_model *
view_list_add(struct view_model *m, const char *name)
{
	struct view_model *inner = view_object(m->arena);

	value_list_push(m->arena, list_of(m, name),
	    (struct value){ .kind = VALUE_OBJECT, .object = inner });
	return inner;
}

void
view_list_add_text(struct view_model *m, const char *name, struct text text)
{
	struct value v = { .kind = VALUE_TEXT, .len = text.len };

	v.s = text.s;
	if (text.s == NULL)
		v.kind = VALUE_NULL;
	value_list_push(m->arena, list_of(m, name), v);
}
