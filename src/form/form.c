/* SPDX-License-Identifier: ISC */
#include "form/form.h"

#include <string.h>

static const char *const kind_names[FORM__KINDS] = {
	[FORM_SINGLE] = "single",
	[FORM_MULTI] = "multi",
	[FORM_MATURITY] = "maturity",
	[FORM_AGREEMENT] = "agreement",
	[FORM_RATING] = "rating",
	[FORM_SCALE10] = "scale10",
	[FORM_INTEGER] = "integer",
	[FORM_NUMBER] = "number",
	[FORM_PERCENT] = "percent",
	[FORM_TEXT] = "text",
	[FORM_LONG_TEXT] = "long-text",
	[FORM_EMAIL] = "email",
	[FORM_DATE] = "date",
	[FORM_STATEMENT] = "statement",
};

static const char *const role_names[FORM_ROLE__MAX] = {
	[FORM_ROLE_NONE] = "none",
	[FORM_ROLE_PROFESSION] = "profession",
	[FORM_ROLE_SIZE] = "size",
	[FORM_ROLE_SIZE_EXACT] = "size-exact",
	[FORM_ROLE_REGION] = "region",
	[FORM_ROLE_EMAIL] = "email",
	[FORM_ROLE_CONSENT] = "consent",
	[FORM_ROLE_CONTACT] = "contact",
	[FORM_ROLE_VISIBILITY] = "visibility",
	[FORM_ROLE_RECOMMEND] = "recommend",
	[FORM_ROLE_SATISFACTION] = "satisfaction",
	[FORM_ROLE_PROBLEM] = "problem",
	[FORM_ROLE_EFFORT] = "effort",
	[FORM_ROLE_STEPS] = "steps",
};

const char *
form_kind_name(enum form_kind kind)
{
	check(kind < FORM__KINDS);
	return kind_names[kind];
}

const char *
form_role_name(enum form_role role)
{
	check(role < FORM_ROLE__MAX);
	return role_names[role];
}

bool
form_kind_has_options(enum form_kind kind)
{
	return kind <= FORM_SCALE10;
}

bool
form_kind_is_number(enum form_kind kind)
{
	return kind == FORM_INTEGER || kind == FORM_NUMBER || kind == FORM_PERCENT;
}

bool
form_kind_is_text(enum form_kind kind)
{
	return kind == FORM_TEXT || kind == FORM_LONG_TEXT || kind == FORM_EMAIL ||
	       kind == FORM_DATE;
}

const char *
form_say(const struct form *form, struct form_words words, const char *language)
{
	if (words.in == NULL)
		return NULL;
	for (size_t i = 0; language != NULL && i < form->language_count; i++)
		if (strcmp(form->languages[i], language) == 0 && words.in[i] != NULL)
			return words.in[i];
	return words.in[0];
}

const struct form_item *
form_item_find(const struct form *form, struct text id)
{
	for (size_t i = 0; i < form->item_count; i++)
		if (text_is(id, form->items[i].id))
			return &form->items[i];
	return NULL;
}

const struct form_item *
form_item_of(const struct form *form, enum form_role role)
{
	check(role > FORM_ROLE_NONE && role < FORM_ROLE__MAX);
	return form->roles[role] < 0 ? NULL : &form->items[form->roles[role]];
}

const struct form_code *
form_code_find(const struct form_item *item, struct text code)
{
	for (size_t i = 0; i < item->code_count; i++)
		if (text_is(code, item->codes[i].code))
			return &item->codes[i];
	return NULL;
}

const struct form_item *
form_code_item(const struct form *form, size_t place)
{
	const struct form_item *item = form->items;

	check(place < form->code_count);
	while (place >= item->first_code + item->code_count)
		item++;
	return item;
}

const struct form_page *
form_page_find(const struct form *form, struct text slug)
{
	for (size_t i = 0; i < form->page_count; i++)
		if (text_is(slug, form->pages[i].slug))
			return &form->pages[i];
	return NULL;
}

bool
form_item_scored(const struct form *form, const struct form_item *item)
{
	(void)form;
	return item->dimension >= 0;
}
