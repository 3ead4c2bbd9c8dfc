/* SPDX-License-Identifier: ISC
 *
 * view.h - Mustache templates over a typed model: pages, reports, letters.
 *
 * Core Mustache with partials and inheritance; no lambdas.  Templates are
 * embedded at build time, translated and parsed once at start, and rendered
 * whole into memory, so that a failure is a clean error page, never half a
 * page.  Strict, always: a missing name, a raw value that view_set_html did
 * not set, or a tag in a place where escaping cannot help, is refused; the
 * last at load, for every language.
 *
 * Names: src/page/start.mustache is "page/start".  In a template {{>field}}
 * means the neighbour in the same folder; {{>page/field}} works anywhere.
 * Words: see docs in words.h for [[English sentence]]. */
#ifndef VIEW_VIEW_H
#define VIEW_VIEW_H

#include "base/asset.h"
#include "base/text.h"
#include "view/model.h"
#include "view/words.h"

struct view_set;

/* The embedded templates in every shipped language.  Process lifetime.
 * ERR_INVALID: a template or catalog is wrong; logged with name and line. */
MUST_CHECK enum err view_open(struct arena *, const struct view_set **set_out);

/* The same from given texts; catalogs are named by their language ("fr"). */
MUST_CHECK enum err
view_open_from(struct arena *, const struct asset *templates, size_t template_count,
    const struct asset *catalogs, size_t catalog_count, const struct view_set **set_out);

/* Render as HTML.  A language without a catalog is rendered in English.
 * ERR_NOT_FOUND: no such template.  ERR_INTERNAL: the model lacks a name or
 * has the wrong kind of value (logged).  ERR_TOO_LARGE: over 4 MB. */
MUST_CHECK enum err view_render(struct arena *, const struct view_set *, const char *name,
    const char *language, const struct view_model *, struct html *html_out);

/* Render a text template (its name ends in ".txt", say
 * src/outbox/letters/report.txt.mustache): nothing is escaped. */
MUST_CHECK enum err
view_render_text(struct arena *, const struct view_set *, const char *name,
    const char *language, const struct view_model *, struct text *text_out);

#endif
