/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet.h"
#include "tests/unit/arena.h"

static void
names_are_made_fit(void **state)
{
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "data", "data" },
		{ "law, 25 to 99", "law, 25 to 99" },
		{ "a/b\\c?d*e[f]g:h", "a-b-c-d-e-f-g-h" },
		{ "'quoted'", "-quoted-" },
		{ "it's", "it's" },
		{ "", "Sheet" },
		{ "history", "Sheet" },
		{ "a\nb", "a-b" },
		{ "0123456789012345678901234567890123", "0123456789012345678901234567890" },
		/* A wave takes two units: sixteen of them would be one too many. */
		{ "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		  "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		  "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		  "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a",
		    "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		    "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		    "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a"
		    "\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a\xf0\x9f\x8c\x8a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(sheet_fit_name(arena, text_of(rows[i].given)).s,
		    rows[i].want);
}

static void
text_is_kept_or_made_readable(void **state)
{
	static const struct {
		const char *given, *want;
	} rows[] = {
		{ "plain", "plain" },
		{ "two\nlines\tand a tab", "two\nlines\tand a tab" },
		{ "a\x01z", "a\xef\xbf\xbdz" },
		{ "\xef\xbf\xbe", "\xef\xbf\xbd" },
		{ "\xef\xac\x81", "\xef\xac\x81" },
		{ "_x000D_", "_x005F_x000D_" },
		{ "_x00_", "_x00_" },
		{ "_x00g1_", "_x00g1_" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_string_equal(sheet_fit_text(arena, text_of(rows[i].given)).s,
		    rows[i].want);
}

static void
text_beyond_the_format_is_cut_at_a_character(void **state)
{
	char       *wide = arena_alloc(arena, 70000);
	struct text fit;

	(void)state;
	memset(wide, 'x', 40000);
	assert_int_equal(sheet_fit_text(arena, (struct text){ wide, 40000 }).len,
	    SHEET_TEXT_MAX);
	for (size_t i = 0; i < 16384; i++)
		memcpy(wide + i * 4, "\xf0\x9f\x8c\x8a", 4);
	fit = sheet_fit_text(arena, (struct text){ wide, 65536 });
	assert_int_equal(fit.len, SHEET_TEXT_MAX / 2 * 4);
}

static void
a_book_without_room_says_so(void **state)
{
	struct sheet_book *book;

	(void)state;
	setenv("TMPDIR", "/dev/null/no-folder", 1);
	assert_int_equal(sheet_open(arena, &book), ERR_UNAVAILABLE);
	unsetenv("TMPDIR");
}

static void
rows_beyond_the_format_are_told_at_the_end(void **state)
{
	struct sheet_book *book;
	struct sheet      *s;
	int                file;

	(void)state;
	assert_int_equal(sheet_open(arena, &book), ERR_OK);
	s = sheet_add(book, TEXT_LIT("data"));
	for (int i = 0; i < SHEET_ROWS_MAX - 1; i++)
		sheet_end_row(s);
	assert_false(sheet_full(s));
	sheet_text(s, TEXT_LIT("last"));
	sheet_end_row(s);
	assert_true(sheet_full(s));
	sheet_text(s, TEXT_LIT("one more"));
	assert_int_equal(sheet_close(book, &file), ERR_TOO_LARGE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(names_are_made_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(text_is_kept_or_made_readable, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(text_beyond_the_format_is_cut_at_a_character,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(a_book_without_room_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(rows_beyond_the_format_are_told_at_the_end,
		    setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
