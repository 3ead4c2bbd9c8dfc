/* SPDX-License-Identifier: ISC
 * Answers in words and codes: check page, lists, exports. */
#include <string.h>

#include "base/buf.h"
#include "form/answers.h"
#include "form/values.h"

#define WORDS_MAX (64 * 1024)

/* In English a list goes on in lower case: "Data and criteria" -> "data ..."
 * unless the word is a name or an abbreviation ("KAM"). */
static void
add_going_on(struct buf *b, const char *words, const char *language)
{
	bool english = language == NULL || strncmp(language, "en", 2) == 0;

	if (english && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a' &&
	    words[1] <= 'z') {
		buf_char(b, (char)(words[0] | 0x20));
		words++;
	}
	buf_str(b, words);
}

static const char *
option_words(const struct form *form, const struct form_item *item, size_t index,
    const char *language)
{
	const struct form_option *option = &item->options[index];

	/* On a scale worded at its ends only, the figure is the answer. */
	if (item->kind == FORM_RATING || item->kind == FORM_SCALE10)
		return option->code;
	return form_say(form,
	    form_said(option->short_label) ? option->short_label : option->label, language);
}

static void
add_answer_words(struct buf *b, const struct form_answers *answers,
    const struct form_item *item, const char *language)
{
	const struct form_answer *answer = &answers->items[item->index];
	const struct form        *form = answers->form;
	bool                      first = true;

	switch (answer->state) {
	case FORM_ABSENT:
		return;
	case FORM_DK:
		buf_str(b, form_say(form, form->dk_label, language));
		return;
	case FORM_NA:
		buf_str(b, form_say(form, form->na_label, language));
		return;
	case FORM_NUMBERED:
		buf_str(b, value_number_text(b->arena, answer->number));
		if (item->kind == FORM_PERCENT)
			buf_char(b, '%');
		return;
	case FORM_WRITTEN:
		buf_text(b, answer->text);
		return;
	case FORM_CHOSEN:
		break;
	}
	for (size_t i = 0; i < item->option_count; i++) {
		if ((answer->options >> i & 1) == 0)
			continue;
		if (first) {
			buf_str(b, option_words(form, item, i, language));
		} else {
			buf_str(b, "; ");
			add_going_on(b, option_words(form, item, i, language), language);
		}
		first = false;
	}
}

/* "exactly {}" with the words in place of {} */
static void
add_joined(struct buf *b, const char *pattern, const char *words)
{
	const char *hole = pattern != NULL ? strstr(pattern, "{}") : NULL;

	if (hole == NULL) {
		buf_str(b, words);
		return;
	}
	buf_add(b, pattern, (size_t)(hole - pattern));
	buf_str(b, words);
	buf_str(b, hole + 2);
}

const char *
form_answer_words(struct arena *arena, const struct form_answers *answers,
    const struct form_item *item, const char *language)
{
	const struct form *form = answers->form;
	struct buf         b;

	buf_init(&b, arena, WORDS_MAX);
	add_answer_words(&b, answers, item, language);
	for (size_t i = 0; i < form->item_count; i++) {
		struct buf part;

		if (form->items[i].joins != item->index ||
		    answers->items[i].state == FORM_ABSENT)
			continue;
		buf_init(&part, arena, WORDS_MAX);
		add_answer_words(&part, answers, &form->items[i], language);
		if (b.len > 0)
			buf_str(&b, "; ");
		add_joined(&b, form_say(form, form->items[i].joined_as, language),
		    buf_as_text(&part).s);
	}
	return b.len > 0 ? buf_as_text(&b).s : NULL;
}

const char *
form_item_heading(const struct form *form, const struct form_item *item, const char *language)
{
	return form_say(form, form_said(item->check_text) ? item->check_text : item->text,
	    language);
}

const char *
form_answer_code(struct arena *arena, const struct form_answers *answers,
    const struct form_item *item)
{
	const struct form_answer *answer = &answers->items[item->index];
	struct buf                b;

	switch (answer->state) {
	case FORM_ABSENT:
		return NULL;
	case FORM_DK:
		return "dk";
	case FORM_NA:
		return "na";
	case FORM_NUMBERED:
		return value_number_text(arena, answer->number);
	case FORM_WRITTEN:
		return answer->text.s;
	case FORM_CHOSEN:
		break;
	}
	if (item->kind != FORM_MULTI)
		return item->options[form_answer_option(answer)].code;
	buf_init(&b, arena, WORDS_MAX);
	for (size_t i = 0; i < item->option_count; i++)
		if ((answer->options >> i & 1) != 0)
			buf_fmt(&b, "%s%s", b.len > 0 ? "|" : "", item->options[i].code);
	return buf_as_text(&b).s;
}
