/* SPDX-License-Identifier: ISC
 * An item id never changes its meaning: a reworded item gets a new id. */
#include <string.h>

#include "form/form.h"

static bool
same_points(struct form_points a, struct form_points b)
{
	return (a.den == 0) == (b.den == 0) &&
	       (int64_t)a.num * b.den == (int64_t)b.num * a.den;
}

static const struct form_option *
option_called(const struct form_item *item, const char *code)
{
	for (size_t i = 0; i < item->option_count; i++)
		if (strcmp(item->options[i].code, code) == 0)
			return &item->options[i];
	return NULL;
}

static const char *
dimension_code(const struct form *form, const struct form_item *item)
{
	return item->dimension < 0 ? "none" : form->dimensions[item->dimension].code;
}

static bool
same_bands(const struct form_item *a, const struct form_item *b)
{
	if (a->band_count != b->band_count)
		return false;
	for (size_t i = 0; i < a->band_count; i++)
		if (a->bands[i].from != b->bands[i].from ||
		    !same_points(a->bands[i].points, b->bands[i].points))
			return false;
	return true;
}

/* What changed, in words; NULL: nothing that matters. */
static const char *
change(struct arena *arena, const struct form *older, const struct form_item *was,
    const struct form *newer, const struct form_item *now)
{
	if (was->kind != now->kind)
		return arena_printf(arena, "kind was %s and is now %s",
		    form_kind_name(was->kind), form_kind_name(now->kind));
	if (was->reverse != now->reverse)
		return now->reverse ? "it was not reversed and is now"
		                    : "it was reversed and is no longer";
	if (strcmp(dimension_code(older, was), dimension_code(newer, now)) != 0)
		return arena_printf(arena, "dimension was %s and is now %s",
		    dimension_code(older, was), dimension_code(newer, now));
	if (was->role != now->role)
		return arena_printf(arena, "role was %s and is now %s",
		    form_role_name(was->role), form_role_name(now->role));
	if (!same_bands(was, now))
		return "its numbers have other points than before";
	for (size_t i = 0; i < was->option_count; i++) {
		const struct form_option *option = option_called(now, was->options[i].code);

		if (option == NULL)
			return arena_printf(arena, "option %s is gone", was->options[i].code);
		if (!same_points(option->points, was->options[i].points))
			return arena_printf(arena, "option %s has other points than before",
			    was->options[i].code);
		if (option->group != was->options[i].group && now->role != FORM_ROLE_NONE)
			return arena_printf(arena,
			    "option %s is in another comparison group than before",
			    was->options[i].code);
	}
	return NULL;
}

struct form_problems
form_meaning_changes(struct arena *arena, const struct form *older, const struct form *newer)
{
	struct form_problem *list =
	    ARENA_ARRAY(arena, struct form_problem, newer->item_count + 1);
	size_t count = 0;

	for (size_t p = 0; p < newer->page_count; p++) {
		for (size_t i = 0; i < newer->pages[p].item_count; i++) {
			const struct form_item *now = newer->pages[p].items[i];
			const struct form_item *was = form_item_find(older, text_of(now->id));
			const char             *what;

			if (was == NULL ||
			    (what = change(arena, older, was, newer, now)) == NULL)
				continue;
			list[count++] = (struct form_problem){
				arena_printf(arena, "/pages/%zu/items/%zu", p, i), 0,
				arena_printf(arena,
				    "%s means something else than in "
				    "version %d: %s",
				    now->id, older->version, what),
				"give the item a new id"
			};
		}
	}
	return (struct form_problems){ list, count };
}
