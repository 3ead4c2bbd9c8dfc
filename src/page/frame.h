/* SPDX-License-Identifier: ISC
 *
 * page/frame.h - what all pages share: the frame's model, rendering, and the
 * plain pages for what cannot be done.  Inside page/ only. */
#ifndef PAGE_FRAME_H
#define PAGE_FRAME_H

#include "base/err.h"
#include "base/text.h"
#include "page/page.h"
#include "view/view.h"

struct catalogue_form;

/* A model with everything that layout.mustache asks for. */
struct view_model *page_model(struct page_context *, struct text title);
struct view_model *page_model_str(struct page_context *, const char *title);

/* "Check your answers: Preparedness survey" */
struct text
page_title(struct page_context *, const char *first, const struct catalogue_form *);

/* The model as that template, with status. */
MUST_CHECK enum err page_render(struct page_context *, struct http_response *, int status,
    const char *name, const struct view_model *);

/* One English sentence in the reader's language. */
const char *page_t(const struct page_context *, const char *english);

/* A page of a heading, paragraphs and links. */
struct page_message {
	int         status;
	const char *heading;       /* English */
	struct text paragraphs[4]; /* ready; absent ends the list */
	struct {
		const char *label; /* English; NULL ends the list */
		struct url  url;
	} links[3];
};
MUST_CHECK enum err
page_say(struct page_context *, struct http_response *, const struct page_message *);

/* Ask with one button: a POST form to the page's own address. */
struct page_ask {
	const char *heading, *button; /* English */
	struct text paragraphs[4];
	struct url  self, back; /* back.s == NULL: none */
	struct text form_id;    /* hidden "id"; absent: none */
	struct text seen;       /* hidden "seen": what is asked about; absent: none */
	int         status;     /* 0: 200 */
	const char *other;      /* English; a quiet link beside the button */
	struct url  other_url;
};
MUST_CHECK enum err
page_ask(struct page_context *, struct http_response *, const struct page_ask *);

/* The page of a failure or refusal by status, with the request's id. */
void
page_failed(struct page_context *, struct http_response *, int status, struct text detail);
int page_status_of(enum err);

/* "For support: request 9c1d..., code 503" */
struct text page_support(struct page_context *, int status);

/* The form of the route's {form} in the version in force, the language chosen
 * among the form's; the page for "no such survey" is written when *form_out
 * stays NULL. */
MUST_CHECK enum err
page_form(struct page_context *, struct http_response *, struct catalogue_form **form_out);

/* The same, but only one that takes answers: else the page that says so. */
MUST_CHECK enum err page_open_form(struct page_context *, struct http_response *,
    struct catalogue_form **form_out);
MUST_CHECK enum err
page_closed(struct page_context *, struct http_response *, const struct catalogue_form *);

/* Set ctx->language to the best the form has. */
void page_form_language(struct page_context *, const struct catalogue_form *);

/* The address that was likely meant instead of that one, which has a slip that
 * is well known; absent: none, or it was asked about and sent again as it is. */
struct text page_address_meant(struct page_context *, struct text address);

/* Value of a name in the query string; absent. */
struct text page_query(struct page_context *, const char *name);

/* Where whoever is signed in begins: consultants with what waits. */
struct url page_start_url(const struct page_context *);

struct url page_url(struct page_context *, const char *path, ...) __attribute__((sentinel));
struct url page_url_text(struct page_context *, const char *path, struct text arg);

/* An address of ours with "?from=check" and the like: suffix is a literal. */
struct url page_url_plus(struct page_context *, struct url, const char *suffix);

#endif
