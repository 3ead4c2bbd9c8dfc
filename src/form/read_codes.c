/* SPDX-License-Identifier: ISC
 * Headings under which consultants sort written answers. */
#include <string.h>

#include "form/reader.h"

static const char *const code_names[] = { "code", "label", "meaning", NULL };

static void
read_code(struct reader *r, const struct at *at, json_t *value, const char *id,
    struct form_code *codes, size_t i)
{
	codes[i] = (struct form_code){ .code = "", .name = id };
	if (!reader_is_object(r, at, value))
		return;
	reader_known(r, at, value, code_names);
	codes[i].code = reader_code(r, at, value, "code", CODE_OPTION);
	codes[i].name = arena_printf(r->arena, "%s %s", id, codes[i].code);
	if (strcmp(codes[i].code, FORM_CODE_NONE) == 0)
		reader_problem(r, at, "code", "another word; every answer may have none",
		    "\"%s\" has a meaning of its own", codes[i].code);
	for (size_t j = 0; j < i; j++)
		if (strcmp(codes[j].code, codes[i].code) == 0)
			reader_problem(r, at, "code", "a code of its own for each heading",
			    "\"%s\" is used twice", codes[i].code);
	codes[i].label = reader_words(r, at, value, "label", REQUIRED);
	codes[i].meaning = reader_words(r, at, value, "meaning", OPTIONAL);
}

void
read_codes(struct reader *r, const struct at *at, json_t *object, struct form_item *item)
{
	struct at         here = { at, "codes", 0 };
	struct form_code *codes;
	json_t           *array;

	item->first_code = r->form->code_count;
	if (json_object_get(object, "codes") == NULL)
		return;
	if (item->kind != FORM_TEXT && item->kind != FORM_LONG_TEXT) {
		reader_problem(r, at, "codes", "only text and long-text are sorted so",
		    "an item of kind %s has no codes", form_kind_name(item->kind));
		return;
	}
	array = reader_array(r, at, object, "codes", 2, FORM_CODES_MAX, REQUIRED);
	codes = ARENA_ARRAY(r->arena, struct form_code, json_array_size(array) + 1);
	item->codes = codes;
	item->code_count = json_array_size(array);
	for (size_t i = 0; i < item->code_count; i++) {
		struct at place = { &here, NULL, i };

		read_code(r, &place, json_array_get(array, i), item->id, codes, i);
	}
	/* A snapshot keeps one byte for each of either. */
	r->form->code_count += item->code_count;
	if (r->form->code_count + r->form->item_count > FORM_ITEMS_MAX)
		reader_problem(r, at, "codes", "at most 250 items and codes together",
		    "there are %zu items and %zu codes", r->form->item_count,
		    r->form->code_count);
}
