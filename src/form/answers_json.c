/* SPDX-License-Identifier: ISC
 * Answers as the JSON that the database keeps. */
#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "form/answers.h"
#include "form/values.h"

#define ANSWERS_BYTES_MAX (4 * 1024 * 1024)

static void
add_answer(struct buf *b, const struct form_item *item, const struct form_answer *answer)
{
	const char *comma = "";

	switch (answer->state) {
	case FORM_ABSENT:
		return;
	case FORM_DK:
		buf_str(b, "\"dk\"");
		return;
	case FORM_NA:
		buf_str(b, "\"na\"");
		return;
	case FORM_NUMBERED:
		buf_str(b, value_number_text(b->arena, answer->number));
		return;
	case FORM_WRITTEN:
		buf_json(b, answer->text);
		return;
	case FORM_CHOSEN:
		break;
	}
	if (item->kind != FORM_MULTI) {
		buf_json(b, text_of(item->options[form_answer_option(answer)].code));
		return;
	}
	buf_char(b, '[');
	for (size_t i = 0; i < item->option_count; i++) {
		if ((answer->options >> i & 1) == 0)
			continue;
		buf_str(b, comma);
		buf_json(b, text_of(item->options[i].code));
		comma = ",";
	}
	buf_char(b, ']');
}

struct text
form_answers_to_json(struct arena *arena, const struct form_answers *answers,
    const struct form_page *page, enum form_parts parts)
{
	const char *comma = "";
	struct buf  b;

	buf_init(&b, arena, ANSWERS_BYTES_MAX);
	buf_char(&b, '{');
	for (size_t i = 0; i < answers->form->item_count; i++) {
		const struct form_item *item = &answers->form->items[i];

		if (answers->items[i].state == FORM_ABSENT ||
		    (page != NULL && item->page != page->index) ||
		    (parts == FORM_PARTS_NO_EMAIL && item->role == FORM_ROLE_EMAIL))
			continue;
		buf_str(&b, comma);
		buf_json(&b, text_of(item->id));
		buf_char(&b, ':');
		add_answer(&b, item, &answers->items[i]);
		comma = ",";
	}
	buf_char(&b, '}');
	return buf_as_text(&b);
}

static void
release_json(void *thing)
{
	json_decref(thing);
}

static bool
read_codes(const struct form_item *item, const json_t *value, struct form_answer *answer)
{
	if (item->kind != FORM_MULTI || json_array_size(value) == 0)
		return false;
	answer->state = FORM_CHOSEN;
	for (size_t i = 0; i < json_array_size(value); i++) {
		const char *code = json_string_value(json_array_get(value, i));
		int         option = code != NULL ? value_option(item, text_of(code)) : -1;

		if (option < 0)
			return false;
		answer->options |= UINT64_C(1) << option;
	}
	return true;
}

static bool
read_number(const struct form_item *item, const json_t *value, struct form_answer *answer)
{
	double number = json_number_value(value);

	if (!(number >= -1e12 && number <= 1e12))
		return false;
	return value_stored_number(item,
	    json_is_integer(value)
	        ? json_integer_value(value) * FORM_UNIT
	        : (int64_t)(number * (double)FORM_UNIT + (number < 0 ? -0.5 : 0.5)),
	    answer);
}

static bool
read_member(struct arena *arena, const struct form *form, const struct form_item *item,
    const json_t *value, struct form_answer *answer)
{
	*answer = (struct form_answer){ .state = FORM_ABSENT };
	if (json_is_array(value))
		return read_codes(item, value, answer);
	if (json_is_number(value))
		return read_number(item, value, answer);
	return json_is_string(value) && value_stored_text(arena, form, item,
	                                    text_of(json_string_value(value)), answer);
}

enum err
form_answers_from_json(struct arena *arena, struct text json, struct form_answers *answers,
    const char **culprit_out)
{
	const char *id;
	json_t     *root, *value;

	if (culprit_out != NULL)
		*culprit_out = NULL;
	if (json.len > ANSWERS_BYTES_MAX)
		return ERR_TOO_LARGE;
	if (answers_read_flat(arena, json, answers))
		return ERR_OK;
	root = json_loadb(json.s, json.len, JSON_REJECT_DUPLICATES, NULL);
	if (root == NULL)
		return ERR_INVALID;
	arena_own(arena, root, release_json);
	if (!json_is_object(root))
		return ERR_INVALID;
	json_object_foreach(root, id, value)
	{
		const struct form_item *item = form_item_find(answers->form, text_of(id));
		struct form_answer      answer;

		if (item != NULL && read_member(arena, answers->form, item, value, &answer)) {
			answers->items[item->index] = answer;
			continue;
		}
		if (culprit_out != NULL)
			*culprit_out = arena_strdup(arena, id);
		return ERR_INVALID;
	}
	return ERR_OK;
}
