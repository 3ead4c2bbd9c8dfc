/* SPDX-License-Identifier: ISC
 *
 * drawn.h - reports of the cases as page, text and mail, and cases by chance. */
#ifndef TESTS_REPORT_DRAWN_H
#define TESTS_REPORT_DRAWN_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/report/cases.h"
#include "view/view.h"

static struct arena          *process, *arena;
static const struct view_set *views;

static inline int
setup(void **state)
{
	(void)state;
	process = arena_new(64 * 1024 * 1024);
	arena = arena_new(256 * 1024 * 1024);
	case_load_form(process);
	return view_open(process, &views) == ERR_OK ? 0 : -1;
}

static inline int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	arena_free(process);
	return 0;
}

static inline const struct report_frame *
frame(void)
{
	static struct report_frame f;

	f = (struct report_frame){ .expires = "16 February 2027",
		.enclosed = true,
		.joins = true,
		.operator_name = "Longshore and Vane, consultants",
		.operator_contact = "help@soundings.example" };
	f.report_url = URL_LIT("https://survey.soundings.example/report/4Kq7vX2mPz9");
	f.pdf_url = URL_LIT("/report/4Kq7vX2mPz9.pdf");
	f.correct_url = URL_LIT("/correct");
	f.withdraw_url = URL_LIT("/withdraw");
	return &f;
}

static inline struct html
html_of(const struct report_model *m)
{
	struct html out = { NULL, 0 };

	assert_int_equal(report_html(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

static inline struct text
text_of_report(const struct report_model *m)
{
	struct text out = { NULL, 0 };

	assert_int_equal(report_text(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

static inline struct html
mail_of(const struct report_model *m)
{
	struct html out = { NULL, 0 };

	assert_int_equal(report_mail_html(arena, views, m, frame(), &out), ERR_OK);
	return out;
}

/* --- the same figures everywhere ------------------------------------------ */

static uint32_t seed = 12345;

static inline uint32_t
dice(uint32_t sides)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % sides;
}

static inline void
random_case(struct report_case *out, char raw[30])
{
	static const char kinds[] = "12345555544443-k";

	for (int i = 0; i < 29; i++)
		raw[i] = dice(4) ? (char)('1' + (int)dice(5)) : kinds[dice(16)];
	raw[29] = '\0';
	*out = (struct report_case){ raw, dice(2) ? case_facts : "",
		(enum case_group)dice(6), dice(4) ? NULL : RAW_E, dice(8) == 0, NULL };
}

static inline void
no_line_is_wider_than_72(const char *text)
{
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n"), columns = 0;

		for (size_t i = 0; i < len; i++)
			columns += ((unsigned char)line[i] & 0xC0) != 0x80;
		if (columns > 72 && strncmp(line, "https:", 6) != 0)
			fail_msg("too wide: %.*s", (int)len, line);
		line += len + (line[len] == '\n');
	}
}

#endif
