/* SPDX-License-Identifier: ISC */
#include "view/view.h"

#include <string.h>

#include "base/log.h"
#include "base/phrase.h"
#include "view/catalog.h"
#include "view/embedded.h"
#include "view/template.h"

/* One language's templates, in the order of the assets; [0] is English. */
struct view_set {
	size_t            count; /* templates */
	struct catalogs   catalogs;
	struct template **languages;
};

static bool
is_text_name(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && strcmp(name + len - 4, ".txt") == 0;
}

static int
find_template(const struct template *all, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(all[i].name, name) == 0)
			return (int)i;
	return -1;
}

static enum err
bad(const char *file, const struct template_problem *problem)
{
	LOG(EV_VIEW_BAD, log_str("file", file), log_int("line", problem->line),
	    log_str("what", problem->what));
	return ERR_INVALID;
}

/* {{>field}} in page/start means page/field. */
static int
find_neighbour(struct arena *arena, const struct template *all, size_t count,
    const char *from, const char *name)
{
	const char *slash = strrchr(from, '/');

	if (slash != NULL && strchr(name, '/') == NULL)
		name = arena_printf(arena, "%.*s/%s", (int)(slash - from), from, name);
	return find_template(all, count, name);
}

static enum err
resolve(struct arena *arena, struct template *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		for (size_t o = 0; o < all[i].count; o++) {
			struct op *op = &all[i].ops[o];

			if (op->kind != OP_PARTIAL && op->kind != OP_PARENT)
				continue;
			op->target = find_neighbour(arena, all, count, all[i].name, op->s);
			if (op->target < 0)
				return bad(all[i].name,
				    &(struct template_problem){ op->line,
				        "a tag names a template that there is not" });
			if (all[op->target].text != all[i].text)
				return bad(all[i].name,
				    &(struct template_problem){ op->line,
				        "HTML and text templates cannot be mixed" });
		}
	return ERR_OK;
}

static enum err
load_language(struct arena *arena, const struct asset *assets, size_t count,
    const struct po *po, struct template **all_out)
{
	struct template        *all = ARENA_ARRAY(arena, struct template, count);
	struct template_problem problem;

	for (size_t i = 0; i < count; i++) {
		struct template_options opts = { .text = is_text_name(assets[i].name),
			.po = po };
		struct text             source;

		problem = (struct template_problem){ 0, "not valid UTF-8" };
		if (text_check(arena, assets[i].data, assets[i].len, &source) != ERR_OK ||
		    template_parse(arena, assets[i].name, source, &opts, &all[i],
		        &problem) != ERR_OK)
			return bad(assets[i].name, &problem);
	}
	TRY(resolve(arena, all, count));
	for (size_t i = 0; i < count; i++) {
		const char *where = NULL;

		if (!all[i].text &&
		    template_check_context(all, count, i, &where, &problem) != ERR_OK)
			return bad(where, &problem);
	}
	*all_out = all;
	return ERR_OK;
}

static enum err
open_with(struct arena *arena, const struct asset *templates, size_t count,
    const struct catalogs *catalogs, const struct view_set **set_out)
{
	struct view_set *set = ARENA_NEW(arena, struct view_set);

	set->count = count;
	set->catalogs = *catalogs;
	set->languages = ARENA_ARRAY(arena, struct template *, catalogs->count + 1);
	TRY(load_language(arena, templates, count, NULL, &set->languages[0]));
	for (size_t i = 0; i < catalogs->count; i++)
		TRY(load_language(arena, templates, count, catalogs->po[i],
		    &set->languages[i + 1]));
	*set_out = set;
	return ERR_OK;
}

enum err
view_open(struct arena *arena, const struct view_set **set_out)
{
	const struct catalogs *catalogs = catalogs_embedded();

	if (catalogs->count != embedded_catalogs_count)
		return ERR_INVALID; /* logged when it was read */
	phrase_use(view_t);
	return open_with(arena, embedded_templates, embedded_templates_count, catalogs,
	    set_out);
}

enum err
view_open_from(struct arena *arena, const struct asset *templates, size_t template_count,
    const struct asset *catalogs, size_t catalog_count, const struct view_set **set_out)
{
	struct catalogs read;

	TRY(catalogs_load(arena, catalogs, catalog_count, &read));
	return open_with(arena, templates, template_count, &read, set_out);
}

static enum err
render(struct arena *arena, const struct view_set *set, const char *name,
    const char *language, const struct view_model *model, bool text, struct text *text_out)
{
	const struct template  *all;
	struct render_options   opts;
	struct template_problem problem;
	struct value            root = { .kind = VALUE_OBJECT };
	enum err                err;
	int                     which;

	all = set->languages[catalogs_index(&set->catalogs, language) + 1];
	which = find_template(all, set->count, name);
	if (which < 0 || all[which].text != text)
		return ERR_NOT_FOUND;
	opts = (struct render_options){ .all = all, .count = set->count };
	root.object = model;
	err = template_render(arena, &opts, &all[which], &root, text_out, &problem);
	if (err != ERR_OK)
		LOG(EV_VIEW_MISSING, log_str("file", name), log_int("line", problem.line),
		    log_str("what", problem.what));
	return err;
}

enum err
view_render(struct arena *arena, const struct view_set *set, const char *name,
    const char *language, const struct view_model *model, struct html *html_out)
{
	struct text text;

	TRY(render(arena, set, name, language, model, false, &text));
	*html_out = (struct html){ text.s, text.len };
	return ERR_OK;
}

enum err
view_render_text(struct arena *arena, const struct view_set *set, const char *name,
    const char *language, const struct view_model *model, struct text *text_out)
{
	return render(arena, set, name, language, model, true, text_out);
}
