/* SPDX-License-Identifier: ISC
 *
 * Runs the public Mustache specification (core modules and inheritance) when
 * its JSON files are in the folder $MUSTACHE_SPEC; else the program says so and
 * counts as skipped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "view/template.h"

static struct arena *arena;

static const char *const modules[] = { "comments", "delimiters", "interpolation", "inverted",
	"partials", "sections", "inheritance" };

static struct value
text_value(const char *s)
{
	struct value v = { .kind = VALUE_TEXT, .len = strlen(s) };

	v.s = arena_strdup(arena, s);
	return v;
}

static struct value
value_of(const json_t *json)
{
	char number[64];

	switch (json_typeof(json)) {
	case JSON_OBJECT: {
		struct view_model *m = ARENA_NEW(arena, struct view_model);
		const char        *key;
		json_t            *inner;

		m->arena = arena;
		json_object_foreach((json_t *)(uintptr_t)json, key, inner)
		    value_set(m, value_hash(key, strlen(key)), value_of(inner));
		return (struct value){ .kind = VALUE_OBJECT, .object = m };
	}
	case JSON_ARRAY: {
		struct value_list *list = ARENA_NEW(arena, struct value_list);

		for (size_t i = 0; i < json_array_size(json); i++)
			value_list_push(arena, list, value_of(json_array_get(json, i)));
		return (struct value){ .kind = VALUE_LIST, .list = list };
	}
	case JSON_STRING:
		return text_value(json_string_value(json));
	case JSON_INTEGER:
		return (
		    struct value){ .kind = VALUE_INT, .number = json_integer_value(json) };
	case JSON_REAL:
		assert_true(print_to(number, sizeof(number), "%g", json_real_value(json)));
		return text_value(number);
	case JSON_TRUE:
	case JSON_FALSE:
		return (struct value){ .kind = VALUE_BOOL, .truth = json_is_true(json) };
	case JSON_NULL:
		break;
	}
	return (struct value){ .kind = VALUE_NULL };
}

static void
parse(const char *name, const char *source, struct template *t)
{
	static const struct template_options spec = { .spec = true };
	struct template_problem              problem;

	if (template_parse(arena, name, text_of(arena_strdup(arena, source)), &spec, t,
	        &problem) != ERR_OK)
		fail_msg("line %d: %s", problem.line, problem.what);
}

static void
one_case(void **state)
{
	const json_t           *test = *state;
	json_t                 *partials = json_object_get(test, "partials"), *source;
	size_t                  count = json_object_size(partials) + 1, n = 1;
	struct template        *all;
	struct render_options   opts = { .spec = true };
	struct template_problem problem;
	struct value            model;
	struct text             out;
	const char             *name;

	arena = arena_new((size_t)64 * 1024 * 1024);
	all = ARENA_ARRAY(arena, struct template, count);
	parse("", json_string_value(json_object_get(test, "template")), &all[0]);
	json_object_foreach(partials, name, source)
	    parse(name, json_string_value(source), &all[n++]);
	for (size_t t = 0; t < count; t++)
		for (size_t o = 0; o < all[t].count; o++)
			for (size_t i = 1; i < count; i++)
				if ((all[t].ops[o].kind == OP_PARTIAL ||
				        all[t].ops[o].kind == OP_PARENT) &&
				    strcmp(all[t].ops[o].s, all[i].name) == 0)
					all[t].ops[o].target = (int)i;
	opts.all = all;
	opts.count = count;
	model = value_of(json_object_get(test, "data"));
	if (template_render(arena, &opts, &all[0], &model, &out, &problem) != ERR_OK)
		fail_msg("line %d: %s", problem.line, problem.what);
	assert_string_equal(out.s, json_string_value(json_object_get(test, "expected")));
	arena_free(arena);
}

/* The module's file, the caller's to let go. */
static json_t *
load(const char *folder, const char *module)
{
	char         path[4096];
	json_t      *file;
	json_error_t why;

	assert_true(print_to(path, sizeof(path), "%s/%s.json", folder, module));
	file = json_load_file(path, 0, &why);
	if (file == NULL) {
		print_error("%s:%d: %s\n", path, why.line, why.text);
		exit(1);
	}
	return file;
}

int
main(void)
{
	static struct CMUnitTest cases[400];
	static json_t           *files[sizeof(modules) / sizeof(*modules)];
	const char              *folder = getenv("MUSTACHE_SPEC");
	size_t                   count = 0;
	int                      failed;

	if (folder == NULL || access(folder, R_OK) != 0) {
		print_message("skipped: no Mustache specification in $MUSTACHE_SPEC\n");
		return 77;
	}
	for (size_t m = 0; m < sizeof(modules) / sizeof(*modules); m++) {
		json_t *tests;

		files[m] = load(folder, modules[m]);
		tests = json_object_get(files[m], "tests");
		for (size_t i = 0; i < json_array_size(tests); i++) {
			json_t *test = json_array_get(tests, i);

			assert_true(count < sizeof(cases) / sizeof(*cases));
			cases[count++] = (struct CMUnitTest){
				json_string_value(json_object_get(test, "name")), one_case,
				NULL, NULL, test
			};
		}
	}
	failed = _cmocka_run_group_tests("mustache", cases, count, NULL, NULL);
	for (size_t m = 0; m < sizeof(modules) / sizeof(*modules); m++)
		json_decref(files[m]);
	return failed;
}
