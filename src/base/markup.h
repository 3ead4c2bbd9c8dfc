/* SPDX-License-Identifier: ISC
 *
 * markup.h - computed markup (charts) as calls; pages are templates instead.
 *
 *     markup_open(&m, "line");
 *     markup_attr(&m, "class", TEXT_LIT("grid"));
 *     markup_attr_fmt(&m, "x1", "%d%%", 50);
 *     markup_close(&m);                      ->  <line class="grid" x1="50%"/>
 *
 * Element and attribute names are literals of ours; all values are escaped. */
#ifndef BASE_MARKUP_H
#define BASE_MARKUP_H

#include "base/buf.h"

#define MARKUP_DEPTH 32

struct markup {
	struct buf  buf;
	const char *open[MARKUP_DEPTH];
	int         depth;
	bool        in_tag; /* "<name" was written, ">" not yet */
};

void markup_init(struct markup *, struct arena *, size_t max);
void markup_open(struct markup *, const char *element);
void markup_attr(struct markup *, const char *name, struct text value);
void markup_attr_fmt(struct markup *, const char *name, const char *fmt, ...) PRINTF(3, 4);
void markup_text(struct markup *, struct text);
void markup_html(struct markup *, struct html);
void markup_close(struct markup *); /* an element without content ends in "/>" */

/* Everything written; check()s that all elements are closed. */
struct html markup_done(struct markup *);

#endif
