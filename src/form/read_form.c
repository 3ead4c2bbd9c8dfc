/* SPDX-License-Identifier: ISC
 * A form file from its first brace to its last. */
#include <string.h>

#include "base/utf8.h"
#include "form/reader.h"
#include "form/source.h"

static const char *const form_names[] = { "$schema", "slug", "languages", "title", "name",
	"minutes", "layout", "words", "start", "scales", "dimensions", "pages", "scoring",
	"lens_sets", "stages", "facts", "alerts", NULL };
static const char *const words_names[] = { "dk", "na", "send", NULL };
static const char *const page_names[] = { "slug", "title", "lead", "items", NULL };
static const char *const layouts[] = { "pages", "one-page", NULL };
/* Addresses below /s/{form}/ that are not pages of a form. */
static const char *const taken[] = { "start", "check", "later", "clear", NULL };

/* Jansson says "near" and quotes the text; the first part is enough. */
static const char *
syntax_words(struct arena *arena, const char *said)
{
	const char *near = strstr(said, " near ");
	size_t      len = near != NULL ? (size_t)(near - said) : strlen(said);

	return arena_strndup(arena, said, utf8_cut(said, len, len));
}

static json_t *
parse(struct reader *r)
{
	const struct at root = { NULL, NULL, 0 };
	json_error_t    error;
	json_t         *json;

	if (r->source.len > FORM_BYTES_MAX) {
		reader_problem(r, &root, NULL, "a form of at most 1 MiB",
		    "the file has %zu bytes", r->source.len);
		return NULL;
	}
	if (source_depth(r->source) > FORM_DEPTH_MAX) {
		reader_problem(r, &root, NULL, "at most 32 levels",
		    "lists and objects are nested too deeply");
		return NULL;
	}
	if (!utf8_valid(r->source.p, r->source.len)) {
		reader_problem(r, &root, NULL, "text in UTF-8",
		    "the file is not well-formed UTF-8");
		return NULL;
	}
	/* Jansson 2.14 swallows a NUL behind a number. */
	if (r->source.len > 0 && memchr(r->source.p, '\0', r->source.len) != NULL) {
		reader_problem(r, &root, NULL, "text without NUL characters",
		    "the file holds a NUL character");
		return NULL;
	}
	json = json_loadb((const char *)r->source.p, r->source.len, JSON_REJECT_DUPLICATES,
	    &error);
	if (json == NULL) {
		reader_problem(r, &root, NULL, "JSON as in RFC 8259, each name once", "%s",
		    syntax_words(r->arena, error.text));
		r->problems[0].line = error.line > 0 ? error.line : 1;
		return NULL;
	}
	return json;
}

static void
read_labels(struct reader *r, const struct at *at, json_t *root)
{
	json_t   *object = reader_object(r, at, root, "words", REQUIRED);
	struct at here = { at, "words", 0 };

	if (object == NULL)
		return;
	reader_known(r, &here, object, words_names);
	r->form->dk_label = reader_words(r, &here, object, "dk", REQUIRED);
	r->form->na_label = reader_words(r, &here, object, "na", REQUIRED);
	r->form->send_label = reader_words(r, &here, object, "send", REQUIRED);
}

/* How many items there are, looking only at well-formed places. */
static size_t
count_items(json_t *pages)
{
	size_t count = 0;

	for (size_t i = 0; i < json_array_size(pages); i++)
		count += json_array_size(json_object_get(json_array_get(pages, i), "items"));
	return count;
}

static void
check_page_slug(struct reader *r, const struct at *at, const struct form_page *pages,
    size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (strcmp(pages[i].slug, pages[index].slug) == 0)
			reader_problem(r, at, "slug", "a slug of its own for each page",
			    "\"%s\" is used twice", pages[index].slug);
	for (size_t i = 0; taken[i] != NULL; i++)
		if (strcmp(taken[i], pages[index].slug) == 0)
			reader_problem(r, at, "slug",
			    "any slug but start, check, later, clear",
			    "\"%s\" is an address of the service", taken[i]);
}

static int
page_dimension(const struct form_page *page)
{
	int dimension = -1;

	for (size_t i = 0; i < page->item_count; i++) {
		int d = page->items[i]->dimension;

		if (d >= 0 && dimension >= 0 && d != dimension)
			return -1;
		if (d >= 0)
			dimension = d;
	}
	return dimension;
}

static size_t
read_page(struct reader *r, const struct at *at, json_t *object, struct form_page *pages,
    size_t index, size_t first_item)
{
	struct form_page        *page = &pages[index];
	struct at                here = { at, "items", 0 };
	json_t                  *items;
	const struct form_item **list;

	page->slug = "";
	page->index = (int)index;
	page->dimension = -1;
	if (!reader_is_object(r, at, object))
		return 0;
	reader_known(r, at, object, page_names);
	page->slug = reader_code(r, at, object, "slug", CODE_SLUG);
	check_page_slug(r, at, pages, index);
	page->title = reader_words(r, at, object, "title", REQUIRED);
	page->lead = reader_words(r, at, object, "lead", OPTIONAL);
	items = reader_array(r, at, object, "items", 1, FORM_ITEMS_MAX, REQUIRED);
	list = ARENA_ARRAY(r->arena, const struct form_item *, json_array_size(items) + 1);
	page->items = list;
	page->item_count = json_array_size(items);
	for (size_t i = 0; i < page->item_count; i++) {
		struct at place = { &here, NULL, i };

		read_item(r, &place, json_array_get(items, i), first_item + i, index);
		list[i] = &r->items[first_item + i];
	}
	page->dimension = page_dimension(page);
	return page->item_count;
}

static void
read_pages(struct reader *r, const struct at *at, json_t *root)
{
	json_t   *array = reader_array(r, at, root, "pages", 1, FORM_PAGES_MAX, REQUIRED);
	struct at here = { at, "pages", 0 };
	size_t    count = json_array_size(array), items = count_items(array), first = 0;
	struct form_page *pages = ARENA_ARRAY(r->arena, struct form_page, count + 1);

	if (items > FORM_ITEMS_MAX) {
		reader_problem(r, at, "pages", "at most 250 items in a form",
		    "there are %zu items", items);
		return;
	}
	r->items = ARENA_ARRAY(r->arena, struct form_item, items + 1);
	r->broken = ARENA_ARRAY(r->arena, bool, items + 1);
	for (size_t i = 0; i < items; i++)
		r->items[i].id = "";
	r->form->items = r->items;
	r->form->item_count = items;
	r->form->pages = pages;
	for (size_t i = 0; i < count; i++) {
		struct at place = { &here, NULL, i };

		r->form->page_count = i + 1;
		first += read_page(r, &place, json_array_get(array, i), pages, i, first);
	}
	/* A page whose items were refused as a list leaves a gap. */
	r->form->item_count = first;
	if (r->form->one_page && count != 1)
		reader_problem(r, at, "pages", "one page, or \"layout\": \"pages\"",
		    "a one-page form has %zu pages", count);
}

static void
read_all(struct reader *r, json_t *root)
{
	const struct at at = { NULL, NULL, 0 };

	reader_known(r, &at, root, form_names);
	reader_string(r, &at, root, "$schema", OPTIONAL);
	r->form->slug = reader_code(r, &at, root, "slug", CODE_SLUG);
	read_languages(r, &at, root);
	r->form->title = reader_words(r, &at, root, "title", REQUIRED);
	r->form->name = reader_words(r, &at, root, "name", REQUIRED);
	r->form->minutes = (int)reader_int(r, &at, root, "minutes", 1, 240, 1, REQUIRED);
	r->form->one_page = reader_choice(r, &at, root, "layout", layouts, 0, REQUIRED) == 1;
	read_labels(r, &at, root);
	read_start(r, &at, root);
	read_scales(r, &at, root);
	read_dimensions(r, &at, root);
	read_pages(r, &at, root);
	read_scoring(r, &at, root);
	read_lenses(r, &at, root);
	read_stages(r, &at, root);
	read_facts(r, &at, root);
	read_alerts(r, &at, root);
}

/* By line, equal lines in the order found. */
static void
sort_problems(struct form_problem *list, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct form_problem one = list[i];
		size_t              j = i;

		for (; j > 0 && list[j - 1].line > one.line; j--)
			list[j] = list[j - 1];
		list[j] = one;
	}
}

enum err
form_read(struct arena *arena, struct bytes json, const struct form **form_out,
    struct form_problems *problems_out)
{
	struct reader   r = { .arena = arena, .source = json };
	const struct at at = { NULL, NULL, 0 };
	json_t         *root;

	r.form = ARENA_NEW(arena, struct form);
	r.problems = ARENA_ARRAY(arena, struct form_problem, READER_PROBLEMS_MAX);
	for (int i = 0; i < FORM_ROLE__MAX; i++)
		r.form->roles[i] = -1;
	root = parse(&r);
	if (root != NULL && reader_is_object(&r, &at, root))
		read_all(&r, root);
	json_decref(root); /* whatever is kept was copied */
	sort_problems(r.problems, r.problem_count);
	*problems_out = (struct form_problems){ r.problems, r.problem_count };
	if (json.len > FORM_BYTES_MAX)
		return ERR_TOO_LARGE;
	if (r.problem_count > 0)
		return ERR_INVALID;
	*form_out = r.form;
	return ERR_OK;
}

/* The tree is ours and was never in read-only memory. */
void
form_published_as(const struct form *form, int64_t id, int version)
{
	struct form *own = (struct form *)(uintptr_t)form;

	check(form->version == 0 && version > 0);
	own->id = id;
	own->version = version;
}

bool
form_same_text(struct bytes a, struct bytes b)
{
	json_t *x, *y;
	bool    same;

	if (a.len == b.len && memcmp(a.p, b.p, a.len) == 0)
		return true;
	if (source_depth(a) > FORM_DEPTH_MAX || source_depth(b) > FORM_DEPTH_MAX)
		return false;
	x = json_loadb((const char *)a.p, a.len, JSON_REJECT_DUPLICATES, NULL);
	y = json_loadb((const char *)b.p, b.len, JSON_REJECT_DUPLICATES, NULL);
	same = x != NULL && y != NULL && json_equal(x, y) == 1;
	json_decref(x);
	json_decref(y);
	return same;
}

const char *
form_problem_line(struct arena *arena, const char *file, const struct form_problem *problem)
{
	return arena_printf(arena, "%s:%d: %s%s%s%s%s", file, problem->line,
	    problem->pointer, problem->pointer[0] != '\0' ? ": " : "", problem->wrong,
	    problem->accepted != NULL ? "; " : "",
	    problem->accepted != NULL ? problem->accepted : "");
}
