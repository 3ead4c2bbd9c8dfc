/* SPDX-License-Identifier: ISC
 * Items of a form file. */
#include <string.h>

#include "form/reader.h"

static const char *const item_names[] = { "id", "kind", "role", "heading", "intro", "text",
	"hint", "short_text", "check_text", "missing", "wrong", "low_end", "high_end",
	"required", "reverse", "dk", "na", "dimension", "joins", "joined_as", "within",
	"outside", "preset", "options", "groups", "points", "low", "high", "max_length",
	"codes", "show_if", NULL };
static const char *const option_names[] = { "code", "label", "short_label", "group_label",
	"points", "group", "low", "high", NULL };
static const char *const group_names[] = { "code", "label", "low", "high", NULL };

static const char *const step_codes[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9",
	"10" };

static const enum form_kind role_kinds[FORM_ROLE__MAX] = {
	[FORM_ROLE_NONE] = FORM__KINDS,
	[FORM_ROLE_PROFESSION] = FORM_SINGLE,
	[FORM_ROLE_SIZE] = FORM_SINGLE,
	[FORM_ROLE_SIZE_EXACT] = FORM_INTEGER,
	[FORM_ROLE_REGION] = FORM_SINGLE,
	[FORM_ROLE_EMAIL] = FORM_EMAIL,
	[FORM_ROLE_CONSENT] = FORM_SINGLE,
	[FORM_ROLE_CONTACT] = FORM_SINGLE,
	[FORM_ROLE_VISIBILITY] = FORM_SINGLE,
	[FORM_ROLE_RECOMMEND] = FORM_SCALE10,
	[FORM_ROLE_SATISFACTION] = FORM_RATING,
	[FORM_ROLE_PROBLEM] = FORM_SINGLE,
	[FORM_ROLE_EFFORT] = FORM_RATING,
	[FORM_ROLE_STEPS] = FORM_MULTI,
};

static bool
has(json_t *object, const char *key)
{
	return json_object_get(object, key) != NULL;
}

static bool
is_worded_scale(enum form_kind kind)
{
	return kind == FORM_MATURITY || kind == FORM_AGREEMENT || kind == FORM_RATING;
}

static void
read_groups(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	json_t *array = reader_array(r, at, object, "groups", 2, FORM_OPTIONS_MAX, OPTIONAL);
	struct at          here = { at, "groups", 0 };
	struct form_group *groups;

	item->group_count = json_array_size(array);
	groups = ARENA_ARRAY(r->arena, struct form_group, item->group_count + 1);
	item->groups = groups;
	for (size_t i = 0; i < item->group_count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		groups[i] = (struct form_group){ .code = "", .low = -1, .high = -1 };
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, group_names);
		groups[i].code = reader_string(r, &place, value, "code", REQUIRED);
		if (groups[i].code == NULL)
			groups[i].code = "";
		groups[i].label = reader_words(r, &place, value, "label", REQUIRED);
		groups[i].low =
		    reader_int(r, &place, value, "low", 0, INT32_MAX, -1, OPTIONAL);
		groups[i].high =
		    reader_int(r, &place, value, "high", 0, INT32_MAX, -1, OPTIONAL);
	}
}

static int
group_of(struct reader *r, const struct at *at, json_t *value, const struct form_item *item,
    size_t index)
{
	const char *names[FORM_OPTIONS_MAX + 1];

	if (item->group_count == 0) {
		if (has(value, "group"))
			reader_problem(r, at, "group", "list the groups in \"groups\" first",
			    "this item has no groups");
		return (int)index;
	}
	for (size_t i = 0; i < item->group_count; i++)
		names[i] = item->groups[i].code;
	names[item->group_count] = NULL;
	return reader_choice(r, at, value, "group", names, 0, REQUIRED);
}

static void
read_option(struct reader *r, const struct at *at, json_t *value, struct form_item *item,
    struct form_option *options, size_t i)
{
	struct form_option *option = &options[i];

	option->code = "";
	if (!reader_is_object(r, at, value))
		return;
	reader_known(r, at, value, option_names);
	option->code = reader_code(r, at, value, "code", CODE_OPTION);
	if (strcmp(option->code, "dk") == 0 || strcmp(option->code, "na") == 0)
		reader_problem(r, at, "code", "set \"dk\" or \"na\" of the item instead",
		    "\"%s\" has a meaning of its own", option->code);
	for (size_t j = 0; j < i; j++)
		if (strcmp(options[j].code, option->code) == 0)
			reader_problem(r, at, "code", "a code of its own for each option",
			    "\"%s\" is used twice", option->code);
	option->label = reader_words(r, at, value, "label", REQUIRED);
	option->short_label = reader_words(r, at, value, "short_label", OPTIONAL);
	option->group_label = reader_words(r, at, value, "group_label", OPTIONAL);
	option->group = group_of(r, at, value, item, i);
	read_option_band(r, at, value, option);
	if (has(value, "points"))
		option->points =
		    reader_points(r, at, json_object_get(value, "points"), "points");
	else if (item->dimension >= 0)
		reader_problem(r, at, NULL, "points from 0 to 100",
		    "\"points\" is missing, and the item counts towards %s",
		    r->form->dimensions[item->dimension].code);
}

static void
read_options(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	json_t             *array;
	struct at           here = { at, "options", 0 };
	struct form_option *options;

	if (item->kind != FORM_SINGLE && item->kind != FORM_MULTI) {
		if (has(object, "options"))
			reader_problem(r, at, "options", "only single and multi list options",
			    "an item of kind %s has none", form_kind_name(item->kind));
		return;
	}
	array = reader_array(r, at, object, "options", 2, FORM_OPTIONS_MAX, REQUIRED);
	item->option_count = json_array_size(array);
	options = ARENA_ARRAY(r->arena, struct form_option, item->option_count + 1);
	item->options = options;
	for (size_t i = 0; i < item->option_count; i++) {
		struct at place = { &here, NULL, i };

		read_option(r, &place, json_array_get(array, i), item, options, i);
	}
}

static void
make_scale(struct reader *r, const struct at *at, struct form_item *item)
{
	size_t                   count = item->kind == FORM_SCALE10 ? 11 : 5;
	struct form_option      *options = ARENA_ARRAY(r->arena, struct form_option, count);
	const struct form_words *labels = item->kind == FORM_MATURITY ? r->maturity
	                                                              : r->agreement;

	if ((item->kind == FORM_MATURITY && !r->has_maturity) ||
	    (item->kind == FORM_AGREEMENT && !r->has_agreement))
		reader_problem(r, at, "kind", "its five texts in /scales",
		    "the %s scale has no words", form_kind_name(item->kind));
	for (size_t i = 0; i < count; i++) {
		options[i].code = step_codes[item->kind == FORM_SCALE10 ? i : i + 1];
		options[i].group = (int)i;
		if (item->kind == FORM_MATURITY || item->kind == FORM_AGREEMENT)
			options[i].label = labels[i];
		if (is_worded_scale(item->kind)) {
			int step = item->reverse ? 4 - (int)i : (int)i;

			options[i].points = (struct form_points){ 25 * step, 1 };
		}
	}
	item->options = options;
	item->option_count = count;
	if (item->kind != FORM_RATING && item->kind != FORM_SCALE10)
		return;
	if (!form_said(item->low_end))
		item->low_end = item->kind == FORM_RATING ? r->rating_ends[0]
		                                          : r->scale10_ends[0];
	if (!form_said(item->high_end))
		item->high_end = item->kind == FORM_RATING ? r->rating_ends[1]
		                                           : r->scale10_ends[1];
	if (!form_said(item->low_end) || !form_said(item->high_end))
		reader_problem(r, at, "kind",
		    "\"low_end\" and \"high_end\" here or in /scales",
		    "the ends of this scale have no words");
	options[0].label = item->low_end;
	options[count - 1].label = item->high_end;
}

static void
read_role(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	const char *names[FORM_ROLE__MAX];

	for (int i = 1; i < FORM_ROLE__MAX; i++)
		names[i - 1] = form_role_name((enum form_role)i);
	names[FORM_ROLE__MAX - 1] = NULL;
	item->role = (enum form_role)(
	    1 + reader_choice(r, at, object, "role", names, -1, OPTIONAL));
	if (item->kind == FORM_EMAIL && item->role != FORM_ROLE_EMAIL)
		reader_problem(r, at, NULL, "\"role\": \"email\", so that it is kept apart",
		    "an e-mail address without its role");
	if (item->role == FORM_ROLE_NONE)
		return;
	if (role_kinds[item->role] != item->kind)
		reader_problem(r, at, "role",
		    arena_printf(r->arena, "an item of kind %s",
		        form_kind_name(role_kinds[item->role])),
		    "kind %s does not fit the role %s", form_kind_name(item->kind),
		    form_role_name(item->role));
	if (r->form->roles[item->role] >= 0)
		reader_problem(r, at, "role", "one item in each role",
		    "%s has the role %s already", r->items[r->form->roles[item->role]].id,
		    form_role_name(item->role));
	else
		r->form->roles[item->role] = item->index;
}

static void
read_marks(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	bool asks = item->kind != FORM_STATEMENT;
	bool may_not_know = asks && item->kind != FORM_MULTI &&
	                    !form_kind_is_text(item->kind);

	item->required = reader_bool(r, at, object, "required");
	item->reverse = reader_bool(r, at, object, "reverse");
	item->dk = reader_bool(r, at, object, "dk");
	item->na = reader_bool(r, at, object, "na");
	if (item->required && !asks)
		reader_problem(r, at, "required", NULL, "a statement asks nothing");
	if (item->required && !form_said(item->missing))
		reader_problem(r, at, NULL, "a sentence that says what to do, in \"missing\"",
		    "a required item without its sentence");
	if ((item->dk || item->na) && !may_not_know)
		reader_problem(r, at, item->dk ? "dk" : "na", "single, scales and numbers",
		    "an item of kind %s cannot be answered so", form_kind_name(item->kind));
	if (item->reverse && !is_worded_scale(item->kind))
		reader_problem(r, at, "reverse", "maturity, agreement or rating",
		    "an item of kind %s cannot be reversed", form_kind_name(item->kind));
}

static void
read_texts(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	item->heading = reader_words(r, at, object, "heading", OPTIONAL);
	item->intro = reader_words(r, at, object, "intro", OPTIONAL);
	item->text = reader_words(r, at, object, "text", REQUIRED);
	item->hint = reader_words(r, at, object, "hint", OPTIONAL);
	item->short_text = reader_words(r, at, object, "short_text", OPTIONAL);
	item->check_text = reader_words(r, at, object, "check_text", OPTIONAL);
	item->missing = reader_words(r, at, object, "missing", OPTIONAL);
	item->wrong = reader_words(r, at, object, "wrong", OPTIONAL);
	item->low_end = reader_words(r, at, object, "low_end", OPTIONAL);
	item->high_end = reader_words(r, at, object, "high_end", OPTIONAL);
	item->joined_as = reader_words(r, at, object, "joined_as", OPTIONAL);
	item->outside = reader_words(r, at, object, "outside", OPTIONAL);
}

static void
read_dimension_of(struct reader *r, const struct at *at, json_t *object,
    struct form_item *item)
{
	const char *code = reader_string(r, at, object, "dimension", OPTIONAL);

	item->dimension = -1;
	if (code == NULL)
		return;
	item->dimension = reader_dimension(r, at, "dimension", code);
	r->broken[item->index] = item->dimension < 0;
	if (!is_worded_scale(item->kind) && item->kind != FORM_SINGLE &&
	    !form_kind_is_number(item->kind))
		reader_problem(r, at, "dimension",
		    "maturity, agreement, rating, single or a number with points",
		    "an item of kind %s has no points", form_kind_name(item->kind));
	else if (form_kind_is_number(item->kind) && !has(object, "points"))
		reader_problem(r, at, NULL, "bands of points",
		    "\"points\" is missing, and the item counts towards %s", code);
}

static void
read_preset(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	const char *names[FORM_OPTIONS_MAX + 1];

	item->preset = -1;
	if (!has(object, "preset"))
		return;
	if (item->kind != FORM_SINGLE) {
		reader_problem(r, at, "preset", "only an item of kind single has one",
		    "an item of kind %s cannot be preset", form_kind_name(item->kind));
		return;
	}
	for (size_t i = 0; i < item->option_count; i++)
		names[i] = item->options[i].code;
	names[item->option_count] = NULL;
	item->preset = reader_choice(r, at, object, "preset", names, -1, OPTIONAL);
}

void
read_item(struct reader *r, const struct at *at, json_t *object, size_t index, size_t page)
{
	struct form_item *item = &r->items[index];
	const char       *names[FORM__KINDS + 1], *joins;
	int               kind;

	r->broken[index] = true;
	*item = (struct form_item){ .id = "",
		.kind = FORM_STATEMENT,
		.index = (int)index,
		.page = (int)page,
		.dimension = -1,
		.joins = -1,
		.within = -1,
		.preset = -1 };
	if (!reader_is_object(r, at, object))
		return;
	reader_known(r, at, object, item_names);
	item->id = reader_code(r, at, object, "id", CODE_ITEM);
	for (size_t i = 0; i < index; i++)
		if (strcasecmp(r->items[i].id, item->id) == 0)
			reader_problem(r, at, "id", "an id of its own for each item",
			    "\"%s\" is used twice", item->id);
	for (int i = 0; i < FORM__KINDS; i++)
		names[i] = form_kind_name((enum form_kind)i);
	names[FORM__KINDS] = NULL;
	kind = reader_choice(r, at, object, "kind", names, -1, REQUIRED);
	r->broken[index] = kind < 0;
	if (kind < 0)
		return;
	item->kind = (enum form_kind)kind;
	read_texts(r, at, object, item);
	read_marks(r, at, object, item);
	read_dimension_of(r, at, object, item);
	read_role(r, at, object, item);
	read_groups(r, at, object, item);
	read_options(r, at, object, item);
	if (form_kind_has_options(item->kind) && item->options == NULL)
		make_scale(r, at, item);
	read_bounds(r, at, object, item);
	read_number_points(r, at, object, item);
	read_within(r, at, object, item);
	read_preset(r, at, object, item);
	read_codes(r, at, object, item);
	joins = reader_string(r, at, object, "joins", OPTIONAL);
	if (joins != NULL)
		item->joins = reader_item(r, at, "joins", joins, index);
	item->show_if = reader_condition(r, at, object, "show_if", index, OPTIONAL);
}
