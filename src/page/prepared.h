/* SPDX-License-Identifier: ISC
 *
 * page/prepared.h - pages of questions cut into pieces, so that showing one is
 * copying.
 *
 * A page of a form version is rendered once per process and language with all
 * controls chosen and marks in the places of values.  Its text is then cut at
 * those places.  There is one source of markup, the templates; what varies is
 * put between the pieces. */
#ifndef PAGE_PREPARED_H
#define PAGE_PREPARED_H

#include "form/answers.h"
#include "page/page.h"

struct catalogue_form;
struct http_response;
struct page_session;

/* Marks in the text, put there as values of the model. */
#define PREPARED_FORM_ID "\x02"
#define PREPARED_STATUS  "\x03"
#define PREPARED_ITEM    "\x04"
#define PREPARED_LAST    "\x05"

struct prepared_page;

/* Renders the whole page with its marks. */
typedef enum err prepared_render(struct page_context *, const struct catalogue_form *,
    const struct form_page *, struct html fields, struct html *html_out);

/* The page in pieces, made when first wanted. */
MUST_CHECK enum err page_prepared(struct page_context *, struct catalogue_form *,
    const struct form_page *, prepared_render *, const struct prepared_page **out);

/* Put it together.  answers NULL: nothing chosen yet. */
struct html page_assemble(struct page_context *, const struct catalogue_form *,
    const struct prepared_page *, const struct form_answers *, struct text form_id,
    struct html status);

/* Some item of the form is asked only under a condition. */
bool page_form_branches(const struct form *);

#endif
