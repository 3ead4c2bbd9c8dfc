/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "chart/chart.h"
#include "chart/svg.h"
#include "tests/unit/arena.h"

#define P(x) ((int64_t)((x)*1000000))

static void
has(struct html svg, const char *part)
{
	if (!strstr(svg.s, part)) {
		print_error("not there: %s\nin: %s\n", part, svg.s);
		fail();
	}
}

static void
has_not(struct html svg, const char *part)
{
	if (strstr(svg.s, part)) {
		print_error("there: %s\nin: %s\n", part, svg.s);
		fail();
	}
}

static struct chart_strip
bar(double own, double median)
{
	struct chart_strip s = chart_strip_on(0, P(100));

	s.ticks[0] = (struct chart_tick){ 0, "0" };
	s.ticks[1] = (struct chart_tick){ P(50), NULL };
	s.ticks[2] = (struct chart_tick){ P(100), "100" };
	s.tick_count = 3;
	s.own = P(own);
	s.own_word = "you";
	s.median = P(median);
	s.median_word = "median";
	s.aria = "Overall.";
	return s;
}

static void
words_keep_their_side_and_push_scale_words_away(void **state)
{
	static const struct {
		const char       *name;
		double            own, median;
		size_t            count; /* labels in all */
		enum chart_anchor own_anchor, median_anchor;
	} row[] = {
		{ "in the middle", 48, 55, 4, CHART_MIDDLE, CHART_MIDDLE },
		{ "own far left never drops a scale word", 3, 55, 4, CHART_START,
		    CHART_MIDDLE },
		{ "median near the left end", 48, 14.5, 3, CHART_MIDDLE, CHART_MIDDLE },
		{ "median just far enough", 48, 15, 4, CHART_MIDDLE, CHART_MIDDLE },
		{ "median near the right end", 97, 93, 3, CHART_END, CHART_END },
		{ "at the bounds of the anchors", 8, 92, 3, CHART_MIDDLE, CHART_MIDDLE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct chart_strip s = bar(row[i].own, row[i].median);
		struct chart_label label[CHART_LABELS_MAX];
		size_t             count = chart_strip_labels(&s, label);

		if (count != row[i].count || label[0].anchor != row[i].own_anchor ||
		    label[1].anchor != row[i].median_anchor)
			fail_msg("%s: %zu labels", row[i].name, count);
		assert_true(label[0].above);
		for (size_t j = 1; j < count; j++)
			assert_false(label[j].above);
	}
}

static void
a_guideline_beside_the_median_is_named_above(void **state)
{
	static const struct {
		const char *name;
		double      own, median, guideline;
		bool        above;
	} row[] = {
		{ "far away", 50, 80, 40, false },
		{ "beside it", 90, 55, 50, true },
		{ "both at the left end", 90, 15, 5, true },
		{ "the own word is there", 50, 55, 50, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct chart_strip s = bar(row[i].own, row[i].median);
		struct chart_label label[CHART_LABELS_MAX];

		s.guideline = P(row[i].guideline);
		s.guideline_word = "guideline";
		assert_true(chart_strip_labels(&s, label) >= 3);
		if (label[2].voice != CHART_VOICE_GUIDELINE || label[2].above != row[i].above)
			fail_msg("%s", row[i].name);
	}
}

static void
a_bar_is_drawn_as_in_the_example(void **state)
{
	struct chart_strip s = bar(48, 55);
	struct html        svg;

	(void)state;
	s.q1 = P(46);
	s.q3 = P(63);
	s.own_word = "you 48";
	s.median_word = "median 55";
	svg = chart_svg_bar(arena, &s);
	assert_string_equal(svg.s,
	    "<svg class=\"strip\" height=\"78\" role=\"img\" aria-label=\"Overall.\">"
	    "<line class=\"grid\" x1=\"0%\" x2=\"0%\" y1=\"22\" y2=\"58\"/>"
	    "<line class=\"grid\" x1=\"50%\" x2=\"50%\" y1=\"22\" y2=\"58\"/>"
	    "<line class=\"grid\" x1=\"100%\" x2=\"100%\" y1=\"22\" y2=\"58\"/>"
	    "<line class=\"grid\" x2=\"100%\" y1=\"40\" y2=\"40\"/>"
	    "<rect class=\"band\" x=\"46%\" y=\"31\" width=\"17%\" height=\"18\"/>"
	    "<line class=\"med\" x1=\"55%\" x2=\"55%\" y1=\"26\" y2=\"54\"/>"
	    "<circle class=\"you\" cx=\"48%\" cy=\"40\" r=\"8\"/>"
	    "<text class=\"own\" x=\"48%\" y=\"16\" text-anchor=\"middle\">you 48</text>"
	    "<text x=\"55%\" y=\"72\" text-anchor=\"middle\">median 55</text>"
	    "<text class=\"no\" x=\"0%\" y=\"72\">0</text>"
	    "<text class=\"no\" x=\"100%\" y=\"72\" text-anchor=\"end\">100</text></svg>");
}

static void
a_strip_draws_only_what_it_is_given(void **state)
{
	struct chart_strip s = chart_strip_on(0, P(100));
	struct html        svg = chart_svg_row(arena, &s, 48);

	(void)state;
	has(svg, "<line class=\"reach\" x2=\"100%\" y1=\"24\" y2=\"24\"/>");
	has_not(svg, "circle");
	has_not(svg, "band");
	has_not(svg, "med");
	s.own = P(25);
	s.median = P(44);
	svg = chart_svg_row(arena, &s, 48);
	has(svg, "cx=\"25%\" cy=\"24\" r=\"7\"");
	has(svg, "<line class=\"med\" x1=\"44%\" x2=\"44%\" y1=\"9\" y2=\"39\"/>");
	has_not(svg, "band");
	s.q1 = P(31.5);
	s.q3 = P(56.5);
	s.p10 = P(20);
	s.p90 = P(80.5);
	svg = chart_svg_row(arena, &s, 48);
	has(svg, "<rect class=\"band\" x=\"31.5%\" y=\"17\" width=\"25%\" height=\"14\"/>");
	has(svg, "<line class=\"reach\" x1=\"20%\" x2=\"80.5%\" y1=\"24\" y2=\"24\"/>");
	has(svg, "aria-hidden=\"true\"");
}

static struct chart_answers
answers(int low, int middle, int high, int own)
{
	return (struct chart_answers){ .known = true,
		.share = { low, middle, high },
		.share_word = { "low", "mid", "high" },
		.own = own,
		.own_word = "you",
		.aria = "Answers." };
}

static void
a_block_of_answer_bars_shares_one_unit(void **state)
{
	struct chart_answers      rows[4] = { answers(50, 30, 20, 2), answers(70, 20, 10, 1),
		     answers(40, 30, 30, 3), { .known = false, .share = { 100, 0, 0 } } };
	struct chart_answers_unit unit = chart_answers_unit(rows, 4);
	struct chart_answers_layout at;

	(void)state;
	/* max left 80 (70 + 10), max right 45 (30 + 15) */
	assert_true(unit.unit > 0.79999 && unit.unit < 0.80001);
	assert_true(unit.centre > 63.999 && unit.centre < 64.001);
	at = chart_answers_layout(&rows[0], unit);
	has(chart_svg_answers(arena, &rows[0], unit),
	    "<rect class=\"r1\" x=\"12%\" y=\"1\" width=\"40%\" height=\"26\"/>");
	assert_true(at.arrow > 41.999 && at.arrow < 42.001);
	at = chart_answers_layout(&rows[1], unit);
	assert_true(at.arrow > 13.999 && at.arrow < 14.001);
	at = chart_answers_layout(&rows[2], unit);
	assert_true(at.arrow > 63.999 && at.arrow < 64.001);
	at = chart_answers_layout(&rows[3], unit);
	assert_true(at.arrow < 0 && at.segment[0].width == 0);
}

static void
a_share_under_five_is_drawn_as_two_and_a_half_without_a_word(void **state)
{
	struct chart_answers        row = answers(CHART_SHARE_UNDER, 5, 90, 5);
	struct chart_answers_unit   unit = chart_answers_unit(&row, 1);
	struct chart_answers_layout at = chart_answers_layout(&row, unit);

	(void)state;
	assert_null(at.segment[0].word);
	assert_null(at.segment[1].word);
	assert_string_equal(at.segment[2].word, "high");
	assert_true(at.segment[0].width > 2.5 && at.segment[0].width < 2.6);
	assert_true(at.segment[2].x + at.segment[2].width < 100.001);
	row = answers(CHART_SHARE_OVER, CHART_SHARE_UNDER, CHART_SHARE_UNDER, 0);
	at = chart_answers_layout(&row, chart_answers_unit(&row, 1));
	assert_string_equal(at.segment[0].word, "low");
	assert_true(at.arrow < 0);
}

static void
ordered_bands_cover_whole_slots(void **state)
{
	struct chart_bands b = { .slots = 4,
		.own = 2,
		.q1 = 1,
		.q3 = 2,
		.median = 1,
		.border = { NULL, "40", "60", "80" },
		.own_word = "you",
		.aria = "Fees." };
	struct html        svg = chart_svg_bands(arena, &b);

	(void)state;
	has(svg, "<rect class=\"band\" x=\"25%\" y=\"27\" width=\"50%\" height=\"14\"/>");
	has(svg, "<line class=\"med\" x1=\"37.5%\" x2=\"37.5%\" y1=\"19\" y2=\"49\"/>");
	has(svg, "cx=\"62.5%\"");
	has(svg, "x=\"75%\" y=\"63\" text-anchor=\"middle\">80</text>");
	b.q1 = b.q3 = b.median = b.own = -1;
	svg = chart_svg_bands(arena, &b);
	has(svg, "reach");
	has_not(svg, "circle");
	has_not(svg, "med\"");
}

static void
slope_labels_never_overlap_and_keep_their_order(void **state)
{
	static const int   to[] = { 25, 26, 26, 27, 28, 70, 71 };
	struct chart_slope slope = { .from_head = "2025",
		.to_head = "2026",
		.count = 7,
		.aria = "Change." };
	struct html        svg;
	size_t             shared = 0;

	(void)state;
	for (int i = 0; i < 7; i++)
		slope.row[i] = (struct chart_slope_row){ .name = "Area",
			.from = P(50),
			.to = P(to[i]),
			.from_word = "50",
			.to_word = "x",
			.moved = i == 6 };
	chart_slope_spread(&slope, 268, 17);
	for (int i = 0; i < 7; i++) {
		assert_true(
		    slope.row[i].label_y >= -0.001 && slope.row[i].label_y <= 268.001);
		shared += slope.row[i].figure_shared;
		for (int j = 0; j < i; j++) {
			double gap = slope.row[j].label_y - slope.row[i].label_y;

			if (gap < 16.999 && gap > -16.999)
				fail_msg("labels %d and %d: %f apart", i, j, gap);
			if (to[i] > to[j] && gap < 0)
				fail_msg("labels %d and %d changed places", i, j);
		}
	}
	assert_int_equal(shared, 6);
	svg = chart_svg_slope(arena, &slope);
	has(svg, "class=\"path\"");
	has(svg, "viewBox=\"0 0 288 300\"");
}

static void
words_of_visitors_are_escaped_in_labels(void **state)
{
	struct chart_strip s = bar(48, 55);

	(void)state;
	s.own_word = "<b>&\"";
	s.aria = "\"><script>";
	has_not(chart_svg_bar(arena, &s), "<b>");
	has_not(chart_svg_bar(arena, &s), "<script>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_keep_their_side_and_push_scale_words_away),
		cmocka_unit_test(a_guideline_beside_the_median_is_named_above),
		cmocka_unit_test(a_bar_is_drawn_as_in_the_example),
		cmocka_unit_test(a_strip_draws_only_what_it_is_given),
		cmocka_unit_test(a_block_of_answer_bars_shares_one_unit),
		cmocka_unit_test(
		    a_share_under_five_is_drawn_as_two_and_a_half_without_a_word),
		cmocka_unit_test(ordered_bands_cover_whole_slots),
		cmocka_unit_test(slope_labels_never_overlap_and_keep_their_order),
		cmocka_unit_test(words_of_visitors_are_escaped_in_labels),
	};

	return cmocka_run_group_tests_name("chart", tests, setup, teardown);
}
