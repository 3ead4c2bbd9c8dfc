/* SPDX-License-Identifier: ISC
 *
 * letter_parts.h - what letters of our own templates share.  Inside main/. */
#ifndef MAIN_LETTER_PARTS_H
#define MAIN_LETTER_PARTS_H

#include "main/letters.h"
#include "view/view.h"

/* What every letter of our own templates is made of. */
struct view_model *letter_model(struct arena *, const struct letter_desk *,
    const char *language, struct text subject, struct url link, int64_t expires);

/* Text and HTML of the template of that name. */
MUST_CHECK enum err letter_render_both(struct arena *, const struct letter_desk *,
    const char *name, const char *language, const struct view_model *, struct letter_mail *);

/* Letters about signing in. */
MUST_CHECK enum err letter_render_access(struct arena *, const struct letter_desk *,
    const struct outbox_letter *, int64_t now, struct letter_mail *);

#endif
