/* SPDX-License-Identifier: ISC
 * Dimensions, lenses, stages, facts and alerts of a form file. */
#include <string.h>

#include "base/buf.h"
#include "form/reader.h"

/* Keeps sums of fractions far inside 128 bits: the common multiple of 1..40
 * has 53 bits. */
#define DIMENSION_ITEMS_MAX 40

static const char *const dimension_names[] = { "code", "name", "subject", "plural", "low",
	"mid", "high", "next_title", "next_step", "owner", "first_step", "source", NULL };
static const char *const scoring_names[] = { "version", "share", "overall_needs",
	"low_below", "high_from", NULL };
static const char *const lens_set_names[] = { "code", "title", "shared", "lenses", NULL };
static const char *const lens_names[] = { "code", "name", "note", "items", NULL };
static const char *const fact_names[] = { "code", "kind", "item", "per", "times", "title",
	"guideline", "low", "high", "compared", NULL };
static const char *const fact_kinds[] = { "number", "bands", "ratio", "steps", NULL };
static const char *const alert_names[] = { "code", "reason", "when", NULL };

void
read_dimensions(struct reader *r, const struct at *at, json_t *root)
{
	json_t *array =
	    reader_array(r, at, root, "dimensions", 1, FORM_MEASURES_MAX - 1, OPTIONAL);
	struct at              here = { at, "dimensions", 0 };
	size_t                 count = json_array_size(array);
	struct form_dimension *list = ARENA_ARRAY(r->arena, struct form_dimension, count + 1);

	r->form->dimensions = r->dimensions = list;
	for (size_t i = 0; i < count; i++) {
		json_t                *value = json_array_get(array, i);
		struct at              place = { &here, NULL, i };
		struct form_dimension *d = &list[i];

		d->code = "";
		r->form->dimension_count = i + 1;
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, dimension_names);
		d->code = reader_code(r, &place, value, "code", CODE_DIMENSION);
		for (size_t j = 0; j < i; j++)
			if (strcmp(list[j].code, d->code) == 0)
				reader_problem(r, &place, "code", "a code of its own",
				    "\"%s\" is used twice", d->code);
		d->name = reader_words(r, &place, value, "name", REQUIRED);
		d->subject = reader_words(r, &place, value, "subject", OPTIONAL);
		if (!form_said(d->subject))
			d->subject = d->name;
		d->plural = reader_bool(r, &place, value, "plural");
		d->low = reader_words(r, &place, value, "low", REQUIRED);
		d->mid = reader_words(r, &place, value, "mid", REQUIRED);
		d->high = reader_words(r, &place, value, "high", REQUIRED);
		d->next_title = reader_words(r, &place, value, "next_title", OPTIONAL);
		d->next_step = reader_words(r, &place, value, "next_step", REQUIRED);
		d->owner = reader_words(r, &place, value, "owner", OPTIONAL);
		d->first_step = reader_words(r, &place, value, "first_step", OPTIONAL);
		d->source = reader_words(r, &place, value, "source", OPTIONAL);
	}
}

/* Give each dimension the list of its items. */
static void
collect_items(struct reader *r, const struct at *at)
{
	struct at here = { at, "dimensions", 0 };

	for (size_t d = 0; d < r->form->dimension_count; d++) {
		struct form_dimension *dimension = &r->dimensions[d];
		struct at              place = { &here, NULL, d };
		int *list = ARENA_ARRAY(r->arena, int, r->form->item_count + 1);

		dimension->items = list;
		for (size_t i = 0; i < r->form->item_count; i++)
			if (r->items[i].dimension == (int)d)
				list[dimension->item_count++] = (int)i;
		if (dimension->item_count == 0)
			reader_problem(r, &place, NULL, "items that name this dimension",
			    "no item counts towards \"%s\"", dimension->code);
		if (dimension->item_count > DIMENSION_ITEMS_MAX)
			reader_problem(r, &place, NULL, "at most 40 items",
			    "%zu items count towards \"%s\"", dimension->item_count,
			    dimension->code);
	}
}

static void
read_share(struct reader *r, const struct at *at, json_t *object)
{
	const char *share = reader_string(r, at, object, "share", REQUIRED);
	const char *slash = share != NULL ? strchr(share, '/') : NULL;
	int64_t     num = 0, den = 0;

	if (share == NULL)
		return;
	if (slash != NULL &&
	    parse_int((struct text){ share, (size_t)(slash - share) }, 1, 100, &num) &&
	    parse_int(text_of(slash + 1), 1, 100, &den) && num <= den) {
		r->form->scoring.share_num = (int)num;
		r->form->scoring.share_den = (int)den;
		return;
	}
	reader_problem(r, at, "share", "a fraction up to 1, such as \"2/3\"",
	    "\"%s\" is not a share", share);
}

void
read_scoring(struct reader *r, const struct at *at, json_t *root)
{
	struct form_scoring *s = &r->form->scoring;
	json_t              *object;
	struct at            here = { at, "scoring", 0 };

	*s = (struct form_scoring){ 0, 2, 3, 0, 40, 70 };
	collect_items(r, at);
	object = reader_object(r, at, root, "scoring",
	    r->form->dimension_count > 0 ? REQUIRED : OPTIONAL);
	if (object == NULL)
		return;
	reader_known(r, &here, object, scoring_names);
	s->version = (int)reader_int(r, &here, object, "version", 1, 1000000, 1, REQUIRED);
	read_share(r, &here, object);
	s->overall_needs = (int)reader_int(r, &here, object, "overall_needs", 0,
	    (int64_t)r->form->dimension_count, 0, REQUIRED);
	s->low_below = (int)reader_int(r, &here, object, "low_below", 1, 99, 40, REQUIRED);
	s->high_from = (int)reader_int(r, &here, object, "high_from", 1, 100, 70, REQUIRED);
	if (s->low_below > s->high_from)
		reader_problem(r, &here, "high_from", "not less than \"low_below\"",
		    "high begins below the end of low");
}

static void
read_lens(struct reader *r, const struct at *at, json_t *object, int set,
    struct form_lens *lens)
{
	json_t   *items;
	struct at here = { at, "items", 0 };
	int      *list;

	lens->set = set;
	lens->code = "";
	if (!reader_is_object(r, at, object))
		return;
	reader_known(r, at, object, lens_names);
	lens->code = reader_code(r, at, object, "code", CODE_SLUG);
	lens->name = reader_words(r, at, object, "name", REQUIRED);
	lens->note = reader_words(r, at, object, "note", OPTIONAL);
	items = reader_array(r, at, object, "items", 1, DIMENSION_ITEMS_MAX, REQUIRED);
	list = ARENA_ARRAY(r->arena, int, json_array_size(items) + 1);
	lens->items = list;
	for (size_t i = 0; i < json_array_size(items); i++) {
		struct at   place = { &here, NULL, i };
		const char *id = json_string_value(json_array_get(items, i));
		int         index;

		if (id == NULL) {
			reader_problem(r, &place, NULL, "the id of an item",
			    "this is not an item id");
			continue;
		}
		index = reader_item(r, &place, NULL, id, r->form->item_count);
		if (index >= 0 && r->items[index].dimension < 0 && !r->broken[index])
			reader_problem(r, &place, NULL, "an item of a dimension",
			    "%s is not scored", id);
		else if (index >= 0)
			list[lens->item_count++] = index;
	}
}

static size_t
read_lens_set(struct reader *r, const struct at *at, json_t *object, size_t index,
    struct form_lens_set *set, struct form_lens *lenses)
{
	json_t   *array;
	struct at here = { at, "lenses", 0 };
	size_t    count = 0, room = FORM_LENSES_MAX - r->form->lens_count;

	set->code = "";
	if (!reader_is_object(r, at, object))
		return 0;
	reader_known(r, at, object, lens_set_names);
	set->code = reader_code(r, at, object, "code", CODE_SLUG);
	set->title = reader_words(r, at, object, "title", REQUIRED);
	set->shared = reader_words(r, at, object, "shared", OPTIONAL);
	array = reader_array(r, at, object, "lenses", 1, FORM_LENSES_MAX, REQUIRED);
	for (; count < json_array_size(array) && count < room; count++) {
		struct at place = { &here, NULL, count };

		read_lens(r, &place, json_array_get(array, count), (int)index,
		    &lenses[count]);
	}
	if (count < json_array_size(array))
		reader_problem(r, at, "lenses", "at most 16 lenses in a form",
		    "there are too many lenses");
	return count;
}

void
read_lenses(struct reader *r, const struct at *at, json_t *root)
{
	json_t *array = reader_array(r, at, root, "lens_sets", 1, FORM_LENSES_MAX, OPTIONAL);
	struct at             here = { at, "lens_sets", 0 };
	size_t                count = json_array_size(array);
	struct form_lens_set *sets = ARENA_ARRAY(r->arena, struct form_lens_set, count + 1);
	struct form_lens *lenses = ARENA_ARRAY(r->arena, struct form_lens, FORM_LENSES_MAX);

	r->form->lens_sets = sets;
	r->form->lenses = lenses;
	for (size_t i = 0; i < count; i++) {
		struct at place = { &here, NULL, i };

		r->form->lens_count += read_lens_set(r, &place, json_array_get(array, i), i,
		    &sets[i], lenses + r->form->lens_count);
		r->form->lens_set_count = i + 1;
	}
	for (size_t i = 0; i < r->form->lens_count; i++)
		for (size_t j = 0; j < i; j++)
			if (strcmp(lenses[i].code, lenses[j].code) == 0)
				reader_problem(r, at, "lens_sets", "a code of its own",
				    "the lens code \"%s\" is used twice", lenses[i].code);
}

static int32_t
thousandths(struct reader *r, const struct at *at, json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	int64_t unit;

	if (value == NULL)
		return FORM_NO_FACT;
	if (!reader_unit(r, at, value, key, &unit))
		return FORM_NO_FACT;
	if (unit < 0 || unit > 1000000 * FORM_UNIT) {
		reader_problem(r, at, key, "0 to 1000000", "this number is too large");
		return FORM_NO_FACT;
	}
	return (int32_t)(unit / 1000);
}

static int
fact_item(struct reader *r, const struct at *at, json_t *object, const char *key,
    const struct form_fact *fact)
{
	const char *id = reader_string(r, at, object, key, REQUIRED);
	int  index = id != NULL ? reader_item(r, at, key, id, r->form->item_count) : -1;
	bool fits;

	if (index < 0)
		return -1;
	fits = fact->kind == FORM_FACT_BANDS   ? r->items[index].kind == FORM_SINGLE
	       : fact->kind == FORM_FACT_STEPS ? r->items[index].kind == FORM_MULTI
	                                       : form_kind_is_number(r->items[index].kind);
	if (r->broken[index])
		return -1;
	if (!fits)
		reader_problem(r, at, key,
		    "number and ratio: a number; bands: single; "
		    "steps: multi",
		    "%s is of kind %s", id, form_kind_name(r->items[index].kind));
	else if (form_kind_is_number(r->items[index].kind) &&
	         r->items[index].high > 1000000 * FORM_UNIT)
		reader_problem(r, at, key, "an item with \"high\" up to 1000000",
		    "%s may be too large to compare", id);
	r->items[index].fact = true;
	return index;
}

void
read_facts(struct reader *r, const struct at *at, json_t *root)
{
	json_t   *array = reader_array(r, at, root, "facts", 1, FORM_FACTS_MAX, OPTIONAL);
	struct at here = { at, "facts", 0 };
	size_t    count = json_array_size(array);
	struct form_fact *list = ARENA_ARRAY(r->arena, struct form_fact, count + 1);

	r->form->facts = list;
	for (size_t i = 0; i < count; i++) {
		json_t           *value = json_array_get(array, i);
		struct at         place = { &here, NULL, i };
		struct form_fact *fact = &list[i];

		r->form->fact_count = i + 1;
		*fact = (struct form_fact){ .code = "", .item = -1, .per = -1 };
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, fact_names);
		fact->code = reader_code(r, &place, value, "code", CODE_SLUG);
		for (size_t j = 0; j < i; j++)
			if (strcmp(list[j].code, fact->code) == 0)
				reader_problem(r, &place, "code", "a code of its own",
				    "\"%s\" is used twice", fact->code);
		fact->kind = (enum form_fact_kind)reader_choice(r, &place, value, "kind",
		    fact_kinds, FORM_FACT_NUMBER, REQUIRED);
		fact->title = reader_words(r, &place, value, "title", REQUIRED);
		fact->item = fact_item(r, &place, value, "item", fact);
		if (fact->kind == FORM_FACT_RATIO) {
			fact->per = fact_item(r, &place, value, "per", fact);
			fact->times = (int32_t)reader_int(r, &place, value, "times", 1, 1000,
			    1, OPTIONAL);
		}
		fact->guideline = thousandths(r, &place, value, "guideline");
		fact->low = thousandths(r, &place, value, "low");
		fact->high = thousandths(r, &place, value, "high");
		if (fact->low == FORM_NO_FACT)
			fact->low = 0;
		fact->compared = reader_bool(r, &place, value, "compared");
		if (fact->compared && fact->kind == FORM_FACT_STEPS)
			reader_problem(r, &place, "compared", "false",
			    "steps are a track, not a number to compare");
	}
}

void
read_alerts(struct reader *r, const struct at *at, json_t *root)
{
	json_t            *array = reader_array(r, at, root, "alerts", 1, 32, OPTIONAL);
	struct at          here = { at, "alerts", 0 };
	size_t             count = json_array_size(array);
	struct form_alert *list = ARENA_ARRAY(r->arena, struct form_alert, count + 1);

	r->form->alerts = list;
	for (size_t i = 0; i < count; i++) {
		json_t   *value = json_array_get(array, i);
		struct at place = { &here, NULL, i };

		r->form->alert_count = i + 1;
		list[i].code = "";
		if (!reader_is_object(r, &place, value))
			continue;
		reader_known(r, &place, value, alert_names);
		list[i].code = reader_code(r, &place, value, "code", CODE_SLUG);
		list[i].reason = reader_words(r, &place, value, "reason", REQUIRED);
		list[i].when = reader_condition(r, &place, value, "when",
		    r->form->item_count, REQUIRED);
	}
}
