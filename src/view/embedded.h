/* SPDX-License-Identifier: ISC
 *
 * embedded.h - inside view/: tables that tools/embed.awk writes at build time
 * (gen/templates.c, gen/catalogs.c). */
#ifndef VIEW_EMBEDDED_H
#define VIEW_EMBEDDED_H

#include "base/asset.h"

extern const struct asset embedded_templates[];
extern const size_t       embedded_templates_count;
extern const struct asset embedded_catalogs[];
extern const size_t       embedded_catalogs_count;

#endif
