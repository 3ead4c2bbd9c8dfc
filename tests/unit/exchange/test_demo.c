/* SPDX-License-Identifier: ISC
 *
 * The demonstration's waves: two calendar years on any day of a year, the older
 * one over, nothing in the future. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "csv/csv.h"
#include "exchange/demo.h"
#include "tests/unit/arena.h"
#include "tests/unit/kam.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define FIRMS    40
#define SEED     7

static const struct form *form;

static int
begin(void **state)
{
	setup(state);
	form = kam_form(arena);
	return 0;
}

static int64_t
moment(const char *iso)
{
	int64_t at;

	assert_true(clock_parse_iso(text_of(iso), &at));
	return at;
}

static struct demo
made(int64_t now)
{
	struct demo demo;

	demo_make(arena, form, FIRMS, SEED, now, &demo);
	return demo;
}

static int64_t
take_text(void *thing, void *dst, size_t size)
{
	struct text *t = thing;
	size_t       n = t->len < size ? t->len : size;

	memcpy(dst, t->s, n);
	t->s += n;
	t->len -= n;
	return (int64_t)n;
}

struct row {
	struct text response, at, firm, email;
};

/* Rows of a wave; the columns by their names. */
static size_t
rows_of(struct text csv, struct row *rows, size_t most)
{
	struct csv_reader *reader = csv_reader_new(arena, take_text, &csv);
	struct csv_row     row;
	const char        *problem;
	size_t             place[4] = { 0 }, n = 0;
	const char *const  names[] = { "response", "submitted_at", "firm", "FM7" };

	assert_int_equal(csv_read(reader, &row, &problem), CSV_ROW);
	for (size_t i = 0; i < row.count; i++)
		for (size_t k = 0; k < 4; k++)
			if (text_is(row.cells[i], names[k]))
				place[k] = i;
	while (csv_read(reader, &row, &problem) == CSV_ROW) {
		struct text cell[4];

		assert_true(n < most);
		for (size_t k = 0; k < 4; k++)
			cell[k] = text_of(arena_strndup(arena, row.cells[place[k]].s,
			    row.cells[place[k]].len));
		rows[n++] = (struct row){ cell[0], cell[1], cell[2], cell[3] };
	}
	return n;
}

static const char *const moments[] = { "2026-11-22T10:00:00Z", "2027-01-01T00:00:00Z",
	"2027-01-01T00:09:00Z", "2027-01-03T12:00:00Z", "2027-02-01T08:00:00Z",
	"2028-02-29T23:59:59Z", "2028-12-31T23:59:59Z" };

static void
two_waves_are_two_calendar_years_on_any_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(moments); i++) {
		int64_t           now = moment(moments[i]);
		int               year = clock_civil(now).year;
		struct demo       d = made(now);
		struct demo_count before = d.counts[0], this = d.counts[1];
		struct row        rows[200];
		size_t            n = rows_of(d.before, rows, COUNT(rows));

		assert_in_range(n, FIRMS / 3, FIRMS);
		for (size_t k = 0; k < n; k++) {
			int64_t at = moment(rows[k].at.s);

			assert_int_equal(clock_civil(at).year, year - 1);
			assert_true(at < before.built);
		}
		assert_true(before.built < before.proposed);
		assert_true(before.proposed < before.released);
		assert_int_equal(clock_civil(before.released).year, year - 1);
		assert_int_equal(clock_civil(this.built).year, year);
		assert_true(this.built <= this.proposed && this.proposed <= this.released);
		assert_true(this.released <= now);
		assert_true(d.web.count > FIRMS + 10);
		for (size_t k = 0; k < d.web.count; k++) {
			assert_int_equal(clock_civil(d.web.at[k]).year, year);
			assert_true(d.web.at[k] <= now);
		}
		for (size_t k = 0; k < d.web.included_count; k++) {
			assert_true(d.web.at[k] <= d.web.monday[k]);
			assert_true(d.web.monday[k] <= this.built);
		}
		for (size_t k = d.web.included_count; k < d.web.count; k++)
			assert_true(d.web.at[k] >= this.released - CLOCK_SECOND);
	}
}

static void
the_same_moment_gives_the_same_bytes_and_any_moment_the_same_ids(void **state)
{
	struct demo a = made(moment(moments[0])), b = made(moment(moments[0])),
	            c = made(moment(moments[3]));

	(void)state;
	assert_true(text_equal(a.before, b.before) && text_equal(a.now, b.now));
	assert_false(text_equal(a.now, c.now));
	assert_int_equal(a.web.count, c.web.count);
	for (size_t i = 0; i < a.web.count; i++) {
		assert_true(uuid_equal(a.web.id[i], c.web.id[i]));
		for (size_t k = 0; k < i; k++)
			assert_false(uuid_equal(a.web.id[i], a.web.id[k]));
	}
	assert_false(uuid_is_nil(a.web.held) || uuid_is_nil(a.web.asked));
}

static void
whoever_is_there_has_an_invented_address(void **state)
{
	struct demo d = made(moment(moments[0]));
	struct row  rows[200];
	size_t      n = rows_of(d.now, rows, COUNT(rows)), twins = 0;

	(void)state;
	assert_int_equal(n, d.web.count);
	for (size_t i = 0; i < n; i++) {
		const char *end = rows[i].email.s + rows[i].email.len - strlen(".example");

		assert_string_equal(end, ".example");
		twins += strstr(rows[i].firm.s, " LLP") != NULL;
	}
	assert_int_equal(twins, 1);
}

static void
what_firms_write_is_sorted_under_headings_of_the_form(void **state)
{
	struct demo             demo = made(moment("2026-11-22T10:00:00Z"));
	const struct form_item *item = form_item_find(form, TEXT_LIT("FX9"));
	size_t                  said = 0;

	(void)state;
	for (size_t i = 0; i < demo.said.count; i++) {
		const char *p = demo.said.codes[i].s;

		said += strstr(demo.now.s, demo.said.words[i].s) != NULL;
		for (size_t len; *p != '\0'; p += len + (p[len] == '|')) {
			len = strcspn(p, "|");
			assert_non_null(form_code_find(item, (struct text){ p, len }));
		}
	}
	assert_in_range(said, 8, demo.said.count);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_waves_are_two_calendar_years_on_any_day),
		cmocka_unit_test(
		    the_same_moment_gives_the_same_bytes_and_any_moment_the_same_ids),
		cmocka_unit_test(whoever_is_there_has_an_invented_address),
		cmocka_unit_test(what_firms_write_is_sorted_under_headings_of_the_form),
	};

	return cmocka_run_group_tests(tests, begin, teardown);
}
