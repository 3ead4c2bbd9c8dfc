/* SPDX-License-Identifier: ISC
 * Conditions on answers: {"item": "PA01", "any_of": ["some", "many"]},
 * {"item": "MF01", "at_most": 6}, {"any": [ ... ]}. */
#include <string.h>

#include "base/nearest.h"
#include "form/reader.h"

static const char *const condition_names[] = { "all", "any", "item", "is", "any_of",
	"answered", "at_least", "at_most", NULL };
static const char *const tests[] = { "is", "any_of", "answered", "at_least", "at_most" };
static const char        shape[] =
    "\"item\" with one of is, any_of, answered, at_least, at_most; or all; or any";

static void read_condition(struct reader *, const struct at *, json_t *, size_t,
    struct form_condition *);

int
reader_item(struct reader *r, const struct at *at, const char *key, const char *id,
    size_t before)
{
	const char *names[FORM_ITEMS_MAX + 1], *nearest;

	for (size_t i = 0; i < before; i++) {
		if (strcmp(r->items[i].id, id) == 0)
			return (int)i;
		names[i] = r->items[i].id;
	}
	nearest = nearest_word(text_of(id), names, before);
	reader_problem(r, at, key,
	    nearest != NULL ? arena_printf(r->arena, "did you mean \"%s\"?", nearest)
	                    : "the id of an item",
	    before < r->form->item_count ? "no item \"%s\" stands before this one"
	                                 : "there is no item \"%s\"",
	    id);
	return -1;
}

int
reader_dimension(struct reader *r, const struct at *at, const char *key, const char *code)
{
	const char *names[FORM_MEASURES_MAX + 1];
	size_t      count = r->form->dimension_count;

	for (size_t i = 0; i < count; i++) {
		if (strcmp(r->form->dimensions[i].code, code) == 0)
			return (int)i;
		names[i] = r->form->dimensions[i].code;
	}
	names[count] = NULL;
	reader_problem(r, at, key, reader_accepts(r, code, names),
	    "there is no dimension \"%s\"", code);
	return -1;
}

static void
add_option(struct reader *r, const struct at *at, const char *key, json_t *value,
    struct form_condition *condition)
{
	const struct form_item *item = &r->items[condition->item];
	const char             *names[FORM_OPTIONS_MAX + 1];
	const char             *code = json_string_value(value);

	if (r->broken[condition->item])
		return;
	if (code == NULL) {
		reader_problem(r, at, key, "the code of an option in quotes",
		    "this is not a code");
		return;
	}
	for (size_t i = 0; i < item->option_count; i++) {
		if (strcmp(item->options[i].code, code) == 0) {
			condition->options |= UINT64_C(1) << i;
			return;
		}
		names[i] = item->options[i].code;
	}
	names[item->option_count] = NULL;
	reader_problem(r, at, key,
	    item->option_count > 0 ? reader_accepts(r, code, names) : "an item with options",
	    "%s has no option \"%s\"", item->id, code);
}

static void
read_test(struct reader *r, const struct at *at, const char *key, json_t *value,
    struct form_condition *condition)
{
	const struct form_item *item = &r->items[condition->item];
	struct at               here = { at, key, 0 };

	if (strcmp(key, "is") == 0) {
		condition->test = FORM_TEST_CHOSEN;
		add_option(r, at, key, value, condition);
	} else if (strcmp(key, "any_of") == 0) {
		condition->test = FORM_TEST_CHOSEN;
		if (!json_is_array(value) || json_array_size(value) == 0)
			reader_problem(r, at, key, "a list of option codes",
			    "\"any_of\" is not such a list");
		for (size_t i = 0; i < json_array_size(value); i++) {
			struct at place = { &here, NULL, i };

			add_option(r, &place, NULL, json_array_get(value, i), condition);
		}
	} else if (strcmp(key, "answered") == 0) {
		condition->test = FORM_TEST_ANSWERED;
		if (!json_is_true(value))
			reader_problem(r, at, key, "true", "\"answered\" is not true");
	} else {
		condition->test = strcmp(key, "at_least") == 0 ? FORM_TEST_AT_LEAST
		                                               : FORM_TEST_AT_MOST;
		reader_unit(r, at, value, key, &condition->number);
		if (!r->broken[condition->item] && !form_kind_is_number(item->kind) &&
		    (item->kind == FORM_SINGLE || !form_kind_has_options(item->kind) ||
		        item->kind == FORM_MULTI))
			reader_problem(r, at, key, "a number or a scale", "%s is of kind %s",
			    item->id, form_kind_name(item->kind));
	}
}

static void
read_parts(struct reader *r, const struct at *at, const char *key, json_t *object,
    size_t before, struct form_condition *condition)
{
	json_t                *array = reader_array(r, at, object, key, 1, 50, OPTIONAL);
	struct at              here = { at, key, 0 };
	struct form_condition *parts;

	condition->test = strcmp(key, "all") == 0 ? FORM_TEST_ALL : FORM_TEST_ANY;
	condition->part_count = json_array_size(array);
	parts = ARENA_ARRAY(r->arena, struct form_condition, condition->part_count + 1);
	condition->parts = parts;
	for (size_t i = 0; i < condition->part_count; i++) {
		struct at place = { &here, NULL, i };

		read_condition(r, &place, json_array_get(array, i), before, &parts[i]);
	}
}

static void
read_condition(struct reader *r, const struct at *at, json_t *object, size_t before,
    struct form_condition *condition)
{
	const char *id, *given = NULL;
	size_t      count = 0;

	condition->item = -1;
	condition->test = FORM_TEST_ALL;
	if (!reader_is_object(r, at, object))
		return;
	reader_known(r, at, object, condition_names);
	if (json_object_size(object) == 1 && json_object_get(object, "all") != NULL) {
		read_parts(r, at, "all", object, before, condition);
		return;
	}
	if (json_object_size(object) == 1 && json_object_get(object, "any") != NULL) {
		read_parts(r, at, "any", object, before, condition);
		return;
	}
	for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		if (json_object_get(object, tests[i]) != NULL) {
			given = tests[i];
			count++;
		}
	}
	if (json_object_get(object, "item") == NULL || count != 1 ||
	    json_object_size(object) != 2) {
		reader_problem(r, at, NULL, shape, "this is not a condition");
		return;
	}
	id = reader_string(r, at, object, "item", REQUIRED);
	if (id == NULL || (condition->item = reader_item(r, at, "item", id, before)) < 0)
		return;
	read_test(r, at, given, json_object_get(object, given), condition);
}

const struct form_condition *
reader_condition(struct reader *r, const struct at *at, json_t *object, const char *key,
    size_t before, enum need need)
{
	json_t                *value = reader_object(r, at, object, key, need);
	struct at              here = { at, key, 0 };
	struct form_condition *condition;

	if (value == NULL)
		return NULL;
	condition = ARENA_NEW(r->arena, struct form_condition);
	read_condition(r, &here, value, before, condition);
	return condition;
}
