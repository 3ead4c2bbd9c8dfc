/* SPDX-License-Identifier: ISC */
#include "view/catalog.h"

#include <string.h>

#include "base/log.h"
#include "view/embedded.h"

static enum err
load_one(struct arena *arena, const struct asset *asset, const struct po **po_out)
{
	struct po_problem problem = { 0, "not valid UTF-8" };
	struct text       source;
	struct po        *po = NULL;
	enum err          err = text_check(arena, asset->data, asset->len, &source);

	if (err == ERR_OK)
		err = po_parse(arena, source, &po, &problem);
	if (err != ERR_OK)
		LOG(EV_VIEW_BAD, log_str("file", asset->name), log_int("line", problem.line),
		    log_str("what", problem.what));
	*po_out = po;
	return err;
}

enum err
catalogs_load(struct arena *arena, const struct asset *assets, size_t count,
    struct catalogs *catalogs_out)
{
	*catalogs_out = (struct catalogs){ .count = count,
		.languages = ARENA_ARRAY(arena, const char *, count),
		.po = ARENA_ARRAY(arena, const struct po *, count) };
	for (size_t i = 0; i < count; i++) {
		catalogs_out->languages[i] = assets[i].name;
		TRY(load_one(arena, &assets[i], &catalogs_out->po[i]));
	}
	return ERR_OK;
}

/* One process, one thread: a plain static will do.  Programs call view_open
 * before they fork, so workers share the pages. */
const struct catalogs *
catalogs_embedded(void)
{
	static struct catalogs catalogs;
	static struct arena   *process; /* loaded once */

	if (process == NULL) {
		process = arena_new((size_t)64 * 1024 * 1024);
		/* A broken catalog was logged; its readers get English. */
		if (catalogs_load(process, embedded_catalogs, embedded_catalogs_count,
		        &catalogs) != ERR_OK)
			catalogs.count = 0;
	}
	return &catalogs;
}

static int
index_of(const struct catalogs *c, const char *language, size_t len)
{
	for (size_t i = 0; i < c->count; i++)
		if (strlen(c->languages[i]) == len &&
		    strncmp(c->languages[i], language, len) == 0)
			return (int)i;
	return -1;
}

int
catalogs_index(const struct catalogs *c, const char *language)
{
	int         i = index_of(c, language, strlen(language));
	const char *dash = strchr(language, '-');

	if (i < 0 && dash != NULL)
		i = index_of(c, language, (size_t)(dash - language));
	return i;
}
