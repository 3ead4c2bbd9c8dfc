/* SPDX-License-Identifier: ISC
 *
 * asset.h - a text file that the build put into the program.
 *
 * tools/embed.awk writes tables of these: templates, catalogs, migrations.
 * A path setting would be one more thing to get wrong. */
#ifndef BASE_ASSET_H
#define BASE_ASSET_H

#include <stddef.h>

struct asset {
	const char *name; /* "page/start": the path without src/ and extension */
	const char *data; /* NUL-terminated */
	size_t      len;
};

#endif
