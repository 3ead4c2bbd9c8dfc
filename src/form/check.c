/* SPDX-License-Identifier: ISC
 * Posted fields -> answers, or sentences that say what to do. */
#include <string.h>

#include "base/buf.h"
#include "base/phrase.h"
#include "base/utf8.h"
#include "form/answers.h"
#include "form/values.h"

#define STRANGE_MAX 5  /* strange fields named in one verdict */
#define QUOTE_MAX   40 /* bytes of a strange value repeated in a sentence */

struct checker {
	struct arena           *arena;
	const struct form      *form;
	const struct form_page *page;
	const char             *language;
	struct form_answers     answers;
	struct text            *given;
	const char            **sentences; /* per item */
	struct form_error      *errors;
	size_t                  error_count, strange;
};

static bool
is_item_name(struct text name)
{
	return name.len > 0 && name.s[0] >= 'A' && name.s[0] <= 'Z';
}

/* The item is asked here: on this page, or anywhere in the whole form. */
static bool
is_here(const struct checker *c, const struct form_item *item)
{
	return (c->page == NULL || item->page == c->page->index) &&
	       item->kind != FORM_STATEMENT;
}

static const char *
quote(struct arena *arena, struct text value)
{
	size_t len = utf8_cut(value.s, value.len, QUOTE_MAX);

	return arena_printf(arena, "“%.*s%s”", (int)len, value.s, len < value.len ? "…" : "");
}

/* One sentence an item: the first that was found. */
static void
refuse(struct checker *c, const struct form_item *item, struct text value,
    const char *sentence)
{
	if (c->sentences[item->index] != NULL)
		return;
	c->sentences[item->index] = sentence;
	c->given[item->index] = value;
}

/* A number and "don't know" (or "not applicable") for the same item. */
static void
refuse_both(struct checker *c, const struct form_item *item, struct text typed,
    enum form_state mark)
{
	refuse(c, item, typed,
	    phrase_say(c->arena, c->language,
	        "Write a number or choose “{choice}”, not both", "choice",
	        form_say(c->form, mark == FORM_NA ? c->form->na_label : c->form->dk_label,
	            c->language),
	        NULL));
}

/* Two values for one item: the same again is nothing new. */
static void
merge(struct checker *c, const struct form_item *item, struct text value,
    struct form_answer answer)
{
	struct form_answer *kept = &c->answers.items[item->index];

	if (kept->state == FORM_ABSENT) {
		*kept = answer;
	} else if (item->kind == FORM_MULTI) {
		kept->options |= answer.options;
	} else if (kept->state != answer.state && answer.state == FORM_NUMBERED) {
		refuse_both(c, item, value, kept->state);
	} else if (kept->state != answer.state && kept->state == FORM_NUMBERED) {
		refuse_both(c, item, c->given[item->index], answer.state);
	} else if (kept->state != answer.state || kept->options != answer.options ||
	           kept->number != answer.number || !text_equal(kept->text, answer.text)) {
		refuse(c, item, value,
		    phrase_t(c->language, form_kind_has_options(item->kind)
		                              ? "Choose one answer only"
		                              : "Write one answer only"));
	}
}

static void
take(struct checker *c, const struct form_item *item, struct text raw)
{
	struct text        value = value_tidy(c->arena, raw);
	struct form_answer answer = { .state = FORM_ABSENT };
	const char        *sentence;
	int                option;

	if (value.len == 0)
		return;
	if ((item->dk && text_is(value, "dk")) || (item->na && text_is(value, "na"))) {
		answer.state = value.s[0] == 'd' ? FORM_DK : FORM_NA;
	} else if (form_kind_has_options(item->kind)) {
		option = value_option(item, value);
		if (option < 0) {
			refuse(c, item, TEXT_NONE,
			    phrase_say(c->arena, c->language,
			        "Choose one of the answers offered; {value} is not among them",
			        "value", quote(c->arena, value), NULL));
			return;
		}
		answer.state = FORM_CHOSEN;
		answer.options = UINT64_C(1) << option;
	} else {
		sentence = value_read(c->arena, c->form, item, value, c->language, &answer);
		if (sentence != NULL) {
			refuse(c, item, value, sentence);
			return;
		}
		c->given[item->index] = value;
	}
	merge(c, item, value, answer);
}

static void
refuse_strange(struct checker *c, struct text name, const struct form_item *item)
{
	const char *field =
	    arena_strndup(c->arena, name.s, utf8_cut(name.s, name.len, QUOTE_MAX));

	if (c->strange == STRANGE_MAX)
		return;
	c->errors[c->form->item_count + c->strange++] = (struct form_error){ NULL, field,
		phrase_say(c->arena, c->language,
		    item == NULL                   ? "This form has no question {name}"
		    : item->kind == FORM_STATEMENT ? "{name} is no question"
		                                   : "{name} is asked on another page",
		    "name", field, NULL) };
}

static const char *
missing_sentence(const struct checker *c, const struct form_item *item)
{
	const char *said = form_say(c->form, item->missing, c->language);

	return said != NULL ? said : phrase_t(c->language, "This answer is needed");
}

/* Required and asked, but empty. */
static void
find_missing(struct checker *c)
{
	for (size_t i = 0; i < c->form->item_count; i++) {
		const struct form_item *item = &c->form->items[i];

		if (item->required && is_here(c, item) &&
		    c->answers.items[i].state == FORM_ABSENT && c->sentences[i] == NULL &&
		    form_shown(item, &c->answers))
			refuse(c, item, TEXT_NONE, missing_sentence(c, item));
	}
}

/* The number is outside the band that was chosen beside it. */
static bool
is_outside(const struct checker *c, const struct form_item *item)
{
	const struct form_answer *answer = &c->answers.items[item->index];
	const struct form_answer *chosen;
	const struct form_option *band;

	if (item->within < 0 || answer->state != FORM_NUMBERED || !is_here(c, item))
		return false;
	chosen = &c->answers.items[item->within];
	if (chosen->state != FORM_CHOSEN)
		return false;
	band = &c->form->items[item->within].options[form_answer_option(chosen)];
	return answer->number < band->low || answer->number > band->high;
}

static void
refuse_outside(struct checker *c, const struct form_item *item)
{
	const struct form_item *banded = &c->form->items[item->within];
	int                     chosen = form_answer_option(&c->answers.items[item->within]);
	const char             *number =
	    value_number_text(c->arena, c->answers.items[item->index].number);

	refuse(c, item, text_of(number),
	    value_fill(c->arena, form_say(c->form, item->outside, c->language),
	        (const struct value_hole[]){ { "{number}", number },
	            { "{band}",
	                form_say(c->form, banded->options[chosen].label, c->language) },
	            { NULL, NULL } }));
}

/* What was refused is no answer, and a hidden item's error is no error.  A band
 * stands before its number, so it is settled when the number is looked at. */
static void
settle(struct checker *c)
{
	for (size_t i = 0; i < c->form->item_count; i++) {
		const struct form_item *item = &c->form->items[i];

		if (c->sentences[i] == NULL && is_outside(c, item))
			refuse_outside(c, item);
		if (c->sentences[i] != NULL)
			c->answers.items[i] = (struct form_answer){ .state = FORM_ABSENT };
		if (!form_shown(item, &c->answers)) {
			c->answers.items[i] = (struct form_answer){ .state = FORM_ABSENT };
			c->sentences[i] = NULL;
		}
		if (c->sentences[i] == NULL)
			c->given[i] = TEXT_NONE;
	}
}

static void
start(struct checker *c)
{
	size_t count = c->form->item_count;

	c->given = ARENA_ARRAY(c->arena, struct text, count + 1);
	c->sentences = ARENA_ARRAY(c->arena, const char *, count + 1);
	c->errors = ARENA_ARRAY(c->arena, struct form_error, count + STRANGE_MAX);
}

/* A whole form without any answer says nothing: it was sent by mistake. */
static void
find_empty(struct checker *c)
{
	const struct form_item *first = NULL;

	for (size_t i = 0; i < c->form->item_count; i++) {
		const struct form_item *item = &c->form->items[i];

		if (c->answers.items[i].state != FORM_ABSENT || c->sentences[i] != NULL)
			return;
		if (first == NULL && item->kind != FORM_STATEMENT)
			first = item;
	}
	if (first != NULL)
		c->sentences[first->index] = phrase_t(c->language,
		    "Nothing is answered yet. Answer at least one question");
}

static void
finish(struct checker *c, struct form_verdict *verdict_out)
{
	size_t items = c->form->item_count;

	settle(c);
	find_missing(c);
	if (c->page == NULL || c->form->one_page)
		find_empty(c);
	for (size_t i = 0; i < items; i++) {
		const struct form_item *item = &c->form->items[i];

		if (c->sentences[i] != NULL)
			c->errors[c->error_count++] =
			    (struct form_error){ item, item->id, c->sentences[i] };
	}
	for (size_t i = 0; i < c->strange; i++)
		c->errors[c->error_count++] = c->errors[items + i];
	*verdict_out = (struct form_verdict){ c->error_count == 0, c->answers, c->given,
		c->errors, c->error_count };
}

void
form_check(struct arena *arena, const struct form *form, const struct form_page *page,
    const struct form_fields *fields, const struct form_answers *previous,
    const char *language, struct form_verdict *verdict_out)
{
	struct checker c = { .arena = arena,
		.form = form,
		.page = page,
		.language = language };
	struct text    name, value;

	start(&c);
	c.answers = previous != NULL ? form_answers_copy(arena, previous)
	                             : form_answers_new(arena, form);
	for (size_t i = 0; i < form->item_count; i++)
		if (is_here(&c, &form->items[i]))
			c.answers.items[i] = (struct form_answer){ .state = FORM_ABSENT };
	for (size_t i = 0; fields->at(fields->context, i, &name, &value); i++) {
		const struct form_item *item;

		if (!is_item_name(name))
			continue;
		item = form_item_find(form, name);
		if (item == NULL || !is_here(&c, item))
			refuse_strange(&c, name, item);
		else
			take(&c, item, value);
	}
	finish(&c, verdict_out);
}

void
form_check_complete(struct arena *arena, const struct form_answers *answers,
    const char *language, struct form_verdict *verdict_out)
{
	struct checker c = { .arena = arena, .form = answers->form, .language = language };

	start(&c);
	c.answers = form_answers_copy(arena, answers);
	finish(&c, verdict_out);
}

const char *
form_verdict_sentence(const struct form_verdict *verdict, const struct form_item *item)
{
	for (size_t i = 0; i < verdict->error_count; i++)
		if (verdict->errors[i].item == item)
			return verdict->errors[i].sentence;
	return NULL;
}

const char *
form_verdict_title(struct arena *arena, const struct form_verdict *verdict,
    const char *language)
{
	static const char *const words[] = { WORD("No answer needs another look"),
		WORD("One answer needs another look"), WORD("Two answers need another look"),
		WORD("Three answers need another look"),
		WORD("Four answers need another look"),
		WORD("Five answers need another look"), WORD("Six answers need another look"),
		WORD("Seven answers need another look"),
		WORD("Eight answers need another look"),
		WORD("Nine answers need another look"),
		WORD("Ten answers need another look") };
	size_t                   n = verdict->error_count;

	if (n < sizeof(words) / sizeof(words[0]))
		return phrase_t(language, words[n]);
	return phrase_say(arena, language, "{count} answers need another look", "count",
	    arena_printf(arena, "%zu", n), NULL);
}

const char *
form_answer_read(struct arena *arena, const struct form_item *item, struct text raw,
    const struct form *form, const char *language, struct form_answer *answer_out)
{
	struct text value = value_tidy(arena, raw);
	const char *from = value.s, *end = value.s + value.len;

	*answer_out = (struct form_answer){ .state = FORM_ABSENT };
	if (value.len == 0)
		return NULL;
	if (item->kind == FORM_STATEMENT)
		return phrase_t(language, "This is a heading, it takes no answer");
	if ((item->dk && text_is(value, "dk")) || (item->na && text_is(value, "na"))) {
		answer_out->state = value.s[0] == 'd' ? FORM_DK : FORM_NA;
		return NULL;
	}
	if (!form_kind_has_options(item->kind))
		return value_read(arena, form, item, value, language, answer_out);
	while (from <= end) {
		const char *bar = memchr(from, '|', (size_t)(end - from));
		struct text code = { from, (size_t)((bar != NULL ? bar : end) - from) };
		int         option = value_option(item, text_trim(arena, code));

		if (option < 0) {
			answer_out->state = FORM_ABSENT;
			return phrase_say(arena, language,
			    "{value} is not one of the answers offered", "value",
			    quote(arena, code), NULL);
		}
		if (answer_out->state == FORM_CHOSEN && item->kind != FORM_MULTI) {
			answer_out->state = FORM_ABSENT;
			return phrase_t(language, "Choose one answer only");
		}
		answer_out->state = FORM_CHOSEN;
		answer_out->options |= UINT64_C(1) << option;
		from = bar != NULL ? bar + 1 : end + 1;
	}
	return NULL;
}
