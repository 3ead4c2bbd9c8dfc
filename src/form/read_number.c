/* SPDX-License-Identifier: ISC
 * Numbers of a form file: bounds, points, and bands to lie within. */
#include "form/reader.h"

static const char *const band_names[] = { "from", "points", NULL };

static bool
has(json_t *object, const char *key)
{
	return json_object_get(object, key) != NULL;
}

void
read_number_points(struct reader *r, const struct at *at, json_t *object,
    struct form_item *item)
{
	json_t           *array = reader_array(r, at, object, "points", 1, 40, OPTIONAL);
	struct at         here = { at, "points", 0 };
	struct form_band *bands;

	if (array == NULL)
		return;
	if (!form_kind_is_number(item->kind)) {
		reader_problem(r, at, "points", "points belong to the options here",
		    "only numbers have bands of points");
		return;
	}
	item->band_count = json_array_size(array);
	bands = ARENA_ARRAY(r->arena, struct form_band, item->band_count);
	item->bands = bands;
	for (size_t i = 0; i < item->band_count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		bands[i].points = (struct form_points){ 0, 1 };
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, band_names);
		reader_unit(r, &place, json_object_get(value, "from"), "from",
		    &bands[i].from);
		bands[i].points =
		    reader_points(r, &place, json_object_get(value, "points"), "points");
		if (i > 0 && bands[i].from <= bands[i - 1].from)
			reader_problem(r, &place, "from", "a larger number than before",
			    "bands stand in rising order");
	}
	if (bands[0].from > item->low)
		reader_problem(r, at, "points", "a first band that starts at \"low\"",
		    "the lowest numbers have no points");
}

void
read_bounds(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	json_t *low = json_object_get(object, "low"),
	       *high = json_object_get(object, "high");

	if (form_kind_is_number(item->kind)) {
		item->low = 0;
		item->high = 100 * FORM_UNIT;
		if (low != NULL)
			reader_unit(r, at, low, "low", &item->low);
		if (high != NULL)
			reader_unit(r, at, high, "high", &item->high);
		if (high == NULL && item->kind != FORM_PERCENT)
			reader_problem(r, at, NULL, "the largest number that makes sense",
			    "\"high\" is missing");
		if (item->kind == FORM_INTEGER &&
		    (item->low % FORM_UNIT != 0 || item->high % FORM_UNIT != 0))
			reader_problem(r, at, "high", "whole numbers",
			    "the bounds of an integer are not whole");
		if (item->kind == FORM_PERCENT &&
		    (item->low < 0 || item->high > 100 * FORM_UNIT))
			reader_problem(r, at, "high", "0 to 100",
			    "a percentage outside 0 to 100");
		if (item->low >= item->high)
			reader_problem(r, at, "high", "more than \"low\"",
			    "\"high\" is not above \"low\"");
	} else if (low != NULL || high != NULL) {
		reader_problem(r, at, low != NULL ? "low" : "high",
		    "only integer, number and percent have bounds",
		    "an item of kind %s has no bounds", form_kind_name(item->kind));
	}
	if (form_kind_is_text(item->kind))
		item->high = reader_int(r, at, object, "max_length", 1, FORM_TEXT_MAX,
		    item->kind == FORM_LONG_TEXT ? FORM_TEXT_MAX
		    : item->kind == FORM_EMAIL   ? 254
		                                 : 200,
		    OPTIONAL);
	else if (has(object, "max_length"))
		reader_problem(r, at, "max_length", "only written answers have it",
		    "an item of kind %s has no length", form_kind_name(item->kind));
}

void
read_option_band(struct reader *r, const struct at *at, json_t *value,
    struct form_option *option)
{
	json_t *low = json_object_get(value, "low"), *high = json_object_get(value, "high");

	option->low = FORM_NO_LOW;
	option->high = FORM_NO_HIGH;
	if (low != NULL)
		reader_unit(r, at, low, "low", &option->low);
	if (high != NULL)
		reader_unit(r, at, high, "high", &option->high);
	if (option->high < option->low)
		reader_problem(r, at, "high", "at least \"low\"",
		    "\"high\" is below \"low\"");
}

static bool
is_band(const struct form_option *option)
{
	return option->low != FORM_NO_LOW || option->high != FORM_NO_HIGH;
}

/* Each option of the item that is named must say which numbers it means. */
static void
check_bands(struct reader *r, const struct at *at, const struct form_item *banded)
{
	static const char accepted[] = "\"low\", \"high\" or both at each of its options";
	const char       *open = NULL;
	size_t            bands = 0;

	if (r->broken[banded->index])
		return;
	for (size_t i = 0; i < banded->option_count && banded->kind == FORM_SINGLE; i++) {
		if (is_band(&banded->options[i]))
			bands++;
		else if (open == NULL)
			open = banded->options[i].code;
	}
	if (bands == 0)
		reader_problem(r, at, "within", accepted, "%s has no bands", banded->id);
	else if (open != NULL)
		reader_problem(r, at, "within", accepted, "%s has no band for \"%s\"",
		    banded->id, open);
}

void
read_within(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	const char *id = reader_string(r, at, object, "within", OPTIONAL);

	if (id == NULL) {
		if (form_said(item->outside) && !has(object, "within"))
			reader_problem(r, at, "outside", "the banded item in \"within\"",
			    "this item is kept within no band");
		return;
	}
	if (!form_kind_is_number(item->kind)) {
		reader_problem(r, at, "within", "integer, number or percent",
		    "an item of kind %s is no number", form_kind_name(item->kind));
		return;
	}
	if (!has(object, "outside"))
		reader_problem(r, at, NULL, "what to do, in \"outside\"",
		    "a number kept within a band without its sentence");
	item->within = reader_item(r, at, "within", id, (size_t)item->index);
	if (item->within >= 0)
		check_bands(r, at, &r->items[item->within]);
}
