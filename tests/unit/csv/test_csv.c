/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "csv/csv.h"
#include "tests/unit/arena.h"

struct source {
	const char *p;
	size_t      left, step;
};

static int64_t
read_source(void *thing, void *dst, size_t size)
{
	struct source *s = thing;
	size_t         n = s->left < s->step ? s->left : s->step;

	if (n > size)
		n = size;
	memcpy(dst, s->p, n);
	s->p += n;
	s->left -= n;
	return (int64_t)n;
}

/* All rows as text: cells joined by |, rows by /, a broken row as !. */
static const char *
rows_of(const char *input, size_t len, size_t step)
{
	struct source      source = { input, len, step };
	struct csv_reader *reader = csv_reader_new(arena, read_source, &source);
	struct csv_row     row;
	struct buf         out;
	const char        *problem;
	enum csv_state     state;

	buf_init(&out, arena, 1024 * 1024);
	while ((state = csv_read(reader, &row, &problem)) != CSV_END) {
		if (state == CSV_BROKEN) {
			buf_fmt(&out, "!%lld:%s/", (long long)row.line, problem);
			continue;
		}
		for (size_t i = 0; i < row.count; i++) {
			if (i > 0)
				buf_char(&out, '|');
			buf_text(&out, row.cells[i]);
		}
		buf_char(&out, '/');
	}
	assert_int_equal(csv_reader_offset(reader), (int64_t)len);
	return buf_as_text(&out).s;
}

static const struct {
	const char *name, *input, *want;
} cases[] = {
	{ "plain", "a,b\n1,2\n", "a|b/1|2/" },
	{ "CRLF and no last line end", "a,b\r\n1,2", "a|b/1|2/" },
	{ "byte order mark",
	    "\xef\xbb\xbf"
	    "a,b\n",
	    "a|b/" },
	{ "semicolons", "a;b,c;d\n1;2;3\n", "a|b,c|d/1|2|3/" },
	{ "tabs", "a\tb\n1\t2\n", "a|b/1|2/" },
	{ "quotes", "\"a,1\",\"say \"\"x\"\"\"\n", "a,1|say \"x\"/" },
	{ "a line end within quotes", "\"a\nb\",c\nd,e\n", "a\nb|c/d|e/" },
	{ "empty cells and lines", "a,,\n\n\r\n,\n", "a||/|/" },
	{ "a stray quote", "a,b\"c\nd,e\n",
	    "!1:has a quotation mark inside an unquoted cell/d|e/" },
	{ "text behind a quote", "\"a\"b,c\nd\n",
	    "!1:has text behind a closing quotation mark/d/" },
	{ "an open quote", "a\n\"b,c\n", "a/!2:has a quotation mark that is never closed/" },
	{ "not UTF-8", "a\n\xe9\nb\n", "a/!2:is not UTF-8: save the file as CSV UTF-8/b/" },
	{ "nothing", "", "" },
};

static void
rows_are_the_same_for_any_size_of_reads(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 7, 4096 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		for (size_t k = 0; k < sizeof(steps) / sizeof(steps[0]); k++) {
			const char *got;

			arena_reset(arena); /* a reader holds a whole row's room */
			got = rows_of(cases[i].input, strlen(cases[i].input), steps[k]);

			if (strcmp(got, cases[i].want) != 0)
				fail_msg("%s by %zu: %s", cases[i].name, steps[k], got);
		}
}

static void
a_nul_byte_breaks_only_its_row(void **state)
{
	(void)state;
	assert_string_equal(rows_of("a\nb\0c\nd\n", 8, 8), "a/!2:holds a NUL byte/d/");
}

static void
too_many_columns_break_only_their_row(void **state)
{
	char wide[2048];

	(void)state;
	memset(wide, ',', 600);
	strcpy(wide + 600, "\nx\n");
	assert_string_equal(rows_of(wide, 603, 4096), "!1:has more than 512 columns/x/");
}

static void
written_cells_are_read_back_equal_and_never_start_a_formula(void **state)
{
	static const char *const rows[] = { "plain", "a,b", "say \"x\"", "two\nlines",
		" blank ", "=1+1", "+44 20", "-5", "@x", "\tx",
		"\xef\xbc\x9d"
		"1",
		"", "'x" };
	struct buf               b;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *got;
		bool        guarded;

		arena_reset(arena);
		buf_init(&b, arena, 4096);
		csv_cell(&b, true, text_of(rows[i]));
		csv_cell(&b, false, TEXT_LIT("end"));
		csv_end_row(&b);
		got = rows_of(b.data, b.len, 4096);
		guarded = i >= 5 && i <= 10;
		assert_true(strchr("=+-@\t", b.data[0]) == NULL || b.data[0] == '\0');
		if (strcmp(got,
		        arena_printf(arena, "%s%s|end/", guarded ? "'" : "", rows[i])) != 0)
			fail_msg("%s came back as %s", rows[i], got);
	}
}

static int64_t
read_until_it_fails(void *thing, void *dst, size_t size)
{
	struct source *s = thing;

	return s->left > 0 ? read_source(thing, dst, size) : -1;
}

static void
a_row_cut_by_a_read_error_is_no_row(void **state)
{
	struct source      source = { "a,b\n1,2\n3,\"4", 12, 5 };
	struct csv_reader *reader = csv_reader_new(arena, read_until_it_fails, &source);
	struct csv_row     row;
	const char        *problem;

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(csv_read(reader, &row, &problem), CSV_ROW);
		assert_false(csv_reader_failed(reader));
	}
	assert_int_equal(csv_read(reader, &row, &problem), CSV_BROKEN);
	assert_string_equal(problem, "could not be read");
	assert_true(csv_reader_failed(reader));
}

struct endless {
	const char *first;
	char        then;
	int64_t     read;
};

static int64_t
read_forever(void *thing, void *dst, size_t size)
{
	struct endless *endless = thing;

	memset(dst, endless->then, size);
	if (endless->read == 0)
		memcpy(dst, endless->first, strlen(endless->first));
	endless->read += (int64_t)size;
	return endless->read < 64 * CSV_ROW_MAX ? (int64_t)size : 0;
}

static void
a_row_that_does_not_end_is_given_up(void **state)
{
	static const struct {
		const char *first;
		char        then;
		const char *want;
	} rows[] = {
		{ "a\n\"b", 'x', "runs on for more than 16 MB" },
		{ "a\nb", 'x', "runs on for more than 16 MB" },
		{ "a\n", ',', "runs on for more than 16 MB" },
		{ "a\n", '\n', "is one of 16 MB of empty lines" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct endless     endless = { rows[i].first, rows[i].then, 0 };
		struct csv_reader *reader = csv_reader_new(arena, read_forever, &endless);
		struct csv_row     row;
		const char        *problem;

		assert_int_equal(csv_read(reader, &row, &problem), CSV_ROW);
		assert_int_equal(csv_read(reader, &row, &problem), CSV_BROKEN);
		assert_int_equal(strncmp(problem, rows[i].want, strlen(rows[i].want)), 0);
		assert_int_equal(csv_read(reader, &row, &problem), CSV_END);
		assert_false(csv_reader_failed(reader));
		assert_true(endless.read < 20 * CSV_ROW_MAX);
		arena_reset(arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_the_same_for_any_size_of_reads),
		cmocka_unit_test(a_nul_byte_breaks_only_its_row),
		cmocka_unit_test(too_many_columns_break_only_their_row),
		cmocka_unit_test(a_row_cut_by_a_read_error_is_no_row),
		cmocka_unit_test(a_row_that_does_not_end_is_given_up),
		cmocka_unit_test(written_cells_are_read_back_equal_and_never_start_a_formula),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
