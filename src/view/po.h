/* SPDX-License-Identifier: ISC
 *
 * po.h - inside view/: a reader of gettext's PO files, as far as we use them:
 * msgid, msgid_plural, msgstr, msgstr[n]; fuzzy and obsolete entries count as
 * missing; the plural rule must be one of a small table. */
#ifndef VIEW_PO_H
#define VIEW_PO_H

#include <stdint.h>

#include "base/text.h"

#define PO_FORMS_MAX 6

struct po_entry {
	struct text id, plural;          /* plural.s == NULL: none */
	struct text forms[PO_FORMS_MAX]; /* [0] for a sentence without plural */
};

struct po; /* sorted by id */

struct po_problem {
	int         line;
	const char *what;
};

/* ERR_INVALID with the problem.  Keeps pointers into nothing of the source. */
MUST_CHECK enum err po_parse(struct arena *, struct text source, struct po **po_out,
    struct po_problem *problem_out);

/* NULL: not translated. */
const struct po_entry *po_find(const struct po *, struct text id);

size_t                 po_count(const struct po *);
const struct po_entry *po_at(const struct po *, size_t);

/* Which form n takes, below po_forms(). */
int po_form(const struct po *, int64_t n);
int po_forms(const struct po *);

/* Write it again; reading that gives an equal catalog. */
struct text po_write(struct arena *, const struct po *);

#endif
