/* SPDX-License-Identifier: ISC */
#include "fixture.h"

#include "form/preview.h"
#include "form/source.h"

static const struct form *
small(void)
{
	return fixture_form_of(fixture_file("tests/unit/form/small.json"));
}

static void
conditions_read_as_sentences(void **state)
{
	static const struct {
		const char *id, *want;
	} rows[] = {
		{ "B2", "B1 is a or b" },
		{ "B7",
		    "A3 is yes and (A1 is at least 3 or A4 is at most 2 or B5 is answered)" },
	};
	const struct form *form = small();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(form_condition_words(arena, form,
		                        form_item_find(form, text_of(rows[i].id))->show_if),
		    rows[i].want);
}

static void
a_preview_shows_every_item_with_its_codes(void **state)
{
	const struct form *form = fixture_form("kam-preparedness");
	const char        *text = form_preview_text(arena, form, "en").s;
	const char        *html = form_preview_html(arena, form, "en").s;

	(void)state;
	for (size_t i = 0; i < form->item_count; i++) {
		assert_non_null(
		    strstr(text, arena_printf(arena, "[%s, ", form->items[i].id)));
		assert_non_null(strstr(html,
		    arena_printf(arena, "<section id=\"%s\">", form->items[i].id)));
	}
	assert_non_null(strstr(text, "    ( ) 100-249  100 to 249\n"));
	assert_non_null(strstr(text, "[KP04, agreement, counts towards LEAD, reversed]"));
	assert_non_null(strstr(text, "[FX2, integer from 0 to 10]"));
	assert_non_null(strstr(html, "<li><code>dk</code> Don’t know</li>"));
}

static void
lines_of_a_text_preview_fit_a_terminal(void **state)
{
	const struct form *form = fixture_form("kam-preparedness");
	const char        *text = form_preview_text(arena, form, NULL).s;

	(void)state;
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		/* Curly quotes take three bytes and one column. */
		if (len > 78 + 12)
			fail_msg("%.*s", (int)len, text);
		text += len + 1;
	}
}

static void
words_of_a_form_cannot_become_markup(void **state)
{
	struct bytes       json = fixture_file("tests/unit/form/small.json");
	char              *at = strstr((char *)(uintptr_t)json.p, "\"Thinks\"");
	const struct form *form;

	(void)state;
	memcpy(at, "\"<b>&'\" ", 8);
	form = fixture_form_of(json);
	assert_non_null(
	    strstr(form_preview_html(arena, form, "en").s, "<h4>&lt;b&gt;&amp;&#39;</h4>"));
}

static void
a_line_is_found_by_its_pointer(void **state)
{
	static const char json[] = "\n{\"a\": [1,\n {\"b/c\": \"x]}\\\"\",\n  \"~\": {\n"
	                           "   \"\\u00e9\": [[],\n    true]}}],\n \"z\": null}";
	static const struct {
		const char *pointer;
		int         line;
	} rows[] = {
		{ "", 2 },
		{ "/a", 2 },
		{ "/a/0", 2 },
		{ "/a/1", 3 },
		{ "/a/1/b~1c", 3 },
		{ "/a/1/~0", 4 },
		{ "/a/1/~0/\xc3\xa9", 5 },
		{ "/a/1/~0/\xc3\xa9/0", 5 },
		{ "/a/1/~0/\xc3\xa9/1", 6 },
		{ "/z", 7 },
		{ "/a/9", 2 },
		{ "/a/1/missing/deeper", 3 },
		{ "/z/0", 7 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int got =
		    source_line((struct bytes){ (const uint8_t *)json, sizeof(json) - 1 },
		        rows[i].pointer);

		if (got != rows[i].line)
			fail_msg("%s: line %d", rows[i].pointer, got);
	}
	assert_int_equal(
	    source_depth((struct bytes){ (const uint8_t *)json, sizeof(json) - 1 }), 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(conditions_read_as_sentences),
		cmocka_unit_test(a_preview_shows_every_item_with_its_codes),
		cmocka_unit_test(lines_of_a_text_preview_fit_a_terminal),
		cmocka_unit_test(words_of_a_form_cannot_become_markup),
		cmocka_unit_test(a_line_is_found_by_its_pointer),
	};

	return cmocka_run_group_tests(tests, fixture_setup, fixture_teardown);
}
