/* SPDX-License-Identifier: ISC
 *
 * Attack J: whatever is drawn of a report says the same of others: page,
 * pictures, their words, mail, text, JSON and PDF.  What is withheld leaves no
 * trace in any; the control lifts the mark that withholds it, and each of them
 * tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "report/pdf.h"
#include "tests/unit/report/cases.h"
#include "view/view.h"

#define ANSWERED (INT64_C(1795012320) * CLOCK_SECOND)

enum { PAGE, PICTURES, WORDS, MAIL, TEXT, JSON, PDF, DRAWINGS };
static const char *const names[DRAWINGS] = { "the page", "a picture", "a picture's words",
	"the mail", "the text", "the JSON", "the PDF" };

struct drawn {
	struct bytes of[DRAWINGS];
};

static struct arena          *process, *arena;
static const struct view_set *views;

static int
setup(void **state)
{
	(void)state;
	process = arena_new(64 * 1024 * 1024);
	arena = arena_new(256 * 1024 * 1024);
	case_load_form(process);
	return view_open(process, &views) == ERR_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	arena_free(process);
	return 0;
}

static struct bytes
bytes_of(const char *s, size_t len)
{
	return (struct bytes){ (const uint8_t *)s, len };
}

/* The page without its pictures, they without their words, and those. */
static void
take_apart(struct html page, struct drawn *d)
{
	static const char label[] = "aria-label=\"";
	struct buf        part[3];
	int               to = PAGE;

	for (int i = 0; i < 3; i++)
		buf_init(&part[i], arena, 2 * page.len + 64);
	for (const char *at = page.s; *at != '\0'; at++) {
		if (strncmp(at, "<svg", 4) == 0)
			to = PICTURES;
		if (strncmp(at, "</svg", 5) == 0)
			to = PAGE;
		if (to == PICTURES && strncmp(at, label, sizeof(label) - 1) == 0)
			to = WORDS;
		buf_add(&part[to], at, 1);
		if (to == WORDS && *at == '"' && at[-1] != '=')
			to = PICTURES;
	}
	for (int i = 0; i < 3; i++)
		d->of[i] = bytes_of(buf_as_text(&part[i]).s, buf_as_text(&part[i]).len);
}

static struct drawn
draw(const struct report_case *given, const struct bench_comparison *changed)
{
	struct report_frame  frame = { .expires = "16 February 2027",
		 .enclosed = true,
		 .operator_name = "Longshore and Vane, consultants",
		 .operator_contact = "help@soundings.example",
		 .report_url = URL_LIT("https://survey.soundings.example/report/4Kq7vX2mPz9"),
		 .pdf_url = URL_LIT("/report/4Kq7vX2mPz9.pdf"),
		 .correct_url = URL_LIT("/correct"),
		 .withdraw_url = URL_LIT("/withdraw") };
	struct report_model *m = case_build(arena, given, changed);
	struct html          page, mail;
	struct text          text, json;
	struct drawn         d;

	assert_int_equal(report_html(arena, views, m, &frame, &page), ERR_OK);
	assert_int_equal(report_mail_html(arena, views, m, &frame, &mail), ERR_OK);
	assert_int_equal(report_text(arena, views, m, &frame, &text), ERR_OK);
	assert_int_equal(report_pdf(arena, m, ANSWERED, &d.of[PDF]), ERR_OK);
	json = report_json(arena, m);
	take_apart(page, &d);
	d.of[MAIL] = bytes_of(mail.s, mail.len);
	d.of[TEXT] = bytes_of(text.s, text.len);
	d.of[JSON] = bytes_of(json.s, json.len);
	return d;
}

static bool
is_same(struct bytes a, struct bytes b)
{
	return a.len == b.len && memcmp(a.p, b.p, a.len) == 0;
}

static const struct report_case mixed = { RAW_A, case_facts, GROUP_MIXED, NULL, false, NULL };

static const struct report_case full = { RAW_A, case_facts, GROUP_FULL, NULL, false, NULL };

static struct bench_comparison *
comparison(const struct report_case *given)
{
	struct bench_comparison *c = ARENA_NEW(arena, struct bench_comparison);

	case_compare(given->group, case_build(arena, given, NULL)->score, c);
	return c;
}

static void
j_what_is_withheld_leaves_no_trace_in_any_drawing(void **state)
{
	struct drawn             plain = draw(&mixed, NULL), poisoned;
	struct bench_comparison *c = comparison(&mixed);

	(void)state;
	case_poison(c);
	poisoned = draw(&mixed, c);
	for (int i = 0; i < DRAWINGS; i++)
		if (!is_same(plain.of[i], poisoned.of[i]))
			fail_msg("%s tells what is withheld", names[i]);
}

/* The control: of one measure the mark that withholds it is lifted. */
static void
j_each_drawing_tells_what_is_not_withheld(void **state)
{
	struct drawn             plain = draw(&mixed, NULL), lifted;
	struct bench_comparison *c = comparison(&mixed);

	(void)state;
	assert_false(c->measure[0].any);
	case_poison(c);
	c->measure[0].any = c->measure[0].has_own = true;
	lifted = draw(&mixed, c);
	for (int i = 0; i < DRAWINGS; i++)
		if (is_same(plain.of[i], lifted.of[i]))
			fail_msg("%s would not tell", names[i]);
}

/* None has figures of its own: medians that move, move in each. */
static void
j_each_drawing_takes_its_figures_from_the_same_place(void **state)
{
	struct drawn             plain = draw(&full, NULL), moved;
	struct bench_comparison *c = comparison(&full);

	(void)state;
	assert_true(c->measure[0].any && c->measure[2].any);
	c->measure[0].median += MICRO(1);
	c->measure[2].median += MICRO(1);
	moved = draw(&full, c);
	for (int i = 0; i < DRAWINGS; i++)
		if (is_same(plain.of[i], moved.of[i]))
			fail_msg("%s has medians of its own", names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(j_what_is_withheld_leaves_no_trace_in_any_drawing),
		cmocka_unit_test(j_each_drawing_tells_what_is_not_withheld),
		cmocka_unit_test(j_each_drawing_takes_its_figures_from_the_same_place),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
