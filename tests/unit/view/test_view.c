/* SPDX-License-Identifier: ISC */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/log.h"
#include "view/view.h"

static struct arena *arena;
static char          last_line[512];

static void
keep_line(enum log_event event, const char *line)
{
	(void)event;
	strncpy(last_line, line, sizeof(last_line) - 1);
}

static int
setup(void **state)
{
	(void)state;
	arena = arena_new((size_t)64 * 1024 * 1024);
	last_line[0] = '\0';
	log_set_sink(keep_line);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	log_set_sink(NULL);
	arena_free(arena);
	return 0;
}

static struct asset
asset(const char *name, const char *data)
{
	return (struct asset){ name, data, strlen(data) };
}

static enum err
open_one(const char *source, const struct view_set **set)
{
	struct asset a = asset("page/x", source);

	return view_open_from(arena, &a, 1, NULL, 0, set);
}

/* A model with one of each. */
static struct view_model *
sample(void)
{
	struct view_model *m = view_object(arena), *in;

	view_set_text(m, "text", TEXT_LIT("<b> & \"it's\""));
	view_set_str(m, "empty", "");
	view_set_int(m, "int", -12);
	view_set_int(m, "zero", 0);
	view_set_bool(m, "yes", true);
	view_set_bool(m, "no", false);
	view_set_null(m, "null");
	view_set_html(m, "html", HTML_LIT("<i>x</i>"));
	view_set_url(m, "home_url", URL_LIT("/s/a?b=1&c=2"));
	in = view_object_in(m, "in");
	view_set_str(in, "name", "inner");
	view_list_in(m, "none");
	for (int i = 1; i <= 3; i++)
		view_set_int(view_list_add(m, "list"), "n", i);
	view_list_add_text(m, "words", TEXT_LIT("a"));
	view_list_add_text(m, "words", TEXT_LIT("b"));
	return m;
}

static void
values_are_written_by_their_kind(void **state)
{
	static const struct {
		const char *source, *want; /* NULL: refused at rendering */
	} rows[] = {
		{ "{{text}}", "&lt;b&gt; &amp; &quot;it&#39;s&quot;" },
		{ "<p title='{{text}}'>",
		    "<p title='&lt;b&gt; &amp; &quot;it&#39;s&quot;'>" },
		{ "{{int}}{{null}}{{empty}}", "-12" },
		{ "{{{html}}}", "<i>x</i>" },
		{ "<a href=\"{{home_url}}\">", "<a href=\"/s/a?b=1&amp;c=2\">" },
		{ "<a href=\"{{home_url}}#{{in.name}}\">",
		    "<a href=\"/s/a?b=1&amp;c=2#inner\">" },
		{ "{{in.name}} {{#in}}{{name}}{{/in}}", "inner inner" },
		{ "{{#list}}{{n}}{{/list}}", "123" },
		{ "{{#words}}{{.}},{{/words}}", "a,b," },
		{ "{{#none}}x{{/none}}{{^none}}-{{/none}}", "-" },
		{ "{{#yes}}y{{/yes}}{{#no}}n{{/no}}{{#null}}u{{/null}}", "y" },
		{ "{{#empty}}x{{/empty}}{{#zero}}x{{/zero}}{{^zero}}0{{/zero}}", "0" },
		{ "{{#text}}t{{/text}}", "t" },
		{ "a\n  {{! note }}\n{{#yes}}\nb\n{{/yes}}\nc", "a\nb\nc" },
		{ "<input{{#yes}} checked{{/yes}}>", "<input checked>" },
		{ "<p class=\"a{{#yes}} b{{/yes}}\">", "<p class=\"a b\">" },
		{ "{{missing}}", NULL },
		{ "{{#missing}}{{/missing}}", NULL },
		{ "{{^missing}}{{/missing}}", NULL },
		{ "{{in.missing}}", NULL },
		{ "{{text.name}}", NULL },
		{ "{{html}}", NULL },
		{ "{{{text}}}", NULL },
		{ "{{{int}}}", NULL },
		{ "{{yes}}", NULL },
		{ "{{list}}", NULL },
		{ "{{in}}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct view_set *set;
		struct html            out = { 0 };
		enum err               err;

		assert_int_equal(open_one(rows[i].source, &set), ERR_OK);
		last_line[0] = '\0';
		err = view_render(arena, set, "page/x", "en", sample(), &out);
		if (err != (rows[i].want ? ERR_OK : ERR_INTERNAL) ||
		    (rows[i].want && strcmp(out.s, rows[i].want) != 0))
			fail_msg("%s: %s, %s", rows[i].source, err_name(err), out.s);
		assert_int_equal(last_line[0] != '\0', rows[i].want == NULL);
	}
}

static void
tags_are_refused_where_escaping_cannot_protect(void **state)
{
	static const struct {
		const char *source;
		bool        good;
	} rows[] = {
		{ "<p>{{x}}</p>", true },
		{ "<p title=\"{{x}}\" class='{{x}}'>", true },
		{ "<title>{{x}}</title>", true },
		{ "<textarea>{{x}}</textarea><p>{{{x}}}", true },
		{ "<script src=\"/a.js\"></script>{{x}}", true },
		{ "<a href=\"{{x_url}}\">", true },
		{ "<a href=\"#{{x}}\">", true },
		{ "<a href=\"/fixed\" title=\"{{x}}\">", true },
		{ "<form action='{{go_url}}'>", true },
		{ "<!doctype html><p>{{x}}", true },
		{ "<td width=\"{{x}}%\">", true },
		{ "<br/>{{x}}", true },
		{ "{{>y}}", true },
		{ "<script>{{x}}</script>", false },
		{ "<SCRIPT>var a=\"{{x}}\"</SCRIPT>", false },
		{ "<style>{{x}}</style>", false },
		{ "<!-- {{x}} -->", false },
		{ "<!-- <p> {{x}}", false },
		{ "<p style=\"{{x}}\">", false },
		{ "<p style=\"a:b;{{#x}}c{{/x}}{{x}}\">", false },
		{ "<p onclick=\"{{x}}\">", false },
		{ "<p ONCLICK='{{x}}'>", false },
		{ "<p class={{x}}>", false },
		{ "<p class=a{{x}}>", false },
		{ "<p {{x}}>", false },
		{ "<p {{x}}=\"1\">", false },
		{ "<{{x}}>", false },
		{ "<p{{x}}>", false },
		{ "<a href=\"{{x}}\">", false },
		{ "<a href=\"/s/{{x_url}}\">", false },
		{ "<a href=\"{{x_url}}/more\">", false },
		{ "<a href=\"{{x_url}}{{y_url}}\">", false },
		{ "<a href=\"javascript:{{x}}\">", false },
		{ "<a href={{x_url}}>", false },
		{ "<img srcset=\"{{x_url}}\">", false },
		{ "<iframe srcdoc=\"{{x}}\">", false },
		{ "<p title=\"{{{x}}}\">", false },
		{ "<title>{{{x}}}</title>", false },
		{ "<p title=\"{{#x}}\"{{/x}}>", false },
		{ "{{#x}}<script>{{/x}}", false },
		{ "{{#x}}<p title=\"{{/x}}a\">", false },
		{ "<p title=\"{{>y}}", false },
		{ "<p title=\"", false },
		{ "<script>{{>y}}</script>", false },
		{ "{{<z}}{{$in_script}}{{x}}{{/in_script}}{{/z}}", false },
		{ "{{<z}}{{$in_body}}{{x}}{{/in_body}}{{/z}}", true },
		{ "{{&x}}", false },
		{ "{{=<% %>=}}", false },
		{ "{{Name}}", false },
		{ "{{a b}}", false },
		{ "{{}}", false },
		{ "{{x", false },
		{ "{{#x}}", false },
		{ "{{/x}}", false },
		{ "{{#x}}{{#y}}{{/x}}{{/y}}", false },
		{ "{{>nowhere}}", false },
		{ "{{<nowhere}}{{/nowhere}}", false },
		{ "[[not closed", false },
		{ "[[]]", false },
		{ "[[a|b]]", false },
		{ "[[a|b|c|d]]", false },
		{ "[[{{#x}}a]]{{/x}}", false },
		{ "<p title=\"[[A {{x}}]]\">", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asset           all[] = { asset("page/x", rows[i].source),
			          asset("page/y", "{{x}}"),
			          asset("page/z", "<script>{{$in_script}}1{{/in_script}}</script>"
			                                    "<p>{{$in_body}}{{/in_body}}</p>") };
		const struct view_set *set;
		enum err               err;

		last_line[0] = '\0';
		err = view_open_from(arena, all, 3, NULL, 0, &set);
		if ((err == ERR_OK) != rows[i].good)
			fail_msg("%s: %s %s", rows[i].source, err_name(err), last_line);
		assert_int_equal(last_line[0] != '\0', !rows[i].good);
	}
}

static void
a_page_fills_the_blocks_of_its_layout(void **state)
{
	struct asset all[] = {
		asset("page/layout", "<title>{{$title}}Soundings{{/title}}</title>\n"
		                     "<main>{{$main}}{{/main}}</main>{{>foot}}\n"),
		asset("page/foot", "<p>{{in.name}}</p>"),
		asset("page/wide", "{{<layout}}{{$main}}<div>{{$body}}{{/body}}</div>"
		                   "{{/main}}{{/layout}}"),
		asset("page/a", "{{<layout}}\n{{$title}}A{{/title}}\nignored\n"
		                "{{$main}}{{text}}{{/main}}\n{{/layout}}\n"),
		asset("page/b", "{{<wide}}{{$body}}B{{/body}}{{/wide}}"),
		asset("report/c", "{{<page/layout}}{{/page/layout}}"),
	};
	static const struct {
		const char *name, *want;
	} rows[] = {
		{ "page/a", "<title>A</title>\n<main>&lt;b&gt; &amp; &quot;it&#39;s&quot;"
		            "</main><p>inner</p>\n" },
		{ "page/b", "<title>Soundings</title>\n<main><div>B</div></main>"
		            "<p>inner</p>\n" },
		{ "report/c", "<title>Soundings</title>\n<main></main><p>inner</p>\n" },
	};
	const struct view_set *set;

	(void)state;
	assert_int_equal(view_open_from(arena, all, 6, NULL, 0, &set), ERR_OK);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct html out;

		assert_int_equal(view_render(arena, set, rows[i].name, "en", sample(), &out),
		    ERR_OK);
		assert_string_equal(out.s, rows[i].want);
	}
}

static void
templates_that_call_themselves_end(void **state)
{
	const struct view_set *set;
	struct html            out;

	(void)state;
	assert_int_equal(open_one("x{{>x}}", &set), ERR_OK);
	assert_int_equal(view_render(arena, set, "page/x", "en", sample(), &out),
	    ERR_INTERNAL);
	assert_int_equal(open_one("{{<x}}{{$a}}{{$a}}{{/a}}{{/a}}{{/x}}", &set), ERR_OK);
	assert_int_equal(view_render(arena, set, "page/x", "en", sample(), &out),
	    ERR_INTERNAL);
}

static void
text_templates_escape_nothing_and_take_no_raw_value(void **state)
{
	struct asset           a = asset("letters/x.txt", "{{text}} {{home_url}}\n");
	const struct view_set *set;
	struct html            html;
	struct text            out;

	(void)state;
	assert_int_equal(view_open_from(arena, &a, 1, NULL, 0, &set), ERR_OK);
	assert_int_equal(view_render_text(arena, set, "letters/x.txt", "en", sample(), &out),
	    ERR_OK);
	assert_string_equal(out.s, "<b> & \"it's\" /s/a?b=1&c=2\n");
	assert_int_equal(view_render(arena, set, "letters/x.txt", "en", sample(), &html),
	    ERR_NOT_FOUND);
	a = asset("letters/x.txt", "{{{html}}}");
	assert_int_equal(view_open_from(arena, &a, 1, NULL, 0, &set), ERR_INVALID);
}

static const char french[] =
    "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=(n > 1);\\n\"\n"
    "msgid \"Save and continue\"\nmsgstr \"Enregistrer et continuer\"\n"
    "msgid \"Part {{int}} of {{in.name}}\"\nmsgstr \"{{in.name}} : partie {{int}}\"\n"
    "#, fuzzy\nmsgid \"Back\"\nmsgstr \"Dos\"\n"
    "msgid \"{{n}} answer\"\nmsgid_plural \"{{n}} answers\"\n"
    "msgstr[0] \"{{n}} réponse\"\nmsgstr[1] \"{{n}} réponses\"\n";

static void
sentences_are_read_in_the_readers_language(void **state)
{
	static const struct {
		const char *source, *language, *want;
	} rows[] = {
		{ "[[Save and continue]]", "en", "Save and continue" },
		{ "[[ Save\n   and continue ]]", "fr", "Enregistrer et continuer" },
		{ "[[Save and continue]]", "fr-CA", "Enregistrer et continuer" },
		{ "[[Save and continue]]", "xx", "Save and continue" },
		{ "[[Part {{int}} of {{in.name}}]]", "en", "Part -12 of inner" },
		{ "[[Part {{int}} of {{in.name}}]]", "fr", "inner : partie -12" },
		{ "[[Back]]", "fr", "Back" },
		{ "[[Unknown {{int}}]]", "fr", "Unknown -12" },
		{ "{{#list}}[[{{n}} answer|{{n}} answers|n]],{{/list}}", "en",
		    "1 answer,2 answers,3 answers," },
		{ "{{#list}}[[{{n}} answer|{{n}} answers|n]],{{/list}}", "fr",
		    "1 réponse,2 réponses,3 réponses," },
		{ "[[no thing|{{zero}} things|zero]]", "fr", "0 things" },
		{ "a\n[[Back]]\nb", "en", "a\nBack\nb" },
	};
	struct asset catalog = asset("fr", french);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asset           a = asset("page/x", rows[i].source);
		const struct view_set *set;
		struct html            out;

		assert_int_equal(view_open_from(arena, &a, 1, &catalog, 1, &set), ERR_OK);
		assert_int_equal(
		    view_render(arena, set, "page/x", rows[i].language, sample(), &out),
		    ERR_OK);
		assert_string_equal(out.s, rows[i].want);
	}
}

static void
a_translation_cannot_bring_tags_of_its_own(void **state)
{
	static const struct {
		const char *source, *catalog;
	} rows[] = {
		{ "[[A {{x}}]]", "msgid \"A {{x}}\"\nmsgstr \"B {{y}}\"\n" },
		{ "[[A]]", "msgid \"A\"\nmsgstr \"{{{x}}}\"\n" },
		{ "[[A]]", "msgid \"A\"\nmsgstr \"B {{\"\n" },
		{ "[[A]]", "msgid \"A\"\nmsgstr \"[[B]]\"\n" },
		{ "[[{{n}} a|{{n}} b|n]]", "msgid \"{{n}} a\"\nmsgid_plural \"{{n}} b\"\n"
		                           "msgstr[0] \"\"\nmsgstr[1] \"{{m}}\"\n"
		                           "msgid \"x\"\nmsgid_plural" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct asset           a = asset("page/x", rows[i].source);
		struct asset           c = asset("fr", rows[i].catalog);
		const struct view_set *set;

		if (view_open_from(arena, &a, 1, &c, 1, &set) != ERR_INVALID)
			fail_msg("%s taken with %s", rows[i].source, rows[i].catalog);
	}
}

static void
addresses_and_names_of_the_wrong_kind_are_bugs(void **state)
{
	struct view_model       *m = view_object(arena);
	static const char *const bad[] = { "javascript:alert(1)", "JAVASCRIPT:x",
		"data:text/html,x", "//elsewhere.example/", "/\\elsewhere.example",
		" https://x", "vbscript:x", "\tjavascript:x" };

	(void)state;
	/* check() aborts; what is tested here is which addresses reach it. */
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct url url = { bad[i], strlen(bad[i]) };

		assert_false(view_url_allowed(url));
	}
	assert_true(view_url_allowed(URL_LIT("/s/x")));
	assert_true(view_url_allowed(URL_LIT("https://a.example/")));
	assert_true(view_url_allowed(URL_LIT("mailto:a@b.example")));
	assert_true(view_url_allowed(URL_LIT("#top")));
	view_set_url(m, "none_url", (struct url){ NULL, 0 });
}

static void
the_embedded_templates_load_in_every_language(void **state)
{
	const struct view_set *set;

	(void)state;
	if (view_open(arena, &set) != ERR_OK)
		fail_msg("%s", last_line);
#ifdef WITH_FAULTS
	assert_true(view_language_known("en-XA"));
	assert_string_equal(view_t("en-XA", "January"),
	    "[J\u00e1\u00f1\u00fc\u00e1r\u00fd \u00b7\u00b7]");
#else
	assert_false(view_language_known("en-XA"));
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_written_by_their_kind),
		cmocka_unit_test(tags_are_refused_where_escaping_cannot_protect),
		cmocka_unit_test(a_page_fills_the_blocks_of_its_layout),
		cmocka_unit_test(templates_that_call_themselves_end),
		cmocka_unit_test(text_templates_escape_nothing_and_take_no_raw_value),
		cmocka_unit_test(sentences_are_read_in_the_readers_language),
		cmocka_unit_test(a_translation_cannot_bring_tags_of_its_own),
		cmocka_unit_test(addresses_and_names_of_the_wrong_kind_are_bugs),
		cmocka_unit_test(the_embedded_templates_load_in_every_language),
	};

	return cmocka_run_group_tests_name("view", tests, setup, teardown);
}
