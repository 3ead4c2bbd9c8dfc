/* SPDX-License-Identifier: ISC
 *
 * model.h - what a page shows: a tree of named values, built in the request's
 * arena and read by templates.
 *
 * The setter decides what a template may do with the value: only view_set_html
 * feeds {{{x}}}, only view_set_url feeds href, src and action.  So no text of
 * a visitor can become markup or an address.
 *
 * Names are literals of ours ([a-z0-9_]); they, and the strings given, must
 * live as long as the model.  A name ending in "_url" is a url and nothing
 * else (check()ed).  Of a name set twice the later value counts.
 *
 *     struct view_model *m = view_object(arena);
 *     view_set_str(m, "title", "Your firm");
 *     for (...) {
 *         struct view_model *o = view_list_add(m, "options");
 *         view_set_bool(o, "checked", ...);
 *     } */
#ifndef VIEW_MODEL_H
#define VIEW_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"

struct view_model;

struct view_model *view_object(struct arena *);

/* An absent text (s == NULL) is null: renders as nothing, is false. */
void view_set_text(struct view_model *, const char *name, struct text);
void view_set_str(struct view_model *, const char *name, const char *s);
void view_set_int(struct view_model *, const char *name, int64_t);
void view_set_bool(struct view_model *, const char *name, bool);
void view_set_null(struct view_model *, const char *name);
void view_set_html(struct view_model *, const char *name, struct html);
/* http, https, mailto, tel, a path or a fragment; anything else is a bug. */
void view_set_url(struct view_model *, const char *name, struct url);

bool view_url_allowed(struct url);

/* A named object inside this one. */
struct view_model *view_object_in(struct view_model *, const char *name);

/* An empty list under that name; needed only where nothing may be added. */
void view_list_in(struct view_model *, const char *name);

/* Another object at the end of the list of that name, made when needed. */
struct view_model *view_list_add(struct view_model *, const char *name);

/* Another text at the end of the list of that name; read by {{.}}. */
void view_list_add_text(struct view_model *, const char *name, struct text);

#endif
