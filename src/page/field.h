/* SPDX-License-Identifier: ISC
 *
 * page/field.h - one question as markup, by the template of its kind. */
#ifndef PAGE_FIELD_H
#define PAGE_FIELD_H

#include "form/answers.h"
#include "page/page.h"

/* What stands in the field.  answer NULL: the template for page/prepared.h,
 * every control chosen and every value FIELD_VALUE_MARK. */
struct page_field {
	const struct form        *form;
	const struct form_item   *item;
	const struct form_answer *answer;
	struct text               given; /* refused text as typed; absent: none */
	const char               *error; /* the sentence; NULL: none */
};

#define FIELD_VALUE_MARK "\x01"

MUST_CHECK enum err
page_field_html(struct page_context *, const struct page_field *, struct html *html_out);

/* Controls of an item in the order of its markup: option indexes, then -1 for
 * don't know, -2 for not applicable. */
#define FIELD_DK (-1)
#define FIELD_NA (-2)
size_t page_field_controls(const struct form_item *, int controls_out[FORM_OPTIONS_MAX + 2]);
bool   page_field_chosen(const struct form_item *, const struct form_answer *, int control);

/* Text kinds and numbers: what stands in the box. */
struct text page_field_value(struct page_context *, const struct form *,
    const struct form_item *, const struct form_answer *);

/* An item of another page decides whether this one is asked; what its own page
 * decides is left to the reader, as nothing may change under his hands. */
bool page_field_hidden(const struct form *, const struct form_item *,
    const struct form_answers *);

/* All fields of a page, one after the other. */
MUST_CHECK enum err
page_fields_html(struct page_context *, const struct form *, const struct form_page *,
    const struct form_answers *, const struct form_verdict *, /* NULL: no errors */
    bool without_address, struct html *html_out);

/* The "errors" object of errors.mustache; null when there are none.  own: this
 * page.  elsewhere: the form whose pages have the questions; NULL: this one. */
struct view_model;
struct catalogue_form;
void page_errors(struct page_context *, struct view_model *, const struct form_verdict *,
    struct url own, const struct catalogue_form *elsewhere);

/* What the visitor posted, for form_check. */
struct form_fields page_posted(const struct page_context *);

#endif
