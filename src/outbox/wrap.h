/* SPDX-License-Identifier: ISC
 *
 * wrap.h - paragraphs of a letter's text part, broken at 72 columns. */
#ifndef OUTBOX_WRAP_H
#define OUTBOX_WRAP_H

#include "base/text.h"

#define WRAP_COLUMNS 72

/* A line that is too long is broken at blanks; a word that is too long (an
 * address) stays whole.  Shorter lines stay as they are. */
struct text wrap_text(struct arena *, struct text);

#endif
