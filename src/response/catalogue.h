/* SPDX-License-Identifier: ISC
 *
 * response/catalogue.h - the published forms, parsed once per process.
 *
 * Versions never change, so a parsed one is kept for good; which version is
 * current and whether it is open is asked again after CATALOGUE_FRESH.  When
 * the database is away, what was known last is still good for showing. */
#ifndef RESPONSE_CATALOGUE_H
#define RESPONSE_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/clock.h"
#include "base/text.h"

struct db;
struct form;
struct catalogue;

#define CATALOGUE_FRESH CLOCK_SECOND

struct catalogue_form {
	int64_t            owner; /* the firm that runs it */
	int64_t            form;  /* form.id */
	int32_t            version;
	const char        *slug;
	bool               open, personal; /* personal: by invitation only */
	const struct form *definition;
	/* What page/ prepared from it. */
	void        *page_cache;
	struct html *start_cache;
};

/* Process lifetime.  role: enum db_role of the program that asks. */
struct catalogue *catalogue_new(struct arena *process, int role);

/* Ask again when what is known is stale.  ERR_UNAVAILABLE only when nothing is
 * known at all. */
MUST_CHECK enum err catalogue_refresh(struct catalogue *, struct db *, int64_t monotonic);

/* The current version of a form; ERR_NOT_FOUND. */
MUST_CHECK enum err
catalogue_current(struct catalogue *, const char *slug, struct catalogue_form **form_out);

/* Any published version, for drafts and reports. */
MUST_CHECK enum err catalogue_version(struct catalogue *, struct db *, int64_t owner,
    int64_t form, int32_t version, struct catalogue_form **form_out);

/* All current ones, in slug order. */
struct catalogue_form **catalogue_all(struct catalogue *, size_t *count_out);

/* Put a form in without a database, open: for tests. */
MUST_CHECK enum err catalogue_add(struct catalogue *, int64_t owner, int64_t form,
    int32_t version, struct bytes json, struct catalogue_form **form_out);

/* The firm that runs the public forms; 0: not known yet. */
int64_t catalogue_operator(const struct catalogue *);

#endif
