/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/markup.h"
#include "base/nearest.h"
#include "base/random.h"
#include "base/utf8.h"
#include "base/uuid.h"
#include "tests/unit/arena.h"

static int released;

static void
count_release(void *thing)
{
	(void)thing;
	released++;
}

static void
arena_rewind_releases_only_what_came_after_the_mark(void **state)
{
	struct arena_mark mark;

	(void)state;
	released = 0;
	arena_own(arena, &released, count_release);
	mark = arena_mark(arena);
	for (int i = 0; i < 100; i++)
		arena_own(arena, arena_alloc(arena, 5000), count_release);
	arena_rewind(arena, mark);
	assert_int_equal(released, 100);
	arena_reset(arena);
	assert_int_equal(released, 101);
}

static void
arena_within_another_goes_with_it(void **state)
{
	struct arena *inner;

	(void)state;
	released = 0;
	inner = arena_new_in(arena, 1000);
	arena_own(inner, &released, count_release);
	arena_reset(inner);
	assert_int_equal(released, 1);
	arena_own(inner, &released, count_release);
	arena_reset(arena);
	assert_int_equal(released, 2);
}

static void
arena_memory_is_zeroed_even_when_used_again(void **state)
{
	(void)state;
	for (int round = 0; round < 3; round++) {
		unsigned char *p = arena_alloc(arena, 1000);

		for (int i = 0; i < 1000; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, 1000);
		arena_reset(arena);
	}
}

static void
buf_keeps_its_maximum_and_remembers_the_overflow(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, arena, 10);
	buf_str(&b, "0123456789");
	assert_true(buf_ok(&b));
	buf_char(&b, 'x');
	assert_false(buf_ok(&b));
	assert_int_equal(b.len, 10);
}

static void
buf_json_leaves_nothing_that_ends_a_string(void **state)
{
	static const struct {
		struct text text;
		const char *want;
	} rows[] = {
		{ { NULL, 0 }, "null" },
		{ { "", 0 }, "\"\"" },
		{ { "plain é 😀", 13 }, "\"plain é 😀\"" },
		{ { "\"", 1 }, "\"\\\"\"" },
		{ { "a\\\"b", 4 }, "\"a\\\\\\\"b\"" },
		{ { "two\nlines\t", 10 }, "\"two\\nlines\\u0009\"" },
		{ { "\0\x1f\x7f", 3 }, "\"\\u0000\\u001f\x7f\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct buf b;

		buf_init(&b, arena, 100);
		buf_json(&b, rows[i].text);
		assert_string_equal(buf_as_text(&b).s, rows[i].want);
	}
}

static void
parse_int_reads_whole_texts_within_bounds(void **state)
{
	static const struct {
		const char *input;
		bool        want;
		int64_t     value;
	} rows[] = {
		{ "0", true, 0 },
		{ "-5", true, -5 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "1x", false, 0 },
		{ " 1", false, 0 },
		{ "+1", false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int64_t value = 0;
		bool got = parse_int(text_of(rows[i].input), INT64_MIN, INT64_MAX, &value);

		if (got != rows[i].want || (got && value != rows[i].value))
			fail_msg("parse_int(\"%s\")", rows[i].input);
	}
}

static void
utf8_accepts_exactly_the_well_formed(void **state)
{
	static const struct {
		const char *input;
		bool        want;
	} rows[] = {
		{ "plain", true },
		{ "\xc3\xa9", true },
		{ "\xf4\x8f\xbf\xbf", true },
		{ "\xc0\xaf", false },
		{ "\xe0\x80\x80", false },
		{ "\xed\xa0\x80", false },
		{ "\xf4\x90\x80\x80", false },
		{ "\xe2\x82", false },
		{ "\x80", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (utf8_valid(rows[i].input, strlen(rows[i].input)) != rows[i].want)
			fail_msg("row %zu", i);
	assert_int_equal(utf8_cut("a\xc3\xa9", 3, 2), 1);
}

static void
utf8_one_line_takes_names_and_nothing_that_hides(void **state)
{
	static const struct {
		const char *input;
		bool        want;
	} rows[] = {
		{ "Brindle & Sons", true },
		{ "\xc5\x81\xc4\x99"
		  "cki",
		    true },
		{ "\xe0\xa4\x95\xe0\xa5\x8d\xe2\x80\x8d", true }, /* a joiner */
		{ "two\nlines", false },
		{ "a\ttab", false },
		{ "\x1b[31mred", false },
		{ "\x7f", false },
		{ "\xc2\x85", false },     /* U+0085: next line */
		{ "\xe2\x80\xa8", false }, /* U+2028: line separator */
		{ "a\xe2\x80\xae"
		  "b",
		    false }, /* U+202E: right to left from here */
		{ "a\xe2\x80\x8b"
		  "b",
		    false },           /* U+200B: nothing to be seen */
		{ "\xd8\x9c", false }, /* U+061C */
		{ "\xef\xbb\xbf", false },
		{ "\xc2\xad", false },         /* U+00AD: a hyphen only where lines break */
		{ "\xe1\xa0\x8e", false },     /* U+180E */
		{ "\xe2\x81\xa0", false },     /* U+2060: word joiner */
		{ "\xe2\x81\xa4", false },     /* U+2064 */
		{ "\xe2\x81\xaf", false },     /* U+206F */
		{ "\xe2\x81\xb0", true },      /* U+2070: a raised nought */
		{ "\xe3\x85\xa4", false },     /* U+3164: a filler */
		{ "\xef\xbf\xb9", false },     /* U+FFF9 */
		{ "\xef\xbf\xbb", false },     /* U+FFFB */
		{ "\xef\xbf\xbd", true },      /* U+FFFD: seen as what it is */
		{ "\xf3\xa0\x80\x81", false }, /* U+E0001: a tag */
		{ "\xf3\xa0\x81\xbf", false }, /* U+E007F */
		{ "\xff", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (utf8_one_line(rows[i].input, strlen(rows[i].input)) != rows[i].want)
			fail_msg("row %zu", i);
}

static void
html_escape_leaves_no_live_character(void **state)
{
	struct html html;

	(void)state;
	html = html_escape(arena, TEXT_LIT("<a href=\"x\">'&"));
	assert_string_equal(html.s, "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
}

static void
url_make_encodes_its_arguments(void **state)
{
	struct url url;

	(void)state;
	url = url_make(arena, "/s/{}/{}", "a b/..", "\xc3\xa9", NULL);
	assert_string_equal(url.s, "/s/a%20b%2F../%C3%A9");
}

static void
uuid_survives_writing_and_reading(void **state)
{
	struct uuid a, b;

	(void)state;
	random_start();
	for (int i = 0; i < 100; i++) {
		a = uuid_new();
		assert_true(uuid_parse(text_of(uuid_text(arena, a)), &b));
		assert_true(uuid_equal(a, b));
	}
	assert_false(uuid_parse(TEXT_LIT("5f0c91d2-7a3e-4b68-9c1d-e0f423ab887"), &b));
	assert_false(uuid_parse(TEXT_LIT("5f0c91d2x7a3e-4b68-9c1d-e0f423ab8871"), &b));
}

static void
clock_converts_dates_both_ways(void **state)
{
	int64_t instant;

	(void)state;
	for (int64_t day = -200000; day < 200000; day += 37) {
		struct civil c = clock_civil(day * CLOCK_DAY);

		assert_int_equal(clock_instant(c), day * CLOCK_DAY);
	}
	assert_true(clock_parse_iso(TEXT_LIT("2026-11-18T14:32:00+01:00"), &instant));
	assert_string_equal(clock_iso(arena, instant), "2026-11-18T13:32:00Z");
	assert_true(clock_parse_iso(TEXT_LIT("2028-02-29"), &instant));
	assert_false(clock_parse_iso(TEXT_LIT("2027-02-29"), &instant));
	assert_false(clock_parse_iso(TEXT_LIT("2026-11-18T14"), &instant));
}

static void
markup_escapes_values_and_closes_elements(void **state)
{
	struct markup m;

	(void)state;
	markup_init(&m, arena, 1000);
	markup_open(&m, "svg");
	markup_open(&m, "line");
	markup_attr_fmt(&m, "x1", "%d%%", 50);
	markup_close(&m);
	markup_open(&m, "text");
	markup_attr(&m, "class", TEXT_LIT("a\"b"));
	markup_text(&m, TEXT_LIT("<1>"));
	markup_close(&m);
	markup_close(&m);
	assert_string_equal(markup_done(&m).s,
	    "<svg><line x1=\"50%\"/><text class=\"a&quot;b\">&lt;1&gt;</text></svg>");
}

static void
nearest_word_takes_a_slip_for_a_slip_only(void **state)
{
	static const struct {
		const char *word, *list, *want;
	} cases[] = {
		{ "confg", "config", "config" },
		{ "CONFIG", "config", "config" },
		{ "snpashto", "snapshot", "snapshot" }, /* two swaps in eight letters */
		{ "bog", "big", "big" },
		{ "cvs", "csv", "csv" },
		{ "version", "person", NULL },
		{ "export", "report", NULL },
		{ "exclude", "include", NULL }, /* the contrary */
		{ "on", "no", NULL },
		{ "add", "", NULL },
		{ "", "db", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *got = nearest_word(text_of(cases[i].word), &cases[i].list, 1);

		if (cases[i].want == NULL ? got != NULL
		                          : got == NULL || strcmp(got, cases[i].want) != 0)
			fail_msg("%s: %s", cases[i].word, got == NULL ? "none" : got);
	}
}

static char last_line[2048];

static void
keep_line(enum log_event event, const char *line)
{
	(void)event;
	strncpy(last_line, line, sizeof(last_line) - 1);
}

static void
log_values_cannot_forge_a_second_line(void **state)
{
	(void)state;
	log_set_sink(keep_line);
	LOG(EV_FAILED, log_str("what", "a\nb\x1b[0m \"q\""), log_int("n", -3));
	log_set_sink(NULL);
	assert_null(strchr(last_line, '\n'));
	assert_null(strchr(last_line, '\x1b'));
	assert_non_null(strstr(last_line, "failed what=\"a\\x0ab\\x1b[0m \\\"q\\\"\" n=-3"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_rewind_releases_only_what_came_after_the_mark),
		cmocka_unit_test(arena_within_another_goes_with_it),
		cmocka_unit_test(arena_memory_is_zeroed_even_when_used_again),
		cmocka_unit_test(buf_keeps_its_maximum_and_remembers_the_overflow),
		cmocka_unit_test(buf_json_leaves_nothing_that_ends_a_string),
		cmocka_unit_test(parse_int_reads_whole_texts_within_bounds),
		cmocka_unit_test(utf8_accepts_exactly_the_well_formed),
		cmocka_unit_test(utf8_one_line_takes_names_and_nothing_that_hides),
		cmocka_unit_test(html_escape_leaves_no_live_character),
		cmocka_unit_test(url_make_encodes_its_arguments),
		cmocka_unit_test(uuid_survives_writing_and_reading),
		cmocka_unit_test(clock_converts_dates_both_ways),
		cmocka_unit_test(markup_escapes_values_and_closes_elements),
		cmocka_unit_test(nearest_word_takes_a_slip_for_a_slip_only),
		cmocka_unit_test(log_values_cannot_forge_a_second_line),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
