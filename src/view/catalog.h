/* SPDX-License-Identifier: ISC
 *
 * catalog.h - inside view/: the catalogs of all languages but English. */
#ifndef VIEW_CATALOG_H
#define VIEW_CATALOG_H

#include "base/asset.h"
#include "view/po.h"

struct catalogs {
	size_t            count;
	const char      **languages;
	const struct po **po;
};

/* ERR_INVALID: logged with the catalog's name and line. */
MUST_CHECK enum err catalogs_load(struct arena *, const struct asset *, size_t count,
    struct catalogs *catalogs_out);

/* The embedded ones, read at first use; process lifetime. */
const struct catalogs *catalogs_embedded(void);

/* Of that language, else of its first subtag ("fr-CA": "fr"), else -1. */
int catalogs_index(const struct catalogs *, const char *language);

#endif
