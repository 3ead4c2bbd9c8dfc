/* SPDX-License-Identifier: ISC
 *
 * The engine in spec mode, by cases of our own: the public specification's
 * files are not part of this tree. */
#include <string.h>

#include "view/model.h"
#include "view/template.h"
#include "tests/unit/arena.h"

/* Partials that the cases may name. */
static const struct {
	const char *name, *source;
} partials[] = {
	{ "lines", "one\n{{two}}\n\nthree\n" },
	{ "deep", "{{>lines}}-\n  {{>lines}}" },
	{ "tree", "{{n}}\n{{#below}}\n  {{>tree}}\n{{/below}}\n" },
	{ "box", "[{{$in}}default{{/in}}]" },
	{ "wide", "{{<box}}{{$in}}wide{{$more}}!{{/more}}{{/in}}{{/box}}" },
	{ "steps", "<\n  {{$step}}\n  old\n  {{/step}}\n>\n" },
};
#define PARTIALS (sizeof(partials) / sizeof(*partials))

static struct view_model *
model(void)
{
	struct view_model *m = view_object(arena), *in;

	view_set_str(m, "a", "A&B");
	view_set_str(m, "two", "x\ny");
	view_set_int(m, "n", 1);
	view_set_bool(m, "yes", true);
	view_set_bool(m, "no", false);
	for (int i = 0; i < 2; i++)
		view_list_add_text(m, "list", i == 0 ? TEXT_LIT("p") : TEXT_LIT("q"));
	in = view_object_in(m, "below");
	view_set_int(in, "n", 2);
	in = view_object_in(in, "below");
	view_set_int(in, "n", 3);
	view_set_bool(in, "below", false);
	return m;
}

static enum err
render(const char *source, struct text *out, struct template_problem *problem)
{
	static const struct template_options opts = { .spec = true };
	struct template all[PARTIALS + 1];
	struct render_options r = { .spec = true, .all = all, .count = PARTIALS + 1 };
	struct value          root = { .kind = VALUE_OBJECT };

	for (size_t i = 0; i <= PARTIALS; i++)
		TRY(template_parse(arena, i < PARTIALS ? partials[i].name : "main",
		    text_of(i < PARTIALS ? partials[i].source : source), &opts, &all[i],
		    problem));
	for (size_t i = 0; i <= PARTIALS; i++)
		for (size_t o = 0; o < all[i].count; o++)
			for (size_t p = 0; p < PARTIALS; p++)
				if ((all[i].ops[o].kind == OP_PARTIAL ||
				        all[i].ops[o].kind == OP_PARENT) &&
				    strcmp(all[i].ops[o].s, partials[p].name) == 0)
					all[i].ops[o].target = (int)p;
	root.object = model();
	return template_render(arena, &r, &all[PARTIALS], &root, out, problem);
}

static void
sources_render_as_the_specification_has_it(void **state)
{
	static const struct {
		const char *source, *want;
	} rows[] = {
		{ "", "" },
		{ "no tags {at} all }}", "no tags {at} all }}" },
		{ "{{a}} {{{a}}} {{&a}} {{ a }}", "A&amp;B A&B A&B A&amp;B" },
		{ "{{nothing}}{{below.nothing.x}}", "" },
		{ "{{below.n}}{{below.below.n}}", "23" },
		{ "{{#below}}{{n}}{{#below}}{{n}}{{/below}}{{/below}}{{n}}", "231" },
		{ "{{#list}}{{.}}{{/list}}", "pq" },
		{ "{{^no}}n{{/no}}{{^yes}}y{{/yes}}{{^nothing}}m{{/nothing}}", "nm" },
		{ "a{{! b\n c }}d", "ad" },
		{ "a\n  {{! b\n c }}  \nd", "a\nd" },
		{ "a\r\n{{#yes}}\r\nb\r\n{{/yes}}\r\n", "a\r\nb\r\n" },
		{ "  {{#yes}}\n b\n  {{/yes}}", " b\n" },
		{ " {{#yes}}b{{/yes}} ", " b " },
		{ "{{=<% %>=}}<%a%>{{a}}<%={{ }}=%>{{a}}", "A&amp;B{{a}}A&amp;B" },
		{ "{{=| |=}}|{a}|", "A&B" },
		{ "a\n{{=<% %>=}}\nb", "a\nb" },
		/* Indentation goes to the partial's lines, not to its values. */
		{ "  {{>lines}}\n.", "  one\n  x\ny\n\n  three\n." },
		{ ">{{>lines}}", ">one\nx\ny\n\nthree\n" },
		{ " {{>deep}}\n", " one\nx\ny\n\nthree\n-\n   one\n   x\ny\n\n   three\n" },
		{ "{{>tree}}", "1\n  2\n    3\n" },
		{ "{{>nowhere}}-", "-" },
		{ "{{>box}}", "[default]" },
		{ "{{<box}}{{/box}}", "[default]" },
		{ "{{<box}}x{{$in}}{{a}}{{/in}}y{{/box}}", "[A&amp;B]" },
		{ "{{<box}}{{$other}}x{{/other}}{{/box}}", "[default]" },
		{ "{{<wide}}{{$more}}?{{/more}}{{/wide}}", "[wide?]" },
		{ "{{<wide}}{{$in}}own{{/in}}{{/wide}}", "[own]" },
		{ "{{<steps}}\n{{$step}}\n      new\n        er\n{{/step}}\n{{/steps}}\n",
		    "<\n  new\n    er\n>\n" },
		{ " {{<steps}}{{/steps}}\n", " <\n   old\n >\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct text             out = TEXT_NONE;
		struct template_problem problem = { 0, "" };
		enum err                err = render(rows[i].source, &out, &problem);

		if (err != ERR_OK || strcmp(out.s, rows[i].want) != 0)
			fail_msg("%s: %s %s: %s", rows[i].source, err_name(err),
			    problem.what, out.s);
	}
}

static void
broken_sources_are_refused_with_their_line(void **state)
{
	static const struct {
		const char *source;
		int         line;
	} rows[] = {
		{ "\n\n{{a", 3 },
		{ "{{#a}}\n{{/b}}", 2 },
		{ "a\n{{#a}}", 2 },
		{ "\n{{/a}}", 2 },
		{ "\n{{{a}}", 2 },
		{ "{{=<%}}", 1 },
		{ "{{=<%=}}", 1 },
		{ "\n{{a b}}", 2 },
		{ "{{$a}}{{#b}}{{/a}}{{/b}}", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct text             out;
		struct template_problem problem = { 0, "" };

		assert_int_equal(render(rows[i].source, &out, &problem), ERR_INVALID);
		if (problem.line != rows[i].line)
			fail_msg("%s: line %d", rows[i].source, problem.line);
	}
}

static void
nesting_has_a_floor(void **state)
{
	char                    source[40 * 6 + 1];
	struct text             out;
	struct template_problem problem;

	(void)state;
	for (int i = 0; i < 40; i++)
		memcpy(source + i * 6, "{{#n}}", 7);
	assert_int_equal(render(source, &out, &problem), ERR_INVALID);
	assert_string_equal(problem.what, "tags are nested too deep");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sources_render_as_the_specification_has_it),
		cmocka_unit_test(broken_sources_are_refused_with_their_line),
		cmocka_unit_test(nesting_has_a_floor),
	};

	return cmocka_run_group_tests_name("template", tests, setup, teardown);
}
